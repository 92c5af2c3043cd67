package serve_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"sayso"
	"sayso/serve"
)

// wire is an archive of n pages of which every tenth group of ten tells one
// agency report.
func wire(n int) *fake {
	var pages []*build
	for i := range n {
		b := begin(fmt.Sprintf("wire/%06d.txt", i), sayso.Maybe(fmt.Sprintf("Report %d", i/10)), sayso.Maybe(fmt.Sprintf("Outlet %d", i%40)), fmt.Sprintf("2024-%02d-%02d", i/10%12+1, i%28+1))
		for p := range 10 {
			b.block(sayso.BlockBody, fmt.Sprintf("The harbour board met again on day %d of its talks. Ada Quell said the lamp numbered %d in the row was out. Nobody on the quay had a ladder, and the rain went on into the evening.", p, i/10*10+p))
		}
		b.done()
		for p := range 10 {
			b.say(sayso.Statement{Mode: sayso.Indirect, Source: b.spans("Ada Quell"), Cue: b.spans("said"), Content: b.spans(fmt.Sprintf("the lamp numbered %d in the row was out", i/10*10+p)), Speaker: actor(fmt.Sprintf("Ada Quell %d", (i+p)%100), "", "")})
		}
		pages = append(pages, b)
	}
	f := archive(pages...)
	for i := 0; i+10 <= n; i += 10 {
		for a := i; a < i+10; a++ {
			for b := a + 1; b < i+10; b++ {
				x, y := pages[a], pages[b]
				f.links = append(f.links, sayso.Link{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(x.d.ID), B: string(y.d.ID), Share: 1, Confidence: 1,
					Passages:  []sayso.Passage{{A: x.at(x.d.Text), B: y.at(y.d.Text)}},
					Direction: &sayso.Direction{From: "a", Confidence: .9}})
				kind := sayso.LinkCopy
				if (a+b)%7 == 0 {
					kind = sayso.LinkConflict
				}
				f.links = append(f.links, sayso.Link{Kind: kind, Between: sayso.BetweenStatements, A: string(x.d.Statements[0].ID), B: string(y.d.Statements[0].ID), Confidence: 1})
			}
		}
	}
	return f
}

// BenchmarkViews opens each view of an archive of 1,000 pages and 10,000
// statements, or of as many pages as SAYSO_BENCH_PAGES says.
func BenchmarkViews(b *testing.B) {
	n := 1000
	if v, err := strconv.Atoi(os.Getenv("SAYSO_BENCH_PAGES")); err == nil && v >= 20 {
		n = v
	}
	f := wire(n)
	h := serve.New(kept(b, f), serve.Options{})
	d := f.docs[n/2]
	// With 100 speakers, each of which has a hundredth of the statements.
	for _, v := range [][2]string{
		{"overview", "/"}, {"list", "/statements"}, {"list-newest", "/statements?sort=newest"}, {"list-deep", "/statements?page=100"},
		{"search-rare", "/?q=numbered+" + strconv.Itoa(n/2/10*10)}, {"search-common", "/?q=lamp"}, {"search-common-newest", "/?q=lamp&sort=newest"}, {"search-typed", "/?q=lam&prefix=1"}, {"search-typed-letter", "/?q=l&prefix=1"},
		{"search-pages-common", "/?q=harbour&in=pages"}, {"narrowed", "/?q=lamp&outlet=Outlet+7&from=2024-03&to=2024-08&mode=indirect&sort=newest"}, {"narrowed-conflict", "/?only=conflict&sort=newest"},
		{"pages", "/pages"}, {"page", "/page/" + string(d.ID)}, {"statement", "/statement/" + string(d.Statements[0].ID)},
		{"compare", "/compare/" + string(d.ID) + "/" + string(f.docs[n/2+1].ID)}, {"check", "/check?quote=the+lamp+numbered+12+in+the+row+was+out"},
		{"people", "/people"}, {"person", "/person/known:ada-quell-7"}, {"stories", "/stories"}, {"story", "/story/" + string(d.ID)}, {"outlets", "/outlets"}, {"outlet", "/outlet?name=Outlet+7"},
		{"conflicts", "/conflicts"}, {"feed", "/feed?q=lamp"}, {"api-facets", "/api/v1/facets/statements?q=lamp"},
	} {
		b.Run(v[0], func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, "http://localhost"+v[1], nil)
				r.Header.Set("Accept-Encoding", "gzip")
				w := httptest.NewRecorder()
				start := time.Now()
				h.ServeHTTP(w, r)
				took = append(took, time.Since(start))
				if w.Code != http.StatusOK {
					b.Fatalf("status %d", w.Code)
				}
				b.ReportMetric(float64(w.Body.Len()), "bytes")
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}
