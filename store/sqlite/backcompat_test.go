package sqlite

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"sayso"
)

var update = flag.Bool("update", false, "write the archive of this version into testdata/backcompat, to be kept with its release")

// TestOldArchives opens an archive of every version there has been, as it was
// written, and finds all in it that was put in. The record may have gained
// fields since; none may be lost or different.
//
// A new schema adds a file; the old ones are never written again.
func TestOldArchives(t *testing.T) {
	if *update {
		writeOldArchive(t)
	}
	archives, err := filepath.Glob("testdata/backcompat/*.db.zst")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives to open", err)
	}
	newest := fmt.Sprintf("testdata/backcompat/v%d.db.zst", schema)
	if _, err := os.Stat(newest); err != nil {
		t.Errorf("there is no archive of this version: go test ./store/sqlite -run TestOldArchives -update")
	}
	for _, a := range archives {
		name := strings.TrimSuffix(a, ".db.zst")
		t.Run(filepath.Base(name), func(t *testing.T) {
			packed, err := os.ReadFile(a)
			if err != nil {
				t.Fatal(err)
			}
			db, err := decoder.DecodeAll(packed, nil)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "old.db")
			if err := os.WriteFile(path, db, 0o666); err != nil {
				t.Fatal(err)
			}
			testOldArchive(t, open(t, path, Options{}), name)
		})
	}
}

func testOldArchive(t *testing.T, s *Store, name string) {
	ctx := context.Background()
	want := func(file string) []any {
		t.Helper()
		b, err := os.ReadFile(name + file)
		if err != nil {
			t.Fatal(err)
		}
		return parse(t, b)
	}
	documents, links := dumpLines(t, s)
	for file, got := range map[string][]byte{".documents.jsonl": documents, ".links.jsonl": links} {
		old, now := want(file), parse(t, got)
		if len(old) != len(now) {
			t.Fatalf("%s: %d lines, not %d", file, len(now), len(old))
		}
		for i := range old {
			if lost := missing(old[i], now[i], ""); lost != "" {
				t.Errorf("%s, line %d: %s is lost or different", file, i+1, lost)
			}
		}
	}
	for d, err := range s.Documents(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.Page(ctx, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		if string(p.Bytes) != d.Text {
			t.Errorf("%s: other bytes", d.Source.Path)
		}
		if sayso.NewDocumentID(&p.Source) != d.ID || sayso.NewDocumentID(&d.Source) != d.ID {
			t.Errorf("%s: another id", d.Source.Path)
		}
		for i := range d.Statements {
			if sayso.NewStatementID(d.ID, &d.Statements[i]) != d.Statements[i].ID {
				t.Errorf("%s: another id of statement %d", d.Source.Path, i)
			}
		}
	}
	if c, err := s.Counts(ctx); err != nil || c != (sayso.Counts{Pages: 3, Statements: 3, Links: 2, Problems: 1}) {
		t.Errorf("%+v, %v", c, err)
	}
	if linked, err := s.Linked(ctx); err != nil || !linked {
		t.Errorf("not linked, %v", err)
	}
	hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Words: "bridge", Speaker: "isik"})
	if err != nil || len(hits) != 3 || hits[0].Copies != 1 {
		t.Errorf("found %+v, %v", hits, err)
	}
	testOldAnswers(t, s)
	if strings.HasSuffix(name, "v1") {
		if log, err := s.Decisions(ctx); err != nil || len(log) != 0 {
			t.Errorf("decisions %+v, %v", log, err)
		}
	} else if log, err := s.Decisions(ctx); err != nil || len(log) != 2 || log[1].Number != 2 || hits[0].Confirmed != 1 || hits[0].Speaker != "Ş. Işık" {
		t.Errorf("decisions %+v, %v; %+v", log, err, hits[0])
	}
	if err := s.Add(ctx, entries(0, 3)); err != nil {
		t.Error(err)
	}
	if err := s.Index(ctx); err != nil {
		t.Error(err)
	}
	if hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Pages}); err != nil || len(hits) != 6 {
		t.Errorf("%d hits, %v", len(hits), err)
	}
}

// testOldAnswers asks what the first schema could not answer.
func testOldAnswers(t *testing.T, s *Store) {
	ctx := context.Background()
	for _, q := range []sayso.Query{
		{Words: "bri", Prefix: true}, {Addressee: "radio fen"}, {Actor: "person/isik"}, {Language: "en"}, {Mode: sayso.Direct},
		{From: "2031-05-04", To: "2031-05"}, {Sort: sayso.Newest, Words: "bridge"}, {Sort: sayso.Oldest},
	} {
		q.What = sayso.Statements
		hits, _, err := s.Search(ctx, q)
		if err != nil || len(hits) != 3 {
			t.Errorf("%+v: %d hits, %v", q, len(hits), err)
			continue
		}
		h := hits[1]
		if h.Addressee != "Radio Fen" || h.Actor != "person/isik" || h.Polarity != sayso.Asserted || h.Confidence != 0.8125 ||
			h.Language != "en" || h.CapturedAt != "2031-05-05T06:07:08Z" {
			t.Errorf("%+v: %+v", q, h)
		}
	}
	hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Only: sayso.OnlyConflict})
	if err != nil || len(hits) != 2 || hits[0].Conflicts != 1 || hits[0].Story == "" {
		t.Errorf("conflicts: %+v, %v", hits, err)
	}
	hits, _, err = s.Search(ctx, sayso.Query{What: sayso.Pages, Only: sayso.OnlyIndependent})
	if err != nil || len(hits) != 2 || hits[0].Independents != 1 {
		t.Errorf("independent pages: %+v, %v", hits, err)
	}
	versions, err := s.Versions(ctx, "https://fen.example/bridge?a=1&b=<2>")
	if err != nil || len(versions) != 3 {
		t.Errorf("versions: %+v, %v", versions, err)
	}
	p, err := s.Actor(ctx, "person/isik")
	if err != nil || p.Statements != 3 || p.Kind != sayso.Person || len(p.Roles) != 1 || p.Roles[0].Text != "Minister" {
		t.Errorf("actor: %+v, %v", p, err)
	}
	conflicts, _, err := s.Conflicts(ctx, "", 0)
	if err != nil || len(conflicts) != 1 || conflicts[0].Of[1].Document != versions[1].ID {
		t.Errorf("conflicts: %+v, %v", conflicts, err)
	}
}

// missing names the first thing in old that is not the same in now.
func missing(old, now any, at string) string {
	switch old := old.(type) {
	case map[string]any:
		now, ok := now.(map[string]any)
		if !ok {
			return at
		}
		for k, v := range old {
			w, ok := now[k]
			if !ok {
				return at + "." + k
			}
			if m := missing(v, w, at+"."+k); m != "" {
				return m
			}
		}
	case []any:
		now, ok := now.([]any)
		if !ok || len(now) != len(old) {
			return at
		}
		for i := range old {
			if m := missing(old[i], now[i], fmt.Sprintf("%s[%d]", at, i)); m != "" {
				return m
			}
		}
	default:
		if !reflect.DeepEqual(old, now) {
			return at
		}
	}
	return ""
}

func parse(t *testing.T, lines []byte) []any {
	t.Helper()
	var all []any
	for _, line := range bytes.Split(bytes.TrimSpace(lines), []byte("\n")) {
		var v any
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

func dumpLines(t *testing.T, s *Store) (documents, links []byte) {
	t.Helper()
	var d, l bytes.Buffer
	for doc, err := range s.Documents(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if err := sayso.WriteRecord(&d, doc); err != nil {
			t.Fatal(err)
		}
	}
	for link, err := range s.Links(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if err := sayso.WriteRecord(&l, &link); err != nil {
			t.Fatal(err)
		}
	}
	return d.Bytes(), l.Bytes()
}

// everything makes up a page whose document has something in every field.
func everything(path, said string, place func(*sayso.Source)) sayso.Entry {
	text := "The bridge opens\n\nBy Nela Brandt\n\nMARSHPORT, May 4. /Fen Agency/ Minister Şükran Işık told Radio Fen: “" + said + "”\n"
	r := sayso.NewRuler(text)
	span := func(s string) sayso.Span {
		i := strings.Index(text, s)
		return r.Span(i, i+len(s))
	}
	ref := func(s string) *sayso.Span { sp := span(s); return &sp }
	src := sayso.Source{Path: path, SHA256: sayso.Sum([]byte(text)), MediaType: "text/plain; charset=utf-8",
		URL: "https://fen.example/bridge?a=1&b=<2>", CapturedAt: "2031-05-05T06:07:08Z"}
	place(&src)
	d := &sayso.Document{ID: sayso.NewDocumentID(&src), Source: src, Text: text, Language: "en", Title: "The bridge opens",
		Byline: "Nela Brandt", Outlet: "The Marsh Courier",
		Published: &sayso.Date{Date: "2031-05-04", Time: "14:44:00+03:00", Precision: sayso.ByTime, From: "dateline", Span: ref("May 4")},
		Dateline:  &sayso.Dateline{Place: "MARSHPORT", Date: "2031-05-04", Agency: "Fen Agency", Span: ref("MARSHPORT, May 4. /Fen Agency/")},
		Credits:   []sayso.Credit{{Name: "Fen Agency", How: "agency mark", Span: ref("/Fen Agency/")}},
		Mentions:  []sayso.Mention{{Kind: "person", Spans: []sayso.Span{span("Şükran Işık")}, Actor: "person/isik", Name: "Şükran Işık"}},
	}
	at := sayso.Offset(0)
	for i, kind := range []sayso.BlockKind{sayso.BlockTitle, sayso.BlockByline, sayso.BlockBody} {
		part := strings.SplitAfter(text, "\n\n")[i]
		end := at + sayso.NewRuler(part).Len()
		d.Blocks = append(d.Blocks, sayso.Block{Kind: kind, Start: at, End: end})
		at = end
	}
	content := []sayso.Span{span(said)}
	st := sayso.Statement{Mode: sayso.Direct, Source: []sayso.Span{span("Minister Şükran Işık")}, Cue: []sayso.Span{span("told")}, Content: content,
		Speaker: &sayso.Actor{Actor: "person/isik", Name: "Şükran Işık", Kind: sayso.Person, Role: "Minister", Spans: []sayso.Span{span("Şükran Işık")},
			Why: "named beside the cue"},
		Addressee: &sayso.Actor{Name: "Radio Fen", Kind: sayso.Organisation, Spans: []sayso.Span{span("Radio Fen")}, Why: "object of the cue"},
		Venue:     &sayso.Venue{What: "interview", Name: "Radio Fen", Span: ref("Radio Fen")},
		SaidOn:    &sayso.Date{Date: "2031-05", Precision: sayso.ByMonth, From: "text"},
		Via:       []sayso.Via{{Name: "Fen Agency", Span: ref("Fen Agency")}}, Polarity: sayso.Asserted,
		Edits: []sayso.Edit{{Kind: "bracket", Span: span("[new]")}}, Confidence: 0.8125}
	st.ID = sayso.NewStatementID(d.ID, &st)
	d.Statements = []sayso.Statement{st}
	return sayso.Entry{Page: &sayso.Page{Source: src, Bytes: []byte(text)}, Document: d}
}

func writeOldArchive(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "new.db")
	s := open(t, path, Options{Create: true})
	all := []sayso.Entry{
		everything("pile/a.txt", "The [new] bridge will open on 4 May.", func(*sayso.Source) {}),
		everything("pile/b.warc.gz", "The [new] bridge will open on 5 May.", func(src *sayso.Source) {
			src.WARC = &sayso.WARCRef{RecordID: "<urn:uuid:7e1d0c4a-0000-4000-8000-000000000001>", Offset: 1234, Type: "response", Revisit: true}
		}),
		everything("pile/c.xml", "The [new] bridge will not open.", func(src *sayso.Source) {
			src.Part = &sayso.Part{Offset: 99, Length: 777}
		}),
	}
	a, b := all[0].Document, all[1].Document
	change := sayso.Change{Op: sayso.Replace, Kind: sayso.ChangeNumber, A: &a.Statements[0].Content[0], B: &b.Statements[0].Content[0]}
	steps := []error{
		s.Add(ctx, all),
		s.SetProblems(ctx, map[string][]sayso.Problem{"pile/d.warc": {{Path: "pile/d.warc at 5", Reason: "truncated"}}}),
		s.Index(ctx),
		s.SetLinks(ctx, func(yield func(sayso.Link, error) bool) {
			_ = yield(sayso.Link{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(a.ID), B: string(b.ID), Confidence: 0.9, Share: 0.95,
				Passages:  []sayso.Passage{{A: a.Statements[0].Content[0], B: b.Statements[0].Content[0], Changes: []sayso.Change{change}}},
				Direction: &sayso.Direction{From: "a", Why: []string{"printed earlier"}, Confidence: 0.6}, Independent: true}, nil) &&
				yield(sayso.Link{Kind: sayso.LinkConflict, Between: sayso.BetweenStatements, A: string(a.Statements[0].ID), B: string(b.Statements[0].ID),
					Confidence: 0.7, Changes: []sayso.Change{change}}, nil)
		}),
	}
	for _, err := range steps {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range []sayso.Decision{
		{At: "2031-05-06T07:08:09Z", By: "Nela", Act: sayso.Rename, Actor: "person/isik", Name: "Ş. Işık", Note: "as she signs"},
		{At: "2031-05-06T07:08:10Z", By: "Nela", Act: sayso.Confirm, A: string(a.Statements[0].ID), B: string(b.Statements[0].ID)},
	} {
		if err := s.Decide(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	documents, links := dumpLines(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		t.Fatal(err)
	}
	for suffix, b := range map[string][]byte{".db.zst": e.EncodeAll(db, nil), ".documents.jsonl": documents, ".links.jsonl": links} {
		if err := os.WriteFile(fmt.Sprintf("testdata/backcompat/v%d%s", schema, suffix), b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
