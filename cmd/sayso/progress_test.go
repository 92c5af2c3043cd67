package main

import (
	"strings"
	"testing"
	"time"
)

// TestBar wants each drawing to fill one line of the terminal and no more.
func TestBar(t *testing.T) {
	for _, columns := range []int{0, 1, 20, 40, 80, 200} {
		var b strings.Builder
		bar := &bar{w: &b, columns: func() int { return columns }}
		for _, c := range []struct{ done, total int64 }{{0, 0}, {0, 10}, {5, 10}, {10, 10}, {99, 10}} {
			b.Reset()
			bar.draw("linking: 5 of 10 pages", c.done, c.total, 90*time.Second)
			if n := len(b.String()); b.String()[0] != '\r' || n != max(columns, 1) {
				t.Errorf("%d of %d in %d columns: %q has %d letters", c.done, c.total, columns, b.String(), n)
			}
			full, room := strings.Count(b.String(), "="), strings.Index(b.String(), "]")-strings.Index(b.String(), "[")-1
			if columns >= 80 && c.total > 0 && full != int(min(c.done, c.total)*int64(room)/c.total) {
				t.Errorf("%d of %d: %q", c.done, c.total, b.String())
			}
		}
	}
	if got := left(10, 25, 100); got != 30*time.Second {
		t.Errorf("%v left", got)
	}
}
