package sqlite

import (
	"slices"
	"testing"

	"sayso"
)

func TestDays(t *testing.T) {
	dates := []string{"0999", "2029", "2029-12", "2029-12-31", "2031", "2031-05", "2031-05-04", "2031-05-30", "2031-06"}
	var days []day
	for _, d := range dates {
		n := dayOf(d)
		if n == 0 || n.String() != d {
			t.Errorf("%s became %s", d, n)
		}
		days = append(days, n)
	}
	if !slices.IsSorted(days) {
		t.Errorf("%v are not in the order of the dates", days)
	}
	for _, d := range []string{"", "31", "2031-5", "2031-05-4", "2031-05-04T10:00", "May 2031", "-031-05", "20310504", "2031-", "2031-05-xx"} {
		if n := dayOf(d); n != 0 && n.String() != d && d != "2031-" {
			t.Errorf("%q became %s", d, n)
		}
	}
	for from, end := range map[string]day{"2031": 20319999, "2031-05": 20310599, "2031-05-04": 20310504} {
		if got := dayOf(from).end(); got != end {
			t.Errorf("%s ends with %d", from, got)
		}
	}
}

func TestTraits(t *testing.T) {
	for _, m := range modes {
		for _, p := range polarities {
			for _, a := range acts {
				n := traitsOf(m, p, a)
				if modeOf(n) != m || polarityOf(n) != p || actOf(n) != a {
					t.Errorf("%q, %q, %q became %q, %q, %q", m, p, a, modeOf(n), polarityOf(n), actOf(n))
				}
			}
		}
	}
}

// A damaged archive may hold anything here.
func FuzzUnpackVoice(f *testing.F) {
	f.Add([]byte{1, 2, 0x11, 1, 0xff})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, b []byte) {
		for ok := true; ok; {
			n := len(b)
			var tr traits
			if _, _, tr, b, ok = unpackVoice(b); ok && len(b) > n-4 {
				t.Fatal("read too little")
			}
			_, _, _ = modeOf(tr), polarityOf(tr), actOf(tr)
		}
	})
}

func TestStatementKey(t *testing.T) {
	for _, id := range []sayso.StatementID{"s0123456789abcdef0123", "s0123456789ABCDEF0123", "s0123456789abcdef012", "x", "", "s0123456789abcdef01234", "sxxxxxxxxxxxxxxxxxxxx"} {
		if got := statementID(statementKey(id)); got != id {
			t.Errorf("%q became %q", id, got)
		}
	}
}
