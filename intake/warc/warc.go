// Package warc reads WARC files (ISO 28500, versions 1.0 and 1.1) record by
// record, and undoes the HTTP codings of the bodies in them.
//
// It takes the decompressed stream: whoever opens the file joins its gzip
// members to one stream, so that records are framed by their Content-Length
// alone. That reads files compressed record by record and files compressed as
// one member alike.
//
// What it withstands: line ends without CR, header lines without a colon,
// missing or extra blank lines between records, records that do not begin
// where they should (it says so, and goes on at the next line that begins one),
// a Content-Length that is missing, wrong or absurd, headers without end, and a
// stream that ends or fails anywhere. It never holds more than its buffer and
// the one block asked for.
package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	// BufferSize is the size of the read buffer, and so the most that Peek
	// shows of a block.
	BufferSize = 64 << 10
	// maxHead bounds the header of one record. Headers seen in crawls stay
	// under 10 KiB, long target URIs included.
	maxHead = 1 << 20
)

// ErrTooLarge is returned where a block, or what it unpacks to, passes the
// limit given.
var ErrTooLarge = errors.New("larger than the limit")

// ErrSpoiled is what the error of a stream is (as errors.Is tells) when it
// says that bytes read before it may be wrong, as a bad checksum does.
var ErrSpoiled = errors.New("what was read before is spoiled")

// A Damage is a place where the file is not as a WARC should be. Reading goes
// on after it unless Err is set.
type Damage struct {
	Offset int64  // in the decompressed stream
	Reason string // what is wrong there
	Err    error  // the error of the stream underneath, if that is what ended it
}

func (d *Damage) Error() string { return fmt.Sprintf("at byte %d: %s", d.Offset, d.Reason) }

func (d *Damage) Unwrap() error { return d.Err }

// A Record is the header of one record.
type Record struct {
	Offset int64 // of its first byte in the decompressed stream
	Length int64 // of its block
	Header Header
}

// Type is the record's type in lower case: "response", "resource", ….
func (r *Record) Type() string { return strings.ToLower(r.Header.Get("WARC-Type")) }

// ID is the record's identifier, without its angle brackets.
func (r *Record) ID() string { return unbracketed(r.Header.Get("WARC-Record-ID")) }

// URI is the address the record was captured from. Some writers put it in
// angle brackets.
func (r *Record) URI() string { return unbracketed(r.Header.Get("WARC-Target-URI")) }

// RefersTo is the identifier of the record that a revisit stands for, or "".
func (r *Record) RefersTo() string { return unbracketed(r.Header.Get("WARC-Refers-To")) }

func unbracketed(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) >= 2 && s[0] == '<' && s[len(s)-1] == '>' {
		return s[1 : len(s)-1]
	}
	return s
}

// A Reader reads the records of one decompressed WARC stream.
type Reader struct {
	in   *bufio.Reader
	pos  int64 // bytes taken from in
	left int64 // bytes of the current block not yet taken
	rec  *Record
	err  error // what ended the stream
}

// NewReader returns a Reader of the stream r, whose first byte is byte 0.
func NewReader(r io.Reader) *Reader {
	return &Reader{in: bufio.NewReaderSize(r, BufferSize)}
}

// Resume goes on after the stream underneath failed and was mended: what it
// now gives continues what was read before.
func (r *Reader) Resume() {
	r.err = nil
	r.left = 0
	r.rec = nil
}

// Next moves to the next record, past what was not read of the one before. It
// returns io.EOF at the end of the stream, and a *Damage where no sound record
// stands; call it again to go on behind that.
func (r *Reader) Next() (*Record, error) {
	if r.err != nil {
		return nil, io.EOF
	}
	if r.left > 0 {
		if err := r.skipBlock(); err != nil {
			return nil, err
		}
	}
	r.rec = nil
	if err := r.blankLines(); err != nil {
		if err == io.EOF {
			r.err = err
			return nil, io.EOF
		}
		return nil, r.fail(r.pos, "cannot read on", err)
	}
	start := r.pos
	line, err := r.line()
	if !isVersion(line) {
		return nil, r.resync(start, err)
	}
	if err != nil {
		return nil, r.fail(start, "the file ends inside a record's header", err)
	}
	rec := &Record{Offset: start}
	rec.Header, err = r.header(start)
	if err != nil {
		return nil, err
	}
	size := rec.Header.Get("Content-Length")
	n, perr := strconv.ParseInt(size, 10, 64)
	if perr != nil || n < 0 {
		// Without a length the next record has to be looked for.
		d := &Damage{Offset: start, Reason: fmt.Sprintf("the record has no usable Content-Length (%.40q)", size)}
		if d2, ok := r.resync(r.pos, nil).(*Damage); ok && d2.Err != nil {
			d.Err = d2.Err
		}
		return nil, d
	}
	rec.Length = n
	r.left = n
	r.rec = rec
	return rec, nil
}

// versionSample is how much of a line isVersion has to see.
const versionSample = len("WARC/0.18")

// isVersion tells the first line of a record. Drafts before 0.17 are framed
// differently and are not read.
func isVersion(line []byte) bool {
	return bytes.HasPrefix(line, []byte("WARC/1.")) || bytes.HasPrefix(line, []byte("WARC/0.17")) || bytes.HasPrefix(line, []byte("WARC/0.18"))
}

// blankLines takes what parts two records, and the first byte after that as
// seen: the end of a gzip member, with its checksum, lies between.
func (r *Reader) blankLines() error {
	for {
		if _, err := r.in.Peek(1); err != nil {
			return err
		}
		b, _ := r.in.Peek(r.in.Buffered())
		n := len(b) - len(bytes.TrimLeft(b, "\r\n"))
		r.in.Discard(n)
		r.pos += int64(n)
		if n < len(b) {
			return nil
		}
	}
}

// line takes one line and returns it without its end. A line longer than the
// buffer is given in pieces.
func (r *Reader) line() ([]byte, error) {
	b, err := r.in.ReadSlice('\n')
	r.pos += int64(len(b))
	if err == bufio.ErrBufferFull {
		err = nil
	}
	return bytes.TrimRight(b, "\r\n"), err
}

func (r *Reader) header(start int64) (Header, error) {
	var head []byte
	for {
		at := r.pos
		line, err := r.line()
		if err != nil {
			return nil, r.fail(start, "the file ends inside a record's header", err)
		}
		if len(line) == 0 {
			if r.pos-at <= 2 {
				return ParseHeader(string(head)), nil
			}
			continue
		}
		if len(head)+len(line) > maxHead {
			d := &Damage{Offset: start, Reason: "the record's header has no end"}
			if d2, ok := r.resync(r.pos, nil).(*Damage); ok && d2.Err != nil {
				d.Err = d2.Err
			}
			return nil, d
		}
		head = append(head, line...)
		head = append(head, '\n')
	}
}

// resync moves to the next line that begins a record and returns the Damage
// that made it necessary. err is what reading the last line ended with.
func (r *Reader) resync(start int64, err error) error {
	atStart := true // of a line
	for err == nil {
		var b []byte
		if b, err = r.in.Peek(versionSample); atStart && isVersion(b) {
			return &Damage{Offset: start, Reason: fmt.Sprintf("%d bytes that are no record; reading goes on behind them", r.pos-start)}
		}
		if len(b) == 0 {
			break
		}
		b, err = r.in.ReadSlice('\n')
		r.pos += int64(len(b))
		atStart = err == nil
		if err == bufio.ErrBufferFull {
			err = nil
		}
	}
	reason := fmt.Sprintf("%d bytes that are no record, up to the end", r.pos-start)
	d := r.fail(start, reason, err).(*Damage)
	if err == io.EOF {
		d.Reason = reason
	}
	return d
}

// fail ends the stream with a Damage.
func (r *Reader) fail(at int64, reason string, err error) error {
	r.err = err
	r.left = 0
	r.rec = nil
	if err != io.EOF && err != io.ErrUnexpectedEOF && err != nil {
		reason = err.Error()
	}
	return &Damage{Offset: at, Reason: reason, Err: err}
}

// Peek shows up to n bytes of the current block that were not yet taken, fewer
// where the block, the buffer or the stream ends. They hold until the next call.
func (r *Reader) Peek(n int) []byte {
	b, _ := r.in.Peek(int(min(int64(n), r.left, BufferSize)))
	return b
}

// Block returns the current record's block. Where that is longer than max it
// returns ErrTooLarge and takes nothing. It looks past the record's end, so
// that a bad checksum of its gzip member is found before the block is used.
func (r *Reader) Block(max int64) ([]byte, error) {
	if r.rec == nil {
		return nil, io.EOF
	}
	rec := r.rec
	if r.left > max {
		return nil, ErrTooLarge
	}
	// The length is a claim: memory grows only with what is really there.
	want := r.left
	b := make([]byte, 0, min(want, 1<<20))
	for int64(len(b)) < want {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := r.in.Read(b[len(b):min(int64(cap(b)), want)])
		b = b[:len(b)+n]
		r.pos += int64(n)
		r.left -= int64(n)
		if err != nil && int64(len(b)) < want {
			return nil, r.cut(err)
		}
	}
	// Other errors are about what follows; Next meets them again.
	if err := r.blankLines(); errors.Is(err, ErrSpoiled) {
		return nil, r.fail(rec.Offset, "", err)
	}
	return b, nil
}

func (r *Reader) skipBlock() error {
	for r.left > 0 {
		n, err := r.in.Discard(int(min(r.left, 1<<30)))
		r.pos += int64(n)
		r.left -= int64(n)
		if err != nil {
			return r.cut(err)
		}
	}
	return nil
}

func (r *Reader) cut(err error) error {
	rec := r.rec
	return r.fail(rec.Offset, fmt.Sprintf("the record is cut off: %d of the %d bytes of its block are there", rec.Length-r.left, rec.Length), err)
}
