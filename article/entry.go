package article

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"sayso"
	"sayso/article/internal/dom"
	"sayso/article/internal/entry"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
)

// readEntry reads one entry of a feed. What the entry holds as content is laid
// out as a page is; all of it is the main text but for lists of links.
func readEntry(r *reading, kind string) error {
	it, err := entry.Parse(r.text.Text, kind)
	if err != nil {
		return err
	}
	d := r.doc
	if d.Source.URL == "" && strings.HasPrefix(it.Link, "http") {
		d.Source.URL = sayso.Maybe(it.Link)
	}
	d.Title = sayso.Maybe(meta.Clean(dom.Content(dom.Parse(it.Title).Body)))
	var names []string
	for _, a := range it.Authors {
		names = append(names, meta.Clean(a))
	}
	d.Byline = sayso.Maybe(people(names))
	if st, ok := meta.ParseStamp(it.Published); ok {
		d.Published = made(st.Date, st.Time, "feed")
	}
	if st, ok := meta.ParseStamp(it.Updated); ok && !tooEarly(st.Date, d.Published) {
		d.Updated = made(st.Date, st.Time, "feed")
	}
	d.Tags = meta.Distinct(it.Tags)
	if u, err := url.Parse(it.Link); err == nil && meta.WebAddress(u) {
		d.Canonical = sayso.Maybe(it.Link)
	}
	content := it.Content
	if strings.TrimSpace(content) == "" {
		content = it.Summary
	}
	page := layout.Of(dom.Parse(content))
	kinds := make([]sayso.BlockKind, len(page.Blocks))
	for i := range page.Blocks {
		b := &page.Blocks[i]
		switch {
		case page.Elems[b.El].Hidden:
		case b.Caption:
			kinds[i] = sayso.BlockCaption
		case b.Heading > 0:
			kinds[i] = sayso.BlockHeading
		case b.LinkWords == b.Words && b.Words < 20 && len(page.Blocks) > 1:
			kinds[i] = sayso.BlockRelated
		default:
			kinds[i] = sayso.BlockBody
		}
	}
	as := forms(page, -1, kinds)
	if d.Title != "" {
		page.Blocks = append([]layout.Block{{Text: string(d.Title), Chars: int32(utf8.RuneCountInString(string(d.Title)))}}, page.Blocks...)
		kinds = append([]sayso.BlockKind{sayso.BlockTitle}, kinds...)
		as = append([]sayso.BlockForm{""}, as...)
	}
	r.assemble(page, kinds, as)
	for i := range r.where {
		r.where[i] = SourceRange{0, len(r.text.Text)} // escaped twice: only the whole entry is sure
	}
	r.openings()
	d.Outlet = sayso.Maybe(feedOutlet(d))
	d.Language = sayso.Maybe(tongue(d, sayso.NewRuler(d.Text)))
	return nil
}
