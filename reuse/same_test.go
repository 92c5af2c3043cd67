package reuse

import (
	"fmt"
	"strings"
	"testing"

	"sayso"
)

// quote is a page of one statement.
func quote(name, sentence string) *sayso.Document {
	text := "\"" + sentence + "\" said the speaker."
	d := page(name, text)
	r := sayso.NewRuler(text)
	st := sayso.Statement{Mode: sayso.Direct, Content: []sayso.Span{r.Span(1, 1+len(sentence))}, Polarity: sayso.Asserted}
	st.ID = sayso.NewStatementID(d.ID, &st)
	d.Statements = []sayso.Statement{st}
	return d
}

// TestSame pins the figures that `copies.py same` gives on two translations of
// each of 1,000 sentences, all in one archive.
func TestSame(t *testing.T) {
	type segment struct {
		Doc  string
		Seg  any
		RefA string `json:"ref_A"`
		RefB string `json:"ref_B"`
	}
	var docs []*sayso.Document
	want := 0
	of := map[string]string{}
	for s := range eachLine[segment](t, sharedFile(t, "data/copies/wmt21_ru-en/segments.jsonl.gz")) {
		if s.RefA == "" || s.RefB == "" {
			continue
		}
		want++
		for v, text := range map[string]string{"A": s.RefA, "B": s.RefB} {
			d := quote(fmt.Sprintf("%s_%v_%s", s.Doc, s.Seg, v), text)
			docs = append(docs, d)
			of[string(d.Statements[0].ID)] = strings.TrimSuffix(d.Source.Path, ".txt")
		}
	}
	h := newPile(docs)
	ls := linksOf(t, h, Options{})
	save(t, "same", h, ls)
	type link struct {
		conf float64
		to   string
	}
	best := map[string]link{}
	given, hit, top := 0, 0, 0
	kinds := map[sayso.LinkKind]int{}
	bins := map[int][2]int{}
	for _, l := range ls {
		if l.Between != sayso.BetweenStatements {
			continue
		}
		kinds[l.Kind]++
		for _, p := range [][2]string{{of[l.A], of[l.B]}, {of[l.B], of[l.A]}} {
			if !strings.HasSuffix(p[0], "_A") {
				continue
			}
			given++
			right := p[1] == strings.TrimSuffix(p[0], "A")+"B"
			b := bins[int(l.Confidence*10)]
			b[1]++
			if right {
				hit++
				b[0]++
			}
			bins[int(l.Confidence*10)] = b
			if o := best[p[0]]; l.Confidence > o.conf || l.Confidence == o.conf && p[1] > o.to {
				best[p[0]] = link{l.Confidence, p[1]}
			}
		}
	}
	for from, l := range best {
		if l.to == strings.TrimSuffix(from, "A")+"B" {
			top++
		}
	}
	p1, f1 := float64(top)/float64(want), 2*float64(hit)/float64(given+want)
	t.Logf("%d sentences: P@1 %.3f, P %.3f, R %.3f, F1 %.3f; by confidence %v, %v", want, p1, float64(hit)/float64(given), float64(hit)/float64(want), f1, bins, kinds)
	if p1 < 0.938 || f1 < 0.945 {
		t.Errorf("P@1 %.3f, F1 %.3f; were .943 and .950", p1, f1)
	}
}
