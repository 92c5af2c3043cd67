package pile

import (
	"context"
	"errors"
	"iter"

	"sayso"
	"sayso/intake"
)

// A Linker brings the links between the documents of a store up to date.
type Linker func(ctx context.Context, store sayso.Store, progress func(done, total int)) error

// Options are how Add works. The zero value is usable.
type Options struct {
	Workers int  // pages read side by side; 0 for one
	Relink  bool // ask for links though no page is new
	// Progress, where not nil, is told how far the work has come, from one
	// goroutine at a time.
	Progress func(Progress)
}

// Stage is a part of the work of Add.
type Stage string

const (
	Reading  Stage = "reading"
	Indexing Stage = "indexing"
	Linking  Stage = "linking"
)

// Progress is how far Add has come.
type Progress struct {
	Stage    Stage
	Summary  Summary
	Consumed int64 // bytes of the input seen so far; Reading only
	Done     int   // pages linked, of Total; Linking only
	Total    int
	Problem  error  // what could not be read just now, or nil
	Note     string // what was left out on purpose just now, or ""
}

// Summary is what Add did.
type Summary struct {
	Added    int // pages kept now
	Known    int // pages that were kept before
	Problems int // pages and places that could not be read
}

const (
	// batchPages and batchBytes bound what is kept in one transaction: a
	// killed run loses less than that, and SQLite spends no time on commits.
	batchPages = 128
	batchBytes = 16 << 20
)

// Add reads the pages of items that store does not keep yet, keeps them, and
// brings the search index and the links up to date where anything changed or an
// earlier run was cut short. An error means that the store failed or ctx ended;
// what could not be read is counted, told to Progress and kept as a Problem.
func Add(ctx context.Context, store sayso.Store, items iter.Seq[intake.Item], read Reader, link Linker, opt Options) (Summary, error) {
	a := adder{ctx: ctx, store: store, tell: opt.Progress, problems: map[string][]sayso.Problem{}}
	if a.tell == nil {
		a.tell = func(Progress) {}
	}
	for r := range readAll(ctx, a.known(items), read, opt.Workers) {
		if err := a.take(r); err != nil {
			return a.sum, err
		}
	}
	if err := errors.Join(a.knownErr, ctx.Err()); err != nil {
		return a.sum, err
	}
	if err := a.flush(); err != nil {
		return a.sum, err
	}
	if err := a.flushProblems(); err != nil {
		return a.sum, err
	}
	a.tell(Progress{Stage: Indexing, Summary: a.sum})
	if err := store.Index(ctx); err != nil {
		return a.sum, err
	}
	linked, err := store.Linked(ctx)
	if err != nil || linked && !opt.Relink {
		return a.sum, err
	}
	return a.sum, link(ctx, store, func(done, total int) {
		a.tell(Progress{Stage: Linking, Summary: a.sum, Done: done, Total: total})
	})
}

// An adder gathers results into batches.
type adder struct {
	ctx   context.Context
	store sayso.Store
	tell  func(Progress)

	sum      Summary
	batch    []sayso.Entry
	bytes    int
	consumed int64

	path     string // the input file that results come from now
	problems map[string][]sayso.Problem

	knownErr error
}

// known marks the pages that the store keeps, asking for a batch at a time.
func (a *adder) known(items iter.Seq[intake.Item]) iter.Seq[Result] {
	return func(yield func(Result) bool) {
		var batch []Result
		var ids []sayso.DocumentID
		size := 0
		flush := func() bool {
			kept, err := a.store.Known(a.ctx, ids)
			if err != nil {
				a.knownErr = err
				return false
			}
			for _, r := range batch {
				if r.Item.Page != nil {
					r.Known = kept[sayso.NewDocumentID(&r.Item.Page.Source)]
				}
				if !yield(r) {
					return false
				}
			}
			clear(batch) // let go of the pages
			batch, ids, size = batch[:0], ids[:0], 0
			return true
		}
		for it := range items {
			batch = append(batch, Result{Item: it, Err: it.Err})
			if it.Page != nil {
				ids = append(ids, sayso.NewDocumentID(&it.Page.Source))
				size += len(it.Page.Bytes)
			}
			if (len(batch) >= batchPages || size >= batchBytes) && !flush() {
				return
			}
		}
		flush()
	}
}

// take adds one result to the batch.
func (a *adder) take(r Result) error {
	a.consumed = max(a.consumed, r.Item.Consumed)
	if p := r.Item.Path; p != a.path {
		// A file's problems take the place of what an earlier run said of it,
		// so they are kept together, and not before its pages are.
		a.path = p
		a.problems[p] = nil
	}
	switch {
	case r.Err != nil:
		a.sum.Problems++
		a.problems[a.path] = append(a.problems[a.path], problem(a.path, r.Err))
	case r.Known:
		a.sum.Known++
	case r.Document != nil:
		a.sum.Added++
		a.batch = append(a.batch, sayso.Entry{Page: r.Item.Page, Document: r.Document})
		a.bytes += len(r.Item.Page.Bytes)
	}
	if len(a.batch) >= batchPages || a.bytes >= batchBytes {
		if err := a.flush(); err != nil {
			return err
		}
	}
	if len(a.problems) > batchPages {
		if err := a.flushProblems(); err != nil {
			return err
		}
	}
	note := r.Item.Note
	if note != "" {
		note = sayso.PrintPath(r.Item.Path) + ": " + note
	}
	a.tell(Progress{Stage: Reading, Summary: a.sum, Consumed: a.consumed, Problem: r.Err, Note: note})
	return nil
}

func (a *adder) flush() error {
	if len(a.batch) == 0 {
		return nil
	}
	err := a.store.Add(a.ctx, a.batch)
	clear(a.batch)
	a.batch, a.bytes = a.batch[:0], 0
	return err
}

// flushProblems keeps the problems of every file seen, and so clears those
// that are gone. The file being read now comes again with all it had.
func (a *adder) flushProblems() error {
	if len(a.problems) == 0 {
		return nil
	}
	err := a.store.SetProblems(a.ctx, a.problems)
	now := a.problems[a.path]
	clear(a.problems)
	a.problems[a.path] = now
	return err
}

// problem is err as the archive keeps it: the reason without the path, which
// stands beside it.
func problem(path string, err error) sayso.Problem {
	var e *sayso.Error
	if errors.As(err, &e) && e.Path != "" {
		if e.Path == path {
			return sayso.Problem{Path: path, Reason: e.Err.Error()}
		}
	}
	return sayso.Problem{Path: path, Reason: err.Error()}
}
