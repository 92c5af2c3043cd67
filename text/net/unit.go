package net

import "math"

// The two squashing functions. They need only operations that every machine
// rounds alike.

// squash takes x into -1 … 1.
func squash(x float32) float32 {
	return x / float32(math.Sqrt(float64(1+float32(x*x))))
}

// gate takes x into 0 … 1.
func gate(x float32) float32 { return .5 + float32(.5*squash(x)) }

// recur runs one direction of one layer over one sentence: t words from word
// 0 of the slices on, backward if dir is 1. u holds the products of the layer,
// x its input, y its output. Where kept is given it receives state, forget
// and reset gate of each word for training.
func (m *Model) recur(l *layer, dir, t int, u, x, y []float32, state []float32, kept []float32) {
	h, w := m.Hidden, m.out()
	v, b := l.v.w[2*dir*h:], l.b.w[2*dir*h:]
	vf, vr, bf, br := v[:h], v[h:2*h], b[:h], b[h:2*h]
	state = state[:h]
	clear(state)
	for k := range t {
		i := k
		if dir == 1 {
			i = t - 1 - k
		}
		row := u[i*6*h+dir*3*h : i*6*h+dir*3*h+3*h]
		in, out := x[i*w+dir*h:i*w+dir*h+h], y[i*w+dir*h:i*w+dir*h+h]
		if kept == nil {
			step(state, row, in, out, vf, vr, bf, br)
			continue
		}
		keep := kept[i*6*h+dir*3*h : i*6*h+dir*3*h+3*h]
		cand, pf, pr := row[:h], row[h:2*h], row[2*h:3*h]
		for j := range h {
			c := state[j]
			f := gate(pf[j] + float32(vf[j]*c) + bf[j])
			r := gate(pr[j] + float32(vr[j]*c) + br[j])
			c = cand[j] + float32(f*(c-cand[j]))
			state[j] = c
			out[j] = in[j] + float32(r*(squash(c)-in[j]))
			keep[j], keep[h+j], keep[2*h+j] = c, f, r
		}
	}
}

// stepPlain is one word of recur.
func stepPlain(state, row, in, out, vf, vr, bf, br []float32) {
	h := len(state)
	cand, pf, pr := row[:h], row[h:2*h], row[2*h:3*h]
	in, out, vf, vr, bf, br = in[:h], out[:h], vf[:h], vr[:h], bf[:h], br[:h]
	for j := range h {
		c := state[j]
		f := gate(pf[j] + float32(vf[j]*c) + bf[j])
		r := gate(pr[j] + float32(vr[j]*c) + br[j])
		c = cand[j] + float32(f*(c-cand[j]))
		state[j] = c
		out[j] = in[j] + float32(r*(squash(c)-in[j]))
	}
}

// slope is that of the dense layers' activation below zero.
const slope = .125

// leakyPlain is the activation of the dense layers.
func leakyPlain(x []float32) {
	for i, v := range x {
		if v < 0 {
			x[i] = v * slope
		}
	}
}

func addPlain(dst, src []float32) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] += v
	}
}
