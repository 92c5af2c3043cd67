package split

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"sort"
)

// A Model holds the two classifiers and the list of contractions.
type Model struct {
	words, sentences classifier
	contractions     map[string]uint8
}

// A classifier is linear over hashed features; its table is a power of two
// long.
type classifier struct{ weights []int8 }

func (c *classifier) score(features []uint32) int {
	mask := uint32(len(c.weights) - 1)
	sum := 0
	for _, f := range features {
		sum += int(c.weights[f&mask])
	}
	return sum
}

// mix folds v into hash h.
func mix(h, v uint64) uint64 {
	hi, lo := bits.Mul64(h^v^0xa0761d6478bd642f, 0xe7037ed1a0b428db)
	return hi ^ lo
}

var errModel = errors.New("split: not a model of words and sentences")

// Append writes the model after b.
func (m *Model) Append(b []byte) []byte {
	for _, c := range []*classifier{&m.words, &m.sentences} {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(c.weights)))
		for _, w := range c.weights {
			b = append(b, byte(w))
		}
	}
	var keys []string
	for k := range m.contractions {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(keys)))
	for _, k := range keys {
		b = append(b, byte(len(k)), m.contractions[k])
		b = append(b, k...)
	}
	return b
}

// Read reads what Append wrote.
func Read(b []byte) (*Model, error) {
	m := &Model{contractions: map[string]uint8{}}
	number := func() (int, bool) {
		if len(b) < 4 {
			return 0, false
		}
		n := binary.LittleEndian.Uint32(b)
		b = b[4:]
		return int(n), true
	}
	for _, c := range []*classifier{&m.words, &m.sentences} {
		n, ok := number()
		if !ok || n <= 0 || n&(n-1) != 0 || n > len(b) {
			return nil, errModel
		}
		c.weights = make([]int8, n)
		for i := range c.weights {
			c.weights[i] = int8(b[i])
		}
		b = b[n:]
	}
	n, ok := number()
	if !ok {
		return nil, errModel
	}
	for ; n > 0; n-- {
		if len(b) < 2 || len(b) < 2+int(b[0]) {
			return nil, errModel
		}
		m.contractions[string(b[2:2+b[0]])] = b[1]
		b = b[2+b[0]:]
	}
	return m, nil
}
