package net

import (
	"sayso/text/mat"
)

// A Word is what the network says of one word.
type Word struct {
	Head            int32 // index in its sentence, or -1: the root
	UPOS, XPOS, Rel uint8
}

// A Runner runs a model. It keeps its room between runs and must not be used
// by two goroutines at a time.
type Runner struct {
	m     *Model
	rows  [parts]int32
	last  [2][]float32 // outputs of the last layer and the one before
	emb   []float32    // words × Embed, with an empty word at each end of a sentence
	x, y  []float32    // words × out
	u     []float32    // words × 6 Hidden
	mlp   []float32    // words × mlp
	dep   []float32    // words × Arc
	tags  []float32
	lab   []float32
	rel   []float32
	arcs  []float32
	heads []float32
	pack  mat.Packed
	state []float32
	tree  tree
}

// NewRunner makes a runner of m.
func NewRunner(m *Model) *Runner { return &Runner{m: m} }

func grow(s *[]float32, n int) []float32 {
	if cap(*s) < n {
		*s = make([]float32, n+n/4)
	}
	*s = (*s)[:n]
	return *s
}

// Run analyses the sentences whose words are words[0:ends[0]],
// words[ends[0]:ends[1]], …, into out, which is as long as words. Time and
// room grow with the square of a sentence's length: see MaxSentence.
func (r *Runner) Run(words []string, ends []int, out []Word) {
	m := r.m
	n, d, w := len(words), m.Embed, m.out()
	if n == 0 {
		return
	}
	// Three neighbours lie side by side when each sentence is padded.
	pad := n + 2*len(ends)
	emb := grow(&r.emb, pad*d)
	x, y := grow(&r.x, n*w), grow(&r.y, n*w)
	from, at := 0, 0
	for _, e := range ends {
		clear(emb[at*d : (at+1)*d])
		at++
		for i := from; i < e; i++ {
			m.embedding(emb[at*d:(at+1)*d], &r.rows, words[i])
			at++
		}
		clear(emb[at*d : (at+1)*d])
		at++
		from = e
	}
	// All windows at once; those over the ends of two sentences are not kept.
	win := grow(&r.u, pad*max(w, 6*m.Hidden))
	mat.Mul(win, w, emb, d, pad-2, m.convP)
	from, at = 0, 0
	for _, e := range ends {
		copy(x[from*w:e*w], win[at*w:])
		at += e - from + 2
		from = e
	}
	bias(x, m.convB.w)
	leaky(x)
	state := grow(&r.state, m.Hidden)
	for k := range m.layers {
		if k == m.TagAt {
			r.tag(x, n, out)
		}
		u := grow(&r.u, n*6*m.Hidden)
		mat.Mul(u, 6*m.Hidden, x, w, n, m.layerP[k])
		from := 0
		for _, e := range ends {
			for dir := range 2 {
				m.recur(&m.layers[k], dir, e-from, u[from*6*m.Hidden:], x[from*w:], y[from*w:], state, nil)
			}
			from = e
		}
		x, y = y, x
	}
	if m.TagAt >= len(m.layers) {
		r.tag(x, n, out)
	}
	r.last = [2][]float32{x, y}
	q := m.mlp()
	mlp := grow(&r.mlp, n*q)
	mat.Mul(mlp, q, x, w, n, m.mlpP)
	bias(mlp, m.mlpB.w)
	for i := range n {
		leaky(mlp[i*q : i*q+2*m.Arc])
	}
	dep := grow(&r.dep, n*m.Arc)
	mat.Mul(dep, m.Arc, mlp, q, n, m.arcP)
	bias(dep, m.arcB.w)
	from = 0
	for _, e := range ends {
		r.heads0(mlp[from*q:], dep[from*m.Arc:], e-from, out[from:e])
		from = e
	}
	r.label(mlp, ends, out)
}

// Vectors are what the last run made of its words, until the next: for each
// word its vector in its sentence after the last layer and after the one
// before, each of twice Config.Hidden values; and the embeddings, of
// Config.Embed values, with an empty word at each end of each sentence.
func (r *Runner) Vectors() (last, before, embed []float32) { return r.last[0], r.last[1], r.emb }

// embedding sums the parts of a word.
func (m *Model) embedding(dst []float32, rows *[parts]int32, w string) {
	m.vocab.word(rows, w)
	d := len(dst)
	copy(dst, m.embed.w[int(rows[0])*d:])
	for _, k := range rows[1:] {
		addTo(dst, m.embed.w[int(k)*d:int(k)*d+d])
	}
}

func bias(x, b []float32) {
	for len(x) >= len(b) {
		addTo(x[:len(b)], b)
		x = x[len(b):]
	}
}

func (r *Runner) tag(x []float32, n int, out []Word) {
	m := r.m
	k := m.tags()
	t := grow(&r.tags, n*k)
	mat.Mul(t, k, x, m.out(), n, m.tagP)
	bias(t, m.tagB.w)
	for i := range n {
		row := t[i*k : (i+1)*k]
		out[i].UPOS = uint8(best(row[:m.UPOS]))
		out[i].XPOS = uint8(best(row[m.UPOS:]))
	}
}

// best is the index of the greatest value after the first, which stands for
// the unknown.
func best(row []float32) int {
	k := 1
	for i := 2; i < len(row); i++ {
		if row[i] > row[k] {
			k = i
		}
	}
	return k
}

// heads0 finds the heads in one sentence of n words.
func (r *Runner) heads0(mlp, dep []float32, n int, out []Word) {
	m := r.m
	q, a := m.mlp(), m.Arc
	heads := grow(&r.heads, (n+1)*a)
	copy(heads, m.rootArc.w)
	for i := range n {
		copy(heads[(i+1)*a:(i+2)*a], mlp[i*q+a:])
	}
	r.pack.PackTransposed(heads, a, n+1)
	s := grow(&r.arcs, n*(n+1))
	mat.Mul(s, n+1, dep, a, n, &r.pack)
	dist := m.dist.w
	for i := range n {
		row := s[i*(n+1) : (i+1)*(n+1)]
		row[0] += dist[maxDist]
		for j := range n {
			row[j+1] += dist[distance(i, j)]
		}
	}
	r.tree.decode(s, n)
	for i := range n {
		out[i].Head = int32(r.tree.head[i+1]) - 1
	}
}

// distance is the index of the distance weight from word i to head j.
func distance(i, j int) int {
	return max(-maxDist, min(maxDist, j-i)) + maxDist
}

func (r *Runner) label(mlp []float32, ends []int, out []Word) {
	m := r.m
	q, b := m.mlp(), m.Label
	n := len(out)
	lab := grow(&r.lab, n*b)
	from := 0
	for _, e := range ends {
		for i := from; i < e; i++ {
			h := m.rootLabel.w
			if k := int(out[i].Head); k >= 0 {
				h = mlp[(from+k)*q+2*m.Arc+b:]
			}
			d := mlp[i*q+2*m.Arc:]
			row := lab[i*b : (i+1)*b]
			d, h = d[:b], h[:b]
			for j := range row {
				row[j] = d[j] + h[j]
			}
		}
		from = e
	}
	leaky(lab)
	rel := grow(&r.rel, n*m.Rels)
	mat.Mul(rel, m.Rels, lab, b, n, m.labelP)
	bias(rel, m.labelB.w)
	const root = 1
	for i := range n {
		row := rel[i*m.Rels : (i+1)*m.Rels]
		if out[i].Head < 0 {
			out[i].Rel = root
			continue
		}
		k := 2
		for j := 3; j < len(row); j++ {
			if row[j] > row[k] {
				k = j
			}
		}
		out[i].Rel = uint8(k)
	}
}

// FormOf is the row of a word's form, 0 for one unknown.
func (m *Model) FormOf(w string) int32 {
	var buf [maxLetters]rune
	low, _ := plain(&buf, w)
	return m.vocab.form(print32(low))
}
