package sqlite

import "testing"

// Numbers by which links are ordered rise with the documents, and those given
// stay as long as there is room.
func TestPlaceBetween(t *testing.T) {
	seqs := []int64{1, 2, 3}
	order := map[int64]int64{}
	if !placeBetween(seqs, order) {
		t.Fatal("no room in an empty archive")
	}
	rounds := 0
	for next := int64(4); ; next++ {
		seqs = append(seqs[:1:1], append([]int64{next}, seqs[1:]...)...) // ever behind the first
		before := map[int64]int64{}
		for seq, at := range order {
			before[seq] = at
		}
		if !placeBetween(seqs, order) {
			break
		}
		for seq, at := range before {
			if order[seq] != at {
				t.Fatalf("document %d got another number", seq)
			}
		}
		for i := 1; i < len(seqs); i++ {
			if order[seqs[i-1]] >= order[seqs[i]] {
				t.Fatalf("documents %d and %d have %d and %d", seqs[i-1], seqs[i], order[seqs[i-1]], order[seqs[i]])
			}
		}
		rounds++
	}
	if rounds < 30 {
		t.Errorf("room for %d documents between two", rounds)
	}
}
