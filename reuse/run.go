package reuse

import (
	"context"
	"errors"
	"slices"
	"sync"

	"sayso"
	"sayso/reuse/lexicon"
)

// errStopped says that the reader of the links wants no more.
var errStopped = errors.New("stopped")

// A run is one making of links.
type run struct {
	ctx  context.Context
	pile Pile
	opt  Options

	archive Archive // nil where nothing is kept
	to      sayso.LinkUpdate
	head    head
	fresh   int // how many documents are new

	// By the place of a document in the archive's order:
	ids    []sayso.DocumentID
	number []uint32 // that the archive gave it
	isNew  []bool
	size   []uint32 // words told
	said   []uint32 // statements; after reading, those before each
	label  []uint32 // the story it was counted to the last time, 0 where it is new

	rankOf []uint32 // the place, by number

	grams Shuffle // shingles
	exact Shuffle // statements by their words in order
	terms Shuffle // statements by their terms

	near     []nearPair // pairs of documents that share much, by a, then b
	nearAt   map[uint64]int32
	hasNear  []bool // by document
	versions map[uint32]*version

	links  []found // between documents, by a, then b
	copies forest  // documents that are versions of one report

	st stated

	open []Shuffle
}

func (r *run) shuffle(stage string) (Shuffle, error) {
	s, err := r.opt.Shuffle(stage, partitions)
	if err == nil {
		r.open = append(r.open, s)
	}
	return s, err
}

func (r *run) close() {
	for _, s := range r.open {
		s.Close()
	}
}

// read goes through the new documents once and emits their shingles and
// statements.
func (r *run) read() (err error) {
	for _, s := range []struct {
		stage string
		to    *Shuffle
	}{{"postings", &r.grams}, {"exact", &r.exact}, {"terms", &r.terms}} {
		if *s.to, err = r.shuffle(s.stage); err != nil {
			return err
		}
	}
	type item struct {
		n   uint32
		doc *sayso.Document
	}
	type result struct {
		n, words, said uint32
	}
	in := make(chan item, 2*r.opt.Workers)
	results := make(chan result, 64)
	errs := make(chan error, r.opt.Workers)
	stop := make(chan struct{})
	var once sync.Once
	fail := func(err error) {
		errs <- err
		once.Do(func() { close(stop) })
	}
	var workers, collector sync.WaitGroup
	for range r.opt.Workers {
		workers.Go(func() {
			e := newEmitter(r)
			for it := range in {
				if it.doc == nil {
					d, err := r.pile.Document(r.ctx, r.ids[it.n])
					if err != nil {
						fail(err)
						return
					}
					it.doc = d
				}
				words, said, err := e.document(it.n, it.doc)
				if err != nil {
					fail(err)
					return
				}
				results <- result{it.n, words, said}
			}
			if err := e.flush(); err != nil {
				fail(err)
			}
		})
	}
	var done []result
	collector.Go(func() {
		for res := range results {
			done = append(done, res)
		}
	})
	send := func(it item) bool {
		select {
		case in <- it:
		case <-stop:
			return false
		case <-r.ctx.Done():
			return false
		}
		r.fresh++
		r.opt.Progress(r.fresh, 0)
		return true
	}
	if r.archive == nil {
		for d, e := range r.pile.Documents(r.ctx) {
			if e != nil {
				err = e
				break
			}
			n := uint32(len(r.ids))
			r.ids = append(r.ids, d.ID)
			r.number = append(r.number, n+1)
			if !send(item{n, d}) {
				break
			}
		}
	} else {
		for n, fresh := range r.isNew {
			if fresh && !send(item{n: uint32(n)}) {
				break
			}
		}
	}
	close(in)
	workers.Wait()
	close(results)
	collector.Wait()
	close(errs)
	for e := range errs {
		if err == nil {
			err = e
		}
	}
	if err == nil {
		err = r.ctx.Err()
	}
	if err != nil {
		return err
	}
	if r.archive == nil {
		n := len(r.ids)
		r.isNew, r.size, r.said, r.label = slices.Repeat([]bool{true}, n), make([]uint32, n), make([]uint32, n), make([]uint32, n)
	}
	for _, d := range done {
		r.size[d.n], r.said[d.n] = d.words, d.said
	}
	return nil
}

// An emitter turns documents into postings. It belongs to one goroutine.
type emitter struct {
	grams, exact, terms *packer
	words               []word
	forms               []string
	keys                map[string]uint64
}

func newEmitter(r *run) *emitter {
	return &emitter{
		grams: newPacker(r.grams, partitions), exact: newPacker(r.exact, partitions), terms: newPacker(r.terms, partitions),
		keys: make(map[string]uint64),
	}
}

// document emits one document's shingles, and its statements' words and terms.
// It returns how many words are told and how many statements there are.
func (e *emitter) document(n uint32, d *sayso.Document) (words, said uint32, err error) {
	ruler := sayso.NewRuler(d.Text)
	e.words = told(d, ruler, e.words[:0])
	words = uint32(len(e.words))
	if err := emitGrams(e.grams, uint64(n), e.words); err != nil {
		return 0, 0, err
	}
	for i := range d.Statements {
		if i == maxStatements {
			break
		}
		said++
		if err := e.statement(n, i, d, ruler); err != nil {
			return 0, 0, err
		}
	}
	return words, said, nil
}

// statement emits one statement's words and terms.
func (e *emitter) statement(n uint32, i int, d *sayso.Document, ruler *sayso.Ruler) error {
	e.words = contentWords(e.words[:0], d, ruler, &d.Statements[i])
	if len(e.words) == 0 {
		return nil
	}
	at := uint64(n)<<16 | uint64(i)
	if err := e.exact.emit(hashOf(e.words), at); err != nil {
		return err
	}
	e.forms = forms(d.Text, e.words[:min(len(e.words), maxTerms)], e.forms[:0])
	for _, f := range e.forms {
		if common[f] {
			continue
		}
		if err := e.terms.emit(e.key(f), at); err != nil {
			return err
		}
	}
	return nil
}

// key is the key of a form's stem.
func (e *emitter) key(f string) uint64 {
	k, ok := e.keys[f]
	if !ok {
		if len(e.keys) >= maxVocabulary {
			clear(e.keys)
		}
		k = termKey(f, lexicon.Stem(f))
		e.keys[f] = k
	}
	return k
}

func (e *emitter) flush() error {
	return errors.Join(e.grams.flush(), e.exact.flush(), e.terms.flush())
}
