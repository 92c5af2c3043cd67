package pick

import (
	"strings"
	"unicode"

	"sayso/article/internal/meta"
)

// A slug is the words of the part of an address that tells what a page is
// about; nil where there are too few.
type slug map[string]bool

const (
	// slugLeast is the least number of words that make a slug.
	slugLeast = 3
	// slugLongest is the most bytes of an address that are looked at.
	slugLongest = 1000
)

func slugOf(self *meta.Page) slug {
	u := self.Canonical
	if u == "" {
		u = self.First("og:url")
	}
	if _, rest, ok := strings.Cut(u, "//"); ok {
		_, u, _ = strings.Cut(rest, "/")
	}
	if len(u) > slugLongest {
		return nil
	}
	var best slug
	for part := range strings.SplitSeq(strings.ToLower(u), "/") {
		words := slug{}
		for _, w := range strings.FieldsFunc(part, func(r rune) bool { return strings.ContainsRune("-_.+,", r) }) {
			if len(w) > 2 {
				words[w] = true
			}
		}
		if len(words) > len(best) {
			best = words
		}
	}
	if len(best) < slugLeast {
		return nil
	}
	return best
}

// share is the share of the slug's words that stand in a folded title; -1
// without a slug.
func (s slug) share(title string) float64 {
	if s == nil {
		return -1
	}
	found := slug{}
	for _, w := range strings.FieldsFunc(unaccented.Replace(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if s[w] {
			found[w] = true
		}
	}
	return float64(len(found)) / float64(len(s))
}

// unaccented spells letters as addresses do.
var unaccented = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "å", "a", "ø", "o", "æ", "ae",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "à", "a", "á", "a", "â", "a", "ã", "a", "ç", "c", "í", "i", "î", "i",
	"ó", "o", "ô", "o", "õ", "o", "ñ", "n", "ú", "u", "ş", "s", "š", "s", "ı", "i", "ğ", "g", "č", "c", "ř", "r",
	"ž", "z", "ý", "y", "ě", "e")
