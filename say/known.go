package say

import (
	"slices"
	"strings"

	"sayso"
	"sayso/who"
)

// officeOf is the office a role is in the table of actors, or "".
func officeOf(r role) who.Office {
	switch r.head {
	case "president", "king", "queen":
		if r.of == "" {
			return who.HeadOfState
		}
	case "chancellor":
		return who.HeadOfGovernment
	case "secretary":
		switch {
		case r.state == "USA" && r.of == "state":
			return who.ForeignMinister
		case r.state == "USA" && r.of == "defence":
			return who.DefenceMinister
		case r.state == "GBR" && r.of == "foreign":
			return who.ForeignMinister
		case r.state == "GBR" && r.of == "defence":
			return who.DefenceMinister
		}
	case "minister":
		switch r.of {
		case "prime":
			return who.HeadOfGovernment
		case "foreign":
			return who.ForeignMinister
		case "defence":
			return who.DefenceMinister
		case "interior":
			return who.InteriorMinister
		case "finance", "economy":
			return who.FinanceMinister
		case "justice":
			return who.JusticeMinister
		}
	}
	return ""
}

// know links what a document names to the table of actors. day is the
// document's own date, or "".
func (e *entities) know(day string) {
	for _, x := range e.list {
		switch x.kind {
		case sayso.State:
			x.actor = sayso.ActorID("iso:" + x.role.state)
		case sayso.Person:
			if len(x.words) >= 2 {
				x.actor = sayso.ActorID("name:" + strings.ReplaceAll(who.Key(x.name), " ", "-"))
			}
			if p := e.tabled(x, day); p != nil {
				x.actor, x.name, x.evidence = actorID(p), p.Name, true
			} else if len(x.words) >= 2 && who.GivenName(x.words[0]) {
				x.evidence = true
			}
		}
	}
}

func actorID(p *who.Person) sayso.ActorID {
	if strings.HasPrefix(p.ID, "Q") {
		return sayso.ActorID("wikidata:" + p.ID)
	}
	return sayso.ActorID("name:" + strings.ToLower(strings.TrimPrefix(p.ID, "N")))
}

// tabled finds a person in the table: by full name where one person bears it,
// or the one of several whose office fits the role; by surname only as the
// holder of the office the page gives, on the page's day.
func (e *entities) tabled(x *entity, day string) *who.Person {
	office := officeOf(x.role)
	if len(x.words) >= 2 {
		ps := who.Named(x.name)
		ps = slices.DeleteFunc(ps, func(p *who.Person) bool { return !p.Fits(x.roleText) })
		if len(ps) == 1 {
			return ps[0]
		}
		for _, p := range ps {
			for _, t := range p.Terms {
				if office != "" && t.Office == office && (x.role.state == "" || t.State == x.role.state) {
					return p
				}
			}
		}
		return nil
	}
	if office == "" || x.role.state == "" || day == "" {
		return nil
	}
	p, _ := who.Holder(x.role.state, office, day)
	if p != nil && strings.HasSuffix(" "+who.Key(p.Name), " "+who.Key(x.name)) {
		return p
	}
	return nil
}

// holder is the entity of whoever holds a described office on the document's
// day, or -1.
func (e *entities) holder(r role, day string) int {
	office := officeOf(r)
	if office == "" || r.state == "" || day == "" {
		return -1
	}
	p, term := who.Holder(r.state, office, day)
	if p == nil {
		return -1
	}
	id := actorID(p)
	for k, x := range e.list {
		if x.actor == id {
			return k
		}
	}
	r.head, r.of = strings.ToLower(r.head), strings.ToLower(r.of)
	e.list = append(e.list, &entity{kind: sayso.Person, name: p.Name, words: strings.Fields(strings.ToLower(p.Name)), role: r, roleText: term.Role, evidence: true, actor: id})
	k := len(e.list) - 1
	e.byHead[r.head] = append(e.byHead[r.head], k)
	return k
}

// group is the entity of an armed group, or -1.
func (e *entities) group(name string, at rng) int {
	g := who.GroupNamed(name)
	if g == nil {
		return -1
	}
	k, ok := e.byOrg[g.Name]
	if !ok {
		k = len(e.list)
		e.byOrg[g.Name] = k
		e.list = append(e.list, &entity{kind: sayso.Group, name: g.Name, actor: sayso.ActorID("group:" + strings.ReplaceAll(who.Key(g.Name), " ", "-"))})
	}
	e.list[k].spans = append(e.list[k].spans, at)
	return k
}

// groupWhy says by which of its names a group was named.
func groupWhy(name string) string {
	why := "group named"
	if g := who.GroupNamed(name); g != nil {
		switch p := g.Called(name); {
		case p == nil || p.Name == g.Name:
		case p.To == "":
			why += " as it is called since " + p.From
		default:
			why += " as it was called from " + p.From + " to " + p.To
		}
	}
	return why
}

// international is the name and actor of an international body, or the name
// alone. "Organisation" stays as it is spelled.
func international(name string) (string, sayso.ActorID) {
	b := who.BodyNamed(strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The "))
	if b == nil {
		return name, ""
	}
	if strings.ReplaceAll(name, "isation", "ization") != b.Name {
		name = b.Name
	}
	return name, sayso.ActorID("body:" + strings.ReplaceAll(who.Key(b.Name), " ", "-"))
}

// today is the document's own day, or "".
func today(d *sayso.Document) string {
	if p := d.Published; p != nil && (p.Precision == sayso.ByDay || p.Precision == sayso.ByTime) {
		return p.Date
	}
	return ""
}
