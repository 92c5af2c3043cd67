package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"sayso/store/words"
)

// The search index finds places, and places ascend with the order of documents
// inside a run, so that the first hits in order are the first that the index
// comes to: a word in every page costs no more than a rare one. Documents that
// are added behind all others make the last run longer. Those that belong
// further in front make a new run, into which the runs before it that are not
// more than twice as large are folded; a document is thus indexed again at
// most some log2(n) times, and there are never more than that many runs for a
// query to merge.
//
// All is in a second index of this kind, in the order of the dates of
// publication, so that the newest are found as soon.

// A sorting is one of the two orders.
type sorting struct {
	name   string // in run.sort
	column string // of document
	next   string // the figure of the next free place
	by     string // of document, for ORDER BY
	less   func(a, b *key) bool
	// The tables of words.
	pages, statements string
}

const documentsOrder = "path, offset_in_file, captured_at, id"

var (
	byPlace = &sorting{name: "place", column: "place", next: "next place", by: documentsOrder, less: (*key).less,
		pages: "page_words", statements: "statement_words"}
	// Of one date the documents run backwards here, and so do the statements of
	// a document: read from the end, the newest come first and both are in order.
	byDate = &sorting{name: "date", column: "date_place", next: "next date place", pages: "page_dates", statements: "statement_dates",
		by: "published, path DESC, offset_in_file DESC, captured_at DESC, id DESC",
		less: func(a, b *key) bool {
			if a.published != b.published {
				return a.published < b.published
			}
			return b.less(a)
		}}
)

const (
	// indexBatch is the number of documents indexed in one transaction, and
	// indexText the bytes of text after which one ends early.
	indexBatch = 1000
	indexText  = 16 << 20
)

// Index brings the search index up to date with what was added.
func (s *Store) Index(ctx context.Context) error {
	const what = "building the search index"
	for _, o := range []*sorting{byPlace, byDate} {
		for more := true; more; {
			err := s.update(ctx, what, func(tx *sql.Tx) error {
				folded, err := beginRun(tx, o)
				if err != nil {
					return err
				}
				for {
					// What was folded left the index, and comes back with the same
					// transaction.
					if more, err = indexSome(ctx, tx, o); err != nil || !more || !folded {
						break
					}
				}
				if err == nil && folded {
					err = countUp(tx, "indexed")
				}
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return s.update(ctx, what, func(tx *sql.Tx) error {
		if err := keyStatements(tx, 1); err != nil {
			return err
		}
		return countUp(tx, "indexed")
	})
}

// beginRun sees to it that the last run is one that the next documents may
// follow. It reports whether it took other runs out of the index.
func beginRun(tx *sql.Tx, o *sorting) (folded bool, err error) {
	if folded, err = dropOutdated(tx); err != nil {
		return false, err
	}
	next, err := firstToIndex(tx, o)
	if err != nil || next == nil {
		return folded, err
	}
	for {
		var first, last, documents int64
		err := tx.QueryRow(`SELECT first, last, documents FROM run WHERE sort = ? ORDER BY first DESC LIMIT 1`, o.name).
			Scan(&first, &last, &documents)
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err != nil {
			return folded, err
		}
		end, err := scanKey(tx.QueryRow(`SELECT `+documentsOrder+`, published FROM document
			WHERE `+o.column+` <= ? ORDER BY `+o.column+` DESC LIMIT 1`, last))
		if err != nil {
			return folded, err
		}
		if o.less(end, next) {
			return folded, nil
		}
		var waiting int64
		if err := tx.QueryRow(`SELECT count(*) FROM document WHERE ` + o.column + ` IS NULL`).Scan(&waiting); err != nil {
			return folded, err
		}
		if documents > 2*waiting {
			break
		}
		if err := dropRun(tx, o, first, last); err != nil {
			return folded, err
		}
		folded = true
		if next, err = firstToIndex(tx, o); err != nil {
			return folded, err
		}
	}
	place, err := figure(context.Background(), tx, o.next)
	if err != nil {
		return folded, err
	}
	_, err = tx.Exec(`INSERT INTO run (sort, first, last, documents) VALUES (?, ?, ?, 0)`, o.name, place, place-1)
	return folded, err
}

// dropOutdated empties an index that was made by another version of words.
func dropOutdated(tx *sql.Tx) (dropped bool, err error) {
	v, err := figure(context.Background(), tx, "words")
	if err != nil || v == words.Version {
		return false, err
	}
	if err := tx.QueryRow(`SELECT count(*) > 0 FROM run`).Scan(&dropped); err != nil {
		return false, err
	}
	for _, query := range []string{
		`INSERT INTO page_words (page_words) VALUES ('delete-all')`,
		`INSERT INTO statement_words (statement_words) VALUES ('delete-all')`,
		`INSERT INTO page_dates (page_dates) VALUES ('delete-all')`,
		`INSERT INTO statement_dates (statement_dates) VALUES ('delete-all')`,
		`UPDATE document SET place = NULL, date_place = NULL, counted = 0`,
		`DELETE FROM term`,
		`DELETE FROM run`,
	} {
		if _, err := tx.Exec(query); err != nil {
			return false, err
		}
	}
	return dropped, setFigure(tx, "words", words.Version)
}

func firstToIndex(tx *sql.Tx, o *sorting) (*key, error) {
	k, err := scanKey(tx.QueryRow(`SELECT ` + documentsOrder + `, published FROM document WHERE ` + o.column + ` IS NULL
		ORDER BY ` + o.by + ` LIMIT 1`))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return k, err
}

func scanKey(row *sql.Row) (*key, error) {
	var k key
	err := row.Scan(&k.path, &k.offset, &k.captured, &k.id, &k.published)
	return &k, err
}

// dropRun takes a run out of the index.
func dropRun(tx *sql.Tx, o *sorting, first, last int64) error {
	for _, t := range []string{o.pages, o.statements} {
		if _, err := tx.Exec(`DELETE FROM `+t+` WHERE rowid BETWEEN ? AND ?`, first, last); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`UPDATE document SET `+o.column+` = NULL WHERE `+o.column+` BETWEEN ? AND ?`, first, last); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM run WHERE sort = ? AND first = ?`, o.name, first)
	return err
}

// indexSome adds the next documents to the last run. It reports whether there
// are more.
func indexSome(ctx context.Context, tx *sql.Tx, o *sorting) (more bool, err error) {
	batch, err := documentsToIndex(tx, o)
	if err != nil || len(batch) == 0 {
		return false, err
	}
	more = len(batch) == indexBatch
	place, err := figure(ctx, tx, o.next)
	if err != nil {
		return false, err
	}
	var in inserts
	defer in.close()
	record := in.prepare(tx, `SELECT size, crc, data FROM record WHERE document = ?`)
	statements := in.prepare(tx, `SELECT content FROM statement WHERE seq >= ? AND seq < ? ORDER BY seq`)
	insertPage := in.prepare(tx, `INSERT INTO `+o.pages+` (rowid, words) VALUES (?, ?)`)
	insertStatement := in.prepare(tx, `INSERT INTO `+o.statements+` (rowid, words) VALUES (?, ?)`)
	setPlace := in.prepare(tx, `UPDATE document SET `+o.column+` = ? WHERE seq = ?`)
	if in.err != nil {
		return false, in.err
	}
	var buf []byte
	count := newTermCount()
	size, done := 0, 0
	for _, d := range batch {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		said, err := statementsOf(statements, d)
		if err != nil {
			return false, err
		}
		text, err := textOf(record, d)
		if err != nil {
			return false, err
		}
		buf = words.Append(buf[:0], d.title)
		buf = words.Append(buf, text)
		if !d.counted {
			count.add(buf)
		}
		if _, err := insertPage.Exec(place, string(buf)); err != nil {
			return false, err
		}
		if o == byDate {
			slices.Reverse(said)
		}
		for i, content := range said {
			buf = words.Append(buf[:0], content)
			if _, err = insertStatement.Exec(place+1+int64(i), string(buf)); err != nil {
				return false, err
			}
		}
		if _, err := setPlace.Exec(place, d.seq); err != nil {
			return false, err
		}
		place += 1 + int64(d.statements)
		done++
		if size += len(text); size >= indexText && done < len(batch) {
			more = true
			break
		}
	}
	if err := count.keep(tx, batch[:done]); err != nil {
		return false, err
	}
	_, err = tx.Exec(`UPDATE run SET last = ?, documents = documents + ?
		WHERE sort = ?3 AND first = (SELECT max(first) FROM run WHERE sort = ?3)`, place-1, done, o.name)
	if err != nil {
		return false, err
	}
	return more, setFigure(tx, o.next, place)
}

// A waiting document is not in the index yet.
type waiting struct {
	seq, first int64
	statements int
	title      string
	counted    bool
}

func documentsToIndex(tx *sql.Tx, o *sorting) ([]waiting, error) {
	rows, err := tx.Query(`SELECT seq, first_statement, statements, title, counted FROM document WHERE `+o.column+` IS NULL
		ORDER BY `+o.by+` LIMIT ?`, indexBatch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var batch []waiting
	for rows.Next() {
		var w waiting
		if err := rows.Scan(&w.seq, &w.first, &w.statements, &w.title, &w.counted); err != nil {
			return nil, err
		}
		batch = append(batch, w)
	}
	return batch, rows.Err()
}

// textOf is the text of a document. A damaged record has none: the page cannot
// be found by its words, and verify names it.
func textOf(record *sql.Stmt, w waiting) (string, error) {
	var b blob
	err := record.QueryRow(w.seq).Scan(&b.size, &b.crc, &b.data)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	raw, err := b.unzip()
	if err != nil {
		return "", nil
	}
	var d struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(raw, &d) != nil {
		return "", nil
	}
	return d.Text, nil
}

// statementsOf are the words of a document's statements.
func statementsOf(st *sql.Stmt, w waiting) ([]string, error) {
	if w.statements == 0 {
		return nil, nil
	}
	rows, err := st.Query(w.first, w.first+int64(w.statements))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var content string
		if err := rows.Scan(&content); err != nil {
			return nil, err
		}
		all = append(all, content)
	}
	return all, rows.Err()
}
