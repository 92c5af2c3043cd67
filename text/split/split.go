// Package split finds the words and sentences of English text as Universal
// Dependencies draws them.
//
// White space parts words for certain. Inside a run without white space each
// place where two kinds of letter meet is put to a linear classifier over the
// letters around it; words that are letters only are looked up in a short list
// of contractions ("cannot", "gonna"). Between words a second classifier says
// whether a sentence ends, from the words on both sides, the space between
// them, open quotation marks and how long the sentence is already.
//
// Both are greedy and look at a bounded stretch, so any text takes time linear
// in its length.
package split

import (
	"unicode"
	"unicode/utf8"
)

// A Range is a stretch of the text in bytes, half open.
type Range struct{ Start, End int }

// class is the kind of a letter.
type class uint8

const (
	edge  class = iota
	upper       // upper-case letter
	lower       // other letter of an alphabet, or a mark on one
	digit
	ideograph // a letter that is a word or syllable of its own
	quote
	apostrophe
	hyphen
	stop // ends a sentence
	open
	shut
	sign // any other
)

// sym is a letter as the classifiers see it: its class, and itself with the
// many shapes of quotation marks and dashes made one.
type sym struct {
	c class
	r rune
}

// letter classifies r.
func letter(r rune) sym {
	switch {
	case 'a' <= r && r <= 'z':
		return sym{lower, r}
	case 'A' <= r && r <= 'Z':
		return sym{upper, r}
	case '0' <= r && r <= '9':
		return sym{digit, r}
	}
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '″':
		return sym{quote, '"'}
	case '\'', '’', '‘', '`', '´', 'ʼ', '‛', '′':
		return sym{apostrophe, '\''}
	case '-', '‐', '‑', '‒', '–', '−':
		return sym{hyphen, '-'}
	case '—', '―':
		return sym{sign, '—'}
	case '.', '!', '?', '…', '。', '！', '？', '؟', '।', '۔':
		return sym{stop, r}
	case '(', '[', '{', '（', '「', '『':
		return sym{open, r}
	case ')', ']', '}', '）', '」', '』':
		return sym{shut, r}
	}
	if r < 0x80 {
		return sym{sign, r}
	}
	switch {
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		if unicode.IsMark(r) {
			return sym{lower, 'é'}
		}
		return sym{ideograph, '字'}
	case unicode.IsUpper(r), unicode.IsTitle(r):
		return sym{upper, 'É'}
	case unicode.IsLetter(r), unicode.IsMark(r), r == 0x200c, r == 0x200d:
		return sym{lower, 'é'}
	case unicode.IsDigit(r):
		return sym{digit, '0'}
	}
	return sym{sign, '§'}
}

// space says whether r parts words. A zero byte and other control signs do:
// they are no part of any word.
func space(r rune) bool {
	return r == ' ' || r == '\n' || r == '\t' || (r < 0x20) || (r == 0x7f) || (r >= 0x80 && (unicode.IsSpace(r) || r == 0xfeff || r == 0x200b))
}

// Words appends the words of text[from:to] to dst.
func (m *Model) Words(dst []Range, text string, from, to int) []Range {
	i := from
	for i < to {
		// White space.
		b := text[i]
		if b < utf8.RuneSelf {
			if space(rune(b)) {
				i++
				continue
			}
		} else if r, n := utf8.DecodeRuneInString(text[i:to]); space(r) {
			i += n
			continue
		}
		// A run of plain letters is the common case.
		s, plain := i, true
		for i < to {
			b := text[i]
			if b >= utf8.RuneSelf {
				r, n := utf8.DecodeRuneInString(text[i:to])
				if space(r) {
					break
				}
				plain = false
				i += n
				continue
			}
			if space(rune(b)) {
				break
			}
			if b|0x20 < 'a' || b|0x20 > 'z' {
				plain = false
			}
			i++
		}
		if plain {
			dst = m.word(dst, text, s, i)
		} else {
			dst = m.run(dst, text, s, i)
		}
	}
	return dst
}

// word adds text[s:e], all plain letters, as one word or as the parts of a
// contraction.
func (m *Model) word(dst []Range, text string, s, e int) []Range {
	if e-s >= minContraction && e-s <= maxContraction {
		var low [maxContraction]byte
		for k := s; k < e; k++ {
			low[k-s] = text[k] | 0x20
		}
		if at := m.contractions[string(low[:e-s])]; at > 0 {
			return append(dst, Range{s, s + int(at)}, Range{s + int(at), e})
		}
	}
	return append(dst, Range{s, e})
}

const (
	minContraction = 3
	maxContraction = 8
	// reach is how far the classifiers look to either side.
	reach = 4
	// longRun is how many letters of an unbroken run of one kind count; what
	// is longer looks the same to the classifiers.
	longRun = 10
)

// run splits text[s:e], which has no white space but more than plain letters.
// It works in windows of bounded length, so that a run of any length costs
// linear time and little room.
func (m *Model) run(dst []Range, text string, s, e int) []Range {
	const window = 512
	var syms [window + 2*reach]sym
	var at [window + 1]int
	for s < e {
		n := 0
		i := s
		for i < e && n < window {
			r, k := utf8.DecodeRuneInString(text[i:e])
			at[n] = i
			syms[reach+n] = letter(r)
			n++
			i += k
		}
		at[n] = i
		for k := 0; k < reach; k++ {
			syms[k], syms[reach+n+k] = sym{}, sym{}
		}
		c := chunk{syms: syms[:n+2*reach], n: n}
		c.survey()
		start := 0
		for b := 1; b < n; b++ {
			if c.candidate(b) && m.splits(&c, b, start) {
				dst = m.piece(dst, text, at[start], at[b], c.syms[reach+start:reach+b])
				start = b
			}
		}
		dst = m.piece(dst, text, at[start], at[n], c.syms[reach+start:reach+n])
		s = i
	}
	return dst
}

func (m *Model) piece(dst []Range, text string, s, e int, syms []sym) []Range {
	if e-s == len(syms) && e-s <= maxContraction {
		for k := s; k < e; k++ {
			if b := text[k] | 0x20; b < 'a' || b > 'z' {
				return append(dst, Range{s, e})
			}
		}
		return m.word(dst, text, s, e)
	}
	return append(dst, Range{s, e})
}

// A chunk is a run of letters without white space, padded at both ends.
type chunk struct {
	syms  []sym
	n     int
	kinds uint32 // which tell-tale signs it has
}

// survey notes what marks out addresses, numbers and faces made of signs.
func (c *chunk) survey() {
	for i := 0; i < c.n; i++ {
		s := c.syms[reach+i]
		switch {
		case s.r == '@':
			c.kinds |= 1
		case s.r == '/' && c.syms[reach+i+1].r == '/':
			c.kinds |= 2
		case s.c == digit:
			c.kinds |= 4
		case s.c == upper || s.c == lower:
			c.kinds |= 8
		case s.r == '.' && i > 0 && i+1 < c.n && c.syms[reach+i+1].c != stop:
			c.kinds |= 16
		}
	}
}

// candidate says whether a word may end before letter b.
func (c *chunk) candidate(b int) bool {
	x, y := c.syms[reach+b-1], c.syms[reach+b]
	letters := func(k class) bool { return k == upper || k == lower }
	switch {
	case x.c == ideograph || y.c == ideograph:
		return true
	case letters(x.c) && letters(y.c):
		// "don't": before the n.
		return y.r|0x20 == 'n' && c.syms[reach+b+1].c == apostrophe && c.syms[reach+b+2].r|0x20 == 't'
	case x.c == digit && y.c == digit:
		return false
	}
	return true
}

// side describes the unbroken run of letters or digits that ends before b
// (dir -1) or starts at b (dir 1): its hash, its length and its first class.
func (c *chunk) side(b, dir int) (h uint64, n int, all class) {
	i := b
	if dir < 0 {
		i = b - 1
	}
	h = 14695981039346656037
	for i >= 0 && i < c.n && n < longRun {
		s := c.syms[reach+i]
		if s.c != upper && s.c != lower && s.c != digit {
			break
		}
		r := s.r
		if s.c == upper && r < 0x80 {
			r |= 0x20
		}
		if s.c == digit {
			r = '0'
		}
		if n == 0 {
			all = s.c
		} else if all != s.c {
			all = edge
		}
		h = mix(h, uint64(r))
		n++
		i += dir
	}
	return h, n, all
}

// splits puts the place before letter b to the classifier.
func (m *Model) splits(c *chunk, b, start int) bool {
	x, y := c.syms[reach+b-1], c.syms[reach+b]
	if x.c == ideograph || y.c == ideograph {
		return true
	}
	var f [40]uint32
	return m.words.score(c.features(f[:0], b, start)) > 0
}

func (c *chunk) features(f []uint32, b, start int) []uint32 {
	s := c.syms[b : b+2*reach] // s[reach] is the letter at b
	x4, x3, x2, x1 := ch(s[0]), ch(s[1]), ch(s[2]), ch(s[3])
	y1, y2, y3, y4 := ch(s[4]), ch(s[5]), ch(s[6]), ch(s[7])
	k4, k3, k2, k1 := uint64(s[0].c), uint64(s[1].c), uint64(s[2].c), uint64(s[3].c)
	j1, j2, j3, j4 := uint64(s[4].c), uint64(s[5].c), uint64(s[6].c), uint64(s[7].c)
	left, ln, lc := c.side(b, -1)
	right, rn, rc := c.side(b, 1)
	var left2, right2 uint64
	if ln == 0 {
		left2, _, _ = c.side(b-1, -1)
	}
	var r2n int
	if rn == 0 {
		right2, r2n, _ = c.side(b+1, 1)
	}
	kinds := uint64(c.kinds)
	at := uint64(min(b-start, 4))
	atEnd := uint64(min(c.n-b, 3))
	add := func(id uint64, vs ...uint64) {
		h := mix(0x9e3779b97f4a7c15, id)
		for _, v := range vs {
			h = mix(h, v)
		}
		f = append(f, uint32(h>>32))
	}
	add(1, x1, y1)
	add(2, x2, x1, y1)
	add(3, x1, y1, y2)
	add(4, x2, x1, y1, y2)
	add(5, x3, x2, x1, y1)
	add(6, x1, y1, y2, y3)
	add(7, k1, j1, kinds)
	add(8, k2, k1, j1, j2)
	add(9, k3, k2, k1, j1, j2, j3)
	add(10, k4, k3, k2, k1, j1)
	add(11, k1, j1, j2, j3, j4)
	add(12, left, y1, y2)
	add(13, x1, right)
	add(14, x2, x1, right)
	add(15, left, y1, right2)
	add(16, left2, x1, right)
	add(17, left, y1)
	add(18, y1, right2, uint64(r2n))
	add(19, left2, x1, y1)
	add(20, x1, y1, atEnd, at)
	add(21, x1, j1, atEnd, kinds)
	add(22, uint64(ln), uint64(lc), y1, uint64(r2n))
	add(23, x1, uint64(rn), uint64(rc))
	add(24, y1, kinds, atEnd)
	add(25, x1, kinds, at)
	add(26, k1, y1, y2, y3, y4)
	add(27, x4, x3, x2, x1, j1)
	add(28, left, right)
	return f
}

func ch(s sym) uint64 {
	if s.c == digit {
		return '0'
	}
	if s.c == upper {
		return uint64(s.r) | 0x20
	}
	return uint64(s.r)
}
