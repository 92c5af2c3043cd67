package text

import (
	"unicode"

	"github.com/RadhiFadlillah/whatlanggo"
)

// function are words that English text is full of and its neighbours lack.
var function = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range []string{"the", "of", "and", "to", "that", "is", "was", "for", "on", "with", "he", "his", "it", "its", "as", "by", "at", "from", "has", "have", "had", "be", "been", "are", "were", "this", "which", "not", "but", "they", "their", "who", "said", "would", "will", "we", "you", "she", "her", "an", "or", "there", "when", "what", "after", "about", "than", "our", "if", "my", "your", "i", "can", "all", "up", "out"} {
		m[w] = true
	}
	return m
}()

const (
	// sampled is how many words are looked at to tell the language.
	sampled = 600
	// english is the share of function words from which on text is English.
	// PolNeAR's development articles have .21 to .40; a few sentences of German
	// and French had none.
	english = .12
	// short is the number of words under which a text says too little: it
	// counts as English if its letters are Latin.
	short = 12
)

// Language is the language of text as a BCP 47 code: "en", another where that
// is clear, or "" where nothing can be said.
func Language(text string) string {
	var words, hits, latin, letters, at int
	start, ascii := -1, true
	var low [16]byte
	for i, r := range text {
		letter := unicode.IsLetter(r)
		if letter {
			letters++
			if r < 0x250 || unicode.Is(unicode.Latin, r) {
				latin++
			}
			if start < 0 {
				start, ascii = i, true
			}
			if r >= 0x80 {
				ascii = false
			}
			continue
		}
		if start >= 0 {
			words++
			if n := i - start; ascii && n < len(low) {
				for k := range n {
					low[k] = text[start+k] | 0x20
				}
				if function[string(low[:n])] {
					hits++
				}
			}
			start = -1
		}
		at = i
		if words >= sampled || at > 16*sampled {
			break
		}
	}
	at = min(len(text), max(at, 64))
	for at < len(text) && at > 0 && text[at]&0xc0 == 0x80 {
		at--
	}
	switch {
	case letters == 0:
		return ""
	case 2*latin < letters:
	case words >= short && float64(hits) >= english*float64(words):
		return "en"
	case words < short:
		return ""
	}
	if start >= 0 {
		at = len(text)
	}
	info := whatlanggo.Detect(text[:min(at, 4096)])
	code := info.Lang.Iso6391()
	switch {
	case code == "en" && 2*latin < letters:
		return ""
	case code != "en" && info.Confidence < .5 && hits > 0:
		return "en"
	}
	return code
}

// foreign says whether most letters of s are of no Latin alphabet.
func foreign(s string) bool {
	other, latin := 0, 0
	for _, r := range s {
		if r < 0x80 {
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				latin++
			}
		} else if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			other++
		}
	}
	return other > latin
}
