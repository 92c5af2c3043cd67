package change

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"sayso"
)

var wordPattern = regexp.MustCompile(`[\pL\pN\pM]+(?:['’.,][\pL\pN\pM]+)*`)

// matches aligns the words of two texts by their longest common subsequence.
func matches(a, b string) []Match {
	wa, wb := wordPattern.FindAllStringIndex(a, -1), wordPattern.FindAllStringIndex(b, -1)
	same := func(i, j int) bool { return fold(a[wa[i][0]:wa[i][1]]) == fold(b[wb[j][0]:wb[j][1]]) }
	n, m := len(wa), len(wb)
	t := make([][]int, n+1)
	for i := range t {
		t[i] = make([]int, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if same(i, j) {
				t[i][j] = t[i+1][j+1] + 1
			} else {
				t[i][j] = max(t[i+1][j], t[i][j+1])
			}
		}
	}
	out := []Match{{}}
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case same(i, j):
			out = append(out, Match{Range{wa[i][0], wa[i][1]}, Range{wb[j][0], wb[j][1]}})
			i++
			j++
		case t[i+1][j] >= t[i][j+1]:
			i++
		default:
			j++
		}
	}
	return append(out, Match{Range{len(a), len(a)}, Range{len(b), len(b)}})
}

func TestKinds(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want []string // op kind a|b
	}{
		{`Once the quay is open`, `When the quay is open`, []string{"replace wording Once|When"}},
		{`It was shut once.`, `It was shut twice.`, []string{"replace number once.|twice."}},
		{`Some 400 dockers struck.`, `Some 600 dockers struck.`, []string{"replace number 400|600"}},
		{`Tafel told Vesland Radio that it was over.`, `Tafel said that it was over.`, []string{"replace cue told Vesland Radio|said"}},
		{`They will sign the pact.`, `They will not sign the pact.`, []string{"insert negation |not"}},
		{`They do agree.`, `They don't agree.`, []string{"replace negation do|don't"}},
		{`the minister Oren Tafel came`, `the minister Oren Taffel came`, []string{"replace name Tafel|Taffel"}},
		{`Guards fired at the crowd.`, `Guards allegedly fired at the crowd.`, []string{"insert hedge |allegedly"}},
		{`the regime fell`, `the government fell`, []string{"replace wording regime|government"}},
		{`He called it “a trap” and left`, `He called it a trap and left`, []string{"delete quote marks “|", "delete quote marks ”|"}},
		{`they want such zones there`, `they want [such zones] there`, []string{"insert editor's mark |[", "insert editor's mark |]"}},
		{`the coalition would go`, `the [northern] coalition would go`, []string{"insert editor's mark |[northern]"}},
		{`It rained, and we left`, `It rained and we left`, []string{"delete punctuation ,|"}},
		{`"It’s over," said Kolben`, `“It's over,” said Kolben`, nil},
		{`The quay is shut. Ships bound for Port Alma will be sent south to Lower Marrow for a month. It is old.`, `The quay is shut. It is old.`,
			[]string{"delete trimmed Ships bound for Port Alma will be sent south to Lower Marrow for a month.|"}},
		{`Tafel said it was over`, `Kolben said it was over`, []string{"replace speaker Tafel|Kolben"}},
		{``, ``, nil},
	} {
		var got []string
		for _, d := range Between(c.a, c.b, matches(c.a, c.b)) {
			got = append(got, string(d.Op)+" "+string(d.Kind)+" "+d.A.of(c.a)+"|"+d.B.of(c.b))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%q to %q:\n got %q\nwant %q", c.a, c.b, got, c.want)
		}
	}
}

// apply puts the changes into a, which must give b.
func apply(a, b string, ds []Diff) string {
	var out strings.Builder
	at := 0
	for _, d := range ds {
		out.WriteString(a[at:d.A.Start])
		out.WriteByte(' ')
		out.WriteString(d.B.of(b))
		out.WriteByte(' ')
		at = d.A.End
	}
	out.WriteString(a[at:])
	return out.String()
}

// TestChangesGiveTheOther draws a text and changes it, and wants the changes
// found to turn the one into the other.
func TestChangesGiveTheOther(t *testing.T) {
	piece := rapid.SampledFrom([]string{"harbour", "council", "the", "not", "400", "Tafel", "said", "don't", "“quay”", "ships,", "over.", "[sic]",
		"-", "—", "…", "\"", "a", "1,500", "port-side", "überall", "é", "\n", "(", ")"})
	rapid.Check(t, func(t *rapid.T) {
		ws := rapid.SliceOf(piece).Draw(t, "a")
		var other []string
		for _, w := range ws {
			switch rapid.IntRange(0, 9).Draw(t, "edit") {
			case 0:
			case 1:
				other = append(other, w, piece.Draw(t, "more"))
			case 2:
				other = append(other, piece.Draw(t, "other"))
			default:
				other = append(other, w)
			}
		}
		check(t, strings.Join(ws, " "), strings.Join(other, " "))
	})
}

func check(t interface{ Fatalf(string, ...any) }, a, b string) {
	ms := matches(a, b)
	ds := Between(a, b, ms)
	at := Diff{}
	for _, d := range ds {
		if d.A.Start < at.A.End || d.B.Start < at.B.End || d.A.End < d.A.Start || d.B.End < d.B.Start {
			t.Fatalf("changes of %q to %q overlap or turn back: %v after %v", a, b, d, at)
		}
		if (d.Op == sayso.Insert) != (d.A.Start == d.A.End) || (d.Op == sayso.Delete) != (d.B.Start == d.B.End) {
			t.Fatalf("%q to %q: %s of %q to %q", a, b, d.Op, d.A.of(a), d.B.of(b))
		}
		at = d
	}
	if got := apply(a, b, ds); !same(fold(got), fold(b)) && !same(strings.ToLower(got), strings.ToLower(b)) {
		t.Fatalf("%q to %q: changes %v give %q", a, b, ds, got)
	}
}

func FuzzBetween(f *testing.F) {
	f.Add("Tafel said “no”.", "Tafel told them [no] .")
	f.Add("1,500 a", "1.500 b")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 300 || len(b) > 300 || !utf8.ValidString(a) || !utf8.ValidString(b) {
			return
		}
		ms := matches(a, b)
		for _, d := range Between(a, b, ms) {
			_ = d.A.of(a) + d.B.of(b)
			d.Change(sayso.NewRuler(a), sayso.NewRuler(b))
		}
	})
}
