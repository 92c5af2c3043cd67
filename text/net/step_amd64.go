package net

import "golang.org/x/sys/cpu"

// stepAVX2 does as stepPlain does for a number of units that eight divides.
//
//go:noescape
func stepAVX2(n int, state, cand, pf, pr, in, out, vf, vr, bf, br *float32)

var hasAVX2 = cpu.X86.HasAVX2

func step(state, row, in, out, vf, vr, bf, br []float32) {
	h := len(state)
	if !hasAVX2 || h%8 != 0 || h == 0 {
		stepPlain(state, row, in, out, vf, vr, bf, br)
		return
	}
	_, _, _ = row[3*h-1], in[h-1], out[h-1]
	_, _, _, _ = vf[h-1], vr[h-1], bf[h-1], br[h-1]
	stepAVX2(h, &state[0], &row[0], &row[h], &row[2*h], &in[0], &out[0], &vf[0], &vr[0], &bf[0], &br[0])
}

//go:noescape
func leakyAVX2(n int, x *float32)

//go:noescape
func addAVX2(n int, dst, src *float32)

// leaky does as leakyPlain does.
func leaky(x []float32) {
	n := len(x) &^ 7
	if !hasAVX2 || n == 0 {
		leakyPlain(x)
		return
	}
	leakyAVX2(n, &x[0])
	leakyPlain(x[n:])
}

// addTo adds src to dst.
func addTo(dst, src []float32) {
	n := len(src) &^ 7
	if !hasAVX2 || n == 0 {
		addPlain(dst, src)
		return
	}
	_ = dst[len(src)-1]
	addAVX2(n, &dst[0], &src[0])
	addPlain(dst[n:], src[n:])
}
