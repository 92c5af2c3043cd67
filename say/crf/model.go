// Package crf labels sequences: a linear-chain conditional random field whose
// scores come from hashed features through one small hidden layer.
//
// Every feature of a position is a row of a table. A row holds a share of the
// hidden layer and a share of each label's score, so that sharp features act
// alone and weaker ones act together. What comes before a position (nothing, a
// comma, a quotation mark …) chooses among several tables of label
// transitions.
//
// Features are numbers: the model keeps no words of what it was trained on.
package crf

import "math"

// A Shape is the size of a model.
type Shape struct {
	Bits   int // the table has 1<<Bits rows
	Hidden int
	Labels int
	Edges  int // kinds of transition
}

// A Model scores label sequences.
type Model struct {
	Shape
	rows  []float32 // by Hidden+Labels
	index []uint32  // row of each hashed feature, counted from 1; nil where all 1<<Bits have one, as in training
	bias  []float32 // of the hidden layer
	out   []float32 // Labels by Hidden
	first []float32 // Labels, at the start
	trans []float32 // Edges by Labels by Labels
	// allowed says which label may follow which, and which may begin and end.
	allowed, begins, ends []bool
}

// New makes an empty model. follows says whether label b may come behind a;
// either is -1 at the sequence's ends.
func New(s Shape, follows func(a, b int) bool) *Model {
	m := hollow(s, follows)
	m.rows = make([]float32, m.width()<<s.Bits)
	return m
}

// hollow makes a model without rows.
func hollow(s Shape, follows func(a, b int) bool) *Model {
	m := &Model{Shape: s, bias: make([]float32, s.Hidden), out: make([]float32, s.Labels*s.Hidden),
		first: make([]float32, s.Labels), trans: make([]float32, s.Edges*s.Labels*s.Labels)}
	m.constrain(follows)
	return m
}

// width is the length of a row.
func (m *Model) width() int { return m.Hidden + m.Labels }

// row is the row of a hashed feature, or nil.
func (m *Model) row(k uint32) []float32 {
	w := m.width()
	if m.index != nil {
		if k = m.index[k]; k == 0 {
			return nil
		}
		k--
	}
	return m.rows[int(k)*w:][:w:w]
}

func (m *Model) constrain(follows func(a, b int) bool) {
	l := m.Labels
	m.allowed, m.begins, m.ends = make([]bool, l*l), make([]bool, l), make([]bool, l)
	for a := range l {
		m.begins[a], m.ends[a] = follows(-1, a), follows(a, -1)
		for b := range l {
			m.allowed[a*l+b] = follows(a, b)
		}
	}
}

// A Sequence is what is to be labelled: the features of each position, and the
// kind of transition into it. Fixed, where given, holds the label a position
// must have, or -1.
type Sequence struct {
	Features []uint32 // of all positions
	Ends     []int32  // where each position's features end
	Edges    []uint8
	Fixed    []int8
}

// Reset empties the sequence and keeps its room.
func (s *Sequence) Reset() {
	s.Features, s.Ends, s.Edges, s.Fixed = s.Features[:0], s.Ends[:0], s.Edges[:0], s.Fixed[:0]
}

// Close ends a position.
func (s *Sequence) Close(edge uint8, fixed int8) {
	s.Ends = append(s.Ends, int32(len(s.Features)))
	s.Edges = append(s.Edges, edge)
	s.Fixed = append(s.Fixed, fixed)
}

// Len is the number of positions.
func (s *Sequence) Len() int { return len(s.Ends) }

// none is the score of what cannot be.
const none = -1e9

// A Labeller labels with a model and keeps its working room. One goroutine at a
// time may use it.
type Labeller struct {
	m      *Model
	sum    []float32
	scores []float32 // n by Labels
	alpha  []float64
	beta   []float64
	back   []uint8
	best   []uint8
	// Marginal holds, after Marginals, each position's label probabilities.
	Marginal []float32
}

// NewLabeller makes a labeller.
func NewLabeller(m *Model) *Labeller {
	return &Labeller{m: m, sum: make([]float32, m.Hidden+m.Labels)}
}

// Score works out the scores of every position's labels.
func (z *Labeller) Score(s *Sequence) {
	m := z.m
	n, l, h := s.Len(), m.Labels, m.Hidden
	z.scores = grow(z.scores, n*l)
	mask := uint32(1)<<m.Bits - 1
	from := int32(0)
	for i := range n {
		sum := z.sum
		copy(sum, m.bias)
		clear(sum[h:])
		for _, f := range s.Features[from:s.Ends[i]] {
			if row := m.row(f & mask); row != nil {
				add(sum, row)
			}
		}
		from = s.Ends[i]
		for k, v := range sum[:h] {
			if v < 0 {
				sum[k] = 0
			}
		}
		for y := range l {
			v := sum[h+y]
			for k, o := range m.out[y*h:][:h] {
				v += float32(o * sum[k])
			}
			if f := s.Fixed[i]; f >= 0 && int(f) != y {
				v = none
			}
			z.scores[i*l+y] = v
		}
	}
}

// add adds b to a.
func add(a, b []float32) {
	b = b[:len(a)]
	for len(a) >= 8 {
		x, y := a[:8:8], b[:8:8]
		x[0] += y[0]
		x[1] += y[1]
		x[2] += y[2]
		x[3] += y[3]
		x[4] += y[4]
		x[5] += y[5]
		x[6] += y[6]
		x[7] += y[7]
		a, b = a[8:], b[8:]
	}
	for i, v := range b {
		a[i] += v
	}
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// step is the score of going from label a to b over an edge.
func (m *Model) step(edge uint8, a, b int) float32 {
	return m.trans[(int(edge)*m.Labels+a)*m.Labels+b]
}

// Best gives the best labels after Score. The result is good until the next
// call.
func (z *Labeller) Best(s *Sequence) []uint8 {
	m := z.m
	n, l := s.Len(), m.Labels
	z.back, z.best = grow(z.back, n*l), grow(z.best, n)
	if n == 0 {
		return z.best
	}
	prev, cur := make([]float32, l), make([]float32, l)
	for y := range l {
		prev[y] = none
		if m.begins[y] {
			prev[y] = z.scores[y] + m.first[y]
		}
	}
	for i := 1; i < n; i++ {
		for y := range l {
			best, arg := float32(2*none), 0
			for x := range l {
				if !m.allowed[x*l+y] {
					continue
				}
				if v := prev[x] + m.step(s.Edges[i], x, y); v > best {
					best, arg = v, x
				}
			}
			cur[y] = best + z.scores[i*l+y]
			z.back[i*l+y] = uint8(arg)
		}
		prev, cur = cur, prev
	}
	best, arg := float32(4*none), 0
	for y := range l {
		if m.ends[y] && prev[y] > best {
			best, arg = prev[y], y
		}
	}
	for i := n - 1; i >= 0; i-- {
		z.best[i] = uint8(arg)
		if i > 0 {
			arg = int(z.back[i*l+arg])
		}
	}
	return z.best
}

// Marginals works out every position's label probabilities after Score, and
// returns the log of the sum over all sequences.
func (z *Labeller) Marginals(s *Sequence) float64 {
	m := z.m
	n, l := s.Len(), m.Labels
	if n == 0 {
		return 0
	}
	z.alpha, z.beta, z.Marginal = grow(z.alpha, n*l), grow(z.beta, n*l), grow(z.Marginal, n*l)
	var buf [32]float64
	for y := range l {
		z.alpha[y] = none
		if m.begins[y] {
			z.alpha[y] = float64(z.scores[y] + m.first[y])
		}
		z.beta[(n-1)*l+y] = none
		if m.ends[y] {
			z.beta[(n-1)*l+y] = 0
		}
	}
	for i := 1; i < n; i++ {
		for y := range l {
			k := 0
			for x := range l {
				if m.allowed[x*l+y] {
					buf[k] = z.alpha[(i-1)*l+x] + float64(m.step(s.Edges[i], x, y))
					k++
				}
			}
			z.alpha[i*l+y] = logSum(buf[:k]) + float64(z.scores[i*l+y])
		}
	}
	for i := n - 2; i >= 0; i-- {
		for x := range l {
			k := 0
			for y := range l {
				if m.allowed[x*l+y] {
					buf[k] = z.beta[(i+1)*l+y] + float64(m.step(s.Edges[i+1], x, y)) + float64(z.scores[(i+1)*l+y])
					k++
				}
			}
			z.beta[i*l+x] = logSum(buf[:k])
		}
	}
	for y := range l {
		buf[y] = z.alpha[(n-1)*l+y] + z.beta[(n-1)*l+y]
	}
	total := logSum(buf[:l])
	for i := range n * l {
		z.Marginal[i] = float32(math.Exp(z.alpha[i] + z.beta[i] - total))
	}
	return total
}

func logSum(v []float64) float64 {
	if len(v) == 0 {
		return none
	}
	top := v[0]
	for _, x := range v[1:] {
		if x > top {
			top = x
		}
	}
	if top <= none/2 {
		return top
	}
	sum := 0.0
	for _, x := range v {
		if d := x - top; d > -30 {
			sum += math.Exp(d)
		}
	}
	return top + math.Log(sum)
}

// Lower takes by from the score of a label at every position.
func (z *Labeller) Lower(label int, by float32) {
	for i := label; i < len(z.scores); i += z.m.Labels {
		z.scores[i] -= by
	}
}
