package say

import (
	"math"
	"strings"

	"sayso"
	"sayso/say/lexicon"
)

// A writer turns what was read into the record's terms.
type writer struct {
	doc   *sayso.Document
	ruler *sayso.Ruler
	*scan
	*entities
	said     []attribution
	speakers []speaker
}

func (w *writer) span(r rng) sayso.Span { return w.ruler.Span(r.start, r.end) }

func (w *writer) spans(l []rng) []sayso.Span {
	var out []sayso.Span
	for _, r := range l {
		out = append(out, w.span(r))
	}
	return out
}

func (w *writer) statements() {
	for i := range w.said {
		a := &w.said[i]
		st := sayso.Statement{
			Mode: w.mode(a), Source: w.spans(a.source), Cue: w.spans(a.cue), Content: w.spans(a.content),
			Speaker: w.actor(w.speakers[i]), Act: w.act(a), Polarity: sayso.Asserted, Edits: w.edits(a.content), Confidence: calibrated(a.confidence),
		}
		switch {
		case a.class == "denied":
			st.Polarity = sayso.Denied
		case a.negated:
			st.Polarity = sayso.Negated
		}
		if a.within >= 0 {
			st.Within = w.doc.Statements[a.within].ID
		}
		w.occasion(i, &st)
		w.via(a, &st)
		st.ID = sayso.NewStatementID(w.doc.ID, &st)
		w.doc.Statements = append(w.doc.Statements, st)
	}
}

// act is what the cue says was done with the words. Quotes without a cue of
// their own were said.
func (w *writer) act(a *attribution) sayso.SpeechAct {
	if a.implicit {
		return sayso.ActSaid
	}
	return lexicon.Act(a.class)
}

// mode tells from the quotation marks how the words are given. Marks round a
// word or two inside a longer clause make it mixed.
func (w *writer) mode(a *attribution) sayso.Mode {
	if a.implicit {
		return sayso.Implicit
	}
	if a.spoken {
		return sayso.Direct
	}
	in, all := 0, 0
	for _, c := range a.content {
		for _, t := range w.tokensIn(c) {
			if !t.word {
				continue
			}
			all++
			if t.quote >= 0 {
				in++
			}
		}
	}
	switch {
	case in == 0:
		return sayso.Indirect
	case in == all:
		return sayso.Direct
	}
	return sayso.Mixed
}

func (w *writer) actor(s speaker) *sayso.Actor {
	if s.ent < 0 {
		if s.anonymous == "" {
			return nil
		}
		return &sayso.Actor{Name: s.anonymous, Kind: sayso.Anonymous, Why: s.why}
	}
	e := w.list[s.ent]
	return &sayso.Actor{Actor: e.actor, Name: e.name, Kind: e.kind, Role: sayso.Maybe(e.roleText), Spans: w.spans(s.through), Why: s.why}
}

// via is the chain between the speaker and the page: what stands beside the
// statement itself, then what the page says of all its text.
func (w *writer) via(a *attribution, st *sayso.Statement) {
	if a.via.end > 0 {
		sp := w.span(a.via)
		st.Via = append(st.Via, sayso.Via{Name: sp.Text, Span: &sp})
	}
	add := func(name string, span *sayso.Span) {
		for _, v := range st.Via {
			if strings.EqualFold(v.Name, name) {
				return
			}
		}
		st.Via = append(st.Via, sayso.Via{Name: name, Span: span})
	}
	if d := w.doc.Dateline; d != nil && d.Agency != "" {
		add(string(d.Agency), d.Span)
	}
	for _, c := range w.doc.Credits {
		if st.Speaker == nil || !strings.EqualFold(st.Speaker.Name, c.Name) {
			add(c.Name, c.Span)
		}
	}
}

// edits are the editor's marks inside the words: [such zones], [?], [sic], ….
func (w *writer) edits(content []rng) []sayso.Edit {
	var out []sayso.Edit
	for _, c := range content {
		s := w.Text[c.start:c.end]
		for i := 0; i < len(s); i++ {
			n, kind := 0, ""
			switch {
			case s[i] == '[' || s[i] == '(':
				shut := byte(']')
				if s[i] == '(' {
					shut = ')'
				}
				k := strings.IndexByte(s[i:min(len(s), i+80)], shut)
				if k < 0 {
					continue
				}
				in := strings.ToLower(strings.TrimSpace(s[i+1 : i+k]))
				switch {
				case in == "?":
					kind = "query"
				case in == "sic":
					kind = "sic"
				case in == "..." || in == "…":
					kind = "ellipsis"
				case s[i] == '[':
					kind = "bracket"
				default:
					continue
				}
				n = k + 1
			case strings.HasPrefix(s[i:], "…"):
				n, kind = len("…"), "ellipsis"
			case strings.HasPrefix(s[i:], "..."):
				for n < len(s)-i && s[i+n] == '.' {
					n++
				}
				kind = "ellipsis"
			default:
				continue
			}
			out = append(out, sayso.Edit{Kind: kind, Span: w.span(rng{c.start + i, c.start + i + n})})
			i += n - 1
		}
	}
	return out
}

// mentions are the people, bodies and places named, in order of their first
// mention.
func (w *writer) mentions() {
	for _, e := range w.list {
		if len(e.spans) == 0 {
			continue
		}
		kind := "person"
		switch e.kind {
		case sayso.State:
			kind = "place"
		case sayso.Organisation:
			kind = "organisation"
		case sayso.Group:
			kind = "group"
		}
		w.doc.Mentions = append(w.doc.Mentions, sayso.Mention{Kind: kind, Spans: w.spans(ordered(e.spans)), Actor: e.actor, Name: e.name})
	}
	sortMentions(w.doc.Mentions)
}

// calibration is how often a statement was right on PolNeAR dev (content found,
// source right) by how sure the models were of it; docs/models/statements.md
// has the whole table.
var calibration = [...]struct{ sure, right float64 }{{0, .45}, {.25, .5}, {.5, .55}, {.67, .72}, {.85, .8}, {.95, .86}, {1, .95}}

func calibrated(sure float64) float64 {
	for i := 1; i < len(calibration); i++ {
		if a, b := calibration[i-1], calibration[i]; sure <= b.sure {
			c := a.right + (b.right-a.right)*(sure-a.sure)/(b.sure-a.sure)
			return math.Round(c*1000) / 1000
		}
	}
	return calibration[len(calibration)-1].right
}
