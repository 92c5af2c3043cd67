package prose

import (
	"unicode"
	"unicode/utf8"
)

// A Vocabulary is how often each longer word stands in the paragraphs of a
// page. Running text of one report repeats its words; links to other reports
// bring their own.
type Vocabulary map[uint64]int32

// longWord is the least number of letters of a word that says what a text is
// about.
const longWord = 5

// Words are the counts of a text's words, and its longer words themselves.
type Words struct {
	All, Short, Lower int32
	Long              []uint64
}

// Count counts the words of a text, adding its longer ones to buf.
func Count(text string, buf []uint64) Words {
	w := Words{Long: buf}
	const prime = 1099511628211
	h, n := uint64(14695981039346656037), 0
	lower := false
	end := func() {
		if n == 0 {
			return
		}
		w.All++
		if n <= 3 {
			w.Short++
		}
		if lower {
			w.Lower++
		}
		if n >= longWord {
			w.Long = append(w.Long, h)
		}
		h, n = 14695981039346656037, 0
	}
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf && (r >= 'a' && r <= 'z'):
			if n == 0 {
				lower = true
			}
			h = (h ^ uint64(r)) * prime
			n++
		case r < utf8.RuneSelf && (r >= 'A' && r <= 'Z'):
			if n == 0 {
				lower = false
			}
			h = (h ^ uint64(r+'a'-'A')) * prime
			n++
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			if n == 0 {
				lower = unicode.IsLower(r)
			}
			h = (h ^ uint64(unicode.ToLower(r))) * prime
			n++
		default:
			end()
		}
	}
	end()
	return w
}

// Add adds the longer words of a paragraph.
func (v Vocabulary) Add(w Words) {
	for _, h := range w.Long {
		v[h]++
	}
}

// Share is the share of a text's longer words that stand elsewhere in the
// vocabulary, and whether own, the text was added to it before.
func (v Vocabulary) Share(w Words, own bool) float64 {
	if len(w.Long) == 0 {
		return -1
	}
	hit := 0
	for _, h := range w.Long {
		n := v[h]
		if own {
			n--
		}
		if n > 0 {
			hit++
		}
	}
	return float64(hit) / float64(len(w.Long))
}
