package reuse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso"
	"sayso/change"
)

// describe is a passage as the record has it, with its changes: in parts where
// a related headline or another block that is not told stands inside it.
func describe(p passage, a, b *kept) (out []sayso.Passage) {
	ms := make([]change.Match, 0, p.words()+2)
	tell := func() {
		if len(ms) < 2 {
			ms = ms[:0]
			return
		}
		first, last := ms[0], ms[len(ms)-1]
		if last.A.End < first.A.Start || last.B.End < first.B.Start {
			ms = ms[:0] // the untold text stands before all that is shared
			return
		}
		s := sayso.Passage{A: a.ruler.Span(first.A.Start, last.A.End), B: b.ruler.Span(first.B.Start, last.B.End)}
		for _, c := range change.Between(a.doc.Text, b.doc.Text, ms) {
			s.Changes = append(s.Changes, c.Change(a.ruler, b.ruler))
		}
		out = append(out, s)
		ms = ms[:0]
	}
	mark := func(x, y int) {
		ms = append(ms, change.Match{A: change.Range{Start: x, End: x}, B: change.Range{Start: y, End: y}})
	}
	part := func(i, j int) {
		mark(edge(a, i, true), edge(b, j, true))
		tell()
		mark(edge(a, i, false), edge(b, j, false))
	}
	for ki, k := range p {
		if ki > 0 {
			if i, j, ok := cut(a, b, end(p[:ki]), k); ok {
				part(i, j)
			}
		}
		if k.n == 0 {
			mark(edge(a, k.a, len(ms) > 0), edge(b, k.b, len(ms) > 0))
		}
		for i := range k.n {
			if i > 0 && (a.cuts[k.a+i] || b.cuts[k.b+i]) {
				part(k.a+i, k.b+i)
			}
			x, y := a.words[k.a+i], b.words[k.b+i]
			ms = append(ms, change.Match{A: change.Range{Start: int(x.start), End: int(x.end)}, B: change.Range{Start: int(y.start), End: int(y.end)}})
		}
	}
	tell()
	return out
}

// cut is where, between the end of one block and the next, a passage is cut in
// two; false where no untold text stands between them. What only the other side
// has there is told of before the cut, or after it where nothing else is before
// it.
func cut(a, b *kept, at, k block) (i, j int, ok bool) {
	i, j = -1, -1
	for x := at.a; x <= k.a && i < 0 && x < len(a.words); x++ {
		if a.cuts[x] {
			i = x
		}
	}
	for y := at.b; y <= k.b && j < 0 && y < len(b.words); y++ {
		if b.cuts[y] {
			j = y
		}
	}
	switch {
	case i < 0 && j < 0:
		return 0, 0, false
	case i < 0 && j > at.b:
		i = k.a
	case i < 0:
		i = at.a
	case j < 0 && i > at.a:
		j = k.b
	case j < 0:
		j = at.b
	}
	return i, j, true
}

// edge is the place of a block without words: where it closes a passage, after
// the word before it and the marks attached to that; else where its word and
// the marks attached to that begin.
func edge(k *kept, i int, closes bool) int {
	switch {
	case i == 0:
		closes = false
	case i == len(k.words):
		closes = true
	}
	if closes {
		at, lim := int(k.words[i-1].end), len(k.doc.Text)
		if i < len(k.words) {
			lim = int(k.words[i].start)
		}
		marks := k.doc.Text[at:lim]
		if lim == len(k.doc.Text) && strings.IndexFunc(marks, unicode.IsSpace) < 0 {
			return lim // the text ends without a blank
		}
		return at + len(attached(marks, strings.IndexFunc, false))
	}
	at, low := int(k.words[i].start), 0
	if i > 0 {
		low = int(k.words[i-1].end)
	}
	marks := k.doc.Text[low:at]
	if low == 0 && strings.IndexFunc(marks, unicode.IsSpace) < 0 {
		return 0
	}
	return at - len(attached(marks, strings.LastIndexFunc, true))
}

// attached is what of the marks between two words stands against one of them.
func attached(s string, blank func(string, func(rune) bool) int, last bool) string {
	i := blank(s, unicode.IsSpace)
	switch {
	case i < 0:
		return ""
	case last:
		_, n := utf8.DecodeRuneInString(s[i:])
		return s[i+n:]
	}
	return s[:i]
}
