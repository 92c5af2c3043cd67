// Package say reads who said what in a document: statements with the words of
// their source, cue and content, the speaker they belong to, and how they were
// said.
//
// It reads only blocks that are the report's own telling. Quotation marks are
// paired by package quote; around every reporting word ("said", "noted",
// "wants", "according to") rules on the order of words find who speaks and what
// was said; quotes that no cue claims go on from the statement before.
//
// Limits: English, but for quotation marks, which are paired in any language;
// statements inside quotes are not parted further; what rules over words alone
// cannot tell (long asides, clauses whose subject stands far off) is missed.
package say

import (
	"sort"
	"strings"
	"sync"

	"sayso"
	"sayso/say/arcs"
	"sayso/say/told"
	"sayso/text"
)

// Read sets the document's statements and mentions from its text and blocks.
func Read(d *sayso.Document) {
	d.Statements, d.Mentions = nil, nil
	ruler := sayso.NewRuler(d.Text)
	t := told.New(d, ruler)
	s := newScan(t)
	if len(s.tokens) == 0 {
		return
	}
	var said []attribution
	var analysis *text.Analysis
	if english(d.Language) {
		w := workers.Get().(*worker)
		defer workers.Put(w)
		analysis = &w.analysis
		h := hints(s)
		said = find(s, w.read(t, h), h)
	} else {
		said = onlyQuotes(s)
	}
	e := newEntities(s, analysis)
	e.apposed(s)
	e.know(today(d))
	said = nest(said)
	speakers := resolve(s, e, said, today(d))
	w := &writer{doc: d, ruler: ruler, scan: s, entities: e, said: said, speakers: speakers}
	w.statements()
	w.mentions()
}

// A worker holds what reading needs room for.
type worker struct {
	analyser text.Analyser
	analysis text.Analysis
	arcs     *arcs.Reader
}

var workers = sync.Pool{New: func() any { return &worker{arcs: arcs.NewReader(arcs.Trained())} }}

func (w *worker) read(t *told.Telling, hints []arcs.Hint) []arcs.Attribution {
	w.analyser.Analyse(&w.analysis, t.Text, arcs.Blocks(t), text.Everything)
	return w.arcs.Read(t, &w.analysis, hints)
}

func english(lang sayso.Maybe) bool {
	l := strings.ToLower(string(lang))
	return l == "" || l == "en" || strings.HasPrefix(l, "en-")
}

// onlyQuotes are the longer quotes of a text whose language has no cues here.
func onlyQuotes(s *scan) []attribution {
	var out []attribution
	for _, q := range s.Quotes {
		if q.Depth == 0 && !q.Single && len(strings.Fields(s.Text[q.Start:q.End])) >= 6 {
			out = append(out, attribution{implicit: true, from: -1, within: -1, content: []rng{{q.Start, q.End}}, confidence: .4})
		}
	}
	return out
}

// nest orders the attributions by place and finds which is told inside which.
func nest(said []attribution) []attribution {
	order := make([]int, len(said))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool {
		x, y := &said[order[a]], &said[order[b]]
		if x.at() != y.at() {
			return x.at() < y.at()
		}
		return x.last() > y.last()
	})
	where := make([]int, len(said))
	out := make([]attribution, len(said))
	for i, k := range order {
		where[k] = i
		out[i] = said[k]
	}
	for i := range out {
		if out[i].from >= 0 {
			out[i].from = where[out[i].from]
			if out[i].from >= i { // told behind: its speaker is not known yet
				out[i].from = -1
			}
		}
		for j := i - 1; j >= 0 && j >= i-12; j-- {
			if len(out[i].cue) > 0 && covers(out[j].content, out[i].cue[0]) {
				out[i].within = j
				break
			}
		}
	}
	return out
}

func (a *attribution) last() int {
	last := 0
	for _, l := range [][]rng{a.content, a.cue, a.source} {
		for _, x := range l {
			last = max(last, x.end)
		}
	}
	return last
}

func covers(l []rng, x rng) bool {
	for _, r := range l {
		if r.holds(x) {
			return true
		}
	}
	return false
}
