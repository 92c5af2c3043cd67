package reuse

import (
	"context"
	"errors"
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

	ids  []sayso.DocumentID
	size []uint32 // words told, by document
	said []uint32 // statements, by document; after reading, those before each

	postings Shuffle // shingles
	exact    Shuffle // statements by their words in order
	terms    Shuffle // statements by their terms

	links  []found // between documents, by a, then b
	copies forest  // documents that are versions of one report

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

// documents finds copies between documents and yields their links.
func (r *run) documents(yield func(sayso.Link, error) bool) error {
	m, err := r.found()
	if err != nil {
		return err
	}
	r.links = m.found
	return r.tell(m, yield)
}

// found makes the links between documents, as yet without direction.
func (r *run) found() (*made, error) {
	if err := r.read(); err != nil {
		return nil, err
	}
	pairs, err := r.pair(r.postings)
	if err != nil {
		return nil, err
	}
	return r.align(pairs)
}

// read goes through the pile once and emits every document's shingles.
func (r *run) read() (err error) {
	for _, s := range []struct {
		stage string
		to    *Shuffle
	}{{"postings", &r.postings}, {"exact", &r.exact}, {"terms", &r.terms}} {
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
	collector.Go(func() {
		for res := range results {
			for int(res.n) >= len(r.size) {
				r.size = append(r.size, 0)
				r.said = append(r.said, 0)
			}
			r.size[res.n], r.said[res.n] = res.words, res.said
		}
	})
	n := uint32(0)
reading:
	for d, e := range r.pile.Documents(r.ctx) {
		if e != nil {
			err = e
			break
		}
		r.ids = append(r.ids, d.ID)
		select {
		case in <- item{n, d}:
		case <-stop:
			break reading
		case <-r.ctx.Done():
			err = r.ctx.Err()
			break reading
		}
		n++
		r.opt.Progress(int(n), 0)
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
	return err
}

// pair turns shingles into weighted pairs of documents, in two passes: the
// first groups documents into stories, the second weighs each shingle by the
// stories it recurs in.
func (r *run) pair(postings Shuffle) (Shuffle, error) {
	few, err := r.shuffle("few")
	if err != nil {
		return nil, err
	}
	t := newTallies(few, partitions, len(r.ids))
	err = eachGroup(r.ctx, postings, 2, func(_ uint64, docs []uint64) error {
		if len(docs) <= fewDocuments {
			for i, a := range docs {
				for _, b := range docs[i+1:] {
					t.add(uint32(a), uint32(b), 0)
				}
			}
		} else {
			for i := 1; i < len(docs); i++ {
				t.add(uint32(docs[i-1]), uint32(docs[i]), 0)
			}
		}
		return t.flushAbove(1 << 20)
	})
	if err != nil {
		return nil, err
	}
	if err := t.flush(); err != nil {
		return nil, err
	}
	stories := newForest(len(r.ids))
	for part := range partitions {
		all, err := readTallies(few, part)
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			if float64(p.count) >= clusterShare*float64(grams(int(min(r.size[p.a], r.size[p.b])))) {
				stories.join(p.a, p.b)
			}
		}
	}
	pairs, err := r.shuffle("pairs")
	if err != nil {
		return nil, err
	}
	t = newTallies(pairs, partitions, len(r.ids))
	seen := map[uint32]bool{}
	err = eachGroup(r.ctx, postings, 2, func(_ uint64, docs []uint64) error {
		clear(seen)
		for _, d := range docs {
			seen[stories.root(uint32(d))] = true
		}
		if len(seen) > widest {
			return nil
		}
		w := weight(len(seen))
		pairUp(docs, func(a, b uint64) { t.add(uint32(a), uint32(b), w) })
		return t.flushAbove(1 << 20)
	})
	if err != nil {
		return nil, err
	}
	return pairs, t.flush()
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
		grams: newPacker(r.postings, partitions), exact: newPacker(r.exact, partitions), terms: newPacker(r.terms, partitions),
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
		e.words = contentWords(e.words[:0], d, ruler, &d.Statements[i])
		if len(e.words) == 0 {
			continue
		}
		at := uint64(n)<<16 | uint64(i)
		if err := e.exact.emit(hashOf(e.words), at); err != nil {
			return 0, 0, err
		}
		e.forms = forms(d.Text, e.words[:min(len(e.words), maxTerms)], e.forms[:0])
		for _, f := range e.forms {
			if common[f] {
				continue
			}
			if err := e.terms.emit(e.key(f), at); err != nil {
				return 0, 0, err
			}
		}
	}
	return words, said, nil
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
