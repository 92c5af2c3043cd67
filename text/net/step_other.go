//go:build !amd64

package net

func step(state, row, in, out, vf, vr, bf, br []float32) {
	stepPlain(state, row, in, out, vf, vr, bf, br)
}

func leaky(x []float32) { leakyPlain(x) }

func addTo(dst, src []float32) { addPlain(dst, src) }
