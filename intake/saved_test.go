package intake

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sayso"
)

const mhtmlHead = "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://news.example/1\r\nSubject: N\r\n" +
	"Date: Wed, 25 Jan 2017 17:44:00 +0300\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Boundary--x----\"\r\n\r\n\r\n"

func part(header, body string) string {
	return "------Boundary--x----\r\n" + header + "\r\n\r\n" + body + "\r\n"
}

func TestMHTML(t *testing.T) {
	const end = "------Boundary--x------\r\n"
	image := part("Content-Type: image/png\r\nContent-Transfer-Encoding: base64", "iVBORw0KGgo=")
	quoted := part("Content-Type: text/html; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://news.example/a",
		"<html><p>The en=\r\nvoy said: =E2=80=9Cno=E2=80=9D</p></html>")
	const page = "<html><p>The envoy said: \u201cno\u201d</p></html>"
	coded := part("Content-Type: text/html\r\nContent-Transfer-Encoding: base64", base64.StdEncoding.EncodeToString([]byte(page)))
	bare := part("content-type: text/html", page)
	for name, c := range map[string]struct {
		content, want, url string
		problem            []string
	}{
		"quoted-printable":  {mhtmlHead + quoted + image + end, page, "https://news.example/a", nil},
		"image in front":    {mhtmlHead + image + coded + end, page, "https://news.example/1", nil},
		"8bit":              {mhtmlHead + bare + image + end, page, "https://news.example/1", nil},
		"LF":                {strings.ReplaceAll(mhtmlHead+bare+end, "\r\n", "\n"), page, "https://news.example/1", nil},
		"compressed":        {gz(mhtmlHead + quoted + end), page, "https://news.example/a", nil},
		"cut off":           {mhtmlHead + quoted[:strings.Index(quoted, "=E2=80=9D")], "<html><p>The envoy said: \u201cno", "https://news.example/a", []string{"cut off inside the page"}},
		"no page":           {mhtmlHead + image + end, "", "", []string{"MHTML without a page in it"}},
		"no boundary":       {strings.Replace(mhtmlHead, "----Boundary--x----", "", 1) + quoted + end, "", "", []string{"MHTML without a boundary"}},
		"head alone":        {mhtmlHead, "", "", []string{"MHTML without a page in it"}},
		"base64 is not one": {mhtmlHead + strings.Replace(coded, "PGh0", "????", 1) + end, "", "", []string{"base64 cannot be decoded"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := read(t, Options{}, put(t, t.TempDir(), "a.mht", c.content))
			if c.want == "" {
				g.want(t, nil, c.problem...)
				return
			}
			g.want(t, []string{c.want}, c.problem...)
			if len(g.pages) == 1 {
				s := g.pages[0].Source
				if string(s.URL) != c.url || s.CapturedAt != "2017-01-25T14:44:00Z" || s.Part == nil || !strings.HasPrefix(s.MediaType, "text/html") {
					t.Errorf("source is %+v", s)
				}
			}
		})
	}
}

// zipped is a zip of the files given as name, content, name, content, ….
func zipped(t testing.TB, method uint16, files ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: files[i], Method: method})
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(files[i+1]))
	}
	w.Close()
	return b.String()
}

func TestWACZ(t *testing.T) {
	dir := t.TempDir()
	files := []string{
		"datapackage.json", "{}", "pages/pages.jsonl", `{"id": "1"}`, "indexes/index.cdx.gz", gz("x"),
		"archive/data.warc.gz", gzEach(warcinfo(), page200(1), page200(2)), "archive/more.warc", page200(3),
		"archive/false.warc", prose, "fuzzy/archive/x.warc", page200(4),
	}
	for name, method := range map[string]uint16{"stored": zip.Store, "deflated": zip.Deflate} {
		p := put(t, dir, name+".wacz", zipped(t, method, files...))
		g := read(t, Options{}, p, put(t, dir, "z.txt", prose))
		g.want(t, []string{htmlPage(1), htmlPage(2), htmlPage(3), prose}, "archive/false.warc: not a web archive")
		if want := filepath.ToSlash(p) + "/archive/data.warc.gz"; g.pages[0].Source.Path != want {
			t.Errorf("path is %q, want %q", g.pages[0].Source.Path, want)
		}
	}
	p := put(t, dir, "a.wacz", zipped(t, zip.Store, files...))
	g := read(t, Options{}, p)
	put(t, dir, "a.wacz", zipped(t, zip.Store, "archive/other.warc", page200(1)))
	if _, err := Reopen(&g.pages[0].Source, Options{}); sayso.KindOf(err) != sayso.Damaged || !strings.Contains(err.Error(), "no longer holds it") {
		t.Errorf("reopening from another zip: %v", err)
	}
	os.Remove(p)
	if _, err := Reopen(&g.pages[0].Source, Options{}); sayso.KindOf(err) != sayso.Unreadable {
		t.Errorf("reopening from a zip that is gone: %v", err)
	}
	whole := zipped(t, zip.Store, files...)
	read(t, Options{}, put(t, dir, "cut.wacz", whole[:len(whole)-30])).want(t, nil, "damaged or cut off")
	read(t, Options{}, put(t, dir, "d.zip", zipped(t, zip.Store, "a.html", htmlPage(1)))).want(t, nil, "no web archive")
	read(t, Options{}, put(t, dir, "d.wacz.gz", gz(whole))).want(t, nil, "not compressed again")
	read(t, Options{Stdin: strings.NewReader(whole)}, "-").want(t, nil, "not a page: application/zip")
}

// The same bytes named a thousand times in a zip's directory are not read a
// thousand times.
func TestZipBombIsRefused(t *testing.T) {
	one := zipped(t, zip.Store, "archive/a.warc", page200(1))
	i := strings.Index(one, "PK\x01\x02")
	j := strings.Index(one, "PK\x05\x06")
	entry := one[i:j]
	const n = 1000
	end := []byte(one[j:])
	end[8], end[9], end[10], end[11] = n&0xff, n>>8, n&0xff, n>>8
	size := len(entry) * n
	end[12], end[13], end[14], end[15] = byte(size), byte(size>>8), byte(size>>16), byte(size>>24)
	bomb := one[:i] + strings.Repeat(entry, n) + string(end)
	read(t, Options{}, put(t, t.TempDir(), "a.wacz", bomb)).want(t, nil, "lie over one another")
}
