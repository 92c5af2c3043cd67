package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"

	"sayso"
)

// A mark is what Query.Only asks for.
type mark uint8

const (
	markConflict mark = 1 << iota
	markIndependent
	markCopied
	markDenied
	markSpeech
)

var onlyMarks = [...]struct {
	only sayso.Only
	mark mark
}{
	{sayso.OnlyConflict, markConflict}, {sayso.OnlyIndependent, markIndependent},
	{sayso.OnlyCopied, markCopied}, {sayso.OnlyDenied, markDenied}, {sayso.OnlySpeech, markSpeech},
}

// linked counts the links of one document or statement.
type linked struct {
	all                    uint32
	conflicts, independent uint16
	mark                   mark
}

func (l *linked) count(kind sayso.LinkKind, independent bool) {
	l.all++
	if kind == sayso.LinkConflict {
		l.conflicts++
		l.mark |= markConflict
	}
	if kind == sayso.LinkCopy {
		l.mark |= markCopied
	}
	if independent {
		l.independent++
		l.mark |= markIndependent
	}
}

type conflictColumn struct {
	a, b int32 // statements
	link int64
}

type storyColumn struct {
	first int32   // the document of least id
	docs  []int32 // by date, undated ones last, then in order
}

// A judgement is what links and users' decisions say of the documents.
type judgement struct {
	ofDocument  []linked // by document
	ofStatement []linked // by statement
	confirmed   map[pair]int
	conflicts   []conflictColumn // those of the latest page first
	storyOf     []int32          // by document: in stories, + 1
	stories     []storyColumn    // the largest first
	cast
}

// A pair is what a link joins, by number, the lesser first. Among those
// confirmed are also the links of either end, counted with 0 as the other.
type pair struct {
	statements bool
	a, b       int32
}

func pairOf(statements bool, a, b int32) pair { return pair{statements, min(a, b), max(a, b)} }

func judge(ctx context.Context, tx *sql.Tx, v *survey, identify sayso.Identifier, old *judgement) (*judgement, error) {
	log, err := readDecisions(ctx, tx)
	if err != nil {
		return nil, err
	}
	log = inForce(log)
	j := &judgement{ofDocument: make([]linked, len(v.docs)), ofStatement: make([]linked, len(v.docOf)),
		storyOf: make([]int32, len(v.docs)), confirmed: map[pair]int{}}
	verdicts, err := readVerdicts(ctx, tx, log)
	if err != nil {
		return nil, err
	}
	if err := j.readLinks(ctx, tx, v, verdicts); err != nil {
		return nil, err
	}
	if old != nil && slices.Equal(old.storyOf, j.storyOf) {
		j.identities, identify = old.identities, nil // of the same pages and stories
	}
	if err := j.nameActors(ctx, tx, v, identify, log); err != nil {
		return nil, err
	}
	for i, t := range v.traits {
		if p := polarityOf(t); p == sayso.Denied || p == sayso.Negated {
			j.ofStatement[i].mark |= markDenied
		}
		if i > 0 && actOf(t).Uttered() {
			j.ofStatement[i].mark |= markSpeech
		}
		d := &j.ofDocument[v.docOf[i]]
		d.mark |= j.ofStatement[i].mark
		d.conflicts += j.ofStatement[i].conflicts
	}
	return j, nil
}

// readVerdicts tells which pairs were confirmed (true) or rejected.
func readVerdicts(ctx context.Context, tx *sql.Tx, log []sayso.Decision) (map[pair]bool, error) {
	verdicts := map[pair]bool{}
	for _, d := range log {
		if d.Act != sayso.Confirm && d.Act != sayso.Reject {
			continue
		}
		var ends [2]int64
		for _, statements := range []bool{true, false} {
			for i, id := range []string{d.A, d.B} {
				var err error
				if statements {
					ends[i], err = statementSeq(ctx, tx, sayso.StatementID(id))
				} else {
					ends[i], err = documentSeq(ctx, tx, sayso.DocumentID(id))
				}
				if err != nil {
					return nil, err
				}
			}
			if ends[0] != 0 && ends[1] != 0 {
				verdicts[pairOf(statements, int32(ends[0]), int32(ends[1]))] = d.Act == sayso.Confirm
			}
		}
	}
	return verdicts, nil
}

func (j *judgement) readLinks(ctx context.Context, tx *sql.Tx, v *survey, verdicts map[pair]bool) error {
	rows, err := tx.QueryContext(ctx, `SELECT seq, joins = 'statements', kind, independent, a_seq, b_seq FROM link INDEXED BY link_a
		ORDER BY joins, a_seq, kind, independent, b_seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	copies := newUnion(len(v.docs))
	for rows.Next() {
		var seq int64
		var statements, independent bool
		var text sql.RawBytes
		var a, b int32
		if err := rows.Scan(&seq, &statements, &text, &independent, &a, &b); err != nil {
			return err
		}
		of := j.ofDocument
		if statements {
			of = j.ofStatement
		}
		if a <= 0 || b <= 0 || int(a) >= len(of) || int(b) >= len(of) {
			continue // of what is not in the index yet
		}
		p := pairOf(statements, a, b)
		if verdict, ok := verdicts[p]; ok {
			if !verdict {
				continue
			}
			j.confirmed[p]++
			j.confirmed[pair{statements, 0, a}]++
			j.confirmed[pair{statements, 0, b}]++
		}
		kind := kindOf(text)
		of[a].count(kind, independent)
		of[b].count(kind, independent)
		if kind == sayso.LinkConflict && statements {
			j.conflicts = append(j.conflicts, conflictColumn{a, b, seq})
		}
		if kind == sayso.LinkCopy && !statements {
			copies.join(a, b)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	slices.SortFunc(j.conflicts, func(a, b conflictColumn) int { return v.compareConflicts(&a, &b) })
	j.tellStories(v, copies)
	return nil
}

// kindOf spares the copies of a few words.
func kindOf(text []byte) sayso.LinkKind {
	for _, k := range []sayso.LinkKind{sayso.LinkCopy, sayso.LinkSame, sayso.LinkConflict} {
		if string(text) == string(k) {
			return k
		}
	}
	return sayso.LinkKind(text)
}

// compareConflicts puts those first of which the later page was published last.
func (v *survey) compareConflicts(a, b *conflictColumn) int {
	late := func(c *conflictColumn) day {
		return max(v.docs[v.docOf[c.a]].published, v.docs[v.docOf[c.b]].published)
	}
	rank := func(statement int32) int32 { return v.docs[v.docOf[statement]].rank }
	return cmp.Or(cmp.Compare(late(b), late(a)), cmp.Compare(rank(a.a), rank(b.a)), cmp.Compare(rank(a.b), rank(b.b)),
		cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b))
}

func (j *judgement) tellStories(v *survey, copies union) {
	members := map[int32][]int32{}
	for _, d := range v.byRank { // in order
		if root := copies.root(d); copies[root] != -1 {
			members[root] = append(members[root], d)
		}
	}
	for _, root := range slices.Sorted(maps.Keys(members)) {
		docs := members[root]
		if len(docs) < 2 {
			continue
		}
		slices.SortStableFunc(docs, func(a, b int32) int { // 0, undated, wraps to the end
			return cmp.Compare(v.docs[a].published-1, v.docs[b].published-1)
		})
		least := slices.MinFunc(docs, func(a, b int32) int { return cmp.Compare(v.docs[a].id, v.docs[b].id) })
		j.stories = append(j.stories, storyColumn{least, docs})
	}
	slices.SortFunc(j.stories, func(a, b storyColumn) int {
		return cmp.Or(cmp.Compare(len(b.docs), len(a.docs)), cmp.Compare(v.docs[a.first].id, v.docs[b.first].id))
	})
	for i, s := range j.stories {
		for _, d := range s.docs {
			j.storyOf[d] = int32(i + 1)
		}
	}
}

// A union joins numbers into sets: the negative of a set's size at its root,
// elsewhere the way to it.
type union []int32

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = -1
	}
	return u
}

func (u union) root(i int32) int32 {
	for u[i] >= 0 {
		if next := u[i]; u[next] >= 0 {
			u[i] = u[next] // the way gets shorter
		}
		i = u[i]
	}
	return i
}

func (u union) join(a, b int32) {
	a, b = u.root(a), u.root(b)
	if a == b {
		return
	}
	if u[a] > u[b] {
		a, b = b, a
	}
	u[a] += u[b]
	u[b] = a
}
