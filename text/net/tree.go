package net

import "math"

// tree finds the best tree over one sentence.
type tree struct {
	head  []int // for each word from 1; 0 is the root
	state []uint8
	// Chart of the projective parser, a word a row: best score and where it
	// was split, of spans whose head is at the left or right end.
	open, full [2][]float32
	openAt     []int16
	fullAt     [2][]int16
}

const (
	leftward  = 0 // the head is the right end
	rightward = 1 // the head is the left end
)

// decode finds the heads of n words from s, n rows of n+1 scores: those of the
// root and of each word as head. The tree has one root word.
//
// Mostly the best head of each word makes a tree. Where not, the best
// projective tree is taken: in English few arcs cross, and fewer where the
// scores are in doubt.
func (t *tree) decode(s []float32, n int) {
	if cap(t.head) < n+1 {
		t.head, t.state = make([]int, 2*n+1), make([]uint8, 2*n+1)
	}
	t.head, t.state = t.head[:n+1], t.state[:n+1]
	roots := 0
	for i := range n {
		s[i*(n+1)+i+1] = float32(math.Inf(-1))
		k := top(s[i*(n+1) : (i+1)*(n+1)])
		t.head[i+1] = k
		if k == 0 {
			roots++
		}
	}
	if roots != 1 || !t.acyclic() {
		t.project(s, n)
	}
}

func top(row []float32) int {
	k := 0
	for j, v := range row {
		if v > row[k] {
			k = j
		}
	}
	return k
}

// acyclic says whether following heads always ends at the root.
func (t *tree) acyclic() bool {
	clear(t.state)
	t.state[0] = 2
	for i := 1; i < len(t.head); i++ {
		if t.state[i] != 0 {
			continue
		}
		k := i
		for t.state[k] == 0 {
			t.state[k] = 1
			k = t.head[k]
		}
		if t.state[k] == 1 {
			return false
		}
		for k = i; t.state[k] == 1; k = t.head[k] {
			t.state[k] = 2
		}
	}
	return true
}

// project finds the best projective tree by Eisner's algorithm.
func (t *tree) project(s []float32, n int) {
	for d := range 2 {
		grow(&t.open[d], n*n)
		grow(&t.full[d], n*n)
		if cap(t.fullAt[d]) < n*n {
			t.fullAt[d] = make([]int16, n*n)
		}
		t.fullAt[d] = t.fullAt[d][:n*n]
	}
	if cap(t.openAt) < n*n {
		t.openAt = make([]int16, n*n)
	}
	t.openAt = t.openAt[:n*n]
	for i := range n {
		t.full[0][i*n+i], t.full[1][i*n+i] = 0, 0
	}
	fl, fr, ol, or := t.full[leftward], t.full[rightward], t.open[leftward], t.open[rightward]
	for w := 1; w < n; w++ {
		for i := 0; i+w < n; i++ {
			j := i + w
			at, b := i, float32(math.Inf(-1))
			for k := i; k < j; k++ {
				if v := fr[i*n+k] + fl[(k+1)*n+j]; v > b {
					at, b = k, v
				}
			}
			t.openAt[i*n+j] = int16(at)
			ol[i*n+j] = b + s[i*(n+1)+j+1]
			or[i*n+j] = b + s[j*(n+1)+i+1]
			at, b = i, float32(math.Inf(-1))
			for k := i; k < j; k++ {
				if v := fl[i*n+k] + ol[k*n+j]; v > b {
					at, b = k, v
				}
			}
			fl[i*n+j], t.fullAt[leftward][i*n+j] = b, int16(at)
			at, b = j, float32(math.Inf(-1))
			for k := i + 1; k <= j; k++ {
				if v := or[i*n+k] + fr[k*n+j]; v > b {
					at, b = k, v
				}
			}
			fr[i*n+j], t.fullAt[rightward][i*n+j] = b, int16(at)
		}
	}
	root, b := 0, float32(math.Inf(-1))
	for k := range n {
		if v := fl[k] + fr[k*n+n-1] + s[k*(n+1)]; v > b {
			root, b = k, v
		}
	}
	t.head[root+1] = 0
	t.unfold(0, root, n, leftward)
	t.unfold(root, n-1, n, rightward)
}

// unfold reads the heads from the chart for a full span.
func (t *tree) unfold(i, j, n, dir int) {
	for i < j {
		k := int(t.fullAt[dir][i*n+j])
		if dir == leftward {
			// full i…k headed by k, open k…j headed by j.
			t.head[k+1] = j + 1
			at := int(t.openAt[k*n+j])
			t.unfold(k, at, n, rightward)
			t.unfold(i, k, n, leftward)
			i = at + 1
		} else {
			t.head[k+1] = i + 1
			at := int(t.openAt[i*n+k])
			t.unfold(at+1, k, n, leftward)
			t.unfold(k, j, n, rightward)
			j = at
		}
	}
}
