package trace

import "math"

// marginals returns at [p][c] the chance that p is the source of c: the summed
// weight of the trees with that edge by that of all trees, a tree weighing
// exp(-cost). One version hangs from nowhere, at its root cost. This is the
// directed matrix-tree theorem in the form of Koo, Globerson, Carreras and
// Collins (2007): the determinant of the Laplacian, its first row replaced by
// the roots, sums over all trees, and its inverse gives the edges.
func marginals(cost [][]float64, root []float64) [][]float64 {
	n := len(root)
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
	}
	if n < 2 {
		return out
	}
	// Weights into one version may be scaled together: each column by its
	// cheapest, so that none vanishes.
	w := make([][]float64, n)
	for p := range w {
		w[p] = make([]float64, n)
	}
	r := make([]float64, n)
	for c := range n {
		best := root[c]
		for p := range n {
			best = min(best, cost[p][c])
		}
		for p := range n {
			if p != c {
				w[p][c] = math.Exp(best - cost[p][c])
			}
		}
		r[c] = math.Exp(best - root[c])
	}
	l := make([][]float64, n)
	for p := range n {
		l[p] = make([]float64, n)
		for c := range n {
			if p == c {
				for q := range n {
					l[c][c] += w[q][c]
				}
			} else {
				l[p][c] = -w[p][c]
			}
		}
	}
	copy(l[0], r)
	inv, ok := invert(l)
	if !ok {
		return out
	}
	for p := range n {
		for c := range n {
			x := 0.0
			if c != 0 {
				x += w[p][c] * inv[c][c]
			}
			if p != 0 {
				x -= w[p][c] * inv[c][p]
			}
			out[p][c] = min(1, max(0, x))
		}
	}
	return out
}

// invert is Gauss and Jordan's, with partial pivoting; false where there is no
// inverse.
func invert(a [][]float64) ([][]float64, bool) {
	n := len(a)
	inv := make([][]float64, n)
	for i := range inv {
		inv[i] = make([]float64, n)
		inv[i][i] = 1
	}
	for k := range n {
		pivot := k
		for i := k + 1; i < n; i++ {
			if math.Abs(a[i][k]) > math.Abs(a[pivot][k]) {
				pivot = i
			}
		}
		if !(math.Abs(a[pivot][k]) > 1e-300) {
			return nil, false
		}
		a[k], a[pivot] = a[pivot], a[k]
		inv[k], inv[pivot] = inv[pivot], inv[k]
		f := 1 / a[k][k]
		for j := range n {
			a[k][j] *= f
			inv[k][j] *= f
		}
		for i := range n {
			if f := a[i][k]; i != k && f != 0 {
				for j := range n {
					a[i][j] -= f * a[k][j]
					inv[i][j] -= f * inv[k][j]
				}
			}
		}
	}
	return inv, true
}
