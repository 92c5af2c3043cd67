package say

import (
	"sort"
	"strings"

	"sayso"
	"sayso/who"
)

// mostApposed bounds the words of an apposition.
const mostApposed = 12

// clauseWords are words that an apposition does not have: with one of them, what
// stands behind a name goes on with the sentence.
var clauseWords = wordSet(`is was are were be been has had have will would can could may might should who whom whose which that he she it they
	said says told added and but as when while if because so not do does did`)

// apposed gives people without a title before their names the role that stands
// behind one: "Ada Brell, the mayor of Orsu, said".
func (e *entities) apposed(s *scan) {
	for i := range e.names {
		n := &e.names[i]
		if n.ent < 0 || len(n.name) < 2 || e.list[n.ent].kind != sayso.Person || !e.list[n.ent].role.empty() {
			continue
		}
		if !e.list[n.ent].evidence && !who.GivenName(n.name[0].text) {
			continue // perhaps a place
		}
		first, last := n.name[0], n.name[len(n.name)-1]
		if k := s.at(first.start) - 1; k >= 0 && (s.tokens[k].lower == "in" || s.tokens[k].lower == "at") {
			continue
		}
		words := e.apposition(s, last)
		if len(words) == 0 {
			continue
		}
		r := roleOf(words)
		if r.empty() {
			continue
		}
		x := e.list[n.ent]
		x.role, x.roleText = r, strings.Join(words, " ")
		e.byHead[r.head] = append(e.byHead[r.head], n.ent)
	}
}

// apposition is what stands between commas behind a name, without an article,
// where that looks like a role.
func (e *entities) apposition(s *scan, last token) []string {
	i := s.at(last.end)
	next := func() *token {
		if i < len(s.tokens) && s.tokens[i].para == last.para && s.tokens[i].quote == last.quote {
			return &s.tokens[i]
		}
		return nil
	}
	if t := next(); t == nil || t.text != "," {
		return nil
	}
	i++
	if t := next(); t != nil && strings.Trim(t.text, "0123456789") == "" { // an age
		if i++; next() == nil || next().text != "," {
			return nil
		}
		i++
	}
	var out []string
	role := -1
	for ; ; i++ {
		t := next()
		if t == nil || len(out) > mostApposed {
			return nil
		}
		if t.text == "," || t.text == "." {
			break
		}
		w := strings.TrimSuffix(t.lower, ".")
		if !t.word || clauseWords[w] {
			return nil
		}
		if len(out) == 0 && (w == "the" || w == "a" || w == "an") {
			continue
		}
		if role < 0 && roleWords[w] && !honorifics[w] && !t.capital() {
			role = len(out)
		}
		out = append(out, t.text)
	}
	if role < 0 || role > 5 {
		return nil
	}
	if i++; i < len(s.tokens) && s.tokens[i].capital() && s.tokens[i-1].text == "," {
		return nil // "the league's envoy, Ada Brell": of whoever is named next
	}
	return out
}

// at is the first token from a byte on.
func (s *scan) at(start int) int {
	return sort.Search(len(s.tokens), func(i int) bool { return s.tokens[i].start >= start })
}
