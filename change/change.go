// Package change says how two tellings of one passage differ and what each
// difference touches: a number, a negation, a name, the word that says it was
// said, an editor's mark, or only the wording.
//
// It is given both texts and the words that agree. What stands between two
// agreeing words on either side is compared as printed, but for white space and
// the shape of quotation marks and dashes; where it differs, that is one
// change. A changed word carries the marks attached to it.
//
// Kinds are told by word lists and capitals, for English; in other languages
// most changes are "wording". A change has one kind, the gravest of those it
// touches: who says and whether they deny come before how it is put.
package change

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso"
)

// A Range is a stretch of a text, in bytes, half open.
type Range struct{ Start, End int }

func (r Range) of(text string) string { return text[r.Start:r.End] }

// A Match is a word that agrees, at its place in either text.
type Match struct{ A, B Range }

// A Diff is one difference. Where nothing stands on one side, that side's range
// is empty and says where it would stand.
type Diff struct {
	Op   sayso.Op
	Kind sayso.ChangeKind
	A, B Range
}

// Change is the difference as the record has it.
func (d Diff) Change(a, b *sayso.Ruler) sayso.Change {
	c := sayso.Change{Op: d.Op, Kind: d.Kind}
	if d.Op != sayso.Insert {
		s := a.Span(d.A.Start, d.A.End)
		c.A = &s
	}
	if d.Op != sayso.Delete {
		s := b.Span(d.B.Start, d.B.End)
		c.B = &s
	}
	return c
}

// Between returns the differences between the first and the last match, in
// order. Matches must rise in both texts.
func Between(a, b string, ms []Match) []Diff {
	var out []Diff
	for i := 1; i < len(ms); i++ {
		p, q := ms[i-1], ms[i]
		ra, rb := Range{p.A.End, q.A.Start}, Range{p.B.End, q.B.Start}
		if ra.Start > ra.End || rb.Start > rb.End || ra.of(a) == rb.of(b) {
			continue
		}
		ra, rb = trim(a, b, ra, rb)
		op := sayso.Replace
		switch {
		case ra.Start == ra.End && rb.Start == rb.End:
			continue
		case ra.Start == ra.End:
			op = sayso.Insert
		case rb.Start == rb.End:
			op = sayso.Delete
		default:
			if same(ra.of(a), rb.of(b)) {
				continue
			}
		}
		d := Diff{Op: op, A: ra, B: rb}
		d.Kind = kind(a, b, d, p, q)
		out = append(out, d)
	}
	return out
}

// Same reports whether two texts differ in nothing but white space and the
// shape of quotation marks and dashes.
func same(a, b string) bool {
	for {
		a, b = strings.TrimLeftFunc(a, blank), strings.TrimLeftFunc(b, blank)
		if a == "" || b == "" {
			return a == b
		}
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if shape(ra) != shape(rb) {
			return false
		}
		a, b = a[na:], b[nb:]
	}
}

func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r == '\ufeff'
}

// shape brings marks of one use to one form.
func shape(r rune) rune {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '\'', '‘', '’', '‚', '‹', '›', '`', '´', '″', '′':
		return '"'
	case '-', '–', '—', '―', '‐', '‑', '−':
		return '-'
	}
	return r
}

// trim takes from both ranges what they share at their ends: white space, and
// marks attached to the words around that stand in both.
func trim(a, b string, ra, rb Range) (Range, Range) {
	wordless := !hasWord(ra.of(a)) || !hasWord(rb.of(b))
	for { // marks after the word before
		la, na := utf8.DecodeRuneInString(ra.of(a))
		lb, nb := utf8.DecodeRuneInString(rb.of(b))
		if na == 0 || nb == 0 || wordRune(la) || shape(la) != shape(lb) || blank(la) && !wordless {
			break
		}
		ra.Start += na
		rb.Start += nb
	}
	ra, rb = blanks(a, ra), blanks(b, rb)
	for { // marks before the word after
		la, na := utf8.DecodeLastRuneInString(ra.of(a))
		lb, nb := utf8.DecodeLastRuneInString(rb.of(b))
		if na == 0 || nb == 0 || wordRune(la) || shape(la) != shape(lb) {
			break
		}
		// A mark with a word right before it belongs to that word, unless one
		// side has no word for it to belong to.
		if !wordless && (attached(ra.of(a)) || attached(rb.of(b))) {
			break
		}
		ra.End -= na
		rb.End -= nb
		ra, rb = blanks(a, ra), blanks(b, rb)
	}
	return blanks(a, ra), blanks(b, rb)
}

// attached reports whether the marks that end s follow a word without a blank.
func attached(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool { return !wordRune(r) && !blank(r) })
	r, n := utf8.DecodeLastRuneInString(s)
	return n > 0 && wordRune(r)
}

// blanks takes white space from both ends. An empty range stays where it began.
func blanks(s string, r Range) Range {
	t := r.of(s)
	r.Start += len(t) - len(strings.TrimLeftFunc(t, blank))
	if r.Start > r.End {
		r.Start = r.End
	}
	r.End -= len(r.of(s)) - len(strings.TrimRightFunc(r.of(s), blank))
	return r
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func hasWord(s string) bool { return strings.IndexFunc(s, wordRune) >= 0 }
