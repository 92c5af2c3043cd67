package say

import (
	"sort"
	"strings"

	"sayso"
)

// A resolved speaker: an entity, or somebody without a name.
type speaker struct {
	ent       int // or -1
	anonymous string
	through   []rng
	why       string
}

// resolver finds out who speaks, in the order of the text.
type resolver struct {
	*scan
	*entities
	said     []attribution
	speakers []speaker
	day      string // of the document, or ""
}

func resolve(s *scan, e *entities, said []attribution, day string) []speaker {
	r := &resolver{scan: s, entities: e, said: said, day: day, speakers: make([]speaker, len(said))}
	for i := range said {
		r.speakers[i] = r.speaker(i)
	}
	return r.speakers
}

func (r *resolver) speaker(i int) speaker {
	a := &r.said[i]
	nobody := speaker{ent: -1}
	if a.anonymous {
		return speaker{ent: -1, anonymous: r.Text[a.source[0].start:a.source[0].end], why: "impersonal"}
	}
	if a.from >= 0 {
		s := r.speakers[a.from]
		switch {
		case s.why == "":
		case a.implicit:
			s.why = "goes on from the statement before"
		default:
			s.why = "shares the subject of the cue before"
		}
		return s
	}
	if len(a.source) == 0 {
		return nobody
	}
	return r.named(a.source[0], i)
}

// namesIn are the namings of a stretch.
func (e *entities) namesIn(x rng) []naming {
	first := func(n *naming) int {
		if len(n.title) > 0 {
			return n.title[0].start
		}
		return n.name[0].start
	}
	i := sort.Search(len(e.names), func(i int) bool { return first(&e.names[i]) >= x.start })
	j := sort.Search(len(e.names), func(j int) bool { return first(&e.names[j]) >= x.end })
	return e.names[i:j]
}

// named resolves the words of a source.
func (r *resolver) named(src rng, i int) speaker {
	ts := r.tokensIn(src)
	if len(ts) == 0 {
		return speaker{ent: -1}
	}
	if len(ts) == 1 && (len(ts[0].text) < 2 || ts[0].text != strings.ToUpper(ts[0].text)) {
		switch ts[0].lower {
		case "who":
			if k := r.relative(src); k >= 0 {
				return speaker{ent: k, through: r.through(k, src), why: "named right before"}
			}
			return r.pronoun(src, i, sayso.Person)
		case "he", "she", "him", "her":
			return r.pronoun(src, i, sayso.Person)
		case "it", "they", "them":
			return r.pronoun(src, i, "")
		case "i", "we", "you":
			return speaker{ent: -1}
		}
	}
	if n := r.personIn(src); n != nil {
		why := "named"
		if len(n.name) == 1 && len(r.list[n.ent].words) > 1 {
			why = "surname"
		}
		return speaker{ent: n.ent, through: r.through(n.ent, src), why: why}
	}
	ws := words(ts)
	if x := roleOf(ws); !x.empty() {
		if k, why := r.byRole(x, src); k >= 0 {
			return speaker{ent: k, through: r.through(k, src), why: why}
		}
		if k := r.holder(x, r.day); k >= 0 && (ts[0].lower == "the" || ts[0].capital()) {
			return speaker{ent: k, through: []rng{src}, why: "office held on the page's date"}
		}
	}
	if a := r.unnamed(ts); a != "" {
		return speaker{ent: -1, anonymous: a, why: "not named"}
	}
	if !roleOf(ws).empty() {
		return speaker{ent: -1} // a title of somebody the page does not name
	}
	for _, n := range r.namesIn(src) {
		if n.ent >= 0 && (r.list[n.ent].kind == sayso.State || r.list[n.ent].kind == sayso.Group) {
			last := n.name[len(n.name)-1]
			if last.end == src.end {
				why := "state named"
				if r.list[n.ent].kind == sayso.Group {
					why = groupWhy(joined(n.name))
				}
				return speaker{ent: n.ent, through: []rng{src}, why: why}
			}
		}
	}
	if len(ts) == 1 { // a surname seen nowhere else
		for _, n := range r.namesIn(src) {
			if n.ent < 0 && len(n.name) > 0 {
				return speaker{ent: r.body(joined(n.name), src), through: []rng{src}, why: "named"}
			}
		}
	}
	for _, n := range r.namesIn(src) {
		if n.ent < 0 && len(n.name) > 0 && demonymOf(joined(n.name)) == "" && !strings.HasSuffix(bareless(n.name), "'s") {
			return speaker{ent: r.body(joined(n.name), src), through: []rng{src}, why: "body named"}
		}
	}
	if strings.EqualFold(ts[0].text, "the") && len(ts) <= 4 && orgWords[ts[len(ts)-1].lower] {
		return speaker{ent: -1}
	}
	return speaker{ent: -1}
}

func bareless(ts []token) string { return strings.ReplaceAll(ts[len(ts)-1].text, "’", "'") }

// through are the mentions a resolution rests on: the source's own words and
// the fullest name.
func (r *resolver) through(k int, src rng) []rng {
	out := []rng{src}
	for _, x := range r.list[k].spans {
		if x.end-x.start >= len(r.list[k].name) && r.Text[x.start:x.start+len(r.list[k].name)] == r.list[k].name {
			if !src.overlaps(x) {
				out = append(out, x)
			}
			break
		}
	}
	return out
}

// byRole finds whom a description fits: the latest speaker of that role, or the
// person last named with it, or the one named with it later.
func (r *resolver) byRole(x role, src rng) (int, string) {
	best, at := -1, -1
	later := -1
	holders := r.byHead[x.head]
	for _, k := range holders[max(0, len(holders)-maxSame):] {
		e := r.list[k]
		if !x.fits(e.role) {
			continue
		}
		n := sort.Search(len(e.spans), func(i int) bool { return e.spans[i].start >= src.start })
		if n > 0 && e.spans[n-1].start > at {
			best, at = k, e.spans[n-1].start
		} else if n == 0 && later < 0 {
			later = k
		}
	}
	if best >= 0 {
		return best, "title"
	}
	return later, "title of somebody named later"
}

// personIn is the name of a person in a source, but for possessors: the first
// that something says is a person, or else the first.
func (r *resolver) personIn(src rng) *naming {
	var found *naming
	ns := r.namesIn(src)
	for i := range ns {
		n := &ns[i]
		if n.ent < 0 || r.list[n.ent].kind != sayso.Person {
			continue
		}
		last := n.name[len(n.name)-1]
		if strings.HasSuffix(strings.ReplaceAll(last.text, "’", "'"), "'s") && last.end < src.end {
			continue
		}
		if r.list[n.ent].evidence && !r.inside(n, src) {
			return n
		}
		if found == nil {
			found = n
		}
	}
	return found
}

// inside reports whether a name in a source says of what or where somebody is:
// "the mayor of Aubrac, Ada Berg".
func (r *resolver) inside(n *naming, src rng) bool {
	if len(n.title) > 0 {
		return false
	}
	before := r.tokensIn(rng{src.start, n.name[0].start})
	return len(before) > 0 && prepositions[before[len(before)-1].lower]
}

// relative finds whom "who" stands for: the person named right before it.
func (r *resolver) relative(src rng) int {
	i := sort.Search(len(r.tokens), func(i int) bool { return r.tokens[i].start >= src.start }) - 1
	if i >= 0 && r.tokens[i].text == "," {
		i--
	}
	if i < 0 {
		return -1
	}
	for _, n := range r.namesIn(rng{r.tokens[max(0, i-8)].start, src.start}) {
		if n.ent >= 0 && len(n.name) > 0 && r.list[n.ent].kind == sayso.Person && n.name[len(n.name)-1].end == r.tokens[i].end {
			return n.ent
		}
	}
	return -1
}

// unnamed gives the words of a source that names nobody: "a source", "officials".
func (r *resolver) unnamed(ts []token) string {
	head := ""
	for _, t := range ts {
		if anonymousWords[t.lower] {
			head = t.lower
		}
		if t.lower == "of" || t.lower == "from" || t.lower == "at" || t.lower == "in" || t.lower == "for" || t.lower == "close" || t.lower == "familiar" {
			break
		}
	}
	if head == "" {
		return ""
	}
	return r.Text[ts[0].start:ts[len(ts)-1].end]
}

func (s *scan) quotedAt(x rng) bool {
	ts := s.tokensIn(x)
	return len(ts) > 0 && ts[0].top >= 0
}

// pronoun finds whom a pronoun stands for: the latest of the speaker before and
// of the people that open the sentences before.
func (r *resolver) pronoun(src rng, i int, kind sayso.ActorKind) speaker {
	best, at := -1, -1
	teller := -1 // "he" in somebody's own words is another
	if k := r.said[i].within; k >= 0 && kind == sayso.Person && r.quotedAt(src) {
		teller = r.speakers[k].ent
	}
	anonymous := ""
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		e := r.speakers[k].ent
		if e < 0 && kind == sayso.Person && best < 0 && r.one(k) {
			anonymous, at = r.speakers[k].anonymous, r.said[k].source[0].start
			break
		}
		if e < 0 || e == teller || (kind == sayso.Person) != (r.list[e].kind == sayso.Person) {
			continue
		}
		best, at = e, r.said[k].at()
		if len(r.said[k].source) > 0 && r.said[k].source[0].start < src.start {
			at = max(at, r.said[k].source[0].start)
		}
		break
	}
	if kind == sayso.Person {
		n := sort.Search(len(r.sentences), func(n int) bool { return r.tokens[r.sentences[n].from].start > src.start }) - 1
		for m := n; m >= 0 && m >= n-2; m-- {
			s := r.sentences[m]
			x := rng{r.tokens[s.from].start, min(r.tokens[s.to-1].end, src.start)}
			for _, c := range r.said[i].content {
				if m == n && c.start < src.start { // "…, he said": whoever the words name is not he
					x.end = x.start
				} else if x.start < c.end && c.start < x.end {
					x.end = max(x.start, c.start)
				}
			}
			for _, nm := range r.namesIn(x) {
				if nm.ent >= 0 && nm.ent != teller && r.list[nm.ent].kind == sayso.Person && r.list[nm.ent].evidence && nm.name[0].start > at && nm.name[0].quote < 0 && !(m == n && r.toldOf(nm.name[0].rng, i)) {
					best, at = nm.ent, nm.name[0].start
					break
				}
			}
			if at >= x.start && best >= 0 {
				break
			}
		}
	}
	switch {
	case best >= 0:
		return speaker{ent: best, through: r.through(best, src), why: "pronoun"}
	case anonymous != "":
		return speaker{ent: -1, anonymous: anonymous, why: "pronoun"}
	}
	return speaker{ent: -1}
}

// one reports whether statement k was made by one person without a name: "a
// hospital official", whom a pronoun can stand for.
func (r *resolver) one(k int) bool {
	if r.speakers[k].anonymous == "" || len(r.said[k].source) == 0 {
		return false
	}
	ts := r.tokensIn(r.said[k].source[0])
	return len(ts) > 1 && (ts[0].lower == "a" || ts[0].lower == "an" || ts[0].lower == "the" || ts[0].lower == "one")
}

// toldOf reports whether a name in the sentence of statement i itself stands in
// what another is told or asked there: "Asked whether she had met Farr, she said".
func (r *resolver) toldOf(x rng, i int) bool {
	for k := max(0, i-3); k < min(len(r.said), i+4); k++ {
		if k != i && len(r.said[k].cue) > 0 && r.said[k].cue[0].end <= x.start && covers(r.said[k].content, x) && !covers(r.said[k].content, r.said[i].cue[0]) {
			return true
		}
	}
	return false
}
