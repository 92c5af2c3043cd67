package export

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"iter"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sayso"
	"sayso/store/sqlite"
)

var ctx = context.Background()

// archive is a store with three pages, one of them hostile.
func archive(t *testing.T) sayso.Store {
	t.Helper()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "a.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	var entries []sayso.Entry
	for _, p := range []struct{ path, title, said string }{
		{"b.txt", "Dam to be finished", "It will be finished, \"God willing\", by winter."},
		{"a.txt", "=HYPERLINK(\"https://evil.example\")", "-1+1\ttab\nline\r\nback\\slash \\t, comma; “quotes”"},
		{"c.txt", "", "Ça va: 坝"},
	} {
		text := "Ilda Morrow said: " + p.said
		src := sayso.Source{Path: p.path, SHA256: sayso.Sum([]byte(text)), MediaType: "text/plain"}
		d := &sayso.Document{ID: sayso.NewDocumentID(&src), Source: src, Text: text, Title: sayso.Maybe(p.title)}
		r := sayso.NewRuler(text)
		name := r.Span(0, len("Ilda Morrow"))
		st := sayso.Statement{Mode: sayso.Direct, Source: []sayso.Span{name}, Cue: []sayso.Span{r.Span(12, 16)},
			Content: []sayso.Span{r.Span(18, len(text))}, Polarity: sayso.Asserted, Confidence: 0.5}
		st.ID = sayso.NewStatementID(d.ID, &st)
		if p.path == "b.txt" {
			st.Speaker = &sayso.Actor{Name: "Ilda Morrow", Kind: sayso.Person, Role: "Minister of Works", Why: "named"}
			st.SaidOn = &sayso.Date{Date: "2031-05", Precision: sayso.ByMonth, From: "text"}
			st.Via = []sayso.Via{{Name: "Radio Fen"}, {Name: "The Marsh Courier"}}
			d.Published = &sayso.Date{Date: "2031-05-04", Precision: sayso.ByDay}
			d.Outlet = "The Marsh Courier"
			d.Updated = &sayso.Date{Date: "2031-05-06", Precision: sayso.ByDay, From: "meta"}
			d.Canonical, d.Section, d.Tags = "https://marsh.example/dam", "Works", []string{"dam", "river"}
			d.Blocks = []sayso.Block{{Kind: sayso.BlockBody, End: r.Len(), As: sayso.Blockquote}}
		}
		d.Statements = []sayso.Statement{st}
		d.Mentions = []sayso.Mention{{Kind: "person", Name: "Ilda Morrow", Spans: []sayso.Span{name, name}}}
		entries = append(entries, sayso.Entry{Page: &sayso.Page{Source: src, Bytes: []byte(text)}, Document: d})
	}
	if err := s.Add(ctx, entries); err != nil {
		t.Fatal(err)
	}
	a, b := entries[0].Document, entries[2].Document
	links := []sayso.Link{{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(a.ID), B: string(b.ID), Confidence: 1, Share: 0.25,
		Passages:  []sayso.Passage{{A: a.Mentions[0].Spans[0], B: b.Mentions[0].Spans[0]}},
		Direction: &sayso.Direction{From: "a", Confidence: 0.5, Why: []string{"printed earlier", "longer"}}}}
	err = s.SetLinks(ctx, func(yield func(sayso.Link, error) bool) {
		for _, l := range links {
			if !yield(l, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func export(t *testing.T, s sayso.Store, w What, f Format, opt Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(ctx, &b, s, w, f, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDocumentLinesAreTheRecord(t *testing.T) {
	s := archive(t)
	var want bytes.Buffer
	for d, err := range s.Documents(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if err := sayso.WriteRecord(&want, d); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(want.String(), export(t, s, Documents, JSONL, Options{BOM: true})); d != "" {
		t.Error(d)
	}
}

func TestLines(t *testing.T) {
	s := archive(t)
	for what, fields := range map[What][]string{
		Statements: {"document", "path", "title", "outlet", "published", "id", "mode", "source", "cue", "content", "speaker", "addressee",
			"venue", "said_on", "via", "within", "act", "polarity", "edits", "confidence"},
		Mentions: {"document", "path", "title", "outlet", "published", "kind", "spans", "actor", "name"},
		Links:    {"kind", "between", "a", "b", "confidence", "share", "passages", "direction", "independent", "changes"},
	} {
		lines := strings.SplitAfter(export(t, s, what, JSONL, Options{}), "\n")
		n := map[What]int{Statements: 3, Mentions: 3, Links: 1}[what]
		if len(lines) != n+1 {
			t.Fatalf("%s: %d lines, want %d", what, len(lines)-1, n)
		}
		for _, line := range lines[:n] {
			var got map[string]any
			if err := json.Unmarshal([]byte(line), &got); err != nil {
				t.Fatal(err)
			}
			for _, f := range fields {
				if _, ok := got[f]; !ok {
					t.Errorf("%s: no %q in %s", what, f, line)
				}
				delete(got, f)
			}
			if len(got) > 0 {
				t.Errorf("%s: also has %v", what, got)
			}
			if strings.Contains(line, `"via":null`) || strings.Contains(line, `"edits":null`) || strings.Contains(line, `"changes":null`) {
				t.Errorf("%s: a list is null in %s", what, line)
			}
		}
	}
}

// cells reads a table back.
func cells(t *testing.T, table string, f Format) [][]string {
	t.Helper()
	if f == CSV {
		rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	var rows [][]string
	unescape := strings.NewReplacer(`\\`, "\\", `\t`, "\t", `\n`, "\n", `\r`, "\r")
	for line := range strings.Lines(table) {
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for i := range row {
			row[i] = unescape.Replace(row[i])
		}
		rows = append(rows, row)
	}
	return rows
}

func TestTables(t *testing.T) {
	s := archive(t)
	for _, f := range []Format{CSV, TSV} {
		for _, w := range Whats() {
			rows := cells(t, export(t, s, w, f, Options{}), f)
			want := map[What]int{Documents: 3, Statements: 3, Links: 1, Mentions: 3}[w]
			if len(rows) != want+1 {
				t.Fatalf("%s as %s: %d rows", w, f, len(rows))
			}
			for _, r := range rows {
				if len(r) != len(columns[w]) {
					t.Fatalf("%s as %s: a row of %d cells under %d columns", w, f, len(r), len(columns[w]))
				}
			}
			if d := cmp.Diff(columns[w], rows[0]); d != "" {
				t.Error(d)
			}
		}
		rows := cells(t, export(t, s, Documents, f, Options{}), f)
		if rows[0][0] != "id" || rows[0][1] != "path" {
			t.Errorf("documents begin with %v", rows[0][:2])
		}
		i := 0
		for d, err := range s.Documents(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			i++
			text := d.Text
			if f == CSV {
				text = strings.ReplaceAll(text, "\r\n", "\n") // as encoding/csv reads it
			}
			got := rows[i]
			if got[0] != string(d.ID) || got[1] != d.Source.Path || got[11] != string(d.Title) || got[len(got)-1] != text {
				t.Errorf("%s: got %q", f, got)
			}
		}
	}
	st := cells(t, export(t, s, Statements, TSV, Options{}), TSV)[2]
	row := map[string]string{}
	for i, name := range columns[Statements] {
		row[name] = st[i]
	}
	for name, want := range map[string]string{"path": "b.txt", "speaker": "Ilda Morrow", "speaker_role": "Minister of Works", "cue": "said",
		"content": "It will be finished, \"God willing\", by winter.", "content_spans": "18-64", "published": "2031-05-04", "said_on": "2031-05",
		"via": "Radio Fen; The Marsh Courier", "confidence": "0.5", "addressee": ""} {
		if row[name] != want {
			t.Errorf("%s: got %q, want %q", name, row[name], want)
		}
	}
	m := cells(t, export(t, s, Mentions, CSV, Options{}), CSV)[1]
	if d := cmp.Diff([]string{"person", "Ilda Morrow", "", "2", "0-11 0-11", "Ilda Morrow"}, m[5:]); d != "" {
		t.Error(d)
	}
	l := cells(t, export(t, s, Links, CSV, Options{}), CSV)[1]
	if d := cmp.Diff([]string{"1", "0.25", "a", "0.5", "printed earlier; longer", "false", "1", "0",
		`[{"a":{"start":0,"end":11,"text":"Ilda Morrow"},"b":{"start":0,"end":11,"text":"Ilda Morrow"},"changes":[]}]`, "[]"}, l[4:]); d != "" {
		t.Error(d)
	}
}

func TestForSpreadsheets(t *testing.T) {
	s := archive(t)
	plain := export(t, s, Statements, CSV, Options{})
	if strings.HasPrefix(plain, "\ufeff") || !strings.Contains(plain, ",\"=HYPERLINK") {
		t.Error("a plain table is not exact")
	}
	got := export(t, s, Statements, CSV, Options{BOM: true})
	if !strings.HasPrefix(got, "\ufeffid,") {
		t.Errorf("begins with %q", got[:10])
	}
	for i, r := range cells(t, strings.TrimPrefix(got, "\ufeff"), CSV) {
		for _, c := range r {
			if c != "" && strings.ContainsRune("=+-@", rune(c[0])) {
				t.Errorf("row %d has the formula %q", i, c)
			}
		}
	}
	if export(t, s, Statements, TSV, Options{BOM: true}) != export(t, s, Statements, TSV, Options{}) {
		t.Error("TSV took notice of BOM")
	}
}

// broken is a store whose second document is damaged.
type broken struct{ sayso.Store }

func (b broken) Documents(ctx context.Context) iter.Seq2[*sayso.Document, error] {
	return func(yield func(*sayso.Document, error) bool) {
		n := 0
		for d, err := range b.Store.Documents(ctx) {
			if n++; n == 2 {
				d, err = nil, sayso.Errorf(sayso.Damaged, "b.txt", "damaged")
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

func TestIncompleteIsAnError(t *testing.T) {
	s := archive(t)
	for _, w := range []What{Documents, Statements, Mentions} {
		for _, f := range Formats() {
			if err := Write(ctx, &bytes.Buffer{}, broken{s}, w, f, Options{}); sayso.KindOf(err) != sayso.Damaged {
				t.Errorf("%s as %s: got %v", w, f, err)
			}
		}
	}
	full := errors.New("no space")
	for _, w := range Whats() {
		for _, f := range Formats() {
			if err := Write(ctx, failing{full}, s, w, f, Options{}); !errors.Is(err, full) {
				t.Errorf("%s as %s: got %v", w, f, err)
			}
		}
	}
	if err := Write(ctx, &bytes.Buffer{}, s, "pages", JSONL, Options{}); err == nil {
		t.Error("exported pages")
	}
	if err := Write(ctx, &bytes.Buffer{}, s, Links, "xlsx", Options{}); err == nil {
		t.Error("exported as xlsx")
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestEmptyArchive(t *testing.T) {
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "a.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, w := range Whats() {
		if got := export(t, s, w, JSONL, Options{}); got != "" {
			t.Errorf("%s: %q", w, got)
		}
		if got := export(t, s, w, TSV, Options{}); strings.Count(got, "\n") != 1 {
			t.Errorf("%s: %q", w, got)
		}
	}
}
