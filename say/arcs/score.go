package arcs

import (
	"slices"

	"sayso/text"
)

// A Score counts what the models get right on annotated articles.
type Score struct {
	CuesGold, CuesRead, CuesRight         int // same words
	Sources, SourcesRight, SourcesRead    int // of gold cues: same words
	Contents, ContentsRight, ContentsRead int
}

func f1(right, read, gold int) float64 { return 2 * float64(right) / float64(max(1, read+gold)) }

// CueF1, SourceF1 and ContentF1 are the F1 of exact spans; the latter two are
// of the arcs alone, given the right cues.
func (s Score) CueF1() float64     { return f1(s.CuesRight, s.CuesRead, s.CuesGold) }
func (s Score) SourceF1() float64  { return f1(s.SourcesRight, s.SourcesRead, s.Sources) }
func (s Score) ContentF1() float64 { return f1(s.ContentsRight, s.ContentsRead, s.Contents) }

// Measure scores the models.
func Measure(m *Models, articles []*Article) Score {
	var s Score
	r := NewReader(m)
	each(articles, func(a *Article, v *view, gold []goldWords) {
		if a.discards(v) {
			return
		}
		read := r.find(v)
		cues := make([]cue, len(read))
		for i, c := range read {
			cues[i] = c.cue
		}
		s.CuesGold += len(gold)
		s.CuesRead += len(read)
		for _, g := range gold {
			for _, c := range read {
				if c.cue == g.cue {
					s.CuesRight++
				}
			}
			x, ok := r.arc(v, g.cue, cues)
			if len(g.source) > 0 {
				s.Sources++
			}
			s.Contents++
			if !ok {
				continue
			}
			if len(x.Source) > 0 {
				s.SourcesRead++
				if same(x.Source, g.source) {
					s.SourcesRight++
				}
			}
			s.ContentsRead++
			if same(x.Content, g.content) {
				s.ContentsRight++
			}
		}
	})
	return s
}

func same(a []text.Range, b []cue) bool {
	return slices.EqualFunc(a, b, func(x text.Range, y cue) bool { return x.Start == y.from && x.End == y.to })
}
