package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso"
	"sayso/article/internal/layout"
	"sayso/article/internal/lead"
	"sayso/article/internal/prose"
	"sayso/article/internal/when"
)

var (
	bylineOpens  = regexp.MustCompile(`(?i)^(?:by|von|par|por|di|door|av|written by|reported by|story by|text by|words by|author|posted by)[: ]\s*\p{Lu}`)
	commentWords = regexp.MustCompile(`(?i)^(?:leave a (?:reply|comment)|post a comment|add a comment|\d+ (?:comments?|repl(?:y|ies)|responses?)\b.{0,80}|comments?(?: \(\d+\))?|kommentare?(?: \(\d+\))?|view all comments|reply|antworten)$`)
)

// inMarks returns the nearest ancestor of a block whose class or id carries
// one of the marks, leaving out what stands around nearly all of the page.
func inMarks(page *layout.Page, b *layout.Block, m layout.Marks, up int) bool {
	if b.Marks&m != 0 {
		return true
	}
	for el, k := b.El, 0; el >= 0 && k < up; el, k = page.Elems[el].Parent, k+1 {
		e := &page.Elems[el]
		if page.Root(el) || e.LongWords*2 > page.Elems[0].LongWords && e.LongWords > 150 {
			return false
		}
		if e.Marks&m != 0 {
			return true
		}
	}
	return false
}

// name gives every block its kind, knowing which belong to the main text.
func name(page *layout.Page, known layout.Known, body []bool, kinds []sayso.BlockKind) {
	title, inComment := known.Title, known.Comment
	first, last := -1, -1
	for i := range body {
		if body[i] {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	above := title // what stands above the title is the page's, unless paragraphs do
	for i := range body[:max(title, 0)] {
		if body[i] && page.Blocks[i].Long() {
			above = -1
		}
	}
	seenPara := false
	for i := range page.Blocks {
		b := &page.Blocks[i]
		if page.Elems[b.El].Hidden && !body[i] {
			continue
		}
		switch {
		case i == title:
			kinds[i] = sayso.BlockTitle
		case body[i] && i < above && !b.Long():
			kinds[i] = outside(page, b, i, first, last)
		case body[i] && !seenPara && stampAlone(b):
			kinds[i] = sayso.BlockDate
			if _, ok := lead.Read(b.Text); ok {
				kinds[i] = sayso.BlockDateline
			}
		case body[i] && b.Heading > 0 && b.Words < 40 && (seenPara || b.Words < 12):
			kinds[i] = sayso.BlockHeading
		case body[i] && !seenPara && b.Words > 5 && inMarks(page, b, layout.MarkLead, 3):
			kinds[i] = sayso.BlockStandfirst
		case body[i] && b.BoldWords == b.Words && b.Words <= 15 && seenPara && !endsSentence(b.Text):
			kinds[i] = sayso.BlockHeading
		case body[i]:
			kinds[i] = sayso.BlockBody
			seenPara = seenPara || b.Long()
		case inComment[i]:
			kinds[i] = sayso.BlockComment
		default:
			kinds[i] = outside(page, b, i, first, last)
		}
	}
	commentary(len(kinds), func(i int) (*sayso.BlockKind, string) { return &kinds[i], page.Blocks[i].Text })
}

// stampAlone reports whether a block is nothing but a day with its year, and
// perhaps a place and a time.
func stampAlone(b *layout.Block) bool {
	if b.Words > 12 || !hasDigit(b.Text) || endsSentence(b.Text) {
		return false
	}
	f, ok := when.In(b.Text)
	return ok && f.Year > 0 && isDate(b.Text)
}

// outside names a block that is no part of the main text.
func outside(page *layout.Page, b *layout.Block, i, first, last int) sayso.BlockKind {
	linked := b.LinkWords*2 > b.Words
	near := first >= 0 && i >= first-12 && i <= last+12
	switch {
	case b.Caption || inMarks(page, b, layout.MarkCaption, 3):
		return sayso.BlockCaption
	case near && b.Words <= 20 && (b.Address || b.Cues&prose.Byline != 0 && bylineOpens.MatchString(b.Text) || inMarks(page, b, layout.MarkByline, 3)):
		return sayso.BlockByline
	case near && b.Words <= 14 && (b.Time || inMarks(page, b, layout.MarkDate, 2)) && hasDigit(b.Text):
		return sayso.BlockDate
	case near && b.Words <= 12 && hasDigit(b.Text) && isDate(b.Text):
		return sayso.BlockDate
	case b.Cues&prose.Tags != 0 && b.Words < 40 && inMarks(page, b, layout.MarkTags|layout.MarkMeta, 4) || inMarks(page, b, layout.MarkTags, 4):
		return sayso.BlockTags
	case b.Cues&prose.Comment != 0 && b.Words <= 12 && commentWords.MatchString(b.Text):
		return sayso.BlockComment
	case inMarks(page, b, layout.MarkNav, 6):
		return sayso.BlockNavigation
	case inMarks(page, b, layout.MarkSubscribe, 4) || b.Cues&(prose.Subscribe|prose.Rights|prose.Ad) != 0 && !linked:
		return sayso.BlockNotice
	case b.Cues&prose.Related != 0 && b.Words < 8 || linked && b.Words >= 4 || inMarks(page, b, layout.MarkRelated, 5):
		return sayso.BlockRelated
	case linked || b.Button:
		return sayso.BlockNavigation
	case inMarks(page, b, layout.MarkFooter|layout.MarkAd, 5):
		return sayso.BlockNotice
	}
	return sayso.BlockOther
}

func isDate(s string) bool {
	f, ok := when.In(s)
	return ok && (f.End-f.Start)*2 >= len(s)-12
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// endsSentence reports whether s ends as a sentence does.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, " \"'”’»)]」』）】\n")
	r, _ := utf8.DecodeLastRuneInString(s)
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '।', '؟', '։', ';':
		return true
	}
	return false
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " \"'“‘«„(["))
	return unicode.IsLower(r)
}
