// Package parquet writes Apache Parquet files of rows that are Go structs: flat
// columns, values that may be null, and lists of strings or of flat structs. It
// only writes. The format is https://github.com/apache/parquet-format, version 1
// data pages, Zstandard.
//
// A column is a field with a tag that names it, `parquet:"name"`, and may say
//
//	optional  a pointer; nil is null
//	list      a slice; nil is the empty list
//	dict      of few different values: they are written once and counted out
//	json      a string of JSON
//
// Fields are string, bool, int32, int64 or float64. The same rows give the same
// bytes.
//
// Rows are gathered column by column. A page is packed when it holds pageBytes,
// and a row group is written out when it holds groupRows rows or groupBytes
// bytes before packing, so that memory does not grow with the file.
package parquet

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"reflect"
	"strings"

	"github.com/klauspost/compress/zstd"
)

const (
	pageBytes  = 1 << 20
	groupRows  = 100_000
	groupBytes = 64 << 20
)

const magic = "PAR1"

// A Writer writes one file. It is not for use by several goroutines.
type Writer struct {
	w         io.Writer
	row       reflect.Type
	createdBy string
	schema    []element
	columns   []*column
	packer    *zstd.Encoder

	at     int64 // bytes written so far
	rows   int64 // in groups that are closed
	inRows int   // in this group
	groups []group
	err    error
}

// A group is a row group that was written out.
type group struct {
	rows         int64
	size, packed int64
	at           int64
	chunks       []chunk
}

// New begins a file of rows of the type of row, a struct. createdBy is the name
// of the program, as "name version 1 (build 0)".
func New(w io.Writer, row any, createdBy string) (*Writer, error) {
	p := &Writer{w: w, row: reflect.TypeOf(row), createdBy: createdBy}
	var err error
	if p.schema, p.columns, err = columnsOf(p.row); err != nil {
		return nil, err
	}
	if p.packer, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithZeroFrames(true)); err != nil {
		return nil, err
	}
	p.write([]byte(magic))
	return p, p.err
}

func (p *Writer) write(b []byte) {
	if p.err != nil {
		return
	}
	n, err := p.w.Write(b)
	p.at += int64(n)
	p.err = err
}

// Write adds a row, of the type given to New.
func (p *Writer) Write(row any) error {
	if p.err != nil {
		return p.err
	}
	v := reflect.ValueOf(row)
	if v.Type() != p.row {
		return fmt.Errorf("parquet: a row is a %s, not a %s", p.row, v.Type())
	}
	size := 0
	for _, c := range p.columns {
		c.add(v.Field(c.field))
		if c.full() {
			c.closePage(p.packer)
		}
		size += c.size + c.pending()
	}
	p.inRows++
	if p.inRows >= groupRows || size >= groupBytes {
		p.closeGroup()
	}
	return p.err
}

// closeGroup writes out the rows gathered.
func (p *Writer) closeGroup() {
	if p.inRows == 0 {
		return
	}
	g := group{rows: int64(p.inRows), at: p.at}
	for _, c := range p.columns {
		c.closePage(p.packer)
		ch := c.chunk(p.packer)
		if ch.dictionary != nil {
			ch.dictionaryAt = p.at
			p.write(ch.dictionary)
		}
		ch.dataAt = p.at
		p.write(ch.data)
		ch.dictionary, ch.data = nil, nil
		g.size, g.packed = g.size+ch.size, g.packed+ch.packed
		g.chunks = append(g.chunks, ch)
	}
	p.groups = append(p.groups, g)
	p.rows += g.rows
	p.inRows = 0
}

// Close writes what is left and the footer, without which a file is none. It
// does not close the writer below.
func (p *Writer) Close() error {
	if p.err != nil {
		return p.err
	}
	p.closeGroup()
	foot := p.footer()
	foot = binary.LittleEndian.AppendUint32(foot, uint32(len(foot)))
	p.write(append(foot, magic...))
	_ = p.packer.Close()
	return p.err
}

// columnsOf is the schema of a struct, and its leaves.
func columnsOf(row reflect.Type) (schema []element, leaves []*column, err error) {
	if row.Kind() != reflect.Struct {
		return nil, nil, fmt.Errorf("parquet: a row is a struct, not a %s", row)
	}
	schema = []element{{name: "row", children: row.NumField()}}
	for i := range row.NumField() {
		f := row.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		has := func(option string) bool { return strings.Contains(","+options+",", ","+option+",") }
		c := column{path: []string{name}, field: i, elem: -1, optional: has("optional"), list: has("list"), dict: has("dict"), json: has("json")}
		t := f.Type
		if c.optional != (t.Kind() == reflect.Pointer) || c.list != (t.Kind() == reflect.Slice) || name == "" {
			return nil, nil, fmt.Errorf("parquet: the tag of %s.%s does not fit a %s", row, f.Name, t)
		}
		if !c.list {
			if c.optional {
				t = t.Elem()
			}
			if c.physical, err = physicalOf(t); err != nil {
				return nil, nil, err
			}
			schema = append(schema, c.element(name))
			leaves = append(leaves, &c)
			continue
		}
		schema = append(schema, element{name: name, repetition: required, logical: logicalList, children: 1}, element{name: "list", repetition: repeated, children: 1})
		c.path = []string{name, "list", "element"}
		t = t.Elem()
		if t.Kind() != reflect.Struct {
			if c.physical, err = physicalOf(t); err != nil {
				return nil, nil, err
			}
			schema = append(schema, c.element("element"))
			leaves = append(leaves, &c)
			continue
		}
		schema = append(schema, element{name: "element", repetition: required, children: t.NumField()})
		for k := range t.NumField() {
			f := t.Field(k)
			name, options, _ := strings.Cut(f.Tag.Get("parquet"), ",")
			e := column{path: []string{c.path[0], "list", "element", name}, field: i, elem: k, list: true, dict: strings.Contains(options, "dict")}
			if e.physical, err = physicalOf(f.Type); err != nil {
				return nil, nil, err
			}
			schema = append(schema, e.element(name))
			leaves = append(leaves, &e)
		}
	}
	return schema, leaves, nil
}

func physicalOf(t reflect.Type) (physical, error) {
	switch t.Kind() {
	case reflect.String:
		return byteArray, nil
	case reflect.Bool:
		return boolean, nil
	case reflect.Int32:
		return int32Type, nil
	case reflect.Int64:
		return int64Type, nil
	case reflect.Float64:
		return double, nil
	}
	return 0, fmt.Errorf("parquet: there are no columns of %s", t)
}

// element is the place of a leaf in the schema.
func (c *column) element(name string) element {
	e := element{name: name, leaf: true, physical: c.physical, repetition: required}
	if c.optional {
		e.repetition = optional
	}
	switch {
	case c.json:
		e.logical = logicalJSON
	case c.physical == byteArray:
		e.logical = logicalString
	case c.physical == int32Type:
		e.logical = logicalInt32
	case c.physical == int64Type:
		e.logical = logicalInt64
	}
	return e
}

// page is a page, packed, behind its header of head bytes.
func page(packer *zstd.Encoder, h header, body []byte) (b []byte, head int) {
	packed := packer.EncodeAll(body, nil)
	h.size, h.packed, h.crc = len(body), len(packed), crc32.ChecksumIEEE(packed)
	b = h.encode()
	return append(b, packed...), len(b)
}
