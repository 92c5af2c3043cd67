package names

import (
	"math"
	"math/rand"
	"sort"

	"sayso/text/mat"
)

// Course says how the model is learnt.
type Course struct {
	Epochs int
	// Prune is after which round only the features with the greatest weights
	// are kept; the rounds after it make up for what is lost.
	Prune int
	Batch int // words
	Seed  int64
	// Report is told of each round, with a model as it would be kept.
	Report func(epoch int, loss float64, kept int, m *Model)
}

const (
	// occurs is how often a feature must occur to be learnt from.
	occurs = 3
	// sparseRate and signRate are the steps of AdaGrad, denseRate those of Adam.
	sparseRate = .1
	signRate   = .02
	denseRate  = .001
	// hideIn256 and hideUnit are the shares of a word's vector and of its hidden
	// units hidden at a time; hideFew and hideMany those of its features, the
	// second for one word in three: names not met before must be told by few.
	hideIn256 = 64 // of 256
	hideUnit  = .4
	hideFew   = 150 // of 1024
	hideMany  = 600
)

// pace is the numbers of a feature: weights, their sums of squared gradients,
// and the sums of the weights over the last rounds.
type pace struct {
	w, g, mean [labels]float32
}

type crf struct {
	m     *Model
	net   *dense
	index []int32 // of a hashed feature in rows, from 1
	rows  []pace

	trans, transG, transMean [labels][labels]float64
	signG                    []float32
	adamM, adamV             [][]float32
	denseMean                [][]float32
	means                    int
	step                     int
	rng                      *rand.Rand

	x, a, out, da, win, gw, xt []float32
	pk                         mat.Packed
	mask                       []float32
	kept                       [][]uint32
	ids                        [][]uint16
	em                         [][labels]float64
	lat                        lattice
}

// learnCRF learns the model as a conditional random field.
func (m *Model) learnCRF(ls []lesson, hidden, embed int, c Course) {
	z := &crf{m: m, net: newDense(hidden, embed), rng: rand.New(rand.NewSource(c.Seed)), index: make([]int32, 1<<tableBits)}
	var order []int
	counts := make([]uint16, 1<<tableBits)
	words := 0
	for i, l := range ls {
		for range l.times {
			order = append(order, i)
		}
		words += len(l.feats) * l.times
		for _, fs := range l.feats {
			for _, f := range fs {
				if k := f & tableMask; counts[k] < occurs {
					counts[k]++
				}
			}
		}
	}
	z.rows = append(z.rows, pace{})
	for f, n := range counts {
		if n >= occurs {
			z.index[f] = int32(len(z.rows))
			z.rows = append(z.rows, pace{})
		}
	}
	for i, t := range z.net.tensors() {
		z.adamM, z.adamV = append(z.adamM, make([]float32, len(*t))), append(z.adamV, make([]float32, len(*t)))
		z.denseMean = append(z.denseMean, make([]float32, len(*t)))
		if i == 0 || i == 3 {
			k := 1 / math.Sqrt(float64(len(*t)/z.net.columns(i)))
			for j := range *t {
				(*t)[j] = float32(z.rng.NormFloat64() * k)
			}
		}
	}
	z.signG = make([]float32, len(z.net.signs))
	total := float64(words * c.Epochs)
	done := 0
	for ep := range c.Epochs {
		z.rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss := 0.0
		var batch []*lesson
		n, batches := 0, 0
		for i, k := range order {
			l := &ls[k]
			batch = append(batch, l)
			n += len(l.feats)
			if n < c.Batch && i+1 < len(order) {
				continue
			}
			rate := float32(1 - .95*float64(done)/total)
			loss += z.learn(batch, n, rate)
			done += n
			batch, n = batch[:0], 0
			batches++
			if batches%100 == 0 && 2*done >= int(total) {
				z.sum()
			}
		}
		if ep+1 == c.Prune {
			z.prune()
		}
		z.finish(true)
		if c.Report != nil {
			c.Report(ep+1, loss/float64(words), len(m.linear.rows)/row, m)
		}
	}
}

// sum adds the weights to their means.
func (z *crf) sum() {
	z.means++
	for i := range z.rows {
		r := &z.rows[i]
		for j := range r.w {
			r.mean[j] += r.w[j]
		}
	}
	for i, t := range z.net.tensors() {
		add(z.denseMean[i], *t)
	}
	for a := range z.trans {
		for b := range z.trans[a] {
			z.transMean[a][b] += z.trans[a][b]
		}
	}
}

func greatest(w *[labels]float32) (big float64) {
	for _, v := range w {
		big = max(big, math.Abs(float64(v)))
	}
	return big
}

// prune leaves the features with the greatest weights.
func (z *crf) prune() {
	all := make([]float64, 0, len(z.rows))
	for i := range z.rows[1:] {
		all = append(all, greatest(&z.rows[i+1].w))
	}
	sort.Float64s(all)
	if len(all) <= kept {
		return
	}
	least := all[len(all)-kept]
	to := 1
	move := make([]int32, len(z.rows))
	for i := 1; i < len(z.rows); i++ {
		if greatest(&z.rows[i].w) >= least {
			z.rows[to] = z.rows[i]
			move[i] = int32(to)
			to++
		}
	}
	z.rows = z.rows[:to]
	for f, k := range z.index {
		z.index[f] = move[k]
	}
}

// finish puts the weights as they are, or their means, into the model.
func (z *crf) finish(mean bool) {
	n := float32(1)
	if mean && z.means > 0 {
		n = float32(z.means)
	} else {
		mean = false
	}
	d := newDense(z.net.hidden, z.net.embed)
	for i, t := range d.tensors() {
		src := *z.net.tensors()[i]
		if mean {
			src = z.denseMean[i]
		}
		for j, v := range src {
			(*t)[j] = v / n
		}
	}
	d.pack()
	z.m.dense = d
	l := &linear{there: make([]uint64, 1<<tableBits/64)}
	for f, k := range z.index {
		if k == 0 {
			continue
		}
		src := &z.rows[k].w
		if mean {
			src = &z.rows[k].mean
		}
		var v [labels]float64
		for j := range v {
			v[j] = float64(src[j]/n) * scale
		}
		l.put(f, &v)
	}
	for a := range labels {
		for b := range labels {
			v := z.trans[a][b]
			if mean {
				v = z.transMean[a][b] / float64(n)
			}
			l.trans[a][b] = int32(math.Round(v * scale))
		}
	}
	l.coarsen()
	l.index()
	z.m.linear = *l
}

// coarsen brings the weights from 127 steps on each side of nought to 31. The
// file is a quarter smaller for it, and the names found are as good.
func (l *linear) coarsen() {
	for i := range l.rows {
		v := l.rows[i]
		switch {
		case i%row == row-1:
			v += 2
		case v >= 0:
			v = (v>>1 + 1) >> 1
		default:
			v = -((-v>>1 + 1) >> 1)
		}
		l.rows[i] = v
	}
}

func cleared(s *[]float32, n int) []float32 {
	if cap(*s) < n {
		*s = make([]float32, n+n/2)
	}
	*s = (*s)[:n]
	clear(*s)
	return *s
}
