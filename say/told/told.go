// Package told takes the told text of a document apart: its paragraphs, the
// quotes in them, and the units a statement is read within.
package told

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso"
	"sayso/say/quote"
)

// A Telling is the report's own telling.
type Telling struct {
	Text   string
	Paras  []quote.Range
	Kinds  []sayso.BlockKind // of each paragraph
	Quotes []quote.Quote
	Units  []Unit
}

// A Unit is a run of paragraphs that belong together: nearly always one; more
// where a quote or a sentence goes on over the paragraph's end. Of PolNeAR's
// attributions 99 in 100 stand in one paragraph.
type Unit struct{ First, Last int }

// maxUnit is the most paragraphs a unit has.
const maxUnit = 10

// maxParagraph is the longest paragraph, in bytes: a longer one is parted at a
// sentence's end, so that text on one line takes no more room to read than
// text in paragraphs. The longest of PolNeAR train has 3,000.
const maxParagraph = 20_000

// New takes apart a document.
func New(d *sayso.Document, ruler *sayso.Ruler) *Telling {
	t := &Telling{Text: d.Text}
	for _, b := range d.Blocks {
		if !b.Told() {
			continue
		}
		for _, p := range paragraphs(d.Text, ruler.Byte(b.Start), ruler.Byte(b.End)) {
			t.Paras = append(t.Paras, p)
			t.Kinds = append(t.Kinds, b.Kind)
		}
	}
	t.Quotes = quote.Pair(d.Text, t.Paras)
	q := 0
	for i := range t.Paras {
		joined := false
		for q < len(t.Quotes) && t.Quotes[q].Open < t.Paras[i].End {
			joined = joined || t.Quotes[q].Continues
			q++
		}
		if n := len(t.Units); n > 0 && i-t.Units[n-1].First < maxUnit && (joined || t.runsOn(i-1)) {
			t.Units[n-1].Last = i + 1
			continue
		}
		t.Units = append(t.Units, Unit{i, i + 1})
	}
	return t
}

// paragraphs parts a block at blank lines, and at single line ends that are no
// wrapping: those after the end of a sentence or after a short line.
func paragraphs(text string, start, end int) []quote.Range {
	var out []quote.Range
	from, line := start, start
	cut := func(to int) {
		for to-from > maxParagraph {
			end := breakIn(text, from, from+maxParagraph)
			out = append(out, quote.Range{Start: from, End: end})
			from = end
		}
		if strings.TrimSpace(text[from:to]) != "" {
			out = append(out, quote.Range{Start: from, End: to})
		}
	}
	for i := start; i < end; i++ {
		if text[i] != '\n' {
			continue
		}
		l := strings.TrimSpace(text[line:i])
		line = i + 1
		next := i + 1
		for next < end && (text[next] == ' ' || text[next] == '\t' || text[next] == '\r') {
			next++
		}
		blank := next >= end || text[next] == '\n'
		wrapped := len(l) >= 50 && len(l) <= 100 && !strings.HasSuffix(l, ".") &&
			!strings.HasSuffix(l, "”") && !strings.HasSuffix(l, "\"") && !strings.HasSuffix(l, ":") &&
			!strings.HasPrefix(text[next:end], "“") && !strings.HasPrefix(text[next:end], "\"")
		if blank || !wrapped {
			cut(i)
			from = i + 1
		}
	}
	cut(end)
	return out
}

// breakIn is where to part a text between two bytes: behind the last sentence of
// its second half, or else the last word, or else the last character.
func breakIn(text string, from, to int) int {
	half := from + (to-from)/2
	for _, stop := range [...]string{". ", ".” ", ".\" ", "? ", "! ", " "} {
		if i := strings.LastIndex(text[half:to], stop); i >= 0 {
			return half + i + len(stop)
		}
	}
	for to > half && !utf8.RuneStart(text[to]) {
		to--
	}
	return to
}

// runsOn reports whether a sentence goes on over the end of paragraph i:
// behind a comma or a small word, or "Kolt said:" before what she said.
func (t *Telling) runsOn(i int) bool {
	if t.Kinds[i] != sayso.BlockBody || t.Kinds[i+1] != sayso.BlockBody {
		return false
	}
	p := strings.TrimRightFunc(t.Text[t.Paras[i].Start:t.Paras[i].End], unicode.IsSpace)
	next := strings.TrimLeftFunc(t.Text[t.Paras[i+1].Start:t.Paras[i+1].End], unicode.IsSpace)
	if p == "" || next == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(p)
	switch {
	case last == ',':
		return true
	case last == ':':
		w := strings.Fields(p[max(0, len(p)-60) : len(p)-1])
		return len(w) > 0 && introduces(w[max(0, len(w)-6):])
	case !unicode.IsLetter(last):
		return false
	}
	switch p[strings.LastIndexByte(p, ' ')+1:] {
	case "that", "and", "of", "the", "to", "with", "from", "by", "for":
		return true
	}
	r, _ := utf8.DecodeRuneInString(next)
	return unicode.IsLower(r)
}

// introduces reports whether the words before a colon tell that somebody
// speaks: one of them is a verb of saying.
func introduces(words []string) bool {
	for _, w := range words {
		switch strings.ToLower(w) {
		case "said", "says", "say", "saying", "wrote", "writes", "tweeted", "told", "asked", "added", "stated", "noted", "explained",
			"continued", "declared", "replied", "responded", "reads", "read", "announced", "warned", "argued", "posted", "statement":
			return true
		}
	}
	return false
}
