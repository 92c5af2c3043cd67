package who

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"sayso"
)

// Identify tells who is who among the speakers of an archive who are not in the
// table of actors, and is a sayso.Identifier.
//
// Voices of one full name, spelled this way or that, are one person unless
// something bars it: offices of different countries, of different places, a
// "Jr.", or walks of life that do not go together. Where a name has several
// people, a page that gives it no role goes to the one whose pages it copies or
// beside whom the same others speak, or stays on its own. A name that says
// less (J. Smith, Bill Smith, Smith) is taken for a fuller one only where the
// office is the same or the pages are copies of each other, and nobody else
// comes into question; never by the surname alone.
//
// It looks at people of one surname together, and finds those who share a
// story or an office by looking them up, so that its cost grows with the
// voices and their sightings.
func Identify(voices []sayso.Voice, seen func([]bool) iter.Seq[sayso.Sighting]) []sayso.Identity {
	c := &census{voices: voices}
	c.enter()
	wanted := c.wanted()
	if slices.Contains(wanted, true) {
		for s := range seen(wanted) {
			c.sighted(s)
		}
	}
	c.joinByStory()
	c.place()
	c.joinShort()
	return c.identities()
}

// mostApart bounds how many roles and people of one name are compared with each
// other. What is beyond stays as it was read.
const mostApart = 64

// A census is what Identify works on.
type census struct {
	voices   []sayso.Voice
	groups   []*group
	families map[string][]*group // by surname
	of       map[int]*bearer     // by voice
	up       []*cluster          // all, in order
}

// A group is all who bear one name.
type group struct {
	name     folded
	clusters []*cluster
	open     []*bearer // those who may be several of the clusters
}

// A bearer is a voice that names a person.
type bearer struct {
	voice    int
	name     folded
	office   office
	fixed    sayso.ActorID // from the table
	group    *group
	cluster  *cluster // nil while open
	sights   []sight
	pages    map[int]placed
	rolefree bool
}

type sight struct {
	page, story int
	with        []int // voices
}

type placed struct {
	to  *cluster
	why string
}

// A cluster is one person.
type cluster struct {
	group   *group
	number  int
	bearers []*bearer
	fixed   sayso.ActorID
	gen     string
	mid     string
	parent  *cluster // whom it was joined to
	why     string   // why it was
	stories map[int]bool
	pages   map[int]bool
	spelled map[*group]bool // groups of which it has several ids
}

func (c *cluster) root() *cluster {
	for c.parent != nil {
		c = c.parent
	}
	return c
}

// enter sorts voices into groups, and each group into people.
func (c *census) enter() {
	byName := map[string]*group{}
	names, offices := map[string]folded{}, map[string]office{} // many voices share them
	c.families, c.of = map[string][]*group{}, map[int]*bearer{}
	for i := range c.voices {
		v := &c.voices[i]
		if v.Kind != sayso.Person {
			continue
		}
		name, ok := names[v.Name]
		if !ok {
			name = fold(v.Name)
			names[v.Name] = name
		}
		role := string(v.Role) + name.of
		office, ok := offices[role]
		if !ok {
			office = officeIn(role)
			offices[role] = office
		}
		b := &bearer{voice: i, name: name, office: office}
		b.rolefree = b.office.none() && b.name.gen == "" && b.name.mid == ""
		if len(b.name.words) == 0 {
			continue
		}
		switch {
		case strings.HasPrefix(string(v.Actor), "wikidata:"):
			b.fixed, b.rolefree = v.Actor, false
		case v.Actor == "" && len(b.name.words) > 1:
			continue
		}
		k := b.name.String()
		g := byName[k]
		if g == nil {
			g = &group{name: folded{words: b.name.words}}
			byName[k] = g
			c.groups = append(c.groups, g)
			c.families[g.name.surname()] = append(c.families[g.name.surname()], g)
		}
		b.group = g
		g.open = append(g.open, b)
		c.of[i] = b
	}
	byText := func(a, b *group) int { return cmp.Compare(a.name.String(), b.name.String()) }
	slices.SortFunc(c.groups, byText)
	for _, f := range c.families {
		slices.SortFunc(f, byText)
	}
	for _, g := range c.groups {
		c.part(g)
	}
}

// order puts bearers who say more first.
func (c *census) order(a, b *bearer) int {
	known := func(b *bearer) int {
		n := 0
		for i, is := range []bool{b.office.field != "", len(b.office.of) > 0, b.office.head != "", b.office.state != "", b.name.mid != "", b.name.gen != "", b.fixed != ""} {
			if is {
				n += 1 << i
			}
		}
		return n
	}
	v, w := &c.voices[a.voice], &c.voices[b.voice]
	return cmp.Or(cmp.Compare(known(b), known(a)), cmp.Compare(v.Role, w.Role), cmp.Compare(v.Name, w.Name), cmp.Compare(v.Actor, w.Actor))
}

// part sorts the bearers of one name into people.
func (c *census) part(g *group) {
	if len(g.name.words) == 1 { // a surname alone: nothing says that they are one
		slices.SortFunc(g.open, c.order)
		return
	}
	all := g.open
	slices.SortFunc(all, c.order)
	g.open = nil
	for i, b := range all {
		if b.rolefree || i >= mostApart && b.fixed == "" {
			g.open = append(g.open, b)
			continue
		}
		fits := c.fitting(b, g)
		shares := slices.DeleteFunc(slices.Clone(fits), func(k *cluster) bool {
			return !slices.ContainsFunc(k.some(), func(o *bearer) bool { return b.alike(o) })
		})
		switch {
		case len(fits) == 0:
			c.newCluster(g, b)
		case len(shares) == 1:
			shares[0].take(b)
		case len(fits) == 1:
			fits[0].take(b)
		default:
			g.open = append(g.open, b)
		}
	}
	open := g.open
	g.open = nil
	for _, b := range open {
		switch fits := c.fitting(b, g); {
		case len(fits) == 1:
			fits[0].take(b)
		case len(fits) == 0 && len(g.clusters) < mostApart:
			c.newCluster(g, b)
		default:
			g.open = append(g.open, b)
		}
	}
}

// fitting are the people of a group whom a bearer can be.
func (c *census) fitting(b *bearer, g *group) []*cluster {
	var fits []*cluster
	for _, k := range g.clusters {
		if b.fixed != "" && b.fixed == k.fixed {
			return []*cluster{k}
		}
		if _, _, barred := c.barred(b, k); !barred {
			fits = append(fits, k)
		}
	}
	return fits
}

// some are the bearers that others are compared with.
func (k *cluster) some() []*bearer { return k.bearers[:min(len(k.bearers), mostApart)] }

func (c *census) newCluster(g *group, b *bearer) *cluster {
	k := &cluster{group: g, number: len(c.up)}
	c.up = append(c.up, k)
	g.clusters = append(g.clusters, k)
	k.take(b)
	return k
}

func (k *cluster) take(b *bearer) {
	b.cluster = k
	k.bearers = append(k.bearers, b)
	k.fixed = cmp.Or(k.fixed, b.fixed)
	k.gen, k.mid = cmp.Or(k.gen, b.name.gen), cmp.Or(k.mid, b.name.mid)
}

func (b *bearer) alike(o *bearer) bool {
	return b.fixed != "" && b.fixed == o.fixed || b.name.gen != "" && b.name.gen == o.name.gen || b.name.mid != "" && b.name.mid == o.name.mid || b.office.shares(o.office)
}

// barred says why a bearer cannot be the person of a cluster. Weak is what a
// common story outweighs.
func (c *census) barred(b *bearer, k *cluster) (why string, weak, barred bool) {
	switch {
	case b.fixed != "" && k.fixed != "" && b.fixed != k.fixed:
		return "two people of the table", false, true
	case b.name.mid != "" && k.mid != "" && b.name.mid != k.mid:
		return "of two middle names", false, true
	case b.name.gen != k.gen && (b.name.gen != "" && k.gen != "" ||
		!slices.ContainsFunc(k.some(), func(o *bearer) bool { return b.office.same(o.office) })):
		return "of two generations", b.name.gen == "" || k.gen == "", true
	}
	for _, o := range k.some() {
		if w, soft := b.office.bars(o.office); w != "" {
			if !soft {
				return w, false, true
			}
			why, weak, barred = w, true, true
		}
		if c.atOnce(b, o) {
			return "of two offices at one time", false, true
		}
	}
	return why, weak, barred
}

// atOnce tells whether two are ministers of different things at one time.
func (c *census) atOnce(b, o *bearer) bool {
	if b.office.head != "minister" || o.office.head != "minister" || b.office.field == "" || o.office.field == "" ||
		b.office.field == o.office.field || b.office.field == "prime" || o.office.field == "prime" {
		return false
	}
	v, w := &c.voices[b.voice], &c.voices[o.voice]
	if len(v.First) != 10 || len(v.Last) != 10 || len(w.First) != 10 || len(w.Last) != 10 {
		return false
	}
	return v.First < w.Last && w.First < v.Last || v.First == w.First && v.Last == w.Last
}
