package serve

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sayso"
)

const (
	peopleLimit     = 200 // in the list of people
	personHits      = 12  // statements on a person's page
	personConflicts = 6
	aboutHits       = 6  // statements of others that name the person
	aboutLooked     = 40 // statements looked through for those
	namesLimit      = 30
)

// personURL is the address of somebody's page, or "".
func personURL(id sayso.ActorID) string {
	if id == "" || id == "." || id == ".." || len(id) > fieldLimit {
		return ""
	}
	return "/person/" + url.PathEscape(string(id))
}

type personLine struct {
	Name, URL   string
	Kind        string
	Statements  int
	First, Last string
}

func personLines(list []sayso.Profile) []personLine {
	var out []personLine
	for _, p := range list {
		l := personLine{Name: line(p.Name), URL: personURL(p.ID), Statements: p.Statements, First: dateWord(p.First, ""), Last: dateWord(p.Last, "")}
		if p.Kind != sayso.Person {
			l.Kind = actorWord(p.Kind)
		}
		if l.Name == "" {
			l.Name = "no name"
		}
		out = append(out, l)
	}
	return out
}

type peopleView struct {
	base
	Asked string
	List  []personLine
	More  bool
}

// people lists who speaks, those of most statements first.
func (s *server) people(w http.ResponseWriter, r *http.Request) error {
	name := r.FormValue("name")
	if len(name) > fieldLimit {
		return badRequest("A name is to be shorter than %d letters.", fieldLimit)
	}
	v := &peopleView{Asked: name}
	var err error
	if v.base, _, err = s.full(r, "People", "people"); err != nil {
		return err
	}
	list, err := s.store.Actors(r.Context(), name, peopleLimit+1)
	if err != nil {
		return fmt.Errorf("list people: %w", err)
	}
	if v.More = len(list) > peopleLimit; v.More {
		list = list[:peopleLimit]
	}
	v.List = personLines(list)
	return s.show(w, r, http.StatusOK, "people", v)
}

// An Office is a role that somebody held, as Options.Offices tells it.
type Office struct {
	Role       string
	State      string // where, in words; "" where the role says it
	Start, End string // "2016-05-24", "2016-05", "2016", or "" for open
}

type personView struct {
	base
	ID         string
	Name       string
	Kind       string
	Statements int
	First      string
	Last       string
	Names      []attribute
	Roles      []attribute
	Offices    []Office
	Merged     []personLine
	Chart      *chart
	Outlets    []facetItem
	Only       []facetItem
	Groups     []group
	AllURL     string
	Conflicts  []group
	ConfURL    string
	About      []group
	AboutURL   string
	SplitNames []string
}

// An attribute is a name or a role, and how often and when it was given.
type attribute struct {
	Text        string
	Count       int
	First, Last string
}

func attributes(list []sayso.Attribute) []attribute {
	var out []attribute
	for _, a := range list[:min(len(list), namesLimit)] {
		if t := line(a.Text); t != "" {
			out = append(out, attribute{t, a.Statements, dateWord(a.First, ""), dateWord(a.Last, "")})
		}
	}
	return out
}

// person shows somebody: what they said, under which names, in which roles, and
// where reports of it disagree.
func (s *server) person(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), sayso.ActorID(r.PathValue("id"))
	if len(id) > fieldLimit {
		return badRequest("That name is too long.")
	}
	p, err := s.store.Actor(ctx, id)
	if sayso.KindOf(err) == sayso.NotFound && err != nil {
		// Not an id: a name, then.
		if p, err = s.store.Actor(ctx, sayso.UnresolvedActor(string(id))); sayso.KindOf(err) == sayso.NotFound && err != nil {
			return s.byName(w, r, string(id))
		}
	}
	if err != nil {
		return fmt.Errorf("open the person %s: %w", id, err)
	}
	if p.ID != id {
		if to := personURL(p.ID); to != "" { // merged into another, or asked for by name
			http.Redirect(w, r, to, http.StatusSeeOther)
			return nil
		}
	}
	v := &personView{ID: string(p.ID), Name: line(p.Name), Statements: p.Statements, First: dateWord(p.First, ""), Last: dateWord(p.Last, ""),
		Names: attributes(p.Names), Roles: attributes(p.Roles)}
	if v.Name == "" {
		v.Name = "No name"
	}
	if p.Kind != sayso.Person {
		v.Kind = actorWord(p.Kind)
	}
	if v.base, _, err = s.full(r, v.Name, "people"); err != nil {
		return err
	}
	for _, m := range p.Merged {
		v.Merged = append(v.Merged, personLine{Name: line(m)})
	}
	if len(p.Names) > 1 {
		for _, n := range p.Names[:min(len(p.Names), namesLimit)] {
			v.SplitNames = append(v.SplitNames, n.Text)
		}
	}
	if s.opt.Offices != nil {
		v.Offices = slices.Clone(s.opt.Offices(p.ID, p.Name))
		for i := range v.Offices {
			o := &v.Offices[i]
			o.Role, o.State, o.Start, o.End = line(o.Role), line(o.State), dateWord(o.Start, ""), dateWord(o.End, "")
		}
	}
	f := filter{In: sayso.Statements, Actor: string(p.ID), Sort: string(sayso.Newest)}
	v.AllURL, v.Feed = f.url(), f.feedURL()
	found, err := s.store.Facets(ctx, f.query())
	if err != nil {
		return fmt.Errorf("count what %s said: %w", p.ID, err)
	}
	v.Chart = timeline(f, found.Months, [2]string{"statement", "statements"})
	for _, x := range found.Outlets {
		if x.Key != "" {
			v.Outlets = append(v.Outlets, facetItem{Text: short(line(x.Key), 60), Count: x.Count, URL: f.set("outlet", x.Key).url()})
		}
	}
	for _, x := range found.Only {
		if x.Count > 0 {
			v.Only = append(v.Only, facetItem{Text: onlyWord(x.Key), Count: x.Count, URL: f.set("only", x.Key).url()})
		}
	}
	if v.Groups, err = s.some(r, f, personHits); err != nil {
		return err
	}
	c := f.set("only", string(sayso.OnlyConflict))
	v.ConfURL = c.url()
	if v.Conflicts, err = s.some(r, c, personConflicts); err != nil {
		return err
	}
	return s.about(w, r, v, p)
}

// some are the first hits of a list.
func (s *server) some(r *http.Request, f filter, n int) ([]group, error) {
	q := f.query()
	q.Limit = n
	hits, _, err := s.store.Search(r.Context(), q)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return groups(hits, f), nil
}

// groups puts hits that follow each other on one page together.
func groups(hits []sayso.Hit, f filter) []group {
	var out []group
	for _, h := range hits {
		if n := len(out); n == 0 || out[n-1].Doc.ID != h.Document {
			out = append(out, group{Doc: headOfHit(h), Copies: h.Copies, Hit: hitOf(h, f)})
		}
		if g := &out[len(out)-1]; h.Statement != "" {
			g.Hits = append(g.Hits, hitOf(h, f))
		}
	}
	return out
}

// about adds what others said of the person: statements whose words have the
// last word of the name.
func (s *server) about(w http.ResponseWriter, r *http.Request, v *personView, p *sayso.Profile) error {
	words := strings.Fields(line(p.Name))
	if len(words) > 0 {
		f := filter{In: sayso.Statements, Words: words[len(words)-1], Sort: string(sayso.Newest)}
		q := f.query()
		q.Limit = aboutLooked
		hits, _, err := s.store.Search(r.Context(), q)
		if err != nil {
			return fmt.Errorf("search for what was said of %s: %w", p.ID, err)
		}
		hits = slices.DeleteFunc(hits, func(h sayso.Hit) bool { return h.Actor == p.ID })
		v.About, v.AboutURL = groups(hits[:min(len(hits), aboutHits)], f), f.url()
	}
	return s.show(w, r, http.StatusOK, "person", v)
}

// byName leads from a name to the person of that name, or to those whose name
// has its words.
func (s *server) byName(w http.ResponseWriter, r *http.Request, name string) error {
	list, err := s.store.Actors(r.Context(), name, 2)
	if err != nil {
		return fmt.Errorf("look for %q: %w", name, err)
	}
	switch {
	case len(list) == 0:
		return notFound("Nobody of this name speaks in the archive.")
	case len(list) == 1 && personURL(list[0].ID) != "":
		http.Redirect(w, r, personURL(list[0].ID), http.StatusSeeOther)
	default:
		http.Redirect(w, r, withQuery("/people", url.Values{"name": {name}}), http.StatusSeeOther)
	}
	return nil
}
