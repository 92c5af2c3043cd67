package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"

	"sayso/who"
)

// A state is a line of who/states.tsv in the making.
type state struct {
	code, name, capital string
	demonyms, also      []string
}

// demonym is what words for people and things of a state look like. The lists
// have names of the state in other languages, and slips, beside them.
var demonym = regexp.MustCompile(`^(.*(an|ese|ish|i|ic|er|ot|ard|ek|ik|ak|men|yz|lene|vene|ois|oat|ian)|.*(Dutch|French|Irish|Swiss|Czech|Turk|Finn|Dane|Swede|Pole|Briton|Greek|Filipino|Malagasy|Thai|Serb|Welsh))$`)

// noStates are entries of lists of countries that none speaks for: territories
// of others, and states that are no more.
const noStates = "ATA ALA BES BVT CUW SGS HMD MAF MAC MNP SPM REU SJM SXM TCA ATF UMI SCG ANT ESH COK NIU GRL FRO GGY JEY IMN GIB HKG BMU CYM VGB VIR AIA MSR " +
	"FLK SHN GLP MTQ MYT GUF PYF NCL WLF PRI GUM ASM ABW IOT CXR CCK NFK PCN TKL BLM"

// states writes the table of states: names and capitals of GeoNames, demonyms of
// CountryInfo, other names where the list of countries has them too, and what
// the file of additions says.
func states(b *bytes.Buffer, data, byHand string) (int, error) {
	all := map[string]*state{}
	var aliases = map[string][]string{}
	err := table(filepath.Join(data, "affairs", "countries.tsv"), func(f map[string]string) {
		if code := f["iso3"]; !slices.Contains(strings.Fields(noStates), code) {
			all[code] = &state{code: code, name: f["name"], capital: f["capital"]}
			aliases[code] = strings.Split(f["phoenix_aliases"], "|")
		}
	})
	if err != nil {
		return 0, err
	}
	err = table(filepath.Join(data, "affairs", "countryinfo_countries.tsv"), func(f map[string]string) {
		code := f["iso3"]
		s := all[code]
		if s == nil || who.Key(s.name)[:3] != who.Key(f["name"])[:3] { // some lines have another's code
			for _, o := range all {
				if strings.EqualFold(o.name, f["name"]) {
					s = o
				}
			}
		}
		if s == nil {
			return
		}
		forms := strings.Split(f["nationality_forms"], "|")
		for i, w := range forms {
			if i > 0 && !strings.HasPrefix(who.Key(w), who.Key(s.name)[:3]) || i > 4 || !demonym.MatchString(w) || strings.EqualFold(w, s.name) ||
				slices.ContainsFunc(s.demonyms, func(d string) bool { return d == w || slip(d, w) }) {
				continue
			}
			s.demonyms = append(s.demonyms, w)
		}
	})
	if err != nil {
		return 0, err
	}
	listed, err := os.ReadFile(filepath.Join(data, "language", "gaz", "countries.txt"))
	if err != nil {
		return 0, err
	}
	names := map[string]bool{}
	for line := range strings.Lines(string(listed)) {
		names[strings.TrimSpace(line)] = true
	}
	for code, list := range aliases {
		for _, a := range list {
			if s := all[code]; names[strings.ToLower(a)] && !strings.EqualFold(a, s.name) && !slices.Contains(s.also, a) {
				s.also = append(s.also, a)
			}
		}
	}
	if err := addByHand(all, byHand); err != nil {
		return 0, err
	}
	codes := make([]string, 0, len(all))
	for code := range all {
		codes = append(codes, code)
	}
	sort.Strings(codes)
	for _, code := range codes {
		s := all[code]
		s.also = slices.DeleteFunc(s.also, func(a string) bool { return a == s.name })
		fmt.Fprintf(b, "%s\t%s\t%s\t%s\t%s\n", s.code, s.name, s.capital, strings.Join(s.demonyms, "|"), strings.Join(s.also, "|"))
	}
	return len(codes), nil
}

// slip tells whether a word is another with one letter more, less or changed.
func slip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return a[i:] == b[i+1:] || len(a) == len(b) && a[i+1:] == b[i+1:]
}

// addByHand changes states by a file: code, what, value. What is name, capital,
// demonym or also, each also with "not" before it.
func addByHand(all map[string]*state, path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 || all[f[0]] == nil {
			return fmt.Errorf("%s: %q: want the code of a state, what, and a value", path, line)
		}
		s := all[f[0]]
		for value := range strings.SplitSeq(f[2], "|") {
			switch f[1] {
			case "name":
				s.name = value
			case "capital":
				s.capital = value
			case "demonym":
				s.demonyms = append(s.demonyms, value)
			case "also":
				s.also = append(s.also, value)
			case "not demonym":
				s.demonyms = slices.DeleteFunc(s.demonyms, func(d string) bool { return d == value })
			case "not also":
				s.also = slices.DeleteFunc(s.also, func(d string) bool { return d == value })
			default:
				return fmt.Errorf("%s: %q is none of name, capital, demonym, also", path, f[1])
			}
		}
	}
	return nil
}
