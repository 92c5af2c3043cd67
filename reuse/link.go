package reuse

import (
	"cmp"
	"slices"
	"sync"

	"sayso"
	"sayso/trace"
)

// storyShare is the share of the shorter document from which on two copies are
// versions of one report, whose sources are traced together. Below it a
// paragraph was taken over, which tells nothing of the rest.
const storyShare = 0.3

// A found is one link with how its documents differ.
type found struct {
	a, b  uint32
	share float64
	pair  trace.Pair

	stretches []stretch // where they are all that is shared, and little
	like      float64   // of the rest of the two, where there are stretches
}

// A made is all links that are found, without direction, and what tracing needs.
type made struct {
	found    []found // by a, then b
	versions map[uint32]*version
}

// eachPartition calls the functions that make makes, one a worker, with each
// partition.
func (r *run) eachPartition(make func() func(part int) error) error {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	next := 0
	for range r.opt.Workers {
		wg.Go(func() {
			f := make()
			for {
				mu.Lock()
				part := next
				next++
				stop := failed != nil || part >= partitions
				mu.Unlock()
				if stop {
					return
				}
				err := r.ctx.Err()
				if err == nil {
					err = f(part)
				}
				if err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return failed
}

// link keeps a link as two numbers, a length and its record.
func (p *packer) link(part int, a, b uint32, l *sayso.Link) error {
	buf, err := p.room(part, blockSize)
	if err != nil {
		return err
	}
	rec, err := l.AppendRecord(nil)
	if err != nil {
		return err
	}
	buf = le.AppendUint32(buf, a)
	buf = le.AppendUint32(buf, b)
	buf = le.AppendUint32(buf, uint32(len(rec)))
	p.keep(part, append(buf, rec...))
	return nil
}

func directionOf(v trace.Verdict) *sayso.Direction {
	d := &sayso.Direction{Why: v.Why, Confidence: round(v.Confidence)}
	if v.From != 0 {
		d.From = sayso.Maybe(string(v.From))
	}
	return d
}

// stories calls f with the links of each story, its versions and their pairs,
// and with each link between stories alone.
func (r *run) stories(m *made, f func(links []int, vs []trace.Version, ps []trace.Pair)) {
	nameAgencies(m.versions)
	r.copies = newForest(len(r.ids))
	for _, l := range m.found {
		if l.share >= storyShare {
			r.copies.join(l.a, l.b)
		}
	}
	in := make(map[uint32][]int) // root → links
	var roots []uint32
	for i, l := range m.found {
		ra, rb := r.copies.root(l.a), r.copies.root(l.b)
		if ra != rb {
			f([]int{i}, nil, nil)
			continue
		}
		if in[ra] == nil {
			roots = append(roots, ra)
		}
		in[ra] = append(in[ra], i)
	}
	for _, root := range roots {
		at := make(map[uint32]int)
		var vs []trace.Version
		var ps []trace.Pair
		number := func(doc uint32) int {
			n, ok := at[doc]
			if !ok {
				n = len(vs)
				at[doc] = n
				vs = append(vs, m.versions[doc].Version)
			}
			return n
		}
		for _, i := range in[root] {
			p := m.found[i].pair
			p.A, p.B = number(m.found[i].a), number(m.found[i].b)
			ps = append(ps, p)
		}
		f(in[root], vs, ps)
	}
}

// The weighted share at which a pair is as likely a copy as not, and by how much
// it must rise for the odds to rise by e: of the judged pairs of fakes-dev
// between .10 and .13 two of three are copies, above that all are.
const evenShare, evenScale = 0.09, 0.03

// link aligns two documents.
func link(al *aligner, a, b *kept, t tally) (sayso.Link, found, bool) {
	ps := al.passages(a.side(), b.side())
	if len(ps) == 0 {
		return sayso.Link{}, found{}, false
	}
	l := sayso.Link{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(a.doc.ID), B: string(b.doc.ID)}
	shared := 0
	for _, p := range ps {
		shared += p.words()
		l.Passages = append(l.Passages, describe(p, a, b)...)
	}
	l.Share = round(min(1, float64(shared)/float64(min(len(a.words), len(b.words)))))
	l.Confidence = round(odds(weightedShare(t, len(a.words), len(b.words)), evenShare, evenScale))
	if l.Share < 0.5 && shared-quoted(ps, a) < minWords {
		return sayso.Link{}, found{}, false // both quote one speaker: no copy
	}
	d := differ(ps, a.words, b.words)
	d.Marks = marks(l.Passages)
	f := found{a: t.a, b: t.b, share: l.Share, pair: d}
	if f.stretches = stretchesOf(ps, shared, l.Share); f.thin() {
		f.like = likeness(ps, a.words, b.words)
	}
	return l, f, true
}

// quoted is how many of the shared words stand in somebody's own words.
func quoted(ps []passage, a *kept) (n int) {
	var in [][2]int
	for i := range a.doc.Statements {
		st := &a.doc.Statements[i]
		if st.Mode == sayso.Indirect {
			continue
		}
		for _, c := range st.Content {
			from, to := a.ruler.Bytes(c)
			in = append(in, [2]int{from, to})
		}
	}
	slices.SortFunc(in, func(x, y [2]int) int { return cmp.Compare(x[0], y[0]) })
	for _, p := range ps {
		for _, k := range p {
			for _, w := range a.words[k.a : k.a+k.n] {
				i, _ := slices.BinarySearchFunc(in, int(w.start)+1, func(x [2]int, at int) int { return cmp.Compare(x[0], at) })
				if i > 0 && int(w.end) <= in[i-1][1] {
					n++
				}
			}
		}
	}
	return n
}

func round(x float64) float64 { return float64(int(x*1000+.5)) / 1000 }
