package parquet

import "encoding/binary"

// What the format says in Thrift's compact protocol: page headers and the
// footer. Numbers are those of parquet.thrift.

type physical int

const (
	boolean   physical = 0
	int32Type physical = 1
	int64Type physical = 2
	double    physical = 5
	byteArray physical = 6
)

const (
	required = 0
	optional = 1
	repeated = 2
)

const (
	plainEncoding      = 0
	levelEncoding      = 3
	dictionaryEncoding = 8
)

const (
	dataPage       = 0
	dictionaryPage = 2
)

const zstdCodec = 6

type logical int

const (
	noLogical logical = iota
	logicalString
	logicalList
	logicalJSON
	logicalInt32
	logicalInt64
)

// An element is one of the schema: a leaf, or a group of the next children.
type element struct {
	name       string
	leaf       bool
	physical   physical
	repetition int
	children   int
	logical    logical
}

// Types of the compact protocol.
const (
	tTrue   = 1
	tByte   = 3
	tI16    = 4
	tI32    = 5
	tI64    = 6
	tBinary = 8
	tList   = 9
	tStruct = 12
)

// A compact writes structs of the compact protocol. Fields are given in order.
type compact struct {
	b    []byte
	last []int // the field before, of each struct that is open
}

func (c *compact) begin() { c.last = append(c.last, 0) }
func (c *compact) end()   { c.b, c.last = append(c.b, 0), c.last[:len(c.last)-1] }

// field begins a field; all of ours are less than fifteen apart.
func (c *compact) field(id, kind int) {
	last := &c.last[len(c.last)-1]
	c.b = append(c.b, byte((id-*last)<<4|kind))
	*last = id
}

func (c *compact) number(n int64) { c.b = binary.AppendVarint(c.b, n) } // zigzag, as Thrift's

func (c *compact) i32(id int, n int)   { c.field(id, tI32); c.number(int64(n)) }
func (c *compact) i64(id int, n int64) { c.field(id, tI64); c.number(n) }

func (c *compact) text(s string) {
	c.b = append(binary.AppendUvarint(c.b, uint64(len(s))), s...)
}

func (c *compact) string(id int, s string) { c.field(id, tBinary); c.text(s) }

func (c *compact) list(id, n, kind int) {
	c.field(id, tList)
	if n < 15 {
		c.b = append(c.b, byte(n<<4|kind))
		return
	}
	c.b = binary.AppendUvarint(append(c.b, byte(0xf0|kind)), uint64(n))
}

// inside writes a field that is a struct.
func (c *compact) inside(id int, f func()) {
	c.field(id, tStruct)
	c.begin()
	f()
	c.end()
}

// A header is what stands before a page.
type header struct {
	kind, values, encoding int
	size, packed           int
	crc                    uint32
}

func (h *header) encode() []byte {
	c := new(compact)
	c.begin()
	c.i32(1, h.kind)
	c.i32(2, h.size)
	c.i32(3, h.packed)
	c.i32(4, int(int32(h.crc)))
	if h.kind == dictionaryPage {
		c.inside(7, func() { c.i32(1, h.values); c.i32(2, h.encoding) })
	} else {
		c.inside(5, func() { c.i32(1, h.values); c.i32(2, h.encoding); c.i32(3, levelEncoding); c.i32(4, levelEncoding) })
	}
	c.end()
	return c.b
}

// footer is the file's metadata.
func (p *Writer) footer() []byte {
	c := new(compact)
	c.begin()
	c.i32(1, 1)
	c.list(2, len(p.schema), tStruct)
	for i := range p.schema {
		c.begin()
		p.schema[i].encode(c, i == 0)
		c.end()
	}
	c.i64(3, p.rows)
	c.list(4, len(p.groups), tStruct)
	for n := range p.groups {
		g := &p.groups[n]
		c.begin()
		c.list(1, len(g.chunks), tStruct)
		for i := range g.chunks {
			c.begin()
			p.columns[i].encode(c, &g.chunks[i])
			c.end()
		}
		c.i64(2, g.size)
		c.i64(3, g.rows)
		c.i64(5, g.at)
		c.i64(6, g.packed)
		if n <= 0x7fff {
			c.field(7, tI16)
			c.number(int64(n))
		}
		c.end()
	}
	c.string(6, p.createdBy)
	c.end()
	return c.b
}

func (e *element) encode(c *compact, root bool) {
	if e.leaf {
		c.i32(1, int(e.physical))
	}
	if !root {
		c.i32(3, e.repetition)
	}
	c.string(4, e.name)
	if !e.leaf {
		c.i32(5, e.children)
	}
	// The older names of types, and the newer.
	if old, ok := map[logical]int{logicalString: 0, logicalList: 3, logicalInt32: 17, logicalInt64: 18, logicalJSON: 19}[e.logical]; ok {
		c.i32(6, old)
	}
	union := func(id int, f func()) { c.inside(10, func() { c.inside(id, f) }) }
	nothing := func() {}
	integer := func(bits byte) func() {
		return func() {
			c.field(1, tByte)
			c.b = append(c.b, bits)
			c.field(2, tTrue) // signed
		}
	}
	switch e.logical {
	case logicalString:
		union(1, nothing)
	case logicalList:
		union(3, nothing)
	case logicalInt32:
		union(10, integer(32))
	case logicalInt64:
		union(10, integer(64))
	case logicalJSON:
		union(12, nothing)
	}
}

// encode writes where a column's part of a group is.
func (col *column) encode(c *compact, ch *chunk) {
	at := ch.dataAt
	if ch.dictionaryAt > 0 {
		at = ch.dictionaryAt
	}
	c.i64(2, at)
	c.inside(3, func() {
		c.i32(1, int(col.physical))
		encodings := []int64{levelEncoding}
		if ch.plain || ch.dict {
			encodings = append(encodings, plainEncoding) // a dictionary is plain
		}
		if ch.dict {
			encodings = append(encodings, dictionaryEncoding)
		}
		c.list(2, len(encodings), tI32)
		for _, e := range encodings {
			c.number(e)
		}
		c.list(3, len(col.path), tBinary)
		for _, s := range col.path {
			c.text(s)
		}
		c.i32(4, zstdCodec)
		c.i64(5, ch.values)
		c.i64(6, ch.size)
		c.i64(7, ch.packed)
		c.i64(9, ch.dataAt)
		if ch.dictionaryAt > 0 {
			c.i64(11, ch.dictionaryAt)
		}
	})
}
