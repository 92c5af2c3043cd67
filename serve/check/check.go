// Package check looks a quote up in an archive: does it stand there word for
// word, altered, or not at all, and who is said to have said it.
//
// Pages that may hold it come from the search index: those with all its words,
// and those with most of its runs of words. In each, the statements are
// compared first, so that a quote that the page interrupts ("…," he said, "…")
// is still whole; then the text itself. Words are compared without case,
// accents and punctuation. Exact means every word of the quote, in order, with
// none between; altered means that at least altered of its words stand there in
// order. "Absent" is said of this archive alone, and of pages in which the
// index finds the words: a translation is absent.
package check

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"sayso"
)

const (
	// altered is the share of a quote's words that must stand in a passage, in
	// order, for it to be the same quote in other words. Below half, any two
	// sentences on one subject pass; the copies in our samples keep two thirds.
	altered = .6
	// MinWords and MaxWords bound a quote: fewer are found everywhere.
	MinWords, MaxWords = 3, 400

	candidates = 30 // pages opened for one quote
	windows    = 8  // runs of words looked up
	windowSize = 4
)

// A Verdict is how a quote stands in the archive.
type Verdict string

const (
	Exact   Verdict = "exact"
	Altered Verdict = "altered"
	Absent  Verdict = "absent"
)

// A Passage is one place where the quote stands, exactly or not.
type Passage struct {
	Verdict   Verdict
	Document  *sayso.Document
	Statement *sayso.Statement // the statement it is in, or nil
	Words     string           // as the page has them
	Span      sayso.Span       // from the first to the last word
	Share     float64          // of the quote's words
	Changes   []Change         // from the quote to the page
}

// A Change is one difference between the quote and the page.
type Change struct {
	Kind  sayso.ChangeKind
	Quote string // words of the quote, or ""
	Page  string // words of the page, or ""
}

// A Result is what was found.
type Result struct {
	Verdict  Verdict
	Passages []Passage // exact first, then the nearest
}

// Quote looks a quote up. A quote of fewer words than MinWords or more than
// MaxWords is an error of kind Unreadable.
func Quote(ctx context.Context, store sayso.Store, quote string) (*Result, error) {
	quote = strings.ToValidUTF8(quote, "")
	words := tokens(quote)
	switch {
	case len(words) < MinWords:
		return nil, sayso.Errorf(sayso.Unreadable, "", "a quote needs at least %d words", MinWords)
	case len(words) > MaxWords:
		return nil, sayso.Errorf(sayso.TooLarge, "", "a quote may have at most %d words", MaxWords)
	}
	ids, err := pagesWith(ctx, store, words)
	if err != nil {
		return nil, err
	}
	r := &Result{Verdict: Absent}
	for _, id := range ids {
		d, err := store.Document(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("open page %s: %w", id, err)
		}
		r.Passages = append(r.Passages, inDocument(d, quote, words)...)
	}
	sort.SliceStable(r.Passages, func(i, j int) bool {
		a, b := &r.Passages[i], &r.Passages[j]
		if (a.Verdict == Exact) != (b.Verdict == Exact) {
			return a.Verdict == Exact
		}
		if a.Share != b.Share {
			return a.Share > b.Share
		}
		return published(a.Document) < published(b.Document)
	})
	if len(r.Passages) > 0 {
		r.Verdict = r.Passages[0].Verdict
	}
	return r, nil
}

func published(d *sayso.Document) string {
	if d.Published == nil {
		return "~"
	}
	return d.Published.Date + string(d.Published.Time)
}

// pagesWith are the pages that may hold the words: those with all of them, then
// those with most of some runs of them.
func pagesWith(ctx context.Context, store sayso.Store, words []token) ([]sayso.DocumentID, error) {
	var all []string
	for _, w := range words {
		all = append(all, w.printed)
	}
	find := func(words []string) ([]sayso.DocumentID, error) {
		hits, _, err := store.Search(ctx, sayso.Query{What: sayso.Pages, Words: strings.Join(words, " "), Limit: candidates})
		if err != nil {
			return nil, fmt.Errorf("search for a quote: %w", err)
		}
		var ids []sayso.DocumentID
		for _, h := range hits {
			ids = append(ids, h.Document)
		}
		return ids, nil
	}
	out, err := find(all)
	if err != nil || len(out) >= candidates {
		return out, err
	}
	votes := map[sayso.DocumentID]int{}
	var order []sayso.DocumentID
	step := max(windowSize, len(all)/windows)
	for i := 0; i < len(all); i += step {
		ids, err := find(all[i:min(i+windowSize, len(all))])
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if votes[id]++; votes[id] == 1 && !slices.Contains(out, id) {
				order = append(order, id)
			}
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return votes[order[i]] > votes[order[j]] })
	return append(out, order[:min(len(order), candidates-len(out))]...), nil
}

// inDocument finds the quote in a document's statements, and failing that the
// best place of it in the text.
func inDocument(d *sayso.Document, quote string, words []token) []Passage {
	var out []Passage
	for i := range d.Statements {
		st := &d.Statements[i]
		var b strings.Builder
		for j, s := range st.Content {
			if j > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(s.Text)
		}
		if len(st.Content) == 0 {
			continue
		}
		p, ok := compare(quote, words, b.String(), tokens(b.String()))
		if !ok {
			continue
		}
		p.Document, p.Statement, p.Words = d, st, b.String()
		p.Span = sayso.Span{Start: st.Content[0].Start, End: st.Content[len(st.Content)-1].End, Text: p.Words}
		out = append(out, p.Passage)
	}
	if len(out) > 0 {
		return best(out)
	}
	text := tokens(d.Text)
	p, ok := compare(quote, words, d.Text, text)
	if !ok {
		return nil
	}
	p.Document, p.Span = d, sayso.NewRuler(d.Text).Span(p.from, p.to)
	p.Words = p.Span.Text
	return []Passage{p.Passage}
}

// best are the exact passages of a document, or the nearest one: where the
// quote stands, what merely resembles it is of no use.
func best(in []Passage) []Passage {
	var exact []Passage
	near := in[0]
	for _, p := range in {
		if p.Verdict == Exact {
			exact = append(exact, p)
		}
		if p.Share > near.Share {
			near = p
		}
	}
	if exact != nil {
		return exact
	}
	return []Passage{near}
}
