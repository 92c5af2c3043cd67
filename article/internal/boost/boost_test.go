package boost

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func data(n int) (rows [][]float32, y, w []float32) {
	r := rand.New(rand.NewPCG(1, 2))
	for range n {
		a, b, c := r.Float32(), r.Float32(), r.Float32()
		rows = append(rows, []float32{a, b, c})
		v := float32(0)
		if (a > .5) != (b > .3) {
			v = 1
		}
		y, w = append(y, v), append(w, 1)
	}
	return rows, y, w
}

func TestTrain(t *testing.T) {
	rows, y, w := data(3000)
	o := Options{Trees: 40, Depth: 3, Rate: .3, Bins: 32, Rows: .8, Columns: 1, Leaf: 1, Seed: 1}
	m := Train(rows, y, w, o)
	test, want, _ := data(4000)
	wrong := 0
	for i := 3000; i < 4000; i++ {
		if (m.Chance(test[i]) > .5) != (want[i] > .5) {
			wrong++
		}
	}
	if wrong > 30 {
		t.Errorf("%d of 1000 wrong", wrong)
	}
	b := m.Append(nil)
	if !bytes.Equal(b, Train(rows, y, w, o).Append(nil)) {
		t.Error("two trainings differ")
	}
	back, rest, err := Read(append(b, "rest"...))
	if err != nil || string(rest) != "rest" {
		t.Fatal(err, rest)
	}
	for _, r := range test[3000:] {
		if back.Score(r) != m.Score(r) {
			t.Fatal("a model read back scores otherwise")
		}
	}
}

func FuzzRead(f *testing.F) {
	rows, y, w := data(200)
	f.Add(Train(rows, y, w, Options{Trees: 3, Depth: 2, Rate: .3, Bins: 8, Rows: 1, Columns: 1, Leaf: 1}).Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, _, err := Read(b); err == nil {
			m.Score(make([]float32, m.Features))
		}
	})
}

func TestCut(t *testing.T) {
	if got := Cut([]float32{.1, .9}, .5); got != .5 {
		t.Error(got)
	}
	if got := Cut([]float32{.1, .4}, .5); got > .4 || got < .2 {
		t.Error(got)
	}
	if got := Cut([]float32{.01}, .5); got != .5 {
		t.Error(got)
	}
}
