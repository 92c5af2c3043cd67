package sayso

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestRulerConvertsBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("ab “”é漢😀\x00")), rapid.Rune())).Draw(t, "text")
		for range rapid.IntRange(0, 3).Draw(t, "doublings") { // past several marks
			text += text
		}
		r := NewRuler(text)
		if got, want := r.Len(), Offset(utf8.RuneCountInString(text)); got != want {
			t.Fatalf("Len = %d, want %d", got, want)
		}
		n := Offset(0)
		for i := range text {
			if got := r.Offset(i); got != n {
				t.Fatalf("Offset(%d) = %d, want %d", i, got, n)
			}
			if got := r.Byte(n); got != i {
				t.Fatalf("Byte(%d) = %d, want %d", n, got, i)
			}
			n++
		}
		if got := r.Byte(n); got != len(text) {
			t.Fatalf("Byte(%d) = %d, want the end %d", n, got, len(text))
		}
	})
}

func TestRulerHolds(t *testing.T) {
	text := "Il a dit « non » hier."
	r := NewRuler(text)
	good := r.Span(len("Il a dit « "), len("Il a dit « non"))
	if good.Start != 11 || good.End != 14 || good.Text != "non" {
		t.Errorf("Span = %+v, want 11–14 non", good)
	}
	for _, s := range []struct {
		span Span
		want bool
	}{
		{good, true},
		{Span{11, 14, "nom"}, false},
		{Span{12, 15, "non"}, false},
		{Span{14, 11, ""}, false},
		{Span{-1, 2, "Il"}, false},
		{Span{20, 99, "r."}, false},
	} {
		if got := r.Holds(s.span); got != s.want {
			t.Errorf("Holds(%+v) = %v, want %v", s.span, got, s.want)
		}
	}
}

func BenchmarkRuler(b *testing.B) {
	text := ""
	for range 2000 {
		text += "“That is so,” she said; naïve, perhaps. "
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r := NewRuler(text)
		for i := 0; i < len(text); i += 40 {
			r.Offset(i)
		}
	}
}
