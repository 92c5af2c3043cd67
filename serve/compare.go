package serve

import (
	"fmt"
	"net/http"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso"
	changes "sayso/change"
)

// passageLimit is how many shared passages of two pages one view shows.
const passageLimit = 100

type compareView struct {
	base
	A, B     head
	Share    string
	Arrow    string
	Why      []string
	Sure     string
	Alone    bool
	Passages []passageView
	More     int
	Changed  []kindCount
}

// A passageView is one row: a passage that both pages have, or, between two
// such, what either has alone.
type passageView struct {
	Here, There []piece
	Changes     []changeLine
	Same        bool
	Alone       bool
}

type kindCount struct {
	Class, Word string
	N           int
}

// compare shows two linked pages passage by passage.
func (s *server) compare(w http.ResponseWriter, r *http.Request) error {
	a, err := documentIn(r, "a")
	if err != nil {
		return err
	}
	b, err := documentIn(r, "b")
	if err != nil {
		return err
	}
	links, err := s.store.LinksOf(r.Context(), string(a))
	if err != nil {
		return fmt.Errorf("read the links of page %s: %w", a, err)
	}
	var link *sayso.Link
	for i := range links {
		if l := &links[i]; l.A == string(a) && l.B == string(b) || l.A == string(b) && l.B == string(a) {
			link = l
			break
		}
	}
	if link == nil {
		return notFound("The archive knows of no passage that these two pages share.")
	}
	da, err := s.store.Document(r.Context(), a)
	if err != nil {
		return fmt.Errorf("open page %s: %w", a, err)
	}
	db, err := s.store.Document(r.Context(), b)
	if err != nil {
		return fmt.Errorf("open page %s: %w", b, err)
	}
	v := &compareView{A: headOf(da), B: headOf(db), Share: percent(link.Share), Alone: link.Independent}
	if v.base, _, err = s.full(r, "Side by side: "+short(v.A.Title, 40)+" / "+short(v.B.Title, 40), "pages"); err != nil {
		return err
	}
	mineIsA := link.A == string(a)
	v.Arrow, v.Why, v.Sure = directionBetween(link.Direction, mineIsA)
	counts := map[string]int{}
	for _, p := range link.Passages {
		for _, c := range p.Changes {
			counts[changeClass(c.Kind)]++
		}
	}
	v.Passages = rows(s.opt.Loaded, side{da, sayso.NewRuler(da.Text)}, side{db, sayso.NewRuler(db.Text)}, link.Passages, mineIsA)
	v.More = max(0, len(link.Passages)-passageLimit)
	v.Changed = countKinds(counts)
	return s.show(w, r, http.StatusOK, "compare", v)
}

// A side is one of the two pages compared.
type side struct {
	d *sayso.Document
	r *sayso.Ruler
}

// rows are the shared passages in the order of the page on the left and, where
// both pages have them in one order, what either has alone before, between and
// after them.
func rows(list *changes.Loaded, a, b side, passages []sayso.Passage, leftIsA bool) []passageView {
	type pair struct {
		here, there sayso.Span
		changes     []sayso.Change
	}
	var pairs []pair
	for _, p := range passages[:min(len(passages), passageLimit)] {
		q := pair{p.A, p.B, p.Changes}
		if !leftIsA {
			q.here, q.there = q.there, q.here
		}
		pairs = append(pairs, q)
	}
	sort.SliceStable(pairs, func(i, j int) bool { return pairs[i].here.Start < pairs[j].here.Start })
	ordered := len(pairs) == len(passages)
	for i := 1; i < len(pairs); i++ {
		ordered = ordered && pairs[i-1].here.End <= pairs[i].here.Start && pairs[i-1].there.End <= pairs[i].there.Start
	}
	var out []passageView
	var here, there sayso.Offset
	between := func(toHere, toThere sayso.Offset) {
		if !ordered {
			return
		}
		if v := (passageView{Here: told(a, here, toHere), There: told(b, there, toThere), Alone: true}); v.Here != nil || v.There != nil {
			out = append(out, v)
		}
	}
	for _, p := range pairs {
		between(p.here.Start, p.there.Start)
		mh, mt, lines := changeMarks(list, p.changes, leftIsA)
		out = append(out, passageView{Here: cut(a.r, p.here.Start, p.here.End, mh), There: cut(b.r, p.there.Start, p.there.End, mt), Changes: lines, Same: len(lines) == 0})
		here, there = p.here.End, p.there.End
	}
	if len(pairs) > 0 {
		between(a.r.Len(), b.r.Len())
	}
	return out
}

// aloneLimit bounds what is shown of a stretch that one page has alone.
const aloneLimit = 4000

// told is the report's own text between two places, without menus and the like.
func told(s side, from, to sayso.Offset) []piece {
	var out []piece
	left := sayso.Offset(aloneLimit)
	for _, b := range stretches(s.d, s.r) {
		start, end := max(b.start, from), min(b.end, to)
		if start >= end || !b.kind.Told() || !wordy(s.r.Slice(start, end)) {
			continue
		}
		if start > b.start { // the marks that close the passage before
			start += loose(s.r.Slice(start, end))
		}
		if out != nil {
			out = append(out, piece{Text: "\n\n"})
		}
		if end-start > left {
			return append(out, append(cut(s.r, start, start+left, nil), piece{Text: " …"})...)
		}
		left -= end - start
		out = append(out, cut(s.r, start, end, nil)...)
	}
	return out
}

// loose is how many code points of closing marks and blanks a text begins with.
func loose(s string) sayso.Offset {
	rest := strings.TrimLeft(s, ".,;:!?)]”’»\"' \n\t")
	return sayso.Offset(utf8.RuneCountInString(s[:len(s)-len(rest)]))
}

// wordy reports whether a text has a letter or a digit: the full stop after a
// passage is nothing that a page has alone.
func wordy(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// directionBetween says who copied whom of the page on the left and the one on
// the right.
func directionBetween(d *sayso.Direction, leftIsA bool) (arrow string, why []string, sure string) {
	left := "a"
	if !leftIsA {
		left = "b"
	}
	_, why, sure = directionWords(d, left)
	switch {
	case d == nil || d.From == "":
		return "Who copied whom cannot be told from what is here.", why, sure
	case string(d.From) == left:
		return "The page on the right took the words from the page on the left.", why, sure
	}
	return "The page on the left took the words from the page on the right.", why, sure
}

// changeOrder is the order in which kinds of change are listed: what turns the
// meaning first.
var changeOrder = []sayso.ChangeKind{
	sayso.ChangeNegation, sayso.ChangeNumber, sayso.ChangeSpeaker, sayso.ChangeName, sayso.ChangeHedge, sayso.ChangeTrimmed,
	sayso.ChangeWording, sayso.ChangeCue, sayso.ChangeEditorsMark, sayso.ChangeQuoteMarks, sayso.ChangePunctuation,
}

func countKinds(counts map[string]int) []kindCount {
	var out []kindCount
	for _, k := range changeOrder {
		if n := counts[changeClass(k)]; n > 0 {
			out = append(out, kindCount{changeClass(k), changeWord(k), n})
		}
	}
	return out
}
