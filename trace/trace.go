// Package trace says which of several versions of a report was copied from
// which.
//
// It is given what is known of each version (its outlet, whom it credits, its
// date) and how each two differ. Every tree of copies over the versions has a
// cost: a changed word, a cut, an addition, a moved sentence each cost
// something; cutting costs less than adding, a copy dated before its source
// costs much, one that credits its source costs less. A change that later
// copies carry on is so paid for once, and a grandchild hangs from the copy
// that made it. The chance of one version being the source of another is the
// share of all trees, weighed by their costs, in which it is; it is summed
// exactly (matrix-tree theorem), not searched. Where no version has a clear
// lead, the answer is that one cannot tell.
//
// Its limits: it chooses among the versions it is given. Where the source is
// not among them, its copies look like copies of each other.
package trace

import (
	"math"
	"strings"
)

// A Version is one document that tells the report.
type Version struct {
	Outlet  string
	Credits []string // names it says it took its text from
	Agency  bool     // its outlet is one that other documents credit
	Date    string   // "2017-01-25", with "T14:44:00" where the time is known and "Z" where that is UTC, or ""

	Address   string // the page's own, without what does not name it, or ""
	Captured  string // when it was saved, in UTC, or ""
	Corrected bool   // it says that it was changed after it came out
}

// A Pair is how two versions differ. A run is a stretch of more than a few
// words that only one of them has.
type Pair struct {
	A, B    int  // numbers of the versions
	Changed int  // words put otherwise
	Moved   int  // stretches that stand in another order
	OnlyA   Runs // what only A has
	OnlyB   Runs
	OddA    int // changed words where A elsewhere keeps what B has here
	OddB    int // and the other way round
	Marks   int // marks of an original: above 0 in A alone ("told AFP" where B has "said"), below in B alone
}

// Runs sums up the text that only one version has.
type Runs struct {
	Inner      int // runs within the text
	InnerWords int
	Tail       int // words at its end
	// Foreign is the share of their words that the text both have does not use,
	// summed over the runs within; TailForeign that of the end.
	Foreign     float64
	TailForeign float64
}

// A Verdict is what can be said of one pair.
type Verdict struct {
	From       byte // 'a', 'b', or 0 where it cannot be told
	Why        []string
	Confidence float64
}

// Enough is the confidence from which on a direction is given. At .5, .90 of
// synthetic_copies get the right source and .92 of the given are right; at
// .57, .88 and .94 (rounded).
const Enough = 0.57

// maxTree is the number of versions up to which trees are summed over: that
// costs its cube, some 20 ms. Beyond it each version's source is chosen by
// itself among those dated before.
const maxTree = 300

// named reports whether v credits w by its outlet's name.
func named(v, w Version) bool {
	if w.Outlet == "" {
		return false
	}
	for _, c := range v.Credits {
		if strings.EqualFold(c, w.Outlet) {
			return true
		}
	}
	return false
}

// before compares two dates as far as both are known: -1, 0 or 1.
func before(a, b string) int {
	utc := func(s string) bool { return strings.HasSuffix(s, "Z") }
	if len(a) > 10 && len(b) > 10 && utc(a) == utc(b) {
		return strings.Compare(a, b)
	}
	n := min(len(a), len(b), 10)
	return strings.Compare(a[:n], b[:n])
}

// sequence is -1 where v is an earlier capture of one page than w, 1 where it is
// a later one, and 0 where they are of two pages or that cannot be told.
func sequence(v, w Version) int {
	switch {
	case v.Address == "" || v.Address != w.Address:
		return 0
	case v.Captured != "" && w.Captured != "" && v.Captured != w.Captured:
		return strings.Compare(v.Captured, w.Captured)
	}
	if v.Date != "" && w.Date != "" {
		if o := before(v.Date, w.Date); o != 0 {
			return o
		}
	}
	switch {
	case w.Corrected && !v.Corrected:
		return -1
	case v.Corrected && !w.Corrected:
		return 1
	}
	return 0
}

// Tree judges all pairs of the versions of one report.
func Tree(vs []Version, pairs []Pair) []Verdict {
	out := make([]Verdict, len(pairs))
	for i, c := range Chances(vs, pairs) {
		e, ab, ba := pairs[i], c[0], c[1]
		switch {
		case ab >= Enough && ab >= ba:
			out[i] = Verdict{From: 'a', Why: reasons(vs, e), Confidence: ab}
		case ba >= Enough:
			out[i] = Verdict{From: 'b', Why: reasons(vs, e.turned()), Confidence: ba}
		case ab+ba < Enough:
			out[i] = Verdict{Why: []string{"another version is nearer"}, Confidence: max(ab, ba)}
		default:
			out[i] = Verdict{Why: []string{"as likely one way as the other"}, Confidence: max(ab, ba)}
		}
	}
	return out
}

// Chances are, for each pair, those of A being B's source and of B being A's.
func Chances(vs []Version, pairs []Pair) [][2]float64 {
	n := len(vs)
	cost := make([][]float64, n) // of c from p, at [p][c]
	for i := range cost {
		cost[i] = make([]float64, n)
		for j := range cost[i] {
			cost[i][j] = math.Inf(1)
		}
	}
	for _, e := range pairs {
		cost[e.A][e.B] = Costs.copying(vs, e)
		cost[e.B][e.A] = Costs.copying(vs, e.turned())
	}
	root := make([]float64, n)
	for v := range vs {
		root[v] = Costs.root(vs, v)
	}
	var chance [][]float64
	if n <= maxTree {
		chance = marginals(cost, root)
	} else {
		chance = oneByOne(vs, cost)
	}
	out := make([][2]float64, len(pairs))
	for i, e := range pairs {
		out[i] = [2]float64{chance[e.A][e.B], chance[e.B][e.A]}
	}
	return out
}

// turned is the pair with its sides exchanged.
func (e Pair) turned() Pair {
	e.A, e.B = e.B, e.A
	e.OnlyA, e.OnlyB = e.OnlyB, e.OnlyA
	e.OddA, e.OddB = e.OddB, e.OddA
	e.Marks = -e.Marks
	return e
}

// oneByOne gives each version a source by itself, among those before it in
// date, or in number where dates do not tell.
func oneByOne(vs []Version, cost [][]float64) [][]float64 {
	out := make([][]float64, len(vs))
	for i := range out {
		out[i] = make([]float64, len(vs))
	}
	for c := range vs {
		sum := math.Exp(-Costs.Root)
		for p := range vs {
			if earlier(vs, p, c) {
				sum += math.Exp(-cost[p][c])
			}
		}
		for p := range vs {
			if earlier(vs, p, c) && sum > 0 {
				out[p][c] = math.Exp(-cost[p][c]) / sum
			}
		}
	}
	return out
}

func earlier(vs []Version, p, c int) bool {
	b := sequence(vs[p], vs[c])
	if b == 0 && vs[p].Date != "" && vs[c].Date != "" {
		b = before(vs[p].Date, vs[c].Date)
	}
	return b < 0 || b == 0 && p < c
}
