package lexicon

import "testing"

func TestNear(t *testing.T) {
	for _, c := range []struct {
		a, b string
		low  float64
		high float64
	}{
		{"ship", "ships", .9, 1},
		{"covert", "secret", .4, .9},
		{"motorway", "highway", .4, .9},
		{"twelve", "12", 1, 1},
		{"4,000", "4000", 1, 1},
		{"40", "400", 0, 0},
		{"degtyarev", "degtyaryov", .6, .95},
		{"tsirkovan", "zirkovan", .6, .95},
		{"zircon", "pudding", 0, .1},
		{"", "", 1, 1},
	} {
		if x := Near(Make(c.a), Make(c.b)); x < c.low || x > c.high {
			t.Errorf("%s and %s: %.2f, want %.2f to %.2f", c.a, c.b, x, c.low, c.high)
		}
	}
}

func BenchmarkMake(b *testing.B) {
	for b.Loop() {
		Make("communications")
	}
}
