package say

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tidy fits what was said to the quotation marks: words all in one quote are
// that quote's words; words that begin or end with a quote take its mark along.
// Blank space and stops at other edges are trimmed.
func (s *scan) tidy(content []rng) []rng {
	var out []rng
	for _, c := range content {
		c = s.symbols(s.trim(c))
		for _, x := range s.snap(c) {
			if x = s.trimSpace(x); !x.empty() && (len(out) == 0 || out[len(out)-1].end <= x.start) {
				out = append(out, x)
			}
		}
	}
	return out
}

// snap fits a stretch to the quotes it touches.
func (s *scan) snap(c rng) []rng {
	ts := s.tokensIn(c)
	first, last, all := -1, -1, true
	for i := range ts {
		if !ts[i].word {
			continue
		}
		if first < 0 {
			first = i
		}
		last = i
		all = all && ts[i].top >= 0
	}
	if first < 0 {
		return nil
	}
	from, to := ts[first].top, ts[last].top
	if all {
		if from == to && !s.most(c, from) { // a few words of a long quote
			return []rng{c}
		}
		var out []rng
		for q := from; q <= to; q++ {
			if s.Quotes[q].Depth == 0 {
				out = append(out, rng{s.Quotes[q].Start, s.Quotes[q].End})
			}
		}
		return out
	}
	if from >= 0 && s.wordsBetween(s.Quotes[from].Start, ts[first].start) == 0 {
		c.start = s.Quotes[from].Open
	}
	if to >= 0 {
		c.end = max(c.end, s.Quotes[to].Close)
	}
	return []rng{c}
}

// most reports whether a stretch holds most words of a quote.
func (s *scan) most(c rng, q int) bool {
	return 2*s.wordsBetween(c.start, c.end) > s.wordsBetween(s.Quotes[q].Start, s.Quotes[q].End)
}

func (s *scan) wordsBetween(from, to int) int {
	n := 0
	for _, t := range s.tokensIn(rng{from, to}) {
		if t.word {
			n++
		}
	}
	return n
}

// symbols takes in the signs that belong to the words at the edges: "$5",
// "5%", "[such]".
func (s *scan) symbols(c rng) rng {
	for _, sign := range [...]string{"$", "€", "£", "#", "@", "["} {
		if strings.HasSuffix(s.Text[:c.start], sign) && (sign != "[" || strings.Contains(s.Text[c.start:c.end], "]")) {
			c.start -= len(sign)
		}
	}
	for _, sign := range [...]string{"%", "]"} {
		if strings.HasPrefix(s.Text[c.end:], sign) && (sign != "]" || strings.Contains(s.Text[c.start:c.end], "[")) {
			c.end += len(sign)
		}
	}
	return c
}

func (s *scan) trimSpace(c rng) rng {
	for c.start < c.end {
		r, n := utf8.DecodeRuneInString(s.Text[c.start:c.end])
		if !unicode.IsSpace(r) {
			break
		}
		c.start += n
	}
	for c.end > c.start {
		r, n := utf8.DecodeLastRuneInString(s.Text[c.start:c.end])
		if !unicode.IsSpace(r) {
			break
		}
		c.end -= n
	}
	return c
}

func (s *scan) trim(c rng) rng {
	if n := dateline(s.Text[c.start:c.end]); n > 0 {
		c.start += n
	}
	for c.start < c.end {
		r, n := utf8.DecodeRuneInString(s.Text[c.start:c.end])
		if !unicode.IsSpace(r) && !strings.ContainsRune(",;:.—–-…)", r) {
			break
		}
		c.start += n
	}
	for c.end > c.start {
		r, n := utf8.DecodeLastRuneInString(s.Text[c.start:c.end])
		if r == ']' || !unicode.IsSpace(r) && !strings.ContainsRune(",;:—–", r) && !(r == '.' && !s.acronym(c.end)) && !s.stray(r, c.end-n) {
			break
		}
		c.end -= n
	}
	return c
}

// dateline is the length of what opens a report before its first words:
// "MOSCOW – ", "(TASS) ", "BERLIN, March 3. /DPA/. ".
func dateline(t string) int {
	if m := datelinePattern.FindStringIndex(t[:min(len(t), 100)]); m != nil {
		return m[1]
	}
	return 0
}

var datelinePattern = regexp.MustCompile(`^(?:\p{Lu}[\p{Lu} .'-]{2,30}(?:,[\pL\d ,.]{2,30}?)?(?:\s*[(/][\pL ]{2,20}[)/]\.?)?\s*(?:—|–|--|-|:)\s+|\([\p{Lu}][\pL ]{1,20}\)\s+(?:(?:—|–|--|-)\s+)?|\p{Lu}[\p{Lu} ]{2,30},[\pL\d ,]{2,20}\.\s*/\p{Lu}[\pL ]{1,20}/\.?\s*)`)

// acronym reports whether the full stop before end belongs to its word.
func (s *scan) acronym(end int) bool {
	i := end - 2
	return i >= 1 && s.Text[i] >= 'A' && s.Text[i] <= 'Z' && (s.Text[i-1] == '.' || s.Text[i-1] == ' ')
}

// stray reports whether r is a quotation mark that pairs with none.
func (s *scan) stray(r rune, at int) bool {
	if !strings.ContainsRune("\"“”„«»", r) {
		return false
	}
	ts := s.tokensIn(rng{at, at + 1})
	return len(ts) == 0 || !ts[0].mark
}
