package reuse

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sayso"
)

// sharedFile opens a file of the development data, or skips the test.
func sharedFile(t testing.TB, path string) io.Reader {
	t.Helper()
	path = filepath.Join("..", "..", "shared", path)
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("no development data: %v", err)
	}
	t.Cleanup(func() { f.Close() })
	if !strings.HasSuffix(path, ".gz") {
		return f
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func eachLine[T any](t testing.TB, r io.Reader) iter.Seq[T] {
	return func(yield func(T) bool) {
		s := bufio.NewScanner(r)
		s.Buffer(nil, 64<<20)
		for s.Scan() {
			var v T
			if err := json.Unmarshal(s.Bytes(), &v); err != nil {
				t.Fatal(err)
			}
			if !yield(v) {
				return
			}
		}
		if err := s.Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// A memoryPile is a Pile in memory.
type memoryPile struct {
	docs []*sayso.Document
	at   map[sayso.DocumentID]*sayso.Document
}

func newPile(docs []*sayso.Document) *memoryPile {
	h := &memoryPile{docs: slices.Clone(docs), at: map[sayso.DocumentID]*sayso.Document{}}
	slices.SortFunc(h.docs, func(a, b *sayso.Document) int { return strings.Compare(a.Source.Path, b.Source.Path) })
	for _, d := range h.docs {
		h.at[d.ID] = d
	}
	return h
}

func (h *memoryPile) Documents(context.Context) iter.Seq2[*sayso.Document, error] {
	return func(yield func(*sayso.Document, error) bool) {
		for _, d := range h.docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func (h *memoryPile) Document(_ context.Context, id sayso.DocumentID) (*sayso.Document, error) {
	if d := h.at[id]; d != nil {
		return d, nil
	}
	return nil, sayso.Errorf(sayso.NotFound, string(id), "no such document")
}

// page is a document whose whole text is body.
func page(name, text string) *sayso.Document {
	return &sayso.Document{
		ID: sayso.DocumentID("d-" + name), Source: sayso.Source{Path: name + ".txt"}, Text: text,
		Blocks: []sayso.Block{{Kind: sayso.BlockBody, Start: 0, End: sayso.NewRuler(text).Len()}},
	}
}

func linksOf(t testing.TB, h *memoryPile, opt Options) (ls []sayso.Link) {
	t.Helper()
	for l, err := range Links(context.Background(), h, opt) {
		if err != nil {
			t.Fatal(err)
		}
		ls = append(ls, l)
	}
	return ls
}

// save writes links and a table of documents where SAYSO_OUT names a folder,
// for the scorers.
func save(t testing.TB, name string, h *memoryPile, ls []sayso.Link) {
	dir := os.Getenv("SAYSO_OUT")
	if dir == "" {
		return
	}
	w, err := os.Create(filepath.Join(dir, name+".links.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	b := bufio.NewWriter(w)
	defer b.Flush()
	for i := range ls {
		if err := sayso.WriteRecord(b, &ls[i]); err != nil {
			t.Fatal(err)
		}
	}
	var tsv strings.Builder
	for _, d := range h.docs {
		tsv.WriteString(string(d.ID) + "\t" + d.Source.Path + "\n")
	}
	if err := os.WriteFile(filepath.Join(dir, name+".docs.tsv"), []byte(tsv.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

type articleRow struct{ ID, Outlet, Date, Title, Text, Credit, Story string }

func articles(t testing.TB, path string) (rows []articleRow) {
	for r := range eachLine[articleRow](t, sharedFile(t, path)) {
		rows = append(rows, r)
	}
	return rows
}

// TestFakes pins the figure that `copies.py pairs` gives on fakes-dev.
func TestFakes(t *testing.T) {
	var docs []*sayso.Document
	for _, r := range articles(t, "data/copies/fakes-dev/docs.jsonl") {
		docs = append(docs, page(r.ID, r.Text))
	}
	h := newPile(docs)
	ls := linksOf(t, h, Options{})
	save(t, "fakes", h, ls)
	linked := map[[2]string]bool{}
	for _, l := range ls {
		if l.Between == sayso.BetweenDocuments {
			linked[[2]string{l.A, l.B}], linked[[2]string{l.B, l.A}] = true, true
		}
	}
	type pair struct{ A, B, Label string }
	var tp, fp, fn int
	for p := range eachLine[pair](t, sharedFile(t, "data/copies/fakes-dev/pairs.jsonl")) {
		got := linked[[2]string{"d-" + p.A, "d-" + p.B}]
		want := p.Label == "copy" || p.Label == "partial"
		switch {
		case got && want:
			tp++
		case got:
			fp++
			t.Logf("false: %s %s %s", p.Label, p.A, p.B)
		case want:
			fn++
			t.Logf("missed: %s %s %s", p.Label, p.A, p.B)
		}
	}
	f1 := 2 * float64(tp) / float64(2*tp+fp+fn)
	t.Logf("%d links, F1 %.3f", len(ls), f1)
	if f1 < 0.95 {
		t.Errorf("F1 %.3f, was .98", f1)
	}
}
