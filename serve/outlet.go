package serve

import (
	"context"
	"fmt"
	"net/http"
	"sort"

	"sayso"
)

const (
	outletLooked = 40 // copied pages of an outlet that are looked at, the newest first
	outletLinks  = 15 // links of each
	outletPages  = 10 // pages listed
	outletRows   = 15
)

type outletsView struct {
	base
	List []outletLine
	More int
}

const outletsLimit = 1000

// outlets lists where the pages were published.
func (s *server) outlets(w http.ResponseWriter, r *http.Request) error {
	v := &outletsView{}
	var err error
	if v.base, _, err = s.full(r, "Outlets", "outlets"); err != nil {
		return err
	}
	list, err := s.store.Outlets(r.Context())
	if err != nil {
		return fmt.Errorf("list outlets: %w", err)
	}
	v.More = max(0, len(list)-outletsLimit)
	for _, o := range list[:len(list)-v.More] {
		v.List = append(v.List, outletLineOf(o))
	}
	return s.show(w, r, http.StatusOK, "outlets", v)
}

type outletView struct {
	base
	Name       string
	Chart      *chart
	Pages      int
	Capped     bool
	PagesURL   string
	SaidURL    string
	Looked     int // pages looked at for what follows
	From       []exchange
	To         []exchange
	Changes    []kindCount // of what it took from others
	Examples   []example
	Copied     int // pages, of those looked at, that took words from elsewhere
	People     []facetItem
	Recent     []group
	Unknown    int // links of which it is not known who copied whom
	SelfCopied int
	Loaded     loadedWords
}

// An exchange is what went between two outlets.
type exchange struct {
	Name, URL string
	Pages     int
	Changes   []kindCount
	counts    map[string]int
}

// An example is a page that changed something on the way.
type example struct {
	Here, There head
	Changes     []kindCount
	URL         string
	weight      int
}

// outlet shows what an outlet copies, from whom, and what it tends to change.
func (s *server) outlet(w http.ResponseWriter, r *http.Request) error {
	name := r.FormValue("name")
	if name == "" || len(name) > fieldLimit {
		return badRequest("“name” in this address is to be that of an outlet.")
	}
	ctx := r.Context()
	pages := filter{In: sayso.Pages, Outlet: name, Sort: string(sayso.Newest)}
	said := filter{In: sayso.Statements, Outlet: name, Sort: string(sayso.Newest)}
	v := &outletView{Name: line(name), PagesURL: pages.url(), SaidURL: said.url()}
	var err error
	if v.base, _, err = s.full(r, v.Name, "outlets"); err != nil {
		return err
	}
	v.Feed = said.feedURL()
	found, err := s.store.Facets(ctx, pages.query())
	if err != nil {
		return fmt.Errorf("count the pages of %q: %w", name, err)
	}
	if v.Pages, v.Capped = found.Total, found.Capped; v.Pages == 0 {
		return notFound("No page in the archive is from an outlet of this name.")
	}
	v.Chart = timeline(pages, found.Months, [2]string{"page", "pages"})
	if found, err = s.store.Facets(ctx, said.query()); err != nil {
		return fmt.Errorf("count the statements of %q: %w", name, err)
	}
	for _, x := range found.Speakers {
		if x.Key != "" {
			v.People = append(v.People, facetItem{Text: short(line(x.Name), 60), Count: x.Count, URL: said.set("actor", x.Key).url()})
		}
	}
	if v.Recent, err = s.some(r, pages, outletPages); err != nil {
		return err
	}
	if err := s.exchanges(ctx, v, name); err != nil {
		return err
	}
	if err := s.ownWords(ctx, v, name); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "outlet", v)
}

// exchanges looks at the outlet's newest copied pages for whom it takes from,
// who takes from it, and what is changed on the way.
func (s *server) exchanges(ctx context.Context, v *outletView, name string) error {
	hits, _, err := s.store.Search(ctx, sayso.Query{What: sayso.Pages, Outlet: name, Only: sayso.OnlyCopied, Sort: sayso.Newest, Limit: outletLooked})
	if err != nil {
		return fmt.Errorf("search for what %q copied: %w", name, err)
	}
	v.Looked = len(hits)
	type pair struct {
		mine, other sayso.DocumentID
		link        sayso.Link
	}
	var pairs []pair
	var ids []sayso.DocumentID
	heads := map[sayso.DocumentID]sayso.Hit{}
	for _, h := range hits {
		heads[h.Document] = h
		links, _, err := s.store.LinksPage(ctx, string(h.Document), sayso.LinkQuery{Limit: outletLinks})
		if err != nil {
			return fmt.Errorf("read the links of page %s: %w", h.Document, err)
		}
		for _, l := range links {
			other := sayso.DocumentID(l.B)
			if other == h.Document {
				other = sayso.DocumentID(l.A)
			}
			pairs = append(pairs, pair{h.Document, other, l.Link})
			ids = append(ids, other)
		}
	}
	others, err := s.store.Heads(ctx, ids)
	if err != nil {
		return fmt.Errorf("open the pages linked with %q: %w", name, err)
	}
	from, to, all := map[string]*exchange{}, map[string]*exchange{}, map[string]int{}
	swaps := map[[2]string]int{}
	took := map[sayso.DocumentID]bool{}
	for _, p := range pairs {
		o, ok := others[p.other]
		if !ok {
			continue
		}
		e, ok := edgeOf(p.link)
		switch {
		case o.Outlet == name:
			v.SelfCopied++
			continue
		case !ok:
			v.Unknown++
			continue
		}
		side := to
		if e.to == p.mine {
			side = from
		}
		x := side[o.Outlet]
		if x == nil {
			x = &exchange{Name: line(o.Outlet), URL: outletURL(o.Outlet), counts: map[string]int{}}
			if x.Name == "" {
				x.Name, x.URL = "outlet not known", ""
			}
			side[o.Outlet] = x
		}
		x.Pages++
		if e.to != p.mine {
			continue
		}
		took[p.mine] = true
		swapsIn(s.opt.Loaded, &p.link, string(p.mine), swaps)
		counts := changesIn(&p.link)
		ex := example{Here: headOfHit(heads[p.mine]), There: headOfHead(o), Changes: countKinds(counts), URL: "/compare/" + string(p.other) + "/" + string(p.mine)}
		for k, n := range counts {
			x.counts[k] += n
			all[k] += n
		}
		if ex.weight = 3*counts["negation"] + 3*counts["number"] + 2*counts["speaker"] + counts["name"] + counts["hedge"]; ex.weight > 0 {
			v.Examples = append(v.Examples, ex)
		}
	}
	v.Copied, v.Changes = len(took), countKinds(all)
	v.From, v.To = ranked(from), ranked(to)
	v.Loaded.Swaps = rankedSwaps(swaps)
	sort.SliceStable(v.Examples, func(i, j int) bool { return v.Examples[i].weight > v.Examples[j].weight })
	v.Examples = v.Examples[:min(len(v.Examples), 5)]
	return nil
}

func ranked(m map[string]*exchange) []exchange {
	var out []exchange
	for _, x := range m {
		x.Changes = countKinds(x.counts)
		out = append(out, *x)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Pages != out[j].Pages {
			return out[i].Pages > out[j].Pages
		}
		return out[i].Name < out[j].Name
	})
	return out[:min(len(out), outletRows)]
}
