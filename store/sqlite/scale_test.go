package sqlite

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"sayso"
)

// BenchmarkScale asks an archive of 100,000 pages and 1,000,000 statements all
// that the views ask, and tells the 95th percentile of each. The archive is made
// in the folder named by SAYSO_SCALE, some minutes' work, and kept there for the
// next time. SAYSO_SCALE_PAGES asks for another number of pages.
func BenchmarkScale(b *testing.B) {
	folder := os.Getenv("SAYSO_SCALE")
	if folder == "" {
		b.Skip("SAYSO_SCALE names no folder for a large archive")
	}
	pages := 100_000
	if n, err := strconv.Atoi(os.Getenv("SAYSO_SCALE_PAGES")); err == nil {
		pages = n
	}
	ctx := context.Background()
	path := filepath.Join(folder, fmt.Sprintf("made-%d-%d.db", schema, pages))
	if _, err := os.Stat(path); err != nil {
		makeArchive(b, path, pages)
	}
	s, err := Open(ctx, path, Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	start := time.Now()
	if _, err := s.Outlets(ctx); err != nil {
		b.Fatal(err)
	}
	fmt.Fprintf(os.Stderr, "columns read in %v\n", time.Since(start).Round(time.Millisecond))

	m := newMaker(1)
	r := rand.New(rand.NewPCG(3, 3))
	common := func() string { return m.lexicon[r.IntN(12)] }
	word := func() string { return m.lexicon[m.word.Uint64()] }
	speaker := func() *sayso.Actor { return &m.speakers[m.speaker.Uint64()] }
	var ids []sayso.DocumentID
	var stories []sayso.DocumentID
	for _, n := range r.Perm(pages)[:200] {
		var id string
		if err := s.read.QueryRow(`SELECT id FROM document WHERE seq = ?`, n+1).Scan(&id); err != nil {
			b.Fatal(err)
		}
		ids = append(ids, sayso.DocumentID(id))
		if h, _ := s.Heads(ctx, ids[len(ids)-1:]); h[ids[len(ids)-1]].Story != "" {
			stories = append(stories, ids[len(ids)-1])
		}
	}
	search := func(q func() sayso.Query) func() error {
		return func() error {
			_, _, err := s.Search(ctx, q())
			return err
		}
	}
	count := func(q func() sayso.Query) func() error {
		return func() error {
			_, err := s.Facets(ctx, q())
			return err
		}
	}
	st, pg := sayso.Statements, sayso.Pages
	sorts := []sayso.Sort{sayso.ByPlace, sayso.Newest, sayso.Oldest}
	sorted := func() sayso.Sort { return sorts[r.IntN(3)] }
	year := func() string { return strconv.Itoa(2019 + r.IntN(12)) }
	for _, c := range []struct {
		name string
		ask  func() error
	}{
		{"everything", search(func() sayso.Query { return sayso.Query{What: st, Sort: sorted()} })},
		{"far down", search(func() sayso.Query { return sayso.Query{What: st, Sort: sorted(), Offset: 9 * pages} })},
		{"common word", search(func() sayso.Query { return sayso.Query{What: st, Words: common(), Sort: sorted()} })},
		{"common words", search(func() sayso.Query { return sayso.Query{What: st, Words: common() + " " + common(), Sort: sorted()} })},
		{"any word", search(func() sayso.Query { return sayso.Query{What: st, Words: word(), Sort: sorted()} })},
		{"common word, speaker", search(func() sayso.Query {
			return sayso.Query{What: st, Words: common(), Speaker: speaker().Name, Sort: sorted()}
		})},
		{"common word, actor", search(func() sayso.Query {
			return sayso.Query{What: st, Words: common(), Actor: speaker().Actor, Sort: sorted()}
		})},
		{"common word, outlet, year", search(func() sayso.Query {
			y := year()
			return sayso.Query{What: st, Words: common(), Outlet: fmt.Sprint("Outlet ", r.IntN(300)), From: y, To: y, Sort: sorted()}
		})},
		{"any word, language, mode", search(func() sayso.Query {
			return sayso.Query{What: st, Words: word(), Language: "tr", Mode: sayso.Mixed, Sort: sorted()}
		})},
		{"addressee", search(func() sayso.Query { return sayso.Query{What: st, Addressee: speaker().Name, Sort: sorted()} })},
		{"common word, conflicts", search(func() sayso.Query {
			return sayso.Query{What: st, Words: common(), Only: sayso.OnlyConflict, Sort: sorted()}
		})},
		{"common word, denied, one month", search(func() sayso.Query {
			y := year() + "-03"
			return sayso.Query{What: st, Words: common(), Only: sayso.OnlyDenied, From: y, To: y, Sort: sorted()}
		})},
		{"pages, common word", search(func() sayso.Query { return sayso.Query{What: pg, Words: common(), Sort: sorted()} })},
		{"pages, common words, language", search(func() sayso.Query {
			return sayso.Query{What: pg, Words: common() + " " + word(), Language: "ru", Sort: sorted()}
		})},
		{"as typed, 1 letter", search(func() sayso.Query { return sayso.Query{What: st, Words: word()[:1], Prefix: true, Sort: sorted()} })},
		{"as typed, 3 letters", search(func() sayso.Query {
			return sayso.Query{What: st, Words: word()[:2] + "r", Prefix: true, Sort: sorted()}
		})},
		{"as typed, second word", search(func() sayso.Query {
			w := word()
			return sayso.Query{What: st, Words: common() + " " + w[:(len(w)+1)/2], Prefix: true, Sort: sorted()}
		})},
		{"as typed, pages", search(func() sayso.Query {
			w := word()
			return sayso.Query{What: pg, Words: w[:(len(w)+1)/2], Prefix: true, Sort: sorted()}
		})},
		{"facets of everything", count(func() sayso.Query { return sayso.Query{What: st} })},
		{"facets of an actor", count(func() sayso.Query { return sayso.Query{What: st, Actor: speaker().Actor} })},
		{"facets of a common word", count(func() sayso.Query { return sayso.Query{What: st, Words: common()} })},
		{"facets of a word, language", count(func() sayso.Query { return sayso.Query{What: st, Words: word(), Language: "ar"} })},
		{"facets as typed", count(func() sayso.Query { return sayso.Query{What: st, Words: word()[:2], Prefix: true} })},
		{"facets of pages, common word", count(func() sayso.Query { return sayso.Query{What: pg, Words: common()} })},
		{"actors", func() error { _, err := s.Actors(ctx, "", 50); return err }},
		{"actors by name", func() error { _, err := s.Actors(ctx, speaker().Name[:3], 20); return err }},
		{"actor", func() error { _, err := s.Actor(ctx, m.speakers[0].Actor); return err }},
		{"outlets", func() error { _, err := s.Outlets(ctx); return err }},
		{"heads of 200", func() error { _, err := s.Heads(ctx, ids); return err }},
		{"versions", func() error {
			_, err := s.Versions(ctx, fmt.Sprintf("https://made.example/%d", r.IntN(pages)/3*2))
			return err
		}},
		{"story", func() error { _, err := s.Story(ctx, stories[r.IntN(len(stories))]); return err }},
		{"stories", func() error { _, err := s.Stories(ctx, 50); return err }},
		{"conflicts", func() error { _, _, err := s.Conflicts(ctx, "", 50); return err }},
		{"links of a page", func() error {
			_, _, err := s.LinksPage(ctx, string(stories[r.IntN(len(stories))]), sayso.LinkQuery{})
			return err
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for range 5 {
				if err := c.ask(); err != nil {
					b.Fatal(err)
				}
			}
			var all, busy []time.Duration
			b.ResetTimer()
			for range b.N {
				start, cpu := time.Now(), processorTime()
				if err := c.ask(); err != nil {
					b.Fatal(err)
				}
				all, busy = append(all, time.Since(start)), append(busy, processorTime()-cpu)
			}
			slices.Sort(all)
			slices.Sort(busy)
			b.ReportMetric(float64(busy[(len(busy)-1)*95/100].Microseconds())/1000, "p95-cpu-ms")
			b.ReportMetric(float64(all[(len(all)-1)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(all[len(all)-1].Microseconds())/1000, "max-ms")
		})
	}
}

// makeArchive makes the large archive: a fifth of the pages are in stories of
// two to twenty copies, with links between their statements.
func makeArchive(b *testing.B, path string, pages int) {
	ctx := context.Background()
	part := path + ".part"
	for _, suffix := range []string{"", "-wal", "-shm", "-lock"} {
		os.Remove(part + suffix)
	}
	s, err := Open(ctx, part, Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	m := newMaker(1)
	step := func(what string, f func() error) {
		start, cpu := time.Now(), processorTime()
		if err := f(); err != nil {
			b.Fatal(what, err)
		}
		fmt.Fprintf(os.Stderr, "%s: %v, processor %v\n", what, time.Since(start).Round(time.Second), (processorTime() - cpu).Round(time.Second))
	}
	type ids struct {
		doc        sayso.DocumentID
		statements []sayso.StatementID
	}
	var all []ids
	step("making up and adding", func() error {
		var batch []sayso.Entry
		for i := range pages {
			e := m.entry(i)
			one := ids{doc: e.Document.ID}
			for k := range e.Document.Statements {
				one.statements = append(one.statements, e.Document.Statements[k].ID)
			}
			all = append(all, one)
			batch = append(batch, e)
			if len(batch) == 128 || i == pages-1 {
				if err := s.Add(ctx, batch); err != nil {
					return err
				}
				batch = batch[:0]
			}
		}
		return nil
	})
	step("indexing", func() error { return s.Index(ctx) })
	links := 0
	var list iter.Seq2[sayso.Link, error] = func(yield func(sayso.Link, error) bool) {
		r := rand.New(rand.NewPCG(2, 2))
		out := func(l sayso.Link) bool { links++; l.Changes = []sayso.Change{}; return yield(l, nil) }
		for i := 0; i+20 < pages; i += 20 + r.IntN(60) {
			for k := range 1 + r.IntN(19) {
				a, c := all[i+r.IntN(k+1)], all[i+k+1]
				if !out(sayso.Link{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(a.doc), B: string(c.doc), Share: .9}) {
					return
				}
				for n := range a.statements {
					kind := sayso.LinkCopy
					if r.IntN(40) == 0 {
						kind = sayso.LinkConflict
					}
					if !out(sayso.Link{Kind: kind, Between: sayso.BetweenStatements, A: string(a.statements[n]), B: string(c.statements[n]), Independent: r.IntN(9) == 0}) {
						return
					}
				}
			}
		}
	}
	step("setting links", func() error { return s.SetLinks(ctx, list) })
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(part, path); err != nil {
		b.Fatal(err)
	}
	fi, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	fmt.Fprintf(os.Stderr, "%d pages, %d links, %d MiB\n", pages, links, fi.Size()>>20)
}
