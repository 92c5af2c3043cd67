package names

import (
	"encoding/binary"
	"math"

	"sayso/text/mat"
)

const (
	// breadth is the number of hidden units.
	breadth = 128
	// slope is that of their activation below zero.
	slope = .125
	// scale is how many whole steps of a score make one of the logarithm.
	scale = 1024
)

// A dense network scores the labels of a word from the vectors that the network
// of syntax made of it and its sentence, and from a few signs of its own: one
// hidden layer, of which the words on both sides count too.
type dense struct {
	hidden, embed int       // values of each of a word's two vectors in its sentence, of its embedding
	in            []float32 // (2 hidden + 3 embed) × breadth
	bias          []float32 // breadth
	signs         []float32 // signs × breadth
	out           []float32 // 3 breadth × labels
	outBias       []float32 // labels

	lastP, beforeP, embedP, outP *mat.Packed
}

func (d *dense) width() int { return 2*d.hidden + 3*d.embed }

func (d *dense) tensors() []*[]float32 {
	return []*[]float32{&d.in, &d.bias, &d.signs, &d.out, &d.outBias}
}

func newDense(hidden, embed int) *dense {
	d := &dense{hidden: hidden, embed: embed}
	for i, n := range []int{d.width() * breadth, breadth, signs * breadth, 3 * breadth * labels, labels} {
		*d.tensors()[i] = make([]float32, n)
	}
	return d
}

func (d *dense) pack() {
	h := d.hidden * breadth
	d.lastP = mat.Pack(d.in[:h], d.hidden, breadth)
	d.beforeP = mat.Pack(d.in[h:2*h], d.hidden, breadth)
	d.embedP = mat.Pack(d.in[2*h:], 3*d.embed, breadth)
	d.outP = mat.Pack(d.out, 3*breadth, labels)
}

// append writes the network after b, rows of eight bits with a scale each.
func (d *dense) append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(d.hidden))
	b = binary.LittleEndian.AppendUint32(b, uint32(d.embed))
	for i, t := range d.tensors() {
		n := d.columns(i)
		for r := *t; len(r) > 0; r = r[n:] {
			big := 0.0
			for _, v := range r[:n] {
				big = max(big, math.Abs(float64(v)))
			}
			k := float32(big / 127)
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(k))
			for _, v := range r[:n] {
				q := 0.0
				if k > 0 {
					q = math.Round(float64(v) / float64(k))
				}
				b = append(b, byte(int8(q)))
			}
		}
	}
	return b
}

func (d *dense) columns(tensor int) int {
	if tensor >= 3 {
		return labels
	}
	return breadth
}

func readDense(b []byte) (*dense, []byte, error) {
	if len(b) < 8 {
		return nil, nil, errModel
	}
	hidden, embed := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])
	b = b[8:]
	if hidden > 1<<12 || embed > 1<<12 {
		return nil, nil, errModel
	}
	d := newDense(int(hidden), int(embed))
	for i, t := range d.tensors() {
		n := d.columns(i)
		for r := *t; len(r) > 0; r = r[n:] {
			if len(b) < 4+n {
				return nil, nil, errModel
			}
			k := math.Float32frombits(binary.LittleEndian.Uint32(b))
			for j := range n {
				r[j] = float32(int8(b[4+j])) * k
			}
			b = b[4+n:]
		}
	}
	d.pack()
	return d, b, nil
}

// project sets pre, breadth values a word, from the vectors of some sentences:
// last and before lie word by word, embed with an empty word at each end of a
// sentence.
func (d *dense) project(pre, last, before, embed, room []float32, ends []int) {
	n := len(pre) / breadth
	if n == 0 {
		return
	}
	mat.Mul(pre, breadth, last, d.hidden, n, d.lastP)
	pad := n + 2*len(ends) - 2
	room = room[:max(n, pad)*breadth]
	mat.Mul(room, breadth, before, d.hidden, n, d.beforeP)
	add(pre, room[:len(pre)])
	mat.Mul(room, breadth, embed, d.embed, pad, d.embedP)
	from, at := 0, 0
	for _, e := range ends {
		k := (e - from) * breadth
		add(pre[from*breadth:from*breadth+k], room[at*breadth:])
		at += e - from + 2
		from = e
	}
}

func add(dst, src []float32) {
	src = src[:len(dst)]
	for i, v := range src {
		dst[i] += v
	}
}

// activate adds a word's signs to its row of the hidden layer and bends it.
func (d *dense) activate(row []float32, ids []uint16) {
	row = row[:breadth]
	add(row, d.bias)
	for _, k := range ids {
		add(row, d.signs[int(k)*breadth:int(k)*breadth+breadth])
	}
	for i, v := range row {
		if v < 0 {
			row[i] = v * slope
		}
	}
}

// Where the kinds of signs begin.
const (
	signClass     = 0
	signLists     = signClass + 257
	signPhrase    = signLists + 32
	signShape     = signPhrase + 13*8
	signCase      = signShape + 256
	signElsewhere = signCase + 8
	signBefore    = signElsewhere + 128
	signAfter     = signBefore + 128
	signListsPrev = signAfter + 128
	signListsNext = signListsPrev + 16
	signRun       = signListsNext + 16
	signRunLast   = signRun + 16
	signRunPrev   = signRunLast + 257
	signRunNext   = signRunPrev + 257
	signRunLists  = signRunNext + 257
	signGenre     = signRunLists + 16
	signTag       = signGenre + genres
	signEnding    = signTag + 64
	signs         = signEnding + 1024
)

// signsOf appends the signs of word i.
func signsOf(f []uint16, as []attr, i int, g genre) []uint16 {
	a := &as[i]
	put := func(k int) { f = append(f, uint16(k)) }
	bits := func(base int, m Mask) {
		for k := 0; m != 0; k++ {
			if m&1 != 0 {
				put(base + k)
			}
			m >>= 1
		}
	}
	fold := func(v uint64, n uint64) int { return int(mix(v, 3) >> 32 % n) }
	capital := 0
	if a.cap {
		capital = 1
	}
	put(signClass + int(min(a.class, 256)))
	bits(signLists+16*capital, a.lists)
	for k, m := 0, a.phrase; m != 0; k, m = k+1, m>>1 {
		if m&1 != 0 {
			put(signPhrase + 8*k + int(a.phraseAt))
		}
	}
	put(signShape + fold(a.shape, 256))
	start := 0
	if a.start {
		start = 1
	}
	put(signCase + 2*int(a.anyCase) + start)
	put(signElsewhere + fold(a.elsewhere, 128))
	if i > 0 {
		put(signBefore + fold(as[i-1].elsewhere, 128))
		bits(signListsPrev, as[i-1].lists)
	}
	if i+1 < len(as) {
		put(signAfter + fold(as[i+1].elsewhere, 128))
		bits(signListsNext, as[i+1].lists)
	}
	if a.runFirst >= 0 {
		first, last := int(a.runFirst), int(a.runLast)
		put(signRun + min(i-first, 3)<<2 + min(last-i, 3))
		put(signRunLast + int(min(as[last].class, 256)))
		bits(signRunLists, as[last].lists)
		if first > 0 {
			put(signRunPrev + int(min(as[first-1].class, 256)))
		}
		if last+1 < len(as) {
			put(signRunNext + int(min(as[last+1].class, 256)))
		}
	}
	put(signGenre + int(g))
	put(signTag + int(a.tag&63))
	put(signEnding + fold(a.suf3, 1024))
	return f
}
