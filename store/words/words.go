// Package words cuts texts and queries into the tokens that a search index
// keeps, so that every store finds the same pages for the same query.
//
// A word is a run of letters and digits. It is folded: lower case, without
// accents, with letters that have no accent to lose (ı ł ø ß …) replaced by
// what people type for them, and with the spellings of Arabic and Persian that
// differ by keyboard made one. "erdogan" finds Erdoğan and "isik" finds Işık.
//
// Two sorts of script cannot be searched by whole words:
//
//   - Han, kana, Hangul, Thai, Lao, Khmer, Burmese and Tibetan are written
//     without spaces, or with endings joined on. They become overlapping pairs
//     of characters, and a last single one: 人民网 is 人民 民网 网. A query is
//     the pairs in a row, so a word is found wherever it stands.
//   - Arabic and Hebrew join articles, prepositions and pronouns to a word.
//     They become overlapping triples: رئيس is found in والرئيس. Words of up to
//     three letters stay whole, so one of two letters is found only by itself.
//
// Limits: a word is cut after 64 characters. Pairs and triples can match across
// the gap between two words where the end of one equals the start of the next,
// which is rare. There is no stemming.
package words

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Version goes up when the same text gives other tokens, so that a store knows
// that its index is to be built anew.
const Version = 1

// longest is the number of characters a token keeps. No word of a language
// with spaces is longer; what is longer is a URL, a key, or an attack.
const longest = 64

// A Term is what one word of a query asks for: tokens that stand in a row.
type Term struct {
	Tokens []string
	Prefix bool // the last token is the start of the one in the index
}

// Append appends the tokens of text to b, each followed by a space.
func Append(b []byte, text string) []byte {
	eachWord(text, func(word []rune, grams int) {
		b = appendTokens(b, word, grams, true)
	})
	return b
}

// Query cuts what somebody typed into terms, in order. What stands between
// blanks is one term: "U.S." and "al-Masri" ask for their parts in a row.
func Query(s string) []Term {
	var terms []Term
	for _, field := range fields(s) {
		var t Term
		eachWord(field, func(word []rune, grams int) {
			t.Prefix = grams == 2 && len(word) == 1
			for _, tok := range fields(string(appendTokens(nil, word, grams, false))) {
				t.Tokens = append(t.Tokens, tok)
			}
		})
		if len(t.Tokens) == 0 {
			continue
		}
		terms = append(terms, t)
	}
	return terms
}

func fields(s string) []string {
	var out []string
	start := -1
	for i, r := range s {
		if unicode.IsSpace(r) || r == 0 {
			if start >= 0 {
				out = append(out, s[start:i])
			}
			start = -1
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		out = append(out, s[start:])
	}
	return out
}

func appendTokens(b []byte, word []rune, grams int, last bool) []byte {
	if grams == 0 || len(word) <= grams {
		b = append(append(b, string(word)...), ' ')
	} else {
		for i := 0; i+grams <= len(word); i++ {
			b = append(append(b, string(word[i:i+grams])...), ' ')
		}
	}
	if grams == 2 && last && len(word) > 1 {
		b = append(append(b, string(word[len(word)-1:])...), ' ')
	}
	return b
}

// eachWord calls f with each folded word of text and the size of the pieces it
// is to be cut into, 0 for none.
func eachWord(text string, f func(word []rune, grams int)) {
	var word []rune // reused
	var buf []byte
	flush := func(grams int) {
		if len(word) > 0 {
			f(word, grams)
		}
		word = word[:0]
	}
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			case 'A' <= c && c <= 'Z':
				c += 'a' - 'A'
			default:
				flush(0)
				i++
				continue
			}
			if len(word) < longest {
				word = append(word, rune(c))
			}
			i++
			continue
		}
		// A stretch of other characters goes through normalisation together, up
		// to a gap between words after some time.
		end := i
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if r < utf8.RuneSelf || end-i > 4096 && !inWord(r) || end-i > 1<<20 {
				break
			}
			end += n
		}
		class := 0
		buf = norm.NFKD.AppendString(buf[:0], text[i:end])
		buf = dropMarks(buf)
		for _, r := range string(norm.NFC.Append(nil, buf...)) {
			if !inWord(r) {
				flush(class)
				class = 0
				continue
			}
			g := gramsOf(r)
			if g != class && !unicode.Is(unicode.M, r) {
				flush(class)
				class = g
			}
			if class == 0 && len(word) >= longest {
				continue
			}
			if s, ok := spelled[r]; ok {
				word = append(word, []rune(s)...)
				continue
			}
			word = append(word, unicode.ToLower(r))
		}
		i = end
		if class != 0 || i >= len(text) {
			flush(class)
		}
	}
	flush(0)
}

// inWord reports whether a character is part of words. Marks are: the vowel
// signs of the Indic scripts are marks, and without them words would break.
func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Co))
}

// gramsOf is the size of the pieces that a script is cut into.
func gramsOf(r rune) int {
	switch {
	case r < 0x0590:
		return 0
	case unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana):
		if unicode.IsDigit(r) {
			return 0
		}
		return 3
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan), r == 'ー':
		return 2
	}
	return 0
}

// dropMarks removes accents and points from decomposed text.
func dropMarks(b []byte) []byte {
	out := b[:0]
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if !droppable(r) {
			out = append(out, b[i:i+n]...)
		}
		i += n
	}
	return out
}

func droppable(r rune) bool {
	switch {
	case r < 0x0300:
		return r == 0xAD // soft hyphen
	case r <= 0x036F, // accents
		0x0591 <= r && r <= 0x05C7 && r != 0x05BE && r != 0x05C0 && r != 0x05C3 && r != 0x05C6, // Hebrew points
		r == 0x0640,                // Arabic lengthening
		0x064B <= r && r <= 0x065F, // Arabic vowels, hamza above and below
		r == 0x0670,
		0x06D6 <= r && r <= 0x06ED && unicode.Is(unicode.Mn, r),
		0x1AB0 <= r && r <= 0x1AFF,
		0x1DC0 <= r && r <= 0x1DFF,
		0x200B <= r && r <= 0x200F, // joiners and direction marks
		r == 0x2060, r == 0xFEFF,
		0x20D0 <= r && r <= 0x20FF,
		0xFE00 <= r && r <= 0xFE0F, // variation selectors
		0xFE20 <= r && r <= 0xFE2F:
		return true
	}
	return false
}

// spelled holds the letters that do not fall apart into a letter and an accent.
var spelled = map[rune]string{
	'ı': "i", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d",
	'ø': "o", 'Ø': "o", 'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae",
	'œ': "oe", 'Œ': "oe", 'þ': "th", 'Þ': "th", 'ħ': "h", 'Ħ': "h",
	'ŧ': "t", 'Ŧ': "t", 'ə': "e", 'Ə': "e", 'ς': "σ",
	'ى': "ي", 'ی': "ي", 'ک': "ك", 'ة': "ه", 'ھ': "ه", 'ہ': "ه",
}
