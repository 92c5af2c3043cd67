package who_test

import (
	"testing"

	"sayso/who"
)

// TestHolder holds offices that were checked by hand: ministers and heads of
// many states and years, who acted for others, and the days on which an office
// changed hands, which are the newcomer's.
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
		// Who acted, or took care of the office for a while.
		{"KOR", who.HeadOfState, "2017-04-01", "Hwang Kyo-ahn"},
		{"POL", who.HeadOfState, "2010-07-20", "Grzegorz Schetyna"},
		{"RUS", who.HeadOfState, "2000-03-01", "Vladimir Putin"},
		{"EGY", who.HeadOfState, "2013-10-01", "Adly Mansour"},
		{"UKR", who.HeadOfState, "2014-04-01", "Oleksandr Turchynov"},
		{"UKR", who.ForeignMinister, "2014-05-01", "Andriy Deshchytsya"},
		{"USA", who.ForeignMinister, "2017-01-25", "Thomas A. Shannon, Jr."},
		{"USA", who.ForeignMinister, "2018-04-10", "John J. Sullivan"},
		{"USA", who.DefenceMinister, "2021-01-21", "David Norquist"},
		{"GRC", who.HeadOfGovernment, "2012-06-01", "Panagiotis Pikrammenos"},
		{"GRC", who.HeadOfGovernment, "2015-09-10", "Vasiliki Thanou"},
		{"PAK", who.HeadOfGovernment, "2013-04-10", "Mir Hazar Khan Khoso"},
		{"PAK", who.HeadOfGovernment, "2018-07-01", "Nasir-ul-Mulk"},
		{"AUT", who.HeadOfGovernment, "2016-05-12", "Reinhold Mitterlehner"},
		{"AUT", who.HeadOfGovernment, "2019-05-30", "Hartwig Löger"},
		{"ARG", who.HeadOfState, "2001-12-22", "Ramón Puerta"},
		{"ITA", who.ForeignMinister, "2013-04-01", "Mario Monti"},
		// The day an office changed hands, and the day before.
		{"USA", who.HeadOfState, "2009-01-19", "George W. Bush"},
		{"USA", who.HeadOfState, "2009-01-20", "Barack Obama"},
		{"USA", who.ForeignMinister, "2017-02-01", "Rex Tillerson"},
		{"GBR", who.HeadOfGovernment, "2016-07-12", "David Cameron"},
		{"GBR", who.HeadOfGovernment, "2016-07-13", "Theresa May"},
		{"TUR", who.HeadOfGovernment, "2016-05-23", "Ahmet Davutoğlu"},
		{"TUR", who.HeadOfGovernment, "2016-05-24", "Binali Yıldırım"},
		{"TUR", who.HeadOfState, "2014-08-27", "Abdullah Gül"},
		{"TUR", who.HeadOfState, "2014-08-28", "Recep Tayyip Erdoğan"},
		{"FRA", who.HeadOfGovernment, "2016-12-06", "Bernard Cazeneuve"},
		{"FRA", who.ForeignMinister, "2016-12-06", "Jean-Marc Ayrault"},
		{"ITA", who.HeadOfGovernment, "2014-02-21", "Enrico Letta"},
		{"ITA", who.HeadOfGovernment, "2014-02-22", "Matteo Renzi"},
		{"JPN", who.HeadOfGovernment, "2020-09-16", "Yoshihide Suga"},
		{"ESP", who.HeadOfGovernment, "2018-06-02", "Pedro Sánchez"},
		{"CAN", who.ForeignMinister, "2017-01-10", "Chrystia Freeland"},
		{"AUS", who.HeadOfGovernment, "2018-08-24", "Scott Morrison"},
		{"MEX", who.HeadOfState, "2012-12-01", "Enrique Peña Nieto"},
		{"IRN", who.ForeignMinister, "2013-08-15", "Mohammad Javad Zarif"},
		{"CHN", who.ForeignMinister, "2013-03-16", "Yang Jiechi"},
		{"CHN", who.ForeignMinister, "2013-03-17", "Wang Yi"},
		{"DEU", who.ForeignMinister, "2017-01-26", "Frank-Walter Steinmeier"},
		{"DEU", who.ForeignMinister, "2017-01-27", "Sigmar Gabriel"},
		{"POL", who.HeadOfState, "2015-08-06", "Andrzej Duda"},
		{"ARG", who.HeadOfState, "2019-12-15", "Alberto Fernández"},
		// Others of the table with a word of the office in their role.
		{"SWE", who.HeadOfGovernment, "2010-01-01", "Fredrik Reinfeldt"},
		{"AUS", who.HeadOfGovernment, "2016-06-01", "Malcolm Turnbull"},
		{"BRA", who.HeadOfState, "2014-06-01", "Dilma Rousseff"},
		{"GBR", who.DefenceMinister, "2017-11-02", "Gavin Williamson"},
		{"IRQ", who.HeadOfGovernment, "2016-06-01", "Haider Al-Abadi"},
		// Somebody with several offices at once, and one with several ends.
		{"ISR", who.ForeignMinister, "2013-05-01", "Benjamin Netanyahu"},
		{"NLD", who.HeadOfGovernment, "2016-06-01", "Mark Rutte"},
		{"ZAF", who.HeadOfState, "2008-10-01", "Kgalema Motlanthe"},
		{"NGA", who.HeadOfState, "2010-05-06", "Goodluck Jonathan"},
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
	for _, x := range [][2]string{{"Sergei Lavrov", "Sergey Lavrov"}, {"Fikri Isik", "Fikri Işık"}, {"Mevlut Cavusoglu", "Mevlüt Çavuşoğlu"}, {"Bashar Al Assad", "Bashar al-Assad"},
		{"Donald J. Trump", "Donald Trump"}, {"Vladimir V. Putin", "Vladimir Putin"}} {
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
	for name, want := range map[string]string{"Jabhat Fatah al-Sham": "2016-07-28", "al-Nusra": "2012-01-23", "HTS": ""} {
		from := ""
		if p := who.GroupNamed(name).Called(name); p != nil {
			from = p.From
		}
		if from != want {
			t.Errorf("%s is its name since %q, want %q", name, from, want)
		}
	}
}

func TestBodies(t *testing.T) {
	for _, names := range [][]string{
		{"United Nations", "UN", "U.N."}, {"North Atlantic Treaty Organization", "NATO", "Nato"}, {"European Union", "EU"},
		{"World Health Organization", "WHO", "World Health Organisation"}, {"Arab League", "League of Arab States"},
		{"Organization for Security and Co-operation in Europe", "OSCE", "Organisation for Security and Cooperation in Europe"},
		{"Office of the United Nations High Commissioner for Refugees", "UNHCR", "UN Refugee Agency"}, {"International Committee of the Red Cross", "ICRC"},
	} {
		for _, n := range names {
			if b := who.BodyNamed(n); b == nil || b.Name != names[0] {
				t.Errorf("%s is %v, want %s", n, b, names[0])
			}
		}
	}
	for _, n := range []string{"who", "Who", "eu", "the Orsu Board"} {
		if b := who.BodyNamed(n); b != nil {
			t.Errorf("%s was taken for %s", n, b.Name)
		}
	}
}

func TestStates(t *testing.T) {
	for name, want := range map[string]string{"Ankara": "TUR", "Saudi Arabia": "SAU", "US": "USA", "the": "", "Kremlin": "RUS", "Downing Street": "GBR",
		"Kiev": "UKR", "Kyiv": "UKR", "Holland": "NLD", "Czechia": "CZE", "Damascus": "SYR"} {
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
	for people, want := range map[string]string{"Turkish": "TUR", "Dutch": "NLD", "Danes": "DNK", "Swedish": "SWE", "Saudi": "SAU", "Argentine": "ARG", "U.S.": "USA", "Afganistan": ""} {
		got := ""
		if s := who.StateOf(people); s != nil {
			got = s.Code
		}
		if got != want {
			t.Errorf("StateOf(%q) = %q, want %q", people, got, want)
		}
	}
}
