package serve

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"sayso"
	changes "sayso/change"
)

// loadedPages is how many pages of an outlet its choice of words is told from:
// the newest.
const loadedPages = 25

// loadedRows bounds what is listed of it.
const loadedRows = 12

// loadedWords are what an outlet calls things for which there are words of
// different leanings.
type loadedWords struct {
	Pages int           // looked at
	Lines [][]wordCount // words for one thing, the most frequent first
	Swaps []swap
}

type wordCount struct {
	Word string
	N    int
}

// A swap is a word put for another in copying.
type swap struct {
	From, To string
	N        int
}

// swapsIn counts the words that a page put for others when it copied.
func swapsIn(list *changes.Loaded, l *sayso.Link, mine string, counts map[[2]string]int) {
	count := func(all []sayso.Change) {
		for _, c := range all {
			was, is := c.A, c.B
			if l.A == mine {
				was, is = is, was
			}
			if was == nil || is == nil {
				continue
			}
			if from, to, ok := list.Swap(was.Text, is.Text); ok {
				counts[[2]string{from, to}]++
			}
		}
	}
	count(l.Changes)
	for _, p := range l.Passages {
		count(p.Changes)
	}
}

func rankedSwaps(counts map[[2]string]int) []swap {
	var out []swap
	for k, n := range counts {
		out = append(out, swap{k[0], k[1], n})
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.N != b.N {
			return a.N > b.N
		}
		return a.From+"\x00"+a.To < b.From+"\x00"+b.To
	})
	return out[:min(len(out), loadedRows)]
}

// ownWords counts what an outlet calls things on its newest pages, in its own
// words.
func (s *server) ownWords(ctx context.Context, v *outletView, name string) error {
	hits, _, err := s.store.Search(ctx, sayso.Query{What: sayso.Pages, Outlet: name, Sort: sayso.Newest, Limit: loadedPages})
	if err != nil {
		return fmt.Errorf("list the newest pages of %q: %w", name, err)
	}
	counts := map[string]int{}
	for _, h := range hits {
		d, err := s.store.Document(ctx, h.Document)
		if err != nil {
			return fmt.Errorf("open page %s: %w", h.Document, err)
		}
		s.opt.Loaded.Count(ownText(d), counts)
	}
	v.Loaded.Pages = len(hits)
	v.Loaded.Lines = loadedLines(s.opt.Loaded, counts)
	return nil
}

// loadedLines puts the words for one thing side by side, those things first of
// which the outlet speaks most.
func loadedLines(list *changes.Loaded, counts map[string]int) [][]wordCount {
	var out [][]wordCount
	sums := map[int]int{}
	for _, words := range list.Lines() {
		var line []wordCount
		sum := 0
		for _, w := range words {
			line = append(line, wordCount{w, counts[w]})
			sum += counts[w]
		}
		if sum == 0 {
			continue
		}
		sort.SliceStable(line, func(i, j int) bool { return line[i].N > line[j].N })
		sums[len(out)] = sum
		out = append(out, line)
	}
	order := make([]int, len(out))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return sums[order[i]] > sums[order[j]] })
	var sorted [][]wordCount
	for _, i := range order[:min(len(order), loadedRows)] {
		sorted = append(sorted, out[i])
	}
	return sorted
}

// ownText is a report's own telling without what stands in quotation marks.
func ownText(d *sayso.Document) string {
	r := sayso.NewRuler(d.Text)
	var quoted []sayso.Span
	for i := range d.Statements {
		if st := &d.Statements[i]; st.Mode == sayso.Direct || st.Mode == sayso.Implicit {
			quoted = append(quoted, st.Content...)
		}
	}
	sort.Slice(quoted, func(i, j int) bool { return quoted[i].Start < quoted[j].Start })
	var b strings.Builder
	for _, x := range stretches(d, r) {
		if !x.kind.Told() {
			continue
		}
		at := x.start
		for _, q := range quoted {
			if q.End <= at || q.Start >= x.end {
				continue
			}
			if q.Start > at {
				b.WriteString(r.Slice(at, q.Start))
			}
			b.WriteString(" … ")
			at = q.End
		}
		if at < x.end {
			b.WriteString(r.Slice(at, x.end))
		}
		b.WriteString("\n\n")
	}
	return b.String()
}
