package reuse

import (
	"testing"

	"sayso"
)

// inReportersWords makes the statements of a page such as are told in the reporter's words.
func inReportersWords(d *sayso.Document) *sayso.Document {
	for i := range d.Statements {
		d.Statements[i].Mode = sayso.Indirect
	}
	return d
}

// TestWhatEverybodyTells: two quotations of nobody known are one where they say
// one thing in other words; two clauses told by reporters need the same words.
func TestWhatEverybodyTells(t *testing.T) {
	const a, b = "Two shells fell on the northern quay of the harbour on Monday, and five dockers were badly hurt",
		"Five dockers were wounded on Monday as two shells hit the northern wharf"
	if ls := statementLinks(t, said("a", "", "", a), said("b", "", "", b)); len(ls) != 1 {
		t.Errorf("quoted: %d links, want 1", len(ls))
	}
	if ls := statementLinks(t, inReportersWords(said("a", "", "", a)), inReportersWords(said("b", "", "", b))); len(ls) == 1 && ls[0].Confidence > 0.7 {
		t.Errorf("in reporters' words: as sure as %.2f", ls[0].Confidence)
	}
	if ls := statementLinks(t, inReportersWords(said("a", "", "", a)), inReportersWords(said("b", "", "", a+" as they left"))); len(ls) != 1 {
		t.Errorf("in the same words: %d links, want 1", len(ls))
	}
}

// TestRivals: what is like several other statements is less surely one with any.
func TestRivals(t *testing.T) {
	a := said("a", "", "", "The council will close the northern quay in May for repairs to its cranes")
	b := said("b", "", "", "In May the council is to shut the northern wharf while its cranes are repaired")
	alone := statementLinks(t, a, b)
	if len(alone) != 1 {
		t.Fatalf("%d links, want 1", len(alone))
	}
	c := said("c", "", "", "In May the council is to shut the southern wharf while its sheds are repaired")
	for _, l := range statementLinks(t, a, b, c) {
		if l.A == alone[0].A && l.B == alone[0].B && l.Confidence >= alone[0].Confidence {
			t.Errorf("%.2f beside a rival, %.2f without", l.Confidence, alone[0].Confidence)
		}
	}
}

// TestHeadlineSaysWhatTheBodySays: once, and of nothing else in the report.
func TestHeadlineSaysWhatTheBodySays(t *testing.T) {
	sentences := []string{
		"Harbour council and dockers ready to reopen northern quay together",
		"The harbour council, the dockers' union and the pilots are prepared to open the northern quay again before the summer",
		"The council, the union and others have for weeks been meeting about the quay in Lower Marrow",
	}
	d := said("a", "Oren Tafel", "2031-05-03", sentences...)
	if ls := statementLinks(t, d); len(ls) != 0 {
		t.Fatalf("without a headline: %d links, want none", len(ls))
	}
	end := d.Statements[0].Content[0].End
	d.Blocks = []sayso.Block{{Kind: sayso.BlockTitle, End: end + 1}, {Kind: sayso.BlockBody, Start: end + 1, End: sayso.NewRuler(d.Text).Len()}}
	ls := statementLinks(t, d)
	if len(ls) != 1 {
		t.Fatalf("%d links, want 1", len(ls))
	}
	if l := ls[0]; l.A != string(d.Statements[0].ID) || l.B != string(d.Statements[1].ID) {
		t.Errorf("linked %s and %s", l.A, l.B)
	}
}
