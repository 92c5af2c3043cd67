package reuse

import (
	"cmp"
	"slices"

	"sayso"
	"sayso/change"
)

// statementLink is the link of two statements that are one, against being what
// sets them in conflict.
func statementLink(al *aligner, a, b *saying, m match, against []sayso.Change, confidence float64) sayso.Link {
	l := sayso.Link{Kind: sayso.LinkSame, Between: sayso.BetweenStatements, A: string(a.st.ID), B: string(b.st.ID), Confidence: round(confidence)}
	switch {
	case len(against) > 0:
		l.Kind = sayso.LinkConflict
	case m.sameWords:
		l.Kind = sayso.LinkCopy
	}
	l.Changes = against
	if cs, ok := al.statementChanges(a, b); ok {
		if m.otherSpeaker {
			cs = append(against[:min(1, len(against))], cs...)
		}
		l.Changes = cs
	}
	return l
}

// independent reports whether neither of two documents, as far as is known, was
// copied from the other or both from a third.
func (r *run) independent(a, b uint32) bool {
	if a == b || r.copies.root(a) == r.copies.root(b) {
		return false
	}
	_, linked := slices.BinarySearchFunc(r.links, found{a: min(a, b), b: max(a, b)}, func(x, y found) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return !linked
}

// mostlyAlike is the share of the shorter statement's words that must stand in
// the other in the same order for their differences to be told word by word.
// Of two translations that would cut phrases to pieces at each "the": there only
// words that tell something hold the two together.
const mostlyAlike = 0.5

// longStatement is the number of words above which statements are not aligned
// in full.
const longStatement = 400

// statementChanges are the differences between two statements; false where no
// word that tells something stands in both in the same order.
func (al *aligner) statementChanges(a, b *saying) ([]sayso.Change, bool) {
	n, m := len(a.words), len(b.words)
	if n == 0 || m == 0 || max(n, m) > longStatement {
		return nil, false
	}
	p := al.alignGap(nil, a.side(), b.side(), 0, n, 0, m)
	if float64(p.words()) < mostlyAlike*float64(min(n, m)) {
		p = telling(p, a)
	}
	if len(p) == 0 {
		return nil, false
	}
	first := [2]int{int(a.words[0].start), int(b.words[0].start)}
	last := [2]int{int(a.words[n-1].end), int(b.words[m-1].end)}
	ms := []change.Match{{A: change.Range{Start: first[0], End: first[0]}, B: change.Range{Start: first[1], End: first[1]}}}
	for _, k := range p {
		for i := range k.n {
			x, y := a.words[k.a+i], b.words[k.b+i]
			ms = append(ms, change.Match{A: change.Range{Start: int(x.start), End: int(x.end)}, B: change.Range{Start: int(y.start), End: int(y.end)}})
		}
	}
	ms = append(ms, change.Match{A: change.Range{Start: last[0], End: last[0]}, B: change.Range{Start: last[1], End: last[1]}})
	var out []sayso.Change
	for i := 0; i+1 < len(ms); {
		// What stands between the parts of a split statement is not of it.
		j := i + 1
		for j < len(ms) && !a.parts(ms[j-1].A.End, ms[j].A.Start) && !b.parts(ms[j-1].B.End, ms[j].B.Start) {
			j++
		}
		for _, d := range change.Between(a.doc.doc.Text, b.doc.doc.Text, ms[i:j]) {
			out = append(out, d.Change(a.doc.ruler, b.doc.ruler))
		}
		i = j
	}
	return out, true
}

func (s *saying) side() side { return side{s.doc.doc.Text, s.words} }

// telling is the blocks that hold a word that is not common.
func telling(p passage, a *saying) (out passage) {
	for _, k := range p {
		for _, w := range a.words[k.a : k.a+k.n] {
			if !common[form(a.doc.doc.Text[w.start:w.end])] {
				out = append(out, k)
				break
			}
		}
	}
	return out
}

// parts reports whether a part of the statement ends between two places.
func (s *saying) parts(from, to int) bool {
	if len(s.st.Content) < 2 {
		return false
	}
	for _, c := range s.st.Content[:len(s.st.Content)-1] {
		if _, end := s.doc.ruler.Bytes(c); from <= end && end <= to {
			return true
		}
	}
	return false
}
