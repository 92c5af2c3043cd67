package sqlite

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"sayso"
	"sayso/store/words"
)

const (
	defaultLimit = 50
	// mostTerms and mostTokens bound a query. FTS5 refuses deep expressions.
	mostTerms  = 64
	mostTokens = 1000
)

// An effort says how much is tried in one way before another. Tests lower it.
type effort struct {
	// A query that asks for more than words is first tried on so many matches of
	// the words; then on so many statements that have the rest, which are read;
	// and at last on all matches that are left. A match costs 0.3 µs, a statement
	// some 20 µs.
	matches, statements int
	// The index is read in chunks, the first of this size and each next four
	// times as large. A whole chunk comes as one value, which is four times as
	// fast as row by row.
	chunk int
}

var usualEffort = effort{matches: 1 << 13, statements: 1200, chunk: 256}

// mostLimit is so much that nobody means it.
const mostLimit = 1 << 30

// limitOf is what was asked for, or the default.
func limitOf(asked, otherwise int) int {
	if asked <= 0 {
		return otherwise
	}
	return min(asked, mostLimit)
}

// Search returns what matches the query, in the order it asks for.
func (s *Store) Search(ctx context.Context, q sayso.Query) ([]sayso.Hit, bool, error) {
	limit, offset := limitOf(q.Limit, defaultLimit), min(max(q.Offset, 0), mostLimit)
	var hits []sayso.Hit
	more := false
	err := s.withColumns(ctx, "searching", func(tx *sql.Tx, c *columns) error {
		f, err := s.finderFor(ctx, tx, c, q)
		if err != nil || f == nil {
			return err
		}
		if f.match == "" {
			f.skip, offset = offset, 0
		}
		found, err := f.find(ctx, offset+limit+1)
		if err != nil {
			return err
		}
		found = found[min(offset, len(found)):]
		if more = len(found) > limit; more {
			found = found[:limit]
		}
		hits, err = c.hits(ctx, tx, found)
		return err
	})
	if err != nil {
		return nil, false, err
	}
	return hits, more, nil
}

// An at is a statement, by its number in its document, or a page, where n is -1.
type at struct{ doc, n int32 }

// A finder finds what matches one query.
type finder struct {
	*columns
	effort effort
	tx     *sql.Tx
	pages  bool
	sort   sayso.Sort
	filter filter
	wanted wanted // words
	match  string // the same for FTS5, or "" for any words
	after  *at
	skip   int // how many to pass over, where no words are wanted
	// scan bounds how much of the index is read, 0 for all; scanned is how much
	// was, and cut whether there was more.
	scan, scanned int
	cut           bool
}

// finderFor returns nil where nothing can match.
func (s *Store) finderFor(ctx context.Context, tx *sql.Tx, c *columns, q sayso.Query) (*finder, error) {
	if q.What != sayso.Statements && q.What != sayso.Pages {
		return nil, sayso.Errorf(sayso.Internal, s.path, "searching for %q", q.What)
	}
	f := &finder{columns: c, effort: s.effort, tx: tx, pages: q.What == sayso.Pages, sort: q.Sort}
	switch q.Sort {
	case sayso.ByPlace, sayso.Newest, sayso.Oldest:
	default:
		return nil, sayso.Errorf(sayso.Unreadable, "", "searching in the order %q", q.Sort)
	}
	var any bool
	var err error
	if f.wanted, any, err = wantedBy(ctx, tx, q); err != nil || !any {
		return nil, err
	}
	f.match = f.wanted.match()
	if f.filter, any, err = c.filterFor(q); err != nil || !any {
		return nil, err
	}
	if q.Cursor != "" {
		if f.after, err = c.readCursor(ctx, tx, q.Cursor); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// A cursor is the document's id and, of a statement, its number.
func (c *columns) cursor(p at) string {
	id := c.docs[p.doc].id
	if p.n < 0 {
		return id
	}
	return id + "." + strconv.Itoa(int(p.n))
}

func (c *columns) readCursor(ctx context.Context, tx *sql.Tx, cursor string) (*at, error) {
	p := at{n: -1}
	id := cursor
	if i := strings.LastIndexByte(cursor, '.'); i >= 0 {
		n, err := strconv.ParseUint(cursor[i+1:], 10, 31)
		if err == nil {
			id, p.n = cursor[:i], int32(n)
		}
	}
	seq, err := documentSeq(ctx, tx, sayso.DocumentID(id))
	if err != nil {
		return nil, err
	}
	if seq == 0 || int(seq) >= len(c.docs) || c.docs[seq].rank < 0 {
		return nil, sayso.Errorf(sayso.NotFound, "", "no place %q to go on from in this archive", cursor)
	}
	p.doc = int32(seq)
	return &p, nil
}

// compare puts two finds in the order asked for.
func (f *finder) compare(a, b at) int {
	var ra, rb int32
	if f.sort == sayso.ByPlace {
		ra, rb = f.docs[a.doc].rank, f.docs[b.doc].rank
	} else {
		ra, rb = f.docs[a.doc].dateRank, f.docs[b.doc].dateRank
	}
	n := int(ra) - int(rb)
	if n == 0 {
		n = int(a.n) - int(b.n)
	}
	if f.sort == sayso.Oldest {
		return -n
	}
	return n
}

// find returns the first matches after the cursor, at most so many.
func (f *finder) find(ctx context.Context, most int) ([]at, error) {
	if f.match == "" {
		var out []at
		f.scanColumns(func(p at) bool {
			if f.skip > 0 {
				f.skip--
				return true
			}
			out = append(out, p)
			return len(out) < most
		})
		return out, ctx.Err()
	}
	if f.filter.open {
		return f.stream(ctx, most)
	}
	// Common words and a rare speaker, or the other way round: which is fewer is
	// not known before.
	first := *f
	if f.scan == 0 || f.effort.matches < f.scan {
		first.scan = f.effort.matches
	}
	out, err := first.stream(ctx, most)
	if err != nil || !first.cut {
		return out, err
	}
	if f.pages {
		return f.stream(ctx, most)
	}
	out, last, all, err := f.read(ctx, most)
	if err != nil || all || len(out) == most {
		return out, err
	}
	rest := *f
	rest.after = &last
	more, err := rest.stream(ctx, most-len(out))
	f.cut = rest.cut
	return append(out, more...), err
}

// read looks for the words in the first statements that the columns let through.
// all tells whether there are no more of those than last.
func (f *finder) read(ctx context.Context, most int) (out []at, last at, all bool, err error) {
	st, err := f.tx.PrepareContext(ctx, `SELECT content FROM statement WHERE seq = ?`)
	if err != nil {
		return nil, last, false, err
	}
	defer st.Close()
	n := 0
	all = true
	var content string
	var buf []byte
	f.scanColumns(func(p at) bool {
		if n++; n > f.effort.statements || len(out) == most {
			all = false
			return false
		}
		last = p
		if err = st.QueryRowContext(ctx, f.docs[p.doc].first+p.n).Scan(&content); err != nil {
			return false
		}
		if buf = words.Append(append(buf[:0], ' '), content); f.wanted.in(buf) {
			out = append(out, p)
		}
		return true
	})
	return out, last, all, err
}

// scanColumns calls yield with what the columns let through, in order, without
// looking for words.
func (f *finder) scanColumns(yield func(at) bool) {
	order := f.byRank
	if f.sort != sayso.ByPlace {
		order = f.byDate
	}
	n, step, i := len(order), 1, 0
	if f.after != nil {
		if i = int(f.docs[f.after.doc].rank); f.sort != sayso.ByPlace {
			i = int(f.docs[f.after.doc].dateRank)
		}
	} else if f.sort == sayso.Oldest {
		i = n - 1
	}
	if f.sort == sayso.Oldest {
		step = -1
	}
	for ; i >= 0 && i < n; i += step {
		doc := order[i]
		d := &f.docs[doc]
		if !f.filter.document(f.columns, doc) {
			continue
		}
		if f.pages {
			if p := (at{doc, -1}); (f.after == nil || f.compare(p, *f.after) > 0) && !yield(p) {
				return
			}
			continue
		}
		if f.filter.open && f.skip >= int(d.said) && (f.after == nil || doc != f.after.doc) {
			f.skip -= int(d.said)
			continue
		}
		for k := int32(0); k < d.said; k++ {
			p := at{doc, k}
			if step < 0 {
				p.n = d.said - 1 - k
			}
			if f.filter.statement(f.columns, d.first+p.n) && (f.after == nil || doc != f.after.doc || f.compare(p, *f.after) > 0) && !yield(p) {
				return
			}
		}
	}
}

// hits fills in what is shown of each.
func (c *columns) hits(ctx context.Context, tx *sql.Tx, found []at) ([]sayso.Hit, error) {
	if len(found) == 0 {
		return nil, nil
	}
	var in inserts
	defer in.close()
	document := in.prepare(tx, `SELECT path, title, published, captured_at FROM document WHERE seq = ?`)
	statement := in.prepare(tx, `SELECT id, confidence, content FROM statement WHERE seq = ?`)
	if in.err != nil {
		return nil, in.err
	}
	hits := make([]sayso.Hit, len(found))
	for i, p := range found {
		h := &hits[i]
		d := &c.docs[p.doc]
		if i > 0 && found[i-1].doc == p.doc {
			last := &hits[i-1]
			h.Path, h.Title, h.Published, h.CapturedAt = last.Path, last.Title, last.Published, last.CapturedAt
		} else if err := document.QueryRowContext(ctx, p.doc).Scan(&h.Path, &h.Title, &h.Published, &h.CapturedAt); err != nil {
			return nil, err
		}
		h.Document, h.Outlet, h.Language = sayso.DocumentID(d.id), c.outlets[d.outlet], c.languages[d.language]
		h.Cursor, h.Story = c.cursor(p), c.storyID(p.doc)
		counts, end := &c.ofDocument[p.doc], pair{b: p.doc}
		if p.n >= 0 {
			seq := d.first + p.n
			var key any
			if err := statement.QueryRowContext(ctx, seq).Scan(&key, &h.Confidence, &h.Content); err != nil {
				return nil, err
			}
			h.Statement = statementID(key)
			h.Mode, h.Polarity, h.Act = modeOf(c.traits[seq]), polarityOf(c.traits[seq]), actOf(c.traits[seq])
			h.Speaker, h.Actor = c.named(c.speaker[seq], c.speakerOf(seq))
			h.Addressee, _ = c.named(c.addressee[seq], c.addresseeOf(seq))
			counts, end = &c.ofStatement[seq], pair{statements: true, b: seq}
		}
		h.Copies, h.Conflicts, h.Independents = int(counts.all), int(counts.conflicts), int(counts.independent)
		h.Confirmed = c.confirmed[end]
	}
	return hits, nil
}

// named is how a voice is shown, and who it is.
func (c *columns) named(voice uint32, actor int32) (string, sayso.ActorID) {
	if voice == 0 {
		return "", ""
	}
	a := &c.actors[actor]
	if a.renamed {
		return a.name, a.id
	}
	return c.voices[voice].name, a.id
}

func (c *columns) storyID(doc int32) sayso.DocumentID {
	if n := c.storyOf[doc]; n > 0 {
		return sayso.DocumentID(c.docs[c.stories[n-1].first].id)
	}
	return ""
}
