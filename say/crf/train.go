package crf

import (
	"math"
	"math/rand"
	"slices"
)

// An Example is a sequence with its right labels.
type Example struct {
	Sequence
	Labels []uint8
}

// Options steer the training.
type Options struct {
	Epochs  int
	Rate    float64 // of AdaGrad
	Drop    float64 // share of features left out at each step
	DropHid float64 // share of hidden units left out at each step
	Decay   float64 // of the weights a step touches
	MinSeen int     // rows seen in fewer sequences stay empty
	Keep    int     // rows that are kept from the middle of the training on; 0 keeps all
	Seed    int64
	Log     func(format string, args ...any)
}

// Train fits the model by stochastic gradients with AdaGrad, and averages the
// weights over the second half of the training.
func (m *Model) Train(examples []Example, o Options) {
	t := newTrainer(m, examples, o)
	r := t.rand
	order := r.Perm(len(examples))
	step, total := 0, o.Epochs*len(examples)
	snaps := 0
	for epoch := range o.Epochs {
		if o.Keep > 0 && epoch == o.Epochs/2 { // what is left learns to do without the rest
			m.Prune(o.Keep)
			t.only()
		}
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss, n := 0.0, 0
		for k, x := range order {
			t.rate = o.Rate * (1 - .9*float64(step)/float64(total))
			loss += t.learn(&examples[x])
			n += examples[x].Len()
			step++
			if epoch*2 > o.Epochs && k+1 == len(order) {
				t.snapshot()
				snaps++
			}
		}
		if o.Log != nil {
			o.Log("epoch %d loss %.4f", epoch+1, loss/float64(n))
		}
	}
	if snaps > 0 {
		for i, p := range t.params() {
			for k := range p {
				p[k] = float32(t.mean[i][k] / float64(snaps))
			}
		}
	}
}

type trainer struct {
	m     *Model
	o     Options
	rand  *rand.Rand
	rate  float64
	state uint64
	z     *Labeller
	seen  []bool // rows that may be learnt
	cache [][]float32
	mean  [][]float64
	// working room
	features []uint32
	ends     []int32
	hidden   []float32
	mask     []float32
	delta    []float32
	grad     []float32
	dh       []float32
}

func (t *trainer) params() [][]float32 {
	m := t.m
	return [][]float32{m.rows, m.bias, m.out, m.first, m.trans}
}

func newTrainer(m *Model, examples []Example, o Options) *trainer {
	t := &trainer{m: m, o: o, rand: rand.New(rand.NewSource(o.Seed)), z: NewLabeller(m), state: uint64(o.Seed)*2654435761 + 88172645463325252}
	rows := 1 << m.Bits
	count, last := make([]int32, rows), make([]int32, rows)
	mask := uint32(rows - 1)
	for i := range examples {
		for _, f := range examples[i].Features {
			if k := f & mask; last[k] != int32(i)+1 {
				last[k] = int32(i) + 1
				count[k]++
			}
		}
	}
	t.seen = make([]bool, rows)
	kept := 0
	w := m.Hidden + m.Labels
	for k, n := range count {
		if int(n) >= o.MinSeen {
			t.seen[k] = true
			kept++
			for h := range m.Hidden {
				m.rows[k*w+h] = float32(t.rand.NormFloat64() * .05)
			}
		}
	}
	for i := range m.out {
		m.out[i] = float32(t.rand.NormFloat64() * math.Sqrt(1/float64(m.Hidden+1)))
	}
	for _, p := range t.params()[1:] {
		t.cache = append(t.cache, make([]float32, len(p)))
	}
	t.cache = append([][]float32{make([]float32, rows*2)}, t.cache...)
	for _, p := range t.params() {
		t.mean = append(t.mean, make([]float64, len(p)))
	}
	t.grad = make([]float32, w)
	if o.Log != nil {
		o.Log("%d sequences, %d rows of %d", len(examples), kept, rows)
	}
	return t
}

// next is a fast random number (xorshift).
func (t *trainer) next() uint32 {
	t.state ^= t.state << 13
	t.state ^= t.state >> 7
	t.state ^= t.state << 17
	return uint32(t.state >> 16)
}

// only lets no empty row be learnt any more.
func (t *trainer) only() {
	w := t.m.Hidden + t.m.Labels
	for k := range t.seen {
		if t.seen[k] {
			t.seen[k] = slices.ContainsFunc(t.m.rows[k*w:][:w], func(v float32) bool { return v != 0 })
		}
	}
}

func (t *trainer) snapshot() {
	for i, p := range t.params() {
		for k, v := range p {
			t.mean[i][k] += float64(v)
		}
	}
}

// learn takes one step on an example and returns its loss.
func (t *trainer) learn(x *Example) float64 {
	m := t.m
	n, l, h := x.Len(), m.Labels, m.Hidden
	if n == 0 {
		return 0
	}
	w := h + l
	mask := uint32(1)<<m.Bits - 1
	// forward, with features and hidden units left out
	t.features, t.ends = t.features[:0], t.ends[:0]
	t.hidden, t.z.scores = grow(t.hidden, n*h), grow(t.z.scores, n*l)
	t.mask, t.dh = grow(t.mask, h), grow(t.dh, h)
	keep := float32(1 / (1 - t.o.DropHid))
	for k := range t.mask {
		t.mask[k] = keep
		if t.rand.Float64() < t.o.DropHid {
			t.mask[k] = 0
		}
	}
	drop := uint32(t.o.Drop * (1 << 32))
	scale := float32(1 / (1 - t.o.Drop))
	from := int32(0)
	sum := t.z.sum
	for i := range n {
		clear(sum)
		for _, f := range x.Features[from:x.Ends[i]] {
			k := f & mask
			if !t.seen[k] || t.next() < drop {
				continue
			}
			t.features = append(t.features, k)
			add(sum, m.rows[int(k)*w:][:w])
		}
		from = x.Ends[i]
		t.ends = append(t.ends, int32(len(t.features)))
		hid := t.hidden[i*h:][:h]
		for k := range hid {
			v := float32(sum[k]*scale) + m.bias[k]
			if v < 0 {
				v = 0
			}
			hid[k] = v * t.mask[k]
		}
		for y := range l {
			v := sum[h+y] * scale
			for k, o := range m.out[y*h:][:h] {
				v += float32(o * hid[k])
			}
			if f := x.Fixed[i]; f >= 0 && int(f) != y {
				v = none
			}
			t.z.scores[i*l+y] = v
		}
	}
	z := t.z.Marginals(&x.Sequence)
	gold := 0.0
	t.delta = grow(t.delta, n*l)
	for i := range n {
		y := int(x.Labels[i])
		gold += float64(t.z.scores[i*l+y])
		if i == 0 {
			gold += float64(m.first[y])
		} else {
			gold += float64(m.step(x.Edges[i], int(x.Labels[i-1]), y))
		}
		for k := range l {
			t.delta[i*l+k] = t.z.Marginal[i*l+k]
		}
		t.delta[i*l+y]--
	}
	t.transitions(x, z)
	// backward
	from = 0
	dout := make([]float32, l*h)
	dbias := make([]float32, h)
	for i := range n {
		fs := t.features[from:t.ends[i]]
		from = t.ends[i]
		d := t.delta[i*l:][:l]
		small := true
		for _, v := range d {
			if v > 1e-4 || v < -1e-4 {
				small = false
			}
		}
		if small {
			continue
		}
		hid := t.hidden[i*h:][:h]
		clear(t.dh)
		for y, v := range d {
			if v == 0 {
				continue
			}
			o, g := m.out[y*h:][:h], dout[y*h:][:h]
			for k := range o {
				t.dh[k] += v * o[k]
				g[k] += v * hid[k]
			}
		}
		sh, sl := float32(0), float32(0)
		for k := range t.dh {
			if hid[k] <= 0 {
				t.dh[k] = 0
			} else {
				t.dh[k] *= t.mask[k]
				dbias[k] += t.dh[k]
			}
			t.grad[k] = t.dh[k] * scale
			sh += t.grad[k] * t.grad[k]
		}
		for y, v := range d {
			t.grad[h+y] = v * scale
			sl += t.grad[h+y] * t.grad[h+y]
		}
		sh /= float32(h)
		sl /= float32(l)
		for _, k := range fs {
			c := t.cache[0][2*k : 2*k+2]
			c[0] += sh
			c[1] += sl
			rh := float32(t.rate / math.Sqrt(float64(c[0])+1e-6))
			rl := float32(t.rate / math.Sqrt(float64(c[1])+1e-6))
			row := m.rows[int(k)*w:][:w]
			fade := float32(t.o.Decay * t.rate)
			for j := range row[:h] {
				row[j] -= rh*t.grad[j] + fade*row[j]
			}
			for j := h; j < w; j++ {
				row[j] -= rl*t.grad[j] + fade*row[j]
			}
		}
	}
	t.dense(2, m.out, dout)
	t.dense(1, m.bias, dbias)
	return z - gold
}

// dense takes an AdaGrad step on a small parameter.
func (t *trainer) dense(which int, p, g []float32) {
	c := t.cache[which]
	rate := t.rate * .3
	for k, v := range g {
		if v == 0 {
			continue
		}
		c[k] += v * v
		p[k] -= float32(rate / math.Sqrt(float64(c[k])+1e-6) * float64(v))
	}
}

// transitions learns the label transitions of an example.
func (t *trainer) transitions(x *Example, z float64) {
	m := t.m
	n, l := x.Len(), m.Labels
	g := make([]float32, len(m.trans))
	for i := 1; i < n; i++ {
		e := int(x.Edges[i])
		for a := range l {
			al := t.z.alpha[(i-1)*l+a]
			if al-z < -40 && al < none/2 {
				continue
			}
			for b := range l {
				if !m.allowed[a*l+b] {
					continue
				}
				v := al + float64(m.step(x.Edges[i], a, b)) + float64(t.z.scores[i*l+b]) + t.z.beta[i*l+b] - z
				if v > -15 {
					g[(e*l+a)*l+b] += float32(math.Exp(v))
				}
			}
		}
		g[(e*l+int(x.Labels[i-1]))*l+int(x.Labels[i])]--
	}
	t.dense(4, m.trans, g)
	f := make([]float32, l)
	copy(f, t.delta[:l])
	t.dense(3, m.first, f)
}
