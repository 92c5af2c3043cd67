package mcp

import (
	"context"
	"fmt"
	"regexp"
	"sort"

	"sayso"
)

const (
	linkLimit    = 40  // links resolved in one answer
	linksLooked  = 200 // links of a page looked at for those of the largest shares
	speakerLimit = 50  // people in one answer
	textLimit    = 4000
)

type searchIn struct {
	Words     string `json:"words,omitempty" jsonschema:"words that were said, all of which must occur"`
	Speaker   string `json:"speaker,omitempty" jsonschema:"words of the speaker's name"`
	Actor     string `json:"actor,omitempty" jsonschema:"the speaker's id, as resolve_speaker gives it"`
	Addressee string `json:"addressee,omitempty" jsonschema:"words of the name of whom it was said to"`
	Outlet    string `json:"outlet,omitempty" jsonschema:"the outlet's name, exactly"`
	Language  string `json:"language,omitempty" jsonschema:"of the page: en, ru, ar …"`
	From      string `json:"from,omitempty" jsonschema:"first date of publication: 2031, 2031-05 or 2031-05-04"`
	To        string `json:"to,omitempty" jsonschema:"last date of publication"`
	Only      string `json:"only,omitempty" jsonschema:"conflict: told otherwise elsewhere; independent: told elsewhere and not copied; copied: told elsewhere in the same words; denied: told as not said; speech: uttered, not thought"`
	Sort      string `json:"sort,omitempty" jsonschema:"newest or oldest; by place in the files if missing"`
	Limit     int    `json:"limit,omitempty" jsonschema:"at most so many, up to 50; 20 if missing"`
	Cursor    string `json:"cursor,omitempty" jsonschema:"from the answer before, for what follows"`
}

// Found is a statement as a search shows it.
type Found struct {
	ID        string `json:"id"`
	Words     string `json:"words"`
	Speaker   string `json:"speaker,omitempty"`
	Actor     string `json:"actor,omitempty" jsonschema:"the speaker's id"`
	Mode      string `json:"mode"`
	Act       string `json:"act,omitempty" jsonschema:"what the verb says was done: said, claimed, denied, demanded, warned, asked, promised; believes and wants are thoughts, not words uttered"`
	Polarity  string `json:"polarity" jsonschema:"asserted; negated or denied: the page tells that this was NOT said"`
	Page      string `json:"page"`
	Title     string `json:"title,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty"`
	Path      string `json:"path"`
	Links     int    `json:"links" jsonschema:"other tellings known"`
	Conflicts int    `json:"conflicts" jsonschema:"those of them that cannot be true together with this one"`
}

type searchOut struct {
	Statements []Found `json:"statements"`
	More       bool    `json:"more" jsonschema:"there are more"`
	Cursor     string  `json:"cursor,omitempty" jsonschema:"ask with it for what follows"`
}

func (s *server) search(ctx context.Context, in searchIn) (searchOut, error) {
	if in.Limit <= 0 {
		in.Limit = 20
	}
	q := sayso.Query{What: sayso.Statements, Words: in.Words, Speaker: in.Speaker, Actor: sayso.ActorID(in.Actor), Addressee: in.Addressee, Outlet: in.Outlet, Language: in.Language,
		From: in.From, To: in.To, Only: sayso.Only(in.Only), Sort: sayso.Sort(in.Sort), Limit: min(in.Limit, 50), Cursor: in.Cursor}
	if err := sensible(q); err != nil {
		return searchOut{}, err
	}
	hits, more, err := s.store.Search(ctx, q)
	if err != nil {
		return searchOut{}, fmt.Errorf("search: %w", err)
	}
	out := searchOut{Statements: make([]Found, 0, len(hits)), More: more}
	for _, h := range hits {
		out.Statements = append(out.Statements, Found{ID: string(h.Statement), Words: valid(h.Content), Speaker: clean(h.Speaker), Actor: valid(string(h.Actor)), Mode: string(h.Mode), Act: string(h.Act), Polarity: string(h.Polarity), Page: string(h.Document),
			Title: clean(h.Title), Outlet: clean(h.Outlet), Published: clean(h.Published), Path: clean(h.Path), Links: h.Copies, Conflicts: h.Conflicts})
	}
	if more && len(hits) > 0 {
		out.Cursor = hits[len(hits)-1].Cursor
	}
	return out, nil
}

var datePattern = regexp.MustCompile(`^(\d{4}(-\d\d(-\d\d)?)?)?$`)

// sensible refuses what no search can mean.
func sensible(q sayso.Query) error {
	if len(q.Words)+len(q.Speaker)+len(q.Outlet)+len(q.Addressee)+len(q.Actor)+len(q.Language)+len(q.Cursor) > 4000 {
		return refusal("that is too long for a search")
	}
	if !datePattern.MatchString(q.From) || !datePattern.MatchString(q.To) {
		return refusal("a date is to be like 2031, 2031-05 or 2031-05-04")
	}
	switch q.Only {
	case "", sayso.OnlyConflict, sayso.OnlyIndependent, sayso.OnlyCopied, sayso.OnlyDenied, sayso.OnlySpeech:
	default:
		return refusal("“only” is to be conflict, independent, copied, denied or speech")
	}
	switch q.Sort {
	case sayso.ByPlace, sayso.Newest, sayso.Oldest:
	default:
		return refusal("“sort” is to be newest or oldest")
	}
	return nil
}

type statementIn struct {
	ID string `json:"id" jsonschema:"the statement's id"`
}

type statementOut struct {
	Statement
	Source     []Span   `json:"source" jsonschema:"the words that name the speaker"`
	Cue        []Span   `json:"cue" jsonschema:"the words that say it was said"`
	Addressee  *Speaker `json:"addressee,omitempty"`
	Venue      string   `json:"venue,omitempty"`
	SaidOn     string   `json:"said_on,omitempty"`
	Via        []string `json:"via" jsonschema:"the hands between the speaker and the page, nearest last"`
	EditorsPut []Span   `json:"editors_marks"`
	Within     string   `json:"within,omitempty" jsonschema:"the statement this one is told inside"`
	Context    string   `json:"context" jsonschema:"the text around the words"`
}

func (s *server) statement(ctx context.Context, in statementIn) (statementOut, error) {
	d, st, err := s.find(ctx, in.ID)
	if err != nil {
		return statementOut{}, err
	}
	out := statementOut{Statement: statementOf(d, st), Source: spansOf(st.Source), Cue: spansOf(st.Cue), Addressee: speakerOf(st.Addressee), Within: string(st.Within), Via: []string{}, EditorsPut: []Span{}}
	if v := st.Venue; v != nil {
		out.Venue = clean(v.What)
		if n := clean(v.Name); n != "" {
			out.Venue += ": " + n
		}
	}
	if st.SaidOn != nil {
		out.SaidOn = clean(st.SaidOn.Date)
	}
	for _, v := range st.Via {
		out.Via = append(out.Via, clean(v.Name))
	}
	for _, e := range st.Edits {
		out.EditorsPut = append(out.EditorsPut, spansOf([]sayso.Span{e.Span})...)
	}
	out.Context = around(d, st)
	return out, nil
}

// around is the text of the blocks a statement stands in, clipped.
func around(d *sayso.Document, st *sayso.Statement) string {
	if len(st.Content) == 0 {
		return ""
	}
	start, end := st.Content[0].Start, st.Content[len(st.Content)-1].End
	from, to := start, end
	for _, b := range d.Blocks {
		if b.Start < end && b.End > start {
			from, to = min(from, b.Start), max(to, b.End)
		}
	}
	const margin = textLimit / 4
	from, to = max(from, start-margin), min(to, end+margin, start+textLimit)
	return valid(sayso.NewRuler(d.Text).Slice(from, to))
}

type traceIn struct {
	ID string `json:"id" jsonschema:"the id of a statement or of a page"`
}

// Telling is the same statement elsewhere.
type Telling struct {
	Kind        string    `json:"kind" jsonschema:"copy: the same words; same: in other words; conflict: both cannot be true"`
	Confidence  float64   `json:"confidence"`
	Independent bool      `json:"independent"`
	Statement   Statement `json:"statement"`
	Changes     []Change  `json:"changes" jsonschema:"from the statement asked for (a) to this one (b)"`
}

// Copy is another page that shares text.
type Copy struct {
	Page       Page     `json:"page"`
	Share      float64  `json:"share" jsonschema:"of the shorter page's words"`
	Passages   int      `json:"passages"`
	Direction  string   `json:"direction" jsonschema:"copied_from_this, this_copied_it or unknown"`
	Why        []string `json:"why"`
	Confidence float64  `json:"confidence"`
}

type traceOut struct {
	Page     Page      `json:"page"`
	Tellings []Telling `json:"tellings"`
	Copies   []Copy    `json:"copies"`
	Left     int       `json:"left_out" jsonschema:"links known but not in this answer"`
}

func (s *server) trace(ctx context.Context, in traceIn) (traceOut, error) {
	out := traceOut{Tellings: []Telling{}, Copies: []Copy{}}
	var d *sayso.Document
	var err error
	if pageID.MatchString(in.ID) {
		if d, err = s.store.Document(ctx, sayso.DocumentID(in.ID)); err != nil {
			return out, fmt.Errorf("open page %s: %w", in.ID, err)
		}
	} else {
		var st *sayso.Statement
		if d, st, err = s.find(ctx, in.ID); err != nil {
			return out, err
		}
		if err := s.tellings(ctx, st, &out); err != nil {
			return out, err
		}
	}
	out.Page = pageOf(d)
	links, all, err := s.store.LinksPage(ctx, string(d.ID), sayso.LinkQuery{Limit: linksLooked})
	if err != nil {
		return out, fmt.Errorf("read the links of page %s: %w", d.ID, err)
	}
	sort.SliceStable(links, func(i, j int) bool { return links[i].Share > links[j].Share })
	out.Left += max(0, all-linkLimit)
	for _, l := range links[:min(len(links), linkLimit)] {
		other, mine := l.B, "a"
		if other == string(d.ID) {
			other, mine = l.A, "b"
		}
		o, err := s.store.Document(ctx, sayso.DocumentID(other))
		if err != nil {
			return out, fmt.Errorf("open page %s: %w", other, err)
		}
		c := Copy{Page: pageOf(o), Share: l.Share, Passages: len(l.Passages), Direction: "unknown", Why: []string{}}
		if dir := l.Direction; dir != nil {
			switch string(dir.From) {
			case "":
			case mine:
				c.Direction, c.Confidence = "copied_from_this", dir.Confidence
			default:
				c.Direction, c.Confidence = "this_copied_it", dir.Confidence
			}
			for _, w := range dir.Why {
				c.Why = append(c.Why, clean(w))
			}
		}
		out.Copies = append(out.Copies, c)
	}
	return out, nil
}

func (s *server) tellings(ctx context.Context, st *sayso.Statement, out *traceOut) error {
	links, all, err := s.store.LinksPage(ctx, string(st.ID), sayso.LinkQuery{Limit: linkLimit})
	if err != nil {
		return fmt.Errorf("read the links of statement %s: %w", st.ID, err)
	}
	out.Left += max(0, all-linkLimit)
	for _, l := range links[:min(len(links), linkLimit)] {
		other, swap := l.B, false
		if other == string(st.ID) {
			other, swap = l.A, true
		}
		od, ost, err := s.find(ctx, other)
		if err != nil {
			return err
		}
		out.Tellings = append(out.Tellings, Telling{Kind: string(l.Kind), Confidence: l.Confidence, Independent: l.Independent, Statement: statementOf(od, ost), Changes: changesOf(l.Changes, swap)})
	}
	return nil
}

type compareIn struct {
	A string `json:"a" jsonschema:"the id of a statement or of a page"`
	B string `json:"b" jsonschema:"the id of another of the same sort"`
}

// Pair is a passage as both have it.
type Pair struct {
	A       Span     `json:"a"`
	B       Span     `json:"b"`
	Changes []Change `json:"changes"`
}

type compareOut struct {
	Linked   bool    `json:"linked" jsonschema:"whether the archive knows the two to tell the same"`
	Kind     string  `json:"kind,omitempty"`
	Share    float64 `json:"share,omitempty"`
	A        *Page   `json:"page_a,omitempty"`
	B        *Page   `json:"page_b,omitempty"`
	Passages []Pair  `json:"passages"`
}

func (s *server) compare(ctx context.Context, in compareIn) (compareOut, error) {
	out := compareOut{Passages: []Pair{}}
	pages := pageID.MatchString(in.A) && pageID.MatchString(in.B)
	if !pages && !(statementID.MatchString(in.A) && statementID.MatchString(in.B)) {
		return out, refusal("give two ids of statements, or two of pages")
	}
	links, err := s.store.LinksOf(ctx, in.A)
	if err != nil {
		return out, fmt.Errorf("read the links of %s: %w", in.A, err)
	}
	for _, l := range links {
		swap := l.B == in.A && l.A == in.B
		if !swap && !(l.A == in.A && l.B == in.B) {
			continue
		}
		out.Linked, out.Kind, out.Share = true, string(l.Kind), l.Share
		if pages {
			return out, s.comparePages(ctx, &l, swap, &out)
		}
		da, sa, err := s.find(ctx, in.A)
		if err != nil {
			return out, err
		}
		db, sb, err := s.find(ctx, in.B)
		if err != nil {
			return out, err
		}
		pa, pb := pageOf(da), pageOf(db)
		out.A, out.B = &pa, &pb
		out.Passages = append(out.Passages, Pair{whole(sa), whole(sb), changesOf(l.Changes, swap)})
		return out, nil
	}
	return out, nil
}

func whole(st *sayso.Statement) Span {
	if len(st.Content) == 0 {
		return Span{}
	}
	return Span{int(st.Content[0].Start), int(st.Content[len(st.Content)-1].End), words(st)}
}

func (s *server) comparePages(ctx context.Context, l *sayso.Link, swap bool, out *compareOut) error {
	ids := []string{l.A, l.B}
	if swap {
		ids[0], ids[1] = ids[1], ids[0]
	}
	for i, to := range []**Page{&out.A, &out.B} {
		d, err := s.store.Document(ctx, sayso.DocumentID(ids[i]))
		if err != nil {
			return fmt.Errorf("open page %s: %w", ids[i], err)
		}
		p := pageOf(d)
		*to = &p
	}
	for _, p := range l.Passages {
		a, b := spansOf([]sayso.Span{p.A})[0], spansOf([]sayso.Span{p.B})[0]
		if swap {
			a, b = b, a
		}
		out.Passages = append(out.Passages, Pair{a, b, changesOf(p.Changes, swap)})
	}
	return nil
}
