package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"sort"
	"strings"

	"sayso"
)

func (c *columns) story(ctx context.Context, tx *sql.Tx, n int32) (*sayso.Story, error) {
	docs := c.stories[n].docs
	st := &sayso.Story{ID: sayso.DocumentID(c.docs[c.stories[n].first].id), Pages: len(docs)}
	var first, last day
	for _, d := range docs {
		c.docs[d].published.widen(&first, &last)
	}
	st.First, st.Last = first.String(), last.String()
	err := tx.QueryRowContext(ctx, `SELECT title FROM document WHERE seq = ?`, docs[0]).Scan(&st.Title)
	return st, err
}

// Story returns the pages that copy each other and id is among.
func (s *Store) Story(ctx context.Context, id sayso.DocumentID) (st *sayso.Story, err error) {
	err = s.withColumns(ctx, "reading a story", func(tx *sql.Tx, c *columns) error {
		seq, err := documentSeq(ctx, tx, id)
		if err != nil {
			return err
		}
		if seq == 0 || int(seq) >= len(c.storyOf) || c.storyOf[seq] == 0 {
			return sayso.Errorf(sayso.NotFound, s.path, "no story with page %q in this archive", id)
		}
		n := c.storyOf[seq] - 1
		if st, err = c.story(ctx, tx, n); err != nil {
			return err
		}
		for _, d := range c.stories[n].docs {
			rows, err := tx.QueryContext(ctx, `SELECT `+headColumns+` FROM document WHERE seq = ?`, d)
			if err != nil {
				return err
			}
			if st.Heads, err = c.readHeads(rows, st.Heads); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return st, nil
}

// Stories returns the stories of most pages.
func (s *Store) Stories(ctx context.Context, limit int) (out []sayso.Story, err error) {
	limit = limitOf(limit, defaultLimit)
	err = s.withColumns(ctx, "listing stories", func(tx *sql.Tx, c *columns) error {
		for n := range c.stories[:min(limit, len(c.stories))] {
			st, err := c.story(ctx, tx, int32(n))
			if err != nil {
				return err
			}
			out = append(out, *st)
		}
		return nil
	})
	return out, err
}

// Conflicts returns the conflict links between statements.
func (s *Store) Conflicts(ctx context.Context, cursor string, limit int) (out []sayso.Conflict, more bool, err error) {
	limit = limitOf(limit, defaultLimit)
	err = s.withColumns(ctx, "listing conflicts", func(tx *sql.Tx, c *columns) error {
		from, err := c.afterConflict(ctx, tx, cursor)
		if err != nil {
			return err
		}
		list := c.conflicts[from:]
		if more = len(list) > limit; more {
			list = list[:limit]
		}
		var ends []at
		for _, l := range list {
			for _, seq := range []int32{l.a, l.b} {
				doc := c.docOf[seq]
				ends = append(ends, at{doc, seq - c.docs[doc].first})
			}
		}
		hits, err := c.hits(ctx, tx, ends)
		if err != nil {
			return err
		}
		for i, l := range list {
			of := [2]sayso.Hit{hits[2*i], hits[2*i+1]}
			one := sayso.Conflict{Of: of, Cursor: string(of[0].Statement) + "." + string(of[1].Statement)}
			var z blob
			err := tx.QueryRowContext(ctx, `SELECT size, crc, data FROM link WHERE seq = ?`, l.link).Scan(&z.size, &z.crc, &z.data)
			if err != nil {
				return err
			}
			if one.Link, err = s.unpackLink(string(of[0].Statement), string(of[1].Statement), &z); err != nil {
				return err
			}
			_, one.Confirmed = c.confirmed[pairOf(true, l.a, l.b)]
			for i := range one.Of {
				h := &one.Of[i]
				h.Copies, h.Conflicts, h.Independents, h.Confirmed, h.Cursor = 0, 0, 0, 0, ""
			}
			out = append(out, one)
		}
		return nil
	})
	return out, more, err
}

// afterConflict is how many conflicts come up to a cursor, though what it names
// may have ceased to be one.
func (c *columns) afterConflict(ctx context.Context, tx *sql.Tx, cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	var ends [2]int64
	ids := strings.SplitN(cursor, ".", 2)
	for i, id := range ids {
		var err error
		if ends[i], err = statementSeq(ctx, tx, sayso.StatementID(id)); err != nil {
			return 0, err
		}
		if ends[i] == 0 || int(ends[i]) >= len(c.docOf) || len(ids) < 2 {
			return 0, sayso.Errorf(sayso.NotFound, "", "no conflict %q to go on from in this archive", cursor)
		}
	}
	last := conflictColumn{a: int32(ends[0]), b: int32(ends[1])}
	return sort.Search(len(c.conflicts), func(i int) bool {
		l := &c.conflicts[i]
		return cmp.Or(c.compareConflicts(l, &last)) > 0
	}), nil
}
