// Package judge decides which blocks of a laid-out page are its main text.
//
// A boosted model looks at each block, its element, its place on the page and
// its neighbours, and at what the readability library takes for the content.
// Trained on the same pages, a second model that also saw the first's opinion
// of the blocks around gained nothing and was left out.
package judge

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"sayso/article/internal/boost"
	"sayso/article/internal/dom"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
)

// Threshold is the chance from which on a block is main text. Moving it
// between .4 and .6 changes F1 by less than .003 on the development pages.
const Threshold = 0.5

// Body returns for every block the chance that it is main text.
func Body(m *boost.Model, p *layout.Page, k layout.Known) []float32 {
	out := make([]float32, len(p.Blocks))
	p.Measure(k, func(i int, row []float32) { out[i] = m.Chance(row) })
	return out
}

// Know gathers what is known of a page before its blocks are judged.
func Know(p *layout.Page, self *meta.Page) layout.Known {
	k := layout.Known{Title: TitleBlock(p, self)}
	titleEl := int32(-1)
	if k.Title >= 0 {
		k.TitleText = Fold(p.Blocks[k.Title].Text)
		titleEl = p.Blocks[k.Title].El
	}
	k.Comment = Comments(p, titleEl)
	k.Voted = vote(p.Tree)
	for i := range self.LD {
		t := &self.LD[i]
		if t.Weak {
			continue
		}
		k.Article = true
		if k.Body == "" {
			k.Body = t.Body
		}
		if t.Description != "" {
			k.Description = append(k.Description, t.Description)
		}
	}
	for _, d := range []string{self.First("og:description"), self.First("description"), self.First("twitter:description")} {
		if d != "" {
			k.Description = append(k.Description, d)
		}
	}
	return k
}

// Comments finds the blocks that stand in readers' comments: under an element
// that calls itself so and holds no title of the page.
func Comments(p *layout.Page, titleEl int32) []bool {
	in := make([]bool, len(p.Elems))
	for i := range p.Elems {
		e := &p.Elems[i]
		if e.Parent >= 0 && in[e.Parent] {
			in[i] = true
			continue
		}
		if p.Root(int32(i)) || e.Marks&layout.MarkComment == 0 || !holdsComments(e.Node) || titleEl >= 0 && holds(p, int32(i), titleEl) {
			continue
		}
		in[i] = true
	}
	out := make([]bool, len(p.Blocks))
	for i := range p.Blocks {
		out[i] = in[p.Blocks[i].El]
	}
	return out
}

var (
	commentToken = regexp.MustCompile(`^(?:[\w-]*[-_])?(?:comments?|usercomments?|readercomments?|commentlist|commentbody|commenttext|comentarios?|commentaires?|kommentare?|kommentarer|commenti|komentarze|reacties|disqus\w*|livefyre\w*|viafoura\w*|openweb\w*|spotim\w*|respond|replies|talkback\w*)(?:[-_][\w-]*)?$`)
	// Names that speak of a report and its comments, or of a kind of report.
	noComment = regexp.MustCompile(`commentary|(?:^|[-_])(?:has|no|with|without|allow|enable|open|show|hide|is|can)[-_]?comments?|comments?[-_]?(?:enabled|disabled|open|closed|allowed|on|off|count|link|counter|icon|number|btn|button)(?:[-_]|$)`)
)

// holdsComments reports whether an element's names say that it holds readers'
// comments, rather than that its report may be commented on.
func holdsComments(n *html.Node) bool {
	if ip := dom.Attr(n, "itemprop"); ip == "comment" || ip == "commentText" {
		return true
	}
	if t := dom.Attr(n, "itemtype"); strings.HasSuffix(t, "/Comment") || strings.HasSuffix(t, "/UserComments") {
		return true
	}
	for _, key := range []string{"id", "class", "data-component", "data-testid", "data-module", "data-qa", "data-type"} {
		for _, token := range strings.Fields(strings.ToLower(dom.Attr(n, key))) {
			if len(token) < 80 && commentToken.MatchString(token) && !noComment.MatchString(token) {
				return true
			}
		}
	}
	return false
}

func holds(p *layout.Page, outer, inner int32) bool {
	for e := inner; e >= 0; e = p.Elems[e].Parent {
		if e == outer {
			return true
		}
	}
	return false
}

// Fold makes titles comparable: one kind of quotation mark and dash, single
// spaces, lower case.
func Fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '’', '‘', '`', '´':
			return '\''
		case '“', '”', '„', '«', '»':
			return '"'
		case '–', '—', '‑':
			return '-'
		case 0xA0:
			return ' '
		}
		return r
	}, s)
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

// TitleBlock is the block that is the page's title, or -1: the first heading
// whose words the page's metadata repeats, or else the first h1, or, on a page
// without one, the only h2, where it shares words with the metadata or there is none.
func TitleBlock(p *layout.Page, self *meta.Page) int {
	var known []string
	for i := range self.LD {
		known = append(known, Fold(self.LD[i].Headline))
	}
	known = append(known, Fold(self.First("og:title")), Fold(self.First("twitter:title")), Fold(self.TitleTag))
	first, best, bestLen := -1, -1, 0
	second, seconds := -1, 0
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Heading == 0 || b.Heading > 2 || b.Words > 60 || p.Elems[b.El].Hidden {
			continue
		}
		if b.Heading == 1 && first < 0 && b.Words > 1 {
			first = i
		}
		if b.Heading == 2 {
			second = i
			seconds++
		}
		t := Fold(b.Text)
		for _, k := range known {
			if k == "" || len(t) < 8 {
				continue
			}
			if k == t || strings.Contains(k, t) || strings.HasSuffix(t, k) {
				n := len(t)
				if k == t {
					n += 1000
				}
				if b.Heading == 1 {
					n += 300
				}
				if n > bestLen {
					best, bestLen = i, n
				}
			}
		}
	}
	if best >= 0 {
		return best
	}
	silent := strings.Join(known, "") == ""
	if first < 0 && seconds == 1 && (agree(p.Blocks[second].Text, known) || silent && p.Blocks[second].Words > 2) {
		return second
	}
	return first
}

// agree reports whether a title of the metadata has half of a heading's words
// of four letters or more, which two at least must be.
func agree(heading string, known []string) bool {
	for _, k := range known {
		k = " " + strings.Join(strings.FieldsFunc(k, notLetter), " ") + " "
		n, both := 0, 0
		for _, w := range strings.FieldsFunc(Fold(heading), notLetter) {
			if len(w) < 4 {
				continue
			}
			n++
			if strings.Contains(k, " "+w+" ") {
				both++
			}
		}
		if both >= 2 && both*2 >= n-1 {
			return true
		}
	}
	return false
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }
