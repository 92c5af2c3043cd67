package match

import (
	"strings"
	"testing"
)

func FuzzIn(f *testing.F) {
	sets := []Set{{1, []string{"he", "her"}}, {2, []string{"she"}}, {4, []string{"his", "ähnlich"}}, {8, []string{"hers "}}}
	m := New(sets)
	f.Add("ushers come")
	f.Add("this is Ähnlich, ähnlich SHE")
	f.Fuzz(func(t *testing.T, s string) {
		want := uint32(0)
		low := strings.Map(func(r rune) rune {
			if r >= 'A' && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		}, strings.ToValidUTF8(s, "?"))
		for _, set := range sets {
			for _, p := range set.Patterns {
				if strings.Contains(low, p) {
					want |= set.Bits
				}
			}
		}
		if got := m.In(strings.ToValidUTF8(s, "?")); got != want {
			t.Errorf("%q: %b, want %b", s, got, want)
		}
	})
}
