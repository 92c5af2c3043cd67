// Package boost is gradient boosting of oblivious decision trees for yes-or-no
// questions: each tree asks the same few comparisons of every row, so that a
// trained model is a small table, read with a handful of comparisons a tree.
//
// Training is deterministic for a seed: same rows, same model.
package boost

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
)

// A Model answers with the log odds of yes.
type Model struct {
	Features int
	Bias     float32
	Trees    []Tree
}

// A Tree compares len(Feature) features with as many thresholds; the answers,
// as bits, choose the leaf.
type Tree struct {
	Feature   []uint16
	Threshold []float32
	Leaf      []float32
}

// Score is the log odds for a row.
func (m *Model) Score(row []float32) float32 {
	s := m.Bias
	for i := range m.Trees {
		t := &m.Trees[i]
		k := 0
		for j, f := range t.Feature {
			if row[f] > t.Threshold[j] {
				k |= 1 << j
			}
		}
		s += t.Leaf[k]
	}
	return s
}

// Chance is the probability of yes for a row.
func (m *Model) Chance(row []float32) float32 {
	return float32(1 / (1 + math.Exp(-float64(m.Score(row)))))
}

const magic = "sbst1"

// leafStep is the step leaves are rounded to when written.
const leafStep = 1.0 / 4096

// Append writes the model in its compact form.
func (m *Model) Append(b []byte) []byte {
	b = append(b, magic...)
	b = binary.LittleEndian.AppendUint16(b, uint16(m.Features))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.Bias))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(m.Trees)))
	for i := range m.Trees {
		t := &m.Trees[i]
		b = append(b, byte(len(t.Feature)))
		for j := range t.Feature {
			b = binary.LittleEndian.AppendUint16(b, t.Feature[j])
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(t.Threshold[j]))
		}
		for _, l := range t.Leaf {
			v := math.Round(float64(l) / leafStep)
			b = binary.LittleEndian.AppendUint16(b, uint16(int16(max(-32767, min(32767, v)))))
		}
	}
	return b
}

var errModel = errors.New("not a boosted model, or a damaged one")

// Read reads one model from the front of b and returns the rest.
func Read(b []byte) (*Model, []byte, error) {
	if !bytes.HasPrefix(b, []byte(magic)) || len(b) < len(magic)+8 {
		return nil, nil, errModel
	}
	b = b[len(magic):]
	m := &Model{Features: int(binary.LittleEndian.Uint16(b)), Bias: math.Float32frombits(binary.LittleEndian.Uint32(b[2:]))}
	n := int(binary.LittleEndian.Uint16(b[6:]))
	b = b[8:]
	m.Trees = make([]Tree, n)
	for i := range m.Trees {
		if len(b) < 1 {
			return nil, nil, errModel
		}
		d := int(b[0])
		b = b[1:]
		if d > 12 || len(b) < 6*d+2<<d {
			return nil, nil, errModel
		}
		t := Tree{make([]uint16, d), make([]float32, d), make([]float32, 1<<d)}
		for j := range d {
			t.Feature[j] = binary.LittleEndian.Uint16(b)
			if int(t.Feature[j]) >= m.Features {
				return nil, nil, errModel
			}
			t.Threshold[j] = math.Float32frombits(binary.LittleEndian.Uint32(b[2:]))
			b = b[6:]
		}
		for j := range t.Leaf {
			t.Leaf[j] = float32(int16(binary.LittleEndian.Uint16(b))) * leafStep
			b = b[2:]
		}
		m.Trees[i] = t
	}
	return m, b, nil
}

// Cut is the threshold for one page's chances: the given one, or, where no
// chance reaches it, a little under the highest. Every page that is read has
// something to say; the likeliest of it is better than nothing.
func Cut(chance []float32, threshold float32) float32 {
	highest := float32(0)
	for _, c := range chance {
		highest = max(highest, c)
	}
	if highest >= threshold || highest < leastChance {
		return threshold
	}
	return .7 * highest
}

// leastChance is the chance below which a page's best is no text at all.
const leastChance = 0.03
