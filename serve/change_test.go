package serve_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"sayso"
	"sayso/serve"
)

// A visitor is a browser with its cookies.
type visitor struct {
	t    *testing.T
	srv  *httptest.Server
	http *http.Client
}

func visit(t *testing.T, h http.Handler) *visitor {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t, srv, &http.Client{Jar: jar}}
}

func (v *visitor) do(r *http.Request) (int, string) {
	v.t.Helper()
	a, err := v.http.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return a.StatusCode, string(b)
}

func (v *visitor) get(path string) (int, string) {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodGet, v.srv.URL+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(r)
}

func (v *visitor) post(path string, form url.Values, header ...string) (int, string) {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodPost, v.srv.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return v.do(r)
}

var sealField = regexp.MustCompile(`name="seal" value="([0-9a-f]{32})"`)

// seal is the word in the forms of a page.
func (v *visitor) seal(path string) string {
	v.t.Helper()
	_, b := v.get(path)
	m := sealField.FindStringSubmatch(b)
	if m == nil {
		v.t.Fatalf("%s holds no form", path)
	}
	return m[1]
}

// TestDecisions renames, merges, undoes, and finds it all listed.
func TestDecisions(t *testing.T) {
	f := sample()
	store := kept(t, f)
	v := visit(t, serve.New(store, serve.Options{Write: true, User: "Ada Quell"}))
	const varga, oduya = "known:ilse-varga", "known:pavel-oduya"
	seal := v.seal("/person/" + varga)

	status, b := v.post("/decide", url.Values{"seal": {seal}, "act": {"rename"}, "actor": {varga}, "name": {"Ilse M. Varga"}, "next": {"/person/" + varga}})
	if status != 200 || !strings.Contains(b, "<h1><bdi>Ilse M. Varga</bdi></h1>") {
		t.Errorf("renaming: status %d", status)
	}
	status, b = v.post("/decide", url.Values{"seal": {seal}, "act": {"merge"}, "actor": {oduya}, "name": {"varga"}})
	if status != 200 || !strings.Contains(b, `name="into" value="`+url.QueryEscape(varga)+`"`) {
		t.Errorf("asking with whom to merge: status %d", status)
	}
	status, b = v.post("/decide", url.Values{"seal": {seal}, "act": {"merge"}, "actor": {oduya}, "into": {varga}, "next": {"/people"}})
	if status != 200 || strings.Contains(b, "Oduya") {
		t.Errorf("merging: status %d, or the one merged is still listed", status)
	}
	if status, b = v.get("/decisions"); strings.Count(b, "Ada Quell") != 2 || !strings.Contains(b, "Undo") {
		t.Errorf("the list of decisions: status %d: %s", status, b)
	}
	status, b = v.post("/decide", url.Values{"seal": {seal}, "act": {"undo"}, "undone": {"2"}, "next": {"/people"}})
	if status != 200 || !strings.Contains(b, "Oduya") {
		t.Errorf("undoing: status %d, or the one merged is not back", status)
	}
	// A link that is no link is gone from both sides, and comes back.
	a, c := string(f.docs[0].Statements[1].ID), string(f.docs[1].Statements[0].ID)
	_, before := v.get("/statement/" + a)
	_, after := v.post("/decide", url.Values{"seal": {seal}, "act": {"reject"}, "a": {a}, "b": {c}, "next": {"/statement/" + a}})
	if x, y := strings.Count(before, `class="telling`), strings.Count(after, `class="telling`); y != x-1 {
		t.Errorf("a rejected link: %d tellings before, %d after", x, y)
	}
	for _, bad := range []url.Values{
		{"act": {"rename"}, "actor": {varga}, "name": {strings.Repeat("x", 600)}}, {"act": {"confirm"}, "a": {a}, "b": {a}}, {"act": {"confirm"}, "a": {a}, "b": {"<script>"}},
		{"act": {"explode"}}, {"act": {"merge"}, "actor": {varga}, "into": {varga}}, {"act": {"undo"}, "undone": {"x"}}, {"act": {"note"}},
	} {
		bad.Set("seal", seal)
		if status, _ := v.post("/decide", bad); status != 400 {
			t.Errorf("%v: status %d, want 400", bad, status)
		}
	}
	// Nothing leads elsewhere.
	status, b = v.post("/decide", url.Values{"seal": {seal}, "act": {"rename"}, "actor": {varga}, "name": {""}, "next": {"//evil.example/"}})
	if status != 200 || !strings.Contains(b, "Most quoted") {
		t.Errorf("a next address elsewhere: status %d", status)
	}
}

// TestForgedForms wants nothing changed by a form from elsewhere.
func TestForgedForms(t *testing.T) {
	f := sample()
	h := serve.New(f, everything(serve.Options{}))
	v := visit(t, h)
	seal := v.seal("/person/known:ilse-varga")
	form := url.Values{"seal": {seal}, "act": {"rename"}, "actor": {"known:ilse-varga"}, "name": {"X"}}
	if status, _ := v.post("/decide", form, "Sec-Fetch-Site", "cross-site"); status != 403 {
		t.Errorf("from another site: status %d", status)
	}
	if status, _ := v.post("/decide", form, "Origin", "https://evil.example"); status != 403 {
		t.Errorf("from another origin: status %d", status)
	}
	without := url.Values{"act": {"rename"}, "actor": {"known:ilse-varga"}, "name": {"X"}}
	if status, _ := v.post("/decide", without); status != 403 {
		t.Errorf("without its word: status %d", status)
	}
	if status, _ := visit(t, h).post("/decide", form); status != 403 {
		t.Errorf("with another browser's word: status %d", status)
	}
	if len(f.decisions) > 0 {
		t.Errorf("decided: %v", f.decisions)
	}
	if status, _ := v.post("/decide", form); status != 200 || len(f.decisions) != 1 {
		t.Errorf("from the page itself: status %d, %v", status, f.decisions)
	}
	if r := get(t, h, "/static/style.css"); r.Header.Get("Set-Cookie") != "" {
		t.Error("a file that caches may keep sets a cookie")
	}
	// Where writing is not allowed there is nothing to write to.
	reader := visit(t, serve.New(f, serve.Options{}))
	for _, path := range []string{"/decide", "/add"} {
		if status, _ := reader.post(path, form); status != 404 && status != 405 {
			t.Errorf("%s of an archive to read: status %d", path, status)
		}
	}
	if _, b := reader.get("/person/known:ilse-varga"); strings.Contains(b, `method="post"`) {
		t.Error("an archive to read shows forms")
	}
}

// parcel is a form with files.
func parcel(t *testing.T, seal string, files ...[2]string) (io.Reader, string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if seal != "" {
		_ = w.WriteField("seal", seal)
	}
	for _, f := range files {
		p, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename=%q`, f[0])}})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(p, f[1])
	}
	w.Close()
	return &b, w.FormDataContentType()
}

func (v *visitor) send(seal string, files ...[2]string) (int, string) {
	v.t.Helper()
	b, kind := parcel(v.t, seal, files...)
	r, err := http.NewRequest(http.MethodPost, v.srv.URL+"/add", b)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	return v.do(r)
}

// TestAdding gives files, watches them being read, and reads what became of
// them.
func TestAdding(t *testing.T) {
	var got []string
	told, goOn := make(chan bool), make(chan bool)
	outside := ""
	opt := serve.Options{AddLimit: 1 << 20, Add: func(_ context.Context, dir string, progress serve.Progress) (serve.Added, error) {
		outside = dir
		err := fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				b, _ := os.ReadFile(dir + "/" + p)
				got = append(got, p+": "+string(b))
			}
			return err
		})
		progress("reading <b>pages</b>", 1, 4)
		told <- true
		<-goOn
		return serve.Added{Pages: 2, Known: 1, Problems: []sayso.Problem{{Path: "<script>.html", Reason: "the file is empty"}}}, err
	}}
	v := visit(t, serve.New(sample(), opt))
	seal := v.seal("/add")
	done := make(chan int)
	go func() {
		status, _ := v.send(seal, [2]string{"a.html", "one"}, [2]string{"a.html", "two"}, [2]string{"../../../etc/passwd", "three"}, [2]string{"news/2024/b.html", "four"}, [2]string{"C:\\x\\seen", "five"}, [2]string{"x/.hidden", "passed over"}, [2]string{"CON<>.txt", "six"})
		done <- status
	}()
	<-told
	if status := <-done; status != 200 {
		t.Errorf("giving files: status %d", status)
	}
	if _, b := v.get("/add/1"); !strings.Contains(b, "reading &lt;b&gt;pages&lt;/b&gt;, 25 %") || !strings.Contains(b, `<progress max="4" value="1"`) {
		t.Errorf("progress is not shown: %s", b)
	}
	if status, b := v.send(seal, [2]string{"c.html", "x"}); status != 409 {
		t.Errorf("a second pile at once: status %d: %.200s", status, b)
	}
	goOn <- true
	want := []string{"CON__.txt: six", "C_/x/seen: five", "a (2).html: two", "a.html: one", "etc/passwd: three", "news/2024/b.html: four"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the folder held\n%q, want\n%q", got, want)
	}
	var b string
	for range 3000 {
		if _, b = v.get("/add/1"); strings.Contains(b, "there already") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	wants(t, b, "6 files", "<b>2 pages</b> added, 1 there already, 1 not read", "&lt;script&gt;.html", "the file is empty")
	if _, err := os.Stat(outside); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the files were left behind in %s", outside)
	}
	if status, _ := v.get("/add/7"); status != 404 {
		t.Errorf("a pile that is none: status %d", status)
	}
	if status, _ := v.send(seal); status != 400 {
		t.Errorf("no files: status %d", status)
	}
	if status, _ := v.send("", [2]string{"a.html", "one"}); status != 403 {
		t.Errorf("without the form's word: status %d", status)
	}
	if status, b := v.send(seal, [2]string{"a.html", strings.Repeat("x", 2<<20)}); status != 413 || !strings.Contains(b, "At most 1 MB") {
		t.Errorf("too much: status %d", status)
	}
}

// TestToken wants nothing shown without the token, and everything with it.
func TestToken(t *testing.T) {
	f := sample()
	token := serve.NewToken()
	if len(token) < 20 || token == serve.NewToken() {
		t.Errorf("the token %q can be guessed", token)
	}
	h := serve.New(f, everything(serve.Options{Token: token, Title: "Harbour"}))
	for _, view := range append(views(f), [2]string{"api", "/api/v1/statements"}, [2]string{"feed", "/feed"}, [2]string{"bytes", "/page/" + string(f.docs[0].ID) + "/bytes"}, [2]string{"nowhere", "/nowhere"}) {
		for _, path := range []string{view[1], withToken(view[1], "wrong")} {
			r := get(t, h, path)
			b := body(t, r)
			if r.StatusCode != 401 || strings.Contains(b, "Ilse Varga") || strings.Contains(b, "We have counted") {
				t.Errorf("%s without the token: status %d: %.200s", view[0], r.StatusCode, b)
			}
		}
	}
	if r := get(t, h, "/static/style.css"); r.StatusCode != 200 {
		t.Errorf("the style sheet of the form: status %d", r.StatusCode)
	}
	v := visit(t, serve.New(f, everything(serve.Options{Token: token})))
	if status, _ := v.post("/login", url.Values{"token": {"wrong"}, "next": {"/people"}}); status != 401 {
		t.Errorf("a wrong token: status %d", status)
	}
	if status, b := v.post("/login", url.Values{"token": {token}, "next": {"/people"}}); status != 200 || !strings.Contains(b, "Ilse Varga") {
		t.Errorf("the right token: status %d", status)
	}
	if status, _ := v.get("/conflicts"); status != 200 {
		t.Errorf("with the cookie: status %d", status)
	}
	v = visit(t, serve.New(f, serve.Options{Token: token}))
	if status, b := v.get("/?q=bolt&token=" + token); status != 200 || !strings.Contains(b, "found-word") || strings.Contains(b, token) {
		t.Errorf("the token in the address: status %d", status)
	}
	h = serve.New(f, serve.Options{Token: token})
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/api/v1/statements", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != 200 {
		t.Errorf("a program's token: status %d", w.Code)
	}
	if r := get(t, h, withToken("/feed", token)); r.StatusCode != 200 || !strings.Contains(body(t, r), "<feed") {
		t.Errorf("a feed reader's token: status %d", r.StatusCode)
	}
	if r := get(t, h, withToken("//evil.example/", token)); strings.Contains(r.Header.Get("Location"), "evil") {
		t.Errorf("the token leads to %s", r.Header.Get("Location"))
	}
	// Many wrong ones, and even the right one has to wait.
	h = serve.New(f, serve.Options{Token: token})
	for range 30 {
		get(t, h, "/?token=wrong")
	}
	if r := get(t, h, "/?token="+token); r.StatusCode != 401 {
		t.Errorf("after many guesses: status %d", r.StatusCode)
	}
}

func withToken(path, token string) string {
	path, fragment, _ := strings.Cut(path, "#")
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	return path + sep + "token=" + token + strings.TrimPrefix("#"+fragment, "#")
}

// TestVersions steps through the captures of one address.
func TestVersions(t *testing.T) {
	f := recaptured()
	h := serve.New(kept(t, f), serve.Options{})
	for _, d := range []*sayso.Document{f.docs[0], f.docs[4]} {
		b := body(t, get(t, h, "/page/"+string(d.ID)+"/versions"))
		wants(t, b, "Step 1 of 1", "9 March 2024, 06:12:44 UTC", "10 March 2024", "number", "fourteen", "Taken out", "assured her that", "Put in", "Correction:", "paragraph as before")
		wants(t, body(t, get(t, h, "/page/"+string(d.ID))), "Other captures of this address", "/versions?step=1")
	}
	if r := get(t, h, "/page/"+string(f.docs[2].ID)+"/versions"); r.StatusCode != 404 {
		t.Errorf("a page with one capture: status %d", r.StatusCode)
	}
	if r := get(t, h, "/page/"+string(f.docs[0].ID)+"/versions?step=2"); r.StatusCode != 400 {
		t.Errorf("a step past the last: status %d", r.StatusCode)
	}
}
