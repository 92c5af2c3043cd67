package gold_test

import (
	"strings"
	"testing"

	"sayso"
	"sayso/demo/gold"
)

// perfect is the record that the facts describe, and no more.
func perfect(f *gold.Facts) (docs []*sayso.Document, links []sayso.Link) {
	id := func(r gold.Ref, words string) string { return r.String() + " " + words }
	for _, p := range f.Pages {
		d := &sayso.Document{ID: sayso.DocumentID(p.Ref.String()), Source: sayso.Source{Path: "pages/" + p.Page},
			Title: sayso.Maybe(p.Title), Outlet: sayso.Maybe(p.Outlet)}
		if p.Published != "" {
			d.Published = &sayso.Date{Date: p.Published}
		}
		if p.Dateline != nil {
			d.Dateline = &sayso.Dateline{Place: sayso.Maybe(p.Dateline.Place), Agency: sayso.Maybe(p.Dateline.Agency)}
		}
		for _, c := range p.Credits {
			d.Credits = append(d.Credits, sayso.Credit{Name: c})
		}
		for _, s := range p.Statements {
			st := sayso.Statement{ID: sayso.StatementID(id(p.Ref, s.Content)), Mode: sayso.Mode(s.Mode), Polarity: sayso.Polarity(s.Polarity),
				Content: []sayso.Span{{Text: s.Content}}, Speaker: &sayso.Actor{Name: s.Speaker, Kind: sayso.Person}}
			if s.Anonymous {
				st.Speaker.Kind = sayso.Anonymous
			}
			if s.Addressee != "" {
				st.Addressee = &sayso.Actor{Name: s.Addressee}
			}
			if s.Venue != "" {
				st.Venue = &sayso.Venue{What: s.Venue}
			}
			if s.SaidOn != "" {
				st.SaidOn = &sayso.Date{Date: s.SaidOn}
			}
			if s.Within != "" {
				st.Within = "another"
			}
			for _, e := range s.Edits {
				st.Edits = append(st.Edits, sayso.Edit{Kind: e})
			}
			d.Statements = append(d.Statements, st)
		}
		docs = append(docs, d)
	}
	for _, c := range f.Copies {
		links = append(links, sayso.Link{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: c.A.String(), B: c.B.String(),
			Direction: &sayso.Direction{From: sayso.Maybe(c.From)}})
	}
	for kind, list := range map[sayso.LinkKind][]gold.Joined{sayso.LinkSame: f.Same, sayso.LinkConflict: f.Conflicts} {
		for _, j := range list {
			links = append(links, sayso.Link{Kind: kind, Between: sayso.BetweenStatements, A: id(j.A.Ref, j.A.Content), B: id(j.B.Ref, j.B.Content)})
		}
	}
	return docs, links
}

func facts(t *testing.T) *gold.Facts {
	t.Helper()
	f, err := gold.Read()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestScoreOfAPerfectRecord(t *testing.T) {
	f := facts(t)
	r := f.Score(perfect(f))
	for _, m := range r.Misses {
		t.Error(m)
	}
	if got := r.Tally("conflicts"); got.Of != len(f.Conflicts) {
		t.Errorf("%d conflicts looked for, want %d", got.Of, len(f.Conflicts))
	}
}

func TestScoreCountsWhatIsWrong(t *testing.T) {
	f := facts(t)
	docs, links := perfect(f)
	docs[0].Statements[1].Speaker.Name = "Somebody Else"
	docs[1].Statements = append(docs[1].Statements, sayso.Statement{Content: []sayso.Span{{Text: f.Pages[1].NotTold[0]}}})
	// The unrelated story with the shared background, linked to the original.
	links = append(links, sayso.Link{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments,
		A: "20-courier-wheat.html", B: "01-drinta-relkov-assembly.html"})
	r := f.Score(docs, links)
	want := []string{"speaker: 01-", "left out: 02-", "no copies: 01-"}
	if len(r.Misses) != len(want) {
		t.Fatalf("misses: %q", r.Misses)
	}
	for i, w := range want {
		if !strings.HasPrefix(r.Misses[i], w) {
			t.Errorf("miss %d is %q, want one of %q", i, r.Misses[i], w)
		}
	}
}

func TestScoreOfNothing(t *testing.T) {
	r := facts(t).Score(nil, nil)
	if got := r.Tally("pages"); got.Right != 0 || got.Of != 22 {
		t.Errorf("pages: %d of %d, want 0 of 22", got.Right, got.Of)
	}
}
