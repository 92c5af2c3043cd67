package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"iter"
	"slices"

	"sayso"
)

// A part is what somebody is named on the pages of which no other part of the
// voice tells, or on one page, or in one statement. Part n is all of voice n.
type part struct {
	voice          int32
	doc, statement int32         // 0 for all
	found          sayso.ActorID // who that is by evidence
	name, why      string        // by evidence, where it is another than was read
	said           int32
	first, last    day
	actor          int32
}

// A partKey finds the part of a voice on a page, or in a statement.
type partKey struct {
	voice, at int32
	statement bool
}

type actorColumn struct {
	id          sayso.ActorID
	name, role  string
	renamed     bool
	kind        sayso.ActorKind
	said, pages int32
	first, last day
	parts       []int32
	merged      []sayso.ActorID
}

// A cast is who is who.
type cast struct {
	parts      []part
	partOf     map[partKey]int32 // those of one page or statement
	speakers   []int32           // parts, by statement; nil where each is that of the voice
	actors     []actorColumn
	actorNamed map[sayso.ActorID]int32
	bySize     []int32 // actors who said most first
	identities []sayso.Identity
	changed    bool // somebody is not who was read
	decided    bool // some of them because users decided so
}

func (c *columns) speakerOf(seq int32) int32 {
	if c.speakers == nil {
		return c.parts[c.speaker[seq]].actor
	}
	return c.parts[c.speakers[seq]].actor
}

func (c *columns) addresseeOf(seq int32) int32 {
	return c.parts[c.partAt(int32(c.addressee[seq]), c.docOf[seq], 0)].actor
}

// partAt is the part that a voice on a page, or in a statement of it, is in.
func (c *cast) partAt(voice, doc, statement int32) int32 {
	if len(c.partOf) > 0 {
		if n, ok := c.partOf[partKey{voice, statement, true}]; ok && statement != 0 {
			return n
		}
		if n, ok := c.partOf[partKey{voice, doc, false}]; ok {
			return n
		}
	}
	return voice
}

// speaksAs tells whether any part of a voice is an actor's.
func (c *cast) speaksAs(voice, actor int32) bool {
	return c.parts[voice].actor == actor ||
		c.speakers != nil && slices.ContainsFunc(c.actors[actor].parts, func(n int32) bool { return c.parts[n].voice == voice })
}

// nameActors tells who each voice is: as read, then by evidence, then as
// decided, one decision after the other.
func (j *judgement) nameActors(ctx context.Context, tx *sql.Tx, v *survey, identify sayso.Identifier, log []sayso.Decision) error {
	j.parts, j.partOf = make([]part, len(v.voices)), map[partKey]int32{}
	for i := range j.parts {
		c := &v.voices[i]
		j.parts[i] = part{voice: int32(i), found: asRead(c), said: c.said, first: c.first, last: c.last}
	}
	if identify != nil {
		j.identities = j.identify(v, identify)
	}
	j.byEvidence()
	d := &deciding{cast: &j.cast, survey: v, parts: map[sayso.ActorID][]int32{}, names: map[sayso.ActorID]string{}, into: map[sayso.ActorID]sayso.ActorID{}}
	for i := range j.parts {
		if i > 0 {
			d.parts[j.parts[i].found] = append(d.parts[j.parts[i].found], int32(i))
		}
	}
	for _, one := range log {
		if err := d.decide(ctx, tx, one); err != nil {
			return err
		}
	}
	j.decided = slices.ContainsFunc(log, func(d sayso.Decision) bool {
		return d.Act == sayso.Rename || d.Act == sayso.Merge || d.Act == sayso.Split
	})
	j.changed = j.changed || j.decided
	j.gather(v, d)
	return nil
}

func asRead(c *voiceColumn) sayso.ActorID {
	if c.actor == "" {
		return sayso.UnresolvedActor(c.name)
	}
	return c.actor
}

// identify asks who is who over all pages.
func (j *judgement) identify(v *survey, identify sayso.Identifier) []sayso.Identity {
	voices := make([]sayso.Voice, max(len(v.voices)-1, 0))
	for i := range voices {
		c := &v.voices[i+1]
		voices[i] = sayso.Voice{Actor: c.actor, Name: c.name, Kind: c.kind, Role: sayso.Maybe(c.role), Statements: int(c.said),
			First: c.first.String(), Last: c.last.String()}
	}
	return identify(voices, func(wanted []bool) iter.Seq[sayso.Sighting] { return j.sightings(v, wanted) })
}

// byEvidence makes the parts that identities tell of.
func (j *judgement) byEvidence() {
	for _, id := range j.identities {
		n := int32(id.Voice + 1)
		if id.Page >= 0 {
			n = j.apart(n, int32(id.Page), 0, n)
		}
		p := &j.parts[n]
		p.found, p.name, p.why = id.Actor, id.Name, id.Why
		j.changed = true
	}
}

// sightings are the pages that wanted voices are on, in order.
func (j *judgement) sightings(v *survey, wanted []bool) iter.Seq[sayso.Sighting] {
	return func(yield func(sayso.Sighting) bool) {
		var on []int
		for _, doc := range v.byRank {
			d := &v.docs[doc]
			on = on[:0]
			any := false
			for seq := d.first; seq < d.first+d.said; seq++ {
				for _, n := range [2]uint32{v.speaker[seq], v.addressee[seq]} {
					if n > 0 {
						on = append(on, int(n-1))
						any = any || wanted[n-1]
					}
				}
			}
			if !any {
				continue
			}
			slices.Sort(on)
			on = slices.Compact(on)
			for _, n := range on {
				if wanted[n] {
					with := slices.DeleteFunc(slices.Clone(on), func(m int) bool { return m == n })
					if !yield(sayso.Sighting{Voice: n, Page: int(doc), Story: int(j.storyOf[doc]), With: with}) {
						return
					}
				}
			}
		}
	}
}

// apart is the part of a voice on one page or in one statement, made where
// there is none, as part n of the same voice is.
func (c *cast) apart(voice, doc, statement, n int32) int32 {
	k := partKey{voice, doc, false}
	if statement != 0 {
		k = partKey{voice, statement, true}
	}
	if old, ok := c.partOf[k]; ok {
		return old
	}
	p := part{voice: voice, doc: doc, statement: statement, found: c.parts[n].found, name: c.parts[n].name, why: c.parts[n].why}
	c.parts = append(c.parts, p)
	c.partOf[k] = int32(len(c.parts) - 1)
	return c.partOf[k]
}

// gather makes the actors of the parts that decisions left them.
func (j *judgement) gather(v *survey, d *deciding) {
	j.actors = make([]actorColumn, 1)
	j.actorNamed = map[sayso.ActorID]int32{}
	for id, list := range d.parts {
		if len(list) > 0 {
			slices.Sort(list)
			j.actors = append(j.actors, actorColumn{id: id, parts: list})
		}
	}
	slices.SortFunc(j.actors[1:], func(a, b actorColumn) int { return cmp.Compare(a.id, b.id) })
	for i := 1; i < len(j.actors); i++ {
		j.actorNamed[j.actors[i].id] = int32(i)
		for _, n := range j.actors[i].parts {
			j.parts[n].actor = int32(i)
		}
	}
	j.count(v)
	for i := 1; i < len(j.actors); i++ {
		a := &j.actors[i]
		j.describe(a, v)
		if n := d.names[a.id]; n != "" {
			a.name, a.renamed = n, true
		}
		if a.said > 0 {
			j.bySize = append(j.bySize, int32(i))
		}
	}
	slices.SortStableFunc(j.bySize, func(a, b int32) int { return cmp.Compare(j.actors[b].said, j.actors[a].said) })
	for from := range d.into { // one merged away answers as who it was merged into
		if n := j.actorNamed[d.follow(from)]; n != 0 && j.actorNamed[from] == 0 {
			j.actors[n].merged = append(j.actors[n].merged, from)
		}
	}
	for i := range j.actors {
		slices.Sort(j.actors[i].merged)
		for _, id := range j.actors[i].merged {
			j.actorNamed[id] = int32(i)
		}
	}
	j.alias(v)
}

// alias lets who was read under one id and is one actor by evidence be found by
// that id too.
func (j *judgement) alias(v *survey) {
	if !j.changed {
		return
	}
	one := map[sayso.ActorID]int32{}
	for i := range j.parts {
		if p := &j.parts[i]; p.actor != 0 {
			id := asRead(&v.voices[p.voice])
			if old, ok := one[id]; ok && old != p.actor {
				one[id] = 0
			} else {
				one[id] = p.actor
			}
		}
	}
	for id, n := range one {
		if n != 0 && j.actorNamed[id] == 0 {
			j.actorNamed[id] = n
		}
	}
}

// count tells what was said in each part, and on how many pages by each actor.
func (j *judgement) count(v *survey) {
	if len(j.parts) > len(v.voices) {
		for i := range j.parts {
			p := &j.parts[i]
			p.said, p.first, p.last = 0, 0, 0
		}
		j.speakers = make([]int32, len(v.speaker))
	}
	on := make([]int32, len(j.actors))
	for _, doc := range v.byRank {
		d := &v.docs[doc]
		for seq := d.first; seq < d.first+d.said; seq++ {
			n := int32(v.speaker[seq])
			if j.speakers != nil && n != 0 {
				n = j.partAt(n, doc, seq)
				j.speakers[seq] = n
				p := &j.parts[n]
				p.said++
				d.published.widen(&p.first, &p.last)
			}
			if a := j.parts[n].actor; a != 0 && on[a] != doc {
				on[a] = doc
				j.actors[a].pages++
			}
		}
	}
}

// describe sums up an actor's parts.
func (c *cast) describe(a *actorColumn, v *survey) {
	most := int32(-1)
	for _, n := range a.parts {
		p := &c.parts[n]
		a.said += p.said
		p.first.widen(&a.first, &a.last)
		p.last.widen(&a.first, &a.last)
		if kind := v.voices[p.voice].kind; p.said > most || p.said == most && kind < a.kind {
			most, a.kind = p.said, kind
		}
	}
	if roles := c.attributesOf(a, v, func(v *voiceColumn) string { return v.role }); len(roles) > 0 {
		a.role = roles[0].Text
	}
	for _, n := range a.parts {
		if p := &c.parts[n]; p.name != "" && p.found == a.id {
			a.name = p.name
			return
		}
	}
	if names := c.attributesOf(a, v, func(v *voiceColumn) string { return v.name }); len(names) > 0 {
		a.name = names[0].Text
	} else {
		a.name = v.voices[c.parts[a.parts[0]].voice].name
	}
}

// reasons are those by which an actor's parts are theirs.
func (c *cast) reasons(a *actorColumn) []string {
	var out []string
	for _, n := range a.parts {
		if why := c.parts[n].why; why != "" && !slices.Contains(out, why) {
			out = append(out, why)
		}
	}
	slices.Sort(out)
	return out
}

func (c *columns) attributes(a *actorColumn, of func(*voiceColumn) string) []sayso.Attribute {
	return c.attributesOf(a, c.survey, of)
}

// attributesOf are the names or roles of an actor, the most frequent first.
func (c *cast) attributesOf(a *actorColumn, v *survey, of func(*voiceColumn) string) []sayso.Attribute {
	type sum struct {
		said        int32
		first, last day
	}
	if len(a.parts) == 1 { // of most
		p := &c.parts[a.parts[0]]
		if text := of(&v.voices[p.voice]); text != "" && p.said > 0 {
			return []sayso.Attribute{{Text: text, Statements: int(p.said), First: p.first.String(), Last: p.last.String()}}
		}
		return nil
	}
	sums := map[string]*sum{}
	for _, n := range a.parts {
		p := &c.parts[n]
		text := of(&v.voices[p.voice])
		if text == "" || p.said == 0 {
			continue
		}
		s := sums[text]
		if s == nil {
			s = new(sum)
			sums[text] = s
		}
		s.said += p.said
		p.first.widen(&s.first, &s.last)
		p.last.widen(&s.first, &s.last)
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
