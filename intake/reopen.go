package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"sayso"
	"sayso/intake/warc"
)

// Reopen returns the page of a record again, from where it was first found: the
// file, the place in the WARC, the part of the feed. Errors: Unreadable where
// it is gone, TooLarge, and Damaged where it is not what it was.
func Reopen(src *sayso.Source, opt Options) (*sayso.Page, error) {
	r := NewReopener(opt)
	defer r.Close()
	return r.Reopen(src)
}

// A Reopener reopens many pages. It keeps the last file open and goes forward
// in it, so that pages asked for in the order of their places, as a Store
// yields them, cost one pass over each file.
type Reopener struct {
	opt    Options
	path   string // of the open file, "" for none
	file   *opened
	in     *layers
	nature nature
	warc   *warc.Reader // nil where the file is no WARC
	past   *captures    // that warc went past
	next   *warc.Record // whose header was read, and its block not yet
	last   int64        // offset of the last record whose block was read
	// feed is the last record or file that was read and holds many pages.
	feed []byte
}

// NewReopener returns a Reopener. It must be closed.
func NewReopener(opt Options) *Reopener { return &Reopener{opt: opt, in: new(layers)} }

// Close closes the file that is open.
func (r *Reopener) Close() {
	if r.file != nil {
		r.file.Close()
	}
	*r = Reopener{opt: r.opt, in: r.in}
}

// Reopen is as the function of that name.
func (r *Reopener) Reopen(src *sayso.Source) (*sayso.Page, error) {
	b, err := r.bytes(src)
	if err != nil {
		var e *sayso.Error
		if errors.As(err, &e) {
			return nil, err
		}
		return nil, problem(src.Path, reason(err), r.opt)
	}
	if got := sayso.Sum(b); got != src.SHA256 {
		return nil, sayso.Errorf(sayso.Damaged, src.Path, "%sthe bytes have changed: SHA-256 is %s, was %s", placeOf(src), got, src.SHA256)
	}
	return &sayso.Page{Source: *src, Bytes: b}, nil
}

// placeOf names a page's place in its container, for errors.
func placeOf(src *sayso.Source) string {
	switch {
	case src.WARC != nil:
		return fmt.Sprintf("record at byte %d: ", src.WARC.Offset)
	case src.Part != nil:
		return fmt.Sprintf("at byte %d: ", src.Part.Offset)
	}
	return ""
}

func (r *Reopener) bytes(src *sayso.Source) ([]byte, error) {
	if src.Path == StdinPath {
		return nil, errors.New("it was read from standard input, which cannot be read again")
	}
	if err := r.open(src); err != nil {
		return nil, err
	}
	b := r.feed
	if b == nil {
		var err error
		if src.WARC != nil {
			b, err = r.record(src)
		} else {
			b, err = r.whole()
		}
		if err != nil {
			return nil, err
		}
	}
	if src.Part == nil {
		return b, nil
	}
	if r.nature.kind == kindMHTML {
		r.Close()
		p, err := parseMHTML(b, r.opt.maxPage())
		if err != nil || int64(p.offset) != src.Part.Offset || int64(p.length) != src.Part.Length {
			return nil, changed(src, "the page no longer begins there")
		}
		return p.bytes, nil
	}
	r.feed = b
	from, n := src.Part.Offset, src.Part.Length
	if from < 0 || n < 0 || from > int64(len(b)) || n > int64(len(b))-from {
		return nil, changed(src, "the file ends before it")
	}
	return bytes.Clone(b[from : from+n]), nil
}

func changed(src *sayso.Source, what string) error {
	return sayso.Errorf(sayso.Damaged, src.Path, "%s%s", placeOf(src), what)
}

// open makes the source's file the open one, before the place wanted.
func (r *Reopener) open(src *sayso.Source) error {
	if r.path == src.Path && (src.WARC != nil) == (r.warc != nil) {
		switch {
		case src.Part != nil && r.feed != nil && (src.WARC == nil || src.WARC.Offset == r.last):
			return nil
		case src.WARC != nil && src.WARC.Offset > r.last:
			r.feed = nil
			return nil
		}
	}
	r.Close()
	f, err := openAt(src.Path)
	if err != nil {
		return err
	}
	r.file, r.path, r.last = f, src.Path, -1
	if r.nature, err = r.in.open(context.Background(), f); err != nil {
		r.Close()
		return err
	}
	if src.WARC != nil {
		r.warc = warc.NewReader(r.in.in)
		r.past = newCaptures(f.random, r.in)
	}
	return nil
}

func (r *Reopener) whole() ([]byte, error) {
	b, err := whole(found{size: r.file.size}, r.in, r.opt)
	if !usable(b, err) {
		r.Close()
		return nil, err
	}
	return b, nil
}

// record reads the payload of the source's record.
func (r *Reopener) record(src *sayso.Source) ([]byte, error) {
	for {
		if r.next == nil {
			rec, err := r.warc.Next()
			if err == io.EOF {
				return nil, changed(src, "no record stands there any more")
			}
			if err != nil {
				// What stood behind damage when the page was read stands there still.
				resume(r.warc, r.in, err)
				continue
			}
			r.next = rec
		}
		if r.next.Offset > src.WARC.Offset {
			return nil, changed(src, "no record begins there any more")
		}
		rec := r.next
		r.next = nil
		r.past.remember(rec)
		if rec.Offset < src.WARC.Offset {
			continue
		}
		r.last = rec.Offset
		p, left, err := recordPayload(r.warc, rec, r.opt)
		if left == leftRevisit {
			var ok bool
			if p, ok = r.past.earlier(context.Background(), rec, r.opt); !ok {
				return nil, changed(src, "the capture it repeats is not to be had")
			}
			left = ""
		}
		switch damage := (*warc.Damage)(nil); {
		case errors.As(err, &damage):
			resume(r.warc, r.in, err)
			return nil, sayso.Errorf(sayso.Damaged, src.Path, "%w", err)
		case err != nil:
			return nil, fmt.Errorf("%s%w", placeOf(src), err)
		case left != "" || rec.ID() != src.WARC.RecordID:
			return nil, changed(src, "another record stands there")
		}
		return p.bytes, nil
	}
}
