package layout

import (
	"hash/maphash"
	"math"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"sayso/article/internal/dom"
	"sayso/article/internal/prose"
)

// Known is what is known of the page before its blocks are judged.
type Known struct {
	Title       int      // the block that is the title, or -1
	TitleText   string   // folded
	Description []string // what metadata say the article is about
	Body        string   // the article's text where metadata hold it, or ""
	Article     bool     // metadata describe an article
	Comment     []bool   // blocks inside readers' comments
	Voted       Shingles // what a library takes for the main text, or nil
}

// features collects a row, so that names and values cannot part.
type features struct {
	row   []float32
	names []string // only filled while naming
	name  bool
}

func (f *features) add(name string, v float64) {
	f.row = append(f.row, float32(v))
	if f.name {
		f.names = append(f.names, name)
	}
}

// addOf and flagOf take a name in two parts, put together only when asked for.
func (f *features) addOf(a, b string, v float64) {
	f.row = append(f.row, float32(v))
	if f.name {
		f.names = append(f.names, a+b)
	}
}

func (f *features) flagOf(a, b string, v bool) {
	x := 0.0
	if v {
		x = 1
	}
	f.addOf(a, b, x)
}

func (f *features) flag(name string, v bool) {
	x := 0.0
	if v {
		x = 1
	}
	f.add(name, x)
}

var seed = maphash.MakeSeed()

// far is the distance given where a thing is not found.
const far = 9

var markNames = []string{"body", "article", "comment", "related", "nav", "aside", "ad", "subscribe", "share", "caption", "byline", "date", "meta", "tags", "title", "lead", "hidden", "quote", "footer", "media", "list", "live", "box", "main"}

var ancestorTags = []struct {
	name string
	tags []atom.Atom
}{
	{"article", []atom.Atom{atom.Article}}, {"main", []atom.Atom{atom.Main}}, {"aside", []atom.Atom{atom.Aside}}, {"nav", []atom.Atom{atom.Nav}},
	{"header", []atom.Atom{atom.Header}}, {"footer", []atom.Atom{atom.Footer}}, {"form", []atom.Atom{atom.Form}}, {"figure", []atom.Atom{atom.Figure}},
	{"ul", []atom.Atom{atom.Ul, atom.Ol}}, {"table", []atom.Atom{atom.Table}}, {"section", []atom.Atom{atom.Section}},
}

// Names are the names of the features of a row, in order.
func Names() []string {
	f := &features{name: true}
	p := Of(dom.Parse("<p>x</p>"))
	p.features(Known{Title: -1, Comment: make([]bool, 1)}, f, func(int, []float32) {})
	return f.names
}

// Features measures every block.
func (p *Page) Features(k Known) [][]float32 {
	rows := make([][]float32, len(p.Blocks))
	p.Measure(k, func(i int, row []float32) { rows[i] = slices.Clone(row) })
	return rows
}

// Measure measures every block and hands f its row, which is only good until f
// returns: a page may have half a million blocks.
func (p *Page) Measure(k Known, f func(i int, row []float32)) { p.features(k, &features{}, f) }

func log1p(v float64) float64 { return math.Log1p(v) }

func ratio(a, b int32) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

type measured struct {
	prose.Measure
	words prose.Words
	hash  uint64
}

func (p *Page) features(k Known, f *features, done func(int, []float32)) {
	n := len(p.Blocks)
	if n == 0 {
		return
	}
	root := &p.Elems[0]
	ms := make([]measured, n)
	vocabulary := prose.Vocabulary{}
	same := map[uint64]int32{}
	signature := make([]uint64, n)
	sigLong, sigWords, sigCount := map[uint64]int32{}, map[uint64]int32{}, map[uint64]int32{}
	firstLong, lastLong := -1, -1
	for i := range p.Blocks {
		b := &p.Blocks[i]
		w := prose.Count(b.Text, nil)
		ms[i] = measured{prose.Of(b.Text), w, maphash.String(seed, b.Text)}
		b.Cues = ms[i].Cues
		if b.Long() {
			vocabulary.Add(w)
		}
		same[ms[i].hash]++
		e := &p.Elems[b.El]
		var h maphash.Hash
		h.SetSeed(seed)
		h.WriteString(e.Node.Data)
		h.WriteString(dom.Attr(e.Node, "class"))
		if e.Parent >= 0 {
			h.WriteString(dom.Attr(p.Elems[e.Parent].Node, "class"))
		}
		signature[i] = h.Sum64()
		sigCount[signature[i]]++
		sigWords[signature[i]] += b.Words
		if b.Long() {
			sigLong[signature[i]] += b.Words
			if firstLong < 0 {
				firstLong = i
			}
			lastLong = i
		}
	}
	commas := make([]int32, n)
	for i := range ms {
		commas[i] = ms[i].Comma
	}
	content := contentOf(p, commas)
	desc := shingleSet(k.Description...)
	body := shingleSet(k.Body)
	titleWords := wordSet(k.TitleText)
	wordsBefore, longBefore := int32(0), int32(0)
	lastHead, lastHeadAt := prose.Cue(0), -1
	for i := range p.Blocks {
		b, m := &p.Blocks[i], &ms[i]
		e := &p.Elems[b.El]
		f.row = f.row[:0]
		naming := f.name && i == 0
		f.name = naming
		// The words.
		f.add("words", log1p(float64(b.Words)))
		f.add("chars", log1p(float64(b.Chars)))
		f.add("chars a word", ratio(b.Chars, b.Words))
		f.add("linked", ratio(b.LinkWords, b.Words))
		f.add("links", float64(min(b.Links, 9)))
		f.add("stops", float64(min(m.Stop, 9)))
		f.add("commas", float64(min(m.Comma, 9)))
		f.add("digits", ratio(m.Digit, b.Chars))
		f.add("capitals", ratio(m.Upper, m.Letter))
		f.flag("starts lower", m.Lower)
		f.flag("starts with quote", strings.ContainsRune("\"“„«‘'「", m.Starts))
		f.add("quotes", float64(min(m.Quote, 6)))
		f.add("bold", ratio(b.BoldWords, b.Words))
		f.add("heading", float64(b.Heading))
		f.flag("ends with stop", strings.ContainsRune(".!?。।؟！？…", m.Ends))
		f.flag("ends with colon", m.Ends == ':')
		f.flag("ends with dots", strings.HasSuffix(b.Text, "…") || strings.HasSuffix(b.Text, "..."))
		f.flag("bar", strings.ContainsAny(b.Text, "|»›→•·"))
		for j, c := range prose.CueNames {
			f.flagOf("says ", c, m.Cues&(1<<j) != 0)
		}
		f.add("repeats", float64(min(same[m.hash]-1, 3)))
		f.add("in description", shareOf(b.Text, desc))
		f.add("in metadata body", shareOf(b.Text, body))
		f.add("title words", titleShare(b, titleWords))
		f.add("voted", shareOf(b.Text, k.Voted))
		high, near, up := content.of(p, b)
		f.add("content high", high)
		f.add("content near", near)
		f.add("content up", float64(up))
		f.add("content beside", content.sibling(p, b))
		f.add("short words", ratio(m.words.Short, m.words.All))
		f.add("lower words", ratio(m.words.Lower, m.words.All))
		f.add("shared words", vocabulary.Share(m.words, b.Long()))
		// The element.
		f.flag("p", e.Tag == atom.P)
		f.flag("li", e.Tag == atom.Li)
		f.flag("div", e.Tag == atom.Div)
		f.flag("cell", e.Tag == atom.Td || e.Tag == atom.Th)
		f.flag("unknown tag", e.Tag == 0)
		f.flag("caption", b.Caption)
		f.flag("blockquote", b.Quote)
		f.flag("list", b.List)
		f.flag("in cell", b.Table)
		f.flag("button", b.Button)
		f.flag("after br", b.AfterBr)
		f.flag("time", b.Time)
		f.flag("author", b.Address)
		f.flag("hidden", e.Hidden)
		f.flag("attributes", len(e.Node.Attr) > 0)
		f.add("depth", float64(e.Depth))
		f.add("blocks in element", log1p(float64(e.Last-e.First)))
		f.add("kids", log1p(float64(e.Kids)))
		f.add("signature long", ratio(sigLong[signature[i]], root.LongWords))
		f.add("signature count", log1p(float64(sigCount[signature[i]])))
		f.add("signature words", ratio(sigWords[signature[i]], sigCount[signature[i]]))
		// The elements above.
		p.above(f, b)
		// The place.
		f.add("place", float64(i)/float64(n))
		f.add("words before", ratio(wordsBefore, root.Words))
		f.add("long before", ratio(longBefore, root.LongWords))
		f.add("from first long", clampLog(i-firstLong))
		f.add("to last long", clampLog(lastLong-i))
		if k.Title >= 0 {
			f.add("from title", clampLog(i-k.Title))
		} else {
			f.add("from title", -9)
		}
		f.flag("is title", i == k.Title)
		f.add("from heading", float64(min(i-lastHeadAt, 20)))
		for _, j := range []int{0, 1, 2, 3} {
			f.flagOf("under heading ", prose.CueNames[j], lastHead&(1<<j) != 0)
		}
		// The neighbours.
		for _, d := range [...]int{-2, -1, 1, 2} {
			j := i + d
			name := neighbourNames[d+2]
			if j < 0 || j >= n {
				for range 6 {
					f.add(name, -1)
				}
				continue
			}
			o := &p.Blocks[j]
			f.addOf(name, "words", log1p(float64(o.Words)))
			f.addOf(name, "linked", ratio(o.LinkWords, o.Words))
			f.addOf(name, "heading", float64(o.Heading))
			f.flagOf(name, "stop", strings.ContainsRune(".!?。।؟！？…", ms[j].Ends))
			f.flagOf(name, "same kind", signature[j] == signature[i])
			f.flagOf(name, "same parent", p.Elems[o.El].Parent == e.Parent)
		}
		long := 0
		for j := max(0, i-4); j <= min(n-1, i+4); j++ {
			if p.Blocks[j].Long() {
				long++
			}
		}
		f.add("long near", float64(long))
		// The page.
		f.add("page blocks", log1p(float64(n)))
		f.add("page long words", log1p(float64(root.LongWords)))
		f.flag("page article", k.Article)
		f.flag("page has body", len(body) > 0)
		f.flag("comment", k.Comment[i])
		done(i, f.row)
		f.name = naming
		wordsBefore += b.Words
		if b.Long() {
			longBefore += b.Words
		}
		if b.Heading > 0 || m.Cues&(prose.Related|prose.Comment) != 0 && b.Words < 8 {
			lastHead, lastHeadAt = m.Cues, i
		}
	}
}

var neighbourNames = []string{"2 before: ", "before: ", "", "after: ", "2 after: "}

func clampLog(d int) float64 {
	if d < 0 {
		return -math.Log1p(float64(-d))
	}
	return math.Log1p(float64(d))
}

// above measures the elements around a block: how far up each mark stands, and
// where the element that holds most of the page's prose is.
func (p *Page) above(f *features, b *Block) {
	root := &p.Elems[0]
	var marks [MarkKinds]int8
	for j := range marks {
		marks[j] = far
		if b.Marks&(1<<j) != 0 {
			marks[j] = 0
		}
	}
	var tags [11]int8
	for j := range tags {
		tags[j] = far
	}
	up40, up70 := int8(far), int8(far)
	branch := b.El // the element below the one that holds most of the prose
	var longs [3]float64
	var linked [3]float64
	steps := int8(0)
	for el := b.El; el >= 0 && steps < 12; el, steps = p.Elems[el].Parent, steps+1 {
		e := &p.Elems[el]
		if steps >= 1 && steps <= 3 {
			longs[steps-1] = ratio(e.LongWords, root.LongWords)
			linked[steps-1] = ratio(e.LinkWords, e.Words)
		}
		s := ratio(e.LongWords, root.LongWords)
		if s >= .4 && up40 == far {
			up40 = steps
		}
		if s >= .7 && up70 == far {
			up70 = steps
		}
		if up40 == far {
			branch = el
		}
		if p.Root(el) {
			continue
		}
		if e.Marks != 0 && steps < far {
			for j := range marks {
				if e.Marks&(1<<j) != 0 && marks[j] > steps+1 {
					marks[j] = steps + 1
				}
			}
		}
		for j := range ancestorTags {
			for _, a := range ancestorTags[j].tags {
				if e.Tag == a && tags[j] == far {
					tags[j] = min(steps, far-1)
				}
			}
		}
	}
	for j := range marks {
		f.addOf("mark ", markNames[j], float64(marks[j]))
	}
	for j := range tags {
		f.addOf("in ", ancestorTags[j].name, float64(tags[j]))
	}
	f.add("up to 40%", float64(up40))
	f.add("up to 70%", float64(up70))
	for j := range longs {
		f.addOf(upNames[j], " long", longs[j])
		f.addOf(upNames[j], " linked", linked[j])
	}
	br := &p.Elems[branch]
	f.add("branch words", log1p(float64(br.Words)))
	f.add("branch linked", ratio(br.LinkWords, br.Words))
	f.add("branch long", ratio(br.LongWords, max(br.Words, 1)))
	f.add("branch blocks", log1p(float64(br.Last-br.First)))
	f.add("branch share", ratio(br.LongWords, root.LongWords))
}

var upNames = []string{"parent", "grandparent", "third"}
