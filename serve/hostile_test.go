package serve_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"sayso"
	"sayso/serve"
)

// attacks are strings that would do something if they were ever taken for
// more than text. Each holds the word "pwn" or a control that must not come
// through as it is.
var attacks = []string{
	`<script>pwn()</script>`,
	`"><img src=x onerror=pwn()>`,
	`' onmouseover='pwn()`,
	`javascript:pwn()`,
	`data:text/html,<script>pwn()</script>`,
	`</title><svg onload=pwn()>`,
	`</blockquote></main></body><h1>pwn</h1>`,
	`{{.Doc}}<!-- pwn --><![CDATA[pwn]]>`,
	`<style>*{display:none}</style><link rel=stylesheet href=//pwn.example>`,
	`<base href=//pwn.example/><meta http-equiv=refresh content=0;url=//pwn.example>`,
	`<form action=//pwn.example><input name=pwn></form><iframe srcdoc=pwn>`,
	"\u202Egpj.nwp\u202C \u2066pwn\u2069",
	"nul\x00bell\x07esc\x1b[31mpwn\x7f",
	"invalid \xff\xfe utf-8 pwn",
	"http://ada:pw@pwn.example/", "//pwn.example/", "https://pwn.example/\u202Egpj.exe",
	"\u2028pwn\u2029" + strings.Repeat("a\u0300", 50),
}

// poison puts hostile strings into every string field it can reach, but for
// ids, which name things in addresses and are checked there.
func poison(v reflect.Value, rnd *rand.Rand) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		poison(v.Elem(), rnd)
	case reflect.Struct:
		for i := range v.NumField() {
			poison(v.Field(i), rnd)
		}
	case reflect.Slice:
		if v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		}
		for i := range v.Len() {
			poison(v.Index(i), rnd)
		}
	case reflect.String:
		switch v.Interface().(type) {
		case sayso.DocumentID, sayso.StatementID:
		default:
			v.SetString(attacks[rnd.IntN(len(attacks))])
		}
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(rnd.IntN(900) - 100))
	}
}

// hostile is an archive in which nothing can be trusted: every field holds an
// attack, spans lie anywhere, blocks overlap.
func hostile(seed uint64) *fake {
	rnd := rand.New(rand.NewPCG(seed, 7))
	f := sample()
	text := strings.ToValidUTF8(strings.Join(attacks, "\n"), "?")
	for _, d := range f.docs {
		id, ids := d.ID, []sayso.StatementID{}
		for _, st := range d.Statements {
			ids = append(ids, st.ID)
		}
		poison(reflect.ValueOf(d).Elem(), rnd)
		d.ID = id
		for i := range d.Statements {
			d.Statements[i].ID = ids[i%len(ids)]
			d.Statements[i].Within = ids[0]
		}
		if seed%2 == 0 {
			d.Text = text
		}
	}
	for i := range f.links {
		l := &f.links[i]
		kind, between, a, b := l.Kind, l.Between, l.A, l.B
		poison(reflect.ValueOf(l).Elem(), rnd)
		l.A, l.B, l.Between = a, b, between
		if seed%3 == 0 {
			l.Kind = kind
		}
	}
	poison(reflect.ValueOf(&f.problems).Elem(), rnd)
	for _, act := range []sayso.Act{sayso.Rename, sayso.Merge, sayso.Split, sayso.Confirm, sayso.Reject, sayso.Undo, sayso.Remark, "pwn"} {
		d := sayso.Decision{}
		poison(reflect.ValueOf(&d).Elem(), rnd)
		d.Act, d.Number = act, int64(len(f.decisions)+1)
		f.decisions = append(f.decisions, d)
	}
	// One address for all, so that they are captures of one page.
	for _, d := range f.docs {
		d.Source.URL = f.docs[0].Source.URL
	}
	return f
}

// TestHostilePages feeds pages whose every field is an attack through every
// view, and reads the answers as a browser would.
func TestHostilePages(t *testing.T) {
	for seed := range uint64(12) {
		f := hostile(seed)
		h := serve.New(f, everything(serve.Options{Title: attacks[int(seed)%len(attacks)]}))
		list := views(f)
		for _, a := range attacks {
			q := httptest.NewRequest(http.MethodGet, "/", nil).URL.Query()
			q.Set("q", a)
			q.Set("speaker", a)
			q.Set("outlet", a)
			q.Set("quote", a+" pwn pwn pwn")
			q.Set("actor", a)
			q.Set("lang", a)
			q.Set("name", a)
			q.Set("addressee", a)
			q.Set("prefix", "1")
			list = append(list, [2]string{"person of an attack", "/person/" + url.PathEscape(a)}, [2]string{"outlet of an attack", "/outlet?" + q.Encode()}, [2]string{"people of an attack", "/people?" + q.Encode()})
			list = append(list, [2]string{"check an attack", "/check?" + q.Encode()}, [2]string{"search for an attack", "/?" + q.Encode()}, [2]string{"search pages for an attack", "/?in=pages&" + q.Encode()})
		}
		for _, v := range list {
			r := get(t, h, v[1])
			if r.StatusCode >= 500 {
				t.Errorf("%s: status %d", v[0], r.StatusCode)
			}
			inspect(t, v[0], body(t, r))
		}
		for _, path := range []string{"/feed", "/feed?in=pages", "/feed/conflicts"} {
			b := body(t, get(t, h, path))
			dec := xml.NewDecoder(strings.NewReader(b))
			for {
				tok, err := dec.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s is not XML: %v in %.300q", path, err, b)
				}
				if e, ok := tok.(xml.StartElement); ok && !feedElements[e.Name.Local] {
					t.Errorf("%s: element <%s>", path, e.Name.Local)
				}
			}
		}
		for _, d := range f.docs {
			id := "/statement/" + string(d.Statements[0].ID)
			report := body(t, get(t, h, id+"/report"))
			inspect(t, "report", ownStyle.ReplaceAllString(report, ""))
			inspect(t, "story report", ownStyle.ReplaceAllString(body(t, get(t, h, "/story/"+string(d.ID)+"/report")), ""))
			for _, form := range []string{"/annotation", "/provenance", "/quotation"} {
				r := get(t, h, id+form)
				if b := body(t, r); !json.Valid([]byte(b)) || r.Header.Get("Content-Type")[:19] != "application/ld+json" {
					t.Errorf("%s is not JSON: %.200q", form, b)
				}
			}
		}
	}
}

// everything is opt with all that can be shown: forms, files, offices whose
// every word is an attack.
func everything(opt serve.Options) serve.Options {
	opt.Write, opt.User = true, attacks[1]
	opt.Add = func(context.Context, string, serve.Progress) (serve.Added, error) { return serve.Added{}, nil }
	opt.Offices = func(sayso.ActorID, string) []serve.Office {
		var out []serve.Office
		for _, a := range attacks {
			out = append(out, serve.Office{Role: a, State: a, Start: a, End: a})
		}
		return out
	}
	return opt
}

// ownStyle is the style sheet and the policy that a report carries within it.
var ownStyle = regexp.MustCompile(`(?s)<style>.*?</style>|<meta http-equiv="Content-Security-Policy"[^>]*>`)

// elements and attributes are all that a view may hold.
var (
	elements   = set("html head meta title link script body a header div nav form label input button main footer p h1 h2 h3 ol ul li blockquote bdi span b em dl dt dd article section aside textarea ins del code details summary pre fieldset legend table thead tbody tr th td br select option figure figcaption svg rect title progress")
	attributes = set("lang charset name content rel href type src class id for role action method placeholder maxlength autocomplete value checked tabindex aria-label aria-current aria-hidden aria-labelledby dir data-s data-copy download rows required scope title selected type multiple webkitdirectory enctype viewBox preserveAspectRatio x y width height data-brush data-key max open")
)

// feedElements are all that a feed may hold.
var feedElements = set("feed id title updated author name link entry category summary")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// inspect reads a page and reports whatever is there that our templates did not
// put there.
func inspect(t *testing.T, name, page string) {
	t.Helper()
	for _, c := range []string{"\u202D", "\u202E", "\x00", "\x07", "\x1b", "\x7f", "ZgotmplZ"} {
		if strings.Contains(page, c) {
			t.Errorf("%s: %q came through", name, c)
		}
	}
	if strings.ToValidUTF8(page, "") != page {
		t.Errorf("%s: not valid UTF-8", name)
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for n := range root.Descendants() {
		switch n.Type {
		case html.CommentNode:
			t.Errorf("%s: comment %q", name, n.Data)
		case html.ElementNode:
			if !elements[n.Data] {
				t.Errorf("%s: element <%s>", name, n.Data)
			}
			if n.Data == "script" && n.FirstChild != nil || n.Data == "style" {
				t.Errorf("%s: inline <%s>", name, n.Data)
			}
			for _, a := range n.Attr {
				checkAttribute(t, name, n.Data, a)
			}
		}
	}
}

func checkAttribute(t *testing.T, name, element string, a html.Attribute) {
	t.Helper()
	if !attributes[a.Key] {
		t.Errorf("%s: <%s> has the attribute %s=%q", name, element, a.Key, a.Val)
	}
	switch a.Key {
	case "href", "src", "action":
		own := strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "//") || strings.HasPrefix(a.Val, "#")
		out := element == "a" && (strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "http://")) && !strings.Contains(a.Val, "ada:")
		if !own && !out {
			t.Errorf("%s: <%s %s=%q>", name, element, a.Key, a.Val)
		}
	case "class", "id", "rel", "role":
		if strings.Contains(a.Val, "pwn") {
			t.Errorf("%s: <%s %s=%q>", name, element, a.Key, a.Val)
		}
	}
}
