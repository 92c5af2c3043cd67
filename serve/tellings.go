package serve

import (
	"context"
	"fmt"
	"net/http"
	"sort"

	"sayso"
	changes "sayso/change"
	"sayso/serve/check"
)

// A telling is the same statement as another page has it, seen from the one
// the reader has open.
type telling struct {
	Kind      string // known to the style sheet: conflict, copy, same
	Word      string
	Other     head
	ID        sayso.StatementID
	Speaker   string
	Mode      string
	Sure      string
	Alone     bool // independent of each other
	Confirmed bool // by a reader
	Same      bool // word for word
	Here      []piece
	There     []piece
	Changes   []changeLine
	OpenURL   string
	evidence  evidence
	sortDate  string
}

// A changeLine is one change in words.
type changeLine struct {
	Class, Word string
	Here, There string
}

// tellings are the other tellings of a statement: conflicts first, then the
// same words, then other words, each by date.
func (s *server) tellings(ctx context.Context, d *sayso.Document, r *sayso.Ruler, st *sayso.Statement, count *tally) ([]telling, int, error) {
	rank := map[sayso.LinkKind]int{sayso.LinkConflict: 0, sayso.LinkCopy: 1, sayso.LinkSame: 2}
	var links []sayso.JudgedLink
	more := 0
	for _, k := range []struct {
		kind sayso.LinkKind
		n    *int
	}{{sayso.LinkConflict, &count.Conflicts}, {sayso.LinkCopy, &count.Copies}, {sayso.LinkSame, &count.Same}} {
		left := linkLimit - len(links)
		some, all, err := s.store.LinksPage(ctx, string(st.ID), sayso.LinkQuery{Kind: k.kind, Limit: max(left, 1)})
		if err != nil {
			return nil, 0, fmt.Errorf("read the links of statement %s: %w", st.ID, err)
		}
		*k.n = all
		some = some[:min(len(some), left)]
		links = append(links, some...)
		more += all - len(some)
	}
	for _, l := range links {
		if l.Independent {
			count.Independent++
		}
	}
	var out []telling
	for _, l := range links {
		other, mineIsA := l.B, true
		if other == string(st.ID) {
			other, mineIsA = l.A, false
		}
		od, ost, _, err := s.find(ctx, sayso.StatementID(other))
		if err != nil {
			if asRefusal(err).status == http.StatusNotFound {
				continue
			}
			return nil, 0, err
		}
		t := tellingOf(s.opt.Loaded, d, r, st, od, ost, &l.Link, mineIsA)
		t.Confirmed = l.Confirmed
		out = append(out, t)
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := rank[sayso.LinkKind(out[i].Kind)], rank[sayso.LinkKind(out[j].Kind)]
		if a != b {
			return a < b
		}
		return out[i].sortDate < out[j].sortDate
	})
	return out, more, nil
}

func tellingOf(list *changes.Loaded, d *sayso.Document, r *sayso.Ruler, st *sayso.Statement, od *sayso.Document, ost *sayso.Statement, l *sayso.Link, mineIsA bool) telling {
	t := telling{Other: headOf(od), ID: ost.ID, Speaker: speakerWord(ost), Mode: modeWord(ost.Mode), Alone: l.Independent,
		OpenURL: "/page/" + string(od.ID) + "?at=" + string(ost.ID) + "#s-" + string(ost.ID)}
	switch l.Kind {
	case sayso.LinkConflict:
		t.Kind, t.Word = "conflict", "Cannot both be true"
	case sayso.LinkCopy:
		t.Kind, t.Word = "copy", "The same words"
	default:
		t.Kind, t.Word = "same", "The same in other words"
	}
	if od.ID == d.ID {
		t.Word += ", on the same page"
	}
	if l.Confidence > 0 {
		t.Sure = percent(l.Confidence)
	}
	t.sortDate, t.evidence = sortDate(od), evidenceOf(od, ost)
	changes := l.Changes
	if len(changes) == 0 { // the link names none: compare the words here
		changes, _ = check.Differences(st.Content, ost.Content)
		mineIsA = true
	}
	here, there, lines := changeMarks(list, changes, mineIsA)
	t.Changes = lines
	t.Same = len(changes) == 0 && line(plainWords(st)) == line(plainWords(ost))
	if !t.Same {
		t.Here = wordsOf(r, st, here)
		t.There = wordsOf(sayso.NewRuler(od.Text), ost, there)
	}
	return t
}

// changeMarks are the changes from a to b as marks over both texts, and in
// words, seen from a or from b.
func changeMarks(list *changes.Loaded, changes []sayso.Change, mineIsA bool) (here, there []mark, lines []changeLine) {
	for _, c := range changes {
		a, b := c.A, c.B
		if !mineIsA {
			a, b = b, a
		}
		cl := changeLine{Class: changeClass(c.Kind), Word: changeWord(c.Kind)}
		if c.Kind == sayso.ChangeWording && a != nil && b != nil {
			if _, _, ok := list.Swap(a.Text, b.Text); ok {
				cl.Class, cl.Word = "loaded", "loaded words"
			}
		}
		if a != nil {
			here = append(here, mark{start: a.Start, end: a.End, role: change, change: &changeMark{false, cl.Class, cl.Word}})
			cl.Here = short(line(a.Text), 200)
		}
		if b != nil {
			there = append(there, mark{start: b.Start, end: b.End, role: change, change: &changeMark{true, cl.Class, cl.Word}})
			cl.There = short(line(b.Text), 200)
		}
		lines = append(lines, cl)
	}
	return here, there, lines
}
