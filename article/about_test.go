package article_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sayso"
	"sayso/article"
)

// told is what the pages of these tests report.
const told = `<p>VELM, March 4 (Norda) - Fisheries minister Pell Orlo said on Thursday that the northern fleet would keep sailing, whatever the council decided about the ban in the coming weeks.</p>
<p>The council, which sets the quotas for the four coastal states, declined to comment. Its next meeting is due on Monday, when the delegates are expected to vote on a compromise.</p>
<p>Fishermen have protested for weeks, and on Wednesday some forty boats blocked the entrance of the port for several hours before the police asked them to leave.</p>`

func pageOf(head, above, body string) string {
	return fmt.Sprintf(`<!doctype html><html lang="en"><head><title>Minister Orlo rejects fishing ban</title>%s</head><body><nav><a href="/">Home</a></nav>
<article><h1>Minister Orlo rejects fishing ban</h1>%s<div class="article-body">%s</div></article></body></html>`, head, above, body)
}

func TestUpdated(t *testing.T) {
	ld := func(fields string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Minister Orlo rejects fishing ban"` + fields + `}</script>`
	}
	for name, c := range map[string]struct {
		head, above                    string
		published, updated, time, from string
	}{
		"JSON-LD":                 {head: ld(`,"datePublished":"2021-03-04T09:30:00+02:00","dateModified":"2021-03-05T11:00:00+02:00"`), published: "2021-03-04", updated: "2021-03-05", time: "11:00:00+02:00", from: "json-ld"},
		"the same moment":         {head: ld(`,"datePublished":"2021-03-04T09:30:00Z","dateModified":"2021-03-04T09:30:00Z"`), published: "2021-03-04", updated: "2021-03-04", time: "09:30:00+00:00", from: "json-ld"},
		"not said":                {head: ld(`,"datePublished":"2021-03-04T09:30:00Z"`), published: "2021-03-04"},
		"meta":                    {head: `<meta property="article:published_time" content="2021-03-04"><meta property="article:modified_time" content="2021-03-06T08:00:00-05:00">`, published: "2021-03-04", updated: "2021-03-06", time: "08:00:00-05:00", from: "meta"},
		"before the publication":  {head: ld(`,"datePublished":"2021-03-04T09:30:00Z","dateModified":"2020-01-01T00:00:00Z"`), published: "2021-03-04"},
		"element":                 {above: `<time class="entry-date published" datetime="2021-03-04T09:00:00+01:00">4 March 2021</time> <time class="updated" datetime="2021-03-05T10:00:00+01:00">5 March 2021</time>`, published: "2021-03-04", updated: "2021-03-05", time: "10:00:00+01:00", from: "time element"},
		"stamp":                   {above: `<p class="date">Published 4 March 2021, 09:30 UTC</p><p class="date">Last updated 5 March 2021, 11:15 UTC+2</p>`, published: "2021-03-04", updated: "2021-03-05", time: "11:15:00+02:00", from: "text"},
		"one line":                {above: `<p class="date">Updated: March 5, 2021; first published March 4, 2021</p>`, published: "2021-03-04", updated: "2021-03-05", from: "text"},
		"only the last change":    {above: `<p class="date">Aktualisiert am 5. März 2021</p>`, updated: "2021-03-05", from: "text"},
		"the state of the text":   {above: `<p class="date">Stand: 5. März 2021</p>`, published: "2021-03-05"},
		"a day in running text":   {above: `<p>The law was modified on 5 March 2019 after years of quarrels, and it has been in force in all of the four states since then.</p>`},
		"an editor and no change": {above: `<p class="byline">Edited by Mira Dastan</p><p class="date">4 March 2021</p>`, published: "2021-03-04"},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, "text/html", pageOf(c.head, c.above, told))
			if got := day(d.Published); got != c.published {
				t.Errorf("published %q, want %q", got, c.published)
			}
			if got := day(d.Updated); got != c.updated {
				t.Fatalf("updated %q, want %q", got, c.updated)
			}
			if d.Updated == nil {
				return
			}
			if string(d.Updated.Time) != c.time || string(d.Updated.From) != c.from {
				t.Errorf("updated %+v, want time %q from %q", d.Updated, c.time, c.from)
			}
			if (d.Updated.Span != nil) != (c.from == "text") {
				t.Errorf("updated stands at %+v", d.Updated.Span)
			}
		})
	}
}

func day(d *sayso.Date) string {
	if d == nil {
		return ""
	}
	return d.Date
}

func TestUpdatedInPlainText(t *testing.T) {
	d := read(t, "text/plain", `Harbour Post

Minister Orlo rejects fishing ban

Published: March 4, 2021 09:30 UTC
Updated: March 5, 2021 11:00 UTC

VELM (Norda) - Fisheries minister Pell Orlo said on Thursday that the northern fleet would keep sailing, whatever the council decided about the ban in the coming weeks.

The council, which sets the quotas for the four coastal states, declined to comment. Its next meeting is due on Monday, when the delegates are expected to vote.

Fishermen have protested for weeks, and on Wednesday some forty boats blocked the entrance of the port for several hours before the police asked them to leave.

Tags: Fishing, Council of Velm, fishing
`)
	if day(d.Published) != "2021-03-04" || day(d.Updated) != "2021-03-05" || d.Updated.Time != "11:00:00+00:00" {
		t.Errorf("published %+v, updated %+v", d.Published, d.Updated)
	}
	if !slices.Equal(d.Tags, []string{"Fishing", "Council of Velm"}) {
		t.Errorf("tags %q", d.Tags)
	}
}

func TestCanonical(t *testing.T) {
	const article = `<meta property="og:type" content="article">`
	for name, c := range map[string]struct{ head, saved, want string }{
		"link":                    {head: `<link rel="canonical" href="https://post.example/sea/ban">`, want: "https://post.example/sea/ban"},
		"with a fragment":         {head: `<link rel="canonical" href="https://post.example/sea/ban#top">`, want: "https://post.example/sea/ban"},
		"relative":                {head: `<link rel="canonical" href="/sea/ban">`, saved: "https://www.post.example/sea/ban?from=mail", want: "https://www.post.example/sea/ban"},
		"relative to nothing":     {head: `<link rel="canonical" href="/sea/ban">`},
		"og:url":                  {head: `<meta property="og:url" content="https://post.example/sea/ban">`, want: "https://post.example/sea/ban"},
		"front page of a report":  {head: article + `<link rel="canonical" href="https://post.example/"><meta property="og:url" content="https://post.example/sea/ban">`, want: "https://post.example/sea/ban"},
		"front page":              {head: `<link rel="canonical" href="https://post.example/">`, want: "https://post.example/"},
		"no address of the web":   {head: `<link rel="canonical" href="javascript:alert(1)">`},
		"a machine's own":         {head: `<link rel="canonical" href="http://localhost/sea/ban">`},
		"two that differ":         {head: `<link rel="canonical" href="https://post.example/a"><link rel="canonical" href="https://post.example/b">`},
		"two, and one taken side": {head: `<link rel="canonical" href="https://post.example/a"><link rel="canonical" href="https://post.example/b"><meta property="og:url" content="https://post.example/b">`, want: "https://post.example/b"},
		"on another site":         {head: `<link rel="canonical" href="https://norda.example/ban">`, saved: "https://post.example/sea/ban", want: "https://norda.example/ban"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := readFrom(pageOf(c.head, "", told), c.saved)
			if err != nil {
				t.Fatal(err)
			}
			if string(d.Canonical) != c.want {
				t.Errorf("canonical %q, want %q", d.Canonical, c.want)
			}
			if want := c.saved; want != "" && string(d.Source.URL) != want {
				t.Errorf("the page was saved from %q, the record says %q", want, d.Source.URL)
			}
		})
	}
}

func TestCreditsOfAnAddress(t *testing.T) {
	const home = `<link rel="canonical" href="https://www.norda.example/sea/ban">`
	for from, want := range map[string]string{
		"https://post.example/sea/ban":                                "norda.example",
		"https://m.norda.example/sea/ban":                             "",
		"https://keep.example/web/2021/https://norda.example/sea/ban": "",
		"": "",
	} {
		d, err := readFrom(pageOf(home, "", saidPage), from)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, c := range d.Credits {
			got += c.Name
		}
		if got != want {
			t.Errorf("saved from %q: credits %q, want %q", from, got, want)
		}
	}
}

func TestCreditsBesideWriters(t *testing.T) {
	for name, c := range map[string]struct{ author, above, below, want string }{
		"in the byline":         {author: "Mira Dastan, NRD", want: "NRD"},
		"small, and marked":     {author: "Mira Dastan, nrd", below: `<figure><img src="x.jpg"><figcaption>Boats in the port. M. Hart/nrd</figcaption></figure>`, want: "nrd"},
		"small, and not marked": {author: "Mira Dastan, nrd"},
		"a degree":              {author: "Mira Dastan, MS"},
		"the outlet's own":      {author: "Harbour Press", above: `<p class="byline">Harbour Press</p>`},
		"under the title":       {above: `<p class="meta">Coastal News Agency</p>`, want: "Coastal News Agency"},
		"at the end":            {below: `<p class="source">Quelle: nrd/amp</p>`, want: "nrd amp"},
		"one's own source":      {below: `<p class="source">Source: Harbour Press</p>`},
	} {
		t.Run(name, func(t *testing.T) {
			head := `<meta property="og:site_name" content="Harbour Press"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Minister Orlo rejects fishing ban","author":"` + c.author + `"}</script>`
			d := read(t, "text/html", pageOf(head, c.above, strings.Replace(saidPage, "%s", "", 1)+c.below))
			var got []string
			for _, c := range d.Credits {
				got = append(got, c.Name)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("credits %q, want %q (byline %q)", got, c.want, d.Byline)
			}
		})
	}
}

func readFrom(html, from string) (*sayso.Document, error) {
	return article.Read(&sayso.Page{Source: sayso.Source{Path: "page", MediaType: "text/html", URL: sayso.Maybe(from)}, Bytes: []byte(html)})
}

func TestSectionAndTags(t *testing.T) {
	for name, c := range map[string]struct {
		head, body, section string
		tags                []string
	}{
		"JSON-LD": {head: `<script type="application/ld+json">{"@type":"NewsArticle","articleSection":["Sea","North"],"keywords":["Fishing","Pell Orlo","fishing","https://post.example/t/1"]}</script>`,
			section: "Sea", tags: []string{"Fishing", "Pell Orlo", "North"}},
		"a list in a string": {head: `<script type="application/ld+json">{"@type":"NewsArticle","articleSection":"Sea &amp; Coast","keywords":"Velm, quotas, 2021, Velm"}</script>`,
			section: "Sea & Coast", tags: []string{"Velm", "quotas"}},
		"meta": {head: `<meta property="article:section" content="World"><meta property="article:tag" content="Fishing, a history"><meta property="article:tag" content="Velm"><meta name="keywords" content="news, harbour, post">`,
			section: "World", tags: []string{"Fishing, a history", "Velm"}},
		"the older element": {head: `<meta name="keywords" content="Fishing; Velm">`, tags: []string{"Fishing", "Velm"}},
		"links":             {body: `<p>More on <a rel="tag" href="/t/1">Fishing</a>, <a rel="nofollow tag" href="/t/2">Velm</a></p>`, tags: []string{"Fishing", "Velm"}},
		"the way to it": {head: `<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"position":2,"item":{"@id":"https://post.example/sea","name":"Sea"}},{"position":1,"name":"Front","item":"https://post.example/"},
			{"position":3,"name":"Minister Orlo rejects fishing ban"}]}</script>`, section: "Sea"},
		"none": {},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, "text/html", pageOf(c.head, "", told+c.body))
			if string(d.Section) != c.section || !slices.Equal(d.Tags, c.tags) {
				t.Errorf("section %q, tags %q; want %q and %q", d.Section, d.Tags, c.section, c.tags)
			}
		})
	}
}

func TestEntryFields(t *testing.T) {
	d := read(t, "application/atom+xml", `<entry><title>Minister Orlo rejects fishing ban</title><link rel="alternate" href="https://post.example/sea/ban"/>
<published>2021-03-04T09:30:00+02:00</published><updated>2021-03-05T10:00:00+02:00</updated><category term="Fishing"/><category term="Velm"/><category term="fishing"/>
<content type="html">&lt;p&gt;Fisheries minister Pell Orlo said on Thursday that the northern fleet would keep sailing.&lt;/p&gt;</content></entry>`)
	if day(d.Published) != "2021-03-04" || day(d.Updated) != "2021-03-05" || d.Updated.From != "feed" || d.Updated.Time != "10:00:00+02:00" {
		t.Errorf("published %+v, updated %+v", d.Published, d.Updated)
	}
	if d.Canonical != "https://post.example/sea/ban" || !slices.Equal(d.Tags, []string{"Fishing", "Velm"}) {
		t.Errorf("canonical %q, tags %q", d.Canonical, d.Tags)
	}
	d = read(t, "application/atom+xml", `<entry><title>Minister Orlo rejects fishing ban</title><updated>2021-03-05T10:00:00Z</updated><summary>Orlo said the northern fleet would keep sailing.</summary></entry>`)
	if d.Published != nil || day(d.Updated) != "2021-03-05" {
		t.Errorf("published %+v, updated %+v", d.Published, d.Updated)
	}
}
