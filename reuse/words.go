package reuse

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"sayso"
)

// A word is one word of a document: where it stands in the text, in bytes, and
// a hash of its normal form. The normal form is lower case, without apostrophes
// and soft hyphens, so that "Doesn't" and "doesn’t" are one word.
type word struct {
	start, end int32
	hash       uint64
}

const (
	hashSeed  = 0x9e3779b97f4a7c15
	hashPrime = 0x100000001b3
)

// class sorts the bytes below 0x80: 0 for what parts words, else the byte in
// lower case.
var class = func() (t [128]byte) {
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-32] = c, c
	}
	return
}()

// appendWords appends the words of text[from:to]. A point or comma between
// digits and an apostrophe between letters do not part words. A letter of a
// script written without spaces is a word of its own.
func appendWords(ws []word, text string, from, to int) []word {
	i := from
	for i < to {
		c := text[i]
		if c < utf8.RuneSelf {
			if class[c] == 0 {
				i++
				continue
			}
		} else {
			r, size := utf8.DecodeRuneInString(text[i:to])
			if !wordRune(r) {
				i += size
				continue
			}
			if alone(r) {
				h := uint64(hashSeed)
				h = (h ^ uint64(r)) * hashPrime
				ws = append(ws, word{int32(i), int32(i + size), finish(h)})
				i += size
				continue
			}
		}
		start, end := i, i
		h := uint64(hashSeed)
		for i < to {
			c := text[i]
			if c < utf8.RuneSelf {
				if f := class[c]; f != 0 {
					h = (h ^ uint64(f)) * hashPrime
					i++
					end = i
					continue
				}
				if i+1 < to && text[i+1] < utf8.RuneSelf && class[text[i+1]] != 0 {
					if c == '\'' || (c == '.' || c == ',') && digit(text[i-1]) && digit(text[i+1]) {
						if c != '\'' && c != ',' {
							h = (h ^ uint64(c)) * hashPrime
						}
						i++
						continue
					}
				}
				break
			}
			r, size := utf8.DecodeRuneInString(text[i:to])
			if wordRune(r) && !alone(r) {
				h = (h ^ uint64(unicode.ToLower(r))) * hashPrime
				i += size
				end = i
				continue
			}
			if joins(r) && i+size < to && letterAt(text[i+size:to]) {
				i += size
				continue
			}
			break
		}
		ws = append(ws, word{int32(start), int32(end), finish(h)})
		if i < end {
			i = end
		}
	}
	return ws
}

func finish(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return class[r] != 0
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// joins reports whether r may stand inside a word without parting it.
func joins(r rune) bool {
	switch r {
	case '’', 'ʼ', '\u00ad', '\u200b', '\u200c', '\u200d', '\ufeff':
		return true
	}
	return false
}

func letterAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return wordRune(r) && !alone(r)
}

// alone reports whether r belongs to a script that writes no spaces.
func alone(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// told is the words of the blocks in which a document tells its report. A
// headline is left out: it is each outlet's own.
func told(d *sayso.Document, r *sayso.Ruler, ws []word) []word {
	for _, b := range d.Blocks {
		if !b.Told() || b.Kind == sayso.BlockTitle {
			continue
		}
		from, to := r.Byte(b.Start), r.Byte(b.End)
		if n := len(ws); n > 0 && from < int(ws[n-1].end) {
			from = int(ws[n-1].end) // blocks do not overlap; hold if they do
		}
		if from < to {
			ws = appendWords(ws, d.Text, from, to)
		}
	}
	return ws
}

// cutsOf is the words before which text stands that is not told: a related
// headline between two paragraphs.
func cutsOf(d *sayso.Document, r *sayso.Ruler, ws []word) map[int]bool {
	m := make(map[int]bool)
	for _, b := range d.Blocks {
		if b.Told() && b.Kind != sayso.BlockTitle || b.Start >= b.End {
			continue
		}
		at := int32(r.Byte(b.Start))
		i, _ := slices.BinarySearchFunc(ws, at, func(w word, at int32) int { return cmp.Compare(w.start, at) })
		if i > 0 && i < len(ws) {
			m[i] = true
		}
	}
	return m
}

// gramSize is the number of words of a shingle. Of 3 to 8, five found most of
// the judged wire copies at the same precision (fakes-dev).
const gramSize = 5

// gram is the hash of the gramSize words from the start of ws.
func gram(ws []word) uint64 {
	const p = 0x9fb21c651e98df25
	h := ws[0].hash
	h = h*p + ws[1].hash
	h = h*p + ws[2].hash
	h = h*p + ws[3].hash
	h = h*p + ws[4].hash
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	return h ^ h>>32
}

// grams is the number of shingles of n words.
func grams(n int) int { return max(0, n-gramSize+1) }
