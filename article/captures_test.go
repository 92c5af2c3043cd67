package article_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sayso"
	"sayso/article"
	"sayso/intake"
	"sayso/reuse"
)

// captureOf is one capture of a page whose third paragraph was changed from
// one to the next.
func captureOf(top, changed string) string {
	return strings.Replace(pageOf("", "", strings.Replace(saidPage, "%s", "<p>"+changed+"</p>", 1)), "<html", top+"<html", 1)
}

func response(date, body string) string {
	http := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/sea/ban\r\nWARC-Date: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\n"+
		"Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", date, sayso.Sum([]byte(date))[:12], len(http), http)
}

// TestCapturesAreVersions saves one page in every way there is, and wants each
// to be read as a capture of the same address, and the captures to be compared
// like any copies.
func TestCapturesAreVersions(t *testing.T) {
	const address = "https://post.example/sea/ban"
	dir := t.TempDir()
	put := func(name, content string) {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const first = "The minister said that three hundred boats would be out at sea by the end of the week, and that the council knew it."
	var wacz bytes.Buffer
	z := zip.NewWriter(&wacz)
	f, err := z.Create("archive/data.warc")
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte(response("2021-03-04T10:00:00Z", captureOf("", first)) + response("2021-03-05T10:00:00Z", captureOf("", strings.Replace(first, "three", "four", 1)))))
	z.Close()
	put("a.wacz", wacz.String())
	put("b.mhtml", "From: <Saved by a browser>\r\nSnapshot-Content-Location: "+address+"\r\nDate: Sat, 6 Mar 2021 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: multipart/related; type=\"text/html\"; boundary=\"xx\"\r\n\r\n--xx\r\nContent-Type: text/html\r\n\r\n"+captureOf("", first)+"\r\n--xx--\r\n")
	put("c.html", captureOf(fmt.Sprintf("<!-- saved from url=(%04d)%s -->\n", len(address), address), first))
	put("c_files/advert.html", "<p>Buy boats now</p>")
	put("d.html", captureOf("<!--\n Page saved with SingleFile\n url: "+address+"\n saved date: Mon Mar 08 2021\n-->", first))

	var docs []*sayso.Document
	for item := range intake.Pages(context.Background(), []string{dir}, intake.Options{}) {
		if item.Err != nil || item.Page == nil {
			t.Fatalf("%+v", item)
		}
		d, err := article.Read(item.Page)
		if err != nil {
			t.Fatal(err)
		}
		check(t, d)
		if d.Source.URL != address {
			t.Errorf("%s is a capture of %q", d.Source.Path, d.Source.URL)
		}
		docs = append(docs, d)
	}
	if len(docs) != 5 {
		t.Fatalf("%d captures read, want 5", len(docs))
	}
	links, changed := 0, false
	for l, err := range reuse.Links(context.Background(), captures(docs), reuse.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		if l.Between == sayso.BetweenDocuments {
			links++
		}
		for _, p := range l.Passages {
			for _, c := range p.Changes {
				changed = changed || c.A != nil && c.B != nil && (c.A.Text == "three" && c.B.Text == "four" || c.A.Text == "four" && c.B.Text == "three")
			}
		}
	}
	if links == 0 || !changed {
		t.Errorf("%d links between the captures; the change is shown: %v", links, changed)
	}
}

// captures are documents as a pile.
type captures []*sayso.Document

func (c captures) Documents(context.Context) iter.Seq2[*sayso.Document, error] {
	return func(yield func(*sayso.Document, error) bool) {
		for _, d := range c {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func (c captures) Document(_ context.Context, id sayso.DocumentID) (*sayso.Document, error) {
	for _, d := range c {
		if d.ID == id {
			return d, nil
		}
	}
	return nil, sayso.Errorf(sayso.NotFound, string(id), "no such document")
}
