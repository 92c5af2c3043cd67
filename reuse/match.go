package reuse

import (
	"errors"
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
	// perTerm makes a squared weight a whole number, and sure is above what pairs
	// count that share terms: the same words.
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

// saidBy is how many statements a document has, once they are numbered.
func (r *run) saidBy(d uint32) uint32 {
	if int(d)+1 < len(r.said) {
		return r.said[d+1] - r.said[d]
	}
	return uint32(r.st.total) - r.said[d]
}

// numberOf is the number of the statement at a place: its document and its index
// there.
func (r *run) numberOf(at uint64) uint32 { return r.said[at>>16] + uint32(at&(maxStatements-1)) }

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

// nearestOf is one of the statements that another is nearest to.
type nearestOf struct {
	n      uint32
	weight uint32 // of the rare terms they share; 0 where there is none
}

// stated is what is known of all statements, by number.
type stated struct {
	total   int
	before  int                              // how many there were at the last update
	active  []bool                           // new, or with a term whose weight has changed: compared anew
	repick  []bool                           // new, or one of its terms now pairs otherwise: its nearest are sought anew
	was     map[uint32][candidates]nearestOf // the nearest of old ones, where they have changed
	lengths []uint32                         // of each statement's terms, squared
	nearest [][candidates]nearestOf          // by weight, then number
	levels  map[uint64]uint8                 // of terms that are not rare
	fixed   []uint32                         // the number that a statement keeps, by its own
	matches []match                          // of statements that are alike, by a, then b
	gone    map[uint64]bool                  // pairs of which a link is kept, and that are no match now
}

// statements brings the links between statements up to date. A new statement is
// compared with those it shares most rare terms with, and so is an old one where
// one of its terms has come to weigh more or less. Where a term is no longer
// rare, those who shared it are compared with whom they are nearest to instead;
// of the others only what the new ones push out changes.
func (r *run) statements() error {
	st := &r.st
	st.total = r.numberStatements()
	if err := r.loadStatements(); err != nil {
		return err
	}
	if err := r.weighTerms(); err != nil {
		return err
	}
	terms, exact, err := r.touch()
	if err != nil {
		return err
	}
	pairs, err := r.shuffle("statement pairs")
	if err != nil {
		return err
	}
	t := newTallies(pairs, partitions, st.total)
	err = r.eachKey(termTable, r.terms, terms, false, false, func(g *group) error {
		n := g.before + len(g.fresh)
		share := shareOf(levelOf(n, st.total))
		for _, at := range [][]uint64{g.fresh, g.touched} {
			for _, x := range at {
				st.lengths[r.numberOf(x)] += share
			}
		}
		if n < 2 || n > rareIn {
			return nil
		}
		places := g.places()
		for _, x := range places {
			a := r.numberOf(x)
			if !st.repick[a] {
				continue
			}
			for _, y := range places {
				if x != y {
					t.add(a, r.numberOf(y), share)
				}
			}
		}
		return t.flushAbove(1 << 20)
	})
	if err != nil {
		return err
	}
	if err := t.flush(); err != nil {
		return err
	}
	best, err := r.shuffle("statement candidates")
	if err != nil {
		return err
	}
	b := newTallies(best, partitions, st.total)
	unlike, err := r.pickNearest(pairs, b)
	if err != nil {
		return err
	}
	if err := r.sameWords(exact, b, unlike); err != nil {
		return err
	}
	if err := b.flush(); err != nil {
		return err
	}
	matches, err := r.compare(best)
	if err != nil {
		return err
	}
	r.merge(matches, unlike)
	return r.choose(st.matches)
}

// weighTerms weighs all terms by how often they stand, and marks the statements
// that have one which now weighs more or less, or pairs them no longer.
func (r *run) weighTerms() error {
	st := &r.st
	st.levels = make(map[uint64]uint8)
	return r.eachKey(termTable, r.terms, nil, true, true, func(g *group) error {
		n := g.before + len(g.fresh)
		level := levelOf(n, st.total)
		if level < rarest {
			st.levels[g.key] = level
		}
		if g.before == 0 {
			return nil
		}
		reweighed := levelOf(g.before, st.before) != level
		repaired := g.before <= rareIn && (reweighed || n > rareIn)
		if !reweighed && !repaired {
			return nil
		}
		for _, x := range g.earlier() {
			k := r.numberOf(x)
			st.active[k] = st.active[k] || reweighed
			st.repick[k] = st.repick[k] || repaired
		}
		return nil
	})
}

// touch emits the terms and the words of old statements that are looked at again.
func (r *run) touch() (terms, exact Shuffle, err error) {
	if terms, err = r.shuffle("touched terms"); err != nil {
		return nil, nil, err
	}
	if exact, err = r.shuffle("touched words"); err != nil {
		return nil, nil, err
	}
	err = r.eachPartition(func() func(part int) error {
		e := &emitter{terms: newPacker(terms, partitions), exact: newPacker(exact, partitions), keys: make(map[string]uint64)}
		span := spanOf(len(r.ids), partitions)
		return func(part int) error {
			for d := uint32(part) * span; d < uint32(part+1)*span && int(d) < len(r.ids); d++ {
				first, n := r.said[d], r.saidBy(d)
				if r.isNew[d] || !slices.Contains(r.st.active[first:first+n], true) && !slices.Contains(r.st.repick[first:first+n], true) {
					continue
				}
				doc, err := r.pile.Document(r.ctx, r.ids[d])
				if err != nil {
					return err
				}
				ruler := sayso.NewRuler(doc.Text)
				for i := range n {
					if !r.st.active[first+i] && !r.st.repick[first+i] {
						continue
					}
					if int(i) >= len(doc.Statements) {
						return r.changed(d, int(i))
					}
					if err := e.statement(d, int(i), doc, ruler); err != nil {
						return err
					}
				}
			}
			return errors.Join(e.exact.flush(), e.terms.flush())
		}
	})
	for n := range r.st.lengths {
		if r.st.active[n] || r.st.repick[n] {
			r.st.lengths[n] = 0
		}
	}
	return terms, exact, err
}

// pickNearest keeps of each statement's pairs the best, where they are sought
// anew, and offers them to the others. It emits the pairs that are to be
// compared, and returns those of others that are no longer.
func (r *run) pickNearest(pairs Shuffle, t *tallies) (unlike map[uint64]bool, err error) {
	st := &r.st
	st.was = make(map[uint32][candidates]nearestOf)
	for n, again := range st.repick {
		if again {
			st.remember(uint32(n))
			st.nearest[n] = [candidates]nearestOf{}
		}
	}
	for part := range partitions {
		all, err := readTallies(pairs, part)
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			st.offer(p.a, p.b, p.weight)
			if !st.repick[p.b] {
				st.offer(p.b, p.a, p.weight)
			}
		}
	}
	changed := make([]bool, st.total)
	for n := range st.was {
		changed[n] = true
	}
	for n := range st.nearest {
		x := uint32(n)
		for _, o := range st.nearest[n] {
			if o.weight == 0 {
				break
			}
			anew := st.active[x] || st.active[o.n] || (changed[x] || changed[o.n]) && !st.had(x, o.n) && !st.had(o.n, x)
			if anew && st.close(x, o) {
				t.add(min(x, o.n), max(x, o.n), 1)
			}
		}
		if err := t.flushAbove(1 << 20); err != nil {
			return nil, err
		}
	}
	unlike = make(map[uint64]bool)
	for x, old := range st.was {
		for _, o := range old {
			if o.weight > 0 && !st.candidate(x, o.n) {
				unlike[pairKey(min(x, o.n), max(x, o.n))] = true
			}
		}
	}
	return unlike, nil
}

// remember notes whom an old statement was nearest to, before that changes.
func (st *stated) remember(a uint32) {
	if _, ok := st.was[a]; !ok {
		st.was[a] = st.nearest[a]
	}
}

// had reports whether b was among those that a was nearest to.
func (st *stated) had(a, b uint32) bool {
	list, ok := st.was[a]
	if !ok {
		list = st.nearest[a]
	}
	return slices.ContainsFunc(list[:], func(o nearestOf) bool { return o.weight > 0 && o.n == b })
}

// offer puts b among those that a is nearest to, if it is near enough.
func (st *stated) offer(a, b, weight uint32) {
	list := &st.nearest[a]
	last := list[candidates-1]
	if last.weight > 0 && (weight < last.weight || weight == last.weight && b >= last.n) || st.has(a, b) {
		return
	}
	st.remember(a)
	i := candidates - 1
	for ; i > 0 && (list[i-1].weight < weight || list[i-1].weight == weight && list[i-1].n > b); i-- {
		list[i] = list[i-1]
	}
	list[i] = nearestOf{b, weight}
}

// has reports whether b is among those that a is nearest to.
func (st *stated) has(a, b uint32) bool {
	for _, o := range st.nearest[a] {
		if o.weight == 0 {
			break
		}
		if o.n == b {
			return true
		}
	}
	return false
}

// close reports whether o shares enough with x to be compared with it.
func (st *stated) close(x uint32, o nearestOf) bool {
	return float64(o.weight) >= leastShare*math.Sqrt(float64(st.lengths[x])*float64(st.lengths[o.n]))
}

// sameWords emits the pairs of the same words: they are compared however common
// those are. Pairs that new ones have come between are so no longer.
func (r *run) sameWords(touched Shuffle, t *tallies, unlike map[uint64]bool) error {
	st := &r.st
	lost := make(map[uint64]bool)
	err := r.eachKey(exactTable, r.exact, touched, false, true, func(g *group) error {
		if g.before+len(g.fresh) < 2 {
			return nil
		}
		places := g.places()
		pairsWith(places, func(x uint64) bool { return st.active[r.numberOf(x)] }, func(x, y uint64) {
			a, b := r.numberOf(x), r.numberOf(y)
			t.add(min(a, b), max(a, b), sure)
		})
		pairsLost(places, func(x uint64) bool { return r.isNew[x>>16] }, func(x, y uint64) {
			lost[pairKey(r.numberOf(x), r.numberOf(y))] = true
		})
		return t.flushAbove(1 << 20)
	})
	if len(lost) == 0 {
		return err
	}
	for i := range st.matches {
		m := &st.matches[i]
		if !lost[pairKey(m.a, m.b)] {
			continue
		}
		m.byWords = false
		if !st.candidate(m.a, m.b) {
			unlike[pairKey(m.a, m.b)] = true
		}
	}
	return err
}

// candidate reports whether two statements share so many rare terms that they
// are compared.
func (st *stated) candidate(a, b uint32) bool {
	for _, p := range [][2]uint32{{a, b}, {b, a}} {
		for _, o := range st.nearest[p[0]] {
			if o.weight > 0 && o.n == p[1] && st.close(p[0], o) {
				return true
			}
		}
	}
	return false
}

// merge puts new matches among the old ones that still are.
func (r *run) merge(fresh []match, unlike map[uint64]bool) {
	st := &r.st
	st.gone = make(map[uint64]bool)
	old := make(map[uint64]bool)
	var all []match
	for _, m := range st.matches {
		k := pairKey(m.a, m.b)
		if st.active[m.a] || st.active[m.b] || unlike[k] && !m.byWords {
			if m.told&1 == 1 {
				st.gone[k] = true
			}
			continue
		}
		all = append(all, m)
		old[k] = true
	}
	for _, m := range fresh {
		if !old[pairKey(m.a, m.b)] { // else compared before for the same words, and now for rare terms too
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(x, y match) int { return comparePairs(x.a, x.b, y.a, y.b) })
	for i := range all {
		if k := pairKey(all[i].a, all[i].b); st.gone[k] {
			all[i].told = stale
			delete(st.gone, k)
		}
	}
	st.matches = all
}

// stale stands for a link that is kept and to be put anew.
const stale = 1

// compare compares candidates in full and returns those that are alike.
func (r *run) compare(pairs Shuffle) ([]match, error) {
	var mu sync.Mutex
	var out []match
	err := r.eachPartition(func() func(part int) error {
		docs := newShelf(r, newVocabulary(r.st.levels), true)
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
					m.byWords = p.weight >= sure
					mu.Lock()
					out = append(out, m)
					mu.Unlock()
				}
			}
			return nil
		}
	})
	return out, err
}

// link keeps a link between statements; nil takes away the one that is kept.
// From is what the decision was made from.
func (r *run) link(m *match, from uint64, l *sayso.Link) error {
	if m.told&1 == 1 {
		if err := r.drop(m.a, m.b); err != nil {
			return err
		}
	}
	if m.told = from; l == nil {
		return nil
	}
	m.told |= 1
	return r.to.Put(*l)
}

// drop takes away the link between two statements.
func (r *run) drop(a, b uint32) error {
	var ids [2]string
	for i, n := range []uint32{a, b} {
		d, at := r.documentOf(n)
		doc, err := r.pile.Document(r.ctx, r.ids[d])
		if err != nil {
			return err
		}
		if at >= len(doc.Statements) {
			return r.changed(d, at)
		}
		ids[i] = string(doc.Statements[at].ID)
	}
	return r.to.Drop(sayso.BetweenStatements, ids[0], ids[1])
}

// changed is the error where a statement is looked for that was there before.
func (r *run) changed(d uint32, i int) error {
	return sayso.Errorf(sayso.Damaged, string(r.ids[d]), "reading statement %d: the document changed while links were made", i)
}

// from is what the link of a match is made from: the match, how sure it is, and
// whether the documents are independent. The lowest bit is 0.
func (m *match) from(confidence float64, independent bool) uint64 {
	flags := uint64(0)
	for i, f := range m.flags() {
		if *f {
			flags |= 1 << i
		}
	}
	if independent {
		flags |= 1 << 32
	}
	return mix(bitsOf(m.low), bitsOf(m.high), bitsOf(m.thin), bitsOf(confidence), flags) &^ 1
}
