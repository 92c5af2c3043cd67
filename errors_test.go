package sayso

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
)

func TestErrorIsOneLineThatNamesItsPath(t *testing.T) {
	for _, c := range []struct{ path, want string }{
		{"a/b.html", "a/b.html: cut off"},
		{"Пресса/день.html", "Пресса/день.html: cut off"},
		{"a\nb\x1b[31m.html", `"a\nb\x1b[31m.html": cut off`},
		{"a\xff.html", `"a\xff.html": cut off`},
		{"", "cut off"},
	} {
		if got := Errorf(Unreadable, c.path, "cut off").Error(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	err := fmt.Errorf("adding: %w", Errorf(Unreadable, "a", "opening: %w", fs.ErrNotExist))
	if KindOf(err) != Unreadable || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is of kind %v and has lost its cause", err, KindOf(err))
	}
	if KindOf(errors.New("x")) != Internal {
		t.Error("an error of nobody's kind is not Internal")
	}
}
