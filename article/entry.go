package article

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"

	"sayso"
	"sayso/article/internal/dom"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
)

// wraps make a feed of one entry, declaring the namespaces that entries use,
// since an entry cut from its feed has lost their declarations.
var wraps = map[string][2]string{
	"application/rss+xml": {`<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" ` +
		`xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" ` +
		`xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:georss="http://www.georss.org/georss"><channel>`, `</channel></rss>`},
	"application/atom+xml":  {`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:thr="http://purl.org/syndication/thread/1.0">`, `</feed>`},
	"application/feed+json": {`{"version":"https://jsonfeed.org/version/1.1","items":[`, `]}`},
}

// readEntry reads one entry of a feed. What the entry holds as content is laid
// out as a page is; all of it is the main text but for lists of links.
func readEntry(r *reading, kind string) error {
	w := wraps[kind]
	feed, err := parseFeed(w[0] + stripXMLDecl(r.text.Text) + w[1])
	if err != nil {
		return err
	}
	if len(feed.Items) == 0 {
		return errors.New("it holds no entry")
	}
	it := feed.Items[0]
	d := r.doc
	if d.Source.URL == "" && strings.HasPrefix(it.Link, "http") {
		d.Source.URL = sayso.Maybe(it.Link)
	}
	d.Title = sayso.Maybe(meta.Clean(dom.Content(dom.Parse(it.Title).Body)))
	var names []string
	for _, a := range it.Authors {
		if a != nil && a.Name != "" {
			names = append(names, meta.Clean(a.Name))
		}
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
		content = it.Description
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

// parseFeed is gofeed's reading of a feed; a fault of it on a hostile entry is
// an error like any other.
func parseFeed(s string) (feed *gofeed.Feed, err error) {
	defer func() {
		if f := recover(); f != nil {
			err = fmt.Errorf("the feed library failed: %v", f)
		}
	}()
	return gofeed.NewParser().ParseString(s)
}

func stripXMLDecl(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "<?xml") {
		if i := strings.Index(s, "?>"); i >= 0 {
			return s[i+2:]
		}
	}
	return s
}
