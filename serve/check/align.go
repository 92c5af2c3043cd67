package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"sayso/change"
)

// A token is a word: as printed, as it is compared, and its place in bytes.
type token struct {
	printed, as string
	start, end  int
}

// tokens are the words of a text. In scripts that do not part words by spaces,
// each sign is one.
func tokens(s string) []token {
	var out []token
	start := -1
	add := func(end int) {
		if start >= 0 {
			out = append(out, token{s[start:end], folded(s[start:end]), start, end})
			start = -1
		}
	}
	for i, c := range s {
		switch {
		case unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
			add(i)
			start = i
			add(i + utf8.RuneLen(c))
		case unicode.IsLetter(c), unicode.IsDigit(c), unicode.Is(unicode.M, c):
			if start < 0 {
				start = i
			}
		case (c == '\'' || c == '’') && start >= 0 && letterAt(s, i+utf8.RuneLen(c)): // don't
		default:
			add(i)
		}
	}
	add(len(s))
	return out
}

func letterAt(s string, i int) bool {
	c, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(c)
}

// folded is a word without case, accents and apostrophes.
func folded(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	s = strings.ToLower(s)
	if !ascii {
		s = norm.NFD.String(s)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’' || unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ı':
			return 'i'
		}
		return r
	}, s)
}

// An aligned passage knows where in the page's text it lies, in bytes.
type aligned struct {
	Passage
	from, to int
}

// compare lays the quote over a text, where it fits best.
func compare(quote string, words []token, text string, in []token) (aligned, bool) {
	from, to := densest(words, in)
	in = in[from:to]
	pairs := align(words, in)
	share := float64(len(pairs)) / float64(len(words))
	if len(pairs) < MinWords || share < altered {
		return aligned{}, false
	}
	p := aligned{Passage: Passage{Verdict: Altered, Share: share}}
	first, last := pairs[0], pairs[len(pairs)-1]
	p.from, p.to = in[first[1]].start, in[last[1]].end
	if len(pairs) == len(words) && last[1]-first[1] == len(words)-1 {
		p.Verdict = Exact
		return p, true
	}
	var matches []change.Match
	match := func(a0, a1, b0, b1 int) {
		matches = append(matches, change.Match{A: change.Range{Start: a0, End: a1}, B: change.Range{Start: b0, End: b1}})
	}
	// Words of the quote before the first that agrees, or after the last, stand
	// against as many of the page's, where they are few: the page's own words
	// begin or end somewhere, and more of them would be no part of the quote.
	if n := first[0]; n > 0 {
		at := first[1]
		if n <= edge {
			at = max(0, at-n)
		}
		match(words[0].start, words[0].start, in[at].start, in[at].start)
	}
	for _, m := range pairs {
		match(words[m[0]].start, words[m[0]].end, in[m[1]].start, in[m[1]].end)
	}
	if n := len(words) - 1 - last[0]; n > 0 {
		at := last[1]
		if n <= edge {
			at = min(len(in)-1, at+n)
		}
		match(words[len(words)-1].end, words[len(words)-1].end, in[at].end, in[at].end)
	}
	for _, d := range change.Between(quote, text, matches) {
		p.Changes = append(p.Changes, Change{Kind: d.Kind, Quote: strings.TrimSpace(quote[d.A.Start:d.A.End]), Page: strings.TrimSpace(text[d.B.Start:d.B.End])})
	}
	return p, true
}

// densest is the stretch of a text, twice as long as the quote and a little
// more, that has most of the quote's words.
func densest(words, in []token) (from, to int) {
	size := 2*len(words) + 20
	if len(in) <= size {
		return 0, len(in)
	}
	want := map[string]int{}
	for _, w := range words {
		want[w.as]++
	}
	has, score, best := map[string]int{}, 0, -1
	for i, w := range in {
		if n, ok := want[w.as]; ok {
			if has[w.as]++; has[w.as] <= n {
				score++
			}
		}
		if i >= size {
			if out := in[i-size]; want[out.as] > 0 {
				if has[out.as] <= want[out.as] {
					score--
				}
				has[out.as]--
			}
		}
		if score > best {
			best, to = score, i+1
		}
	}
	// The best stretch ends with a word of the quote, so what stands after it is
	// left out; one word of slack costs nothing.
	return max(0, to-size), to
}

// edge is how many words at an end of the quote may stand for others.
const edge = 3

// Scores of a local alignment: a word that agrees outweighs two that do not, so
// that a passage may lose a word in three and still be one passage.
const (
	agree = 2
	skip  = -1
)

// align pairs the words of the quote with those of the text that agree with
// them in order, where they do so most densely (Smith and Waterman).
func align(words, in []token) [][2]int {
	const none, diagonal, up, left = 0, 1, 2, 3
	cols := len(in) + 1
	score := make([]int16, 2*cols)
	way := make([]uint8, (len(words)+1)*cols)
	best, bi, bj := int16(0), 0, 0
	for i := 1; i <= len(words); i++ {
		before, now := score[((i-1)%2)*cols:((i-1)%2+1)*cols], score[(i%2)*cols:(i%2+1)*cols]
		now[0] = 0
		for j := 1; j < cols; j++ {
			s, w := int16(0), uint8(none)
			if words[i-1].as == in[j-1].as {
				s, w = before[j-1]+agree, diagonal
			}
			if v := before[j] + skip; v > s {
				s, w = v, up
			}
			if v := now[j-1] + skip; v > s {
				s, w = v, left
			}
			now[j], way[i*cols+j] = s, w
			if s > best {
				best, bi, bj = s, i, j
			}
		}
	}
	var out [][2]int
	for i, j := bi, bj; ; {
		switch way[i*cols+j] {
		case diagonal:
			i, j = i-1, j-1
			out = append(out, [2]int{i, j})
			continue
		case up:
			i--
			continue
		case left:
			j--
			continue
		}
		break
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}
