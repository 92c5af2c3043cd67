package split

import (
	"math/rand"
	"sort"
	"strings"
)

// A Sample is a text with its words and the ends of its sentences, as
// Sentences gives them.
type Sample struct {
	Text      string
	Words     []Range
	Sentences []int
}

const (
	wordBits     = 16 // tables of 64 and 128 KB: words F1 99.2, sentences 87.7 on EWT dev
	sentenceBits = 17
)

// Train learns a model.
func Train(samples []Sample, epochs int, seed int64) *Model {
	m := &Model{contractions: contractions(samples)}
	m.words = learn(wordExamples(samples, m), wordBits, epochs, seed)
	m.sentences = learn(sentenceExamples(samples), sentenceBits, epochs, seed)
	return m
}

// contractions lists the words of letters only that the samples mostly split.
func contractions(samples []Sample) map[string]uint8 {
	type tally struct {
		split, whole int
		texts, last  int // texts it is split in, and the last of them
		at           map[int]int
	}
	seen := map[string]*tally{}
	get := func(s string) *tally {
		t := seen[s]
		if t == nil {
			t = &tally{last: -1, at: map[int]int{}}
			seen[s] = t
		}
		return t
	}
	letters := func(s string) bool {
		for i := range len(s) {
			if b := s[i] | 0x20; b < 'a' || b > 'z' {
				return false
			}
		}
		return true
	}
	for k, s := range samples {
		for i, w := range s.Words {
			a := s.Text[w.Start:w.End]
			if !letters(a) {
				continue
			}
			get(strings.ToLower(a)).whole++
			if i+1 < len(s.Words) && s.Words[i+1].Start == w.End {
				if b := s.Text[w.End:s.Words[i+1].End]; letters(b) && len(a)+len(b) <= maxContraction {
					t := get(strings.ToLower(a + b))
					t.split++
					if t.last != k {
						t.last = k
						t.texts++
					}
					t.at[len(a)]++
				}
			}
		}
	}
	out := map[string]uint8{}
	for w, t := range seen {
		if t.texts < minTexts || t.split <= t.whole || len(w) < minContraction {
			continue
		}
		best, n := 0, 0
		for at := 1; at < len(w); at++ {
			if t.at[at] > n {
				best, n = at, t.at[at]
			}
		}
		out[w] = uint8(best)
	}
	return out
}

// minTexts is in how many samples a contraction must stand: fewer let in
// slips of single writers ("jacks" for "Jack's").
const minTexts = 6

// An example is one place and whether something ends there.
type example struct {
	features []uint32
	yes      bool
}

func wordExamples(samples []Sample, m *Model) []example {
	var out []example
	for _, s := range samples {
		ends := map[int]bool{}
		for _, w := range s.Words {
			ends[w.End] = true
		}
		at := 0
		for at < len(s.Text) {
			for at < len(s.Text) && space(rune(s.Text[at])) {
				at++
			}
			e := at
			for e < len(s.Text) && !space(rune(s.Text[e])) {
				e++
			}
			c := chunk{syms: make([]sym, reach)}
			var offs []int
			for i, r := range s.Text[at:e] {
				c.syms = append(c.syms, letter(r))
				offs = append(offs, at+i)
			}
			c.n = len(offs)
			c.syms = append(c.syms, make([]sym, reach)...)
			c.survey()
			start := 0
			for b := 1; b < c.n; b++ {
				if !c.candidate(b) {
					continue
				}
				yes := ends[offs[b]]
				out = append(out, example{c.features(nil, b, start), yes})
				if yes {
					start = b
				}
			}
			at = e
		}
	}
	return out
}

func sentenceExamples(samples []Sample) []example {
	var out []example
	for _, t := range samples {
		if len(t.Words) == 0 {
			continue
		}
		ends := map[int]bool{}
		for _, e := range t.Sentences {
			ends[e] = true
		}
		var s seeker
		s.start(t.Text, t.Words)
		for i := 1; i < len(t.Words); i++ {
			if _, sure := s.step(i); !sure {
				out = append(out, example{s.features(nil), ends[i]})
			}
			s.pass(ends[i])
		}
	}
	return out
}

// learn trains an averaged perceptron and brings its weights to eight bits.
func learn(examples []example, bits, epochs int, seed int64) classifier {
	size := 1 << bits
	mask := uint32(size - 1)
	w, sum := make([]float64, size), make([]float64, size)
	r := rand.New(rand.NewSource(seed))
	step := 1.0
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	for range epochs {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			x := &examples[k]
			score := 0.0
			for _, f := range x.features {
				score += w[f&mask]
			}
			// A margin makes the averaged weights surer than mistakes alone.
			const margin = 4
			d := 0.0
			if x.yes && score <= margin {
				d = 1
			} else if !x.yes && score > -margin {
				d = -1
			}
			if d != 0 {
				for _, f := range x.features {
					w[f&mask] += d
					sum[f&mask] += d * step
				}
			}
			step++
		}
	}
	abs := make([]float64, 0, size)
	for i := range w {
		w[i] -= sum[i] / step
		if w[i] != 0 {
			abs = append(abs, max(w[i], -w[i]))
		}
	}
	sort.Float64s(abs)
	scale := 1.0
	if len(abs) > 0 {
		// The few largest weights are cut off: one of them must not set the scale for all.
		scale = 127 / abs[len(abs)*999/1000]
	}
	c := classifier{make([]int8, size)}
	for i, v := range w {
		q := v * scale
		switch {
		case q >= 0:
			q += .5
		default:
			q -= .5
		}
		c.weights[i] = int8(max(-127, min(127, q)))
	}
	return c
}
