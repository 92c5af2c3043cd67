package serve_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"sayso"
	"sayso/serve"
)

// TestLit wants a statement's words marked in the saved page, whatever stands
// between their letters there, and not a byte else changed.
func TestLit(t *testing.T) {
	const mark = ` style="background:#ffd23f;color:#000;scroll-margin-top:30vh">`
	for name, c := range map[string]struct{ saved, media, want string }{
		"plain words":     {`<p>Ada Quell said the lamp is out.</p>`, "text/html", `<p>Ada Quell said <mark id="sayso-said"` + mark + `the lamp is out</mark>.</p>`},
		"tags between":    {`<p>said the <b>lamp</b> is out.`, "text/html", `<p>said <mark id="sayso-said"` + mark + `the</mark> <b><mark` + mark + `lamp</mark></b> <mark` + mark + `is out</mark>.`},
		"entities":        {`said the&nbsp;l&#97;mp is&shy; out.`, "text/html", `said <mark id="sayso-said"` + mark + `the&nbsp;l&#97;mp is&shy; out</mark>.`},
		"not in a script": {`<script>"the lamp is out"</script><title>the lamp is out</title>said the lamp is out`, "text/html", `said <mark id="sayso-said"` + mark + `the lamp is out</mark>`},
		"another charset": {"<meta charset=windows-1252><p>caf\xe9, the lamp is out", "text/html", `café, <mark id="sayso-said"` + mark + `the lamp is out</mark>`},
		"text":            {"<b>Ada Quell</b> said the lamp is out.", "text/plain", `&lt;b&gt;Ada Quell&lt;/b&gt; said <mark id="sayso-said"` + mark + `the lamp is out</mark>.</pre>`},
		"nowhere":         {`<p>something else`, "text/html", `<p>something else`},
	} {
		t.Run(name, func(t *testing.T) {
			text := "Ada Quell said the lamp is out."
			if c.media == "text/plain" {
				text = c.saved
			}
			b := begin("lamp.html", "Lamp", "", "").block(sayso.BlockBody, text).done()
			b.d.Source.MediaType = c.media
			st := b.say(sayso.Statement{Mode: sayso.Indirect, Content: b.spans("the lamp is out")})
			f := archive(b)
			f.bytes[b.d.ID] = []byte(c.saved)
			h := serve.New(f, serve.Options{})
			r := get(t, h, "/page/"+string(b.d.ID)+"/saved?at="+string(st.ID))
			got := body(t, r)
			if !strings.HasSuffix(got, c.want) {
				t.Errorf("shown as\n%s, want the end\n%s", got, c.want)
			}
			if r.StatusCode != http.StatusOK || !strings.HasPrefix(r.Header.Get("Content-Security-Policy"), "sandbox;") {
				t.Errorf("status %d, policy %q", r.StatusCode, r.Header.Get("Content-Security-Policy"))
			}
			if c.media == "text/html" && !strings.Contains(c.saved, "charset") {
				if plain := strings.NewReplacer(`<mark id="sayso-said"`+mark, "", "<mark"+mark, "", "</mark>", "").Replace(got); plain != c.saved {
					t.Errorf("more than marks was changed: %s", plain)
				}
			}
		})
	}
	// The second time, if that is where it was said.
	b := begin("lamp.html", "Lamp", "", "").block(sayso.BlockTitle, "The quay: the lamp is out").block(sayso.BlockBody, "On Sunday the lamp is out, said Ada Quell.").done()
	i := strings.LastIndex(b.d.Text, "the lamp is out")
	span := sayso.NewRuler(b.d.Text).Span(i, i+len("the lamp is out"))
	st := b.say(sayso.Statement{Mode: sayso.Indirect, Content: []sayso.Span{span}})
	f := archive(b)
	f.bytes[b.d.ID] = []byte("<h1>The quay: the lamp is out</h1><p>On Sunday the lamp is out, said Ada Quell.")
	got := body(t, get(t, serve.New(f, serve.Options{}), "/page/"+string(b.d.ID)+"/saved?at="+string(st.ID)))
	if !strings.Contains(got, "<h1>The quay: the lamp is out</h1>") || !strings.Contains(got, "On Sunday <mark") {
		t.Errorf("the wrong one is lit: %s", got)
	}
	if r := get(t, serve.New(f, serve.Options{}), "/page/"+string(b.d.ID)+"/saved?at=x"); r.StatusCode != http.StatusBadRequest {
		t.Errorf("a statement that cannot be: status %d", r.StatusCode)
	}
}

// TestSavedPageIsLit follows the link to a statement's words in the saved page,
// to which the browser scrolls.
func TestSavedPageIsLit(t *testing.T) {
	root := chromium(t)
	f := sample()
	d := f.docs[0]
	f.bytes[d.ID] = []byte("<!doctype html><title>as saved</title>" + strings.Repeat("<p>It rained.</p>", 200) + "<p id=words>" + d.Text + "</p>" + strings.Repeat("<p>It rained.</p>", 200))
	srv := httptest.NewServer(serve.New(f, serve.Options{}))
	t.Cleanup(srv.Close)
	if err := chromedp.Do(root); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(root, 60*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(srv.URL+"/statement/"+string(d.Statements[1].ID)), chromedp.Click(`a[href*="/saved?at="]`), chromedp.WaitVisible("#words")); err != nil {
		t.Fatal(err)
	}
	// Without scripts nothing can be asked of the page; the browser knows how far
	// it has scrolled.
	for {
		var down float64
		err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
			m, err := cdp.Call(ctx, tab, page.GetLayoutMetrics, cdp.Empty{})
			if err == nil && m.CSSVisualViewport != nil {
				down = m.CSSVisualViewport.PageY
			}
			return err
		}))
		if err == nil && down > 2000 {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("the page is scrolled %.0f pixels down (%v)", down, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
