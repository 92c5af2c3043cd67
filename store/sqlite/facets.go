package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"sync"

	"sayso"
)

const (
	defaultFacets = 12
	// mostCounted is how many matches of words are read to be counted.
	mostCounted = 1 << 15
)

// Facets counts what matches the query.
func (s *Store) Facets(ctx context.Context, q sayso.Query) (sayso.Facets, error) {
	limit := limitOf(q.Limit, defaultFacets)
	q.Sort, q.Cursor = sayso.Newest, ""
	var out sayso.Facets
	err := s.withColumns(ctx, "counting", func(tx *sql.Tx, c *columns) error {
		f, err := s.finderFor(ctx, tx, c, q)
		if err != nil || f == nil {
			return err
		}
		if f.match == "" {
			if f.filter.open {
				out = c.whole(f).facets(limit)
			} else {
				out = f.tally().facets(limit)
			}
			return ctx.Err()
		}
		t := newTally(c, f.pages)
		f.scan = mostCounted
		found, err := f.find(ctx, mostCounted)
		if err != nil {
			return err
		}
		for _, p := range found {
			t.count(p)
		}
		out = t.facets(limit)
		out.Capped = f.cut || len(found) == mostCounted
		return nil
	})
	return out, err
}

// tally counts all that the columns let through.
func (f *finder) tally() *tally {
	t := newTally(f.columns, f.pages)
	f.scanColumns(func(p at) bool { t.count(p); return true })
	return t
}

// wholes are the tallies of all statements and of all pages, which the first
// view of an archive shows. They are made once.
type wholes struct {
	once [2]sync.Once
	of   [2]*tally
}

func (c *columns) whole(f *finder) *tally {
	n := 0
	if f.pages {
		n = 1
	}
	c.wholes.once[n].Do(func() { c.wholes.of[n] = f.tally() })
	return c.wholes.of[n]
}

// A tally counts matches.
type tally struct {
	*columns
	pages                     bool
	total                     int
	actors, outlets, language []int32
	modes, acts               [16]int32
	months                    []int32
	marks                     [256]int32 // of each set of marks
}

func newTally(c *columns, pages bool) *tally {
	return &tally{columns: c, pages: pages, actors: make([]int32, len(c.actors)), outlets: make([]int32, len(c.outlets)),
		language: make([]int32, len(c.languages)), months: make([]int32, len(c.months))}
}

func (t *tally) count(p at) {
	t.total++
	d := &t.docs[p.doc]
	t.outlets[d.outlet]++
	t.language[d.language]++
	t.months[d.month]++
	marks := t.ofDocument[p.doc].mark
	if !t.pages {
		seq := d.first + p.n
		t.actors[t.speakerOf(seq)]++
		t.modes[t.traits[seq]&15]++
		t.acts[t.traits[seq]>>8&15]++
		marks = t.ofStatement[seq].mark
	}
	t.marks[marks]++
}

func (t *tally) facets(limit int) sayso.Facets {
	f := sayso.Facets{Total: t.total}
	f.Outlets = most(t.outlets, limit, func(i int) (string, string) { return t.columns.outlets[i], t.columns.outlets[i] })
	f.Languages = most(t.language, limit, func(i int) (string, string) { return t.languages[i], t.languages[i] })
	var only [len(onlyMarks)]int32
	for marks, n := range t.marks {
		for i, o := range onlyMarks {
			if mark(marks)&o.mark != 0 {
				only[i] += n
			}
		}
	}
	f.Only = most(only[:], limit, func(i int) (string, string) { o := string(onlyMarks[i].only); return o, o })
	if !t.pages {
		f.Speakers = most(t.actors, limit, func(i int) (string, string) {
			a := &t.columns.actors[i]
			return string(a.id), a.name
		})
		f.Modes = most(t.modes[:], limit, func(i int) (string, string) { m := string(modeOf(traits(i))); return m, m })
		f.Acts = most(t.acts[:], limit, func(i int) (string, string) { a := string(actOf(traits(i << 8))); return a, a })
	}
	for i, n := range t.months {
		if m := t.columns.months[i]; n > 0 {
			f.Months = append(f.Months, sayso.Facet{Key: m, Name: m, Count: int(n)})
		}
	}
	slices.SortFunc(f.Months, func(a, b sayso.Facet) int { return strings.Compare(a.Key, b.Key) })
	return f
}

// most are the largest counts.
func most(counts []int32, limit int, name func(int) (key, name string)) []sayso.Facet {
	least := int32(0) // of those that may be among them
	if limit < len(counts)/4 {
		sizes := slices.Clone(counts)
		slices.Sort(sizes)
		least = sizes[len(sizes)-limit]
	}
	var out []sayso.Facet
	for i, n := range counts {
		if n > 0 && n >= least {
			k, s := name(i)
			out = append(out, sayso.Facet{Key: k, Name: s, Count: int(n)})
		}
	}
	slices.SortFunc(out, func(a, b sayso.Facet) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key)) })
	return out[:min(limit, len(out))]
}
