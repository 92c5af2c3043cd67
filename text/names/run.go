package names

import (
	"math"

	"sayso/text/mat"
)

// Find appends the names of a document to dst: its words, and for each
// sentence the index after its last word. vectors is what Project made of the
// words.
func (r *Runner) Find(dst []Span, words []Word, ends []int, vectors []float32) []Span {
	if cap(r.path) < len(words) {
		r.path = make([]uint8, len(words)+len(words)/4)
	}
	path := r.path[:len(words)]
	if len(r.base) < len(words) {
		r.base, r.said = make([][row]int32, len(words)+len(words)/4), make([]uint64, len(words)+len(words)/4)
	}
	r.remember(words, ends)
	blocks := len(ends)/near + 1
	for round := range rounds {
		if round > 0 {
			r.doc.forget()
			r.each(words, ends, func(k, from, to int) { r.keep(r.survey(words[from:to]), k, path[from:to]) })
		}
		r.each(words, ends, func(k, from, to int) {
			as := r.survey(words[from:to])
			g, base := r.doc.genre(k, 1), r.base[from:to]
			if round == 0 {
				r.recall(as, k, blocks, nil)
				r.lasting(as, g, base)
			} else {
				r.recall(as, k, blocks, path[from:to])
			}
			if r.heard(as, r.said[from:to]) || round == 0 {
				r.find(as, g, vectors[from*breadth:to*breadth], base, path[from:to])
			}
			if round+1 < rounds {
				return
			}
			n := len(dst)
			dst = spans(dst, path[from:to], from)
			for j := n; j < len(dst); j++ {
				dst[j].On = r.on(as, dst[j].First-from, dst[j].Last-from)
			}
		})
	}
	return dst
}

// each does something for each sentence that has tags; in those that have none
// no names are sought.
func (r *Runner) each(words []Word, ends []int, do func(k, from, to int)) {
	from := 0
	for k, e := range ends {
		if from < e && words[from].Tag != 0 {
			do(k, from, e)
		}
		from = e
	}
}

// on is the lists that a name is on as a whole.
func (r *Runner) on(as []attr, first, last int) Mask {
	if last-first > longestPhrase {
		return 0
	}
	h := uint64(0)
	for i := first; i < last; i++ {
		h = mix(h, as[i].low)
	}
	return r.m.Lists.look(h)
}

// remember notes which words the document has in small letters.
func (r *Runner) remember(words []Word, ends []int) {
	r.doc.reset(len(ends))
	from := 0
	for k, e := range ends {
		for i := from; i < e; i++ {
			w := words[i].Text
			if !small(w) {
				continue
			}
			h := lowHash(w)
			r.doc.tally(k, h).small++
			g := &r.doc.genres[k/near]
			for j, v := range r.m.genres[slot(h)] {
				g.sum[j] += int32(v)
			}
			g.words++
		}
		from = e
	}
}

// recall fills in what the document says of the capitalised words. Without
// path that is only whether they stand in small letters.
func (r *Runner) recall(as []attr, sentence, blocks int, path []uint8) {
	for i := range as {
		a := &as[i]
		if !a.cap {
			continue
		}
		t := r.doc.sum(sentence, blocks, a.low)
		a.anyCase = 1
		if t.small > 0 {
			a.anyCase = 2
		}
		if path != nil {
			own := None
			if path[i] != outside {
				own, _ = parse(int(path[i]))
			}
			a.elsewhere = t.elsewhere(own)
		}
	}
}

// keep notes what the capitalised words were taken for.
func (r *Runner) keep(as []attr, sentence int, path []uint8) {
	for i := range as {
		if !as[i].cap {
			continue
		}
		t := None
		if path[i] != outside {
			t, _ = parse(int(path[i]))
		}
		c := &r.doc.tally(sentence, as[i].low).taken[t]
		if *c < 1<<15 {
			*c++
		}
	}
}

// lasting sets base to the scores of the features that stay the same however
// often names are sought.
func (r *Runner) lasting(as []attr, g genre, base [][row]int32) {
	for i := range as {
		base[i] = [row]int32{}
		r.feats = byGenre(features(r.feats[:0], as, i), as, i, g)
		for _, f := range r.feats {
			r.m.linear.add(&base[i], f)
		}
	}
}

// heard says whether the words were last taken for something else elsewhere than
// said holds, and keeps it there.
func (r *Runner) heard(as []attr, said []uint64) bool {
	is := false
	for i := range as {
		is = is || said[i] != as[i].elsewhere
		said[i] = as[i].elsewhere
	}
	return is
}

// find finds the labels of one sentence with what is known of the document.
func (r *Runner) find(as []attr, g genre, hidden []float32, base [][row]int32, path []uint8) {
	n := len(as)
	if n == 0 {
		return
	}
	d, l := r.m.dense, &r.m.linear
	// An empty word stands at each end.
	if len(r.layer) < (n+2)*breadth {
		r.layer = make([]float32, (n+n/2+2)*breadth)
		r.out = make([]float32, (n+n/2)*labels)
	}
	clear(r.layer[:breadth])
	copy(r.layer[breadth:], hidden)
	clear(r.layer[(n+1)*breadth : (n+2)*breadth])
	for i := range as {
		r.signs = signsOf(r.signs[:0], as, i, g)
		d.activate(r.layer[(i+1)*breadth:], r.signs)
	}
	mat.Mul(r.out, labels, r.layer, breadth, n, d.outP)
	score := r.room(n)
	for i := range as {
		s := &score[i]
		*s = base[i]
		for j := range labels {
			s[j] += int32(math.Round(float64(r.out[i*labels+j]+d.outBias[j]) * scale))
		}
		r.feats = recalled(r.feats[:0], as, i)
		for _, f := range r.feats {
			l.add(s, f)
		}
	}
	viterbi(score, &l.trans, nil, r.from[:n], path)
}

func (r *Runner) room(n int) [][row]int32 {
	if len(r.from) < n {
		r.from, r.score = make([][labels]uint8, n+n/2), make([][row]int32, n+n/2)
	}
	return r.score[:n]
}

// Breadth is how many values Project makes of a word.
const Breadth = breadth

// Project makes of the vectors of some sentences' words, as net.Runner.Vectors
// has them, what Find wants: Breadth values a word.
func (r *Runner) Project(dst, last, before, embed []float32, ends []int) {
	if n := (len(dst)/breadth + 2*len(ends)) * breadth; len(r.window) < n {
		r.window = make([]float32, n+n/4)
	}
	r.m.dense.project(dst, last, before, embed, r.window, ends)
}

const never = -1 << 30

// viterbi finds the best path through scores. allowed, where given, says by
// bits which labels each word may have.
func viterbi(score [][row]int32, trans *[labels][labels]int32, allowed []uint32, from [][labels]uint8, path []uint8) {
	n := len(score)
	for j := range labels {
		if !begins(j) || allowed != nil && allowed[0]>>j&1 == 0 {
			score[0][j] = never
		}
	}
	for i := 1; i < n; i++ {
		prev, cur := &score[i-1], &score[i]
		var best [labels]int32
		for j := range best {
			best[j] = 2 * never
		}
		fr := &from[i]
		for a := range labels {
			s := prev[a]
			if s <= never {
				continue
			}
			t := &trans[a]
			for _, b := range next[a] {
				if v := s + t[b]; v > best[b] {
					best[b], fr[b] = v, uint8(a)
				}
			}
		}
		for j := range labels {
			if best[j] <= never || allowed != nil && allowed[i]>>j&1 == 0 {
				cur[j] = never
			} else {
				cur[j] += best[j]
			}
		}
	}
	k := 0
	for j := range labels {
		if ends(j) && score[n-1][j] > score[n-1][k] {
			k = j
		}
	}
	for i := n - 1; i >= 0; i-- {
		path[i] = uint8(k)
		if i > 0 {
			k = int(from[i][k])
		}
	}
}

// spans appends the names of a path.
func spans(dst []Span, path []uint8, base int) []Span {
	start := 0
	for i, l := range path {
		if l == outside {
			continue
		}
		t, p := parse(int(l))
		if p == first || p == only {
			start = i
		}
		if p == last || p == only {
			dst = append(dst, Span{First: base + start, Last: base + i + 1, Type: t})
		}
	}
	return dst
}
