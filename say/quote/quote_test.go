package quote_test

import (
	"reflect"
	"strings"
	"testing"

	"sayso/say/quote"
)

// paragraphs parts a text at its line ends.
func paragraphs(text string) []quote.Range {
	var out []quote.Range
	at := 0
	for _, l := range strings.SplitAfter(text, "\n") {
		if strings.TrimSpace(l) != "" {
			out = append(out, quote.Range{Start: at, End: at + len(strings.TrimSuffix(l, "\n"))})
		}
		at += len(l)
	}
	return out
}

func TestPair(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // inner words; nested ones follow the one they stand in
	}{
		{"straight", `"We go," she said. "Now."`, []string{"We go,", "Now."}},
		{"curly", `“We go,” she said.`, []string{"We go,"}},
		{"guillemets", `«We go», she said.`, []string{"We go"}},
		{"guillemets the German way", `»We go«, she said.`, []string{"We go"}},
		{"German", `„We go“, she said, „now“.`, []string{"We go", "now"}},
		{"typed", "``We go,'' she said.", []string{"We go,"}},
		{"nested", `“He said ‘no’ to me,” she said.`, []string{"He said ‘no’ to me,", "no"}},
		{"nested straight", `"He said 'no' to me," she said.`, []string{"He said 'no' to me,", "no"}},
		{"apostrophes", `The ministers’ plan won’t fly, ’tis said. It's Kolt's.`, nil},
		{"possessive inside", `“The ‘rebels’ own’ camps,” she said.`, []string{"The ‘rebels’ own’ camps,", "rebels’ own"}},
		{"decades", `In the '90s and '80s nobody said 'no'.`, []string{"no"}},
		{"mark against the next word", `some “structures”on the border`, []string{"structures"}},
		{"stray closing mark", `They left”. She said, “We go.”`, []string{"We go."}},
		{"stray opening mark", `They “left. She said, “We go.”`, []string{"We go."}},
		{"stray mark alone", `"We go," she said. "` + "\n" + `"Now."`, []string{"We go,", "Now."}},
		{"odd mark does not lose the next paragraph", `He had a 12" pipe and a " there` + "\n" + `"We go," she said.`, []string{"We go,"}},
		{"reopened over paragraphs", "“One.\n“Two.\n“Three,” she said.", []string{"One.", "Two.", "Three,"}},
		{"runs on without a mark", "“One.\nTwo.\nThree,” she said.", []string{"One.", "Two.", "Three,"}},
		{"never closed", "She said: “We go\nThen they went.", []string{"We go"}},
		{"bullet", "» First point\n» Second “point”", []string{"point"}},
		{"brackets", `("We go")`, []string{"We go"}},
		{"straight after dash", `He said—"We go"—and left.`, []string{"We go"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, q := range quote.Pair(tt.text, paragraphs(tt.text)) {
				got = append(got, tt.text[q.Start:q.End])
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("quotes of %q\n got %q\nwant %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestContinues(t *testing.T) {
	text := "“One.\n“Two,” she said.\n“Three.”"
	var got []bool
	for _, q := range quote.Pair(text, paragraphs(text)) {
		got = append(got, q.Continues)
	}
	if want := []bool{false, true, false}; !reflect.DeepEqual(got, want) {
		t.Errorf("continues: got %v, want %v", got, want)
	}
}

// FuzzPair checks that quotes are in order, inside their paragraph and well
// formed, whatever the marks.
func FuzzPair(f *testing.F) {
	for _, s := range []string{`"a" b 'c'`, "“a\n“b” c", "„x“ «y» »z«", "'\"'\"", "``a''", "\xff“\xfe”", "’’’‘‘"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, q := range quote.Pair(text, paragraphs(text)) {
			if q.Open < last {
				t.Fatalf("out of order: %+v", q)
			}
			last = q.Open
			if q.Open > q.Start || q.Start > q.End || q.End > q.Close || q.Close > len(text) {
				t.Fatalf("ill formed: %+v in %q", q, text)
			}
			if strings.Contains(text[q.Start:q.End], "\n") {
				t.Fatalf("over a paragraph's end: %+v", q)
			}
		}
	})
}
