package names

import (
	"encoding/binary"
	"math/bits"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mask says which lists a word or phrase is on.
type Mask uint16

const (
	FirstName   Mask = 1 << iota
	LastName         // of anyone
	PublicFirst      // first word of the name of somebody in office
	PublicLast       // last word of one
	PlaceName
	CityName // of more than a hundred thousand people
	CountryName
	PeopleName // nationality
	GroupName  // of an armed group or the like
	PublicName // whole name of somebody in office
	PlaceWord  // word of a place's name of several words
	BodyName   // business, aid or international body
	RegionName // state or province
)

// longestPhrase is how many words of a phrase are looked up.
const longestPhrase = 5

// Lists are lists of known names. Only hashes of them are kept.
type Lists struct {
	keys  []uint32
	masks []Mask
	index []int32
	mask  uint32
}

// A ListBuilder gathers lists.
type ListBuilder struct{ m map[uint32]Mask }

// Add puts a name on a list.
func (b *ListBuilder) Add(name string, on Mask) {
	if b.m == nil {
		b.m = map[uint32]Mask{}
	}
	ws := Fields(name)
	if len(ws) == 0 || len(ws) > longestPhrase {
		return
	}
	h := uint64(0)
	for _, w := range ws {
		h = mix(h, lowHash(w))
	}
	b.m[uint32(h>>32)] |= on
}

// Fields cuts a name into words about as the splitter does.
func Fields(name string) []string {
	return strings.FieldsFunc(strings.NewReplacer("-", " - ", "’", "'", ",", " , ").Replace(name), unicode.IsSpace)
}

// Lists are the lists as gathered.
func (b *ListBuilder) Lists() *Lists {
	l := &Lists{}
	for k := range b.m {
		l.keys = append(l.keys, k)
	}
	sort.Slice(l.keys, func(i, j int) bool { return l.keys[i] < l.keys[j] })
	for _, k := range l.keys {
		l.masks = append(l.masks, b.m[k])
	}
	l.build()
	return l
}

func (l *Lists) build() {
	size := 1 << bits.Len(uint(2*len(l.keys)+1))
	l.index, l.mask = make([]int32, size), uint32(size-1)
	for i, k := range l.keys {
		at := k & l.mask
		for l.index[at] != 0 {
			at = (at + 1) & l.mask
		}
		l.index[at] = int32(i + 1)
	}
}

func (l *Lists) look(h uint64) Mask {
	k := uint32(h >> 32)
	at := k & l.mask
	for {
		i := l.index[at]
		if i == 0 {
			return 0
		}
		if l.keys[i-1] == k {
			return l.masks[i-1]
		}
		at = (at + 1) & l.mask
	}
}

func (l *Lists) append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(l.keys)))
	last := uint32(0)
	for _, k := range l.keys {
		b = binary.AppendUvarint(b, uint64(k-last))
		last = k
	}
	for _, m := range l.masks {
		b = binary.LittleEndian.AppendUint16(b, uint16(m))
	}
	return b
}

func readLists(b []byte) (*Lists, error) {
	if len(b) < 4 {
		return nil, errModel
	}
	n := int(binary.LittleEndian.Uint32(b))
	b = b[4:]
	if n > len(b) {
		return nil, errModel
	}
	l := &Lists{keys: make([]uint32, n), masks: make([]Mask, n)}
	last := uint32(0)
	for i := range l.keys {
		v, k := binary.Uvarint(b)
		if k <= 0 {
			return nil, errModel
		}
		b = b[k:]
		last += uint32(v)
		l.keys[i] = last
	}
	if len(b) < 2*n {
		return nil, errModel
	}
	for i := range l.masks {
		l.masks[i] = Mask(binary.LittleEndian.Uint16(b[2*i:]))
	}
	l.build()
	return l, nil
}

// mix folds v into hash h.
func mix(h, v uint64) uint64 {
	hi, lo := bits.Mul64(h^v^0xa0761d6478bd642f, 0xe7037ed1a0b428db)
	return hi ^ lo
}

// lowHash is the hash of a word in lower case, with digits as one.
func lowHash(w string) uint64 {
	h := uint64(7)
	n := 0
	for _, r := range w {
		switch {
		case 'A' <= r && r <= 'Z':
			r |= 0x20
		case '0' <= r && r <= '9':
			r = '0'
		case r == '’' || r == '‘':
			r = '\''
		case r >= utf8.RuneSelf:
			r = unicode.ToLower(r)
		}
		h = mix(h, uint64(r))
		if n++; n == 40 {
			break
		}
	}
	return h
}
