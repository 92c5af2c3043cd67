package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"maps"
	"slices"
)

// mostCompletions is how many words a beginning stands for. Each is looked up
// on its own: in a million statements two dozen take some milliseconds.
const mostCompletions = 24

// A termCount counts the pages that words are in.
type termCount struct {
	pages map[string]int
	seen  map[string]int // the page it was last seen in
	page  int
}

func newTermCount() *termCount {
	return &termCount{pages: map[string]int{}, seen: map[string]int{}}
}

// add counts the tokens of a page, each followed by a blank.
func (c *termCount) add(tokens []byte) {
	c.page++
	for len(tokens) > 0 {
		n := bytes.IndexByte(tokens, ' ')
		if n < 0 {
			n = len(tokens)
		}
		if t := tokens[:n]; c.seen[string(t)] != c.page {
			s := string(t)
			c.seen[s] = c.page
			c.pages[s]++
		}
		tokens = tokens[min(n+1, len(tokens)):]
	}
}

// keep adds the counts to those kept, and marks the documents as counted.
func (c *termCount) keep(tx *sql.Tx, documents []waiting) error {
	if c.page == 0 {
		return nil
	}
	var in inserts
	defer in.close()
	add := in.prepare(tx, `INSERT INTO term (word, pages) VALUES (?1, ?2) ON CONFLICT (word) DO UPDATE SET pages = pages + ?2`)
	mark := in.prepare(tx, `UPDATE document SET counted = 1 WHERE seq = ?`)
	if in.err != nil {
		return in.err
	}
	for _, word := range slices.Sorted(maps.Keys(c.pages)) {
		if _, err := add.Exec(word, c.pages[word]); err != nil {
			return err
		}
	}
	for _, d := range documents {
		if _, err := mark.Exec(d.seq); err != nil {
			return err
		}
	}
	return nil
}

// completions are the words that begin so, those in most pages.
func completions(ctx context.Context, db querier, beginning string) ([]string, error) {
	// No word holds the last character there is.
	rows, err := db.QueryContext(ctx, `SELECT word FROM term WHERE word >= ? AND word < ? ORDER BY pages DESC, word LIMIT ?`,
		beginning, beginning+"\U0010FFFF", mostCompletions)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var w string
		if err := rows.Scan(&w); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, rows.Err()
}
