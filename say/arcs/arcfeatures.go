package arcs

import "sayso/text"

// A cue is a run of words of a view.
type cue struct{ from, to int }

// frame is what all positions round one cue share.
type frame struct {
	v        *view
	c        cue
	from, to int    // the window
	key      uint64 // the cue's words
	head     int    // the cue's head word
	stem     uint64
	class    uint64
	config   uint64 // what stands right before and behind the cue
	room     uint64 // how much stands before and behind it up to the next bounds
	bound    int    // the last comma or closing mark before the cue, or -1
	quoteBef int32  // the quote that ends last before the cue, or 0
	quoteAft int32  // the one that begins first behind it
	cueQuote int32
	branches []branch // of each word of the window
	commas   []uint8
	stops    []int8
	others   []uint8
	up       []int32 // ancestors of the head
	rivals   []uint8 // of each word of the window: how many other cues stand between it and the cue, and 4 if it is in one
	guess    []uint8 // of each word of the window: what the rules take it for
}

// The window round a cue, in words. Nine in ten paragraphs are shorter than 66.
const (
	windowBefore = 150
	windowAfter  = 180
)

// set makes the frame of a cue; cues are all cues of the view.
func (f *frame) set(v *view, c cue, cues []cue) {
	f.v, f.c = v, c
	f.from, f.to = max(0, c.from-windowBefore), min(len(v.words), c.to+windowAfter)
	f.key, f.class = 0, 0
	f.head = c.from
	for i := c.from; i < c.to; i++ {
		w := &v.words[i]
		f.key = mix(f.key + w.low)
		if w.class > 0 && f.class == 0 {
			f.class = uint64(w.class)
			f.head = i
		}
	}
	if !v.flat { // the word of the cue whose head stands outside of it
		for i := c.from; i < c.to; i++ {
			if h := int(v.words[i].head); h < c.from || h >= c.to {
				if v.words[i].upos != uint8(text.AUX) && v.words[i].upos != uint8(text.PUNCT) || c.to-c.from == 1 {
					f.head = i
					break
				}
			}
		}
	}
	f.stem = v.words[f.head].stem
	p, n := v.at(c.from-1), v.at(c.to)
	f.config = uint64(p.mark)<<8 | uint64(n.mark)
	if n.low == thatHash {
		f.config |= 1 << 16
	}
	f.measure()
	f.quoteBef, f.quoteAft, f.cueQuote = 0, 0, v.words[c.from].quote
	for i := c.from - 1; i >= f.from; i-- {
		if q := v.words[i].quote; q != 0 && q != f.cueQuote {
			f.quoteBef = q
			break
		}
	}
	for i := c.to; i < f.to; i++ {
		if q := v.words[i].quote; q != 0 && q != f.cueQuote {
			f.quoteAft = q
			break
		}
	}
	n2 := f.to - f.from
	f.commas, f.stops, f.others = growTo(f.commas, n2), growTo(f.stops, n2), growTo(f.others, n2)
	var commas, others uint8
	stops := int8(0)
	for i := c.from - 1; i >= f.from; i-- {
		w := &v.words[i]
		if v.words[i].sent != v.words[i+1].sent {
			stops--
		}
		f.commas[i-f.from], f.stops[i-f.from], f.others[i-f.from] = commas, max(stops, -4), others
		if w.mark == comma && commas < 3 {
			commas++
		}
		if w.class > 0 && w.quote == f.cueQuote && others < 3 {
			others++
		}
	}
	commas, others, stops = 0, 0, 0
	for i := c.to; i < f.to; i++ {
		w := &v.words[i]
		if v.words[i].sent != v.words[i-1].sent {
			stops++
		}
		f.commas[i-f.from], f.stops[i-f.from], f.others[i-f.from] = commas, min(stops, 4), others
		if w.mark == comma && commas < 3 {
			commas++
		}
		if w.class > 0 && w.quote == f.cueQuote && others < 3 {
			others++
		}
	}
	f.rivals = growTo(f.rivals, n2)
	clear(f.rivals)
	for _, o := range cues {
		if o.from < c.to && c.from < o.to || o.to <= f.from || o.from >= f.to {
			continue
		}
		if o.to <= c.from {
			for k := f.from; k < o.from; k++ {
				f.rivals[k-f.from]++
			}
		} else {
			for k := o.to; k < f.to; k++ {
				f.rivals[k-f.from]++
			}
		}
		for k := max(o.from, f.from); k < min(o.to, f.to); k++ {
			f.rivals[k-f.from] |= 64
		}
	}
	for k, n := range f.rivals {
		f.rivals[k] = min(n&63, 3) | n>>4
	}
	f.guess = growTo(f.guess, n2)
	none := uint8(3)
	for i := range v.hints {
		if h := &v.hints[i]; h.from < c.to && c.from < h.to {
			none = 0
			clear(f.guess)
			for kind, l := range [][]cue{h.source, h.content} {
				for _, x := range l {
					for k := max(x.from, f.from); k < min(x.to, f.to); k++ {
						f.guess[k-f.from] = uint8(kind + 1)
					}
				}
			}
			break
		}
	}
	if none != 0 {
		for i := range f.guess {
			f.guess[i] = none
		}
	}
	f.up = f.up[:0]
	if !v.flat {
		for h, k := v.words[f.head].head, 0; h >= 0 && k < 5; h, k = v.words[h].head, k+1 {
			f.up = append(f.up, h)
		}
		f.branches = growTo(f.branches, n2)
		for i := f.from; i < f.to; i++ {
			f.branches[i-f.from] = f.branch(i)
		}
	}
}

// measure finds how many words stand between the cue and the comma, closing
// mark or sentence's start before it, and how many between it and its
// sentence's end. "…, Kolt said." and "Kolt said …" differ in both.
func (f *frame) measure() {
	v := f.v
	f.bound = -1
	before := 0
	for i := f.c.from - 1; i >= f.from && v.words[i].sent == v.words[f.c.from].sent; i-- {
		if m := v.words[i].mark; m == comma || m == closeQuote || m == dash || m == otherMark || m == stop {
			f.bound = i
			break
		}
		before++
	}
	behind, that := 0, uint64(0)
	for i := f.c.to; i < f.to && v.words[i].sent == v.words[f.c.to-1].sent; i++ {
		if m := v.words[i].mark; m == stop {
			break
		} else if m == openQuote || m == colon {
			that = 2
			break
		}
		if v.words[i].low == thatHash && behind < 8 {
			that = 1
		}
		behind++
	}
	f.room = distance(before)<<8 | distance(behind)<<4 | that<<2
	if f.bound >= 0 {
		f.room |= 1
	}
}

func growTo[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

func distance(d int) uint64 {
	switch {
	case d <= 3:
		return uint64(d)
	case d <= 5:
		return 4
	case d <= 8:
		return 5
	case d <= 14:
		return 6
	case d <= 25:
		return 7
	case d <= 50:
		return 8
	}
	return 9
}

// A branch says how a word hangs from the cue: how many steps above the cue's
// head their paths meet, the relation by which the path comes down to the word
// from there, and how deep the word stands below.
type branch struct{ up, rel, depth uint8 }

func (f *frame) branch(i int) branch {
	v := f.v
	last := -1
	for k, d := i, 0; k >= 0 && d < 24; k, d = int(v.words[k].head), d+1 {
		rel := uint8(99)
		if last >= 0 {
			rel = v.words[last].rel
		}
		if k == f.head {
			return branch{0, rel, uint8(min(d, 4))}
		}
		for u, a := range f.up {
			if int(a) == k {
				return branch{uint8(u + 1), rel, uint8(min(d, 4))}
			}
		}
		last = k
	}
	return branch{up: 9}
}

func (f *frame) branchAt(i int) uint64 {
	if i < f.from || i >= f.to {
		return 10 << 16
	}
	b := f.branches[i-f.from]
	return uint64(b.up)<<16 | uint64(b.rel)<<8
}

// features appends the features of word i as source or content of the cue.
func (f *frame) features(z feats, i int) {
	v := f.v
	w, p, n := v.at(i), v.at(i-1), v.at(i+1)
	pp, nn := v.at(i-2), v.at(i+2)
	k := i - f.from
	side, dist := uint64(0), uint64(0)
	switch {
	case i < f.c.from:
		side, dist = 1, distance(f.c.from-i)
	case i >= f.c.to:
		side, dist = 2, distance(i-f.c.to+1)
	default:
		z.add1(1, 0)
		return
	}
	commas, stops, others := uint64(f.commas[k]), uint64(int(f.stops[k])+8), uint64(f.others[k])
	// how the word stands to the quotes round the cue
	q := uint64(0)
	switch {
	case w.quote == 0:
	case w.quote == f.cueQuote:
		q = 1
	case w.quote == f.quoteBef:
		q = 2
	case w.quote == f.quoteAft:
		q = 3
	default:
		q = 4
	}
	if w.opens {
		q |= 8
	}
	if w.closes {
		q |= 16
	}
	sq := side<<8 | q
	pos := side<<16 | stops<<8 | dist
	ctx := side<<24 | stops<<16 | commas<<8 | others<<4 | b2u(q&7 != 0)
	class := f.class

	z.add2(2, sq, stops)
	z.add2(3, pos, q)
	z.add2(4, ctx, 0)
	z.add2(5, ctx, f.config)
	z.add3(6, sq, stops, f.config)
	z.add3(7, pos, f.config, q)
	z.add2(8, f.stem, pos)
	z.add3(9, f.stem, sq, stops)
	z.add2(10, f.key, ctx)
	z.add3(11, class, ctx, f.config)
	z.add2(12, w.low, side)
	z.add2(13, w.low, side<<8|stops<<16|q)
	z.add2(14, w.low, pos)
	z.add2(15, p.low, side<<8|b2u(q != 0))
	z.add2(16, n.low, side<<8|b2u(q != 0))
	z.add3(17, p.low, w.low, side)
	z.add3(18, w.low, n.low, side)
	z.add3(19, uint64(p.mark)<<4|uint64(n.mark)<<8, uint64(w.mark)<<4|uint64(w.shape), ctx)
	z.add3(20, uint64(p.mark)<<4|uint64(n.mark)<<8, uint64(w.mark), f.config<<2|side)
	z.add3(21, p.low, uint64(w.shape), pos)
	z.add3(22, n.low, uint64(w.shape), pos)
	z.add3(23, uint64(p.shape)<<8|uint64(w.shape)<<4|uint64(n.shape), pos, q)
	z.add2(24, uint64(w.name)<<8|uint64(p.name)<<4|uint64(n.name), pos)
	z.add3(25, uint64(w.name), ctx, f.config)
	z.add3(26, v.sentenceStart(i), sq, stops)
	z.add3(27, v.sentenceStart(i), v.title1()<<16|f.config, side)
	z.add3(28, f.stem, w.low, side)
	z.add3(29, class, w.low, side<<8|dist)
	z.add2(30, v.near(i), side)
	z.add3(31, v.near(i), sq, stops)
	z.add2(32, pp.low, side<<8|uint64(p.mark))
	z.add2(33, nn.low, side<<8|uint64(n.mark))
	z.add3(34, uint64(w.class), uint64(n.class)<<4|uint64(p.class), ctx)
	region := side
	if side == 1 && i > f.bound {
		region = 3
	}
	z.add3(60, f.room, region, stops)
	z.add3(61, f.room, region<<8|stops, q)
	z.add3(62, f.stem, f.room, region)
	z.add3(63, f.room, uint64(w.shape)<<8|uint64(w.mark), region<<16|uint64(p.mark)<<8|uint64(n.mark))
	z.add3(64, f.room, region<<8|stops, v.sentenceStart(i))
	z.add3(65, f.room>>4, region<<8|dist, stops)
	g := uint64(f.guess[k])
	gs := g<<4 | 15
	if k > 0 && k+1 < len(f.guess) {
		gs = g<<4 | uint64(f.guess[k-1])<<2 | uint64(f.guess[k+1])
	}
	z.add2(70, gs, side)
	z.add3(71, gs, q, f.config)
	z.add3(72, gs, f.stem, side)
	z.add3(73, gs, f.room, side)
	z.add3(74, g, pos, q)
	z.add3(75, gs, uint64(w.mark)<<8|uint64(p.mark)<<4|uint64(n.mark), side)
	z.add3(76, gs, w.low, side)
	rv := uint64(f.rivals[k])
	if k+1 < len(f.rivals) {
		rv = rv<<4 | uint64(f.rivals[k+1])
	}
	z.add3(80, rv, side, stops)
	z.add3(81, rv, side<<8|commas, f.config)
	z.add3(82, rv, w.low, side)
	z.add3(83, rv, gs, side)
	z.add3(84, rv, sq, uint64(w.mark)<<8|uint64(p.mark)<<4|uint64(n.mark))
	z.add3(85, rv, f.stem, side)
	if v.flat {
		return
	}
	branch, depth := f.branchAt(i), uint64(f.branches[k].depth)
	pb, nb := f.branchAt(i-1), f.branchAt(i+1)
	x := uint64(w.xpos)
	z.add3(40, branch, side, uint64(w.rel))
	z.add3(41, branch, side, b2u(q&7 != 0)<<8|stops)
	z.add3(42, branch, side, f.stem)
	z.add3(43, branch, side<<8|class, f.config)
	z.add3(44, branch|depth, side, x)
	z.add3(45, branch, pb, side)
	z.add3(46, branch, nb, side)
	z.add3(47, branch, f.key, side)
	z.add3(48, x, uint64(p.xpos)<<8|uint64(n.xpos), pos)
	z.add3(49, x, uint64(p.xpos), side<<8|b2u(q&7 != 0))
	z.add3(50, x, uint64(n.xpos), side<<8|b2u(q&7 != 0))
	z.add3(51, w.low, branch, side)
	z.add3(52, branch, pos, 0)
	z.add3(53, x, ctx, f.config)
	z.add3(54, branch, uint64(p.mark)<<8|uint64(n.mark), side)
	z.add3(66, f.room, branch, region)
	z.add3(77, gs, branch, side)
	z.add3(86, rv, branch, side)
	z.add3(87, rv, uint64(w.xpos)<<8|uint64(n.xpos), side)
	hx, hs := uint64(0), uint64(0)
	if w.head >= 0 {
		hx, hs = uint64(v.words[w.head].xpos), v.words[w.head].stem
	}
	z.add3(55, uint64(w.rel), hx, side<<8|dist)
	z.add3(56, uint64(w.rel), hs, side)
	z.add3(57, uint64(v.words[f.head].kids), branch, side)
	z.add3(58, uint64(v.words[f.head].xpos)<<8|uint64(v.words[f.head].rel), branch, side)
	z.add3(59, branch, uint64(w.name), side<<8|b2u(q&7 != 0))
}

func (v *view) title1() uint64 { return b2u(v.title) }
