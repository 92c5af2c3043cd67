package check_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"sayso"
	"sayso/serve/check"
	"sayso/store/sqlite"
)

// archive keeps one page a text. The words between [[ and ]] are one statement
// of the page, in as many parts as there are such pairs.
func archive(t *testing.T, texts ...string) sayso.Store {
	t.Helper()
	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "check.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	var entries []sayso.Entry
	for i, text := range texts {
		d := &sayso.Document{}
		var content []sayso.Span
		var b strings.Builder
		for rest := text; rest != ""; {
			before, after, ok := strings.Cut(rest, "[[")
			b.WriteString(before)
			if !ok {
				break
			}
			words, after, _ := strings.Cut(after, "]]")
			start := len([]rune(b.String()))
			b.WriteString(words)
			content = append(content, sayso.Span{Start: sayso.Offset(start), End: sayso.Offset(start + len([]rune(words))), Text: words})
			rest = after
		}
		d.Text = b.String()
		d.Source = sayso.Source{Path: string(rune('a'+i)) + ".txt", SHA256: sayso.Sum([]byte(d.Text)), MediaType: "text/plain"}
		d.ID = sayso.NewDocumentID(&d.Source)
		d.Blocks = []sayso.Block{{Kind: sayso.BlockBody, End: sayso.NewRuler(d.Text).Len()}}
		if content != nil {
			st := sayso.Statement{Mode: sayso.Direct, Content: content, Polarity: sayso.Asserted, Speaker: &sayso.Actor{Name: "Ada Quell", Kind: sayso.Person}}
			st.ID = sayso.NewStatementID(d.ID, &st)
			d.Statements = []sayso.Statement{st}
		}
		entries = append(entries, sayso.Entry{Page: &sayso.Page{Source: d.Source, Bytes: []byte(d.Text)}, Document: d})
	}
	if err := store.Add(ctx, entries); err != nil {
		t.Fatal(err)
	}
	if err := store.Index(ctx); err != nil {
		t.Fatal(err)
	}
	return store
}

func TestQuote(t *testing.T) {
	store := archive(t,
		"“[[We have counted every bolt,]]” said Ada Quell, “[[and we will not close the bridge again this year.]]” The rain went on.",
		"The harbour master wrote that the lamps along the quay would be lit on Friday, and that nobody need worry.",
		"“[[Les piétons d’abord, les voitures ensuite.]]”",
	)
	for _, c := range []struct {
		name, quote string
		verdict     check.Verdict
		kinds       []sayso.ChangeKind
		speaker     bool
	}{
		{"whole, over an interruption", "We have counted every bolt, and we will not close the bridge again this year", check.Exact, nil, true},
		{"part of it, other case and marks", "we will NOT close the bridge — again", check.Exact, nil, true},
		{"without accents", "les pietons d'abord les voitures", check.Exact, nil, true},
		{"turned round", "We have counted every bolt, and we will close the bridge again this year", check.Altered, []sayso.ChangeKind{sayso.ChangeNegation}, true},
		{"a word changed", "we will not shut the bridge again this year", check.Altered, []sayso.ChangeKind{sayso.ChangeWording}, true},
		{"more than was said", "we will not close the bridge again this year or ever", check.Altered, []sayso.ChangeKind{sayso.ChangeWording}, true},
		{"outside any statement", "the lamps along the quay would be lit on Friday", check.Exact, nil, false},
		{"a number there", "the lamps along the quay would be lit on Sunday", check.Altered, []sayso.ChangeKind{sayso.ChangeNumber}, false},
		{"never said", "I have always liked the smell of tar in the morning", check.Absent, nil, false},
		{"its words, but not in this order", "year this again bridge the close not will we and", check.Absent, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := check.Quote(context.Background(), store, c.quote)
			if err != nil {
				t.Fatal(err)
			}
			if r.Verdict != c.verdict {
				t.Fatalf("%s, want %s: %+v", r.Verdict, c.verdict, r.Passages)
			}
			if r.Verdict == check.Absent {
				return
			}
			p := r.Passages[0]
			if (p.Statement != nil) != c.speaker {
				t.Errorf("in a statement: %v, want %v", p.Statement != nil, c.speaker)
			}
			var kinds []sayso.ChangeKind
			for _, ch := range p.Changes {
				kinds = append(kinds, ch.Kind)
			}
			if len(kinds) != len(c.kinds) {
				t.Fatalf("changes %+v, want kinds %v", p.Changes, c.kinds)
			}
			for i := range kinds {
				if kinds[i] != c.kinds[i] {
					t.Errorf("change %+v, want %s", p.Changes[i], c.kinds[i])
				}
			}
			if c.speaker == false && !sayso.NewRuler(p.Document.Text).Holds(p.Span) {
				t.Errorf("the words do not stand at %+v", p.Span)
			}
		})
	}
}

func TestQuoteBounds(t *testing.T) {
	store := archive(t, "Nothing much was said.")
	for _, q := range []string{"", "two words", "?!,.", strings.Repeat("word ", check.MaxWords+1)} {
		if _, err := check.Quote(context.Background(), store, q); err == nil {
			t.Errorf("%.20q was looked up", q)
		}
	}
	if r, err := check.Quote(context.Background(), store, "nothing \xff\xfe much was \x00 said"); err != nil || r.Verdict != check.Exact {
		t.Errorf("invalid bytes in a quote: %v %v", r, err)
	}
}

// TestDifferences names what differs between two statements and where it
// stands in either document.
func TestDifferences(t *testing.T) {
	text := "Ça: “We have counted every bolt,” she said, “and we will not close it this year.”"
	other := "— “We have counted every bolt and we will close it next year,” she said."
	spans := func(text string, words ...string) []sayso.Span {
		var out []sayso.Span
		for _, w := range words {
			i := strings.Index(text, w)
			out = append(out, sayso.NewRuler(text).Span(i, i+len(w)))
		}
		return out
	}
	a := spans(text, "We have counted every bolt,", "and we will not close it this year.")
	b := spans(other, "We have counted every bolt and we will close it next year,")
	got, ok := check.Differences(a, b)
	if !ok {
		t.Fatal("not alike")
	}
	kinds := map[sayso.ChangeKind]bool{}
	for _, c := range got {
		kinds[c.Kind] = true
		if c.A != nil && !sayso.NewRuler(text).Holds(*c.A) || c.B != nil && !sayso.NewRuler(other).Holds(*c.B) {
			t.Errorf("%+v / %+v do not stand there", c.A, c.B)
		}
	}
	if !kinds[sayso.ChangeNegation] || !kinds[sayso.ChangeWording] {
		t.Errorf("changes %+v", got)
	}
	if _, ok := check.Differences(a, spans("Nothing of the sort was said that day.", "Nothing of the sort was said that day.")); ok {
		t.Error("two unlike statements are compared word by word")
	}
	if got, ok := check.Differences(a, a); !ok || len(got) != 0 {
		t.Errorf("a statement differs from itself: %+v", got)
	}
}
