package intake

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"sayso"
)

const prose = "The envoy of Syldavia said on Thursday that the talks were \u201cover for now\u201d.\n"

func TestFilesByContent(t *testing.T) {
	png := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"
	utf16 := func(s, mark string, big bool) string {
		b := []byte(mark)
		for _, r := range s {
			if big {
				b = append(b, byte(r>>8), byte(r))
			} else {
				b = append(b, byte(r), byte(r>>8))
			}
		}
		return string(b)
	}
	for name, c := range map[string]struct {
		content string
		media   string // "" for a problem
		problem string
	}{
		"text":                   {prose, "text/plain", ""},
		"text in Latin-1":        {"Der Gesandte \xe4u\xdferte sich nicht.", "text/plain", ""},
		"text in Cyrillic 1251":  {strings.Repeat("\xcc\xe8\xed\xe8\xf1\xf2\xf0 \xf1\xea\xe0\xe7\xe0\xeb. ", 30), "text/plain", ""},
		"text with a NUL":        {prose + "\x00" + prose, "text/plain", ""},
		"text in UTF-16":         {utf16(prose, "\xff\xfe", false), "text/plain; charset=utf-16le", ""},
		"text in UTF-16, big":    {utf16(prose, "\xfe\xff", true), "text/plain; charset=utf-16be", ""},
		"text in UTF-16, bare":   {utf16(prose, "", false), "text/plain; charset=utf-16le", ""},
		"Cyrillic in UTF-16":     {utf16("Министр сказал, что переговоры закончены.", "\xff\xfe", false), "text/plain; charset=utf-16le", ""},
		"text with a mark":       {"\xef\xbb\xbf" + prose, "text/plain", ""},
		"text that begins BM":    {"BM Smith, minister of Borduria, spoke.", "text/plain", ""},
		"text that begins ID3":   {"ID3 is what the bill is called.", "text/plain", ""},
		"text about HTML":        {"The tag <p> opens a paragraph, </p> ends it; <body> holds all.", "text/plain", ""},
		"text in brackets":       {"[Photo: the minister]\n\n" + prose, "text/plain", ""},
		"chat log":               {"<anna> he said so\n<boris> he did not\n", "text/plain", ""},
		"one letter":             {"a", "text/plain", ""},
		"html":                   {htmlPage(1), "text/html", ""},
		"html, upper case":       {"<HTML><BODY>" + prose, "text/html", ""},
		"html behind a comment":  {"\n <!-- saved -->\n<!-- again --><html><p>" + prose, "text/html", ""},
		"html behind a warning":  {"Warning: cannot write log\n" + htmlPage(1), "text/html", ""},
		"html, a long comment":   {"<!--" + strings.Repeat("x", 9000) + "--><html>", "text/html", ""},
		"a piece of html":        {"<p>" + prose + "</p>", "text/html", ""},
		"words, then html":       {"Borduria " + strings.Repeat("<p>words</p>", 9), "text/html", ""},
		"html behind blanks":     {strings.Repeat("\r\n", 9000) + htmlPage(1), "text/html", ""},
		"text behind blanks":     {strings.Repeat(" \n", 90_000) + prose, "text/plain", ""},
		"blanks behind limits":   {strings.Repeat(" \n", 3000), "", "an empty file"},
		"xhtml":                  {`<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="http://www.w3.org/1999/xhtml"></html>`, "text/html", ""},
		"html in UTF-16":         {utf16("<html><body>"+prose, "\xff\xfe", false), "text/html; charset=utf-16le", ""},
		"gzip":                   {gz(htmlPage(1)), "text/html", ""},
		"gzip twice":             {gz(gz(prose)), "text/plain", ""},
		"empty":                  {"", "", "an empty file"},
		"blank":                  {" \r\n\t \n", "", "an empty file"},
		"blank, compressed":      {gz("\n"), "", "an empty file"},
		"gzip of nothing":        {gz(""), "", "an empty file"},
		"png":                    {png, "", "not a page: image/png"},
		"png, compressed":        {gz(png), "", "not a page: image/png"},
		"pdf":                    {"%PDF-1.4\n% nothing\n", "", "not a page: application/pdf"},
		"archive":                {"SQLite format 3\x00\x10\x00\x01\x01", "", "not a page: a SQLite database"},
		"zip":                    {"PK\x03\x04\x14\x00\x00\x00\x08\x00", "", "not a page"},
		"NULs":                   {strings.Repeat("\x00", 100), "", "not a page: binary data"},
		"a NUL":                  {"\x00", "", "not a page"},
		"random":                 {noise(3000), "", "not a page: binary data"},
		"json":                   {`{"title": "words"}`, "", "not a page: application/json"},
		"json lines":             {"[{\"a\": 1}]\n", "", "not a page: application/json"},
		"other xml":              {`<?xml version="1.0"?><urlset xmlns="x"><url/></urlset>`, "", "XML whose root is <urlset>"},
		"arc":                    {"filedesc://a.arc 0.0.0.0 20170125 text/plain 10\n", "", "an ARC file"},
		"gzip within gzip":       {gz(gz(gz(gz(prose)))), "", "gzip within gzip"},
		"gzip cut off":           {gz(prose)[:30], "", "the gzip data is cut off at byte 30 of the file"},
		"gzip cut in its header": {gz(prose)[:4], "", "the gzip data is cut off at byte"},
		"gzip magic alone":       {"\x1f\x8b\x08", "", "the gzip data is cut off"},
	} {
		t.Run(name, func(t *testing.T) {
			g := read(t, Options{}, put(t, t.TempDir(), "page", c.content))
			if c.media == "" {
				g.want(t, nil, c.problem)
				return
			}
			if len(g.pages) != 1 || len(g.problems) != 0 {
				t.Fatalf("%d pages, problems %q", len(g.pages), g.problems)
			}
			if p := g.pages[0]; p.Source.MediaType != c.media || p.Source.URL != "" || p.Source.CapturedAt != "" {
				t.Errorf("source is %+v, want media type %q", p.Source, c.media)
			}
		})
	}
}

// noise is bytes without a pattern, the same ones every time.
func noise(n int) string {
	b := make([]byte, n)
	for i, x := 0, uint32(2463534242); i < n; i++ {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		b[i] = byte(x >> 11)
	}
	return string(b)
}

func TestTruncatedGzipKeepsWhatIsThere(t *testing.T) {
	content := "<html>"
	for i := range 1000 {
		content += fmt.Sprintf("<p>%d times: %s", i*i, prose)
	}
	cut := gz(content)
	cut = cut[:len(cut)/2]
	g := read(t, Options{}, put(t, t.TempDir(), "page.html.gz", cut))
	if len(g.pages) != 1 || !strings.HasPrefix(content, string(g.pages[0].Bytes)) || len(g.pages[0].Bytes) < 1000 {
		t.Fatalf("%d pages, want what is there of one", len(g.pages))
	}
	if want := fmt.Sprintf("page.html.gz: the gzip data is cut off at byte %d of the file", len(cut)); len(g.problems) != 1 || !strings.HasSuffix(g.problems[0], want) {
		t.Errorf("problems are %q, want %q", g.problems, want)
	}
}

func TestTruncatedFeedKeepsWholeEntries(t *testing.T) {
	items := []string{"<item><title>One</title></item>", "<item>" + prose + "</item>"}
	feed := "<rss version='2.0'><channel>" + strings.Join(items, "\n")
	dir := t.TempDir()
	read(t, Options{}, put(t, dir, "a.rss", feed)).want(t, items, fmt.Sprintf("at byte %d: the feed is cut off", len(feed)))
	open := "<item>"
	for i := range 1000 {
		open += fmt.Sprintf("%d times: %s", i*i, prose)
	}
	long := gz(feed + open)
	cut := long[:len(long)-1000]
	read(t, Options{}, put(t, dir, "b.rss", cut)).want(t, items, fmt.Sprintf("cut off at byte %d of the file", len(cut)))
}

func TestDamagedGzipGivesNoPage(t *testing.T) {
	b := []byte(gz("<html>" + strings.Repeat(prose, 200)))
	b[len(b)-7] ^= 1
	read(t, Options{}, put(t, t.TempDir(), "page.html.gz", string(b))).want(t, nil, "its checksum does not hold")
}

func TestLimit(t *testing.T) {
	dir := t.TempDir()
	large := "<html>" + strings.Repeat(prose, 30) // 2.4 KiB
	feed := `<rss version="2.0"><channel><item>` + large + `</item></channel></rss>`
	opt := Options{MaxPage: 1 << 10}
	for name, content := range map[string]string{
		"page": large, "page.gz": gz(large), "feed": feed,
		"warc":       answer("http://a.example/", "HTTP/2 200", "Content-Type: text/html", large),
		"warc, gzip": answer("http://a.example/", "HTTP/2 200", "Content-Type: text/html\r\nContent-Encoding: gzip", gz(large)),
		"warc, br":   answer("http://a.example/", "HTTP/2 200", "Content-Type: text/html\r\nContent-Encoding: br", brotlied(large)),
		"warc, zstd": answer("http://a.example/", "HTTP/2 200", "Content-Type: text/html\r\nContent-Encoding: zstd", zstded(large)),
	} {
		p := put(t, dir, name, content)
		g := read(t, opt, p)
		g.want(t, nil, "larger than the limit of 1 KiB a page; raise it with --max-page")
		for _, err := range g.errs {
			if sayso.KindOf(err) != sayso.TooLarge {
				t.Errorf("%s: the error's kind is %d", name, sayso.KindOf(err))
			}
		}
		if g := read(t, Options{MaxPage: 4 << 10}, p); len(g.problems) != 0 || len(g.pages) != 1 {
			t.Errorf("%s: with the limit raised: %d pages, %q", name, len(g.pages), g.problems)
		}
	}
	// A video in a WARC is no page that is too large.
	video := answer("http://a.example/v", "HTTP/2 200", "Content-Type: video/mp4", noise(5000))
	read(t, opt, put(t, dir, "v.warc", video+page200(1))).want(t, []string{htmlPage(1)})
}

func TestGzipBombIsRefusedInBoundedMemory(t *testing.T) {
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "bomb.gz"))
	if err != nil {
		t.Fatal(err)
	}
	w, _ := gzip.NewWriterLevel(f, 9)
	io.WriteString(w, "<html>")
	spaces := bytes.Repeat([]byte("x"), 1<<20)
	for range 64 {
		w.Write(spaces)
	}
	w.Close()
	f.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read(t, Options{MaxPage: 1 << 20}, f.Name()).want(t, nil, "larger than the limit of 1 MiB")
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 8<<20 {
		t.Errorf("%d bytes were allocated on the way", grown)
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "pile/b.txt", "b words")
	put(t, dir, "pile/a.txt", "a words")
	put(t, dir, "pile/deep/er/c.txt", "c words")
	put(t, dir, "pile/.DS_Store", "x")
	put(t, dir, "pile/.git/config", "x")
	put(t, dir, "pile/Thumbs.db", "x")
	put(t, dir, "pile/saved.html", htmlPage(4))
	put(t, dir, "pile/saved_files/frame.html", htmlPage(5))
	put(t, dir, "pile/saved-Dateien/frame.html", htmlPage(6))
	put(t, dir, "pile/other_files/d.txt", "d words")
	put(t, dir, "pile/photo.jpg", "\xff\xd8\xff\xe0\x00\x10JFIF\x00")
	put(t, dir, "pile/sayso.db", "SQLite format 3\x00\x10\x00\x01\x01")
	put(t, dir, "pile/sayso.db-wal", "\x37\x7f\x06\x82")
	put(t, dir, "pile/site.css", "body { color: red }")
	first := put(t, dir, "z.txt", "z words")
	g := read(t, Options{}, first, filepath.Join(dir, "pile")+"/./", filepath.Join(dir, "none"))
	g.want(t, []string{"z words", "a words", "b words", "c words", "d words", htmlPage(4)},
		"photo.jpg: not a page: image/jpeg", "sayso.db: not a page: a SQLite database", "site.css: not a page: by its name", "none: no such file or folder")
	if want := filepath.ToSlash(filepath.Join(dir, "pile/deep/er/c.txt")); g.pages[3].Source.Path != want {
		t.Errorf("path is %q, want %q", g.pages[3].Source.Path, want)
	}
	files, size := Size(context.Background(), []string{first, filepath.Join(dir, "pile"), filepath.Join(dir, "none")})
	if files != 9 || size != g.last {
		t.Errorf("Size is %d files, %d bytes; Pages read %d bytes", files, size, g.last)
	}
	read(t, Options{}, filepath.Join(dir, "pile/site.css")).want(t, []string{"body { color: red }"})
}

func TestPathsFromHere(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, ".", "a/b.txt", "b words")
	for _, arg := range []string{".", "./a", "a/", "a//b.txt", "./a/../a/b.txt"} {
		g := read(t, Options{}, arg)
		g.want(t, []string{"b words"})
		if len(g.pages) == 1 && g.pages[0].Source.Path != "a/b.txt" {
			t.Errorf("of %q the path is %q", arg, g.pages[0].Source.Path)
		}
	}
}

func TestLinksInFolders(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "pile/a/a.txt", "a words")
	put(t, dir, "elsewhere/e.txt", "e words")
	put(t, dir, "elsewhere/sub/f.txt", "f words")
	link := func(to, name string) {
		if err := os.Symlink(filepath.Join(dir, to), filepath.Join(dir, name)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	link("pile", "pile/a/up")              // a loop
	link("pile/a", "pile/b")               // read under its own name
	link("elsewhere", "pile/c")            // followed
	link("elsewhere/sub", "pile/d")        // read as c/sub by then
	link("", "pile/e")                     // above the folder
	link("none", "pile/f")                 // broken
	link("pile/g", "pile/g")               // itself
	link("elsewhere/e.txt", "pile/h.txt")  // a file
	link("pile", "elsewhere/sub/back")     // a loop by way of another folder
	link("elsewhere", "elsewhere/sub/top") // a loop outside
	g := read(t, Options{}, filepath.Join(dir, "pile"))
	g.want(t, []string{"a words", "e words", "f words", "e words"},
		"pile/a/up: a loop of links",
		"pile/b: a link to a folder that is read under its own name",
		"pile/c/sub/back: a loop of links",
		"pile/c/sub/top: a link to a folder that was read under another name",
		"pile/d: a link to a folder that was read under another name",
		"pile/e: a loop of links",
		"pile/f: a link to nothing",
		"pile/g: cannot stat it",
	)
}

func TestSpecialFiles(t *testing.T) {
	dir := t.TempDir()
	makeSpecial(t, dir)
	put(t, dir, "a.txt", "a words")
	g := read(t, Options{}, dir, "/dev/null")
	g.want(t, []string{"a words"}, "pipe: a named pipe is not read", "socket: a socket is not read", "/dev/null: a device is not read")
}

func TestNoPermission(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("nothing is forbidden to root")
	}
	dir := t.TempDir()
	os.Chmod(put(t, dir, "a.txt", "a words"), 0)
	put(t, dir, "b/b.txt", "b words")
	os.Chmod(filepath.Join(dir, "b"), 0)
	defer os.Chmod(filepath.Join(dir, "b"), 0o755)
	put(t, dir, "c.txt", "c words")
	read(t, Options{}, dir).want(t, []string{"c words"}, "a.txt: no permission to read it", "b: no permission to read it")
}

func TestFileThatVanishes(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.txt", "a words")
	put(t, dir, "b.txt", "b words")
	put(t, dir, "c.txt", "c words")
	var pages, problems []string
	for it := range Pages(context.Background(), []string{dir}, Options{}) {
		os.Remove(filepath.Join(dir, "b.txt"))
		if it.Err != nil {
			problems = append(problems, it.Err.Error())
		} else {
			pages = append(pages, string(it.Page.Bytes))
		}
	}
	got{problems: problems}.want(t, nil, "b.txt: gone since its folder was listed")
	if fmt.Sprint(pages) != "[a words c words]" {
		t.Errorf("pages are %q", pages)
	}
}

func TestStdin(t *testing.T) {
	g := read(t, Options{Stdin: strings.NewReader(gz(prose))}, StdinPath)
	g.want(t, []string{prose})
	if p := g.pages[0].Source.Path; p != "-" {
		t.Errorf("path is %q", p)
	}
	if _, err := Reopen(&g.pages[0].Source, Options{}); sayso.KindOf(err) != sayso.Unreadable {
		t.Errorf("reopening standard input: %v", err)
	}
	read(t, Options{Stdin: failing{}}, StdinPath).want(t, nil, "-: the wire was cut")
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the wire was cut") }

func TestStopsWhenToldTo(t *testing.T) {
	dir := t.TempDir()
	w := put(t, dir, "a.warc", page200(1)+page200(2)+page200(3))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for range Pages(ctx, []string{w, w}, Options{}) {
		n++
		cancel()
	}
	if n != 1 {
		t.Errorf("%d items after the context was done", n-1)
	}
	for range Pages(context.Background(), []string{w, w}, Options{}) {
		break
	}
	if files, _ := Size(ctx, []string{w}); files != 0 {
		t.Errorf("Size went on after the context was done")
	}
}

func TestReopenTellsWhatChanged(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		before, after string
		kind          sayso.Kind
		says          string
	}{
		"text, changed":      {prose, strings.ToUpper(prose), sayso.Damaged, "the bytes have changed: SHA-256 is"},
		"text, gone":         {prose, "", sayso.Unreadable, "no such file"},
		"text, compressed":   {prose, gz(prose), -1, ""},
		"feed, cut":          {"<rss version='2.0'><item>1</item></rss>", "<rss", sayso.Damaged, "at byte 19: the file ends before it"},
		"warc, changed":      {page200(1), strings.Replace(page200(1), "spoke", "spake", 1), sayso.Damaged, "record at byte 0: the bytes have changed"},
		"warc, other record": {page200(1), page200(2), sayso.Damaged, "record at byte 0: another record stands there"},
		"warc, shifted":      {warcinfo() + page200(1), page200(1), sayso.Damaged, "no record stands there any more"},
		"warc, no warc":      {page200(1), prose, sayso.Damaged, "no record stands there any more"},
		"warc, cut":          {page200(1), page200(1)[:len(page200(1))-20], sayso.Damaged, "the record is cut off"},
		"warc, recompressed": {page200(1), gz(page200(1)), -1, ""},
	} {
		p := put(t, dir, "f", c.before)
		g := read(t, Options{}, p)
		if len(g.pages) != 1 {
			t.Fatalf("%s: %d pages, %q", name, len(g.pages), g.problems)
		}
		if c.after == "" {
			os.Remove(p)
		} else {
			put(t, dir, "f", c.after)
		}
		_, err := Reopen(&g.pages[0].Source, Options{})
		if c.kind < 0 {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if sayso.KindOf(err) != c.kind || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: error of kind %d: %v", name, sayso.KindOf(err), err)
		}
	}
}

// A Reopener gives any page in any order, also after one that has changed.
func TestReopenerInAnyOrder(t *testing.T) {
	dir := t.TempDir()
	feed := "<rss version='2.0'><item>1</item><item>2</item></rss>"
	a := put(t, dir, "a.warc.gz", gzEach(warcinfo(), page200(1), page200(2), page200(3), answer("http://a.example/", "HTTP/2 200", "Content-Type: text/xml", feed)))
	b := put(t, dir, "b.rss", feed)
	c := put(t, dir, "c.txt", prose)
	pages := read(t, Options{}, a, b, c, a).pages
	if len(pages) != 13 {
		t.Fatalf("%d pages", len(pages))
	}
	r := NewReopener(Options{})
	defer r.Close()
	for round := range 3 {
		for i := range pages {
			p := pages[(i*(round+1)*5)%len(pages)]
			again, err := r.Reopen(&p.Source)
			if err != nil || !bytes.Equal(again.Bytes, p.Bytes) {
				t.Fatalf("round %d, page %d: %v", round, i, err)
			}
			wrong := p.Source
			wrong.SHA256 = sayso.Sum(nil)
			if _, err := r.Reopen(&wrong); sayso.KindOf(err) != sayso.Damaged {
				t.Fatalf("a wrong hash was taken for right: %v", err)
			}
			if wrong.WARC != nil {
				w := *wrong.WARC
				w.Offset += 3
				wrong.WARC = &w
				if _, err := r.Reopen(&wrong); sayso.KindOf(err) != sayso.Damaged {
					t.Fatalf("a record where none is: %v", err)
				}
			}
		}
	}
}
