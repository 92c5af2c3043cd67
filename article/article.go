package article

import (
	"mime"
	"strings"

	"sayso"
	"sayso/article/internal/charset"
)

// Read reads a page: its text, what each block of it is, and what the page
// says of itself. Statements and Mentions are left empty.
func Read(p *sayso.Page) (*sayso.Document, error) {
	r, err := read(p)
	if err != nil {
		return nil, err
	}
	return r.doc, nil
}

// A SourceRange is where a block stands in the page's own bytes, half open.
type SourceRange struct{ Start, End int }

// ReadSources is Read that also returns, for each of the document's blocks,
// the bytes of the page it was made from.
func ReadSources(p *sayso.Page) (*sayso.Document, []SourceRange, error) {
	r, err := read(p)
	if err != nil {
		return nil, nil, err
	}
	return r.doc, r.sources(), nil
}

// reading is a page being read: the document, and where each of its blocks
// stands in the decoded page.
type reading struct {
	doc   *sayso.Document
	text  charset.Text
	where []SourceRange
}

func (r *reading) sources() []SourceRange {
	m := r.text.Mapper()
	out := make([]SourceRange, len(r.where))
	for i, w := range r.where {
		out[i].Start = m.Page(w.Start)
		out[i].End = m.Page(w.End)
	}
	return out
}

func read(p *sayso.Page) (*reading, error) {
	src := p.Source
	if src.SHA256 == "" {
		src.SHA256 = sayso.Sum(p.Bytes)
	}
	kind := mediaType(src.MediaType)
	r := &reading{doc: &sayso.Document{ID: sayso.NewDocumentID(&src), Source: src}}
	switch kind {
	case "text/html", "application/xhtml+xml":
		r.text = charset.Decode(p.Bytes, src.MediaType, true)
		readHTML(r)
	case "text/plain", "":
		r.text = charset.Decode(p.Bytes, src.MediaType, false)
		readPlain(r)
	case "application/rss+xml", "application/atom+xml", "application/feed+json":
		r.text = charset.Decode(p.Bytes, src.MediaType, true)
		if err := readEntry(r, kind); err != nil {
			return nil, sayso.Errorf(sayso.Unreadable, src.Path, "reading feed entry: %w", err)
		}
	default:
		return nil, sayso.Errorf(sayso.Unreadable, src.Path, "reading page: media type %q is none that can be read", src.MediaType)
	}
	return r, nil
}

func mediaType(s string) string {
	if t, _, err := mime.ParseMediaType(s); err == nil {
		return t
	}
	t, _, _ := strings.Cut(s, ";")
	return strings.ToLower(strings.TrimSpace(t))
}
