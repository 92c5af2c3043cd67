package reuse

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"sayso"
)

// How statements are paired. Calibrated on wmt21_ru-en (1,000 sentences, each in
// two translations, all in one archive); see TestSame.
const (
	// rareIn is in how many statements a term may stand to pair them.
	rareIn = 100
	// candidates is how many others a statement is compared with in full: those
	// it shares most rare terms with. With 12, .998 of true pairs are compared.
	candidates = 12
	// leastShare is the cosine of their rare terms below which two are not
	// compared.
	leastShare = 0.05
	// perTerm makes a squared weight a whole number, and sure is above what the
	// terms of any statement come to: the same words.
	perTerm = 16
	sure    = 1 << 24
)

// numberStatements turns the counts of statements into their first numbers.
func (r *run) numberStatements() (total int) {
	for i, n := range r.said {
		r.said[i] = uint32(total)
		total += int(n)
	}
	return total
}

// number is the number of the statement at a place: its document and its index
// there.
func (r *run) number(at uint64) uint32 { return r.said[at>>16] + uint32(at&(maxStatements-1)) }

// documentOf is the document that holds a statement, and its index there.
func (r *run) documentOf(n uint32) (doc uint32, i int) {
	k, ok := slices.BinarySearch(r.said, n)
	if !ok {
		k--
	}
	for k+1 < len(r.said) && r.said[k+1] == n {
		k++ // documents without statements share the number of the next
	}
	return uint32(k), int(n - r.said[k])
}

// statements finds statements that are one and yields their links.
func (r *run) statements(yield func(sayso.Link, error) bool) error {
	total := r.numberStatements()
	if total == 0 {
		return nil
	}
	pairs, err := r.shuffle("statement pairs")
	if err != nil {
		return err
	}
	t := newTallies(pairs, partitions, total)
	spread := make(map[uint64]uint32)
	lengths := make([]float32, total) // of each statement's terms, squared
	err = eachGroup(r.ctx, r.terms, 1, func(key uint64, at []uint64) error {
		w := weigh(len(at), total, false)
		share := uint32(w * w * perTerm)
		for _, x := range at {
			lengths[r.number(x)] += float32(share)
		}
		if len(at) == 1 {
			return nil
		}
		spread[key] = uint32(len(at))
		if len(at) > rareIn {
			return nil
		}
		for i, x := range at {
			for _, y := range at[i+1:] {
				a, b := r.number(x), r.number(y)
				t.add(a, b, share)
				t.add(b, a, share)
			}
		}
		return t.flushAbove(1 << 20)
	})
	if err != nil {
		return err
	}
	// The same words make a pair however common they are.
	err = eachGroup(r.ctx, r.exact, 2, func(_ uint64, at []uint64) error {
		pairUp(at, func(x, y uint64) {
			a, b := r.number(x), r.number(y)
			t.add(a, b, sure)
			t.add(b, a, sure)
		})
		return t.flushAbove(1 << 20)
	})
	if err != nil {
		return err
	}
	if err := t.flush(); err != nil {
		return err
	}
	best, err := r.nearest(pairs, lengths)
	if err != nil {
		return err
	}
	matches, err := r.compare(best, total, spread)
	if err != nil {
		return err
	}
	return r.choose(matches, total, spread, yield)
}

// nearest keeps of each statement's pairs the best, and emits them anew, the
// earlier statement first.
func (r *run) nearest(pairs Shuffle, lengths []float32) (Shuffle, error) {
	best, err := r.shuffle("statement candidates")
	if err != nil {
		return nil, err
	}
	t := newTallies(best, partitions, len(lengths))
	for part := range partitions {
		all, err := readTallies(pairs, part)
		if err != nil {
			return nil, err
		}
		for i := 0; i < len(all); {
			j := i + 1
			for j < len(all) && all[j].a == all[i].a {
				j++
			}
			of := all[i:j]
			slices.SortStableFunc(of, func(x, y tally) int { return -cmp.Compare(x.weight, y.weight) })
			for k, p := range of {
				if p.weight < sure && (k >= candidates || float64(p.weight) < leastShare*math.Sqrt(float64(lengths[p.a])*float64(lengths[p.b]))) {
					continue
				}
				t.add(min(p.a, p.b), max(p.a, p.b), 1)
			}
			i = j
		}
		if err := t.flushAbove(1 << 20); err != nil {
			return nil, err
		}
	}
	return best, t.flush()
}

// compare compares candidates in full and returns those that are alike, in
// order.
func (r *run) compare(pairs Shuffle, total int, spread map[uint64]uint32) ([]match, error) {
	var mu sync.Mutex
	var out []match
	err := r.eachPartition(func() func(part int) error {
		docs := newShelf(r, newVocabulary(total, spread), true)
		return func(part int) error {
			all, err := readTallies(pairs, part)
			if err != nil {
				return err
			}
			for _, p := range all {
				a, err := docs.saying(p.a)
				if err != nil {
					return err
				}
				b, err := docs.saying(p.b)
				if err != nil {
					return err
				}
				if m, ok := judge(a, b); ok {
					mu.Lock()
					out = append(out, m)
					mu.Unlock()
				}
			}
			return nil
		}
	})
	slices.SortFunc(out, func(x, y match) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return out, err
}
