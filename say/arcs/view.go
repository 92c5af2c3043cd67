// Package arcs reads attributions with learned models: it finds cues, and for
// each cue the words of its source and its content.
//
// Two conditional random fields over hashed features do it. The first labels
// the tokens of a unit (a paragraph) as cue or not. The second is asked once
// for each cue, and labels the tokens round it as source, content or neither;
// its features say how a token stands to the cue: by order, by quotation
// marks, and by the syntax of package text. What is said may be in several
// pieces.
package arcs

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso/say/lexicon"
	"sayso/say/told"
	"sayso/text"
)

// A word is what the features see of a token.
type word struct {
	low, stem  uint64 // hashed
	shape      uint8
	mark       uint8 // kind of punctuation, see below
	class      uint8 // of reporting words
	upos, xpos uint8
	rel        uint8
	head       int32 // in the view, or -1
	sent       int32
	quote      int32 // top-level quote it stands in, counted in the view from 1, or 0
	inner      bool  // stands in a nested quote
	opens      bool  // first word of its quote
	closes     bool  // last word of its quote
	name       uint8
	kids       uint32 // relations of its children, as bits
	parabreak  bool   // first of its paragraph
	hint       uint8  // 1 where a rule takes it for a cue's word
}

const (
	noMark uint8 = iota
	comma
	stop
	openQuote
	closeQuote
	openBracket
	closeBracket
	colon
	dash
	otherMark
)

// A view is one unit, ready for features.
type view struct {
	base  int // index of its first token in the analysis
	words []word
	title bool
	flat  bool // no syntax
	hints []hint
}

// A hint is one in words of the view.
type hint struct {
	cue
	source, content []cue
}

// A Hint is an attribution guessed by rules, in bytes of the text.
type Hint struct {
	Cue             text.Range
	Source, Content []text.Range
}

// scanner makes views and keeps its room.
type scanner struct {
	t *told.Telling
	a *text.Analysis
	v view
	q int // next quote
	s int // next sentence
	n int // next name

	hints []Hint // in order of their cues
	h     int    // the next one
}

func newScanner(t *told.Telling, a *text.Analysis, hints []Hint) *scanner {
	hints = slices.Clone(hints)
	slices.SortStableFunc(hints, func(a, b Hint) int { return cmp.Compare(a.Cue.Start, b.Cue.Start) })
	return &scanner{t: t, a: a, hints: hints}
}

// unit makes the view of unit i; units are taken in order.
func (z *scanner) unit(i int) *view {
	v := &z.v
	u := z.t.Units[i]
	start, end := z.t.Paras[u.First].Start, z.t.Paras[u.Last-1].End
	first, last := z.a.TokenAt(start), z.a.TokenAt(end-1)
	if last < len(z.a.Tokens) && int(z.a.Tokens[last].Start) < end {
		last++
	}
	v.base, v.title, v.flat = first, !running(z.t, u), true
	v.words = v.words[:0]
	para := u.First - 1
	for k := first; k < last; k++ {
		t := &z.a.Tokens[k]
		s := z.a.Text[t.Start:t.End]
		w := word{upos: uint8(t.UPOS), xpos: uint8(t.XPOS), rel: uint8(t.Rel), head: t.Head - int32(first)}
		if t.Head < 0 || w.head < 0 || int(w.head) >= last-first {
			w.head = -1
		}
		w.low, w.stem, w.shape, w.mark, w.class = lexical(s)
		for para+1 < u.Last && int(t.Start) >= z.t.Paras[para+1].Start {
			para++
			w.parabreak = true
		}
		v.words = append(v.words, w)
		if t.UPOS != 0 {
			v.flat = false
		}
	}
	for z.s < len(z.a.Sentences) && int(z.a.Sentences[z.s].Last) <= first {
		z.s++
	}
	for n, k := z.s, int32(0); n < len(z.a.Sentences) && int(z.a.Sentences[n].First) < last; n, k = n+1, k+1 {
		for x := max(int(z.a.Sentences[n].First), first); x < min(int(z.a.Sentences[n].Last), last); x++ {
			v.words[x-first].sent = k
		}
	}
	for z.n < len(z.a.Names) && int(z.a.Names[z.n].Last) <= first {
		z.n++
	}
	for n := z.n; n < len(z.a.Names) && int(z.a.Names[n].First) < last; n++ {
		for x := max(int(z.a.Names[n].First), first); x < min(int(z.a.Names[n].Last), last); x++ {
			v.words[x-first].name = uint8(z.a.Names[n].Kind)
		}
	}
	for x := range v.words {
		if h := v.words[x].head; h >= 0 {
			v.words[h].kids |= 1 << (v.words[x].rel & 31)
		}
	}
	z.quotes(start, end)
	v.hints = v.hints[:0]
	for z.h < len(z.hints) && z.hints[z.h].Cue.Start < start {
		z.h++
	}
	for ; z.h < len(z.hints) && z.hints[z.h].Cue.Start < end; z.h++ {
		h := hint{cue: v.in(z.a, z.hints[z.h].Cue)}
		for _, r := range z.hints[z.h].Source {
			h.source = append(h.source, v.in(z.a, r))
		}
		for _, r := range z.hints[z.h].Content {
			h.content = append(h.content, v.in(z.a, r))
		}
		for i := h.from; i < h.to; i++ {
			v.words[i].hint = 1
		}
		v.hints = append(v.hints, h)
	}
	return v
}

// in are the words of the view in a stretch of bytes.
func (v *view) in(a *text.Analysis, r text.Range) cue {
	i, j := a.TokenAt(r.Start)-v.base, a.TokenAt(r.End-1)-v.base+1
	i, j = min(max(i, 0), len(v.words)), min(max(j, 0), len(v.words))
	return cue{i, max(i, j)}
}

// running reports whether a unit is running text.
func running(t *told.Telling, u told.Unit) bool {
	s := strings.TrimRightFunc(t.Text[t.Paras[u.Last-1].Start:t.Paras[u.Last-1].End], unicode.IsSpace)
	r, _ := utf8.DecodeLastRuneInString(s)
	return t.Kinds[u.First] == "body" && strings.ContainsRune(".!?”\"’')…:", r)
}

// quotes gives the words of the view their quotes.
func (z *scanner) quotes(start, end int) {
	v := &z.v
	qs := z.t.Quotes
	for z.q > 0 && qs[z.q-1].Open >= start {
		z.q--
	}
	for z.q < len(qs) && qs[z.q].Open < start {
		z.q++
	}
	at := func(b int) int { return min(max(z.a.TokenAt(b)-v.base, 0), len(v.words)) }
	n := int32(0)
	var top int32
	for _, q := range qs[z.q:] {
		if q.Open >= end {
			break
		}
		i, j := at(q.Start), at(q.End)
		if q.Depth > 0 || q.Single && q.Depth > 0 {
			for x := i; x < j; x++ {
				v.words[x].inner = true
			}
			continue
		}
		if !q.Continues || n == 0 {
			n++
		}
		top = n
		for x := i; x < j; x++ {
			v.words[x].quote = top
		}
		if i < j {
			v.words[i].opens = !q.Continues
			v.words[j-1].closes = true
		}
		if o := at(q.Open); o < i && o >= 0 {
			v.words[o].mark = openQuote
		}
		if q.Close > q.End && j < len(v.words) && int(z.a.Tokens[v.base+j].Start) < q.Close {
			v.words[j].mark = closeQuote
		}
	}
}

// lexical is what a token's letters say.
func lexical(s string) (low, stem uint64, shape, mark, class uint8) {
	r, n := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		low = hashString(s)
		switch r {
		case ',':
			mark = comma
		case '.', '!', '?', ';', '…':
			mark = stop
		case '“', '”', '"', '«', '»', '„', '`':
			mark = otherMark
		case '(', '[':
			mark = openBracket
		case ')', ']':
			mark = closeBracket
		case ':':
			mark = colon
		case '—', '–', '-', '―', '‒', '−':
			mark = dash
		case '\'', '’', '$', '%', '@', '#', '&':
			if n < len(s) {
				break
			}
			mark = otherMark
		default:
			mark = otherMark
		}
		if n < len(s) && mark == otherMark {
			mark = noMark
		}
		return low, low, 0, mark, 0
	}
	l := strings.ToLower(s)
	low = hashString(l)
	switch {
	case unicode.IsDigit(r):
		shape = 1
	case unicode.IsUpper(r) && len(s) > 1 && s == strings.ToUpper(s):
		shape = 2
	case unicode.IsUpper(r):
		shape = 3
	default:
		shape = 4
	}
	stem = hashString(stemOf(l))
	return low, stem, shape, 0, lexicon.Number(l)
}

// stemOf cuts the endings that verbs take.
func stemOf(w string) string {
	n := len(w)
	switch {
	case n > 4 && strings.HasSuffix(w, "ies"), n > 4 && strings.HasSuffix(w, "ied"):
		return w[:n-3] + "y"
	case n > 5 && strings.HasSuffix(w, "ing"):
		w = w[:n-3]
	case n > 4 && strings.HasSuffix(w, "ed"):
		w = w[:n-2]
	case n > 4 && strings.HasSuffix(w, "es"):
		w = w[:n-2]
	case n > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		w = w[:n-1]
	}
	n = len(w)
	if n > 3 && w[n-1] == 'e' {
		return w[:n-1]
	}
	if n > 4 && w[n-1] == w[n-2] && w[n-1] != 's' && w[n-1] != 'l' {
		return w[:n-1]
	}
	return w
}

func hashString(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
