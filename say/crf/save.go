package crf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// Prune empties all but the n rows that weigh most.
func (m *Model) Prune(n int) {
	norms := make([]float32, 1<<m.Bits)
	for k := range norms {
		for j, v := range m.row(uint32(k)) {
			if j >= m.Hidden {
				v *= 2 // acts at once, not through the hidden layer
			}
			norms[k] += v * v
		}
	}
	sorted := slices.Clone(norms)
	slices.Sort(sorted)
	if n >= len(sorted) {
		return
	}
	least := sorted[len(sorted)-n]
	for k, v := range norms {
		if v < least {
			clear(m.row(uint32(k)))
		}
	}
}

// levels is how many steps a value has on either side of zero: few, since the
// sum of many values is what counts.
const levels = 10

// Bytes is the model in a compact form: rows that are empty are left out, and
// a row's values are kept in a few steps with a scale for its hidden share and
// one for its labels' share.
func (m *Model) Bytes() []byte {
	var b bytes.Buffer
	put := func(v any) { binary.Write(&b, binary.LittleEndian, v) }
	put([4]uint32{uint32(m.Bits), uint32(m.Hidden), uint32(m.Labels), uint32(m.Edges)})
	for _, p := range [][]float32{m.bias, m.out, m.first, m.trans} {
		put(p)
	}
	var kept []uint32
	for k := range uint32(1) << m.Bits {
		for _, v := range m.row(k) {
			if v > 1e-3 || v < -1e-3 {
				kept = append(kept, k)
				break
			}
		}
	}
	put(uint32(len(kept)))
	last := uint32(0)
	for _, k := range kept { // gaps are small numbers
		b.Write(binary.AppendUvarint(nil, uint64(k-last)))
		last = k
	}
	var scales []uint8
	var values []int8
	for _, k := range kept {
		row := m.row(k)
		for _, part := range [][]float32{row[:m.Hidden], row[m.Hidden:]} {
			top := float32(0)
			for _, v := range part {
				top = max(top, max(v, -v))
			}
			step := stepOf(top / levels)
			scale := scaleOf(step)
			scales = append(scales, step)
			for _, v := range part {
				if scale > 0 {
					values = append(values, int8(max(-127, min(127, math.Round(float64(v/scale))))))
				} else {
					values = append(values, 0)
				}
			}
		}
	}
	put(scales)
	put(values)
	return b.Bytes()
}

// A scale is kept in a byte, eight steps to the power of two: step 200 is 1,
// and 0 nothing.
func scaleOf(step uint8) float32 {
	if step == 0 {
		return 0
	}
	return float32(math.Exp2((float64(step) - 200) / 8))
}

func stepOf(scale float32) uint8 {
	if scale <= 0 {
		return 0
	}
	return uint8(max(1, min(255, math.Round(math.Log2(float64(scale))*8)+200)))
}

var errShort = errors.New("model is cut short")

// Read makes a model of what Bytes gave; follows must be as for New. It holds
// the rows that were kept and no others.
func Read(b []byte, follows func(a, b int) bool) (*Model, error) {
	r := bytes.NewReader(b)
	var err error
	get := func(v any) {
		if err == nil {
			err = binary.Read(r, binary.LittleEndian, v)
		}
	}
	var head [4]uint32
	get(&head)
	if err != nil || head[0] > 22 || head[1] > 256 || head[2] == 0 || head[2] > 32 || head[3] > 256 {
		return nil, errors.New("no model of this kind")
	}
	m := hollow(Shape{int(head[0]), int(head[1]), int(head[2]), int(head[3])}, follows)
	for _, p := range [][]float32{m.bias, m.out, m.first, m.trans} {
		get(p)
	}
	var n uint32
	get(&n)
	if err != nil || n > 1<<m.Bits || int(n) > r.Len() {
		return nil, errShort
	}
	m.index = make([]uint32, 1<<m.Bits)
	last := uint64(0)
	for i := range n {
		d, e := binary.ReadUvarint(r)
		if last += d; e != nil || last >= 1<<m.Bits {
			return nil, errShort
		}
		m.index[last] = i + 1
	}
	w := m.width()
	rest := b[len(b)-r.Len():]
	if len(rest) < int(n)*(2+w) {
		return nil, errShort
	}
	scales, values := rest[:2*n], rest[2*n:]
	m.rows = make([]float32, int(n)*w)
	for i := range int(n) {
		hidden, labels := scaleOf(scales[2*i]), scaleOf(scales[2*i+1])
		row := m.rows[i*w:][:w]
		for j, v := range values[i*w:][:w] {
			s := hidden
			if j >= m.Hidden {
				s = labels
			}
			row[j] = s * float32(int8(v))
		}
	}
	return m, nil
}
