package lead

import (
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	for _, c := range []struct{ par, place, date, agency, opening string }{
		{"VELM, January 25. /NORDA/. The fleet will sail.", "VELM", "January 25", "NORDA", "VELM, January 25. /NORDA/."},
		{"VELM, Jan. 25 (Norda) -- The fleet will sail.", "VELM", "Jan. 25", "Norda", "VELM, Jan. 25 (Norda) --"},
		{"Velm (nda) - Die Flotte läuft aus.", "Velm", "", "nda", "Velm (nda) -"},
		{"(Norda) The fleet will sail.", "", "", "Norda", "(Norda)"},
		{"(NORDA) - VELM, 25 GEN - La flotta salpa.", "VELM", "25 GEN", "NORDA", "(NORDA) - VELM, 25 GEN -"},
		{"VELM – The fleet will sail.", "VELM", "", "", "VELM –"},
		{"PORT ORLO, Vt. — The fleet will sail.", "PORT ORLO, Vt.", "", "", "PORT ORLO, Vt. —"},
		{"Velm, 12 May – The fleet will sail.", "Velm", "12 May", "", "Velm, 12 May –"},
		{"Aug 27 (Norda) - The fleet will sail.", "", "Aug 27", "Norda", "Aug 27 (Norda) -"},
		{"【ベルム＝小田一樹】艦隊は出航する。", "ベルム", "", "", "【ベルム＝小田一樹】"},
		{"The fleet will sail (see below).", "", "", "", ""},
		{"UPDATE — The fleet will sail.", "", "", "", ""},
		{"Pell Orlo (SPD) said the fleet would sail.", "", "", "", ""},
		{"Question (NDA): Minister Orlo, will the fleet sail?", "", "", "", ""},
		{"Rep. Pell Orlo (R-S.C.): The fleet will sail.", "", "", "", ""},
		{"Orlo – who has sailed himself – said so.", "", "", "", ""},
		{"", "", "", "", ""},
		{"(", "", "", "", ""},
	} {
		d, ok := Read(c.par)
		if ok != (c.opening != "") || d.Place != c.place || d.Date != c.date || d.Agency != c.agency {
			t.Errorf("%q: %v %+v", c.par, ok, d)
			continue
		}
		if got := c.par[d.Start:d.End]; got != c.opening {
			t.Errorf("%q: opening %q, want %q", c.par, got, c.opening)
		}
		if d.Agency != "" && !strings.HasPrefix(c.par[d.AgencyAt:], d.Agency) {
			t.Errorf("%q: agency does not stand at %d", c.par, d.AgencyAt)
		}
	}
}

func TestCredits(t *testing.T) {
	for _, c := range []struct{ text, name, how string }{
		{"Source: The Velm Courier", "The Velm Courier", "source"},
		{"via Harbour Watch", "Harbour Watch", "via"},
		{"Submitted by BayWatcher ", "BayWatcher", "submitted by"},
		{"This article was originally published on Harbour Watch.", "Harbour Watch", "first published"},
		{"Republished with permission from the Velm Courier.", "Velm Courier", "republished from"},
		{"(With inputs from Norda)", "Norda", "with inputs from"},
		{"Coastal News Agency", "Coastal News Agency", "source"},
		{"The source: nobody knows where the river begins, and many have looked for it in the hills.", "", ""},
		{"via the harbour road", "", ""},
		{"From the Velm Courier (my emphasis):", "Velm Courier", "from"},
		{"From Monday:", "", ""},
		{"Additional reporting by NORDA.", "NORDA", "with inputs from"},
		{"Additional reporting by Mira Dastan.", "", ""},
		{"Hat tip to Saltydog for the link.", "Saltydog", "via"},
		{"Hat tip to M. for the link.", "", ""},
		{"The fleet sailed.", "", ""},
	} {
		got, ok := Line(c.text)
		if ok != (c.name != "") || got.Name != c.name || got.How != c.how {
			t.Errorf("%q: %v %+v", c.text, ok, got)
		}
		if ok && c.text[got.Start:got.End] != got.Name {
			t.Errorf("%q: span %q", c.text, c.text[got.Start:got.End])
		}
	}
	for par, name := range map[string]string{
		"The fleet will sail, Orlo stated, according to NR.":                                         "NR",
		"The fleet will sail, Orlo told the council, as reported by Harbour Watch.":                  "Harbour Watch",
		"The fleet will sail, Orlo said. (Additional reporting by Mira Dastan; Editing by Jon Feld)": "",
		"The fleet will sail, Orlo said. (Additional reporting by NORDA; Editing by Jon Feld)":       "NORDA",
		"Forty boats sailed, according to Orlo.":                                                     "",
		"The fleet will sail, Orlo said on Thursday (with inputs from Norda)":                        "Norda",
	} {
		got, ok := Through(par)
		if ok != (name != "") || got.Name != name || ok && par[got.Start:got.End] != name {
			t.Errorf("%q: %v %+v", par, ok, got)
		}
	}
	if got, ok := Mark("The boats came back on Tuesday. (Norda)"); !ok || got.Name != "Norda" {
		t.Errorf("closing mark: %v %+v", ok, got)
	}
	if got, ok := Mark("The boats came back to Velm (Orlo)"); ok {
		t.Errorf("brackets inside a sentence: %+v", got)
	}
}

func TestCreditsOfParagraphs(t *testing.T) {
	for par, want := range map[string]string{
		"The fleet will sail, the statement said. (With Norda and AMP)": "Norda AMP",
		"(h/t Harbour Watch.)":                                   "Harbour Watch",
		"h/t/: Tide Journal.":                                    "Tide Journal",
		"-Boats are cheaper than they were. [Tide.]":             "",
		"Contributing: Mira Dastan, Coastal News Service.":       "Coastal News Service",
		"The boats came back on Tuesday. (AMP)":                  "AMP",
		"The boats came back on Tuesday. (M.D.)":                 "",
		"Die Boote kamen am Dienstag zurück. (mit nrd)":          "nrd",
		"Les bateaux sont rentrés mardi. (avec AMP)":             "AMP",
		"Sie kam am Dienstag zurück. (mit ihm)":                  "",
		"(Quelle: NRD/amp/kpa)":                                  "NRD amp kpa",
		"Quelle: post.example, mda/nrd":                          "post.example nrd",
		"Weitere Quellen • NRD":                                  "NRD",
		"mda/Norda":                                              "Norda",
		"NRD/mda":                                                "NRD",
		"Mit NRD":                                                "NRD",
		"Kilde: NRD":                                             "NRD",
		"With Post wires":                                        "Post wires",
		"With reporting by Coastal Press writer Mira Dastan":     "Coastal Press",
		"Originally published at tide.example on May 3, 2031.":   "tide.example",
		"The boats came back on Tuesday. (With a smile)":         "",
		"The fleet will sail, Orlo told them, according to NDA.": "NDA",
	} {
		var names []string
		for _, c := range Credits(par, true, true) {
			if par[c.Start:c.End] != c.Name {
				t.Errorf("%q: span %q", par, par[c.Start:c.End])
			}
			names = append(names, c.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%q: %q, want %q", par, got, want)
		}
	}
	for line, want := range map[string]string{"By Courier staff, via NORDA": "NORDA", "AMP": "AMP", "By AMP": "AMP", "Coastal News Agency": "Coastal News Agency", "By Mira Dastan": "", "Mira Dastan and NRD": "NRD", "Von Mira Dastan mit NRD": "NRD", "Mira Dastan, Coastal Press": "Coastal Press", "Coastal Press in Velm": "Coastal Press", "NRD, VELM": "NRD",
		"Post with Agencies": "Agencies", "Agenzia Norda": "Agenzia Norda", "Mira Dastan, MD": "", "By STAFF": "", "Mira Dastan, Velm": ""} {
		c, ok := Byline(line)
		if c.Name != want || ok != (want != "") || line[c.Start:c.End] != c.Name {
			t.Errorf("byline %q: %+v", line, c)
		}
	}
}

func FuzzLead(f *testing.F) {
	f.Add("VELM, January 25. /NORDA/. x")
	f.Add("【a＝b】\u00a0(x)")
	f.Add("Source: \xff")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		if d, ok := Read(s); ok && (d.Start < 0 || d.End > len(s) || d.Start > d.End || d.AgencyAt > len(s)) {
			t.Errorf("%q: %+v", s, d)
		}
		for _, read := range []func(string) (Credit, bool){Line, Through, Mark} {
			if c, ok := read(s); ok && s[c.Start:c.End] != c.Name {
				t.Errorf("%q: %+v", s, c)
			}
		}
	})
}
