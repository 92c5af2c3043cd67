package split

import (
	"strings"
	"unicode/utf8"
)

// gap is the space between two words.
type gap uint8

const (
	none gap = iota
	blank
	newline
	paragraph
)

// between is the kind of space in text[from:to].
func between(text string, from, to int) gap {
	if from >= to {
		return none
	}
	switch strings.Count(text[from:to], "\n") {
	case 0:
		return blank
	case 1:
		return newline
	}
	return paragraph
}

// word is a word as the sentence classifier sees it.
type word struct {
	h     uint64 // of the word in lower case
	shape uint64
	n     int  // length in bytes
	last  sym  // last letter
	first sym  // first letter
	dots  bool // has a full stop inside or is an initial
}

func look(s string) (w word) {
	w.n = len(s)
	w.h = 14695981039346656037
	r, _ := utf8.DecodeRuneInString(s)
	w.first = letter(r)
	prev := edge
	runs := 0
	for i, r := range s {
		l := letter(r)
		w.h = mix(w.h, ch(l))
		if l.c != prev && runs < 5 {
			w.shape = w.shape*13 + uint64(l.c)
			runs++
		}
		if l.r == '.' && i > 0 {
			w.dots = true
		}
		prev = l.c
		w.last = l
		if i > 32 {
			break
		}
	}
	if len(s) == 1 {
		w.shape += 1 << 40
	}
	return w
}

// Sentences appends the ends of the sentences among words, which are those of
// one block of text: for each sentence, the index after its last word.
func (m *Model) Sentences(dst []int, text string, words []Range) []int {
	if len(words) == 0 {
		return dst
	}
	var s seeker
	s.start(text, words)
	var buf [48]uint32
	for i := 1; i < len(words); i++ {
		end, sure := s.step(i)
		if s.length >= longest {
			// No sentence: a list or table, cut so that readers of sentences
			// need not expect more.
			end, sure = true, true
		}
		if !sure {
			end = m.sentences.score(s.features(buf[:0])) > s.doubt()
		}
		if end {
			dst = append(dst, i)
		}
		s.pass(end)
	}
	return append(dst, len(words))
}

// A seeker goes over the words and keeps what the classifier needs.
type seeker struct {
	text           string
	words          []Range
	w              [6]word // words i-3 … i+2
	g              gap     // before word i
	length         int     // words since the sentence began
	quotes, braces int     // open since the sentence began
	line           int     // where the line began
	first          word    // of the sentence
}

func (s *seeker) at(i int) word {
	if i < 0 || i >= len(s.words) {
		return word{}
	}
	return look(s.text[s.words[i].Start:s.words[i].End])
}

func (s *seeker) start(text string, words []Range) {
	*s = seeker{text: text, words: words, line: words[0].Start}
	for k := range s.w {
		s.w[k] = s.at(k - 3)
	}
	s.pass(true)
}

// pass goes past word i, which opens a sentence or does not.
func (s *seeker) pass(opens bool) {
	w := s.w[3]
	if opens {
		s.length, s.quotes, s.braces, s.first = 0, 0, 0, w
	}
	s.length++
	switch {
	case w.first.c == quote && w.n <= 3:
		s.quotes ^= 1
	case w.first.c == open:
		s.braces = min(s.braces+1, 3)
	case w.first.c == shut:
		s.braces = max(s.braces-1, 0)
	}
}

// step moves to the place before word i. sure says that the answer is known
// without the classifier.
func (s *seeker) step(i int) (end, sure bool) {
	copy(s.w[:], s.w[1:])
	s.w[5] = s.at(i + 2)
	s.g = between(s.text, s.words[i-1].End, s.words[i].Start)
	p, n := &s.w[2], &s.w[3]
	switch s.g {
	case paragraph:
		s.line = s.words[i].Start
		return true, true
	case newline:
		// A line break is a space where lines were broken to a width, and the
		// end of a heading or list line where they were not.
		long := s.words[i-1].End - s.line
		s.line = s.words[i].Start
		switch {
		case n.first.c == lower && p.last.c != stop:
			return false, true
		case long < narrowest || long > widest:
			return true, true
		}
		s.g = blank
	}
	return false, p.last.c == lower && n.first.c == lower
}

const (
	// longest is the greatest number of words in a sentence; the longest of the
	// treebanks has 159.
	longest = 500

	// narrowest and widest bound the length in bytes of a line that may have
	// been broken to a width.
	narrowest = 50
	widest    = 110
)

// What the classifier's score must exceed where a name may go on. The treebanks
// have many signatures and greetings without a stop, so that it tends to cut
// names there. On the development parts the gain is .8 F1 of sentences on EWT,
// .1 on GUM, and 1 F1 of names on UNER; twice as much gains no more.
const (
	inName      = 200 // between two capitalised words
	afterTitle  = 60  // after "Capt."
	afterLetter = 400 // after "J.", "U .", "B"
	never       = 1 << 20
)

// doubt is how sure the classifier must be that a sentence ends.
func (s *seeker) doubt() int {
	p2, p, n := &s.w[1], &s.w[2], &s.w[3]
	named := p.first.c == upper && n.first.c == upper
	switch {
	case p.n == 1 && p.last.r == '.' && p2.letter():
		// A blank before the stop, as in "the U . S . said".
		if n.first.c == lower || n.first.c == hyphen || n.letter() {
			return never
		}
		return afterLetter
	case named && p.last.r == '.' && p.n == 2, p.letter():
		return afterLetter
	case named && p.last.r == '.' && p.n > 2:
		return afterTitle
	case named && p.last.c == lower:
		return inName
	}
	return 0
}

// letter says whether w is one capital letter that may stand for a name.
func (w *word) letter() bool { return w.n == 1 && w.first.c == upper && w.first.r != 'I' }

// features describes the place before word i.
func (s *seeker) features(f []uint32) []uint32 {
	p3, p2, p, n, n2, n3 := &s.w[0], &s.w[1], &s.w[2], &s.w[3], &s.w[4], &s.w[5]
	state := uint64(s.quotes)<<8 | uint64(s.braces)
	length := uint64(bucket(s.length))
	g := uint64(s.g)
	pn := uint64(min(p.n, 6))
	dots := uint64(0)
	if p.dots {
		dots = 1
	}
	add := func(id uint64, vs ...uint64) {
		h := mix(0x9e3779b97f4a7c15, id)
		for _, v := range vs {
			h = mix(h, v)
		}
		f = append(f, uint32(h>>32))
	}
	add(1, p.h)
	add(2, n.h)
	add(3, p.shape, n.shape, g)
	add(4, p.h, n.shape)
	add(5, p.shape, n.h)
	add(6, p.h, n.h)
	add(7, p2.h, p.h)
	add(8, n.h, n2.h)
	add(9, p2.shape, p.shape, n.shape, g)
	add(10, p.shape, n.shape, n2.shape, g)
	add(11, p2.h, p.h, n.shape)
	add(12, p.h, n.shape, n2.shape)
	add(13, length, p.shape, n.shape)
	add(14, length, p.h)
	add(15, state, p.h, n.shape)
	add(16, state, p.shape, n.h)
	add(17, uint64(p.last.c), uint64(n.first.c), g, state)
	add(18, p.h, g, uint64(n.first.c))
	add(19, p2.h, p.h, n.h)
	add(20, p.h, n.h, n2.h)
	add(21, p3.shape, p2.shape, p.shape, n.shape)
	add(22, p.h, n.shape, n2.shape, n3.shape)
	add(23, pn, dots, n.shape, g)
	add(24, p2.h, uint64(p.last.r), n.shape)
	add(25, uint64(p.last.r), n.h, g)
	add(26, s.first.h, p.h, uint64(n.first.c))
	add(27, s.first.shape, length, p.shape)
	add(28, uint64(p.last.r), n.shape, n2.h)
	add(29, uint64(p.last.r), length, state, uint64(n.first.c))
	add(30, p3.h, p2.h, p.h, uint64(n.first.c))
	add(31, p2.shape, pn, p.shape, n.h)
	return f
}

func bucket(n int) int {
	switch {
	case n < 6:
		return n
	case n < 12:
		return 6 + (n-6)/3
	case n < 60:
		return 8 + (n-12)/12
	}
	return 12
}
