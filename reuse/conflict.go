package reuse

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sayso"
	"sayso/reuse/lexicon"
)

// conflict is what makes two tellings of one statement such that they cannot
// both be true: one denies once more than the other, or another number of one
// thing is given, or another speaker. Nil where there is nothing.
func conflict(a, b *saying, m match) []sayso.Change {
	var out []sayso.Change
	if m.otherSpeaker && len(a.st.Source) > 0 && len(b.st.Source) > 0 {
		out = append(out, sayso.Change{Op: sayso.Replace, Kind: sayso.ChangeSpeaker, A: &a.st.Source[0], B: &b.st.Source[0]})
	}
	x, y := negations(a, nil), negations(b, nil)
	if len(x)%2 != len(y)%2 {
		x, y = negations(a, b), negations(b, a)
	}
	if len(x)%2 != len(y)%2 {
		for i := range max(len(x), len(y)) {
			switch {
			case i >= len(x):
				out = append(out, sayso.Change{Op: sayso.Insert, Kind: sayso.ChangeNegation, B: &y[i]})
			case i >= len(y):
				out = append(out, sayso.Change{Op: sayso.Delete, Kind: sayso.ChangeNegation, A: &x[i]})
			}
		}
	}
	inA, inB := counts(a), counts(b)
	for _, unit := range slices.Sorted(maps.Keys(inA)) {
		n, m := inA[unit], inB[unit]
		if m == nil || slices.EqualFunc(n, m, func(p, q counted) bool { return p.value == q.value }) {
			continue
		}
		out = append(out, sayso.Change{Op: sayso.Replace, Kind: sayso.ChangeNumber, A: span(a, n), B: span(b, m)})
	}
	for _, of := range measures {
		n, m := measured(inA, of), measured(inB, of)
		if len(n) == 1 && len(m) == 1 && n[0].unit != m[0].unit && !nearly(n[0].size, m[0].size) {
			out = append(out, sayso.Change{Op: sayso.Replace, Kind: sayso.ChangeNumber, A: span(a, []counted{n[0].counted}), B: span(b, []counted{m[0].counted})})
		}
	}
	return out
}

// span is the stretch from the first of some numbers to the last.
func span(s *saying, ns []counted) *sayso.Span {
	from, to := ns[0].start, ns[0].end
	for _, n := range ns {
		from, to = min(from, n.start), max(to, n.end)
	}
	sp := s.doc.ruler.Span(from, to)
	return &sp
}

// negations are the words that turn what is said round, in what is said and
// in the words that say so ("does not believe"). What is denied must be spoken
// of in the other telling too: where it was cut, nothing was turned round.
func negations(s, other *saying) (out []sayso.Span) {
	text := s.doc.doc.Text
	count := func(ws []word) {
		at := func(i int) string { return form(text[ws[i].start:ws[i].end]) }
		for i, w := range ws {
			if negator[at(i)] && (i+1 == len(ws) || !notNegated[at(i+1)]) && (other == nil || s.tells(ws[i+1:], other)) {
				out = append(out, s.doc.ruler.Span(int(w.start), int(w.end)))
			}
		}
	}
	for _, c := range s.st.Cue {
		from, to := s.doc.ruler.Bytes(c)
		count(appendWords(nil, text, from, to))
	}
	cue := len(out)
	count(s.words)
	if cue == 0 && (s.st.Polarity == sayso.Negated || s.st.Polarity == sayso.Denied) {
		out = append(out, s.st.Content[0]) // "denied that": no word of the list
	}
	return out
}

// tells reports whether the other telling speaks of what a negation is followed
// by, to the end of its clause; it does where nothing follows.
func (s *saying) tells(after []word, other *saying) bool {
	text := s.doc.doc.Text
	var has, all float64
	for i, w := range after {
		f := form(text[w.start:w.end])
		if i > 0 && (f == "but" || strings.ContainsAny(between(text, after, i), ".,;:!?")) {
			break
		}
		for _, t := range s.terms {
			if t.Form == f && !t.common {
				all += t.weight
				has += t.weight * nearest(t, other.terms)
				break
			}
		}
	}
	return has >= 0.4*all
}

// measures are units of one dimension, by their stems, with their size.
var measures = []map[string]float64{
	stemmed("second", 1, "minute", 60, "hour", 3600, "day", 86400, "week", 7*86400, "month", 30*86400, "year", 365*86400, "decade", 3650*86400),
	stemmed("centimeter", .01, "centimetre", .01, "cm", .01, "meter", 1, "metre", 1, "m", 1, "kilometer", 1000, "kilometre", 1000, "km", 1000,
		"mile", 1609, "foot", .305, "feet", .305, "yard", .914),
	stemmed("gram", .001, "kilogram", 1, "kg", 1, "pound", .454, "ton", 1000, "tonne", 1000),
}

func stemmed(pairs ...any) map[string]float64 {
	m := make(map[string]float64)
	for i := 0; i < len(pairs); i += 2 {
		switch x := pairs[i+1].(type) {
		case int:
			m[lexicon.Stem(pairs[i].(string))] = float64(x)
		case float64:
			m[lexicon.Stem(pairs[i].(string))] = x
		}
	}
	return m
}

// A measure is a number of some unit.
type measure struct {
	counted
	unit string
	size float64
}

// measured is the numbers given in the units of one dimension.
func measured(counts map[string][]counted, of map[string]float64) (out []measure) {
	for _, unit := range slices.Sorted(maps.Keys(counts)) {
		if of[unit] == 0 {
			continue
		}
		for _, c := range counts[unit] {
			x, err := strconv.ParseFloat(c.value, 64)
			if err == nil {
				out = append(out, measure{c, unit, x * of[unit]})
			}
		}
	}
	return out
}

// nearly reports whether two sizes are one, as far as reports round.
func nearly(x, y float64) bool { return max(x, y) <= 1.15*min(x, y) }

var negator = func() map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(`not no never cannot nor none nobody nothing without unable impossible insufficient
		unharmed dont doesnt didnt wont wouldnt cant couldnt shouldnt isnt arent wasnt werent hasnt
		havent hadnt mustnt neednt`) {
		m[w] = true
	}
	return m
}()

// notNegated are words before which "no" and "not" deny nothing.
var notNegated = map[string]bool{"only": true, "longer": true, "doubt": true, "less": true, "later": true, "fewer": true, "just": true}

// counted is a number and where it stands.
type counted struct {
	value      string
	start, end int
}

// counts is the numbers given of each thing, by value; a thing being the word after the
// number that tells something. Days of a month are left out: they are told of
// in too many ways.
func counts(s *saying) map[string][]counted {
	out := make(map[string][]counted)
	text := s.doc.doc.Text
	var open []counted // numbers whose thing has not come yet
	gap := 0
	for i := 0; i < len(s.words); i++ {
		f := form(text[s.words[i].start:s.words[i].end])
		v, n := number(text, s.words[i:])
		if n > 0 {
			if i > 0 && months[form(text[s.words[i-1].start:s.words[i-1].end])] {
				i += n - 1
				continue
			}
			if gap > 1 || i > 0 && parted(between(text, s.words, i)) {
				open = nil
			}
			c := counted{v, int(s.words[i].start), int(s.words[i+n-1].end)}
			i += n - 1
			if strings.HasPrefix(text[s.words[i].end:], "%") {
				out["%"] = append(append(out["%"], open...), c)
				open = nil
				continue
			}
			open, gap = append(open, c), 0
			continue
		}
		if len(open) == 0 {
			continue
		}
		if common[f] {
			if gap++; gap > 2 {
				open = nil
			}
			continue
		}
		u := lexicon.Stem(f)
		out[u] = append(out[u], open...)
		open = nil
	}
	for u := range out {
		slices.SortFunc(out[u], func(x, y counted) int {
			return cmp.Or(cmp.Compare(x.value, y.value), cmp.Compare(x.start, y.start))
		})
		out[u] = slices.CompactFunc(out[u], func(x, y counted) bool { return x.value == y.value })
	}
	return out
}

// parted reports whether the marks between two numbers part them: a range may
// be written with dots, a clause ends in one and a blank.
func parted(marks string) bool {
	return strings.ContainsAny(marks, ",;(") || strings.Contains(marks, ". ")
}

// between is what stands before word i and after the one before it.
func between(text string, ws []word, i int) string { return text[ws[i-1].end:ws[i].start] }

// number reads a number at the head of ws, in digits or words, and how many
// words it takes.
func number(text string, ws []word) (value string, n int) {
	at := func(i int) string {
		if i >= len(ws) {
			return ""
		}
		return form(text[ws[i].start:ws[i].end])
	}
	f := at(0)
	x, n := 0.0, 1
	switch {
	case f == "":
		return "", 0
	case f[0] >= '0' && f[0] <= '9':
		v, err := strconv.ParseFloat(strings.ReplaceAll(f, ",", ""), 64)
		if err != nil {
			return "", 0
		}
		x = v
	case tens[f] > 0:
		x = tens[f]
		if u := units[at(1)]; u > 0 && u < 10 {
			x, n = x+u, 2
		}
	case units[f] > 1: // "one" is seldom a number
		x = units[f]
	default:
		return "", 0
	}
	if k := scales[at(n)]; k > 0 {
		x, n = x*k, n+1
	}
	return strconv.FormatFloat(x, 'g', 12, 64), n
}

var scales = map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

var units = numbered(1, 1, `one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
	sixteen seventeen eighteen nineteen`)

var tens = numbered(20, 10, `twenty thirty forty fifty sixty seventy eighty ninety`)

func numbered(from, step float64, words string) map[string]float64 {
	m := make(map[string]float64)
	for w := range strings.FieldsSeq(words) {
		m[w] = from
		from += step
	}
	return m
}

var months = func() map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(`january february march april may june july august september october november december`) {
		m[w] = true
	}
	return m
}()
