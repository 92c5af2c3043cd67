package who

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Key is a name with the differences of spelling taken out that
// transliteration brings: marks on letters, Sergei for Sergey, al-Assad for al
// Assad, Mohammed for Muhamad. Two names of one person mostly have one key; two
// people may share one.
func Key(name string) string {
	var b strings.Builder
	for _, w := range strings.FieldsFunc(norm.NFKD.String(strings.ToLower(name)), func(r rune) bool {
		return unicode.IsSpace(r) || r == '-' || r == '_' || r == '.' || r == ',' || r == '‐' || r == '–'
	}) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(plain(w))
	}
	return b.String()
}

var spelled = strings.NewReplacer("ı", "i", "ø", "o", "ł", "l", "đ", "d", "ß", "s", "æ", "e", "ej", "i", "ei", "i", "ey", "i", "iy", "i", "yi", "i",
	"ou", "u", "oo", "u", "ee", "i", "y", "i", "ph", "f", "ck", "k", "q", "k", "kh", "h", "dh", "d", "th", "t")

func plain(w string) string {
	switch w {
	case "mohammad", "mohammed", "mohamed", "muhammad", "muhammed", "mohamad", "muhamad", "mehmed":
		return "muhamad"
	case "el":
		return "al"
	}
	var b strings.Builder
	for _, r := range w {
		if unicode.Is(unicode.Mn, r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		b.WriteRune(r)
	}
	w = spelled.Replace(b.String())
	b.Reset()
	last := rune(0)
	for _, r := range w {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}
