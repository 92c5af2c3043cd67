// Package names finds names and dates in English sentences that are split
// into words and tagged.
//
// Each word gets features of its form, shape, tag, word class and those of its
// neighbours, of the run of capitalised words it stands in, of lists of known
// names, and of the genre of the text, told by its words. They score how it may
// begin, go on, end or be a name by itself, of each type; one hidden layer over
// the vectors that the network of syntax made of the word adds to the scores,
// and the best sequence is taken: a conditional random field.
//
// What a word was taken for elsewhere in the document counts too, so names are
// found more than once, each time with the findings of the time before as
// features. The first time there are none, and the model has learnt from some
// documents without them.
//
// Only sentences with tags are looked at. A document is looked at in blocks of
// some thirty sentences, and only the ones beside count as nearby, so time is
// linear in its length.
package names

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// Type is what a name names.
type Type uint8

const (
	None Type = iota
	Person
	Organisation
	Place
	Nationality
	Date
	Other
	types = int(Other)
)

// The labels of the words: none, or for each type the first of several words,
// one between, the last, or the only one.
const (
	outside = 0
	first   = 0
	inner   = 1
	last    = 2
	only    = 3
	labels  = 1 + 4*types
	// row is the room of a feature's weights: labels and, at the end, how far
	// they are shifted.
	row = 32
)

func label(t Type, part int) int { return 1 + 4*(int(t)-1) + part }

func parse(l int) (Type, int) { return Type(1 + (l-1)/4), (l - 1) % 4 }

// begins says whether label l may follow a label that ends a name or is none.
func begins(l int) bool {
	if l == outside {
		return true
	}
	_, p := parse(l)
	return p == first || p == only
}

// ends says whether a sentence may end after label l.
func ends(l int) bool {
	if l == outside {
		return true
	}
	_, p := parse(l)
	return p == last || p == only
}

// follows says whether label b may stand after label a.
func follows(a, b int) bool {
	if ends(a) {
		return begins(b)
	}
	if begins(b) {
		return false
	}
	t, _ := parse(a)
	u, _ := parse(b)
	return t == u
}

// next lists what may follow each label.
var next = func() (n [labels][]uint8) {
	for a := range labels {
		for b := range labels {
			if follows(a, b) {
				n[a] = append(n[a], uint8(b))
			}
		}
	}
	return n
}()

// A Word is one word to look at.
type Word struct {
	Text string
	Tag  uint8 // Penn tag, by number
	Form int32 // row of the word's form in the network of syntax
}

// A Span is a name found: words, half open.
type Span struct {
	First, Last int
	Type        Type
	On          Mask // the lists that it is on as a whole
}

const (
	// tableBits is how many features are told apart, by their hash.
	tableBits = 22
	tableMask = 1<<tableBits - 1
)

// A Model is a trained model of names.
type Model struct {
	linear  linear
	dense   *dense
	genres  *genreModel
	Lists   *Lists
	Classes []uint8 // of each form of the network
}

// linear holds the weights of features.
type linear struct {
	there []uint64 // one bit a feature: it has weights
	rank  []uint32 // how many have, before each 64
	rows  []int8   // row values each
	trans [labels][labels]int32
}

// add adds the weights of a feature to the scores.
func (l *linear) add(s *[row]int32, f uint32) {
	f &= tableMask
	w := l.there[f>>6]
	b := uint64(1) << (f & 63)
	if w&b == 0 {
		return
	}
	k := int(l.rank[f>>6]) + bits.OnesCount64(w&(b-1))
	r := (*[row]int8)(l.rows[k*row:])
	shift := uint(r[row-1]) & 31
	for j := range labels {
		s[j] += int32(r[j]) << shift
	}
}

func (l *linear) index() {
	l.rank = make([]uint32, len(l.there))
	n := uint32(0)
	for i, w := range l.there {
		l.rank[i] = n
		n += uint32(bits.OnesCount64(w))
	}
}

var errModel = errors.New("names: not a model of names")

// Append writes the model after b.
func (m *Model) Append(b []byte) []byte {
	l := &m.linear
	for _, w := range l.there {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(l.rows)/row))
	// Column by column: like stands by like, and packs better.
	for j := range row {
		if j >= labels && j != row-1 {
			continue
		}
		for k := j; k < len(l.rows); k += row {
			b = append(b, byte(l.rows[k]))
		}
	}
	for _, r := range l.trans {
		for _, v := range r {
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		}
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.Classes)))
	b = append(b, m.Classes...)
	b = m.dense.append(b)
	for _, w := range m.genres {
		for _, v := range w {
			b = append(b, byte(v))
		}
	}
	return m.Lists.append(b)
}

// Read reads what Append wrote.
func Read(b []byte) (*Model, error) {
	m := &Model{}
	l := &m.linear
	const words = 1 << tableBits / 64
	if len(b) < words*8+4 {
		return nil, errModel
	}
	l.there = make([]uint64, words)
	set := 0
	for i := range l.there {
		l.there[i] = binary.LittleEndian.Uint64(b[i*8:])
		set += bits.OnesCount64(l.there[i])
	}
	b = b[words*8:]
	n := int(binary.LittleEndian.Uint32(b))
	b = b[4:]
	if n != set || len(b) < n*(labels+1)+labels*labels*4 {
		return nil, errModel
	}
	l.rows = make([]int8, n*row)
	// A few rows at a time: all of a column at once would go through the
	// whole table for each.
	const few = 256
	for from := 0; from < n; from += few {
		to := min(n, from+few)
		for c := range labels + 1 {
			j := c
			if c == labels {
				j = row - 1
			}
			for k, v := range b[c*n+from : c*n+to] {
				l.rows[(from+k)*row+j] = int8(v)
			}
		}
	}
	b = b[n*(labels+1):]
	for i := range l.trans {
		for j := range l.trans[i] {
			l.trans[i][j] = int32(binary.LittleEndian.Uint32(b))
			b = b[4:]
		}
	}
	l.index()
	if len(b) < 4 {
		return nil, errModel
	}
	n = int(binary.LittleEndian.Uint32(b))
	b = b[4:]
	if n > len(b) {
		return nil, errModel
	}
	m.Classes = append([]uint8(nil), b[:n]...)
	var err error
	if m.dense, b, err = readDense(b[n:]); err != nil {
		return nil, err
	}
	if len(b) < genreWords*genres {
		return nil, errModel
	}
	m.genres = &genreModel{}
	for i := range m.genres {
		for g := range genres {
			m.genres[i][g] = int8(b[i*genres+g])
		}
	}
	m.Lists, err = readLists(b[genreWords*genres:])
	return m, err
}
