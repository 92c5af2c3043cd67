package reuse

import "slices"

// alignGap aligns a[a0:a1] with b[b0:b1] by the cheapest edits and appends the
// words that agree; where one side has whole sentences that the other lacks, they
// are parted from what else changed by blocks of no words. A run of words that
// only one side has costs more to begin
// than to go on with, so that a word of it that happens to stand on the other
// side does not cut it in two; the least where a sentence begins.
func (al *aligner) alignGap(p passage, sa, sb side, a0, a1, b0, b1 int) passage {
	n, m := a1-a0, b1-b0
	if n == 0 || m == 0 {
		return p
	}
	a, b := sa.words, sb.words
	w, size := m+1, (n+1)*(m+1)
	al.table = slices.Grow(al.table[:0], 3*size)[:3*size]
	// The least cost from a place to the end: of all ways, and of those that are
	// in a run of a or of b alone.
	all, inA, inB := al.table[:size], al.table[size:2*size], al.table[2*size:]
	openA := func(i int) uint16 { return openCost(sa, a0+i) }
	openB := func(j int) uint16 { return openCost(sb, b0+j) }
	for i := n; i >= 0; i-- {
		oa := openA(i)
		for j := m; j >= 0; j-- {
			at := i*w + j
			inA[at], inB[at] = never, never
			if i == n && j == m {
				all[at], inA[at], inB[at] = 0, 0, 0
				continue
			}
			best := uint16(never)
			if i < n {
				inA[at] = costGap + min(inA[at+w], all[at+w])
				best = inA[at] + oa
			}
			if j < m {
				inB[at] = costGap + min(inB[at+1], all[at+1])
				best = min(best, inB[at]+openB(j))
			}
			if i < n && j < m {
				c := all[at+w+1]
				if a[a0+i].hash != b[b0+j].hash {
					c += costSwap
				}
				best = min(best, c)
			}
			all[at] = best
		}
	}
	const (
		any = iota
		runA
		runB
	)
	i, j, in, from := 0, 0, any, 0
	whole := func(s side, base, from, to int) bool {
		return to-from > shortRun && s.opens(base+from) && s.opens(base+to)
	}
	for i < n && j < m {
		at := i*w + j
		switch {
		case in == any && all[at] == inA[at]+openA(i):
			in, from = runA, i
		case in == any && all[at] == inB[at]+openB(j):
			in, from = runB, j
		case in == any:
			if a[a0+i].hash == b[b0+j].hash {
				p = appendBlock(p, block{a0 + i, b0 + j, 1})
			}
			i++
			j++
		case in == runA:
			i++
			if all[at+w] <= inA[at+w] {
				in = any
				if whole(sa, a0, from, i) {
					p = append(p, block{a0 + from, b0 + j, 0}, block{a0 + i, b0 + j, 0})
				}
			}
		default:
			j++
			if all[at+1] <= inB[at+1] {
				in = any
				if whole(sb, b0, from, j) {
					p = append(p, block{a0 + i, b0 + from, 0}, block{a0 + i, b0 + j, 0})
				}
			}
		}
	}
	switch {
	case i < n && in != runA && whole(sa, a0, i, n), j < m && in != runB && whole(sb, b0, j, m):
		p = append(p, block{a0 + i, b0 + j, 0})
	case in == runA && whole(sa, a0, from, n):
		p = append(p, block{a0 + from, b0 + j, 0})
	case in == runB && whole(sb, b0, from, m):
		p = append(p, block{a0 + i, b0 + from, 0})
	}
	return p
}

// A word put in place of another costs less than one taken out and one put in.
const (
	costSwap     = 3
	costGap      = 2 // a word that one side alone has
	costOpen     = 5 // a run of them
	costSentence = 4 // that begins with a sentence
	never        = 1 << 15
)

func openCost(s side, i int) uint16 {
	if s.opens(i) {
		return costSentence
	}
	return costOpen
}
