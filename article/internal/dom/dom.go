// Package dom builds the tree of an HTML page, knowing for each piece of text
// where it stands in the source.
//
// It follows the HTML standard's tree construction as far as saved pages need
// it: implied ends of p, li, dt, tr and their like, void elements, inline
// elements that end inside blocks. It leaves out foster parenting and the
// reopening of inline elements, which change no text. Every input gives a tree,
// in time linear in its length: nesting beyond maxDepth is kept flat.
package dom

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxDepth is the deepest nesting kept. Pages of newspapers stay below 80;
// the recursive libraries that read the tree are safe at this depth.
const maxDepth = 200

// maxScan bounds how far up the stack of open elements one tag is looked for,
// so that hostile nesting stays linear.
const maxScan = 300

// A Tree is a parsed page. Every text node of Root has an entry in Text, in
// document order.
type Tree struct {
	Root *html.Node
	Head *html.Node
	Body *html.Node
	Text []Range
	// Nodes is the number of nodes made.
	Nodes int
}

// A Range is a stretch of the source in bytes, half open.
type Range struct{ Start, End int }

type builder struct {
	t     *Tree
	stack []*html.Node // open elements, body first; an entry may repeat its parent where nesting is too deep
	names []atom.Atom
	open  map[atom.Atom]int
	slab  []html.Node
	svg   int
}

// Parse builds the tree of src.
func Parse(src string) *Tree {
	b := &builder{t: &Tree{}, open: map[atom.Atom]int{}}
	root := b.node(html.DocumentNode, 0, "")
	top := b.node(html.ElementNode, atom.Html, "html")
	b.t.Root, b.t.Head, b.t.Body = root, b.node(html.ElementNode, atom.Head, "head"), b.node(html.ElementNode, atom.Body, "body")
	root.AppendChild(top)
	top.AppendChild(b.t.Head)
	top.AppendChild(b.t.Body)
	z := html.NewTokenizer(strings.NewReader(src))
	pos, inHead := 0, true
	headOpen := atom.Atom(0) // the element of the head whose text is being read
	var headNode *html.Node
	for {
		tt := z.Next()
		raw := len(z.Raw())
		start := pos
		pos += raw
		switch tt {
		case html.ErrorToken:
			b.t.Nodes++
			return b.t
		case html.TextToken:
			if b.svg > 0 {
				continue
			}
			if inHead && headOpen != 0 {
				b.text(headNode, string(z.Text()), start, pos)
				continue
			}
			s := string(z.Text())
			if inHead {
				if strings.TrimSpace(s) == "" {
					continue
				}
				inHead = false
			}
			b.text(b.top(), s, start, pos)
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			a := tok.DataAtom
			if b.svg > 0 {
				if a == atom.Svg && tt == html.StartTagToken {
					b.svg++
				}
				continue
			}
			switch a {
			case atom.Html:
				merge(top, tok.Attr)
				continue
			case atom.Head:
				merge(b.t.Head, tok.Attr)
				continue
			case atom.Body:
				merge(b.t.Body, tok.Attr)
				inHead = false
				continue
			case atom.Svg:
				if tt == html.StartTagToken {
					b.svg++
				}
				continue
			}
			if inHead && headElement(a) {
				n := b.element(tok)
				b.t.Head.AppendChild(n)
				headOpen = 0
				if !void(a) && tt == html.StartTagToken {
					headOpen, headNode = a, n
				}
				continue
			}
			inHead = false
			b.start(tok, tt == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if b.svg > 0 {
				if a == atom.Svg {
					b.svg--
				}
				continue
			}
			if inHead {
				if a == headOpen {
					headOpen = 0
				}
				if a == atom.Head {
					inHead = false
				}
				continue
			}
			b.end(a, string(name))
		}
	}
}

func merge(n *html.Node, attrs []html.Attribute) {
	for _, a := range attrs {
		if Attr(n, a.Key) == "" {
			n.Attr = append(n.Attr, a)
		}
	}
}

func (b *builder) node(t html.NodeType, a atom.Atom, data string) *html.Node {
	if len(b.slab) == 0 {
		b.slab = make([]html.Node, 128)
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	n.Type, n.DataAtom, n.Data = t, a, data
	b.t.Nodes++
	return n
}

func (b *builder) element(tok html.Token) *html.Node {
	n := b.node(html.ElementNode, tok.DataAtom, tok.Data)
	n.Attr = tok.Attr
	return n
}

func (b *builder) text(to *html.Node, s string, start, end int) {
	if s == "" {
		return
	}
	to.AppendChild(b.node(html.TextNode, 0, s))
	b.t.Text = append(b.t.Text, Range{start, end})
}

func (b *builder) top() *html.Node {
	if len(b.stack) == 0 {
		return b.t.Body
	}
	return b.stack[len(b.stack)-1]
}

func (b *builder) start(tok html.Token, selfClosing bool) {
	a := tok.DataAtom
	if s := endsP[a]; s {
		b.closeImplied(atom.P, scopeP)
	}
	switch a {
	case atom.Li:
		b.closeImplied(atom.Li, scopeList)
	case atom.Dt, atom.Dd:
		b.closeImplied(atom.Dt, scopeList)
		b.closeImplied(atom.Dd, scopeList)
	case atom.Option:
		b.closeImplied(atom.Option, scopeList)
	case atom.Tr:
		b.closeImplied(atom.Tr, scopeTable)
	case atom.Td, atom.Th:
		b.closeImplied(atom.Td, scopeRow)
		b.closeImplied(atom.Th, scopeRow)
	case atom.Tbody, atom.Thead, atom.Tfoot:
		b.closeImplied(atom.Tbody, scopeTable)
		b.closeImplied(atom.Thead, scopeTable)
	case atom.A:
		if b.open[atom.A] > 0 {
			b.end(atom.A, "a")
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		if n := len(b.names); n > 0 && heading(b.names[n-1]) {
			b.pop(n - 1)
		}
	}
	n := b.element(tok)
	deep := len(b.stack) >= maxDepth
	b.top().AppendChild(n)
	if void(a) || selfClosing && a == 0 {
		return
	}
	if deep {
		n = b.top() // what follows stays beside it
	}
	b.stack = append(b.stack, n)
	b.names = append(b.names, a)
	b.open[a]++
}

// closeImplied ends an open element a unless one of the scope's elements
// stands between it and here.
func (b *builder) closeImplied(a atom.Atom, scope map[atom.Atom]bool) {
	if b.open[a] == 0 {
		return
	}
	for i := len(b.names) - 1; i >= 0 && i >= len(b.names)-maxScan; i-- {
		if b.names[i] == a {
			b.pop(i)
			return
		}
		if scope[b.names[i]] {
			return
		}
	}
}

func (b *builder) end(a atom.Atom, name string) {
	if a == atom.Br || a == atom.P && b.open[a] == 0 {
		return
	}
	if b.open[a] == 0 {
		return
	}
	blocks := false
	for i := len(b.names) - 1; i >= 0 && i >= len(b.names)-maxScan; i-- {
		if b.names[i] == a && (a != 0 || b.stack[i].Data == name) {
			if blocks && Inline(a) {
				// The inline element ends; the blocks inside it do not.
				b.open[a]--
				b.stack = append(b.stack[:i], b.stack[i+1:]...)
				b.names = append(b.names[:i], b.names[i+1:]...)
				return
			}
			b.pop(i)
			return
		}
		if b.names[i] == atom.Table && a != atom.Table && tablePart[a] {
			return
		}
		blocks = blocks || !Inline(b.names[i])
	}
}

func (b *builder) pop(to int) {
	for _, a := range b.names[to:] {
		b.open[a]--
	}
	b.stack, b.names = b.stack[:to], b.names[:to]
}

func set(as ...atom.Atom) map[atom.Atom]bool {
	m := make(map[atom.Atom]bool, len(as))
	for _, a := range as {
		m[a] = true
	}
	return m
}

var (
	endsP = set(atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Dialog, atom.Dir,
		atom.Div, atom.Dl, atom.Dd, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2,
		atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol,
		atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Ul)
	scopeP     = set(atom.Button, atom.Table, atom.Td, atom.Th, atom.Caption, atom.Object, atom.Template)
	scopeList  = set(atom.Ul, atom.Ol, atom.Dl, atom.Menu, atom.Table, atom.Td, atom.Th, atom.Template, atom.Select, atom.Article, atom.Section)
	scopeTable = set(atom.Table, atom.Template)
	scopeRow   = set(atom.Table, atom.Tr, atom.Template)
	tablePart  = set(atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.Tfoot, atom.Caption)
	inline     = set(atom.A, atom.Abbr, atom.Acronym, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Br, atom.Cite, atom.Code, atom.Data, atom.Del,
		atom.Dfn, atom.Em, atom.Font, atom.I, atom.Img, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Nobr, atom.Q, atom.Rp, atom.Rt,
		atom.Ruby, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U,
		atom.Var, atom.Wbr, atom.Picture, atom.Source)
	voids = set(atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Keygen, atom.Link, atom.Meta,
		atom.Param, atom.Source, atom.Track, atom.Wbr)
	headish = set(atom.Base, atom.Link, atom.Meta, atom.Title, atom.Script, atom.Style, atom.Noscript, atom.Template)
)

func void(a atom.Atom) bool        { return voids[a] }
func headElement(a atom.Atom) bool { return headish[a] }
func heading(a atom.Atom) bool {
	return a == atom.H1 || a == atom.H2 || a == atom.H3 || a == atom.H4 || a == atom.H5 || a == atom.H6
}

// Inline reports whether elements of this name run on in their paragraph.
func Inline(a atom.Atom) bool { return inline[a] }

// Attr is the value of an attribute, or "".
func Attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

// Content is all text under n, unspaced.
func Content(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}
