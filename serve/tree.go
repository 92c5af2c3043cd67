package serve

import (
	"context"
	"fmt"
	"sort"

	"sayso"
)

// treeLimit is how many pages one copy tree holds.
const treeLimit = linkLimit + 1

// A branch is one page of a copy tree with the pages that took from it.
type branch struct {
	Page     head
	ID       sayso.StatementID // the telling there, or ""
	Here     bool              // the page the reader has open
	Word     string            // what the telling is to the one that is open
	Kind     string
	Changes  []kindCount
	Known    bool // it is known whom it was copied from
	Sure     string
	Why      []string
	Children []*branch
	date     string

	// In the tree of a story:
	Title, Time string
	CompareURL  string // with the page it copied
}

// A copyTree is who took the words from whom, as far as is known.
type copyTree struct {
	Roots []*branch
	Size  int
	Known int // pages of which it is known whom they copied from
}

// copyTree joins the pages of a statement's tellings and those that share its
// passage. A page hangs under the one it most surely copied; a page of which
// that is not known is a root.
func (s *server) copyTree(ctx context.Context, d *sayso.Document, st *sayso.Statement, told []telling, shared []docLink) (*copyTree, error) {
	nodes := map[sayso.DocumentID]*branch{}
	var order []sayso.DocumentID
	add := func(b *branch) {
		if nodes[b.Page.ID] == nil && len(order) < treeLimit {
			nodes[b.Page.ID] = b
			order = append(order, b.Page.ID)
		}
	}
	add(&branch{Page: headOf(d), ID: st.ID, Here: true, Word: "the page you came from", date: sortDate(d)})
	for _, t := range told {
		counts := map[string]int{}
		for _, c := range t.Changes {
			counts[c.Class]++
		}
		b := &branch{Page: t.Other, ID: t.ID, Word: t.Word, Kind: t.Kind, Changes: countKinds(counts), date: t.sortDate}
		if t.Kind == string(sayso.LinkCopy) && len(t.Changes) > 0 {
			b.Word = "Nearly the same words"
		}
		add(b)
	}
	for _, l := range shared {
		add(&branch{Page: l.Other, Word: "Shares the passage", Kind: "share", date: l.sortDate})
	}
	if len(order) < 2 {
		return nil, nil
	}
	var edges []edge
	for _, id := range order {
		links, _, err := s.store.LinksPage(ctx, string(id), sayso.LinkQuery{Limit: storyLinks})
		if err != nil {
			return nil, fmt.Errorf("read the links of page %s: %w", id, err)
		}
		for _, l := range links {
			if e, ok := edgeOf(l.Link); ok && e.to == id && nodes[e.from] != nil {
				edges = append(edges, e)
			}
		}
	}
	return treeOf(nodes, order, join(nodes, edges)), nil
}

type edge struct {
	from, to sayso.DocumentID
	sure     float64
	why      []string
}

func edgeOf(l sayso.Link) (edge, bool) {
	if l.Direction == nil || l.Direction.From == "" || l.A == l.B {
		return edge{}, false
	}
	e := edge{from: sayso.DocumentID(l.A), to: sayso.DocumentID(l.B), sure: l.Direction.Confidence}
	if l.Direction.From == "b" {
		e.from, e.to = e.to, e.from
	}
	for _, w := range l.Direction.Why {
		e.why = append(e.why, line(w))
	}
	return e, true
}

// below reports whether a hangs under b, or is b.
func below(parent map[sayso.DocumentID]sayso.DocumentID, a, b sayso.DocumentID) bool {
	for ok := true; ok; a, ok = parent[a] {
		if a == b {
			return true
		}
	}
	return false
}

func byDate(b []*branch) {
	sort.SliceStable(b, func(i, j int) bool { return b[i].date < b[j].date })
}

// sortDate orders pages by when they were published; those without a date come
// last.
func sortDate(d *sayso.Document) string {
	if d.Published == nil {
		return orderDate("", "")
	}
	return orderDate(d.Published.Date, string(d.Published.Time))
}
