package say

import (
	"cmp"
	"slices"
	"strings"

	"sayso/say/arcs"
	"sayso/say/lexicon"
	"sayso/text"
)

// An attribution is one statement as read, before its speaker is resolved.
type attribution struct {
	source, cue, content []rng
	class                string // of the cue, see cueWords
	negated              bool
	implicit             bool
	spoken               bool // a turn of a transcript: direct without quotation marks
	anonymous            bool // "it is understood"
	from                 int  // the attribution whose speaker this one takes, or -1
	within               int  // the attribution this one is told inside, or -1
	via                  rng  // ", according to …" after a statement that has a speaker
	place                int  // sentence
	confidence           float64
}

// at is where the attribution begins.
func (a *attribution) at() int {
	at := 1 << 62
	for _, l := range [][]rng{a.content, a.cue, a.source} {
		if len(l) > 0 && l[0].start < at {
			at = l[0].start
		}
	}
	return at
}

// A reader turns what the models read into attributions, and adds what stands
// outside of their sight: headlines of one kind, and quotes without a cue.
type reader struct {
	*scan
	found []attribution
	taken []bool // quotes that some statement holds
}

func find(s *scan, read []arcs.Attribution, hints []arcs.Hint) []attribution {
	r := &reader{scan: s, taken: make([]bool, len(s.Quotes))}
	learned := make([]attribution, 0, len(read))
	for i := range read {
		if a, ok := r.learned(&read[i]); ok {
			r.prompt(&a, hints)
			if r.likely(&a) {
				learned = append(learned, a)
			}
		}
	}
	learned = r.missed(learned, hints)
	learned = r.retold(learned)
	learned = r.apart(r.disjoint(r.reported(learned)))
	r.claim(learned)
	learned = append(r.turns(), learned...)
	slices.SortStableFunc(learned, func(a, b attribution) int { return cmp.Compare(a.place, b.place) })
	k := 0
	for i := range s.sentences {
		n := len(r.found)
		signed := r.headline(i, true)
		for ; k < len(learned) && learned[k].place == i; k++ {
			if !signed {
				r.found = append(r.found, learned[k])
			}
		}
		if n == len(r.found) && !r.headline(i, false) {
			r.signed(i)
		}
		r.claim(r.found[n:])
		r.loose(i)
	}
	return r.found
}

// learned makes an attribution of what the models read.
func (r *reader) learned(x *arcs.Attribution) (attribution, bool) {
	a := attribution{class: "said", from: -1, within: -1, confidence: x.Sure}
	a.cue = []rng{{x.Cue.Start, x.Cue.End}}
	for _, t := range r.tokensIn(a.cue[0]) {
		if negations[t.lower] || strings.HasSuffix(t.lower, "n't") {
			a.negated = true
		}
		if c, ok := lexicon.Forms[t.lower]; ok {
			a.class = c.Class
		}
	}
	a.source = ranges(x.Source)
	if len(a.source) > 1 { // one source; the longest piece is it
		a.source = []rng{slices.MaxFunc(a.source, func(x, y rng) int { return cmp.Compare(x.end-x.start, y.end-y.start) })}
	}
	a.content = r.tidy(ranges(x.Content))
	if w := strings.ToLower(r.words(a.source)); w == "you" || w == "your" {
		return a, false
	}
	a.place = r.sentenceOf(a.cue[0].start)
	a.content = r.own(a.content, a.cue[0])
	return a, r.says(a.content)
}

// doubtful is the confidence under which a statement without quotation marks
// is dropped when no word of its cue reports speech or thought. Of those under
// it on PolNeAR dev, fewer than half were right.
const doubtful = .2

// likely drops what the models are not sure of and nothing else speaks for,
// and what is thought by nobody named: "is expected".
func (r *reader) likely(a *attribution) bool {
	if r.strong(text.Range{Start: a.cue[0].start, End: a.cue[0].end}) && r.quoted(a.content) {
		return true
	}
	known := false
	if !r.quoted(a.content) && r.talk(a.cue[0]) {
		return false
	}
	for _, t := range r.tokensIn(a.cue[0]) {
		if lexicon.Number(t.lower) > 0 {
			known = true
		}
	}
	if len(a.source) == 0 && (!known || a.class == "believes" || a.class == "wants") {
		return false
	}
	if len(a.source) == 0 && a.confidence < doubtful {
		return false
	}
	return known || a.confidence >= doubtful || r.quoted(a.content)
}

// talk reports whether a cue tells that something was talked about, not what
// was said of it.
func (r *reader) talk(cue rng) bool {
	for _, t := range r.tokensIn(cue) {
		if lexicon.Forms[t.lower].Lemma == "discuss" {
			return true
		}
	}
	return false
}

// quoted reports whether any of the content stands in quotation marks.
func (r *reader) quoted(content []rng) bool {
	for _, c := range content {
		for _, t := range r.tokensIn(c) {
			if t.quote >= 0 {
				return true
			}
		}
	}
	return false
}

// prompt takes the source from the rules where the models found none, or one
// that stands far off while the rules' stands beside the cue.
func (r *reader) prompt(a *attribution, hints []arcs.Hint) {
	cue := a.cue[0]
	for _, h := range hints {
		if h.Cue.Start >= cue.end || h.Cue.End <= cue.start || len(h.Source) == 0 {
			continue
		}
		src := rng{h.Source[0].Start, h.Source[0].End}
		if covers(a.content, src) || len(strings.Fields(r.Text[src.start:src.end])) > 15 || r.quoted([]rng{src}) {
			return
		}
		if c := fromHint(h); len(c) == 1 && r.strong(h.Cue) && covers(c, a.content[0]) && len(a.content) == 1 &&
			3*r.wordsBetween(a.content[0].start, a.content[0].end) < r.wordsBetween(c[0].start, c[0].end) && c[0].end <= cue.start {
			a.content = c // a scrap of the clause before "…, Kolt said"
		}
		if len(a.source) == 0 || r.gap(cue, a.source[0]) > 3 && r.gap(cue, src) == 0 {
			a.source = []rng{src}
		}
		return
	}
}

// missed adds the guesses of the rules that are nearly sure and that the models
// passed over: those round a word like "said", with a source beside it, whose
// content nobody else is said to have said, or that are told inside another's.
func (r *reader) missed(l []attribution, hints []arcs.Hint) []attribution {
	n := len(l)
	for i := range hints {
		h := &hints[i]
		if len(h.Source) == 0 || !r.strong(h.Cue) && !r.wishes(h.Cue) {
			continue
		}
		x := arcs.Attribution{Cue: h.Cue, Source: h.Source, Content: h.Content, Sure: .4}
		a, ok := r.learned(&x)
		if !ok || !r.likely(&a) || r.gap(a.cue[0], a.source[0]) > 1 {
			continue
		}
		first, last := near(l[:n], a.cue[0])
		for k := first; k < last; k++ {
			b := &l[k]
			inside := covers(b.content, a.cue[0])
			if covers(a.content, b.cue[0]) && (len(b.source) > 0 && covers(a.content, b.source[0]) || !r.strong(text.Range{Start: b.cue[0].start, End: b.cue[0].end})) {
				continue // told inside it; settled below
			}
			if b.cue[0].overlaps(a.cue[0]) || !inside && slices.ContainsFunc(a.content, func(c rng) bool { return touches(b.content, c) }) {
				ok = false
				break
			}
			if inside && !covers(b.content, a.source[0]) {
				ok = false
				break
			}
		}
		if ok {
			for k := first; k < last; k++ { // what is told inside another's words ends with them
				if b := &l[k]; covers(a.content, b.cue[0]) {
					b.content = clip(b.content, a.content)
				}
			}
			l = append(l, a)
		}
	}
	l = slices.DeleteFunc(l, func(a attribution) bool { return !r.says(a.content) })
	slices.SortStableFunc(l, func(a, b attribution) int { return cmp.Compare(a.cue[0].start, b.cue[0].start) })
	return l
}

// reach is how many bytes from a cue the words of another may still matter to
// it; no quote of PolNeAR train that is no speech printed whole is as long.
const reach = 20_000

// near gives the bounds of the attributions, in order of their cues, whose cue
// is within reach of x.
func near(l []attribution, x rng) (first, last int) {
	at := func(a attribution, to int) int { return cmp.Compare(a.cue[0].start, to) }
	first, _ = slices.BinarySearchFunc(l, x.start-reach, at)
	last, _ = slices.BinarySearchFunc(l, x.end+reach, at)
	return first, last
}

// clip is the part of a that lies in b.
func clip(a, b []rng) []rng {
	var out []rng
	for _, x := range a {
		for _, y := range b {
			if z := (rng{max(x.start, y.start), min(x.end, y.end)}); !z.empty() {
				out = append(out, z)
			}
		}
	}
	return out
}

func touches(l []rng, x rng) bool {
	return slices.ContainsFunc(l, func(r rng) bool { return r.overlaps(x) })
}

// strong reports whether a cue is a word that nearly always reports speech.
func (r *reader) strong(cue text.Range) bool {
	for _, t := range r.tokensIn(rng{cue.Start, cue.End}) {
		if lexicon.Forms[t.lower].Strong {
			return true
		}
	}
	return false
}

// wishes reports whether a cue tells what somebody wants or demands, now.
func (r *reader) wishes(cue text.Range) bool {
	for _, t := range r.tokensIn(rng{cue.Start, cue.End}) {
		c := lexicon.Forms[t.lower]
		if (c.Class == "wants" || c.Class == "demanded") && (c.Form == lexicon.Third || c.Form == lexicon.Participle) {
			return true
		}
	}
	return false
}

func fromHint(h arcs.Hint) []rng { return ranges(h.Content) }

// gap is the number of words and signs between two stretches.
func (s *scan) gap(a, b rng) int {
	if b.start < a.start {
		a, b = b, a
	}
	if b.start <= a.end {
		return 0
	}
	return len(s.tokensIn(rng{a.end, b.start}))
}

// apart makes statements of their own of quotes that share a cue but stand in
// paragraphs of their own, each closed: a list of things said.
func (r *reader) apart(l []attribution) []attribution {
	for i := 0; i < len(l); i++ {
		for k := 1; k < len(l[i].content); k++ {
			x := l[i].content[k]
			ts := r.tokensIn(x)
			if len(ts) == 0 || ts[0].top < 0 || r.Quotes[ts[0].top].Start != x.start || r.Quotes[ts[0].top].Continues {
				continue
			}
			before := r.tokensIn(l[i].content[k-1])
			if len(before) == 0 || before[len(before)-1].top < 0 || before[len(before)-1].para == ts[0].para ||
				l[i].cue[0].start > x.start || r.paraOf(l[i].cue[0].start) == before[0].para {
				continue
			}
			b := l[i]
			b.content = slices.Clone(l[i].content[k:])
			l[i].content = l[i].content[:k:k]
			l = slices.Insert(l, i+1, b)
			break
		}
	}
	return l
}

// paraOf is the paragraph that holds byte at.
func (s *scan) paraOf(at int) int {
	ts := s.tokensIn(rng{at, at + 1})
	if len(ts) == 0 {
		return -1
	}
	return ts[0].para
}

// own ends unquoted content behind the cue where another reporting word comes
// between two of its pieces: the rest is what that one tells.
func (r *reader) own(content []rng, cue rng) []rng {
	for k := 1; k < len(content); k++ {
		if content[k-1].start < cue.end {
			continue
		}
		for _, t := range r.tokensIn(rng{content[k-1].end, content[k].start}) {
			if t.quote < 0 && lexicon.Number(t.lower) > 0 {
				return content[:k]
			}
		}
	}
	return content
}

// says reports whether content is more than a pronoun that stands for it.
func (r *reader) says(content []rng) bool {
	for _, c := range content {
		for _, t := range r.tokensIn(c) {
			if t.word && !stopWords[t.lower] {
				return true
			}
		}
	}
	return false
}

var stopWords = wordSet("that which what who whom it this so as if how why to be of and the a")

// shared gives a participle without a source of its own ("…, adding that …")
// that of the statement before it in its sentence.
func (r *reader) shared(l []attribution) {
	for i := range l {
		a := &l[i]
		if len(a.source) > 0 || len(a.cue) == 0 || !strings.HasSuffix(strings.ToLower(strings.Fields(r.words(a.cue))[0]), "ing") {
			continue
		}
		for k := i - 1; k >= 0 && l[k].place == a.place; k-- {
			if len(l[k].source) > 0 && !covers(l[k].content, a.cue[0]) {
				a.source = l[k].source
				break
			}
		}
	}
}

// disjoint settles which of two statements a quote belongs to when both claim
// it and neither is told inside the other: the one that has nothing else.
func (r *reader) disjoint(l []attribution) []attribution {
	slices.SortStableFunc(l, func(a, b attribution) int { return cmp.Compare(a.cue[0].start, b.cue[0].start) })
	for i := range l {
		for k := max(0, i-3); k < len(l) && k <= i+3; k++ {
			a, b := &l[i], &l[k]
			if k == i || len(a.content) < 2 || covers(a.content, b.cue[0]) || covers(b.content, a.cue[0]) {
				continue
			}
			a.content = slices.DeleteFunc(a.content, func(x rng) bool {
				return slices.ContainsFunc(b.content, func(y rng) bool { return x.overlaps(y) && (len(b.content) == 1 || y.end-y.start > x.end-x.start) })
			})
			if len(a.content) == 0 {
				a.content = nil
			}
		}
	}
	l = slices.DeleteFunc(l, func(a attribution) bool { return len(a.content) == 0 })
	r.shared(l)
	return l
}

func (r *reader) words(l []rng) string {
	if len(l) == 0 {
		return ""
	}
	return r.Text[l[0].start:l[len(l)-1].end]
}

func ranges(l []text.Range) []rng {
	out := make([]rng, len(l))
	for i, x := range l {
		out[i] = rng{x.Start, x.End}
	}
	return out
}

// sentenceOf is the sentence that holds byte at.
func (s *scan) sentenceOf(at int) int {
	n, _ := slices.BinarySearchFunc(s.sentences, at, func(x sentence, at int) int {
		if s.tokens[x.to-1].end <= at {
			return -1
		}
		return 1
	})
	return min(n, len(s.sentences)-1)
}

// reported takes out "according to X" round a whole statement with a speaker
// of its own: X is then a hand it came through.
func (r *reader) reported(l []attribution) []attribution {
	out := l[:0]
	for i := range l {
		a := &l[i]
		if len(a.source) == 1 && strings.HasPrefix(strings.ToLower(r.words(a.cue)), "according") {
			inner := slices.IndexFunc(l, func(b attribution) bool {
				return b.place == a.place && len(b.source) > 0 && covers(a.content, b.cue[0]) && touches(a.content, b.content[0])
			})
			if inner >= 0 && !strings.HasPrefix(strings.ToLower(r.words(l[inner].cue)), "according") {
				l[inner].via = a.source[0]
				if inner < len(out) && out[inner].at() == l[inner].at() {
					out[inner].via = a.source[0]
				}
				continue
			}
		}
		out = append(out, *a)
	}
	return out
}

// claim marks the quotes that attributions hold.
func (r *reader) claim(l []attribution) {
	for _, a := range l {
		for _, c := range a.content {
			for _, t := range r.tokensIn(c) {
				if t.top >= 0 {
					r.taken[t.top] = true
				}
			}
		}
	}
}
