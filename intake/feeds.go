package intake

import (
	"bytes"
	"errors"

	"sayso"
	"sayso/intake/feed"
)

// feedFile reads a file that is a feed: each entry is a page. Entries are
// found in the feed as a whole, which is held to the limit of one page.
func (x *reading) feedFile(f found, l *layers, n nature) {
	b, err := whole(f, l, x.opt)
	if x.ctx.Err() != nil {
		return
	}
	if usable(b, err) {
		x.feed(feedAt{src: sayso.Source{Path: f.path}, kind: n.kind, cut: err != nil}, b)
	}
	if err != nil {
		x.problem(f.path, "%w", reason(err))
	}
}

// feedAt is a feed and where it was found.
type feedAt struct {
	src      sayso.Source
	kind     kind
	declared string // the character set that the container names; it goes before the feed's own
	place    string // in the container, for problems
	cut      bool   // the file is known to be cut off, and a problem says so
}

// feed reads the entries of the feed b.
func (x *reading) feed(at feedAt, b []byte) {
	format := feed.RSS
	switch at.kind {
	case kindAtom:
		format = feed.Atom
	case kindJSONFeed:
		format = feed.JSON
	}
	charset := at.declared
	if own := feed.Charset(b); charset == "" || own == "utf-16le" || own == "utf-16be" {
		charset = own
	}
	media := mediaType(at.kind, charsetName(charset))
	problems, entries := 0, 0
	for e, err := range feed.Entries(b, format) {
		if x.stopped() {
			return
		}
		if err != nil {
			if d := (*feed.Damage)(nil); at.cut && errors.As(err, &d) && d.Cut {
				continue
			}
			if problems++; problems <= maxProblems {
				x.problem(at.src.Path, "%s%w", at.place, err)
			}
			continue
		}
		entries++
		s := at.src
		s.MediaType = media
		s.URL = sayso.Maybe(e.URL)
		s.Part = &sayso.Part{Offset: int64(e.Offset), Length: int64(e.Length)}
		// A copy, or each entry would hold the whole feed in memory.
		x.page(s, bytes.Clone(b[e.Offset:e.Offset+e.Length]))
	}
	if problems > maxProblems {
		x.problem(at.src.Path, "%s%d more broken entries", at.place, problems-maxProblems)
	}
	if entries == 0 && problems == 0 && !at.cut {
		x.problem(at.src.Path, "%sa feed without entries", at.place)
	}
}
