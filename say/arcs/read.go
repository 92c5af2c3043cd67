package arcs

import (
	"sayso/say/crf"
	"sayso/say/told"
	"sayso/text"
)

// An Attribution is one cue with its source and content, in bytes of the text.
type Attribution struct {
	Unit    int
	Cue     text.Range
	Source  []text.Range
	Content []text.Range
	Sure    float64 // of the models, uncalibrated
}

// Models are the two models.
type Models struct {
	Cues, Arcs *crf.Model
	// Bias is taken from the score of "no cue": how readily a cue is read.
	Bias float32
}

const (
	outside = iota
	begin
	inside
	last
	single
)

// spanned says which label may follow which, where labels are "outside" and
// begin, inside, last, single of some kinds; -1 is the sequence's end.
func spanned(a, b int) bool {
	open := a > 0 && ((a-1)%4+1 == begin || (a-1)%4+1 == inside)
	if b < 0 {
		return !open
	}
	goesOn := b > 0 && ((b-1)%4+1 == inside || (b-1)%4+1 == last)
	if !open {
		return !goesOn
	}
	return goesOn && (a-1)/4 == (b-1)/4
}

const (
	cueLabels = 5
	arcLabels = 9
)

// A Reader reads with the models and keeps its working room. One goroutine at
// a time may use it.
type Reader struct {
	m     *Models
	cues  *crf.Labeller
	arcs  *crf.Labeller
	seq   crf.Sequence
	frame frame
}

// NewReader makes a reader.
func NewReader(m *Models) *Reader {
	return &Reader{m: m, cues: crf.NewLabeller(m.Cues), arcs: crf.NewLabeller(m.Arcs)}
}

// Read finds the attributions of a text, in order of their cues. The analysis
// must be of the text's paragraphs, as Blocks gives them.
func (r *Reader) Read(t *told.Telling, a *text.Analysis, hints []Hint) []Attribution {
	var out []Attribution
	z := newScanner(t, a, hints)
	for u := range t.Units {
		v := z.unit(u)
		if len(v.words) == 0 {
			continue
		}
		found := r.find(v)
		cues := make([]cue, len(found))
		for i, c := range found {
			cues[i] = c.cue
		}
		for _, c := range found {
			if x, ok := r.arc(v, c.cue, cues); ok {
				x.Unit = u
				x.Sure *= c.sure
				x.Cue = a.Span(v.base+c.from, v.base+c.to)
				out = append(out, r.place(v, a, x))
			}
		}
	}
	return out
}

// Blocks are the stretches that the analysis of a text is to be made of.
func Blocks(t *told.Telling) []text.Range {
	out := make([]text.Range, len(t.Paras))
	for i, p := range t.Paras {
		out[i] = text.Range{Start: p.Start, End: p.End}
	}
	return out
}

type sureCue struct {
	cue
	sure float64
}

// find labels the cues of a view.
func (r *Reader) find(v *view) []sureCue {
	v.cueSequence(&r.seq)
	r.cues.Score(&r.seq)
	r.cues.Lower(outside, r.m.Bias)
	labels := r.cues.Best(&r.seq)
	any := false
	for _, y := range labels {
		any = any || y != outside
	}
	if !any {
		return nil
	}
	r.cues.Lower(outside, -r.m.Bias)
	r.cues.Marginals(&r.seq)
	var out []sureCue
	for _, s := range runs(labels, 0) {
		p := 1.0
		for i := s.from; i < s.to; i++ {
			p = min(p, 1-float64(r.cues.Marginal[i*cueLabels+outside]))
		}
		out = append(out, sureCue{s, p})
	}
	return out
}

// runs gives the stretches of one kind of label.
func runs(labels []uint8, kind uint8) []cue {
	var out []cue
	from := -1
	for i, y := range labels {
		if y == 0 || (y-1)/4 != kind {
			continue
		}
		switch (y-1)%4 + 1 {
		case begin:
			from = i
		case single:
			out = append(out, cue{i, i + 1})
		case last:
			out = append(out, cue{from, i + 1})
		}
	}
	return out
}

// arc labels source and content of a cue. The ranges it returns are of words
// of the view, turned into bytes by place.
func (r *Reader) arc(v *view, c cue, cues []cue) (Attribution, bool) {
	r.frame.set(v, c, cues)
	r.frame.sequence(&r.seq)
	r.arcs.Score(&r.seq)
	labels := r.arcs.Best(&r.seq)
	content, source := runs(labels, 1), runs(labels, 0)
	if len(content) == 0 {
		return Attribution{}, false
	}
	r.arcs.Marginals(&r.seq)
	sure := 1.0
	for _, s := range append(append([]cue{}, content...), source...) {
		for _, i := range []int{s.from, s.to - 1} {
			sure = min(sure, float64(r.arcs.Marginal[i*arcLabels+int(labels[i])]))
		}
	}
	if len(source) == 0 && !v.flat {
		taken := []cue{{c.from - r.frame.from, c.to - r.frame.from}}
		taken = append(taken, content...)
		for i := range taken {
			taken[i].from += r.frame.from
			taken[i].to += r.frame.from
		}
		if s, ok := v.subject(r.frame.head, taken); ok && s.from >= r.frame.from && s.to <= r.frame.to {
			source = append(source, cue{s.from - r.frame.from, s.to - r.frame.from})
		}
	}
	x := Attribution{Sure: sure}
	for _, s := range source {
		x.Source = append(x.Source, text.Range{Start: s.from + r.frame.from, End: s.to + r.frame.from})
	}
	for _, s := range content {
		x.Content = append(x.Content, text.Range{Start: s.from + r.frame.from, End: s.to + r.frame.from})
	}
	return x, true
}

// place turns ranges of words into ranges of bytes.
func (r *Reader) place(v *view, a *text.Analysis, x Attribution) Attribution {
	for _, l := range [][]text.Range{x.Source, x.Content} {
		for i := range l {
			l[i] = a.Span(v.base+l[i].Start, v.base+l[i].End)
		}
	}
	return x
}

// cueSequence makes the sequence in which cues are labelled.
func (v *view) cueSequence(s *crf.Sequence) {
	s.Reset()
	f := feats{s}
	for i := range v.words {
		v.cueFeatures(f, i)
		s.Close(v.edge(i), -1)
	}
}

// sequence makes the sequence in which source and content are labelled.
func (f *frame) sequence(s *crf.Sequence) {
	s.Reset()
	z := feats{s}
	for i := f.from; i < f.to; i++ {
		f.features(z, i)
		e, fixed := f.v.edge(i), int8(-1)
		switch {
		case i >= f.c.from && i < f.c.to:
			fixed = outside
		case i == f.c.to:
			e = edges
		}
		s.Close(e, fixed)
	}
}
