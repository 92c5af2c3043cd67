package names

import (
	"math"
	"math/rand"
	"sort"
)

// A Document is sentences to learn from. Labels say for each word what it may
// be: a set of labels by bits. Collections that do not mark some types leave
// the words they do not mark open to those.
type Document struct {
	Words   []Word
	Ends    []int
	Allowed []uint32
	Times   int // how often it counts
	Genre   string
	// Vectors are what Find wants. Halves is what is learnt from: for each word
	// its vector in its sentence, and the embeddings of the word before, itself
	// and the word after, of each number the upper half of its bits.
	Vectors []float32
	Halves  []uint16
}

func (d *Document) genre() genre {
	switch d.Genre {
	case "web":
		return web
	case "reference":
		return reference
	}
	return news
}

// Allow makes the sets of labels for the words of one sentence from tags in
// BIO. kinds says what a type of the collection may be (more than one where it
// is wider); silent are the types that it does not mark.
func Allow(tags []string, kinds map[string][]Type, silent []Type) []uint32 {
	out := make([]uint32, len(tags))
	none := uint32(1)
	for _, t := range silent {
		none |= 15 << label(t, first)
	}
	for i := 0; i < len(tags); {
		if tags[i] == "O" {
			out[i] = none
			i++
			continue
		}
		kind := tags[i][2:]
		e := i + 1
		for e < len(tags) && tags[e] == "I-"+kind {
			e++
		}
		ts, ok := kinds[kind]
		if !ok {
			for k := i; k < e; k++ {
				out[k] = none
			}
			i = e
			continue
		}
		for k := i; k < e; k++ {
			for _, t := range ts {
				if t == None {
					out[k] |= none
					continue
				}
				p := inner
				switch {
				case e-i == 1:
					p = only
				case k == i:
					p = first
				case k == e-1:
					p = last
				}
				out[k] |= 1 << label(t, p)
			}
		}
		i = e
	}
	return out
}

// lesson is one sentence ready to learn from.
type lesson struct {
	feats   [][]uint32
	signs   [][]uint16
	vectors []uint16
	allowed []uint32
	times   int
}

// learner learns what guesses names without the network and the document.
type learner struct {
	w              []int16   // features × row, a line of the cache each
	sum            []float32 // features × labels
	touched        []uint16
	trans, transUp [labels][labels]float32
	step           float32
}

// fresh is for how many documents there is one without findings, as names are
// sought in at first.
const fresh = 4

// lessons makes lessons of documents: for a guess where guess is nil, else for
// the model, with what guess finds in each document.
func (m *Model) lessons(docs []Document, guess *linear) []lesson {
	var out []lesson
	r := NewRunner(m)
	second := guess != nil
	for i, d := range docs {
		r.remember(d.Words, d.Ends)
		blocks := len(d.Ends)/near + 1
		path := make([]uint8, len(d.Words))
		from := 0
		if second {
			for k, e := range d.Ends {
				as := r.survey(d.Words[from:e])
				r.recall(as, k, blocks, nil)
				r.first(guess, as, path[from:e])
				r.keep(as, k, path[from:e])
				from = e
			}
		}
		from = 0
		for k, e := range d.Ends {
			as := r.survey(d.Words[from:e])
			if second && i%fresh > 0 {
				r.recall(as, k, blocks, path[from:e])
			} else {
				r.recall(as, k, blocks, nil)
			}
			l := lesson{allowed: d.Allowed[from:e], times: max(1, d.Times)}
			if w := len(d.Halves) / max(1, len(d.Words)); second {
				l.vectors = d.Halves[from*w : e*w]
			}
			for i := range as {
				f := features(r.feats[:0], as, i)
				if second {
					f = byGenre(recalled(f, as, i), as, i, r.doc.genre(k, 0))
					l.signs = append(l.signs, append([]uint16(nil), signsOf(r.signs[:0], as, i, r.doc.genre(k, 0))...))
				}
				l.feats = append(l.feats, append([]uint32(nil), f...))
			}
			out = append(out, l)
			from = e
		}
	}
	return out
}

// learn runs the perceptron over the lessons and gives its averaged weights.
func learn(ls []lesson, epochs int, seed int64, report func(epoch, wrong, all int)) *linear {
	z := &learner{w: make([]int16, row<<tableBits), sum: make([]float32, labels<<tableBits), touched: make([]uint16, 1<<tableBits), step: 1}
	r := rand.New(rand.NewSource(seed))
	var order []int
	for i, l := range ls {
		for range l.times {
			order = append(order, i)
		}
	}
	var score, gold [][row]int32
	var from [][labels]uint8
	var left [][]uint32 // the features not dropped
	for ep := range epochs {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		wrong, all := 0, 0
		for _, k := range order {
			l := &ls[k]
			n := len(l.feats)
			if n == 0 {
				continue
			}
			if len(score) < n {
				score, gold, from = make([][row]int32, 2*n), make([][row]int32, 2*n), make([][labels]uint8, 2*n)
			}
			for len(left) < n {
				left = append(left, nil)
			}
			for i, fs := range l.feats {
				s := &score[i]
				keep := left[i][:0]
				for _, f := range fs {
					if r.Uint32()&1023 >= dropped {
						keep = append(keep, f)
					}
				}
				left[i], fs = keep, keep
				*s = [row]int32{}
				for _, f := range fs {
					w := (*[row]int16)(z.w[int(f&tableMask)*row:])
					for j := range labels {
						s[j] += int32(w[j])
					}
				}
				gold[i] = *s
			}
			var tr [labels][labels]int32
			for a := range tr {
				for b := range tr[a] {
					tr[a][b] = int32(z.trans[a][b])
				}
			}
			got, want := make([]uint8, n), make([]uint8, n)
			viterbi(gold[:n], &tr, l.allowed, from, want)
			// A wrong label must lose by a margin.
			for i := range n {
				for j := range labels {
					if l.allowed[i]>>j&1 == 0 {
						score[i][j] += margin
					}
				}
			}
			viterbi(score[:n], &tr, nil, from, got)
			z.step++
			all += n
			for i := range n {
				if got[i] != want[i] {
					wrong++
					for _, f := range left[i] {
						z.update(f&tableMask, int(want[i]), unit)
						z.update(f&tableMask, int(got[i]), -unit)
						if z.touched[f&tableMask] < 1<<15 {
							z.touched[f&tableMask]++
						}
					}
				}
				if i > 0 && (got[i] != want[i] || got[i-1] != want[i-1]) {
					z.trans[want[i-1]][want[i]] += unit
					z.transUp[want[i-1]][want[i]] += unit * z.step
					z.trans[got[i-1]][got[i]] -= unit
					z.transUp[got[i-1]][got[i]] -= unit * z.step
				}
			}
		}
		if report != nil {
			report(ep+1, wrong, all)
		}
	}
	return z.finish()
}

const (
	// unit is one step of the perceptron; scores are whole numbers. One step
	// moves a word's score by some hundred units, so a margin much smaller
	// stops learning too early: 80 gained 1.3 F1 over 2, 160 with two more
	// rounds another .4, 300 nothing.
	unit   = 1
	margin = 160 * unit
	// dropped is how many features of 1024 are hidden at a time, so that many
	// weak signs are learnt beside the strong.
	dropped = 100
	// seldom is how often a feature must have been learnt from to be kept.
	seldom = 3
	// kept is how many features of a pass are kept; 250,000 gained nothing.
	kept = 170_000
)

func (z *learner) update(f uint32, l int, d float32) {
	z.w[int(f)*row+l] += int16(d)
	z.sum[int(f)*labels+l] += d * z.step
}

// finish brings the averaged weights to eight bits, each row with its own
// shift.
func (z *learner) finish() *linear {
	l := &linear{there: make([]uint64, 1<<tableBits/64)}
	const scale = 64 // of this pass
	mean := func(f, j int) float64 {
		return float64(float32(z.w[f*row+j])-z.sum[f*labels+j]/z.step) * scale
	}
	// The features with the greatest weights are kept.
	var all []float64
	greatest := func(f int) (big float64) {
		for j := range labels {
			big = max(big, math.Abs(mean(f, j)))
		}
		return big
	}
	for f := range z.touched {
		if z.touched[f] >= seldom {
			all = append(all, greatest(f))
		}
	}
	sort.Float64s(all)
	least := 0.0
	if len(all) > kept {
		least = all[len(all)-kept]
	}
	for f := range z.touched {
		if z.touched[f] < seldom {
			continue
		}
		big := greatest(f)
		if big < least || big == 0 {
			continue
		}
		var v [labels]float64
		for j := range labels {
			v[j] = mean(f, j)
		}
		l.put(f, &v)
	}
	for a := range labels {
		for b := range labels {
			l.trans[a][b] = int32(math.Round(float64(z.trans[a][b]-z.transUp[a][b]/z.step) * scale))
		}
	}
	l.index()
	return l
}

// first guesses the labels of one sentence for the document's memory.
func (r *Runner) first(l *linear, as []attr, path []uint8) {
	if len(as) == 0 {
		return
	}
	score := r.room(len(as))
	for i := range as {
		r.feats = features(r.feats[:0], as, i)
		s := &score[i]
		*s = [row]int32{}
		for _, f := range r.feats {
			l.add(s, f)
		}
	}
	viterbi(score, &l.trans, nil, r.from[:len(as)], path)
}

// put appends the weights of a feature, in eight bits with a shift.
func (l *linear) put(f int, v *[labels]float64) {
	big := 0.0
	for _, x := range v {
		big = max(big, math.Abs(x))
	}
	shift := 0
	for big/float64(int(1)<<shift) > 127 {
		shift++
	}
	var r [row]int8
	for j, x := range v {
		r[j] = int8(math.Round(x / float64(int(1)<<shift)))
	}
	r[row-1] = int8(shift)
	l.there[f>>6] |= 1 << (f & 63)
	l.rows = append(l.rows, r[:]...)
}

// Train learns a model. The findings that it learns from are those of a
// perceptron that had not learnt from the same documents. hidden and embed are
// how many values the parts of the documents' vectors have.
func Train(docs []Document, lists *Lists, classes []uint8, hidden, embed, epochs int, c Course, report func(what string, epoch, wrong, all int)) *Model {
	m := &Model{Lists: lists, Classes: classes, genres: learnGenres(docs)}
	say := func(what string) func(int, int, int) {
		return func(e, w, a int) { report(what, e, w, a) }
	}
	var halves [2][]Document
	for i, d := range docs {
		halves[i%2] = append(halves[i%2], d)
	}
	var two []lesson
	for i := range halves {
		half := learn(m.lessons(halves[i], nil), epochs, c.Seed, say("half"))
		two = append(two, m.lessons(halves[1-i], half)...)
	}
	m.learnCRF(two, hidden, embed, c)
	return m
}
