package text

import (
	"strings"
	"sync"

	"sayso/text/lemma"
	"sayso/text/model"
	"sayso/text/names"
	"sayso/text/net"
	"sayso/text/split"
)

// The models are loaded when first asked for. One that is built in and cannot
// be read is a fault of the build, so it panics.
var (
	splitter = sync.OnceValue(func() *split.Model { return must(split.Read(must(model.Load(model.Split)))) })
	lemmas   = sync.OnceValue(func() *lemma.Model { return must(lemma.Read(must(model.Load(model.Lemma)))) })
	syntax   = sync.OnceValue(func() *net.Model { return must(net.Read(must(model.Load(model.Syntax)))) })
	naming   = sync.OnceValue(func() *names.Model { return must(names.Read(must(model.Load(model.Names)))) })
)

// ahead loads the names beside the syntax that is read before them.
var ahead = sync.OnceFunc(func() { go naming() })

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// An Analyser analyses texts one after the other and keeps its working room
// between them. It must not be used by two goroutines at a time; make one for
// each.
type Analyser struct {
	words  []split.Range
	ends   []int
	parser parser
	namer  namer
}

// Analyse reads text and what is wanted of it.
func Analyse(text string, want Want) *Analysis {
	a := &Analysis{}
	new(Analyser).Analyse(a, text, nil, want)
	return a
}

// Sentences is the stretches of the sentences of text.
func Sentences(text string) []Range {
	a := Analyse(text, 0)
	out := make([]Range, len(a.Sentences))
	for i := range out {
		out[i] = a.SentenceSpan(i)
	}
	return out
}

// Analyse reads the given blocks of text into a; no blocks mean all of it. The
// blocks must be in order and apart. A block's end always ends a sentence.
// Where text is longer than 2 GiB, what is after is left out.
func (z *Analyser) Analyse(a *Analysis, text string, blocks []Range, want Want) {
	a.reset(text)
	if blocks == nil {
		blocks = []Range{{0, len(text)}}
	}
	for _, b := range blocks {
		z.split(a, b)
	}
	z.Fill(a, want)
}

// Fill adds what is wanted to words and sentences that stand in a already.
func (z *Analyser) Fill(a *Analysis, want Want) {
	if want == 0 {
		return
	}
	a.Language = Language(a.Text)
	if want&Names != 0 && a.English() {
		ahead()
	}
	switch {
	case a.English():
		// Names are found by the tags too.
		z.english(a, want)
	case want&Names != 0:
		shapes(a)
	}
}

// english parses the sentences and finds the names, a stretch at a time.
func (z *Analyser) english(a *Analysis, want Want) {
	z.parser.names = nil
	if want&Names != 0 {
		z.parser.names = &z.namer
	}
	for from := 0; from < len(a.Sentences); {
		to := from + 1
		first := a.Sentences[from].First
		for to < len(a.Sentences) && a.Sentences[to].Last-first <= stretch {
			to++
		}
		if want&Names == 0 {
			z.parser.parse(a, from, to)
		} else {
			z.namer.begin(first, a.Sentences[to-1].Last)
			z.parser.parse(a, from, to)
			z.namer.name(a, a.Sentences[from:to])
		}
		from = to
	}
	if want&Names != 0 {
		z.namer.addDates(a)
	}
}

// window is how long a stretch of a block is split at once. Articles have a
// tenth of it; a longer block is cut at white space, so that the room for its
// words stays small.
const window = 1 << 18

// split appends the words and sentences of one block.
func (z *Analyser) split(a *Analysis, block Range) {
	for block.Start < block.End {
		end := block.End
		if end-block.Start > window {
			end = block.Start + window
			if i := strings.LastIndexByte(a.Text[block.Start:end], '\n'); i > window/2 {
				end = block.Start + i
			} else if i := strings.LastIndexByte(a.Text[block.Start:end], ' '); i > 0 {
				end = block.Start + i
			} else if i := strings.IndexAny(a.Text[end:block.End], "\n "); i >= 0 {
				end += i
			} else {
				end = block.End
			}
		}
		z.splitWindow(a, Range{block.Start, end})
		block.Start = end
	}
}

func (z *Analyser) splitWindow(a *Analysis, block Range) {
	m := splitter()
	z.words = m.Words(z.words[:0], a.Text, block.Start, block.End)
	z.ends = m.Sentences(z.ends[:0], a.Text, z.words)
	base := int32(len(a.Tokens))
	for _, w := range z.words {
		a.Tokens = append(a.Tokens, Token{Start: int32(w.Start), End: int32(w.End), Head: -1})
	}
	first := base
	for _, e := range z.ends {
		last := base + int32(e)
		a.Sentences = append(a.Sentences, Sentence{First: first, Last: last, Untagged: true})
		first = last
	}
}
