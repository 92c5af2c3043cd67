// Package prose counts what tells running text from the furniture of a page in
// a stretch of text alone: marks, digits, capitals, and words that pages use
// for their own affairs.
package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Measure is what is counted in one stretch of text.
type Measure struct {
	Comma, Stop, Digit, Upper, Letter, Quote int32
	Starts, Ends                             rune
	Lower                                    bool
	Cues                                     Cue
}

// shortText is the length in bytes up to which a text is searched for cues:
// longer ones are prose that may mention anything.
const shortText = 400

// Of measures a text.
func Of(text string) (m Measure) {
	first := true
	for _, r := range text {
		if first {
			m.Starts, first = r, false
		}
		switch {
		case r < utf8.RuneSelf:
			switch {
			case r >= 'a' && r <= 'z':
				m.Letter++
			case r >= 'A' && r <= 'Z':
				m.Letter++
				m.Upper++
			case r >= '0' && r <= '9':
				m.Digit++
			case r == ',':
				m.Comma++
			case r == '.' || r == '!' || r == '?':
				m.Stop++
			case r == '"':
				m.Quote++
			}
		case unicode.IsUpper(r):
			m.Upper++
			m.Letter++
		case unicode.IsLetter(r):
			m.Letter++
		case r == '。' || r == '।' || r == '؟' || r == '۔' || r == '！' || r == '？':
			m.Stop++
		case r == '、' || r == '،' || r == '，':
			m.Comma++
		case r == '“' || r == '”' || r == '„' || r == '«' || r == '»' || r == '「':
			m.Quote++
		}
	}
	t := strings.TrimRight(text, " \"'”’»)]\n")
	m.Ends, _ = utf8.DecodeLastRuneInString(t)
	m.Lower = unicode.IsLower(m.Starts)
	if len(text) < shortText {
		m.Cues = Cues(text)
	}
	return m
}
