package say_test

import (
	"strings"
	"testing"

	"sayso"
	"sayso/say"
)

// document is a page whose whole text is body, but for a title line.
func document(title, body string) *sayso.Document {
	text := body
	if title != "" {
		text = title + "\n\n" + body
	}
	d := &sayso.Document{ID: "d0", Text: text, Language: "en"}
	r := sayso.NewRuler(text)
	n := sayso.Offset(0)
	if title != "" {
		n = r.Offset(len(title))
		d.Blocks = append(d.Blocks, sayso.Block{Kind: sayso.BlockTitle, Start: 0, End: n})
	}
	d.Blocks = append(d.Blocks, sayso.Block{Kind: sayso.BlockBody, Start: n, End: r.Len()})
	return d
}

// line is a statement as one line: mode, source, cue, content, speaker.
func line(s sayso.Statement) string {
	join := func(l []sayso.Span) string {
		var out []string
		for _, x := range l {
			out = append(out, x.Text)
		}
		return strings.Join(out, " / ")
	}
	who := "-"
	if s.Speaker != nil {
		who = s.Speaker.Name
	}
	return strings.Join([]string{string(s.Mode), join(s.Source), join(s.Cue), join(s.Content), who}, " | ")
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, title, text string
		want              []string
	}{
		{"source before", "", "Foreign Minister Vera Kolt said that the bridge would open.",
			[]string{"indirect | Foreign Minister Vera Kolt | said | that the bridge would open | Vera Kolt"}},
		{"source after, turned", "", "“The bridge will open,” said Vera Kolt, the mayor.",
			[]string{"direct | Vera Kolt, the mayor | said | The bridge will open, | Vera Kolt"}},
		{"source between", "", "“The bridge,” Vera Kolt said, “will open on time.”",
			[]string{"direct | Vera Kolt | said | The bridge, / will open on time. | Vera Kolt"}},
		{"quote goes on", "", "“The bridge will open,” Vera Kolt said. “Nobody will stop it now.”",
			[]string{"direct | Vera Kolt | said | The bridge will open, / Nobody will stop it now. | Vera Kolt"}},
		{"according to", "", "The bridge is broken, according to Vera Kolt.",
			[]string{"indirect | Vera Kolt | according to | The bridge is broken | Vera Kolt"}},
		{"adding", "", "The bridge is broken, Vera Kolt said, adding that the road was fine.",
			[]string{"indirect | Vera Kolt | said | The bridge is broken | Vera Kolt", "indirect | Vera Kolt | adding | that the road was fine | Vera Kolt"}},
		{"headline with a dash", "Bridge to open next week — Kolt", "Minister Vera Kolt spoke.",
			[]string{"indirect | Kolt | — | Bridge to open next week | Vera Kolt"}},
		{"headline with a colon", "Top diplomat: bridge will open next week", "It rained.",
			[]string{"indirect | Top diplomat | : | bridge will open next week | -"}},
		{"apposition", "", "Vera Kolt, who replaced Tom Farr as mayor, said the bridge was broken.",
			[]string{"indirect | Vera Kolt, who replaced Tom Farr as mayor | said | the bridge was broken | Vera Kolt"}},
		{"pronoun and title", "", "Norwegian Foreign Minister Vera Kolt opened the bridge. She said it was safe. The Norwegian FM stressed that it cost little.",
			[]string{"indirect | She | said | it was safe | Vera Kolt", "indirect | The Norwegian FM | stressed | that it cost little | Vera Kolt"}},
		{"anonymous", "", "A source said the bridge was broken.",
			[]string{"indirect | A source | said | the bridge was broken | A source"}},
		{"scare quotes are no statement", "", "The “bridge” of the “new town” stands.", nil},
		{"stray mark", "", "The bridge is “broken. Nobody came.\n\n“We will mend it,” Vera Kolt said.",
			[]string{"direct | Vera Kolt | said | We will mend it, | Vera Kolt"}},
		{"capital for a government", "", "Oslo is demanding that the bridge be mended.",
			[]string{"indirect | Oslo | is demanding | that the bridge be mended | Norway"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := document(tt.title, tt.text)
			say.Read(d)
			var got []string
			for _, s := range d.Statements {
				got = append(got, line(s))
			}
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("statements of %q\n got\n%s\nwant\n%s", tt.text, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

func TestPolarityEditsAndNesting(t *testing.T) {
	d := document("", "Vera Kolt denied that the bridge was broken. Tom Farr did not say that it was. "+
		"“Such [a bridge] is no [?] danger,” Kolt said. Farr noted that Norway said it would pay.")
	d.Published = &sayso.Date{Date: "2020-03-05", Precision: sayso.ByDay}
	say.Read(d)
	if len(d.Statements) < 5 {
		for _, s := range d.Statements {
			t.Log(line(s))
		}
		t.Fatalf("%d statements, want 5", len(d.Statements))
	}
	st := d.Statements
	if st[0].Polarity != sayso.Denied || st[1].Polarity != sayso.Negated || st[2].Polarity != sayso.Asserted {
		t.Errorf("polarity: %v %v %v", st[0].Polarity, st[1].Polarity, st[2].Polarity)
	}
	if len(st[2].Edits) != 2 || st[2].Edits[0].Kind != "bracket" || st[2].Edits[1].Kind != "query" {
		t.Errorf("edits: %+v", st[2].Edits)
	}
	if last := st[len(st)-1]; last.Within != st[len(st)-2].ID {
		t.Errorf("%s is told inside %q, want %q", line(last), last.Within, st[len(st)-2].ID)
	}
}

func TestTranscript(t *testing.T) {
	d := document("", "Vera Kolt: Good evening. The bridge will open on Monday.\n\nTom Farr: Thank you. I will be brief.\n\n"+
		"Question (Evening Lamp): Is it safe?\n\nVera Kolt: It is. Tom Farr told me yesterday, “I would walk on it.” I believe him.")
	say.Read(d)
	var turns []string
	for _, s := range d.Statements {
		if len(s.Cue) == 1 && s.Cue[0].Text == ":" {
			turns = append(turns, line(s))
		}
	}
	want := []string{"direct | Vera Kolt | : | Good evening. The bridge will open on Monday. | Vera Kolt", "direct | Tom Farr | : | Thank you. I will be brief. | Tom Farr",
		"direct | Vera Kolt | : | It is. Tom Farr told me yesterday, “I would walk on it.” I believe him. | Vera Kolt"}
	if strings.Join(turns, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(turns, "\n"), strings.Join(want, "\n"))
	}
}

func TestRetold(t *testing.T) {
	d := document("", "Minister Vera Kolt spoke of Mayor Tom Farr on Monday. “He told me: ‘By spring the bridge will open.’ I have written it down,” Kolt said.")
	say.Read(d)
	var got []string
	for _, s := range d.Statements {
		got = append(got, line(s))
	}
	if len(got) != 2 || got[1] != "direct | He | told | By spring the bridge will open. | Tom Farr" || d.Statements[1].Within != d.Statements[0].ID {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestAct(t *testing.T) {
	for text, want := range map[string]sayso.SpeechAct{
		"Vera Kolt said that the bridge was safe.":                sayso.ActSaid,
		"The bridge is safe, according to Vera Kolt.":             sayso.ActSaid,
		"Vera Kolt confirmed that the bridge was safe.":           sayso.ActSaid,
		"Vera Kolt claimed that the bridge was safe.":             sayso.ActClaimed,
		"Vera Kolt denied that the bridge was safe.":              sayso.ActDenied,
		"Vera Kolt demanded that the bridge be closed.":           sayso.ActDemanded,
		"Vera Kolt warned that the bridge would fall.":            sayso.ActWarned,
		"“Is the bridge safe?” Vera Kolt asked.":                  sayso.ActAsked,
		"Vera Kolt promised that the bridge would open.":          sayso.ActPromised,
		"Vera Kolt believes that the bridge is safe.":             sayso.ActBelieves,
		"Vera Kolt wants to close the bridge before the weekend.": sayso.ActWants,
	} {
		d := document("", text)
		say.Read(d)
		if len(d.Statements) != 1 || d.Statements[0].Act != want {
			t.Errorf("%q: %+v, want one that is %s", text, d.Statements, want)
		}
	}
}

func TestByTelephone(t *testing.T) {
	d := document("", "“We lack a road,” Vera Kolt said by telephone.")
	say.Read(d)
	if len(d.Statements) != 1 || d.Statements[0].Venue == nil || d.Statements[0].Venue.What != "phone call" {
		t.Errorf("%+v, want one in a phone call", d.Statements)
	}
}

func TestOccasion(t *testing.T) {
	read := func(published string) sayso.Statement {
		d := document("", "Vera Kolt told the Evening Lamp in an interview on Monday that the bridge was safe.")
		if published != "" {
			d.Published = &sayso.Date{Date: published, Precision: sayso.ByDay}
		}
		say.Read(d)
		if len(d.Statements) != 1 {
			t.Fatalf("%d statements, want 1", len(d.Statements))
		}
		return d.Statements[0]
	}
	s := read("2020-03-05")
	if s.Venue == nil || s.Venue.What != "interview" {
		t.Errorf("venue: %+v", s.Venue)
	}
	if s.Addressee == nil || s.Addressee.Name != "Evening Lamp" {
		t.Errorf("addressee: %+v", s.Addressee)
	}
	if s.SaidOn == nil || s.SaidOn.Date != "2020-03-02" {
		t.Errorf("said on: %+v, want 2020-03-02", s.SaidOn)
	}
	if s := read(""); s.SaidOn != nil {
		t.Errorf("a weekday was resolved on an undated page: %+v", s.SaidOn)
	}
}

// A quote was said where, and to whom, the sentence before it tells.
func TestOccasionGoesOn(t *testing.T) {
	d := document("", "The engineer Vera Kolt told the Evening Lamp that the first mile had been cleared. “I walked it myself, behind a man with a lamp,” she said.\n\n"+
		"The mayor, Tom Farr, answered by telephone. “We lack a road without holes in it,” he said.")
	say.Read(d)
	lamp, phone := false, false
	for _, s := range d.Statements {
		switch {
		case strings.Contains(s.Content[0].Text, "I walked it"):
			lamp = s.Addressee != nil && s.Addressee.Name == "Evening Lamp"
		case strings.Contains(s.Content[0].Text, "We lack"):
			phone = s.Venue != nil && s.Venue.What == "phone call"
		}
	}
	if !lamp || !phone {
		t.Errorf("addressee %v, venue %v", lamp, phone)
	}
}

// What somebody tells as told to himself was told to him.
func TestToldToTheTeller(t *testing.T) {
	d := document("", "Minister Vera Kolt spoke of Mayor Tom Farr on Monday. “He told me: ‘By spring the bridge will open.’ I have written it down,” Kolt said.")
	say.Read(d)
	if len(d.Statements) != 2 || d.Statements[1].Addressee == nil || d.Statements[1].Addressee.Name != "Vera Kolt" {
		t.Errorf("%+v, want one told to Vera Kolt", d.Statements)
	}
}

// A page that was changed a day after it was published may mean the day between.
func TestWeekdayOfAChangedPage(t *testing.T) {
	for updated, want := range map[string]string{"": "2024-02-26", "2024-03-04": "2024-03-04", "2024-03-20": "2024-02-26"} {
		d := document("", "Vera Kolt said on Monday that the bridge was safe.")
		d.Published = &sayso.Date{Date: "2024-03-03", Precision: sayso.ByDay}
		if updated != "" {
			d.Updated = &sayso.Date{Date: updated, Precision: sayso.ByDay}
		}
		say.Read(d)
		if len(d.Statements) != 1 || d.Statements[0].SaidOn == nil || d.Statements[0].SaidOn.Date != want {
			t.Errorf("changed %q: %+v, want one said on %s", updated, d.Statements, want)
		}
	}
}

// A pronoun can stand for one without a name.
func TestPronounForSomebodyUnnamed(t *testing.T) {
	d := document("", "Mayor Tom Farr opened the bridge. A hospital official said that nine people had been hurt. He said that all would live.")
	say.Read(d)
	if len(d.Statements) != 2 || d.Statements[1].Speaker == nil || d.Statements[1].Speaker.Kind != sayso.Anonymous {
		t.Errorf("%+v, want the second by somebody unnamed", d.Statements)
	}
}

func TestOnlyToldBlocks(t *testing.T) {
	d := document("", "Vera Kolt said that the bridge was safe.")
	d.Blocks[0].Kind = sayso.BlockComment
	say.Read(d)
	if len(d.Statements) != 0 {
		t.Errorf("read a statement out of a comment: %s", line(d.Statements[0]))
	}
}

func TestOtherLanguages(t *testing.T) {
	d := document("", "„Die neue Brücke wird morgen für alle geöffnet“, sagte Vera Kolt.")
	d.Language = "de"
	say.Read(d)
	if len(d.Statements) != 1 || d.Statements[0].Speaker != nil {
		t.Errorf("want one quote without a speaker, got %d", len(d.Statements))
	}
}

// FuzzRead checks that every span holds its words, that statements are in
// order, and that reading twice gives the same.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"Vera Kolt said that it “rained.", "“A,” said B. “C.”", "According to him, \"x\" —", "x: y\n\n, adding that", "\xff said \x00 ”"} {
		f.Add("T: "+s, s)
	}
	f.Fuzz(func(t *testing.T, title, text string) {
		title, text = strings.ToValidUTF8(title, "?"), strings.ToValidUTF8(text, "?")
		d, again := document(title, text), document(title, text)
		say.Read(d)
		say.Read(again)
		a, _ := d.AppendRecord(nil)
		b, _ := again.AppendRecord(nil)
		if string(a) != string(b) {
			t.Fatal("two readings differ")
		}
		r := sayso.NewRuler(d.Text)
		seen := map[sayso.StatementID]bool{}
		for _, s := range d.Statements {
			for _, l := range [][]sayso.Span{s.Source, s.Cue, s.Content} {
				for _, x := range l {
					if !r.Holds(x) {
						t.Fatalf("span %+v does not hold", x)
					}
				}
			}
			if seen[s.ID] {
				t.Fatalf("id %s twice", s.ID)
			}
			seen[s.ID] = true
		}
	})
}

func BenchmarkRead(b *testing.B) {
	text := strings.Repeat("“The bridge will open,” Foreign Minister Vera Kolt said on Monday. “Nobody will stop it.” She added that the road, which "+
		"was built by Norway in 1990, had been mended.\n\nAccording to Tom Farr, a critic, the bridge is broken.\n\n", 20)
	d := document("Bridge to open — Kolt", text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		say.Read(d)
	}
}
