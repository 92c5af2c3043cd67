package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	reader "github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"
)

type part struct {
	Kind  string `parquet:"kind,dict"`
	Start int32  `parquet:"start"`
	Text  string `parquet:"text"`
}

type line struct {
	Name   string   `parquet:"name"`
	Outlet string   `parquet:"outlet,dict"`
	Role   *string  `parquet:"role,optional,dict"`
	Note   *string  `parquet:"note,optional"`
	Small  int32    `parquet:"small"`
	Large  *int64   `parquet:"large,optional"`
	Share  float64  `parquet:"share"`
	Sure   *float64 `parquet:"sure,optional"`
	Open   bool     `parquet:"open"`
	JSON   string   `parquet:"json,json"`
	Via    []string `parquet:"via,list"`
	Parts  []part   `parquet:"parts,list"`
	Count  int64    `parquet:"count"`
}

func file(t interface{ Fatal(...any) }, rows []line) []byte {
	var b bytes.Buffer
	w, err := New(&b, line{}, "test version 1 (build 0)")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func same(a, b []line) string {
	for _, rows := range [][]line{a, b} { // an empty list comes back as nil or as empty
		for i := range rows {
			if len(rows[i].Via) == 0 {
				rows[i].Via = nil
			}
			if len(rows[i].Parts) == 0 {
				rows[i].Parts = nil
			}
		}
	}
	return cmp.Diff(a, b)
}

// TestAnyRows writes any rows and reads them with another's library.
func TestAnyRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "a", "b", "a long and often repeated string of words"}))
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) line {
			return line{
				Name: text.Draw(t, "name"), Outlet: rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "outlet"),
				Role: rapid.Ptr(text, true).Draw(t, "role"), Note: rapid.Ptr(text, true).Draw(t, "note"),
				Small: rapid.Int32().Draw(t, "small"), Large: rapid.Ptr(rapid.Int64(), true).Draw(t, "large"),
				Share: rapid.Float64().Draw(t, "share"), Sure: rapid.Ptr(rapid.Float64(), true).Draw(t, "sure"),
				Open: rapid.Bool().Draw(t, "open"), JSON: "[]", Via: rapid.SliceOfN(text, 0, 4).Draw(t, "via"),
				Parts: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) part {
					return part{text.Draw(t, "kind"), rapid.Int32().Draw(t, "start"), text.Draw(t, "text")}
				}), 0, 3).Draw(t, "parts"),
				Count: rapid.Int64().Draw(t, "count"),
			}
		}), 0, 40).Draw(t, "rows")
		b := file(t, rows)
		got, err := reader.Read[line](bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 && len(got) == 0 {
			return
		}
		if d := same(rows, got); d != "" {
			t.Fatal(d)
		}
		if !bytes.Equal(b, file(t, rows)) {
			t.Fatal("the same rows gave two files")
		}
	})
}

// TestManyRows writes more than a page, a dictionary and a group hold.
func TestManyRows(t *testing.T) {
	const n = 130_000
	var rows []line
	for i := range n {
		r := line{Name: fmt.Sprint("row ", i), Outlet: "one", Share: math.Sqrt(float64(i)), Open: i%3 == 0, Small: int32(i / 1000)}
		if i%2 == 0 {
			role := strings.Repeat(fmt.Sprint(i), 3) // more than a dictionary holds
			r.Role = &role
		}
		for k := range i % 4 {
			r.Via = append(r.Via, fmt.Sprint(k))
			r.Parts = append(r.Parts, part{"p", int32(k), r.Name})
		}
		rows = append(rows, r)
	}
	b := file(t, rows)
	f, err := reader.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if f.NumRows() != n || len(f.RowGroups()) != 2 {
		t.Errorf("%d rows in %d groups", f.NumRows(), len(f.RowGroups()))
	}
	got, err := reader.Read[line](bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != n {
		t.Fatalf("%d rows came back", len(got))
	}
	for i := range rows {
		if d := same(rows[i:i+1], got[i:i+1]); d != "" {
			t.Fatal(i, d)
		}
	}
}

// TestMemory wants a long file to be written in bounded memory, and long texts
// to close a group.
func TestMemory(t *testing.T) {
	count := new(counter)
	w, err := New(count, line{}, "test")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("0123456789abcdef", 1<<16)
	var most uint64
	for range 300 {
		if err := w.Write(line{Name: long}); err != nil {
			t.Fatal(err)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if len(w.groups) < 4 || most > 200<<20 {
		t.Errorf("300 MiB in %d groups took %d MiB", len(w.groups), most>>20)
	}
}

type counter struct{ n int }

func (c *counter) Write(b []byte) (int, error) { c.n += len(b); return len(b), nil }

// TestFailures wants a full disk to be told, and tags that cannot be written.
func TestFailures(t *testing.T) {
	if _, err := New(full{}, line{}, "test"); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
	for _, row := range []any{
		3, struct{ A string }{}, struct {
			A *string `parquet:"a"`
		}{}, struct {
			A []string `parquet:"a"`
		}{}, struct {
			A uint8 `parquet:"a"`
		}{},
	} {
		if _, err := New(new(counter), row, "test"); err == nil {
			t.Errorf("%T is taken for a row", row)
		}
	}
	w, err := New(new(counter), line{}, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(part{}); err == nil {
		t.Error("a row of another type is taken")
	}
}

var errFull = errors.New("no space")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
