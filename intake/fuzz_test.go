package intake

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever a file holds: no panic, items that are sound, and Reopen gives each
// page again.
func FuzzPages(f *testing.F) {
	for _, s := range []string{
		prose, htmlPage(1), gz(prose), page200(1) + page200(2), gzEach(page200(1), page200(2)), gz(page200(1) + page200(2)),
		answer("http://a.example/", "HTTP/2 200", "Content-Encoding: br\r\nTransfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n"),
		"<rss><item><link>http://a.example/</link></item></rss>",
		`<?xml version="1.0"?><feed><entry/></feed>`,
		`{"version":"https://jsonfeed.org/version/1","items":[{}]}`,
		"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPGh0bWw+\n--x--",
		strings.Replace(page200(1), "Content-Type", "WARC-Payload-Digest: a\r\nContent-Type", 1) + record("1.1", "revisit", "http://a.example/", "", "", "WARC-Payload-Digest: a"),
		zipped(f, zip.Store, "archive/a.warc", page200(1)),
	} {
		f.Add([]byte(s))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		p := filepath.Join(dir, "f")
		if err := os.WriteFile(p, b, 0o644); err != nil {
			t.Fatal(err)
		}
		read(t, Options{}, p)
		// A small limit changes which pages come out, never how they look.
		for it := range Pages(context.Background(), []string{p}, Options{MaxPage: 64}) {
			if it.Page != nil && len(it.Page.Bytes) > 64 {
				t.Fatalf("a page of %d bytes beyond the limit", len(it.Page.Bytes))
			}
		}
	})
}

func FuzzSniff(f *testing.F) {
	for _, s := range []string{prose, htmlPage(1), "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><rss>", "\xff\xfe<\x00h\x00", "{\"a\":1}", "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\">", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		n := sniff(b)
		if (n.kind == kindOther) != (n.name != "") {
			t.Fatalf("%+v", n)
		}
		if again := sniff(bytes.Clone(b[:min(len(b), sniffLength)])); again != n {
			t.Fatalf("%+v, and of its head alone %+v", n, again)
		}
	})
}
