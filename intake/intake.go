// Package intake turns paths into pages: files and folders of saved text, HTML,
// web archives (WARC) and feeds (RSS, Atom, JSON), each perhaps compressed with
// gzip. What a file is it tells by its content, never by its name.
//
// It streams: one page is in memory at a time, with its undecoded form where it
// came out of an HTTP body, and one feed as a whole. Pages come in the order of
// the paths given, folders in the order of their names, containers in the order
// of their bytes. A page's bytes are those found, undecoded: character sets are
// the reader's concern.
//
// What goes wrong is an Item of its own and never stops the rest. The package
// withstands, and its tests try: empty and binary files; a file larger than the
// limit, and a gzip bomb, which it refuses in bounded memory; gzip and WARC
// files cut off anywhere or damaged inside, of which the rest is kept; whole
// files compressed as one gzip member; feeds that are not well-formed; folders
// with loops of links, sockets and devices in them; files that vanish or may
// not be read; bodies whose headers name codings that were taken off already.
//
// A page's place is kept so that Reopen finds it again: in a WARC the offset of
// its record in the decompressed file; in a feed or an MHTML file the range of
// its bytes; in a WACZ file, which is read as if it were a folder, the name of
// the WARC inside joined to the path. A revisit record, which stands for an
// earlier capture's bytes, is a page where that capture stands earlier in the
// same file, and otherwise a note.
//
// What counts as text: bytes with less than one control character in 32, in
// any eight-bit character set, UTF-8 or UTF-16. A text with a stray NUL is
// text. A file of blank space alone is an empty one.
package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"

	"sayso"
	"sayso/intake/feed"
	"sayso/intake/warc"
)

// DefaultMaxPage is the largest page that is read unless Options say otherwise.
// The largest pages saved from news sites (live blogs with images written into
// the page) are near 40 MiB.
const DefaultMaxPage = 64 << 20

// StdinPath is the path that stands for standard input.
const StdinPath = "-"

// maxProblems is how many broken places of one container are named one by one.
const maxProblems = 100

// Options say how pages are read. The zero value is ready for use.
type Options struct {
	// MaxPage is the most bytes a page, or a feed as a whole, may have when
	// decompressed; 0 for DefaultMaxPage.
	MaxPage int64
	// Stdin is what the path "-" reads; nil for os.Stdin.
	Stdin io.Reader
}

func (o Options) maxPage() int64 {
	if o.MaxPage > 0 {
		return o.MaxPage
	}
	return DefaultMaxPage
}

// An Item is a page, or a problem, or a note: exactly one of Page, Err and Note
// is set.
type Item struct {
	Page *sayso.Page
	// Path is the file the item is about, as in Source.Path.
	Path string
	// Err is a *sayso.Error: what could not be read, where, and why.
	Err error
	// Note is one line about what was left out on purpose: a record that only
	// repeats an earlier capture, or how many records of a WARC are no pages.
	Note string
	// Consumed is the number of bytes of the input files read so far, to be
	// compared with what Size returned.
	Consumed int64
}

// Pages yields the pages found under the paths, and what could not be read.
// Where ctx is done it ends early, without an Item that says so.
func Pages(ctx context.Context, paths []string, opt Options) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		x := &reading{ctx: ctx, opt: opt, yield: yield}
		walk(ctx, paths, func(f found) bool {
			switch {
			case f.err != nil:
				x.emit(Item{Path: f.path, Err: f.err})
			case f.path == StdinPath:
				x.stdin()
			default:
				x.file(f)
			}
			return !x.stopped()
		})
	}
}

// reading is one run of Pages.
type reading struct {
	ctx   context.Context
	opt   Options
	yield func(Item) bool
	ended bool   // the caller wants no more
	done  int64  // bytes of the files already finished
	size  int64  // of the file being read; 0 between files, and where unknown
	past  int64  // bytes of that file read before what in reads
	shown int64  // the last Consumed, which never falls
	in    layers // of that file, or of the last
}

func (x *reading) stopped() bool { return x.ended || x.ctx.Err() != nil }

func (x *reading) emit(it Item) {
	if x.stopped() {
		return
	}
	// A file that grew meanwhile counts for what it was when it was listed.
	x.shown = max(x.shown, x.done+min(x.past+x.in.meter.n, x.size))
	it.Consumed = x.shown
	x.ended = !x.yield(it)
}

func (x *reading) page(src sayso.Source, b []byte) {
	src.SHA256 = sayso.Sum(b)
	x.emit(Item{Path: src.Path, Page: &sayso.Page{Source: src, Bytes: b}})
}

func (x *reading) problem(path, format string, args ...any) {
	x.emit(Item{Path: path, Err: problem(path, fmt.Errorf(format, args...), x.opt)})
}

func (x *reading) note(path, format string, args ...any) {
	x.emit(Item{Path: path, Note: fmt.Sprintf(format, args...)})
}

// problem makes err an Error about path, in one line.
func problem(path string, err error, opt Options) *sayso.Error {
	if errors.Is(err, warc.ErrTooLarge) {
		return sayso.Errorf(sayso.TooLarge, path, "%w", tooLarge{err, opt.maxPage()})
	}
	return sayso.Errorf(sayso.Unreadable, path, "%w", err)
}

// tooLarge names the limit that was reached, and what raises it.
type tooLarge struct {
	err   error
	limit int64
}

func (t tooLarge) Error() string {
	return fmt.Sprintf("%v of %s a page; raise it with --max-page", t.err, size(t.limit))
}

func (t tooLarge) Unwrap() error { return t.err }

// size writes a number of bytes as it is given to --max-page.
func size(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0:
		return fmt.Sprintf("%d GiB", n>>30)
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// reason is what went wrong with a file, without the path, which the Error
// names already.
func reason(err error) error {
	var p *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("no such file or folder")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("no permission to read it")
	case errors.As(err, &p):
		return fmt.Errorf("cannot %s it: %w", p.Op, p.Err)
	}
	return err
}

func (x *reading) stdin() {
	in := x.opt.Stdin
	if in == nil {
		in = os.Stdin
	}
	x.stream(found{path: StdinPath, size: -1}, in)
}

func (x *reading) file(f found) {
	defer func() {
		x.done += f.size
		x.size, x.past = 0, 0
	}()
	x.size = f.size
	in, err := open(f.path)
	if err != nil {
		if f.inFolder && errors.Is(err, fs.ErrNotExist) {
			err = errors.New("gone since its folder was listed")
		}
		x.problem(f.path, "%w", reason(err))
		return
	}
	defer in.Close()
	x.stream(f, in)
}

// stream reads whatever is in one file.
func (x *reading) stream(f found, in io.Reader) {
	l := &x.in
	n, err := l.open(x.ctx, in)
	switch {
	case x.ctx.Err() != nil:
	case err != nil:
		x.problem(f.path, "%w", reason(err))
	case n.kind == kindEmpty:
		x.problem(f.path, "an empty file")
	case f.inZip && n.kind != kindWARC:
		x.problem(f.path, "not a web archive, by what it holds")
	case n.kind == kindText && f.inFolder && codeName(f.path):
		x.problem(f.path, "not a page: by its name a part of a web site or an index; name the file itself to read it as text")
	case n.kind == kindText, n.kind == kindHTML:
		x.single(f, l, n)
	case n.kind == kindRSS, n.kind == kindAtom, n.kind == kindJSONFeed:
		x.feedFile(f, l, n)
	case n.kind == kindWARC:
		random := f.random
		if file, ok := in.(*os.File); ok && f.path != StdinPath {
			random = file
		}
		x.warc(f.path, l, random)
	case n.kind == kindMHTML:
		x.mhtml(f, l)
	case n.kind == kindZip:
		if file, ok := in.(*os.File); ok && l.depth == 0 && f.path != StdinPath {
			x.zip(f, file)
			return
		}
		x.problem(f.path, "not a page: application/zip; a web archive in one (WACZ) is read from a file that is not compressed again")
	default:
		x.problem(f.path, "not a page: %s", n.name)
	}
}

// single reads a file that is one page.
func (x *reading) single(f found, l *layers, n nature) {
	b, err := whole(f, l, x.opt)
	if x.ctx.Err() != nil {
		return
	}
	if usable(b, err) {
		x.page(sayso.Source{Path: f.path, MediaType: mediaType(n.kind, n.charset)}, b)
	}
	if err != nil {
		x.problem(f.path, "%w", reason(err))
	}
}

// whole reads what is left in the layers. An error may come with the bytes
// before it.
func whole(f found, l *layers, opt Options) ([]byte, error) {
	hint := f.size + 1
	if l.depth > 0 {
		hint = f.size * 4
	} else if f.size > opt.maxPage() {
		return nil, warc.ErrTooLarge
	}
	return warc.ReadAll(l.in, opt.maxPage(), max(hint, bufferSize))
}

// usable reports whether the bytes before an error are worth keeping: those of
// a file that was cut off are, those of a damaged one may be wrong.
func usable(b []byte, err error) bool {
	if err == nil {
		return true
	}
	var g *gzipError
	return len(b) > 0 && errors.As(err, &g) && g.cut
}

// mediaTypes are what Source.MediaType says of a kind.
var mediaTypes = [...]string{
	kindText: "text/plain",
	kindHTML: "text/html",
	kindRSS:  string(feed.RSS), kindAtom: string(feed.Atom), kindJSONFeed: string(feed.JSON),
}

func mediaType(k kind, charset string) string {
	if charset == "" {
		return mediaTypes[k]
	}
	return mediaTypes[k] + "; charset=" + charset
}
