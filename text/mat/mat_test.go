package mat

import (
	"math/rand"
	"testing"
)

func random(r *rand.Rand, n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = r.Float32() - .5
	}
	return s
}

// Products are the same to the bit as those of the plain loop.
func TestMulIsExact(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 200 {
		m, k, n := 1+r.Intn(40), 1+r.Intn(70), 1+r.Intn(50)
		a, b := random(r, m*k), random(r, k*n)
		got, want := make([]float32, m*n), make([]float32, m*n)
		p := Pack(b, k, n)
		Mul(got, n, a, k, m, p)
		for i := range m {
			for j := range n {
				var s float32
				for x := range k {
					s += float32(a[i*k+x] * b[x*n+j])
				}
				want[i*n+j] = s
			}
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("%dx%dx%d: element %d is %v, want %v", m, k, n, i, got[i], want[i])
			}
		}
		tr := make([]float32, k*n)
		for i := range k {
			for j := range n {
				tr[j*k+i] = b[i*n+j]
			}
		}
		var q Packed
		q.PackTransposed(tr, k, n)
		for i := range p.data {
			if p.data[i] != q.data[i] {
				t.Fatalf("packed transposes differ at %d", i)
			}
		}
	}
}

func BenchmarkMul(b *testing.B) {
	r := rand.New(rand.NewSource(1))
	const m, k, n = 192, 256, 768
	x, p, c := random(r, m*k), Pack(random(r, k*n), k, n), make([]float32, m*n)
	b.SetBytes(2 * m * k * n)
	for b.Loop() {
		Mul(c, n, x, k, m, p)
	}
}
