package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"sayso"
)

// Decide keeps what a user decided.
func (s *Store) Decide(ctx context.Context, d sayso.Decision) error {
	const what = "keeping a decision"
	wants := func(ok bool, of string) error {
		if ok {
			return nil
		}
		return sayso.Errorf(sayso.Unreadable, s.path, "%s: a %q wants %s", what, d.Act, of)
	}
	var err error
	switch d.Act {
	case sayso.Rename:
		err = wants(d.Actor != "", "an actor")
	case sayso.Merge:
		err = wants(d.Actor != "" && d.Into != "" && d.Actor != d.Into, "two actors")
	case sayso.Split:
		err = wants(d.Actor != "" && (d.Name != "" || d.A != ""), "an actor, and a name, a document or a statement")
	case sayso.Confirm, sayso.Reject:
		err = wants(d.A != "" && d.B != "" && d.A != d.B, "two statements or documents")
	case sayso.Undo:
		err = wants(d.Undone > 0, "the number of a decision")
	case sayso.Remark:
		err = wants(d.Note != "" && (d.Actor != "" || d.A != ""), "a note and what it is about")
	default:
		err = sayso.Errorf(sayso.Unreadable, s.path, "%s: %q is none", what, d.Act)
	}
	if err != nil {
		return err
	}
	if err := s.anchor(ctx, &d); err != nil {
		return err
	}
	return s.update(ctx, what, func(tx *sql.Tx) error {
		var last int64
		if err := tx.QueryRow(`SELECT coalesce(max(number), 0) FROM decision`).Scan(&last); err != nil {
			return err
		}
		if d.Act == sayso.Undo && d.Undone > last {
			return sayso.Errorf(sayso.NotFound, s.path, "there is no decision %d to undo", d.Undone)
		}
		_, err := tx.Exec(`INSERT INTO decision (number, at, by, act, actor, into_id, name, a, b, undone, note)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, last+1, d.At, d.By, string(d.Act), string(d.Actor), string(d.Into), d.Name,
			d.A, d.B, d.Undone, d.Note)
		if err != nil {
			return err
		}
		return countUp(tx, "judged")
	})
}

// anchor names a statement of each actor that a decision is about, where the
// store tells who is who and so their ids may change.
func (s *Store) anchor(ctx context.Context, d *sayso.Decision) error {
	if s.identify == nil {
		return nil
	}
	of := map[sayso.ActorID]*string{}
	switch d.Act {
	case sayso.Rename:
		of[d.Actor] = &d.A
	case sayso.Merge:
		of[d.Actor], of[d.Into] = &d.A, &d.B
	case sayso.Split:
		of[d.Actor] = &d.B
	}
	for id, at := range of {
		if *at != "" {
			delete(of, id)
		}
	}
	if len(of) == 0 {
		return nil
	}
	return s.withColumns(ctx, "keeping a decision", func(tx *sql.Tx, c *columns) error {
		for id, at := range of {
			seq := c.firstFound(id)
			if seq == 0 {
				continue
			}
			var key any
			if err := tx.QueryRowContext(ctx, `SELECT id FROM statement WHERE seq = ?`, seq).Scan(&key); err != nil {
				return err
			}
			*at = string(statementID(key))
		}
		return nil
	})
}

// Decisions returns all decisions in the order they were made.
func (s *Store) Decisions(ctx context.Context) ([]sayso.Decision, error) {
	log, err := readDecisions(ctx, s.read)
	return log, s.failed("reading decisions", err)
}

func readDecisions(ctx context.Context, db querier) ([]sayso.Decision, error) {
	rows, err := db.QueryContext(ctx, `SELECT number, at, by, act, actor, into_id, name, a, b, undone, note FROM decision ORDER BY number`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var log []sayso.Decision
	for rows.Next() {
		var d sayso.Decision
		if err := rows.Scan(&d.Number, &d.At, &d.By, &d.Act, &d.Actor, &d.Into, &d.Name, &d.A, &d.B, &d.Undone, &d.Note); err != nil {
			return nil, err
		}
		log = append(log, d)
	}
	return log, rows.Err()
}

// inForce leaves out what was undone, and the undoing. A decision undoes only
// earlier ones, so the last is always in force.
func inForce(log []sayso.Decision) []sayso.Decision {
	dead := map[int64]bool{}
	var out []sayso.Decision
	for _, d := range slices.Backward(log) {
		switch {
		case dead[d.Number]:
		case d.Act == sayso.Undo:
			dead[d.Undone] = true
		default:
			out = append(out, d)
		}
	}
	slices.Reverse(out)
	return out
}
