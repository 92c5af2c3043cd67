package main

import (
	"testing"

	"sayso"
	"sayso/who"
)

// TestOffices finds the offices of somebody whom the table of offices knows, by
// their id and not by their name alone.
func TestOffices(t *testing.T) {
	p, term := who.Holder("FRA", who.HeadOfState, "2018-06-01")
	if p == nil || p.ID == "" || p.ID[0] != 'Q' {
		t.Fatalf("nobody was head of state: %+v", p)
	}
	list := offices(sayso.ActorID("wikidata:"+p.ID), p.Name)
	found := false
	for i, o := range list {
		found = found || o.Role == term.Role && o.Start == term.Start
		if i > 0 && list[i-1].Start < o.Start {
			t.Errorf("%+v stands before %+v", list[i-1], o)
		}
	}
	if !found {
		t.Errorf("%s held %+v, without %+v", p.Name, list, term)
	}
	for _, id := range []sayso.ActorID{"wikidata:Q0", sayso.UnresolvedActor(p.Name), ""} {
		if list := offices(id, p.Name); len(list) > 0 {
			t.Errorf("%q held %+v", id, list)
		}
	}
}
