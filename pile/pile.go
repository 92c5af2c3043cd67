// Package pile brings a pile of pages through the stages: pages are read side
// by side, come out in the order they went in, are kept in batches, and when
// all are in the links between them are made.
//
// What a page is read with and how links are found are functions given by the
// caller, so that this package knows neither the reader nor the matcher.
//
// It must withstand: a page that makes the reader fail or panic (a Problem,
// and the rest goes on), a caller that stops early, and the death of the
// process at any moment: a batch is kept whole or not at all, and whether the
// links are of the pages now kept is itself kept, so that a later run goes on
// from there and ends in the same archive.
package pile

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"
	"sync"

	"sayso"
	"sayso/intake"
)

// A Reader reads one page.
type Reader func(*sayso.Page) (*sayso.Document, error)

// A Result is one page read, or what could not be read. Item is the page, or
// the place where one should have been; Document is nil if Err is not, and
// where the page was passed over.
type Result struct {
	Item     intake.Item
	Document *sayso.Document
	Err      error
	Known    bool // passed over: the archive keeps it already
}

// ahead is how many pages may wait for each worker: enough that a slow page
// does not leave the others idle, few enough that memory stays bounded by a
// handful of pages.
const ahead = 4

// Read reads the pages of items with so many workers, in the order of items.
func Read(ctx context.Context, items iter.Seq[intake.Item], read Reader, workers int) iter.Seq[Result] {
	results := func(yield func(Result) bool) {
		for it := range items {
			if !yield(Result{Item: it, Err: it.Err}) {
				return
			}
		}
	}
	return readAll(ctx, results, read, workers)
}

// readAll fills in the documents of the results that have neither one, nor an
// error, nor are known.
func readAll(ctx context.Context, in iter.Seq[Result], read Reader, workers int) iter.Seq[Result] {
	return func(yield func(Result) bool) {
		workers = max(workers, 1)
		ctx, cancel := context.WithCancel(ctx)
		type job struct {
			r    Result
			done chan struct{}
		}
		jobs := make(chan *job)
		order := make(chan *job, workers*ahead)
		var wg sync.WaitGroup
		wg.Add(workers + 1)
		// Whatever ends the loop below, no goroutine outlives this call: the
		// caller may close the store right after it.
		defer wg.Wait()
		defer cancel()
		for range workers {
			go func() {
				defer wg.Done()
				for j := range jobs {
					j.r.Document, j.r.Err = safely(read, j.r.Item.Page)
					close(j.done)
				}
			}()
		}
		go func() {
			defer wg.Done()
			defer close(order)
			defer close(jobs)
			for r := range in {
				j := &job{r: r, done: make(chan struct{})}
				select {
				case order <- j:
				case <-ctx.Done():
					return
				}
				if r.Err != nil || r.Known || r.Item.Page == nil {
					close(j.done)
					continue
				}
				select {
				case jobs <- j:
				case <-ctx.Done():
					close(j.done)
					return
				}
			}
		}()
		for j := range order {
			<-j.done
			if ctx.Err() != nil || !yield(j.r) {
				return
			}
		}
	}
}

// safely is read with a panic made an error: one page must not end the pile.
func safely(read Reader, p *sayso.Page) (d *sayso.Document, err error) {
	defer func() {
		if v := recover(); v != nil {
			d, err = nil, &sayso.Error{Kind: sayso.Internal, Path: p.Source.Path,
				Err: fmt.Errorf("reading it made the program fail (please report): %v at %s", v, panicSite(debug.Stack()))}
		}
	}()
	return read(p)
}
