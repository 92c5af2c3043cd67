package names

import "math"

// A lattice works out how likely each label of each word is.
type lattice struct {
	em, alpha, beta, marg [][labels]float64
	norm                  []float64
}

// deepest is how far, as a logarithm, a score counts below the best of a word.
const deepest = 60

// run sets marg to the chances of the labels under the scores, of those
// allowed, adds sign times the expected steps to steps, and returns the
// logarithm of the sum over all paths.
func (z *lattice) run(score [][labels]float64, trans *[labels][labels]float64, allowed []uint32, sign float64, steps *[labels][labels]float64) float64 {
	n := len(score)
	for len(z.em) < n {
		z.em, z.alpha, z.beta, z.marg = append(z.em, [labels]float64{}), append(z.alpha, [labels]float64{}), append(z.beta, [labels]float64{}), append(z.marg, [labels]float64{})
		z.norm = append(z.norm, 0)
	}
	var t [labels][labels]float64
	for a := range labels {
		for _, b := range next[a] {
			t[a][b] = math.Exp(trans[a][b])
		}
	}
	sum := 0.0
	for i := range n {
		big := math.Inf(-1)
		for j, v := range score[i] {
			if allowed == nil || allowed[i]>>j&1 != 0 {
				big = max(big, v)
			}
		}
		sum += big
		for j, v := range score[i] {
			z.em[i][j] = 0
			if allowed == nil || allowed[i]>>j&1 != 0 {
				z.em[i][j] = math.Exp(max(v-big, -deepest))
			}
		}
	}
	for i := range n {
		a := &z.alpha[i]
		*a = [labels]float64{}
		if i == 0 {
			for j := range a {
				if begins(j) {
					a[j] = z.em[0][j]
				}
			}
		} else {
			p := &z.alpha[i-1]
			for x, v := range p {
				if v == 0 {
					continue
				}
				tx := &t[x]
				for _, b := range next[x] {
					a[b] += v * tx[b]
				}
			}
			for j := range a {
				a[j] *= z.em[i][j]
			}
		}
		if i == n-1 {
			for j := range a {
				if !ends(j) {
					a[j] = 0
				}
			}
		}
		s := 0.0
		for _, v := range a {
			s += v
		}
		z.norm[i] = s
		sum += math.Log(s)
		for j := range a {
			a[j] /= s
		}
	}
	for j := range labels {
		z.beta[n-1][j] = 1
	}
	for i := n - 1; i >= 0; i-- {
		if i < n-1 {
			var right [labels]float64
			for j := range right {
				right[j] = z.em[i+1][j] * z.beta[i+1][j] / z.norm[i+1]
			}
			if i+1 == n-1 {
				for j := range right {
					if !ends(j) {
						right[j] = 0
					}
				}
			}
			for x := range labels {
				s := 0.0
				tx, st, al := &t[x], &steps[x], sign*z.alpha[i][x]
				for _, b := range next[x] {
					v := tx[b] * right[b]
					s += v
					st[b] += al * v
				}
				z.beta[i][x] = s
			}
		}
		for j := range labels {
			z.marg[i][j] = z.alpha[i][j] * z.beta[i][j]
		}
	}
	return sum
}
