package serve

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"sort"
	"strings"

	"sayso"
)

const (
	// around is how many code points of a paragraph are shown on each side of
	// a statement, where the paragraph is longer.
	around = 700
	// gapLimit is how many code points between two parts of a statement are
	// shown; of more, only that they were left out.
	gapLimit = 240
	// wordsLimit bounds the words of one statement in one place.
	wordsLimit = 6000
)

type statementView struct {
	base
	ID        sayso.StatementID
	N         int
	Doc       head
	Words     []piece
	Speaker   string
	Role      string
	PersonURL string
	StoryURL  string
	SpeakerQ  string // for a search of what else the speaker said
	Mode      string
	ModeWhy   string
	Not       string
	Facts     []fact
	Edits     []fact
	Chain     []step
	Context   []blockView
	OpenURL   string
	SavedURL  string // the saved page, at the words
	Broken    bool   // the words do not stand where the record says
	Tellings  []telling
	More      int
	Count     tally
	Shared    []docLink
	Within    *outer
	Tree      *copyTree
	Cite      citations
	Evidence  []evidence   // for the report
	Style     template.CSS // for the report
}

// A step is one hand in the chain from the speaker to the page.
type step struct{ What, Name, More string }

// outer is the statement that another is told inside.
type outer struct {
	ID      sayso.StatementID
	Speaker string
	Words   string
}

// A tally counts the other tellings of a statement.
type tally struct{ Copies, Same, Conflicts, Independent int }

func (s *server) statement(w http.ResponseWriter, r *http.Request) error {
	v, err := s.statementView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "statement", v)
}

func (s *server) statementView(r *http.Request) (*statementView, error) {
	id, err := statementIn(r, "id")
	if err != nil {
		return nil, err
	}
	ctx := r.Context()
	d, st, n, err := s.find(ctx, id)
	if err != nil {
		return nil, err
	}
	ruler := sayso.NewRuler(d.Text)
	v := &statementView{
		ID: id, N: n, Doc: headOf(d), Words: wordsOf(ruler, st, nil),
		Speaker: speakerWord(st), Mode: modeWord(st.Mode), ModeWhy: modeWhy(st.Mode), Not: polarityWord(st.Polarity),
		OpenURL:  "/page/" + string(d.ID) + "?at=" + string(id) + "#s-" + string(id),
		SavedURL: "/page/" + string(d.ID) + "/saved?at=" + string(id) + "#" + litAnchor,
		Broken:   !holds(ruler, st),
		Facts:    statementFacts(d, st), Chain: chain(d, st), Context: surroundings(d, ruler, st, n), Within: within(d, st),
		Cite:     citationsOf(reference(r, d, st)),
		Evidence: []evidence{evidenceOf(d, st)},
	}
	if st.Speaker != nil {
		v.Role, v.SpeakerQ = line(st.Speaker.Role), line(st.Speaker.Name)
		id := st.Speaker.Actor
		if id == "" {
			id = sayso.UnresolvedActor(st.Speaker.Name)
		}
		v.PersonURL = personURL(id)
	}
	for _, e := range st.Edits {
		v.Edits = append(v.Edits, fact{Name: short(line(e.Span.Text), 120), Value: editWord(e.Kind)})
	}
	if v.base, _, err = s.full(r, v.Speaker+": "+short(line(plainWords(st)), 60), "statements"); err != nil {
		return nil, err
	}
	heads, err := s.store.Heads(ctx, []sayso.DocumentID{d.ID})
	if err != nil {
		return nil, fmt.Errorf("open page %s: %w", d.ID, err)
	}
	if h := heads[d.ID]; h.Story != "" {
		v.StoryURL = "/story/" + string(h.Story)
	}
	if v.Tellings, v.More, err = s.tellings(ctx, d, ruler, st, &v.Count); err != nil {
		return nil, err
	}
	if v.Shared, err = s.sharers(ctx, d, st, v.Tellings); err != nil {
		return nil, err
	}
	if v.Tree, err = s.copyTree(ctx, d, st, v.Tellings, v.Shared); err != nil {
		return nil, err
	}
	return v, nil
}

// decided tells in a document who its actors are by all pages and by what users
// decided.
func (s *server) decided(ctx context.Context, d *sayso.Document) error {
	decide, err := s.store.Decided(ctx, true)
	if err == nil {
		err = decide(d)
	}
	if err != nil {
		return fmt.Errorf("tell who speaks on page %s: %w", d.ID, err)
	}
	return nil
}

// find returns a statement, its document and its number there.
func (s *server) find(ctx context.Context, id sayso.StatementID) (*sayso.Document, *sayso.Statement, int, error) {
	d, err := s.store.Statement(ctx, id)
	if err != nil {
		if sayso.KindOf(err) == sayso.NotFound {
			return nil, nil, 0, notFound("There is no statement with this id in the archive. It may belong to another archive, or the page was read anew since.")
		}
		return nil, nil, 0, fmt.Errorf("open statement %s: %w", id, err)
	}
	if err := s.decided(ctx, d); err != nil {
		return nil, nil, 0, err
	}
	for i := range d.Statements {
		if d.Statements[i].ID == id {
			return d, &d.Statements[i], i + 1, nil
		}
	}
	return nil, nil, 0, fmt.Errorf("page %s lacks its statement %s", d.ID, id)
}

// holds reports whether the words of a statement stand where it says.
func holds(r *sayso.Ruler, st *sayso.Statement) bool {
	for _, l := range [][]sayso.Span{st.Content, st.Cue, st.Source} {
		for _, s := range l {
			if !r.Holds(s) {
				return false
			}
		}
	}
	return true
}

// plainWords are a statement's words in one string.
func plainWords(st *sayso.Statement) string {
	out := ""
	for i, s := range st.Content {
		if i > 0 {
			out += " … "
		}
		out += s.Text
	}
	return out
}

const openMarks, closeMarks = `"'“‘„‟«‹»›”’「『`, `"'”’“‘»›«‹」』`

// widen takes in the quotation marks that stand around a stretch.
func widen(r *sayso.Ruler, start, end sayso.Offset) (sayso.Offset, sayso.Offset) {
	if c := r.Slice(start-1, start); start > 0 && c != "" && contains(openMarks, c) {
		start--
	}
	if c := r.Slice(end, end+1); c != "" && contains(closeMarks, c) {
		end++
	}
	return start, end
}

func contains(set, c string) bool {
	for _, m := range set {
		if string(m) == c {
			return true
		}
	}
	return false
}

// wordsOf are a statement's words as they stand in the text, with the
// quotation marks around them, the words between its parts quiet, and marks
// laid over.
func wordsOf(r *sayso.Ruler, st *sayso.Statement, marks []mark) []piece {
	spans := append([]sayso.Span(nil), st.Content...)
	sort.SliceStable(spans, func(i, j int) bool { return spans[i].Start < spans[j].Start })
	for _, e := range st.Edits {
		marks = append(marks, mark{start: e.Span.Start, end: e.Span.End, role: edit})
	}
	var out []piece
	var from, to sayso.Offset
	flush := func() {
		if to > from {
			out = append(out, cut(r, from, to, marks)...)
		}
	}
	for i, s := range spans {
		a, b := widen(r, s.Start, min(s.End, s.Start+wordsLimit))
		switch {
		case i == 0:
			from, to = a, b
		case a <= to:
			to = max(to, b)
		case a-to <= gapLimit && !paragraphBetween(r, to, a):
			marks = append(marks, mark{start: to, end: a, role: quiet})
			to = b
		default:
			flush()
			out = append(out, piece{Text: " […] ", Class: "quiet"})
			from, to = a, b
		}
	}
	flush()
	return out
}

func paragraphBetween(r *sayso.Ruler, a, b sayso.Offset) bool {
	return strings.Contains(r.Slice(a, b), "\n")
}

// surroundings are the paragraphs a statement stands in, clipped around it, with
// its words lit.
func surroundings(d *sayso.Document, r *sayso.Ruler, st *sayso.Statement, n int) []blockView {
	start, end, ok := hull(st.Content, st.Cue, st.Source)
	if !ok {
		return nil
	}
	end = min(end, start+wordsLimit)
	var out []blockView
	for _, b := range stretches(d, r) {
		if b.end <= start || b.start >= end {
			continue
		}
		from, to := max(b.start, start-around), min(b.end, end+around)
		v := blockView{Kind: kindClass(b.kind), Word: blockWord(b.kind), Told: b.kind.Told(), Show: !b.kind.Told()}
		marks := marksOf(st, 0, true)
		v.Pieces = cut(r, from, to, marks)
		if from > b.start {
			v.Pieces = append([]piece{{Text: "… "}}, v.Pieces...)
		}
		if to < b.end {
			v.Pieces = append(v.Pieces, piece{Text: " …"})
		}
		out = append(out, v)
	}
	return out
}

func within(d *sayso.Document, st *sayso.Statement) *outer {
	if st.Within == "" {
		return nil
	}
	for i := range d.Statements {
		if o := &d.Statements[i]; o.ID == st.Within {
			return &outer{o.ID, speakerWord(o), short(line(plainWords(o)), 160)}
		}
	}
	return nil
}

// sharers are the pages that share the passage a statement stands in, and in
// which no telling of it was found.
func (s *server) sharers(ctx context.Context, d *sayso.Document, st *sayso.Statement, told []telling) ([]docLink, error) {
	start, end, ok := hull(st.Content)
	if !ok {
		return nil, nil
	}
	has := map[sayso.DocumentID]bool{}
	for _, t := range told {
		has[t.Other.ID] = true
	}
	links, _, err := s.store.LinksPage(ctx, string(d.ID), sayso.LinkQuery{Limit: linksLooked})
	if err != nil {
		return nil, fmt.Errorf("read the links of page %s: %w", d.ID, err)
	}
	heads, err := s.headsOf(ctx, d.ID, links)
	if err != nil {
		return nil, err
	}
	var out []docLink
	for _, l := range links {
		other, mine := otherEnd(&l.Link, string(d.ID))
		if has[sayso.DocumentID(other)] || len(out) >= linkLimit {
			continue
		}
		n := 0
		for _, p := range l.Passages {
			sp := p.A
			if mine == "b" {
				sp = p.B
			}
			if sp.Start < end && sp.End > start {
				n++
			}
		}
		o, ok := heads[sayso.DocumentID(other)]
		if n == 0 || !ok {
			continue
		}
		v := docLink{Other: headOfHead(o), Passages: n, Share: percent(l.Share), Alone: l.Independent, sortDate: orderDate(o.Published, "")}
		v.Arrow, v.Why, v.Sure = directionWords(l.Direction, mine)
		out = append(out, v)
	}
	return out, nil
}

// From is the list of sharing pages as the templates want it.
func (v *statementView) From() linkList { return linkList{v.Doc.ID, v.Shared} }
