package entry

import (
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	const rss, atom, jsonf = "application/rss+xml", "application/atom+xml", "application/feed+json"
	for name, c := range map[string]struct {
		kind, text string
		want       Entry
	}{
		"RSS": {rss, `<item><title>A &amp; B</title><link>https://a.example/1</link><dc:creator><![CDATA[Ann Lee]]></dc:creator><media:title>no</media:title><media:content url="x"/><pubDate>Tue, 02 Mar 2021 10:00:00 GMT</pubDate><category>War</category><content:encoded><![CDATA[<p>Text&nbsp;one</p>]]></content:encoded><description>short</description></item>`,
			Entry{Title: "A & B", Link: "https://a.example/1", Authors: []string{"Ann Lee"}, Published: "Tue, 02 Mar 2021 10:00:00 GMT", Content: "<p>Text&nbsp;one</p>", Summary: "short", Tags: []string{"War"}}},
		"RSS author":           {rss, `<item><author>ann@a.example (Ann Lee)</author></item>`, Entry{Authors: []string{"Ann Lee"}}},
		"RSS address alone":    {rss, `<item><author>ann@a.example</author><title>x</title></item>`, Entry{Title: "x"}},
		"HTML entity, no end":  {rss, `<item><title>caf&eacute;<br> two</title></item>`, Entry{Title: "café two"}},
		"RDF":                  {rss, `<item rdf:about="https://a.example/1"><title>T</title><dc:date>2021-03-02</dc:date><dc:subject>War</dc:subject></item>`, Entry{Title: "T", Published: "2021-03-02", Tags: []string{"War"}}},
		"Atom, XHTML":          {atom, `<entry><title type="text">T</title><link rel="self" href="s"/><link rel="alternate" href="https://a.example/1"/><author><name>Ann Lee</name><email>ann@a.example</email></author><updated>2021-03-03</updated><content type="xhtml"><div>One <b>two</b> &lt;</div></content></entry>`, Entry{Title: "T", Link: "https://a.example/1", Authors: []string{"Ann Lee"}, Updated: "2021-03-03", Content: "<div>One <b>two</b> &lt;</div>"}},
		"entry in its wrapper": {atom, `<?xml version="1.0" encoding="latin1"?><feed><title>no</title><entry><title>T</title></entry></feed>`, Entry{Title: "T"}},
		"JSON":                 {jsonf, `{"url":"https://a.example/1","title":"T","author":{"name":"Ann Lee"},"content_text":"One","tags":["War"]}`, Entry{Title: "T", Link: "https://a.example/1", Authors: []string{"Ann Lee"}, Content: "One", Tags: []string{"War"}}},
	} {
		got, err := Parse(c.text, c.kind)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !slices.Equal(got.Authors, c.want.Authors) || !slices.Equal(got.Tags, c.want.Tags) {
			t.Errorf("%s: authors %q, tags %q", name, got.Authors, got.Tags)
		}
		got.Authors, got.Tags, c.want.Authors, c.want.Tags = nil, nil, nil, nil
		if got.Title != c.want.Title || got.Link != c.want.Link || got.Published != c.want.Published || got.Updated != c.want.Updated || got.Content != c.want.Content || got.Summary != c.want.Summary {
			t.Errorf("%s: %+v\nwant %+v", name, got, c.want)
		}
	}
	for _, bad := range []string{"", "<item", "<item><title>", "{", "nothing", "<item>" + strings.Repeat("<a>", 1e5)} {
		for _, kind := range []string{rss, atom, jsonf} {
			if e, err := Parse(bad, kind); err == nil {
				t.Errorf("%s %.20q: %+v, and no error", kind, bad, e)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("<item><title>a</title><content type='xhtml'><p>b</p></content></item>", true)
	f.Add(`{"title":"a","authors":[{"name":"b"}]}`, false)
	f.Fuzz(func(t *testing.T, text string, isXML bool) {
		kind := "application/feed+json"
		if isXML {
			kind = "application/rss+xml"
		}
		e, err := Parse(text, kind)
		if err != nil {
			return
		}
		if again, err := Parse(text, kind); err != nil || again.Title != e.Title {
			t.Fatalf("read twice, %q and %q (%v)", e.Title, again.Title, err)
		}
	})
}
