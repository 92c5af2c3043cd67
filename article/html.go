package article

import (
	"strings"
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
	tree := dom.Parse(r.text.Text)
	self := meta.Of(tree)
	page := layout.Of(tree)
	known := judge.Know(page, self)
	kinds := classify(page, known)
	f := chooseFields(page, self, known.Title, kinds, string(r.doc.Source.URL))
	at := r.assemble(page, kinds, forms(page, known.Title, kinds))
	d := r.doc
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
	told := 0
	last := -1
	for i, b := range d.Blocks {
		if b.Kind == sayso.BlockBody {
			last = i
		}
	}
	seen := map[string]bool{}
	credit := func(c lead.Credit, b sayso.Block) {
		// A page that names itself as its source took nothing from elsewhere.
		if own := c.How == "source" && letters(c.Name) == letters(string(d.Outlet)); !own && !seen[c.Name] {
			seen[c.Name] = true
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
			if c, ok := lead.Byline(text); ok && b.Kind == sayso.BlockByline && i <= last && fold(c.Name) != fold(string(d.Outlet)) {
				credit(c, b)
			}
			if told > 0 {
				if i <= last+12 {
					for _, c := range lead.Credits(text, false, false) {
						credit(c, b)
					}
				}
			}
		}
	}
}

// classify says what each block is; "" leaves a block out that is not shown.
func classify(page *layout.Page, known layout.Known) []sayso.BlockKind {
	kinds := make([]sayso.BlockKind, len(page.Blocks))
	body := judge.Choose(page, known, judge.Body(blockModel(), page, known), judge.Threshold)
	name(page, known, body, kinds)
	return kinds
}
