package who

import (
	"slices"
	"strconv"
)

// joinShort takes those whose names say less for those of fuller names: where
// pages of both are of one story, or the office is the same, and only one comes
// into question. Fuller names come first, so that two forms of one name do not
// stand in each other's way.
func (c *census) joinShort() {
	var clusters []*cluster
	stories, offices := map[string][]*cluster{}, map[string][]*cluster{}
	add := func(m map[string][]*cluster, key string, k *cluster) {
		if l := m[key]; len(l) < mostApart && (len(l) == 0 || l[len(l)-1] != k) {
			m[key] = append(l, k)
		}
	}
	for _, g := range c.groups {
		if len(c.families[g.name.surname()]) < 2 {
			continue
		}
		for _, k := range g.people() {
			if k.parent == nil {
				clusters = append(clusters, k)
			}
		}
		if len(g.name.words) == 1 {
			continue
		}
		for _, k := range g.people() {
			for _, s := range sorted(k.stories) {
				add(stories, storyKey(g, s), k)
			}
			for _, b := range k.bearers {
				if b.office.head != "" {
					add(offices, officeKey(g, b.office), k)
				}
			}
		}
	}
	slices.SortStableFunc(clusters, func(a, b *cluster) int { return b.group.name.weight() - a.group.name.weight() })
	for _, k := range clusters {
		if k.parent != nil || k.fixed != "" {
			continue
		}
		if to, why := c.fuller(k, stories, offices); to != nil {
			c.join(k, to, why)
		}
	}
	c.joinSurnames(stories, offices)
}

func storyKey(g *group, story int) string { return g.name.surname() + "\x00" + strconv.Itoa(story) }

func officeKey(g *group, o office) string {
	return g.name.surname() + "\x00" + o.head + "\x00" + o.field
}

func sorted(m map[int]bool) []int {
	var out []int
	for s := range m {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// fuller finds the one person of a fuller name whom a cluster is.
func (c *census) fuller(k *cluster, stories, offices map[string][]*cluster) (*cluster, string) {
	var byStory, byOffice []*cluster
	consider := func(list []*cluster, out *[]*cluster, ok func(o *cluster) bool) {
		for _, o := range list {
			r := o.root()
			if r == k || o.group == k.group || k.group.name.weight() > o.group.name.weight() || !k.group.name.stands(o.group.name) || slices.Contains(*out, r) || !ok(o) || c.barredHard(k, r) ||
				k.gen != "" && o.gen != k.gen {
				continue
			}
			*out = append(*out, r)
		}
	}
	for _, s := range sorted(k.stories) {
		consider(stories[storyKey(k.group, s)], &byStory, func(*cluster) bool { return true })
	}
	for _, b := range k.bearers {
		if b.office.head == "" {
			continue
		}
		consider(offices[officeKey(k.group, b.office)], &byOffice, func(o *cluster) bool {
			return slices.ContainsFunc(o.bearers, func(p *bearer) bool { return b.office.same(p.office) })
		})
	}
	switch {
	case len(byStory) == 1 && slices.Contains(byOffice, byStory[0]):
		return byStory[0], "the same office, in copies of one story"
	case len(byStory) == 1:
		return byStory[0], "in copies of one story"
	case len(byStory) == 0 && len(byOffice) == 1:
		return byOffice[0], "the same office"
	}
	return nil, ""
}

// joinSurnames takes a surname alone, page by page, for the one person of a
// fuller name in a copy of the same story, or of the same office in the same
// year.
func (c *census) joinSurnames(stories, offices map[string][]*cluster) {
	for _, g := range c.groups {
		if len(g.name.words) != 1 {
			continue
		}
		for _, b := range g.open {
			if b.fixed != "" {
				continue
			}
			alone := &cluster{bearers: []*bearer{b}}
			var office []*cluster
			if b.office.head != "" {
				for _, o := range offices[officeKey(g, b.office)] {
					if r := o.root(); !slices.Contains(office, r) && !c.barredHard(alone, r) &&
						slices.ContainsFunc(o.bearers, func(p *bearer) bool { return b.office.same(p.office) && c.near(b, p) }) {
						office = append(office, r)
					}
				}
			}
			for _, s := range b.sights {
				var story []*cluster
				if s.story != 0 {
					for _, o := range stories[storyKey(g, s.story)] {
						if r := o.root(); !slices.Contains(story, r) {
							story = append(story, r)
						}
					}
				}
				story = slices.DeleteFunc(story, func(k *cluster) bool { return c.barredHard(alone, k) })
				switch {
				case len(story) == 1:
					b.place(s.page, placed{story[0], "named in full in a copy of the same story"})
				case len(story) == 0 && len(office) == 1:
					b.place(s.page, placed{office[0], "of the same office in the same year"})
				}
			}
		}
	}
}

// near tells whether two voices speak in one year or that before or after.
func (c *census) near(b, p *bearer) bool {
	v, w := &c.voices[b.voice], &c.voices[p.voice]
	if v.First == "" || w.First == "" {
		return heads[b.office.head] // all that is known is that there are few of them
	}
	return year(v.First) <= year(w.Last)+1 && year(w.First) <= year(v.Last)+1
}

func year(date string) int {
	n, _ := strconv.Atoi(date[:min(4, len(date))])
	return n
}
