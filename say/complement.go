package say

import (
	"strings"

	"sayso/say/lexicon"
)

// complement finds the token that begins what was said after the cue, and
// whether a word or sign introduces it.
func (r *guesser) complement(sent sentence, i int, c lexicon.Cue, turned bool) (int, bool) {
	if i >= sent.to {
		return 0, false
	}
	for k, depth := i, 0; k < sent.to && k < i+16; k++ {
		t := &r.tokens[k]
		switch {
		case t.quote >= 0 && t.mark && t.start < r.Quotes[t.quote].Start && !r.Quotes[t.quote].Single:
			if k == i || r.tokens[k-1].text == "," || r.tokens[k-1].text == ":" {
				return k, true
			}
			return r.direct(sent, i, c, turned)
		case t.quote >= 0:
			return r.direct(sent, i, c, turned)
		case t.lower == "that" && k > i && r.tokens[k-1].lower != "of":
			if k+1 < sent.to && r.tokens[k+1].text == ":" {
				k++
			}
			return r.skipOpen(sent, k), true
		case t.lower == "that":
			if k+1 < sent.to && r.tokens[k+1].text == ":" {
				return r.skipOpen(sent, k+1), true
			}
			return k, true
		case t.text == ":":
			return r.skipOpen(sent, k), true
		case t.text == "(":
			depth++
		case t.text == ")":
			depth--
		case t.text == "," && depth == 0:
			if k == i && turned {
				continue
			}
			if k+1 < sent.to && r.tokens[k+1].quote >= 0 {
				continue
			}
			return r.direct(sent, i, c, turned)
		case !t.word && depth == 0 || t.word && k > i && lexicon.Forms[t.lower].Strong || pronouns[t.lower]:
			return r.direct(sent, i, c, turned)
		}
	}
	return r.direct(sent, i, c, turned)
}

// skipOpen steps over a colon and dots to where the words begin.
func (r *guesser) skipOpen(sent sentence, k int) int {
	for k < sent.to && (r.tokens[k].text == ":" || r.tokens[k].text == "…" || strings.HasPrefix(r.tokens[k].text, "..")) {
		k++
	}
	if k >= sent.to {
		return 0
	}
	return k
}

// direct finds what was said right behind the cue, without "that".
func (r *guesser) direct(sent sentence, i int, c lexicon.Cue, turned bool) (int, bool) {
	if turned || i >= sent.to {
		return 0, false
	}
	if c.Addressee {
		j := r.addressed(sent, i)
		if j == i && c.Lemma == "tell" {
			return 0, false
		}
		i = j
		if i >= sent.to {
			return 0, false
		}
	}
	t := &r.tokens[i]
	if !t.word || noContent[t.lower] && !(c.Noun && t.lower == "to") || t.quote >= 0 && t.mark && r.Quotes[t.quote].Single {
		return 0, false
	}
	return i, false
}

// addressed steps over whom the words were said to.
func (r *guesser) addressed(sent sentence, i int) int {
	t := &r.tokens[i]
	if objects[t.lower] {
		return i + 1
	}
	j := i
	if determiners[t.lower] {
		j++
	}
	for j < sent.to && j < i+8 && r.tokens[j].word && (r.tokens[j].capital() || r.tokens[j].lower == "of" || j == i) {
		j++
	}
	return j
}

// before gives the words from the sentence's start, or the last attribution's
// end, to the comma or closing mark before token i.
func (r *guesser) before(sent sentence, i, first int) rng {
	k := i - 1
	for k >= sent.from && (r.tokens[k].text == "," || r.tokens[k].text == "—" || r.tokens[k].text == "–") {
		k--
	}
	if k < sent.from || k == i-1 && !r.tokens[k].mark && r.tokens[k].quote < 0 {
		if k < sent.from || r.tokens[k].text != "?" && r.tokens[k].text != "!" {
			return rng{}
		}
	}
	from := r.tokens[sent.from].start
	for _, a := range r.found[first:] {
		for _, l := range [][]rng{a.content, a.cue, a.source} {
			for _, x := range l {
				if x.end > from && x.end <= r.tokens[k].end {
					from = x.end
				}
			}
		}
	}
	out := rng{from, r.tokens[k].end}
	n := 0
	for j := k; j >= sent.from && r.tokens[j].start >= from; j-- {
		if r.tokens[j].word {
			n++
		}
	}
	if n < 3 && r.tokens[k].quote < 0 || n == 0 {
		return rng{}
	}
	return out
}

// introduces reports whether the words before token i can be what was said,
// and are no adverbial that opens the sentence.
func (r *guesser) introduces(sent sentence, i int) bool {
	if i-1 >= sent.from && r.tokens[i-1].mark {
		return true
	}
	t := &r.tokens[sent.from]
	if t.quote >= 0 {
		return true
	}
	if !prepWords[t.lower] {
		return true
	}
	// A long sentence may open with an adverbial and still be what was said:
	// "As of now, nothing will change, Kolt said."
	commas := 0
	for k := sent.from; k < i-1; k++ {
		if r.tokens[k].text == "," {
			commas++
		}
	}
	return commas >= 1 && i-sent.from > 12 || t.lower == "but" || t.lower == "and" || t.lower == "so"
}

// resumed gives a quote that takes up the words after cue and source:
// “…,” said X, “…”.
func (r *guesser) resumed(sent sentence, i int) rng {
	for k := i; k < sent.to && k < i+14; k++ {
		t := &r.tokens[k]
		if t.quote >= 0 && t.mark && t.end <= r.Quotes[t.quote].Start && k > i && r.tokens[k-1].text == "," {
			q := r.Quotes[t.quote]
			return rng{q.Start, q.End}
		}
		if _, ok := lexicon.Forms[t.lower]; ok && t.quote < 0 {
			return rng{}
		}
	}
	return rng{}
}

// clauseEnd finds where what was said from token i on ends: with the sentence,
// or before another speaker or a participle that adds a statement.
func (r *guesser) clauseEnd(sent sentence, i int) int {
	for k := i + 1; k < sent.to-1; k++ {
		t := &r.tokens[k]
		if t.text != "," || t.quote >= 0 {
			continue
		}
		next := &r.tokens[k+1]
		if next.lower == "according" || lexicon.Forms[next.lower].Form == lexicon.Participle && lexicon.Forms[next.lower].Clause && next.word {
			return k
		}
		if k+2 < sent.to && lexicon.Forms[r.tokens[k+2].lower].Strong && (next.lower == "he" || next.lower == "she" || next.capital()) && lexicon.Forms[r.tokens[k+2].lower].Form == lexicon.Past {
			return k
		}
	}
	return sent.to
}

// accordingTo reads "according to X, …" and "…, according to X".
func (r *guesser) accordingTo(n int) {
	sent := r.sentences[n]
	for i := sent.from; i+2 < sent.to; i++ {
		if r.tokens[i].lower != "according" || r.tokens[i+1].lower != "to" || r.tokens[i].quote >= 0 {
			continue
		}
		e := i + 2
		for e < sent.to {
			t := &r.tokens[e]
			if !t.word && t.text != "&" || t.quote >= 0 || sourceEnds[t.lower] && t.lower != "in" && t.lower != "at" {
				break
			}
			e++
		}
		if e == i+2 {
			continue
		}
		a := attribution{class: "said", from: -1, within: -1, place: n, confidence: .75}
		a.source = []rng{{r.tokens[i+2].start, r.tokens[e-1].end}}
		a.cue = []rng{{r.tokens[i].start, r.tokens[i+1].end}}
		if i == sent.from || i == sent.from+1 && r.tokens[sent.from].quote < 0 {
			for e < sent.to && !r.tokens[e].word && r.tokens[e].quote < 0 {
				e++
			}
			if e >= sent.to {
				continue
			}
			a.content = []rng{{r.tokens[e].start, r.tokens[sent.to-1].end}}
		} else {
			k := len(r.found) - 1
			for k >= 0 && r.found[k].place == n && r.found[k].at() > r.tokens[i].start {
				k--
			}
			if k >= 0 && r.found[k].place == n {
				r.found[k].via = a.source[0]
				continue
			}
			last := i - 1
			for last > sent.from && r.tokens[last].text == "," {
				last--
			}
			a.content = []rng{{r.tokens[sent.from].start, r.tokens[last].end}}
		}
		if a.content = r.tidy(a.content); len(a.content) > 0 {
			r.found = append(r.found, a)
		}
	}
}

var noContent = wordSet("in on at by to for during when while as after before addressing speaking about of from with earlier yesterday monday tuesday wednesday thursday friday saturday sunday and or but late early later last through via following because amid citing referring is was were are has had it's so")
