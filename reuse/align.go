package reuse

import "slices"

// An aligner finds the passages two documents share. It is reused from pair to
// pair; it belongs to one goroutine.
type aligner struct {
	head  map[uint64]int32 // shingle → last place in b
	next  []int32          // place → earlier place of the same shingle
	used  []int32          // words of b taken before each place, summed
	table []uint16         // costs of alignGap
}

// Limits of an alignment.
const (
	maxPlaces = 8  // places of one shingle in b that are tried
	maxGap    = 40 // words on either side that a passage may bridge
	minWords  = 8  // of a passage
)

// A block is a run of words that are the same in both.
type block struct{ a, b, n int }

// A passage is a chain of blocks in the same order in both documents.
type passage []block

func (p passage) words() (n int) {
	for _, b := range p {
		n += b.n
	}
	return n
}

// A side is a text and its words.
type side struct {
	text  string
	words []word
}

// opens reports whether a sentence or line begins at word i, or the text ends
// there.
func (s side) opens(i int) bool {
	if i <= 0 || i >= len(s.words) {
		return true
	}
	for _, r := range s.text[s.words[i-1].end:s.words[i].start] {
		switch r {
		case '.', '!', '?', '\n', ':', '…':
			return true
		}
	}
	return false
}

// passages aligns two documents. Seeds are shared shingles; each is extended
// word by word as far as the words agree; blocks that follow each other in both
// with a small gap make a passage.
func (al *aligner) passages(sa, sb side) []passage {
	a, b := sa.words, sb.words
	blocks := al.blocks(sa, sb)
	if len(blocks) == 0 {
		return nil
	}
	var out []passage
	for _, k := range blocks {
		if n := len(out); n > 0 && al.follows(out[n-1], k) {
			out[n-1] = append(out[n-1], k)
			continue
		}
		out = append(out, passage{k})
	}
	n := 0
	for i, p := range out {
		p = al.fill(sa, sb, p)
		low, lim := block{}, block{len(a), len(b), 0}
		if i > 0 {
			low.a = end(out[i-1]).a
		}
		if i+1 < len(out) {
			lim.a = out[i+1][0].a
		}
		low.b, lim.b = al.free(p[0].b, end(p).b)
		p = al.extend(sa, sb, p, low, lim)
		p = al.close(sa, sb, p, low, lim)
		out[i] = p
		if p.words() >= minWords {
			out[n] = p
			n++
		}
	}
	return out[:n]
}

// free is how far b is taken by no block before from and from to on.
func (al *aligner) free(from, to int) (low, lim int) {
	low, lim = from, to
	for low > 0 && al.used[low-1] == al.used[from] {
		low--
	}
	for lim+1 < len(al.used) && al.used[lim+1] == al.used[to] {
		lim++
	}
	return low, lim
}

// end is the place after the last block.
func end(p passage) block { l := p[len(p)-1]; return block{l.a + l.n, l.b + l.n, 0} }

// follows reports whether k goes on where p ends: a small gap on both sides,
// and none of b's gap taken by another passage.
func (al *aligner) follows(p passage, k block) bool {
	e := end(p)
	gapA, gapB := k.a-e.a, k.b-e.b
	return gapA >= 0 && gapB >= 0 && gapA <= maxGap && gapB <= maxGap && al.used[k.b] == al.used[e.b]
}

// blocks finds maximal runs of shared words, in the order of a. A word of
// either document is in one block at most; where a run could go on at several
// places, the longest is taken, and of equals the first.
func (al *aligner) blocks(sa, sb side) []block {
	a, b := sa.words, sb.words
	if al.head == nil {
		al.head = make(map[uint64]int32)
	}
	clear(al.head)
	al.next = slices.Grow(al.next[:0], len(b))[:len(b)]
	for j := grams(len(b)) - 1; j >= 0; j-- {
		g := gram(b[j:])
		if k, ok := al.head[g]; ok {
			al.next[j] = k
		} else {
			al.next[j] = -1
		}
		al.head[g] = int32(j)
	}
	taken := slices.Grow(al.used[:0], len(b)+1)[:len(b)+1]
	clear(taken)
	var out []block
	for i := 0; i+gramSize <= len(a); {
		best := al.longest(a, b, i, taken)
		for d := 1; d < best.n && best.n < lazyRun; d++ {
			if k := al.longest(a, b, i+d, taken); k.n > best.n {
				best = k
			}
		}
		if best.n < gramSize {
			i++
			continue
		}
		best.n -= spill(sa, sb, best)
		for k := range best.n {
			taken[best.b+k] = 1
		}
		// A run may begin before its first whole shingle.
		low := 0
		if len(out) > 0 {
			low = end(out[len(out)-1:]).a
		}
		for best.a > low && best.b > 0 && taken[best.b-1] == 0 && a[best.a-1].hash == b[best.b-1].hash {
			best.a--
			best.b--
			best.n++
			taken[best.b] = 1
		}
		out = append(out, best)
		i = best.a + best.n
	}
	var sum int32
	for i, t := range taken {
		taken[i] = sum
		sum += t
	}
	al.used = taken
	return out
}

// lazyRun is the number of words below which a run gives way to a longer one
// that begins inside it: of two sentences that begin alike, the one that goes on.
const lazyRun = 12

// longest is the longest run of shared words from place i of a on, none where
// there is no shingle.
func (al *aligner) longest(a, b []word, i int, taken []int32) (best block) {
	if i+gramSize > len(a) {
		return best
	}
	j, ok := al.head[gram(a[i:])]
	for tries := 0; ok && j >= 0 && tries < maxPlaces; j, tries = al.next[j], tries+1 {
		n := 0
		for i+n < len(a) && int(j)+n < len(b) && taken[int(j)+n] == 0 && a[i+n].hash == b[int(j)+n].hash {
			n++
		}
		if n > best.n {
			best = block{i, int(j), n}
		}
	}
	return best
}

// maxSpill is how many words of the next sentence that happen to agree a run may
// end in.
const maxSpill = 2

// spill is how many words at the end of a run begin a sentence that it does not
// go on with: "The" begins many.
func spill(a, b side, k block) int {
	if a.opens(k.a+k.n) && b.opens(k.b+k.n) {
		return 0
	}
	for n := 1; n <= maxSpill && k.n-n >= gramSize; n++ {
		if a.opens(k.a+k.n-n) && b.opens(k.b+k.n-n) {
			return n
		}
	}
	return 0
}

// fill adds the words that agree inside a passage's gaps.
func (al *aligner) fill(a, b side, p passage) passage {
	var out passage
	for i, k := range p {
		if i > 0 {
			e := end(p[:i])
			out = al.alignGap(out, a, b, e.a, k.a, e.b, k.b)
		}
		out = appendBlock(out, k)
	}
	return out
}

func appendBlock(p passage, k block) passage {
	if n := len(p); n > 0 && k.n > 0 {
		if e := end(p); e.a == k.a && e.b == k.b {
			p[n-1].n += k.n
			return p
		}
	}
	return append(p, k)
}

// extend carries a passage over changed words at its ends, as long as after
// them at least extendRun words agree again.
func (al *aligner) extend(sa, sb side, p passage, low, lim block) passage {
	a, b := sa.words, sb.words
	for {
		e := end(p)
		k, ok := resume(a, b, e.a, e.b, lim.a, lim.b, 1)
		if !ok {
			break
		}
		p = al.alignGap(p, sa, sb, e.a, k.a, e.b, k.b)
		p = appendBlock(p, k)
	}
	for {
		f := p[0]
		k, ok := resume(a, b, f.a-1, f.b-1, low.a-1, low.b-1, -1)
		if !ok {
			break
		}
		head := passage{block{k.a - k.n + 1, k.b - k.n + 1, k.n}}
		head = al.alignGap(head, sa, sb, k.a+1, f.a, k.b+1, f.b)
		for _, k := range p {
			head = appendBlock(head, k)
		}
		p = head
	}
	return p
}

// maxClose is how many words a passage may lack to the end of its sentence.
const maxClose = 10

// close carries a passage to the ends of the sentences it begins and ends in,
// where these are near in both and what lies between is of like length. The end
// is kept as a block of no words.
func (al *aligner) close(sa, sb side, p passage, low, lim block) passage {
	e := end(p)
	i, j := e.a, e.b
	for i < lim.a && i < e.a+maxClose && !sa.opens(i) {
		i++
	}
	for j < lim.b && j < e.b+maxClose && !sb.opens(j) {
		j++
	}
	if sa.opens(i) && sb.opens(j) && alike(i-e.a, j-e.b) {
		p = al.alignGap(p, sa, sb, e.a, i, e.b, j)
		p = appendBlock(p, block{i, j, 0})
	}
	f := p[0]
	i, j = f.a, f.b
	for i > low.a && i > f.a-maxClose && !sa.opens(i) {
		i--
	}
	for j > low.b && j > f.b-maxClose && !sb.opens(j) {
		j--
	}
	if sa.opens(i) && sb.opens(j) && alike(f.a-i, f.b-j) {
		head := al.alignGap(passage{{i, j, 0}}, sa, sb, i, f.a, j, f.b)
		for _, k := range p {
			head = appendBlock(head, k)
		}
		p = head
	}
	return p
}

// alike reports whether so many words may stand for so many others.
func alike(n, m int) bool {
	return n > 0 && m > 0 && max(n, m) <= 2*min(n, m)+1
}

// extendRun is how many words in a row must agree after a change at the end of
// a passage; two would be carried on by "of the".
const extendRun = 3

// resume looks, after at most two changed words on either side, for a run of
// agreeing words going in the direction of step. The nearest is taken.
func resume(a, b []word, i, j, limA, limB, step int) (block, bool) {
	left := func(at, lim int) bool { return at != lim && (at < lim) == (step > 0) }
	for skip := 1; skip <= 4; skip++ {
		for da := min(skip, 2); da >= max(0, skip-2); da-- {
			db := skip - da
			n := 0
			for x, y := i+da*step, j+db*step; left(x, limA) && left(y, limB) && a[x].hash == b[y].hash; x, y = x+step, y+step {
				n++
			}
			if n >= extendRun {
				return block{i + da*step, j + db*step, n}, true
			}
		}
	}
	return block{}, false
}
