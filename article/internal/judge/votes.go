package judge

import (
	readability "github.com/go-shiori/go-readability"
	"golang.org/x/net/html"

	"sayso/article/internal/dom"
	"sayso/article/internal/layout"
)

// largestVote is the number of nodes of a page beyond which the library is not
// asked: its memory grows with the square of some pages' nesting.
const largestVote = 60_000

// vote asks the readability library for the page's main content and returns
// the runs of words in it; nil where it finds none.
func vote(t *dom.Tree) (s layout.Shingles) {
	if t.Nodes > largestVote {
		return nil
	}
	// A fault of the library on some hostile page costs its opinion, no more.
	defer func() {
		if recover() != nil {
			s = nil
		}
	}()
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	a, err := parser.ParseDocument(t.Root, nil)
	if err != nil || a.Node == nil {
		return nil
	}
	s = layout.Shingles{}
	var buf []byte
	flush := func() {
		if len(buf) > 0 {
			s.Add(string(buf))
			buf = buf[:0]
		}
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			buf = append(buf, n.Data...)
		case html.ElementNode:
			if !dom.Inline(n.DataAtom) || n.Data == "br" {
				flush()
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type == html.ElementNode && !dom.Inline(n.DataAtom) {
			flush()
		}
	}
	walk(a.Node)
	flush()
	return s
}
