package reuse

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// How standing paragraphs are told from copies where a pile is too small for
// how often they recur to tell. Calibrated on fakes-dev and the sample pages.
const (
	// backgroundWords is the most words of a standing passage: agencies close
	// with a paragraph of 40 to 80.
	backgroundWords = 120
	// backgroundStories is in how many stories a passage must stand that have
	// nothing else in common.
	backgroundStories = 3
	// storyWords is the likeness, beside what is shared, from which on two
	// documents may tell one story, and storyDays how far apart they then are at
	// most, where their dates are known.
	storyWords = 0.3
	storyDays  = 3
	// fullShare is the share of the shorter document from which on it is a copy
	// whatever others there are.
	fullShare = 0.6
	// backgroundTries bounds the documents looked at for one passage.
	backgroundTries = 64
)

// A stretch is a passage by its words in either document.
type stretch struct {
	a0, a1, b0, b1 int32
	words          int32
}

// thin reports whether a link rests on little enough to be background.
func (f *found) thin() bool { return f.stretches != nil }

// A standing passage in one document, and the link it is of.
type standing struct {
	doc      uint32
	from, to int32
	words    int32
	link     int32
}

// dropBackground drops the links that rest on passages that stand in several
// stories which share nothing else: such a paragraph was taken from the
// agency's shelf, not from the other report. Two stories cannot tell; a
// passage in two alone is a copy.
func (m *made) dropBackground(docs int) {
	var at []standing
	reports := newForest(docs)
	for i := range m.found {
		f := &m.found[i]
		if !f.thin() && f.share >= storyShare {
			reports.join(f.a, f.b)
		}
		for _, s := range f.stretches {
			at = append(at, standing{f.a, s.a0, s.a1, s.words, int32(i)}, standing{f.b, s.b0, s.b1, s.words, int32(i)})
		}
	}
	if len(at) == 0 {
		return
	}
	slices.SortFunc(at, func(x, y standing) int {
		return cmp.Or(cmp.Compare(x.doc, y.doc), cmp.Compare(x.link, y.link), cmp.Compare(x.from, y.from))
	})
	of := func(doc uint32) []standing {
		i, _ := slices.BinarySearchFunc(at, doc, func(s standing, d uint32) int { return cmp.Compare(s.doc, d) })
		j, _ := slices.BinarySearchFunc(at, doc+1, func(s standing, d uint32) int { return cmp.Compare(s.doc, d) })
		return at[i:j]
	}
	drop := make([]bool, len(m.found))
	for i := range m.found {
		f := &m.found[i]
		if !f.thin() {
			continue
		}
		left := 0
		for _, s := range f.stretches {
			docs := []uint32{f.a, f.b}
			docs = m.sharing(docs, of(f.a), f.a, s.a0, s.a1)
			docs = m.sharing(docs, of(f.b), f.b, s.b0, s.b1)
			if !m.unrelated(docs, reports) {
				left += int(s.words)
			}
		}
		drop[i] = left < minWords
	}
	n := 0
	for i, f := range m.found {
		if !drop[i] {
			m.found[n] = f
			n++
		}
	}
	clear(m.found[n:])
	m.found = m.found[:n]
}

// sharing appends the documents that share most of a stretch of doc.
func (m *made) sharing(docs []uint32, at []standing, doc uint32, from, to int32) []uint32 {
	for _, s := range at {
		if len(docs) >= backgroundTries {
			break
		}
		both := min(s.to, to) - max(s.from, from)
		if 3*both < 2*max(s.to-s.from, to-from) {
			continue
		}
		l := &m.found[s.link]
		other := l.a
		if other == doc {
			other = l.b
		}
		if !slices.Contains(docs, other) {
			docs = append(docs, other)
		}
	}
	return docs
}

// unrelated reports whether enough of the documents tell stories of their own.
func (m *made) unrelated(docs []uint32, reports forest) bool {
	var stories [][]uint32
	for _, d := range docs {
		var with [][]uint32
		var rest [][]uint32
		for _, s := range stories {
			if slices.ContainsFunc(s, func(o uint32) bool { return m.related(d, o, reports) }) {
				with = append(with, s)
			} else {
				rest = append(rest, s)
			}
		}
		stories = append(rest, append(slices.Concat(with...), d))
	}
	return len(stories) >= backgroundStories
}

// related reports whether two documents have more in common than a standing
// passage: they, or others between them, are versions of one report, or the
// rest of the two is alike.
func (m *made) related(x, y uint32, reports forest) bool {
	if reports.root(x) == reports.root(y) {
		return true
	}
	i, ok := m.link(x, y)
	if !ok {
		return false
	}
	f := &m.found[i]
	if !f.thin() {
		return true
	}
	return f.like >= storyWords && daysBetween(m.versions[x].day, m.versions[y].day) <= storyDays
}

// link finds the link of two documents.
func (m *made) link(x, y uint32) (int, bool) {
	return slices.BinarySearchFunc(m.found, found{a: min(x, y), b: max(x, y)}, func(f, g found) int {
		return cmp.Or(cmp.Compare(f.a, g.a), cmp.Compare(f.b, g.b))
	})
}

func daysBetween(a, b time.Time) int {
	if a.IsZero() || b.IsZero() {
		return 0
	}
	return int(math.Abs(a.Sub(b).Hours()) / 24)
}

// stretchesOf are the passages where they are all that two documents share and
// little; nil otherwise.
func stretchesOf(ps []passage, shared int, share float64) (out []stretch) {
	if shared > backgroundWords || share >= fullShare {
		return nil
	}
	for _, p := range ps {
		e := end(p)
		out = append(out, stretch{int32(p[0].a), int32(e.a), int32(p[0].b), int32(e.b), int32(p.words())})
	}
	return out
}

// likeness is how much of their telling words two documents have in common
// outside the passages: the cosine of the sets.
func likeness(ps []passage, a, b []word) float64 {
	outside := func(ws []word, inA bool) map[uint64]bool {
		m := make(map[uint64]bool)
		in := make([]bool, len(ws))
		for _, p := range ps {
			e := end(p)
			from, to := p[0].b, e.b
			if inA {
				from, to = p[0].a, e.a
			}
			for i := from; i < to; i++ {
				in[i] = true
			}
		}
		for i, w := range ws {
			if !in[i] && w.end-w.start >= tellingLetters {
				m[w.hash] = true
			}
		}
		return m
	}
	x, y := outside(a, true), outside(b, false)
	both := 0
	for h := range x {
		if y[h] {
			both++
		}
	}
	if both == 0 {
		return 0
	}
	return float64(both) / math.Sqrt(float64(len(x))*float64(len(y)))
}
