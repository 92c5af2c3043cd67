package net

import (
	"math"
	"math/rand"

	"sayso/text/mat"
)

// An Example is one sentence to learn from. Tags and relations are numbers
// from 1; 0 is not to be learnt from. Heads are from 1, with 0 the root and -1
// not to be learnt from.
type Example struct {
	Words            []string
	Heads            []int
	UPOS, XPOS, Rels []uint8
}

// example is an Example with its embedding rows.
type example struct {
	*Example
	rows [][parts]int32
	drop []float32 // chance that the form of a word is hidden
}

// Training says how to train.
type Training struct {
	Epochs int
	Batch  int // words
	Rate   float64
	Drop   float64 // of each vector's values between layers
	Seed   int64
	Report func(epoch int, m *Model, loss float64)
}

// A shard works out the gradients of a part of a batch.
type shard struct {
	m    *Model
	rate float64
	rng  *rand.Rand
	g    map[*tensor][]float32
	seen []bool
	rows []int32
	loss float64
	n    int

	bufs  [][]float32
	used  int
	packA mat.Packed
}

// buf is zeroed room for one step.
func (s *shard) buf(n int) []float32 {
	if s.used == len(s.bufs) {
		s.bufs = append(s.bufs, nil)
	}
	b := s.bufs[s.used]
	if cap(b) < n {
		b = make([]float32, n+n/4)
	}
	b = b[:n]
	clear(b)
	s.bufs[s.used] = b
	s.used++
	return b
}

// packedWeights are the weights laid out for the way there and back.
type packedWeights struct{ there, back map[*tensor]*mat.Packed }

func (p *packedWeights) update(ts []*tensor) {
	if p.there == nil {
		p.there, p.back = map[*tensor]*mat.Packed{}, map[*tensor]*mat.Packed{}
		for _, t := range ts {
			p.there[t], p.back[t] = &mat.Packed{}, &mat.Packed{}
		}
	}
	for _, t := range ts {
		p.there[t].Pack(t.w, t.r, t.c)
		p.back[t].PackTransposed(t.w, t.c, t.r)
	}
}

// gradMul adds aᵀ·d to the gradient of t, a being n rows of t.r values lda
// apart, d n rows of t.c values.
func (s *shard) gradMul(t *tensor, a []float32, lda int, d []float32, n int) {
	at := s.buf(t.r * n)
	for i := range n {
		row := a[i*lda : i*lda+t.r]
		for j, v := range row {
			at[j*n+i] = v
		}
	}
	s.packA.Pack(d, n, t.c)
	tmp := s.buf(t.r * t.c)
	mat.Mul(tmp, t.c, at, n, t.r, &s.packA)
	addTo(s.g[t], tmp)
}

func (s *shard) gradBias(t *tensor, d []float32) {
	g := s.g[t]
	for len(d) >= t.c {
		addTo(g, d[:t.c])
		d = d[t.c:]
	}
}

// mask fills b with dropout factors, one row for each sentence spread over its
// words.
func (s *shard) mask(b []float32, w int, exs []*example) {
	if s.rate == 0 {
		for i := range b {
			b[i] = 1
		}
		return
	}
	keep := float32(1 / (1 - s.rate))
	at := 0
	for _, e := range exs {
		row := b[at : at+w]
		for j := range row {
			row[j] = 0
			if s.rng.Float64() >= s.rate {
				row[j] = keep
			}
		}
		for range len(e.rows) - 1 {
			copy(b[at+w:at+2*w], row)
			at += w
		}
		at += w
	}
}

func times(dst, a, b []float32) {
	for i := range dst {
		dst[i] = a[i] * b[i]
	}
}

// dSquash is the slope of squash where its value is v.
func dSquash(v float32) float32 {
	q := 1 - v*v
	if q <= 0 {
		return 0
	}
	return q * float32(math.Sqrt(float64(q)))
}

func dGate(v float32) float32 { return .5 * dSquash(2*v-1) }

// encoded is what the way there keeps for the way back.
type encoded struct {
	n       int
	rows    [][parts]int32
	pad     []float32
	pre     []float32 // the window's outputs
	masks   [][]float32
	x       [][]float32 // input of each layer, then the output of the last
	dropped [][]float32
	u       [][]float32
	kept    [][]float32
	exs     []*example
	embMask []float32
}

// encode runs the words up to the last layer.
func (s *shard) encode(exs []*example, p *packedWeights) *encoded {
	m := s.m
	d, w := m.Embed, m.out()
	c := &encoded{exs: exs}
	for _, e := range exs {
		c.n += len(e.rows)
	}
	n := c.n
	padded := n + 2*len(exs)
	c.pad = s.buf(padded * d)
	c.embMask = s.buf(n * d)
	s.mask(c.embMask, d, exs)
	c.pre = s.buf(n * w)
	at, i := 0, 0
	for _, e := range exs {
		start := at
		at++
		for k, rows := range e.rows {
			row := c.pad[at*d : (at+1)*d]
			hide := s.rng.Float64() < float64(e.drop[k])
			if hide {
				rows[0] = 0
			}
			if s.rate > 0 {
				// Now and then a part other than the form is hidden too.
				for q := 1; q < parts; q++ {
					if s.rng.Float64() < .05 {
						rows[q] = -1
					}
				}
			}
			for _, q := range rows {
				if q >= 0 {
					addTo(row, m.embed.w[int(q)*d:int(q)*d+d])
				}
			}
			times(row, row, c.embMask[i*d:(i+1)*d])
			c.rows = append(c.rows, rows)
			at++
			i++
		}
		at++
		mat.Mul(c.pre[(i-len(e.rows))*w:], w, c.pad[start*d:], d, len(e.rows), p.there[m.conv])
	}
	bias(c.pre, m.convB.w)
	x := s.buf(n * w)
	copy(x, c.pre)
	leaky(x)
	state := s.buf(m.Hidden)
	for l := range m.layers {
		c.x = append(c.x, x)
		mask := s.buf(n * w)
		s.mask(mask, w, exs)
		xd := s.buf(n * w)
		times(xd, x, mask)
		u, kept, y := s.buf(n*6*m.Hidden), s.buf(n*6*m.Hidden), s.buf(n*w)
		mat.Mul(u, 6*m.Hidden, xd, w, n, p.there[m.layers[l].w])
		from := 0
		for _, e := range exs {
			for dir := range 2 {
				m.recur(&m.layers[l], dir, len(e.rows), u[from*6*m.Hidden:], x[from*w:], y[from*w:], state, kept[from*6*m.Hidden:])
			}
			from += len(e.rows)
		}
		c.masks, c.dropped, c.u, c.kept = append(c.masks, mask), append(c.dropped, xd), append(c.u, u), append(c.kept, kept)
		x = y
	}
	c.x = append(c.x, x)
	return c
}

// back carries the gradients dx of the layers' inputs and last output back to
// the embeddings.
func (s *shard) back(c *encoded, dx [][]float32, p *packedWeights) {
	m := s.m
	w, h, n := m.out(), m.Hidden, c.n
	for l := len(m.layers) - 1; l >= 0; l-- {
		ly := &m.layers[l]
		dy, din := dx[l+1], dx[l]
		du := s.buf(n * 6 * h)
		gv, gb := s.g[ly.v], s.g[ly.b]
		carry := s.buf(h)
		from := 0
		for _, e := range c.exs {
			t := len(e.rows)
			for dir := range 2 {
				vf, vr := ly.v.w[2*dir*h:2*dir*h+h], ly.v.w[2*dir*h+h:2*dir*h+2*h]
				gvf, gvr := gv[2*dir*h:2*dir*h+h], gv[2*dir*h+h:2*dir*h+2*h]
				gbf, gbr := gb[2*dir*h:2*dir*h+h], gb[2*dir*h+h:2*dir*h+2*h]
				clear(carry)
				for k := t - 1; k >= 0; k-- {
					i, prev := from+k, from+k-1
					if dir == 1 {
						i, prev = from+t-1-k, from+t-k
					}
					base := i*6*h + dir*3*h
					keep := c.kept[l][base : base+3*h]
					cand := c.u[l][base : base+h]
					d := du[base : base+3*h]
					var before []float32
					if k > 0 {
						pb := prev*6*h + dir*3*h
						before = c.kept[l][pb : pb+h]
					}
					in := c.x[l][i*w+dir*h : i*w+dir*h+h]
					g := dy[i*w+dir*h : i*w+dir*h+h]
					gi := din[i*w+dir*h : i*w+dir*h+h]
					for j := range h {
						cv, f, r := keep[j], keep[h+j], keep[2*h+j]
						var cp float32
						if before != nil {
							cp = before[j]
						}
						sc := squash(cv)
						dh := g[j]
						gi[j] += dh * (1 - r)
						dc := carry[j] + dh*r*dSquash(sc)
						dpr := dh * (sc - in[j]) * dGate(r)
						dpf := dc * (cp - cand[j]) * dGate(f)
						d[j], d[h+j], d[2*h+j] = dc*(1-f), dpf, dpr
						gvf[j] += dpf * cp
						gvr[j] += dpr * cp
						gbf[j] += dpf
						gbr[j] += dpr
						carry[j] = dc*f + dpf*vf[j] + dpr*vr[j]
					}
				}
			}
			from += t
		}
		s.gradMul(ly.w, c.dropped[l], w, du, n)
		tmp := s.buf(n * w)
		mat.Mul(tmp, w, du, 6*h, n, p.back[ly.w])
		mask := c.masks[l]
		for i, v := range tmp {
			din[i] += v * mask[i]
		}
	}
	d0 := dx[0]
	for i, v := range c.pre {
		if v < 0 {
			d0[i] *= slope
		}
	}
	s.gradBias(m.convB, d0)
	// The window: gradient of the weights and of the padded embeddings.
	d := m.Embed
	win := s.buf(n * 3 * d)
	at, i := 0, 0
	for _, e := range c.exs {
		for range e.rows {
			copy(win[i*3*d:(i+1)*3*d], c.pad[at*d:(at+3)*d])
			at++
			i++
		}
		at += 2
	}
	s.gradMul(m.conv, win, 3*d, d0, n)
	dwin := s.buf(n * 3 * d)
	mat.Mul(dwin, 3*d, d0, w, n, p.back[m.conv])
	dpad := s.buf(len(c.pad))
	at, i = 0, 0
	for _, e := range c.exs {
		for range e.rows {
			addTo(dpad[at*d:(at+3)*d], dwin[i*3*d:(i+1)*3*d])
			at++
			i++
		}
		at += 2
	}
	ge := s.g[m.embed]
	at, i = 1, 0
	for _, e := range c.exs {
		for range e.rows {
			row := dpad[at*d : (at+1)*d]
			times(row, row, c.embMask[i*d:(i+1)*d])
			for _, q := range c.rows[i] {
				if q < 0 {
					continue
				}
				if !s.seen[q] {
					s.seen[q] = true
					s.rows = append(s.rows, q)
				}
				addTo(ge[int(q)*d:int(q)*d+d], row)
			}
			at++
			i++
		}
		at += 2
	}
}

// softmax sets d to the gradient of the loss of choosing gold and adds the loss.
func (s *shard) softmax(row, d []float32, gold int, weight float32) {
	big := row[0]
	for _, v := range row {
		big = max(big, v)
	}
	sum := float32(0)
	for j, v := range row {
		e := float32(math.Exp(float64(v - big)))
		d[j] = e
		sum += e
	}
	s.loss += float64(weight) * -math.Log(math.Max(1e-9, float64(d[gold]/sum)))
	k := weight / sum
	for j := range d {
		d[j] *= k
	}
	d[gold] -= weight
}

// learn works out the gradients for sentences with tags and trees.
func (s *shard) learn(exs []*example, p *packedWeights) {
	m := s.m
	s.used = 0
	c := s.encode(exs, p)
	n, w := c.n, m.out()
	s.n += n
	dx := make([][]float32, len(m.layers)+1)
	for i := range dx {
		dx[i] = s.buf(n * w)
	}
	s.learnTags(c, dx[m.TagAt], p)

	x := c.x[len(m.layers)]
	xmask := s.buf(n * w)
	s.mask(xmask, w, exs)
	xd := s.buf(n * w)
	times(xd, x, xmask)
	q, a, b := m.mlp(), m.Arc, m.Label
	pre := s.buf(n * q)
	mat.Mul(pre, q, xd, w, n, p.there[m.mlpW])
	bias(pre, m.mlpB.w)
	mlp := s.buf(n * q)
	copy(mlp, pre)
	for i := range n {
		leaky(mlp[i*q : i*q+2*a])
	}
	mmask := s.buf(n * q)
	s.mask(mmask, q, exs)
	times(mlp, mlp, mmask)
	dep := s.buf(n * a)
	mat.Mul(dep, a, mlp, q, n, p.there[m.arc])
	bias(dep, m.arcB.w)
	dmlp, ddep := s.buf(n*q), s.buf(n*a)
	gdist := s.g[m.dist]
	dist := m.dist.w
	from := 0
	var pk mat.Packed
	hid, relRow, relD := s.buf(n*b), s.buf(n*m.Rels), s.buf(n*m.Rels)
	for _, e := range exs {
		t := len(e.rows)
		heads, dheads := s.buf((t+1)*a), s.buf((t+1)*a)
		copy(heads, m.rootArc.w)
		for i := range t {
			copy(heads[(i+1)*a:(i+2)*a], mlp[(from+i)*q+a:])
		}
		pk.PackTransposed(heads, a, t+1)
		sc, ds := s.buf(t*(t+1)), s.buf(t*(t+1))
		mat.Mul(sc, t+1, dep[from*a:], a, t, &pk)
		for i := range t {
			row := sc[i*(t+1) : (i+1)*(t+1)]
			row[0] += dist[maxDist]
			for j := range t {
				row[j+1] += dist[distance(i, j)]
			}
			row[i+1] = -1e9
			if e.Heads[i] < 0 {
				continue
			}
			drow := ds[i*(t+1) : (i+1)*(t+1)]
			s.softmax(row, drow, e.Heads[i], 1)
			gdist[maxDist] += drow[0]
			for j := range t {
				if j != i {
					gdist[distance(i, j)] += drow[j+1]
				}
			}
			drow[i+1] = 0
		}
		// dep gradient = ds · heads; heads gradient = dsᵀ · dep.
		pk.Pack(heads, t+1, a)
		tmp := s.buf(t * a)
		mat.Mul(tmp, a, ds, t+1, t, &pk)
		addTo(ddep[from*a:(from+t)*a], tmp)
		dst := s.buf((t + 1) * t)
		for i := range t {
			for j := range t + 1 {
				dst[j*t+i] = ds[i*(t+1)+j]
			}
		}
		pk.Pack(dep[from*a:(from+t)*a], t, a)
		mat.Mul(dheads, a, dst, t, t+1, &pk)
		addTo(s.g[m.rootArc], dheads[:a])
		for i := range t {
			addTo(dmlp[(from+i)*q+a:(from+i)*q+2*a], dheads[(i+1)*a:(i+2)*a])
			h := m.rootLabel.w
			if k := e.Heads[i]; k > 0 {
				h = mlp[(from+k-1)*q+2*a+b : (from+k-1)*q+2*a+2*b]
			}
			dl := mlp[(from+i)*q+2*a : (from+i)*q+2*a+b]
			row := hid[(from+i)*b : (from+i+1)*b]
			for j := range row {
				row[j] = dl[j] + h[j]
			}
		}
		from += t
	}
	act := s.buf(n * b)
	copy(act, hid)
	leaky(act)
	mat.Mul(relRow, m.Rels, act, b, n, p.there[m.label])
	bias(relRow, m.labelB.w)
	i := 0
	for _, e := range exs {
		for k := range e.rows {
			if e.Rels[k] > 0 && e.Heads[k] >= 0 {
				s.softmax(relRow[i*m.Rels:(i+1)*m.Rels], relD[i*m.Rels:(i+1)*m.Rels], int(e.Rels[k]), 1)
			}
			i++
		}
	}
	s.gradBias(m.labelB, relD)
	s.gradMul(m.label, act, b, relD, n)
	dhid := s.buf(n * b)
	mat.Mul(dhid, b, relD, m.Rels, n, p.back[m.label])
	for i, v := range hid {
		if v < 0 {
			dhid[i] *= slope
		}
	}
	from = 0
	for _, e := range exs {
		for i := range e.rows {
			row := dhid[(from+i)*b : (from+i+1)*b]
			addTo(dmlp[(from+i)*q+2*a:(from+i)*q+2*a+b], row)
			if k := e.Heads[i]; k > 0 {
				addTo(dmlp[(from+k-1)*q+2*a+b:(from+k-1)*q+2*a+2*b], row)
			} else if k == 0 {
				addTo(s.g[m.rootLabel], row)
			}
		}
		from += len(e.rows)
	}
	s.gradBias(m.arcB, ddep)
	s.gradMul(m.arc, mlp, q, ddep, n)
	tmp := s.buf(n * a)
	mat.Mul(tmp, a, ddep, a, n, p.back[m.arc])
	for i := range n {
		addTo(dmlp[i*q:i*q+a], tmp[i*a:(i+1)*a])
	}
	for i := range n {
		row, mk, pr := dmlp[i*q:(i+1)*q], mmask[i*q:(i+1)*q], pre[i*q:(i+1)*q]
		for j := range row {
			row[j] *= mk[j]
			if j < 2*a && pr[j] < 0 {
				row[j] *= slope
			}
		}
	}
	s.gradBias(m.mlpB, dmlp)
	s.gradMul(m.mlpW, xd, w, dmlp, n)
	tmp = s.buf(n * w)
	mat.Mul(tmp, w, dmlp, q, n, p.back[m.mlpW])
	last := dx[len(m.layers)]
	for i, v := range tmp {
		last[i] += v * xmask[i]
	}
	s.back(c, dx, p)
}

// tagWeight is what a tag's loss counts beside a head's.
const tagWeight = .5

func (s *shard) learnTags(c *encoded, dx []float32, p *packedWeights) {
	m := s.m
	n, w, k := c.n, m.out(), m.tags()
	mask := s.buf(n * w)
	s.mask(mask, w, c.exs)
	xd := s.buf(n * w)
	times(xd, c.x[m.TagAt], mask)
	t, d := s.buf(n*k), s.buf(n*k)
	mat.Mul(t, k, xd, w, n, p.there[m.tag])
	bias(t, m.tagB.w)
	i := 0
	for _, e := range c.exs {
		for j := range e.rows {
			row, dr := t[i*k:(i+1)*k], d[i*k:(i+1)*k]
			if e.UPOS[j] > 0 {
				s.softmax(row[:m.UPOS], dr[:m.UPOS], int(e.UPOS[j]), tagWeight)
			}
			if e.XPOS[j] > 0 {
				s.softmax(row[m.UPOS:], dr[m.UPOS:], int(e.XPOS[j]), tagWeight)
			}
			i++
		}
	}
	s.gradBias(m.tagB, d)
	s.gradMul(m.tag, xd, w, d, n)
	tmp := s.buf(n * w)
	mat.Mul(tmp, w, d, k, n, p.back[m.tag])
	for i, v := range tmp {
		dx[i] += v * mask[i]
	}
}
