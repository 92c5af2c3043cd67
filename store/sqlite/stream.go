package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"sort"
	"strconv"

	"sayso"
)

// lastChunk is the largest part of the index that is read at once.
const lastChunk = 1 << 15

// index is the table to look for words in, and its order.
func (f *finder) index() (table string, o *sorting) {
	if o = byDate; f.sort == sayso.ByPlace {
		o = byPlace
	}
	if f.pages {
		return o.pages, o
	}
	return o.statements, o
}

// place is where p is in the index.
func (f *finder) place(o *sorting, p at) int64 {
	d := &f.docs[p.doc]
	switch {
	case p.n < 0:
		return o.placeOf(d)
	case o == byDate:
		return d.datePlace + int64(d.said-p.n)
	}
	return d.place + 1 + int64(p.n)
}

// A reader reads the matches of one run.
type reader struct {
	run    *runColumn
	lo, hi int64 // what is still to be read
	chunk  int
	buffer []at
}

// stream merges the matches of all runs.
func (f *finder) stream(ctx context.Context, most int) ([]at, error) {
	table, o := f.index()
	desc := f.sort == sayso.Newest
	query := `SELECT group_concat(rowid) FROM (SELECT rowid FROM ` + table + ` WHERE ` + table + ` MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid`
	if desc {
		query += ` DESC`
	}
	st, err := f.tx.PrepareContext(ctx, query+` LIMIT ?)`)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	var readers []*reader
	for i := range f.runs[o] {
		r := &reader{run: &f.runs[o][i], chunk: f.effort.chunk}
		if most > 1<<14 {
			r.chunk = lastChunk
		}
		if f.scan > 0 {
			r.chunk = min(r.chunk, f.scan)
		}
		r.lo, r.hi = r.run.first, r.run.last
		f.begin(o, r)
		if err := f.fill(ctx, st, o, r); err != nil {
			return nil, err
		}
		if len(r.buffer) > 0 {
			readers = append(readers, r)
		}
	}
	var out []at
	for len(readers) > 0 && len(out) < most {
		least := 0
		for i := 1; i < len(readers); i++ {
			if f.compare(readers[i].buffer[0], readers[least].buffer[0]) < 0 {
				least = i
			}
		}
		r := readers[least]
		if len(readers) == 1 { // nothing to merge with
			n := min(len(r.buffer), most-len(out))
			out = append(out, r.buffer[:n]...)
			r.buffer = r.buffer[n:]
		} else {
			out = append(out, r.buffer[0])
			r.buffer = r.buffer[1:]
		}
		if len(r.buffer) == 0 && len(out) < most {
			if err := f.fill(ctx, st, o, r); err != nil {
				return nil, err
			}
		}
		if len(r.buffer) == 0 {
			readers = slices.Delete(readers, least, least+1)
		}
	}
	return out, nil
}

// begin moves a reader to what comes after the cursor.
func (f *finder) begin(o *sorting, r *reader) {
	if f.after == nil {
		return
	}
	rank := func(doc int32) int32 {
		if o == byDate {
			return -f.docs[doc].dateRank // places ascend with the date
		}
		return f.docs[doc].rank
	}
	docs, at := r.run.docs, rank(f.after.doc)
	// The first document of the run that is not before the cursor's.
	i := sort.Search(len(docs), func(i int) bool { return rank(docs[i].doc) >= at })
	same := i < len(docs) && docs[i].doc == f.after.doc
	switch {
	case f.sort == sayso.Newest && same:
		r.hi = f.place(o, *f.after) - 1
	case f.sort == sayso.Newest: // what is before it in the run comes later
		if r.hi = r.run.first - 1; i > 0 {
			r.hi = docs[i-1].place + int64(f.docs[docs[i-1].doc].said)
		}
	case same:
		r.lo = f.place(o, *f.after) + 1
	case i < len(docs):
		r.lo = docs[i].place
	default:
		r.lo = r.run.last + 1
	}
}

// fill reads on until something passes the filter, or to the end of the run.
func (f *finder) fill(ctx context.Context, st *sql.Stmt, o *sorting, r *reader) error {
	r.buffer = r.buffer[:0]
	for len(r.buffer) == 0 && r.lo <= r.hi {
		if f.scan > 0 && f.scanned >= f.scan {
			f.cut = true
			return nil
		}
		var list sql.RawBytes
		rows, err := st.QueryContext(ctx, f.match, r.lo, r.hi, r.chunk)
		if err != nil {
			return err
		}
		n := 0
		if rows.Next() {
			if err = rows.Scan(&list); err == nil {
				n = f.take(o, r, list)
			}
		}
		if e := rows.Close(); err == nil {
			err = e
		}
		if err == nil {
			err = rows.Err()
		}
		if err != nil {
			return err
		}
		if f.scanned += n; n < r.chunk {
			r.lo = r.hi + 1
		}
		r.chunk = min(4*r.chunk, lastChunk)
	}
	return nil
}

// take puts what passes the filter into the buffer, and tells how many places
// there were.
func (f *finder) take(o *sorting, r *reader, list []byte) (n int) {
	docs := r.run.docs
	i := -1 // of the document
	for len(list) > 0 {
		end := 0
		for end < len(list) && list[end] != ',' {
			end++
		}
		place, err := strconv.ParseInt(string(list[:end]), 10, 64)
		list = list[min(end+1, len(list)):]
		n++
		if err != nil {
			continue
		}
		if f.sort == sayso.Newest {
			r.hi = place - 1
		} else {
			r.lo = place + 1
		}
		if i < 0 || place < docs[i].place || i+1 < len(docs) && place >= docs[i+1].place {
			if i = sort.Search(len(docs), func(i int) bool { return docs[i].place > place }) - 1; i < 0 {
				continue
			}
		}
		p := at{docs[i].doc, -1}
		if d := &f.docs[p.doc]; !f.pages {
			if p.n = int32(place - docs[i].place - 1); o == byDate {
				p.n = d.said - int32(place-docs[i].place)
			}
			if p.n < 0 || p.n >= d.said {
				continue
			}
		}
		if f.filter.passes(f.columns, p) {
			r.buffer = append(r.buffer, p)
		}
	}
	return n
}
