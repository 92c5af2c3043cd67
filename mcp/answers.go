package mcp

import (
	"strings"

	"sayso"
)

// A Page names a saved page and what proves it.
type Page struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty" jsonschema:"as printed on the page; missing where the page does not say"`
	URL       string `json:"url,omitempty"`
	Captured  string `json:"captured,omitempty"`
	Path      string `json:"path" jsonschema:"the file it was saved in"`
	SHA256    string `json:"sha256" jsonschema:"of the page's saved bytes"`
}

func pageOf(d *sayso.Document) Page {
	p := Page{ID: string(d.ID), Title: clean(d.Title), Outlet: clean(d.Outlet), URL: clean(d.Source.URL), Captured: clean(d.Source.CapturedAt), Path: clean(d.Source.Path), SHA256: d.Source.SHA256}
	if d.Published != nil {
		p.Published = clean(d.Published.Date)
	}
	return p
}

// A Span is a stretch of a page's text.
type Span struct {
	Start int    `json:"start" jsonschema:"code points from the start of the page's text"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

func spansOf(in []sayso.Span) []Span {
	out := make([]Span, 0, len(in))
	for _, s := range in {
		out = append(out, Span{int(s.Start), int(s.End), valid(s.Text)})
	}
	return out
}

// A Speaker is who speaks or is spoken to.
type Speaker struct {
	Name string `json:"name"`
	Kind string `json:"kind,omitempty"`
	Role string `json:"role,omitempty"`
	Why  string `json:"why,omitempty" jsonschema:"how it was found who this is"`
}

func speakerOf(a *sayso.Actor) *Speaker {
	if a == nil {
		return nil
	}
	return &Speaker{clean(a.Name), string(a.Kind), clean(a.Role), clean(a.Why)}
}

// A Statement is one thing said, in brief.
type Statement struct {
	ID         string   `json:"id"`
	Words      string   `json:"words"`
	Mode       string   `json:"mode" jsonschema:"direct: all in quotation marks; mixed: some; indirect: none; implicit: quoted without a verb of saying"`
	Polarity   string   `json:"polarity" jsonschema:"asserted, negated (told as not said) or denied"`
	Confidence float64  `json:"confidence"`
	Speaker    *Speaker `json:"speaker,omitempty" jsonschema:"missing where it is not known"`
	Content    []Span   `json:"content"`
	Page       Page     `json:"page"`
}

func statementOf(d *sayso.Document, st *sayso.Statement) Statement {
	return Statement{ID: string(st.ID), Words: words(st), Mode: string(st.Mode), Polarity: string(st.Polarity), Confidence: st.Confidence,
		Speaker: speakerOf(st.Speaker), Content: spansOf(st.Content), Page: pageOf(d)}
}

// A Change is one difference between two tellings.
type Change struct {
	Kind string `json:"kind"`
	A    string `json:"a,omitempty" jsonschema:"the words of the first; missing where it has none"`
	B    string `json:"b,omitempty" jsonschema:"the words of the second; missing where it has none"`
}

// changesOf are the changes with the sides as the caller named them.
func changesOf(in []sayso.Change, swap bool) []Change {
	out := make([]Change, 0, len(in))
	for _, c := range in {
		a, b := c.A, c.B
		if swap {
			a, b = b, a
		}
		v := Change{Kind: string(c.Kind)}
		if a != nil {
			v.A = valid(a.Text)
		}
		if b != nil {
			v.B = valid(b.Text)
		}
		out = append(out, v)
	}
	return out
}

func words(st *sayso.Statement) string {
	parts := make([]string, len(st.Content))
	for i, s := range st.Content {
		parts[i] = valid(s.Text)
	}
	return strings.Join(parts, " … ")
}

// clean is a name or a title in one line.
func clean[S ~string](s S) string { return strings.Join(strings.Fields(valid(string(s))), " ") }

func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
