package article

import (
	"strings"
	"unicode"

	"sayso"
	"sayso/article/internal/lead"
)

const (
	// reportLeast is the number of paragraphs a report has before what follows
	// it can be told from it.
	reportLeast = 4
	// ownWordsLeast is the least number of words of a re-poster's remark;
	// shorter lines in lower case are agencies' marks and signatures.
	ownWordsLeast = 6
	// ownParagraphs is the most paragraphs of such remarks.
	ownParagraphs = 3
)

// commentary finds the re-poster's own words: the last paragraphs of the main
// text where they begin in lower case or with dots in a text that otherwise
// does not, and only signatures, notices and the like follow.
func commentary(n int, block func(i int) (kind *sayso.BlockKind, text string)) {
	paras, lower, last := 0, 0, 0
	for i := range n {
		if kind, text := block(i); *kind == sayso.BlockBody {
			paras, last = paras+1, i
			if startsLower(text) {
				lower++
			}
		}
	}
	if paras < reportLeast {
		return
	}
	ownVoice(n, block)
	if lower*2 > paras {
		return
	}
	var own []*sayso.BlockKind
	for i := n - 1; i > 0; i-- {
		kind, text := block(i)
		if *kind == sayso.BlockOther && i > last && i <= last+ownParagraphs && ownWords(text) {
			own = append(own, kind)
			continue
		}
		if *kind != sayso.BlockBody {
			continue
		}
		if !ownWords(text) {
			break
		}
		// A sentence broken off by the layout goes on in lower case as well.
		if above, words := block(i - 1); *above == sayso.BlockBody && startsLower(text) && !endsSentence(words) {
			break
		}
		own = append(own, kind)
	}
	if len(own) > ownParagraphs {
		return // a list set with dots, a house that writes itself small
	}
	for _, kind := range own {
		*kind = sayso.BlockCommentary
	}
}

// ownVoice finds the re-poster's remark under a copied report by its voice: the
// last paragraphs where they speak as "I" or to "you" outside quotation marks,
// which no paragraph above does. Only English is read so.
func ownVoice(n int, block func(i int) (kind *sayso.BlockKind, text string)) {
	var paras []int
	copied := false
	for i := range n {
		kind, text := block(i)
		switch *kind {
		case sayso.BlockBody, sayso.BlockStandfirst, sayso.BlockNotice, sayso.BlockOther:
		default:
			continue
		}
		if c, ok := lead.Line(text); ok {
			copied = copied || c.How != "notice"
			continue
		}
		if *kind != sayso.BlockBody || onlyMarks.MatchString(text) {
			continue
		}
		if len(paras) < reportLeast && !copied {
			l, ok := lead.Read(text)
			copied = ok && l.Agency != ""
		}
		paras = append(paras, i)
	}
	if !copied || len(paras) < reportLeast {
		return
	}
	own := 0
	for _, i := range paras {
		if _, text := block(i); personal(text) {
			own++
		} else if own > 0 {
			return // the report goes on
		}
	}
	if own == 0 || own > ownParagraphs || len(paras)-own < reportLeast {
		return
	}
	paras = paras[len(paras)-own:]
	for _, i := range paras {
		kind, _ := block(i)
		*kind = sayso.BlockCommentary
	}
	// The rule drawn above it belongs to neither.
	if kind, text := block(max(paras[0]-1, 0)); *kind == sayso.BlockBody && onlyMarks.MatchString(text) {
		*kind = sayso.BlockOther
	}
}

// personal reports whether a text speaks as "I" or to "you" outside quotation
// marks.
func personal(s string) bool {
	open := false
	word := func(w string) bool {
		w, _, _ = strings.Cut(strings.ToLower(strings.ReplaceAll(w, "’", "'")), "'")
		switch w {
		case "i", "me", "my", "myself", "you", "your", "yours", "yourself":
			return true
		}
		return false
	}
	from := -1
	for i, r := range s {
		if unicode.IsLetter(r) || (r == '\'' || r == '’') && from >= 0 {
			if from < 0 {
				from = i
			}
			continue
		}
		if from >= 0 && !open && word(s[from:i]) {
			return true
		}
		from = -1
		switch r {
		case '“', '„', '«':
			open = true
		case '”', '»':
			open = false
		case '"':
			open = !open
		}
	}
	return from >= 0 && !open && word(s[from:])
}

// ownWords reports whether a paragraph begins as a remark does: with dots, or
// with a common word in lower case.
func ownWords(s string) bool {
	f := strings.Fields(s)
	if len(f) < ownWordsLeast {
		return false
	}
	if strings.HasPrefix(s, "…") || strings.HasPrefix(s, "...") {
		return true
	}
	first, _, _ := strings.Cut(f[0], ".")
	for _, r := range strings.TrimRight(first, ",;:!?") {
		if !unicode.IsLower(r) && r != '\'' && r != '’' {
			return false
		}
	}
	return first != ""
}
