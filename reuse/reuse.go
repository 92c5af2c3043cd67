// Package reuse finds what documents and statements share: which report is
// copied from which, what each copy changed, which statements are one, and
// which tell one story.
//
// Copies are found by shared five-word shingles, weighed by what they tell: a
// shingle that recurs over unrelated stories is background and counts little,
// one that stands in two stories counts in full. Two documents are copies where
// the weighted share of the shorter one's shingles is high enough. A short passage
// that stands in three stories or more which have nothing else in common is
// background too, however small the pile. Containment
// is used, not Jaccard resemblance, which misses nine of ten wire copies because
// outlets cut and add. What two copies share is aligned word by word; package
// change types the differences, package trace says who copied whom.
//
// Statements are one where most of what each says is in the other, in the same
// words or near ones (package lexicon), and no third is nearly as like either.
// Less is wanted where both are known to be by one speaker within days, more
// where they are short, or told in the reporter's words alone. Two that deny
// different things, or count one thing differently, are in conflict.
// docs/models/links.md tells how sure that is.
//
// No document or statement is compared with every other: shingles and rare
// terms go through a Shuffle into partitions, each is sorted, and only what
// meets there is paired, a bounded number for each. The cost grows with the
// pile; what must be in memory is a few hundred bytes a document, and 100 a
// statement.
//
// An archive that grows keeps the postings, the pairs that share much, whom each
// statement is nearest to and which are alike, all by number (Update). New
// documents are looked up among those; an old one is looked at again only where
// what it was decided from has changed: the stories that one of its shingles
// recurs in, the pages that tell its story, whether a term is rare. What is
// decided over all links (background, stories, who is nearest) is decided over
// all, from numbers in memory. So that little changes, a term's weight has few
// steps, and all rare ones weigh the same. What comes out is what making all
// links at once gives.
//
// What is found depends on the set of documents alone: not on the order they
// were added in, nor on the number of workers, nor on what is spilled.
//
// Limits: statements in other words are matched in English; of other languages
// only names, numbers and the same words are. A translation of a whole report is
// no copy. A story of more versions than trace can weigh together is traced
// version by version. A paragraph that two stories alone share cannot be told from
// one that was taken over, nor one that makes up most of a short document. Where
// no page has a date, what many report of one event cannot be told from the same
// of the next.
package reuse

import (
	"context"
	"iter"
	"runtime"

	"sayso"
)

// A Pile is where documents come from. Documents yields them in the archive's
// order, the same at each call.
type Pile interface {
	Documents(ctx context.Context) iter.Seq2[*sayso.Document, error]
	Document(ctx context.Context, id sayso.DocumentID) (*sayso.Document, error)
}

// Options are how the work is done; they do not change what is found.
type Options struct {
	// Workers is the number of goroutines; 0 for one a core.
	Workers int
	// Progress, if set, is told how far the work is. Total is 0 until known.
	Progress func(done, total int)
	// Shuffle makes the shuffle of a stage; nil keeps all in memory.
	Shuffle func(stage string, partitions int) (Shuffle, error)
	// Cache is how many bytes of read documents are kept at hand; 0 for 64 MiB.
	Cache int
	// Anew makes Update make all links anew.
	Anew bool
}

func (o Options) filled() Options {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	if o.Shuffle == nil {
		o.Shuffle = func(_ string, partitions int) (Shuffle, error) { return NewMemory(partitions), nil }
	}
	if o.Cache <= 0 {
		o.Cache = 64 << 20
	}
	return o
}

// partitions is how many parts each stage is cut into: at a million documents
// of 250 words a part is some 12 MB.
const partitions = 256
