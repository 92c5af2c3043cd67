package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"sayso"
)

// An archive that is being read can be opened for writing, by the same process
// or another, and the reader answers from what is new.
func TestWriteBesideReader(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	w := open(t, path, Options{Create: true})
	if err := w.Add(ctx, entries(0, 20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Index(ctx); err != nil {
		t.Fatal(err)
	}
	w.Close()
	r := open(t, path, Options{ReadOnly: true})
	pages := func() int {
		t.Helper()
		f, err := r.Facets(ctx, sayso.Query{What: sayso.Pages})
		if err != nil {
			t.Fatal(err)
		}
		return f.Total
	}
	for round := 1; round < 4; round++ {
		if n := pages(); n != 20*round {
			t.Fatalf("%d pages, not %d", n, 20*round)
		}
		w := open(t, path, Options{})
		if err := w.Add(ctx, entries(20*round, 20)); err != nil {
			t.Fatal(err)
		}
		if n := pages(); n != 20*round {
			t.Errorf("%d pages before they are in the index", n)
		}
		if err := w.Index(ctx); err != nil {
			t.Fatal(err)
		}
		if n := pages(); n != 20*round+20 {
			t.Errorf("%d pages while the writer is open", n)
		}
		d := entries(0, 1)[0].Document
		if err := w.Decide(ctx, sayso.Decision{Act: sayso.Rename, Actor: actorOf(d), Name: "Somebody else"}); err != nil {
			t.Fatal(err)
		}
		hits, _, err := r.Search(ctx, sayso.Query{What: sayso.Statements, Speaker: "somebody"})
		if err != nil || len(hits) == 0 {
			t.Errorf("%d hits under the new name, %v", len(hits), err)
		}
		w.Close()
	}
	if err := r.Decide(ctx, sayso.Decision{Act: sayso.Rename, Actor: "x", Name: "y"}); err == nil {
		t.Error("decided in an archive opened for reading")
	}
}

// actorOf is the speaker of a document's first statement.
func actorOf(d *sayso.Document) sayso.ActorID {
	if a := d.Statements[0].Speaker; a.Actor != "" {
		return a.Actor
	}
	return sayso.UnresolvedActor(d.Statements[0].Speaker.Name)
}

// FuzzSearch asks an archive anything at all: an answer or an error in one line.
func FuzzSearch(f *testing.F) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(f.TempDir(), "a.db"), Options{Create: true})
	if err != nil {
		f.Fatal(err)
	}
	defer s.Close()
	if err := s.Add(ctx, entries(0, 20)); err != nil {
		f.Fatal(err)
	}
	if err := s.Index(ctx); err != nil {
		f.Fatal(err)
	}
	f.Add("w1 w2", "speaker", "", "", "2031", "2031-05", "", "newest", "", 5, 0)
	f.Add("w", "", "spe", "x", "", "", "conflict", "oldest", "d0.1", 1<<62, 1<<62)
	f.Add("\"\xff* OR", "\x00", "NEAR(", "named:", "-", "9999-99-99", "?", "", ".", -1, -1)
	f.Fuzz(func(t *testing.T, typed, speaker, addressee, actor, from, to, only, order, cursor string, limit, offset int) {
		for _, what := range []sayso.What{sayso.Statements, sayso.Pages} {
			q := sayso.Query{What: what, Words: typed, Prefix: len(typed)%2 == 0, Speaker: speaker, Addressee: addressee, Actor: sayso.ActorID(actor),
				From: from, To: to, Only: sayso.Only(only), Sort: sayso.Sort(order), Cursor: cursor, Limit: limit, Offset: offset}
			hits, _, err := s.Search(ctx, q)
			if limit > 0 && len(hits) > limit {
				t.Errorf("%d hits of at most %d", len(hits), limit)
			}
			_, err2 := s.Facets(ctx, q)
			if err == nil && err2 != nil {
				t.Errorf("found, but not counted: %v", err2)
			}
			if _, err := s.Actors(ctx, speaker, limit); err != nil && sayso.KindOf(err) != sayso.TooLarge {
				t.Error(err)
			}
			if _, _, err := s.Conflicts(ctx, cursor, limit); err != nil && sayso.KindOf(err) != sayso.NotFound {
				t.Error(err)
			}
		}
	})
}
