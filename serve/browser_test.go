package serve_test

import (
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"sayso"
	"sayso/serve"
)

// axe-core, MPL-2.0, https://github.com/dequelabs/axe-core; it is in tests only.
//
//go:embed testdata/axe.min.js
var axe string

// screenshots go to the folder this variable names; without it none are kept.
const screenshots = "SAYSO_SCREENSHOTS"

// chromium starts a browser, or skips the test where there is none.
func chromium(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no browser is started")
	}
	found := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			found = p
			break
		}
	}
	if found == "" {
		t.Skip("no chromium here: what the pages look and behave like is not checked")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(found))
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// A watch notes what a tab does that it should not.
type watch struct {
	mu    sync.Mutex
	host  string
	found []string
}

func (w *watch) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.found = append(w.found, fmt.Sprintf(format, args...))
}

func (w *watch) event(ev any) {
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err != nil || u.Scheme != "data" && u.Host != w.host {
			w.note("request to %s", e.Request.URL)
		}
	case *runtime.EventExceptionThrown:
		w.note("exception: %s", e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			w.note("console: %v", e.Type)
		}
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			w.note("log: %s %s", e.Entry.Text, e.Entry.URL)
		}
	}
}

// views are the addresses of every view of the sample archive.
func views(f *fake) [][2]string {
	a := f.docs[0]
	s := func(i int) string { return string(a.Statements[i].ID) }
	out := [][2]string{
		{"overview", "/"},
		{"list", "/statements"},
		{"narrowed", "/?outlet=" + url.QueryEscape(string(a.Outlet)) + "&sort=newest&from=2024&only=conflict"},
		{"people", "/people"},
		{"person", "/person/" + url.PathEscape(string(speakerID(&a.Statements[0])))},
		{"stories", "/stories"},
		{"story", "/story/" + string(a.ID)},
		{"outlets", "/outlets"},
		{"outlet", "/outlet?name=" + url.QueryEscape(string(a.Outlet))},
		{"conflicts", "/conflicts"},
		{"decisions", "/decisions"},
		{"search", "/?q=bolt"},
		{"search-pages", "/?q=harbour&in=pages"},
		{"search-none", "/?q=zeppelin&speaker=Varga"},
		{"pages", "/pages"},
		{"page", "/page/" + string(a.ID)},
		{"page-at", "/page/" + string(a.ID) + "?at=" + s(1) + "#s-" + s(1)},
		{"page-flat", "/page/" + string(f.docs[1].ID)},
		{"page-arabic", "/page/" + string(f.docs[3].ID)},
		{"statement-split", "/statement/" + s(1)},
		{"statement-conflict", "/statement/" + s(0)},
		{"statement-nested", "/statement/" + s(3)},
		{"statement-negated", "/statement/" + s(4)},
		{"compare", "/compare/" + string(a.ID) + "/" + string(f.docs[2].ID)},
		{"check", "/check"},
		{"check-altered", "/check?quote=we+will+close+the+bridge+again+this+year+for+ever"},
		{"check-exact", "/check?quote=We+have+counted+every+bolt"},
		{"problems", "/problems"},
		{"add", "/add"},
		{"error", "/statement/s00000000000000000000"},
	}
	for _, d := range f.docs[1:] {
		if d.Source.URL == a.Source.URL {
			return append(out, [2]string{"versions", "/page/" + string(d.ID) + "/versions"})
		}
	}
	return out
}

func TestBrowser(t *testing.T) {
	f := recaptured()
	browse(t, kept(t, f), views(f), wide, dark, narrow, narrowLight)
}

// TestBrowserOnHostilePages opens every view of an archive in which every field
// is an attack.
func TestBrowserOnHostilePages(t *testing.T) {
	f := hostile(3)
	browse(t, f, views(f), wide, narrow)
}

// A window is how somebody looks at the pages.
type window struct {
	name, scheme  string
	width, height int64
}

var (
	wide   = window{"wide", "light", 1440, 900}
	dark   = window{"wide", "dark", 1440, 900}
	narrow = window{"narrow", "dark", 390, 844}

	narrowLight = window{"narrow", "light", 390, 844}
)

// browse opens each view in each window, and fails on console
// errors, requests elsewhere, sideways scrolling and what axe finds serious.
func browse(t *testing.T, store sayso.Store, views [][2]string, windows ...window) {
	root := chromium(t)
	open := everything(serve.Options{Title: "Harbour bridge"})
	if _, ok := store.(*fake); !ok {
		open.Offices = func(sayso.ActorID, string) []serve.Office {
			return []serve.Office{{Role: "Transport Minister", State: "Kestria", Start: "2022-10", End: ""}, {Role: "Deputy mayor of Kestrin", Start: "2015", End: "2019-04-30"}}
		}
	}
	srv := httptest.NewServer(serve.New(store, open))
	t.Cleanup(srv.Close)
	host := strings.TrimPrefix(srv.URL, "http://")
	w := &watch{host: host}
	if err := chromedp.Listen(root, w.event); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	if err := chromedp.Do(root, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := cdp.Call(ctx, tab, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, cdplog.Enable, cdp.Empty{})
		return err
	})); err != nil {
		t.Fatal(err)
	}
	for _, window := range windows {
		for _, v := range views {
			t.Run(strings.Join([]string{v[0], window.name, window.scheme}, "/"), func(t *testing.T) {
				ctx, cancel := context.WithTimeout(root, 60*time.Second)
				defer cancel()
				w.found = nil
				err := chromedp.Do(ctx, chromedp.EmulateViewport(window.width, window.height),
					chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
						_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
							{Name: "prefers-color-scheme", Value: window.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
						return err
					}),
					chromedp.Navigate(srv.URL+v[1]))
				if err != nil {
					t.Fatal(err)
				}
				over, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
				if err != nil {
					t.Fatal(err)
				}
				if over > 0 {
					what, _ := chromedp.Run(ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 5).map(e => e.tagName + '.' + e.className)`))
					t.Errorf("the page is %d pixels wider than the window: %v", over, what)
				}
				if dir := os.Getenv(screenshots); dir != "" {
					png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(filepath.Join(dir, v[0]+"-"+window.name+"-"+window.scheme+".png"), png, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				for _, bad := range checkAccess(t, ctx) {
					t.Error(bad)
				}
				for _, bad := range w.found {
					if v[0] == "error" && strings.Contains(bad, "404") {
						continue
					}
					t.Error(bad)
				}
			})
		}
	}
}

// TestReadersTask goes from the front page to who copied a quote and what they
// changed, as a reader would: with the pointer, and with scripts off.
func TestReadersTask(t *testing.T) {
	root := chromium(t)
	f := sample()
	srv := httptest.NewServer(serve.New(kept(t, f), serve.Options{}))
	t.Cleanup(srv.Close)
	wire := string(f.docs[0].Statements[1].ID)
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts %v", scripts), func(t *testing.T) {
			if err := chromedp.Do(root); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(root, 60*time.Second)
			defer cancel()
			err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900),
				chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
					_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
					return err
				}),
				chromedp.Navigate(srv.URL+"/"),
				chromedp.SendKeys("#q", "counted bolt\n"),
				chromedp.WaitVisible(".found-word"),
				chromedp.Click(`a[href="/statement/`+wire+`"]`), // 1
				chromedp.WaitVisible(".k-conflict del.ch-negation"),
				chromedp.WaitVisible(".tree .n-conflict"),
				chromedp.Click(".k-conflict .acts a:last-child"), // 2: the passage, lit, on the page that turned it round
				chromedp.WaitVisible(".said.lit"),
			)
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestSavedPageIsHarmless opens a saved page that tries to run, to call out, to
// move on and to post.
func TestSavedPageIsHarmless(t *testing.T) {
	root := chromium(t)
	var called atomic.Int64
	evil := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called.Add(1) }))
	t.Cleanup(evil.Close)
	f := sample()
	d := f.docs[0]
	f.bytes[d.ID] = []byte(strings.ReplaceAll(`<!doctype html><title>as saved</title>
<meta http-equiv="refresh" content="0;url=EVIL/moved">
<link rel="stylesheet" href="EVIL/style.css"><link rel="preload" as="image" href="EVIL/pre.png"><link rel="dns-prefetch" href="EVIL">
<script>document.title = "pwn"; fetch("EVIL/fetch"); document.forms[0].submit()</script><script src="EVIL/x.js"></script>
<style>@import url(EVIL/import.css); body { background: url(EVIL/bg.png) }</style>
<body onload="document.title='pwn'"><img src="EVIL/img.png" onerror="document.title='pwn'"><iframe src="EVIL/frame"></iframe>
<video src="EVIL/v.mp4" autoplay></video><object data="EVIL/o"></object><form action="EVIL/form" method="post"><input name="x"></form>
<p id="words">It rained.</p>`, "EVIL", evil.URL))
	srv := httptest.NewServer(serve.New(f, serve.Options{}))
	t.Cleanup(srv.Close)
	if err := chromedp.Do(root); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(root, 60*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(srv.URL+"/page/"+string(d.ID)+"/saved"), chromedp.Sleep(time.Second), chromedp.WaitVisible("#words")); err != nil {
		t.Fatal(err)
	}
	at, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil || !strings.HasSuffix(at, "/saved") {
		t.Errorf("the page moved on to %s (%v)", at, err)
	}
	title, err := chromedp.Run(ctx, chromedp.Title())
	if err != nil || title != "as saved" {
		t.Errorf("a script ran: the title is %q (%v)", title, err)
	}
	if n := called.Load(); n > 0 {
		t.Errorf("the page called out %d times", n)
	}
}

// TestKeys searches as it is typed and steps through a page's statements.
func TestKeys(t *testing.T) {
	ctx := chromium(t)
	f := sample()
	srv := httptest.NewServer(serve.New(kept(t, f), serve.Options{}))
	t.Cleanup(srv.Close)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx,
		chromedp.Navigate(srv.URL+"/"),
		// "/" goes to the search field. (Sent as an event: typed from outside, the
		// browser enters the letter whatever becomes of the key.)
		chromedp.Evaluate[chromedp.Void](`document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "/", bubbles: true}))`),
		chromedp.KeyEvent("bolt"),
		chromedp.WaitVisible(".found-word"), // without Enter
	); err != nil {
		t.Fatal(err)
	}
	if at, err := chromedp.Run(ctx, chromedp.Location()); err != nil || !strings.HasSuffix(at, "/?q=bolt&prefix=1") {
		t.Errorf("the address is %s (%v)", at, err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(srv.URL+"/page/"+string(f.docs[0].ID)), chromedp.KeyEvent("jjk")); err != nil {
		t.Fatal(err)
	}
	href, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.activeElement.getAttribute("href")`))
	if err != nil || href != "/statement/"+string(f.docs[0].Statements[0].ID) {
		t.Errorf("j, j, k led to %q (%v)", href, err)
	}
	lit, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelectorAll(".bt .over").length`))
	if err != nil || lit == 0 {
		t.Errorf("nothing is lit (%v)", err)
	}
}

// checkAccess returns what axe finds serious or critical.
func checkAccess(t *testing.T, ctx context.Context) []string {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := chromedp.Evaluate[chromedp.Void](axe)(ctx, tab)
		return err
	})); err != nil {
		t.Fatal(err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`axe.run().then(r => r.violations
		.filter(v => v.impact === "serious" || v.impact === "critical")
		.map(v => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + " " + n.failureSummary).join(" | ")))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return found
}
