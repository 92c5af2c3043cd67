package reuse

import (
	"cmp"
	"container/heap"
	"context"
	"iter"
	"math"
	"slices"

	"sayso"
	"sayso/reuse/lexicon"
)

// How documents are grouped by the story they tell. Calibrated on ECB+ (982
// articles on 86 events, each with a look-alike); see TestStories.
const (
	// storyLike is the mean likeness of two groups' documents from which on they
	// tell one story.
	storyLike = 0.2
	// storyFloor is the likeness of two documents below which they count as
	// unlike.
	storyFloor = 0.03
	// storySpread is in how many documents a word may stand to bring them
	// together.
	storySpread = 150
	// leadWords is the number of words that open a document and count more: a
	// report says first what it is about.
	leadWords, leadGain = 60, 2.0
	// maxCount is up to what a word's places in one document are counted.
	maxCount = 1 << 12
)

// Stories groups the documents of a pile by the story they tell, in other words
// or the same: an event of some days, not a topic. Every document is in one
// group, many alone; groups come in the order of their first documents.
//
// Documents are as alike as the words they share, each by how rare it is and
// how often and how early it stands; groups are joined from the likest on, by
// the mean over their documents.
func Stories(ctx context.Context, pile Pile, opt Options) iter.Seq2[[]sayso.DocumentID, error] {
	return func(yield func([]sayso.DocumentID, error) bool) {
		r := &run{ctx: ctx, pile: pile, opt: opt.filled()}
		defer r.close()
		groups, err := r.groupStories()
		if err != nil {
			yield(nil, err)
			return
		}
		for _, g := range groups {
			ids := make([]sayso.DocumentID, len(g))
			for i, d := range g {
				ids[i] = r.ids[d]
			}
			if !yield(ids, nil) {
				return
			}
		}
	}
}

func (r *run) groupStories() ([][]uint32, error) {
	words, err := r.shuffle("story words")
	if err != nil {
		return nil, err
	}
	if err := r.readStories(words); err != nil {
		return nil, err
	}
	pairs, err := r.shuffle("story pairs")
	if err != nil {
		return nil, err
	}
	n := len(r.ids)
	t := newTallies(pairs, partitions, n)
	lengths := make([]float64, n)
	err = eachGroup(r.ctx, words, 1, func(_ uint64, at []uint64) error {
		if len(at) == 1 {
			idf := math.Log(float64(n+prior) / (1 + prior*0.001))
			w := countWeight(at[0]) * idf
			lengths[at[0]>>16] += w * w
			return nil
		}
		idf := math.Log(float64(n+prior) / (float64(len(at)) + prior*0.001))
		for i, x := range at {
			w := countWeight(x) * idf
			lengths[x>>16] += w * w
			if len(at) > storySpread {
				continue
			}
			for _, y := range at[i+1:] {
				t.add(uint32(x>>16), uint32(y>>16), uint32(w*countWeight(y)*idf*perTerm))
			}
		}
		return t.flushAbove(1 << 20)
	})
	if err != nil {
		return nil, err
	}
	if err := t.flush(); err != nil {
		return nil, err
	}
	var edges []edgeOf
	for part := range partitions {
		all, err := readTallies(pairs, part)
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			x := float64(p.weight) / perTerm / math.Sqrt(lengths[p.a]*lengths[p.b])
			if x >= storyFloor {
				edges = append(edges, edgeOf{p.a, p.b, x})
			}
		}
	}
	return averageLink(n, edges, storyLike), nil
}

// countWeight is what a word's count in a document, in the low bits, weighs.
func countWeight(at uint64) float64 { return 1 + math.Log(float64(at&(1<<16-1))/8) }

// readStories emits each document's words with how often they stand in it, in
// eighths.
func (r *run) readStories(words Shuffle) error {
	p := newPacker(words, partitions)
	keys := make(map[string]uint64)
	var ws []word
	for d, err := range r.pile.Documents(r.ctx) {
		if err != nil {
			return err
		}
		n := uint64(len(r.ids))
		r.ids = append(r.ids, d.ID)
		ws = told(d, sayso.NewRuler(d.Text), ws[:0])
		counts := make(map[uint64]float64)
		for i, w := range ws {
			f := form(d.Text[w.start:w.end])
			if common[f] {
				continue
			}
			k, ok := keys[f]
			if !ok {
				if len(keys) >= maxVocabulary {
					clear(keys)
				}
				k = termKey(f, lexicon.Stem(f))
				keys[f] = k
			}
			c := 1.0
			if i < leadWords {
				c += leadGain
			}
			counts[k] += c
		}
		for k, c := range counts {
			if err := p.emit(k, n<<16|uint64(8*min(c, maxCount))); err != nil {
				return err
			}
		}
		r.opt.Progress(len(r.ids), 0)
	}
	return p.flush()
}

// edgeOf is how alike two documents are.
type edgeOf struct {
	a, b uint32
	like float64
}

// averageLink joins n things into groups: ever the two groups whose members are
// most alike on the mean, pairs without an edge counting nothing, while that
// mean is at least least. Groups and their members come in order.
func averageLink(n int, edges []edgeOf, least float64) [][]uint32 {
	sum := make([]map[uint32]float64, n) // between groups, by their smallest members
	members := make([][]uint32, n)
	for i := range n {
		members[i] = []uint32{uint32(i)}
	}
	q := &joinQueue{}
	for _, e := range edges {
		for _, s := range [][2]uint32{{e.a, e.b}, {e.b, e.a}} {
			if sum[s[0]] == nil {
				sum[s[0]] = make(map[uint32]float64)
			}
			sum[s[0]][s[1]] += e.like
		}
		if e.like >= least {
			heap.Push(q, join{e.a, e.b, 1, 1, e.like})
		}
	}
	for q.Len() > 0 {
		j := heap.Pop(q).(join)
		a, b := j.a, j.b
		if len(members[a]) != j.na || len(members[b]) != j.nb {
			continue // one of them has grown or gone since
		}
		if a > b {
			a, b = b, a
		}
		members[a] = append(members[a], members[b]...)
		members[b] = nil
		delete(sum[a], b)
		for c, x := range sum[b] {
			if c == a {
				continue
			}
			delete(sum[c], b)
			sum[a][c] += x
			sum[c][a] = sum[a][c]
		}
		sum[b] = nil
		for c, x := range sum[a] {
			if mean := x / float64(len(members[a])*len(members[c])); mean >= least {
				heap.Push(q, join{min(a, c), max(a, c), len(members[min(a, c)]), len(members[max(a, c)]), mean})
			}
		}
	}
	var out [][]uint32
	for _, m := range members {
		if m != nil {
			slices.Sort(m)
			out = append(out, m)
		}
	}
	return out
}

// join is two groups that may become one, as large as they were when it was
// thought of.
type join struct {
	a, b   uint32
	na, nb int
	mean   float64
}

type joinQueue []join

func (q joinQueue) Len() int { return len(q) }
func (q joinQueue) Less(i, j int) bool {
	x, y := q[i], q[j]
	return cmp.Or(-cmp.Compare(x.mean, y.mean), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) < 0
}
func (q joinQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *joinQueue) Push(x any)   { *q = append(*q, x.(join)) }
func (q *joinQueue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}
