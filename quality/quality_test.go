package quality

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

var (
	update = flag.Bool("update", false, "raise the floors in floors.json to what is measured")
	only   = flag.String("only", "", "measure only this one")
)

const shared = "../../shared"

// A measure runs the program over some data and scores what it wrote.
type measure struct {
	name string
	run  func(t *testing.T, dir string) figures // dir is empty and the measure's own
	// lower names the figures that are better when lower. All others of the
	// scorer's are better when higher, or are counts that have no floor.
	lower []string
	// floored names the figures that have a floor.
	floored []string
}

var measures = []measure{
	{"seeds", seeds, []string{"in_boilerplate", "fields.invented", "same.false"},
		[]string{"found", "attributed", "named", "mode", "p", "fields.right", "same.linked", "same.conflicts_flagged"}},
	{"polnear-dev", polnear, nil, []string{"quoted_attributed.f1", "speech_recall.attributed", "unquoted_precision",
		"exact_source_f1", "exact_cue_f1", "exact_content_f1"}},
	{"scrapinghub", pages("scrapinghub"), nil, []string{"f1"}},
	{"fundus-tests", pages("fundus-tests"), []string{"date_wrong"}, []string{"f1", "title", "authors", "date"}},
	{"flat-sh", flat("sh.fullpage"), nil, []string{"f1"}},
	{"flat-ft", flat("ft.fullpage"), nil, []string{"f1"}},
	{"fakes-dev", fakes, nil, []string{"f1", "statements.precision", "statements.recall"}},
	{"synthetic-copies", trees, nil, []string{"parent_right", "right_where_given", "replacements_shown"}},
	{"wmt21-same", same, nil, []string{"p_at_1", "f1"}},
}

// figures are what a scorer prints, nested names joined by dots.
type figures map[string]float64

type floor struct {
	Min map[string]float64 `json:"min,omitempty"`
	Max map[string]float64 `json:"max,omitempty"`
}

func TestFiguresHold(t *testing.T) {
	if _, err := os.Stat(shared + "/score"); err != nil {
		t.Skip("../shared with data and scorers is not here: no figure is measured")
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("python3, which the scorers want, is not here: no figure is measured")
	}
	if testing.Short() {
		t.Skip("-short: no figure is measured")
	}
	floors := map[string]floor{}
	b, err := os.ReadFile("floors.json")
	if err == nil {
		err = json.Unmarshal(b, &floors)
	}
	if err != nil && !(*update && os.IsNotExist(err)) {
		t.Fatal(err)
	}
	build(t)
	for _, m := range measures {
		if *only != "" && *only != m.name {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			got := m.run(t, t.TempDir())
			for _, name := range slices.Sorted(maps.Keys(got)) {
				t.Logf("%-28s %g", name, got[name])
			}
			f := floors[m.name]
			if *update {
				floors[m.name] = raise(m, f, got)
				return
			}
			for name, least := range f.Min {
				if got[name] < least {
					t.Errorf("%s is %g, its floor is %g", name, got[name], least)
				}
			}
			for name, most := range f.Max {
				if got[name] > most {
					t.Errorf("%s is %g, it may be %g at most", name, got[name], most)
				}
			}
		})
	}
	if *update && !t.Failed() {
		b, err := json.MarshalIndent(floors, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("floors.json", append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// raise moves each floor to what was measured where that is better.
func raise(m measure, f floor, got figures) floor {
	out := floor{Min: map[string]float64{}, Max: map[string]float64{}}
	for _, name := range m.floored {
		if v, ok := got[name]; ok {
			out.Min[name] = max(v, f.Min[name])
		}
	}
	for _, name := range m.lower {
		if v, ok := got[name]; ok {
			if old, ok := f.Max[name]; ok {
				v = min(v, old)
			}
			out.Max[name] = v
		}
	}
	return out
}

var binary string

// build builds the program once, as it is given to users.
func build(t *testing.T) {
	binary = filepath.Join(t.TempDir(), "sayso")
	cmd := exec.Command("go", "build", "-o", binary, "../cmd/sayso")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building sayso: %v\n%s", err, out)
	}
}

// sayso runs the program; its standard output goes to the file out. Pages that
// cannot be read are told in the log: the scorers count them.
func sayso(t *testing.T, dir, out string, args ...string) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	f, err := os.Create(filepath.Join(dir, out))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cmd.Stdout = f
	err = cmd.Run()
	if msg := stderr.String(); msg != "" {
		t.Logf("sayso %s: %s", args[0], msg)
	}
	if e, ok := err.(*exec.ExitError); err != nil && !(ok && e.ExitCode() == 1) {
		t.Fatalf("sayso %v: %v", args, err)
	}
}

// archive adds the folder pages of dir to an archive and exports its documents
// as documents.tsv and records.jsonl, and its links as links.jsonl.
func archive(t *testing.T, dir string) {
	t.Helper()
	sayso(t, dir, "log", "add", "pages")
	sayso(t, dir, "documents.tsv", "export", "--what", "documents", "--format", "tsv")
	sayso(t, dir, "records.jsonl", "export", "--what", "documents")
	sayso(t, dir, "links.jsonl", "export", "--what", "links")
}

// score runs one of the scorers of ../shared.
func score(t *testing.T, dir, scorer string, args ...string) figures {
	t.Helper()
	base, err := filepath.Abs(shared)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if len(a) > 1 && a[0] == '@' { // a path in ../shared
			args[i] = filepath.Join(base, a[1:])
		}
	}
	cmd := exec.Command("python3", append([]string{filepath.Join(base, "score", scorer)}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", scorer, err, stderr.String())
	}
	var v map[string]any
	if err := json.Unmarshal(out, &v); err != nil {
		t.Fatalf("%s printed %q: %v", scorer, out, err)
	}
	f := figures{}
	flatten(f, "", v)
	return f
}

func flatten(f figures, prefix string, v map[string]any) {
	for k, x := range v {
		switch x := x.(type) {
		case float64:
			f[prefix+k] = x
		case map[string]any:
			flatten(f, fmt.Sprintf("%s%s.", prefix, k), x)
		}
	}
}
