package reuse

import (
	"bytes"
	"testing"

	"sayso"
)

// said is a page on which one speaker says each sentence.
func said(name, speaker, day string, sentences ...string) *sayso.Document {
	text := ""
	var at [][2]int
	for _, s := range sentences {
		from := len(text) + 1
		text += "\"" + s + "\" " + speaker + " said.\n"
		at = append(at, [2]int{from, from + len(s)})
	}
	d := page(name, text)
	if day != "" {
		d.Published = &sayso.Date{Date: day, Precision: sayso.ByDay}
	}
	r := sayso.NewRuler(text)
	for _, p := range at {
		st := sayso.Statement{Mode: sayso.Direct, Content: []sayso.Span{r.Span(p[0], p[1])}, Polarity: sayso.Asserted}
		if speaker != "" {
			st.Speaker = &sayso.Actor{Name: speaker, Kind: sayso.Person}
			st.Source = []sayso.Span{r.Span(p[1]+2, p[1]+2+len(speaker))}
		}
		st.ID = sayso.NewStatementID(d.ID, &st)
		d.Statements = append(d.Statements, st)
	}
	return d
}

// by says what the speaker of a page is.
func by(d *sayso.Document, kind sayso.ActorKind) *sayso.Document {
	for i := range d.Statements {
		d.Statements[i].Speaker.Kind = kind
	}
	return d
}

func statementLinks(t *testing.T, docs ...*sayso.Document) (out []sayso.Link) {
	for _, l := range linksOf(t, newPile(docs), Options{}) {
		if l.Between == sayso.BetweenStatements {
			out = append(out, l)
		}
	}
	return out
}

func TestStatements(t *testing.T) {
	const quay = "We will close the northern quay for repairs after two cranes failed within a single week"
	for _, c := range []struct {
		name string
		a, b *sayso.Document
		want sayso.LinkKind // "" for none
	}{
		{"the same words", said("a", "Oren Tafel", "", quay), said("b", "Oren Tafel", "", quay), sayso.LinkCopy},
		{"the same words, curly", said("a", "", "", "It's the harbour council that closed the northern quay, he said"),
			said("b", "", "", "It’s the harbour council that closed the northern quay – he said"), sayso.LinkCopy},
		{"a few words nobody owns", said("a", "", "", "Thank you very much"), said("b", "", "", "Thank you very much"), ""},
		{"a few words of one speaker", said("a", "Oren Tafel", "", "Thank you very much"), said("b", "Tafel", "", "Thank you very much"), sayso.LinkCopy},
		{"a translation", said("a", "Oren Tafel", "2031-05-03", quay),
			said("b", "Oren Tafel", "2031-05-04", "The northern wharf is to be shut for repair work since two cranes broke down in the same week"), sayso.LinkSame},
		{"another number", said("a", "Oren Tafel", "", "The council will pay 400 dockers their full wage while the northern quay is shut"),
			said("b", "Oren Tafel", "", "The council will pay 600 dockers a full wage while the northern quay is closed"), sayso.LinkConflict},
		{"a negation more", said("a", "Oren Tafel", "", "The dockers of the northern quay will get their full wage during the repairs"),
			said("b", "Oren Tafel", "", "The dockers of the northern quay will not get their full wage during repairs"), sayso.LinkConflict},
		{"another unit", said("a", "Oren Tafel", "", "It will take three weeks to clear the northern quay of the fallen cranes"),
			said("b", "Oren Tafel", "", "It will take three months to clear the northern quay of the fallen cranes"), sayso.LinkConflict},
		{"the same in another unit", said("a", "Oren Tafel", "", "It will take two weeks to clear the northern quay of the fallen cranes"),
			said("b", "Oren Tafel", "", "It will take 14 days to clear the northern quay of the fallen cranes"), sayso.LinkSame},
		{"a denial cut", said("a", "Oren Tafel", "", "We will not sell the opera house. The dockers of the northern quay will get their full wage"),
			said("b", "Oren Tafel", "", "The dockers of the northern quay will get their full wage"), sayso.LinkSame},
		{"another speaker", said("a", "Oren Tafel", "", quay), said("b", "Mira Kolben", "", quay), sayso.LinkConflict},
		{"what sources say each day", by(said("a", "a source", "", "Two shells fell on the northern quay of the harbour, hurting five dockers"), sayso.Anonymous),
			by(said("b", "sources", "", "Shells hit the old town beyond the harbour and wounded three"), sayso.Anonymous), ""},
		{"what a body says each day", by(said("a", "Harbour Watch", "", "The number of the wounded could rise, for some were in critical condition after the fire"), sayso.Organisation),
			by(said("b", "Harbour Watch", "", "The toll could rise further as people were missing under the fallen crane"), sayso.Organisation), ""},
		{"short words of nobody", said("a", "", "", "He visited Lower Marrow"), said("b", "", "", "He visited Lower Marrow"), sayso.LinkCopy},
		{"two things", said("a", "Oren Tafel", "", quay), said("b", "Oren Tafel", "", "The opera reopens in autumn with an old favourite, without any speeches"), ""},
		{"months apart", said("a", "Oren Tafel", "2031-05-03", "The council will close the northern quay for repairs"),
			said("b", "Oren Tafel", "2031-11-03", "The council is going to close the northern quay for repair"), ""},
	} {
		ls := statementLinks(t, c.a, c.b)
		switch {
		case len(ls) > 1:
			t.Errorf("%s: %d links", c.name, len(ls))
		case len(ls) == 0 && c.want != "":
			t.Errorf("%s: no link, want %s", c.name, c.want)
		case len(ls) == 1 && ls[0].Kind != c.want:
			t.Errorf("%s: %s at %.2f, want %q, changes %v", c.name, ls[0].Kind, ls[0].Confidence, c.want, ls[0].Changes)
			for _, ch := range ls[0].Changes {
				t.Logf("%s %s %v %v", ch.Op, ch.Kind, ch.A, ch.B)
			}
		}
		a, b := sayso.NewRuler(c.a.Text), sayso.NewRuler(c.b.Text)
		for _, l := range ls {
			if l.Kind == sayso.LinkConflict && len(l.Changes) == 0 {
				t.Errorf("%s: a conflict without what conflicts", c.name)
			}
			for _, ch := range l.Changes {
				if ch.A != nil && !a.Holds(*ch.A) || ch.B != nil && !b.Holds(*ch.B) {
					t.Errorf("%s: change %+v does not hold", c.name, ch)
				}
			}
		}
	}
}

func TestCopiedStatementsAreNotIndependent(t *testing.T) {
	quote := "\"We will not wait for a third accident at the northern quay of our harbour,\" "
	add := func(d *sayso.Document) *sayso.Document {
		r := sayso.NewRuler(d.Text)
		at := bytes.Index([]byte(d.Text), []byte(quote))
		st := sayso.Statement{Content: []sayso.Span{r.Span(at+1, at+len(quote)-2)}}
		st.ID = sayso.NewStatementID(d.ID, &st)
		d.Statements = append(d.Statements, st)
		return d
	}
	text := invented(1, 80) + quote
	ls := statementLinks(t, add(page("a", text)), add(page("b", text+"More.")), add(page("c", quote+"he said."+invented(2, 90))))
	if len(ls) != 3 {
		t.Fatalf("%d links, want 3", len(ls))
	}
	for i, want := range []bool{false, true, true} {
		if ls[i].Independent != want {
			t.Errorf("link %d: independent %v, want %v", i, ls[i].Independent, want)
		}
	}
}

// TestTranslationsDifferInPhrases: two translations are held together by the
// words that tell something, not by each "the".
func TestTranslationsDifferInPhrases(t *testing.T) {
	ls := statementLinks(t, said("a", "Oren Tafel", "", "We shall shut the northern quay since two of the cranes broke down within the week"),
		said("b", "Oren Tafel", "", "The council is going to close the northern wharf because in the space of a week two cranes failed"))
	if len(ls) != 1 || ls[0].Kind != sayso.LinkSame {
		t.Fatalf("got %d links", len(ls))
	}
	var got []string
	for _, c := range ls[0].Changes {
		x := ""
		if c.A != nil {
			x = c.A.Text
		}
		if x += "|"; c.B != nil {
			x += c.B.Text
		}
		got = append(got, x)
	}
	if n := len(got); n == 0 || n > 4 {
		t.Errorf("%d changes: %q", n, got)
	}
}
