package arcs

import (
	"strings"
	"unicode"

	"sayso/say/crf"
	"sayso/say/told"
	"sayso/text"
)

// Gold is one attribution as an annotator has it, in bytes of the text.
type Gold struct{ Source, Cue, Content []text.Range }

// An Article is annotated text to learn from.
type Article struct {
	Told     *told.Telling
	Analysis *text.Analysis
	Hints    []Hint
	Gold     []Gold
	Discard  []text.Range // stretches that were not annotated
}

// Options steer the training.
type Options struct {
	CueShape, ArcShape crf.Shape
	Cue, Arc           crf.Options
	Bias               float32
}

// Train learns both models.
func Train(articles []*Article, o Options) *Models {
	m := &Models{Bias: o.Bias}
	m.Cues = trainCues(articles, o)
	m.Arcs = trainArcs(articles, o)
	return m
}

func trainCues(articles []*Article, o Options) *crf.Model {
	s := o.CueShape
	s.Labels, s.Edges = cueLabels, edges
	m := crf.New(s, spanned)
	var examples []crf.Example
	each(articles, func(a *Article, v *view, gold []goldWords) {
		if a.discards(v) {
			return
		}
		var x crf.Example
		v.cueSequence(&x.Sequence)
		x.Labels = make([]uint8, len(v.words))
		for _, g := range gold {
			label(x.Labels, g.cue, 0)
		}
		examples = append(examples, x)
	})
	m.Train(examples, o.Cue)
	return m
}

func trainArcs(articles []*Article, o Options) *crf.Model {
	s := o.ArcShape
	s.Labels, s.Edges = arcLabels, edges+1
	m := crf.New(s, spanned)
	var examples []crf.Example
	var f frame
	each(articles, func(a *Article, v *view, gold []goldWords) {
		var cues []cue
		for _, g := range gold {
			cues = append(cues, g.cue)
		}
		for _, g := range gold {
			var x crf.Example
			f.set(v, g.cue, cues)
			f.sequence(&x.Sequence)
			x.Labels = make([]uint8, f.to-f.from)
			for _, c := range g.source {
				label(x.Labels, cue{c.from - f.from, c.to - f.from}, 0)
			}
			for _, c := range g.content {
				label(x.Labels, cue{c.from - f.from, c.to - f.from}, 1)
			}
			for i := g.cue.from; i < g.cue.to; i++ {
				x.Labels[i-f.from] = 0
			}
			repair(x.Labels)
			examples = append(examples, x)
		}
	})
	m.Train(examples, o.Arc)
	return m
}

// label writes the labels of a stretch of one kind.
func label(labels []uint8, c cue, kind uint8) {
	c.from, c.to = max(c.from, 0), min(c.to, len(labels))
	for i := c.from; i < c.to; i++ {
		y := uint8(inside)
		switch {
		case c.to-c.from == 1:
			y = single
		case i == c.from:
			y = begin
		case i == c.to-1:
			y = last
		}
		labels[i] = kind*4 + y
	}
}

// repair makes labels well formed again where stretches overlapped.
func repair(labels []uint8) {
	for i := 0; i < len(labels); {
		if labels[i] == 0 {
			i++
			continue
		}
		kind := (labels[i] - 1) / 4
		j := i + 1
		for j < len(labels) && labels[j] != 0 && (labels[j]-1)/4 == kind && (labels[j]-1)%4+1 != begin && (labels[j]-1)%4+1 != single {
			j++
		}
		label(labels, cue{i, j}, kind)
		i = j
	}
}

type goldWords struct {
	cue             cue
	source, content []cue
}

// each calls f with every unit that has words, and the gold of its cues.
func each(articles []*Article, f func(*Article, *view, []goldWords)) {
	for _, a := range articles {
		z := newScanner(a.Told, a.Analysis, a.Hints)
		for u := range a.Told.Units {
			v := z.unit(u)
			if len(v.words) == 0 {
				continue
			}
			var gold []goldWords
			for _, g := range a.Gold {
				if len(g.Cue) == 0 {
					continue
				}
				c, ok := a.words(v, g.Cue[0])
				if !ok {
					continue
				}
				w := goldWords{cue: c}
				for _, r := range g.Source {
					if c, ok := a.words(v, r); ok {
						w.source = append(w.source, c)
					}
				}
				for _, r := range g.Content {
					if c, ok := a.words(v, r); ok {
						w.content = append(w.content, c)
					}
				}
				gold = append(gold, w)
			}
			f(a, v, gold)
		}
	}
}

// words are the words of the view in a stretch whose edges are trimmed to
// letters and digits; false where there are none.
func (a *Article) words(v *view, r text.Range) (cue, bool) {
	s := a.Analysis.Text[r.Start:r.End]
	is := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if i := strings.IndexFunc(s, is); i >= 0 {
		j := strings.LastIndexFunc(s, is)
		r.End = r.Start + j + 1
		r.Start += i
	}
	i, j := a.Analysis.TokenAt(r.Start)-v.base, a.Analysis.TokenAt(r.End-1)-v.base+1
	if i < 0 && j > 0 {
		i = 0
	}
	j = min(j, len(v.words))
	return cue{i, j}, i >= 0 && i < j
}

// discards reports whether a view stands in what was not annotated.
func (a *Article) discards(v *view) bool {
	at := int(a.Analysis.Tokens[v.base].Start)
	for _, d := range a.Discard {
		if d.Start <= at && at < d.End {
			return true
		}
	}
	return false
}
