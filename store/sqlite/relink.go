package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"iter"
	"math"

	"sayso"
)

// SetLinks puts the links in place of all that were kept, all or none. Links
// may be read from the Store, by the caller, while they are being set.
func (s *Store) SetLinks(ctx context.Context, links iter.Seq2[sayso.Link, error]) error {
	return s.UpdateLinks(ctx, func(u sayso.LinkUpdate) error {
		if err := u.Clear(); err != nil {
			return err
		}
		for l, err := range links {
			if err == nil {
				err = u.Put(l)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// UpdateLinks changes links, and what is kept for making them, all or none. The
// Store may be read, by the caller, meanwhile.
func (s *Store) UpdateLinks(ctx context.Context, f func(sayso.LinkUpdate) error) error {
	return s.update(ctx, "keeping links", func(tx *sql.Tx) error {
		if err := keyStatements(tx, 1); err != nil {
			return err
		}
		u := &linkUpdate{ctx: ctx, s: s, tx: tx}
		defer u.in.close()
		u.insert = u.in.prepare(tx, `INSERT INTO link (seq, joins, a_order, b_order, a, b, kind, size, crc, data, a_seq, b_seq, independent)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
		u.remove = u.in.prepare(tx, `DELETE FROM link WHERE joins = ? AND a_seq = ? AND b_seq = ?`)
		u.document = u.in.prepare(tx, `SELECT seq, seq FROM document WHERE id = ?`)
		u.statement = u.in.prepare(tx, `SELECT seq, document FROM statement WHERE seq = (`+findKeyed+`)`)
		u.keep = u.in.prepare(tx, `INSERT INTO matching (name, n, size, crc, data) VALUES (?, ?, ?, ?, ?)`)
		if u.in.err != nil {
			return u.in.err
		}
		if err := tx.QueryRow(`SELECT coalesce(max(seq), 0) FROM link`).Scan(&u.last); err != nil {
			return err
		}
		if err := f(u); err != nil {
			return err
		}
		if u.cleared {
			if _, err := tx.Exec(linkIndexes); err != nil {
				return err
			}
		}
		if err := countUp(tx, "judged"); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE figure SET value = CASE name WHEN 'links' THEN value + ? WHEN 'linked' THEN 1 ELSE value + 1 END
			WHERE name IN ('links', 'linked', 'links set')`, u.more)
		return err
	})
}

// A linkUpdate is a sayso.LinkUpdate in one transaction.
type linkUpdate struct {
	ctx     context.Context
	s       *Store
	tx      *sql.Tx
	cleared bool
	last    int64           // the seq of the last link
	more    int64           // links put, less those dropped
	order   map[int64]int64 // of documents, by seq; nil until it is wanted

	in                                        inserts
	insert, remove, document, statement, keep *sql.Stmt
}

// Clear takes away all links and all that is kept for making them.
func (u *linkUpdate) Clear() error {
	if u.cleared {
		return sayso.Errorf(sayso.Internal, u.s.path, "taking the links away twice")
	}
	u.cleared, u.last, u.order = true, 0, nil
	for _, query := range []string{`DELETE FROM link`, `DROP INDEX link_a`, `DROP INDEX link_b`, `DELETE FROM matching`,
		`UPDATE figure SET value = 0 WHERE name = 'links'`} {
		if _, err := u.tx.Exec(query); err != nil {
			return err
		}
	}
	u.more = 0
	return nil
}

// ends finds the two ends of a link, and the documents they are in.
func (u *linkUpdate) ends(between sayso.Between, a, b string) (seqs, documents [2]int64, err error) {
	for i, id := range []string{a, b} {
		var row *sql.Row
		switch between {
		case sayso.BetweenDocuments:
			row = u.document.QueryRow(id)
		case sayso.BetweenStatements:
			row = u.statement.QueryRow(statementKey(sayso.StatementID(id)))
		default:
			return seqs, documents, sayso.Errorf(sayso.Internal, u.s.path, "keeping a link between %q", between)
		}
		err := row.Scan(&seqs[i], &documents[i])
		if errors.Is(err, sql.ErrNoRows) {
			return seqs, documents, sayso.Errorf(sayso.NotFound, u.s.path, "keeping a link between %s: no %q in this archive", between, id)
		}
		if err != nil {
			return seqs, documents, err
		}
	}
	return seqs, documents, nil
}

// Drop takes away the links between two documents or statements.
func (u *linkUpdate) Drop(between sayso.Between, a, b string) error {
	seqs, _, err := u.ends(between, a, b)
	if err != nil {
		return err
	}
	r, err := u.remove.Exec(string(between), seqs[0], seqs[1])
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	u.more -= n
	return err
}

// Put keeps a link.
func (u *linkUpdate) Put(l sayso.Link) error {
	if err := u.ctx.Err(); err != nil {
		return err
	}
	seqs, documents, err := u.ends(l.Between, l.A, l.B)
	if err != nil {
		return err
	}
	if u.order == nil {
		if u.order, err = linkOrder(u.ctx, u); err != nil {
			return err
		}
	}
	record, err := l.AppendRecord(nil)
	if err != nil {
		return err
	}
	u.last++
	u.more++
	z := zip(record)
	_, err = u.insert.Exec(u.last, string(l.Between), u.order[documents[0]], u.order[documents[1]], l.A, l.B, string(l.Kind),
		z.size, z.crc, z.data, seqs[0], seqs[1], l.Independent)
	return err
}

// Keep keeps a block as the nth under a name.
func (u *linkUpdate) Keep(name string, n int, block []byte) error {
	z := zip(block)
	_, err := u.keep.Exec(name, n, z.size, z.crc, z.data)
	return err
}

// Forget takes away the blocks kept under a name.
func (u *linkUpdate) Forget(name string) error {
	_, err := u.tx.Exec(`DELETE FROM matching WHERE name = ?`, name)
	return err
}

// orderName is the name under which linkOrder keeps what it gave.
const orderName = "order"

// linkOrder gives each document a number by which links are ordered: it rises
// with the order of documents and stays, so that links kept before need not be
// touched when documents come in between. Where there is no room left between
// two, all get new ones.
func linkOrder(ctx context.Context, u *linkUpdate) (map[int64]int64, error) {
	seqs, err := documentOrder(u.tx)
	if err != nil {
		return nil, err
	}
	order := make(map[int64]int64, len(seqs))
	err = eachBlock(ctx, u.tx, u.s.path, orderName, func(b []byte) {
		for ; len(b) >= 16; b = b[16:] {
			order[int64(binary.LittleEndian.Uint64(b))] = int64(binary.LittleEndian.Uint64(b[8:]))
		}
	})
	if err != nil {
		return nil, err
	}
	if len(order) == len(seqs) {
		return order, nil
	}
	if !placeBetween(seqs, order) {
		clear(order)
		placeBetween(seqs, order)
		if !u.cleared {
			if err := reorderLinks(u.tx, order); err != nil {
				return nil, err
			}
		}
	}
	if err := u.Forget(orderName); err != nil {
		return nil, err
	}
	var b []byte
	n := 0
	for i, seq := range seqs {
		b = binary.LittleEndian.AppendUint64(b, uint64(seq))
		b = binary.LittleEndian.AppendUint64(b, uint64(order[seq]))
		if len(b) >= 64<<10 || i == len(seqs)-1 {
			if err := u.Keep(orderName, n, b); err != nil {
				return nil, err
			}
			b = b[:0]
			n++
		}
	}
	return order, nil
}

// placeBetween gives the documents that have none a number between those around
// them. It reports whether there was room.
func placeBetween(seqs []int64, order map[int64]int64) bool {
	const apart = 1 << 36 // of documents that follow each other at the end
	last := int64(0)
	for i := 0; i < len(seqs); {
		if at, ok := order[seqs[i]]; ok {
			last = at
			i++
			continue
		}
		j := i
		next := int64(-1)
		for ; j < len(seqs); j++ {
			if at, ok := order[seqs[j]]; ok {
				next = at
				break
			}
		}
		step := int64(apart)
		if next >= 0 {
			step = min(step, (next-last)/int64(j-i+1))
		} else if int64(j-i) > (math.MaxInt64-last)/apart {
			return false
		}
		if step < 1 {
			return false
		}
		for ; i < j; i++ {
			last += step
			order[seqs[i]] = last
		}
	}
	return true
}

// reorderLinks gives the kept links the numbers of their documents.
func reorderLinks(tx *sql.Tx, order map[int64]int64) error {
	type row struct{ seq, a, b int64 }
	set, err := tx.Prepare(`UPDATE link SET a_order = ?, b_order = ? WHERE seq = ?`)
	if err != nil {
		return err
	}
	defer set.Close()
	for last := int64(0); ; {
		rows, err := tx.Query(`SELECT l.seq,
			CASE joins WHEN 'documents' THEN a_seq ELSE (SELECT document FROM statement s WHERE s.seq = a_seq) END,
			CASE joins WHEN 'documents' THEN b_seq ELSE (SELECT document FROM statement s WHERE s.seq = b_seq) END
			FROM link l WHERE l.seq > ? ORDER BY l.seq LIMIT 1000`, last)
		if err != nil {
			return err
		}
		var batch []row
		for rows.Next() {
			var r row
			if err := rows.Scan(&r.seq, &r.a, &r.b); err != nil {
				rows.Close()
				return err
			}
			batch = append(batch, r)
		}
		if err := rows.Err(); err != nil || len(batch) == 0 {
			return err
		}
		for _, r := range batch {
			if _, err := set.Exec(order[r.a], order[r.b], r.seq); err != nil {
				return err
			}
		}
		last = batch[len(batch)-1].seq
	}
}

// documentOrder is the seqs of all documents in order.
func documentOrder(tx querier) (order []int64, err error) {
	rows, err := tx.QueryContext(context.Background(), `SELECT seq FROM document ORDER BY path, offset_in_file, captured_at, id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var seq int64
		if err := rows.Scan(&seq); err != nil {
			return nil, err
		}
		order = append(order, seq)
	}
	return order, rows.Err()
}

// Numbered yields every document in order with its number.
func (s *Store) Numbered(ctx context.Context) iter.Seq2[sayso.Numbered, error] {
	return func(yield func(sayso.Numbered, error) bool) {
		rows, err := s.read.QueryContext(ctx, `SELECT seq, id FROM document ORDER BY path, offset_in_file, captured_at, id`)
		if err != nil {
			yield(sayso.Numbered{}, s.failed("listing documents", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var d sayso.Numbered
			if err := rows.Scan(&d.Number, &d.ID); err != nil {
				yield(d, s.failed("listing documents", err))
				return
			}
			if !yield(d, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(sayso.Numbered{}, s.failed("listing documents", err))
		}
	}
}

// keptBatch is how many blocks are read at a time.
const keptBatch = 16

// Kept yields the blocks kept under a name for making links, in order. No
// transaction is open between two.
func (s *Store) Kept(ctx context.Context, name string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for from := 0; ; from += keptBatch {
			batch, err := blocks(ctx, s.read, s.path, name, from)
			for _, b := range batch {
				if !yield(b, nil) {
					return
				}
			}
			if err != nil {
				yield(nil, s.failed("reading what is kept for making links", err))
				return
			}
			if len(batch) < keptBatch {
				return
			}
		}
	}
}

func eachBlock(ctx context.Context, db querier, path, name string, f func([]byte)) error {
	for from := 0; ; from += keptBatch {
		batch, err := blocks(ctx, db, path, name, from)
		for _, b := range batch {
			f(b)
		}
		if err != nil || len(batch) < keptBatch {
			return err
		}
	}
}

// blocks reads at most keptBatch blocks from the one numbered from on.
func blocks(ctx context.Context, db querier, path, name string, from int) (out [][]byte, err error) {
	rows, err := db.QueryContext(ctx, `SELECT size, crc, data FROM matching WHERE name = ? AND n >= ? AND n < ? ORDER BY n`,
		name, from, from+keptBatch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var z blob
		if err := rows.Scan(&z.size, &z.crc, &z.data); err != nil {
			return out, err
		}
		b, err := z.unzip()
		if err != nil {
			return out, sayso.Errorf(sayso.Damaged, path, "what is kept for making links is damaged; sayso add --relink makes it anew: %w", err)
		}
		out = append(out, b)
	}
	return out, rows.Err()
}
