package crf_test

import (
	"bytes"
	"math"
	"testing"

	"sayso/say/crf"
)

// follows lets 2 come only behind 1 or 2.
func follows(a, b int) bool { return b != 2 || a == 1 || a == 2 }

// examples are sequences in which feature 10 begins a run that lasts until
// feature 20, though the words between say nothing.
func examples() []crf.Example {
	var out []crf.Example
	for n := range 40 {
		var x crf.Example
		in := false
		for i := range 12 {
			f, y := uint32(100+(n*7+i*3)%50), uint8(0)
			switch i {
			case 2 + n%3:
				f, y, in = 10, 1, true
			case 7 + n%4:
				f, in = 20, false
			default:
				if in {
					y = 2
				}
			}
			x.Features = append(x.Features, f)
			x.Close(0, -1)
			x.Labels = append(x.Labels, y)
		}
		out = append(out, x)
	}
	return out
}

func train() *crf.Model {
	m := crf.New(crf.Shape{Bits: 10, Hidden: 4, Labels: 3, Edges: 1}, follows)
	m.Train(examples(), crf.Options{Epochs: 20, Rate: .2, Drop: .05, DropHid: 0, MinSeen: 1, Keep: 60, Seed: 1})
	return m
}

func right(t *testing.T, m *crf.Model) int {
	z, n := crf.NewLabeller(m), 0
	for _, x := range examples() {
		z.Score(&x.Sequence)
		if bytes.Equal(z.Best(&x.Sequence), x.Labels) {
			n++
		}
		z.Marginals(&x.Sequence)
		for i := range x.Len() {
			sum := 0.0
			for y := range 3 {
				sum += float64(z.Marginal[i*3+y])
			}
			if math.Abs(sum-1) > 1e-3 {
				t.Fatalf("probabilities of position %d add up to %v", i, sum)
			}
		}
	}
	return n
}

func TestLearns(t *testing.T) {
	m := train()
	if n := right(t, m); n < 38 {
		t.Errorf("%d of 40 sequences right", n)
	}
	b := m.Bytes()
	if !bytes.Equal(b, train().Bytes()) {
		t.Error("the same training gave other bytes")
	}
	again, err := crf.Read(b, follows)
	if err != nil {
		t.Fatal(err)
	}
	if n := right(t, again); n < 38 {
		t.Errorf("read back: %d of 40 sequences right", n)
	}
}

// FuzzRead checks that broken models give an error, not a panic.
func FuzzRead(f *testing.F) {
	b := train().Bytes()
	f.Add(b)
	f.Add(b[:len(b)/2])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 0 && b[0] > 12 {
			return // a large table is no fault
		}
		crf.Read(b, follows)
	})
}
