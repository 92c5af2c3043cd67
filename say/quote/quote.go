// Package quote pairs the quotation marks of a text, paragraph by paragraph.
//
// It knows straight and curly double marks, guillemets either way round, German
// low marks, “ and ” as typed, and single marks in both forms where they are
// no apostrophes. A mark's side is told by what stands beside it: an opening
// mark has blank space or an opening sign before it and a word after it.
//
// A quote left open at the end of its paragraph goes on in the next one where
// that begins with an opening mark, or where a closing mark comes before any
// opening one within a few paragraphs. Otherwise it ends with its paragraph if
// it opened a clause that can stand alone, and is a stray mark if not. A stray
// mark costs its own paragraph at most, never the rest of the text.
package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Quote is a stretch between two marks, in bytes of the text.
type Quote struct {
	Open, Start int // the opening mark is Open:Start
	End, Close  int // the closing mark is End:Close; empty where there is none
	Depth       int // 0, or how many quotes it stands inside
	Single      bool
	Continues   bool // takes up the quote before it in the list, broken by a paragraph's end
}

// A Range is a paragraph: a half-open stretch of bytes.
type Range struct{ Start, End int }

// maxRunOn is how many paragraphs an open quote may run on without a mark of
// its own before the opening mark is taken for a stray one.
const maxRunOn = 4

type side int

const (
	neither side = iota
	opening
	closing
	either
)

type mark struct {
	at, end int
	class   rune // '"' double, '\'' single
	side    side
	low     bool // a German opening mark, which “ closes
}

// Pair returns the quotes of the paragraphs, in order of their opening marks.
// The paragraphs must be in order and not overlap.
func Pair(text string, paras []Range) []Quote {
	var quotes []Quote
	marks := make([][]mark, len(paras))
	for i, p := range paras {
		marks[i] = find(text, p)
	}
	carried := 0 // paragraphs left that the quote open at the last one's end may run on
	for i, p := range paras {
		ms := marks[i]
		var stack []Quote
		if carried > 0 {
			carried--
			start := skipSpace(text, p.Start, p.End)
			if len(ms) > 0 && ms[0].at == start && ms[0].side&opening != 0 && ms[0].class != '\'' {
				stack = append(stack, Quote{Open: ms[0].at, Start: ms[0].end, Continues: true})
				ms = ms[1:]
			} else {
				stack = append(stack, Quote{Open: start, Start: start, Continues: true})
			}
		}
		first := len(quotes)
		for k := 0; k < len(ms); k++ {
			m := ms[k]
			top := len(stack) - 1
			inside := top >= 0 && stack[top].Single == (m.class == '\'')
			switch {
			case m.class == '\'' && m.side&closing != 0 && inside:
				quotes = append(quotes, shut(stack[top], m))
				stack = stack[:top]
			case m.class == '\'' && m.side == opening && !inside:
				if closes(ms[k+1:]) {
					stack = append(stack, Quote{Open: m.at, Start: m.end, Depth: len(stack), Single: true})
				}
			case m.class == '\'':
			case m.side&closing != 0 && top >= 0 && (m.side == closing || doubles(stack) > 0):
				for len(stack) > 0 && stack[len(stack)-1].Single {
					stack = stack[:len(stack)-1] // an apostrophe after all
				}
				if top = len(stack) - 1; top >= 0 {
					quotes = append(quotes, shut(stack[top], m))
					stack = stack[:top]
				}
			case m.side&opening != 0:
				// A second opening mark of one class: the first was stray, unless
				// it began the paragraph and a nested quote is closed again.
				if n := doubles(stack); n > 0 && !(n == 1 && nested(ms[k+1:])) {
					stack = stack[:0]
				}
				stack = append(stack, Quote{Open: m.at, Start: m.end, Depth: len(stack)})
			}
		}
		open := Quote{}
		for _, q := range stack {
			if !q.Single {
				open = q
				break
			}
		}
		if doubles(stack) > 0 {
			if entire(text, open, p) && goesOn(text, paras, marks, i) {
				open.Depth = 0
				open.End, open.Close = p.End, p.End
				quotes = append(quotes, trim(text, open))
				if carried == 0 {
					carried = maxRunOn
				}
			} else {
				carried = 0
				quotes = append(quotes, atEnd(text, open, p)...)
			}
		} else {
			carried = 0
		}
		sortQuotes(quotes[first:])
	}
	return quotes
}

func shut(q Quote, m mark) Quote { q.End, q.Close = m.at, m.end; return q }

func doubles(stack []Quote) int {
	n := 0
	for _, q := range stack {
		if !q.Single {
			n++
		}
	}
	return n
}

// closes reports whether a single mark that closes comes before another opens.
func closes(ms []mark) bool {
	for _, m := range ms {
		if m.class == '\'' {
			return m.side&closing != 0
		}
	}
	return false
}

// nested reports whether the marks ahead close twice before they open.
func nested(ms []mark) bool {
	n := 0
	for _, m := range ms {
		if m.class == '\'' {
			continue
		}
		if m.side != closing {
			return false
		}
		if n++; n == 2 {
			return true
		}
	}
	return false
}

// entire reports whether an open quote may go on in the next paragraph: it
// began a clause, or is long already.
func entire(text string, q Quote, p Range) bool {
	before := strings.TrimRightFunc(text[p.Start:q.Open], unicode.IsSpace)
	r, _ := utf8.DecodeLastRuneInString(before)
	return q.Continues || before == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r) || p.End-q.Start > 200
}

// goesOn reports whether a quote open at the end of paragraph i is taken up.
func goesOn(text string, paras []Range, marks [][]mark, i int) bool {
	for j := i + 1; j < len(paras) && j <= i+maxRunOn; j++ {
		for _, m := range marks[j] {
			if m.class == '\'' {
				continue
			}
			start := skipSpace(text, paras[j].Start, paras[j].End)
			if j == i+1 && m.at == start && m.side&opening != 0 {
				return true
			}
			return m.side == closing
		}
	}
	return false
}

// atEnd closes an unclosed quote with its paragraph where it began the
// paragraph or follows a colon or comma, so that the rest can be its words.
func atEnd(text string, q Quote, p Range) []Quote {
	before := strings.TrimRightFunc(text[p.Start:q.Open], unicode.IsSpace)
	if before != "" && !strings.ContainsAny(before[len(before)-1:], ":,") && !q.Continues {
		return nil
	}
	q.Depth = 0
	q.End, q.Close = p.End, p.End
	return []Quote{trim(text, q)}
}

func trim(text string, q Quote) Quote {
	for q.End > q.Start {
		r, n := utf8.DecodeLastRuneInString(text[q.Start:q.End])
		if !unicode.IsSpace(r) {
			break
		}
		q.End -= n
	}
	q.Close = q.End
	return q
}

func skipSpace(text string, i, end int) int {
	for i < end {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsSpace(r) {
			break
		}
		i += n
	}
	return i
}
