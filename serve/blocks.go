package serve

import (
	"slices"
	"sort"
	"strings"

	"sayso"
)

type blockView struct {
	Kind   string // known to the style sheet
	Form   string // the same of how the page sets the block apart; "" for none
	Word   string
	Told   bool
	Show   bool // the kind is written beside the block
	Joined bool // the block before is of the same kind
	Pieces []piece
	Notes  []note
}

// A note is a statement as it stands beside the text.
type note struct {
	N       int
	ID      sayso.StatementID
	Speaker string
	Role    string
	Mode    string
	Doubt   bool
	Not     string // "did not say", "denied"
	Lit     bool
}

// blockViews lays a document's statements over the blocks between from and to.
func blockViews(d *sayso.Document, r *sayso.Ruler, from, to sayso.Offset, at sayso.StatementID) ([]blockView, []legendItem) {
	var marks []mark
	notes := make([]noteAt, 0, len(d.Statements))
	for i := range d.Statements {
		st := &d.Statements[i]
		lit := st.ID == at
		marks = append(marks, marksOf(st, i+1, lit)...)
		if o, ok := place(st); ok {
			notes = append(notes, noteAt{o, noteOf(st, i+1, lit)})
		}
	}
	sort.SliceStable(notes, func(i, j int) bool { return notes[i].at < notes[j].at })
	sort.SliceStable(marks, func(i, j int) bool { return marks[i].start < marks[j].start })

	var out []blockView
	counts := map[sayso.BlockKind]int{}
	var kinds []sayso.BlockKind
	forms := map[sayso.BlockForm]int{}
	var open []mark // begun in an earlier block, not yet ended
	m, n := 0, 0
	last := ""
	for _, b := range stretches(d, r) {
		if counts[b.kind]++; counts[b.kind] == 1 {
			kinds = append(kinds, b.kind)
		}
		for ; m < len(marks) && marks[m].start < b.end; m++ {
			open = append(open, marks[m])
		}
		keep := open[:0]
		for _, k := range open {
			if k.end > b.start {
				keep = append(keep, k)
			}
		}
		open = keep
		start, end := max(b.start, from), min(b.end, to)
		if start < end {
			v := blockView{Kind: kindClass(b.kind), Word: blockWord(b.kind), Told: b.kind.Told()}
			if v.Form = formClass(b.form); v.Form != "" {
				forms[b.form]++
				v.Word = formWord(b.form)
			}
			v.Joined = v.Word == last && b.form != sayso.LiveEntry
			v.Show = !v.Joined && (b.kind != sayso.BlockBody || v.Form != "")
			last = v.Word
			v.Pieces = afterMarks(cut(r, start, end, open))
			for ; n < len(notes) && notes[n].at < end; n++ {
				if notes[n].at >= start {
					v.Notes = append(v.Notes, notes[n].note)
				}
			}
			out = append(out, v)
		}
	}
	var legend []legendItem
	for _, k := range kinds {
		legend = append(legend, legendItem{"b-" + kindClass(k), blockWord(k), counts[k]})
	}
	for _, f := range []sayso.BlockForm{sayso.Blockquote, sayso.PullQuote, sayso.LiveEntry} {
		if forms[f] > 0 {
			legend = append(legend, legendItem{formClass(f), formWord(f), forms[f]})
		}
	}
	return out, legend
}

// foldFrom is how many blocks of a page's furniture in a row are folded away,
// so that the report is not a screen further down. A reader unfolds them.
const foldFrom = 4

// A run is blocks in a row, folded or not.
type run struct {
	Folded bool
	What   string // the kinds folded away
	Blocks []blockView
}

// runs folds what is neither the report nor holds a statement.
func runs(blocks []blockView) []run {
	var out []run
	for i := 0; i < len(blocks); {
		j := i
		for j < len(blocks) && furniture(&blocks[j]) {
			j++
		}
		if j-i >= foldFrom {
			r := run{Folded: true, Blocks: blocks[i:j]}
			var kinds []string
			for _, b := range r.Blocks {
				if w := strings.ToLower(b.Word); !slices.Contains(kinds, w) {
					kinds = append(kinds, w)
				}
			}
			r.What = strings.Join(kinds, ", ")
			out = append(out, r)
			i = j
			continue
		}
		j = max(j, i+1)
		if n := len(out); n > 0 && !out[n-1].Folded {
			out[n-1].Blocks = append(out[n-1].Blocks, blocks[i:j]...)
		} else {
			out = append(out, run{Blocks: slices.Clone(blocks[i:j])})
		}
		i = j
	}
	return out
}

func furniture(b *blockView) bool {
	switch sayso.BlockKind(b.Kind) {
	case sayso.BlockComment, sayso.BlockRelated, sayso.BlockTags, sayso.BlockNotice, sayso.BlockNavigation, sayso.BlockOther:
		return len(b.Notes) == 0
	}
	return false
}

type noteAt struct {
	at   sayso.Offset
	note note
}

func noteOf(st *sayso.Statement, n int, lit bool) note {
	v := note{N: n, ID: st.ID, Speaker: speakerWord(st), Mode: modeWord(st.Mode), Doubt: st.Confidence > 0 && st.Confidence < .6, Not: polarityWord(st.Polarity), Lit: lit}
	if st.Speaker != nil {
		v.Role = line(st.Speaker.Role)
	}
	return v
}

func speakerWord(st *sayso.Statement) string {
	if st.Speaker != nil {
		if n := line(st.Speaker.Name); n != "" {
			return n
		}
		if st.Speaker.Kind == sayso.Anonymous {
			return "Somebody not named"
		}
	}
	return "Speaker unknown"
}

func polarityWord(p sayso.Polarity) string {
	switch p {
	case sayso.Negated:
		return "told as not said"
	case sayso.Denied:
		return "denied"
	}
	return ""
}

// kindClass is the name under which the style sheet knows a kind of block.
func kindClass(k sayso.BlockKind) string {
	if blockWord(k) == "Other" {
		return "other"
	}
	return string(k)
}

// formClass is the name under which the style sheet knows how a page sets a
// block apart, "" where it does not.
func formClass(f sayso.BlockForm) string {
	switch f {
	case sayso.Blockquote:
		return "as-blockquote"
	case sayso.PullQuote:
		return "as-pull-quote"
	case sayso.LiveEntry:
		return "as-entry"
	}
	return ""
}

func formWord(f sayso.BlockForm) string {
	switch f {
	case sayso.Blockquote:
		return "Set apart as a quotation"
	case sayso.PullQuote:
		return "Pull quote, words of the text shown again"
	case sayso.LiveEntry:
		return "Entry"
	}
	return ""
}
