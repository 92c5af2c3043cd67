package gold

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"sayso"
)

// A Report compares a record of the sample pages with the facts.
type Report struct {
	Tallies []Tally
	Misses  []string // one line each
}

// A Tally counts the facts of one sort.
type Tally struct {
	What      string
	Right, Of int
}

// Tally returns the count of one sort.
func (r *Report) Tally(what string) Tally {
	for _, t := range r.Tallies {
		if t.What == what {
			return t
		}
	}
	return Tally{What: what}
}

func (r *Report) count(what string, right bool, miss string, args ...any) {
	i := slices.IndexFunc(r.Tallies, func(t Tally) bool { return t.What == what })
	if i < 0 {
		i = len(r.Tallies)
		r.Tallies = append(r.Tallies, Tally{What: what})
	}
	r.Tallies[i].Of++
	if right {
		r.Tallies[i].Right++
	} else {
		r.Misses = append(r.Misses, what+": "+fmt.Sprintf(miss, args...))
	}
}

// Score compares documents and links with the facts. The documents of one file
// must be in their order in the file.
func (f *Facts) Score(docs []*sayso.Document, links []sayso.Link) *Report {
	r := &Report{}
	by := map[string][]*sayso.Document{}
	for _, d := range docs {
		name := path.Base(d.Source.Path)
		by[name] = append(by[name], d)
	}
	find := func(ref Ref) *sayso.Document {
		i := 0
		if ref.Entry != nil {
			i = *ref.Entry
		}
		if list := by[ref.Page]; i < len(list) {
			return list[i]
		}
		return nil
	}
	for i := range f.Pages {
		p := &f.Pages[i]
		d := find(p.Ref)
		r.count("pages", d != nil, "%s is not in the record", p.Ref)
		if d != nil {
			r.fields(p, d)
			r.statements(p, d)
		}
	}
	r.copies(f, find, links)
	r.joined("same", sayso.LinkSame, f.Same, find, links)
	r.joined("conflicts", sayso.LinkConflict, f.Conflicts, find, links)
	return r
}

func (r *Report) fields(p *Page, d *sayso.Document) {
	field := func(what, got, want string) {
		r.count(what, plain(got) == plain(want), "%s has %q, want %q", p.Ref, got, want)
	}
	field("title", string(d.Title), p.Title)
	field("outlet", string(d.Outlet), p.Outlet)
	date := ""
	if d.Published != nil {
		date = d.Published.Date
	}
	field("published", date, p.Published)
	var line Dateline
	if d.Dateline != nil {
		line = Dateline{string(d.Dateline.Place), string(d.Dateline.Agency)}
	}
	if p.Dateline != nil {
		r.count("dateline", line == *p.Dateline, "%s has %v, want %v", p.Ref, line, *p.Dateline)
	}
	for _, want := range p.Credits {
		r.count("credits", slices.ContainsFunc(d.Credits, func(c sayso.Credit) bool {
			return strings.Contains(strings.ToLower(c.Name), strings.ToLower(want))
		}), "%s does not credit %s", p.Ref, want)
	}
}

func (r *Report) statements(p *Page, d *sayso.Document) {
	for _, want := range p.Statements {
		s := holding(d, want.Content)
		r.count("found", s != nil, "%s: nobody says %q", p.Ref, want.Content)
		if s == nil {
			continue
		}
		name, kind := "nobody", sayso.ActorKind("")
		if s.Speaker != nil {
			name, kind = s.Speaker.Name, s.Speaker.Kind
		}
		right := plain(name) == plain(want.Speaker)
		if want.Anonymous {
			right = s.Speaker == nil || kind == sayso.Anonymous
		}
		r.count("speaker", right, "%s: %s says %q, want %s", p.Ref, name, want.Content, orAnonymous(want.Speaker))
		detail := func(what, got, want, content string) {
			if want != "" {
				r.count(what, plain(got) == plain(want), "%s: %q is %q, want %q", p.Ref, content, got, want)
			}
		}
		detail("mode", string(s.Mode), want.Mode, want.Content)
		detail("polarity", string(s.Polarity), want.Polarity, want.Content)
		var addressee, venue, saidOn string
		if s.Addressee != nil {
			addressee = s.Addressee.Name
		}
		if s.Venue != nil {
			venue = s.Venue.What
		}
		if s.SaidOn != nil {
			saidOn = s.SaidOn.Date
		}
		detail("addressee", addressee, want.Addressee, want.Content)
		detail("venue", venue, want.Venue, want.Content)
		detail("said on", saidOn, want.SaidOn, want.Content)
		if want.Within != "" {
			r.count("within", s.Within != "", "%s: %q is not told inside another", p.Ref, want.Content)
		}
		if want.Edits != nil {
			var got []string
			for _, e := range s.Edits {
				got = append(got, e.Kind)
			}
			r.count("edits", slices.Equal(got, want.Edits), "%s: %q has %v, want %v", p.Ref, want.Content, got, want.Edits)
		}
	}
	for _, words := range p.NotTold {
		r.count("left out", holding(d, words) == nil, "%s: %q is told as a statement", p.Ref, words)
	}
}

func (r *Report) copies(f *Facts, find func(Ref) *sayso.Document, links []sayso.Link) {
	names, refs := map[string]int{}, make([]Ref, len(f.Pages))
	for i, p := range f.Pages {
		refs[i] = p.Ref
		if d := find(p.Ref); d != nil {
			names[string(d.ID)] = i
		}
	}
	index := func(ref Ref) int {
		return slices.IndexFunc(refs, func(x Ref) bool { return x.String() == ref.String() })
	}
	found := map[[2]int]string{}
	for i := range links {
		l := &links[i]
		a, okA := names[l.A]
		b, okB := names[l.B]
		if l.Kind != sayso.LinkCopy || l.Between != sayso.BetweenDocuments || !okA || !okB {
			continue
		}
		from := ""
		if l.Direction != nil {
			from = string(l.Direction.From)
		}
		if a > b {
			a, b = b, a
			from = map[string]string{"a": "b", "b": "a"}[from]
		}
		found[[2]int{a, b}] = from
	}
	for _, c := range f.Copies {
		a, b, from := index(c.A), index(c.B), c.From
		got, ok := found[[2]int{a, b}]
		r.count("copies", ok, "%s and %s are not linked", c.A, c.B)
		if ok && from != "" {
			r.count("direction", got == from, "%s and %s: from %q, want %q", c.A, c.B, got, from)
		}
		delete(found, [2]int{a, b})
	}
	var pairs [][2]int
	for pair := range found {
		pairs = append(pairs, pair)
	}
	slices.SortFunc(pairs, func(x, y [2]int) int { return slices.Compare(x[:], y[:]) })
	for _, pair := range pairs {
		r.count("no copies", false, "%s and %s are linked", refs[pair[0]], refs[pair[1]])
	}
}

func (r *Report) joined(what string, kind sayso.LinkKind, want []Joined, find func(Ref) *sayso.Document, links []sayso.Link) {
	id := func(p Place) string {
		if d := find(p.Ref); d != nil {
			if s := holding(d, p.Content); s != nil {
				return string(s.ID)
			}
		}
		return ""
	}
	for _, j := range want {
		a, b := id(j.A), id(j.B)
		r.count(what, a != "" && b != "" && slices.ContainsFunc(links, func(l sayso.Link) bool {
			return l.Kind == kind && (l.A == a && l.B == b || l.A == b && l.B == a)
		}), "%s and %s: %q, %q", j.A.Ref, j.B.Ref, j.A.Content, j.B.Content)
	}
}

// holding returns the statement with the shortest content that holds the words,
// so that of a statement inside another the inner one is returned.
func holding(d *sayso.Document, words string) *sayso.Statement {
	var best *sayso.Statement
	size := 0
	for i := range d.Statements {
		var b strings.Builder
		for _, c := range d.Statements[i].Content {
			b.WriteString(c.Text + " ")
		}
		if content := plain(b.String()); strings.Contains(content, plain(words)) && (best == nil || len(content) < size) {
			best, size = &d.Statements[i], len(content)
		}
	}
	return best
}

var marks = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'", "«", `"`, "»", `"`, "–", "-", "—", "-")

// plain evens out what does not matter: kinds of quotation mark and blank space.
func plain(s string) string { return strings.Join(strings.Fields(marks.Replace(s)), " ") }

func (r Ref) String() string {
	if r.Entry == nil {
		return r.Page
	}
	return fmt.Sprintf("%s#%d", r.Page, *r.Entry)
}

func orAnonymous(name string) string {
	if name == "" {
		return "somebody unnamed"
	}
	return name
}
