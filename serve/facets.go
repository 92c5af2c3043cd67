package serve

import (
	"sayso"
)

// A facetView is one way to narrow a list, with what it would leave.
type facetView struct {
	Name  string
	Items []facetItem
}

type facetItem struct {
	Text  string
	Count int
	URL   string
	On    bool // the list is narrowed to it: the address is that without it
}

// facetViews are the ways to narrow the list further. One with a single value
// narrows nothing and is left out, unless the list is narrowed to it.
func facetViews(f filter, found sayso.Facets) []facetView {
	var out []facetView
	add := func(name, key, now string, facets []sayso.Facet, word func(sayso.Facet) string) {
		v := facetView{Name: name}
		for _, x := range facets {
			if x.Key == "" || x.Count == 0 {
				continue
			}
			it := facetItem{Text: short(line(word(x)), 60), Count: x.Count, On: x.Key == now}
			if it.Text == "" {
				continue
			}
			if it.On {
				it.URL = f.set(key, "").url()
			} else {
				it.URL = f.set(key, x.Key).url()
			}
			v.Items = append(v.Items, it)
		}
		if len(v.Items) > 1 || now != "" && len(v.Items) == 1 {
			out = append(out, v)
		}
	}
	name := func(x sayso.Facet) string {
		if x.Name != "" {
			return x.Name
		}
		return x.Key
	}
	if f.In == sayso.Statements {
		add("Speaker", "actor", f.Actor, found.Speakers, name)
	}
	add("Outlet", "outlet", f.Outlet, found.Outlets, name)
	// What links tell is of use even where it has a single value.
	only := facetView{Name: "Only"}
	for _, x := range found.Only {
		if x.Count > 0 {
			it := facetItem{Text: onlyWord(x.Key), Count: x.Count, On: x.Key == f.Only, URL: f.set("only", x.Key).url()}
			if it.On {
				it.URL = f.set("only", "").url()
			}
			only.Items = append(only.Items, it)
		}
	}
	if len(only.Items) > 0 {
		out = append(out, only)
	}
	if f.In == sayso.Statements {
		add("Told as", "mode", f.Mode, found.Modes, func(x sayso.Facet) string { return modeWord(sayso.Mode(x.Key)) })
		add("As", "act", f.Act, found.Acts, func(x sayso.Facet) string { return actWord(sayso.SpeechAct(x.Key)) })
	}
	add("Language", "lang", f.Lang, found.Languages, func(x sayso.Facet) string { return languageWord(x.Key) })
	return out
}
