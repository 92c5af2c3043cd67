package spill_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"

	"sayso"
	"sayso/reuse"
	"sayso/spill"
)

type pile []*sayso.Document

func (p pile) Documents(context.Context) iter.Seq2[*sayso.Document, error] {
	return func(yield func(*sayso.Document, error) bool) {
		for _, d := range p {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func (p pile) Document(_ context.Context, id sayso.DocumentID) (*sayso.Document, error) {
	for _, d := range p {
		if d.ID == id {
			return d, nil
		}
	}
	return nil, sayso.Errorf(sayso.NotFound, string(id), "no such document")
}

// invented is n words that recur nowhere else.
func invented(seed, n int) string {
	r := rand.New(rand.NewPCG(uint64(seed), 1))
	var b strings.Builder
	for range n {
		for range 2 + r.IntN(3) {
			b.WriteByte("bcdfglmnprstvz"[r.IntN(14)])
			b.WriteByte("aeiou"[r.IntN(5)])
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// TestSpilledLinksAreTheSame makes the links of a pile in memory and with every
// block on disk.
func TestSpilledLinksAreTheSame(t *testing.T) {
	var docs pile
	for i := range 40 {
		said := invented(i/3, 15)
		d := &sayso.Document{ID: sayso.DocumentID(fmt.Sprintf("d%02d", i)), Text: said + invented(i/4+200, 90)}
		r := sayso.NewRuler(d.Text)
		d.Blocks = []sayso.Block{{Kind: sayso.BlockBody, End: r.Len()}}
		st := sayso.Statement{Content: []sayso.Span{r.Span(0, len(said))}}
		st.ID = sayso.NewStatementID(d.ID, &st)
		d.Statements = []sayso.Statement{st}
		docs = append(docs, d)
	}
	record := func(opt reuse.Options) []byte {
		var b bytes.Buffer
		for l, err := range reuse.Links(t.Context(), docs, opt) {
			if err == nil {
				err = sayso.WriteRecord(&b, &l)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return b.Bytes()
	}
	want := record(reuse.Options{})
	got := record(reuse.Options{Shuffle: spill.New(t.TempDir(), 0).Shuffle, Cache: 1, Workers: 3})
	if len(want) == 0 || !bytes.Equal(want, got) {
		t.Errorf("%d bytes of links in memory, %d spilled, or they differ", len(want), len(got))
	}
	for _, err := range reuse.Links(t.Context(), docs, reuse.Options{Shuffle: spill.New("/nonexistent/folder", 0).Shuffle}) {
		if sayso.KindOf(err) != sayso.Full {
			t.Errorf("no room: %v", err)
		}
	}
}
