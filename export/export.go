// Package export writes out an archive: all its documents, statements, links
// or mentions, in an order that depends only on what is in it.
//
// # JSON Lines
//
// Of documents and links, a line is the public record (docs/record.md): a
// document as its page alone tells it, but for what users decided of actors. Of
// statements and mentions it is the object as in the record, with the fields
// document, path, title, outlet and published of its document put before, and
// with actors as all pages tell them.
//
// # Tables
//
// CSV is that of RFC 4180 with lines that end in LF; TSV escapes a tab, a line
// feed, a carriage return and a backslash as \t, \n, \r and \\. Both begin with
// the names of the columns, those of documents with id and path. Unknown is an
// empty cell. Nothing is cut short: texts are whole, in the last column of
// documents. Where a cell holds several spans they are start-end pairs parted
// by blanks; what has no simple form (passages, changes) is a cell of JSON.
//
// # Parquet
//
// Parquet has the columns of the tables with their types: lists are lists,
// spans are structs of start, end and text, and unknown is null. A date stays a
// string, for it may be a month or a year. It is compressed with Zstandard, and
// written in row groups of bounded size.
//
// # Spreadsheets
//
// A saved page may be written by somebody hostile, and a spreadsheet takes a
// cell that begins with =, +, - or @ for a formula. CSV meant for spreadsheets
// (Options.BOM) has an apostrophe before such a cell. Other tables are exact.
package export

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"iter"
	"slices"

	"sayso"
)

// What is what to export.
type What string

const (
	Documents  What = "documents"
	Statements What = "statements"
	Links      What = "links"
	Mentions   What = "mentions"
)

// Whats lists what can be exported.
func Whats() []What { return []What{Documents, Statements, Links, Mentions} }

// Valid reports whether w can be exported.
func (w What) Valid() bool { return slices.Contains(Whats(), w) }

// Format is how to write it.
type Format string

const (
	JSONL   Format = "jsonl"
	CSV     Format = "csv"
	TSV     Format = "tsv"
	Parquet Format = "parquet"
)

// Formats lists the formats.
func Formats() []Format { return []Format{JSONL, CSV, TSV, Parquet} }

// Valid reports whether f is a format.
func (f Format) Valid() bool { return slices.Contains(Formats(), f) }

// Options are the choices beside what and how.
type Options struct {
	// BOM makes CSV for spreadsheets: it begins with a byte order mark, and
	// cells that would be taken for formulas begin with an apostrophe. Other
	// formats take no notice.
	BOM bool
}

// bufferSize is that of the buffer before the writer.
const bufferSize = 64 << 10

// Write writes all of one thing in the store to w. A document that is damaged
// ends it with an error: an export is complete or it is none.
func Write(ctx context.Context, w io.Writer, store sayso.Store, what What, format Format, opt Options) error {
	if !what.Valid() || !format.Valid() {
		return sayso.Errorf(sayso.Internal, "", "exporting %q as %q", what, format)
	}
	b := bufio.NewWriterSize(w, bufferSize)
	var err error
	switch format {
	case JSONL:
		err = writeLines(ctx, b, store, what)
	case Parquet:
		err = writeParquet(ctx, b, store, what)
	default:
		err = writeTable(ctx, b, store, what, format, opt)
	}
	if err != nil {
		return err
	}
	return b.Flush()
}

// origin is what a statement or mention is given of its document.
type origin struct {
	Document  sayso.DocumentID `json:"document"`
	Path      string           `json:"path"`
	Title     sayso.Maybe      `json:"title"`
	Outlet    sayso.Maybe      `json:"outlet"`
	Published *sayso.Date      `json:"published"`
}

func originOf(d *sayso.Document) origin {
	return origin{d.ID, d.Source.Path, d.Title, d.Outlet, d.Published}
}

func writeLines(ctx context.Context, w *bufio.Writer, store sayso.Store, what What) error {
	var buf []byte
	record := func(r sayso.Recorder) (err error) {
		if buf, err = r.AppendRecord(buf[:0]); err != nil {
			return err
		}
		_, err = w.Write(append(buf, '\n'))
		return err
	}
	if what == Links {
		for l, err := range store.Links(ctx) {
			if err != nil {
				return err
			}
			if err := record(&l); err != nil {
				return err
			}
		}
		return nil
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for d, err := range documents(ctx, store, what) {
		if err != nil {
			return err
		}
		switch what {
		case Documents:
			if err := record(d); err != nil {
				return err
			}
		case Statements:
			for i := range d.Statements {
				line := struct {
					origin
					sayso.Statement
				}{originOf(d), d.Statements[i]}
				fillStatement(&line.Statement)
				if err := e.Encode(&line); err != nil {
					return err
				}
			}
		case Mentions:
			for _, m := range d.Mentions {
				fill(&m.Spans)
				err := e.Encode(struct {
					origin
					sayso.Mention
				}{originOf(d), m})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// documents yields every document in order, with its actors as users decided
// and, but for exports of whole documents, as all pages tell them.
func documents(ctx context.Context, store sayso.Store, what What) iter.Seq2[*sayso.Document, error] {
	return func(yield func(*sayso.Document, error) bool) {
		decide, err := store.Decided(ctx, what != Documents)
		if err != nil {
			yield(nil, err)
			return
		}
		for d, err := range store.Documents(ctx) {
			if err == nil {
				err = decide(d)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// fillStatement gives missing lists the empty list, as in the record. st must
// be a copy; what it points to is not changed.
func fillStatement(st *sayso.Statement) {
	fill(&st.Source)
	fill(&st.Cue)
	fill(&st.Content)
	fill(&st.Via)
	fill(&st.Edits)
	for _, a := range []**sayso.Actor{&st.Speaker, &st.Addressee} {
		if *a != nil && (*a).Spans == nil {
			c := **a
			c.Spans = []sayso.Span{}
			*a = &c
		}
	}
}

func fill[T any](list *[]T) {
	if *list == nil {
		*list = []T{}
	}
}
