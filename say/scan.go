package say

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso"
	"sayso/say/lexicon"
	"sayso/say/quote"
	"sayso/say/told"
)

// A rng is a stretch of the text in bytes, half open.
type rng struct{ start, end int }

func (r rng) empty() bool         { return r.end <= r.start }
func (r rng) holds(o rng) bool    { return r.start <= o.start && o.end <= r.end }
func (r rng) overlaps(o rng) bool { return r.start < o.end && o.start < r.end }

// A token is a word or a single sign.
type token struct {
	rng
	text  string
	lower string
	word  bool
	quote int // index of the innermost quote it stands in or whose mark it is, or -1
	top   int // of the outermost
	mark  bool
	para  int
}

func (t *token) capital() bool {
	r, _ := utf8.DecodeRuneInString(t.text)
	return unicode.IsUpper(r)
}

// A sentence is a run of tokens; a quote that holds several sentences is in
// the one sentence that holds it.
type sentence struct {
	from, to int // tokens
	para     int // of its first token
	kind     sayso.BlockKind
}

// A scan is the told text of a document as words, signs and sentences.
type scan struct {
	*told.Telling
	tokens    []token
	sentences []sentence
}

// maxSentence is the number of tokens at which a sentence is cut wherever it
// is, so that text without full stops stays cheap. The longest sentence of
// PolNeAR train that is no list has some 250.
const maxSentence = 600

func newScan(t *told.Telling) *scan {
	s := &scan{Telling: t}
	for i, p := range t.Paras {
		s.tokenize(i, p)
	}
	s.markQuotes()
	s.split()
	return s
}

func (s *scan) tokenize(para int, p quote.Range) {
	t := s.Text
	for i := p.Start; i < p.End; {
		r, n := utf8.DecodeRuneInString(t[i:p.End])
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			i += n
			continue
		}
		j := i + n
		word := isWord(r)
		for word && j < p.End {
			r, n := utf8.DecodeRuneInString(t[j:p.End])
			if isWord(r) || unicode.Is(unicode.Mn, r) {
				j += n
				continue
			}
			// an inner apostrophe, hyphen or full stop holds a word together
			next, m := utf8.DecodeRuneInString(t[j+n : p.End])
			if (r == '\'' || r == '’' || r == '-' || r == '.' || r == '&' || r == '/') && isWord(next) {
				j += n + m
				continue
			}
			if r == '.' && abbreviation(t[i:j]) {
				j += n
			}
			break
		}
		if !word && (r == '.' || r == '-') {
			for j < p.End && t[j] == byte(r) {
				j++
			}
		}
		s.tokens = append(s.tokens, token{rng: rng{i, j}, text: t[i:j], lower: strings.ToLower(strings.ReplaceAll(t[i:j], "’", "'")), word: word, quote: -1, top: -1, para: para})
		i = j
	}
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '@' || r == '#'
}

// abbreviation reports whether a full stop belongs to the word before it.
func abbreviation(w string) bool {
	if abbreviations[strings.ToLower(w)] {
		return true
	}
	if len(w) == 1 && w[0] >= 'A' && w[0] <= 'Z' && w[0] != 'I' {
		return true
	}
	return len(w) >= 3 && w[1] == '.' && !strings.Contains(strings.ToLower(w), "www")
}

var abbreviations = wordSet(`mr mrs ms dr prof sen sens rep reps gov gen lt col maj capt sgt cmdr adm st jr sr rev hon
	pres messrs mt vs no nos inc corp ltd co jan feb mar apr jun jul aug sept sep oct nov dec fla calif pa ariz mass
	conn ga ala ark colo del ill ind kan ky la md mich minn miss mo mont neb nev okla ore tenn tex va wash wis wyo etc`)

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// markQuotes gives every token the innermost quote it stands in.
func (s *scan) markQuotes() {
	var open []int
	q := 0
	for i := range s.tokens {
		t := &s.tokens[i]
		for len(open) > 0 && s.Quotes[open[len(open)-1]].Close <= t.start {
			open = open[:len(open)-1]
		}
		for q < len(s.Quotes) && s.Quotes[q].Open <= t.start {
			open = append(open, q)
			q++
		}
		for len(open) > 0 && s.Quotes[open[len(open)-1]].Close <= t.start {
			open = open[:len(open)-1]
		}
		if len(open) == 0 {
			continue
		}
		x := open[len(open)-1]
		t.quote, t.top = x, open[0]
		t.mark = t.start < s.Quotes[x].Start && t.end <= s.Quotes[x].Start || t.start >= s.Quotes[x].End
	}
}

// tokensIn are the tokens that begin in a stretch.
func (s *scan) tokensIn(x rng) []token {
	i := sort.Search(len(s.tokens), func(i int) bool { return s.tokens[i].start >= x.start })
	j := sort.Search(len(s.tokens), func(j int) bool { return s.tokens[j].start >= x.end })
	return s.tokens[i:max(i, j)]
}

// quotesFrom is the index of the first quote whose opening mark is at or
// behind at.
func (s *scan) quotesFrom(at int) int {
	return sort.Search(len(s.Quotes), func(q int) bool { return s.Quotes[q].Open >= at })
}

// split parts the tokens into sentences.
func (s *scan) split() {
	units := make([]int, len(s.Paras))
	for u, x := range s.Units {
		for p := x.First; p < x.Last; p++ {
			units[p] = u
		}
	}
	from := 0
	cut := func(to int) {
		if to > from {
			s.sentences = append(s.sentences, sentence{from: from, to: to, para: s.tokens[from].para, kind: s.Kinds[s.tokens[from].para]})
		}
		from = to
	}
	for i := range s.tokens {
		t := &s.tokens[i]
		last := i+1 == len(s.tokens)
		if last || i-from >= maxSentence {
			cut(i + 1)
			continue
		}
		next := &s.tokens[i+1]
		if next.para != t.para {
			if units[next.para] != units[t.para] {
				cut(i + 1)
			}
			continue
		}
		if t.quote >= 0 && !(t.mark && t.start >= s.Quotes[t.quote].End) {
			continue // inside a quote
		}
		end := t.text == "." || t.text == "!" || t.text == "?" || t.text == "…" || strings.HasPrefix(t.text, "..")
		shut := t.quote >= 0 && t.mark
		if shut { // a closing mark ends a sentence where its words did
			before := &s.tokens[i-1]
			if i > from && before.text == "." {
				end = next.capital() || !next.word
			} else if i > from && (before.text == "?" || before.text == "!") {
				end = next.capital() && !s.attributes(i+1) || next.mark
			}
		}
		if t.word && strings.HasSuffix(t.text, ".") && next.capital() && !abbreviations[strings.TrimSuffix(t.lower, ".")] && len(t.text) > 2 && starters[next.lower] {
			end = true // U.S. The
		}
		if !end {
			continue
		}
		if next.word && !next.capital() && t.text != "." && !shut {
			continue
		}
		if t.text == "." && next.word && !next.capital() && unicode.IsLower(firstRune(next.text)) {
			continue
		}
		if !next.word && next.quote < 0 && strings.ContainsAny(next.text, "”\"’')],;") {
			continue // a stray closing sign stays with its sentence
		}
		cut(i + 1)
	}
}

var starters = wordSet("the a an he she it they we i in on but and this that these those his her their mr mrs ms when while as at after before for if so")

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// attributes reports whether the tokens from i on look like a name and a
// reporting verb: “Why?” Vera Kolt asked.
func (s *scan) attributes(i int) bool {
	for k := i; k < len(s.tokens) && k < i+7; k++ {
		if c, ok := lexicon.Forms[s.tokens[k].lower]; ok && c.Strong {
			return true
		}
		if !s.tokens[k].word {
			return false
		}
	}
	return false
}
