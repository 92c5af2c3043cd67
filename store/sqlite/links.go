package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"strconv"
	"strings"

	"sayso"
)

// Linked reports whether the links were made after the last page was added.
func (s *Store) Linked(ctx context.Context) (bool, error) {
	v, err := figure(ctx, s.read, "linked")
	return v == 1, s.failed("reading figures", err)
}

// linkBatch is the number of links read at a time.
const linkBatch = 256

type linkKey struct {
	between        string
	aOrder, bOrder int64
	a, b, kind     string
	seq            int64
}

// Links yields every link in order. No transaction is open between two. Where
// the links are replaced meanwhile it ends with an error of kind Busy rather
// than with some of the old and some of the new.
func (s *Store) Links(ctx context.Context) iter.Seq2[sayso.Link, error] {
	return func(yield func(sayso.Link, error) bool) {
		var last linkKey
		set := int64(-1)
		for {
			var batch []sayso.Link
			err := s.view(ctx, "reading links", func(tx *sql.Tx) error {
				now, err := figure(ctx, tx, "links set")
				if err != nil {
					return err
				}
				if set >= 0 && now != set {
					return sayso.Errorf(sayso.Busy, s.path, "the links were replaced while they were read")
				}
				set = now
				batch, last, err = s.linksAfter(ctx, tx, last)
				return err
			})
			if err != nil {
				yield(sayso.Link{}, err)
				return
			}
			for _, l := range batch {
				if !yield(l, nil) {
					return
				}
			}
			if len(batch) < linkBatch {
				return
			}
		}
	}
}

func (s *Store) linksAfter(ctx context.Context, tx *sql.Tx, last linkKey) ([]sayso.Link, linkKey, error) {
	rows, err := tx.QueryContext(ctx, `SELECT joins, a_order, b_order, a, b, kind, seq, size, crc, data FROM link
		WHERE (joins, a_order, b_order, a, b, kind, seq) > (?, ?, ?, ?, ?, ?, ?)
		ORDER BY joins, a_order, b_order, a, b, kind, seq LIMIT ?`,
		last.between, last.aOrder, last.bOrder, last.a, last.b, last.kind, last.seq, linkBatch)
	if err != nil {
		return nil, last, err
	}
	defer rows.Close()
	var batch []sayso.Link
	for rows.Next() {
		var z blob
		k := &last
		if err := rows.Scan(&k.between, &k.aOrder, &k.bOrder, &k.a, &k.b, &k.kind, &k.seq, &z.size, &z.crc, &z.data); err != nil {
			return nil, last, err
		}
		l, err := s.unpackLink(k.a, k.b, &z)
		if err != nil {
			return nil, last, err
		}
		batch = append(batch, l)
	}
	return batch, last, rows.Err()
}

// LinksOf returns the links of one document or statement.
func (s *Store) LinksOf(ctx context.Context, id string) ([]sayso.Link, error) {
	judged, _, err := s.LinksPage(ctx, id, sayso.LinkQuery{Limit: mostLimit})
	var all []sayso.Link
	for _, l := range judged {
		all = append(all, l.Link)
	}
	return all, err
}

// LinksPage returns part of the links of one document or statement.
func (s *Store) LinksPage(ctx context.Context, id string, q sayso.LinkQuery) (list []sayso.JudgedLink, total int, err error) {
	q.Limit = limitOf(q.Limit, defaultLimit)
	err = s.view(ctx, "reading links", func(tx *sql.Tx) error {
		verdicts, err := verdictsOn(ctx, tx, id)
		if err != nil {
			return err
		}
		joins := sayso.BetweenDocuments
		seq, err := documentSeq(ctx, tx, sayso.DocumentID(id))
		if err == nil && seq == 0 {
			joins = sayso.BetweenStatements
			seq, err = statementSeq(ctx, tx, sayso.StatementID(id))
		}
		if err != nil || seq == 0 {
			return err
		}
		where, args := ` WHERE joins = ?1 AND a_seq = ?2`, []any{string(joins), seq, string(q.Kind), q.Limit, max(q.Offset, 0)}
		narrow := ` AND (?3 = '' OR kind = ?3)`
		for other, confirmed := range verdicts {
			if !confirmed {
				args = append(args, other)
				narrow += ` AND a <> ?` + strconv.Itoa(len(args)) + ` AND b <> ?` + strconv.Itoa(len(args))
			}
		}
		union := `SELECT seq FROM link` + where + narrow + ` UNION SELECT seq FROM link` + strings.Replace(where, "a_seq", "b_seq", 1) + narrow
		// ?4 and ?5 are named so that all arguments are taken.
		err = tx.QueryRowContext(ctx, `SELECT count(*) FROM (`+union+`) WHERE ?4 = ?4 AND ?5 = ?5`, args...).Scan(&total)
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT a, b, size, crc, data FROM link WHERE seq IN (`+union+`)
			ORDER BY joins, a_order, b_order, a, b, kind, seq LIMIT ?4 OFFSET ?5`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var a, b string
			var z blob
			if err := rows.Scan(&a, &b, &z.size, &z.crc, &z.data); err != nil {
				return err
			}
			l, err := s.unpackLink(a, b, &z)
			if err != nil {
				return err
			}
			other := a
			if a == id {
				other = b
			}
			list = append(list, sayso.JudgedLink{Link: l, Confirmed: verdicts[other]})
		}
		return rows.Err()
	})
	if err != nil {
		return nil, 0, err
	}
	return list, total, nil
}

// verdictsOn tells which links of id to others were confirmed or rejected.
func verdictsOn(ctx context.Context, tx *sql.Tx, id string) (map[string]bool, error) {
	log, err := readDecisions(ctx, tx)
	if err != nil {
		return nil, err
	}
	verdicts := map[string]bool{}
	for _, d := range inForce(log) {
		if d.Act != sayso.Confirm && d.Act != sayso.Reject {
			continue
		}
		switch id {
		case d.A:
			verdicts[d.B] = d.Act == sayso.Confirm
		case d.B:
			verdicts[d.A] = d.Act == sayso.Confirm
		}
	}
	return verdicts, nil
}

func (s *Store) unpackLink(a, b string, z *blob) (l sayso.Link, err error) {
	raw, err := z.unzip()
	if err == nil {
		err = json.Unmarshal(raw, &l)
	}
	if err != nil {
		return l, sayso.Errorf(sayso.Damaged, s.path, "the kept link of %s and %s is damaged: %w", a, b, err)
	}
	return l, nil
}
