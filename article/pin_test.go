package article_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sayso"
	"sayso/article"
	"sayso/article/internal/lead"
)

// shared is the folder of development data, or the test is skipped.
func shared(t testing.TB, parts ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{"..", "..", "shared"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("development data are not here: %v", err)
	}
	return path
}

func eachLine(t *testing.T, path string, f func([]byte)) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	sc := bufio.NewScanner(file)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		f(sc.Bytes())
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
}

func unzipped(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if b, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// leadTexts are the paragraphs of the texts that leads and credits were labelled
// in, by set and id.
func leadTexts(t *testing.T) map[string][]string {
	out := map[string][]string{}
	note := func(set, id string, paras []string) {
		for _, p := range paras {
			if p = strings.TrimSpace(p); p != "" {
				out[set+" "+id] = append(out[set+" "+id], p)
			}
		}
	}
	pages := shared(t, "data", "pages")
	eachLine(t, filepath.Join(pages, "fundus-tests", "gold.jsonl"), func(b []byte) {
		var g struct {
			ID    string
			Paras []string
		}
		if err := json.Unmarshal(b, &g); err != nil {
			t.Fatal(err)
		}
		for i := range g.Paras {
			g.Paras[i] = strings.Trim(g.Paras[i], "[]")
		}
		note("ft", g.ID, g.Paras)
	})
	eachLine(t, filepath.Join(pages, "scrapinghub", "gold.jsonl"), func(b []byte) {
		var g struct{ ID, Body string }
		if err := json.Unmarshal(b, &g); err != nil {
			t.Fatal(err)
		}
		note("sh", g.ID, strings.Split(g.Body, "\n"))
	})
	eachLine(t, shared(t, "data", "attribution", "polnear", "train.jsonl"), func(b []byte) {
		var g struct{ ID, Text string }
		if err := json.Unmarshal(b, &g); err != nil {
			t.Fatal(err)
		}
		var paras []string
		for _, p := range strings.Split(g.Text, "\n") {
			if p != "" {
				paras = append(paras, p)
			}
		}
		if len(paras) > 2 {
			paras = paras[1:] // the first is the headline
		}
		note("polnear", g.ID, paras)
	})
	eachLine(t, shared(t, "data", "copies", "fakes-dev", "docs.jsonl"), func(b []byte) {
		var g struct{ ID, Text string }
		if err := json.Unmarshal(b, &g); err != nil {
			t.Fatal(err)
		}
		note("fakes", g.ID, []string{g.Text})
	})
	return out
}

// TestLeads holds the figures for datelines on labelled leads of development
// texts. The labels are places, days and agencies; the held-out half was
// labelled after the rules were written, and measured P .986, R .920 before
// they were changed again.
func TestLeads(t *testing.T) {
	texts := leadTexts(t)
	type count struct{ right, got, want int }
	counts := map[string]*count{"develop": {}, "held out": {}}
	eachLine(t, filepath.Join("testdata", "leads.jsonl"), func(b []byte) {
		var l struct {
			Set, ID, Half string
			Dateline      *struct{ Place, Date, Agency string }
		}
		if err := json.Unmarshal(b, &l); err != nil {
			t.Fatal(err)
		}
		paras := texts[l.Set+" "+l.ID]
		if len(paras) == 0 {
			t.Fatalf("no text for lead %s %s", l.Set, l.ID)
		}
		par := paras[0]
		c := counts[l.Half]
		d, read := lead.Read(par)
		if read {
			c.got++
		}
		if l.Dateline != nil {
			c.want++
			if read && d.Place == l.Dateline.Place && d.Agency == l.Dateline.Agency {
				c.right++
			}
		}
	})
	for half, c := range counts {
		p, r := float64(c.right)/float64(c.got), float64(c.right)/float64(c.want)
		t.Logf("%s: P %.3f, R %.3f (%d right of %d read, %d there)", half, p, r, c.right, c.got, c.want)
		if p < .97 || r < .92 {
			t.Errorf("%s: P %.3f, R %.3f; want at least .97 and .92", half, p, r)
		}
	}
}

// TestCreditLabels holds the figures for credits in paragraphs that open or
// close development texts and hold a word or a bracket as credits do: of some
// a credit is labelled, of most none. Agencies in datelines are TestLeads's. On
// the held-out half the rules had 6 right of 7 read, 7 there, before they were
// changed for what the other half showed.
func TestCreditLabels(t *testing.T) {
	texts := leadTexts(t)
	type count struct{ right, got, want int }
	counts := map[string]*count{"develop": {}, "held out": {}}
	eachLine(t, filepath.Join("testdata", "credits.jsonl"), func(b []byte) {
		var l struct {
			Set, ID, Half string
			Para          int
			Credits       []string
		}
		if err := json.Unmarshal(b, &l); err != nil {
			t.Fatal(err)
		}
		paras := texts[l.Set+" "+l.ID]
		if l.Para >= len(paras) {
			t.Fatalf("no text for credit %s %s", l.Set, l.ID)
		}
		c := counts[l.Half]
		c.want += len(l.Credits)
		missed := slices.Clone(l.Credits)
		for _, got := range lead.Credits(paras[l.Para], l.Para < 2, l.Para == len(paras)-1) {
			c.got++
			if slices.Contains(l.Credits, got.Name) {
				c.right++
				missed = slices.DeleteFunc(missed, func(s string) bool { return s == got.Name })
			} else {
				t.Logf("%s: %q of %s %s is no credit", l.Half, got.Name, l.Set, l.ID)
			}
		}
		if len(missed) > 0 {
			t.Logf("%s: %q of %s %s is not read", l.Half, missed, l.Set, l.ID)
		}
	})
	for half, c := range counts {
		t.Logf("%s: %d right of %d read, %d there", half, c.right, c.got, c.want)
		if c.right < c.got || c.right < c.want-2 {
			t.Errorf("%s: %d right of %d read, %d there; want none wrong and two missing at most", half, c.right, c.got, c.want)
		}
	}
}

// TestPageCredits holds the figures for the credits of whole pages: every
// development page that has a line which speaks of agencies or sources, or that
// a credit was read on, was labelled with the names it credits, of some none.
// Names parted by a bar are one house's. The held-out half, drawn by hash, was
// labelled after the rules were written; they had 21 right of 28 read, 33 there,
// on it before they were changed for what it showed.
func TestPageCredits(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 116 pages")
	}
	type count struct{ right, got, want int }
	counts := map[string]*count{"develop": {}, "held out": {}}
	same := func(a, b string) bool {
		return strings.EqualFold(strings.TrimPrefix(strings.ToLower(a), "the "), strings.TrimPrefix(strings.ToLower(b), "the "))
	}
	eachLine(t, filepath.Join("testdata", "page_credits.jsonl"), func(b []byte) {
		var l struct {
			Set, ID, Half string
			Credits       []string
		}
		if err := json.Unmarshal(b, &l); err != nil {
			t.Fatal(err)
		}
		set := map[string]string{"ft-html": "fundus-tests", "sh-html": "scrapinghub"}[l.Set]
		path := shared(t, "data", "pages", set, "html", l.ID)
		d, err := article.Read(&sayso.Page{Source: sayso.Source{Path: l.ID, MediaType: "text/html"}, Bytes: unzipped(t, path)})
		if err != nil {
			t.Fatal(err)
		}
		c := counts[l.Half]
		c.want += len(l.Credits)
		found := make([]bool, len(l.Credits))
		for _, got := range d.Credits {
			at := slices.IndexFunc(l.Credits, func(names string) bool {
				return slices.ContainsFunc(strings.Split(names, "|"), func(n string) bool { return same(n, got.Name) })
			})
			switch {
			case at < 0:
				c.got++
				t.Logf("%s: %q (%s) of %s is no credit", l.Half, got.Name, got.How, l.ID)
			case !found[at]:
				found[at] = true
				c.got++
				c.right++
			}
		}
		for i, ok := range found {
			if !ok {
				t.Logf("%s: %q of %s is not read", l.Half, l.Credits[i], l.ID)
			}
		}
	})
	for half, c := range counts {
		p, r := float64(c.right)/float64(c.got), float64(c.right)/float64(c.want)
		t.Logf("%s: P %.3f, R %.3f (%d right of %d read, %d there)", half, p, r, c.right, c.got, c.want)
		if p < .95 || r < .85 {
			t.Errorf("%s: P %.3f, R %.3f; want at least .95 and .85", half, p, r)
		}
	}
}

// TestSeedFields holds the page fields of the five seed documents.
func TestSeedFields(t *testing.T) {
	var gold struct {
		Docs []struct {
			File                             string
			Title, Outlet, Byline, Published *string
			Credits                          []string
			Boilerplate, Commentary          []struct{ Start, End sayso.Offset }
		}
	}
	b, err := os.ReadFile(shared(t, "gold", "seeds.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &gold); err != nil {
		t.Fatal(err)
	}
	right, invented, told := 0, 0, 0
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' {
				return r
			}
			return -1
		}, strings.ToLower(s))
	}
	for _, g := range gold.Docs {
		text, err := os.ReadFile(shared(t, "seeds", g.File))
		if err != nil {
			t.Fatal(err)
		}
		d, err := article.Read(&sayso.Page{Source: sayso.Source{Path: g.File, MediaType: "text/plain"}, Bytes: text})
		if err != nil {
			t.Fatal(err)
		}
		check(t, d)
		if d.Text != string(text) {
			t.Errorf("%s: the text is not the file's", g.File)
		}
		field := func(want *string, got string) {
			switch {
			case want == nil && got == "", want != nil && letters(*want) == letters(got) && got != "":
				right++
			case want == nil:
				invented++
			}
		}
		field(g.Title, string(d.Title))
		field(g.Outlet, string(d.Outlet))
		field(g.Byline, string(d.Byline))
		if published := ""; g.Published == nil && d.Published == nil {
			right++
		} else if d.Published != nil {
			published = d.Published.Date
			if g.Published != nil && *g.Published == published {
				right++
			} else if g.Published == nil {
				invented++
			}
		}
		names := map[string]bool{}
		for _, c := range d.Credits {
			names[letters(c.Name)] = true
		}
		all := true
		for _, c := range g.Credits {
			all = all && names[letters(c)]
		}
		if all {
			right++
		}
		for _, part := range append(g.Boilerplate, g.Commentary...) {
			for _, blk := range d.Blocks {
				if blk.Told() && blk.Start < part.End && part.Start < blk.End {
					told++
				}
			}
		}
	}
	if right < 24 || invented > 0 || told > 0 {
		t.Errorf("%d of 25 fields right, %d invented, %d parts of furniture taken for the report; want at least 24, 0 and 0", right, invented, told)
	}
}

// TestPages holds the figures of the shipped models on the pages they were
// trained on. docs/models/blocks.md has those for pages never seen; what is
// pinned here is that reading keeps working as it did when they were trained.
func TestPages(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 439 pages")
	}
	for set, floor := range map[string]struct{ f1, title, date float64 }{"scrapinghub": {.975, 0, 0}, "fundus-tests": {.975, .93, .985}} {
		dir := shared(t, "data", "pages", set)
		var p, r, n, titles, titled, dates, dated float64
		eachLine(t, filepath.Join(dir, "gold.jsonl"), func(b []byte) {
			var g struct {
				File, Title, Date string
				Body              *string
				Paras             []string
			}
			if err := json.Unmarshal(b, &g); err != nil {
				t.Fatal(err)
			}
			d, err := article.Read(&sayso.Page{Source: sayso.Source{Path: g.File, MediaType: "text/html"}, Bytes: unzipped(t, filepath.Join(dir, g.File))})
			if err != nil {
				t.Fatal(err)
			}
			check(t, d)
			want := ""
			if g.Body != nil {
				want = *g.Body
			} else {
				want = strings.Join(g.Paras, "\n")
			}
			var got strings.Builder
			ruler := sayso.NewRuler(d.Text)
			for _, blk := range d.Blocks {
				switch blk.Kind {
				case sayso.BlockBody, sayso.BlockHeading, sayso.BlockStandfirst:
					got.WriteString(ruler.Slice(blk.Start, blk.End) + "\n")
				}
			}
			hit, all, there := overlap(want, got.String())
			if all > 0 {
				p += hit / all
			}
			if there > 0 {
				r += hit / there
			}
			n++
			if g.Title != "" {
				titled++
				if strings.EqualFold(plain(string(d.Title)), plain(g.Title)) {
					titles++
				}
			}
			if len(g.Date) >= 10 {
				dated++
				if d.Published != nil && d.Published.Date == g.Date[:10] {
					dates++
				}
			}
		})
		p, r = p/n, r/n
		f1 := 2 * p * r / (p + r)
		t.Logf("%s: P %.3f R %.3f F1 %.3f, title %.3f, date %.3f", set, p, r, f1, titles/max(titled, 1), dates/max(dated, 1))
		if f1 < floor.f1 || titled > 0 && (titles/titled < floor.title || dates/dated < floor.date) {
			t.Errorf("%s: F1 %.3f, title %.3f, date %.3f; want at least %+v", set, f1, titles/max(titled, 1), dates/max(dated, 1), floor)
		}
	}
}

// TestFlatTitles holds how often the title of a flattened page is found, among
// the pages that print it on a line of its own. docs/models/blocks.md has the
// figure for outlets never seen.
func TestFlatTitles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 258 pages")
	}
	titles := map[string]string{}
	eachLine(t, shared(t, "data", "pages", "fundus-tests", "gold.jsonl"), func(b []byte) {
		var g struct{ ID, Title string }
		if err := json.Unmarshal(b, &g); err != nil {
			t.Fatal(err)
		}
		titles[g.ID] = strings.ToLower(plain(g.Title))
	})
	dump := bytes.NewReader(unzipped(t, shared(t, "data", "pages", "flat", "ft.fullpage.jsonl.gz")))
	sc := bufio.NewScanner(dump)
	sc.Buffer(nil, 64<<20)
	right, of := 0, 0
	for sc.Scan() {
		var e struct {
			ID    string
			Lines [][2]any
		}
		if err := json.Unmarshal(sc.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		printed := false
		for _, l := range e.Lines {
			s, _ := l[0].(string)
			text.WriteString(s + "\n")
			printed = printed || titles[e.ID] != "" && strings.ToLower(plain(s)) == titles[e.ID]
		}
		if !printed {
			continue
		}
		of++
		d := read(t, "text/plain", text.String())
		if strings.ToLower(plain(string(d.Title))) == titles[e.ID] {
			right++
		}
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d titles", right, of)
	if right < 185 {
		t.Errorf("%d of %d titles of flattened pages found, want at least 185", right, of)
	}
}

func plain(s string) string {
	s = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

// overlap counts the runs of four words that two texts share, and their own.
func overlap(want, got string) (hit, all, there float64) {
	runs := func(s string) map[string]int {
		f := strings.FieldsFunc(s, func(r rune) bool { return !wordRune(r) })
		m := map[string]int{}
		for i := 0; i < len(f) && (i == 0 || i+4 <= len(f)); i++ {
			m[strings.Join(f[i:min(i+4, len(f))], " ")]++
		}
		return m
	}
	w, g := runs(want), runs(got)
	for k, n := range g {
		all += float64(n)
		hit += float64(min(n, w[k]))
	}
	for _, n := range w {
		there += float64(n)
	}
	return hit, all, there
}

func wordRune(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7f && !strings.ContainsRune("“”‘’„«»–—…·•、。「」\u00a0\u3000", r)
}

func BenchmarkRead(b *testing.B) {
	dir := shared(b, "data", "pages", "scrapinghub", "html")
	files, err := filepath.Glob(filepath.Join(dir, "*.gz"))
	if err != nil {
		b.Fatal(err)
	}
	var pages []*sayso.Page
	size := 0
	for _, f := range files {
		p := &sayso.Page{Source: sayso.Source{Path: f, MediaType: "text/html"}, Bytes: unzipped(b, f)}
		size += len(p.Bytes)
		pages = append(pages, p)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range pages {
			if _, err := article.Read(p); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(pages)*b.N)/b.Elapsed().Seconds(), "pages/s")
}
