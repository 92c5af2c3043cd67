package serve

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"sayso"
)

const (
	// partSize is how many code points of a text one view shows: some 24,000
	// words, more than nearly all reports have, and under 150 kB compressed even
	// where the words never repeat (TestPageWeight).
	partSize = 150_000
	// linkLimit is how many links of one page or statement a view resolves.
	linkLimit = 40
)

type pageView struct {
	base
	ID        sayso.DocumentID
	Heading   string
	Doc       head
	Language  string
	Facts     []fact
	Blocks    []run
	Legend    []legendItem
	Said      int // statements
	Part      int
	Parts     int
	PrevURL   string
	NextURL   string
	Links     []docLink
	LinksMore int
	Versions  []capture // other captures of the same address
	StoryURL  string
	OutletURL string
}

// A fact is a line about a page or a statement: what, the value, and how it is
// known.
type fact struct {
	Name, Value, Why string
	URL              string
	Mono             bool
}

type legendItem struct {
	Class, Word string
	N           int
}

func (s *server) page(w http.ResponseWriter, r *http.Request) error {
	id, err := documentIn(r, "id")
	if err != nil {
		return err
	}
	at := r.FormValue("at")
	if at != "" && !statementID.MatchString(at) {
		return badRequest("“at” in this address is to be a statement's id.")
	}
	d, err := s.store.Document(r.Context(), id)
	if err != nil {
		return fmt.Errorf("open page %s: %w", id, err)
	}
	if err := s.decided(r.Context(), d); err != nil {
		return err
	}
	ruler := sayso.NewRuler(d.Text)
	v := &pageView{ID: id, Doc: headOf(d), Heading: heading(d), Language: langOf(d.Language), Said: len(d.Statements)}
	if v.base, _, err = s.full(r, v.Heading, "pages"); err != nil {
		return err
	}
	v.Parts = max(1, (int(ruler.Len())+partSize-1)/partSize)
	if v.Part, err = countIn(r, "part", v.Parts); err != nil {
		return err
	}
	if at != "" && r.FormValue("part") == "" {
		v.Part = partOf(d, sayso.StatementID(at), v.Parts)
	}
	if v.Part > 1 {
		v.PrevURL = fmt.Sprintf("/page/%s?part=%d", id, v.Part-1)
	}
	if v.Part < v.Parts {
		v.NextURL = fmt.Sprintf("/page/%s?part=%d", id, v.Part+1)
	}
	v.Facts = pageFacts(d)
	from := sayso.Offset((v.Part - 1) * partSize)
	var blocks []blockView
	blocks, v.Legend = blockViews(d, ruler, from, from+partSize, sayso.StatementID(at))
	v.Blocks = runs(blocks)
	if v.Links, v.LinksMore, err = s.docLinks(r.Context(), d); err != nil {
		return err
	}
	if err := s.pageNeighbours(r, v, d); err != nil {
		return err
	}
	v.Links = slices.DeleteFunc(v.Links, func(l docLink) bool { return l.Version })
	return s.show(w, r, http.StatusOK, "page", v)
}

// pageNeighbours adds where else a page belongs: other captures of its address,
// its story, its outlet.
func (s *server) pageNeighbours(r *http.Request, v *pageView, d *sayso.Document) error {
	if d.Source.URL != "" {
		list, err := s.store.Versions(r.Context(), string(d.Source.URL))
		if err != nil {
			return fmt.Errorf("list the captures of page %s: %w", d.ID, err)
		}
		for i, h := range list[:min(len(list), versionsLimit)] {
			if h.ID == d.ID {
				continue
			}
			c := capture{Head: headOfHead(h), Time: timeWord(sayso.Maybe(h.CapturedAt)), URL: fmt.Sprintf("/page/%s/versions?step=%d", d.ID, max(i, 1))}
			if c.Time == "" {
				c.Time = "time not known"
			}
			v.Versions = append(v.Versions, c)
		}
	}
	heads, err := s.store.Heads(r.Context(), []sayso.DocumentID{d.ID})
	if err != nil {
		return fmt.Errorf("open page %s: %w", d.ID, err)
	}
	if h := heads[d.ID]; h.Story != "" {
		v.StoryURL = "/story/" + string(h.Story)
	}
	if d.Outlet != "" {
		v.OutletURL = outletURL(string(d.Outlet))
	}
	return nil
}

// heading is a document's title, or what stands first in its report.
func heading(d *sayso.Document) string {
	if t := line(d.Title); t != "" {
		return t
	}
	r := sayso.NewRuler(d.Text)
	first := ""
	for _, b := range stretches(d, r) {
		if !b.kind.Told() || b.kind == sayso.BlockDateline {
			continue
		}
		t := short(line(r.Slice(b.start, min(b.end, b.start+400))), 80)
		if b.kind == sayso.BlockTitle && t != "" {
			return t
		}
		if first == "" {
			first = t
		}
	}
	if first == "" {
		return "Untitled page"
	}
	return first
}

// partOf is the part of a long text in which a statement stands.
func partOf(d *sayso.Document, id sayso.StatementID, parts int) int {
	for i := range d.Statements {
		if d.Statements[i].ID == id {
			if o, ok := place(&d.Statements[i]); ok && o >= 0 {
				return min(int(o)/partSize+1, parts)
			}
		}
	}
	return 1
}

func pageFacts(d *sayso.Document) []fact {
	var out []fact
	add := func(f fact) {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	add(fact{Name: "By", Value: line(d.Byline)})
	add(fact{Name: "Outlet", Value: line(d.Outlet)})
	if p := d.Published; p != nil {
		add(fact{Name: "Published", Value: dateWord(p.Date, p.Precision) + timeOf(p.Time), Why: foundWord(p.From)})
	} else {
		add(fact{Name: "Published", Value: "not known", Why: "the page states no date that could be read"})
	}
	if p := d.Updated; p != nil {
		add(fact{Name: "Last changed, by its own account", Value: dateWord(p.Date, p.Precision) + timeOf(p.Time), Why: foundWord(p.From)})
	}
	add(fact{Name: "Section", Value: line(d.Section), Why: "as the outlet files it"})
	add(fact{Name: "Tags", Value: tagsWord(d.Tags), Why: "the page's own keywords"})
	add(fact{Name: "Dateline", Value: datelineWord(d.Dateline)})
	for _, c := range d.Credits {
		add(fact{Name: "Credits", Value: line(c.Name), Why: line(c.How)})
	}
	src := &d.Source
	add(fact{Name: "Address", Value: line(src.URL), URL: webURL(src.URL)})
	if d.Canonical != "" && d.Canonical != src.URL {
		add(fact{Name: "Its own address", Value: line(d.Canonical), URL: webURL(d.Canonical), Why: "the page names this address as its own"})
	}
	add(fact{Name: "Captured", Value: timeWord(src.CapturedAt)})
	add(fact{Name: "Saved in", Value: line(src.Path), Mono: true, Why: whereIn(src)})
	add(fact{Name: "Kind", Value: line(src.MediaType)})
	add(fact{Name: "SHA-256", Value: line(src.SHA256), Mono: true, Why: "of the page's own bytes, as saved"})
	return out
}

// tagsShown is how many of a page's keywords are shown: some pages have
// hundreds.
const tagsShown = 30

func tagsWord(tags []string) string {
	var out []string
	for _, t := range tags {
		if t = line(t); t != "" {
			out = append(out, short(t, 80))
		}
	}
	more := ""
	if n := len(out) - tagsShown; n > 0 {
		out, more = out[:tagsShown], fmt.Sprintf(", and %d more", n)
	}
	return strings.Join(out, ", ") + more
}

// timeOf writes a time of day: "14:44:00+03:00" as ", 14:44 (UTC+03:00)".
func timeOf(t sayso.Maybe) string {
	if t == "" {
		return ""
	}
	for _, f := range []struct{ in, out string }{{"15:04:05Z07:00", "15:04 (UTC-07:00)"}, {"15:04Z07:00", "15:04 (UTC-07:00)"}, {"15:04:05", "15:04"}} {
		if at, err := time.Parse(f.in, string(t)); err == nil {
			return ", " + strings.Replace(at.Format(f.out), "(UTC+00:00)", "UTC", 1)
		}
	}
	return ", " + line(t)
}

// whereIn says where in a container a page stands.
func whereIn(s *sayso.Source) string {
	switch {
	case s.WARC != nil:
		w := "WARC record " + line(s.WARC.RecordID) + " at byte " + strconv.FormatInt(s.WARC.Offset, 10)
		if s.WARC.Revisit {
			w += "; unchanged since an earlier capture"
		}
		return w
	case s.Part != nil:
		return fmt.Sprintf("bytes %d to %d of the file", s.Part.Offset, s.Part.Offset+s.Part.Length)
	}
	return ""
}

func datelineWord(d *sayso.Dateline) string {
	if d == nil {
		return ""
	}
	out := ""
	for _, p := range []sayso.Maybe{d.Place, d.Date, d.Agency} {
		if p == "" {
			continue
		}
		if out != "" {
			out += " · "
		}
		out += line(p)
	}
	return out
}

// A head names a page in a line.
type head struct {
	ID     sayso.DocumentID
	Title  string
	Outlet string
	Date   string
	Path   string
}

func headOf(d *sayso.Document) head {
	return head{ID: d.ID, Title: heading(d), Outlet: line(d.Outlet), Date: dayOf(d.Published), Path: line(d.Source.Path)}
}

// Where is the outlet, or the name of the file the page was saved in.
func (h head) Where() string {
	if h.Outlet != "" {
		return h.Outlet
	}
	return path.Base(h.Path)
}

// When is the date, or that there is none.
func (h head) When() string {
	if h.Date != "" {
		return h.Date
	}
	return "no date"
}
