package verify

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"sayso"
)

// maxLine is the longest record that is read from a file, in bytes.
const maxLine = 1 << 30

// Records checks a file of document records, one a line, as they are printed
// and exported. reopen is called for one page at a time, in the order of the
// lines.
func Records(ctx context.Context, r io.Reader, reopen func(*sayso.Source) (*sayso.Page, error), read func(*sayso.Page) (*sayso.Document, error), opt Options, report func(Finding)) (Summary, error) {
	c := &checker{read: read, opt: opt, report: report}
	var failed error
	err := c.pages(ctx, func(yield func(job) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		for n := 1; ; n++ {
			line, err := readLine(in)
			if err != nil && err != io.EOF {
				failed = fmt.Errorf("reading records, line %d: %w", n, err)
				return
			}
			if n == 1 {
				line = bytes.TrimPrefix(line, []byte("\ufeff"))
			}
			if len(bytes.TrimSpace(line)) > 0 {
				j := job{line: n}
				d := new(sayso.Document)
				if e := json.Unmarshal(line, d); e != nil {
					j.err = sayso.Errorf(sayso.Damaged, "", "not a record: %w", e)
				} else if d.ID == "" || d.Source.SHA256 == "" {
					j.err = sayso.Errorf(sayso.Damaged, d.Source.Path, "not the record of a document")
				} else {
					j.document = d
					page, e := reopen(&d.Source)
					j.open = func() (*sayso.Page, error) { return page, e }
				}
				if !yield(j) {
					return
				}
			}
			if err == io.EOF {
				return
			}
		}
	})
	return c.sum, errors.Join(failed, err)
}

func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxLine {
			return nil, sayso.Errorf(sayso.TooLarge, "", "longer than %d bytes", maxLine)
		}
		if err != bufio.ErrBufferFull {
			return line, err
		}
	}
}
