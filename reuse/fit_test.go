package reuse

import (
	"context"
	"errors"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"

	"sayso/trace"
)

// TestFitTrace fits the costs of package trace where SAYSO_FIT is set: it
// raises the summed logarithm of the chance given to the true sources, one cost
// at a time, with dates and outlets known and not. Every cost keeps the sign it
// has by its meaning.
func TestFitTrace(t *testing.T) {
	if os.Getenv("SAYSO_FIT") == "" {
		t.Skip("SAYSO_FIT is not set")
	}
	type story struct {
		vs   []trace.Version
		ps   []trace.Pair
		gold []int // of each pair: 1 where A is B's source, -1 the other way, 0 neither
	}
	parent := map[string]string{}
	type edge struct{ Child, Parent string }
	for e := range eachLine[edge](t, sharedFile(t, "data/copies/synthetic_copies/edges.jsonl")) {
		parent["d-"+e.Child] = "d-" + e.Parent
	}
	var stories []story
	for _, fields := range []bool{true, false} {
		r := &run{ctx: context.Background(), pile: copyTrees(t, fields), opt: Options{}.filled()}
		if err := errors.Join(r.load(), r.read(), r.candidates()); err != nil {
			t.Fatal(err)
		}
		if _, _, err := r.align(); err != nil {
			t.Fatal(err)
		}
		m := r.made()
		r.stories(m, func(links []int, vs []trace.Version, ps []trace.Pair) {
			s := story{vs: vs, ps: ps}
			for _, i := range links {
				a, b := string(r.ids[m.found[i].a]), string(r.ids[m.found[i].b])
				g := 0
				if parent[b] == a {
					g = 1
				} else if parent[a] == b {
					g = -1
				}
				s.gold = append(s.gold, g)
			}
			if vs != nil {
				stories = append(stories, s)
			}
		})
	}
	half := os.Getenv("SAYSO_FIT")
	value := func(odd bool) (sum float64) {
		for i, s := range stories {
			if half == "half" && (i%2 == 1) != odd {
				continue
			}
			for k, v := range trace.Chances(s.vs, s.ps) {
				switch s.gold[k] {
				case 1:
					sum += math.Log(v[0] + 1e-6)
				case -1:
					sum += math.Log(v[1] + 1e-6)
				}
			}
		}
		return sum
	}
	fields := reflect.ValueOf(&trace.Costs).Elem()
	meaning := make([]float64, fields.NumField())
	for i := range meaning {
		meaning[i] = fields.Field(i).Float()
	}
	best := value(false)
	t.Logf("%d stories, start %.1f", len(stories), best)
	for step := 0.8; step > 0.02; step /= 2 {
		for moved := true; moved; {
			moved = false
			for i := range fields.NumField() {
				f := fields.Field(i)
				d := step
				if strings.HasSuffix(fields.Type().Field(i).Name, "Word") {
					d /= 20
				}
				old := f.Float()
				for _, x := range []float64{old - d, old + d} {
					if math.Abs(x) > 4 || x*meaning[i] < 0 {
						continue // no one sign is to decide alone, or against its meaning
					}
					f.SetFloat(x)
					if v := value(false); v > best+0.05 {
						best, old, moved = v, x, true
						break
					}
				}
				f.SetFloat(old)
			}
		}
		t.Logf("step %.3f: %.1f, other half %.1f", step, best, value(true))
	}
	t.Logf("%+v", trace.Costs)
}
