package trace

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func runs(inner, words, tail int) Runs { return Runs{Inner: inner, InnerWords: words, Tail: tail} }

func TestAgencyIsTheSource(t *testing.T) {
	vs := []Version{
		{Outlet: "Port Alma Post", Credits: []string{"Vesland Wire"}, Date: "2031-05-04"},
		{Outlet: "Vesland Wire", Agency: true, Date: "2031-05-03"},
		{Outlet: "The Marrow Echo", Credits: []string{"vesland wire"}, Date: "2031-05-03"},
	}
	ps := []Pair{
		{A: 0, B: 1, Changed: 2, OnlyB: runs(0, 0, 40)},
		{A: 1, B: 2, Changed: 1},
		{A: 0, B: 2, Changed: 3, OnlyB: runs(0, 0, 40)},
	}
	vs1 := Tree(vs, ps)
	if vs1[0].From != 'b' || vs1[1].From != 'a' || vs1[2].From != 0 {
		t.Errorf("got %v", vs1)
	}
	if len(vs1[0].Why) == 0 || vs1[0].Why[0] != "credits Vesland Wire" {
		t.Errorf("reasons %q", vs1[0].Why)
	}
}

func TestInheritedChange(t *testing.T) {
	// 1 changed two words of 0; 2 has both changes and a cut of its own.
	vs := []Version{{Date: "2031-05-03"}, {Date: "2031-05-04"}, {Date: "2031-05-05"}}
	ps := []Pair{
		{A: 0, B: 1, Changed: 2, OddB: 2},
		{A: 0, B: 2, Changed: 2, OddB: 2, OnlyA: runs(1, 20, 0)},
		{A: 1, B: 2, OnlyA: runs(1, 20, 0)},
	}
	v := Tree(vs, ps)
	if v[0].From != 'a' || v[2].From != 'a' || v[1].From != 0 {
		t.Errorf("got %+v", v)
	}
}

func TestCannotTell(t *testing.T) {
	v := Tree(make([]Version, 2), []Pair{{A: 0, B: 1, Changed: 1}})
	if v[0].From != 0 || len(v[0].Why) == 0 {
		t.Errorf("two versions that differ by a word: %+v", v[0])
	}
}

func TestPartial(t *testing.T) {
	a, b := Version{Outlet: "Vesland Wire", Date: "2031-05-03"}, Version{Outlet: "Echo", Credits: []string{"Vesland Wire"}, Date: "2031-05-03"}
	if v := Partial(a, b); v.From != 'a' {
		t.Errorf("credited: %+v", v)
	}
	b.Credits = nil
	if v := Partial(a, b); v.From != 0 {
		t.Errorf("of one day: %+v", v)
	}
}

// brute sums over all trees by trying every choice of sources.
func brute(cost [][]float64, root []float64) [][]float64 {
	n := len(root)
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
	}
	parent := make([]int, n)
	total := 0.0
	var try func(c int)
	try = func(c int) {
		if c < n {
			for p := -1; p < n; p++ {
				if p != c {
					parent[c] = p
					try(c + 1)
				}
			}
			return
		}
		roots, x := 0, 0.0
		for v, p := range parent {
			if p < 0 {
				roots++
				x += root[v]
				continue
			}
			x += cost[p][v]
			for u, steps := v, 0; u >= 0; u, steps = parent[u], steps+1 {
				if steps > n {
					return
				}
			}
		}
		if roots != 1 {
			return
		}
		w := math.Exp(-x)
		total += w
		for v, p := range parent {
			if p >= 0 {
				out[p][v] += w
			}
		}
	}
	try(0)
	for _, row := range out {
		for i := range row {
			row[i] /= total
		}
	}
	return out
}

func TestMarginalsAreThoseOfAllTrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 4).Draw(t, "n")
		x := rapid.Float64Range(-3, 30)
		cost := make([][]float64, n)
		root := make([]float64, n)
		for i := range cost {
			root[i] = x.Draw(t, "root")
			cost[i] = make([]float64, n)
			for j := range cost[i] {
				cost[i][j] = x.Draw(t, "cost")
				if i == j {
					cost[i][j] = math.Inf(1)
				}
			}
		}
		got, want := marginals(cost, root), brute(cost, root)
		for i := range got {
			for j := range got[i] {
				if i != j && math.Abs(got[i][j]-want[i][j]) > 1e-6 {
					t.Fatalf("%d to %d: %g, want %g", i, j, got[i][j], want[i][j])
				}
			}
		}
	})
}

func TestManyVersions(t *testing.T) {
	for _, n := range []int{1, 2, maxTree, maxTree + 50} {
		var ps []Pair
		for i := 1; i < n; i++ {
			ps = append(ps, Pair{A: i - 1, B: i, Changed: 1, OnlyA: runs(1, 20, 0)})
		}
		if v := Tree(make([]Version, n), ps); len(v) != n-1 {
			t.Errorf("%d versions: %d verdicts", n, len(v))
		}
	}
}

func BenchmarkTree100(b *testing.B) {
	var ps []Pair
	for i := range 100 {
		for j := i + 1; j < 100; j++ {
			ps = append(ps, Pair{A: i, B: j, Changed: 1 + (i+j)%3})
		}
	}
	vs := make([]Version, 100)
	for b.Loop() {
		Tree(vs, ps)
	}
}

func TestCapturesOfOnePage(t *testing.T) {
	// All else says that the second is the source.
	p := Pair{A: 0, B: 1, Changed: 1, OnlyB: runs(2, 60, 20), OddA: 1, Marks: -1}
	for _, c := range []struct {
		name string
		a, b Version
		want byte
	}{
		{"captured", Version{Address: "x", Captured: "2031-05-03T10:00:00Z"}, Version{Address: "x", Captured: "2031-05-04T10:00:00Z"}, 'a'},
		{"dated", Version{Address: "x", Date: "2031-05-03T10:00:00"}, Version{Address: "x", Date: "2031-05-03T11:00:00"}, 'a'},
		{"corrected", Version{Address: "x", Date: "2031-05-03"}, Version{Address: "x", Date: "2031-05-03", Corrected: true}, 'a'},
		{"of two pages", Version{Address: "x", Captured: "2031-05-03T10:00:00Z"}, Version{Address: "y", Captured: "2031-05-04T10:00:00Z"}, 'b'},
	} {
		for turned, want := range map[bool]byte{false: c.want, true: 'a' + 'b' - c.want} {
			vs, ps := []Version{c.a, c.b}, []Pair{p}
			if turned {
				vs = []Version{c.b, c.a}
				ps[0] = p.turned()
				ps[0].A, ps[0].B = 0, 1
			}
			if v := Tree(vs, ps)[0]; v.From != want || v.Confidence < .9 {
				t.Errorf("%s, turned %v: %+v, want %c", c.name, turned, v, want)
			}
			if v := Partial(vs[0], vs[1]); c.want == 'a' && v.From != want {
				t.Errorf("%s, turned %v: a part is %+v, want %c", c.name, turned, v, want)
			}
		}
	}
}

func TestTimesOfDay(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"2031-05-03T10:00:00Z", "2031-05-03T11:00:00Z", -1},
		{"2031-05-03T10:00:00", "2031-05-03T09:00:00", 1},
		{"2031-05-03T10:00:00", "2031-05-03T09:00:00Z", 0}, // of unknown zones
		{"2031-05-03", "2031-05-03T09:00:00Z", 0},
		{"2031-05", "2031-06-03", -1},
	} {
		if got := before(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
