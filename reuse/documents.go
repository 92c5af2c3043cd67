package reuse

import (
	"encoding/json"
	"hash/fnv"
	"math"
	"slices"
	"sync"

	"sayso"
	"sayso/trace"
)

// A nearPair is two documents that share so many shingles that they may be
// copies, or tell one story, whatever the shingles count for.
type nearPair struct {
	a, b   uint32 // a is the earlier
	count  uint32 // shared shingles
	weight uint32
	state  nearState
	told   uint64 // what the link was made from when it was kept last, 0 where there is none
	f      *found // where the two are aligned and are copies
}

type nearState uint8

const (
	unaligned nearState = iota // too little for copies, as far as is known
	areCopies
	refused // aligned, and no copies
)

// sharesMuch reports whether a pair is near.
func sharesMuch(count, a, b uint32) bool {
	n := float64(max(1, grams(int(min(a, b)))))
	return float64(count) >= clusterShare*n || count >= copyGrams && float64(count) >= copyShare*n
}

// documents brings the links between documents up to date.
func (r *run) documents() error {
	if err := r.candidates(); err != nil {
		return err
	}
	links, fresh, err := r.align()
	if err != nil {
		return err
	}
	return r.tell(links, fresh)
}

// candidates brings the near pairs and their weights up to date.
func (r *run) candidates() error {
	if err := r.count(); err != nil {
		return err
	}
	before := r.label
	r.label = r.labels()
	return r.weigh(before)
}

// count counts the shingles that pairs with a new document share, and takes off
// from old pairs what the new documents come between.
func (r *run) count() error {
	pairs, err := r.shuffle("pairs")
	if err != nil {
		return err
	}
	r.index()
	isNew := func(d uint64) bool { return r.isNew[d] }
	t := newTallies(pairs, partitions, len(r.ids))
	err = r.eachKey(gramTable, r.grams, nil, false, true, func(g *group) error {
		if g.before+len(g.fresh) < 2 {
			return nil
		}
		docs := g.places()
		pairsWith(docs, isNew, func(a, b uint64) { t.add(uint32(a), uint32(b), 0) })
		pairsLost(docs, isNew, func(a, b uint64) {
			if p := r.pairOf(a, b); p != nil {
				p.count--
			}
		})
		return t.flushAbove(1 << 20)
	})
	if err != nil {
		return err
	}
	if err := t.flush(); err != nil {
		return err
	}
	for part := range partitions {
		all, err := readTallies(pairs, part)
		if err != nil {
			return err
		}
		for _, p := range all {
			if sharesMuch(p.count, r.size[p.a], r.size[p.b]) {
				r.near = append(r.near, nearPair{a: p.a, b: p.b, count: p.count})
			}
		}
	}
	r.index()
	return nil
}

// index sorts the near pairs and makes them to be found.
func (r *run) index() {
	slices.SortFunc(r.near, func(x, y nearPair) int { return comparePairs(x.a, x.b, y.a, y.b) })
	r.nearAt = make(map[uint64]int32, len(r.near))
	r.hasNear = make([]bool, len(r.ids))
	for i, p := range r.near {
		r.nearAt[pairKey(p.a, p.b)] = int32(i)
		r.hasNear[p.a], r.hasNear[p.b] = true, true
	}
}

func pairKey(a, b uint32) uint64 { return uint64(a)<<32 | uint64(b) }

func comparePairs(a, b, c, d uint32) int {
	switch x, y := pairKey(a, b), pairKey(c, d); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func (r *run) pairOf(a, b uint64) *nearPair {
	if !r.hasNear[a] || !r.hasNear[b] {
		return nil
	}
	if i, ok := r.nearAt[a<<32|b]; ok {
		return &r.near[i]
	}
	return nil
}

// labels tells which story each document is counted to: by the least number
// among its documents, which new ones do not change.
func (r *run) labels() []uint32 {
	stories := newForest(len(r.ids))
	for _, p := range r.near {
		if float64(p.count) >= clusterShare*float64(grams(int(min(r.size[p.a], r.size[p.b])))) {
			stories.join(p.a, p.b)
		}
	}
	least := make([]uint32, len(r.ids))
	for d, n := range r.number {
		if root := stories.root(uint32(d)); least[root] == 0 || n < least[root] {
			least[root] = n
		}
	}
	out := make([]uint32, len(r.ids))
	for d := range out {
		out[d] = least[stories.root(uint32(d))]
	}
	return out
}

// weigh weighs each shingle by the stories it recurs in, where those have
// changed, and the near pairs by their shingles.
func (r *run) weigh(before []uint32) error {
	touched, err := r.shuffle("moved")
	if err != nil {
		return err
	}
	p := newPacker(touched, partitions)
	for d := range r.ids {
		if !r.isNew[d] && before[d] != r.label[d] {
			doc, err := r.pile.Document(r.ctx, r.ids[d])
			if err != nil {
				return err
			}
			if err := emitGrams(p, uint64(d), told(doc, sayso.NewRuler(doc.Text), nil)); err != nil {
				return err
			}
		}
	}
	if err := p.flush(); err != nil {
		return err
	}
	isNew := func(d uint64) bool { return r.isNew[d] }
	seen := map[uint32]bool{}
	weightOf := func(docs []uint64, label []uint32) uint32 {
		clear(seen)
		for _, d := range docs {
			seen[label[d]] = true
			if len(seen) > widest {
				return 0
			}
		}
		return weight(len(seen))
	}
	return r.eachKey(gramTable, r.grams, touched, false, false, func(g *group) error {
		if g.before+len(g.fresh) < 2 {
			return nil
		}
		docs := g.places()
		was, is := uint32(0), weightOf(docs, r.label)
		if g.before > 1 {
			was = weightOf(g.earlier(), before)
		}
		more := func(w uint32) func(a, b uint64) {
			return func(a, b uint64) {
				if p := r.pairOf(a, b); p != nil {
					p.weight += w
				}
			}
		}
		switch {
		case was != is:
			if was > 0 {
				pairUp(g.earlier(), more(-was))
			}
			if is > 0 {
				pairUp(docs, more(is))
			}
		case is > 0:
			pairsWith(docs, isNew, more(is))
			pairsLost(docs, isNew, more(-is))
		}
		return nil
	})
}

// align aligns the near pairs that share enough and are not aligned yet. It
// returns their links, without direction, and tells which pairs those are of.
func (r *run) align() (Shuffle, map[uint64]bool, error) {
	links, err := r.shuffle("links")
	if err != nil {
		return nil, nil, err
	}
	fresh := make(map[uint64]bool)
	span := spanOf(len(r.ids), partitions)
	var mu sync.Mutex
	err = r.eachPartition(func() func(part int) error {
		var al aligner
		docs := newShelf(r, nil, false)
		p := newPacker(links, partitions)
		return func(part int) error {
			from, to := r.nearOf(uint32(part)*span), r.nearOf(uint32(part+1)*span)
			for i := from; i < to; i++ {
				t := &r.near[i]
				if !enough(tally{weight: t.weight}, r.size[t.a], r.size[t.b]) {
					t.state, t.f = unaligned, nil
					continue
				}
				if t.state != unaligned {
					continue
				}
				l, f, err := r.alignPair(&al, docs, t)
				if err != nil {
					return err
				}
				if f == nil {
					t.state = refused
					continue
				}
				t.state, t.f = areCopies, f
				if err := p.link(part, t.a, t.b, &l); err != nil {
					return err
				}
				mu.Lock()
				fresh[pairKey(t.a, t.b)] = true
				for _, d := range []uint32{t.a, t.b} {
					if r.versions[d] == nil {
						k, err := docs.get(d)
						if err != nil {
							mu.Unlock()
							return err
						}
						r.versions[d] = versionOf(k.doc)
					}
				}
				mu.Unlock()
			}
			return p.flush()
		}
	})
	return links, fresh, err
}

// nearOf is the first near pair whose a is not before doc.
func (r *run) nearOf(doc uint32) int {
	i, _ := slices.BinarySearchFunc(r.near, doc, func(p nearPair, d uint32) int {
		return comparePairs(p.a, p.b, d, 0)
	})
	return i
}

// alignPair aligns a pair; found is nil where it is none of copies.
func (r *run) alignPair(al *aligner, docs *shelf, t *nearPair) (sayso.Link, *found, error) {
	a, err := docs.get(t.a)
	if err != nil {
		return sayso.Link{}, nil, err
	}
	b, err := docs.get(t.b)
	if err != nil {
		return sayso.Link{}, nil, err
	}
	l, f, ok := link(al, a, b, tally{t.a, t.b, t.count, t.weight})
	if !ok {
		return l, nil, nil
	}
	return l, &f, nil
}

// made is the links that hold, background left out, and the versions they are
// between.
func (r *run) made() *made {
	m := &made{versions: make(map[uint32]*version)}
	for i := range r.near {
		p := &r.near[i]
		if p.state != areCopies {
			continue
		}
		m.found = append(m.found, *p.f)
		for _, d := range []uint32{p.a, p.b} {
			if m.versions[d] == nil {
				v := *r.versions[d] // naming agencies changes it
				m.versions[d] = &v
			}
		}
	}
	for d := range r.versions {
		if m.versions[d] == nil {
			delete(r.versions, d)
		}
	}
	m.dropBackground(len(r.ids))
	return m
}

// tell gives the links their directions and keeps those that have changed.
// Links lie in the shuffle where their pairs are fresh.
func (r *run) tell(links Shuffle, fresh map[uint64]bool) error {
	m := r.made()
	r.links = m.found
	made := make([]uint64, len(m.found)) // from what
	verdicts := make([]*trace.Verdict, len(m.found))
	var failed error
	r.stories(m, func(of []int, vs []trace.Version, ps []trace.Pair) {
		versions := vs
		if vs == nil {
			f := m.found[of[0]]
			versions = []trace.Version{m.versions[f.a].Version, m.versions[f.b].Version}
		}
		sum, err := hashAll(vs == nil, versions, ps)
		if err != nil {
			failed = err
		}
		changed := false
		for _, i := range of {
			p := r.pairOf(uint64(m.found[i].a), uint64(m.found[i].b))
			made[i] = mix(sum, uint64(r.confidence(p)*1000+.5))
			changed = changed || made[i] != p.told
		}
		switch {
		case !changed:
		case vs == nil:
			v := trace.Partial(versions[0], versions[1])
			verdicts[of[0]] = &v
		default:
			for k, v := range trace.Tree(vs, ps) {
				verdicts[of[k]] = &v
			}
		}
	})
	if failed != nil {
		return failed
	}
	var al aligner
	docs := newShelf(r, nil, false)
	span := spanOf(len(r.ids), partitions)
	at := 0 // in found
	for part := range partitions {
		ready, err := readLinks(links, part)
		if err != nil {
			return err
		}
		for i := r.nearOf(uint32(part) * span); i < r.nearOf(uint32(part+1)*span); i++ {
			p := &r.near[i]
			holds := at < len(m.found) && m.found[at].a == p.a && m.found[at].b == p.b
			n := at
			if holds {
				at++
				if made[n] == p.told {
					continue
				}
			}
			if p.told != 0 {
				if err := r.to.Drop(sayso.BetweenDocuments, string(r.ids[p.a]), string(r.ids[p.b])); err != nil {
					return err
				}
				p.told = 0
			}
			if !holds {
				continue
			}
			var l sayso.Link
			if fresh[pairKey(p.a, p.b)] {
				if err := json.Unmarshal(ready[pairKey(p.a, p.b)], &l); err != nil {
					return err
				}
			} else if l, _, err = r.alignPair(&al, docs, p); err != nil {
				return err
			}
			l.Confidence = r.confidence(p)
			l.Direction = directionOf(*verdicts[n])
			if err := r.to.Put(l); err != nil {
				return err
			}
			p.told = made[n]
		}
	}
	return nil
}

// confidence is how sure it is that a pair is a copy.
func (r *run) confidence(p *nearPair) float64 {
	return round(odds(weightedShare(tally{weight: p.weight}, int(r.size[p.a]), int(r.size[p.b])), evenShare, evenScale))
}

// readLinks reads the links of one partition, by their pairs.
func readLinks(links Shuffle, part int) (map[uint64][]byte, error) {
	all := make(map[uint64][]byte)
	err := links.ForEach(part, func(b []byte) error {
		b = slices.Clone(b)
		for len(b) > 0 {
			n := 12 + le.Uint32(b[8:])
			all[pairKey(le.Uint32(b), le.Uint32(b[4:]))] = b[12:n]
			b = b[n:]
		}
		return nil
	})
	return all, err
}

// hashAll is a hash of the records of some values, never 0.
func hashAll(values ...any) (uint64, error) {
	h := fnv.New64a()
	err := json.NewEncoder(h).Encode(values)
	return mix(h.Sum64(), 0), err
}

// mix is a hash of hashes, never 0.
func mix(hs ...uint64) uint64 {
	x := uint64(hashSeed)
	for _, h := range hs {
		x = finish((x ^ h) * hashPrime)
	}
	return max(x, 1)
}

func bitsOf(x float64) uint64 { return math.Float64bits(x) }
