// Package meta collects what a page says of itself outside its running text:
// JSON-LD, meta elements, link elements, and the marks on visible elements.
//
// It gathers candidates and says where each was found; it does not choose.
package meta

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"sayso/article/internal/dom"
)

// A Page is what a page says of itself.
type Page struct {
	Meta      map[string][]string // by lower-case name, property or itemprop
	Canonical string              // the first of Canonicals, as written
	// Canonicals are the targets of canonical links, as written.
	Canonicals []string
	Lang       string
	TitleTag   string
	LD         []Thing             // articles described by JSON-LD, most likely first
	Site       []string            // names of publisher and website in JSON-LD
	Feed       string              // the title of the first feed the page links to
	Micro      map[string][]string // microdata itemprops with content, datetime or text
	Times      []Time
	Crumbs     []Crumb  // the way to the page by JSON-LD, outermost first
	TagLinks   []string // the words of links with rel=tag
}

// A Crumb is one step of the way to a page.
type Crumb struct{ Name, URL string }

// A Time is a <time> element.
type Time struct {
	Datetime string
	Text     string
	Node     *html.Node
}

// A Person is somebody named as author, or a body so named.
type Person struct {
	Name string
	Org  bool
}

// A Thing is an article described by JSON-LD.
type Thing struct {
	Type        string
	Headline    string
	Name        string
	Description string
	Authors     []Person
	Published   string
	Modified    string
	Created     string
	Publisher   string
	URL         string
	Keywords    []string
	Sections    []string
	Body        string
	Weak        bool // a web page or video, no article
	order       int
}

// Of collects from the tree.
func Of(t *dom.Tree) *Page {
	p := &Page{Meta: map[string][]string{}, Micro: map[string][]string{}}
	var scripts []string
	root := t.Head.Parent
	p.Lang = strings.TrimSpace(dom.Attr(root, "lang"))
	if p.Lang == "" {
		p.Lang = strings.TrimSpace(dom.Attr(root, "xml:lang"))
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			switch n.DataAtom {
			case atom.Meta:
				p.meta(n)
			case atom.Link:
				if p.Feed == "" && strings.EqualFold(dom.Attr(n, "rel"), "alternate") && feedType(dom.Attr(n, "type")) {
					p.Feed = Clean(dom.Attr(n, "title"))
				}
				if href := strings.TrimSpace(dom.Attr(n, "href")); href != "" && len(p.Canonicals) < maxLinks && hasToken(dom.Attr(n, "rel"), "canonical") {
					p.Canonicals = append(p.Canonicals, href)
				}
			case atom.A:
				if r := dom.Attr(n, "rel"); r != "" && len(p.TagLinks) < mostTags && hasToken(r, "tag") {
					p.TagLinks = append(p.TagLinks, Clean(dom.Content(n)))
				}
			case atom.Title:
				if p.TitleTag == "" {
					p.TitleTag = Clean(dom.Content(n))
				}
			case atom.Script:
				if strings.Contains(strings.ToLower(dom.Attr(n, "type")), "ld+json") {
					scripts = append(scripts, dom.Content(n))
				}
				return
			case atom.Style, atom.Noscript:
				return
			case atom.Time:
				p.Times = append(p.Times, Time{Datetime: strings.TrimSpace(dom.Attr(n, "datetime")), Text: Clean(dom.Content(n)), Node: n})
			}
			if ip := dom.Attr(n, "itemprop"); ip != "" && n.DataAtom != atom.Meta {
				p.micro(n, ip)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(t.Root)
	if len(p.Canonicals) > 0 {
		p.Canonical = p.Canonicals[0]
	}
	for _, s := range scripts {
		p.jsonLD(s)
	}
	p.rank()
	return p
}

// maxLinks is how many canonical links are looked at; one page has one.
const maxLinks = 8

func hasToken(list, token string) bool {
	for t := range strings.FieldsSeq(list) {
		if strings.EqualFold(t, token) {
			return true
		}
	}
	return false
}

func feedType(t string) bool {
	t = strings.ToLower(t)
	return strings.Contains(t, "rss") || strings.Contains(t, "atom+xml")
}

func (p *Page) meta(n *html.Node) {
	content := Clean(dom.Attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop"} {
		for _, k := range strings.Fields(strings.ToLower(dom.Attr(n, key))) {
			p.Meta[k] = append(p.Meta[k], content)
		}
	}
}

func (p *Page) micro(n *html.Node, props string) {
	v := dom.Attr(n, "content")
	if v == "" {
		v = dom.Attr(n, "datetime")
	}
	for _, k := range strings.Fields(props) {
		switch k {
		case "datePublished", "dateModified", "dateCreated", "author", "headline", "name", "inLanguage", "articleSection", "keywords":
			s := v
			if s == "" {
				s = Clean(dom.Content(n))
			}
			if s != "" && len(s) < 1000 {
				p.Micro[k] = append(p.Micro[k], s)
			}
		}
	}
}

// First is the first value of the named meta elements.
func (p *Page) First(names ...string) string {
	for _, n := range names {
		if v := p.Meta[n]; len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// Clean folds white space, drops invisible marks and undoes one level of
// escaping that pages leave in attributes.
func Clean(s string) string {
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case 0xAD, 0x200B, 0xFEFF, 0x2060:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
