package article

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"sayso"
	"sayso/article/internal/layout"
	"sayso/article/internal/when"
)

// forms says in which form the blocks of a page stand: in a blockquote, as a
// pull quote, or as the first of an entry of a page of several reports.
func forms(page *layout.Page, title int, kinds []sayso.BlockKind) []sayso.BlockForm {
	out := make([]sayso.BlockForm, len(kinds))
	told := 0 // words of the main text
	for i := range kinds {
		if i != title && kinds[i].Told() {
			told += int(page.Blocks[i].Words)
		}
	}
	quoted := 0
	for i := range kinds {
		if b := &page.Blocks[i]; b.Quote && kinds[i].Told() {
			quoted += int(b.Words)
		}
	}
	// A page that sets all of its report in a blockquote sets nothing apart.
	if quoted*2 <= told {
		for i := range kinds {
			if b := &page.Blocks[i]; b.Quote && b.Heading == 0 && setApart(kinds[i]) {
				out[i] = sayso.Blockquote
			}
		}
	}
	entries(page, kinds, told, out)
	pullQuotes(page, title, kinds, out)
	return out
}

// setApart reports whether a block of this kind may hold somebody's words that
// are set apart.
func setApart(k sayso.BlockKind) bool {
	return k.Told() || k == sayso.BlockCommentary || k == sayso.BlockComment || k == sayso.BlockOther
}

const (
	// pullLeast and pullMost are the least and the most words of a pull quote.
	pullLeast, pullMost = 5, 70
	// pullName is the most words of the line beside it that says whose it is.
	pullName = 12
	// pullAround is the most words of the element that sets it: the quote and
	// who said it.
	pullAround = 100
	// pullShare is the share of its runs of words that stand in another
	// paragraph: ornaments drop a word or begin anew with a capital.
	pullShare = 0.6
	// pullUp is how many elements above a block are looked at for one that
	// sets it apart.
	pullUp = 4
)

// pullQuotes marks the blocks that say again, in an element that sets them
// apart, what a paragraph of the report says. Neither the element alone makes a
// pull quote, which may be a blockquote with words of its own, nor the words
// alone, which reports repeat in all earnest.
func pullQuotes(page *layout.Page, title int, kinds []sayso.BlockKind, out []sayso.BlockForm) {
	var may []int32 // the elements that set something apart, by block
	any := false
	for i := range kinds {
		el := int32(-1)
		if b := &page.Blocks[i]; i != title && b.Words <= pullMost && b.Heading != 1 && kinds[i] != "" && pullKind(kinds[i]) {
			el = setterOf(page, b)
		}
		may = append(may, el)
		any = any || el >= 0
	}
	if !any {
		return
	}
	// Which paragraph each run of words stands in, -2 if in several.
	where := map[uint64]int{}
	for i := range kinds {
		if i == title || may[i] >= 0 || !kinds[i].Told() {
			continue
		}
		for _, h := range layout.Runs(strings.ToLower(page.Blocks[i].Text)) {
			if at, ok := where[h]; ok && at != i {
				where[h] = -2
			} else {
				where[h] = i
			}
		}
	}
	for i := range kinds {
		if may[i] < 0 || page.Blocks[i].Words < pullLeast {
			continue
		}
		runs := layout.Runs(strings.ToLower(page.Blocks[i].Text))
		hit, last, across := 0, -1, 0
		for _, h := range runs {
			at, ok := where[h]
			if !ok {
				continue
			}
			hit++
			if at >= 0 && last >= 0 && at != last {
				across++
			}
			if at >= 0 {
				last = at
			}
		}
		// Words from here and there are the report's own subject.
		if float64(hit) < pullShare*float64(len(runs)) || across > 1 {
			continue
		}
		out[i] = sayso.PullQuote
		for j := int(page.Elems[may[i]].First); j < int(page.Elems[may[i]].Last); j++ {
			if pullKind(kinds[j]) && page.Blocks[j].Words <= pullName {
				out[j] = sayso.PullQuote
			}
		}
	}
}

// pullKind reports whether a pull quote may have been taken for this kind.
func pullKind(k sayso.BlockKind) bool {
	switch k {
	case sayso.BlockBody, sayso.BlockHeading, sayso.BlockStandfirst, sayso.BlockOther, sayso.BlockCaption, sayso.BlockNotice, sayso.BlockByline:
		return true
	}
	return false
}

// setterOf is the element around a block that sets a few words apart: an aside,
// a figure, a blockquote, or one whose class speaks of a quote; -1 where there
// is none.
func setterOf(page *layout.Page, b *layout.Block) int32 {
	found := int32(-1)
	for el, up := b.El, 0; el >= 0 && up < pullUp && page.Elems[el].Words <= pullAround; el, up = page.Elems[el].Parent, up+1 {
		switch e := &page.Elems[el]; {
		case e.Tag == atom.Aside, e.Tag == atom.Blockquote, e.Marks&layout.MarkQuote != 0, e.Tag == atom.Figure && !pictured(e.Node):
			found = el
		}
	}
	return found
}

// pictured reports whether an element holds a picture: its words are a caption.
func pictured(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Img, atom.Picture, atom.Video, atom.Iframe:
		return true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if pictured(c) {
			return true
		}
	}
	return false
}

const (
	// entriesLeast is the least number of entries of a page of several reports.
	entriesLeast = 3
	// entryOpens is within how many of its first blocks an entry's stamp stands.
	entryOpens = 4
	// entryWords is the least number of words that an entry tells.
	entryWords = 8
	// entriesShare is the share of the page's main text that stands in entries.
	entriesShare = 0.5
)

// entries marks the first block of each entry of a live blog, or of another
// page of several reports: three or more elements of one name beside each
// other, each with a stamp of its own at its head and words told under it,
// which together are most of what the page tells.
func entries(page *layout.Page, kinds []sayso.BlockKind, told int, out []sayso.BlockForm) {
	before := make([]int, len(kinds)+1) // words told above each block
	for i := range kinds {
		before[i+1] = before[i]
		if kinds[i].Told() {
			before[i+1] += int(page.Blocks[i].Words)
		}
	}
	type group struct {
		first []int32 // the first blocks of its entries
		words int
	}
	type key struct {
		parent int32
		tag    atom.Atom
	}
	groups := map[key]*group{}
	var order []key
	for el := range page.Elems {
		e := &page.Elems[el]
		words := before[e.Last] - before[e.First]
		if e.Parent < 0 || words < entryWords || e.Last-e.First < 2 || !dated(page, kinds, e) {
			continue
		}
		k := key{e.Parent, e.Tag}
		g := groups[k]
		if g == nil {
			g = &group{}
			groups[k] = g
			order = append(order, k)
		}
		g.first, g.words = append(g.first, e.First), g.words+words
	}
	var best *group
	for _, k := range order {
		if g := groups[k]; len(g.first) >= entriesLeast && float64(g.words) >= entriesShare*float64(told) && (best == nil || len(g.first) > len(best.first)) {
			best = g
		}
	}
	if best == nil {
		return
	}
	for _, i := range best.first {
		for kinds[i] == "" { // not shown
			i++
		}
		out[i] = sayso.LiveEntry
	}
}

// dated reports whether a stamp that is a block of its own stands at an
// element's head.
func dated(page *layout.Page, kinds []sayso.BlockKind, e *layout.Elem) bool {
	seen := 0
	for i := e.First; i < e.Last && seen < entryOpens; i++ {
		if kinds[i] == "" {
			continue
		}
		seen++
		if b := &page.Blocks[i]; b.Words <= 12 && (b.Time && hasDigit(b.Text) || stampLine(b.Text)) {
			return true
		}
	}
	return false
}

var clockLine = regexp.MustCompile(`(?i)^(?:\W|updated|posted|published|at|um|à|kl\.?|alle|ore|às)*\d{1,2}(?:[:.h]\d{2}){1,2}(?:\s*(?:[ap]\.?m\.?|uhr|[A-Z]{2,4}|[+-]\d{2}:?\d{2}))*\W*$|^\W*\d+ ?(?:s|m|min|h|hr|d|seconds?|minutes?|hours?|days?)\.? ago\W*$|^\W*vor \d+ (?:minuten?|stunden?|tagen?)\W*$|^\W*il y a \d+ (?:minutes?|heures?|jours?)\W*$`)

// stampLine reports whether a line is nothing but a time of day or a day.
func stampLine(s string) bool {
	if len(s) > 80 || !hasDigit(s) {
		return false
	}
	if clockLine.MatchString(s) {
		return true
	}
	f, ok := when.In(s)
	return ok && f.Start <= 20 && (f.End-f.Start)*2 >= len(s)-8
}

// lineForms says the same of lines of flattened text, where no element is left:
// entries open at lines that are stamps, and a pull quote is a short line whose
// words all stand in one other line of the main text.
func lineForms(lines []line) []sayso.BlockForm {
	out := make([]sayso.BlockForm, len(lines))
	lineEntries(lines, out)
	linePulls(lines, out)
	return out
}

func lineEntries(lines []line, out []sayso.BlockForm) {
	told, inEntries := 0, 0
	var opens []int
	open, words := -1, 0
	done := func() {
		if open >= 0 && words >= entryWords {
			opens = append(opens, open)
			inEntries += words
		}
		open, words = -1, 0
	}
	for i := range lines {
		l := &lines[i]
		switch {
		case l.kind == sayso.BlockComment || l.kind == sayso.BlockRelated:
			done()
		case l.words <= 12 && stampLine(l.text):
			done()
			open = i
		case l.kind.Told() && l.kind != sayso.BlockTitle:
			told += l.words
			words += l.words
		}
	}
	done()
	if len(opens) < entriesLeast || float64(inEntries) < entriesShare*float64(told) {
		return
	}
	for _, i := range opens {
		out[i] = sayso.LiveEntry
	}
}

func linePulls(lines []line, out []sayso.BlockForm) {
	where := map[uint64]int{}
	runs := make([][]uint64, len(lines))
	for i := range lines {
		l := &lines[i]
		if l.kind != sayso.BlockBody && l.kind != sayso.BlockHeading || utf8.RuneCountInString(l.text) < 20 {
			continue
		}
		runs[i] = layout.Runs(strings.ToLower(l.text))
		for _, h := range runs[i] {
			// The longest line that holds a run is the one that tells it.
			if at, ok := where[h]; !ok || lines[i].words > lines[at].words {
				where[h] = i
			}
		}
	}
	opening := true
	for i, r := range runs {
		// What opens the report is its summary, whose words the text takes up.
		if opening && r != nil && lines[i].kind == sayso.BlockBody {
			opening = false
			continue
		}
		if len(r) < pullLeast || lines[i].words > pullMost {
			continue
		}
		in := where[r[0]]
		for _, h := range r {
			if where[h] != in {
				in = i
			}
		}
		if in != i && lines[in].words > lines[i].words && out[i] == "" {
			out[i] = sayso.PullQuote
		}
	}
}
