package check

import (
	"strings"
	"unicode/utf8"

	"sayso"
	"sayso/change"
)

// alike is the share of the shorter statement's words that must agree, in
// order, for the differences of two statements to be worth naming one by one.
// Of two translations less agrees by chance, and every word would be a change.
const alike = .5

// Differences are the changes from one statement's words to another's, where
// the two are alike enough; and whether they are.
func Differences(a, b []sayso.Span) ([]sayso.Change, bool) {
	x, y := join(a), join(b)
	ta, tb := tokens(x.text), tokens(y.text)
	if len(ta) == 0 || len(tb) == 0 || len(ta) > MaxWords || len(tb) > MaxWords {
		return nil, false
	}
	pairs := align(ta, tb)
	if float64(len(pairs)) < alike*float64(min(len(ta), len(tb))) {
		return nil, false
	}
	// What stands before the first and after the last word that agrees differs
	// too: both texts begin and end together.
	matches := []change.Match{{}}
	for _, m := range pairs {
		p, q := ta[m[0]], tb[m[1]]
		matches = append(matches, change.Match{A: change.Range{Start: p.start, End: p.end}, B: change.Range{Start: q.start, End: q.end}})
	}
	n, m := len(x.text), len(y.text)
	matches = append(matches, change.Match{A: change.Range{Start: n, End: n}, B: change.Range{Start: m, End: m}})
	var out []sayso.Change
	for _, d := range change.Between(x.text, y.text, matches) {
		c := sayso.Change{Op: d.Op, Kind: d.Kind, A: x.span(d.A), B: y.span(d.B)}
		if c.A != nil || c.B != nil {
			out = append(out, c)
		}
	}
	return out, true
}

// joint is the parts of a statement as one text.
type joint struct {
	text  string
	parts []sayso.Span
	at    []int // where each part begins, in bytes
}

func join(parts []sayso.Span) joint {
	var b strings.Builder
	j := joint{parts: parts}
	for i, p := range parts {
		if i > 0 {
			b.WriteByte(' ')
		}
		j.at = append(j.at, b.Len())
		b.WriteString(p.Text)
	}
	j.text = b.String()
	return j
}

// span is a range of the joint text as a span of the document; of a range that
// runs over several parts, as far as the first of them goes.
func (j *joint) span(r change.Range) *sayso.Span {
	for i, p := range j.parts {
		start, end := max(r.Start, j.at[i]), min(r.End, j.at[i]+len(p.Text))
		if start >= end {
			continue
		}
		from := p.Start + sayso.Offset(utf8.RuneCountInString(p.Text[:start-j.at[i]]))
		words := p.Text[start-j.at[i] : end-j.at[i]]
		return &sayso.Span{Start: from, End: from + sayso.Offset(utf8.RuneCountInString(words)), Text: words}
	}
	return nil
}
