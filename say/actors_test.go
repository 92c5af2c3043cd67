package say_test

import (
	"strings"
	"testing"

	"sayso"
	"sayso/say"
)

// TestActors holds who speakers are taken for, and the reason for it, in texts
// about people who do not exist.
func TestActors(t *testing.T) {
	for _, x := range []struct{ what, text, actor, name, role, why string }{
		{"a role behind the name", "Vera Kolt, the mayor of Lowick, said that the bridge would open.", "name:vera-kolt", "Vera Kolt", "mayor of Lowick", "named"},
		{"a role behind the name and an age", "Vera Kolt, 54, a teacher from Lowick, said that the bridge would open.", "name:vera-kolt", "Vera Kolt", "teacher from Lowick", "named"},
		{"no role but the rest of the sentence", "According to Vera Kolt, the mayor was away, and nobody knew where he was.", "name:vera-kolt", "Vera Kolt", "", "named"},
		{"a role of whoever is named next", "In Tal Lowick, the league's special envoy, Vera Kolt, said that the bridge would open.", "name:vera-kolt", "Vera Kolt", "", "named"},
		{"a party before the name", "Republican Vera Kolt said that the bridge would open.", "name:vera-kolt", "Vera Kolt", "", "named"},
		{"somebody of the table with a middle initial", "President Donald J. Trump said that the bridge would open.", "wikidata:Q22686", "Donald Trump", "President", "named"},
		{"a namesake in another walk of life", "Boxing coach Angela Merkel said that the bridge would open.", "name:angela-merkel", "Angela Merkel", "Boxing coach", "named"},
		{"a body", "The UN said that the bridge would open.", "body:united-nations", "United Nations", "", "body named"},
		{"a body under its other name", "The League of Arab States said that the bridge would open.", "body:arab-league", "Arab League", "", "body named"},
		{"a body of nowhere", "The Lowick Bridge Board said that the bridge would open.", "", "Lowick Bridge Board", "", "body named"},
		{"a group by its name of a time", "Jabhat Fatah al-Sham said that the bridge would open.", "group:haiat-tahrir-al-sham", "Hayat Tahrir al-Sham", "", "group named as it was called from 2016-07-28 to 2017-01-28"},
		{"a group", "ISIL said that the bridge would open.", "group:islamic-state", "Islamic State", "", "group named"},
		{"a government by its seat", "Downing Street said that the bridge would open.", "iso:GBR", "United Kingdom", "", "state named"},
		{"nobody", "A source said that the bridge would open.", "", "A source", "", "not named"},
	} {
		d := document("", x.text)
		say.Read(d)
		if len(d.Statements) == 0 || d.Statements[0].Speaker == nil {
			t.Errorf("%s: nobody", x.what)
			continue
		}
		s := d.Statements[0].Speaker
		if string(s.Actor) != x.actor || s.Name != x.name || string(s.Role) != x.role || s.Why != x.why {
			t.Errorf("%s: %s %q, %q, %q; want %s %q, %q, %q", x.what, s.Actor, s.Name, s.Role, s.Why, x.actor, x.name, x.role, x.why)
		}
		if (s.Kind == sayso.Anonymous) != (x.what == "nobody") {
			t.Errorf("%s: kind %s", x.what, s.Kind)
		}
	}
}

// TestEveryActorHasAReason wants a reason beside every speaker, and nobody made
// up: an anonymous source has no actor.
func TestEveryActorHasAReason(t *testing.T) {
	d := document("Kolt: bridge will open", "Mayor Vera Kolt said the bridge would open. “Nobody will stop it,” she said. “We have waited.” "+
		"The mayor added that the road was fine. Officials said nothing was lost. He said it was late. Ankara warned that it would wait. "+
		"“It is done,” a man close to the mayor said. Two of them told the Lowick Post that it was over.")
	say.Read(d)
	if len(d.Statements) < 6 {
		t.Fatalf("%d statements", len(d.Statements))
	}
	for _, s := range d.Statements {
		a := s.Speaker
		if a == nil {
			continue
		}
		if a.Why == "" || a.Kind == sayso.Anonymous && a.Actor != "" || strings.TrimSpace(a.Name) == "" {
			t.Errorf("%s: %+v", line(s), *a)
		}
	}
}
