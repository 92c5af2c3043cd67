package serve_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sayso"
	"sayso/demo"
	"sayso/serve"
	"sayso/store/sqlite"
)

// A reader does a task with the pointer and counts the clicks. Typing is none.
type reader struct {
	t      *testing.T
	ctx    context.Context
	clicks int
}

func (r *reader) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	r.t.Helper()
	if err := chromedp.Do(r.ctx, actions...); err != nil {
		at, _ := chromedp.Run(r.ctx, chromedp.Location())
		r.t.Fatalf("%s, at %s: %v", what, at, err)
	}
}

func (r *reader) click(selector string) {
	r.t.Helper()
	r.clicks++
	r.do("clicking "+selector, chromedp.WaitVisible(selector), chromedp.Evaluate[chromedp.Void](`void (window.clickedAt = location.href)`), chromedp.Click(selector))
	// Every click here leads on. What is done next must meet the page that it
	// leads to, and not the old one, which may have the same elements.
	for {
		there, err := chromedp.Run(r.ctx, chromedp.Evaluate[bool](`window.clickedAt !== location.href && document.readyState === "complete"`))
		if err == nil && there {
			return
		}
		if r.ctx.Err() != nil {
			r.t.Fatalf("clicking %s leads nowhere: %v", selector, err)
		}
		time.Sleep(20 * time.Millisecond) // between two documents evaluation fails
	}
}

func (r *reader) sees(selector string, words ...string) {
	r.t.Helper()
	r.do("looking for "+selector, chromedp.WaitVisible(selector))
	text, err := chromedp.Run(r.ctx, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		r.t.Fatal(err)
	}
	for _, w := range words {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(w)) {
			r.t.Errorf("%q is not to be seen", w)
		}
	}
}

// done holds the clicks to those that docs/tasks.md counts for a task.
func (r *reader) done(task, most int) {
	r.t.Helper()
	doc, err := os.ReadFile(filepath.Join("..", "docs", "tasks.md"))
	if err != nil {
		r.t.Fatal(err)
	}
	if want := fmt.Sprintf("## Task %d: %d clicks", task, r.clicks); !strings.Contains(string(doc), want) {
		r.t.Errorf("docs/tasks.md does not say %q", want)
	}
	if r.clicks > most {
		r.t.Errorf("%d clicks, at most %d are wanted", r.clicks, most)
	}
}

func newReader(t *testing.T, root context.Context, store sayso.Store, opt serve.Options) *reader {
	t.Helper()
	srv := httptest.NewServer(serve.New(store, opt))
	t.Cleanup(srv.Close)
	if err := chromedp.Do(root); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(root, 2*time.Minute)
	t.Cleanup(cancel)
	r := &reader{t: t, ctx: ctx}
	r.do("opening the archive", chromedp.EmulateViewport(1280, 900), chromedp.Navigate(srv.URL+"/"))
	return r
}

// TestTaskWhoCopied goes from an empty archive and a folder to who copied a
// quote and what they changed.
func TestTaskWhoCopied(t *testing.T) {
	root := chromium(t)
	store, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "new.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	r := newReader(t, root, store, serve.Options{Add: func(ctx context.Context, dir string, progress serve.Progress) (serve.Added, error) {
		return add(ctx, store, dir, progress)
	}})
	r.click(`nav a[href="/add"]`)
	r.clicks += 2 // the field, and the folder in the system's own window
	r.do("choosing a folder", chromedp.Evaluate[chromedp.Void](chooseDemo(t)))
	r.click(`form.drop button`)
	r.click(`a.act.main[href="/"]`)
	r.do("typing", chromedp.SendKeys("#q", "fresh digging on both sides"), chromedp.WaitVisible(".found-word"))
	r.click(`#results .hit blockquote a`)
	r.sees("#copies", "Who took it from whom", "copied from above", "The Vantry Herald", "Seventh Pass Notes", "how sure", "will", "months")
	r.done(1, 6)
}

// chooseDemo is a script that gives the sample pages to the form, as the
// system's window for choosing a folder would.
func chooseDemo(t *testing.T) string {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(demo.FS(), ".", func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files[p], err = fs.ReadFile(demo.FS(), p)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d sample files (%v)", len(files), err)
	}
	b, err := json.Marshal(files) // bytes as base64
	if err != nil {
		t.Fatal(err)
	}
	return `(() => {
		const given = new DataTransfer();
		for (const [name, data] of Object.entries(` + string(b) + `))
			given.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name));
		document.querySelector('#folder').files = given.files;
	})()`
}

// TestTaskDidHeSayIt checks a quote, and finds who said it, when, to whom, and
// that it is told otherwise.
func TestTaskDidHeSayIt(t *testing.T) {
	r := newReader(t, chromium(t), kept(t, sample()), serve.Options{})
	r.click(`nav a[href="/check"]`)
	r.do("typing", chromedp.SendKeys("textarea", "We have counted every bolt and we will close it again this year"))
	r.click(`main form button`)
	r.sees(".verdict", "Word for word", "Portside Daily")
	r.click(`.k-copy .acts a`)
	r.sees("#elsewhere .k-conflict", "Ilse Varga", "Cannot both be true", "Lumina Wire", "yes or no")
	r.done(2, 4)
}

// TestTaskFollow sees what somebody said over time, narrows it by drawing over
// the timeline, and to what is disputed.
func TestTaskFollow(t *testing.T) {
	r := newReader(t, chromium(t), kept(t, recaptured()), serve.Options{})
	r.click(`.panel .lines a[href^="/person/"]`)
	r.sees(".person .chart", "Ilse Varga", "Transport Minister", "Where reports disagree")
	r.clicks++ // one stroke over the bars of two months
	r.do("drawing over the timeline", chromedp.Evaluate[chromedp.Void](`(() => {
		const bars = [...document.querySelectorAll('.chart a[data-key="2024-03"], .chart a[data-key="2024-04"]')];
		const at = (e) => { const b = e.getBoundingClientRect(); return { clientX: b.x + b.width / 2, clientY: b.bottom - 2, bubbles: true, button: 0 }; };
		bars[0].querySelector('.back').dispatchEvent(new PointerEvent('pointerdown', at(bars[0])));
		document.dispatchEvent(new PointerEvent('pointermove', at(bars[1])));
		document.dispatchEvent(new PointerEvent('pointerup', at(bars[1])));
	})()`))
	r.sees(".chips", "March 2024 and April 2024", "Ilse Varga")
	r.click(`.facets a[href*="only=conflict"]`)
	r.sees(".tag.bad", "4 statements")
	if href, err := chromedp.Run(r.ctx, chromedp.Evaluate[string](`document.querySelector('link[type="application/atom+xml"]').getAttribute('href')`)); err != nil || !strings.Contains(href, "only=conflict") || !strings.Contains(href, "actor=") {
		t.Errorf("the feed of this is %q (%v)", href, err)
	}
	r.done(3, 4)
}
