package reuse_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"sayso"
	"sayso/reuse"
	"sayso/spill"
	"sayso/store/sqlite"
)

// A generator is a pile of any size made from the sentences of some thousand
// real pages: half of the words of each are changed, so that it is new, and one
// document in five is a copy of an earlier one with cuts.
type generator struct {
	sentences  [][]string
	words      []string
	n          int
	statements int // of each document
}

func newGenerator(t testing.TB, n int) *generator {
	f, err := os.Open("../../shared/data/copies/kremlin_pages/docs.jsonl.gz")
	if err != nil {
		t.Skipf("no development data: %v", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	g := &generator{n: n, statements: 2}
	s := bufio.NewScanner(z)
	s.Buffer(nil, 16<<20)
	for s.Scan() && len(g.sentences) < 60_000 {
		var d struct{ Text string }
		if err := json.Unmarshal(s.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(d.Text) {
			for part := range strings.SplitSeq(line, ". ") {
				if ws := strings.Fields(part); len(ws) > 5 && len(ws) < 60 {
					g.sentences = append(g.sentences, ws)
					g.words = append(g.words, ws...)
				}
			}
		}
	}
	return g
}

func (g *generator) id(i int) sayso.DocumentID { return sayso.DocumentID(fmt.Sprintf("d%08d", i)) }

func (g *generator) text(i int) []string {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	if i%5 == 4 {
		src := g.text(i - 1 - r.IntN(4) - 5*r.IntN(1+min(i/5, 200)))
		var out []string
		for _, s := range src {
			if r.IntN(5) > 0 {
				out = append(out, s)
			}
		}
		return out
	}
	var out []string
	for size := 0; size < 1600; {
		ws := strings.Builder{}
		for k, w := range g.sentences[r.IntN(len(g.sentences))] {
			if k > 0 {
				ws.WriteByte(' ')
			}
			if r.IntN(2) == 0 {
				w = g.words[r.IntN(len(g.words))]
			}
			ws.WriteString(w)
		}
		ws.WriteByte('.')
		size += ws.Len()
		out = append(out, ws.String())
	}
	return out
}

func (g *generator) doc(i int) *sayso.Document {
	ss := g.text(i)
	d := &sayso.Document{ID: g.id(i), Source: sayso.Source{Path: string(g.id(i))}, Text: strings.Join(ss, " ")}
	r := sayso.NewRuler(d.Text)
	d.Blocks = []sayso.Block{{Kind: sayso.BlockBody, Start: 0, End: r.Len()}}
	at := 0
	for k, s := range ss {
		if k < g.statements {
			st := sayso.Statement{Content: []sayso.Span{r.Span(at, at+len(s))}, Polarity: sayso.Asserted}
			st.ID = sayso.NewStatementID(d.ID, &st)
			d.Statements = append(d.Statements, st)
		}
		at += len(s) + 1
	}
	return d
}

func (g *generator) Documents(context.Context) iter.Seq2[*sayso.Document, error] {
	return func(yield func(*sayso.Document, error) bool) {
		for i := range g.n {
			if !yield(g.doc(i), nil) {
				return
			}
		}
	}
}

func (g *generator) Document(_ context.Context, id sayso.DocumentID) (*sayso.Document, error) {
	i, err := strconv.Atoi(string(id[1:]))
	return g.doc(i), err
}

// TestGrowth prints time a document and peak memory for the pile sizes that
// SAYSO_GROWTH names, separated by commas. Making the documents is timed by
// itself and taken off.
func TestGrowth(t *testing.T) {
	sizes := os.Getenv("SAYSO_GROWTH")
	if sizes == "" {
		t.Skip("SAYSO_GROWTH is not set")
	}
	for s := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		g := newGenerator(t, n)
		if v := os.Getenv("SAYSO_STATEMENTS"); v != "" {
			g.statements, _ = strconv.Atoi(v)
		}
		start := cpu(t)
		for range g.Documents(t.Context()) {
		}
		making := cpu(t) - start
		var peak uint64
		stop := make(chan bool)
		go func() {
			var m runtime.MemStats
			for {
				select {
				case <-stop:
					return
				case <-time.After(200 * time.Millisecond):
					runtime.ReadMemStats(&m)
					peak = max(peak, m.Sys-m.HeapReleased)
				}
			}
		}()
		start = cpu(t)
		links := 0
		for _, err := range reuse.Links(t.Context(), g, reuse.Options{Shuffle: spill.New(t.TempDir(), 256<<20).Shuffle}) {
			if err != nil {
				t.Fatal(err)
			}
			links++
		}
		took := cpu(t) - start
		close(stop)
		t.Logf("%d documents: %d links in %v of processor time, %.0f µs a document, of which %.0f to make it once; peak %d MB", n, links, took.Round(time.Millisecond),
			float64(took.Microseconds())/float64(n), float64(making.Microseconds())/float64(n), peak>>20)
	}
}

// TestGrowthOfAdding prints what it costs to link 1,000 documents that are added
// to archives of the sizes that SAYSO_ADDING names, separated by commas, each
// size reached from the one before. Reading pages costs the same each time and
// is left out.
func TestGrowthOfAdding(t *testing.T) {
	sizes := os.Getenv("SAYSO_ADDING")
	if sizes == "" {
		t.Skip("SAYSO_ADDING is not set")
	}
	g := newGenerator(t, 0)
	if v := os.Getenv("SAYSO_STATEMENTS"); v != "" {
		g.statements, _ = strconv.Atoi(v)
	}
	path := filepath.Join(t.TempDir(), "a.db")
	store, err := sqlite.Open(t.Context(), path, sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	// grow adds documents up to n and links them.
	grow := func(n int) (keeping, linking time.Duration) {
		var batch []sayso.Entry
		for ; g.n < n; g.n++ {
			// Addresses are in no order, so that new documents come in between.
			d := g.doc(g.n)
			p := &sayso.Page{Bytes: []byte(d.Text), Source: d.Source}
			p.Source.SHA256 = sayso.Sum(p.Bytes)
			p.Source.Path = fmt.Sprintf("%08x", uint32(g.n)*2654435761)
			d.Source = p.Source
			batch = append(batch, sayso.Entry{Page: p, Document: d})
			if len(batch) == 500 || g.n == n-1 {
				start := cpu(t)
				if err := store.Add(t.Context(), batch); err != nil {
					t.Fatal(err)
				}
				keeping += cpu(t) - start
				batch = batch[:0]
			}
		}
		start := cpu(t)
		if err := reuse.Update(t.Context(), store, reuse.Options{Shuffle: spill.New(t.TempDir(), 256<<20).Shuffle}); err != nil {
			t.Fatal(err)
		}
		return keeping, cpu(t) - start
	}
	for s := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		if n > g.n {
			_, all := grow(n)
			t.Logf("to %d documents: linked in %v of processor time", n, all.Round(time.Millisecond))
		}
		keeping, linking := grow(g.n + 1000)
		c, err := store.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("1,000 more: kept in %v, linked in %v of processor time; now %+v, %d MB", keeping.Round(time.Millisecond), linking.Round(time.Millisecond), c, info.Size()>>20)
	}
}

// cpu is the processor time used so far.
func cpu(t testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Skip(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
