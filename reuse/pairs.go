package reuse

import (
	"cmp"
	"slices"
)

// How shared shingles become candidate pairs. Calibrated on fakes-dev (375
// articles, 50 judged pairs); see TestFakes.
const (
	// clusterShare is the share of the shorter document's shingles that makes two
	// documents tell one story when it is counted over how many stories a shingle
	// recurs. .3 to .5 give the same figure; at .5 there are fewest other links.
	clusterShare = 0.5
	// widest is the number of stories above which a shingle makes no pairs at
	// all: its weight would be below a fiftieth.
	widest = 14
	// neighbours bounds the pairs one shingle makes: above that many documents,
	// each is paired with so many after it, in canonical order, and with the
	// first hubs of them.
	neighbours = 24
	hubs       = 4

	// copyShare is the weighted share of the shorter document from which on two
	// documents are linked as copies, and copyGrams the weighted shingles.
	copyShare = 0.10
	copyGrams = 6
)

// weightOne is the weight of a shingle that stands in one or two stories, as an
// integer so that sums do not depend on their order.
const weightOne = 1 << 10

// weight is what a shared shingle counts for where it stands in that many
// stories.
func weight(stories int) uint32 {
	if stories <= 2 {
		return weightOne
	}
	return weightOne * 4 / uint32(stories*stories)
}

// A tally sums what one pair of documents shares.
type tally struct {
	a, b   uint32
	count  uint32 // shared shingles
	weight uint32
}

const tallySize = 16

// tallies gathers tallies of pairs, summed, and emits them partitioned by the
// first document.
type tallies struct {
	sum  map[uint64]tally
	p    *packer
	span uint32 // documents a partition
}

func newTallies(to Shuffle, partitions int, docs int) *tallies {
	return &tallies{sum: make(map[uint64]tally), p: newPacker(to, partitions), span: spanOf(docs, partitions)}
}

// spanOf is how many documents go to one partition.
func spanOf(docs, partitions int) uint32 {
	return uint32(max(1, (docs+partitions-1)/partitions))
}

func (t *tallies) add(a, b, weight uint32) {
	k := uint64(a)<<32 | uint64(b)
	s := t.sum[k]
	s.a, s.b = a, b
	s.count++
	s.weight += weight
	t.sum[k] = s
}

// flushAbove emits all sums once there are more than n pairs.
func (t *tallies) flushAbove(n int) error {
	if len(t.sum) <= n {
		return nil
	}
	for _, s := range t.sum {
		part := int(s.a / t.span)
		b, err := t.p.room(part, tallySize)
		if err != nil {
			return err
		}
		b = le.AppendUint32(b, s.a)
		b = le.AppendUint32(b, s.b)
		b = le.AppendUint32(b, s.count)
		t.p.keep(part, le.AppendUint32(b, s.weight))
	}
	clear(t.sum)
	return nil
}

func (t *tallies) flush() error {
	if err := t.flushAbove(0); err != nil {
		return err
	}
	return t.p.flush()
}

// readTallies reads one partition's tallies, one a pair, in order.
func readTallies(s Shuffle, part int) ([]tally, error) {
	var all []tally
	err := s.ForEach(part, func(b []byte) error {
		for ; len(b) >= tallySize; b = b[tallySize:] {
			all = append(all, tally{le.Uint32(b), le.Uint32(b[4:]), le.Uint32(b[8:]), le.Uint32(b[12:])})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(x, y tally) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	n := 0
	for _, t := range all {
		if n > 0 && all[n-1].a == t.a && all[n-1].b == t.b {
			all[n-1].count += t.count
			all[n-1].weight += t.weight
			continue
		}
		all[n] = t
		n++
	}
	return all[:n], nil
}

// pairUp calls f with the pairs that a shingle in these documents makes: all of
// them where they are few, a bounded number a document where they are many.
func pairUp(docs []uint64, f func(a, b uint64)) {
	n := len(docs)
	for i := range n {
		for j := i + 1; j < n && j <= i+neighbours; j++ {
			f(docs[i], docs[j])
		}
		for h := 0; h < hubs && h+neighbours < i; h++ {
			f(docs[h], docs[i])
		}
	}
}

// pairsWith calls f with those pairs of pairUp of which one is marked.
func pairsWith(docs []uint64, marked func(uint64) bool, f func(a, b uint64)) {
	for i, d := range docs {
		if !marked(d) {
			continue
		}
		for h := 0; h < hubs && h+neighbours < i; h++ {
			f(docs[h], d)
		}
		for j := max(0, i-neighbours); j < i; j++ {
			f(docs[j], d)
		}
		last := i + neighbours
		if i < hubs {
			last = len(docs)
		}
		for j := i + 1; j < len(docs) && j <= last; j++ {
			if !marked(docs[j]) {
				f(d, docs[j])
			}
		}
	}
}

// pairsLost calls f with the pairs that pairUp made before the new documents
// came between.
func pairsLost(docs []uint64, isNew func(uint64) bool, f func(a, b uint64)) {
	if len(docs) <= neighbours+1 {
		return
	}
	was := make([]int, len(docs)) // the place among the old ones
	n := 0
	for i, d := range docs {
		was[i] = n
		if !isNew(d) {
			n++
		}
	}
	if n == len(docs) {
		return
	}
	for i, d := range docs {
		if i < hubs || isNew(d) {
			continue
		}
		for j := i + neighbours + 1; j < len(docs); j++ {
			if was[i] >= hubs && was[j]-was[i] > neighbours {
				break
			}
			if !isNew(docs[j]) {
				f(d, docs[j])
			}
		}
	}
}

// A forest groups documents: union-find, the smallest number of a group at its
// root, so that it does not depend on the order of joins.
type forest []uint32

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = uint32(i)
	}
	return f
}

func (f forest) root(i uint32) uint32 {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

func (f forest) join(a, b uint32) {
	a, b = f.root(a), f.root(b)
	if a > b {
		a, b = b, a
	}
	f[b] = a
}

// weightedShare is the share of the shorter document's shingles that both have,
// by what they tell. Documents are given by their words.
func weightedShare(p tally, a, b int) float64 {
	return float64(p.weight) / weightOne / float64(max(1, grams(min(a, b))))
}

// enough reports whether a pair of documents shares enough to be a copy.
func enough(p tally, a, b uint32) bool {
	return p.weight >= copyGrams*weightOne && weightedShare(p, int(a), int(b)) >= copyShare
}
