package serve

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"time"

	"sayso"
)

const feedEntries = 50

// The feeds are Atom (RFC 4287). An entry's time is when its page was captured
// or, where that is not known, published, so that the same archive gives the
// same feed.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID       string         `xml:"id"`
	Title    string         `xml:"title"`
	Updated  string         `xml:"updated"`
	Link     atomLink       `xml:"link"`
	Category []atomCategory `xml:"category"`
	Summary  string         `xml:"summary"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// unknownTime stands for the time of pages that have none: the feed demands one.
const unknownTime = "1970-01-01T00:00:00Z"

func atomTime(captured, published string) string {
	if t, err := time.Parse(time.RFC3339, captured); err == nil {
		return t.UTC().Format(time.RFC3339)
	}
	for _, f := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(f, published); err == nil {
			return t.Format(time.RFC3339)
		}
	}
	return unknownTime
}

func baseURL(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// feed is the newest of any search.
func (s *server) feed(w http.ResponseWriter, r *http.Request) error {
	f, err := filterIn(r)
	if err != nil {
		return err
	}
	f.Sort = string(sayso.Newest)
	q := f.query()
	q.Limit = feedEntries
	hits, _, err := s.store.Search(r.Context(), q)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	at := baseURL(r)
	var about []string
	if f.Words != "" {
		about = append(about, "“"+short(line(f.Words), 60)+"”")
	}
	name := ""
	if f.Actor != "" {
		if name, err = s.actorName(r.Context(), sayso.ActorID(f.Actor)); err != nil {
			return err
		}
	}
	for _, c := range f.chips(name) {
		about = append(about, strings.ToLower(c.What)+" "+c.Value)
	}
	title := line(s.opt.Title) + ": new " + string(f.In)
	if len(about) > 0 {
		title += ", " + strings.Join(about, ", ")
	}
	feed := &atomFeed{ID: at + f.feedURL(), Title: title, Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: at + f.feedURL()}, {Rel: "alternate", Type: "text/html", Href: at + f.url()}}}
	for _, h := range hits {
		e := entryOf(at, h)
		feed.Entries = append(feed.Entries, e)
	}
	return s.atom(w, r, feed)
}

func entryOf(at string, h sayso.Hit) atomEntry {
	d := headOfHit(h)
	e := atomEntry{Updated: atomTime(h.CapturedAt, h.Published)}
	if h.Statement == "" {
		e.ID = at + "/page/" + string(h.Document)
		e.Title, e.Summary = d.Title, d.Where()+", "+d.When()
	} else {
		v := hitOf(h, filter{})
		e.ID = at + "/statement/" + v.ID
		e.Title = v.Speaker + sayingWord(v) + short(ended(line(h.Content)), 160)
		e.Summary = d.Title + " (" + d.Where() + ", " + d.When() + ")"
		if h.Conflicts > 0 {
			e.Category = append(e.Category, atomCategory{"conflict"})
		}
	}
	e.Link = atomLink{Rel: "alternate", Type: "text/html", Href: e.ID}
	return e
}

// sayingWord parts a speaker from the words in one line.
func sayingWord(v hitView) string {
	if v.Not != "" {
		return " " + v.Not + " "
	}
	return ": "
}

// conflictFeed is the freshest conflicts.
func (s *server) conflictFeed(w http.ResponseWriter, r *http.Request) error {
	list, _, err := s.store.Conflicts(r.Context(), "", feedEntries)
	if err != nil {
		return fmt.Errorf("list conflicts: %w", err)
	}
	at := baseURL(r)
	feed := &atomFeed{ID: at + "/feed/conflicts", Title: line(s.opt.Title) + ": new conflicts",
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: at + "/feed/conflicts"}, {Rel: "alternate", Type: "text/html", Href: at + "/conflicts"}}}
	for _, c := range list {
		a, b := c.Of[0], c.Of[1]
		va, vb := hitOf(a, filter{}), hitOf(b, filter{})
		e := atomEntry{ID: at + "/statement/" + va.ID + "#conflict-" + vb.ID, Updated: max(atomTime(a.CapturedAt, a.Published), atomTime(b.CapturedAt, b.Published)),
			Title:    va.Speaker + sayingWord(va) + short(ended(line(a.Content)), 100) + " / " + short(ended(line(b.Content)), 100),
			Category: []atomCategory{{"conflict"}}, Summary: headOfHit(a).Where() + " and " + headOfHit(b).Where() + " tell it in ways that cannot both be true."}
		e.Link = atomLink{Rel: "alternate", Type: "text/html", Href: at + "/statement/" + va.ID + "#elsewhere"}
		feed.Entries = append(feed.Entries, e)
	}
	return s.atom(w, r, feed)
}

func (s *server) atom(w http.ResponseWriter, r *http.Request, feed *atomFeed) error {
	feed.Author.Name = line(s.opt.Title)
	feed.Updated = unknownTime
	for _, e := range feed.Entries {
		feed.Updated = max(feed.Updated, e.Updated)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(feed); err != nil {
		return fmt.Errorf("write the feed: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/atom+xml; charset=utf-8")
	h.Set("Cache-Control", "no-cache, private")
	if r.Method != http.MethodHead {
		_, _ = w.Write(b.Bytes())
	}
	return nil
}
