package serve_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sayso"
	"sayso/serve"
)

// weightLimit is how many bytes a view may have on its way to the browser.
const weightLimit = 150_000

// TestPageWeight opens what is heaviest: a page of many long paragraphs, each
// with a statement, and lists and facets that are full.
func TestPageWeight(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		b := make([]byte, 3+rnd.IntN(7))
		for i := range b {
			b[i] = "etaoinshrdlucmfwyp"[rnd.IntN(18)]
		}
		return string(b)
	}
	words := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = word()
		}
		return strings.Join(out, " ")
	}
	var pages []*build
	for i := range 40 {
		b := begin(fmt.Sprintf("heavy/%02d.html", i), sayso.Maybe(words(12)), sayso.Maybe(words(3)), fmt.Sprintf("20%02d-%02d-03", i%20, i%12+1))
		n := 20
		if i == 0 {
			n = 500
		}
		var said []string
		for range n {
			said = append(said, words(30))
			b.block(sayso.BlockBody, words(20)+" "+said[len(said)-1]+" "+words(8))
		}
		b.done()
		for _, s := range said {
			b.say(sayso.Statement{Mode: sayso.Direct, Content: b.spans(s), Speaker: actor(words(2), words(4), "")})
		}
		pages = append(pages, b)
	}
	f := archive(pages...)
	h := serve.New(kept(t, f), everything(serve.Options{}))
	for _, v := range views(f) {
		path, _, _ := strings.Cut(v[1], "#")
		r := httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if n := w.Body.Len(); n > weightLimit {
			t.Errorf("%s has %d bytes", v[0], n)
		} else if n > weightLimit/2 {
			t.Logf("%s has %d bytes", v[0], n)
		}
		if n := w.Body.Len(); n > 2000 && w.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s goes out as it is", v[0])
		}
	}
}
