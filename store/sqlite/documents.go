package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"

	"sayso"
)

// Document returns one document.
func (s *Store) Document(ctx context.Context, id sayso.DocumentID) (*sayso.Document, error) {
	find, err := s.findDocument()
	if err != nil {
		return nil, s.failed("reading a document", err)
	}
	var path string
	var b blob
	err = find.QueryRowContext(ctx, string(id)).Scan(&path, &b.size, &b.crc, &b.data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, sayso.Errorf(sayso.NotFound, s.path, "no document %q in this archive", id)
	}
	if err != nil {
		return nil, s.failed("reading a document", err)
	}
	return unpackDocument(&b, path)
}

// Statement returns the document that holds a statement.
func (s *Store) Statement(ctx context.Context, id sayso.StatementID) (*sayso.Document, error) {
	var seq int64
	var path string
	err := s.view(ctx, "reading a statement", func(tx *sql.Tx) error {
		n, err := statementSeq(ctx, tx, id)
		if err != nil {
			return err
		}
		err = tx.QueryRowContext(ctx, `SELECT d.seq, d.path FROM statement s JOIN document d ON d.seq = s.document
			WHERE s.seq = ?`, n).Scan(&seq, &path)
		if errors.Is(err, sql.ErrNoRows) {
			return sayso.Errorf(sayso.NotFound, s.path, "no statement %q in this archive", id)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.record(ctx, seq, path)
}

// record reads the record of the document that came in as number seq.
func (s *Store) record(ctx context.Context, seq int64, path string) (*sayso.Document, error) {
	var b blob
	err := s.read.QueryRowContext(ctx, `SELECT size, crc, data FROM record WHERE document = ?`, seq).Scan(&b.size, &b.crc, &b.data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, sayso.Errorf(sayso.Damaged, path, "the kept record of the page is gone")
	}
	if err != nil {
		return nil, s.failed("reading a record", err)
	}
	return unpackDocument(&b, path)
}

// findDocument finds a document's record by its id. Making links reads many
// documents one by one, and a third of that went into preparing the query.
func (s *Store) findDocument() (*sql.Stmt, error) {
	s.preparing.Lock()
	defer s.preparing.Unlock()
	if s.document != nil {
		return s.document, nil
	}
	st, err := s.read.Prepare(`SELECT d.path, coalesce(r.size, 0), coalesce(r.crc, 0), r.data
		FROM document d LEFT JOIN record r ON r.document = d.seq WHERE d.id = ?`)
	s.document = st
	return st, err
}

func unpackDocument(b *blob, path string) (*sayso.Document, error) {
	if b.data == nil {
		return nil, sayso.Errorf(sayso.Damaged, path, "the kept record of the page is gone")
	}
	raw, err := b.unzip()
	if err != nil {
		return nil, sayso.Errorf(sayso.Damaged, path, "the kept record of the page is damaged: %w", err)
	}
	d := new(sayso.Document)
	if err := json.Unmarshal(raw, d); err != nil {
		return nil, sayso.Errorf(sayso.Damaged, path, "the kept record of the page is damaged: %w", err)
	}
	return d, nil
}

// A key is a document's place in the order of documents.
type key struct {
	path     string
	offset   int64
	captured string
	id       string
	// published comes first in the order by date, where the others run
	// backwards, and is not looked at in the order of documents.
	published string
}

func (k *key) less(o *key) bool {
	return cmp.Or(cmp.Compare(k.path, o.path), cmp.Compare(k.offset, o.offset),
		cmp.Compare(k.captured, o.captured), cmp.Compare(k.id, o.id)) < 0
}

// keyBatch is the number of documents that are looked up at a time when all
// are read in order.
const keyBatch = 256

// Documents yields every document in order. A document whose record is damaged
// is yielded as an error, and the others follow. No transaction is open
// between two documents; those added meanwhile may or may not be among them.
func (s *Store) Documents(ctx context.Context) iter.Seq2[*sayso.Document, error] {
	return func(yield func(*sayso.Document, error) bool) {
		var last *key
		for {
			type entry struct {
				key
				seq int64
			}
			var batch []entry
			err := s.keysAfter(ctx, last, func(k key, seq int64) { batch = append(batch, entry{k, seq}) })
			if err != nil {
				yield(nil, err)
				return
			}
			for _, e := range batch {
				d, err := s.record(ctx, e.seq, e.path)
				if err != nil && sayso.KindOf(err) != sayso.Damaged {
					yield(nil, err)
					return
				}
				if !yield(d, err) {
					return
				}
			}
			if len(batch) < keyBatch {
				return
			}
			last = &batch[len(batch)-1].key
		}
	}
}

// keysAfter calls f with the keys of the next documents in order.
func (s *Store) keysAfter(ctx context.Context, last *key, f func(key, int64)) error {
	where, args := "", []any{}
	if last != nil {
		where = "WHERE (path, offset_in_file, captured_at, id) > (?, ?, ?, ?)"
		args = append(args, last.path, last.offset, last.captured, last.id)
	}
	rows, err := s.read.QueryContext(ctx, `SELECT path, offset_in_file, captured_at, id, seq FROM document `+where+`
		ORDER BY path, offset_in_file, captured_at, id LIMIT ?`, append(args, keyBatch)...)
	if err != nil {
		return s.failed("listing documents", err)
	}
	defer rows.Close()
	for rows.Next() {
		var k key
		var seq int64
		if err := rows.Scan(&k.path, &k.offset, &k.captured, &k.id, &seq); err != nil {
			return s.failed("listing documents", err)
		}
		f(k, seq)
	}
	return s.failed("listing documents", rows.Err())
}
