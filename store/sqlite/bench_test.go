package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sayso"
)

// story makes up a page of some 400 words with ten statements.
func story(i int) sayso.Entry {
	r := rand.New(rand.NewPCG(7, uint64(i)))
	word := func() string {
		// Few words are common, as in any language.
		n := int(r.ExpFloat64() * r.ExpFloat64() * 300)
		return fmt.Sprintf("w%d", n)
	}
	var text strings.Builder
	d := &sayso.Document{Title: sayso.Maybe("Report " + fmt.Sprint(i)), Outlet: sayso.Maybe(fmt.Sprint("Outlet ", i%40)), Language: "en"}
	for range 10 {
		text.WriteString("\n\nThe minister ")
		start := text.Len()
		for range 20 {
			text.WriteString(word() + " ")
		}
		end := text.Len()
		for range 20 {
			text.WriteString(word() + " ")
		}
		name := fmt.Sprint("Speaker ", r.IntN(2000))
		at := text.Len()
		text.WriteString(name)
		sp := sayso.Span{Start: sayso.Offset(start), End: sayso.Offset(end), Text: text.String()[start:end]}
		who := sayso.Span{Start: sayso.Offset(at), End: sayso.Offset(text.Len()), Text: name}
		d.Statements = append(d.Statements, sayso.Statement{Mode: sayso.Direct, Content: []sayso.Span{sp}, Source: []sayso.Span{who}, Cue: []sayso.Span{who},
			Speaker: &sayso.Actor{Name: name, Kind: sayso.Person, Spans: []sayso.Span{who}}, Polarity: sayso.Asserted})
	}
	d.Text = text.String()
	b := []byte(d.Text)
	d.Source = sayso.Source{Path: fmt.Sprintf("pile/%02d/%06d.txt", i%100, i), SHA256: sayso.Sum(b), MediaType: "text/plain"}
	d.ID = sayso.NewDocumentID(&d.Source)
	for i := range d.Statements {
		d.Statements[i].ID = sayso.NewStatementID(d.ID, &d.Statements[i])
	}
	return sayso.Entry{Page: &sayso.Page{Source: d.Source, Bytes: b}, Document: d}
}

func filled(b *testing.B, n int) *Store {
	s, err := Open(context.Background(), filepath.Join(b.TempDir(), "a.db"), Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	addStories(b, s, 0, n)
	return s
}

func addStories(b *testing.B, s *Store, from, to int) {
	var batch []sayso.Entry
	for i := from; i < to; i++ {
		batch = append(batch, story(i))
		if len(batch) == 64 || i == to-1 {
			if err := s.Add(context.Background(), batch); err != nil {
				b.Fatal(err)
			}
			batch = batch[:0]
		}
	}
}

// BenchmarkAdd adds batches of 64 pages to archives of two sizes: the time for
// a batch must not depend on the size.
func BenchmarkAdd(b *testing.B) {
	for _, size := range []int{0, 10_000} {
		b.Run(fmt.Sprint("to ", size), func(b *testing.B) {
			s := filled(b, size)
			next := size
			b.ResetTimer()
			for range b.N {
				b.StopTimer()
				var batch []sayso.Entry
				for range 64 {
					batch = append(batch, story(next))
					next++
				}
				b.StartTimer()
				if err := s.Add(context.Background(), batch); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*64)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

func BenchmarkKnown(b *testing.B) {
	s := filled(b, 5000)
	var ids []sayso.DocumentID
	for i := range 64 {
		ids = append(ids, story(i*100).Document.ID)
	}
	for b.Loop() {
		if _, err := s.Known(context.Background(), ids); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	const n = 5000
	for range b.N {
		b.StopTimer()
		s := filled(b, n)
		b.StartTimer()
		if err := s.Index(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkDocuments(b *testing.B) {
	const n = 2000
	s := filled(b, n)
	for b.Loop() {
		for _, err := range s.Documents(context.Background()) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkSearch(b *testing.B) {
	s := filled(b, 10_000)
	if err := s.Index(context.Background()); err != nil {
		b.Fatal(err)
	}
	queries := map[string]sayso.Query{
		"common word":    {What: sayso.Statements, Words: "w1"},
		"common words":   {What: sayso.Pages, Words: "w1 w2 the minister"},
		"rare word":      {What: sayso.Statements, Words: "w1500"},
		"speaker":        {What: sayso.Statements, Speaker: "speaker 77"},
		"common, outlet": {What: sayso.Statements, Words: "w1", Outlet: "Outlet 7"},
		"everything":     {What: sayso.Statements},
		"far down":       {What: sayso.Statements, Offset: 90_000},
	}
	run := func(b *testing.B) {
		for _, name := range sortedKeys(queries) {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					if _, _, err := s.Search(context.Background(), queries[name]); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
	b.Run("one run", run)
	addStories(b, s, 10_000, 10_200)
	if err := s.Index(context.Background()); err != nil {
		b.Fatal(err)
	}
	b.Run("two runs", run)
}

func sortedKeys(m map[string]sayso.Query) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// BenchmarkSetLinks sets and reads ten links a page.
func BenchmarkSetLinks(b *testing.B) {
	const n = 2000
	s := filled(b, n)
	var docs []*sayso.Document
	for d, err := range s.Documents(context.Background()) {
		if err != nil {
			b.Fatal(err)
		}
		docs = append(docs, d)
	}
	b.ResetTimer()
	count := 0
	for range b.N {
		err := s.SetLinks(context.Background(), func(yield func(sayso.Link, error) bool) {
			for i := range docs {
				for j := range 10 {
					o := docs[(i*31+j*977)%n]
					l := sayso.Link{Kind: sayso.LinkSame, Between: sayso.BetweenStatements, A: string(docs[i].Statements[j].ID),
						B: string(o.Statements[j].ID), Changes: []sayso.Change{{A: &docs[i].Statements[j].Content[0], B: &o.Statements[j].Content[0]}}}
					if !yield(l, nil) {
						return
					}
				}
			}
		})
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range s.Links(context.Background()) {
			if err != nil {
				b.Fatal(err)
			}
			count++
		}
	}
	b.ReportMetric(float64(count)/b.Elapsed().Seconds(), "links/s")
}
