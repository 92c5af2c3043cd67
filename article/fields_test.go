package article_test

import (
	"strings"
	"testing"

	"sayso"
)

// report is the body of an invented report, paragraphs parted by blank lines.
const report = "The council of the four coastal states voted on Thursday to close two grounds, and Fisheries Minister Pell Orlo said that the northern fleet would not obey.\n\n" +
	"“We will sail, whatever you have heard,” he said at the harbour in the evening, and forty boats left the port before the police could stop them that night.\n\n" +
	"The council, which sets the quotas for the four states, declined to comment, and its next meeting is due on Monday in the town hall of Velm.\n\n" +
	"Orlo added that he had asked the council for its numbers three times since January and had been sent a calendar.\n\n" +
	"Fishermen have protested for weeks, and on Wednesday some of them blocked the entrance of the port for several hours."

func paragraphs(s string) string {
	return "<p>" + strings.ReplaceAll(s, "\n\n", "</p>\n<p>") + "</p>"
}

func TestOutlet(t *testing.T) {
	body := "<h1>Fleet will sail, says Orlo</h1>" + paragraphs(report)
	for name, c := range map[string]struct{ page, outlet, title string }{
		"behind the title, in the masthead": {`<title>Fleet will sail, says Orlo - Sea - Harbour Watch</title><body><div>Harbour Watch</div>` + body, "Harbour Watch", ""},
		"behind the title, half of it above": {`<title>Fleet will sail, says Orlo | Ministry of Fisheries of Velmland</title><body><header><p>Ministry of Fisheries</p></header>` + body,
			"Ministry of Fisheries of Velmland", ""},
		"behind the title alone":       {`<title>Fleet will sail, says Orlo | Sea news</title><body>` + body, "", ""},
		"feed":                         {`<title>Fleet will sail, says Orlo – Salt Pages</title><link rel="alternate" type="application/rss+xml" title="Salt Pages &raquo; Feed" href="/f"><body>` + body, "Salt Pages", "Fleet will sail, says Orlo"},
		"feed without a name":          {`<title>Fleet will sail, says Orlo</title><link rel="alternate" type="application/rss+xml" title="RSS 2.0" href="/f"><body>` + body, "", ""},
		"publisher":                    {`<title>Harbour Watch - Fleet will sail, says Orlo</title><meta name="DC.publisher" content="Harbour Watch"><body>` + body, "Harbour Watch", ""},
		"logo that is the address":     {`<link rel="canonical" href="https://www.harbourwatch.example/a"><body><div><a href="/">The Harbour Watch</a></div>` + body, "The Harbour Watch", ""},
		"copyright and address":        {`<link rel="canonical" href="https://harbourwatch.example/a"><body>` + body + `<footer>© 2021 Harbour Watch. All rights reserved.</footer>`, "Harbour Watch", ""},
		"copyright alone":              {`<body>` + body + `<footer>© 2021 Somebody Else. All rights reserved.</footer>`, "", ""},
		"an address where a name goes": {`<meta property="og:site_name" content="https://harbourwatch.example"><body>` + body, "harbourwatch.example", ""},
	} {
		d := read(t, "text/html", c.page)
		if string(d.Outlet) != c.outlet {
			t.Errorf("%s: outlet %q, want %q", name, d.Outlet, c.outlet)
		}
		if c.title != "" && string(d.Title) != c.title {
			t.Errorf("%s: title %q, want %q", name, d.Title, c.title)
		}
	}
}

func TestFlatOutlet(t *testing.T) {
	headline := "\n\nOrlo: the northern fleet will sail, whatever the council of the coast says\n\nMarch 5, 2021\n\n"
	for name, c := range map[string]struct{ head, foot, outlet string }{
		"repeated before an address":    {"The Harbour Watch\nSubscribe  |  Log in", "\n\nThe Harbour Watch, 14 Mill Street, Velm.", "The Harbour Watch"},
		"behind the sign of copyright":  {"Northern Daily Agency (NDA)\nEnglish service", "\n\n(c) NDA. All rights reserved.", "Northern Daily Agency"},
		"with its strapline and a skip": {"Tidewatch\nWhat the harbour does not tell\nSkip to content\nHome", "", "Tidewatch"},
		"a menu":                        {"News\nSport\nHome", "\n\nNews\nSport", ""},
		"nowhere else":                  {"Ministry of Fisheries of Velmland\nPress room", "\n\nDocuments | Contact", ""},
	} {
		d := read(t, "text/plain", c.head+headline+report+c.foot)
		if string(d.Outlet) != c.outlet {
			t.Errorf("%s: outlet %q, want %q", name, d.Outlet, c.outlet)
		}
		if !strings.HasPrefix(string(d.Title), "Orlo: the northern fleet") {
			t.Errorf("%s: title %q", name, d.Title)
		}
	}
}

// An entry of an agency's own feed is the agency's; one that only carries its
// mark is not.
func TestEntryOutlet(t *testing.T) {
	for link, want := range map[string]string{"https://norda.example/1": "NORDA", "https://harbourwatch.example/1": ""} {
		d := read(t, "application/rss+xml", `<item><title>Fleet will sail</title><link>`+link+`</link><description><![CDATA[<p>VELM (NORDA) - The fleet will sail, Minister Orlo said.</p>]]></description></item>`)
		if string(d.Outlet) != want {
			t.Errorf("%s: outlet %q, want %q", link, d.Outlet, want)
		}
	}
}

func TestStamps(t *testing.T) {
	html := paragraphs(report)
	for name, c := range map[string]struct{ mediaType, page, date, byline string }{
		"paragraph under the title":    {"text/html", "<h1>Fleet will sail, says Orlo</h1><p>3 June 2023</p>" + html, "2023-06-03", ""},
		"paragraph above the title":    {"text/html", "<p>No. 31, 16 March 2024</p><h1>Fleet will sail, says Orlo</h1>" + html, "2024-03-16", ""},
		"short lines above the title":  {"text/html", "<header><p>Republic of Velm</p><p>Ministry of Fisheries</p></header><p>16 March 2024</p><h1>Fleet will sail, says Orlo</h1>" + html, "2024-03-16", ""},
		"first paragraph of no title":  {"text/html", "<p>16 March 2024</p>" + html, "2024-03-16", ""},
		"line under an h2":             {"text/html", "<h2>Fleet will sail, says Orlo</h2>16 March 2024<br>" + html, "2024-03-16", ""},
		"with a place and a time":      {"text/html", "<h1>Fleet will sail, says Orlo</h1><p>Velm | Saturday, 16 March 2024 | 14:30</p>" + html, "2024-03-16", ""},
		"weblog, the day first":        {"text/plain", "Fleet will sail, says Orlo of the ministry\n\nMarch 6, 2024 by saltydog 14 Comments\n\n" + report, "2024-03-06", "saltydog"},
		"weblog, no comments":          {"text/plain", "Fleet will sail, says Orlo of the ministry\n\nPosted on 6 March 2024 by saltydog\n\n" + report, "2024-03-06", "saltydog"},
		"a sentence with a day and by": {"text/plain", "Fleet will sail, says Orlo of the ministry\n\n" + report + "\n\nThe ban of March 6, 2024 by the council of the four states was not read out by anybody in the hall.", "", ""},
		"a day in a sentence":          {"text/html", "<h1>Fleet will sail, says Orlo</h1><p>On 3 June 2023 the council met.</p>" + html, "", ""},
	} {
		d := read(t, c.mediaType, c.page)
		date := ""
		if d.Published != nil {
			date = d.Published.Date
			if d.Published.Span == nil {
				t.Errorf("%s: no span", name)
			}
		}
		if date != c.date || string(d.Byline) != c.byline {
			t.Errorf("%s: published %q, byline %q; want %q, %q", name, date, d.Byline, c.date, c.byline)
		}
	}
}

// What a re-poster adds in his own voice under a copied report is commentary;
// the same words under a report that is nobody else's are left alone.
func TestOwnVoice(t *testing.T) {
	for _, c := range []struct {
		name, head, rest string
		kind             sayso.BlockKind
	}{
		{"agency's mark", "(NORDA) ", "So there you have it. The harbour is a shop, and remember who told you.", sayso.BlockCommentary},
		{"named source", "From the Velm Courier (my emphasis):\n\n", "A harbour and a ban! I was there in November and saw neither.", sayso.BlockCommentary},
		{"own report", "", "A harbour and a ban! I was there in November and saw neither.", sayso.BlockBody},
		{"quoted", "(NORDA) ", "“I was there in November,” Orlo said, “and you were not.” The council did not answer.", sayso.BlockBody},
		{"a report in the first person", "(NORDA) I met the minister on the quay. ", "A harbour and a ban, said he. I was there in November and saw neither.", sayso.BlockBody},
	} {
		text := c.head + report
		html := read(t, "text/html", "<h1>Fleet will sail, says Orlo</h1>"+paragraphs(text+"\n\n"+c.rest))
		flat := read(t, "text/plain", "Fleet will sail, says Orlo of the ministry\n\n"+text+"\n\n"+c.rest+"\n")
		for form, d := range map[string]*sayso.Document{"HTML": html, "text": flat} {
			if got := kindOf(t, d, c.rest[:20]); got != c.kind {
				t.Errorf("%s, %s: %s, want %s", c.name, form, got, c.kind)
			}
			if got := kindOf(t, d, "voted on Thursday"); got != sayso.BlockBody {
				t.Errorf("%s, %s: the report is %s", c.name, form, got)
			}
		}
	}
}

// Lines of menus and lists under a flattened report are no captions.
func TestFlatFurniture(t *testing.T) {
	d := read(t, "text/plain", "Orlo: the northern fleet will sail, whatever the council says\n\n"+report+
		"\n\nWorkers on the quay of Velm. Photo: M. Dastan\n\nRELATED: Night ferry to the upper bay\n\nHat tip to M. for the link.\n\nPosted in Harbour, Fish\nTagged nets, quotas\n\nPost navigation\nPrevious Who owns the ferry?\nNext Nobody owns the ferry\n")
	wantKinds(t, d, map[string]sayso.BlockKind{"Workers on": sayso.BlockCaption, "RELATED": sayso.BlockRelated, "Hat tip": sayso.BlockNotice, "Posted in": sayso.BlockTags,
		"Tagged": sayso.BlockTags, "Previous Who": sayso.BlockNavigation, "Next Nobody": sayso.BlockNavigation})
	if len(d.Credits) != 0 {
		t.Errorf("credits %+v", d.Credits)
	}
}

func TestHouseCredits(t *testing.T) {
	page := func(byline, foot string) string {
		return `<title>Fleet will sail, says Orlo</title><meta property="og:site_name" content="Harbour Watch"><body><h1>Fleet will sail, says Orlo</h1><p class="byline">` + byline + "</p>" + paragraphs(report) + "<p>" + foot + "</p>"
	}
	for _, c := range []struct{ byline, foot, name, how string }{
		{"By NORDA", "", "NORDA", "byline"},
		{"By Watch staff, via NORDA", "", "NORDA", "byline"},
		{"By Mira Dastan", "", "", ""},
		{"By Mira Dastan", "Additional reporting by NORDA.", "NORDA", "with inputs from"},
		{"By Mira Dastan", "Source: Velm Courier", "Velm Courier", "source"},
		{"By Mira Dastan", "Source: Harbour Watch", "", ""},
	} {
		d := read(t, "text/html", page(c.byline, c.foot))
		name, how := "", ""
		if len(d.Credits) > 0 {
			name, how = d.Credits[0].Name, d.Credits[0].How
		}
		if name != c.name || how != c.how || len(d.Credits) > 1 {
			t.Errorf("%q, %q: credits %+v, want %q", c.byline, c.foot, d.Credits, c.name)
		}
	}
}
