package who

import (
	"cmp"
	"slices"

	"sayso"
)

// wanted are the voices of which it matters where they were seen.
func (c *census) wanted() []bool {
	wanted := make([]bool, len(c.voices))
	for _, f := range c.families {
		for _, g := range f {
			if len(f) == 1 && len(g.clusters) < 2 && len(g.open) == 0 || len(f) == 1 && len(g.name.words) == 1 {
				continue
			}
			for _, b := range g.open {
				wanted[b.voice] = true
			}
			for _, k := range g.clusters {
				for _, b := range k.bearers {
					wanted[b.voice] = true
				}
			}
		}
	}
	return wanted
}

func (c *census) sighted(s sayso.Sighting) {
	b := c.of[s.Voice]
	if b == nil {
		return
	}
	one := sight{page: s.Page, story: s.Story}
	if len(b.group.clusters) > 1 {
		one.with = slices.Clone(s.With)
	}
	b.sights = append(b.sights, one)
	if b.cluster != nil {
		mark(&b.cluster.pages, s.Page)
		if s.Story != 0 {
			mark(&b.cluster.stories, s.Story)
		}
	}
}

// joinByStory makes one of two people of a name who are told apart only by
// walks of life, where pages of both copy each other.
func (c *census) joinByStory() {
	for _, g := range c.groups {
		if len(g.clusters) < 2 {
			continue
		}
		for i, k := range g.clusters {
			for _, o := range g.clusters[:i] {
				if o = o.root(); k.root() == o || !shareStory(k, o) || c.barredHard(k, o) {
					continue
				}
				c.join(k.root(), o, "told of in two roles by copies of one story")
				break
			}
		}
	}
}

func shareStory(a, b *cluster) bool {
	if len(a.stories) > len(b.stories) {
		a, b = b, a
	}
	for s := range a.stories {
		if b.stories[s] {
			return true
		}
	}
	return false
}

// barredHard tells whether something bars that two are one which no story
// outweighs.
func (c *census) barredHard(k, o *cluster) bool {
	for p := range k.pages { // on one page, they are two
		if o.pages[p] {
			return true
		}
	}
	return slices.ContainsFunc(k.some(), func(b *bearer) bool {
		_, weak, barred := c.barred(b, o)
		return barred && !weak
	})
}

// join makes one cluster part of another.
func (c *census) join(k, into *cluster, why string) {
	k.parent, k.why = into, why
	into.fixed, into.gen, into.mid = cmp.Or(into.fixed, k.fixed), cmp.Or(into.gen, k.gen), cmp.Or(into.mid, k.mid)
	into.bearers = append(into.bearers, k.bearers...)
	for s := range k.stories {
		mark(&into.stories, s)
	}
	for p := range k.pages {
		mark(&into.pages, p)
	}
}

func mark(m *map[int]bool, n int) {
	if *m == nil {
		*m = map[int]bool{}
	}
	(*m)[n] = true
}

// people are the clusters of a group that were not joined to others of it.
func (g *group) people() []*cluster {
	var out []*cluster
	for _, k := range g.clusters {
		if k.parent == nil || k.parent.group != g {
			out = append(out, k)
		}
	}
	return out
}

// place finds for each page of an open bearer whom of those of the name it
// means: the one whose pages it copies, or beside whom the same others speak
// who speak beside nobody else of the name.
func (c *census) place() {
	for _, g := range c.groups {
		people := g.people()
		if len(g.open) == 0 || len(people) == 0 {
			continue
		}
		beside := map[string]*cluster{} // nil: beside several
		for _, k := range people {
			for _, b := range k.bearers {
				for _, s := range b.sights {
					for _, v := range s.with {
						name := c.companion(v)
						if o, ok := beside[name]; ok && o != k {
							beside[name] = nil
						} else {
							beside[name] = k
						}
					}
				}
			}
		}
		for _, b := range g.open {
			for _, s := range b.sights {
				if to := c.placed(b, s, people, beside); to.to != nil {
					b.place(s.page, to)
				}
			}
		}
	}
}

func (c *census) placed(b *bearer, s sight, people []*cluster, beside map[string]*cluster) placed {
	var best placed
	n := 0
	for _, k := range people {
		if _, weak, barred := c.barred(b, k); barred && !weak {
			continue
		}
		if s.story != 0 && k.stories[s.story] {
			best, n = placed{k, "by a copy of the same story"}, n+1
		}
	}
	if n == 1 {
		return best
	}
	if n > 1 {
		return placed{}
	}
	var to *cluster
	name := ""
	for _, v := range s.with {
		x := c.companion(v)
		k := beside[x]
		if x == "" || k == nil {
			continue
		}
		if _, _, barred := c.barred(b, k); barred || to != nil && to != k {
			return placed{}
		}
		if to == nil || c.voices[v].Name < name {
			to, name = k, c.voices[v].Name
		}
	}
	if to == nil {
		return placed{}
	}
	return placed{to, "by " + name + ", who speaks beside them elsewhere too"}
}

func (b *bearer) place(page int, to placed) {
	if b.pages == nil {
		b.pages = map[int]placed{}
	}
	b.pages[page] = to
}

// companion is who another voice of a page is, or "" where that tells nothing:
// of states and of those without a name.
func (c *census) companion(voice int) string {
	v := &c.voices[voice]
	switch {
	case v.Kind == sayso.State || v.Kind == sayso.Anonymous:
		return ""
	case v.Actor != "":
		return string(v.Actor)
	case v.Kind == sayso.Person:
		return ""
	}
	return "named:" + Key(v.Name)
}
