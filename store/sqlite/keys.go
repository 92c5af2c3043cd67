package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"

	"sayso"
)

// sortedBatch is the number of statements whose ids wait to be sorted into
// statement_key by an Add. Until then, or the next Index or SetLinks, finding
// one of them reads them all.
const sortedBatch = 1 << 16

// statementKey is an id as it is kept: the ten bytes that its digits spell, or
// the id itself where it is of another form.
func statementKey(id sayso.StatementID) any {
	if len(id) == 21 && id[0] == 's' {
		if b, err := hex.DecodeString(string(id[1:])); err == nil && hex.EncodeToString(b) == string(id[1:]) {
			return b
		}
	}
	return string(id)
}

// statementID is the id that was kept as key.
func statementID(key any) sayso.StatementID {
	switch k := key.(type) {
	case []byte:
		return sayso.StatementID("s" + hex.EncodeToString(k))
	case string:
		return sayso.StatementID(k)
	}
	return ""
}

// keyStatements sorts the ids that wait into statement_key, if there are at
// least so many.
func keyStatements(tx *sql.Tx, least int64) error {
	keyed, err := figure(context.Background(), tx, "keyed")
	if err != nil {
		return err
	}
	var last int64
	if err := tx.QueryRow(`SELECT coalesce(max(seq), 0) FROM statement`).Scan(&last); err != nil {
		return err
	}
	if last-keyed < max(least, 1) {
		return nil
	}
	_, err = tx.Exec(`INSERT INTO statement_key (id, statement) SELECT id, seq FROM statement WHERE seq > ? ORDER BY id, seq`, keyed)
	if err != nil {
		return err
	}
	return setFigure(tx, "keyed", last)
}

const (
	findKeyed   = `SELECT statement FROM statement_key WHERE id = ? ORDER BY statement LIMIT 1`
	findWaiting = `SELECT seq FROM statement WHERE seq > (SELECT value FROM figure WHERE name = 'keyed') AND id = ? ORDER BY seq LIMIT 1`
)

// statementSeq finds a statement. It returns 0 where there is none.
func statementSeq(ctx context.Context, db querier, id sayso.StatementID) (seq int64, err error) {
	for _, query := range []string{findKeyed, findWaiting} {
		err = db.QueryRowContext(ctx, query, statementKey(id)).Scan(&seq)
		if !errors.Is(err, sql.ErrNoRows) {
			return seq, err
		}
	}
	return 0, nil
}

// documentSeq finds a document. It returns 0 where there is none.
func documentSeq(ctx context.Context, db querier, id sayso.DocumentID) (seq int64, err error) {
	err = db.QueryRowContext(ctx, `SELECT seq FROM document WHERE id = ?`, string(id)).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return seq, err
}
