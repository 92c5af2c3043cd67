package intake

import (
	"archive/zip"
	"strings"
	"testing"
)

func TestRevisits(t *testing.T) {
	digest := "WARC-Payload-Digest: sha1:AAAA"
	original := strings.Replace(page200(1), "Content-Type", digest+"\r\nContent-Type", 1)
	id := original[strings.Index(original, "<urn"):]
	id = id[:strings.Index(id, ">")+1]
	revisit := func(extra ...string) string {
		return strings.Replace(record("1.1", "revisit", "https://news.example/later", "application/http", "HTTP/1.1 304 Not Modified\r\n\r\n", extra...), "2017-01-25", "2017-02-01", 1)
	}
	byID := revisit("WARC-Refers-To: " + id)
	byDigest := revisit(digest)
	unknown := revisit("WARC-Refers-To: <urn:uuid:none>", "WARC-Payload-Digest: sha1:BBBB")
	image := answer("https://news.example/i.png", "HTTP/1.1 200 OK", "Content-Type: image/png", noise(200_000))
	records := []string{warcinfo(), page200(7), image, original, page200(2), image, byID, page200(3), byDigest, unknown, page200(4)}
	all := strings.Join(records, "")
	revisited := []string{htmlPage(7), htmlPage(1), htmlPage(2), htmlPage(1), htmlPage(3), htmlPage(1), htmlPage(4)}
	noted := []string{htmlPage(7), htmlPage(1), htmlPage(2), htmlPage(3), htmlPage(4)}
	dir := t.TempDir()
	for name, c := range map[string]struct {
		content string
		want    []string
		notes   int // of revisits without a page
	}{
		"plain":                {all, revisited, 1},
		"gzip each":            {gzEach(records...), revisited, 1},
		"some to a member":     {gz(records[0]+records[1]+records[2]+records[3]) + gzEach(records[4:]...), revisited, 1},
		"in a zip":             {zipped(t, zip.Store, "archive/a.warc.gz", gzEach(records...)), revisited, 1},
		"one member":           {gz(strings.Repeat(image, 6) + all), noted, 3},
		"compressed in a zip":  {zipped(t, zip.Deflate, "archive/a.warc", all), noted, 3},
		"gzip twice":           {gz(gzEach(records...)), noted, 3},
		"the original is gone": {strings.Replace(all, original, "", 1), []string{htmlPage(7), htmlPage(2), htmlPage(3), htmlPage(4)}, 3},
		"the original cut":     {byID + all[:len(all)-len(page200(4))], []string{htmlPage(7), htmlPage(1), htmlPage(2), htmlPage(1), htmlPage(3), htmlPage(1)}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			g := read(t, Options{}, put(t, dir, "a", c.content))
			g.want(t, c.want)
			notes := 0
			for _, n := range g.notes {
				if strings.Contains(n, "is unchanged since") {
					notes++
				}
			}
			if want := max(c.notes, 1); notes != want {
				t.Errorf("%d revisits are noted, want %d: %q", notes, want, g.notes)
			}
			if len(c.want) == len(revisited) && len(g.pages) == len(revisited) {
				s := g.pages[3].Source
				if !s.WARC.Revisit || s.WARC.Type != "revisit" || s.URL != "https://news.example/later" || s.CapturedAt != "2017-02-01T14:44:00Z" || s.MediaType != "text/html; charset=utf-8" {
					t.Errorf("source of the revisit is %+v, %+v", s, s.WARC)
				}
			}
		})
	}
}
