package intake

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"sort"

	"sayso/intake/warc"
)

const (
	// bufferSize is the read buffer of each layer.
	bufferSize = 64 << 10
	// maxLayers bounds gzip within gzip. A crawl compressed once more has two.
	maxLayers = 3
	// minCut is the least that has to come out of a file cut off or damaged for
	// what it holds to be told.
	minCut = 256
	// maxResync bounds the search for a sound gzip member behind a damaged one:
	// so many places that look like its beginning are tried.
	maxResync = 1000
)

// meter counts what is read from a file, and ends the reading when the context
// does.
type meter struct {
	ctx context.Context
	r   io.Reader
	n   int64
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.r.Read(p)
	m.n += int64(n)
	return n, err
}

// A gzipError is where a gzip stream ends before its time or is damaged.
type gzipError struct {
	at      int64 // in the file
	cut     bool  // the file ends there
	spoiled bool  // bytes already given, of the same member, may be wrong
	err     error
}

func (e *gzipError) Error() string {
	if e.cut {
		return fmt.Sprintf("the gzip data is cut off at byte %d of the file", e.at)
	}
	return fmt.Sprintf("the gzip data is damaged before byte %d of the file (%v)", e.at, e.err)
}

// Is makes the error a warc.ErrSpoiled where it is one.
func (e *gzipError) Is(target error) bool { return e.spoiled && target == warc.ErrSpoiled }

func (e *gzipError) Unwrap() error { return e.err }

// gunzip reads the members of a gzip file as one stream. Unlike gzip.Reader it
// knows where in the file it stands, passes over zeros behind the last member
// (tapes and block copies leave them), and can go on behind a damaged member.
type gunzip struct {
	src    *bufio.Reader
	meter  *meter
	z      gzip.Reader
	inside bool // a member
	gave   bool // bytes of that member
	begun  bool // some member was read
	err    error
	tries  int   // of resync
	given  int64 // bytes, of all members
	starts []start
}

// start is where a member begins: in the file, and in what is given.
type start struct{ file, given int64 }

// begin makes g read src, which meter counts.
func (g *gunzip) begin(src *bufio.Reader, m *meter) {
	*g = gunzip{src: src, meter: m, z: g.z, starts: g.starts[:0]}
}

// at is the place in the file that was read up to.
func (g *gunzip) at() int64 { return g.meter.n - int64(g.src.Buffered()) }

func (g *gunzip) Read(p []byte) (int, error) {
	for g.err == nil {
		if !g.inside {
			g.err = g.member()
			continue
		}
		n, err := g.z.Read(p)
		if err == io.EOF {
			g.inside = false
		} else if err != nil {
			g.err = g.failed(err)
		}
		if n > 0 {
			g.gave = true
			g.given += int64(n)
			return n, nil
		}
	}
	return 0, g.err
}

// member begins the next member, or returns io.EOF.
func (g *gunzip) member() error {
	for g.begun {
		b, err := g.src.Peek(1)
		if err != nil {
			return err // io.EOF among them
		}
		if b[0] != 0 {
			break
		}
		g.src.Discard(1)
	}
	if b, _ := g.src.Peek(3); g.begun && !bytes.HasPrefix(b, []byte("\x1f\x8b\x08")) {
		return &gzipError{at: g.at(), err: errors.New("what follows is no gzip")}
	}
	g.begins()
	if err := g.z.Reset(g.src); err != nil {
		return g.failed(err)
	}
	g.z.Multistream(false)
	g.inside, g.gave, g.begun = true, false, true
	return nil
}

// begins notes where a member begins. Only places within the buffers above are
// asked for, so that older ones are forgotten.
func (g *gunzip) begins() {
	if n := len(g.starts); n > 0 && g.starts[n-1].given == g.given {
		g.starts = g.starts[:n-1] // that one was empty
	}
	if n := len(g.starts) / 2; n > 0 && g.starts[n].given < g.given-2*bufferSize {
		g.starts = append(g.starts[:0], g.starts[n:]...)
	}
	g.starts = append(g.starts, start{g.at(), g.given})
}

// place finds the member that holds the byte at offset of what was given.
func (g *gunzip) place(offset int64) (place, bool) {
	i := sort.Search(len(g.starts), func(i int) bool { return g.starts[i].given > offset }) - 1
	if i < 0 {
		return place{}, false
	}
	return place{g.starts[i].file, offset - g.starts[i].given}, true
}

// failed tells damage of the gzip data from an error of the file.
func (g *gunzip) failed(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		return &gzipError{at: g.at(), cut: true, err: io.ErrUnexpectedEOF}
	case errors.Is(err, gzip.ErrChecksum):
		return &gzipError{at: g.at(), spoiled: true, err: errors.New("its checksum does not hold")}
	case errors.Is(err, gzip.ErrHeader):
		return &gzipError{at: g.at(), err: errors.New("a header is invalid")}
	case errors.As(err, &corrupt):
		return &gzipError{at: g.at(), spoiled: g.gave, err: errors.New("its data is invalid")}
	}
	return err
}

// resync goes on, after damage, with the next member whose content begins with
// the bytes given, and reports whether there is one.
func (g *gunzip) resync(begins string) bool {
	var damage *gzipError
	if !errors.As(g.err, &damage) || damage.cut {
		return false
	}
	for ; g.tries < maxResync; g.tries++ {
		// To the next byte that may begin a member.
		for {
			b, err := g.src.Peek(g.src.Size())
			if len(b) < 3 {
				return false
			}
			i := bytes.Index(b, []byte("\x1f\x8b\x08"))
			if i >= 0 {
				g.src.Discard(i)
				break
			}
			if err != nil {
				return false
			}
			g.src.Discard(len(b) - 2)
		}
		b, _ := g.src.Peek(sniffLength)
		var z gzip.Reader
		content := make([]byte, len(begins))
		if z.Reset(bytes.NewReader(b)) == nil {
			if n, _ := io.ReadFull(&z, content); string(content[:n]) == begins {
				g.err, g.inside = nil, false
				return true
			}
		}
		g.src.Discard(1)
	}
	return false
}

// layers is an open file with the gzip taken off it. Its buffers are kept for
// the next file.
type layers struct {
	in    *bufio.Reader // what is inside
	meter meter
	gzip  *gunzip // the outermost layer; nothing to resync where depth is not 1
	depth int
	bufs  [maxLayers + 1]*bufio.Reader
	zips  [maxLayers]gunzip
}

// open opens the layers of r and tells what is inside.
func (l *layers) open(ctx context.Context, r io.Reader) (nature, error) {
	l.meter = meter{ctx: ctx, r: r}
	l.gzip = &l.zips[0]
	r = &l.meter
	for l.depth = 0; ; l.depth++ {
		buf := &l.bufs[l.depth]
		if *buf == nil {
			*buf = bufio.NewReaderSize(r, bufferSize)
		} else {
			(*buf).Reset(r)
		}
		l.in = *buf
		head, err := l.in.Peek(sniffLength)
		if len(head) < minCut && err != nil && err != io.EOF {
			return nature{}, err
		}
		if len(head) == sniffLength && blank(head) {
			head, _ = l.in.Peek(bufferSize)
		}
		n := sniff(head)
		if n.kind == kindEmpty && len(head) == bufferSize {
			n.kind = kindText // what follows so much blank space was not seen
		}
		if n.kind != kindGzip {
			return n, nil
		}
		if l.depth == maxLayers {
			return nature{}, fmt.Errorf("gzip within gzip, more than %d layers", maxLayers)
		}
		z := &l.zips[l.depth]
		z.begin(l.in, &l.meter)
		r = z
	}
}
