package reuse

import (
	"container/list"
	"slices"
	"strings"

	"sayso"
)

// kept is a document at hand, with its words and its statements.
type kept struct {
	doc   *sayso.Document
	ruler *sayso.Ruler
	words []word // told
	cuts  map[int]bool
	n     uint32
	said  []*saying
	bytes int
}

func (k *kept) side() side { return side{k.doc.Text, k.words} }

// A shelf keeps the documents used last, up to a number of bytes. It belongs to
// one goroutine.
type shelf struct {
	r    *run
	at   map[uint32]*list.Element
	used *list.List // the latest first
	size int

	v     *vocabulary // nil where statements are not wanted
	brief bool        // only the statements are, without their document
}

func newShelf(r *run, v *vocabulary, brief bool) *shelf {
	return &shelf{r: r, at: make(map[uint32]*list.Element), used: list.New(), v: v, brief: brief}
}

func (s *shelf) get(n uint32) (*kept, error) {
	if e := s.at[n]; e != nil {
		s.used.MoveToFront(e)
		return e.Value.(*kept), nil
	}
	d, err := s.r.pile.Document(s.r.ctx, s.r.ids[n])
	if err != nil {
		return nil, err
	}
	k := &kept{doc: d, ruler: sayso.NewRuler(d.Text), n: n}
	if s.v == nil {
		k.words = told(d, k.ruler, nil)
		k.cuts = cutsOf(d, k.ruler, k.words)
	} else {
		s.statements(k)
	}
	k.bytes = 1000 + 24*len(k.words) + 700*len(k.said)
	if s.brief {
		k.doc, k.ruler = nil, nil
	} else {
		k.bytes += 2 * len(d.Text)
	}
	s.at[n] = s.used.PushFront(k)
	s.size += k.bytes
	for s.size > s.r.opt.Cache && s.used.Len() > 2 {
		old := s.used.Remove(s.used.Back()).(*kept)
		delete(s.at, old.n)
		s.size -= old.bytes
	}
	return k, nil
}

// maxTerms is how many words of a statement are compared by meaning.
const maxTerms = 300

// statements makes a document's statements ready.
func (s *shelf) statements(k *kept) {
	for i := range k.doc.Statements {
		if i == maxStatements {
			break
		}
		y := &saying{n: s.r.said[k.n] + uint32(i), docN: k.n, doc: k, st: &k.doc.Statements[i]}
		y.day, y.dated = day(k.doc, y.st)
		y.headline = inHeadline(k.doc, y.st)
		y.words = contentWords(nil, k.doc, k.ruler, y.st)
		y.hash = hashOf(y.words)
		y.names = capitals(k.doc.Text, y.words[:min(len(y.words), maxTerms)])
		for _, f := range forms(k.doc.Text, y.words[:min(len(y.words), maxTerms)], nil) {
			t := s.v.term(f)
			y.terms = append(y.terms, t)
			y.sum += t.weight
		}
		if s.brief {
			y.doc, y.words, y.st = nil, nil, essence(y.st)
		}
		k.said = append(k.said, y)
	}
}

// inHeadline reports whether a statement stands in the title of its document.
func inHeadline(d *sayso.Document, st *sayso.Statement) bool {
	return len(st.Content) > 0 && slices.ContainsFunc(d.Blocks, func(b sayso.Block) bool {
		return b.Kind == sayso.BlockTitle && b.Start <= st.Content[0].Start && st.Content[0].Start < b.End
	})
}

// essence is what of a statement is looked at to compare it: all but its words.
func essence(st *sayso.Statement) *sayso.Statement {
	e := &sayso.Statement{ID: st.ID, Within: st.Within, Mode: st.Mode}
	if a := st.Speaker; a != nil {
		e.Speaker = &sayso.Actor{Actor: a.Actor, Name: strings.Clone(a.Name), Kind: a.Kind}
	}
	for _, c := range st.Content {
		e.Content = append(e.Content, sayso.Span{Start: c.Start, End: c.End})
	}
	return e
}

// saying is a statement at hand.
func (s *shelf) saying(n uint32) (*saying, error) {
	doc, i := s.r.documentOf(n)
	k, err := s.get(doc)
	if err != nil {
		return nil, err
	}
	if i >= len(k.said) {
		return nil, sayso.Errorf(sayso.Damaged, string(s.r.ids[doc]), "reading statement %d: the document changed while links were made", i)
	}
	return k.said[i], nil
}
