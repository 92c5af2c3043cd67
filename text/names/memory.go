package names

// near is how many sentences make a block. A name elsewhere in the document
// counts if it is in the same block or the ones beside it: about an article's
// length.
const near = 30

// rounds is how often names are sought, from the second time on with the
// findings of the time before: on the development parts a third gains .1 to .5
// F1.
const rounds = 3

// memory keeps what the document says of its capitalised words: how often each
// was taken for what, and whether it stands in small letters too.
type memory struct {
	blocks []map[uint64]*tally
	genres []genreSum
}

// genreSum is what the words of a block say of its genre.
type genreSum struct {
	sum   [genres]int32
	words int32
}

type tally struct {
	taken [types + 1]uint16
	small uint16
}

func (d *memory) reset(sentences int) {
	n := sentences/near + 1
	for len(d.blocks) < n {
		d.blocks = append(d.blocks, map[uint64]*tally{})
		d.genres = append(d.genres, genreSum{})
	}
	clear(d.genres)
	for i := range d.blocks[:n] {
		clear(d.blocks[i])
	}
}

// forget drops what words were taken for.
func (d *memory) forget() {
	for _, b := range d.blocks {
		for _, t := range b {
			t.taken = [types + 1]uint16{}
		}
	}
}

func (d *memory) tally(sentence int, low uint64) *tally {
	b := d.blocks[sentence/near]
	t := b[low]
	if t == nil {
		t = &tally{}
		b[low] = t
	}
	return t
}

// sum is what the blocks around a sentence say of a word.
func (d *memory) sum(sentence, blocks int, low uint64) (t tally) {
	k := sentence / near
	for b := max(0, k-1); b <= min(k+1, blocks-1); b++ {
		if x := d.blocks[b][low]; x != nil {
			for i, v := range x.taken {
				t.taken[i] += v
			}
			t.small += x.small
		}
	}
	return t
}

// elsewhere sums up what a word, now taken for type own, was taken for
// elsewhere: its most frequent type, how clearly, and how often.
func (t *tally) elsewhere(own Type) uint64 {
	if t.taken[own] > 0 {
		t.taken[own]--
	}
	best, n, all := 0, uint16(0), uint16(0)
	for i, v := range t.taken {
		all += v
		if v > n {
			best, n = i, v
		}
	}
	if all == 0 {
		return 1
	}
	clear := uint64(0)
	switch {
	case n == all:
		clear = 2
	case 3*n >= 2*all:
		clear = 1
	}
	often := uint64(0)
	switch {
	case all >= 4:
		often = 2
	case all >= 2:
		often = 1
	}
	return 2 + uint64(best)<<4 | clear<<2 | often<<8
}
