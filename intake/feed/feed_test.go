package feed

import (
	"fmt"
	"strings"
	"testing"
)

const rssHead = `<?xml version="1.0" encoding="windows-1251"?>
<?xml-stylesheet href="a.xsl"?>
<!-- <item>no entry</item> -->
<!DOCTYPE rss [ <!ENTITY item "<item>"> ]>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>N</title><link>https://news.example/</link>
`

func TestEntries(t *testing.T) {
	const (
		ordinary = `<item><title>One</title><link>https://news.example/1?a=1&amp;b=2</link><dc:creator>Anna</dc:creator></item>`
		withData = `<item rdf:about="x"><description><![CDATA[ <b>not the end: </item> <item> ]]></description><link><![CDATA[ https://news.example/2 ]]></link></item>`
		noted    = `<item><!-- </item> --><guid isPermaLink="true">https://news.example/3</guid></item>`
		looseTag = `<item><description><p>unescaped <br> 3 < 4 & <a href="x>broken</a> <img alt='"'></p></description><guid isPermaLink='false'>https://news.example/4</guid></item>`
		relative = "<item\n>\n<link>/5</link></item\n>"
		atomA    = `<entry><source><link href="https://other.example/"/></source><link rel="self" href="https://news.example/feed"/><link href='https://news.example/a'/></entry>`
		atomB    = `<entry xml:lang="en"><link href="https://news.example/b?x=1&amp;y=2" rel="alternate" type="text/html"/><content type="html">&lt;entry&gt;</content></entry>`
		atomC    = `<a:entry><a:link href="https://news.example/c"/><entry/></a:entry>`
	)
	for name, c := range map[string]struct {
		format  Format
		feed    string
		entries []string
		urls    []string
		damage  []string
	}{
		"rss": {RSS, rssHead + ordinary + "\n" + withData + noted + "<item/>" + looseTag + relative + "</channel></rss>",
			[]string{ordinary, withData, noted, looseTag, relative},
			[]string{"https://news.example/1?a=1&b=2", "https://news.example/2", "https://news.example/3", "", ""}, nil},
		"rdf": {RSS, `<rdf:RDF xmlns:rdf="x" xmlns="http://purl.org/rss/1.0/"><channel/><item rdf:about="y"><link>http://news.example/1</link></item></rdf:RDF>`,
			[]string{`<item rdf:about="y"><link>http://news.example/1</link></item>`}, []string{"http://news.example/1"}, nil},
		"rdf with prefix": {RSS, `<rdf:RDF xmlns:rss="http://purl.org/rss/1.0/"><rss:item><rss:link>http://news.example/1</rss:link></rss:item></rdf:RDF>`,
			[]string{`<rss:item><rss:link>http://news.example/1</rss:link></rss:item>`}, []string{"http://news.example/1"}, nil},
		"atom": {Atom, `<feed xmlns="http://www.w3.org/2005/Atom">` + atomA + atomB + `</feed>`, []string{atomA, atomB},
			[]string{"https://news.example/a", "https://news.example/b?x=1&y=2"}, nil},
		"atom with prefix":   {Atom, `<a:feed xmlns:a="http://www.w3.org/2005/Atom">` + atomC + `</a:feed>`, []string{atomC}, []string{"https://news.example/c"}, nil},
		"one entry document": {Atom, `<feed/>`, nil, nil, []string{"at byte 7: the feed is cut off"}},
		"no end tag":         {RSS, "<rss><item>1<item>2</item></rss>", []string{"<item>2</item>"}, []string{""}, []string{"at byte 5: the entry has no end"}},
		"cut in an entry":    {RSS, "<rss><item>1</item><item>2</it", []string{"<item>1</item>"}, []string{""}, []string{"at byte 19: the entry is cut off by the end of the feed"}},
		"cut in CDATA":       {RSS, "<rss><item>1</item><item><![CDATA[ </item></rss>", []string{"<item>1</item>"}, []string{""}, []string{"at byte 19: the entry is cut off"}},
		"cut between":        {RSS, "<rss><item>1</item>\n", []string{"<item>1</item>"}, []string{""}, []string{"at byte 20: the feed is cut off"}},
		"json": {JSON, "\xef\xbb\xbf" + `{"version": "https://jsonfeed.org/version/1.1", "icon": [{}], "items": [ {"id": "1", "url": "https://news.example/1", "tags": ["a]}"]} , "no", {"external_url": "https://x.example/"}], "title": "N"}`,
			[]string{`{"id": "1", "url": "https://news.example/1", "tags": ["a]}"]}`, `{"external_url": "https://x.example/"}`},
			[]string{"https://news.example/1", "https://x.example/"}, nil},
		"json, cut":    {JSON, `{"items": [{"id": "1"}, {"id":`, []string{`{"id": "1"}`}, []string{""}, []string{"the feed is cut off"}},
		"json, broken": {JSON, `{"items": [{"id": "1"}, {"id": 1x}]}`, []string{`{"id": "1"}`}, []string{""}, []string{"not JSON here"}},
		"json, odd":    {JSON, `{"items": {"id": "1"}}`, nil, nil, []string{"the items are not a list"}},
		"nothing":      {RSS, "", nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, c.feed, c.format, 1, 0, c.entries, c.urls, c.damage)
			if c.format == JSON || c.feed == "" || strings.Contains(strings.Join(c.damage, ""), "byte") {
				return
			}
			// The same in UTF-16 has each thing at twice its place.
			check(t, wide(c.feed, true), c.format, 2, 2, c.entries, c.urls, c.damage)
			check(t, wide(c.feed, false), c.format, 2, 2, c.entries, c.urls, c.damage)
		})
	}
}

// wide is s in UTF-16 with a byte order mark.
func wide(s string, big bool) string {
	var b strings.Builder
	if big {
		b.WriteString("\xfe\xff")
	} else {
		b.WriteString("\xff\xfe")
	}
	for _, c := range []byte(s) {
		if big {
			b.Write([]byte{0, c})
		} else {
			b.Write([]byte{c, 0})
		}
	}
	return b.String()
}

func check(t *testing.T, feed string, f Format, width, bom int, entries, urls, damage []string) {
	t.Helper()
	var got, gotURLs, broken []string
	for e, err := range Entries([]byte(feed), f) {
		if err != nil {
			broken = append(broken, err.Error())
			continue
		}
		got = append(got, feed[e.Offset:e.Offset+e.Length])
		gotURLs = append(gotURLs, e.URL)
	}
	for i := range entries {
		if width == 2 {
			entries = append([]string(nil), entries...)
			entries[i] = wide(entries[i], strings.HasPrefix(feed, "\xfe"))[bom:]
		}
	}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", entries) {
		t.Errorf("entries are\n%q, want\n%q", got, entries)
	}
	if fmt.Sprintf("%q", gotURLs) != fmt.Sprintf("%q", urls) {
		t.Errorf("addresses are %q, want %q", gotURLs, urls)
	}
	if len(broken) != len(damage) {
		t.Fatalf("damage is %q, want %q", broken, damage)
	}
	for i := range damage {
		if !strings.Contains(broken[i], damage[i]) {
			t.Errorf("damage is %q, want %q", broken[i], damage[i])
		}
	}
}

func TestCharset(t *testing.T) {
	for feed, want := range map[string]string{
		rssHead: "windows-1251",
		"<?xml version='1.0' encoding = 'UTF-8'?>": "utf-8",
		"<?xml version='1.0'?><a encoding='x'/>":   "",
		"<rss>":                                    "",
		"\xef\xbb\xbf<rss>":                        "utf-8",
		"\xff\xfe<\x00":                            "utf-16le",
		"\xfe\xff\x00<":                            "utf-16be",
		"<?xml encoding":                           "",
	} {
		if got := Charset([]byte(feed)); got != want {
			t.Errorf("of %.60q the character set is %q, want %q", feed, got, want)
		}
	}
}

// Hostile feeds are read in time linear in their size: each of these takes
// minutes where it is not.
func TestHostileFeeds(t *testing.T) {
	const n = 1 << 20
	for _, piece := range []string{"<", "<!--", "<![CDATA[", "<?", "<!", "<!x[", "<a ", `<a b="`, "<item>", "<entry>", "</item>", "<item><link>", "<item><guid>", "<item><link href=", "&", "<item", "]]>", "<a b='\">"} {
		for _, f := range []Format{RSS, Atom} {
			b := []byte("<rss>" + strings.Repeat(piece, n/len(piece)))
			for e, err := range Entries(b, f) {
				if err == nil && (e.Offset < 0 || e.Offset+e.Length > len(b)) {
					t.Fatal("an entry outside the feed")
				}
			}
		}
	}
	for _, piece := range []string{"[", "{\"a\":", "\"\\", "{},", "\"items\":[{}],"} {
		for range Entries([]byte("{"+strings.Repeat(piece, n/len(piece))), JSON) {
		}
		for range Entries([]byte(`{"items":[`+strings.Repeat(piece, n/len(piece))), JSON) {
		}
	}
}

func FuzzEntries(f *testing.F) {
	f.Add([]byte(rssHead+"<item><link>http://a.example/</link><![CDATA[x]]></item></channel></rss>"), byte(0))
	f.Add([]byte(`<feed xmlns="x"><entry><link href="http://a.example/"/></entry></feed>`), byte(1))
	f.Add([]byte(`{"items":[{"url":"http://a.example/"}]}`), byte(2))
	f.Add([]byte(wide("<rss><item>x</item></rss>", true)), byte(0))
	f.Fuzz(func(t *testing.T, b []byte, which byte) {
		format := []Format{RSS, Atom, JSON}[which%3]
		Charset(b)
		end, broken := 0, 0
		for e, err := range Entries(b, format) {
			if err != nil {
				if broken++; format == JSON && broken > 1 {
					t.Fatal("broken twice")
				}
				continue
			}
			if e.Offset < end || e.Length <= 0 || e.Offset+e.Length > len(b) {
				t.Fatalf("entry %+v behind byte %d of %d", e, end, len(b))
			}
			end = e.Offset + e.Length
			switch entry := b[e.Offset:end]; {
			case format == JSON && (entry[0] != '{' || entry[len(entry)-1] != '}'):
				t.Fatalf("entry %q", entry)
			case format != JSON && byteOrder(b) == nil && (entry[0] != '<' || entry[len(entry)-1] != '>'):
				t.Fatalf("entry %q", entry)
			}
		}
	})
}

func BenchmarkEntries(b *testing.B) {
	item := "<item><title>The minister spoke</title><link>https://news.example/1</link><description><![CDATA[" + strings.Repeat("<p>He said so.</p>", 100) + "]]></description></item>\n"
	feed := []byte(rssHead + strings.Repeat(item, 200) + "</channel></rss>")
	b.SetBytes(int64(len(feed)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for range Entries(feed, RSS) {
			n++
		}
		if n != 200 {
			b.Fatal(n)
		}
	}
}
