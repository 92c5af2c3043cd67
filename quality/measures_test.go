package quality

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func seeds(t *testing.T, dir string) figures {
	if err := os.Symlink(absolute(t, shared+"/seeds"), filepath.Join(dir, "pages")); err != nil {
		t.Fatal(err)
	}
	archive(t, dir)
	return score(t, dir, "seeds.py", "@gold/seeds.json", "records.jsonl", "links.jsonl")
}

func polnear(t *testing.T, dir string) figures {
	w := newWriter(t, dir)
	lines(t, "attribution/polnear/dev.jsonl", func(a struct{ ID, Text string }) { w.page(a.ID, a.Text) })
	sayso(t, dir, "records.jsonl", "read", "pages")
	return score(t, dir, "attribution.py", "@data/attribution/polnear/dev.jsonl", "records.jsonl")
}

func pages(corpus string) func(*testing.T, string) figures {
	return func(t *testing.T, dir string) figures {
		sayso(t, dir, "records.jsonl", "read", absolute(t, shared+"/data/pages/"+corpus+"/html"))
		return score(t, dir, "pages.py", "@data/pages/"+corpus+"/gold.jsonl", "records.jsonl")
	}
}

func flat(name string) func(*testing.T, string) figures {
	return func(t *testing.T, dir string) figures {
		w := newWriter(t, dir)
		lines(t, "pages/flat/"+name+".jsonl.gz", func(e struct {
			ID    string
			Lines [][2]any
		}) {
			var text []string
			for _, l := range e.Lines {
				text = append(text, l[0].(string))
			}
			w.page(strings.ReplaceAll(e.ID, "/", "_"), strings.Join(text, "\n"))
		})
		sayso(t, dir, "records.jsonl", "read", "pages")
		return score(t, dir, "pages.py", "--flat", "@data/pages/flat/"+name+".jsonl.gz", "records.jsonl")
	}
}

func fakes(t *testing.T, dir string) figures {
	w := newWriter(t, dir)
	lines(t, "copies/fakes-dev/docs.jsonl", func(d struct{ ID, Text string }) { w.page(d.ID, d.Text) })
	archive(t, dir)
	f := score(t, dir, "copies.py", "pairs", "@data/copies/fakes-dev/pairs.jsonl", "links.jsonl", "documents.tsv")
	for name, x := range judged(t, dir) {
		f["statements."+name] = x
	}
	return f
}

// trees gives each version the form of a scraped page: title, date, text.
func trees(t *testing.T, dir string) figures {
	w := newWriter(t, dir)
	lines(t, "copies/synthetic_copies/docs.jsonl.gz", func(d struct{ ID, Title, Outlet, Date, Text string }) {
		w.page(d.ID, d.Title+"\n\n"+d.Outlet+"\n"+d.Date+"\n\n"+d.Text)
	})
	archive(t, dir)
	return score(t, dir, "copies.py", "trees", "@data/copies/synthetic_copies/edges.jsonl",
		"@data/copies/synthetic_copies/edits.jsonl", "links.jsonl", "documents.tsv")
}

func same(t *testing.T, dir string) figures {
	w := newWriter(t, dir)
	seg, err := os.Create(filepath.Join(dir, "segments.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer seg.Close()
	lines(t, "copies/wmt21_ru-en/segments.jsonl.gz", func(s struct {
		Doc  string      `json:"doc"`
		Seg  json.Number `json:"seg"`
		RefA string      `json:"ref_A"`
		RefB string      `json:"ref_B"`
	}) {
		if err := json.NewEncoder(seg).Encode(s); err != nil {
			t.Fatal(err)
		}
		for v, text := range map[string]string{"A": s.RefA, "B": s.RefB} {
			if text != "" {
				w.page(s.Doc+"_"+s.Seg.String()+"_"+v, `"`+text+`" said the speaker.`+"\n")
			}
		}
	})
	archive(t, dir)
	return score(t, dir, "copies.py", "same", "segments.jsonl", "records.jsonl", "links.jsonl")
}

// A writer writes pages as text files, one folder.
type writer struct {
	t   *testing.T
	dir string
}

func newWriter(t *testing.T, dir string) writer {
	dir = filepath.Join(dir, "pages")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return writer{t, dir}
}

func (w writer) page(id, text string) {
	if err := os.WriteFile(filepath.Join(w.dir, id+".txt"), []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// lines decodes each line of a file of ../shared/data.
func lines[T any](t *testing.T, name string, fn func(T)) {
	f, err := os.Open(filepath.Join(shared, "data", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = bufio.NewReader(f)
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(r); err != nil {
			t.Fatal(err)
		}
	}
	for dec := json.NewDecoder(r); dec.More(); {
		var v T
		if err := dec.Decode(&v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		fn(v)
	}
}

func absolute(t *testing.T, p string) string {
	a, err := filepath.Abs(p)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
