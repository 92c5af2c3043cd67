package say_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"sayso"
	"sayso/who"
)

// TestGUMSpeakers pins how often the right speaker is named, of the statements
// of GUM's news that are found and whose speaker has a name there.
func TestGUMSpeakers(t *testing.T) {
	f, err := os.Open(shared(t, "data", "attribution", "gum-news", "gum_news.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found, right := 0, 0
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<26)
	for sc.Scan() {
		var a struct {
			ID, Text     string
			Attributions []struct {
				Content [][2]sayso.Offset
				Speaker *struct{ Canonical, Wikipedia string }
			}
		}
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		d := record(a.ID+".txt", a.Text)
		for _, g := range a.Attributions {
			if g.Speaker == nil || g.Speaker.Canonical == "" && g.Speaker.Wikipedia == "" {
				continue
			}
			s := bestMatch(a.Text, g.Content, d.Statements)
			if s == nil {
				continue
			}
			found++
			if s.Speaker == nil {
				continue
			}
			wiki, _, _ := strings.Cut(strings.NewReplacer("_", " ", "%2D", " ").Replace(g.Speaker.Wikipedia), " (")
			if named(g.Speaker.Canonical, s.Speaker.Name) || named(wiki, s.Speaker.Name) {
				right++
			}
		}
	}
	t.Logf("%d of %d speakers right", right, found)
	if found < 110 || right*100 < found*85 {
		t.Errorf("%d of %d speakers right, want 85 in 100 of at least 110", right, found)
	}
}

// named reports whether got holds the last word of a name.
func named(want, got string) bool {
	w := strings.Fields(who.Key(want))
	return len(w) > 0 && slices.Contains(strings.Fields(who.Key(got)), w[len(w)-1])
}

// bestMatch is the statement whose content shares most letters with a content,
// and at least half of both.
func bestMatch(text string, content [][2]sayso.Offset, statements []sayso.Statement) *sayso.Statement {
	runes := []rune(text)
	letter := func(o sayso.Offset) bool { return unicode.IsLetter(runes[o]) || unicode.IsDigit(runes[o]) }
	in := map[sayso.Offset]bool{}
	for _, c := range content {
		for o := c[0]; o < c[1]; o++ {
			if letter(o) {
				in[o] = true
			}
		}
	}
	var best *sayso.Statement
	top := .5
	for i := range statements {
		both, own := 0, 0
		for _, c := range statements[i].Content {
			for o := c.Start; o < c.End; o++ {
				if letter(o) {
					own++
					if in[o] {
						both++
					}
				}
			}
		}
		if dice := 2 * float64(both) / float64(max(1, own+len(in))); dice >= top {
			best, top = &statements[i], dice
		}
	}
	return best
}
