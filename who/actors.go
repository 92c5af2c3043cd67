package who

import (
	_ "embed"
	"sort"
	"strings"
	"sync"

	"sayso/internal/pack"
)

//go:embed actors.br
var packed []byte

// A Person is somebody who held offices.
type Person struct {
	ID    string // of Wikidata where it begins with Q
	Name  string
	Terms []Term
}

// A Term is an office and when it was held. Dates are as exact as they are
// known: "2016-05-24", "2016-05", "2016", or "" for open.
type Term struct {
	State      string // ISO 3166-1 alpha-3, or UNO, EUR, IGO …
	Office     Office
	Role       string // as printed
	Start, End string
}

// An Office is a kind of office that one person holds at a time in a state.
type Office string

const (
	HeadOfState      Office = "head_of_state"
	HeadOfGovernment Office = "head_of_government"
	ForeignMinister  Office = "foreign_minister"
	DefenceMinister  Office = "defence_minister"
	InteriorMinister Office = "interior_minister"
	FinanceMinister  Office = "finance_economy_minister"
	JusticeMinister  Office = "justice_minister"
	Speaker          Office = "speaker"
	Spokesperson     Office = "spokesperson"
	Envoy            Office = "envoy"
)

// A Group is an armed group and the names it goes by.
type Group struct {
	Name    string
	Aliases []string
	Periods []Period
}

// A Period is when a group went by a name. Dates are as of a Term.
type Period struct{ Name, From, To string }

// A Body is an international body.
type Body struct {
	Name    string
	Aliases []string
}

type actors struct {
	people  []Person
	byKey   map[string][]int32
	bySur   map[string][]int32
	offices map[string][]holder // by state and office
	groups  []Group
	byGroup map[string]int32
	bodies  []Body
	byBody  map[string]int32
	given   map[string]bool
}

type holder struct {
	person int32
	term   Term
}

// table is loaded when first asked for. A table that is built in and cannot be
// read is a fault of the build, so it panics.
var table = sync.OnceValue(func() *actors {
	b, err := pack.Unpack(packed)
	if err != nil {
		panic("actor table: " + err.Error())
	}
	return parse(string(b))
})

func parse(s string) *actors {
	t := &actors{byKey: map[string][]int32{}, bySur: map[string][]int32{}, offices: map[string][]holder{}, byGroup: map[string]int32{}, byBody: map[string]int32{}, given: map[string]bool{}}
	for len(s) > 0 {
		var line string
		line, s, _ = strings.Cut(s, "\n")
		f := strings.Split(line, "\t")
		switch {
		case len(f) == 4 && f[0] == "P":
			n := int32(len(t.people))
			t.people = append(t.people, Person{ID: f[1], Name: f[2]})
			t.name(f[2], n)
			for _, a := range strings.Split(f[3], "|") {
				t.name(a, n)
			}
		case len(f) == 6 && f[0] == "T" && len(t.people) > 0:
			p := &t.people[len(t.people)-1]
			p.Terms = append(p.Terms, Term{f[1], Office(f[2]), f[3], f[4], f[5]})
		case len(f) == 4 && f[0] == "G":
			n := int32(len(t.groups))
			g := Group{Name: f[1]}
			if f[2] != "" {
				g.Aliases = strings.Split(f[2], "|")
			}
			for p := range strings.SplitSeq(f[3], "|") {
				if q := strings.Split(p, ";"); len(q) == 3 {
					g.Periods = append(g.Periods, Period{q[0], q[1], q[2]})
				}
			}
			t.groups = append(t.groups, g)
			for _, a := range append(g.Aliases, g.Name) {
				t.byGroup[groupKey(a)] = n
			}
		case len(f) == 3 && f[0] == "B":
			n := int32(len(t.bodies))
			b := Body{Name: f[1]}
			if f[2] != "" {
				b.Aliases = strings.Split(f[2], "|")
			}
			t.bodies = append(t.bodies, b)
			for _, a := range append(b.Aliases, b.Name) {
				t.byBody[groupKey(a)] = n
			}
		}
	}
	for n := range t.people {
		for _, x := range t.people[n].Terms {
			k := x.State + " " + string(x.Office)
			t.offices[k] = append(t.offices[k], holder{int32(n), x})
		}
	}
	for _, l := range t.offices {
		inTurn(l)
	}
	return t
}

func (t *actors) name(name string, n int32) {
	k := Key(name)
	w := strings.Fields(k)
	if len(w) < 2 {
		return
	}
	if l := t.byKey[k]; len(l) == 0 || l[len(l)-1] != n {
		t.byKey[k] = append(l, n)
	}
	sur := w[len(w)-1]
	if l := t.bySur[sur]; len(l) == 0 || l[len(l)-1] != n {
		t.bySur[sur] = append(l, n)
	}
	t.given[strings.ToLower(strings.Fields(name)[0])] = true
}

// inTurn sorts the holders of an office by their start, and lets each of two
// with the same start begin when the other, who ended first, ended: sources
// give a whole cabinet one start. A term without an end ends when the next
// person's term of the same office begins.
func inTurn(l []holder) {
	sort.SliceStable(l, func(i, j int) bool {
		a, b := l[i].term, l[j].term
		if a.Role != b.Role {
			return a.Role < b.Role
		}
		if a.Start != b.Start {
			return a.Start < b.Start
		}
		return a.End != "" && (b.End == "" || a.End < b.End)
	})
	for i := 1; i < len(l); i++ {
		a, b := &l[i-1].term, &l[i].term
		if a.Role == b.Role && l[i-1].person != l[i].person {
			if a.Start == b.Start && a.End != "" && a.End != b.End {
				b.Start = a.End
			}
			if a.End == "" {
				a.End = b.Start
			}
		}
	}
}

// Holder is who held an office of a state on a day ("2016-12-27"), or nil
// where nobody or more than one person did as far as is known.
func Holder(state string, office Office, day string) (*Person, Term) {
	t := table()
	var found *Person
	var term Term
	best, clash := mostOdd+1, false
	for _, h := range t.offices[state+" "+string(office)] {
		if !holds(h.term, day) {
			continue
		}
		p, odd := &t.people[h.person], oddWords(h.term)
		switch {
		case odd < best:
			found, term, best, clash = p, h.term, odd, false
		case odd > best || p == found || follows(term, h.term, day):
		case follows(h.term, term, day):
			found, term = p, h.term
		default:
			clash = true
		}
	}
	if clash {
		return nil, Term{}
	}
	return found, term
}

// follows reports whether b is of the one who had the office before a, and had
// left it on a day that both terms cover: the day it changed hands, or where the
// end is known only to be in that month or year, or not at all.
func follows(a, b Term, day string) bool {
	return a.Start > b.Start && (b.End == day || len(b.End) < len("2006-01-02") && len(a.Start) > len(b.End))
}

// mostOdd is what the odd words in the role of an office's holder may weigh.
const mostOdd = 4

// oddWords weighs the words of a role that the office itself and its state have
// no need of, two for each: none in "Minister of Defence", three words in
// "Minister for Defence Equipment, Support and Technology". One is for who only
// acts.
func oddWords(t Term) int {
	n, head := 0, t.Office == HeadOfState || t.Office == HeadOfGovernment
	for _, w := range strings.FieldsFunc(strings.ToLower(t.Role), func(r rune) bool { return r == ' ' || r == ',' }) {
		switch {
		case w == "acting" || w == "interim":
			n++
		case !plainOffice[w] && (head || !topics[w]) && !strings.Contains(stateWords[t.State], w):
			n += 2
		}
	}
	if strings.HasPrefix(t.Role, "Minister of State") {
		n += 4
	}
	return n
}

var plainOffice = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`minister ministry of for the and & national state secretary
		commonwealth international prime president premier chancellor federal king queen emir sultan republic union
		council general speaker house taoiseach cooperation european federation kingdom government head`) {
		m[w] = true
	}
	return m
}()

// topics are what a minister is minister of.
var topics = fieldSet(`defence defense foreign affairs external interior home internal finance economy treasury exchequer justice attorney
	armed forces`)

// holds reports whether a term covers a day. Of dates that name a month or a
// year alone, all of it counts.
func holds(t Term, day string) bool {
	if t.Start == "" || day[:min(len(day), len(t.Start))] < t.Start {
		return false
	}
	return t.End == "" || day[:min(len(day), len(t.End))] <= t.End
}

// Named are the people of a full name, in any common spelling, or without its
// middle initials where nobody is called so.
func Named(name string) []*Person {
	t := table()
	var out []*Person
	for _, n := range t.byKey[Key(name)] {
		out = append(out, &t.people[n])
	}
	if len(out) > 0 {
		return out
	}
	words := strings.Fields(Key(name))
	for i := len(words) - 2; i > 0; i-- { // Ada B. Brell
		if len(words[i]) == 1 {
			words = append(words[:i], words[i+1:]...)
		}
	}
	for _, n := range t.byKey[strings.Join(words, " ")] {
		out = append(out, &t.people[n])
	}
	return out
}

// Fits tells whether a role can be that of a person of the table: not another
// country's minister, and nobody of a walk of life far from politics.
func (p *Person) Fits(role string) bool {
	o := officeIn(role)
	if o.walk != "" && o.walk != "politics" && !mixed[[2]string{min(o.walk, "politics"), max(o.walk, "politics")}] {
		return false
	}
	if o.state == "" || !governs[o.head] {
		return true
	}
	for _, t := range p.Terms {
		if t.State == o.state || StateCoded(t.State) == nil {
			return true
		}
	}
	return false
}

// governs are heads of roles in the government of a country.
var governs = fieldSet("minister president premier chancellor king queen")

// GroupNamed is the armed group of that name, or nil.
func GroupNamed(name string) *Group {
	t := table()
	if n, ok := t.byGroup[groupKey(name)]; ok {
		return &t.groups[n]
	}
	return nil
}

// Called is when the group went by a name, or nil where the name is not bound to
// a time.
func (g *Group) Called(name string) *Period {
	k := groupKey(name)
	for i := range g.Periods {
		if strings.HasSuffix(" "+Key(g.Periods[i].Name), " "+k) {
			return &g.Periods[i]
		}
	}
	return nil
}

// BodyNamed is the international body of that name, or nil.
func BodyNamed(name string) *Body {
	t := table()
	if n, ok := t.byBody[groupKey(name)]; ok {
		return &t.bodies[n]
	}
	return nil
}

func groupKey(s string) string {
	if len(s) <= 5 && strings.ToUpper(s) == s {
		return s // IS is not is
	}
	return Key(strings.TrimPrefix(strings.ToLower(s), "the "))
}

// GivenName reports whether somebody in the table bears this given name.
func GivenName(word string) bool { return table().given[strings.ToLower(word)] }
