package reuse

import (
	"cmp"
	"context"
	"slices"
)

// A posting says that a key, such as a shingle, stands in a document or a
// statement, given by its number.
type posting struct {
	key uint64
	at  uint64
}

const postingSize = 14 // the key, and six bytes of the number

// keyBits is how many bits of a key are looked at: of 20 million keys, two that
// differ are then taken for one about once.
const keyBits = 48

// partitionOf spreads keys over partitions by their top bits.
func partitionOf(key uint64, partitions int) int { return int(key * uint64(partitions) >> keyBits) }

// emit emits one posting, of the key's top bits.
func (p *packer) emit(key, at uint64) error {
	key >>= 64 - keyBits
	part := partitionOf(key, len(p.buf))
	b, err := p.room(part, postingSize)
	if err != nil {
		return err
	}
	b = le.AppendUint64(b, key)
	b = le.AppendUint32(b, uint32(at))
	p.keep(part, le.AppendUint16(b, uint16(at>>32)))
	return nil
}

// emitGrams emits a document's shingles.
func emitGrams(p *packer, doc uint64, ws []word) error {
	for i := 0; i+gramSize <= len(ws); i++ {
		if err := p.emit(gram(ws[i:]), doc); err != nil {
			return err
		}
	}
	return nil
}

// eachGroup reads a shuffle of postings and calls f with the numbers of each
// key that stands in at least so many places, in rising order.
func eachGroup(ctx context.Context, s Shuffle, least int, f func(key uint64, at []uint64) error) error {
	var buf, spare []posting
	var at []uint64
	for part := range partitions {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		buf, spare, err = readPostings(s, part, buf, spare)
		if err != nil {
			return err
		}
		for i := 0; i < len(buf); {
			j := i + 1
			for j < len(buf) && buf[j].key == buf[i].key {
				j++
			}
			if j-i >= least {
				at = at[:0]
				for _, p := range buf[i:j] {
					at = append(at, p.at)
				}
				if err := f(buf[i].key, at); err != nil {
					return err
				}
			}
			i = j
		}
	}
	return nil
}

// readPostings reads a partition into buf, sorted by key and number, each pair
// once.
func readPostings(s Shuffle, part int, buf, spare []posting) (sorted, other []posting, err error) {
	buf = buf[:0]
	err = s.ForEach(part, func(b []byte) error {
		for ; len(b) >= postingSize; b = b[postingSize:] {
			buf = append(buf, posting{le.Uint64(b), uint64(le.Uint32(b[8:])) | uint64(le.Uint16(b[12:]))<<32})
		}
		return nil
	})
	if err != nil {
		return buf, spare, err
	}
	buf, spare = sortPostings(buf, spare)
	return slices.Compact(buf), spare, nil
}

// sortPostings sorts a partition by key and number. Three passes of a byte each
// over the bits below those of the partition leave runs that are mostly one key;
// those are sorted by comparison. Four times faster than
// comparing throughout, and no run costs more than it would by comparing.
func sortPostings(a, spare []posting) (sorted, other []posting) {
	if cap(spare) < len(a) {
		spare = make([]posting, len(a))
	}
	b := spare[:len(a)]
	for shift := keyBits - 32; shift < keyBits-8; shift += 8 {
		var n [257]int
		for i := range a {
			n[int(byte(a[i].key>>shift))+1]++
		}
		for i := 1; i < 257; i++ {
			n[i] += n[i-1]
		}
		for i := range a {
			k := byte(a[i].key >> shift)
			b[n[k]] = a[i]
			n[k]++
		}
		a, b = b, a
	}
	const bits = 1<<(keyBits-8) - 1<<(keyBits-32)
	for i := 0; i < len(a); {
		j := i + 1
		for j < len(a) && a[j].key&bits == a[i].key&bits {
			j++
		}
		if j > i+1 {
			slices.SortFunc(a[i:j], func(x, y posting) int {
				return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.at, y.at))
			})
		}
		i = j
	}
	return a, b
}
