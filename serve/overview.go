package serve

import (
	"context"
	"fmt"
	"net/url"

	"sayso"
)

// How many of each the overview shows.
const (
	overviewPeople    = 10
	overviewStories   = 6
	overviewConflicts = 4
	overviewOutlets   = 8
)

// An overview is what is in the archive, at a glance.
type overview struct {
	Outlets      []outletLine
	OutletsMore  int
	Languages    []facetItem
	First, Last  string // dates of publication
	Undated      int
	Chart        *chart
	Capped       bool
	Only         []facetItem
	People       []personLine
	Stories      []storyLine
	Conflicts    []conflictView
	MoreToSettle bool
}

type outletLine struct {
	Name, URL         string
	Pages, Statements int
	First, Last       string
}

func (s *server) overview(ctx context.Context, n sayso.Counts) (*overview, error) {
	v := &overview{}
	if n.Pages == 0 {
		return v, nil
	}
	outlets, err := s.store.Outlets(ctx)
	if err != nil {
		return nil, fmt.Errorf("list outlets: %w", err)
	}
	v.OutletsMore = max(0, len(outlets)-overviewOutlets)
	first, last := "", ""
	for i, o := range outlets {
		if o.First != "" && (first == "" || o.First < first) {
			first = o.First
		}
		last = max(last, o.Last)
		if i < overviewOutlets {
			v.Outlets = append(v.Outlets, outletLineOf(o))
		}
	}
	v.First, v.Last = dateWord(first, ""), dateWord(last, "")

	pages := filter{In: sayso.Pages}
	q := pages.query()
	q.Limit = overviewOutlets
	found, err := s.store.Facets(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("count pages: %w", err)
	}
	for _, x := range found.Languages {
		if x.Key != "" {
			v.Languages = append(v.Languages, facetItem{Text: languageWord(x.Key), Count: x.Count, URL: pages.set("lang", x.Key).url()})
		}
	}
	said := filter{In: sayso.Statements}
	q = said.query()
	q.Limit = overviewPeople
	if found, err = s.store.Facets(ctx, q); err != nil {
		return nil, fmt.Errorf("count statements: %w", err)
	}
	v.Capped = found.Capped
	if v.Chart = timeline(said, found.Months, [2]string{"statement", "statements"}); v.Chart != nil {
		v.Undated = v.Chart.Undated
	}
	for _, x := range found.Only {
		if x.Count > 0 {
			v.Only = append(v.Only, facetItem{Text: onlyWord(x.Key), Count: x.Count, URL: said.set("only", x.Key).set("sort", string(sayso.Newest)).url()})
		}
	}
	people, err := s.store.Actors(ctx, "", overviewPeople)
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	v.People = personLines(people)
	stories, err := s.store.Stories(ctx, overviewStories)
	if err != nil {
		return nil, fmt.Errorf("list stories: %w", err)
	}
	v.Stories = storyLines(stories)
	conflicts, more, err := s.store.Conflicts(ctx, "", overviewConflicts)
	if err != nil {
		return nil, fmt.Errorf("list conflicts: %w", err)
	}
	v.Conflicts, v.MoreToSettle = conflictViews(conflicts), more
	return v, nil
}

func outletLineOf(o sayso.Outlet) outletLine {
	l := outletLine{Name: line(o.Name), Pages: o.Pages, Statements: o.Statements, First: dateWord(o.First, ""), Last: dateWord(o.Last, "")}
	if l.Name == "" {
		l.Name = "outlet not known"
	} else {
		l.URL = outletURL(o.Name)
	}
	return l
}

func outletURL(name string) string { return "/outlet?" + url.Values{"name": {name}}.Encode() }
