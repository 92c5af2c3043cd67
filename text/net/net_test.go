package net

import (
	"math"
	"math/rand"
	"slices"
	"testing"
)

// small is a network that has learnt nothing.
func small(seed int64) *Model {
	c := Config{Embed: 8, Hidden: 8, Layers: 2, Arc: 8, Label: 8, TagAt: 1, UPOS: 5, XPOS: 6, Rels: 7}
	m := New(c, [][]string{{"the", "cat", "sat", "."}, {"the", "dog", "sat", "."}}, nil, seed)
	r := rand.New(rand.NewSource(seed))
	for _, t := range m.tensors {
		for i := range t.w {
			t.w[i] += float32(r.NormFloat64() * .1)
		}
	}
	m.pack()
	return m
}

var lesson = []*Example{
	{Words: []string{"the", "cat", "sat", "."}, Heads: []int{2, 3, 0, 3}, UPOS: []uint8{1, 2, 3, 4}, XPOS: []uint8{1, 2, 3, 4}, Rels: []uint8{2, 3, 1, 4}},
	{Words: []string{"dogs", "the", "sat"}, Heads: []int{3, 1, 0}, UPOS: []uint8{2, 1, 3}, XPOS: []uint8{5, 1, 3}, Rels: []uint8{3, 2, 1}},
}

// The gradients are those of the loss.
func TestGradients(t *testing.T) {
	m := small(3)
	tr := newTrainer(m, nil, 0, 1)
	s := tr.shards[0]
	exs := m.prepare(lesson, 0)
	loss := func() float64 {
		s.loss = 0
		tr.packed.update(tr.dense)
		s.learn(exs, &tr.packed)
		return s.loss
	}
	loss()
	want := map[*tensor][]float32{}
	for _, x := range m.tensors {
		want[x] = slices.Clone(s.g[x])
	}
	r := rand.New(rand.NewSource(2))
	for _, x := range m.tensors {
		for range 12 {
			i := r.Intn(len(x.w))
			if x == m.embed {
				i = int(s.rows[r.Intn(len(s.rows))])*m.Embed + r.Intn(m.Embed)
			}
			const h = 2e-3
			old := x.w[i]
			x.w[i] = old + h
			up := loss()
			x.w[i] = old - h
			down := loss()
			x.w[i] = old
			got, g := (up-down)/(2*h), float64(want[x][i])
			if math.Abs(got-g) > .02+.05*math.Abs(g) {
				t.Errorf("%s[%d]: gradient %.4f, slope %.4f", x.name, i, g, got)
			}
		}
	}
}

// What was written is read, and says the same.
func TestReadWritten(t *testing.T) {
	m := small(1)
	for range 2 {
		b := m.Append(nil)
		n, err := Read(b)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(n.Append(nil), b) {
			t.Fatal("a model read and written differs")
		}
		for k := range 40 {
			if _, err := Read(b[:k*len(b)/40]); err == nil {
				t.Fatalf("%d of %d bytes make a model", k*len(b)/40, len(b))
			}
		}
		m = n
	}
}

// Heads always make a tree with one root word.
func TestTrees(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	var tr tree
	for range 500 {
		n := 1 + r.Intn(30)
		s := make([]float32, n*(n+1))
		for i := range s {
			s[i] = r.Float32()
		}
		tr.decode(s, n)
		roots := 0
		for _, h := range tr.head[1:] {
			if h == 0 {
				roots++
			}
		}
		if roots != 1 || !tr.acyclic() {
			t.Fatalf("%v is no tree with one root word", tr.head)
		}
	}
}

// The vector instructions do as the plain code does, to the bit, and a sentence
// gets the same analysis alone and among others.
func TestSameEverywhere(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	const h = 24
	v := func(n int) []float32 {
		s := make([]float32, n)
		for i := range s {
			s[i] = float32(r.NormFloat64() * 3)
		}
		return s
	}
	for range 100 {
		state, row, in, a, b := v(h), v(3*h), v(h), v(4*h), make([]float32, h)
		other, out := slices.Clone(state), make([]float32, h)
		step(state, row, in, out, a[:h], a[h:2*h], a[2*h:3*h], a[3*h:])
		stepPlain(other, row, in, b, a[:h], a[h:2*h], a[2*h:3*h], a[3*h:])
		if !slices.Equal(state, other) || !slices.Equal(out, b) {
			t.Fatal("units differ")
		}
		x := v(29)
		y := slices.Clone(x)
		leaky(x)
		leakyPlain(y)
		if !slices.Equal(x, y) {
			t.Fatal("activations differ")
		}
	}
	m := small(5)
	words := []string{"the", "cat", "sat", ".", "dogs", "the", "sat", "A", "b", "c", "D"}
	ends := []int{4, 7, 11}
	together, alone := make([]Word, 11), make([]Word, 11)
	NewRunner(m).Run(words, ends, together)
	from := 0
	for _, e := range ends {
		NewRunner(m).Run(words[from:e], []int{e - from}, alone[from:e])
		from = e
	}
	if !slices.Equal(together, alone) {
		t.Errorf("together %v, alone %v", together, alone)
	}
}
