// Package lines tells the running text of flattened pages from what stood
// around it, where only the lines are left.
//
// A boosted model looks at each line, its neighbours and its place, and at how
// many of its words the page's paragraphs share.
package lines

import (
	"math"
	"slices"
	"strings"

	"sayso/article/internal/boost"
	"sayso/article/internal/prose"
)

// A Line is one line of text, trimmed.
type Line struct {
	Text  string
	Gap   int // empty lines before it
	Words int
}

// Body returns for every line the chance that it is main text. Readers'
// comments have none, and are not looked at for judging the rest.
func Body(m *boost.Model, ls []Line) []float32 {
	out := make([]float32, len(ls))
	measure(ls[:Comments(ls)], func(i int, row []float32) { out[i] = m.Chance(row) })
	return out
}

// Like reports whether a line reads like a paragraph.
func (l *Line) Like() bool {
	return l.Words >= 15 || len(l.Text) > 240
}

// Run finds the run of lines that scores best, a line that reads like a
// paragraph scoring its length and any other costing: the best rule without
// learning, F1 .866 and .857 on the flattened development pages.
func Run(ls []Line) (from, to int) {
	best, sum, start := 0, 0, 0
	for i := range ls {
		s := -8
		if ls[i].Like() {
			s = min(max(ls[i].Words, len(ls[i].Text)/7), 60)
		}
		if sum <= 0 {
			sum, start = 0, i
		}
		sum += s
		if sum > best {
			best, from, to = sum, start, i+1
		}
	}
	return from, to
}

const stops = ".!?。।؟！？…"

// Features measures every line.
func Features(ls []Line) [][]float32 {
	rows := make([][]float32, len(ls))
	measure(ls, func(i int, row []float32) { rows[i] = slices.Clone(row) })
	return rows
}

// measure hands done the row of each line, good until it returns.
func measure(ls []Line, done func(int, []float32)) {
	n := len(ls)
	if n == 0 {
		return
	}
	ms := make([]prose.Measure, n)
	seen := map[string]int{}
	total := 0
	longBefore := make([]int, n+1)
	for i := range ls {
		ms[i] = prose.Of(ls[i].Text)
		seen[ls[i].Text]++
		total += ls[i].Words
		longBefore[i+1] = longBefore[i]
		if ls[i].Like() {
			longBefore[i+1] += min(ls[i].Words, 120)
		}
	}
	gaps := 0
	for i := range ls {
		if ls[i].Gap > 0 {
			gaps++
		}
	}
	from, to := Run(ls)
	stretches := stretchesOf(ls)
	// Marks of list entries and comments: clock times, "ago", "Reply", and lines
	// that recur.
	entries, recurring := make([]int, n+1), make([]int, n+1)
	for i := range ls {
		entries[i+1], recurring[i+1] = entries[i], recurring[i]
		if ls[i].Words <= 14 && entryMark(ls[i].Text) {
			entries[i+1]++
		}
		if seen[ls[i].Text] >= 3 {
			recurring[i+1]++
		}
	}
	// What the page is about: the words of its paragraphs, and of the best run.
	all, run := prose.Vocabulary{}, prose.Vocabulary{}
	ws := make([]prose.Words, n)
	for i := range ls {
		ws[i] = prose.Count(ls[i].Text, nil)
		if ls[i].Like() {
			all.Add(ws[i])
		}
		if i >= from && i < to {
			run.Add(ws[i])
		}
	}
	r := make([]float32, 0, 128)
	before := 0
	lastComment, lastRelated, lastShort := -99, -99, -1
	for i := range ls {
		l, m := &ls[i], &ms[i]
		r = r[:0]
		add := func(v ...float64) {
			for _, x := range v {
				r = append(r, float32(x))
			}
		}
		chars := float64(m.Letter + m.Digit + 1)
		add(log(l.Words), log(len(l.Text)), float64(len(l.Text))/float64(l.Words+1))
		add(float64(min(m.Stop, 9)), float64(min(m.Comma, 9)), float64(m.Digit)/chars, float64(m.Upper)/chars, flag(m.Lower))
		add(flag(strings.ContainsRune("\"“„«‘'「", m.Starts)), float64(min(m.Quote, 6)), flag(strings.ContainsRune(stops, m.Ends)), flag(m.Ends == ':'))
		add(flag(strings.HasSuffix(l.Text, "…") || strings.HasSuffix(l.Text, "...")), flag(strings.ContainsAny(l.Text, "|»›→•·")), titled(l.Text))
		for j := range prose.CueNames {
			add(flag(m.Cues&(1<<j) != 0))
		}
		add(all.Share(ws[i], l.Like()), run.Share(ws[i], i >= from && i < to))
		add(float64(ws[i].Short)/float64(ws[i].All+1), float64(ws[i].Lower)/float64(ws[i].All+1))
		add(float64(min(seen[l.Text]-1, 3)), float64(min(l.Gap, 4)), float64(gaps)/float64(n))
		for _, d := range [...]int{-3, -2, -1, 1, 2, 3} {
			j := i + d
			if j < 0 || j >= n {
				add(-1, -1, -1, -1, -1, -1)
				continue
			}
			add(run.Share(ws[j], j >= from && j < to))
			add(log(ls[j].Words), flag(strings.ContainsRune(stops, ms[j].Ends)), float64(min(ms[j].Stop, 5)), float64(ms[j].Upper)/float64(ms[j].Letter+1), float64(ms[j].Digit)/float64(ms[j].Letter+ms[j].Digit+1))
		}
		for _, d := range [...]int{5, 12} {
			a, b := max(0, i-d), min(n, i+d+1)
			add(log(longBefore[i]-longBefore[a]), log(longBefore[b]-longBefore[min(i+1, n)]))
		}
		add(float64(i)/float64(n), log(i), log(n-1-i), float64(before)/float64(total+1), log(n), log(total), float64(longBefore[i])/float64(longBefore[n]+1))
		add(flag(i >= from && i < to), signed(i-from), signed(to-1-i), float64(longBefore[to]-longBefore[from])/float64(longBefore[n]+1))
		st := &stretches.list[stretches.of[i]]
		add(st.share, float64(min(st.rank, 6)), float64(st.short)/float64(st.to-st.from), log(st.to-st.from), log(i-st.from), log(st.to-1-i), signed(stretches.of[i]-stretches.largest))
		for _, d := range [...]int{4, 12} {
			a, b := max(0, i-d), min(n, i+d+1)
			add(float64(entries[b]-entries[a]), float64(recurring[b]-recurring[a]))
		}
		add(float64(min(i-lastComment, 60)), float64(min(i-lastRelated, 20)), float64(min(i-lastShort, 20)))
		done(i, r)
		before += l.Words
		if l.Words < 8 && m.Cues&prose.Comment != 0 {
			lastComment = i
		}
		if l.Words < 8 && m.Cues&prose.Related != 0 {
			lastRelated = i
		}
		if l.Words < 6 {
			lastShort = i
		}
	}
}

// A stretch is a run of lines in which paragraphs stand close together.
type stretch struct {
	from, to, words, short, rank int
	share                        float64 // of the words of the largest
}

type stretchSet struct {
	list    []stretch
	of      []int // the stretch of each line
	largest int
}

// stretchGap is how many lines in a row that are no paragraphs end a stretch.
const stretchGap = 5

func stretchesOf(ls []Line) stretchSet {
	s := stretchSet{of: make([]int, len(ls))}
	since := 0
	for i := range ls {
		like := ls[i].Like()
		if len(s.list) == 0 || like && since >= stretchGap {
			s.list = append(s.list, stretch{from: i})
		}
		cur := &s.list[len(s.list)-1]
		cur.to = i + 1
		s.of[i] = len(s.list) - 1
		if like {
			cur.words += min(ls[i].Words, 120)
			since = 0
		} else {
			cur.short++
			since++
		}
	}
	for i := range s.list {
		if s.list[i].words > s.list[s.largest].words {
			s.largest = i
		}
	}
	order := make([]int, len(s.list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return s.list[b].words - s.list[a].words })
	for rank, i := range order {
		s.list[i].rank = rank
		s.list[i].share = float64(s.list[i].words) / float64(s.list[s.largest].words+1)
	}
	return s
}

// entryMark reports whether a short line carries what marks entries of lists
// and comments.
func entryMark(s string) bool {
	for i := 1; i+2 < len(s); i++ {
		if s[i] == ':' && isDigit(s[i-1]) && isDigit(s[i+1]) && isDigit(s[i+2]) {
			return true
		}
	}
	low := strings.ToLower(s)
	for _, w := range [...]string{" ago", "reply", "says:", "said:", "report abuse", "permalink", "antworten", "répondre", "responder", "upvote"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// titled is the share of a line's words that begin with a capital.
func titled(s string) float64 {
	if len(s) > 400 {
		return 0
	}
	all, big := 0, 0
	for w := range strings.FieldsSeq(s) {
		all++
		if w[0] >= 'A' && w[0] <= 'Z' || strings.HasPrefix(w, "Ä") || strings.HasPrefix(w, "Ö") || strings.HasPrefix(w, "É") {
			big++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(big) / float64(all)
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func log(n int) float64 { return math.Log1p(float64(max(n, 0))) }

func signed(d int) float64 {
	if d < 0 {
		return -math.Log1p(float64(-d))
	}
	return math.Log1p(float64(d))
}
