package reuse

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sayso"
)

// A growing is an Archive in memory.
type growing struct {
	memoryPile
	numbers map[sayso.DocumentID]int64
	links   map[[3]string][]byte
	kept    map[string]map[int][]byte
	next    map[string]map[int][]byte // while links change
}

func newGrowing() *growing {
	g := &growing{numbers: map[sayso.DocumentID]int64{}, kept: map[string]map[int][]byte{}, links: map[[3]string][]byte{}}
	g.at = map[sayso.DocumentID]*sayso.Document{}
	return g
}

func (g *growing) add(docs ...*sayso.Document) {
	for _, d := range docs {
		g.at[d.ID] = d
		g.numbers[d.ID] = int64(len(g.numbers) + 1)
	}
	g.docs = append(g.docs, docs...)
	slices.SortFunc(g.docs, func(a, b *sayso.Document) int { return strings.Compare(a.Source.Path, b.Source.Path) })
}

func (g *growing) Numbered(context.Context) iter.Seq2[sayso.Numbered, error] {
	return func(yield func(sayso.Numbered, error) bool) {
		for _, d := range g.docs {
			if !yield(sayso.Numbered{Number: g.numbers[d.ID], ID: d.ID}, nil) {
				return
			}
		}
	}
}

func (g *growing) Kept(_ context.Context, name string) iter.Seq2[[]byte, error] {
	blocks := g.kept[name]
	return func(yield func([]byte, error) bool) {
		for n := range len(blocks) {
			if !yield(slices.Clone(blocks[n]), nil) {
				return
			}
		}
	}
}

func (g *growing) UpdateLinks(_ context.Context, f func(sayso.LinkUpdate) error) error {
	g.next = map[string]map[int][]byte{}
	for name, blocks := range g.kept { // what is read meanwhile is as it was before
		g.next[name] = maps.Clone(blocks)
	}
	defer func() { g.kept = g.next }()
	return f(g)
}

func (g *growing) Clear() error { clear(g.links); g.next = map[string]map[int][]byte{}; return nil }

func (g *growing) Drop(between sayso.Between, a, b string) error {
	k := [3]string{string(between), a, b}
	if g.links[k] == nil {
		return fmt.Errorf("no link between %v to drop", k)
	}
	delete(g.links, k)
	return nil
}

func (g *growing) Put(l sayso.Link) error {
	k := [3]string{string(l.Between), l.A, l.B}
	if g.links[k] != nil {
		return fmt.Errorf("a second link between %v", k)
	}
	var b bytes.Buffer
	err := sayso.WriteRecord(&b, &l)
	g.links[k] = b.Bytes()
	return err
}

func (g *growing) Keep(name string, n int, block []byte) error {
	if g.next[name] == nil {
		g.next[name] = map[int][]byte{}
	}
	if g.next[name][n] != nil {
		return fmt.Errorf("block %d of %s is kept twice", n, name)
	}
	g.next[name][n] = slices.Clone(block)
	return nil
}

func (g *growing) Forget(name string) error { delete(g.next, name); return nil }

// records are the links in order.
func (g *growing) records() []string {
	var out []string
	for _, b := range g.links {
		out = append(out, string(b))
	}
	slices.Sort(out)
	return out
}

// A press makes up reports that copy each other, close with standing
// paragraphs, and tell the same statements in the same words or other ones.
type press struct {
	r     *rand.Rand
	words []string
	pools [][]string // sentences: those of each story, then standing ones
	says  []string
}

func newPress(seed uint64) *press {
	p := &press{r: rand.New(rand.NewPCG(seed, 3))}
	for i := range 700 {
		p.words = append(p.words, strings.TrimSpace(invented(i+5000, 1)))
	}
	stories := 3 + p.r.IntN(30)
	for range stories {
		var pool []string
		for range 4 + p.r.IntN(8) {
			pool = append(pool, p.sentence(8+p.r.IntN(20)))
		}
		p.pools = append(p.pools, pool)
	}
	for range 2 + p.r.IntN(20) {
		p.says = append(p.says, p.sentence(4+p.r.IntN(16)))
	}
	return p
}

// word is one of a vocabulary in which some words are far more frequent.
func (p *press) word() string {
	n := len(p.words)
	return p.words[min(p.r.IntN(n), p.r.IntN(n), p.r.IntN(n))]
}

func (p *press) sentence(n int) string {
	var ws []string
	for range n {
		ws = append(ws, p.word())
	}
	return strings.Join(ws, " ")
}

// vary puts other words for some.
func (p *press) vary(s string, oneIn int) string {
	ws := strings.Fields(s)
	for i := range ws {
		if p.r.IntN(oneIn) == 0 {
			ws[i] = p.word()
		}
	}
	return strings.Join(ws, " ")
}

func (p *press) report(i int, standing []string) *sayso.Document {
	names := []string{"Ada Brell", "Oren Tafel", "Mira Kolben", ""}
	pool := p.pools[min(p.r.IntN(len(p.pools)), p.r.IntN(len(p.pools)))]
	var text strings.Builder
	type said struct{ from, to int }
	var sayings []said
	put := func(s string) (from, to int) {
		from = text.Len()
		text.WriteString(s)
		to = text.Len()
		text.WriteString(". ")
		return
	}
	if p.r.IntN(3) == 0 {
		put(p.sentence(10 + p.r.IntN(40)))
	}
	for _, s := range pool {
		if p.r.IntN(6) > 0 {
			put(p.vary(s, 12))
		}
	}
	for _, s := range standing {
		if p.r.IntN(4) == 0 {
			put(s)
		}
	}
	for range p.r.IntN(4) {
		s := p.says[min(p.r.IntN(len(p.says)), p.r.IntN(len(p.says)))]
		if p.r.IntN(2) == 0 {
			s = p.vary(s, 5)
		}
		if p.r.IntN(8) == 0 {
			s = "not " + s
		}
		from, to := put(s)
		sayings = append(sayings, said{from, to})
	}
	d := page(fmt.Sprintf("%03d-%03d", p.r.IntN(1000), i), text.String())
	r := sayso.NewRuler(d.Text)
	for _, s := range sayings {
		st := sayso.Statement{Content: []sayso.Span{r.Span(s.from, s.to)}, Polarity: sayso.Asserted}
		if name := names[p.r.IntN(len(names))]; name != "" {
			st.Speaker = &sayso.Actor{Name: name, Kind: sayso.Person}
		}
		st.ID = sayso.NewStatementID(d.ID, &st)
		d.Statements = append(d.Statements, st)
	}
	if p.r.IntN(2) == 0 {
		d.Published = &sayso.Date{Date: fmt.Sprintf("2031-05-%02d", 1+p.r.IntN(28)), Precision: sayso.ByDay}
	}
	outlets := []string{"", "Vesland Herald", "Orsu Wire", "Port Alma Post"}
	d.Outlet = sayso.Maybe(outlets[p.r.IntN(len(outlets))])
	if c := outlets[p.r.IntN(len(outlets))]; c != "" && p.r.IntN(3) == 0 {
		d.Credits = []sayso.Credit{{Name: c}}
	}
	return d
}

// TestLinksAreTheSameInAnyOrderOfAdding adds piles in any order and in any
// parts, and wants the links that one adding of all makes.
func TestLinksAreTheSameInAnyOrderOfAdding(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		defer f.Value.Set(f.DefValue)
		f.Value.Set("25") // a fourth of a second each
	}
	kinds := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		p := newPress(rapid.Uint64().Draw(t, "seed"))
		var standing []string
		for range p.r.IntN(4) {
			standing = append(standing, p.sentence(10+p.r.IntN(15)))
		}
		var docs []*sayso.Document
		for i := range rapid.IntRange(2, 160).Draw(t, "reports") {
			docs = append(docs, p.report(i, standing))
		}
		p.r.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		all := newGrowing()
		all.add(docs...)
		if err := Update(context.Background(), all, Options{}); err != nil {
			t.Fatal(err)
		}
		want := all.records()
		var streamed []string
		for l, err := range Links(context.Background(), &all.memoryPile, Options{Workers: 3}) {
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := sayso.WriteRecord(&b, &l); err != nil {
				t.Fatal(err)
			}
			streamed = append(streamed, b.String())
			kinds[string(l.Between)+" "+string(l.Kind)]++
		}
		slices.Sort(streamed)
		if !slices.Equal(streamed, want) {
			t.Fatalf("%d links are yielded, %d kept, or they differ", len(streamed), len(want))
		}

		parts := newGrowing()
		rest := docs
		for len(rest) > 0 {
			n := min(len(rest), cmp.Or(rapid.IntRange(0, 5).Draw(t, "few"), rapid.IntRange(1, 60).Draw(t, "many")))
			parts.add(rest[:n]...)
			rest = rest[n:]
			if err := Update(context.Background(), parts, Options{Workers: 2}); err != nil {
				t.Fatal(err)
			}
		}
		got := parts.records()
		if d := firstDifference(got, want); d != "" {
			t.Fatal(d)
		}
	})
	t.Log(kinds)
}

func firstDifference(got, want []string) string {
	in := func(list []string, s string) bool { _, ok := slices.BinarySearch(list, s); return ok }
	for _, s := range got {
		if !in(want, s) {
			return fmt.Sprintf("%d links, not %d; too much: %s", len(got), len(want), s)
		}
	}
	for _, s := range want {
		if !in(got, s) {
			return fmt.Sprintf("%d links, not %d; wanting: %s", len(got), len(want), s)
		}
	}
	return ""
}
