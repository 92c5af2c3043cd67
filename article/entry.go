package article

import (
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
	for _, s := range []string{it.Published, it.Updated} {
		if st, ok := meta.ParseStamp(s); ok {
			d.Published = made(st.Date, st.Time, "feed")
			break
		}
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
	if d.Title != "" {
		page.Blocks = append([]layout.Block{{Text: string(d.Title), Chars: int32(utf8.RuneCountInString(string(d.Title)))}}, page.Blocks...)
		kinds = append([]sayso.BlockKind{sayso.BlockTitle}, kinds...)
	}
	r.assemble(page, kinds)
	for i := range r.where {
		r.where[i] = SourceRange{0, len(r.text.Text)} // escaped twice: only the whole entry is sure
	}
	r.openings()
	d.Outlet = sayso.Maybe(feedOutlet(d))
	d.Language = sayso.Maybe(tongue(d, sayso.NewRuler(d.Text)))
	return nil
}
