package intake

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sayso"
)

// The builders below write the containers that the tests read.

// record is one WARC record, with CRLF line ends.
func record(version, kind, uri, contentType, block string, extra ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "WARC/%s\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n", version, kind, uri)
	fmt.Fprintf(&b, "WARC-Date: 2017-01-25T14:44:00Z\r\nWARC-Record-ID: <urn:uuid:%s>\r\n", sayso.Sum([]byte(uri + block))[:12])
	for _, e := range extra {
		b.WriteString(e + "\r\n")
	}
	fmt.Fprintf(&b, "Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", contentType, len(block), block)
	return b.String()
}

// answer is a response record of an HTTP answer.
func answer(uri, status, header, body string) string {
	if header != "" {
		header += "\r\n"
	}
	return record("1.1", "response", uri, "application/http;msgtype=response", status+"\r\n"+header+"\r\n"+body)
}

// page200 is a response record of a sound page.
func page200(n int) string {
	return answer(fmt.Sprintf("https://news.example/%d", n), "HTTP/1.1 200 OK", "Content-Type: text/html; charset=UTF-8", htmlPage(n))
}

func htmlPage(n int) string {
	return fmt.Sprintf("<!doctype html><html><head><title>Page %d</title></head><body><p>The minister of Borduria spoke %d times.</p></body></html>", n, n)
}

func warcinfo() string {
	return record("1.1", "warcinfo", "", "application/warc-fields", "software: a test\r\n")
}

// gz is s as one gzip member.
func gz(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// gzEach is each of the records as a gzip member of its own.
func gzEach(records ...string) string {
	var b strings.Builder
	for _, r := range records {
		b.WriteString(gz(r))
	}
	return b.String()
}

// put writes a file in dir and returns its path.
func put(t testing.TB, dir, name, content string) string {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

// got is what Pages yields, sorted by sort of Item.
type got struct {
	pages    []*sayso.Page
	problems []string
	notes    []string
	errs     []error
	last     int64 // Consumed
}

func read(t testing.TB, opt Options, paths ...string) got {
	t.Helper()
	var g got
	for it := range Pages(context.Background(), paths, opt) {
		if it.Consumed < g.last {
			t.Errorf("Consumed fell from %d to %d", g.last, it.Consumed)
		}
		g.last = it.Consumed
		switch {
		case it.Page != nil && it.Err == nil && it.Note == "":
			g.pages = append(g.pages, it.Page)
			checkPage(t, it)
		case it.Page == nil && it.Err != nil && it.Note == "":
			if strings.ContainsAny(it.Err.Error(), "\n\r") {
				t.Errorf("an error of more than one line: %q", it.Err)
			}
			if _, ok := it.Err.(*sayso.Error); !ok {
				t.Errorf("%T is no *sayso.Error", it.Err)
			}
			g.problems = append(g.problems, it.Err.Error())
			g.errs = append(g.errs, it.Err)
		case it.Page == nil && it.Err == nil && it.Note != "":
			g.notes = append(g.notes, it.Note)
		default:
			t.Errorf("an item that is not exactly one thing: %+v", it)
		}
	}
	return g
}

// checkPage holds for every page: its hash, and that Reopen gives it again.
func checkPage(t testing.TB, it Item) {
	t.Helper()
	src := it.Page.Source
	if src.SHA256 != sayso.Sum(it.Page.Bytes) {
		t.Errorf("%s: the hash is not that of the bytes", src.Path)
	}
	if it.Path != src.Path {
		t.Errorf("the item is about %q, its page from %q", it.Path, src.Path)
	}
	if src.Path == StdinPath {
		return
	}
	again, err := Reopen(&src, Options{})
	if err != nil {
		t.Errorf("reopening: %v", err)
	} else if !bytes.Equal(again.Bytes, it.Page.Bytes) {
		t.Errorf("%s: reopened, the page differs", src.Path)
	}
}

func (g got) bodies() []string {
	var s []string
	for _, p := range g.pages {
		s = append(s, string(p.Bytes))
	}
	return s
}

// want checks the bodies of the pages and the problems, each by a part of it.
func (g got) want(t testing.TB, bodies []string, problems ...string) {
	t.Helper()
	have := g.bodies()
	if len(have) != len(bodies) {
		t.Errorf("%d pages, want %d: %.300q", len(have), len(bodies), have)
	} else {
		for i := range have {
			if have[i] != bodies[i] {
				t.Errorf("page %d is %.200q, want %.200q", i, have[i], bodies[i])
			}
		}
	}
	if len(g.problems) != len(problems) {
		t.Errorf("%d problems, want %d: %q", len(g.problems), len(problems), g.problems)
		return
	}
	for i := range problems {
		if !strings.Contains(g.problems[i], problems[i]) {
			t.Errorf("problem %d is %q, want it to say %q", i, g.problems[i], problems[i])
		}
	}
}
