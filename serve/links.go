package serve

import (
	"context"
	"fmt"
	"sort"

	"sayso"
)

// A docLink is a link of a page, seen from that page.
type docLink struct {
	Other    head
	Share    string
	Passages int
	Arrow    string // who copied whom
	Why      []string
	Sure     string
	Alone    bool // the two are independent
	Version  bool // both are captures of one address
	sortDate string
}

// docLinks are the links of a document, the largest shares first.
func (s *server) docLinks(ctx context.Context, d *sayso.Document) ([]docLink, int, error) {
	links, total, err := s.store.LinksPage(ctx, string(d.ID), sayso.LinkQuery{Limit: linksLooked})
	if err != nil {
		return nil, 0, fmt.Errorf("read the links of page %s: %w", d.ID, err)
	}
	sort.SliceStable(links, func(i, j int) bool { return links[i].Share > links[j].Share })
	links = links[:min(len(links), linkLimit)]
	heads, err := s.headsOf(ctx, d.ID, links)
	if err != nil {
		return nil, 0, err
	}
	var out []docLink
	for _, l := range links {
		other, mine := otherEnd(&l.Link, string(d.ID))
		o, ok := heads[sayso.DocumentID(other)]
		if !ok {
			continue
		}
		v := docLink{Other: headOfHead(o), Share: percent(l.Share), Passages: len(l.Passages), Alone: l.Independent}
		v.Version = d.Source.URL != "" && o.URL == string(d.Source.URL)
		v.Arrow, v.Why, v.Sure = directionWords(l.Direction, mine)
		out = append(out, v)
	}
	return out, total - len(links), nil
}

// linksLooked is how many links of a page are looked at for those of the
// largest shares.
const linksLooked = 200

// otherEnd is what a link joins with id, and which end of it id is.
func otherEnd(l *sayso.Link, id string) (other, mine string) {
	if l.B == id {
		return l.A, "b"
	}
	return l.B, "a"
}

// headsOf are the pages linked with a page.
func (s *server) headsOf(ctx context.Context, id sayso.DocumentID, links []sayso.JudgedLink) (map[sayso.DocumentID]sayso.Head, error) {
	var ids []sayso.DocumentID
	for i := range links {
		other, _ := otherEnd(&links[i].Link, string(id))
		ids = append(ids, sayso.DocumentID(other))
	}
	heads, err := s.store.Heads(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("open the pages linked with page %s: %w", id, err)
	}
	return heads, nil
}

// directionWords says who took the words from whom, seen from the page that is
// a or b of the link.
func directionWords(d *sayso.Direction, mine string) (arrow string, why []string, sure string) {
	if d == nil || d.From == "" {
		arrow = "who copied whom cannot be told"
	} else if string(d.From) == mine {
		arrow = "copied from this page"
	} else {
		arrow = "this page copied it from there"
	}
	if d != nil {
		for _, w := range d.Why {
			why = append(why, line(w))
		}
		if d.From != "" && d.Confidence > 0 {
			sure = percent(d.Confidence)
		}
	}
	return arrow, why, sure
}

// linkList is a list of links with the page they are seen from.
type linkList struct {
	From  sayso.DocumentID
	Links []docLink
}

// From is the list of links as the templates want it.
func (v *pageView) From() linkList { return linkList{v.ID, v.Links} }
