package reuse

import (
	"context"
	"iter"

	"sayso"
)

// An Archive is a pile that grows, and keeps what matching wants to know again
// when it has grown. A sayso.Store is one.
type Archive interface {
	Pile
	Numbered(ctx context.Context) iter.Seq2[sayso.Numbered, error]
	Kept(ctx context.Context, name string) iter.Seq2[[]byte, error]
	UpdateLinks(ctx context.Context, f func(sayso.LinkUpdate) error) error
}

// Links yields every link, those between documents first, each kind in the
// order of its documents; a is the earlier of the two.
func Links(ctx context.Context, pile Pile, opt Options) iter.Seq2[sayso.Link, error] {
	return func(yield func(sayso.Link, error) bool) {
		r := &run{ctx: ctx, pile: pile, opt: opt.filled(), to: yielding(yield)}
		defer r.close()
		if err := r.update(); err != nil && err != errStopped {
			yield(sayso.Link{}, err)
		}
	}
}

// Update brings the links of an archive up to date with the documents that were
// added since the last time, and leaves in it the links that Links would yield.
// Only what the new documents bear on is read and compared: the documents that
// share passages with them, and the statements that share rare terms. The rest
// of the work is a few passes over numbers, some microseconds a document.
//
// With Options.Anew, and where the links were made by other rules than today's,
// all links are made anew.
func Update(ctx context.Context, archive Archive, opt Options) error {
	return archive.UpdateLinks(ctx, func(to sayso.LinkUpdate) error {
		r := &run{ctx: ctx, pile: archive, archive: archive, opt: opt.filled(), to: to}
		defer r.close()
		return r.update()
	})
}

// yielding is a LinkUpdate that hands on the links and keeps nothing.
type yielding func(sayso.Link, error) bool

func (y yielding) Clear() error                             { return nil }
func (y yielding) Drop(sayso.Between, string, string) error { return nil }
func (y yielding) Keep(string, int, []byte) error           { return nil }
func (y yielding) Forget(string) error                      { return nil }
func (y yielding) Put(l sayso.Link) error {
	if !y(l, nil) {
		return errStopped
	}
	return nil
}

// update makes the links that are wanting, and takes away those that no longer
// hold.
func (r *run) update() error {
	if err := r.load(); err != nil {
		return err
	}
	if r.head.Last == 0 {
		if err := r.to.Clear(); err != nil {
			return err
		}
	}
	if err := r.read(); err != nil {
		return err
	}
	if err := r.documents(); err != nil {
		return err
	}
	if err := r.statements(); err != nil {
		return err
	}
	return r.save()
}

var _ sayso.LinkUpdate = yielding(nil)
