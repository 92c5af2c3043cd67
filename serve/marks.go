package serve

import (
	"sort"
	"strings"
	"unicode/utf8"

	"sayso"
)

// A role is what a stretch of text is to a statement or a change.
type role int

const (
	said   role = iota // what was said
	who                // the words that name the speaker
	cue                // the words that say it was said
	edit               // an editor's mark inside what was said
	change             // words that another telling has otherwise
	quiet              // words between the parts of a statement, not of it
)

// A mark lays a role over a stretch of text. Marks may nest, overlap, and
// belong to a statement in several parts.
type mark struct {
	start, end sayso.Offset
	role       role
	n          int // of the statement in its document, from 1; 0 for none
	id         sayso.StatementID
	lit        bool // the statement the reader came for
	first      bool // the first part of the statement: the anchor goes here
	last       bool // the last part: the number goes here
	change     *changeMark
}

// A changeMark says how the words under it differ from another telling's.
type changeMark struct {
	Insert bool // these words are there and not in the telling on the left
	Class  string
	Word   string
}

// A piece is a stretch of text under one and the same marks.
type piece struct {
	Text    string
	Class   string      // "" for text under no mark
	Of      int         // the innermost statement, from 1
	Anchors []ref       // statements that begin here
	Ends    []ref       // statements that end here
	Change  *changeMark // of the innermost change
}

// A ref names a statement of the document at hand.
type ref struct {
	N  int
	ID sayso.StatementID
}

// cut lays marks over the text between from and to. Each boundary of a mark
// begins a new piece, so that overlapping marks need no nested elements. Marks
// outside the text are moved to its ends; empty ones are dropped.
func cut(r *sayso.Ruler, from, to sayso.Offset, marks []mark) []piece {
	from, to = max(from, 0), min(to, r.Len())
	if from >= to {
		return nil
	}
	in := make([]mark, 0, len(marks))
	bounds := []sayso.Offset{from, to}
	for _, m := range marks {
		if m.start < from {
			m.start, m.first = from, m.first && m.start == from
		}
		if m.end > to {
			m.end, m.last = to, false
		}
		if m.start >= m.end {
			continue
		}
		in = append(in, m)
		bounds = append(bounds, m.start, m.end)
	}
	sort.SliceStable(in, func(i, j int) bool {
		if in[i].start != in[j].start {
			return in[i].start < in[j].start
		}
		return in[i].end > in[j].end // the wider one first: it holds the other
	})
	sort.Slice(bounds, func(i, j int) bool { return bounds[i] < bounds[j] })

	var out []piece
	var active []mark
	next := 0
	for i := 1; i < len(bounds); i++ {
		a, b := bounds[i-1], bounds[i]
		if a == b {
			continue
		}
		keep := active[:0]
		for _, m := range active {
			if m.end > a {
				keep = append(keep, m)
			}
		}
		active = keep
		var p piece
		for ; next < len(in) && in[next].start == a; next++ {
			active = append(active, in[next])
			if in[next].first && in[next].n > 0 {
				p.Anchors = append(p.Anchors, ref{in[next].n, in[next].id})
			}
		}
		for _, m := range active {
			if m.end == b && m.last && m.n > 0 {
				p.Ends = append(p.Ends, ref{m.n, m.id})
			}
		}
		p.Text = shown(r.Slice(a, b))
		p.Class, p.Of, p.Change = look(active)
		out = append(out, p)
	}
	return out
}

// afterMarks moves the number of a statement behind the quotation mark that
// closes it.
func afterMarks(in []piece) []piece {
	out := make([]piece, 0, len(in))
	for i := 0; i < len(in); i++ {
		p := in[i]
		out = append(out, p)
		if len(p.Ends) == 0 || i+1 == len(in) {
			continue
		}
		next := &in[i+1]
		c, size := utf8.DecodeRuneInString(next.Text)
		if !strings.ContainsRune(closeMarks, c) || len(next.Anchors) > 0 {
			continue
		}
		ends := p.Ends
		out[len(out)-1].Ends = nil
		if size == len(next.Text) {
			next.Ends = append(ends[:len(ends):len(ends)], next.Ends...)
			sort.Slice(next.Ends, func(a, b int) bool { return next.Ends[a].N < next.Ends[b].N })
			continue
		}
		out = append(out, piece{Text: next.Text[:size], Class: next.Class, Of: next.Of, Ends: ends})
		next.Text = next.Text[size:]
	}
	return out
}

// look says how text under the active marks is shown.
func look(active []mark) (class string, of int, ch *changeMark) {
	var depth, innermost int
	var has [quiet + 1]bool
	lit := false
	width := sayso.Offset(-1)
	for i := range active {
		m := &active[i]
		has[m.role] = true
		lit = lit || m.lit
		switch m.role {
		case said:
			depth++
			if w := m.end - m.start; width < 0 || w <= width {
				width, innermost = w, m.n
			}
		case who, cue:
			if innermost == 0 {
				innermost = m.n
			}
		case change:
			ch = m.change
		}
	}
	add := func(on bool, name string) {
		if on {
			if class != "" {
				class += " "
			}
			class += name
		}
	}
	add(has[said], "said")
	add(depth > 1, "deep")
	add(has[who], "who")
	add(has[cue], "cue")
	add(has[edit], "edit")
	add(lit, "lit")
	add(has[quiet] && !has[said], "quiet")
	return class, innermost, ch
}

// marksOf are the marks of one statement.
func marksOf(st *sayso.Statement, n int, lit bool) []mark {
	var out []mark
	// The first list that is not empty carries the anchor and the number.
	carried := false
	for _, l := range []struct {
		spans []sayso.Span
		role  role
	}{{st.Content, said}, {st.Cue, cue}, {st.Source, who}} {
		for i, s := range l.spans {
			out = append(out, mark{start: s.Start, end: s.End, role: l.role, n: n, id: st.ID, lit: lit,
				first: !carried && i == 0, last: !carried && i == len(l.spans)-1})
		}
		carried = carried || len(l.spans) > 0
	}
	for _, e := range st.Edits {
		out = append(out, mark{start: e.Span.Start, end: e.Span.End, role: edit, n: n, id: st.ID})
	}
	return out
}

// hull is the stretch from the first to the last of the spans.
func hull(lists ...[]sayso.Span) (start, end sayso.Offset, ok bool) {
	for _, l := range lists {
		for _, s := range l {
			if s.Start >= s.End {
				continue
			}
			if !ok || s.Start < start {
				start = s.Start
			}
			if !ok || s.End > end {
				end = s.End
			}
			ok = true
		}
	}
	return start, end, ok
}

// place is where a statement stands: the first of what it has.
func place(st *sayso.Statement) (sayso.Offset, bool) {
	for _, l := range [][]sayso.Span{st.Content, st.Cue, st.Source} {
		if len(l) > 0 {
			return l[0].Start, true
		}
	}
	return 0, false
}

// A stretch is a block as it is shown: within the text, after the one before.
type stretch struct {
	kind       sayso.BlockKind
	start, end sayso.Offset
	form       sayso.BlockForm
}

// stretches are the blocks of a document in order, without overlap, and with
// the text that no block covers between them, so that nothing is hidden by a
// record that is wrong.
func stretches(d *sayso.Document, r *sayso.Ruler) []stretch {
	blocks := append([]sayso.Block(nil), d.Blocks...)
	sort.SliceStable(blocks, func(i, j int) bool { return blocks[i].Start < blocks[j].Start })
	var out []stretch
	at := sayso.Offset(0)
	gap := func(to sayso.Offset) {
		if to > at && !blank(r.Slice(at, to)) {
			out = append(out, stretch{sayso.BlockOther, at, to, ""})
		}
	}
	for _, b := range blocks {
		start, end := max(b.Start, at), min(b.End, r.Len())
		if start >= end {
			continue
		}
		gap(start)
		out = append(out, stretch{b.Kind, start, end, b.As})
		at = end
	}
	if len(blocks) == 0 {
		if r.Len() > 0 {
			out = append(out, stretch{sayso.BlockBody, 0, r.Len(), ""})
		}
		return out
	}
	gap(r.Len())
	return out
}

func blank(s string) bool {
	for _, c := range s {
		switch c {
		case ' ', '\n', '\r', '\t', '\f', '\v', 0xa0:
		default:
			return false
		}
	}
	return true
}
