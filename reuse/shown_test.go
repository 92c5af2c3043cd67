package reuse

import (
	"slices"
	"testing"

	"sayso"
)

// shown is the changes of all passages that two texts share, as "old|new".
func shown(x, y string) (out []string) {
	a, b := keep(x), keep(y)
	var al aligner
	for _, p := range al.passages(a.side(), b.side()) {
		for _, s := range describe(p, a, b) {
			for _, c := range s.Changes {
				t := ""
				if c.A != nil {
					t = c.A.Text
				}
				if t += "|"; c.B != nil {
					t += c.B.Text
				}
				out = append(out, t)
			}
		}
	}
	return out
}

// TestEachChangeIsShownApart: a word put for another is shown as that, whatever
// else was put in or left out around it.
func TestEachChangeIsShownApart(t *testing.T) {
	const council = "The council of Vesland voted on Tuesday to close the northern quay for repairs."
	for _, c := range []struct {
		name, a, b string
		want       []string
	}{
		{"the last word of a text without a blank after it",
			council + " Ships will be sent to the south of the country.",
			council + " Ships will be sent to the south of the state.\n(WIRE)", []string{"country.|state."}},
		{"beside a sentence put in that has the old word",
			council + " Chairman Tafel will soon visit the docks that were hit by the storm.",
			council + " The opera opens again in autumn, its Chairman promised on Monday. Leader Tafel will soon visit the docks that were hit by the storm.",
			[]string{"|The opera opens again in autumn, its Chairman promised on Monday.", "Chairman|Leader"}},
		{"where the sentence before ends at one that begins alike",
			council + " The union government would consist of boards that take control of key economic issues in town.",
			council + " The message said that the treaty on good relations and close ties between the two ports, signed long ago and for good in the hall of" +
				" the harbour by all who had then come to see it, and since renewed five times, was to be kept. The union regime would consist of boards that take control of key economic issues in town.",
			[]string{"government|regime"}},
		{"where two sentences begin alike and one goes on",
			council + " After the first meeting of the Upper Harbour Council in May, Oren Tafel and Mira Kolben answered the questions of the press. " +
				"It was no accident to hold a meeting of the Upper Harbour Council in autumn.",
			council + " After the first talks of the Upper Harbour Council in May, Oren Tafel and Mira Kolben answered the questions of the press. " +
				"It was no accident to hold a meeting of the Upper Harbour Council in autumn.",
			[]string{"meeting|talks"}},
	} {
		got := shown(c.a, c.b)
		for _, w := range c.want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %q, want %q", c.name, got, w)
			}
		}
	}
}

// TestReversedPassages: a copy that tells a report's parts in the reverse order,
// with a headline of another story among them, is a copy all the same; no
// passage ends before it begins, and who copied whom does not hang on which of
// the two comes first.
func TestReversedPassages(t *testing.T) {
	first, second, third := invented(1, 40), invented(2, 40), invented(3, 40)
	wire := first + "\n\n" + second + "\n\n" + third
	turned := third + "\n\n# Read also: Quay\n\n" + second + "\n\n# Read also: Opera\n\n" + first
	for _, names := range [][2]string{{"a", "b"}, {"b", "a"}} {
		from, to := keep(wire).doc, keep(turned).doc
		from.ID, to.ID = sayso.DocumentID("d-"+names[0]), sayso.DocumentID("d-"+names[1])
		from.Source.Path, to.Source.Path = names[0], names[1]
		from.Outlet, to.Outlet = "Vesland Wire", "Harbour Post"
		from.Published = &sayso.Date{Date: "2031-05-03", Precision: sayso.ByDay}
		to.Published = &sayso.Date{Date: "2031-05-04", Precision: sayso.ByDay}
		to.Credits = []sayso.Credit{{Name: "Vesland Wire", How: "according to"}}
		docs := []*sayso.Document{from, to}
		slices.SortFunc(docs, func(x, y *sayso.Document) int {
			if x.ID < y.ID {
				return -1
			}
			return 1
		})
		ls := linksOf(t, newPile(docs), Options{})
		if len(ls) != 1 {
			t.Fatalf("%d links, want 1", len(ls))
		}
		l := ls[0]
		if got := map[sayso.Maybe]string{"a": l.A, "b": l.B}[l.Direction.From]; got != string(from.ID) {
			t.Errorf("%v: copied from %q, want %q; %+v", names, got, from.ID, l.Direction)
		}
		if len(l.Passages) != 3 || l.Share < 0.99 {
			t.Errorf("%v: %d passages, share %.2f; want 3 and all", names, len(l.Passages), l.Share)
		}
		for _, p := range l.Passages {
			if p.A.End <= p.A.Start || p.B.End <= p.B.Start || len(p.Changes) > 0 {
				t.Errorf("%v: passage %+v", names, p)
			}
		}
	}
}
