// Command sayso-actors builds the tables of actors that package who embeds:
// people with the offices they held and when, armed groups and international
// bodies with their names, and states.
//
//	go run ./cmd/sayso-actors -data ../shared/data
//
// Of the folder affairs it reads offices.tsv.gz (Wikidata, CC0),
// curated_offices.tsv, curated_groups.jsonl and armed_groups.jsonl, and with
// who/bodies_by_hand.tsv makes who/actors.br of them. Of countries.tsv
// (GeoNames, CC BY 4.0), countryinfo_countries.tsv (CC BY-SA 3.0), the folder
// language's gaz/countries.txt and who/states_by_hand.tsv it makes
// who/states.tsv. The same files give the same bytes.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"unicode"

	"sayso/internal/pack"

	"sayso/who"
)

func main() {
	data := flag.String("data", "../shared/data", "`folder` of the facts")
	byHand := flag.String("by-hand", "who", "`folder` of what was written by hand")
	out := flag.String("out", "who", "`folder` to write to")
	flag.Parse()
	if err := run(filepath.Clean(*data), *byHand, *out); err != nil {
		fmt.Fprintln(os.Stderr, "sayso-actors:", err)
		os.Exit(1)
	}
}

func run(data, byHand, out string) error {
	var b bytes.Buffer
	n, err := states(&b, data, filepath.Join(byHand, "states_by_hand.tsv"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "states.tsv"), b.Bytes(), 0o644); err != nil {
		return err
	}
	fmt.Printf("%d states: %d bytes\n", n, b.Len())
	b.Reset()
	if err := actors(&b, filepath.Join(data, "affairs"), byHand); err != nil {
		return err
	}
	z, err := pack.Pack(b.Bytes())
	if err != nil {
		return err
	}
	fmt.Printf("%d lines of actors: %d bytes\n", bytes.Count(b.Bytes(), []byte{'\n'}), len(z))
	return os.WriteFile(filepath.Join(out, "actors.br"), z, 0o644)
}

// actors writes people with their terms, groups and bodies.
func actors(b *bytes.Buffer, data, byHand string) error {
	people := map[string]*person{}
	if err := table(filepath.Join(data, "offices.tsv.gz"), func(f map[string]string) { add(people, f["id"], f) }); err != nil {
		return err
	}
	byKey := map[string]string{} // the least id
	for id, p := range people {
		if k := who.Key(p.name); byKey[k] == "" || id < byKey[k] {
			byKey[k] = id
		}
	}
	if err := table(filepath.Join(data, "curated_offices.tsv"), func(f map[string]string) {
		add(people, known(byKey, f["name"]), f)
	}); err != nil {
		return err
	}
	ids := make([]string, 0, len(people))
	for id := range people {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	next := successors(people)
	for _, id := range ids {
		p := people[id]
		p.settle(next)
		fmt.Fprintf(b, "P\t%s\t%s\t%s\n", id, p.name, strings.Join(p.aliases, "|"))
		for _, t := range p.terms {
			fmt.Fprintf(b, "T\t%s\t%s\t%s\t%s\t%s\n", t.country, t.class, t.role, t.start, t.end)
		}
	}
	if err := groups(b, data); err != nil {
		return err
	}
	return bodies(b, filepath.Join(byHand, "bodies_by_hand.tsv"))
}

type term struct {
	country, class, role, start, end string
	conflict                         bool
}

type person struct {
	name    string
	aliases []string
	terms   []term
}

func add(people map[string]*person, id string, f map[string]string) {
	switch f["role_class"] {
	case "spouse_of_head":
		return
	}
	if f["start"] == "" && f["end"] == "" {
		return
	}
	p := people[id]
	if p == nil {
		p = &person{name: clean(f["name"])}
		people[id] = p
	}
	for _, a := range strings.Split(f["aliases"], "|") {
		// One word is no name to find somebody by, and one key is enough.
		k := who.Key(a)
		if a = clean(a); latin(a) && strings.Contains(k, " ") && k != who.Key(p.name) && len(p.aliases) < 6 &&
			!slices.ContainsFunc(p.aliases, func(b string) bool { return who.Key(b) == k }) {
			p.aliases = append(p.aliases, a)
		}
	}
	class := f["role_class"]
	if class == "head_of_government" && strings.Contains(f["role"], "Lord Chancellor") {
		class = "justice_minister"
	}
	p.terms = append(p.terms, term{f["country"], class, clean(f["role"]), f["start"], f["end"], f["conflict"] == "1"})
}

func (t *term) office() string { return t.country + "\t" + t.class + "\t" + t.role }

// successors are, of each office, when somebody began in it.
func successors(people map[string]*person) map[string][]beginning {
	all := map[string][]beginning{}
	for _, p := range people {
		for i := range p.terms {
			t := &p.terms[i]
			all[t.office()] = append(all[t.office()], beginning{t.start, p})
		}
	}
	for _, l := range all {
		slices.SortFunc(l, func(a, b beginning) int { return strings.Compare(a.start, b.start) })
	}
	return all
}

type beginning struct {
	start string
	by    *person
}

// settle keeps, of several ends for one start of one office, the last before
// somebody else began in it, or else the first.
func (p *person) settle(began map[string][]beginning) {
	within := func(t term) bool {
		l := began[t.office()]
		i := sort.Search(len(l), func(i int) bool { return l[i].start > t.start })
		for i < len(l) && l[i].by == p {
			i++
		}
		return i == len(l) || t.end != "" && l[i].start >= t.end
	}
	sort.SliceStable(p.terms, func(i, j int) bool {
		a, b := p.terms[i], p.terms[j]
		if c := strings.Compare(a.country+a.class+a.role+a.start, b.country+b.class+b.role+b.start); c != 0 {
			return c < 0
		}
		if in := within(a); in != within(b) {
			return in
		} else if in {
			a, b = b, a
		}
		return a.end != "" && (b.end == "" || a.end < b.end)
	})
	out := p.terms[:0]
	for _, t := range p.terms {
		if n := len(out); n > 0 && out[n-1].country == t.country && out[n-1].class == t.class && out[n-1].role == t.role && out[n-1].start == t.start {
			continue
		}
		out = append(out, t)
	}
	p.terms = out
}

// known is the id of somebody of that name, or one made of the name.
func known(byKey map[string]string, name string) string {
	k := who.Key(name)
	if id := byKey[k]; id != "" {
		return id
	}
	return "N" + strings.ReplaceAll(k, " ", "-")
}

func clean(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) }), " ")
}

func latin(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return true
}

func table(path string, row func(map[string]string)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	var head []string
	for sc.Scan() {
		cells := strings.Split(sc.Text(), "\t")
		if head == nil {
			head = cells
			continue
		}
		m := map[string]string{}
		for i, c := range cells {
			if i < len(head) {
				m[head[i]] = c
			}
		}
		row(m)
	}
	return sc.Err()
}

// bodies writes the international bodies.
func bodies(b *bytes.Buffer, path string) error {
	lines, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(lines)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		name, also, _ := strings.Cut(line, "\t")
		fmt.Fprintf(b, "B\t%s\t%s\n", name, also)
	}
	return nil
}

// groups writes the armed groups: those read by hand first, then others whose
// names do not clash with them.
func groups(b *bytes.Buffer, data string) error {
	taken := map[string]bool{}
	for _, name := range []string{"curated_groups.jsonl", "armed_groups.jsonl"} {
		f, err := os.Open(filepath.Join(data, name))
		if err != nil {
			return err
		}
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			var g struct {
				Name        string
				Aliases     []string
				Wikidata    string                            `json:"wikidata_unverified"`
				NamePeriods []struct{ Name, From, To string } `json:"name_periods"`
			}
			if err := json.Unmarshal(sc.Bytes(), &g); err != nil {
				f.Close()
				return fmt.Errorf("%s: %w", name, err)
			}
			g.Name = clean(g.Name)
			if g.Name == "" || taken[who.Key(g.Name)] || !latin(g.Name) || len(strings.Fields(g.Name)) > 8 {
				continue
			}
			taken[who.Key(g.Name)] = true
			var aliases []string
			for _, a := range g.Aliases {
				a = clean(a)
				if k := who.Key(a); a == "" || taken[k] || !latin(a) || name == "armed_groups.jsonl" && len(a) < 5 || len(strings.Fields(a)) > 8 {
					continue
				} else {
					taken[k] = true
				}
				if aliases = append(aliases, a); len(aliases) == 12 {
					break
				}
			}
			var periods []string
			for _, p := range g.NamePeriods {
				periods = append(periods, p.Name+";"+p.From+";"+p.To)
			}
			fmt.Fprintf(b, "G\t%s\t%s\t%s\n", g.Name, strings.Join(aliases, "|"), strings.Join(periods, "|"))
		}
		f.Close()
		if sc.Err() != nil {
			return sc.Err()
		}
	}
	return nil
}
