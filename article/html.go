package article

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso"
	"sayso/article/internal/dom"
	"sayso/article/internal/judge"
	"sayso/article/internal/layout"
	"sayso/article/internal/lead"
	"sayso/article/internal/meta"
)

// readHTML reads a page of HTML.
func readHTML(r *reading) {
	d := r.doc
	if d.Source.URL == "" {
		d.Source.URL = sayso.Maybe(savedAddress(r.text.Text))
	}
	from := string(d.Source.URL)
	tree := dom.Parse(r.text.Text)
	self := meta.Of(tree)
	page := layout.Of(tree)
	known := judge.Know(page, self)
	kinds := classify(page, known)
	f := chooseFields(page, self, known.Title, kinds, from)
	at := r.assemble(page, kinds, forms(page, known.Title, kinds))
	d.Title, d.Byline, d.Outlet = sayso.Maybe(f.title), sayso.Maybe(f.byline), sayso.Maybe(f.outlet)
	d.Published, d.Updated = f.published.Date, f.updated.Date
	d.Language, d.Canonical, d.Section, d.Tags = sayso.Maybe(f.language), sayso.Maybe(f.canonical), sayso.Maybe(f.section), f.tags
	if d.Source.URL == "" {
		d.Source.URL = d.Canonical
	}
	for _, st := range []stamp{f.published, f.updated} {
		if st.block >= 0 && st.Date != nil {
			s := page.Blocks[st.block].Text
			n := func(i int) sayso.Offset { return at[st.block] + sayso.Offset(utf8.RuneCountInString(s[:i])) }
			st.Span = &sayso.Span{Start: n(st.at.Start), End: n(st.at.End), Text: s[st.at.Start:st.at.End]}
		}
	}
	r.openings()
	r.housesOf()
	r.elsewhere(from)
	if d.Outlet == "" {
		d.Outlet = sayso.Maybe(feedOutlet(d))
	}
	if d.Language == "" {
		d.Language = sayso.Maybe(tongue(d, sayso.NewRuler(d.Text)))
	}
}

// assemble makes the document's text of the blocks that are shown, parted by
// blank lines, and returns where each block begins.
func (r *reading) assemble(page *layout.Page, kinds []sayso.BlockKind, forms []sayso.BlockForm) []sayso.Offset {
	starts := make([]sayso.Offset, len(page.Blocks))
	var b strings.Builder
	size := 0
	for i := range page.Blocks {
		size += len(page.Blocks[i].Text) + 2
	}
	b.Grow(size)
	at := sayso.Offset(0)
	for i := range page.Blocks {
		if kinds[i] == "" {
			continue
		}
		blk := &page.Blocks[i]
		if b.Len() > 0 {
			b.WriteString("\n\n")
			at += 2
		}
		b.WriteString(blk.Text)
		starts[i] = at
		end := at + sayso.Offset(blk.Chars)
		r.doc.Blocks = append(r.doc.Blocks, sayso.Block{Kind: kinds[i], Start: at, End: end, As: forms[i]})
		r.where = append(r.where, SourceRange{blk.Src.Start, blk.Src.End})
		at = end
	}
	r.doc.Text = b.String()
	return starts
}

// openings reads the dateline and the credits of the assembled document.
func (r *reading) openings() {
	d := r.doc
	ruler := sayso.NewRuler(d.Text)
	span := func(b sayso.Block, i, j int) *sayso.Span {
		o := ruler.Byte(b.Start)
		s := ruler.Span(o+i, o+j)
		return &s
	}
	told, head := 0, -1
	last := -1
	for i, b := range d.Blocks {
		switch b.Kind {
		case sayso.BlockBody:
			last = i
		case sayso.BlockTitle:
			head = i
		}
	}
	seen := map[string]bool{}
	credit := func(c lead.Credit, b sayso.Block) {
		// A page that names itself as its source took nothing from elsewhere.
		if own := c.How != "agency mark" && r.own(c.Name); !own && !seen[letters(c.Name)] {
			seen[letters(c.Name)] = true
			d.Credits = append(d.Credits, sayso.Credit{Name: c.Name, How: c.How, Span: span(b, c.Start, c.End)})
		}
	}
	for i, b := range d.Blocks {
		text := ruler.Slice(b.Start, b.End)
		switch b.Kind {
		case sayso.BlockBody, sayso.BlockDateline, sayso.BlockStandfirst:
			told++
			if told <= 4 && d.Dateline == nil {
				if l, ok := lead.Read(text); ok {
					dl := &sayso.Dateline{Place: sayso.Maybe(l.Place), Date: sayso.Maybe(l.Date), Agency: sayso.Maybe(l.Agency), Span: span(b, l.Start, l.End)}
					d.Dateline = dl
					if l.Agency != "" {
						credit(lead.Credit{Name: l.Agency, How: "agency mark", Start: l.AgencyAt, End: l.AgencyAt + len(l.Agency)}, b)
					}
				}
			}
			for _, c := range lead.Credits(text, told <= 2, i == last) {
				credit(c, b)
			}
		case sayso.BlockNotice, sayso.BlockByline, sayso.BlockOther:
			// A writer's line, or under the title a line of a writer and a house, or
			// of a house in words; capitals alone may be anything.
			under := head >= 0 && i > head && told <= 1
			if c, ok := lead.Byline(text); ok && i <= last && (b.Kind == sayso.BlockByline || under && (c.Start > 0 || c.End < len(text) || strings.Contains(c.Name, " "))) {
				credit(c, b)
			}
			if head >= 0 && i > head && told == 0 || told > 0 && i <= last+12 {
				for _, c := range lead.Credits(text, false, false) {
					// Inside the report, but under a paragraph, it is a picture
					// that has a source.
					if c.How != "source" || told == 0 || i > last || d.Blocks[i-1].Kind == sayso.BlockBody {
						credit(c, b)
					}
				}
			}
		}
	}
}

// own reports whether a name is the page's own house: its outlet, or a label of
// an address that names the outlet as well.
func (r *reading) own(name string) bool {
	outlet := string(r.doc.Outlet)
	if sameHouse(name, outlet) {
		return true
	}
	u, err := url.Parse(string(r.doc.Source.URL))
	if err != nil {
		return false
	}
	labels := strings.Split(u.Hostname(), ".")
	return slices.Contains(labels, letters(name)) && slices.Contains(labels, letters(outlet))
}

// sameHouse reports whether a name is the outlet's, whole or in part: "F.A.Z."
// of FAZ.NET.
func sameHouse(name, outlet string) bool {
	n, o := letters(name), letters(outlet)
	host, _, _ := strings.Cut(outlet, ".")
	short := letters(host)
	return n != "" && (n == o || len(n) >= 3 && strings.Contains(o, n) || len(short) >= 3 && strings.HasPrefix(n, short))
}

// housesOf adds the houses that the byline names beside the writers, where no
// line prints them as such. Two capitals in such a list are a degree as often.
func (r *reading) housesOf() {
	d := r.doc
	for _, n := range strings.Split(string(d.Byline), ", ") {
		has := func(c sayso.Credit) bool { return strings.EqualFold(letters(c.Name), letters(n)) }
		if (len(n) > 2 && lead.House(n) || marked(d.Text, n)) && !r.own(n) && !slices.ContainsFunc(d.Credits, has) {
			d.Credits = append(d.Credits, sayso.Credit{Name: n, How: "byline"})
		}
	}
}

// marked reports whether a text marks something with a name of one word as
// agencies' names stand behind pictures and reports: "(dpa)", "M. Hart/Norda".
func marked(text, name string) bool {
	if len(name) < 3 || len(name) > 12 || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return false
	}
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		i += at
		at = i + len(name)
		before := strings.TrimRight(text[:i], " ")
		if strings.HasSuffix(before, "/") || strings.HasSuffix(before, "©") || strings.HasSuffix(before, "(") && strings.HasPrefix(text[at:], ")") {
			return true
		}
	}
}

// elsewhere credits the site that the page names as the home of its text where
// that is another than the one it was saved from.
func (r *reading) elsewhere(from string) {
	d := r.doc
	home, err := url.Parse(string(d.Canonical))
	if err != nil || from == "" || home.Host == "" {
		return
	}
	host := strings.TrimPrefix(home.Hostname(), "www.")
	// An archive's or a cache's address holds that of the page it keeps.
	if siteOf(from) == siteOf(string(d.Canonical)) || strings.Contains(from, host) || strings.Contains(strings.ReplaceAll(from, "-", "."), host) {
		return
	}
	d.Credits = append(d.Credits, sayso.Credit{Name: host, How: "canonical link"})
}

// classify says what each block is; "" leaves a block out that is not shown.
func classify(page *layout.Page, known layout.Known) []sayso.BlockKind {
	kinds := make([]sayso.BlockKind, len(page.Blocks))
	body := judge.Choose(page, known, judge.Body(blockModel(), page, known), judge.Threshold)
	name(page, known, body, kinds)
	return kinds
}
