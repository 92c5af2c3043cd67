package judge

import (
	"slices"

	"sayso/article/internal/boost"
	"sayso/article/internal/layout"
)

const (
	// repeatedWords is the least length of a block that is looked at for having
	// been said before; shorter ones may repeat by nature.
	repeatedWords = 10
	// repeatedShare is the share of a block's runs of words that stand in other
	// blocks of the text from which on the block is left out.
	repeatedShare = 0.85
)

// Choose is which blocks are main text: those whose chance reaches the
// threshold, without the title, readers' comments, and what the page holds
// twice, as pages do that carry the whole report again for another layout.
func Choose(p *layout.Page, k layout.Known, chance []float32, threshold float32) []bool {
	threshold = boost.Cut(chance, threshold)
	body := make([]bool, len(chance))
	for i, c := range chance {
		body[i] = c >= threshold && i != k.Title && !k.Comment[i]
	}
	type run struct {
		block  int
		hashes []uint64
	}
	var runs []run
	count := map[uint64]int{}
	for i := range body {
		if !body[i] || p.Blocks[i].Words < repeatedWords {
			continue
		}
		h := layout.Runs(p.Blocks[i].Text)
		runs = append(runs, run{i, h})
		for _, x := range h {
			count[x]++
		}
	}
	// The longest first: of a whole report and its paragraphs, the whole goes.
	slices.SortStableFunc(runs, func(a, b run) int {
		if d := len(b.hashes) - len(a.hashes); d != 0 {
			return d
		}
		return b.block - a.block
	})
	for _, r := range runs {
		again := 0
		for _, x := range r.hashes {
			if count[x] > 1 {
				again++
			}
		}
		if float64(again) >= repeatedShare*float64(len(r.hashes)) {
			body[r.block] = false
			for _, x := range r.hashes {
				count[x]--
			}
		}
	}
	return body
}
