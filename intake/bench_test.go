package intake

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// BenchmarkPages reads 500 pages of 30 KB, as files and out of web archives.
// Its bytes are those of the pages.
func BenchmarkPages(b *testing.B) {
	const pages = 500
	body := "<!doctype html><html>"
	for i := range 300 {
		body += fmt.Sprintf("<p>%d times the minister said: %s</p>", i*i, prose)
	}
	records := []string{warcinfo()}
	for i := range pages {
		uri := fmt.Sprintf("https://news.example/%d", i)
		records = append(records, answer(uri, "HTTP/1.1 200 OK", "Content-Type: text/html", fmt.Sprint(body, i)),
			answer(uri+".png", "HTTP/1.1 200 OK", "Content-Type: image/png", noise(4000)))
	}
	dir := b.TempDir()
	paths := map[string]string{
		"warc":     put(b, dir, "a.warc", strings.Join(records, "")),
		"warc.gz":  put(b, dir, "a.warc.gz", gzEach(records...)),
		"one gzip": put(b, dir, "b.warc.gz", gz(strings.Join(records, ""))),
		"files":    dir + "/files",
	}
	for i := range pages {
		put(b, dir, fmt.Sprintf("files/%03d.html", i), fmt.Sprint(body, i))
	}
	for _, name := range []string{"files", "warc", "warc.gz", "one gzip"} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(pages * len(body)))
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				for it := range Pages(context.Background(), []string{paths[name]}, Options{}) {
					if it.Page != nil {
						n++
					}
				}
				if n != pages {
					b.Fatalf("%d pages", n)
				}
			}
		})
	}
}
