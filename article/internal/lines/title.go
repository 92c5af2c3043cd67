package lines

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso/article/internal/boost"
	"sayso/article/internal/prose"
)

const (
	// titleAbove is how many lines above the main text a title is looked for,
	// titleBelow how many below its first line: what the main text is taken to
	// begin with may be the standfirst of a line further down.
	titleAbove, titleBelow = 60, 2
	// opening is how many words of the main text are compared with a title.
	opening = 400
	// longestTitle is the most words of a title, longestLine the most bytes.
	longestTitle, longestLine = 45, 1200
)

// leastTitle is the chance below which no line is taken for the title: of
// pages without a title among their lines, one in ten has a line above it.
const leastTitle = 0.1

// Title returns the line that is likeliest the page's title, or -1. First is
// the line at which its main text begins; lines that may refuses are no title.
func Title(m *boost.Model, ls []Line, body []bool, first int, may func(i int) bool) int {
	at, rows := TitleRows(ls, body, first)
	best, chance := -1, float32(leastTitle)
	for k, row := range rows {
		if c := m.Chance(row); c > chance && may(at[k]) {
			best, chance = at[k], c
		}
	}
	return best
}

// First is the line at which the main text's first paragraph stands, or the
// number of lines.
func First(ls []Line, body []bool) int {
	for i := range ls {
		if !body[i] {
			continue
		}
		if l := &ls[i]; l.Like() || l.Words >= 6 && strings.ContainsRune(stops, prose.Of(l.Text).Ends) {
			return i
		}
	}
	return len(ls)
}

// TitleRows measures the lines that may be the page's title.
func TitleRows(ls []Line, body []bool, first int) (at []int, rows [][]float32) {
	from, to := max(0, first-titleAbove), min(len(ls), first+titleBelow+1)
	told := prose.Vocabulary{}
	seenWords := 0
	for i := first; i < len(ls) && seenWords < opening; i++ {
		if body[i] {
			told.Add(prose.Count(ls[i].Text, nil))
			seenWords += ls[i].Words
		}
	}
	folded := make(map[string]int, len(ls))
	for i := range ls {
		if len(ls[i].Text) <= longestLine {
			folded[strings.ToLower(ls[i].Text)]++
		}
	}
	menu := make([]int, to+1) // lines above that look like a menu's
	for i := range to {
		menu[i+1] = menu[i]
		if i >= from && menuLike(ls[i].Text, ls[i].Words) {
			menu[i+1]++
		}
	}
	bestShare := 0.0
	for i := from; i < to; i++ {
		l := &ls[i]
		if l.Words > longestTitle || len(l.Text) > longestLine || !hasWords(l.Text) {
			continue
		}
		n := utf8.RuneCountInString(l.Text)
		if n < 6 || n > 300 {
			continue
		}
		m := prose.Of(l.Text)
		letters := float64(m.Letter + m.Digit + 1)
		w := prose.Count(l.Text, nil)
		share := told.Share(w, i >= first && body[i])
		bestShare = max(bestShare, share)
		var r []float32
		add := func(v ...float64) {
			for _, x := range v {
				r = append(r, float32(x))
			}
		}
		add(log(l.Words), log(n), titled(l.Text), float64(m.Upper)/letters, float64(m.Digit)/letters, flag(m.Lower))
		add(flag(strings.ContainsRune(stops, m.Ends)), flag(m.Ends == '.'), flag(m.Ends == ':'), float64(min(m.Comma, 4)), float64(min(m.Quote, 4)))
		add(flag(strings.Contains(l.Text, " | ")), flag(strings.Contains(l.Text, ": ")), flag(stampLike(l.Text, l.Words)))
		for j := range prose.CueNames {
			add(flag(m.Cues&(1<<j) != 0))
		}
		add(share, float64(w.Lower)/float64(w.All+1), float64(min(folded[strings.ToLower(l.Text)]-1, 3)))
		// A line above that ends with this one is the way to it: "Home World …".
		add(flag(repeatedAbove(ls, i)))
		add(float64(first-i), float64(min(i, 80)), log(i-from), float64(menu[min(first, to)]-menu[i+1]), float64(menu[i]))
		// Whether the lines around are stamps, and how long they are.
		for _, d := range [...]int{-2, -1, 1, 2, 3, 4} {
			j := i + d
			if j < 0 || j >= len(ls) {
				add(-1, -1, -1, -1)
				continue
			}
			o := &ls[j]
			add(flag(stampLike(o.Text, o.Words)), log(o.Words), flag(body[j]), flag(menuLike(o.Text, o.Words)))
		}
		stamp := 12
		for j := i + 1; j < min(len(ls), i+12); j++ {
			if stampLike(ls[j].Text, ls[j].Words) {
				stamp = j - i
				break
			}
		}
		add(float64(stamp))
		at, rows = append(at, i), append(rows, r)
	}
	// How it stands to the best of the others.
	for k := range rows {
		rows[k] = append(rows[k], rows[k][shareAt]-float32(bestShare))
	}
	return at, rows
}

// shareAt is the column of a row that holds the share of its words that the
// main text's beginning repeats.
var shareAt = 14 + len(prose.CueNames)

// repeatedAbove reports whether a line above holds the whole of line i behind
// other words.
func repeatedAbove(ls []Line, i int) bool {
	t := ls[i].Text
	if len(t) < 15 {
		return false
	}
	for j := max(0, i-15); j < min(len(ls), i+6); j++ {
		if o := ls[j].Text; j != i && len(o) > len(t) && len(o) < len(t)+120 && strings.Contains(o, t) {
			return true
		}
	}
	return false
}

func hasWords(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			if n++; n > 3 {
				return true
			}
		}
	}
	return false
}

// menuLike reports whether a line looks like one of a menu: a few words that
// end no sentence.
func menuLike(s string, words int) bool {
	return words <= 3 && len(s) < 30 || strings.Count(s, "|")+strings.Count(s, "  ") >= 2
}

// stampLike reports whether a short line holds a year, a clock time or the
// mark of a writer's name.
func stampLike(s string, words int) bool {
	if words > 16 || len(s) > 160 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) || i > 0 && isDigit(s[i-1]) {
			continue
		}
		n := 1
		for i+n < len(s) && isDigit(s[i+n]) {
			n++
		}
		switch {
		case n == 4 && (s[i:i+2] == "19" || s[i:i+2] == "20"):
			return true
		case n <= 2 && i+n+2 < len(s) && (s[i+n] == ':' || s[i+n] == '.') && isDigit(s[i+n+1]) && isDigit(s[i+n+2]):
			return true
		}
	}
	low := strings.ToLower(s)
	for _, p := range [...]string{"by ", "von ", "par ", "por ", "di ", "av ", "door ", "published", "updated", "posted "} {
		if strings.HasPrefix(low, p) && words <= 10 {
			return true
		}
	}
	return false
}
