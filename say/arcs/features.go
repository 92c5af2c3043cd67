package arcs

import (
	"math/bits"

	"sayso/say/crf"
	"sayso/text"
)

// feats collects the features of one position.
type feats struct{ s *crf.Sequence }

// mix is the finaliser of splitmix64.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

func (f feats) add1(t, a uint64) {
	f.s.Features = append(f.s.Features, uint32(mix(t*0x9e3779b97f4a7c15+a)))
}

func (f feats) add2(t, a, b uint64) {
	f.s.Features = append(f.s.Features, uint32(mix(mix(t*0x9e3779b97f4a7c15+a)+b)))
}

func (f feats) add3(t, a, b, c uint64) {
	f.s.Features = append(f.s.Features, uint32(mix(mix(mix(t*0x9e3779b97f4a7c15+a)+b)+c)))
}

var edgeWord = word{low: 1, stem: 1, head: -1}

func (v *view) at(i int) *word {
	if i < 0 || i >= len(v.words) {
		return &edgeWord
	}
	return &v.words[i]
}

// edge is the kind of transition into word i: what stands before it.
func (v *view) edge(i int) uint8 {
	w := v.at(i)
	if w.parabreak {
		return 10
	}
	p := v.at(i - 1)
	switch {
	case p.mark != noMark:
		return p.mark
	case w.mark != noMark:
		return 11
	}
	return 0
}

const edges = 12

func b2u(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// near packs what marks stand round word i.
func (v *view) near(i int) uint64 {
	n := uint64(0)
	for k := -3; k <= 3; k++ {
		n = n*12 + uint64(v.at(i+k).mark)
	}
	return n
}

// cueFeatures appends the features of word i as a cue.
func (v *view) cueFeatures(f feats, i int) {
	w, p, n := v.at(i), v.at(i-1), v.at(i+1)
	pp, nn := v.at(i-2), v.at(i+2)
	q := b2u(w.quote > 0)
	f.add1(1, w.low)
	f.add1(2, w.stem)
	f.add1(3, p.low)
	f.add1(4, n.low)
	f.add1(5, pp.low)
	f.add1(6, nn.low)
	f.add2(7, p.low, w.low)
	f.add2(8, w.low, n.low)
	f.add2(9, w.stem, n.low)
	f.add2(10, w.stem, p.low)
	f.add2(11, p.stem, n.stem)
	f.add3(12, p.low, w.stem, n.low)
	f.add2(13, n.low, nn.low)
	f.add2(14, pp.low, p.low)
	f.add2(15, w.stem, q)
	f.add2(16, uint64(w.class), q)
	f.add3(17, uint64(w.class), uint64(p.mark), uint64(n.mark))
	f.add2(18, uint64(w.class), v.near(i))
	f.add1(19, v.near(i))
	f.add2(20, uint64(w.shape), uint64(p.shape)<<8|uint64(n.shape))
	f.add2(21, w.stem, uint64(p.mark)<<8|uint64(n.mark))
	f.add2(22, b2u(v.title), uint64(w.mark)<<8|uint64(w.shape))
	f.add2(23, uint64(w.class), b2u(v.title))
	f.add3(24, uint64(w.mark), n.low, p.low)
	f.add3(25, uint64(p.class), uint64(w.class), uint64(n.class))
	f.add2(26, w.low, v.sentenceStart(i))
	f.add2(27, b2u(w.inner), q)
	f.add2(28, w.stem, v.after(i))
	f.add2(29, uint64(w.class), v.after(i))
	f.add3(30, uint64(w.class), v.after(i), v.before(i))
	hint := uint64(w.hint)<<2 | uint64(p.hint)<<1 | uint64(n.hint)
	f.add2(35, hint, uint64(w.class))
	f.add2(36, uint64(w.hint), w.stem)
	f.add3(37, hint, uint64(p.mark)<<8|uint64(n.mark), q)
	f.add1(31, v.at(i+3).low)
	f.add1(32, v.at(i-3).low)
	f.add2(33, w.stem, uint64(w.name)<<8|uint64(p.name))
	f.add3(34, uint64(w.class), uint64(p.name), uint64(n.name))
	if v.flat {
		return
	}
	x, xp, xn := uint64(w.xpos), uint64(p.xpos), uint64(n.xpos)
	f.add2(40, x, q)
	f.add2(41, xp, x)
	f.add2(42, x, xn)
	f.add3(43, xp, x, xn)
	f.add3(44, x, xn, uint64(nn.xpos))
	f.add3(45, uint64(pp.xpos), xp, x)
	f.add2(46, w.stem, x)
	f.add2(47, w.stem, uint64(w.rel))
	f.add2(48, x, uint64(w.rel))
	h := v.at(int(w.head))
	if w.head < 0 {
		h = &edgeWord
	}
	f.add2(49, h.stem, uint64(w.rel))
	f.add3(50, uint64(w.rel), uint64(h.xpos), x)
	f.add3(51, uint64(w.rel), uint64(h.class), b2u(int(w.head) < i))
	k := uint64(w.kids & kidsThatMatter)
	f.add2(52, k, x)
	f.add2(53, w.stem, k)
	f.add2(54, uint64(w.class), k)
	for kids := w.kids; kids != 0; kids &= kids - 1 {
		r := uint64(bits.TrailingZeros32(kids))
		f.add2(55, w.stem, r)
		f.add2(56, x, r)
	}
	hk := uint64(h.kids & kidsThatMatter)
	f.add3(57, uint64(w.rel), hk, h.stem)
	f.add3(58, w.stem, uint64(h.rel), uint64(h.xpos))
	f.add3(59, xn, n.low, w.stem)
}

// kidsThatMatter are the relations of children that tell a verb of speech.
var kidsThatMatter = func() uint32 {
	n := uint32(0)
	for _, r := range []text.Rel{text.Nsubj, text.Ccomp, text.Xcomp, text.Obj, text.Parataxis, text.NsubjPass, text.AuxPass, text.Cop} {
		n |= 1 << (uint(r) & 31)
	}
	return n
}()

// sentenceStart is how far word i stands from its sentence's start, in steps.
func (v *view) sentenceStart(i int) uint64 {
	for k := 0; k < 4; k++ {
		if i-k <= 0 || v.words[i-k].sent != v.words[i-k-1].sent {
			return uint64(k)
		}
	}
	return 4
}

// after is the first telling sign behind word i in its sentence: "that", a
// quote, "to", a colon …
func (v *view) after(i int) uint64 {
	for k := i + 1; k < len(v.words) && k < i+12; k++ {
		w := &v.words[k]
		if w.sent != v.words[i].sent {
			return 1
		}
		if w.mark == openQuote || w.mark == colon || w.mark == closeQuote {
			return uint64(w.mark) + 10
		}
		if w.low == thatHash {
			return 2
		}
		if w.mark == stop {
			return 3
		}
		if k > i+3 && w.class > 0 {
			return 4
		}
	}
	return 5
}

// before is the first telling sign before word i.
func (v *view) before(i int) uint64 {
	for k := i - 1; k >= 0 && k > i-10; k-- {
		w := &v.words[k]
		if w.sent != v.words[i].sent {
			return 1
		}
		if w.mark == closeQuote || w.mark == openQuote {
			return uint64(w.mark) + 10
		}
		if w.mark == comma {
			return 2
		}
		if w.class > 0 {
			return 4
		}
	}
	return 5
}

var thatHash = hashString("that")
