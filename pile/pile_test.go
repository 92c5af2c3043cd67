package pile

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"sayso"
	"sayso/intake"
	"sayso/store/sqlite"
)

// plain reads a page of text whole, as one block. A page that holds "panic"
// makes it panic, one that holds "refuse" is refused.
func plain(p *sayso.Page) (*sayso.Document, error) {
	text := string(p.Bytes)
	if strings.Contains(text, "slow") {
		time.Sleep(5 * time.Millisecond)
	}
	if strings.Contains(text, "panic") {
		var none []int
		_ = none[len(text)]
	}
	if strings.Contains(text, "refuse") {
		return nil, sayso.Errorf(sayso.Unreadable, p.Source.Path, "refused")
	}
	return &sayso.Document{ID: sayso.NewDocumentID(&p.Source), Source: p.Source, Text: text,
		Blocks: []sayso.Block{{Kind: sayso.BlockBody, Start: 0, End: sayso.NewRuler(text).Len()}}}, nil
}

func items(texts ...string) iter.Seq[intake.Item] {
	return func(yield func(intake.Item) bool) {
		for i, text := range texts {
			path := fmt.Sprintf("p%03d.txt", i)
			b := []byte(text)
			p := &sayso.Page{Bytes: b, Source: sayso.Source{Path: path, SHA256: sayso.Sum(b), MediaType: "text/plain"}}
			if !yield(intake.Item{Page: p, Path: path}) {
				return
			}
		}
	}
}

func TestReadKeepsOrderAndGoesOnAfterAFailure(t *testing.T) {
	var texts []string
	for i := range 60 {
		texts = append(texts, []string{"slow ", "quick ", "panic ", "refuse "}[i%4]+fmt.Sprint(i))
	}
	for _, workers := range []int{1, 2, 7} {
		i := 0
		for r := range Read(context.Background(), items(texts...), plain, workers) {
			if want := fmt.Sprintf("p%03d.txt", i); r.Item.Path != want {
				t.Fatalf("%d workers: result %d is of %s", workers, i, r.Item.Path)
			}
			switch i % 4 {
			case 0, 1:
				if r.Err != nil || r.Document.Text != texts[i] {
					t.Fatalf("%d workers: %s: %v", workers, r.Item.Path, r.Err)
				}
			case 2:
				if r.Err == nil || !strings.Contains(r.Err.Error(), "pile_test.go") || strings.Contains(r.Err.Error(), "\n") {
					t.Fatalf("a panic gives the error %q, which should name its place in one line", r.Err)
				}
			case 3:
				if sayso.KindOf(r.Err) != sayso.Unreadable {
					t.Fatalf("a refused page gives %v", r.Err)
				}
			}
			i++
		}
		if i != len(texts) {
			t.Fatalf("%d workers: %d results of %d", workers, i, len(texts))
		}
	}
}

func TestReadLeavesNothingRunning(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 20 {
		for range Read(context.Background(), items(slices.Repeat([]string{"slow"}, 50)...), plain, 4) {
			break
		}
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines before, %d after reading was stopped early", before, after)
	}
}

// pairUp links each document with the next, and counts how often it is asked.
type pairUp struct{ asked int }

func (l *pairUp) link(ctx context.Context, s sayso.Store, _ func(int, int)) error {
	l.asked++
	return s.SetLinks(ctx, func(yield func(sayso.Link, error) bool) {
		var last *sayso.Document
		for d, err := range s.Documents(ctx) {
			if err != nil {
				yield(sayso.Link{}, err)
				return
			}
			if last != nil && !yield(sayso.Link{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(last.ID), B: string(d.ID)}, nil) {
				return
			}
			last = d
		}
	})
}

func open(t *testing.T) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "a.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestAddTwiceAddsOnlyWhatIsNew(t *testing.T) {
	ctx, store, linker := context.Background(), open(t), &pairUp{}
	add := func(texts ...string) Summary {
		t.Helper()
		sum, err := Add(ctx, store, items(texts...), plain, linker.link, Options{Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	if got, want := add("a", "b"), (Summary{Added: 2}); got != want {
		t.Errorf("first: %+v, want %+v", got, want)
	}
	if got, want := add("a", "b"), (Summary{Known: 2}); got != want {
		t.Errorf("again: %+v, want %+v", got, want)
	}
	if linker.asked != 1 {
		t.Errorf("links were made %d times; nothing was new the second time", linker.asked)
	}
	if got, want := add("a", "b", "c"), (Summary{Added: 1, Known: 2}); got != want {
		t.Errorf("one more: %+v, want %+v", got, want)
	}
	n, err := store.Counts(ctx)
	if err != nil || n.Pages != 3 || n.Links != 2 {
		t.Errorf("counts %+v, %v; want 3 pages, 2 links", n, err)
	}
}

func TestALinkerThatFailsIsAskedAgain(t *testing.T) {
	ctx, store := context.Background(), open(t)
	fails := func(context.Context, sayso.Store, func(int, int)) error { return errors.New("no") }
	if _, err := Add(ctx, store, items("a", "b"), plain, fails, Options{}); err == nil {
		t.Fatal("the linker's error was lost")
	}
	linker := &pairUp{}
	sum, err := Add(ctx, store, items("a", "b"), plain, linker.link, Options{})
	if err != nil || sum.Known != 2 || linker.asked != 1 {
		t.Errorf("after a failed linking: %+v, %v, asked %d times; want the pages known and the links made", sum, err, linker.asked)
	}
}

func TestProblemsAreKeptAndCleared(t *testing.T) {
	ctx, store, linker := context.Background(), open(t), &pairUp{}
	sum, err := Add(ctx, store, items("good", "refuse this"), plain, linker.link, Options{})
	if err != nil || sum.Problems != 1 {
		t.Fatalf("%+v, %v", sum, err)
	}
	got, err := store.Problems(ctx)
	if want := []sayso.Problem{{Path: "p001.txt", Reason: "refused"}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("problems %v, %v; want %v", got, err, want)
	}
	if _, err := Add(ctx, store, items("good", "mended"), plain, linker.link, Options{}); err != nil {
		t.Fatal(err)
	}
	if got, _ := store.Problems(ctx); len(got) != 0 {
		t.Errorf("the file can be read now, but the archive still says %v", got)
	}
}

func TestAddStopsWhenTold(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	store := open(t)
	n := 0
	sum, err := Add(ctx, store, items(slices.Repeat([]string{"x"}, 500)...), plain, (&pairUp{}).link, Options{Progress: func(Progress) {
		if n++; n == 200 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%+v, %v; want it canceled", sum, err)
	}
	// What was told as kept in whole batches is there.
	c, err := store.Counts(context.Background())
	if err != nil || c.Pages < batchPages {
		t.Errorf("%d pages kept, %v; want the first batch", c.Pages, err)
	}
}
