// Command sayso-actors builds the table of actors that package who embeds:
// people with the offices they held and when, and armed groups with their
// names.
//
//	go run ./cmd/sayso-actors -data ../shared/data/affairs
//
// It reads offices.tsv.gz (Wikidata, CC0), curated_offices.tsv,
// curated_groups.jsonl and armed_groups.jsonl, and writes who/actors.br. The
// same files give the same bytes.
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
	data := flag.String("data", "../shared/data/affairs", "`folder` of the facts")
	out := flag.String("out", "who/actors.br", "`file` to write")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "sayso-actors:", err)
		os.Exit(1)
	}
}

func run(data, out string) error {
	people := map[string]*person{}
	if err := table(filepath.Join(data, "offices.tsv.gz"), func(f map[string]string) { add(people, f["id"], f) }); err != nil {
		return err
	}
	if err := table(filepath.Join(data, "curated_offices.tsv"), func(f map[string]string) {
		add(people, known(people, f["name"]), f)
	}); err != nil {
		return err
	}
	var b bytes.Buffer
	ids := make([]string, 0, len(people))
	for id := range people {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	terms := 0
	for _, id := range ids {
		p := people[id]
		p.settle()
		terms += len(p.terms)
		fmt.Fprintf(&b, "P\t%s\t%s\t%s\n", id, p.name, strings.Join(p.aliases, "|"))
		for _, t := range p.terms {
			fmt.Fprintf(&b, "T\t%s\t%s\t%s\t%s\t%s\n", t.country, t.class, t.role, t.start, t.end)
		}
	}
	groups, err := groups(&b, data)
	if err != nil {
		return err
	}
	z, err := pack.Pack(b.Bytes())
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, z, 0o644); err != nil {
		return err
	}
	fmt.Printf("%d people, %d terms, %d groups: %d bytes\n", len(people), terms, groups, len(z))
	return nil
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
		if a = clean(a); a != "" && a != p.name && latin(a) && !slices.Contains(p.aliases, a) && len(p.aliases) < 6 {
			p.aliases = append(p.aliases, a)
		}
	}
	class := f["role_class"]
	if class == "head_of_government" && strings.Contains(f["role"], "Lord Chancellor") {
		class = "justice_minister"
	}
	p.terms = append(p.terms, term{f["country"], class, clean(f["role"]), f["start"], f["end"], f["conflict"] == "1"})
}

// settle keeps, of several ends for one start of one office, the earliest.
func (p *person) settle() {
	sort.SliceStable(p.terms, func(i, j int) bool {
		a, b := p.terms[i], p.terms[j]
		if c := strings.Compare(a.country+a.class+a.role+a.start, b.country+b.class+b.role+b.start); c != 0 {
			return c < 0
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
func known(people map[string]*person, name string) string {
	best := ""
	for id, p := range people {
		if who.Key(p.name) == who.Key(name) && (best == "" || id < best) {
			best = id
		}
	}
	if best == "" {
		best = "N" + strings.ReplaceAll(who.Key(name), " ", "-")
	}
	return best
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

// groups writes the armed groups: those read by hand first, then others whose
// names do not clash with them.
func groups(b *bytes.Buffer, data string) (int, error) {
	taken, n := map[string]bool{}, 0
	for _, name := range []string{"curated_groups.jsonl", "armed_groups.jsonl"} {
		f, err := os.Open(filepath.Join(data, name))
		if err != nil {
			return 0, err
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
				return 0, fmt.Errorf("%s: %w", name, err)
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
			n++
		}
		f.Close()
		if sc.Err() != nil {
			return 0, sc.Err()
		}
	}
	return n, nil
}
