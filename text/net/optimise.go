package net

import (
	"math"
	"math/rand"
	"sync"
)

// adam keeps the running moments of the gradients.
type adam struct {
	m, v map[*tensor][]float32
	step int
}

func newAdam(ts []*tensor) *adam {
	a := &adam{m: map[*tensor][]float32{}, v: map[*tensor][]float32{}}
	for _, t := range ts {
		a.m[t], a.v[t] = make([]float32, len(t.w)), make([]float32, len(t.w))
	}
	return a
}

const (
	beta1, beta2 = .9, .99
	// clip is the greatest length of a batch's gradient.
	clip = 5
)

// apply moves w against its gradient g and clears g.
func (a *adam) apply(t *tensor, g []float32, from, to int, rate float64) {
	m, v, w := a.m[t][from:to], a.v[t][from:to], t.w[from:to]
	g = g[from:to]
	c1 := 1 / (1 - math.Pow(beta1, float64(a.step)))
	c2 := 1 / (1 - math.Pow(beta2, float64(a.step)))
	k, c := float32(rate*c1), float32(c2)
	for i, d := range g {
		m[i] += (1 - beta1) * (d - m[i])
		v[i] += (1 - beta2) * (d*d - v[i])
		w[i] -= k * m[i] / (float32(math.Sqrt(float64(v[i]*c))) + 1e-8)
		g[i] = 0
	}
}

// shards is into how many parts a batch is cut. It is fixed, so that the sums
// come out the same however many processors there are.
const shards = 2

// A trainer runs batches over shards.
type trainer struct {
	m      *Model
	ts     []*tensor // learnt tensors
	dense  []*tensor
	opt    *adam
	shards [shards]*shard
	packed packedWeights
	rng    *rand.Rand
	mean   *mean
}

// memory is how much of the running mean of the weights stays at a step: it
// reaches back over about a round of the treebanks. The mean does better than
// the last weights, as if the rate had been brought down.
const memory = .998

// mean is the running mean of the weights. That of an embedding is brought up
// to date when its row moves.
type mean struct {
	w    map[*tensor][]float32
	last []int // step a row of the embedding was last brought up to date
}

func newMean(ts []*tensor, rows int) *mean {
	e := &mean{w: map[*tensor][]float32{}, last: make([]int, rows)}
	for _, t := range ts {
		e.w[t] = append([]float32(nil), t.w...)
	}
	return e
}

// moved folds the weights of t from…to into the mean, as they have been for
// some steps.
func (e *mean) moved(t *tensor, from, to, steps int) {
	k := float32(1 - math.Pow(memory, float64(steps)))
	w, m := t.w[from:to], e.w[t][from:to]
	for i, v := range w {
		m[i] += k * (v - m[i])
	}
}

// swap puts the mean in place of the weights, or back.
func (t *trainer) swap() {
	d := t.m.embed.c
	for q := range t.mean.last {
		if n := t.opt.step - t.mean.last[q]; n > 0 {
			t.mean.moved(t.m.embed, q*d, q*d+d, n)
			t.mean.last[q] = t.opt.step
		}
	}
	for _, x := range t.ts {
		m := t.mean.w[x]
		for i := range m {
			m[i], x.w[i] = x.w[i], m[i]
		}
	}
}

func newTrainer(m *Model, extra []*tensor, drop float64, seed int64) *trainer {
	t := &trainer{m: m, rng: rand.New(rand.NewSource(seed))}
	t.ts = append(append(t.ts, m.tensors...), extra...)
	for _, x := range t.ts {
		if x != m.embed {
			t.dense = append(t.dense, x)
		}
	}
	t.opt = newAdam(t.ts)
	t.mean = newMean(t.ts, m.embed.r)
	for i := range t.shards {
		s := &shard{m: m, rate: drop, rng: rand.New(rand.NewSource(seed + int64(i) + 1)), g: map[*tensor][]float32{}, seen: make([]bool, m.embed.r)}
		for _, x := range t.ts {
			s.g[x] = make([]float32, len(x.w))
		}
		t.shards[i] = s
	}
	return t
}

// batch learns from one batch by the given step.
func (t *trainer) batch(exs []*example, rate float64, step func(s *shard, exs []*example, p *packedWeights)) (loss float64) {
	t.packed.update(t.dense)
	total := 0
	for _, e := range exs {
		total += len(e.rows)
	}
	cut, half := 0, 0
	for cut < len(exs) && half < total/2 {
		half += len(exs[cut].rows)
		cut++
	}
	var wait sync.WaitGroup
	for i, part := range [][]*example{exs[:cut], exs[cut:]} {
		if len(part) == 0 {
			continue
		}
		wait.Go(func() {
			s := t.shards[i]
			s.loss = 0
			step(s, part, &t.packed)
		})
	}
	wait.Wait()
	a, b := t.shards[0], t.shards[1]
	norm := 0.0
	scale := 1 / float32(total)
	for _, x := range t.dense {
		g := a.g[x]
		o := b.g[x]
		sum := 0.0
		for j := range g {
			v := (g[j] + o[j]) * scale
			g[j] = v
			o[j] = 0
			sum += float64(v) * float64(v)
		}
		norm += sum
	}
	d := t.m.embed.c
	ga, gb := a.g[t.m.embed], b.g[t.m.embed]
	for _, q := range b.rows {
		b.seen[q] = false
		if !a.seen[q] {
			a.seen[q] = true
			a.rows = append(a.rows, q)
		}
		row := gb[int(q)*d : int(q)*d+d]
		addTo(ga[int(q)*d:int(q)*d+d], row)
		clear(row)
	}
	b.rows = b.rows[:0]
	for _, q := range a.rows {
		for j := int(q) * d; j < int(q)*d+d; j++ {
			ga[j] *= scale
			norm += float64(ga[j]) * float64(ga[j])
		}
	}
	t.opt.step++
	// The loss is a mean over words; rates are stated for it as it is. A long
	// gradient is shortened by way of the rate.
	if n := math.Sqrt(norm); n > clip {
		rate *= clip / n
	}
	for _, x := range t.dense {
		t.opt.apply(x, a.g[x], 0, len(x.w), rate)
		t.mean.moved(x, 0, len(x.w), 1)
	}
	for _, q := range a.rows {
		a.seen[q] = false
		if n := t.opt.step - 1 - t.mean.last[q]; n > 0 {
			t.mean.moved(t.m.embed, int(q)*d, int(q)*d+d, n)
		}
		t.opt.apply(t.m.embed, ga, int(q)*d, int(q)*d+d, rate)
		t.mean.moved(t.m.embed, int(q)*d, int(q)*d+d, 1)
		t.mean.last[q] = t.opt.step
	}
	a.rows = a.rows[:0]
	return a.loss + b.loss
}

// batches cuts shuffled examples into batches of about size words, sentences
// of like length together.
func (t *trainer) batches(exs []*example, size int) [][]*example {
	order := append([]*example(nil), exs...)
	t.rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	var out [][]*example
	var cur []*example
	n := 0
	for _, e := range order {
		if n > 0 && n+len(e.rows) > size {
			out = append(out, cur)
			cur, n = nil, 0
		}
		cur = append(cur, e)
		n += len(e.rows)
	}
	if n > 0 {
		out = append(out, cur)
	}
	return out
}
