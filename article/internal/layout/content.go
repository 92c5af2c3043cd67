package layout

import "golang.org/x/net/html/atom"

// A content is the element that the scores of its paragraphs single out, the
// way the readability algorithm scores them: each paragraph counts for the
// elements it stands in, the less the further up, and links count against.
type content struct {
	score []float64
	top   int32 // -1 where no element scores
	best  float64
}

const (
	// contentLeast is the least number of characters of a paragraph that scores.
	contentLeast = 25
	// contentUp is how many elements above a paragraph it counts for.
	contentUp = 5
	// contentMark is what a class name that speaks for or against an element
	// weighs: as much as twenty-five short sentences.
	contentMark = 25
)

const (
	marksFor     = MarkBody | MarkArticle | MarkMain
	marksAgainst = MarkComment | MarkRelated | MarkNav | MarkAside | MarkAd | MarkSubscribe | MarkShare | MarkFooter | MarkTags | MarkMeta | MarkMedia | MarkHidden
)

func contentOf(p *Page, commas []int32) content {
	c := content{score: make([]float64, len(p.Elems)), top: -1}
	seen := make([]bool, len(p.Elems))
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Chars < contentLeast || b.Heading > 0 {
			continue
		}
		s := 1 + float64(commas[i]) + float64(min(b.Chars/100, 3))
		el := b.El
		if t := p.Elems[el].Tag; t == atom.P || t == atom.Pre || t == atom.Td {
			el = p.Elems[el].Parent
		}
		for up := 0; el >= 0 && up < contentUp; el, up = p.Elems[el].Parent, up+1 {
			if !seen[el] {
				seen[el] = true
				c.score[el] += p.Elems[el].weight()
			}
			c.score[el] += s / float64(max(1, up*up+up)) // 1, 2, 6, 12, 20
		}
	}
	for i := range c.score {
		e := &p.Elems[i]
		c.score[i] *= 1 - ratio(e.LinkWords, e.Words)
		if seen[i] && c.score[i] > c.best {
			c.best, c.top = c.score[i], int32(i)
		}
	}
	return c
}

// weight is what an element's name and marks say before its text is looked at.
func (e *Elem) weight() float64 {
	w := 0.0
	switch e.Tag {
	case atom.Div, atom.Article, atom.Main:
		w = 5
	case atom.Pre, atom.Td, atom.Blockquote:
		w = 3
	case atom.Ol, atom.Ul, atom.Dl, atom.Dd, atom.Dt, atom.Li, atom.Form, atom.Address:
		w = -3
	case atom.Aside, atom.Nav, atom.Footer, atom.Header, atom.Th:
		w = -5
	}
	if e.Marks&marksFor != 0 {
		w += contentMark
	}
	if e.Marks&marksAgainst != 0 {
		w -= contentMark
	}
	return w
}

// of is how the elements above a block stand to the best: the highest share of
// its score, the share of the nearest, and how far up the best one is.
func (c *content) of(p *Page, b *Block) (high, near float64, up int8) {
	up = far
	if c.top < 0 {
		return -1, -1, up
	}
	steps := int8(0)
	for el := b.El; el >= 0 && steps < 12; el, steps = p.Elems[el].Parent, steps+1 {
		s := max(c.score[el], 0) / c.best
		high = max(high, s)
		if steps < 2 {
			near = max(near, s)
		}
		if el == c.top {
			up = min(steps, far-1)
			break
		}
	}
	return high, near, up
}

// sibling is the share of the best element's score that the block's ancestor
// beside it has.
func (c *content) sibling(p *Page, b *Block) float64 {
	if c.top < 0 {
		return -1
	}
	parent := p.Elems[c.top].Parent
	steps := 0
	for el := b.El; el >= 0 && steps < 12; el, steps = p.Elems[el].Parent, steps+1 {
		if p.Elems[el].Parent == parent {
			return max(c.score[el], 0) / c.best
		}
	}
	return -1
}
