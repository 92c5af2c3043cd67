package reuse

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sayso"
)

const wire = `PORT ALMA, May 3. The harbour council of Vesland voted on Tuesday to close the northern quay
for repairs after two cranes failed within a week, its chairman Oren Tafel said. "We will not wait for a third
accident," Tafel told reporters outside the council hall. Some 400 dockers would be paid their full wage while the
quay is shut, he added, and ships bound for Port Alma would be sent to Lower Marrow instead. The dockers' union said
it had not been asked and would decide on a strike on Friday.`

const repost = `Council shuts quay! The harbour council of Vesland voted on Tuesday to close the northern quay
for repairs after two cranes failed within a week, its chairman Oren Tafel said. "We will not wait for a third
accident," Tafel said. Some 600 dockers would be paid their full wage while the
quay is shut, he added, and ships bound for Port Alma would be sent to Lower Marrow instead.`

const other = `The opera house of Sankt Ilven reopens in autumn with a new production of an old favourite. Its director,
Mira Kolben, promised an evening without speeches. Tickets go on sale on the first Monday of June, and the house
expects to sell them within the day, as it did before the fire that closed it for three seasons.`

func sample() []*sayso.Document {
	return []*sayso.Document{page("a-wire", wire), page("b-repost", repost), page("c-other", other)}
}

func TestCopyIsLinkedWithItsChanges(t *testing.T) {
	ls := linksOf(t, newPile(sample()), Options{})
	if len(ls) != 1 {
		t.Fatalf("%d links, want the one between the wire report and its copy", len(ls))
	}
	l := ls[0]
	if l.A != "d-a-wire" || l.B != "d-b-repost" || l.Kind != sayso.LinkCopy || l.Share < .9 {
		t.Errorf("got %s of %s and %s, share %.2f", l.Kind, l.A, l.B, l.Share)
	}
	want := map[string]sayso.ChangeKind{"told reporters outside the council hall.|said.": sayso.ChangeCue, "400|600": sayso.ChangeNumber}
	for _, p := range l.Passages {
		for _, c := range p.Changes {
			if c.A == nil || c.B == nil {
				continue
			}
			k := c.A.Text + "|" + c.B.Text
			if want[k] != c.Kind {
				t.Errorf("change %q is %q, want %q", k, c.Kind, want[k])
			}
			delete(want, k)
		}
	}
	for k := range want {
		t.Errorf("change %q not shown", k)
	}
}

func TestSpansHold(t *testing.T) {
	docs := sample()
	docs[0].Text = "“Größe” — " + docs[0].Text
	docs[0].Blocks[0].End = sayso.NewRuler(docs[0].Text).Len()
	h := newPile(docs)
	for _, l := range linksOf(t, h, Options{}) {
		a := sayso.NewRuler(h.at[sayso.DocumentID(l.A)].Text)
		b := sayso.NewRuler(h.at[sayso.DocumentID(l.B)].Text)
		for _, p := range l.Passages {
			if !a.Holds(p.A) || !b.Holds(p.B) {
				t.Errorf("passage does not hold: %v %v", p.A, p.B)
			}
		}
	}
}

func TestUntoldBlocksAreNoCopy(t *testing.T) {
	a, b := page("a", wire), page("b", repost)
	b.Blocks[0].Kind = sayso.BlockComment
	if ls := linksOf(t, newPile([]*sayso.Document{a, b}), Options{}); len(ls) != 0 {
		t.Errorf("a reader's comment was taken for a copy")
	}
}

func TestBackgroundIsNoCopy(t *testing.T) {
	const standing = ` The islands have been split between two governments since the flood of 1988, and neither
recognises the other's passports, stamps or courts.`
	var docs []*sayso.Document
	for i := range 9 {
		docs = append(docs, page(string(rune('a'+i)), invented(i, 60)+standing+invented(i+100, 40)))
	}
	for _, l := range linksOf(t, newPile(docs), Options{}) {
		t.Errorf("%s and %s were linked by a standing paragraph", l.A, l.B)
	}
}

// invented is n words that recur nowhere.
func invented(seed, n int) string {
	r := rand.New(rand.NewPCG(uint64(seed), 1))
	var b strings.Builder
	for range n {
		for range 2 + r.IntN(3) {
			b.WriteByte("bcdfglmnprstvz"[r.IntN(14)])
			b.WriteByte("aeiou"[r.IntN(5)])
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func TestSameLinksWhateverTheWorkers(t *testing.T) {
	var docs []*sayso.Document
	for i := range 60 {
		docs = append(docs, page(string(rune('a'+i)), invented(i/5, 80)+invented(i, 30)+invented(i%3, 20)))
	}
	record := func(docs []*sayso.Document, workers int) []byte {
		var b bytes.Buffer
		for _, l := range linksOf(t, newPile(docs), Options{Workers: workers}) {
			if err := sayso.WriteRecord(&b, &l); err != nil {
				t.Fatal(err)
			}
		}
		return b.Bytes()
	}
	one := record(docs, 1)
	if len(one) == 0 {
		t.Fatal("no links")
	}
	slices.Reverse(docs)
	for _, workers := range []int{1, 3, 8} {
		if !bytes.Equal(one, record(docs, workers)) {
			t.Errorf("%d workers: links differ", workers)
		}
	}
}

func TestReaderMayStop(t *testing.T) {
	for range Links(t.Context(), newPile(sample()), Options{}) {
		break
	}
}

func TestEmptyPiles(t *testing.T) {
	for _, docs := range [][]*sayso.Document{nil, {page("a", "")}, {page("a", ""), page("b", "...")}, {{ID: "d-x", Text: wire}, page("b", wire)}} {
		if ls := linksOf(t, newPile(docs), Options{}); len(ls) != 0 {
			t.Errorf("%d documents: %d links", len(docs), len(ls))
		}
	}
}

// TestManyCopies takes a report that hundreds of pages carry: links grow with
// the pages, not with their pairs.
func TestManyCopies(t *testing.T) {
	var docs []*sayso.Document
	for i := range 400 {
		docs = append(docs, page(fmt.Sprintf("%03d", i), wire+" "+invented(i, 12)))
	}
	ls := linksOf(t, newPile(docs), Options{})
	if len(ls) < len(docs)-1 || len(ls) > len(docs)*(neighbours+hubs) {
		t.Errorf("%d links between %d copies", len(ls), len(docs))
	}
}

// TestBackgroundInAFewPages takes a standing paragraph in a pile too small for
// its frequency to tell: the one report that two pages have stays linked.
func TestBackgroundInAFewPages(t *testing.T) {
	const standing = ` The islands have been split between two governments since the flood of 1988, when the southern fleet
took the harbours of the north, and neither has recognised the other's passports, stamps or courts since then. A truce
brokered by Port Alma in 2027 has been broken again and again, and more than 60,000 people have left their homes.`
	report := invented(1, 120)
	docs := []*sayso.Document{
		page("a", report+standing), page("b", report+standing), page("c", invented(2, 150)+standing),
		page("d", standing+invented(3, 70)), page("e", invented(4, 200)+standing+invented(5, 50)),
	}
	ls := linksOf(t, newPile(docs), Options{})
	if len(ls) != 1 || ls[0].A != "d-a" || ls[0].B != "d-b" {
		t.Errorf("got %d links, want that of a and b alone", len(ls))
		for _, l := range ls {
			t.Logf("%s %s %.2f", l.A, l.B, l.Share)
		}
	}
	// In two pages alone it cannot be told from a paragraph taken over.
	if ls := linksOf(t, newPile(docs[2:4]), Options{}); len(ls) != 1 {
		t.Errorf("two pages: %d links, want 1", len(ls))
	}
}

// TestParagraphOfOneStory takes a paragraph that three papers have in their own
// reports of one event: no background.
func TestParagraphOfOneStory(t *testing.T) {
	const lead = ` "We will not wait for a third accident at the northern quay of our harbour," the chairman told the council on
Tuesday. The council then voted by eleven to four to close the quay for repairs, after two cranes had failed there within
a single week and a docker had been hurt by a falling hook.`
	words := strings.Fields(invented(1, 60))
	var docs []*sayso.Document
	for i, name := range []string{"a", "b", "c"} {
		r := rand.New(rand.NewPCG(uint64(i), 2))
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		docs = append(docs, page(name, strings.Join(words[:50], " ")+lead+invented(10+i, 30)))
	}
	if ls := linksOf(t, newPile(docs), Options{}); len(ls) != 3 {
		t.Errorf("%d links, want 3", len(ls))
	}
}

// TestRelatedHeadlineInACopy puts a headline between two paragraphs of either
// copy: no passage and no change holds it.
func TestRelatedHeadlineInACopy(t *testing.T) {
	first, second, _ := strings.Cut(wire, "Some 400")
	second = "Some 400" + second
	const related = "Read also: Opera to reopen in autumn"
	put := func(name, a, b string) *sayso.Document {
		d := page(name, a+"\n\n"+related+"\n\n"+b)
		i, j := sayso.Offset(len(a)), sayso.Offset(len(a)+len(related)+4)
		d.Blocks = []sayso.Block{{Kind: sayso.BlockBody, End: i}, {Kind: sayso.BlockRelated, Start: i + 2, End: j - 2},
			{Kind: sayso.BlockBody, Start: j, End: sayso.Offset(len(d.Text))}}
		return d
	}
	for name, other := range map[string]*sayso.Document{
		"in one":             page("b", wire),
		"in both":            put("b", first, second),
		"in either place":    put("b", first+"Some 400 dockers", strings.TrimPrefix(second, "Some 400 dockers")),
		"with a word less":   put("b", strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(first), "hall.")), second),
		"with a word before": put("b", first, "Then "+second),
	} {
		ls := linksOf(t, newPile([]*sayso.Document{put("a", first, second), other}), Options{})
		if len(ls) != 1 || len(ls[0].Passages) < 2 {
			t.Errorf("%s: %d links", name, len(ls))
			continue
		}
		told := 0
		for _, p := range ls[0].Passages {
			told += len(strings.Fields(p.A.Text))
			for _, c := range append(p.Changes, sayso.Change{A: &p.A, B: &p.B}) {
				for _, s := range []*sayso.Span{c.A, c.B} {
					if s != nil && strings.Contains(s.Text, "Opera") {
						t.Errorf("%s: %q is told of", name, s.Text)
					}
				}
			}
		}
		if want := len(strings.Fields(wire)); told != want {
			t.Errorf("%s: passages have %d words of a, want all %d", name, told, want)
		}
	}
}
