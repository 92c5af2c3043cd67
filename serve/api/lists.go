package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"sayso"
)

// Narrowing is what statements and pages can both be narrowed by.
type Narrowing struct {
	Q        string `query:"q" maxLength:"500" doc:"words, all of which occur"`
	Prefix   bool   `query:"prefix" doc:"the last word of q is the beginning of a word"`
	Outlet   string `query:"outlet" maxLength:"500" doc:"exact"`
	Language string `query:"language" maxLength:"100" doc:"BCP 47, as recorded"`
	Only     string `query:"only" enum:"conflict,independent,copied,denied,speech" doc:"told otherwise, independently or in the same words elsewhere; told as not said; uttered, as against thought"`
	From     string `query:"from" pattern:"^\\d{4}(-\\d\\d(-\\d\\d)?)?$" doc:"first date of publication, such as 2031, 2031-05 or 2031-05-04"`
	To       string `query:"to" pattern:"^\\d{4}(-\\d\\d(-\\d\\d)?)?$" doc:"last date of publication"`
	Sort     string `query:"sort" enum:"newest,oldest" doc:"by date of publication; by place in the files where missing"`
}

func (n Narrowing) query(what sayso.What) sayso.Query {
	return sayso.Query{What: what, Words: n.Q, Prefix: n.Prefix, Outlet: n.Outlet, Language: n.Language, Only: sayso.Only(n.Only), From: n.From, To: n.To, Sort: sayso.Sort(n.Sort)}
}

// Speaking is what statements alone can be narrowed by.
type Speaking struct {
	Speaker   string `query:"speaker" maxLength:"500" doc:"words of the speaker's name"`
	Addressee string `query:"addressee" maxLength:"500" doc:"words of the addressee's name"`
	Actor     string `query:"actor" maxLength:"500" doc:"who speaks: an id from /people"`
	Mode      string `query:"mode" enum:"direct,indirect,mixed,implicit"`
	Act       string `query:"act" enum:"said,claimed,denied,demanded,warned,asked,promised,believes,wants"`
}

type statementQuery struct {
	Narrowing
	Speaking
	Paging
}

func (q *statementQuery) query() sayso.Query {
	s := q.Narrowing.query(sayso.Statements)
	s.Speaker, s.Addressee, s.Actor, s.Mode, s.Act = q.Speaker, q.Addressee, sayso.ActorID(q.Actor), sayso.Mode(q.Mode), sayso.SpeechAct(q.Act)
	return s
}

type pageQuery struct {
	Narrowing
	Paging
}

type facetQuery struct {
	What string `path:"what" enum:"statements,pages"`
	Narrowing
	Speaking
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"12" doc:"at most so many of each"`
}

type facet struct {
	Key   sayso.Maybe `json:"key" doc:"what a search is narrowed by; null for unknown"`
	Name  sayso.Maybe `json:"name"`
	Count int         `json:"count"`
}

type facetsAnswer struct {
	Body struct {
		Total     int     `json:"total"`
		Capped    bool    `json:"capped" doc:"there are more: the figures are of the newest"`
		Speakers  []facet `json:"speakers"`
		Outlets   []facet `json:"outlets"`
		Languages []facet `json:"languages"`
		Modes     []facet `json:"modes"`
		Acts      []facet `json:"acts"`
		Only      []facet `json:"only"`
		Months    []facet `json:"months"`
	}
}

func (s *server) facets(ctx context.Context, in *facetQuery) (*facetsAnswer, error) {
	q := in.Narrowing.query(sayso.What(in.What))
	if q.What == sayso.Statements {
		q.Speaker, q.Addressee, q.Actor, q.Mode, q.Act = in.Speaker, in.Addressee, sayso.ActorID(in.Actor), sayso.Mode(in.Mode), sayso.SpeechAct(in.Act)
	}
	q.Limit = in.Limit
	f, err := s.store.Facets(ctx, q)
	if err != nil {
		return nil, s.failed("count by facets", err)
	}
	a := &facetsAnswer{}
	b := &a.Body
	b.Total, b.Capped = f.Total, f.Capped
	for _, l := range []struct {
		to   *[]facet
		from []sayso.Facet
	}{{&b.Speakers, f.Speakers}, {&b.Outlets, f.Outlets}, {&b.Languages, f.Languages}, {&b.Modes, f.Modes}, {&b.Acts, f.Acts}, {&b.Only, f.Only}, {&b.Months, f.Months}} {
		*l.to = make([]facet, 0, len(l.from))
		for _, x := range l.from {
			*l.to = append(*l.to, facet{sayso.Maybe(x.Key), sayso.Maybe(x.Name), x.Count})
		}
	}
	return a, nil
}

type attribute struct {
	Text       string      `json:"text"`
	Statements int         `json:"statements"`
	First      sayso.Maybe `json:"first"`
	Last       sayso.Maybe `json:"last"`
}

type profile struct {
	ID         string      `json:"id"`
	Name       sayso.Maybe `json:"name"`
	Kind       sayso.Maybe `json:"kind"`
	Statements int         `json:"statements"`
	First      sayso.Maybe `json:"first" doc:"date of publication"`
	Last       sayso.Maybe `json:"last"`
	Names      []attribute `json:"names" doc:"in /people/{id} alone"`
	Roles      []attribute `json:"roles" doc:"in /people/{id} alone"`
	Merged     []string    `json:"merged" doc:"ids merged into this one by hand"`
}

func profileOf(p *sayso.Profile) profile {
	out := profile{ID: string(p.ID), Name: sayso.Maybe(p.Name), Kind: sayso.Maybe(p.Kind), Statements: p.Statements, First: sayso.Maybe(p.First), Last: sayso.Maybe(p.Last),
		Names: attributes(p.Names), Roles: attributes(p.Roles), Merged: []string{}}
	for _, m := range p.Merged {
		out.Merged = append(out.Merged, string(m))
	}
	return out
}

func attributes(list []sayso.Attribute) []attribute {
	out := make([]attribute, 0, len(list))
	for _, a := range list {
		out = append(out, attribute{a.Text, a.Statements, sayso.Maybe(a.First), sayso.Maybe(a.Last)})
	}
	return out
}

type peopleQuery struct {
	Name  string `query:"name" maxLength:"500" doc:"what words of one of their names begin with"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}

type peopleAnswer struct {
	Body struct {
		People []profile `json:"people"`
	}
}

func (s *server) people(ctx context.Context, q *peopleQuery) (*peopleAnswer, error) {
	list, err := s.store.Actors(ctx, q.Name, q.Limit)
	if err != nil {
		return nil, s.failed("list people", err)
	}
	a := &peopleAnswer{}
	a.Body.People = make([]profile, 0, len(list))
	for i := range list {
		a.Body.People = append(a.Body.People, profileOf(&list[i]))
	}
	return a, nil
}

type personID struct {
	ID string `path:"id" maxLength:"500"`
}

type personAnswer struct{ Body profile }

func (s *server) person(ctx context.Context, in *personID) (*personAnswer, error) {
	p, err := s.store.Actor(ctx, sayso.ActorID(in.ID))
	if err != nil {
		return nil, s.failed("open a person", err)
	}
	return &personAnswer{profileOf(p)}, nil
}

type outlet struct {
	Name       sayso.Maybe `json:"name"`
	Pages      int         `json:"pages"`
	Statements int         `json:"statements"`
	First      sayso.Maybe `json:"first" doc:"date of publication"`
	Last       sayso.Maybe `json:"last"`
}

type outletsAnswer struct {
	Body struct {
		Outlets []outlet `json:"outlets"`
	}
}

func (s *server) outlets(ctx context.Context, _ *struct{}) (*outletsAnswer, error) {
	list, err := s.store.Outlets(ctx)
	if err != nil {
		return nil, s.failed("list outlets", err)
	}
	a := &outletsAnswer{}
	a.Body.Outlets = make([]outlet, 0, len(list))
	for _, o := range list {
		a.Body.Outlets = append(a.Body.Outlets, outlet{sayso.Maybe(o.Name), o.Pages, o.Statements, sayso.Maybe(o.First), sayso.Maybe(o.Last)})
	}
	return a, nil
}

// head is what lists show of a page.
type head struct {
	Page       string      `json:"page"`
	Path       string      `json:"path"`
	URL        sayso.Maybe `json:"url"`
	CapturedAt sayso.Maybe `json:"captured_at"`
	Title      sayso.Maybe `json:"title"`
	Outlet     sayso.Maybe `json:"outlet"`
	Published  sayso.Maybe `json:"published"`
	Language   sayso.Maybe `json:"language"`
	SHA256     string      `json:"sha256"`
	Statements int         `json:"statements"`
	Links      int         `json:"links"`
	Story      sayso.Maybe `json:"story"`
}

func headsOf(list []sayso.Head) []head {
	out := make([]head, 0, len(list))
	for _, h := range list {
		out = append(out, head{string(h.ID), h.Path, sayso.Maybe(h.URL), sayso.Maybe(h.CapturedAt), sayso.Maybe(h.Title), sayso.Maybe(h.Outlet), sayso.Maybe(h.Published),
			sayso.Maybe(h.Language), h.SHA256, h.Statements, h.Copies, sayso.Maybe(h.Story)})
	}
	return out
}

type versionsQuery struct {
	URL string `query:"url" required:"true" maxLength:"4000" doc:"as recorded"`
}

type headsAnswer struct {
	Body struct {
		Pages []head `json:"pages"`
	}
}

func (s *server) versions(ctx context.Context, q *versionsQuery) (*headsAnswer, error) {
	list, err := s.store.Versions(ctx, q.URL)
	if err != nil {
		return nil, s.failed("list captures", err)
	}
	a := &headsAnswer{}
	a.Body.Pages = headsOf(list)
	return a, nil
}

type story struct {
	ID    string      `json:"id"`
	Title sayso.Maybe `json:"title"`
	Count int         `json:"count" doc:"of its pages"`
	First sayso.Maybe `json:"first" doc:"date of publication"`
	Last  sayso.Maybe `json:"last"`
	Pages []head      `json:"pages" doc:"in /stories/{id} alone"`
}

func storyOf(x *sayso.Story) story {
	return story{string(x.ID), sayso.Maybe(x.Title), x.Pages, sayso.Maybe(x.First), sayso.Maybe(x.Last), headsOf(x.Heads)}
}

type storiesQuery struct {
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}

type storiesAnswer struct {
	Body struct {
		Stories []story `json:"stories"`
	}
}

func (s *server) stories(ctx context.Context, q *storiesQuery) (*storiesAnswer, error) {
	list, err := s.store.Stories(ctx, q.Limit)
	if err != nil {
		return nil, s.failed("list stories", err)
	}
	a := &storiesAnswer{}
	a.Body.Stories = make([]story, 0, len(list))
	for i := range list {
		a.Body.Stories = append(a.Body.Stories, storyOf(&list[i]))
	}
	return a, nil
}

type storyAnswer struct{ Body story }

func (s *server) story(ctx context.Context, in *pageID) (*storyAnswer, error) {
	x, err := s.store.Story(ctx, sayso.DocumentID(in.ID))
	if err != nil {
		return nil, s.failed("open a story", err)
	}
	return &storyAnswer{storyOf(x)}, nil
}

type conflictsQuery struct{ Paging }

type conflict struct {
	Link      linkRecord `json:"link"`
	A         hit        `json:"a"`
	B         hit        `json:"b"`
	Confirmed bool       `json:"confirmed" doc:"by a reader"`
}

type conflictsAnswer struct {
	Body struct {
		Conflicts []conflict  `json:"conflicts"`
		Next      sayso.Maybe `json:"next" doc:"the cursor of what follows, or null"`
	}
}

func (s *server) conflicts(ctx context.Context, q *conflictsQuery) (*conflictsAnswer, error) {
	after, err := opened(q.Cursor)
	if err != nil {
		return nil, err
	}
	list, more, err := s.store.Conflicts(ctx, after, q.Limit)
	if err != nil {
		return nil, s.failed("list conflicts", err)
	}
	a := &conflictsAnswer{}
	a.Body.Conflicts = make([]conflict, 0, len(list))
	for i := range list {
		c := &list[i]
		a.Body.Conflicts = append(a.Body.Conflicts, conflict{linkRecord{&c.Link}, hitOf(c.Of[0]), hitOf(c.Of[1]), c.Confirmed})
	}
	if more && len(list) > 0 {
		a.Body.Next = sealed(list[len(list)-1].Cursor)
	}
	return a, nil
}

type decision struct {
	Number int64       `json:"number"`
	At     sayso.Maybe `json:"at"`
	By     sayso.Maybe `json:"by"`
	Act    string      `json:"act"`
	Actor  sayso.Maybe `json:"actor"`
	Into   sayso.Maybe `json:"into"`
	Name   sayso.Maybe `json:"name"`
	A      sayso.Maybe `json:"a"`
	B      sayso.Maybe `json:"b"`
	Undone int64       `json:"undone"`
	Note   sayso.Maybe `json:"note"`
}

type decisionsAnswer struct {
	Body struct {
		Decisions []decision `json:"decisions"`
	}
}

func (s *server) decisions(ctx context.Context, _ *struct{}) (*decisionsAnswer, error) {
	list, err := s.store.Decisions(ctx)
	if err != nil {
		return nil, s.failed("list decisions", err)
	}
	a := &decisionsAnswer{}
	a.Body.Decisions = make([]decision, 0, len(list))
	for _, d := range list {
		a.Body.Decisions = append(a.Body.Decisions, decision{d.Number, sayso.Maybe(d.At), sayso.Maybe(d.By), string(d.Act), sayso.Maybe(d.Actor), sayso.Maybe(d.Into), sayso.Maybe(d.Name),
			sayso.Maybe(d.A), sayso.Maybe(d.B), d.Undone, sayso.Maybe(d.Note)})
	}
	return a, nil
}

func (s *server) registerLists(a huma.API) {
	get(a, "/facets/{what}", "facets", "How many statements or pages of a search have which speaker, outlet, month …", s.facets)
	get(a, "/people", "people", "Who speaks, those of most statements first", s.people)
	get(a, "/people/{id}", "person", "The names and roles somebody goes by", s.person)
	get(a, "/outlets", "outlets", "Where pages were published", s.outlets)
	get(a, "/versions", "versions", "The captures of one address", s.versions)
	get(a, "/stories", "stories", "Pages that copy each other, the largest stories first", s.stories)
	get(a, "/stories/{id}", "story", "The story a page belongs to", s.story)
	get(a, "/conflicts", "conflicts", "Statements told in ways that cannot both be true, the freshest first", s.conflicts)
	get(a, "/decisions", "decisions", "What readers put right by hand", s.decisions)
}
