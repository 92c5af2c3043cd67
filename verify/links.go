package verify

import (
	"container/list"
	"context"
	"fmt"

	"sayso"
)

// links checks the links of a store.
func (c *checker) links(ctx context.Context, store sayso.Store) error {
	texts := newTexts(store)
	for l, err := range store.Links(ctx) {
		if err != nil {
			if fatal(err) {
				return err
			}
			c.add([]Finding{{What: err.Error()}})
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		c.sum.Links++
		var findings []Finding
		var sides [2]*side
		for i, id := range []string{l.A, l.B} {
			s, err := texts.get(ctx, l.Between, id)
			if err != nil {
				if fatal(err) {
					return err
				}
				findings = append(findings, Finding{Where: fmt.Sprintf("link of %s and %s", l.A, l.B), What: err.Error()})
			}
			sides[i] = s
		}
		c.sum.Spans += checkSpans(&l, func(name byte) *sayso.Ruler {
			switch {
			case name == 'A' && sides[0] != nil:
				return sides[0].ruler
			case name == 'B' && sides[1] != nil:
				return sides[1].ruler
			}
			return nil
		}, func(where, format string, args ...any) {
			f := Finding{Where: fmt.Sprintf("link of %s and %s, %s", l.A, l.B, where), What: fmt.Sprintf(format, args...)}
			if sides[0] != nil {
				f.Path, f.Document = sides[0].path, sides[0].document
			}
			findings = append(findings, f)
		})
		if len(findings) > 0 {
			c.sum.Findings += len(findings)
			for _, f := range findings {
				c.report(f)
			}
		}
	}
	return nil
}

// A side is the text that one end of a link is about.
type side struct {
	path     string
	document sayso.DocumentID
	ruler    *sayso.Ruler
	ids      []string // that it is kept under
	size     int
}

// textsSize is the memory, in bytes of text, for documents that links are about.
// A document's links are spread over the archive; 256 MiB hold some 100,000
// news pages.
const textsSize = 256 << 20

// texts keeps the texts of the documents that were used last, by the ids of the
// documents and of their statements.
type texts struct {
	store sayso.Store
	byID  map[string]*list.Element
	used  *list.List // of *side, the last used first
	size  int
}

func newTexts(store sayso.Store) *texts {
	return &texts{store: store, byID: map[string]*list.Element{}, used: list.New()}
}

func (t *texts) get(ctx context.Context, between sayso.Between, id string) (*side, error) {
	if e := t.byID[id]; e != nil {
		t.used.MoveToFront(e)
		return e.Value.(*side), nil
	}
	var d *sayso.Document
	var err error
	if between == sayso.BetweenStatements {
		d, err = t.store.Statement(ctx, sayso.StatementID(id))
	} else {
		d, err = t.store.Document(ctx, sayso.DocumentID(id))
	}
	if err != nil {
		return nil, err
	}
	s := &side{path: d.Source.Path, document: d.ID, ruler: sayso.NewRuler(d.Text), size: len(d.Text)}
	e := t.used.PushFront(s)
	s.ids = append(s.ids, string(d.ID))
	for i := range d.Statements {
		s.ids = append(s.ids, string(d.Statements[i].ID))
	}
	for _, id := range s.ids {
		t.byID[id] = e
	}
	t.size += s.size
	for t.size > textsSize && t.used.Len() > 2 {
		last := t.used.Back()
		old := t.used.Remove(last).(*side)
		for _, id := range old.ids {
			if t.byID[id] == last {
				delete(t.byID, id)
			}
		}
		t.size -= old.size
	}
	return s, nil
}
