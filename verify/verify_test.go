package verify

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sayso"
	"sayso/store/sqlite"
)

var ctx = context.Background()

// read reads pages of the sort that write makes: "NAME said: WORDS".
func read(p *sayso.Page) (*sayso.Document, error) {
	text := strings.ToValidUTF8(string(p.Bytes), "\ufffd")
	d := &sayso.Document{ID: sayso.NewDocumentID(&p.Source), Source: p.Source, Text: text}
	r := sayso.NewRuler(text)
	d.Blocks = []sayso.Block{{Kind: sayso.BlockBody, Start: 0, End: r.Len()}}
	name, said, ok := strings.Cut(text, " said: ")
	if !ok {
		return nil, sayso.Errorf(sayso.Unreadable, p.Source.Path, "nobody says anything")
	}
	who := r.Span(0, len(name))
	st := sayso.Statement{Mode: sayso.Direct, Source: []sayso.Span{who}, Cue: []sayso.Span{r.Span(len(name)+1, len(name)+5)},
		Content: []sayso.Span{r.Span(len(text)-len(said), len(text))}, Polarity: sayso.Asserted,
		Speaker: &sayso.Actor{Name: name, Kind: sayso.Person, Spans: []sayso.Span{who}}}
	st.ID = sayso.NewStatementID(d.ID, &st)
	d.Statements = []sayso.Statement{st}
	d.Mentions = []sayso.Mention{{Kind: "person", Spans: []sayso.Span{who}, Name: name}}
	d.Published = &sayso.Date{Date: "2031", Precision: sayso.ByYear, Span: &who}
	return d, nil
}

const spansInPage = 6

// pages makes up n pages in a folder.
func pages(t *testing.T, n int) []sayso.Entry {
	t.Helper()
	dir := t.TempDir()
	var out []sayso.Entry
	for i := range n {
		b := []byte(fmt.Sprintf("Şükran Işık said: “It is the %dth time.” 坝", i))
		path := filepath.Join(dir, fmt.Sprintf("p%03d.txt", i))
		if err := os.WriteFile(path, b, 0o666); err != nil {
			t.Fatal(err)
		}
		p := &sayso.Page{Source: sayso.Source{Path: path, SHA256: sayso.Sum(b), MediaType: "text/plain"}, Bytes: b}
		d, err := read(p)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, sayso.Entry{Page: p, Document: d})
	}
	return out
}

func archive(t *testing.T, entries []sayso.Entry) (*sqlite.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	s, err := sqlite.Open(ctx, path, sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.Add(ctx, entries); err != nil {
		t.Fatal(err)
	}
	return s, path
}

func check(t *testing.T, s sayso.Store, workers int) (Summary, []Finding) {
	t.Helper()
	var found []Finding
	sum, err := Archive(ctx, s, read, Options{Workers: workers}, func(f Finding) { found = append(found, f) })
	if err != nil {
		t.Fatal(err)
	}
	if sum.Findings != len(found) || sum.Failed() != (len(found) > 0) {
		t.Errorf("%d findings, but the summary is %v", len(found), sum)
	}
	for _, f := range found {
		if strings.Contains(f.String(), "\n") {
			t.Errorf("longer than a line: %s", f)
		}
	}
	return sum, found
}

func links(list ...sayso.Link) func(func(sayso.Link, error) bool) {
	return func(yield func(sayso.Link, error) bool) {
		for _, l := range list {
			if !yield(l, nil) {
				return
			}
		}
	}
}

func TestSoundArchive(t *testing.T) {
	all := pages(t, 50)
	s, _ := archive(t, all)
	a, b := all[3].Document, all[9].Document
	err := s.SetLinks(ctx, links(
		sayso.Link{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(a.ID), B: string(b.ID),
			Passages: []sayso.Passage{{A: a.Statements[0].Content[0], B: b.Statements[0].Content[0],
				Changes: []sayso.Change{{Op: sayso.Replace, A: &a.Statements[0].Cue[0], B: &b.Statements[0].Cue[0]}}}}},
		sayso.Link{Kind: sayso.LinkSame, Between: sayso.BetweenStatements, A: string(b.Statements[0].ID), B: string(a.Statements[0].ID),
			Changes: []sayso.Change{{Op: sayso.Insert, B: &a.Statements[0].Content[0]}}}))
	if err != nil {
		t.Fatal(err)
	}
	sum, found := check(t, s, 3)
	if want := (Summary{Pages: 50, Spans: 50*spansInPage + 5, Links: 2}); sum != want {
		t.Errorf("got %+v, want %+v; %v", sum, want, found)
	}
	if got := sum.String(); got != "checked 50 pages, 305 spans, 2 links: all hold" {
		t.Error(got)
	}
}

// Each way in which a record can be wrong is found and named.
func TestWrongRecords(t *testing.T) {
	for _, c := range []struct {
		name   string
		spoil  func(*sayso.Document)
		where  string
		saying string
	}{
		{"other words", func(d *sayso.Document) { d.Statements[0].Content[0].Text = "It was not." }, "statements[0].content[0]", "not \"It was not.\""},
		{"shifted", func(d *sayso.Document) { d.Mentions[0].Spans[0].Start++ }, "mentions[0].spans[0]", "at 1-11"},
		{"outside", func(d *sayso.Document) { d.Published.Span = &sayso.Span{Start: 5, End: 5000, Text: "x"} }, "published.span", "outside the text"},
		{"backwards", func(d *sayso.Document) { d.Published.Span = &sayso.Span{Start: 5, End: 4} }, "published.span", "outside the text"},
		{"negative", func(d *sayso.Document) { d.Statements[0].Speaker.Spans[0].Start = -1 }, "statements[0].speaker.spans[0]", "outside the text"},
		{"venue", func(d *sayso.Document) {
			d.Statements[0].Venue = &sayso.Venue{What: "interview", Span: &sayso.Span{Start: 0, End: 1, Text: "x"}}
		}, "statements[0].venue.span", "not \"x\""},
		{"addressee", func(d *sayso.Document) { d.Statements[0].Addressee = &sayso.Actor{Spans: []sayso.Span{{Text: "x"}}} },
			"statements[0].addressee.spans[0]", ""},
		{"via", func(d *sayso.Document) {
			d.Statements[0].Via = []sayso.Via{{}, {Span: &sayso.Span{Start: 1, End: 2, Text: "?"}}}
		}, "statements[0].via[1].span", ""},
		{"edit", func(d *sayso.Document) {
			d.Statements[0].Edits = []sayso.Edit{{Span: sayso.Span{Start: 1, End: 2, Text: "?"}}}
		},
			"statements[0].edits[0].span", ""},
		{"dateline", func(d *sayso.Document) { d.Dateline = &sayso.Dateline{Span: &sayso.Span{Start: 1, End: 2, Text: "?"}} }, "dateline.span", ""},
		{"credit", func(d *sayso.Document) { d.Credits = []sayso.Credit{{Span: &sayso.Span{Start: 1, End: 2, Text: "?"}}} }, "credits[0].span", ""},
		{"block outside", func(d *sayso.Document) { d.Blocks[0].End += 10 }, "blocks[0]", "outside the text"},
		{"block short", func(d *sayso.Document) { d.Blocks[0].End -= 2 }, "blocks", "no block holds"},
		{"block late", func(d *sayso.Document) { d.Blocks[0].Start = 3 }, "blocks[0]", "\"Şük\""},
		{"blocks overlap", func(d *sayso.Document) { d.Blocks = append(d.Blocks, d.Blocks[0]) }, "blocks[1]", "before the end"},
		{"no blocks", func(d *sayso.Document) { d.Blocks = nil }, "blocks", "no block holds"},
		{"another text", func(d *sayso.Document) { d.Text = strings.Replace(d.Text, "time", "tile", 1) }, "text", "from code point"},
		{"statement id", func(d *sayso.Document) { d.Statements[0].ID = "s00000000000000000000" }, "statements[0].id", "the spans make it"},
		{"within", func(d *sayso.Document) { d.Statements[0].Within = "s00000000000000000000" }, "statements[0].within", "no statement"},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := pages(t, 3)
			c.spoil(all[1].Document)
			s, _ := archive(t, all)
			sum, found := check(t, s, 2)
			i := slices.IndexFunc(found, func(f Finding) bool { return f.Where == c.where && strings.Contains(f.What, c.saying) })
			if i < 0 {
				t.Fatalf("not found: %v", found)
			}
			for _, f := range found {
				if f.Path != all[1].Page.Source.Path || f.Document != all[1].Document.ID {
					t.Errorf("names another page: %v", f)
				}
			}
			if sum.Failing != 1 || sum.Pages != 3 {
				t.Errorf("%+v", sum)
			}
		})
	}
}

func TestWrongLinks(t *testing.T) {
	all := pages(t, 3)
	s, _ := archive(t, all)
	a, b := all[0].Document, all[1].Document
	good, bad := a.Statements[0].Content[0], b.Statements[0].Content[0] // differ in a digit
	err := s.SetLinks(ctx, links(
		sayso.Link{Between: sayso.BetweenDocuments, A: string(a.ID), B: string(b.ID), Passages: []sayso.Passage{{A: good, B: good}}},
		sayso.Link{Between: sayso.BetweenDocuments, A: string(a.ID), B: string(a.ID), Passages: []sayso.Passage{{A: good, B: good,
			Changes: []sayso.Change{{A: &bad}}}}},
		sayso.Link{Between: sayso.BetweenStatements, A: string(a.Statements[0].ID), B: string(b.Statements[0].ID), Changes: []sayso.Change{{A: &bad, B: &bad}}},
	))
	if err != nil {
		t.Fatal(err)
	}
	sum, found := check(t, s, 1)
	var got []string
	for _, f := range found {
		_, where, _ := strings.Cut(f.Where, ", ")
		got = append(got, where)
		if f.Path != all[0].Page.Source.Path {
			t.Errorf("names another page: %v", f)
		}
	}
	want := []string{"passages[0].changes[0].a", "passages[0].b", "changes[0].a"}
	if !slices.Equal(got, want) || sum.Links != 3 {
		t.Errorf("got %v, %v; want %v", got, sum, want)
	}
}

// A byte of a stored page that changes is found, wherever it is, and the page
// is named.
func TestChangedByte(t *testing.T) {
	all := pages(t, 4)
	s, path := archive(t, all)
	s.Close()
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	target := all[2]
	var page, record []byte
	err = db.QueryRow(`SELECT p.data, r.data FROM document d JOIN page p USING (sha256) JOIN record r ON r.document = d.seq WHERE d.path = ?`,
		target.Page.Source.Path).Scan(&page, &record)
	db.Close()
	if err != nil {
		t.Fatal(err)
	}
	for _, blob := range [][]byte{page, record} {
		at := bytes.Index(sound, blob)
		if at < 0 {
			t.Fatal("the stored bytes are not in one piece")
		}
		step := max(1, len(blob)/30)
		for i := 0; i < len(blob); i += step {
			spoilt := bytes.Clone(sound)
			spoilt[at+i] ^= 1 << (i % 8)
			copied := filepath.Join(t.TempDir(), "spoilt.db")
			if err := os.WriteFile(copied, spoilt, 0o666); err != nil {
				t.Fatal(err)
			}
			s, err := sqlite.Open(ctx, copied, sqlite.Options{ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			sum, found := check(t, s, 2)
			s.Close()
			if len(found) == 0 || sum.Failing != 1 || sum.Pages != 4 {
				t.Errorf("byte %d: %+v %v", i, sum, found)
			}
			for _, f := range found {
				if f.Path != target.Page.Source.Path {
					t.Errorf("byte %d: names another page: %v", i, f)
				}
			}
		}
	}
}

func reopen(s *sayso.Source) (*sayso.Page, error) {
	b, err := os.ReadFile(s.Path)
	if err != nil {
		return nil, sayso.Errorf(sayso.Unreadable, s.Path, "cannot be opened")
	}
	return &sayso.Page{Source: *s, Bytes: b}, nil
}

func records(t *testing.T, entries []sayso.Entry) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	for _, e := range entries {
		if err := sayso.WriteRecord(&b, e.Document); err != nil {
			t.Fatal(err)
		}
	}
	return &b
}

func TestRecords(t *testing.T) {
	all := pages(t, 20)
	whole := records(t, all).String()
	run := func(in string) (Summary, []Finding) {
		t.Helper()
		var found []Finding
		sum, err := Records(ctx, strings.NewReader(in), reopen, read, Options{}, func(f Finding) { found = append(found, f) })
		if err != nil {
			t.Fatal(err)
		}
		return sum, found
	}
	for name, in := range map[string]string{"as it is": whole, "no last newline": strings.TrimSuffix(whole, "\n"),
		"blank lines": strings.ReplaceAll(whole, "\n", "\r\n\n"), "mark": "\ufeff" + whole} {
		sum, found := run(in)
		if want := (Summary{Pages: 20, Spans: 20 * spansInPage}); sum != want {
			t.Errorf("%s: got %+v %v", name, sum, found)
		}
	}
	if sum, _ := run(""); sum.Failed() || sum.Pages != 0 {
		t.Errorf("nothing: %+v", sum)
	}
	// A file changed, one is gone, one line is cut off, one is no record.
	if err := os.WriteFile(all[4].Page.Source.Path, []byte("Ilda Morrow said: nothing"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(all[6].Page.Source.Path); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(whole, "\n")
	lines[8] = "{\"kind\":\"copy\"}\n"
	lines[19] = lines[19][:40]
	sum, found := run(strings.Join(lines, ""))
	var at []int
	for _, f := range found {
		at = append(at, f.Line)
	}
	if !slices.Equal(at, []int{5, 7, 9, 20}) || sum.Pages != 20 || sum.Failing != 4 {
		t.Errorf("%+v %v", sum, found)
	}
	if found[0].Path != all[4].Page.Source.Path || found[1].Path != all[6].Page.Source.Path {
		t.Errorf("%v", found)
	}
	if got := found[1].String(); got != "line 7: "+all[6].Page.Source.Path+": cannot be opened" {
		t.Error(got)
	}
}

// The findings come in the same order with any number of workers.
func TestAnyNumberOfWorkers(t *testing.T) {
	all := pages(t, 60)
	for i := range all {
		if i%3 == 0 {
			all[i].Document.Mentions[0].Spans[0].Text = "x"
		}
	}
	s, _ := archive(t, all)
	sum, want := check(t, s, 1)
	if len(want) != 20 {
		t.Fatalf("%+v", sum)
	}
	for workers := 2; workers < 20; workers += 5 {
		if _, got := check(t, s, workers); !slices.Equal(got, want) {
			t.Errorf("%d workers: another list", workers)
		}
	}
}

func TestErrorsEndTheCheck(t *testing.T) {
	s, _ := archive(t, pages(t, 30))
	cancelled, cancel := context.WithCancel(ctx)
	_, err := Archive(cancelled, s, read, Options{Workers: 2, Progress: func(n int) {
		if n == 3 {
			cancel()
		}
	}}, func(Finding) {})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	_, err = Archive(ctx, s, func(*sayso.Page) (*sayso.Document, error) {
		return nil, sayso.Errorf(sayso.Unreadable, "x", "not today")
	}, Options{}, func(Finding) {})
	if err != nil { // said of the page
		t.Error(err)
	}
	broken := errors.New("broken pipe")
	_, err = Records(ctx, io.MultiReader(records(t, pages(t, 3)), failing{broken}), reopen, read, Options{}, func(Finding) {})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestFaultOfTheReader(t *testing.T) {
	s, _ := archive(t, pages(t, 3))
	n := 0
	sum, err := Archive(ctx, s, func(p *sayso.Page) (*sayso.Document, error) {
		if n++; n == 2 {
			panic("index out of range\n[1]")
		}
		return read(p)
	}, Options{Workers: 1}, func(f Finding) {
		if got := f.String(); !strings.Contains(got, "p001.txt: the page cannot be read again: a fault") || strings.Contains(got, "\n") {
			t.Error(got)
		}
	})
	if err != nil || sum.Pages != 3 || sum.Findings != 1 {
		t.Errorf("%+v, %v", sum, err)
	}
}

func TestMissingPages(t *testing.T) {
	s, path := archive(t, pages(t, 3))
	s.Close()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("DELETE FROM document WHERE path LIKE '%p001.txt'"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	s, err = sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if sum, found := check(t, s, 1); len(found) != 1 || !strings.Contains(found[0].What, "only 2 are there") {
		t.Errorf("%+v %v", sum, found)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func FuzzRecords(f *testing.F) {
	f.Add([]byte("{\"id\":\"d\",\"source\":{\"sha256\":\"0\"}}\n"))
	f.Add([]byte("{\"id\":\"d\",\"source\":{\"sha256\":\"0\"},\"text\":\"a\",\"blocks\":[{\"start\":-1,\"end\":9}],\"mentions\":[{\"spans\":[{\"start\":9,\"end\":-9}]}]}"))
	f.Add([]byte("\n[]\nnull\n{"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := Records(ctx, bytes.NewReader(b), func(s *sayso.Source) (*sayso.Page, error) { return &sayso.Page{Source: *s}, nil }, read,
			Options{Workers: 1}, func(f Finding) { _ = f.String() })
		if err != nil {
			t.Fatal(err)
		}
	})
}
