// Package text reads English: sentences, words, parts of speech, syntax and
// names, each with its place in the text.
//
// Words and sentences are found by two small linear classifiers (package
// split), tags and syntax by one small network (package net), names by a
// linear tagger and the vectors of that network (package names). All were trained by cmd/sayso-train on Universal
// Dependencies English and open collections of names; docs/models says on
// what and how well. The weights are embedded and loaded at the first call
// that needs them.
//
// Text that is not English is told apart first. It gets words, sentences and
// names by their shape, but no tags and no syntax.
package text

// A Range is a stretch of the text, in bytes, half open.
type Range struct{ Start, End int }

// Want says what an analysis is to hold. Words and sentences are always there.
type Want uint8

const (
	Syntax     Want = 1 << iota // tags, lemmas, features, heads
	Names                       // names, dates
	Everything = Syntax | Names
)

// A Token is one word or mark as Universal Dependencies has it: "don't" is
// two, "do" and "n't".
type Token struct {
	Start, End int32 // bytes
	Head       int32 // index into Analysis.Tokens, or -1: the root of its sentence, or no syntax
	UPOS       UPOS
	XPOS       XPOS
	Rel        Rel
}

// A Sentence is a run of tokens, half open.
type Sentence struct {
	First, Last int32
	// Untagged says that the sentence has no tags and no syntax, because it is
	// not English or syntax was not asked for.
	Untagged bool
}

// A Name is a run of tokens that names something, half open.
type Name struct {
	First, Last int32
	Kind        NameKind
}

// NameKind says what a name names.
type NameKind uint8

const (
	NoName       NameKind = iota
	Person                // Anna Kovač
	Organisation          // United Nations, Reuters
	Place                 // Aleppo, the Black Sea
	Nationality           // Syrian, Kurds, Sunni: peoples, faiths, followers
	Group                 // an armed group, party or movement
	DateTime              // Tuesday, 3 May, last year
	Other                 // a law, a work, an event, a product
)

func (k NameKind) String() string {
	switch k {
	case Person:
		return "person"
	case Organisation:
		return "organisation"
	case Place:
		return "place"
	case Nationality:
		return "nationality"
	case Group:
		return "group"
	case DateTime:
		return "date"
	case Other:
		return "other"
	}
	return ""
}

// An Analysis is what was read in one text. It may be used again for another:
// Analyser.Analyse keeps its room.
type Analysis struct {
	Text      string
	Language  string // BCP 47; "" unknown. Only looked for where more than sentences was wanted.
	Tokens    []Token
	Sentences []Sentence
	Names     []Name
}

// Word is the token as it stands in the text.
func (a *Analysis) Word(i int) string {
	t := &a.Tokens[i]
	return a.Text[t.Start:t.End]
}

// Span is the stretch of text from token first to before token last.
func (a *Analysis) Span(first, last int) Range {
	if first >= last {
		return Range{}
	}
	return Range{int(a.Tokens[first].Start), int(a.Tokens[last-1].End)}
}

// SentenceSpan is the stretch of text of a sentence.
func (a *Analysis) SentenceSpan(i int) Range {
	s := &a.Sentences[i]
	return a.Span(int(s.First), int(s.Last))
}

// NameText is the name as it stands in the text.
func (a *Analysis) NameText(i int) string {
	r := a.Span(int(a.Names[i].First), int(a.Names[i].Last))
	return a.Text[r.Start:r.End]
}

// SentenceAt is the index of the sentence that holds byte offset at, or of the
// first after it; len(a.Sentences) where there is none.
func (a *Analysis) SentenceAt(at int) int {
	lo, hi := 0, len(a.Sentences)
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		if a.SentenceSpan(m).End <= at {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// TokenAt is the index of the first token that ends after byte offset at;
// len(a.Tokens) where there is none.
func (a *Analysis) TokenAt(at int) int {
	lo, hi := 0, len(a.Tokens)
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		if int(a.Tokens[m].End) <= at {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// English says whether the text is read as English: it is, or nothing says that
// it is not.
func (a *Analysis) English() bool { return a.Language == "en" || a.Language == "" }

func (a *Analysis) reset(text string) {
	a.Text, a.Language = text, ""
	a.Tokens, a.Sentences, a.Names = a.Tokens[:0], a.Sentences[:0], a.Names[:0]
}
