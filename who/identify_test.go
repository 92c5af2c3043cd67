package who_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sayso"
	"sayso/who"
)

// A spoke is somebody who speaks on a page. Pages of one story copy each other.
type spoke struct {
	page, story int
	name, role  string
	on          string // date of the page
	id          sayso.ActorID
}

// told runs Identify over what spoke tells, in a given order, and returns for
// each who it is and why.
func told(all []spoke, order []int) (ids []sayso.ActorID, whys []string) {
	type key struct {
		id         sayso.ActorID
		name, role string
	}
	var voices []sayso.Voice
	number := map[key]int{}
	of := make([]int, len(all))
	for _, n := range order {
		s := all[n]
		id, kind := s.id, sayso.Person
		switch {
		case strings.HasPrefix(s.name, "the "):
			kind = sayso.Organisation
		case id == "" && strings.Contains(s.name, " "):
			id = sayso.ActorID("name:" + strings.ReplaceAll(who.Key(s.name), " ", "-"))
		}
		k := key{id, s.name, s.role}
		v, ok := number[k]
		if !ok {
			v = len(voices)
			number[k] = v
			voices = append(voices, sayso.Voice{Actor: id, Name: s.name, Role: sayso.Maybe(s.role), Kind: kind, First: s.on, Last: s.on})
		}
		of[n] = v
		voices[v].Statements++
		voices[v].First, voices[v].Last = min(voices[v].First, s.on), max(voices[v].Last, s.on)
	}
	seen := func(wanted []bool) iter.Seq[sayso.Sighting] {
		return func(yield func(sayso.Sighting) bool) {
			for _, n := range order {
				if !wanted[of[n]] {
					continue
				}
				var with []int
				for m, o := range all {
					if o.page == all[n].page && of[m] != of[n] {
						with = append(with, of[m])
					}
				}
				if !yield(sayso.Sighting{Voice: of[n], Page: all[n].page, Story: all[n].story, With: with}) {
					return
				}
			}
		}
	}
	ids, whys = make([]sayso.ActorID, len(all)), make([]string, len(all))
	identities := who.Identify(voices, seen)
	for n, s := range all {
		ids[n] = voices[of[n]].Actor
		if ids[n] == "" {
			ids[n] = sayso.UnresolvedActor(s.name)
		}
		for _, page := range []int{-1, s.page} {
			for _, i := range identities {
				if i.Voice == of[n] && i.Page == page {
					ids[n], whys[n] = i.Actor, i.Why
				}
			}
		}
	}
	return ids, whys
}

// TestIdentify tells who is one person and who is not: letters stand for people.
func TestIdentify(t *testing.T) {
	for _, x := range []struct {
		what string
		who  string
		all  []spoke
	}{
		{"one name on two pages, one role", "aa", []spoke{{page: 1, name: "Ada Brell", role: "Foreign Minister"}, {page: 2, name: "Ada Brell", role: "Orsan Foreign Minister"}}},
		{"one name, without a role", "aa", []spoke{{page: 1, name: "Ada Brell"}, {page: 2, name: "Ada Brell", role: "Foreign Minister"}}},
		{"spellings", "aaa", []spoke{{page: 1, name: "Aleksandr Tolvay"}, {page: 2, name: "Alexander Tolvai", role: "General"}, {page: 3, name: "Oleksandr Tolvay"}}},
		{"spellings with marks", "aa", []spoke{{page: 1, name: "Şükran Ilgaz"}, {page: 2, name: "Sukran Ilgaz"}}},
		{"with and without the article", "aa", []spoke{{page: 1, name: "Idris al-Tamouk"}, {page: 2, name: "Idris Tamuk"}}},
		{"two of one name in two countries", "aab", []spoke{{page: 1, name: "John Smith", role: "British Defence Minister"}, {page: 2, name: "John Smith", role: "Britain's defence minister"},
			{page: 3, name: "John Smith", role: "Canadian Senator"}}},
		{"two mayors", "ab", []spoke{{page: 1, name: "John Smith", role: "mayor of Lowick"}, {page: 2, name: "John Smith", role: "mayor of Dunmarrow"}}},
		{"one mayor, told by town and by its people", "aa", []spoke{{page: 1, name: "Ines Calder", role: "Governor of Dirgaz"}, {page: 2, name: "Ines Calder", role: "Dirgazian Governor"}}},
		{"coach and detective", "ab", []spoke{{page: 1, name: "John Smith", role: "boxing coach"}, {page: 2, name: "John Smith", role: "Detective"}}},
		{"farmer and candidate, on copies of one page", "aa", []spoke{{page: 1, story: 7, name: "John Smith", role: "farmer"}, {page: 2, story: 7, name: "John Smith", role: "candidate"}}},
		{"father and son", "ab", []spoke{{page: 1, name: "John Smith Sr."}, {page: 2, name: "John Smith Jr."}}},
		{"father and son, the father without a mark", "ab", []spoke{{page: 1, name: "John Smith"}, {page: 1, name: "John Smith Jr."}}},
		{"father and son on copies", "abab", []spoke{{page: 1, story: 3, name: "John Smith"}, {page: 1, story: 3, name: "John Smith Jr."}, {page: 2, story: 3, name: "John Smith"}, {page: 2, story: 3, name: "John Smith Jr."}}},
		{"a page without role, of two", "abc", []spoke{{page: 1, name: "John Smith", role: "boxing coach"}, {page: 2, name: "John Smith", role: "Detective"}, {page: 3, name: "John Smith"}}},
		{"a page without role, a copy of one's", "aba", []spoke{{page: 1, story: 5, name: "John Smith", role: "boxing coach"}, {page: 2, name: "John Smith", role: "Detective"}, {page: 3, story: 5, name: "John Smith"}}},
		{"a page without role, beside the same others", "acbcb", []spoke{{page: 1, name: "John Smith", role: "boxing coach"}, {page: 2, name: "the Lowick Police"}, {page: 2, name: "John Smith", role: "Detective"},
			{page: 3, name: "the Lowick Police"}, {page: 3, name: "John Smith"}}},
		{"with the place behind the name", "aa", []spoke{{page: 1, name: "Ada Brell of Orsa", role: "Foreign Minister"}, {page: 2, name: "Ada Brell", role: "Orsan Foreign Minister"}}},
		{"with and without a middle initial", "aa", []spoke{{page: 1, name: "Ada B. Brell", role: "Senator"}, {page: 2, name: "Ada Brell"}}},
		{"two middle initials", "abc", []spoke{{page: 1, name: "Ada B. Brell"}, {page: 2, name: "Ada C. Brell"}, {page: 3, name: "Ada Brell"}}},
		{"a son, or himself by his office", "aa", []spoke{{page: 1, name: "John Smith III", role: "mayor of Lowick"}, {page: 2, name: "John Smith", role: "mayor of Lowick"}}},
		{"an initial with the same office", "aa", []spoke{{page: 1, name: "J. Carver", role: "British Defence Minister"}, {page: 2, name: "John Carver", role: "Defence Minister of Britain"}}},
		{"an initial alone", "ab", []spoke{{page: 1, name: "J. Carver"}, {page: 2, name: "John Carver", role: "Defence Minister"}}},
		{"an initial on a copy", "aa", []spoke{{page: 1, story: 1, name: "J. Carver"}, {page: 2, story: 1, name: "John Carver", role: "Defence Minister"}}},
		{"an initial with two who fit", "abc", []spoke{{page: 1, story: 1, name: "J. Carver"}, {page: 2, story: 1, name: "John Carver"}, {page: 3, story: 1, name: "James Carver"}}},
		{"an initial of another country", "ab", []spoke{{page: 1, story: 1, name: "J. Carver", role: "French minister"}, {page: 2, story: 1, name: "John Carver", role: "British minister"}}},
		{"another given name", "ab", []spoke{{page: 1, story: 1, name: "James Carver", role: "Defence Minister"}, {page: 2, story: 1, name: "John Carver", role: "Defence Minister"}}},
		{"a short given name", "aa", []spoke{{page: 1, story: 1, name: "Bill Carver", role: "Senator"}, {page: 2, story: 1, name: "William Carver", role: "Senator"}}},
		{"a short given name alone", "ab", []spoke{{page: 1, name: "Bill Carver"}, {page: 2, name: "William Carver"}}},
		{"a middle name", "aa", []spoke{{page: 1, name: "Inés Montoro", role: "mayor of Dirgaz"}, {page: 2, name: "Inés Marta Montoro", role: "mayor of Dirgaz"}}},
		{"a surname alone", "ab", []spoke{{page: 1, name: "Carver"}, {page: 2, name: "John Carver", role: "Defence Minister"}}},
		{"a surname alone with a role of other kind", "ab", []spoke{{page: 1, name: "Carver", role: "Senator"}, {page: 2, name: "John Carver", role: "Defence Minister"}}},
		{"a surname on a copy", "aa", []spoke{{page: 1, story: 2, name: "Carver", role: "Minister"}, {page: 2, story: 2, name: "John Carver", role: "Defence Minister"}}},
		{"a surname on a copy that names two", "abc", []spoke{{page: 1, story: 2, name: "Carver"}, {page: 2, story: 2, name: "John Carver"}, {page: 2, story: 2, name: "Mary Carver"}}},
		{"a surname with the office, in that year", "aa", []spoke{{page: 1, name: "Carver", role: "British Defence Minister", on: "2031-02-03"}, {page: 2, name: "John Carver", role: "British Defence Minister", on: "2031-05-01"}}},
		{"a surname with the office, a generation later", "ab", []spoke{{page: 1, name: "Carver", role: "President of Chad", on: "2061-02-03"}, {page: 2, name: "John Carver", role: "President of Chad", on: "2031-05-01"}}},
		{"two ministers at one time", "aba", []spoke{{page: 1, name: "Ada Brell", role: "Health Minister", on: "2031-02-01"}, {page: 2, name: "Ada Brell", role: "Transport Minister", on: "2031-02-20"},
			{page: 3, name: "Ada Brell", role: "Health Minister", on: "2031-03-01"}}},
		{"a minister who moves", "aa", []spoke{{page: 1, name: "Ada Brell", role: "Health Minister", on: "2031-02-01"}, {page: 2, name: "Ada Brell", role: "Transport Minister", on: "2031-06-20"}}},
		{"one in the table, and a namesake", "ab", []spoke{{page: 1, name: "John Smith", role: "British Minister", id: "wikidata:Q0"}, {page: 2, name: "John Smith", role: "boxing coach"}}},
		{"one in the table, elsewhere without a role", "aa", []spoke{{page: 1, name: "John Smith", role: "British Minister", id: "wikidata:Q0"}, {page: 2, name: "John Smith"}}},
		{"two in the table", "ab", []spoke{{page: 1, name: "John Smith", role: "Minister", id: "wikidata:Q0"}, {page: 2, name: "John Smith", role: "Minister", id: "wikidata:Q1"}}},
	} {
		t.Run(x.what, func(t *testing.T) {
			order := make([]int, len(x.all))
			for i := range order {
				order[i] = i
			}
			ids, whys := told(x.all, order)
			for i := range ids {
				for k := range i {
					if one, want := ids[i] == ids[k], x.who[i] == x.who[k]; one != want {
						t.Errorf("%q (%s) and %q (%s): %s and %s, one is %v", x.all[k].name, x.all[k].role, x.all[i].name, x.all[i].role, ids[k], ids[i], want)
					}
				}
				if as := "name:" + strings.ReplaceAll(who.Key(x.all[i].name), " ", "-"); whys[i] == "" && !strings.Contains(string(ids[i]), ":") || whys[i] == "" && x.all[i].id == "" && strings.HasPrefix(string(ids[i]), "name:") && string(ids[i]) != as {
					t.Errorf("%q is %s for no reason", x.all[i].name, ids[i])
				}
			}
			for seed := range uint64(6) {
				rand.New(rand.NewPCG(seed, 1)).Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
				if again, _ := told(x.all, order); !slices.Equal(again, ids) {
					t.Errorf("in the order %v: %v, not %v", order, again, ids)
				}
			}
		})
	}
}

// BenchmarkIdentify has one name that very many bear, and very many names.
func BenchmarkIdentify(b *testing.B) {
	var voices []sayso.Voice
	for i := range 20000 {
		name := fmt.Sprintf("Ada%d Brell%d", i%100, i/100)
		voices = append(voices, sayso.Voice{Actor: sayso.ActorID("name:" + name), Name: name, Kind: sayso.Person, Statements: 3},
			sayso.Voice{Actor: "name:john-smit", Name: "John Smith", Role: sayso.Maybe(fmt.Sprintf("mayor of %dwick", i)), Kind: sayso.Person, Statements: 1},
			sayso.Voice{Name: fmt.Sprintf("Brell%d", i/100), Role: "Minister", Kind: sayso.Person, Statements: 1})
	}
	for b.Loop() {
		who.Identify(voices, func(wanted []bool) iter.Seq[sayso.Sighting] {
			return func(yield func(sayso.Sighting) bool) {
				for i, w := range wanted {
					if w && !yield(sayso.Sighting{Voice: i, Page: i, Story: i % 50}) {
						return
					}
				}
			}
		})
	}
}
