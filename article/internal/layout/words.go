package layout

import (
	"strings"
	"unicode"
)

// Shingles is a set of hashes of runs of three words.
type Shingles map[uint64]struct{}

// Add adds the runs of a text.
func (s Shingles) Add(text string) { each(text, func(h uint64) { s[h] = struct{}{} }) }

// Runs are the hashes of a text's runs of three words.
func Runs(text string) (out []uint64) {
	each(text, func(h uint64) { out = append(out, h) })
	return out
}

func shingleSet(texts ...string) Shingles {
	m := Shingles{}
	for _, t := range texts {
		m.Add(t)
	}
	return m
}

// each calls f with a hash of every run of three words, or of all the words
// where there are fewer.
func each(s string, f func(uint64)) {
	var last [3]uint64
	n := 0
	const prime = 1099511628211
	h := uint64(14695981039346656037)
	in := false
	word := func() {
		last[0], last[1], last[2] = last[1], last[2], h
		n++
		if n >= 3 {
			f((last[0]*prime^last[1])*prime ^ last[2])
		}
		h, in = 14695981039346656037, false
	}
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			h = (h ^ uint64(r)) * prime
			in = true
		} else if in {
			word()
		}
	}
	if in {
		word()
	}
	if n > 0 && n < 3 {
		f((last[1]*prime ^ last[2]) + uint64(n))
	}
}

// shareOf is the share of a text's runs of words that are in the set, or -1
// where the set is empty.
func shareOf(s string, m Shingles) float64 {
	if len(m) == 0 {
		return -1
	}
	all, hit := 0, 0
	each(s, func(h uint64) {
		all++
		if _, ok := m[h]; ok {
			hit++
		}
	})
	if all == 0 {
		return 0
	}
	return float64(hit) / float64(all)
}

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if len(w) > 3 {
			m[w] = true
		}
	}
	return m
}

// titleShare is the share of the title's longer words that stand in a block.
func titleShare(b *Block, title map[string]bool) float64 {
	if len(title) == 0 || b.Words > 80 {
		return 0
	}
	hit := 0
	for _, w := range strings.Fields(strings.ToLower(b.Text)) {
		if title[w] {
			hit++
		}
	}
	return min(1, float64(hit)/float64(len(title)))
}
