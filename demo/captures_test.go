package demo

import (
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"encoding/base32"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "build the WARC in pages from the pages in captures")

const captureFile = "pages/15-tesmaran-ministry.warc.gz"

// capture is one visit to the ministry's statement. The status lines are the
// two that crawlers write; the second server claims a transfer encoding that
// the crawler had already undone.
type capture struct {
	file, date, id, head string
}

var captures = []capture{
	{"captures/2024-03-16.html", "2024-03-16T12:04:31Z", "5b0d6c1e-7f0a-4a53-9b53-0c6f3a6f1e16",
		"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=utf-8\r\n"},
	{"captures/2024-03-17.html", "2024-03-17T07:15:02Z", "9e4a02b7-52d1-4a0c-8d3e-64f1c2a90e17",
		"HTTP/2 200\r\nserver: nginx\r\ncontent-type: text/html; charset=utf-8\r\ntransfer-encoding: chunked\r\n"},
}

const captureURL = "https://mfa.tesmaran.example/en/statements/2024-031"

// records returns the records of the WARC, the first telling what it is.
func records(t *testing.T) []string {
	t.Helper()
	info := "software: sayso sample\r\nformat: WARC File Format 1.1\r\n"
	out := []string{record([]string{
		"WARC-Type: warcinfo",
		"WARC-Date: 2024-03-16T12:04:30Z",
		"WARC-Filename: 15-tesmaran-ministry.warc.gz",
		"WARC-Record-ID: <urn:uuid:0f2c8a64-1d1b-4f4e-8a8e-3d7a5b9c0d15>",
		"Content-Type: application/warc-fields",
	}, info)}
	for _, c := range captures {
		page, err := os.ReadFile(c.file)
		if err != nil {
			t.Fatal(err)
		}
		digest := sha1.Sum(page)
		out = append(out, record([]string{
			"WARC-Type: response",
			"WARC-Target-URI: " + captureURL,
			"WARC-Date: " + c.date,
			"WARC-Record-ID: <urn:uuid:" + c.id + ">",
			"WARC-Payload-Digest: sha1:" + base32.StdEncoding.EncodeToString(digest[:]),
			"Content-Type: application/http; msgtype=response",
		}, c.head+fmt.Sprintf("Content-Length: %d\r\n\r\n", len(page))+string(page)))
	}
	return out
}

func record(head []string, block string) string {
	return fmt.Sprintf("WARC/1.1\r\n%s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", strings.Join(head, "\r\n"), len(block), block)
}

// TestCaptures holds the WARC to the readable captures it is built from. It
// compares what is compressed, as the compressed bytes may differ from one
// version of Go to the next.
func TestCaptures(t *testing.T) {
	want := records(t)
	if *update {
		var b bytes.Buffer
		for _, r := range want { // a gzip member for each, as crawlers write them
			z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
			io.WriteString(z, r)
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(captureFile, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(captureFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != strings.Join(want, "") {
		t.Errorf("%s is not what captures makes: run go generate ./demo", captureFile)
	}
}
