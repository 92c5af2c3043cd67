// Package layout lays an HTML page out as a sequence of text blocks, the way a
// reader sees paragraphs, headings, links and buttons one under the other, and
// measures each for the classifier.
//
// A block is the longest run of text in which no element that breaks the line
// begins or ends and no two line breaks follow each other. White space is
// folded, a single line break is kept; soft hyphens and zero-width marks go.
// Scripts, styles, drawings, forms' fields and templates hold no text.
package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"sayso/article/internal/dom"
	"sayso/article/internal/prose"
)

// An Elem is an element that breaks the line, with what its subtree holds.
type Elem struct {
	Node   *html.Node
	Parent int32 // -1 for the body
	Depth  int32
	Tag    atom.Atom
	Marks  Marks // what its class, id and role say
	Hidden bool  // by attribute or inline style, here or above

	First, Last int32 // the blocks in it: First ≤ i < Last
	Words       int32
	LinkWords   int32
	LongWords   int32 // in blocks that read like paragraphs
	Paras       int32 // such blocks
	Kids        int32
}

// A Block is one stretch of text.
type Block struct {
	Text  string
	Src   dom.Range // in the decoded page
	El    int32
	Words int32
	Chars int32

	LinkWords int32
	Links     int32
	BoldWords int32
	Heading   int8  // 1 to 6, or 0
	Time      bool  // a <time> element stands in it
	Address   bool  // rel=author, itemprop=author or <address>
	Marks     Marks // of inline elements around all of it
	Caption   bool  // in a figcaption
	Quote     bool  // in a blockquote
	List      bool
	Table     bool
	Button    bool
	AfterBr   bool      // parted from the block before by line breaks alone
	Cues      prose.Cue // what a short block speaks of; set by Features
}

// A Page is a page laid out.
type Page struct {
	Tree   *dom.Tree
	Elems  []Elem
	Blocks []Block
}

type walker struct {
	p     *Page
	text  int // next entry of Tree.Text
	el    int32
	buf   []byte
	cur   Block
	open  bool
	space bool // a space is owed
	brs   int
	link  int
	bold  int
	pre   int
	head  int8
	fig   int
	quote int
	list  int
	table int
	btn   int
	para  int
	after bool
	glue  bool // an inline element began or ended since the last letter
	cache map[string]Marks
	inl   []Marks
}

// Of lays a tree out.
func Of(t *dom.Tree) *Page {
	w := &walker{p: &Page{Tree: t}, cache: map[string]Marks{}}
	n := t.Nodes / 6
	w.p.Elems = make([]Elem, 0, n+8)
	w.p.Blocks = make([]Block, 0, n/2+8)
	// Text of the head comes first in the tree's order and is not laid out.
	w.text = countText(t.Head)
	w.el = -1
	w.element(t.Body, false)
	w.p.sum()
	return w.p
}

func countText(n *html.Node) int {
	c := 0
	if n.Type == html.TextNode {
		c++
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		c += countText(k)
	}
	return c
}

func skipped(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Object, atom.Select, atom.Textarea,
		atom.Option, atom.Datalist, atom.Canvas, atom.Audio, atom.Video, atom.Math, atom.Noembed, atom.Noframes, atom.Title:
		return true
	}
	return false
}

func (w *walker) kids(n *html.Node, hidden bool) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.add(c.Data, w.p.Tree.Text[w.text])
			w.text++
		case html.ElementNode:
			if skipped(c.DataAtom) {
				w.text += countText(c)
				if c.DataAtom != atom.Script && c.DataAtom != atom.Style && c.DataAtom != atom.Svg {
					w.flush()
				}
				continue
			}
			switch {
			case c.DataAtom == atom.Br:
				w.brs++
				w.space = true
				if w.brs > 1 {
					w.flush()
					w.after = true
				}
			case dom.Inline(c.DataAtom), c.DataAtom == 0 && w.para > 0:
				w.inlineElement(c, hidden)
			default:
				w.element(c, hidden)
			}
		}
	}
}

func (w *walker) inlineElement(n *html.Node, hidden bool) {
	switch n.DataAtom {
	case atom.A:
		w.link++
		if w.open {
			w.cur.Links++
		}
	case atom.B, atom.Strong:
		w.bold++
	case atom.Time:
		w.cur.Time = true
	}
	if r := dom.Attr(n, "rel"); r == "author" {
		w.cur.Address = true
	}
	if r := dom.Attr(n, "itemprop"); r == "author" {
		w.cur.Address = true
	}
	hid := isHidden(n)
	m := w.marks(n)
	if len(w.inl) > 0 {
		m |= w.inl[len(w.inl)-1]
	}
	w.inl = append(w.inl, m)
	w.glue = true
	if !hid {
		w.kids(n, hidden)
	} else {
		w.text += countText(n)
	}
	w.glue = true
	w.inl = w.inl[:len(w.inl)-1]
	switch n.DataAtom {
	case atom.A:
		w.link--
	case atom.B, atom.Strong:
		w.bold--
	}
}

func (w *walker) element(n *html.Node, hidden bool) {
	w.flush()
	hidden = hidden || isHidden(n)
	up := w.el
	depth := int32(0)
	if up >= 0 {
		depth = w.p.Elems[up].Depth + 1
		w.p.Elems[up].Kids++
	}
	w.p.Elems = append(w.p.Elems, Elem{Node: n, Parent: up, Depth: depth, Tag: n.DataAtom, Marks: w.marks(n), Hidden: hidden, First: int32(len(w.p.Blocks))})
	me := int32(len(w.p.Elems) - 1)
	w.el = me
	count := w.counter(n.DataAtom)
	if count != nil {
		*count++
	}
	head := w.head
	if h := level(n.DataAtom); h > 0 {
		w.head = h
	}
	w.kids(n, hidden)
	w.flush()
	w.head = head
	if count != nil {
		*count--
	}
	w.p.Elems[me].Last = int32(len(w.p.Blocks))
	w.el = up
}

func (w *walker) counter(a atom.Atom) *int {
	switch a {
	case atom.Pre:
		return &w.pre
	case atom.P:
		return &w.para
	case atom.Figcaption, atom.Figure:
		return &w.fig
	case atom.Blockquote:
		return &w.quote
	case atom.Li:
		return &w.list
	case atom.Td, atom.Th:
		return &w.table
	case atom.Button:
		return &w.btn
	}
	return nil
}

func level(a atom.Atom) int8 {
	switch a {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

func isHidden(n *html.Node) bool {
	for i := range n.Attr {
		switch n.Attr[i].Key {
		case "hidden":
			return n.Attr[i].Val != "until-found"
		case "style":
			s := n.Attr[i].Val
			if len(s) < 4000 && (strings.Contains(s, "none") || strings.Contains(s, "hidden")) {
				s = strings.ReplaceAll(strings.ToLower(s), " ", "")
				if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
					return true
				}
			}
		}
	}
	return false
}

// add appends text to the open block, folding white space.
func (w *walker) add(s string, src dom.Range) {
	wrote := false
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v' {
				if c == '\n' && w.pre > 0 && w.open {
					w.brs++
				}
				w.space = true
				i++
				continue
			}
			w.start(rune(c))
			w.buf = append(w.buf, c)
			i++
			wrote = true
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch {
		case unicode.IsSpace(r) || r == 0x2028 || r == 0x2029:
			w.space = true
			continue
		case r == 0xAD || r == 0x200B || r == 0xFEFF || r == 0x2060:
			continue
		}
		w.start(r)
		w.buf = utf8.AppendRune(w.buf, r)
		wrote = true
	}
	if wrote {
		if w.cur.Src.End == 0 {
			w.cur.Src.Start = src.Start
		}
		w.cur.Src.End = src.End
	}
}

// start writes the white space owed before r and counts a word where one
// begins.
func (w *walker) start(r rune) {
	word := false
	if !w.open {
		w.open, word = true, true
		w.space, w.brs, w.glue = false, 0, false
		if w.link > 0 {
			w.cur.Links++
		}
		if len(w.inl) > 0 {
			w.cur.Marks = w.inl[len(w.inl)-1]
		}
	} else if w.space {
		if w.brs > 0 {
			w.buf = append(w.buf, '\n')
		} else {
			w.buf = append(w.buf, ' ')
		}
		w.space, w.brs, word = false, 0, true
	} else if w.glue && len(w.buf) > 0 {
		// Pages set pieces apart by style alone: "World" "Minister resigns".
		last, _ := utf8.DecodeLastRune(w.buf)
		if (unicode.IsLower(last) || unicode.IsDigit(last)) && unicode.IsUpper(r) {
			w.buf = append(w.buf, ' ')
			word = true
		}
	}
	w.glue = false
	if word {
		w.cur.Words++
		if w.link > 0 {
			w.cur.LinkWords++
		}
		if w.bold > 0 {
			w.cur.BoldWords++
		}
	}
}

func (w *walker) flush() {
	w.brs, w.space = 0, false
	after := w.after
	w.after = false
	if !w.open {
		if w.cur.Time || w.cur.Address || w.cur.Links > 0 {
			w.cur = Block{}
		}
		return
	}
	b := w.cur
	b.Text = string(w.buf)
	b.Chars = int32(utf8.RuneCountInString(b.Text))
	b.El = w.el
	b.Heading, b.Caption, b.Quote = w.head, w.fig > 0, w.quote > 0
	b.List, b.Table, b.Button, b.AfterBr = w.list > 0, w.table > 0, w.btn > 0, after
	w.p.Blocks = append(w.p.Blocks, b)
	w.buf = w.buf[:0]
	w.cur = Block{}
	w.open = false
}

// Long reports whether a block reads like a paragraph: many words, few of them
// links. Scripts without spaces are measured by their length.
func (b *Block) Long() bool {
	return (b.Words >= 15 || b.Chars >= 90) && b.LinkWords*3 < b.Words+1
}

// sum adds the blocks up the tree.
func (p *Page) sum() {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		e := &p.Elems[b.El]
		e.Words += b.Words
		e.LinkWords += b.LinkWords
		if b.Long() {
			e.LongWords += b.Words
			e.Paras++
		}
	}
	for i := len(p.Elems) - 1; i > 0; i-- { // children stand after their parents
		e := &p.Elems[i]
		up := &p.Elems[e.Parent]
		up.Words += e.Words
		up.LinkWords += e.LinkWords
		up.LongWords += e.LongWords
		up.Paras += e.Paras
	}
}
