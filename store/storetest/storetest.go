// Package storetest is the suite that every sayso.Store must pass. A store's
// own tests call Run.
//
// It uses a store only through its interface, on texts about invented people.
// What it asks for beyond the words of the interface: an error leaves the
// archive as it was; strings come back byte for byte whatever is in them; a
// reader beside a writer sees whole batches or nothing.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sayso"
)

// Run runs the suite. open returns a new, empty store for writing, and closes
// it when the test ends.
func Run(t *testing.T, open func(t *testing.T) sayso.Store) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, sayso.Store)
	}{
		{"Empty", testEmpty},
		{"AddAndRead", testAddAndRead},
		{"AddTwice", testAddTwice},
		{"AddAllOrNone", testAddAllOrNone},
		{"AddCancelled", testAddCancelled},
		{"OneBodyManyPages", testOneBodyManyPages},
		{"Order", testOrder},
		{"NotFound", testNotFound},
		{"StopEarly", testStopEarly},
		{"HostileStrings", testHostileStrings},
		{"Links", testLinks},
		{"LinksReplaced", testLinksReplaced},
		{"LinksReplacedWhileRead", testLinksReplacedWhileRead},
		{"LinksAllOrNone", testLinksAllOrNone},
		{"LinksUpdated", testLinksUpdated},
		{"LinksInAnyOrder", testLinksInAnyOrder},
		{"Kept", testKept},
		{"Linked", testLinked},
		{"Problems", testProblems},
		{"SearchStatements", testSearchStatements},
		{"SearchPages", testSearchPages},
		{"SearchScripts", testSearchScripts},
		{"SearchHostile", testSearchHostile},
		{"SearchPaging", testSearchPaging},
		{"SearchOrder", testSearchOrder},
		{"SearchCopies", testSearchCopies},
		{"Heads", testHeads},
		{"Actors", testActors},
		{"DecideActors", testDecideActors},
		{"Decided", testDecided},
		{"DecideLinks", testDecideLinks},
		{"LinksPage", testLinksPage},
		{"Stories", testStories},
		{"Conflicts", testConflicts},
		{"ProblemsPage", testProblemsPage},
		{"ReadersWhileWriting", testReadersWhileWriting},
		{"ManyWriters", testManyWriters},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
	RunNarrowed(t, open)
	t.Run("AnyOrderOfAdding", func(t *testing.T) { testAnyOrderOfAdding(t, open) })
	t.Run("IndexInSteps", func(t *testing.T) { testIndexInSteps(t, open) })
}

// RunNarrowed runs the part of the suite that compares searches and counts with
// the plainest reading of them.
func RunNarrowed(t *testing.T, open func(t *testing.T) sayso.Store) {
	t.Run("Narrowed", func(t *testing.T) { testNarrowed(t, open(t)) })
}

// A said is a statement to be made up for a document.
type said struct{ speaker, words string }

// entry makes up a page whose text is the title, then a line for each statement.
func entry(path, title, outlet string, statements ...said) sayso.Entry {
	var text strings.Builder
	text.WriteString(title + "\n")
	type place struct{ name, cue, content [2]int }
	var places []place
	for _, s := range statements {
		var p place
		mark := func() int { return text.Len() }
		text.WriteString("\n")
		p.name[0] = mark()
		text.WriteString(s.speaker)
		p.name[1] = mark()
		text.WriteString(" ")
		p.cue[0] = mark()
		text.WriteString("said")
		p.cue[1] = mark()
		text.WriteString(": “")
		p.content[0] = mark()
		text.WriteString(s.words)
		p.content[1] = mark()
		text.WriteString("”\n")
		places = append(places, p)
	}
	body := text.String()
	src := sayso.Source{Path: path, SHA256: sayso.Sum([]byte(body)), MediaType: "text/plain"}
	ruler := sayso.NewRuler(body)
	span := func(p [2]int) sayso.Span { return ruler.Span(p[0], p[1]) }
	d := &sayso.Document{ID: sayso.NewDocumentID(&src), Source: src, Text: body, Language: "en",
		Title: sayso.Maybe(title), Outlet: sayso.Maybe(outlet),
		Published: &sayso.Date{Date: "2031-05-04", Precision: sayso.ByDay, From: "text"},
		Tags:      []string{}, Credits: []sayso.Credit{}, Mentions: []sayso.Mention{}, Events: []sayso.Event{}, Statements: []sayso.Statement{},
		Blocks: []sayso.Block{{Kind: sayso.BlockBody, Start: 0, End: ruler.Len()}}}
	for i, s := range statements {
		name := span(places[i].name)
		st := sayso.Statement{Mode: sayso.Direct, Source: []sayso.Span{name}, Cue: []sayso.Span{span(places[i].cue)},
			Content: []sayso.Span{span(places[i].content)}, Polarity: sayso.Asserted, Confidence: 0.75,
			Via: []sayso.Via{}, Edits: []sayso.Edit{},
			Speaker: &sayso.Actor{Name: s.speaker, Kind: sayso.Person, Spans: []sayso.Span{name}, Why: "named beside the cue"}}
		st.ID = sayso.NewStatementID(d.ID, &st)
		d.Statements = append(d.Statements, st)
	}
	return sayso.Entry{Page: &sayso.Page{Source: src, Bytes: []byte(body)}, Document: d}
}

// pages makes up n pages whose paths ascend.
func pages(n int) []sayso.Entry {
	out := make([]sayso.Entry, n)
	for i := range out {
		out[i] = entry(fmt.Sprintf("news/%04d.txt", i), fmt.Sprintf("Report number %d", i), "The Marsh Courier",
			said{"Ilda Morrow", fmt.Sprintf("The dam will be finished in %d months.", i)},
			said{"Petar Vance", "Nobody has asked the fishermen."})
	}
	return out
}

var ctx = context.Background()

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, k sayso.Kind) {
	t.Helper()
	var e *sayso.Error
	if !errors.As(err, &e) || e.Kind != k {
		t.Fatalf("got error %v, want one of kind %d", err, k)
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is longer than a line: %q", err)
	}
}

func collect[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var all []T
	for v, err := range seq {
		must(t, err)
		all = append(all, v)
	}
	return all
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("differs (-want +got):\n%s", d)
	}
}

func counts(t *testing.T, s sayso.Store) sayso.Counts {
	t.Helper()
	c, err := s.Counts(ctx)
	must(t, err)
	return c
}

// paths lists the source paths of all documents, in order.
func paths(t *testing.T, s sayso.Store) []string {
	t.Helper()
	var out []string
	for _, d := range collect(t, s.Documents(ctx)) {
		out = append(out, d.Source.Path)
	}
	return out
}

func documentsOf(entries []sayso.Entry) []*sayso.Document {
	out := make([]*sayso.Document, len(entries))
	for i, e := range entries {
		out[i] = e.Document
	}
	return out
}

func reversed[T any](s []T) []T {
	s = slices.Clone(s)
	slices.Reverse(s)
	return s
}
