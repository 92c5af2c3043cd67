package who

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sayso"
)

// identities are those of voices that are somebody else than was read.
func (c *census) identities() []sayso.Identity {
	var out []sayso.Identity
	ids, names := c.ids()
	for i := range c.voices {
		b := c.of[i]
		if b == nil {
			continue
		}
		v := &c.voices[i]
		if b.cluster != nil {
			k := b.cluster.root()
			if why := c.reason(b, k, names[k]); why != "" || ids[k] != v.Actor {
				out = append(out, sayso.Identity{Voice: i, Page: -1, Actor: ids[k], Name: names[k], Why: why})
			}
		}
		for _, s := range b.sights {
			if p, ok := b.pages[s.page]; ok {
				k := p.to.root()
				why := several(b.group) + ", " + p.why
				if p.to.group != b.group {
					why = fmt.Sprintf("%s is taken for %s: %s", v.Name, names[k], p.why)
				}
				out = append(out, sayso.Identity{Voice: i, Page: s.page, Actor: ids[k], Name: names[k], Why: why})
			}
		}
	}
	return out
}

func several(g *group) string {
	return "one of " + strconv.Itoa(len(g.people())) + " people of this name"
}

// reason says why a bearer is the person of a cluster where the name alone does
// not.
func (c *census) reason(b *bearer, k *cluster, name string) string {
	v := &c.voices[b.voice]
	var why []string
	if b.cluster.why != "" {
		why = append(why, fmt.Sprintf("%s is taken for %s: %s", v.Name, name, b.cluster.why))
	} else if k.fixed != "" && v.Actor != k.fixed {
		why = append(why, "the person of this name in the table of actors")
	} else if k.spelled[b.group] {
		why = append(why, "one name in several spellings")
	}
	if n := len(b.group.people()); n > 1 && b.cluster.parent == nil {
		by := "by their roles"
		if k.gen != "" || k.mid != "" {
			by = "by the rest of the name"
		}
		why = append(why, several(b.group)+", told apart "+by)
	}
	return strings.Join(why, "; ")
}

// ids are the ids and names of people: from the table, or that which most
// statements give the fullest name, with what tells them from others of it.
func (c *census) ids() (ids map[*cluster]sayso.ActorID, names map[*cluster]string) {
	ids, names = map[*cluster]sayso.ActorID{}, map[*cluster]string{}
	for _, k := range c.up {
		if k.parent != nil {
			continue
		}
		k.spell(c)
		said := map[string]int{}
		byID := map[sayso.ActorID]int{}
		fullest := 0
		for _, b := range k.bearers {
			if k.fixed != "" && b.fixed == "" {
				continue
			}
			if w := b.name.weight(); w > fullest {
				fullest = w
				clear(said)
				clear(byID)
			}
			if v := &c.voices[b.voice]; b.name.weight() == fullest {
				said[v.Name] += v.Statements + 1
				byID[v.Actor] += v.Statements + 1
			}
		}
		names[k], ids[k] = most(said), most(byID)
		if k.fixed != "" {
			ids[k] = k.fixed
		}
	}
	for _, g := range c.groups {
		people := slices.DeleteFunc(g.people(), func(k *cluster) bool { return k.parent != nil })
		if len(people) < 2 && len(g.people()) < 2 {
			continue
		}
		used := map[sayso.ActorID]bool{}
		shared := map[sayso.ActorID]int{} // ids that do not tell people from each other
		for _, b := range g.open {
			shared[c.voices[b.voice].Actor] = 1
		}
		for _, k := range people {
			shared[ids[k]]++
		}
		for _, k := range people {
			if k.fixed != "" || shared[ids[k]] < 2 {
				continue
			}
			id := ids[k] + sayso.ActorID("~"+k.mark())
			for n := 2; used[id]; n++ {
				id = ids[k] + sayso.ActorID("~"+k.mark()+"-"+strconv.Itoa(n))
			}
			used[id] = true
			ids[k] = id
		}
	}
	return ids, names
}

// spell tells of which groups a person has several ids.
func (k *cluster) spell(c *census) {
	first := map[*group]sayso.ActorID{}
	for _, b := range k.bearers {
		id := c.voices[b.voice].Actor
		switch old, ok := first[b.group]; {
		case id == "" || k.fixed != "":
		case !ok:
			first[b.group] = id
		case old != id:
			if k.spelled == nil {
				k.spelled = map[*group]bool{}
			}
			k.spelled[b.group] = true
		}
	}
}

func most[K cmp.Ordered](counts map[K]int) K {
	var best K
	for k, n := range counts {
		if m := counts[best]; n > m || n == m && k < best {
			best = k
		}
	}
	return best
}

// mark is what tells a person from others of the name, in a word or two.
func (k *cluster) mark() string {
	if k.gen != "" || k.mid != "" {
		return k.mid + k.gen
	}
	counts := map[string]int{}
	for _, b := range k.bearers {
		o := b.office
		switch {
		case o.state != "":
			counts[strings.ToLower(o.state)] += 100
		case o.head != "" && len(o.of) > 0:
			counts[o.head+"-"+o.of[0]] += 10
		case o.head != "":
			counts[o.head]++
		case len(o.of) > 0:
			counts[o.of[0]]++
		}
	}
	if len(counts) == 0 {
		return "other"
	}
	return most(counts)
}
