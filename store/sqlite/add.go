package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"

	"sayso"
)

// querier is what *sql.DB and *sql.Tx share.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Known tells which of the documents are kept.
func (s *Store) Known(ctx context.Context, ids []sayso.DocumentID) (map[sayso.DocumentID]bool, error) {
	known := make(map[sayso.DocumentID]bool, len(ids))
	if len(ids) == 0 {
		return known, nil
	}
	const what = "looking up documents"
	const batch = 500
	for ; len(ids) > 0; ids = ids[min(batch, len(ids)):] {
		part := ids[:min(batch, len(ids))]
		args := make([]any, len(part))
		for i, id := range part {
			args[i] = string(id)
		}
		rows, err := s.read.QueryContext(ctx,
			"SELECT id FROM document WHERE id IN (?"+strings.Repeat(", ?", len(part)-1)+")", args...)
		if err != nil {
			return nil, s.failed(what, err)
		}
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				rows.Close()
				return nil, s.failed(what, err)
			}
			known[sayso.DocumentID(id)] = true
		}
		if err := rows.Err(); err != nil {
			return nil, s.failed(what, err)
		}
	}
	return known, nil
}

// packed is an entry made ready for the database, which is done before the
// transaction begins.
type packed struct {
	entry  sayso.Entry
	sha    []byte
	source []byte
	page   blob
	record blob
}

func pack(e sayso.Entry) (packed, error) {
	p := packed{entry: e}
	if e.Page == nil || e.Document == nil {
		return p, sayso.Errorf(sayso.Internal, "", "keeping a page: an entry without page or document")
	}
	src := &e.Page.Source
	fail := func(format string, args ...any) (packed, error) {
		return p, sayso.Errorf(sayso.Internal, src.Path, "keeping the page: "+format, args...)
	}
	if e.Document.ID == "" {
		return fail("its document has no id")
	}
	if src.SHA256 != e.Document.Source.SHA256 || src.Path != e.Document.Source.Path {
		return fail("its document is of another page")
	}
	if sayso.Sum(e.Page.Bytes) != src.SHA256 {
		return fail("its bytes do not have the SHA-256 it names")
	}
	p.sha, _ = hex.DecodeString(src.SHA256)
	var err error
	if p.source, err = json.Marshal(src); err != nil {
		return fail("%w", err)
	}
	record, err := e.Document.AppendRecord(nil)
	if err != nil {
		return fail("%w", err)
	}
	p.page, p.record = zip(e.Page.Bytes), zip(record)
	return p, nil
}

// offsetInFile is where in its file a page begins.
func offsetInFile(src *sayso.Source) int64 {
	switch {
	case src.WARC != nil:
		return src.WARC.Offset
	case src.Part != nil:
		return src.Part.Offset
	}
	return 0
}

// Add keeps the entries, all or none.
func (s *Store) Add(ctx context.Context, entries []sayso.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	ready := make([]packed, len(entries))
	for i, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		if ready[i], err = pack(e); err != nil {
			return err
		}
	}
	return s.update(ctx, "adding pages", func(tx *sql.Tx) error { return add(ctx, tx, ready) })
}

func add(ctx context.Context, tx *sql.Tx, entries []packed) error {
	var seq, first int64
	err := tx.QueryRow(`SELECT coalesce((SELECT max(seq) FROM document), 0) + 1,
		coalesce((SELECT max(seq) FROM statement), 0) + 1`).Scan(&seq, &first)
	if err != nil {
		return err
	}
	var in inserts
	defer in.close()
	insertPage := in.prepare(tx, `INSERT INTO page (sha256, size, crc, data) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING`)
	insertDocument := in.prepare(tx, `INSERT INTO document (seq, id, path, offset_in_file, captured_at, sha256, source,
		title, outlet, published, statements, first_statement, language, url, voices)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`)
	insertRecord := in.prepare(tx, `INSERT INTO record (document, size, crc, data) VALUES (?, ?, ?, ?)`)
	insertStatement := in.prepare(tx, `INSERT INTO statement (seq, document, id, confidence, content) VALUES (?, ?, ?, ?, ?)`)
	voices := newVoices(&in, tx)
	if in.err != nil {
		return in.err
	}
	documents, statements := 0, 0
	for _, p := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		d, src := p.entry.Document, &p.entry.Page.Source
		packed, err := voices.pack(d)
		if err != nil {
			return err
		}
		if _, err := insertPage.Exec(p.sha, p.page.size, p.page.crc, p.page.data); err != nil {
			return err
		}
		r, err := insertDocument.Exec(seq, string(d.ID), src.Path, offsetInFile(src), string(src.CapturedAt), p.sha,
			string(p.source), string(d.Title), string(d.Outlet), publishedOf(d), len(d.Statements), first,
			string(d.Language), string(src.URL), packed)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			continue // kept already
		}
		if _, err := insertRecord.Exec(seq, p.record.size, p.record.crc, p.record.data); err != nil {
			return err
		}
		for i := range d.Statements {
			st := &d.Statements[i]
			_, err := insertStatement.Exec(first, seq, statementKey(st.ID), st.Confidence, contentOf(st))
			if err != nil {
				return err
			}
			first++
		}
		seq++
		documents++
		statements += len(d.Statements)
	}
	if documents == 0 {
		return nil
	}
	if err := keyStatements(tx, sortedBatch); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE figure SET value = CASE name WHEN 'documents' THEN value + ? WHEN 'statements' THEN value + ?
		ELSE 0 END WHERE name IN ('documents', 'statements', 'linked')`, documents, statements)
	return err
}

// inserts are prepared statements of one transaction.
type inserts struct {
	all []*sql.Stmt
	err error
}

func (in *inserts) prepare(tx *sql.Tx, query string) *sql.Stmt {
	if in.err != nil {
		return nil
	}
	var st *sql.Stmt
	st, in.err = tx.Prepare(query)
	in.all = append(in.all, st)
	return st
}

func (in *inserts) close() {
	for _, st := range in.all {
		if st != nil {
			st.Close()
		}
	}
}

func publishedOf(d *sayso.Document) string {
	if d.Published == nil {
		return ""
	}
	return d.Published.Date
}

// contentOf is the statement's words, parts joined.
func contentOf(st *sayso.Statement) string {
	if len(st.Content) == 1 {
		return st.Content[0].Text
	}
	parts := make([]string, len(st.Content))
	for i, sp := range st.Content {
		parts[i] = sp.Text
	}
	return strings.Join(parts, " … ")
}

// Page returns a kept page with its bytes, checked against their SHA-256.
func (s *Store) Page(ctx context.Context, id sayso.DocumentID) (*sayso.Page, error) {
	var path, source string
	var sha []byte
	var b blob
	err := s.read.QueryRowContext(ctx, `SELECT d.path, d.source, d.sha256, coalesce(p.size, 0), coalesce(p.crc, 0), p.data
		FROM document d LEFT JOIN page p ON p.sha256 = d.sha256 WHERE d.id = ?`, string(id)).
		Scan(&path, &source, &sha, &b.size, &b.crc, &b.data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, sayso.Errorf(sayso.NotFound, s.path, "no document %q in this archive", id)
	}
	if err != nil {
		return nil, s.failed("reading a page", err)
	}
	page := new(sayso.Page)
	if err := json.Unmarshal([]byte(source), &page.Source); err != nil {
		return nil, sayso.Errorf(sayso.Damaged, path, "the kept source of the page is damaged: %w", err)
	}
	if b.data == nil {
		return nil, sayso.Errorf(sayso.Damaged, path, "the kept bytes of the page are gone")
	}
	if page.Bytes, err = b.unzip(); err != nil {
		return nil, sayso.Errorf(sayso.Damaged, path, "the kept bytes of the page are damaged: %w", err)
	}
	want, err := hex.DecodeString(page.Source.SHA256)
	if got := sayso.Sum(page.Bytes); err != nil || !bytes.Equal(want, sha) || got != page.Source.SHA256 {
		return nil, sayso.Errorf(sayso.Damaged, path, "the kept bytes of the page have SHA-256 %s, not %s",
			got, page.Source.SHA256)
	}
	return page, nil
}
