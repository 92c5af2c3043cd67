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
