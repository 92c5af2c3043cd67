package quality

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// judged tells how many of the links between statements of fakes-dev that a
// reader has judged are right, all of them and by confidence, and how many of
// the pairs judged one are linked. Pairs are found by where they stand: of what
// is read otherwise now nothing is known.
func judged(t *testing.T, dir string) figures {
	type span struct{ Start, End int }
	type place struct {
		doc string
		span
	}
	at := map[string]place{}
	records(t, filepath.Join(dir, "records.jsonl"), func(d struct {
		Source     struct{ Path string }
		Statements []struct {
			ID      string
			Content []span
		}
	}) {
		for _, s := range d.Statements {
			at[s.ID] = place{strings.TrimSuffix(filepath.Base(d.Source.Path), ".txt"), span{s.Content[0].Start, s.Content[len(s.Content)-1].End}}
		}
	})
	linked := map[[2]place]float64{}
	records(t, filepath.Join(dir, "links.jsonl"), func(l struct {
		A, B       string
		Confidence float64
	}) {
		if a, ok := at[l.A]; ok {
			linked[[2]place{a, at[l.B]}], linked[[2]place{at[l.B], a}] = l.Confidence, l.Confidence
		}
	})
	read := map[place]bool{}
	for _, p := range at {
		read[p] = true
	}
	b, err := os.ReadFile("../reuse/testdata/judged.tsv")
	if err != nil {
		t.Fatal(err)
	}
	f, n := figures{}, map[string]float64{}
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var p, q place
		var one float64
		if _, err := fmt.Sscan(line, &p.doc, &p.Start, &p.End, &q.doc, &q.Start, &q.End, &one); err != nil {
			t.Fatal(err)
		}
		if !read[p] || !read[q] {
			continue
		}
		f["known"]++
		n["recall"] += one
		if c, ok := linked[[2]place{p, q}]; ok {
			f["recall"] += one
			for _, name := range []string{"precision", fmt.Sprintf("right.%.1f", float64(int(c*10))/10)} {
				f[name] += one
				n[name]++
			}
		}
	}
	for name, of := range n {
		f[name] /= max(1, of)
	}
	return f
}

// records decodes each line of a file that the program wrote.
func records[T any](t *testing.T, path string, fn func(T)) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(slices.Clone(s.Bytes()), &v); err != nil {
			t.Fatal(err)
		}
		fn(v)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
}
