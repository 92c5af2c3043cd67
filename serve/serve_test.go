package serve_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"sayso"
	"sayso/serve"
)

// get asks for a path as a browser on this machine would.
func get(t *testing.T, h http.Handler, path string) *http.Response {
	t.Helper()
	return ask(t, h, http.MethodGet, "127.0.0.1:8080", path)
}

func ask(t *testing.T, h http.Handler, method, host, path string) *http.Response {
	t.Helper()
	path, _, _ = strings.Cut(path, "#")
	r := httptest.NewRequest(method, "http://placeholder"+path, nil)
	r.Host = host
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func wants(t *testing.T, got string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(got, w) {
			t.Errorf("the page lacks %q", w)
		}
	}
}

func TestViews(t *testing.T) {
	f := sample()
	h := serve.New(kept(t, f), serve.Options{})
	a := f.docs[0]
	page := "/page/" + string(a.ID)
	for _, c := range []struct {
		name, path string
		words      []string
	}{
		{"overview", "/", []string{"9 statements", "4 pages", "2 could not be read", "Most quoted", "Ilse Varga", "Most copied stories", "Fresh conflicts", "twenty days", "March 2024", "English", "Arabic"}},
		{"list", "/statements", []string{"9 statements", "We have counted every bolt", "Portside Daily", "8 March 2024", "2 other tellings", "did not say", "1 telling contradicts it"}},
		{"narrowed", "/?outlet=Portside+Daily&mode=direct&sort=newest", []string{"Portside Daily</bdi> <span aria-hidden", "Direct quote", `href="/?mode=direct&amp;sort=newest"`, "/feed?mode=direct&amp;outlet=Portside"}},
		{"typed", "/?q=bol&prefix=1", []string{`<span class="found-word">bolt</span>`, "Whole words only"}},
		{"in time", "/?from=2024-03-07&to=2024-03-07", []string{"5 statements", "7 March 2024"}},
		{"people", "/people", []string{"Ilse Varga", "Pavel Oduya"}},
		{"person", "/person/known:ilse-varga", []string{"Ilse Varga", "Transport Minister", "Where reports disagree", "Said last", "Lumina Wire"}},
		{"stories", "/stories", []string{"3 pages", "/story/d"}},
		{"story", "/story/" + string(a.ID), []string{"3 pages from 2 outlets", "copied from above (90 % sure)", "number 1", "/compare/"}},
		{"outlets", "/outlets", []string{"Portside Daily", "7 March 2024"}},
		{"outlet", "/outlet?name=Portside+Daily", []string{"took words from another outlet", "Lumina Wire", "number 1"}},
		{"conflicts", "/conflicts", []string{"twelve days", "twenty days", "yes or no", "Lumina Wire"}},
		{"decisions", "/decisions", []string{"Nothing was changed by hand"}},
		{"feed", "/feed?q=bolt", []string{"http://www.w3.org/2005/Atom", "<updated>2024-03-09T06:12:44Z</updated>", "Ilse Varga: We have counted"}},
		{"conflict feed", "/feed/conflicts", []string{"new conflicts", "twenty days"}},
		{"search", "/?q=BOLT&speaker=varga", []string{`<span class="found-word">bolt</span>`, `value="BOLT"`, "3 statements"}},
		{"search in pages", "/?q=cookies&in=pages", []string{"1 page", "mirror/posts/211.txt"}},
		{"nothing found", "/?q=zeppelin", []string{"Nothing found"}},
		{"pages", "/pages", []string{"Bridge to reopen in twenty days", "shares text with 2 pages"}},
		{"page", page, []string{"By Tovah Grell", "found in the page&#39;s structured data (JSON-LD)", "KESTRIN · 2024-03-07 · Lumina Wire", "agency mark", a.Source.SHA256,
			"lumina-wire/harbour.html", "Related stories", "93 %", "copied from this page", "earlier by a day", "told as not said"}},
		{"statement", "/statement/" + string(a.Statements[1].ID), []string{"words put in by an editor", "Transport Minister", "Evening Ledger", "7 March 2024",
			"the text says “on Thursday”", "91 %", "cannot be true together", "<del", "?at=" + string(a.Statements[1].ID) + "#s-" + string(a.Statements[1].ID)}},
		{"conflict", "/statement/" + string(a.Statements[0].ID), []string{"twelve days", "twenty days", "<ins", "verb of saying", "independent"}},
		{"nested", "/statement/" + string(a.Statements[3].ID), []string{"Told inside another statement", "doubtful"}},
		{"negated", "/statement/" + string(a.Statements[4].ID), []string{"was not said"}},
		{"compare", "/compare/" + string(a.ID) + "/" + string(f.docs[1].ID), []string{"93 %", "The page on the right took the words", "Word for word the same", "editor&#39;s mark", "Only here", "The bridge carries 40,000 vehicles"}},
		{"problems", "/problems", []string{"pages/broken.warc.gz", "ends in the middle of record 14"}},
		{"tree", "/statement/" + string(a.Statements[1].ID), []string{"Of 3 pages it is known for 2 whom they copied from", "copied from above (90 % sure)"}},
		{"citation", "/statement/" + string(a.Statements[1].ID), []string{"Ilse Varga (Transport Minister), 7 March 2024: “We have counted", "#:~:text=We%20have%20counted%20every%20bolt&amp;text=and", "http://127.0.0.1:8080/statement/", "@misc{s"}},
		{"report", "/statement/" + string(a.Statements[1].ID) + "/report", []string{"<style>", "Evidence", a.Source.SHA256, f.docs[1].Source.SHA256, "code points", "Portside Daily"}},
		{"bibtex", "/statement/" + string(a.Statements[1].ID) + "/bibtex", []string{"@misc{"}},
		{"text", page + "/text", []string{"KESTRIN, March 7. /Lumina Wire/\n\nTransport"}},
		{"record", page + "/record", []string{`"text":"Minister: harbour`}},
		{"check", "/check", []string{"Paste what somebody"}},
		{"check exact", "/check?quote=" + url.QueryEscape("“We have counted every bolt, and we will not close it again this year!”"), []string{"Word for word", "211.txt", "only on the page"}},
		{"check altered", "/check?quote=" + url.QueryEscape("we have counted every bolt and we will not close it again next year"), []string{"Altered.", "next", "Ilse Varga"}},
		{"check absent", "/check?quote=" + url.QueryEscape("I have always liked the smell of tar"), []string{"Not in this archive"}},
		{"check too short", "/check?quote=tar", []string{"has from 3 to 400 words"}},
		{"health", "/healthz", []string{"ok"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := get(t, h, c.path)
			if r.StatusCode != http.StatusOK {
				t.Fatalf("status %d", r.StatusCode)
			}
			wants(t, body(t, r), c.words...)
		})
	}
}

// TestAnchors wants the place that "open at the passage" leads to.
func TestAnchors(t *testing.T) {
	f := sample()
	h := serve.New(kept(t, f), serve.Options{})
	for _, d := range f.docs {
		b := body(t, get(t, h, "/page/"+string(d.ID)))
		for _, st := range d.Statements {
			if n := strings.Count(b, `id="s-`+string(st.ID)+`"`); n != 1 {
				t.Errorf("statement %s of %s has %d anchors, want 1", st.ID, d.Source.Path, n)
			}
		}
	}
}

func TestLongText(t *testing.T) {
	b := begin("long.txt", "Long", "", "").block(sayso.BlockBody, strings.Repeat("padding ", 60_000)+"The lamp is out, said Ada Quell.").done()
	st := b.say(sayso.Statement{Mode: sayso.Indirect, Content: b.spans("The lamp is out"), Cue: b.spans("said"), Source: b.spans("Ada Quell")})
	h := serve.New(kept(t, archive(b)), serve.Options{})
	first := body(t, get(t, h, "/page/"+string(b.d.ID)))
	wants(t, first, "Part 1 of 4", "?part=2")
	if strings.Contains(first, "The lamp is out") {
		t.Error("the first part holds the end of the text")
	}
	wants(t, body(t, get(t, h, "/page/"+string(b.d.ID)+"?at="+string(st.ID))), "Part 4 of 4", "The lamp is out", "?part=3")
	if r := get(t, h, "/page/"+string(b.d.ID)+"?part=5"); r.StatusCode != http.StatusBadRequest {
		t.Errorf("a part past the end: status %d, want 400", r.StatusCode)
	}
}

func TestPaging(t *testing.T) {
	h := serve.New(kept(t, many(70)), serve.Options{})
	path, seen := "/?q=lamp", 0
	for n := 0; path != ""; n++ {
		if n > 5 {
			t.Fatal("the pages do not end")
		}
		b := body(t, get(t, h, path))
		seen += strings.Count(b, `<div class="hit">`)
		path = ""
		if _, rest, ok := strings.Cut(b, `rel="next" href="`); ok {
			path, _, _ = strings.Cut(rest, `"`)
			path = strings.ReplaceAll(path, "&amp;", "&")
		}
	}
	if seen != 70 {
		t.Errorf("paging showed %d statements, want 70", seen)
	}
}

func TestRefusals(t *testing.T) {
	f := sample()
	h := serve.New(f, serve.Options{})
	unknownPage, unknownStatement := "/page/d"+strings.Repeat("0", 20), "/statement/s"+strings.Repeat("0", 20)
	for path, want := range map[string]int{
		"/page/nonsense":                          400,
		"/page/s" + strings.Repeat("0", 20):       400,
		"/page/" + strings.Repeat("d", 5000):      400,
		"/statement/%3Cscript%3E":                 400,
		"/page/" + string(f.docs[0].ID) + "?at=x": 400,
		"/?page=0":                           400,
		"/?page=x":                           400,
		"/?page=99999999999999999999":        400,
		"/?in=bytes":                         400,
		"/?q=" + strings.Repeat("x", 5000):   400,
		unknownPage:                          404,
		unknownPage + "/saved":               404,
		unknownPage + "/record":              404,
		unknownStatement:                     404,
		"/nowhere":                           404,
		"/static/nothing.js":                 404,
		"/static/..%2ftemplates%2flist.html": 404,
		"/compare/" + string(f.docs[0].ID) + "/d" + strings.Repeat("0", 20): 404,
	} {
		r := get(t, h, path)
		if r.StatusCode != want {
			t.Errorf("%.60s: status %d, want %d", path, r.StatusCode, want)
		}
	}
	if r := ask(t, h, http.MethodPost, "localhost", "/"); r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST /: status %d, want 405", r.StatusCode)
	}
}

// TestFailuresStayInside wants a store's own words kept from the reader.
func TestFailuresStayInside(t *testing.T) {
	f := sample()
	f.err = errors.New("open /home/ada/secret.db: disk I/O error")
	h := serve.New(f, serve.Options{})
	for _, v := range views(f) {
		if v[0] == "error" || v[0] == "add" || v[0] == "login" {
			continue
		}
		r := get(t, h, v[1])
		b := body(t, r)
		if r.StatusCode != http.StatusInternalServerError || strings.Contains(b, "secret") || strings.Contains(b, "disk") {
			t.Errorf("%s: status %d, %.300q", v[0], r.StatusCode, b)
		}
	}
	if r := get(t, h, "/healthz"); r.StatusCode != http.StatusServiceUnavailable || strings.Contains(body(t, r), "secret") {
		t.Errorf("/healthz of a broken archive: status %d", r.StatusCode)
	}
}

// TestHosts wants foreign names refused: a page elsewhere can make its own name
// point here, and would read the archive if we answered to it.
func TestHosts(t *testing.T) {
	h := serve.New(sample(), serve.Options{Hosts: []string{"desk.example"}})
	for host, want := range map[string]int{
		"localhost": 200, "localhost:8080": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200, "192.168.1.7": 200, "Desk.Example:80": 200, "desk.example.": 200,
		"evil.example": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example": 421, "": 421, "evil.example:8080": 421,
	} {
		if r := ask(t, h, http.MethodGet, host, "/"); r.StatusCode != want {
			t.Errorf("Host %q: status %d, want %d", host, r.StatusCode, want)
		}
	}
}

func TestHeaders(t *testing.T) {
	f := sample()
	h := serve.New(f, serve.Options{})
	for _, v := range append(views(f), [2]string{"static", "/static/style.css"}, [2]string{"health", "/healthz"}) {
		r := get(t, h, v[1])
		csp := r.Header.Get("Content-Security-Policy")
		for _, rule := range []string{"default-src 'none'", "style-src 'self'", "script-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(csp, rule) {
				t.Errorf("%s: the policy lacks %q", v[0], rule)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", v[0], csp)
		}
		if r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: headers %v", v[0], r.Header)
		}
	}
}

// TestSavedPage wants a saved page shown under the sandbox alone: no script, no
// form, no network, an origin of its own.
func TestSavedPage(t *testing.T) {
	f := sample()
	h := serve.New(f, serve.Options{})
	id := string(f.docs[0].ID)
	r := get(t, h, "/page/"+id+"/saved")
	csp := r.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(csp, "sandbox;") || strings.Contains(csp, "allow-") || strings.Contains(csp, "script-src") || !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("policy %q", csp)
	}
	if got := r.Header.Get("Content-Type"); got != "text/html" {
		t.Errorf("HTML is shown as %q", got)
	}
	if got := body(t, r); got != string(f.bytes[f.docs[0].ID]) {
		t.Error("the bytes are not those that were saved")
	}
	for declared, want := range map[string]string{
		"text/html; charset=windows-1251": "text/html; charset=windows-1251",
		"text/plain":                      "text/plain; charset=utf-8",
		"application/rss+xml":             "text/plain; charset=utf-8",
		"image/svg+xml":                   "text/plain; charset=utf-8",
		"text/html\r\nX-Evil: 1":          "text/plain; charset=utf-8",
		"":                                "text/plain; charset=utf-8",
	} {
		f.docs[0].Source.MediaType = declared
		r := get(t, h, "/page/"+id+"/saved")
		if got := r.Header.Get("Content-Type"); got != want {
			t.Errorf("a page declared %q is shown as %q, want %q", declared, got, want)
		}
		if r.Header.Get("X-Evil") != "" {
			t.Error("a declared type wrote a header")
		}
	}
	if r := get(t, h, "/page/"+id+"/bytes"); !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") {
		t.Error("the bytes are not handed out as a download")
	}
}

func TestStaleLinksAreSaid(t *testing.T) {
	f := sample()
	f.linked = false
	wants(t, body(t, get(t, serve.New(f, serve.Options{}), "/")), "out of date")
}

func TestEmptyArchive(t *testing.T) {
	h := serve.New(&fake{linked: true}, serve.Options{})
	wants(t, body(t, get(t, h, "/")), "The archive is empty")
	wants(t, body(t, get(t, h, "/problems")), "Everything that was given was read")
}

// panicky is a store with a fault.
type panicky struct{ *fake }

func (panicky) Document(context.Context, sayso.DocumentID) (*sayso.Document, error) {
	panic("at /home/ada")
}

func TestPanicIsAnErrorPage(t *testing.T) {
	r := get(t, serve.New(panicky{sample()}, serve.Options{}), "/page/d"+strings.Repeat("0", 20))
	if b := body(t, r); r.StatusCode != 500 || strings.Contains(b, "ada") {
		t.Errorf("status %d, %.200q", r.StatusCode, b)
	}
}
