package change

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso"
)

// longCut is the number of words from which on taking words out is trimming
// rather than wording: about a clause.
const longCut = 8

// kind names what a difference touches. p and q are the agreeing words before
// and after it.
func kind(a, b string, d Diff, p, q Match) sayso.ChangeKind {
	sa, sb := d.A.of(a), d.B.of(b)
	wa, wb := words(sa), words(sb)
	switch {
	case len(wa) == 0 && len(wb) == 0:
		return marks(sa, sb)
	case bracketed(sa) || bracketed(sb), editorial(wa, sa) || editorial(wb, sb):
		return sayso.ChangeEditorsMark
	case len(wa) == 0 && len(wb) >= longCut:
		return sayso.ChangeWording
	case len(wb) == 0 && len(wa) >= longCut:
		return sayso.ChangeTrimmed
	case max(len(wa), len(wb)) >= longCut && (min(len(wa), len(wb)) >= longCut || 3*min(len(wa), len(wb)) < max(len(wa), len(wb))):
		return sayso.ChangeWording // told anew: no one word of it is what changed
	}
	only, also := except(wa, wb), except(wb, wa)
	if count(wa, negators) != count(wb, negators) {
		return sayso.ChangeNegation
	}
	if count(only, numbers) > 0 || count(also, numbers) > 0 || digits(only) || digits(also) {
		return sayso.ChangeNumber
	}
	cues := func(ws []form) int { return count(ws, Cues) }
	before, after := fold(p.A.of(a)), fold(q.A.of(a))
	beside := Cues[before] || Cues[after]
	if cues(only) > 0 && cues(also) > 0 || (len(wa) == 0 || len(wb) == 0) && cues(only)+cues(also) > 0 && !named(only) && !named(also) {
		return sayso.ChangeCue
	}
	if (named(only) || named(also) || count(only, pronouns)+count(also, pronouns) > 0) && (beside || cues(only)+cues(also) > 0) {
		return sayso.ChangeSpeaker
	}
	if len(only)+len(also) > 0 && count(only, hedges) != count(also, hedges) && len(only) <= 3 && len(also) <= 3 {
		return sayso.ChangeHedge
	}
	if named(only) || named(also) {
		return sayso.ChangeName
	}
	return sayso.ChangeWording
}

// A form is a word as it counts for kinds.
type form struct {
	fold    string
	capital bool // a capital that does not begin a sentence, as far as can be seen
	digit   bool
}

// words are the words of a stretch of text.
func words(s string) []form {
	var out []form
	start := true
	for s != "" {
		i := strings.IndexFunc(s, wordRune)
		if i < 0 {
			break
		}
		if i > 0 && strings.ContainsAny(s[:i], ".!?\n") {
			start = true
		}
		s = s[i:]
		j := strings.IndexFunc(s, func(r rune) bool {
			return !wordRune(r) && r != '\'' && r != '’' && r != '.' && r != ','
		})
		if j < 0 {
			j = len(s)
		}
		w := strings.TrimRight(s[:j], ".,'’")
		r, n := utf8.DecodeRuneInString(w)
		second, _ := utf8.DecodeRuneInString(w[n:])
		f := form{fold: fold(w), digit: strings.ContainsFunc(w, unicode.IsDigit)}
		f.capital = unicode.IsUpper(r) && (!start || unicode.IsUpper(second) || len(out) == 0) && !functional[f.fold]
		out = append(out, f)
		start = false
		s = s[len(w):]
	}
	return out
}

func fold(w string) string {
	w = strings.ToLower(w)
	if strings.ContainsAny(w, "'’") {
		w = strings.NewReplacer("'", "", "’", "").Replace(w)
	}
	return w
}

// except is the words of a that b has not.
func except(a, b []form) (out []form) {
	n := make(map[string]int, len(b))
	for _, w := range b {
		n[w.fold]++
	}
	for _, w := range a {
		if n[w.fold] > 0 {
			n[w.fold]--
			continue
		}
		out = append(out, w)
	}
	return out
}

func count(ws []form, in map[string]bool) (n int) {
	for _, w := range ws {
		if in[w.fold] {
			n++
		}
	}
	return n
}

func digits(ws []form) bool {
	for _, w := range ws {
		if w.digit {
			return true
		}
	}
	return false
}

func named(ws []form) bool {
	for _, w := range ws {
		if w.capital {
			return true
		}
	}
	return false
}

// marks is the kind of a difference without words.
func marks(a, b string) sayso.ChangeKind {
	s := a + b
	switch {
	case strings.ContainsAny(s, "[]…?") && (strings.ContainsAny(s, "[]") || strings.Contains(s, "…")), strings.Contains(s, "..."):
		return sayso.ChangeEditorsMark
	case strings.ContainsFunc(s, func(r rune) bool { return shape(r) == '"' }):
		return sayso.ChangeQuoteMarks
	}
	return sayso.ChangePunctuation
}

// bracketed reports whether all words of s stand in square brackets.
func bracketed(s string) bool {
	if !strings.Contains(s, "[") || !strings.Contains(s, "]") {
		return false
	}
	out := s
	for {
		i := strings.IndexByte(out, '[')
		if i < 0 {
			break
		}
		j := strings.IndexByte(out[i:], ']')
		if j < 0 {
			break
		}
		out = out[:i] + out[i+j+1:]
	}
	return !hasWord(out)
}

// editorial reports whether s is a remark such as (sic).
func editorial(ws []form, s string) bool {
	return len(ws) == 1 && ws[0].fold == "sic" && strings.ContainsAny(s, "([")
}
