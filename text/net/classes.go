package net

import (
	"math"

	"sayso/text/mat"
)

// Classes sorts the known forms into n classes of like embeddings by k-means.
// Form 0, the unknown, gets class 0.
func (m *Model) Classes(n, rounds int) []uint8 {
	d := m.embed.c
	k := len(m.vocab.prints) + 1
	x := make([]float32, k*d)
	for i := 1; i < k; i++ {
		row := x[i*d : (i+1)*d]
		copy(row, m.embed.w[i*d:])
		normalise(row)
	}
	centre := make([]float32, n*d)
	for c := range n {
		// Spread over the rows, which are in no order.
		copy(centre[c*d:(c+1)*d], x[(1+c*(k-1)/n)*d:])
	}
	out := make([]uint8, k)
	s := make([]float32, k*n)
	for range rounds {
		var p mat.Packed
		p.PackTransposed(centre, d, n)
		mat.Mul(s, n, x, d, k, &p)
		clear(centre)
		for i := 1; i < k; i++ {
			c := top(s[i*n : (i+1)*n])
			out[i] = uint8(c)
			addTo(centre[c*d:(c+1)*d], x[i*d:(i+1)*d])
		}
		for c := range n {
			normalise(centre[c*d : (c+1)*d])
		}
	}
	return out
}

func normalise(row []float32) {
	s := 0.0
	for _, v := range row {
		s += float64(v) * float64(v)
	}
	if s == 0 {
		return
	}
	k := float32(1 / math.Sqrt(s))
	for i := range row {
		row[i] *= k
	}
}
