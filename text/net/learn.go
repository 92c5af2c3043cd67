package net

import (
	"math"
	"math/rand"
	"sort"
)

// countForms counts the words of sentences and keeps those seen at least
// min times in the first or often times in the second.
func countForms(first, second [][]string, min, often int) (prints []uint32, count map[uint32]int) {
	count = map[uint32]int{}
	tally := func(into map[uint32]int, ss [][]string) {
		var buf [maxLetters]rune
		for _, s := range ss {
			for _, w := range s {
				low, _ := plain(&buf, w)
				into[print32(low)]++
			}
		}
	}
	tally(count, first)
	wide := map[uint32]int{}
	tally(wide, second)
	for p, n := range count {
		if n >= min || wide[p] >= often {
			prints = append(prints, p)
		}
	}
	for p, n := range wide {
		if count[p] == 0 && n >= often {
			prints = append(prints, p)
		}
	}
	sort.Slice(prints, func(i, j int) bool { return prints[i] < prints[j] })
	return prints, count
}

// New makes a network with random weights for the words of labelled and
// unlabelled sentences.
func New(c Config, labelled, unlabelled [][]string, seed int64) *Model {
	// Twice among the labelled is enough to learn a form's use.
	prints, _ := countForms(labelled, unlabelled, 2, 8)
	m := newModel(c, newVocabulary(prints))
	r := rand.New(rand.NewSource(seed))
	for _, t := range m.tensors {
		switch t {
		case m.embed:
			for i := range t.w {
				t.w[i] = float32(r.NormFloat64() * .25)
			}
		case m.arc:
			for i := range t.w {
				t.w[i] = float32(r.NormFloat64() * .02)
			}
		case m.conv, m.mlpW, m.tag, m.label, m.rootArc, m.rootLabel:
			k := math.Sqrt(2 / float64(max(t.r, t.c/4)))
			if t.r == 1 {
				k = .3
			}
			for i := range t.w {
				t.w[i] = float32(r.NormFloat64() * k)
			}
		}
		for _, l := range m.layers {
			if t == l.w {
				k := math.Sqrt(1 / float64(t.r))
				for i := range t.w {
					t.w[i] = float32(r.NormFloat64() * k)
				}
			}
			if t == l.v {
				for i := range t.w {
					t.w[i] = float32(r.NormFloat64() * .1)
				}
			}
		}
	}
	return m
}

// Forms is how many word forms the model knows.
func (m *Model) Forms() int { return len(m.vocab.prints) }

// maxLearnt is the longest sentence learnt from.
const maxLearnt = 120

// prepare looks the words up. A form is hidden the more often the rarer it is,
// so that the other parts learn to do without it.
func (m *Model) prepare(in []*Example, hide float64) []*example {
	count := map[int32]int{}
	var out []*example
	for _, x := range in {
		if len(x.Words) == 0 || len(x.Words) > maxLearnt {
			continue
		}
		e := &example{Example: x, rows: make([][parts]int32, len(x.Words)), drop: make([]float32, len(x.Words))}
		for i, w := range x.Words {
			m.vocab.word(&e.rows[i], w)
			count[e.rows[i][0]]++
		}
		out = append(out, e)
	}
	for _, e := range out {
		for i := range e.drop {
			e.drop[i] = float32(hide / (hide + float64(count[e.rows[i][0]])))
		}
	}
	return out
}

// Train learns tags and trees from examples.
func (m *Model) Train(examples []*Example, tr Training) {
	exs := m.prepare(examples, .5)
	t := newTrainer(m, nil, tr.Drop, tr.Seed)
	done := 0
	for ep := 0; ep < tr.Epochs; ep++ {
		bs := t.batches(exs, tr.Batch)
		loss, n := 0.0, 0
		for k, b := range bs {
			at := float64(ep) + float64(k)/float64(len(bs))
			loss += t.batch(b, schedule(tr.Rate, done, at, tr.Epochs), (*shard).learn)
			for _, e := range b {
				n += len(e.rows)
			}
			done++
		}
		t.swap()
		if tr.Report != nil {
			m.pack()
			tr.Report(ep+1, m, loss/float64(n))
		}
		if ep+1 < tr.Epochs {
			t.swap()
		}
	}
	m.pack()
}

// schedule is the learning rate: it climbs over the first steps, holds, and
// falls in the last rounds.
func schedule(rate float64, step int, at float64, epochs int) float64 {
	const climb, fall = 200, 4
	if step < climb {
		rate *= float64(step+1) / climb
	}
	if left := float64(epochs) - at; left < fall {
		rate *= .02 + .98*left/fall
	}
	return rate
}
