package change

import (
	"strings"
	"testing"
)

func TestLoaded(t *testing.T) {
	l := DefaultLoaded()
	for _, c := range []struct{ a, b, from, to string }{
		{"the regime’s", "the government's", "", ""},
		{"the Regime", "government troops", "regime", "government"},
		{"Islamic State", "Daesh", "islamic state", "daesh"},
		{"quay", "wharf", "", ""},
		{"", "", "", ""},
	} {
		if from, to, _ := l.Swap(c.a, c.b); from != c.from || to != c.to {
			t.Errorf("%q to %q: %q to %q, want %q to %q", c.a, c.b, from, to, c.from, c.to)
		}
	}
	own, err := ReadLoaded(strings.NewReader("# mine\n\nquay / wharf\n"))
	if err != nil {
		t.Fatal(err)
	}
	if from, to, ok := own.Swap("the northern quay", "a wharf"); !ok || from != "quay" || to != "wharf" {
		t.Errorf("own list: %q to %q", from, to)
	}
}

// A user's lines stand beside the ones that are built in.
func TestMoreLoaded(t *testing.T) {
	l, err := MoreLoaded(strings.NewReader("# ours\n\nspill / discharge\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{{"the spill", "a discharge"}, {"the regime", "the government"}} {
		if _, _, ok := l.Swap(c[0], c[1]); !ok {
			t.Errorf("%q for %q is no swap", c[1], c[0])
		}
	}
	if _, err := MoreLoaded(strings.NewReader(strings.Repeat("x", 1<<17))); err == nil {
		t.Error("a line of 128 KiB is taken")
	}
}
