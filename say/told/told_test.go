package told_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"sayso"
	"sayso/say/told"
)

func TestUnits(t *testing.T) {
	tests := []struct {
		name, text string
		want       []told.Unit
	}{
		{"paragraphs stand alone", "One.\n\nTwo.", []told.Unit{{0, 1}, {1, 2}}},
		{"a colon after a word of saying", "Kolt said:\n\n“One.”\n\nTwo.", []told.Unit{{0, 2}, {2, 3}}},
		{"a colon after a heading", "Contents:\n\nOne.", []told.Unit{{0, 1}, {1, 2}}},
		{"a comma", "On the bridge,\n\nKolt said it was safe.", []told.Unit{{0, 2}}},
		{"a quote that goes on", "“One.\n\n“Two,” Kolt said.\n\nThree.", []told.Unit{{0, 2}, {2, 3}}},
		{"wrapped lines", "The bridge over the northern river was opened again by the\nmayor on Monday, after it had been closed for some years.\n\nTwo.", []told.Unit{{0, 1}, {1, 2}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := sayso.NewRuler(tt.text)
			d := &sayso.Document{Text: tt.text, Blocks: []sayso.Block{{Kind: sayso.BlockBody, End: r.Len()}}}
			if got := told.New(d, r).Units; !reflect.DeepEqual(got, tt.want) {
				t.Errorf("units of %q: got %v, want %v", tt.text, got, tt.want)
			}
		})
	}
}

// TestOneLine checks that text on one line is parted, at sentences where it has any.
func TestOneLine(t *testing.T) {
	for _, text := range []string{strings.Repeat("Vera Kolt spoke. ", 6000), strings.Repeat("“", 40_000), strings.Repeat("a", 100_000)} {
		r := sayso.NewRuler(text)
		paras := told.New(&sayso.Document{Text: text, Blocks: []sayso.Block{{Kind: sayso.BlockBody, End: r.Len()}}}, r).Paras
		at := 0
		for _, p := range paras {
			if p.Start != at || p.End-p.Start > 20_000 || !utf8.ValidString(text[p.Start:p.End]) {
				t.Fatalf("%.10q…: paragraph %v behind %d", text, p, at)
			}
			if at = p.End; text[0] == 'V' && !strings.HasSuffix(text[:at], ". ") {
				t.Fatalf("parted inside a sentence, at %d", at)
			}
		}
		if len(paras) < 5 || at != len(text) {
			t.Errorf("%.10q…: %d paragraphs up to %d", text, len(paras), at)
		}
	}
}
