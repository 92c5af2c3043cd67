package say

import (
	"strings"

	"sayso/say/arcs"
	"sayso/say/lexicon"
	"sayso/say/told"
	"sayso/text"
)

// A guesser reads attributions by rules over the order of words alone: around
// every reporting word it looks for who speaks and what was said. Its guesses
// are hints to the learned models, which know when to trust them.
type guesser struct {
	*scan
	found []attribution
}

// Hints are the guesses about a text.
func Hints(t *told.Telling) []arcs.Hint { return hints(newScan(t)) }

func hints(s *scan) []arcs.Hint {
	r := &guesser{scan: s}
	for i := range s.sentences {
		r.cues(i)
		r.accordingTo(i)
	}
	out := make([]arcs.Hint, len(r.found))
	for i, a := range r.found {
		out[i] = arcs.Hint{Cue: text.Range{Start: a.cue[0].start, End: a.cue[0].end}, Source: fromRanges(a.source), Content: fromRanges(a.content)}
	}
	return out
}

func fromRanges(l []rng) []text.Range {
	out := make([]text.Range, len(l))
	for i, x := range l {
		out[i] = text.Range{Start: x.start, End: x.end}
	}
	return out
}

// cues reads the attributions around the reporting words of a sentence.
func (r *guesser) cues(n int) {
	sent := r.sentences[n]
	first := len(r.found)
	for i := sent.from; i < sent.to; i++ {
		t := &r.tokens[i]
		if t.quote >= 0 || !t.word {
			continue
		}
		c, ok := lexicon.Forms[t.lower]
		if !ok || t.capital() && !r.titleCase(sent) || c.Lemma == "point" && (i+1 >= sent.to || r.tokens[i+1].lower != "out" && r.tokens[i+1].lower != "to") {
			continue
		}
		if a, ok := r.around(sent, i, c, first); ok {
			a.place = n
			r.found = append(r.found, a)
		}
	}
}

// around reads the attribution around the reporting word at i.
func (r *guesser) around(sent sentence, i int, c lexicon.Cue, first int) (attribution, bool) {
	a := attribution{class: c.Class, from: -1, within: -1, confidence: .75}
	from, to := i, i+1
	aux, progressive, passive := false, false, false
	for from > sent.from {
		w := r.tokens[from-1].lower
		if !auxiliaries[w] && !cueAdverbs[w] && !strings.HasSuffix(w, "n't") && !(strings.HasSuffix(w, "ly") && w != "family") {
			break
		}
		if negations[w] || strings.HasSuffix(w, "n't") {
			a.negated = true
		}
		switch w {
		case "is", "are", "was", "were", "been", "be", "being", "'s":
			passive = c.Form == lexicon.Past
			progressive = c.Form == lexicon.Participle
			aux = true
		case "has", "have", "had", "did", "does", "do", "will", "would", "could", "can", "may", "might", "didn't", "doesn't", "don't":
			aux = true
		}
		from--
	}
	if to < sent.to && (r.tokens[to].lower == "out" || c.Lemma == "call" && (r.tokens[to].lower == "for" || r.tokens[to].lower == "on")) {
		to++
	}
	var prev *token
	if from > sent.from {
		prev = &r.tokens[from-1]
	}
	after := to
	if passive {
		return r.impersonal(a, sent, from, to)
	}

	// Who: after the cue where it is turned round, else before it.
	src := rng{}
	first0 := from // the first token that belongs to cue and source
	turned := false
	if prev != nil && (prev.text == "," || prev.mark || prev.text == "?" || prev.text == "!" || prev.text == "—" || prev.text == "–") && c.Form != lexicon.Participle && !c.Noun {
		if e := r.turned(sent, to); e > to {
			src = rng{r.tokens[to].start, r.tokens[e-1].end}
			after = e
			turned = true
		}
	}
	if !turned {
		s, e := r.subject(sent, from)
		switch {
		case e > s:
			src = rng{r.tokens[s].start, r.tokens[e-1].end}
			first0 = s
		case c.Form == lexicon.Participle && !progressive || prev != nil && (prev.lower == "and" || prev.lower == "but"):
			if len(r.found) == first {
				return a, false
			}
			a.from = len(r.found) - 1
			a.source = r.found[a.from].source
			if prev != nil {
				first0 = from - 1
			}
		default:
			return a, false
		}
		if e > s && c.Form == lexicon.Participle && !progressive && (prev == nil || prev.text != ",") {
			return a, false
		}
		if e > s && c.Form == lexicon.Participle && !progressive { // "…, Kolt said, adding": the subject is the speaker before
			if len(r.found) == first {
				return a, false
			}
			a.from = len(r.found) - 1
			a.source = r.found[a.from].source
			src = rng{}
			first0 = from
		}
	}
	if c.Form == lexicon.Base && !aux && !r.plural(from-1, sent) && a.from < 0 {
		return a, false
	}
	if w := strings.ToLower(r.Text[src.start:src.end]); w == "you" {
		return a, false
	}
	if !src.empty() {
		a.source = []rng{src}
	}
	a.cue = []rng{{r.tokens[from].start, r.tokens[to-1].end}}

	begin, explicit := r.complement(sent, after, c, turned)
	pre := r.before(sent, first0, first)
	resumes := begin > 0 && !pre.empty() && r.tokens[begin].mark && r.tokens[begin-1].text == "," && first0 > sent.from && r.closed(first0-1)
	switch {
	case resumes || !pre.empty() && !explicit && (turned || r.introduces(sent, first0)):
		a.content = []rng{pre}
		if q := r.resumed(sent, after); !q.empty() {
			a.content = append(a.content, q)
		}
	case begin > 0:
		if !explicit && !c.Strong && !c.Noun && !clauseStart[r.tokens[begin].lower] {
			a.confidence = .5
			if c.Form == lexicon.Past && !aux && c.Class != "said" && c.Class != "claimed" && c.Class != "believes" {
				return a, false
			}
		}
		end := r.clauseEnd(sent, begin)
		a.content = []rng{{r.tokens[begin].start, r.tokens[end-1].end}}
	default:
		return a, false
	}
	a.content = r.tidy(a.content)
	return a, len(a.content) > 0
}

// closed reports whether a quote ends at token i, or before the comma there.
func (r *guesser) closed(i int) bool {
	if r.tokens[i].text == "," && i > 0 {
		i--
	}
	return r.tokens[i].mark
}

// titleCase reports whether most words of a sentence are capitals, so that a
// capital says nothing.
func (r *guesser) titleCase(sent sentence) bool {
	n, capitals := 0, 0
	for i := sent.from; i < sent.to; i++ {
		if t := &r.tokens[i]; t.word && len(t.text) > 3 {
			n++
			if t.capital() {
				capitals++
			}
		}
	}
	return n >= 3 && capitals*10 >= n*7
}

// impersonal reads "it is understood that …" and "is reported to …".
func (r *guesser) impersonal(a attribution, sent sentence, from, to int) (attribution, bool) {
	if to >= sent.to || from == sent.from || r.tokens[from-1].lower != "it" {
		return a, false
	}
	if w := r.tokens[to].lower; w != "that" && w != "to" {
		return a, false
	}
	a.anonymous = true
	a.source = []rng{{r.tokens[from-1].start, r.tokens[to-1].end}}
	a.cue = []rng{{r.tokens[from].start, r.tokens[to-1].end}}
	end := r.clauseEnd(sent, to)
	a.content = r.tidy([]rng{{r.tokens[to].start, r.tokens[end-1].end}})
	a.confidence = .5
	return a, len(a.content) > 0
}

// turned gives the end of a source that stands behind its cue: “…”, said X.
func (r *guesser) turned(sent sentence, i int) int {
	if i >= sent.to {
		return i
	}
	t := &r.tokens[i]
	if !t.word || t.quote >= 0 {
		return i
	}
	if !t.capital() && !determiners[t.lower] && !roleWords[t.lower] && !pronouns[t.lower] {
		return i
	}
	if weekdays[t.lower] || pronouns[t.lower] && i+1 < sent.to && r.tokens[i+1].word && !sourceEnds[r.tokens[i+1].lower] {
		return i
	}
	j := i
	for j < sent.to {
		t := &r.tokens[j]
		if auxiliaries[t.lower] {
			return i // "said the bill would …": what was said, not who
		}
		if !t.word || t.quote >= 0 || sourceEnds[t.lower] || weekdays[t.lower] {
			break
		}
		j++
	}
	return j
}

// subject gives the tokens of the source that ends before token i.
func (r *guesser) subject(sent sentence, i int) (int, int) {
	e := i
	k := i - 1
	if k < sent.from {
		return i, i
	}
	if r.tokens[k].text == ")" || r.tokens[k].text == "]" { // Kolt (North) said
		m := k - 1
		for m > sent.from && k-m <= 8 && r.tokens[m].text != "(" && r.tokens[m].text != "[" {
			m--
		}
		if m <= sent.from || k-m > 8 {
			return i, i
		}
		k = m - 1
	}
	if r.tokens[k].text == "," { // an apposition or an aside closed by a comma
		m := k - 1
		for m >= sent.from && k-m <= 14 && r.tokens[m].text != "," && r.tokens[m].quote < 0 {
			m--
		}
		if m <= sent.from || r.tokens[m].text != "," || k-m > 14 {
			return i, i
		}
		if w := r.tokens[m-1]; !w.word || w.quote >= 0 {
			return i, i
		}
		e = k
		k = m - 1
		if w := r.tokens[m+1].lower; w == "however" || w == "who" || w == "meanwhile" || prepWords[w] {
			e = m
		}
	}
	s := k + 1
	for s > sent.from {
		t := &r.tokens[s-1]
		if !t.word && t.text != "&" || t.quote >= 0 || boundaries[t.lower] || auxiliaries[t.lower] {
			break
		}
		if _, ok := lexicon.Forms[t.lower]; ok && s-1 > sent.from && t.lower != "report" && t.lower != "state" {
			break
		}
		if t.lower == "and" && !(r.tokens[s].capital() && s-2 >= sent.from && r.tokens[s-2].capital() && s-2 > sent.from) {
			break
		}
		s--
	}
	for s < e && (prepWords[r.tokens[s].lower] || r.tokens[s].lower == "and" || weekdays[r.tokens[s].lower]) {
		w := r.tokens[s].lower
		s++
		if w == "on" || w == "in" || w == "at" || w == "after" || w == "during" || w == "since" || w == "for" || w == "with" || w == "from" || w == "before" || w == "amid" || w == "by" {
			// the last noun phrase is the subject
			best := s
			for m := s + 1; m < e; m++ {
				if determiners[r.tokens[m].lower] && r.tokens[m-1].lower != "of" && r.tokens[m-1].lower != "for" ||
					pronouns[r.tokens[m].lower] || r.tokens[m].capital() && (weekdays[r.tokens[m-1].lower] || !r.tokens[m-1].capital() && !determiners[r.tokens[m-1].lower] && r.tokens[m-1].lower != "of") {
					best = m
				}
			}
			s = best
			if weekdays[r.tokens[s].lower] {
				s++
			}
		}
	}
	if e-s > 22 || s >= e || r.tokens[s].lower == "to" || r.tokens[s].lower == "not" {
		return i, i
	}
	last := &r.tokens[e-1]
	if determiners[last.lower] && last.lower != "both" || last.lower == "to" || last.lower == "of" || last.lower == "be" {
		return i, i
	}
	return s, e
}

// plural reports whether the word at i can be the subject of a base form.
func (r *guesser) plural(i int, sent sentence) bool {
	if i < sent.from {
		return false
	}
	switch w := r.tokens[i].lower; w {
	case "they", "we", "i", "you", "people", "who", "some", "many", "police", "others", "critics":
		return true
	default:
		return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "'s") && !r.tokens[i].capital()
	}
}

var clauseStart = wordSet("that he she it they we i there this these those the a an his her their its no whether if how what why")
