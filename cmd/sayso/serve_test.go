package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/textproto"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sayso/store/sqlite"
)

// serving starts `sayso serve` in dir and returns its address. It is
// interrupted at the test's end, and must then end without failure.
func serving(t *testing.T, dir string, args ...string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted here")
	}
	cmd := exec.Command("sayso", append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Dir = dir
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	at, said := make(chan string, 1), new(bytes.Buffer)
	var over sync.WaitGroup
	over.Go(func() {
		defer close(at)
		for s := bufio.NewScanner(stderr); s.Scan(); {
			fmt.Fprintln(said, s.Text())
			if _, rest, ok := strings.Cut(s.Text(), " is at "); ok {
				at <- strings.TrimSuffix(strings.Fields(rest)[0], "/")
			}
		}
	})
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		over.Wait()
		if err := cmd.Wait(); err != nil {
			t.Errorf("sayso serve %v: %v\n%s", args, err, said)
		}
	})
	address, ok := <-at
	if !ok {
		t.Fatal("sayso serve told no address")
	}
	return address
}

// Pages of an affair that never was.
var (
	ferry = "Ferry will not sail before June\n\n4 May 2031\n\nLANVIK, May 4 - “The ferry will not sail before June,” Ilda Morrow said on Sunday. " +
		"The harbour board met for two hours and went home without a vote.\n"
	quay = "Quay closed for the winter\n\n6 May 2031\n\nLANVIK, May 6 - “The quay stays closed for the whole of the winter,” Tobin Harker said on Tuesday. Nobody on the quay had a ladder.\n"
)

// TestServeInBrowser adds pages to an archive that is not there yet, merges two
// people and takes it back, as somebody at the browser does.
func TestServeInBrowser(t *testing.T) {
	ctx := chromium(t)
	dir := t.TempDir()
	at := serving(t, dir)
	do := func(what string, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	sees := func(words ...string) {
		t.Helper()
		text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%q is not to be seen in:\n%s", w, text)
			}
		}
	}
	drop := `(() => {
		const given = new DataTransfer();
		given.items.add(new File([` + fmt.Sprintf("%q", ferry) + `], "ferry.txt"));
		given.items.add(new File([` + fmt.Sprintf("%q", quay) + `], "quay.txt"));
		given.items.add(new File([new Uint8Array([0,1,2,3,0,255,254,0,7,0,0,128,0,0,9,0])], "noise.bin"));
		document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true }));
	})()`
	do("dropping files", chromedp.EmulateViewport(1280, 900), chromedp.Navigate(at+"/"), chromedp.WaitVisible(`nav a[href="/add"]`),
		chromedp.Evaluate[chromedp.Void](drop), chromedp.WaitVisible(`a.act.main[href="/"]`))
	sees("3 files: 2 pages added", "1 not read", "sayso-added/noise.bin", "binary data")

	do("opening who was added last", chromedp.Navigate(at+"/people"), chromedp.WaitVisible(`main a[href^="/person/"]`))
	sees("Ilda Morrow", "Tobin Harker")
	href, err := chromedp.Run(ctx, chromedp.Evaluate[string](`[...document.querySelectorAll('main a[href^="/person/"]')].find(a => a.innerText.includes("Tobin Harker")).href`))
	if err != nil {
		t.Fatal(err)
	}
	do("merging", chromedp.Navigate(href), chromedp.WaitVisible("#merge"), chromedp.SendKeys("#merge", "Morrow\n"),
		chromedp.WaitVisible(`form input[name="into"] ~ button`), chromedp.Click(`form input[name="into"] ~ button`),
		// The person merged into: only their page says so.
		chromedp.WaitVisible(`aside a[href="/decisions"]`), chromedp.WaitVisible(`.person h1`))
	sees("Ilda Morrow", "Merged by hand", "Tobin Harker", "2 statements")
	do("taking it back", chromedp.Navigate(at+"/decisions"), chromedp.Click(`.decisions form button`), chromedp.WaitVisible(`.decisions .undone`))
	do("looking again", chromedp.Navigate(href), chromedp.WaitVisible(".person h1"))
	sees("Tobin Harker", "1 statement")

	// The paths in the record lead to the files.
	records := filepath.Join(dir, "records.jsonl")
	if err := os.WriteFile(records, runSayso(t, dir, "export"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := runSayso(t, dir, "verify", "records.jsonl"); bytes.Contains(out, []byte("added")) {
		t.Errorf("verify: %s", out)
	}
}

// chromium starts a browser, or skips the test where there is none.
func chromium(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no browser is started")
	}
	found, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here: what the program does in a browser is not checked")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(found))
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// A client is a browser without a window.
type client struct {
	t  *testing.T
	at string
	*http.Client
}

func newClient(t *testing.T, at string) client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return client{t, at, &http.Client{Jar: jar, Timeout: time.Minute}}
}

func (c client) answer(a *http.Response, err error) (int, string) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return a.StatusCode, string(b)
}

func (c client) get(path string) (int, string) { return c.answer(c.Get(c.at + path)) }

// give adds files, and waits until they are read.
func (c client) give(files ...[2]string) string {
	c.t.Helper()
	_, form := c.get("/add")
	seal := regexp.MustCompile(`name="seal" value="([0-9a-f]{32})"`).FindStringSubmatch(form)
	if seal == nil {
		c.t.Fatalf("there is no form: %s", form)
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("seal", seal[1])
	for _, f := range files {
		p, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename=%q`, f[0])}})
		if err != nil {
			c.t.Fatal(err)
		}
		_, _ = io.WriteString(p, f[1])
	}
	w.Close()
	a, err := c.Post(c.at+"/add", w.FormDataContentType(), &b)
	if err != nil {
		c.t.Fatal(err)
	}
	job := a.Request.URL.Path
	for _, page := c.answer(a, nil); ; _, page = c.get(job) {
		if strings.Contains(page, "To the archive") {
			return page
		}
		if !strings.Contains(page, "comes up to date by itself") {
			c.t.Fatalf("%s: %s", job, page)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// TestServeWhileOthersWrite adds in the browser and on the command line in
// turns, and gives the same file twice.
func TestServeWhileOthersWrite(t *testing.T) {
	dir := t.TempDir()
	archive := filepath.Join(dir, "lanvik.db")
	c := newClient(t, serving(t, dir, "--archive", "lanvik.db"))
	if page := c.give([2]string{"day/ferry.txt", ferry}); !strings.Contains(page, "<b>1 page</b> added") {
		t.Errorf("the first: %s", page)
	}
	if page := c.give([2]string{"day/ferry.txt", ferry}, [2]string{"day/.hidden", "x"}); !strings.Contains(page, "<b>0 pages</b> added, 1 there already, 0 not read") {
		t.Errorf("the same again: %s", page)
	}
	if err := os.WriteFile(filepath.Join(dir, "quay.txt"), []byte(quay), 0o644); err != nil {
		t.Fatal(err)
	}
	runSayso(t, dir, "add", "--archive", "lanvik.db", "quay.txt")
	if page := c.give([2]string{"day/ferry.txt", quay}); !strings.Contains(page, "<b>1 page</b> added") {
		t.Errorf("another of the same name: %s", page)
	}
	if _, page := c.get("/pages"); strings.Count(page, "day/ferry") < 1 {
		t.Errorf("the pages: %s", page)
	}
	for _, name := range []string{"lanvik-added/day/ferry.txt", "lanvik-added/day/ferry (2).txt"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}

	// Two cannot write at once, and each is told so in words.
	s, err := sqlite.Open(t.Context(), archive, sqlite.Options{Wait: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if page := c.give([2]string{"late.txt", ferry}); !strings.Contains(page, "Another program holds the archive") {
		t.Errorf("beside another writer: %s", page)
	}
	cmd := exec.Command("sayso", "add", "--archive", "lanvik.db", "quay.txt")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "lanvik.db: another sayso is writing to this archive") {
		t.Errorf("%v: %s", err, out)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if page := c.give([2]string{"late.txt", ferry}); !strings.Contains(page, "<b>1 page</b> added") {
		t.Errorf("once it is free: %s", page)
	}
}

// TestServeToRead shows an archive that nothing can be changed in, to whoever
// has the token.
func TestServeToRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "quay.txt"), []byte(quay), 0o644); err != nil {
		t.Fatal(err)
	}
	runSayso(t, dir, "add", "quay.txt")
	c := newClient(t, serving(t, dir, "--read-only", "--token-file", "token"))
	if status, page := c.get("/"); status != http.StatusUnauthorized || strings.Contains(page, "Harker") {
		t.Errorf("without the token: status %d: %s", status, page)
	}
	b, err := os.ReadFile(filepath.Join(dir, "token"))
	if err != nil {
		t.Fatal(err)
	}
	status, page := c.get("/?token=" + url.QueryEscape(strings.TrimSpace(string(b))))
	if status != http.StatusOK || !strings.Contains(page, "Harker") || strings.Contains(page, "/add") {
		t.Errorf("with the token: status %d: %s", status, page)
	}
	if status, _ := c.get("/add"); status != http.StatusNotFound {
		t.Errorf("adding: status %d", status)
	}
}
