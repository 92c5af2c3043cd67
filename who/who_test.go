package who_test

import (
	"testing"

	"sayso/who"
)

// TestHolder holds thirty offices that were checked by hand.
func TestHolder(t *testing.T) {
	for _, x := range []struct {
		state  string
		office who.Office
		day    string
		want   string
	}{
		{"TUR", who.DefenceMinister, "2016-12-27", "Fikri Işık"},
		{"TUR", who.DefenceMinister, "2017-09-01", "Nurettin Canikli"},
		{"TUR", who.ForeignMinister, "2016-12-27", "Mevlüt Çavuşoğlu"},
		{"TUR", who.HeadOfState, "2016-12-27", "Recep Tayyip Erdoğan"},
		{"RUS", who.ForeignMinister, "2017-01-25", "Sergey Lavrov"},
		{"RUS", who.DefenceMinister, "2016-02-12", "Sergei Shoigu"},
		{"RUS", who.HeadOfState, "2017-01-25", "Vladimir Putin"},
		{"RUS", who.HeadOfState, "2010-06-01", "Dmitry Medvedev"},
		{"USA", who.ForeignMinister, "2016-02-12", "John Kerry"},
		{"USA", who.ForeignMinister, "2017-06-01", "Rex Tillerson"},
		{"USA", who.HeadOfState, "2016-02-12", "Barack Obama"},
		{"USA", who.HeadOfState, "2018-02-12", "Donald Trump"},
		{"USA", who.DefenceMinister, "2016-02-12", "Ashton Carter"},
		{"SYR", who.HeadOfState, "2017-01-01", "Bashar al-Assad"},
		{"SYR", who.ForeignMinister, "2016-02-12", "Walid Muallem"},
		{"DEU", who.ForeignMinister, "2016-02-12", "Frank-Walter Steinmeier"},
		{"DEU", who.ForeignMinister, "2017-06-01", "Sigmar Gabriel"},
		{"DEU", who.HeadOfGovernment, "2016-02-12", "Angela Merkel"},
		{"GBR", who.HeadOfGovernment, "2016-12-01", "Theresa May"},
		{"GBR", who.HeadOfGovernment, "2016-05-01", "David Cameron"},
		{"GBR", who.DefenceMinister, "2016-12-01", "Michael Fallon"},
		{"FRA", who.HeadOfState, "2016-06-01", "François Hollande"},
		{"FRA", who.HeadOfState, "2018-06-01", "Emmanuel Macron"},
		{"IRN", who.ForeignMinister, "2016-06-01", "Mohammad Javad Zarif"},
		{"IRN", who.HeadOfState, "2016-06-01", "Hassan Rouhani"},
		{"ISR", who.DefenceMinister, "2016-12-01", "Avigdor Lieberman"},
		{"ISR", who.HeadOfGovernment, "2016-12-01", "Benjamin Netanyahu"},
		{"SAU", who.ForeignMinister, "2016-02-12", "Adel al-Jubeir"},
		{"CHN", who.ForeignMinister, "2016-02-12", "Wang Yi"},
		{"JPN", who.HeadOfGovernment, "2016-02-12", "Shinzō Abe"},
		{"POL", who.HeadOfState, "2016-02-12", "Andrzej Duda"},
		{"UKR", who.HeadOfState, "2016-02-12", "Petro Poroshenko"},
		{"CAN", who.HeadOfGovernment, "2016-02-12", "Justin Trudeau"},
		{"IND", who.HeadOfGovernment, "2016-02-12", "Narendra Modi"},
		{"ITA", who.HeadOfGovernment, "2016-02-12", "Matteo Renzi"},
		{"EGY", who.ForeignMinister, "2016-02-12", "Sameh Shoukry"},
		{"JOR", who.HeadOfState, "2016-02-12", "Abdullah II of Jordan"},
	} {
		p, term := who.Holder(x.state, x.office, x.day)
		if p == nil {
			t.Errorf("%s %s on %s: nobody, want %s", x.state, x.office, x.day, x.want)
		} else if who.Key(p.Name) != who.Key(x.want) {
			t.Errorf("%s %s on %s: %s (%+v), want %s", x.state, x.office, x.day, p.Name, term, x.want)
		}
	}
}

func TestSpellings(t *testing.T) {
	for _, x := range [][2]string{{"Sergei Lavrov", "Sergey Lavrov"}, {"Fikri Isik", "Fikri Işık"}, {"Mevlut Cavusoglu", "Mevlüt Çavuşoğlu"}, {"Bashar Al Assad", "Bashar al-Assad"}} {
		a, b := who.Named(x[0]), who.Named(x[1])
		if len(a) != 1 || len(b) != 1 || a[0] != b[0] {
			t.Errorf("%s and %s: %d and %d people, want one and the same", x[0], x[1], len(a), len(b))
		}
	}
}

func TestGroups(t *testing.T) {
	for _, names := range [][]string{{"IS", "ISIS", "ISIL", "Daesh", "Islamic State"}, {"Hayat Tahrir al-Sham", "al-Nusra", "Nusra Front", "Al-Nusra Front"}} {
		for _, n := range names {
			if a, b := who.GroupNamed(names[0]), who.GroupNamed(n); a == nil || a != b {
				t.Errorf("%s and %s are not one group", names[0], n)
			}
		}
	}
	if who.GroupNamed("is") != nil {
		t.Error("the word is was taken for a group")
	}
}

func TestStates(t *testing.T) {
	for name, want := range map[string]string{"Ankara": "TUR", "Saudi Arabia": "SAU", "US": "USA", "the": ""} {
		got := ""
		if s := who.StateNamed(name); s != nil {
			got = s.Code
		}
		if got != want {
			t.Errorf("StateNamed(%q) = %q, want %q", name, got, want)
		}
	}
	if s := who.StateOf("Russian"); s == nil || s.Code != "RUS" {
		t.Errorf("StateOf(Russian) = %v", s)
	}
}
