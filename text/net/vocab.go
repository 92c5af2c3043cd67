package net

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// parts is how many embeddings a word is the sum of.
const parts = 7

// sizes are the numbers of hashed rows for each part after the form itself:
// endings of two, three and four letters, first letter with the length,
// beginning of three letters, shape.
var sizes = [parts - 1]uint32{2048, 8192, 8192, 512, 4096, 1024}

// vocabulary finds the embedding rows of a word.
type vocabulary struct {
	prints []uint32 // hashes of the known forms, in row order after unknown
	index  []int32  // open addressing into prints, plus one
	mask   uint32
	starts [parts]int32 // first row of each part
}

func newVocabulary(prints []uint32) vocabulary {
	v := vocabulary{prints: prints}
	size := 1 << bits.Len(uint(2*len(prints)+1))
	v.index, v.mask = make([]int32, size), uint32(size-1)
	for i, p := range prints {
		k := p & v.mask
		for v.index[k] != 0 {
			k = (k + 1) & v.mask
		}
		v.index[k] = int32(i + 1)
	}
	at := int32(len(prints) + 1)
	for i, n := range sizes {
		v.starts[i+1] = at
		at += int32(n)
	}
	return v
}

func (v *vocabulary) rows() int {
	return int(v.starts[parts-1]) + int(sizes[parts-2])
}

// form is the row of the form with that hash; 0 is the unknown.
func (v *vocabulary) form(p uint32) int32 {
	k := p & v.mask
	for {
		i := v.index[k]
		if i == 0 || v.prints[i-1] == p {
			return i
		}
		k = (k + 1) & v.mask
	}
}

// maxLetters is how much of a word is looked at.
const maxLetters = 40

// plain is the word in lower case, digits as 0, marks of one kind as one, and
// its shape.
func plain(buf *[maxLetters]rune, w string) (low []rune, shape uint64) {
	n, last := 0, uint64(0)
	runs := 0
	for _, r := range w {
		if n == maxLetters {
			break
		}
		var k uint64
		switch {
		case 'a' <= r && r <= 'z':
			k = 1
		case 'A' <= r && r <= 'Z':
			k = 2
			r |= 0x20
		case '0' <= r && r <= '9':
			k = 3
			r = '0'
		case r < 0x80:
			k = uint64(r)
		default:
			switch r {
			case '“', '”', '„', '«', '»':
				r, k = '"', '"'
			case '’', '‘', '´', 'ʼ':
				r, k = '\'', '\''
			case '–', '—', '―', '−', '‐', '‑':
				r, k = '-', '-'
			default:
				switch {
				case unicode.IsUpper(r):
					r, k = unicode.ToLower(r), 4
				case unicode.IsLetter(r), unicode.IsMark(r):
					k = 5
				case unicode.IsDigit(r):
					r, k = '0', 3
				default:
					k = 6
				}
			}
		}
		buf[n] = r
		n++
		if k != last && runs < 6 {
			shape = shape*131 + k
			last = k
			runs++
		}
	}
	shape = shape*8 + uint64(min(n, 4))
	return buf[:n], shape
}

func hash(h uint64, rs []rune) uint64 {
	for _, r := range rs {
		hi, lo := bits.Mul64(h^uint64(r)^0xa0761d6478bd642f, 0xe7037ed1a0b428db)
		h = hi ^ lo
	}
	return h
}

func print32(low []rune) uint32 {
	h := hash(1, low)
	return uint32(h ^ h>>32)
}

// word finds the rows of a word.
func (v *vocabulary) word(rows *[parts]int32, w string) {
	var buf [maxLetters]rune
	low, shape := plain(&buf, w)
	n := len(low)
	rows[0] = v.form(print32(low))
	slot := func(i int, h uint64) {
		rows[i] = v.starts[i] + int32(uint32(h>>33)%sizes[i-1])
	}
	slot(1, hash(2, low[max(0, n-2):]))
	slot(2, hash(3, low[max(0, n-3):]))
	slot(3, hash(4, low[max(0, n-4):]))
	slot(4, hash(5+uint64(min(utf8.RuneCountInString(w), 12)), low[:min(n, 1)]))
	slot(5, hash(6, low[:min(n, 3)]))
	hi, lo := bits.Mul64(shape^0xa0761d6478bd642f, 0xe7037ed1a0b428db)
	slot(6, hi^lo)
}
