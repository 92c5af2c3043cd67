package intake

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"sayso"
)

func TestWARCCompressedAnyWay(t *testing.T) {
	records := []string{warcinfo(), page200(1), page200(2), page200(3)}
	all := strings.Join(records, "")
	want := []string{htmlPage(1), htmlPage(2), htmlPage(3)}
	dir := t.TempDir()
	var sources []sayso.Source
	for name, content := range map[string]string{
		"plain":                all,
		"member-each.gz":       gzEach(records...),
		"one-member.gz":        gz(all),
		"twice.gz":             gz(gzEach(records...)),
		"two-records-a-member": gz(records[0]+records[1]) + gz(records[2]+records[3]),
		"zeros-behind":         gzEach(records...) + strings.Repeat("\x00", 5000),
		"lf-ends":              strings.ReplaceAll(all, "\r\n\r\n\r\n", "\n\n\n"),
		"empty-members":        gzEach(records[0], "", "", records[1], records[2], "", records[3]),
	} {
		t.Run(name, func(t *testing.T) {
			g := read(t, Options{}, put(t, dir, name, content))
			if name == "lf-ends" {
				return // lengths no longer hold: it must only not fail
			}
			g.want(t, want)
			if len(g.pages) == 3 {
				s := g.pages[2].Source
				s.Path = ""
				sources = append(sources, s)
				if s.URL != "https://news.example/3" || s.CapturedAt != "2017-01-25T14:44:00Z" || s.MediaType != "text/html; charset=utf-8" {
					t.Errorf("source is %+v", s)
				}
				if at := int64(strings.Index(all, records[3])); s.WARC == nil || s.WARC.Offset != at || s.WARC.Type != "response" || strings.ContainsAny(s.WARC.RecordID, "<>") {
					t.Errorf("place in the WARC is %+v, want offset %d", s.WARC, at)
				}
			}
		})
	}
}

func TestWARCRecordsThatArePages(t *testing.T) {
	page := htmlPage(1)
	wide := strings.Repeat("The envoy of Syldavia answered. ", 40)
	for name, c := range map[string]struct {
		record string
		want   string // "" for left out
		media  string
	}{
		"version 1.0":        {record("1.0", "response", "http://a.example/", "application/http", "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n"+page), page, "text/html"},
		"HTTP/2 without OK":  {answer("http://a.example/", "HTTP/2 200", "content-type: text/html", page), page, "text/html"},
		"line without colon": {answer("http://a.example/", "HTTP/1.1 200 OK", "some words\r\nContent-Type: text/html; charset=\"Windows-1251\"", page), page, "text/html; charset=windows-1251"},
		"LF in the head":     {record("1.1", "response", "http://a.example/", "application/http", "HTTP/1.1 200 OK\nContent-Type: text/html\n\n"+page), page, "text/html"},
		"100 before 200":     {answer("http://a.example/", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK", "Content-Type: text/html", page), page, "text/html"},
		"no media type":      {answer("http://a.example/", "HTTP/1.1 200 OK", "", page), page, "text/html"},
		"text":               {answer("http://a.example/a.txt", "HTTP/1.1 200 OK", "Content-Type: text/plain; charset=iso-8859-1", wide), wide, "text/plain; charset=iso-8859-1"},
		"html without tags":  {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html", wide), wide, "text/html"},
		"html as text":       {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/plain", page), page, "text/html"},
		"resource":           {record("1.1", "resource", "http://a.example/", "text/html", page), page, "text/html"},
		"conversion":         {record("1.0", "conversion", "http://a.example/", "text/plain", wide), wide, "text/plain"},
		"bracketed address":  {record("1.0", "resource", "<http://a.example/>", "text/html", page), page, "text/html"},
		"stale chunked":      {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nTransfer-Encoding: chunked", page), page, "text/html"},
		"chunked": {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nTransfer-Encoding: chunked",
			fmt.Sprintf("%x\r\n%s\r\n%X;name=value\r\n%s\r\n0\r\n\r\n", 20, page[:20], len(page)-20, page[20:])), page, "text/html"},
		"chunked, cut": {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nTransfer-Encoding: chunked",
			fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s", 20, page[:20], 4000, page[20:])), page, "text/html"},
		"gzip":             {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip", gz(page)), page, "text/html"},
		"gzip, undeclared": {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html", gz(page)), page, "text/html"},
		"gzip and chunked": {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked",
			fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(gz(page)), gz(page))), page, "text/html"},
		"gzip twice":    {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip, gzip", gz(gz(page))), page, "text/html"},
		"stale gzip":    {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip", page), page, "text/html"},
		"stale br":      {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nContent-Encoding: br", page), page, "text/html"},
		"stale deflate": {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nContent-Encoding: deflate", page), page, "text/html"},
		"zlib":          {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nContent-Encoding: deflate", zlibbed(page)), page, "text/html"},
		"bare deflate":  {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nContent-Encoding: deflate", deflated(page)), page, "text/html"},
		"br":            {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nContent-Encoding: br", brotlied(page)), page, "text/html"},
		"zstd":          {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nContent-Encoding: zstd", zstded(page)), page, "text/html"},

		"request":        {record("1.1", "request", "http://a.example/", "application/http;msgtype=request", "GET / HTTP/1.1\r\n\r\n"), "", ""},
		"metadata":       {record("1.1", "metadata", "http://a.example/", "application/warc-fields", "fetchTimeMs: 12\r\n"), "", ""},
		"dns":            {record("1.1", "response", "dns:a.example", "text/dns", "20170125\nwww.a.example. 300 IN A 192.0.2.1\n"), "", ""},
		"crawler's log":  {record("1.1", "resource", "metadata://crawler.example/log.txt", "text/plain", wide), "", ""},
		"redirect":       {answer("http://a.example/", "HTTP/1.1 301 Moved", "Content-Type: text/html", page), "", ""},
		"error page":     {answer("http://a.example/", "HTTP/1.1 503 Busy", "Content-Type: text/html", page), "", ""},
		"image":          {answer("http://a.example/i.png", "HTTP/1.1 200 OK", "Content-Type: image/png", "\x89PNG\r\n\x1a\n"), "", ""},
		"image as html":  {answer("http://a.example/i.gif", "HTTP/1.1 200 OK", "Content-Type: text/html", "GIF89a\x01\x00\x01\x00\x00"), "", ""},
		"style sheet":    {answer("http://a.example/s.css", "HTTP/1.1 200 OK", "Content-Type: text/css", "body { margin: 0 }"), "", ""},
		"data":           {answer("http://a.example/d", "HTTP/1.1 200 OK", "Content-Type: text/html", `{"ok": true}`), "", ""},
		"robots":         {answer("http://a.example/robots.txt", "HTTP/1.1 200 OK", "Content-Type: text/plain", "User-agent: *\nDisallow: /\n"), "", ""},
		"no body":        {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html", ""), "", ""},
		"site map":       {answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: application/xml", `<?xml version="1.0"?><urlset></urlset>`), "", ""},
		"segmented":      {record("1.1", "resource", "http://a.example/", "text/html", page, "WARC-Segment-Number: 1"), "", ""},
		"unknown record": {record("1.1", "novelty", "http://a.example/", "text/html", page), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			g := read(t, Options{}, put(t, t.TempDir(), "a.warc", warcinfo()+c.record+page200(9)))
			want := []string{htmlPage(9)}
			if c.want != "" {
				want = []string{c.want, htmlPage(9)}
			}
			g.want(t, want)
			if len(g.pages) == 2 && g.pages[0].Source.MediaType != c.media {
				t.Errorf("media type is %q, want %q", g.pages[0].Source.MediaType, c.media)
			}
		})
	}
}

func zlibbed(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func deflated(s string) string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, 9)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func brotlied(s string) string {
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func zstded(s string) string {
	w, _ := zstd.NewWriter(nil)
	return string(w.EncodeAll([]byte(s), nil))
}

func TestWARCNotesWhatIsLeftOut(t *testing.T) {
	revisit := record("1.1", "revisit", "http://a.example/1", "application/http", "HTTP/1.1 200 OK\r\n\r\n", "WARC-Refers-To-Date: 2016-12-01T00:00:00Z")
	g := read(t, Options{}, put(t, t.TempDir(), "a.warc", warcinfo()+page200(1)+revisit+answer("http://a.example/i", "HTTP/1.1 200 OK", "Content-Type: image/png", "x")+answer("http://a.example/2", "HTTP/1.1 404 None", "", "")))
	g.want(t, []string{htmlPage(1)})
	notes := strings.Join(g.notes, "\n")
	for _, want := range []string{
		"http://a.example/1 is unchanged since 2016-12-01T00:00:00Z",
		"1 answers other than 200, 1 revisits, 1 not pages",
	} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes are %q, want %q among them", g.notes, want)
		}
	}
}

func TestDamagedWARCKeepsTheRest(t *testing.T) {
	a, b, c := page200(1), page200(2), page200(3)
	want123 := []string{htmlPage(1), htmlPage(2), htmlPage(3)}
	want13 := []string{htmlPage(1), htmlPage(3)}
	want12 := want123[:2]
	flipped := []byte(gz(b))
	flipped[len(flipped)-6] ^= 0x10 // in the checksum
	garbled := []byte(gz(b))
	for i := 40; i < len(garbled)-8; i++ {
		garbled[i] ^= 0x55
	}
	for name, d := range map[string]struct {
		content  string
		want     []string
		problems []string
	}{
		"cut in a block":          {a + b + c[:len(c)-50], want12, []string{fmt.Sprintf("at byte %d: the record is cut off", len(a+b))}},
		"cut in a header":         {a + b + c[:30], want12, []string{fmt.Sprintf("at byte %d: the file ends inside a record's header", len(a+b))}},
		"cut in the version":      {a + b + c[:4], want12, []string{"4 bytes that are no record, up to the end"}},
		"gzip cut":                {gzEach(a, b) + gz(c)[:60], want12, []string{fmt.Sprintf("the gzip data is cut off at byte %d", len(gzEach(a, b))+60)}},
		"gzip cut in its header":  {gzEach(a, b) + gz(c)[:5], want12, []string{"the gzip data is cut off at byte"}},
		"one member, cut":         {gz(a + b + c)[:len(gz(a+b+c))-30], want12, []string{"the gzip data is cut off at byte"}},
		"member damaged":          {gz(a) + string(garbled) + gz(c), want13, []string{"the gzip data is damaged before byte"}},
		"checksum wrong":          {gz(a) + string(flipped) + gz(c), want13, []string{"its checksum does not hold"}},
		"no gzip behind":          {gz(a) + gz(b) + "and some words", want12, []string{"what follows is no gzip"}},
		"garbage between gzip":    {gz(a) + "?????" + gz(b) + gz(c), want123, []string{"what follows is no gzip"}},
		"garbage between":         {a + "some words\r\nand more\r\n" + b + c, want123, []string{fmt.Sprintf("at byte %d: 22 bytes that are no record", len(a))}},
		"garbage in front of it":  {a + strings.Repeat("x", 200_000) + "\n" + b + c, want123, []string{"200001 bytes that are no record"}},
		"length missing":          {a + strings.Replace(b, "Content-Length", "Content-Size", 1) + c, want13, []string{"no usable Content-Length"}},
		"length absurd":           {a + b + strings.Replace(c, "Content-Length: ", "Content-Length: 9999999999999", 1), want12, []string{"larger than the limit of 64 MiB", "is cut off"}},
		"length negative":         {a + strings.Replace(b, "Content-Length: ", "Content-Length: -", 1) + c, want13, []string{"no usable Content-Length"}},
		"length beyond numbers":   {a + strings.Replace(b, "Content-Length: ", "Content-Length: 99999999999999999999", 1) + c, want13, []string{"no usable Content-Length"}},
		"blank lines missing":     {strings.TrimSpace(a) + strings.TrimSpace(b) + c, want123, nil},
		"too many blank lines":    {a + "\r\n\r\n\r\n" + b + "\n\n" + c, want123, nil},
		"header without end":      {a + "WARC/1.0\r\n" + strings.Repeat("X: y\r\n", 300_000) + "\r\n" + c, want13, []string{"header has no end"}},
		"a header of one line":    {a + "WARC/1.0\r\nX: " + strings.Repeat("y", 3_000_000) + "\r\n\r\n" + c, want13, []string{"header has no end"}},
		"compressed body, cut":    {a + answer("http://a.example/", "HTTP/1.1 200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip", gz("<html>" + strings.Repeat(b, 9))[:100]) + c, nil, []string{"the compressed body is cut off"}},
		"nothing but a beginning": {"WARC/1.0", nil, []string{"ends inside a record's header"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := read(t, Options{}, put(t, t.TempDir(), "a.warc", d.content))
			if name == "compressed body, cut" {
				if len(g.pages) != 3 || len(g.problems) != 1 {
					t.Errorf("%d pages and %q, want what there is of the page, and a problem", len(g.pages), g.problems)
				}
				return
			}
			g.want(t, d.want, d.problems...)
		})
	}
}

// However a WARC is cut, the pages before the cut come out, and one problem.
func TestWARCCutAnywhere(t *testing.T) {
	dir := t.TempDir()
	records := []string{page200(1), page200(2)}
	for name, whole := range map[string]string{"plain": strings.Join(records, ""), "gz": gzEach(records...), "one": gz(strings.Join(records, ""))} {
		first := map[string]string{"plain": records[0], "gz": gz(records[0])}[name]
		for i := 12; i < len(whole); i += 3 {
			g := read(t, Options{}, put(t, dir, "a", whole[:i]))
			if len(g.problems) > 1 || len(g.pages) > 2 || len(g.pages) < 2 && len(g.problems) != 1 && strings.TrimRight(whole[:i], "\r\n") != strings.TrimRight(first, "\r\n") {
				t.Fatalf("%s cut at %d: %d pages, problems %q", name, i, len(g.pages), g.problems)
			}
			for j, b := range g.bodies() {
				if b != htmlPage(j+1) {
					t.Fatalf("%s cut at %d: page %d is %q", name, i, j, b)
				}
			}
		}
	}
}

func TestFeedInWARC(t *testing.T) {
	feed := `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>N</title>` +
		`<item><link>https://news.example/a</link></item><item><link>https://news.example/b</link></item></channel></rss>`
	g := read(t, Options{}, put(t, t.TempDir(), "a.warc", answer("http://a.example/rss", "HTTP/1.1 200 OK", "Content-Type: text/xml; charset=utf-8", feed)+page200(2)))
	g.want(t, []string{"<item><link>https://news.example/a</link></item>", "<item><link>https://news.example/b</link></item>", htmlPage(2)})
	s := g.pages[1].Source
	if s.URL != "https://news.example/b" || s.WARC == nil || s.Part == nil || s.MediaType != "application/rss+xml; charset=utf-8" {
		t.Errorf("source is %+v", s)
	}
}

// Hostile files are read in time linear in their size, and their problems are
// bounded: each of these takes minutes, or gives a million problems, otherwise.
func TestHostileFiles(t *testing.T) {
	const n = 1 << 20
	digest := "WARC/1.0\nWARC-Type: response\nContent-Length: 0\nWARC-Target-URI: http://a.example/\nWARC-Payload-Digest: a\n\n"
	dir := t.TempDir()
	for i, c := range []struct{ head, piece string }{
		{"", "WARC/1.0\n\n"},
		{"", "WARC/1.0\nContent-Length: 5\n\n"},
		{"", "WARC/1.0\nContent-Length: 0\n\n"},
		{"", digest},
		{digest, strings.Replace(digest, "response", "revisit", 1)},
		{"WARC/1.0\nContent-Length: 0\n\n", "\n"},
		{"WARC/1.0\n", " x\n"},
		{"WARC/1.0\n", "x:\n"},
		{"WARC/1.0\nWARC-Type: response\nContent-Length: 1000000\n\nHTTP/1.1 200 OK\n", "x\n"},
		{"WARC/1.0\nWARC-Type: response\nContent-Length: 1000000\n\nHTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n", "1\nx\n"},
		{"WARC/1.0\nWARC-Type: response\nContent-Length: 1000000\n\n", "HTTP/1.1 100 C\n\n"},
		{gz(page200(1)), "\x1f\x8b\x08"},
		{gz(page200(1)), "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x00\x01"},
		{gz(page200(1)), gz("")},
		{gz(page200(1)), gz("x")},
		{"<html>", "<p "},
		{"<!--", "<!--"},
		{"<", "<"},
		{"<?xml ", "<?xml "},
		{mhtmlHead, "------Boundary--x----\n"},
		{mhtmlHead, "\n--"},
	} {
		g := read(t, Options{}, put(t, dir, "f", c.head+strings.Repeat(c.piece, n/len(c.piece))))
		if len(g.problems) > maxProblems+1 {
			t.Errorf("file %d: %d problems", i, len(g.problems))
		}
	}
}
