package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"

	"sayso"
)

//go:embed answers.sql
var answersSQL string

// migrateAnswers is the second migration. The new columns are filled from the
// records; where one is damaged, from what lists showed of it before.
func migrateAnswers(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, answersSQL); err != nil {
		return err
	}
	var in inserts
	defer in.close()
	record := in.prepare(tx, `SELECT size, crc, data FROM record WHERE document = ?`)
	update := in.prepare(tx, `UPDATE document SET language = ?, url = ?, voices = ? WHERE seq = ?`)
	insert := in.prepare(tx, `INSERT INTO statement (seq, document, id, confidence, content) VALUES (?, ?, ?, ?, ?)`)
	voices := newVoices(&in, tx)
	if in.err != nil {
		return in.err
	}
	for seq := int64(1); ; seq++ {
		var first, said int64
		var source string
		err := tx.QueryRowContext(ctx, `SELECT seq, first_statement, statements, source FROM document WHERE seq >= ?
			ORDER BY seq LIMIT 1`, seq).Scan(&seq, &first, &said, &source)
		if err == sql.ErrNoRows {
			break
		}
		if err != nil {
			return err
		}
		d, err := oldDocument(ctx, tx, record, seq, first, said, source)
		if err != nil {
			return err
		}
		packed, err := voices.pack(d)
		if err != nil {
			return err
		}
		if _, err := update.Exec(string(d.Language), string(d.Source.URL), packed, seq); err != nil {
			return err
		}
		for i := range d.Statements {
			st := &d.Statements[i]
			if _, err := insert.Exec(first+int64(i), seq, statementKey(st.ID), st.Confidence, contentOf(st)); err != nil {
				return err
			}
		}
	}
	if _, err := tx.ExecContext(ctx, `DROP TABLE statement_1`); err != nil {
		return err
	}
	if err := keyStatements(tx, 1); err != nil {
		return err
	}
	return migrateLinks(ctx, tx)
}

// oldDocument is the document as its record tells, or as the columns of the
// first schema do.
func oldDocument(ctx context.Context, tx *sql.Tx, record *sql.Stmt, seq, first, said int64, source string) (*sayso.Document, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, mode, speaker, content FROM statement_1
		WHERE seq >= ? AND seq < ? ORDER BY seq`, first, first+said)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var shown []sayso.Statement
	for rows.Next() {
		var id, mode, speaker, content string
		if err := rows.Scan(&id, &mode, &speaker, &content); err != nil {
			return nil, err
		}
		shown = append(shown, sayso.Statement{ID: sayso.StatementID(id), Mode: sayso.Mode(mode), Speaker: &sayso.Actor{Name: speaker},
			Content: []sayso.Span{{Text: content}}})
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	d := new(sayso.Document)
	var b blob
	if err := record.QueryRow(seq).Scan(&b.size, &b.crc, &b.data); err != nil && err != sql.ErrNoRows {
		return nil, err
	}
	raw, err := b.unzip()
	if err == nil && json.Unmarshal(raw, d) == nil && len(d.Statements) == len(shown) {
		return d, nil
	}
	d = &sayso.Document{Statements: shown}
	_ = json.Unmarshal([]byte(source), &d.Source)
	return d, nil
}

// migrateLinks fills the columns of links. A damaged link keeps its place; that
// it is independent is not known.
func migrateLinks(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE link SET
		a_seq = coalesce((SELECT seq FROM document WHERE id = a), 0), b_seq = coalesce((SELECT seq FROM document WHERE id = b), 0)
		WHERE joins = 'documents'`)
	if err != nil {
		return err
	}
	for seq := int64(1); ; seq++ {
		var joins, a, b string
		var z blob
		err := tx.QueryRowContext(ctx, `SELECT seq, joins, a, b, size, crc, data FROM link WHERE seq >= ? ORDER BY seq LIMIT 1`, seq).
			Scan(&seq, &joins, &a, &b, &z.size, &z.crc, &z.data)
		if err == sql.ErrNoRows {
			break
		}
		if err != nil {
			return err
		}
		if sayso.Between(joins) == sayso.BetweenStatements {
			var ends [2]int64
			for i, id := range []string{a, b} {
				if ends[i], err = statementSeq(ctx, tx, sayso.StatementID(id)); err != nil {
					return err
				}
			}
			if _, err := tx.Exec(`UPDATE link SET a_seq = ?, b_seq = ? WHERE seq = ?`, ends[0], ends[1], seq); err != nil {
				return err
			}
		}
		var l sayso.Link
		if raw, err := z.unzip(); err == nil && json.Unmarshal(raw, &l) == nil && l.Independent {
			if _, err := tx.Exec(`UPDATE link SET independent = 1 WHERE seq = ?`, seq); err != nil {
				return err
			}
		}
	}
	_, err = tx.ExecContext(ctx, linkIndexes)
	return err
}

// linkIndexes hold what is counted of links beside what they are found by.
const linkIndexes = `
	CREATE INDEX link_a ON link (joins, a_seq, kind, independent, b_seq);
	CREATE INDEX link_b ON link (joins, b_seq, kind, independent, a_seq);`
