package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"sayso"
)

// deciding carries out what users decided of actors.
type deciding struct {
	*cast
	survey *survey
	parts  map[sayso.ActorID][]int32 // of each actor
	names  map[sayso.ActorID]string
	into   map[sayso.ActorID]sayso.ActorID // of those merged away
}

func (d *deciding) decide(ctx context.Context, tx *sql.Tx, one sayso.Decision) (err error) {
	// An actor is whoever made the statement that the decision names.
	now := func(id *sayso.ActorID, at string) {
		var seq int64
		if at == "" || err != nil {
			return
		}
		if seq, err = statementSeq(ctx, tx, sayso.StatementID(at)); seq > 0 && int(seq) < len(d.survey.speaker) {
			if n := d.survey.speaker[seq]; n != 0 {
				*id = d.cast.parts[d.partAt(int32(n), d.survey.docOf[seq], 0)].found
			}
		}
	}
	switch one.Act {
	case sayso.Rename:
		now(&one.Actor, one.A)
		d.names[one.Actor] = one.Name
	case sayso.Merge:
		now(&one.Actor, one.A)
		now(&one.Into, one.B)
		if one.Actor == one.Into {
			break // evidence says so too by now
		}
		d.parts[one.Into] = append(d.parts[one.Into], d.parts[one.Actor]...)
		delete(d.parts, one.Actor)
		d.into[one.Actor] = one.Into
		delete(d.into, one.Into) // it is somebody again
	case sayso.Split:
		now(&one.Actor, one.B)
		to := one.Into
		switch {
		case to != "":
		case one.A != "":
			to = sayso.ActorID("split:" + one.A)
		default:
			to = sayso.UnresolvedActor(one.Name)
		}
		if to == one.Actor || err != nil {
			break
		}
		leave, e := d.leaving(ctx, tx, one)
		if e != nil {
			return e
		}
		from := d.follow(one.Actor)
		var stay, gone []int32
		for _, n := range d.parts[from] {
			if leave(n) {
				gone = append(gone, n)
			} else {
				stay = append(stay, n)
			}
		}
		d.parts[from], d.parts[to] = stay, append(d.parts[to], gone...)
		delete(d.into, to)
	}
	return err
}

// follow is whom an actor was merged into.
func (d *deciding) follow(id sayso.ActorID) sayso.ActorID {
	for range len(d.into) {
		to, ok := d.into[id]
		if !ok {
			break
		}
		id = to
	}
	return id
}

// leaving tells which parts of an actor a split takes away. It makes those of a
// page or statement that are not there yet.
func (d *deciding) leaving(ctx context.Context, tx *sql.Tx, one sayso.Decision) (func(int32) bool, error) {
	if one.A == "" {
		return func(n int32) bool { return d.survey.voices[d.cast.parts[n].voice].name == one.Name }, nil
	}
	doc, err := documentSeq(ctx, tx, sayso.DocumentID(one.A))
	if err != nil {
		return nil, err
	}
	seq, statement := int64(0), doc == 0
	if statement {
		if seq, err = statementSeq(ctx, tx, sayso.StatementID(one.A)); err != nil {
			return nil, err
		}
		if seq > 0 && int(seq) < len(d.survey.docOf) {
			doc = int64(d.survey.docOf[seq])
		}
	}
	gone := map[int32]bool{}
	if doc <= 0 || int(doc) >= len(d.survey.docs) {
		return func(int32) bool { return false }, nil // not in the index yet, or no more
	}
	from := d.follow(one.Actor)
	page := &d.survey.docs[doc]
	for i := page.first; i < page.first+page.said; i++ {
		if statement && i != int32(seq) {
			continue
		}
		for k, voice := range [2]uint32{d.survey.speaker[i], d.survey.addressee[i]} {
			if voice == 0 || statement && k == 1 {
				continue
			}
			at := int32(0)
			if k == 0 {
				at = i
			}
			n := d.partAt(int32(voice), int32(doc), at)
			if !slices.Contains(d.parts[from], n) {
				continue
			}
			switch {
			case statement:
				at = i
			case d.cast.parts[n].statement != 0: // of this page alone already
				gone[n] = true
				continue
			default:
				at = 0
			}
			before := len(d.cast.parts)
			m := d.apart(int32(voice), int32(doc), at, n)
			if len(d.cast.parts) > before {
				d.parts[from] = append(d.parts[from], m)
			}
			gone[m] = true
		}
	}
	return func(n int32) bool { return gone[n] }, nil
}

// firstFound is the first statement, in order, of whom evidence gives this id,
// or 0.
func (c *columns) firstFound(id sayso.ActorID) int32 {
	for _, doc := range c.byRank {
		d := &c.docs[doc]
		for seq := d.first; seq < d.first+d.said; seq++ {
			if n := c.speaker[seq]; n != 0 && c.parts[c.partAt(int32(n), doc, 0)].found == id {
				return seq
			}
		}
	}
	return 0
}

// Decided returns a function that tells in a document who its actors are as
// decided, and by evidence.
func (s *Store) Decided(ctx context.Context, evidence bool) (func(*sayso.Document) error, error) {
	var c *columns
	err := s.withColumns(ctx, "telling who is who", func(_ *sql.Tx, now *columns) error { c = now; return nil })
	if err != nil {
		return nil, err
	}
	if !c.changed || !evidence && !c.decided {
		return func(*sayso.Document) error { return nil }, nil
	}
	return func(d *sayso.Document) error {
		seq, err := documentSeq(ctx, s.read, d.ID)
		if err != nil {
			return s.failed("telling who is who", err)
		}
		if seq > 0 && int(seq) < len(c.docs) && int(c.docs[seq].said) == len(d.Statements) {
			c.recast(d, int32(seq), evidence)
		}
		return nil
	}, nil
}

// recast puts decided actors in place of those read.
func (c *columns) recast(d *sayso.Document, doc int32, evidence bool) {
	first := c.docs[doc].first
	here := map[sayso.ActorID]int32{} // actors of this page, 0 for those that stay
	for i := range d.Statements {
		st, seq := &d.Statements[i], first+int32(i)
		for _, x := range []struct {
			actor **sayso.Actor
			voice uint32
			at    int32
		}{{&st.Speaker, c.speaker[seq], seq}, {&st.Addressee, c.addressee[seq], 0}} {
			if *x.actor == nil || x.voice == 0 {
				continue
			}
			p := &c.parts[c.partAt(int32(x.voice), doc, x.at)]
			id, to := (*x.actor).Actor, p.actor
			if a := &c.actors[to]; !a.renamed && (a.id == asRead(&c.voices[x.voice]) || !evidence && a.id == p.found) {
				to = 0
			}
			if id != "" {
				here[id] = to
			}
			if to != 0 {
				now := c.recastActor(*x.actor, p)
				*x.actor = &now
			}
		}
	}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		n, ok := here[m.Actor]
		if !ok { // they do not speak here
			n = c.actorNamed[m.Actor]
			if a := &c.actors[n]; !evidence && !a.renamed && !slices.Contains(a.merged, m.Actor) {
				n = 0
			}
		}
		if a := &c.actors[n]; m.Actor != "" && n != 0 && (a.id != m.Actor || a.renamed) {
			m.Name, m.Actor = a.name, resolved(a.id)
		}
	}
}

func (c *columns) recastActor(read *sayso.Actor, p *part) sayso.Actor {
	now, a, why := *read, &c.actors[p.actor], p.why
	if a.id != p.found || a.renamed {
		why = "decided by a user"
	}
	now.Actor, now.Name, now.Kind = resolved(a.id), a.name, a.kind
	now.Why = strings.TrimPrefix(read.Why+"; "+why, "; ")
	return now
}

// resolved is an id as the record has it: none for those who have only a name.
func resolved(id sayso.ActorID) sayso.ActorID {
	if strings.HasPrefix(string(id), "named:") {
		return ""
	}
	return id
}
