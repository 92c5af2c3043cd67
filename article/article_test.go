package article_test

import (
	"strings"
	"testing"

	"sayso"
	"sayso/article"
)

func read(t *testing.T, mediaType, text string) *sayso.Document {
	t.Helper()
	d, err := article.Read(&sayso.Page{Source: sayso.Source{Path: "page", MediaType: mediaType}, Bytes: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	check(t, d)
	return d
}

// check holds what is true of every document: its blocks stand in order, do not
// overlap and leave out nothing but blank space, and its spans are where they
// say.
func check(t *testing.T, d *sayso.Document) {
	t.Helper()
	r := sayso.NewRuler(d.Text)
	at := sayso.Offset(0)
	for _, b := range d.Blocks {
		if b.Kind == "" || b.Start < at || b.End <= b.Start || b.End > r.Len() {
			t.Fatalf("block %+v after %d in a text of %d", b, at, r.Len())
		}
		if rest := strings.TrimFunc(r.Slice(at, b.Start), blankRune); rest != "" {
			t.Fatalf("no block covers %q", rest)
		}
		at = b.End
	}
	if rest := strings.TrimFunc(r.Slice(at, r.Len()), blankRune); rest != "" {
		t.Fatalf("no block covers %q", rest)
	}
	holds := func(what string, s *sayso.Span) {
		if s != nil && !r.Holds(*s) {
			t.Fatalf("%s: span %+v does not hold", what, *s)
		}
	}
	if d.Published != nil {
		holds("published", d.Published.Span)
	}
	if d.Updated != nil {
		holds("updated", d.Updated.Span)
	}
	if d.Dateline != nil {
		holds("dateline", d.Dateline.Span)
	}
	for _, c := range d.Credits {
		holds("credit "+c.Name, c.Span)
		if c.Span != nil && c.Span.Text != c.Name {
			t.Fatalf("credit %q stands on %q", c.Name, c.Span.Text)
		}
	}
}

func blankRune(r rune) bool {
	return strings.ContainsRune(" \t\n\v\f\r\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u00ad", r) || r >= 0x2000 && r <= 0x200a
}

func kindOf(t *testing.T, d *sayso.Document, words string) sayso.BlockKind {
	t.Helper()
	r := sayso.NewRuler(d.Text)
	for _, b := range d.Blocks {
		if strings.Contains(r.Slice(b.Start, b.End), words) {
			return b.Kind
		}
	}
	t.Fatalf("no block holds %q", words)
	return ""
}

func wantKinds(t *testing.T, d *sayso.Document, want map[string]sayso.BlockKind) {
	t.Helper()
	for words, kind := range want {
		if got := kindOf(t, d, words); got != kind {
			t.Errorf("block with %q is %s, want %s", words, got, kind)
		}
	}
}

const agencyPage = `<!doctype html><html lang="en"><head><title>Minister Orlo rejects fishing ban | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><meta property="og:title" content="Minister Orlo rejects fishing ban">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Minister Orlo rejects fishing ban",
"datePublished":"2021-03-04T09:30:00+02:00","author":[{"@type":"Person","name":"Mira Dastan"},{"@type":"Person","name":"Jon Feld"}],"publisher":{"@type":"Organization","name":"Harbour Post"}}</script></head>
<body><nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sea">Sea</a></li></ul></nav>
<article class="story"><h1>Minister Orlo rejects fishing ban</h1><p class="byline">By Mira Dastan and Jon Feld</p><time datetime="2021-03-04T09:30:00+02:00">4 March 2021</time>
<figure><img src="x.jpg"><figcaption>Boats in the harbour of Velm on Tuesday. Photo: L. Hart</figcaption></figure>
<div class="article-body"><p>VELM, March 4 (Norda) - Fisheries minister Pell Orlo said on Thursday that the northern fleet would keep sailing, whatever the council decided about the ban in the coming weeks.</p>
<p>&ldquo;Nobody has shown us a single number that would justify this,&rdquo; Orlo told reporters in the harbour town, adding that he had asked the council for its data three times since January.</p>
<div class="related-links"><a href="/a">Council weighs a ban on night trawling</a></div>
<p>The council, which sets the quotas for the four coastal states, declined to comment. Its next meeting is due on Monday, when the delegates are expected to vote on a compromise that would close two of the seven grounds.</p>
<p>Fishermen have protested for weeks, and on Wednesday some forty boats blocked the entrance of the port for several hours before the police asked them to leave.</p></div></article>
<section id="comments" class="comments"><h3>2 Comments</h3><div class="comment"><p>Old Salt says: The minister said the very same thing five years ago and we all remember how that ended for the boats in the south of the bay.</p></div></section>
<footer><p>Copyright Harbour Post. All rights reserved.</p></footer></body></html>`

func TestHTML(t *testing.T) {
	d := read(t, "text/html", agencyPage)
	if d.Title != "Minister Orlo rejects fishing ban" || d.Outlet != "Harbour Post" || d.Byline != "Mira Dastan, Jon Feld" || d.Language != "en" {
		t.Errorf("title %q, outlet %q, byline %q, language %q", d.Title, d.Outlet, d.Byline, d.Language)
	}
	if d.Published == nil || d.Published.Date != "2021-03-04" || d.Published.Time != "09:30:00+02:00" || d.Published.From != "json-ld" {
		t.Errorf("published %+v", d.Published)
	}
	if d.Dateline == nil || d.Dateline.Place != "VELM" || d.Dateline.Agency != "Norda" || d.Dateline.Date != "March 4" {
		t.Errorf("dateline %+v", d.Dateline)
	}
	if len(d.Credits) != 1 || d.Credits[0].Name != "Norda" || d.Credits[0].How != "agency mark" {
		t.Errorf("credits %+v", d.Credits)
	}
	wantKinds(t, d, map[string]sayso.BlockKind{
		"Minister Orlo rejects": sayso.BlockTitle, "northern fleet": sayso.BlockBody, "single number": sayso.BlockBody, "declined to comment": sayso.BlockBody,
		"blocked the entrance": sayso.BlockBody, "Boats in the harbour": sayso.BlockCaption, "night trawling": sayso.BlockRelated, "Old Salt": sayso.BlockComment,
		"By Mira": sayso.BlockByline, "4 March": sayso.BlockDate, "rights reserved": sayso.BlockNotice, "Home": sayso.BlockNavigation,
	})
	if strings.Contains(d.Text, "<p>") || !strings.Contains(d.Text, "“Nobody has shown us") {
		t.Error("text is not the page's visible text")
	}
}

func TestSourceRanges(t *testing.T) {
	for _, page := range []struct{ mediaType, text, words, at string }{
		{"text/html", agencyPage, "Nobody has shown", "&ldquo;Nobody has shown"},
		{"text/html; charset=windows-1252", "<p>caf\xe9 caf\xe9</p><p>Der M\xfcller aus Velm schwieg zu allem, was man ihn fragte.</p>", "Müller", "Der M\xfcller"},
		{"text/html; charset=shift_jis", "<p>\x93\xfa\x96\x7b</p><p>abc \x8c\xea</p>", "abc 語", "abc \x8c\xea"},
		{"text/plain", "\xef\xbb\xbfFirst.\n\nSecond line.", "Second line.", "Second line."},
	} {
		d, where, err := article.ReadSources(&sayso.Page{Source: sayso.Source{Path: "p", MediaType: page.mediaType}, Bytes: []byte(page.text)})
		if err != nil {
			t.Fatal(err)
		}
		r := sayso.NewRuler(d.Text)
		found := false
		for i, b := range d.Blocks {
			if strings.Contains(r.Slice(b.Start, b.End), page.words) {
				found = true
				if got := page.text[where[i].Start:where[i].End]; !strings.HasPrefix(got, page.at) {
					t.Errorf("%s: block with %q stands at %q", page.mediaType, page.words, got)
				}
			}
		}
		if !found {
			t.Errorf("%s: no block with %q in %q", page.mediaType, page.words, d.Text)
		}
	}
}

const flatPage = `Back to front page
Orlo: the fleet will sail, whatever the council says


VELM, March 4. /NORDA/. Fisheries minister Pell Orlo said on Thursday that the northern fleet would keep sailing, whatever the council decided about the ban.

Council weighs a ban on night trawling in the bay

"Nobody has shown us a single number that would justify this," Orlo told reporters in the harbour town, adding that he had asked for the data three times.

The council, which sets the quotas for the four coastal states, declined to comment, and its next meeting is due on Monday.

Fishermen have protested for weeks, and on Wednesday some forty boats blocked the entrance of the port for several hours.


well well..the minister talks and the fish keep dying..who would have thought it..


~ by saltydog on March 5, 2021.

3 Responses to “Orlo: the fleet will sail”

Leave a Reply

Fill in your details below or click an icon to log in:
`

func TestPlain(t *testing.T) {
	d := read(t, "text/plain", flatPage)
	if d.Text != flatPage {
		t.Error("the text of a plain page is not the file")
	}
	if d.Title != "Orlo: the fleet will sail, whatever the council says" || d.Byline != "saltydog" || d.Outlet != "saltydog" || d.Language != "en" {
		t.Errorf("title %q, byline %q, outlet %q, language %q", d.Title, d.Byline, d.Outlet, d.Language)
	}
	if d.Published == nil || d.Published.Date != "2021-03-05" || d.Published.Span == nil || d.Published.Span.Text != "March 5, 2021" {
		t.Errorf("published %+v", d.Published)
	}
	if d.Dateline == nil || d.Dateline.Place != "VELM" || d.Dateline.Agency != "NORDA" {
		t.Errorf("dateline %+v", d.Dateline)
	}
	wantKinds(t, d, map[string]sayso.BlockKind{
		"Orlo: the fleet": sayso.BlockTitle, "northern fleet": sayso.BlockBody, "single number": sayso.BlockBody, "four coastal": sayso.BlockBody, "forty boats": sayso.BlockBody,
		"night trawling": sayso.BlockRelated, "well well": sayso.BlockCommentary, "saltydog": sayso.BlockByline, "Leave a Reply": sayso.BlockComment, "3 Responses": sayso.BlockComment,
	})
}

// Readers' comments are never the report, however long.
func TestPlainComments(t *testing.T) {
	report := "Fleet will sail, says Orlo\n\n2 comments\n\nFisheries minister Pell Orlo said on Thursday that the northern fleet would keep sailing, whatever the council decided about the ban.\n\nThe council, which sets the quotas for the four coastal states, declined to comment, and its next meeting is due on Monday.\n\n"
	talk := strings.Repeat("saltydog says:\nMarch 5, 2021 at 10:12 am\nThe minister said the very same thing five years ago, and we all remember how that ended for the boats in the south of the bay.\nReply\n", 12)
	d := read(t, "text/plain", report+"12 Responses to “Fleet will sail, says Orlo”\n\n"+talk)
	wantKinds(t, d, map[string]sayso.BlockKind{"northern fleet": sayso.BlockBody, "four coastal": sayso.BlockBody, "five years ago": sayso.BlockComment})
	r := sayso.NewRuler(d.Text)
	for _, b := range d.Blocks {
		if b.Told() && strings.Contains(r.Slice(b.Start, b.End), "five years ago") {
			t.Errorf("a comment is %s", b.Kind)
		}
	}
}

// A page that prints no date, writer or outlet has none: days in the running
// text are not the page's.
func TestNothingInvented(t *testing.T) {
	text := "Council votes on the ban\n\nThe council of the four coastal states voted on 3 May 2019 to close two grounds, and on Thursday the minister said that he would not obey.\n\n“We will sail,” he said, as reported by the Velm Courier of 4 May 2019 in its evening edition, which was sold out by noon.\n"
	d := read(t, "text/plain", text)
	if d.Published != nil || d.Byline != "" || d.Outlet != "" {
		t.Errorf("published %+v, byline %q, outlet %q", d.Published, d.Byline, d.Outlet)
	}
	d = read(t, "text/html", "<p>"+strings.ReplaceAll(text, "\n\n", "</p><p>")+"</p>")
	if d.Published != nil || d.Byline != "" || d.Outlet != "" {
		t.Errorf("HTML: published %+v, byline %q, outlet %q", d.Published, d.Byline, d.Outlet)
	}
}

func TestCredits(t *testing.T) {
	body := "Fisheries minister Pell Orlo said on Thursday that the northern fleet would keep sailing, he told the council in a letter, according to Norda.\n\nThe council declined to comment on the letter, which was dated last week and signed by four of the ministers of the coast.\n\n"
	d := read(t, "text/plain", "Fleet will sail, says Orlo in a letter\n\n"+body+"Coastal/Island Agencies\nSubmitted by BayWatcher\nSource: The Velm Courier\n")
	got := map[string]string{}
	for _, c := range d.Credits {
		got[c.Name] = c.How
	}
	for name, how := range map[string]string{"Norda": "according to", "Coastal/Island Agencies": "source", "BayWatcher": "submitted by", "The Velm Courier": "source"} {
		if got[name] != how {
			t.Errorf("credit %q is %q, want %q", name, got[name], how)
		}
	}
}

func TestEntries(t *testing.T) {
	for mediaType, entry := range map[string]string{
		"application/rss+xml":   `<item><title>Fleet will sail</title><link>https://post.example/1</link><dc:creator>Mira Dastan</dc:creator><pubDate>Thu, 04 Mar 2021 09:30:00 +0200</pubDate><content:encoded><![CDATA[<p>Minister Orlo said &amp; repeated that the fleet would sail.</p><p>Nobody answered him.</p>]]></content:encoded></item>`,
		"application/atom+xml":  `<entry><title>Fleet will sail</title><link href="https://post.example/1"/><author><name>Mira Dastan</name></author><published>2021-03-04T09:30:00+02:00</published><content type="html">&lt;p&gt;Minister Orlo said &amp;amp; repeated that the fleet would sail.&lt;/p&gt;&lt;p&gt;Nobody answered him.&lt;/p&gt;</content></entry>`,
		"application/feed+json": `{"id":"1","url":"https://post.example/1","title":"Fleet will sail","authors":[{"name":"Mira Dastan"}],"date_published":"2021-03-04T09:30:00+02:00","content_html":"<p>Minister Orlo said &amp; repeated that the fleet would sail.</p><p>Nobody answered him.</p>"}`,
	} {
		d := read(t, mediaType, entry)
		if d.Title != "Fleet will sail" || d.Byline != "Mira Dastan" || d.Source.URL != "https://post.example/1" || d.Published == nil || d.Published.Date != "2021-03-04" {
			t.Errorf("%s: title %q, byline %q, url %q, published %+v", mediaType, d.Title, d.Byline, d.Source.URL, d.Published)
		}
		if d.Text != "Fleet will sail\n\nMinister Orlo said & repeated that the fleet would sail.\n\nNobody answered him." {
			t.Errorf("%s: text %q", mediaType, d.Text)
		}
	}
	for _, bad := range []string{"", "<item", "{", "no feed at all"} {
		for _, mediaType := range []string{"application/rss+xml", "application/atom+xml", "application/feed+json"} {
			if d, err := article.Read(&sayso.Page{Source: sayso.Source{Path: "feed.xml", MediaType: mediaType}, Bytes: []byte(bad)}); err == nil {
				check(t, d)
			} else if sayso.KindOf(err) != sayso.Unreadable || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s %q: error %q", mediaType, bad, err)
			}
		}
	}
}

func TestMediaTypes(t *testing.T) {
	_, err := article.Read(&sayso.Page{Source: sayso.Source{Path: "x.png", MediaType: "image/png"}})
	if sayso.KindOf(err) != sayso.Unreadable {
		t.Errorf("image: %v", err)
	}
	for _, m := range []string{"text/html", "text/plain", ""} {
		if d := read(t, m, ""); d.Text != "" || len(d.Blocks) != 0 {
			t.Errorf("%q: empty page has text %q", m, d.Text)
		}
	}
}

// Hostile pages are read, in time linear in their length.
func TestHostile(t *testing.T) {
	for name, page := range map[string]string{
		"nested":         strings.Repeat("<div>", 100_000) + "Deep down the minister said that he would sail." + strings.Repeat("</div>", 100_000),
		"nested inline":  "<p>" + strings.Repeat("<b><i>", 50_000) + "Deep down the minister said that he would sail.",
		"never closed":   strings.Repeat("<p><table><td><span>x", 20_000),
		"closed before":  strings.Repeat("</div></p></b>", 50_000) + "<p>The minister said that he would sail.",
		"attributes":     "<p " + strings.Repeat("a=b ", 50_000) + ">The minister said that he would sail.",
		"mixed":          strings.Repeat("<p><div>", 20_000) + strings.Repeat("<li><a>", 20_000) + "x",
		"cut short":      agencyPage[:len(agencyPage)/2] + "<",
		"NUL":            "<p>The minister\x00 said that\x00 he would sail.</p>",
		"invalid":        "<p>The minister \xff\xfe\x80 said that he would sail.</p>",
		"one word":       "<p>" + strings.Repeat("x", 1<<20),
		"json":           `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 5000) + "</script><p>The minister said.",
		"list of heads":  strings.Repeat("<h1>The minister said that he would sail</h1>", 5000),
		"many dates":     strings.Repeat("<time>4 March 2021</time> ", 20_000),
		"many bylines":   strings.Repeat("<p class=byline>By Mira Dastan</p>", 20_000),
		"quoted markup":  "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
		"line of spaces": "<p>" + strings.Repeat(" ", 1<<20) + "x",
	} {
		t.Run(name, func(t *testing.T) {
			read(t, "text/html", page)
			read(t, "text/plain", page)
		})
	}
	if testing.Short() {
		t.Skip("leaving out the large pages")
	}
	para := "<div class=x><p>The minister said on Thursday that the fleet would sail, whatever the council decided.</p></div>\n"
	read(t, "text/html", strings.Repeat(para, 40<<20/len(para)))
	read(t, "text/plain", strings.Repeat("The minister said that he would sail. ", 10<<20/38))
	read(t, "text/plain", strings.Repeat("The minister said on Thursday that he would sail.\n\n", 20<<20/51))
}

func TestSameBytesSameDocument(t *testing.T) {
	var first string
	for range 3 {
		d := read(t, "text/html", agencyPage)
		b, err := d.AppendRecord(nil)
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(b)
		} else if first != string(b) {
			t.Fatal("two readings of one page differ")
		}
	}
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte(agencyPage))
	f.Add([]byte("<table><tr><td><p>a<b>c</p>d</b><a><div>x</a></div></table>"))
	f.Add([]byte("<html><head><title>x<body><p>M\xfcller \x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p := &sayso.Page{Source: sayso.Source{Path: "p", MediaType: "text/html"}, Bytes: b}
		d, where, err := article.ReadSources(p)
		if err != nil {
			t.Fatal(err)
		}
		check(t, d)
		at := 0
		for _, w := range where {
			if w.Start < at || w.End < w.Start || w.End > len(b) {
				t.Fatalf("range %+v after %d in a page of %d", w, at, len(b))
			}
			at = w.Start
		}
	})
}

func FuzzPlain(f *testing.F) {
	f.Add([]byte(flatPage))
	f.Add([]byte("By Mira\x00 \xff\xfe on 3.4.2020\n\n(AB) – x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := article.Read(&sayso.Page{Source: sayso.Source{Path: "p", MediaType: "text/plain"}, Bytes: b})
		if err != nil {
			t.Fatal(err)
		}
		check(t, d)
	})
}

func FuzzEntry(f *testing.F) {
	f.Add([]byte("<item><title>x</title><description>&lt;p&gt;y</description></item>"), true)
	f.Add([]byte(`{"title":"x","content_text":"y"}`), false)
	f.Fuzz(func(t *testing.T, b []byte, xml bool) {
		m := "application/feed+json"
		if xml {
			m = "application/rss+xml"
		}
		if d, err := article.Read(&sayso.Page{Source: sayso.Source{Path: "p", MediaType: m}, Bytes: b}); err == nil {
			check(t, d)
		}
	})
}
