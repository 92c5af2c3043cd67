package serve

import (
	"context"
	"fmt"
	"net/http"
	"sort"

	"sayso"
)

const (
	storyPages = 60  // pages in one copy tree; the earliest are shown
	storyLinks = 120 // links looked at for each
	storyRows  = 500 // pages listed under the tree
)

type storyLine struct {
	Title, URL  string
	Pages       int
	First, Last string
}

func storyLines(list []sayso.Story) []storyLine {
	var out []storyLine
	for _, x := range list {
		l := storyLine{Title: line(x.Title), URL: "/story/" + string(x.ID), Pages: x.Pages, First: dateWord(x.First, ""), Last: dateWord(x.Last, "")}
		if l.Title == "" {
			l.Title = "Untitled story"
		}
		out = append(out, l)
	}
	return out
}

type storiesView struct {
	base
	List []storyLine
}

const storiesLimit = 100

// stories lists what was copied most.
func (s *server) stories(w http.ResponseWriter, r *http.Request) error {
	v := &storiesView{}
	var err error
	if v.base, _, err = s.full(r, "Most copied stories", "stories"); err != nil {
		return err
	}
	list, err := s.store.Stories(r.Context(), storiesLimit)
	if err != nil {
		return fmt.Errorf("list stories: %w", err)
	}
	v.List = storyLines(list)
	return s.show(w, r, http.StatusOK, "stories", v)
}

type storyView struct {
	base
	Line    storyLine
	Outlets int
	Tree    *copyTree
	Rest    []head // pages that are not in the tree
	More    int
	Changed []kindCount
	ID      sayso.DocumentID
	pages   []sayso.DocumentID // those of the tree
}

// story shows the pages that copy each other as a tree of who took the words
// from whom, each with its time.
func (s *server) story(w http.ResponseWriter, r *http.Request) error {
	v, _, err := s.storyView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "story", v)
}

// A step down the tree: to took words from from.
type joined struct {
	from, to sayso.DocumentID
	link     sayso.Link
}

func (s *server) storyView(r *http.Request) (*storyView, []joined, error) {
	ctx := r.Context()
	id, err := documentIn(r, "id")
	if err != nil {
		return nil, nil, err
	}
	x, err := s.store.Story(ctx, id)
	if err != nil {
		if sayso.KindOf(err) == sayso.NotFound {
			return nil, nil, notFound("The archive knows of no story with this page: it copies nothing and is not copied, or links have not been made yet.")
		}
		return nil, nil, fmt.Errorf("open the story of page %s: %w", id, err)
	}
	v := &storyView{Line: storyLines([]sayso.Story{*x})[0], ID: id}
	if v.base, _, err = s.full(r, "Story: "+v.Line.Title, "stories"); err != nil {
		return nil, nil, err
	}
	outlets := map[string]bool{}
	for _, h := range x.Heads {
		if h.Outlet != "" {
			outlets[h.Outlet] = true
		}
	}
	v.Outlets = len(outlets)
	in := x.Heads[:min(len(x.Heads), storyPages)]
	counts := map[string]int{}
	var steps []joined
	if v.Tree, steps, err = s.storyTree(ctx, in, id, counts); err != nil {
		return nil, nil, err
	}
	for _, h := range in {
		v.pages = append(v.pages, h.ID)
	}
	v.Changed = countKinds(counts)
	rest := x.Heads[len(in):]
	v.More = max(0, x.Pages-len(in)-storyRows)
	for _, h := range rest[:min(len(rest), storyRows)] {
		v.Rest = append(v.Rest, headOfHead(h))
	}
	return v, steps, nil
}

// storyTree joins pages by who copied whom, and counts what was changed on the
// way.
func (s *server) storyTree(ctx context.Context, heads []sayso.Head, here sayso.DocumentID, counts map[string]int) (*copyTree, []joined, error) {
	nodes := map[sayso.DocumentID]*branch{}
	var order []sayso.DocumentID
	for _, h := range heads {
		b := &branch{Page: headOfHead(h), Here: h.ID == here && len(heads) > 1, Kind: "share", date: orderDate(h.Published, ""), Title: line(h.Title), Time: timeWord(sayso.Maybe(h.CapturedAt))}
		if nodes[h.ID] == nil {
			nodes[h.ID] = b
			order = append(order, h.ID)
		}
	}
	var edges []edge
	links := map[[2]sayso.DocumentID]sayso.Link{}
	for _, id := range order {
		list, _, err := s.store.LinksPage(ctx, string(id), sayso.LinkQuery{Limit: storyLinks})
		if err != nil {
			return nil, nil, fmt.Errorf("read the links of page %s: %w", id, err)
		}
		for _, l := range list {
			e, ok := edgeOf(l.Link)
			if !ok || nodes[e.from] == nil || nodes[e.to] == nil {
				continue
			}
			k := [2]sayso.DocumentID{e.from, e.to}
			if _, seen := links[k]; seen {
				continue
			}
			edges = append(edges, e)
			links[k] = l.Link
		}
	}
	parent := join(nodes, edges)
	var steps []joined
	for _, to := range order {
		from, ok := parent[to]
		if !ok {
			continue
		}
		l := links[[2]sayso.DocumentID{from, to}]
		changed := changesIn(&l)
		nodes[to].Changes = countKinds(changed)
		nodes[to].Word = percent(l.Share) + " of the shorter text in both"
		nodes[to].CompareURL = "/compare/" + string(from) + "/" + string(to)
		for kind, n := range changed {
			counts[kind] += n
		}
		steps = append(steps, joined{from, to, l})
	}
	return treeOf(nodes, order, parent), steps, nil
}

// changesIn counts the changes of a link by kind.
func changesIn(l *sayso.Link) map[string]int {
	counts := map[string]int{}
	for _, c := range l.Changes {
		counts[changeClass(c.Kind)]++
	}
	for _, p := range l.Passages {
		for _, c := range p.Changes {
			counts[changeClass(c.Kind)]++
		}
	}
	return counts
}

// join gives each page at most one parent, the one it most surely copied, and
// none from among those below it. Of two that are as sure, the order of ids
// decides, so that the tree is the same each time.
func join(nodes map[sayso.DocumentID]*branch, edges []edge) map[sayso.DocumentID]sayso.DocumentID {
	sort.Slice(edges, func(i, j int) bool {
		a, b := edges[i], edges[j]
		if a.sure != b.sure {
			return a.sure > b.sure
		}
		if a.from != b.from {
			return a.from < b.from
		}
		return a.to < b.to
	})
	parent := map[sayso.DocumentID]sayso.DocumentID{}
	for _, e := range edges {
		if _, has := parent[e.to]; has || below(parent, e.from, e.to) {
			continue
		}
		parent[e.to] = e.from
		b := nodes[e.to]
		b.Known, b.Why = true, e.why
		if e.sure > 0 {
			b.Sure = percent(e.sure)
		}
		nodes[e.from].Children = append(nodes[e.from].Children, b)
	}
	return parent
}

func treeOf(nodes map[sayso.DocumentID]*branch, order []sayso.DocumentID, parent map[sayso.DocumentID]sayso.DocumentID) *copyTree {
	t := &copyTree{Size: len(order), Known: len(parent)}
	for _, id := range order {
		byDate(nodes[id].Children)
		if _, has := parent[id]; !has {
			t.Roots = append(t.Roots, nodes[id])
		}
	}
	byDate(t.Roots)
	return t
}

func orderDate(date, time string) string {
	if date == "" {
		return "~"
	}
	return date + " " + time
}
