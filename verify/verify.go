// Package verify proves records against the saved pages they were made from.
//
// For each document it opens the page again, hashes its bytes, reads them
// again, compares the text, and checks that the words of every span stand
// where the record says: in blocks, title, date, credits, statements, mentions
// and whatever else the record comes to hold, since spans are found by their
// type and not by a list of fields. For each link it checks the spans of its
// passages and changes against the texts of both documents. Ids that are
// derived from content are derived again.
//
// It does not check that the program would find the same statements today: a
// record is proved by the page, not by the version that made it. A text that
// this version reads differently is reported, because offsets are worth
// nothing without the text they count in; the saved record still has it.
package verify

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"sayso"
)

// A Finding is one thing that does not hold.
type Finding struct {
	Path     string           // of the page, as in its source; "" where that is not known
	Document sayso.DocumentID // or ""
	Line     int              // of the file of records, from 1; 0 in an archive
	Where    string           // in the record: "statements[2].content[0]"; "" for the page as a whole
	What     string           // what is wrong, in words
}

// String is the finding as one line. Control characters become blanks.
func (f Finding) String() string {
	s := ""
	if f.Line > 0 {
		s = fmt.Sprintf("line %d: ", f.Line)
	}
	if f.Path != "" {
		s += sayso.PrintPath(f.Path) + ": "
	}
	if f.Where != "" {
		s += f.Where + ": "
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s+f.What)
}

// Summary is how much was checked, and how much of it does not hold.
type Summary struct {
	Pages    int
	Spans    int
	Links    int
	Findings int
	Failing  int // pages with findings
}

// Failed reports whether anything does not hold.
func (s Summary) Failed() bool { return s.Findings > 0 }

// String is the summary as one line.
func (s Summary) String() string {
	out := fmt.Sprintf("checked %d pages, %d spans, %d links: ", s.Pages, s.Spans, s.Links)
	if s.Findings == 0 {
		return out + "all hold"
	}
	return out + fmt.Sprintf("%d do not hold, on %d pages", s.Findings, s.Failing)
}

// Options are the choices of Archive and Records.
type Options struct {
	Workers  int            // pages checked at once; 0 for the number of processors
	Progress func(done int) // called after each page, if not nil
}

// A Read turns a page into its document, as when it was added.
type Read func(*sayso.Page) (*sayso.Document, error)

// Archive checks all of a store. report is called with each finding, in the
// order of documents, then of links. An error means that the check itself
// could not be carried through.
func Archive(ctx context.Context, store sayso.Store, read func(*sayso.Page) (*sayso.Document, error), opt Options, report func(Finding)) (Summary, error) {
	c := &checker{read: read, opt: opt, report: report}
	err := c.pages(ctx, func(yield func(job) bool) {
		for d, err := range store.Documents(ctx) {
			j := job{document: d, err: err}
			if err == nil {
				j.open = func() (*sayso.Page, error) { return store.Page(ctx, d.ID) }
			}
			if !yield(j) {
				return
			}
		}
	})
	if err != nil {
		return c.sum, err
	}
	if n, err := store.Counts(ctx); err != nil {
		return c.sum, err
	} else if n.Pages > c.sum.Pages {
		c.add([]Finding{{What: fmt.Sprintf("%d pages were added to the archive, but only %d are there", n.Pages, c.sum.Pages)}})
	}
	return c.sum, c.links(ctx, store)
}

// A job is a document to check, or what became of it.
type job struct {
	line     int
	document *sayso.Document
	err      error
	open     func() (*sayso.Page, error)
}

// A result is what was found of one document.
type result struct {
	path     string
	spans    int
	findings []Finding
	err      error // the check could not be carried through
}

type checker struct {
	read   Read
	opt    Options
	report func(Finding)
	sum    Summary
}

// pages checks documents at once and reports on them in order.
func (c *checker) pages(ctx context.Context, jobs func(yield func(job) bool)) error {
	ctx, cancel := context.WithCancel(ctx)
	workers := c.opt.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	type ticket struct {
		job  job
		done chan result
	}
	// The queue bounds how many documents are in memory.
	queue := make(chan ticket)
	ordered := make(chan ticket, workers)
	go func() {
		defer close(ordered)
		defer close(queue)
		for j := range jobs {
			t := ticket{j, make(chan result, 1)}
			select {
			case ordered <- t:
			case <-ctx.Done():
				return
			}
			select {
			case queue <- t:
			case <-ctx.Done():
				return
			}
		}
	}()
	var busy sync.WaitGroup
	defer busy.Wait() // nothing may use the store after the return
	defer cancel()
	for range workers {
		busy.Go(func() {
			for t := range queue {
				t.done <- c.check(t.job)
			}
		})
	}
	var first error
	for t := range ordered {
		var r result
		select {
		case r = <-t.done:
		case <-ctx.Done():
			continue // let the sender come to its end
		}
		if r.err != nil {
			first = r.err
			cancel()
			continue
		}
		c.sum.Pages++
		c.sum.Spans += r.spans
		c.add(r.findings)
		if c.opt.Progress != nil {
			c.opt.Progress(c.sum.Pages)
		}
	}
	if first == nil {
		first = ctx.Err()
	}
	return first
}

func (c *checker) add(findings []Finding) {
	if len(findings) > 0 {
		c.sum.Failing++
	}
	c.sum.Findings += len(findings)
	for _, f := range findings {
		c.report(f)
	}
}

// fatal reports whether an error says nothing about the page but that the check
// cannot go on.
func fatal(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	switch sayso.KindOf(err) {
	case sayso.Damaged, sayso.NotFound, sayso.Unreadable, sayso.TooLarge:
		return false
	}
	return true
}

// check checks one document.
func (c *checker) check(j job) result {
	var r result
	if j.err != nil {
		if fatal(j.err) {
			return result{err: j.err}
		}
		f := Finding{Line: j.line, What: j.err.Error()}
		var e *sayso.Error
		if errors.As(j.err, &e) {
			f.Path, f.What = e.Path, e.Err.Error()
		}
		return result{findings: []Finding{f}}
	}
	d := j.document
	find := func(where, format string, args ...any) {
		r.findings = append(r.findings, Finding{Path: d.Source.Path, Document: d.ID, Line: j.line, Where: where, What: fmt.Sprintf(format, args...)})
	}
	if id := sayso.NewDocumentID(&d.Source); id != d.ID {
		find("id", "is %s, but the source makes it %s", d.ID, id)
	}
	if err := c.checkPage(j, find); err != nil {
		return result{err: err}
	}
	ruler := sayso.NewRuler(d.Text)
	r.spans = checkSpans(d, func(byte) *sayso.Ruler { return ruler }, find)
	checkBlocks(d, ruler, find)
	checkIDs(d, find)
	return r
}

// checkPage opens and reads the page again.
func (c *checker) checkPage(j job, find func(where, format string, args ...any)) error {
	d := j.document
	page, err := j.open()
	if err != nil {
		// The finding names the path already.
		var e *sayso.Error
		if fatal(err) {
			return err
		}
		if errors.As(err, &e) && e.Path == d.Source.Path {
			err = e.Err
		}
		find("", "%v", err)
		return nil
	}
	if got := sayso.Sum(page.Bytes); got != d.Source.SHA256 {
		find("", "the page's bytes have SHA-256 %s, not %s", got, d.Source.SHA256)
		return nil
	}
	if id := sayso.NewDocumentID(&page.Source); id != d.ID {
		find("source", "the page was found elsewhere than the record says")
	}
	again, err := c.readAgain(page)
	if err != nil {
		find("", "the page cannot be read again: %v", err)
		return nil
	}
	if again.Text != d.Text {
		at := firstDifference(again.Text, d.Text)
		find("text", "reading the page again gives another text, from code point %d on: %q, not %q",
			utf8.RuneCountInString(d.Text[:at]), excerpt(again.Text[at:]), excerpt(d.Text[at:]))
	}
	return nil
}

// readAgain reads a page. A fault of the program on one page is said of that
// page, and the others are checked all the same.
func (c *checker) readAgain(page *sayso.Page) (d *sayso.Document, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a fault of the program: %v", r)
		}
	}()
	return c.read(page)
}

// firstDifference is the byte at which two texts part, at the start of a code
// point of both.
func firstDifference(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for i < n && a[i] == b[i] {
		i++
	}
	for i > 0 && (i < len(a) && !utf8.RuneStart(a[i]) || i < len(b) && !utf8.RuneStart(b[i])) {
		i--
	}
	return i
}

// excerpt is the beginning of a text, for a message.
func excerpt(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

func checkIDs(d *sayso.Document, find func(where, format string, args ...any)) {
	ids := make([]sayso.StatementID, len(d.Statements))
	for i := range d.Statements {
		ids[i] = d.Statements[i].ID
	}
	for i := range d.Statements {
		st := &d.Statements[i]
		if id := sayso.NewStatementID(d.ID, st); id != st.ID {
			find(fmt.Sprintf("statements[%d].id", i), "is %s, but the spans make it %s", st.ID, id)
		}
		if st.Within != "" && !slices.Contains(ids, st.Within) {
			find(fmt.Sprintf("statements[%d].within", i), "there is no statement %s here", st.Within)
		}
	}
}
