package sqlite

import (
	"cmp"
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
		err = wants(d.Actor != "" && d.Name != "", "an actor and a name")
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

// nameActors tells who each voice is: as resolved, then as decided, one
// decision after the other.
func (j *judgement) nameActors(v *survey, log []sayso.Decision) {
	voices := map[sayso.ActorID][]int32{} // of each actor
	for i := range v.voices {
		if i == 0 {
			continue
		}
		c := &v.voices[i]
		id := c.actor
		if id == "" {
			id = sayso.UnresolvedActor(c.name)
		}
		voices[id] = append(voices[id], int32(i))
	}
	names := map[sayso.ActorID]string{}
	into := map[sayso.ActorID]sayso.ActorID{}
	for _, d := range log {
		switch d.Act {
		case sayso.Rename:
			names[d.Actor] = d.Name
		case sayso.Merge:
			voices[d.Into] = append(voices[d.Into], voices[d.Actor]...)
			delete(voices, d.Actor)
			into[d.Actor] = d.Into
			delete(into, d.Into) // it is somebody again
		case sayso.Split:
			to := d.Into
			if to == "" {
				to = sayso.UnresolvedActor(d.Name)
			}
			if to == d.Actor {
				continue
			}
			var stay, go_ []int32
			for _, n := range voices[d.Actor] {
				if v.voices[n].name == d.Name {
					go_ = append(go_, n)
				} else {
					stay = append(stay, n)
				}
			}
			voices[d.Actor], voices[to] = stay, append(voices[to], go_...)
			delete(into, to)
		}
	}
	j.actors = make([]actorColumn, 1)
	j.actorOf = make([]int32, len(v.voices))
	j.actorNamed = map[sayso.ActorID]int32{}
	for id, list := range voices {
		if len(list) > 0 {
			slices.Sort(list)
			j.actors = append(j.actors, actorColumn{id: id, voices: list})
		}
	}
	slices.SortFunc(j.actors[1:], func(a, b actorColumn) int { return cmp.Compare(a.id, b.id) })
	for i := 1; i < len(j.actors); i++ {
		a := &j.actors[i]
		j.actorNamed[a.id] = int32(i)
		a.describe(v)
		if n := names[a.id]; n != "" {
			a.name, a.renamed = n, true
		}
		for _, n := range a.voices {
			j.actorOf[n] = int32(i)
		}
		if a.said > 0 {
			j.bySize = append(j.bySize, int32(i))
		}
	}
	slices.SortStableFunc(j.bySize, func(a, b int32) int { return cmp.Compare(j.actors[b].said, j.actors[a].said) })
	for from := range into { // one merged away answers as who it was merged into
		to := from
		for range len(into) {
			next, ok := into[to]
			if !ok {
				break
			}
			to = next
		}
		if n := j.actorNamed[to]; n != 0 && j.actorNamed[from] == 0 {
			j.actors[n].merged = append(j.actors[n].merged, from)
		}
	}
	for i := range j.actors {
		slices.Sort(j.actors[i].merged)
		for _, id := range j.actors[i].merged {
			j.actorNamed[id] = int32(i)
		}
	}
}

// describe sums up an actor's voices.
func (a *actorColumn) describe(v *survey) {
	if len(a.voices) == 1 {
		c := &v.voices[a.voices[0]]
		a.name, a.kind, a.said, a.first, a.last = c.name, c.kind, c.said, c.first, c.last
		return
	}
	most := int32(-1)
	for _, n := range a.voices {
		c := &v.voices[n]
		a.said += c.said
		c.first.widen(&a.first, &a.last)
		c.last.widen(&a.first, &a.last)
		if c.said > most || c.said == most && c.kind < a.kind {
			most, a.kind = c.said, c.kind
		}
	}
	if names := a.attributes(v, func(c *voiceColumn) string { return c.name }); len(names) > 0 {
		a.name = names[0].Text
	} else {
		a.name = v.voices[a.voices[0]].name
	}
}

// attributes are the names or roles of an actor, the most frequent first.
func (a *actorColumn) attributes(v *survey, of func(*voiceColumn) string) []sayso.Attribute {
	type sum struct {
		said        int32
		first, last day
	}
	sums := map[string]*sum{}
	for _, n := range a.voices {
		c := &v.voices[n]
		text := of(c)
		if text == "" || c.said == 0 {
			continue
		}
		s := sums[text]
		if s == nil {
			s = new(sum)
			sums[text] = s
		}
		s.said += c.said
		c.first.widen(&s.first, &s.last)
		c.last.widen(&s.first, &s.last)
	}
	var out []sayso.Attribute
	for text, s := range sums {
		out = append(out, sayso.Attribute{Text: text, Statements: int(s.said), First: s.first.String(), Last: s.last.String()})
	}
	slices.SortFunc(out, func(a, b sayso.Attribute) int {
		return cmp.Or(cmp.Compare(b.Statements, a.Statements), cmp.Compare(a.Text, b.Text))
	})
	return out
}
