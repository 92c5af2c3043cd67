package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"sayso"
)

func testEmpty(t *testing.T, s sayso.Store) {
	same(t, counts(t, s), sayso.Counts{})
	if got := collect(t, s.Documents(ctx)); got != nil {
		t.Errorf("documents: %v", got)
	}
	if got := collect(t, s.Links(ctx)); got != nil {
		t.Errorf("links: %v", got)
	}
	known, err := s.Known(ctx, nil)
	must(t, err)
	if len(known) != 0 {
		t.Errorf("known: %v", known)
	}
	must(t, s.Add(ctx, nil))
	must(t, s.Index(ctx))
	for _, what := range []sayso.What{sayso.Pages, sayso.Statements} {
		hits, more, err := s.Search(ctx, sayso.Query{What: what})
		must(t, err)
		if len(hits) != 0 || more {
			t.Errorf("%s: %v %v", what, hits, more)
		}
	}
}

func testAddAndRead(t *testing.T, s sayso.Store) {
	all := pages(5)
	must(t, s.Add(ctx, all))
	same(t, counts(t, s), sayso.Counts{Pages: 5, Statements: 10})
	same(t, collect(t, s.Documents(ctx)), documentsOf(all))
	for _, e := range all {
		d, err := s.Document(ctx, e.Document.ID)
		must(t, err)
		same(t, d, e.Document)
		p, err := s.Page(ctx, e.Document.ID)
		must(t, err)
		same(t, p, e.Page)
		for _, st := range e.Document.Statements {
			d, err := s.Statement(ctx, st.ID)
			must(t, err)
			same(t, d.ID, e.Document.ID)
		}
	}
	known, err := s.Known(ctx, []sayso.DocumentID{all[1].Document.ID, "d00000000000000000000", all[3].Document.ID})
	must(t, err)
	if !known[all[1].Document.ID] || !known[all[3].Document.ID] || known["d00000000000000000000"] {
		t.Errorf("known: %v", known)
	}
}

func testAddTwice(t *testing.T, s sayso.Store) {
	all := pages(6)
	must(t, s.Add(ctx, all[:4]))
	must(t, s.Add(ctx, all[2:]))
	must(t, s.Add(ctx, append(all[1:3:3], all[2])))
	same(t, counts(t, s), sayso.Counts{Pages: 6, Statements: 12})
	// What is kept stays, even where the same page is read differently.
	changed := *all[0].Document
	changed.Title = "Another reading"
	changed.Statements = nil
	must(t, s.Add(ctx, []sayso.Entry{{Page: all[0].Page, Document: &changed}}))
	same(t, counts(t, s), sayso.Counts{Pages: 6, Statements: 12})
	same(t, collect(t, s.Documents(ctx)), documentsOf(all))
	// Twice in one batch.
	twice := entry("twice.txt", "Twice", "")
	must(t, s.Add(ctx, []sayso.Entry{twice, twice}))
	same(t, counts(t, s).Pages, 7)
}

func testAddAllOrNone(t *testing.T, s sayso.Store) {
	all := pages(4)
	must(t, s.Add(ctx, all[:1]))
	bad := entry("bad.txt", "Bad", "", said{"Ilda Morrow", "Never."})
	bad.Page = &sayso.Page{Source: bad.Page.Source, Bytes: []byte("other bytes than the hash says")}
	if err := s.Add(ctx, append(slices.Clone(all[1:]), bad)); err == nil {
		t.Fatal("bytes that do not have their SHA-256 were kept")
	} else if strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is longer than a line: %q", err)
	}
	if err := s.Add(ctx, []sayso.Entry{all[1], {}}); err == nil {
		t.Fatal("an entry without page and document was kept")
	}
	same(t, counts(t, s), sayso.Counts{Pages: 1, Statements: 2})
	same(t, paths(t, s), []string{"news/0000.txt"})
	must(t, s.Add(ctx, all[1:]))
	same(t, collect(t, s.Documents(ctx)), documentsOf(all))
}

func testAddCancelled(t *testing.T, s sayso.Store) {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Add(ctx, pages(3)); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	same(t, counts(t, s), sayso.Counts{})
	must(t, s.Add(context.Background(), pages(3)))
	same(t, counts(t, s).Pages, 3)
}

// Pages with the same bytes at different places are different documents.
func testOneBodyManyPages(t *testing.T, s sayso.Store) {
	var all []sayso.Entry
	const n = 24
	for i := range n {
		e := entry("same.warc", "One body", "", said{"Ilda Morrow", "As I said before."})
		src := e.Page.Source
		src.URL = "https://courier.example/dam"
		src.CapturedAt = sayso.Maybe(fmt.Sprintf("2031-05-%02dT10:00:00Z", n-i))
		if i >= n/2 {
			src.WARC = &sayso.WARCRef{RecordID: fmt.Sprintf("<urn:uuid:%d>", i), Offset: int64(1000 - i), Revisit: i == n-1}
		}
		d := *e.Document
		d.Source, d.ID = src, sayso.NewDocumentID(&src)
		d.Statements = slices.Clone(d.Statements)
		d.Statements[0].ID = sayso.NewStatementID(d.ID, &d.Statements[0])
		all = append(all, sayso.Entry{Page: &sayso.Page{Source: src, Bytes: e.Page.Bytes}, Document: &d})
	}
	want := documentsOf(append(reversed(all[:n/2]), reversed(all[n/2:])...)) // by time of capture; by offset
	in := map[sayso.DocumentID]bool{}
	for _, e := range all {
		must(t, s.Add(ctx, []sayso.Entry{e}))
		must(t, s.Index(ctx))
		in[e.Document.ID] = true
		var now, found []sayso.DocumentID
		for _, d := range want {
			if in[d.ID] {
				now = append(now, d.ID)
			}
		}
		hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Words: "before"})
		must(t, err)
		for _, h := range hits {
			found = append(found, h.Document)
		}
		same(t, found, now)
	}
	same(t, counts(t, s), sayso.Counts{Pages: n, Statements: n})
	same(t, collect(t, s.Documents(ctx)), want)
	for _, e := range all {
		p, err := s.Page(ctx, e.Document.ID)
		must(t, err)
		same(t, p, e.Page)
	}
}

func testOrder(t *testing.T, s sayso.Store) {
	names := []string{"b/2.txt", "a/1.txt", "B/1.txt", "a/10.txt", "a/2.txt", "a.txt", "ä.txt", "z.txt", "a/1.txt.gz"}
	for i, n := range names {
		must(t, s.Add(ctx, []sayso.Entry{entry(n, fmt.Sprint("Title ", i), "")}))
	}
	want := slices.Sorted(slices.Values(names)) // by bytes
	same(t, paths(t, s), want)
	// More than any batch a store may read at a time.
	var many []sayso.Entry
	for i := range 1500 {
		e := entry(fmt.Sprintf("many/%05d.txt", i*7919%1500), fmt.Sprint(i), "")
		many = append(many, e)
		want = append(want, e.Page.Source.Path)
	}
	for part := range slices.Chunk(many, 64) {
		must(t, s.Add(ctx, part))
	}
	slices.Sort(want)
	same(t, paths(t, s), want)
}

func testNotFound(t *testing.T, s sayso.Store) {
	must(t, s.Add(ctx, pages(1)))
	for _, id := range []string{"", "d00000000000000000000", "' OR 1=1 --", "%"} {
		_, err := s.Document(ctx, sayso.DocumentID(id))
		wantKind(t, err, sayso.NotFound)
		_, err = s.Page(ctx, sayso.DocumentID(id))
		wantKind(t, err, sayso.NotFound)
		_, err = s.Statement(ctx, sayso.StatementID(id))
		wantKind(t, err, sayso.NotFound)
		links, err := s.LinksOf(ctx, id)
		must(t, err)
		if len(links) != 0 {
			t.Errorf("links of %q: %v", id, links)
		}
	}
}

func testStopEarly(t *testing.T, s sayso.Store) {
	must(t, s.Add(ctx, pages(20)))
	for range 50 { // more often than a store has connections
		for range s.Documents(ctx) {
			break
		}
		// A reader may use the store for each document.
		for d, err := range s.Documents(ctx) {
			must(t, err)
			_, err := s.Page(ctx, d.ID)
			must(t, err)
			break
		}
	}
	cancelled, cancel := context.WithCancel(ctx)
	n := 0
	for _, err := range s.Documents(cancelled) {
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v", err)
			}
			break
		}
		n++
		cancel()
	}
	if n == 20 {
		t.Error("all documents came after the context was cancelled")
	}
	cancel()
}

func testHostileStrings(t *testing.T, s sayso.Store) {
	long := strings.Repeat("longword", 1<<17)
	var all []sayso.Entry
	for i, h := range []string{
		`'; DROP TABLE document; --`, `" OR 1=1`, "nul\x00byte", "tab\tand\nnewline\r\n", "100% _under_",
		"\u202eright to left", "emoji 🜚", "<script>alert(1)</script>", `back\slash`, "NEAR(a b)", "a AND NOT b*", "{words} : x",
		"\ufeffmark", "e\u0301 é", long, "", " ",
	} {
		e := entry(fmt.Sprintf("%02d%.200s", i, h), h, h, said{h, h + " indeed"})
		e.Document.Byline = sayso.Maybe(h)
		all = append(all, e)
	}
	must(t, s.Add(ctx, all))
	must(t, s.Index(ctx))
	same(t, collect(t, s.Documents(ctx)), documentsOf(all))
	for _, e := range all {
		p, err := s.Page(ctx, e.Document.ID)
		must(t, err)
		if !bytes.Equal(p.Bytes, e.Page.Bytes) || p.Source != e.Page.Source {
			t.Errorf("page %q came back changed", e.Page.Source.Path)
		}
		hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Outlet: string(e.Document.Outlet)})
		must(t, err)
		if e.Document.Outlet == "" {
			continue // no condition
		}
		if len(hits) != 1 || hits[0].Outlet != string(e.Document.Outlet) || hits[0].Path != e.Page.Source.Path ||
			hits[0].Content != e.Document.Statements[0].Content[0].Text {
			t.Errorf("outlet %.50q: got %d hits", e.Document.Outlet, len(hits))
		}
	}
	binary := []byte{0, 255, 254, 0x80, 10, 13}
	src := sayso.Source{Path: "binary", SHA256: sayso.Sum(binary), MediaType: "text/plain"}
	d := &sayso.Document{ID: sayso.NewDocumentID(&src), Source: src, Text: "��"}
	must(t, s.Add(ctx, []sayso.Entry{{Page: &sayso.Page{Source: src, Bytes: binary}, Document: d}}))
	p, err := s.Page(ctx, d.ID)
	must(t, err)
	same(t, p.Bytes, binary)
}

// What is kept does not depend on the order in which it came.
func testAnyOrderOfAdding(t *testing.T, open func(*testing.T) sayso.Store) {
	all := pages(90)
	for i := range all { // some without links, some outlets
		all[i].Document.Outlet = sayso.Maybe([]string{"The Marsh Courier", "", "Radio Fen"}[i%3])
	}
	var first string
	for round := range 3 {
		s := open(t)
		r := rand.New(rand.NewPCG(1, uint64(round)))
		shuffled := slices.Clone(all)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for part := range slices.Chunk(shuffled, 1+round*13) {
			must(t, s.Add(ctx, part))
			if round > 0 {
				must(t, s.Index(ctx))
			}
		}
		must(t, s.Index(ctx))
		must(t, s.SetLinks(ctx, seqOf(someLinks(all))))
		got := dump(t, s)
		if round == 0 {
			first = got
		} else if got != first {
			t.Errorf("round %d: another archive than in round 0", round)
		}
	}
}

// dump is all that one can get out of a store.
func dump(t *testing.T, s sayso.Store) string {
	t.Helper()
	var b bytes.Buffer
	for _, d := range collect(t, s.Documents(ctx)) {
		must(t, sayso.WriteRecord(&b, d))
		p, err := s.Page(ctx, d.ID)
		must(t, err)
		fmt.Fprintf(&b, "%+v %q\n", p.Source, p.Bytes)
	}
	for _, l := range collect(t, s.Links(ctx)) {
		must(t, sayso.WriteRecord(&b, &l))
	}
	for _, q := range []sayso.Query{
		{What: sayso.Pages}, {What: sayso.Statements, Limit: 1000}, {What: sayso.Statements, Words: "the", Limit: 70, Offset: 30},
		{What: sayso.Statements, Speaker: "Vance", Outlet: "Radio Fen"}, {What: sayso.Pages, Words: "report number"},
	} {
		hits, more, err := s.Search(ctx, q)
		must(t, err)
		fmt.Fprintf(&b, "%+v %v\n", hits, more)
	}
	fmt.Fprintf(&b, "%+v\n", counts(t, s))
	return b.String()
}

func testReadersWhileWriting(t *testing.T, s sayso.Store) {
	all := pages(400)
	const batch = 40
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				c, err := s.Counts(ctx)
				if err != nil {
					t.Error(err)
					return
				}
				if c.Pages%batch != 0 || c.Statements != 2*c.Pages {
					t.Errorf("half a batch is visible: %+v", c)
					return
				}
				n := 0
				last := ""
				for d, err := range s.Documents(ctx) {
					if err != nil {
						t.Error(err)
						return
					}
					if d.Source.Path <= last {
						t.Errorf("%q after %q", d.Source.Path, last)
					}
					last = d.Source.Path
					n++
				}
				if n < c.Pages {
					t.Errorf("%d documents, %d a moment before", n, c.Pages)
				}
				if _, _, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Words: "dam"}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for part := range slices.Chunk(all, batch) {
		must(t, s.Add(ctx, part))
		must(t, s.Index(ctx))
	}
	close(done)
	wg.Wait()
	same(t, len(collect(t, s.Documents(ctx))), len(all))
}

func testManyWriters(t *testing.T, s sayso.Store) {
	all := pages(200)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 20 { // overlapping with the others
				part := all[(w*40+i*3)%150:][:10]
				if err := s.Add(ctx, part); err != nil {
					t.Error(err)
					return
				}
				if err := s.Index(ctx); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	must(t, s.Add(ctx, all))
	must(t, s.Index(ctx))
	same(t, collect(t, s.Documents(ctx)), documentsOf(all))
	hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Pages, Limit: 1000})
	must(t, err)
	same(t, len(hits), len(all))
}
