package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"sayso/text/model"
	"sayso/text/names"
	"sayso/text/net"
	"sayso/text/split"
)

// scheme says how a collection's types are read.
type scheme struct {
	file   string
	kinds  map[string][]names.Type
	silent []names.Type
	times  int
	genre  string
	small  int // of how many sentences one is learnt from in small letters too
}

var three = map[string][]names.Type{"PER": {names.Person}, "ORG": {names.Organisation}, "LOC": {names.Place}}

// schemes are the collections learnt from. re3d is left out: one of its
// sources is non-commercial.
var schemes = []scheme{
	{"worldwide9.train", map[string][]names.Type{
		"Person": {names.Person}, "Organization": {names.Organisation}, "Location": {names.Place}, "Facility": {names.Place},
		"NORP": {names.Nationality}, "Date": {names.Date}, "Misc": {names.Other}, "Product": {names.Other}}, nil, 1, "news", 0},
	{"uner_ewt.train.prelim2022", three, []names.Type{names.Nationality, names.Date, names.Other}, 2, "web", 4},
	{"crossner_politics.train", map[string][]names.Type{
		"person": {names.Person}, "politician": {names.Person}, "organisation": {names.Organisation}, "politicalparty": {names.Organisation},
		"country": {names.Place}, "location": {names.Place}, "election": {names.Other}, "event": {names.Other},
		"misc": {names.Other, names.Nationality}}, []names.Type{names.Nationality, names.Date, names.Other}, 6, "reference", 0},
	{"wikigold.all", map[string][]names.Type{
		"PER": {names.Person}, "ORG": {names.Organisation}, "LOC": {names.Place}, "MISC": {names.Other, names.Nationality}}, []names.Type{names.Date}, 1, "reference", 0},
	{"wnut17.train", map[string][]names.Type{
		"person": {names.Person}, "location": {names.Place}, "corporation": {names.Organisation}, "group": {names.Organisation},
		"product": {names.Other}, "creative-work": {names.Other}}, []names.Type{names.Nationality, names.Date}, 1, "web", 0},
}

// tagger brings sentences to the network of syntax.
type tagger struct {
	m   *net.Model
	r   *net.Runner
	out []net.Word

	split *split.Model
	names *names.Runner // once learnt
}

func (t *tagger) words(d *names.Document, ws []string, learn bool) {
	h, e := 2*t.m.Hidden, t.m.Embed
	for i := 0; i < len(ws); i += 128 {
		n := min(128, len(ws)-i)
		t.r.Run(ws[i:i+n], []int{n}, t.out[:n])
		last, before, embed := t.r.Vectors()
		for k := range n {
			d.Words = append(d.Words, names.Word{Text: ws[i+k], Tag: t.out[k].XPOS, Form: t.m.FormOf(ws[i+k])})
			if learn {
				for _, part := range [][]float32{last[k*h : (k+1)*h], before[k*h : (k+1)*h], embed[k*e : (k+3)*e]} {
					for _, v := range part {
						d.Halves = append(d.Halves, uint16((math.Float32bits(v)+0x8000)>>16))
					}
				}
			}
		}
		if !learn {
			d.Vectors = append(d.Vectors, make([]float32, n*names.Breadth)...)
			t.names.Project(d.Vectors[len(d.Vectors)-n*names.Breadth:], last, before, embed, []int{n})
		}
	}
}

// documents cuts a collection into documents of sentences as names are learnt
// from; the collections do not say where theirs begin. Its sentences, which may
// be paragraphs, are cut as running text is.
func (t *tagger) documents(s scheme, learn bool) ([]names.Document, []tagged, error) {
	ss, err := bio(s.file)
	if err != nil {
		return nil, nil, err
	}
	if learn && s.small > 0 {
		for i, n := 0, len(ss); i < n; i += s.small {
			x := tagged{Tags: ss[i].Tags}
			for _, w := range ss[i].Words {
				x.Words = append(x.Words, strings.ToLower(w))
			}
			ss = append(ss, x)
		}
	}
	var out []names.Document
	var ends []int
	for i := 0; i < len(ss); i += 30 {
		d := names.Document{Times: s.times, Genre: s.genre}
		for _, x := range ss[i:min(len(ss), i+30)] {
			text := strings.Join(x.Words, " ")
			var ranges []split.Range
			at := 0
			for _, w := range x.Words {
				ranges = append(ranges, split.Range{Start: at, End: at + len(w)})
				at += len(w) + 1
			}
			ends = t.split.Sentences(ends[:0], text, ranges)
			from := 0
			for _, e := range ends {
				if e < len(x.Tags) && x.Tags[e][0] == 'I' {
					continue
				}
				t.words(&d, x.Words[from:e], learn)
				d.Ends = append(d.Ends, len(d.Words))
				from = e
			}
			d.Allowed = append(d.Allowed, names.Allow(x.Tags, s.kinds, s.silent)...)
		}
		out = append(out, d)
	}
	return out, ss, nil
}

func trainNames() error {
	b, err := os.ReadFile(filepath.Join(*out, model.Syntax+".br"))
	if err != nil {
		return err
	}
	if b, err = model.Expand(b); err != nil {
		return err
	}
	sm, err := net.Read(b)
	if err != nil {
		return err
	}
	t := &tagger{m: sm, r: net.NewRunner(sm), out: make([]net.Word, 128)}
	if b, err = model.Load(model.Split); err != nil {
		return err
	}
	if t.split, err = split.Read(b); err != nil {
		return err
	}
	start := time.Now()
	lists, err := nameLists()
	if err != nil {
		return err
	}
	classes := sm.Classes(255, 12)
	fmt.Printf("lists and classes: %.0f s\n", time.Since(start).Seconds())
	var docs []names.Document
	for _, s := range schemes {
		ds, _, err := t.documents(s, true)
		if err != nil {
			return err
		}
		docs = append(docs, ds...)
	}
	fmt.Printf("tagged: %.0f s\n", time.Since(start).Seconds())
	dev := func(m *names.Model) error {
		t.names = names.NewRunner(m)
		for _, f := range []string{"worldwide3.dev", "uner_ewt.dev", "crossner_politics3.dev"} {
			if err := t.scoreNames(f); err != nil {
				return err
			}
		}
		return nil
	}
	course := names.Course{Epochs: 3, Prune: 1, Batch: 500, Seed: *seed, Report: func(ep int, loss float64, kept int, m *names.Model) {
		fmt.Printf("%d: loss %.4f, %d features, %.0f s\n", ep, loss, kept, time.Since(start).Seconds())
		if e := dev(m); e != nil {
			err = e
		}
	}}
	m := names.Train(docs, lists, classes, 2*sm.Hidden, sm.Embed, 4, course, func(what string, ep, wrong, all int) {
		fmt.Printf("%s %d: %d of %d words wrong, %.0f s\n", what, ep, wrong, all, time.Since(start).Seconds())
	})
	if err != nil {
		return err
	}
	return save(model.Names, m.Append(nil))
}

var nameTypes = map[names.Type]string{names.Person: "PER", names.Organisation: "ORG", names.Place: "LOC"}

// scoreNames prints the F1 of names of three types on a collection, its words
// given.
func (t *tagger) scoreNames(file string) error {
	docs, ss, err := t.documents(scheme{file: file, kinds: three}, false)
	if err != nil {
		return err
	}
	type key struct {
		first, last int
		kind        string
	}
	gold, got := map[key]bool{}, map[key]bool{}
	base := 0
	for _, s := range ss {
		for k := 0; k < len(s.Tags); {
			if s.Tags[k] == "O" {
				k++
				continue
			}
			e := k + 1
			for e < len(s.Tags) && s.Tags[e] == "I-"+s.Tags[k][2:] {
				e++
			}
			gold[key{base + k, base + e, s.Tags[k][2:]}] = true
			k = e
		}
		base += len(s.Tags)
	}
	base = 0
	for _, d := range docs {
		for _, sp := range t.names.Find(nil, d.Words, d.Ends, d.Vectors) {
			if n := nameTypes[sp.Type]; n != "" {
				got[key{base + sp.First, base + sp.Last, n}] = true
			}
		}
		base += len(d.Words)
	}
	right := map[string]int{}
	ng, ns := map[string]int{}, map[string]int{}
	for k := range gold {
		ng[k.kind]++
		ng[""]++
	}
	for k := range got {
		ns[k.kind]++
		ns[""]++
		if gold[k] {
			right[k.kind]++
			right[""]++
		}
	}
	f := func(k string) float64 { return 200 * float64(right[k]) / float64(max(1, ng[k]+ns[k])) }
	fmt.Printf("%s: F1 %.2f (PER %.2f ORG %.2f LOC %.2f), %d found, %d gold\n", file, f(""), f("PER"), f("ORG"), f("LOC"), ns[""], ng[""])
	return nil
}

// lines reads a file of the data, unpacked if it is packed.
func lines(name string, do func(string) error) error {
	f, err := os.Open(filepath.Join(*data, name))
	if err != nil {
		return fmt.Errorf("reading list: %w", err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return fmt.Errorf("reading list %s: %w", name, err)
		}
	}
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		if err := do(s.Text()); err != nil {
			return fmt.Errorf("reading list %s: %w", name, err)
		}
	}
	return s.Err()
}

// nameLists gathers the lists of known names.
func nameLists() (*names.Lists, error) {
	var b names.ListBuilder
	firsts, lasts := map[string]int{}, map[string]int{}
	person := func(name string, whole bool) {
		ws := strings.Fields(name)
		if len(ws) < 2 {
			return
		}
		firsts[strings.ToLower(ws[0])]++
		lasts[strings.ToLower(ws[len(ws)-1])]++
		if whole {
			b.Add(name, names.PublicName)
		}
	}
	table := func(name string, do func(get func(string) string)) func() error {
		return func() error {
			var head map[string]int
			return lines(name, func(l string) error {
				c := strings.Split(l, "\t")
				if head == nil {
					head = map[string]int{}
					for i, n := range c {
						head[n] = i
					}
					return nil
				}
				do(func(k string) string {
					if i, ok := head[k]; ok && i < len(c) {
						return c[i]
					}
					return ""
				})
				return nil
			})
		}
	}
	list := func(name string, on names.Mask) func() error {
		return func() error {
			return lines(name, func(l string) error {
				b.Add(l, on)
				if ws := strings.Fields(l); on == names.PlaceName && len(ws) > 1 {
					for _, w := range ws {
						if len(w) > 4 {
							b.Add(w, names.PlaceWord)
						}
					}
				}
				return nil
			})
		}
	}
	groups := func(name string) func() error {
		return func() error {
			return lines(name, func(l string) error {
				var g struct {
					Name    string
					Aliases []string
				}
				if err := json.Unmarshal([]byte(l), &g); err != nil {
					return err
				}
				b.Add(g.Name, names.GroupName)
				for _, a := range g.Aliases {
					if len(a) > 2 {
						b.Add(a, names.GroupName)
					}
				}
				return nil
			})
		}
	}
	organisations := func(name string) func() error {
		return func() error {
			return lines(name, func(l string) error {
				var a struct {
					Name    string
					Aliases []string
					Codes   []struct{ Code string }
				}
				if err := json.Unmarshal([]byte(l), &a); err != nil {
					return err
				}
				for _, c := range a.Codes {
					// Non-governmental, international and business bodies.
					switch c.Code[:min(3, len(c.Code))] {
					case "NGO", "IGO", "MNC", "NGM":
						for _, n := range append(a.Aliases, a.Name) {
							if len(n) > 2 {
								b.Add(n, names.BodyName)
							}
						}
						return nil
					}
				}
				return nil
			})
		}
	}
	for _, do := range []func() error{
		list("gaz/first.txt", names.FirstName),
		list("gaz/last.txt", names.LastName),
		list("gaz/places.txt", names.PlaceName),
		list("gaz/countries.txt", names.CountryName),
		table("../affairs/countries.tsv", func(get func(string) string) {
			b.Add(get("name"), names.CountryName)
			b.Add(get("capital"), names.CityName)
		}),
		table("../affairs/countryinfo_countries.tsv", func(get func(string) string) {
			for _, n := range strings.Split(get("nationality_forms"), "|") {
				b.Add(n, names.PeopleName)
				b.Add(n+"s", names.PeopleName)
			}
		}),
		table("../affairs/places_cities.tsv.gz", func(get func(string) string) {
			pop, _ := strconv.Atoi(get("population"))
			switch {
			case pop >= 100000:
				b.Add(get("name"), names.CityName)
			case pop >= 5000:
				b.Add(get("name"), names.PlaceName)
			}
		}),
		table("../affairs/places_admin1.tsv", func(get func(string) string) { b.Add(get("name"), names.PlaceName|names.RegionName) }),
		table("../affairs/offices.tsv.gz", func(get func(string) string) { person(get("name"), true) }),
		table("../affairs/legislators.tsv.gz", func(get func(string) string) { person(get("name"), false) }),
		organisations("../affairs/phoenix_actors.jsonl.gz"),
		groups("../affairs/armed_groups.jsonl"),
		groups("../affairs/curated_groups.jsonl"),
	} {
		if err := do(); err != nil {
			return nil, err
		}
	}
	for _, x := range []struct {
		m  map[string]int
		on names.Mask
	}{{firsts, names.PublicFirst}, {lasts, names.PublicLast}} {
		var ks []string
		for k := range x.m {
			ks = append(ks, k)
		}
		sort.Strings(ks)
		for _, k := range ks {
			if len(k) > 2 {
				b.Add(k, x.on)
			}
		}
	}
	return b.Lists(), nil
}
