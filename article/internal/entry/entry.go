// Package entry reads one entry of a feed: RSS 0.9x, 1.0 and 2.0, Atom 1.0 and
// 0.3, JSON Feed. The entry stands alone, as cut from its feed, so the
// declarations of its namespaces are missing and names are told by their usual
// prefixes. It does no I/O.
package entry

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An Entry is what a feed says of one page. Title, Content and Summary may
// hold HTML. Fields that the feed leaves out are empty.
type Entry struct {
	Title     string
	Link      string
	Authors   []string
	Published string // as written
	Updated   string // as written
	Content   string
	Summary   string
	Tags      []string
}

// errNone says that a text holds no entry.
var errNone = errors.New("it holds no entry")

// Parse reads an entry of the media type kind. Errors: no entry in it, not
// well-formed beyond what can be mended, JSON that is none.
func Parse(text, kind string) (Entry, error) {
	if kind == "application/feed+json" {
		return parseJSON(text)
	}
	return parseXML(text)
}

// depthLimit is how deep elements may nest before an entry is refused; real
// ones have some ten levels, XHTML content included.
const depthLimit = 500

func parseXML(text string) (Entry, error) {
	var e Entry
	dec := xml.NewDecoder(strings.NewReader(text))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	dec.AutoClose = []string{"br", "hr", "img"}
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	if err := skipTo(dec, "item", "entry"); err != nil {
		return e, err
	}
	for {
		tok, err := dec.RawToken()
		if err != nil {
			return e, ended(err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			if t.Name.Local == "item" || t.Name.Local == "entry" {
				return e, nil
			}
		case xml.StartElement:
			inner, err := within(dec, t)
			if err != nil {
				return e, ended(err)
			}
			e.take(t, inner)
		}
	}
}

func ended(err error) error {
	if err == io.EOF {
		return errors.New("the entry does not end")
	}
	return fmt.Errorf("reading the entry: %w", err)
}

func skipTo(dec *xml.Decoder, names ...string) error {
	for {
		tok, err := dec.RawToken()
		if err == io.EOF {
			return errNone
		}
		if err != nil {
			return ended(err)
		}
		if t, ok := tok.(xml.StartElement); ok {
			for _, n := range names {
				if t.Name.Local == n {
					return nil
				}
			}
		}
	}
}

// inner is what stands in an element: its own text, and its markup written out
// anew, which is what XHTML content is.
type inner struct {
	text, markup string
	name         string // of a <name> directly or deeper within
}

func within(dec *xml.Decoder, start xml.StartElement) (inner, error) {
	var in inner
	var text, markup strings.Builder
	inName := 0
	for depth := 1; ; {
		tok, err := dec.RawToken()
		if err != nil {
			return in, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > depthLimit {
				return in, errors.New("elements nest too deep")
			}
			if t.Name.Local == "name" && in.name == "" {
				inName = depth
			}
			markup.WriteString("<" + t.Name.Local)
			for _, a := range t.Attr {
				markup.WriteString(" " + a.Name.Local + `="`)
				xml.EscapeText(&markup, []byte(a.Value))
				markup.WriteByte('"')
			}
			markup.WriteByte('>')
		case xml.EndElement:
			if depth == inName {
				inName = 0
			}
			if depth--; depth == 0 || t.Name == start.Name && depth < 2 {
				in.text, in.markup = strings.TrimSpace(text.String()), strings.TrimSpace(markup.String())
				return in, nil
			}
			markup.WriteString("</" + t.Name.Local + ">")
		case xml.CharData:
			text.Write(t)
			xml.EscapeText(&markup, t)
			if inName > 0 {
				in.name += string(t)
			}
		}
	}
}

// take puts an element of the entry where it belongs. What is said twice is
// taken as first said.
func (e *Entry) take(t xml.StartElement, in inner) {
	attr := func(name string) string {
		for _, a := range t.Attr {
			if a.Name.Local == name {
				return strings.TrimSpace(a.Value)
			}
		}
		return ""
	}
	first := func(to *string) {
		if *to != "" {
			return
		}
		if *to = in.text; attr("type") == "xhtml" || attr("mode") == "xml" {
			*to = in.markup
		}
	}
	switch space, name := t.Name.Space, t.Name.Local; {
	case space == "media" || space == "itunes" || space == "georss" || space == "thr":
	case name == "title":
		first(&e.Title)
	case name == "link":
		if href := attr("href"); href != "" {
			if rel := attr("rel"); e.Link == "" && (rel == "" || rel == "alternate") {
				e.Link = href
			}
		} else {
			first(&e.Link)
		}
	case name == "creator" || name == "author":
		who := in.name
		if who == "" {
			who = person(in.text)
		}
		if who = strings.TrimSpace(who); who != "" {
			e.Authors = append(e.Authors, who)
		}
	case name == "pubDate" || name == "published" || name == "date" || name == "issued":
		first(&e.Published)
	case name == "updated" || name == "modified":
		first(&e.Updated)
	case name == "encoded" || name == "content":
		first(&e.Content)
	case name == "description" || name == "summary":
		first(&e.Summary)
	case name == "category" || name == "subject":
		tag := attr("term")
		if tag == "" {
			tag = in.text
		}
		if tag != "" {
			e.Tags = append(e.Tags, tag)
		}
	}
}

// person is the name in an author as RSS has it, "ann@post.example (Ann Lee)",
// or as others write it, "Ann Lee <ann@post.example>"; an address alone names
// nobody.
func person(s string) string {
	if i := strings.IndexByte(s, '('); i > 0 && strings.Contains(s[:i], "@") {
		return strings.TrimSuffix(strings.TrimSpace(s[i+1:]), ")")
	}
	if i := strings.IndexByte(s, '<'); i > 0 && strings.Contains(s[i:], "@") {
		return s[:i]
	}
	if strings.Contains(s, "@") && !strings.Contains(s, " ") {
		return ""
	}
	return s
}

func parseJSON(text string) (Entry, error) {
	type author struct {
		Name string `json:"name"`
	}
	var it struct {
		URL, Title    string
		ExternalURL   string   `json:"external_url"`
		Author        author   `json:"author"`
		Authors       []author `json:"authors"`
		DatePublished string   `json:"date_published"`
		DateModified  string   `json:"date_modified"`
		ContentHTML   string   `json:"content_html"`
		ContentText   string   `json:"content_text"`
		Summary       string
		Tags          []string
	}
	if strings.TrimSpace(text) == "" {
		return Entry{}, errNone
	}
	if err := json.Unmarshal([]byte(text), &it); err != nil {
		return Entry{}, fmt.Errorf("reading the entry: %w", err)
	}
	e := Entry{Title: it.Title, Link: it.URL, Published: it.DatePublished, Updated: it.DateModified, Content: it.ContentHTML, Summary: it.Summary, Tags: it.Tags}
	if e.Link == "" {
		e.Link = it.ExternalURL
	}
	if e.Content == "" {
		e.Content = it.ContentText
	}
	if len(it.Authors) == 0 {
		it.Authors = []author{it.Author}
	}
	for _, a := range it.Authors {
		if a.Name != "" {
			e.Authors = append(e.Authors, a.Name)
		}
	}
	return e, nil
}
