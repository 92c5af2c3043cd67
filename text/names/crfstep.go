package names

import (
	"math"

	"sayso/text/mat"
)

// learn takes one step for a batch of sentences of n words in all.
func (z *crf) learn(batch []*lesson, n int, rate float32) (loss float64) {
	d := z.net
	w := d.width()
	z.step++
	for len(z.kept) < n {
		z.kept, z.ids = append(z.kept, nil), append(z.ids, nil)
		z.em = append(z.em, [labels]float64{})
	}
	chance := func(p float32) bool { return z.rng.Float32() < p }
	// The hidden layer, an empty word at each end of a sentence.
	x := cleared(&z.x, n*w)
	k := 0
	for _, l := range batch {
		for i, fs := range l.feats {
			dst := x[k*w : (k+1)*w]
			src := l.vectors[i*w : (i+1)*w]
			u, have := uint32(0), 0
			for j, v := range src {
				if have == 0 {
					u, have = z.rng.Uint32(), 4
				}
				if u&255 >= hideIn256 {
					dst[j] = math.Float32frombits(uint32(v)<<16) * (1 / (1 - hideIn256/256.))
				}
				u >>= 8
				have--
			}
			hide := uint32(hideFew)
			if z.rng.Uint32()%3 == 0 {
				hide = hideMany
			}
			keep := z.kept[k][:0]
			for _, f := range fs {
				if z.rng.Uint32()&1023 >= hide {
					if q := z.index[f&tableMask]; q > 0 {
						keep = append(keep, uint32(q))
					}
				}
			}
			z.kept[k] = keep
			id := z.ids[k][:0]
			for _, s := range l.signs[i] {
				if !chance(.15) {
					id = append(id, s)
				}
			}
			z.ids[k] = id
			k++
		}
	}
	raw := cleared(&z.gw, n*breadth)
	z.pk.Pack(d.in, w, breadth)
	mat.Mul(raw, breadth, x, w, n, &z.pk)
	pad := n + 2*len(batch)
	a := cleared(&z.a, pad*breadth)
	mask := cleared(&z.mask, pad*breadth) // slope and dropout of each unit
	k, at := 0, 0
	for _, l := range batch {
		at++
		for range l.feats {
			dst := a[at*breadth : (at+1)*breadth]
			mk := mask[at*breadth : (at+1)*breadth]
			copy(dst, raw[k*breadth:])
			add(dst, d.bias)
			for _, s := range z.ids[k] {
				add(dst, d.signs[int(s)*breadth:int(s)*breadth+breadth])
			}
			for j, v := range dst {
				if chance(hideUnit) {
					dst[j] = 0
					continue
				}
				mk[j] = 1 / (1 - hideUnit)
				if v < 0 {
					mk[j] *= slope
				}
				dst[j] = v * mk[j]
			}
			k++
			at++
		}
		at++
	}
	out := cleared(&z.out, pad*labels)
	z.pk.Pack(d.out, 3*breadth, labels)
	mat.Mul(out, labels, a, breadth, pad-2, &z.pk)
	// Scores, chances and what is wrong with them.
	win := cleared(&z.win, pad*labels) // gradients, laid out as out is
	var dT [labels][labels]float64
	k, at = 0, 0
	for _, l := range batch {
		m := len(l.feats)
		em := z.em[:m]
		for i := range em {
			var s [labels]float32
			copy(s[:], out[(at+i)*labels:(at+i+1)*labels])
			for j, b := range d.outBias {
				s[j] += b
			}
			for _, q := range z.kept[k+i] {
				r := &z.rows[q].w
				for j := range r {
					s[j] += r[j]
				}
			}
			for j, v := range s {
				em[i][j] = float64(v)
			}
		}
		loss += z.lat.run(em, &z.trans, nil, 1, &dT)
		all := append([][labels]float64(nil), z.lat.marg[:m]...)
		loss -= z.lat.run(em, &z.trans, l.allowed, -1, &dT)
		for i := range em {
			var g [labels]float32
			wrong := float32(0)
			for j := range g {
				g[j] = float32(all[i][j] - z.lat.marg[i][j])
				wrong = max(wrong, g[j], -g[j])
			}
			copy(win[(at+i)*labels:], g[:])
			// Most words are known for sure and teach nothing.
			if wrong < .005 {
				continue
			}
			for _, q := range z.kept[k+i] {
				r := &z.rows[q]
				for j, v := range g {
					r.g[j] += v * v
					r.w[j] -= sparseRate * rate * v / float32(math.Sqrt(float64(r.g[j])+.1))
				}
			}
		}
		k += m
		at += m + 2
	}
	for i := range dT {
		for j := range dT[i] {
			if g := dT[i][j]; g != 0 {
				z.transG[i][j] += g * g
				z.trans[i][j] -= sparseRate * float64(rate) * g / math.Sqrt(z.transG[i][j]+.1)
			}
		}
	}
	// The way back. win[q] is of the word before row q+1 of a: its window.
	inv := 1 / float32(n)
	gradOut := make([]float32, len(d.out))
	da := cleared(&z.da, pad*breadth)
	z.pk.Pack(win[:(pad-2)*labels], pad-2, labels)
	t := cleared(&z.xt, breadth*(pad-2))
	for part := range 3 {
		for i := range pad - 2 {
			src := a[(i+part)*breadth : (i+part+1)*breadth]
			for j, v := range src {
				t[j*(pad-2)+i] = v
			}
		}
		mat.Mul(gradOut[part*breadth*labels:], labels, t, pad-2, breadth, &z.pk)
	}
	var pk mat.Packed
	tmp := make([]float32, (pad-2)*breadth)
	for part := range 3 {
		pk.PackTransposed(d.out[part*breadth*labels:(part+1)*breadth*labels], labels, breadth)
		mat.Mul(tmp, breadth, win, labels, pad-2, &pk)
		add(da[part*breadth:part*breadth+len(tmp)], tmp)
	}
	gradOutBias := make([]float32, labels)
	for i := range pad - 2 {
		add(gradOutBias, win[i*labels:(i+1)*labels])
	}
	for i, v := range mask {
		da[i] *= v
	}
	dw := raw // words without the empty ones
	gradBias := make([]float32, breadth)
	k, at = 0, 0
	for _, l := range batch {
		at++
		for range l.feats {
			g := da[at*breadth : (at+1)*breadth]
			copy(dw[k*breadth:], g)
			add(gradBias, g)
			for _, s := range z.ids[k] {
				ww, gg := d.signs[int(s)*breadth:][:breadth], z.signG[int(s)*breadth:][:breadth]
				for j, v := range g {
					if v != 0 {
						gg[j] += v * v
						ww[j] -= signRate * rate * v / float32(math.Sqrt(float64(gg[j])+.01))
					}
				}
			}
			k++
			at++
		}
		at++
	}
	xt := cleared(&z.xt, w*n)
	for i := range n {
		for j, v := range x[i*w : (i+1)*w] {
			xt[j*n+i] = v
		}
	}
	gradIn := make([]float32, len(d.in))
	z.pk.Pack(dw, n, breadth)
	mat.Mul(gradIn, breadth, xt, n, w, &z.pk)
	for i, g := range [][]float32{gradIn, gradBias, nil, gradOut, gradOutBias} {
		if g != nil {
			z.adam(*d.tensors()[i], g, z.adamM[i], z.adamV[i], inv, rate*denseRate)
		}
	}
	return loss
}

func (z *crf) adam(w, g, m, v []float32, inv, rate float32) {
	c1, c2 := 1-math.Pow(.9, float64(z.step)), 1-math.Pow(.99, float64(z.step))
	k, c := rate/float32(c1), float32(1/c2)
	for i, d := range g {
		d *= inv
		m[i] += .1 * (d - m[i])
		v[i] += .01 * (d*d - v[i])
		w[i] -= k * m[i] / (float32(math.Sqrt(float64(v[i]*c))) + 1e-8)
	}
}
