package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso"
)

// A line is one line of flattened text, or several that were wrapped from one.
type line struct {
	text       string // trimmed
	start, end int    // of the trimmed line, in bytes
	gap        int    // empty lines before it
	words      int
	kind       sayso.BlockKind
}

// split cuts text into lines, leaving out empty ones, and joins lines that
// were wrapped at a fixed width.
func split(text string) []line {
	var out []line
	gap := 0
	for at := 0; at < len(text); {
		n := strings.IndexByte(text[at:], '\n')
		next := at + n + 1
		if n < 0 {
			n, next = len(text)-at, len(text)
		}
		raw := text[at : at+n]
		t := strings.TrimFunc(raw, blank)
		if t == "" {
			gap++
		} else {
			i := at + strings.Index(raw, t)
			out = append(out, line{text: t, start: i, end: i + len(t), gap: gap, words: len(strings.Fields(t))})
			gap = 0
		}
		at = next
	}
	return unwrap(text, out)
}

func blank(r rune) bool {
	return unicode.IsSpace(r) || r == 0xFEFF || r == 0x200B || r == '\u00ad'
}

// wrapAt is the range of widths at which mail and text tools wrap lines.
const wrapMin, wrapMax = 50, 100

// unwrap joins the lines of paragraphs where the text was wrapped: where most
// lines are of nearly one width and go on in the next line without a gap, in
// lower case.
func unwrap(text string, in []line) []line {
	run, full, goesOn, long := 0, 0, 0, 0
	for i := range in {
		n := utf8.RuneCountInString(in[i].text)
		if n > wrapMax {
			long++
		}
		if i+1 < len(in) && in[i+1].gap == 0 && n >= wrapMin && n <= wrapMax {
			run++
			if !endsSentence(in[i].text) {
				full++
			}
			if startsLower(in[i+1].text) {
				goesOn++
			}
		}
	}
	if run < 6 || full*10 < run*7 || goesOn*2 < run || long*5 > run {
		return in
	}
	out := in[:0]
	for i := range in {
		l := in[i]
		if n := len(out); n > 0 && l.gap == 0 {
			p := &out[n-1]
			lastLine := p.text[strings.LastIndexByte(p.text, '\n')+1:]
			if utf8.RuneCountInString(lastLine) >= wrapMin {
				p.end = l.end
				p.text = text[p.start:p.end]
				p.words += l.words
				continue
			}
		}
		out = append(out, l)
	}
	return out
}
