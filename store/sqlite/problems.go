package sqlite

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"sayso"
)

// SetProblems keeps, for each source path given, what could not be read of it.
func (s *Store) SetProblems(ctx context.Context, byPath map[string][]sayso.Problem) error {
	if len(byPath) == 0 {
		return nil
	}
	return s.update(ctx, "keeping problems", func(tx *sql.Tx) error {
		for _, source := range slices.Sorted(maps.Keys(byPath)) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := tx.Exec(`DELETE FROM problem WHERE source = ?`, source); err != nil {
				return err
			}
			for n, p := range byPath[source] {
				_, err := tx.Exec(`INSERT INTO problem (source, n, path, reason) VALUES (?, ?, ?, ?)`,
					source, n, p.Path, p.Reason)
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Problems returns what could not be read, ordered by path.
func (s *Store) Problems(ctx context.Context) ([]sayso.Problem, error) {
	return s.ProblemsPage(ctx, -1, 0)
}

// ProblemsPage returns part of the problems.
func (s *Store) ProblemsPage(ctx context.Context, limit, offset int) ([]sayso.Problem, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT path, reason FROM problem ORDER BY path, source, n LIMIT ? OFFSET ?`, limit, max(offset, 0))
	if err != nil {
		return nil, s.failed("listing problems", err)
	}
	defer rows.Close()
	var all []sayso.Problem
	for rows.Next() {
		var p sayso.Problem
		if err := rows.Scan(&p.Path, &p.Reason); err != nil {
			return nil, s.failed("listing problems", err)
		}
		all = append(all, p)
	}
	return all, s.failed("listing problems", rows.Err())
}

// Counts returns the size of the archive.
func (s *Store) Counts(ctx context.Context) (sayso.Counts, error) {
	var c sayso.Counts
	err := s.view(ctx, "counting", func(tx *sql.Tx) error {
		for name, n := range map[string]*int{"documents": &c.Pages, "statements": &c.Statements, "links": &c.Links} {
			v, err := figure(ctx, tx, name)
			if err != nil {
				return err
			}
			*n = int(v)
		}
		return tx.QueryRowContext(ctx, `SELECT count(*) FROM problem`).Scan(&c.Problems)
	})
	return c, err
}

// figure reads one of the small numbers about the whole.
func figure(ctx context.Context, db querier, name string) (int64, error) {
	var v int64
	err := db.QueryRowContext(ctx, `SELECT value FROM figure WHERE name = ?`, name).Scan(&v)
	return v, err
}

func setFigure(tx *sql.Tx, name string, v int64) error {
	_, err := tx.Exec(`UPDATE figure SET value = ? WHERE name = ?`, v, name)
	return err
}

// countUp adds one to a figure.
func countUp(tx *sql.Tx, name string) error {
	_, err := tx.Exec(`UPDATE figure SET value = value + 1 WHERE name = ?`, name)
	return err
}
