// Package who knows actors over all documents.
//
// A table of people with the offices they held and when (Holder, Named), of
// armed groups with their names and the times of those, of international bodies
// and of states with their capitals and the words for their people is built in;
// sayso-actors makes it. Who is not in it is told apart and put together over
// all pages of an archive by Identify.
//
// A name is compared by its Key, which takes out what transliteration brings.
// Where an office had two holders on a day as far as is known, nobody is named.
package who

import (
	_ "embed"
	"strings"
)

//go:embed states.tsv
var statesTSV string

// A State is a country as news writes of it.
type State struct {
	Code     string // ISO 3166-1 alpha-3
	Name     string
	Capital  string
	Demonyms []string
}

var (
	states   []State
	byName   = map[string]*State{} // names, aliases and capitals
	byPeople = map[string]*State{} // demonyms, also in the plural
	// stateWords are all words for a state, by its code, in lower case.
	stateWords = map[string]string{}
)

func init() {
	lines := strings.Split(strings.TrimSpace(statesTSV), "\n")
	states = make([]State, len(lines))
	for i, l := range lines {
		f := append(strings.Split(l, "\t"), "", "", "", "", "")
		s := &states[i]
		*s = State{Code: f[0], Name: f[1], Capital: f[2]}
		stateWords[s.Code] = strings.ToLower(l)
		for _, n := range append(strings.Split(f[4], "|"), s.Name, s.Capital) {
			if n != "" {
				byName[n] = s
			}
		}
		for _, n := range strings.Split(f[3], "|") {
			if n == "" {
				continue
			}
			s.Demonyms = append(s.Demonyms, n)
			byPeople[n] = s
			byPeople[n+"s"] = s
		}
	}
}

// StateNamed is the state with this name or capital, or nil.
func StateNamed(name string) *State { return byName[strings.ReplaceAll(name, "’", "'")] }

// StateOf is the state whose people or things are called this, or nil.
func StateOf(demonym string) *State {
	if s := byPeople[demonym]; s != nil {
		return s
	}
	return byPeople[strings.TrimSuffix(demonym, ".")]
}

// StateCoded is the state of an ISO 3166-1 alpha-3 code, or nil.
func StateCoded(code string) *State {
	for i := range states {
		if states[i].Code == code {
			return &states[i]
		}
	}
	return nil
}
