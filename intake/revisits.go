package intake

import (
	"context"
	"hash/fnv"
	"io"

	"sayso/intake/warc"
)

// A revisit record says that a page was the same as at an earlier capture, and
// leaves its bytes out. Where that capture stands earlier in the same file, and
// can be got at without reading the file again from its start, the revisit is a
// page with the earlier one's bytes; otherwise it is noted.

const (
	// maxCaptures bounds the captures of one file that are remembered: some 20
	// MiB. Files of crawlers are cut at 1 GiB, a tenth of that many records.
	maxCaptures = 500_000
	// maxWithin bounds what is decompressed again to get at a record inside a
	// gzip member. A file compressed as one member has no such records.
	maxWithin = 1 << 20
)

// place is where in a file a record can be got at.
type place struct {
	file   int64 // of the first byte of its gzip member, or of the record itself
	within int64 // decompressed bytes of that member before it
}

// captures finds the earlier captures of one WARC file.
type captures struct {
	random io.ReaderAt // the file, nil where it can only be read forward
	main   *layers     // of its reading
	places map[uint64]place
	again  *layers // of reading an earlier record
}

func newCaptures(random io.ReaderAt, main *layers) *captures {
	return &captures{random: random, main: main, places: map[uint64]place{}}
}

// keys are what a revisit may name a capture by: its id and its digest.
func keys(id, digest string) (keys []uint64) {
	for i, s := range []string{id, digest} {
		if s != "" {
			h := fnv.New64a()
			h.Write([]byte{byte(i)})
			io.WriteString(h, s)
			keys = append(keys, h.Sum64())
		}
	}
	return keys
}

// remember keeps the place of a record that a later one may revisit.
func (c *captures) remember(rec *warc.Record) {
	t := rec.Type()
	if c.random == nil || t != "response" && t != "resource" || len(c.places) >= maxCaptures {
		return
	}
	p := place{file: rec.Offset}
	switch c.main.depth {
	case 0:
	case 1:
		var ok bool
		if p, ok = c.main.gzip.place(rec.Offset); !ok || p.within > maxWithin {
			return
		}
	default:
		return
	}
	for _, k := range keys(rec.ID(), rec.Header.Get("WARC-Payload-Digest")) {
		c.places[k] = p
	}
}

// earlier reads the payload that the revisit record stands for, and reports
// whether it is to be had.
func (c *captures) earlier(ctx context.Context, revisit *warc.Record, opt Options) (payload, bool) {
	id, digest := revisit.RefersTo(), revisit.Header.Get("WARC-Payload-Digest")
	for _, k := range keys(id, digest) {
		at, ok := c.places[k]
		if !ok {
			continue
		}
		if c.again == nil {
			c.again = new(layers)
		}
		l := c.again
		if _, err := l.open(ctx, io.NewSectionReader(c.random, at.file, 1<<62)); err != nil || l.depth != c.main.depth {
			continue
		}
		if _, err := io.CopyN(io.Discard, l.in, at.within); err != nil {
			continue
		}
		r := warc.NewReader(l.in)
		rec, err := r.Next()
		// The keys are hashes: what stands there has to be what was named.
		if err != nil || !(id != "" && rec.ID() == id || digest != "" && rec.Header.Get("WARC-Payload-Digest") == digest) {
			continue
		}
		if p, left, err := recordPayload(r, rec, opt); err == nil && left == "" {
			return p, true
		}
	}
	return payload{}, false
}
