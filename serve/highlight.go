package serve

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// highlight marks the words searched for in a line of text. Letters are
// compared as the search index does: without case and without accents. With
// prefix, the last word is marked where a word begins with it.
func highlight(text, words string, prefix bool) []piece {
	wanted := map[string]bool{}
	begin := ""
	for _, w := range fields(words) {
		begin = folded(words[w[0]:w[1]])
		wanted[begin] = true
	}
	if len(wanted) == 0 {
		return []piece{{Text: text}}
	}
	var out []piece
	at := 0
	for _, w := range fields(text) {
		if f := folded(text[w[0]:w[1]]); !wanted[f] && !(prefix && strings.HasPrefix(f, begin)) {
			continue
		}
		if w[0] > at {
			out = append(out, piece{Text: text[at:w[0]]})
		}
		out = append(out, piece{Text: text[w[0]:w[1]], Class: "found-word"})
		at = w[1]
	}
	if at < len(text) {
		out = append(out, piece{Text: text[at:]})
	}
	return out
}

// fields are the byte ranges of the runs of letters and digits.
func fields(s string) [][2]int {
	var out [][2]int
	start := -1
	for i, c := range s {
		in := unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c)
		switch {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			out = append(out, [2]int{start, i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, [2]int{start, len(s)})
	}
	return out
}

func folded(s string) string {
	s = norm.NFD.String(strings.ToLower(s))
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ı':
			return 'i'
		}
		return r
	}, s)
}
