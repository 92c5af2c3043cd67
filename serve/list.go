package serve

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"sayso"
)

const (
	perPage = 30
	// lastPage is how far a list is paged through by number; beyond, each part
	// follows from the one before it.
	lastPage    = 500
	cursorLimit = 1000
)

type listView struct {
	base
	Filter   filter
	Counts   sayso.Counts
	Asked    bool // the list is narrowed
	Overview *overview
	Chips    []chip
	Facets   []facetView
	Total    int
	Capped   bool
	Chart    *chart
	Sorts    []choice
	Clear    string
	Groups   []group
	First    int
	Last     int
	Prev     string
	Next     string
	Swap     string // the same search in the other list
	Whole    string // the same search for whole words
}

// A choice is one value of a field of a form.
type choice struct {
	Value, Text string
	On          bool
}

// A group is hits in a row that are on one page.
type group struct {
	Doc    head
	Hit    hitView // of a page
	Copies int     // of the page, in a list of pages
	Hits   []hitView
}

type hitView struct {
	ID           string
	Words        []piece
	Quoted       bool
	Speaker      string
	SpeakerURL   string
	Mode         string
	Not          string // how it was not said: "denied that", "did not say"
	Thought      string // "believes", "wants": told of a mind, not of words
	Copies       int
	Conflicts    int
	Independents int
	Confirmed    int
	StoryURL     string
}

// front is the first page: what the archive holds, under the search, or what
// was searched for.
func (s *server) front(w http.ResponseWriter, r *http.Request) error {
	f, err := filterIn(r)
	if err != nil {
		return err
	}
	return s.listing(w, r, f, !f.asked() && f.In == sayso.Statements)
}

// all is the list of all statements.
func (s *server) all(w http.ResponseWriter, r *http.Request) error {
	f, err := filterIn(r)
	if err != nil {
		return err
	}
	return s.listing(w, r, f, false)
}

// pageList is the list of all pages.
func (s *server) pageList(w http.ResponseWriter, r *http.Request) error {
	f, err := filterIn(r)
	if err != nil {
		return err
	}
	f.In = sayso.Pages
	f.Speaker, f.Addressee, f.Actor, f.Mode, f.Act = "", "", "", "", ""
	return s.listing(w, r, f, false)
}

func (s *server) listing(w http.ResponseWriter, r *http.Request, f filter, over bool) error {
	p, err := countIn(r, "page", 1_000_000)
	if err != nil {
		return err
	}
	after := r.FormValue("after")
	if len(after) > cursorLimit || after == "" && p > lastPage {
		return badRequest("A list is paged through up to page %d; narrow it, or export it whole.", lastPage)
	}
	v := &listView{Filter: f, Asked: f.asked()}
	title, nav := "Statements", "statements"
	if f.In == sayso.Pages {
		title, nav = "Pages", "pages"
	}
	if over {
		title, nav = "Overview", "overview"
	}
	if f.Words != "" {
		title = "“" + short(line(f.Words), 40) + "” in " + string(f.In)
	}
	if v.base, v.Counts, err = s.full(r, title, nav); err != nil {
		return err
	}
	v.Search, v.Feed = f.Words, f.feedURL()
	v.choices()
	if over {
		if v.Overview, err = s.overview(r.Context(), v.Counts); err != nil {
			return err
		}
		return s.show(w, r, http.StatusOK, "list", v)
	}
	if err := s.hits(r.Context(), v, p, after); err != nil {
		return err
	}
	found, err := s.store.Facets(r.Context(), f.query())
	if err != nil {
		return fmt.Errorf("count by facets: %w", err)
	}
	v.Total, v.Capped = found.Total, found.Capped
	v.Facets = facetViews(f, found)
	thing := [2]string{"statement", "statements"}
	if f.In == sayso.Pages {
		thing = [2]string{"page", "pages"}
	}
	v.Chart = timeline(f, found.Months, thing)
	name := ""
	if f.Actor != "" {
		if name, err = s.actorName(r.Context(), sayso.ActorID(f.Actor)); err != nil {
			return err
		}
	}
	v.Chips = f.chips(name)
	v.Clear = filter{In: f.In}.url()
	swap := f
	if f.In == sayso.Statements {
		swap.In, swap.Speaker, swap.Addressee, swap.Actor, swap.Mode, swap.Act = sayso.Pages, "", "", "", "", ""
	} else {
		swap.In = sayso.Statements
	}
	v.Swap = swap.url()
	if f.Prefix {
		whole := f
		whole.Prefix = false
		v.Whole = whole.url()
	}
	return s.show(w, r, http.StatusOK, "list", v)
}

// hits are one part of the list.
func (s *server) hits(ctx context.Context, v *listView, p int, after string) error {
	f := v.Filter
	q := f.query()
	q.Limit, q.Cursor = perPage, after
	if after == "" {
		q.Offset = (p - 1) * perPage
	}
	hits, more, err := s.store.Search(ctx, q)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	v.Groups = groups(hits, f)
	v.First, v.Last = (p-1)*perPage+1, (p-1)*perPage+len(hits)
	part := func(n int, cursor string) string {
		u := f.values()
		at, _, _ := strings.Cut(f.url(), "?")
		if at == "/pages" {
			u.Del("in")
		}
		if n > 1 {
			u.Set("page", strconv.Itoa(n))
		}
		if cursor != "" {
			u.Set("after", cursor)
		}
		return withQuery(at, u)
	}
	if p > 1 && p-1 <= lastPage {
		v.Prev = part(p-1, "")
	}
	if more {
		cursor := hits[len(hits)-1].Cursor
		if cursor != "" || p < lastPage {
			v.Next = part(p+1, cursor)
		}
	}
	return nil
}

// choices are the orders of the list.
func (v *listView) choices() {
	for _, c := range [][2]string{{"", "by file"}, {"newest", "newest first"}, {"oldest", "oldest first"}} {
		v.Sorts = append(v.Sorts, choice{c[0], c[1], c[0] == v.Filter.Sort})
	}
}

// Kept are the parts of the filter that have no field of their own.
func (v *listView) Kept() map[string]string {
	out := map[string]string{}
	for name, value := range map[string]string{"actor": v.Filter.Actor, "lang": v.Filter.Lang, "mode": v.Filter.Mode, "act": v.Filter.Act, "only": v.Filter.Only} {
		if value != "" {
			out[name] = value
		}
	}
	return out
}

// Fields reports whether one of the fields that are folded away is filled.
func (v *listView) Fields() bool {
	f := v.Filter
	return f.Speaker+f.Addressee+f.Outlet+f.From+f.To != ""
}

// actorName is what to call an actor, or "".
func (s *server) actorName(ctx context.Context, id sayso.ActorID) (string, error) {
	p, err := s.store.Actor(ctx, id)
	if err != nil {
		if sayso.KindOf(err) == sayso.NotFound {
			return strings.TrimPrefix(string(id), "name:"), nil
		}
		return "", fmt.Errorf("open the person %s: %w", id, err)
	}
	return p.Name, nil
}

func headOfHit(h sayso.Hit) head {
	return headFrom(h.Document, h.Title, h.Outlet, h.Published, h.Path)
}

// headOfHead is a head as the templates want it.
func headOfHead(h sayso.Head) head {
	return headFrom(h.ID, h.Title, h.Outlet, h.Published, h.Path)
}

func headFrom(id sayso.DocumentID, title, outlet, published, path string) head {
	v := head{ID: id, Title: line(title), Outlet: line(outlet), Date: dateWord(published, ""), Path: line(path)}
	if v.Title == "" {
		v.Title = "Untitled page"
	}
	return v
}

func hitOf(h sayso.Hit, f filter) hitView {
	v := hitView{
		ID:           string(h.Statement),
		Words:        highlight(short(ended(line(h.Content)), 420), f.Words, f.Prefix),
		Quoted:       h.Mode == sayso.Direct || h.Mode == sayso.Implicit,
		Speaker:      line(h.Speaker),
		SpeakerURL:   personURL(h.Actor),
		Mode:         modeWord(h.Mode),
		Not:          notWord(h.Polarity, line(h.Content)),
		Copies:       h.Copies,
		Conflicts:    h.Conflicts,
		Independents: h.Independents,
		Confirmed:    h.Confirmed,
	}
	if v.Speaker == "" {
		v.Speaker = "Speaker unknown"
	}
	if !h.Act.Uttered() {
		v.Thought = string(h.Act)
	}
	if h.Story != "" {
		v.StoryURL = "/story/" + string(h.Story)
	}
	return v
}

// ended is s without the comma that led on to “he said”.
func ended(s string) string { return strings.TrimRight(s, ",;:،；，：、 ") }

// notWord says of words that are told as not said how they were not, so that a
// list never shows a denial as what was said.
func notWord(p sayso.Polarity, content string) string {
	that := " that"
	for _, w := range []string{"that ", "whether ", "if ", "who ", "what ", "when ", "where ", "why ", "how ", "which "} {
		if len(content) >= len(w) && strings.EqualFold(content[:len(w)], w) {
			that = ""
		}
	}
	switch p {
	case sayso.Denied:
		return "denied" + that
	case sayso.Negated:
		return "did not say" + that
	}
	return ""
}
