package parquet

import (
	"encoding/binary"
	"math"
	"math/bits"
	"reflect"

	"github.com/klauspost/compress/zstd"
)

// dictionaryBytes is how large a dictionary may be; past that, the rest of a
// column's values in a group are written as they are.
const dictionaryBytes = 1 << 20

// A column gathers the values of one leaf of the schema.
type column struct {
	path                       []string
	field, elem                int // of the row, and of the elements of its list; -1 for the element itself
	physical                   physical
	optional, list, dict, json bool

	// The page being filled.
	values   int     // with nulls
	defined  []uint8 // definition levels, where the column may lack values
	repeated []uint8 // repetition levels, in a list
	plain    []byte
	bits     []uint8  // booleans, one a byte
	indices  []uint32 // into the dictionary

	// The chunk so far.
	pages       []byte
	size        int // of the pages, before packing, with their headers
	all         int64
	plainPages  bool
	dictPages   bool
	known       map[string]uint32
	dictionary  []byte
	overflowing bool // the dictionary is full
}

// A chunk is the column's part of a row group.
type chunk struct {
	dictionary, data     []byte
	dictionaryAt, dataAt int64
	values               int64
	size, packed         int64 // before and after packing, with headers
	plain, dict          bool  // how pages are encoded
}

// add takes the column's values of one row.
func (c *column) add(v reflect.Value) {
	switch {
	case c.list:
		n := v.Len()
		if n == 0 {
			c.values++
			c.defined, c.repeated = append(c.defined, 0), append(c.repeated, 0)
		}
		for k := range n {
			e := v.Index(k)
			if c.elem >= 0 {
				e = e.Field(c.elem)
			}
			c.defined, c.repeated = append(c.defined, 1), append(c.repeated, uint8(min(k, 1)))
			c.put(e)
		}
	case c.optional && v.IsNil():
		c.values++
		c.defined = append(c.defined, 0)
	case c.optional:
		c.defined = append(c.defined, 1)
		c.put(v.Elem())
	default:
		c.put(v)
	}
}

func (c *column) put(v reflect.Value) {
	c.values++
	switch c.physical {
	case byteArray:
		c.text(v.String())
	case boolean:
		b := uint8(0)
		if v.Bool() {
			b = 1
		}
		c.bits = append(c.bits, b)
	case int32Type:
		c.plain = binary.LittleEndian.AppendUint32(c.plain, uint32(int32(v.Int())))
	case int64Type:
		c.plain = binary.LittleEndian.AppendUint64(c.plain, uint64(v.Int()))
	case double:
		c.plain = binary.LittleEndian.AppendUint64(c.plain, math.Float64bits(v.Float()))
	}
}

func (c *column) text(s string) {
	if !c.dict || c.overflowing {
		c.plain = appendText(c.plain, s)
		return
	}
	i, ok := c.known[s]
	if !ok {
		if c.known == nil {
			c.known = map[string]uint32{}
		}
		i = uint32(len(c.known))
		c.known[s] = i
		c.dictionary = appendText(c.dictionary, s)
	}
	c.indices = append(c.indices, i)
}

func appendText(b []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
}

// full reports whether the page being filled is to be closed.
func (c *column) full() bool {
	return c.pending() >= pageBytes || !c.overflowing && len(c.dictionary) >= dictionaryBytes
}

// pending is how many bytes the page being filled has, or would have.
func (c *column) pending() int {
	return len(c.plain) + len(c.bits)/8 + 4*len(c.indices) + (len(c.defined)+len(c.repeated))/8
}

// closePage packs the page being filled. It is called between rows.
func (c *column) closePage(packer *zstd.Encoder) {
	if c.values == 0 {
		return
	}
	var body []byte
	levels := func(l []uint8) {
		coded := hybrid(nil, l, 1)
		body = append(binary.LittleEndian.AppendUint32(body, uint32(len(coded))), coded...)
	}
	if c.list {
		levels(c.repeated)
	}
	if c.list || c.optional {
		levels(c.defined)
	}
	h := header{kind: dataPage, values: c.values, encoding: plainEncoding}
	switch {
	case c.physical == boolean:
		body = packBits(body, c.bits, 1)
		c.plainPages = true
	case len(c.indices) > 0:
		width := max(1, bits.Len(uint(len(c.known)-1)))
		body = hybrid(append(body, byte(width)), c.indices, width)
		h.encoding = dictionaryEncoding
		c.dictPages = true
	default:
		body = append(body, c.plain...)
		c.plainPages = true
	}
	b, head := page(packer, h, body)
	c.pages = append(c.pages, b...)
	c.size += head + len(body)
	c.all += int64(c.values)
	c.overflowing = c.overflowing || len(c.dictionary) >= dictionaryBytes
	c.values = 0
	c.defined, c.repeated, c.plain, c.bits, c.indices = c.defined[:0], c.repeated[:0], c.plain[:0], c.bits[:0], c.indices[:0]
}

// chunk hands over the pages and begins anew.
func (c *column) chunk(packer *zstd.Encoder) chunk {
	ch := chunk{data: c.pages, values: c.all, plain: c.plainPages, dict: c.dictPages}
	ch.size, ch.packed = int64(c.size), int64(len(c.pages))
	if c.dictPages {
		h := header{kind: dictionaryPage, values: len(c.known), encoding: plainEncoding}
		b, head := page(packer, h, c.dictionary)
		ch.dictionary = b
		ch.size += int64(head + len(c.dictionary))
		ch.packed += int64(len(ch.dictionary))
	}
	c.pages, c.size, c.all, c.plainPages, c.dictPages = nil, 0, 0, false, false
	c.dictionary, c.overflowing = c.dictionary[:0], false
	clear(c.known)
	return ch
}

// hybrid appends values of so many bits in the format's mix of runs and packed
// groups of eight.
func hybrid[T uint8 | uint32](b []byte, values []T, width int) []byte {
	run := func(i int) int {
		n := i + 1
		for n < len(values) && values[n] == values[i] {
			n++
		}
		return n - i
	}
	for i := 0; i < len(values); {
		if n := run(i); n >= 8 {
			b = binary.AppendUvarint(b, uint64(n)<<1)
			for k := 0; k < width; k += 8 {
				b = append(b, byte(uint32(values[i])>>k))
			}
			i += n
			continue
		}
		// Groups of eight up to where the next long run begins: only the last
		// group of all may be filled up.
		end := i
		for end < len(values) && run(end) < 8 {
			end = min(end+8, len(values))
		}
		b = binary.AppendUvarint(b, uint64((end-i+7)/8)<<1|1)
		b = packBits(b, values[i:end], width)
		if odd := (end - i) % 8; odd != 0 {
			// packBits fills up a byte; a group is width bytes.
			have, want := (odd*width+7)/8, width
			b = append(b, make([]byte, want-have)...)
		}
		i = end
	}
	return b
}

// packBits appends values of so many bits each, the lowest bit first.
func packBits[T uint8 | uint32](b []byte, values []T, width int) []byte {
	acc, n := uint64(0), 0
	for _, v := range values {
		acc |= uint64(v) << n
		for n += width; n >= 8; n -= 8 {
			b = append(b, byte(acc))
			acc >>= 8
		}
	}
	if n > 0 {
		b = append(b, byte(acc))
	}
	return b
}
