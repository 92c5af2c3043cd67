// Package net tags and parses sentences of English with one small neural
// network.
//
// A word is the sum of the embeddings of its lower-case form, its endings,
// beginnings and shape. A window of three words, then layers of simple
// recurrent units in both directions give each word a vector of its place in
// the sentence. From it are read the tags, how well each other word would do as
// its head (a bilinear form), and the relation to the head chosen. The heads
// of a sentence are made a tree by the algorithm of Chu, Liu and Edmonds.
//
// All arithmetic is done in one order and without fused operations, so that
// the same sentence gets the same analysis on every machine.
package net

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"sayso/text/mat"
)

// Config is the shape of a network.
type Config struct {
	Embed  int // values of a word's embedding
	Hidden int // units of a recurrent layer, each direction
	Layers int
	Arc    int // values of a word as head and as dependent
	Label  int // values for the relation
	TagAt  int // the layer whose output the tags are read from
	UPOS   int // numbers of tags and relations, with the unknown one at 0
	XPOS   int
	Rels   int
}

func (c *Config) out() int  { return 2 * c.Hidden }
func (c *Config) tags() int { return c.UPOS + c.XPOS }
func (c *Config) mlp() int  { return 2*c.Arc + 2*c.Label }

// A tensor is a named matrix of weights, row by row.
type tensor struct {
	name string
	r, c int
	w    []float32
}

// layer is one layer of simple recurrent units.
type layer struct {
	w *tensor // in × 6 Hidden: for each direction candidate, forget and reset gate
	v *tensor // 4 × Hidden: for each direction the weights of the state in the two gates
	b *tensor // 4 × Hidden
}

// A Model is a trained network.
type Model struct {
	Config
	vocab   vocabulary
	tensors []*tensor

	embed, conv, convB *tensor
	layers             []layer
	tag, tagB          *tensor
	mlpW, mlpB         *tensor
	arc                *tensor // Arc × Arc
	arcB               *tensor // 1 × Arc
	dist               *tensor // 1 × 2 maxDist+1
	rootArc, rootLabel *tensor
	label, labelB      *tensor

	// Laid out for multiplication, made when read.
	convP, tagP, mlpP, arcP, labelP *mat.Packed
	layerP                          []*mat.Packed
}

// maxDist is the distance from which on all distances of a head are one.
const maxDist = 24

func newModel(c Config, v vocabulary) *Model {
	m := &Model{Config: c, vocab: v}
	t := func(name string, r, c int) *tensor {
		x := &tensor{name, r, c, make([]float32, r*c)}
		m.tensors = append(m.tensors, x)
		return x
	}
	x := c.out()
	m.embed = t("embed", v.rows(), c.Embed)
	m.conv, m.convB = t("conv", 3*c.Embed, x), t("convB", 1, x)
	for i := range c.Layers {
		n := func(s string) string { return fmt.Sprintf("layer%d.%s", i, s) }
		m.layers = append(m.layers, layer{t(n("w"), x, 6*c.Hidden), t(n("v"), 4, c.Hidden), t(n("b"), 4, c.Hidden)})
	}
	m.tag, m.tagB = t("tag", x, c.tags()), t("tagB", 1, c.tags())
	m.mlpW, m.mlpB = t("mlp", x, c.mlp()), t("mlpB", 1, c.mlp())
	m.arc, m.arcB = t("arc", c.Arc, c.Arc), t("arcB", 1, c.Arc)
	m.dist = t("dist", 1, 2*maxDist+1)
	m.rootArc, m.rootLabel = t("rootArc", 1, c.Arc), t("rootLabel", 1, c.Label)
	m.label, m.labelB = t("label", c.Label, c.Rels), t("labelB", 1, c.Rels)
	return m
}

// pack lays the weights out for use.
func (m *Model) pack() {
	p := func(t *tensor) *mat.Packed { return mat.Pack(t.w, t.r, t.c) }
	m.convP, m.tagP, m.mlpP, m.arcP, m.labelP = p(m.conv), p(m.tag), p(m.mlpW), p(m.arc), p(m.label)
	m.layerP = nil
	for _, l := range m.layers {
		m.layerP = append(m.layerP, p(l.w))
	}
}

// embedTop and denseTop are the largest whole numbers that weights are rounded
// to, a row's largest weight becoming that number: 31 steps for embeddings,
// 1023 for all else. Stored in a byte and two, they compress to about half.
// Calibrated on EWT and GUM dev, gold words: against 255 and 65535 steps the
// file is 5.3 MB, not 8.1, and no figure moves by more than .05; with 15 steps
// for embeddings LAS falls by .1.
const embedTop, denseTop = 15, 511

// Append writes the model after b: each row a scale and whole numbers to be
// multiplied with it, of embeddings in 8 bits, of all else in 16.
func (m *Model) Append(b []byte) []byte {
	head, _ := json.Marshal(struct {
		Config
		Words int
	}{m.Config, len(m.vocab.prints)})
	b = binary.LittleEndian.AppendUint32(b, uint32(len(head)))
	b = append(b, head...)
	for _, p := range m.vocab.prints {
		b = binary.LittleEndian.AppendUint32(b, p)
	}
	for _, t := range m.tensors {
		top := float64(denseTop)
		if t == m.embed {
			top = embedTop
		}
		for i := range t.r {
			row := t.w[i*t.c : (i+1)*t.c]
			big := 0.0
			for _, v := range row {
				big = max(big, math.Abs(float64(v)))
			}
			// The scale's lower half is left out: it would not compress.
			scale := math.Float32frombits((math.Float32bits(float32(big/top)) + 0x8000) &^ 0xffff)
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(scale))
			for _, v := range row {
				q := 0
				if scale > 0 {
					q = int(math.Round(float64(v) / float64(scale)))
				}
				q = max(-int(top), min(int(top), q))
				if t == m.embed {
					b = append(b, byte(int8(q)))
				} else {
					b = binary.LittleEndian.AppendUint16(b, uint16(int16(q)))
				}
			}
		}
	}
	return b
}

var errModel = errors.New("net: not a model of syntax")

// Read reads what Append wrote.
func Read(b []byte) (*Model, error) {
	if len(b) < 4 {
		return nil, errModel
	}
	n := int(binary.LittleEndian.Uint32(b))
	if n > len(b)-4 || n > 1<<16 {
		return nil, errModel
	}
	var head struct {
		Config
		Words int
	}
	if err := json.Unmarshal(b[4:4+n], &head); err != nil {
		return nil, errModel
	}
	b = b[4+n:]
	if head.Words < 0 || head.Words*4 > len(b) || head.Embed < 1 || head.Embed > 4096 || head.Hidden < 1 || head.Hidden > 4096 || head.Layers < 0 || head.Layers > 64 {
		return nil, errModel
	}
	prints := make([]uint32, head.Words)
	for i := range prints {
		prints[i] = binary.LittleEndian.Uint32(b[i*4:])
	}
	b = b[head.Words*4:]
	m := newModel(head.Config, newVocabulary(prints))
	for _, t := range m.tensors {
		width := 2
		if t == m.embed {
			width = 1
		}
		if len(b) < t.r*(4+t.c*width) {
			return nil, errModel
		}
		for i := range t.r {
			scale := math.Float32frombits(binary.LittleEndian.Uint32(b))
			b = b[4:]
			row := t.w[i*t.c : (i+1)*t.c]
			if width == 1 {
				for k := range row {
					row[k] = float32(int8(b[k])) * scale
				}
			} else {
				for k := range row {
					row[k] = float32(int16(binary.LittleEndian.Uint16(b[2*k:]))) * scale
				}
			}
			b = b[t.c*width:]
		}
	}
	m.pack()
	return m, nil
}
