package sayso_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// stages turn a page into a document, a document into statements, documents
// into links. ARCHITECTURE.md says how they follow each other.
var stages = []string{"article", "text", "say", "who", "reuse", "change", "trace"}

// forbidden is what packages may not import, and why. A package is named with
// all below it.
var forbidden = []struct {
	packages, imports []string
	except            []string // imports that are allowed all the same
	why               string
}{
	{[]string{"."}, []string{"sayso/", "*.*"}, nil,
		"the vocabulary is what all others speak in: it needs nothing but the standard library"},
	{stages, []string{"sayso/store", "sayso/serve", "sayso/export", "sayso/intake", "sayso/pile", "sayso/verify", "sayso/demo", "sayso/cmd"}, nil,
		"a stage turns one thing into the next and does not know where it came from or goes"},
	{stages, []string{"os", "net", "net/http", "database/sql", "log", "log/slog"}, nil,
		"a stage does no I/O, so that it gives the same result wherever it runs"},
	{[]string{"article"}, []string{"sayso/say", "sayso/who", "sayso/reuse", "sayso/change", "sayso/trace"}, nil, "stages meet in records, not in calls"},
	{[]string{"say"}, []string{"sayso/article", "sayso/reuse", "sayso/change", "sayso/trace"}, nil, "stages meet in records, not in calls"},
	{[]string{"reuse", "change", "trace"}, []string{"sayso/article", "sayso/say"}, nil, "stages meet in records, not in calls"},
	{[]string{"text"}, []string{"sayso/"}, []string{"sayso/text", "sayso/internal"}, "language analysis knows only text: it is of use without the rest"},
	{[]string{"store"}, []string{"sayso/"}, []string{"sayso/store", "sayso/internal"}, "a store keeps what it is given; it needs only the vocabulary"},
	{[]string{"intake"}, []string{"sayso/"}, []string{"sayso/intake", "sayso/internal"}, "intake finds pages; reading them is the next stage's work"},
	{[]string{"serve", "export", "verify"}, []string{"sayso/store", "sayso/cmd"}, nil, "they work with any Store"},
	{[]string{"serve", "export"}, []string{"sayso/article", "sayso/intake", "sayso/pile"}, nil, "they show what is kept and read nothing anew"},
	{[]string{"pile"}, []string{"sayso/article", "sayso/say", "sayso/reuse", "sayso/store"}, nil, "which reader, matcher and store are used is decided in cmd alone"},
}

// TestDependencyDirection keeps the packages in the order of the page's way.
// Test files may import what they like.
func TestDependencyDirection(t *testing.T) {
	for dir, imports := range packageImports(t) {
		for _, rule := range forbidden {
			if !slices.ContainsFunc(rule.packages, func(p string) bool { return dir == p || p != "." && strings.HasPrefix(dir, p+"/") }) {
				continue
			}
			for _, imp := range imports {
				if matches(imp, rule.imports) && !matches(imp, rule.except) {
					t.Errorf("%s imports %s, but %s", dir, imp, rule.why)
				}
			}
		}
	}
}

// matches reports whether an import is one of the patterns: a path, all below
// a path that ends in "/" or names one of our packages, or "*.*": anything
// outside the standard library.
func matches(imp string, patterns []string) bool {
	for _, p := range patterns {
		switch {
		case p == "*.*" && strings.Contains(strings.SplitN(imp, "/", 2)[0], "."),
			imp == p,
			strings.HasSuffix(p, "/") && strings.HasPrefix(imp, p),
			strings.HasPrefix(p, "sayso/") && strings.HasPrefix(imp, p+"/"):
			return true
		}
	}
	return false
}

// TestEveryPackageSaysWhatItIs wants a doc comment of more than a line in each
// package: what it does, how it decides, what its limits are.
func TestEveryPackageSaysWhatItIs(t *testing.T) {
	docs := map[string]string{}
	walkGo(t, func(dir, file string) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := docs[dir]; !ok {
			docs[dir] = ""
		}
		if f.Doc != nil {
			docs[dir] += f.Doc.Text()
		}
	})
	for dir, doc := range docs {
		name := path.Base(dir)
		if !strings.HasPrefix(doc, "Package "+name) && !strings.HasPrefix(doc, "Command ") && dir != "." {
			t.Errorf("%s: the package comment does not begin %q", dir, "Package "+name)
		}
		if len(doc) < 80 {
			t.Errorf("%s: the package comment is too short to say what it does and how it decides: %q", dir, doc)
		}
	}
}

// TestNoReplace keeps go.mod free of replace lines: what we test is what
// `go install` gives others.
func TestNoReplace(t *testing.T) {
	b, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), "replace") {
		t.Error("go.mod has a replace")
	}
}

// TestDependenciesAreExplained wants a line in docs/dependencies.md for each
// direct dependency, and no line for one that is gone.
func TestDependenciesAreExplained(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	direct := map[string]bool{}
	for line := range strings.Lines(string(mod)) {
		f := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(f) == 2 && strings.HasPrefix(f[1], "v") {
			direct[f[0]] = true
			if !strings.Contains(string(doc), "`"+f[0]+"`") {
				t.Errorf("docs/dependencies.md has no line for %s", f[0])
			}
		}
	}
	for line := range strings.Lines(string(doc)) {
		if _, rest, ok := strings.Cut(line, "| `"); ok {
			if m, _, _ := strings.Cut(rest, "`"); !direct[m] {
				t.Errorf("docs/dependencies.md explains %s, which go.mod does not require directly", m)
			}
		}
	}
}

// packageImports is what each package's own files, tests apart, import.
func packageImports(t *testing.T) map[string][]string {
	out := map[string][]string{}
	walkGo(t, func(dir, file string) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range f.Imports {
			p, _ := strconv.Unquote(imp.Path.Value)
			out[dir] = append(out[dir], p)
		}
	})
	return out
}

// walkGo calls fn with each Go file that is no test, and its folder.
func walkGo(t *testing.T, fn func(dir, file string)) {
	err := filepath.WalkDir(".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (e.Name() == "testdata" || p != "." && strings.HasPrefix(e.Name(), ".")) {
			return fs.SkipDir
		}
		if !e.IsDir() && strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, "_test.go") {
			fn(filepath.ToSlash(filepath.Dir(p)), p)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
