package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"sayso"
	"sayso/serve"
	"sayso/store/sqlite"
)

// What views are held to: the 95th percentile in milliseconds, warm, and bytes
// on their way to the browser.
const (
	viewLimit  = 100
	typedLimit = 150
	bytesLimit = 150_000
)

// views opens every view of an archive times times, each time for something
// else in it, and prints how long they take. An archive of 100,000 pages and
// 1,000,000 statements is made by
// SAYSO_SCALE=FOLDER go test ./store/sqlite -run '^$' -bench Scale/everything -benchtime 1x.
func views(path string, times int) error {
	ctx := context.Background()
	store, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer store.Close()
	n, err := store.Counts(ctx)
	if err != nil {
		return err
	}
	s, err := takeSample(ctx, store, n)
	if err != nil {
		return err
	}
	h := serve.New(store, serve.Options{Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	fmt.Printf("\n%-34s %8s %10s %10s %10s %10s   %d pages, %d statements, %d links\n", "views, warm", "times", "p50 ms", "p95 ms", "p95 cpu ms", "most bytes", n.Pages, n.Statements, n.Links)
	for _, v := range s.views() {
		var took, busy []float64
		most, over := 0, ""
		none := 0
		for i := range times + warming {
			path := v.path()
			r := httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil)
			r.Header.Set("Accept-Encoding", "gzip")
			w := httptest.NewRecorder()
			start, cpu := time.Now(), processorTime()
			h.ServeHTTP(w, r)
			wall, used := time.Since(start), processorTime()-cpu
			if w.Code == http.StatusNotFound {
				none++ // a page without an address has no versions
				continue
			}
			if w.Code != http.StatusOK && w.Code != http.StatusSeeOther {
				return fmt.Errorf("%s: status %d", path, w.Code)
			}
			if i >= warming {
				took, busy = append(took, wall.Seconds()*1000), append(busy, used.Seconds()*1000)
			}
			most = max(most, w.Body.Len())
		}
		if len(took) == 0 {
			fmt.Printf("%-34s %8d   nothing to open in this archive\n", v.name, none)
			continue
		}
		slices.Sort(took)
		slices.Sort(busy)
		p95 := took[(len(took)-1)*95/100]
		if p95 > v.limit {
			over += fmt.Sprintf("  over %.0f ms", v.limit)
		}
		if most > bytesLimit {
			over += fmt.Sprintf("  over %d bytes", bytesLimit)
		}
		fmt.Printf("%-34s %8d %10.1f %10.1f %10.1f %10d%s\n", v.name, len(took), took[len(took)/2], p95, busy[(len(busy)-1)*95/100], most, over)
	}
	return nil
}

// warming is how often a view is opened before it counts.
const warming = 3

func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A sample is what of an archive the views are asked for.
type sample struct {
	rand       *rand.Rand
	statements []string
	linked     []string // statements told elsewhere
	pages      []string
	stories    []string
	words      []string // as they come
	common     []string // the most frequent of them
	people     []sayso.Profile
	outlets    []sayso.Outlet
	urls       []string
}

func takeSample(ctx context.Context, store *sqlite.Store, n sayso.Counts) (*sample, error) {
	s := &sample{rand: rand.New(rand.NewPCG(5, 5))}
	count := map[string]int{}
	take := func(q sayso.Query, ids *[]string) error {
		hits, _, err := store.Search(ctx, q)
		for _, x := range hits {
			*ids = append(*ids, string(x.Statement))
			s.pages = append(s.pages, string(x.Document))
			for _, w := range strings.Fields(x.Content) {
				if w = strings.ToLower(strings.Trim(w, ".,:;!?“”\"'()")); len(w) > 1 {
					s.words = append(s.words, w)
					count[w]++
				}
			}
		}
		return err
	}
	for range 20 {
		if err := take(sayso.Query{What: sayso.Statements, Offset: s.rand.IntN(max(1, n.Statements-20)), Limit: 20}, &s.statements); err != nil {
			return nil, err
		}
	}
	for _, only := range []sayso.Only{sayso.OnlyCopied, sayso.OnlyConflict} {
		if err := take(sayso.Query{What: sayso.Statements, Only: only, Sort: sayso.Newest, Limit: 50}, &s.linked); err != nil {
			return nil, err
		}
	}
	for w := range count {
		s.common = append(s.common, w)
	}
	slices.SortFunc(s.common, func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return strings.Compare(a, b)
	})
	s.common = s.common[:min(12, len(s.common))]
	var err error
	if s.people, err = store.Actors(ctx, "", 50); err != nil {
		return nil, err
	}
	if s.outlets, err = store.Outlets(ctx); err != nil {
		return nil, err
	}
	stories, err := store.Stories(ctx, 50)
	for _, x := range stories {
		s.stories = append(s.stories, string(x.ID))
	}
	if len(s.statements) == 0 || len(s.words) == 0 || len(s.people) == 0 || len(s.outlets) == 0 {
		return nil, fmt.Errorf("the archive holds too little to measure")
	}
	return s, err
}

func (s *sample) of(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[s.rand.IntN(len(list))]
}

type viewBench struct {
	name  string
	limit float64
	path  func() string
}

func (s *sample) views() []viewBench {
	var out []viewBench
	at := func(name, format string, args ...func() string) {
		limit := float64(viewLimit)
		if strings.Contains(format, "prefix=1") {
			limit = typedLimit
		}
		out = append(out, viewBench{name, limit, func() string {
			escape := url.QueryEscape
			if !strings.Contains(format, "?") {
				escape = url.PathEscape
			}
			var a []any
			for _, f := range args {
				a = append(a, escape(f()))
			}
			return fmt.Sprintf(format, a...)
		}})
	}
	statement := func() string { return s.of(s.statements) }
	page := func() string { return s.of(s.pages) }
	word := func() string { return s.of(s.words) }
	common := func() string { return s.of(s.common) }
	begun := func() string { w := []rune(word()); return string(w[:(len(w)+1)/2]) }
	letter := func() string { return string([]rune(word())[:1]) }
	person := func() string { return string(s.people[s.rand.IntN(len(s.people))].ID) }
	busiest := func() string { return string(s.people[0].ID) }
	name := func() string { return s.people[s.rand.IntN(len(s.people))].Name }
	outlet := func() string { return s.outlets[s.rand.IntN(len(s.outlets))].Name }
	largest := func() string { return s.outlets[0].Name }
	sort := func() string { return s.of([]string{"", "newest", "oldest"}) }
	at("overview", "/")
	at("statements", "/statements?sort=%s", sort)
	at("statements, page 50", "/statements?page=50")
	at("search: any word", "/?q=%s&sort=%s", word, sort)
	at("search: very common word", "/?q=%s&sort=%s", common, sort)
	at("search: two common words", "/?q=%s+%s&sort=%s", common, common, sort)
	at("search: common, speaker", "/?q=%s&speaker=%s", common, name)
	at("search: common, outlet, dates", "/?q=%s&outlet=%s&from=2020&to=2030-06&sort=%s", common, outlet, sort)
	at("search: common, mode, conflicts", "/?q=%s&mode=indirect&only=conflict&sort=newest", common)
	at("search: pages, common word", "/?q=%s&in=pages&sort=%s", common, sort)
	at("as typed: half a word", "/?q=%s&prefix=1", begun)
	at("as typed: common word", "/?q=%s&prefix=1&sort=%s", common, sort)
	at("as typed: one letter", "/?q=%s&prefix=1", letter)
	at("as typed: second word", "/?q=%s+%s&prefix=1", common, begun)
	at("as typed: pages", "/?q=%s&in=pages&prefix=1", begun)
	at("people", "/people")
	at("people by name", "/people?name=%s", name)
	at("person", "/person/%s", person)
	at("person quoted most", "/person/%s", busiest)
	at("statement", "/statement/%s", statement)
	at("page", "/page/%s", page)
	at("page's versions", "/page/%s/versions", page)
	if len(s.linked) > 0 {
		at("statement told elsewhere", "/statement/%s", func() string { return s.of(s.linked) })
		at("report", "/statement/%s/report", func() string { return s.of(s.linked) })
	}
	if len(s.stories) > 0 {
		at("story", "/story/%s", func() string { return s.of(s.stories) })
	}
	at("pages", "/pages")
	at("stories", "/stories")
	at("conflicts", "/conflicts")
	at("outlets", "/outlets")
	at("outlet", "/outlet?name=%s", outlet)
	at("outlet with most pages", "/outlet?name=%s", largest)
	at("check a quote", "/check?quote=%s+%s+%s+%s+%s", word, common, word, common, word)
	at("feed", "/feed?q=%s", common)
	at("what could not be read", "/problems")
	at("api: statements", "/api/v1/statements?q=%s", common)
	at("api: facets", "/api/v1/facets/statements?q=%s", common)
	return out
}
