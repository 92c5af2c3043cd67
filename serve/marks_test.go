package serve

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sayso"
)

// TestCutKeepsTheText lays any marks over any text: what is shown is the text,
// every statement that begins or ends inside has its place once, and no piece
// is empty.
func TestCutKeepsTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ToValidUTF8(rapid.String().Draw(t, "text"), "")
		r := sayso.NewRuler(text)
		offset := rapid.IntRange(-3, int(r.Len())+3)
		var marks []mark
		for i := range rapid.IntRange(0, 8).Draw(t, "marks") {
			m := mark{start: sayso.Offset(offset.Draw(t, "start")), end: sayso.Offset(offset.Draw(t, "end")), role: role(rapid.IntRange(0, int(quiet)).Draw(t, "role")),
				n: i + 1, first: true, last: true}
			if m.role == change {
				m.change = &changeMark{}
			}
			marks = append(marks, m)
		}
		from, to := sayso.Offset(offset.Draw(t, "from")), sayso.Offset(offset.Draw(t, "to"))
		pieces := afterMarks(cut(r, from, to, marks))
		var b strings.Builder
		begun, ended := map[int]int{}, map[int]int{}
		for _, p := range pieces {
			b.WriteString(p.Text)
			for _, a := range p.Anchors {
				begun[a.N]++
			}
			for _, e := range p.Ends {
				ended[e.N]++
			}
		}
		from, to = max(from, 0), min(to, r.Len())
		want := ""
		if from < to {
			want = shown(r.Slice(from, to))
		}
		if b.String() != want {
			t.Fatalf("shown %q, want %q", b.String(), want)
		}
		for _, m := range marks {
			inside := m.start < m.end && max(m.start, from) < min(m.end, to)
			if want := inside && m.start >= from; begun[m.n] != count(want) {
				t.Errorf("mark %+v begins %d times in %d to %d", m, begun[m.n], from, to)
			}
			if want := inside && m.end <= to; ended[m.n] != count(want) {
				t.Errorf("mark %+v ends %d times in %d to %d", m, ended[m.n], from, to)
			}
		}
	})
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestStretchesHideNothing wants every letter of a text in one stretch, however
// wrong the blocks are.
func TestStretchesHideNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &sayso.Document{Text: rapid.StringMatching(`[ab \n]{0,40}`).Draw(t, "text")}
		for range rapid.IntRange(0, 6).Draw(t, "blocks") {
			d.Blocks = append(d.Blocks, sayso.Block{Kind: sayso.BlockBody, Start: sayso.Offset(rapid.IntRange(-2, 42).Draw(t, "start")), End: sayso.Offset(rapid.IntRange(-2, 42).Draw(t, "end"))})
		}
		r := sayso.NewRuler(d.Text)
		letters, at := 0, sayso.Offset(0)
		for _, s := range stretches(d, r) {
			if s.start < at || s.end <= s.start || s.end > r.Len() {
				t.Fatalf("stretch %+v after %d", s, at)
			}
			at = s.end
			letters += strings.Count(r.Slice(s.start, s.end), "a") + strings.Count(r.Slice(s.start, s.end), "b")
		}
		if want := strings.Count(d.Text, "a") + strings.Count(d.Text, "b"); letters != want {
			t.Errorf("%d letters are shown of %d", letters, want)
		}
	})
}

func TestWords(t *testing.T) {
	for _, c := range [][2]string{
		{shown("a\x00b\u202Ec\r\n"), "a\u2400b\uFFFDc\n"},
		{line("  a\n b\u2067c\u200F "), "a bc"},
		{short("one two three", 8), "one two …"},
		{number(1234567), "1\u202F234\u202F567"},
		{percent(.999), "over 99 %"}, {percent(1), "100 %"}, {percent(.001), "under 1 %"},
		{dateWord("2024-03-07", sayso.ByDay), "7 March 2024"}, {dateWord("2024-03-07", sayso.ByMonth), "March 2024"}, {dateWord("2024", ""), "2024"}, {dateWord("soon", ""), "soon"},
		{timeOf("14:44:00+03:00"), ", 14:44 (UTC+03:00)"}, {timeOf("18:05:00Z"), ", 18:05 UTC"}, {timeOf("noon"), ", noon"},
		{webURL("javascript:alert(1)"), ""}, {webURL("//x.example/"), ""}, {webURL("http://a:b@x.example/"), ""}, {webURL("https://x.example/a"), "https://x.example/a"},
	} {
		if c[0] != c[1] {
			t.Errorf("got %q, want %q", c[0], c[1])
		}
	}
	var b strings.Builder
	for _, p := range highlight("In Erdoğan’s ERDOGAN, erdogans", "erdogan", false) {
		if p.Class != "" {
			b.WriteString("[" + p.Text + "]")
		}
	}
	if got := b.String(); got != "[Erdoğan][ERDOGAN]" {
		t.Errorf("lit are %s", got)
	}
}
