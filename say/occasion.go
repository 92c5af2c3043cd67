package say

import (
	"regexp"
	"sort"
	"strings"
	"time"

	"sayso"
	"sayso/who"
)

func ordered(l []rng) []rng {
	sort.Slice(l, func(i, j int) bool { return l[i].start < l[j].start })
	out := l[:0]
	for _, x := range l {
		if len(out) == 0 || out[len(out)-1] != x {
			out = append(out, x)
		}
	}
	return out
}

func sortMentions(ms []sayso.Mention) {
	sort.SliceStable(ms, func(i, j int) bool { return ms[i].Spans[0].Start < ms[j].Spans[0].Start })
}

// venuePattern finds where something was said, right around the cue.
var venuePattern = regexp.MustCompile(`(?:\b(?i:in|during|at|on|via|through)\s+(?:an?|the|his|her|their|its)?\s*(?:[\pL-]+\s+){0,3}?(interview|statement|phone call|telephone call|phone conversation|telephone conversation|news conference|press conference|briefing|speech|tweet|meeting|letter|email|e-mail|hearing|testimony|debate|rally|post|article|op-ed|video|Twitter|Facebook)\b)|\bby\s+(telephone|phone)\b|\b(?:addressing|address to|told)\s+(?:the\s+)?((?i:parliament|senate|congress|state duma|duma|bundestag|knesset|house of commons|lawmakers|un security council|security council|general assembly))\b`)

// withPattern finds whom an interview was with.
var withPattern = regexp.MustCompile(`^(?:\s+(?:with|to|for|by)\s+|\s+of\s+)(?:the\s+)?((?:[\pL’'-]+\s+){0,2}?)(\p{Lu}[\pL’'&.-]*(?:\s+(?:of\s+)?\p{Lu}[\pL’'&.-]*)*)`)

var dayPattern = regexp.MustCompile(`(?i)\b(?:on\s+)?(monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today)\b`)

// occasion sets venue, addressee and date from the words of the statement's
// sentence that are not what was said.
func (w *writer) occasion(a *attribution, st *sayso.Statement) {
	if len(a.cue) == 0 {
		return
	}
	sent := w.sentences[min(a.place, len(w.sentences)-1)]
	whole := rng{w.tokens[sent.from].start, w.tokens[sent.to-1].end}
	for _, x := range w.outside(whole, a) {
		s := w.Text[x.start:x.end]
		if m := venuePattern.FindStringSubmatchIndex(s); m != nil && st.Venue == nil {
			i, j := m[2], m[3]
			what := ""
			switch {
			case m[4] >= 0:
				i, j, what = m[4], m[5], "phone call"
			case i < 0:
				i, j = m[6], m[7]
				what = "parliament"
				if strings.Contains(strings.ToLower(s[i:j]), "council") || strings.Contains(strings.ToLower(s[i:j]), "assembly") {
					what = "united nations"
				}
			default:
				what = strings.Replace(strings.ToLower(s[i:j]), "telephone", "phone", 1)
				what = strings.Replace(what, "conversation", "call", 1)
			}
			v := &sayso.Venue{What: what}
			if what == "parliament" && s[i] >= 'A' && s[i] <= 'Z' {
				v.Name = sayso.Maybe(s[i:j])
			}
			sp := w.span(rng{x.start + i, x.start + j})
			v.Span = &sp
			if k := withPattern.FindStringSubmatchIndex(s[j:]); k != nil {
				name := w.nameAt(rng{x.start + j + k[4], x.start + j + k[5]})
				if what == "interview" {
					v.Name = sayso.Maybe(name)
				}
				if what == "interview" || what == "phone call" || what == "meeting" {
					at := w.span(rng{x.start + j + k[4], x.start + j + k[5]})
					st.Addressee = w.to(name, at)
				}
			}
			st.Venue = v
		}
		if m := dayPattern.FindStringSubmatchIndex(s); m != nil && st.SaidOn == nil {
			st.SaidOn = w.day(strings.ToLower(s[m[2]:m[3]]), rng{x.start + m[0], x.start + m[1]})
		}
	}
	cue := a.cue[len(a.cue)-1]
	tail := strings.ToLower(w.Text[cue.start:cue.end])
	if strings.HasSuffix(tail, "told") || strings.HasSuffix(tail, "tells") || strings.HasSuffix(tail, "telling") || strings.HasSuffix(tail, "tell") {
		w.told(cue, st)
	}
}

// told sets the addressee from what follows "told": a name after at most a few
// words that say what it is, or people in general.
func (w *writer) told(cue rng, st *sayso.Statement) {
	ts := w.tokensIn(rng{cue.end, min(len(w.Text), cue.end+120)})
	for k := 0; k < len(ts) && k < 6; k++ {
		t := &ts[k]
		if !t.word || t.quote >= 0 || boundaries[t.lower] || pronouns[t.lower] || prepositions[t.lower] {
			return
		}
		if objects[t.lower] && len(t.lower) > 4 {
			st.Addressee = w.to(t.text, w.span(t.rng))
			return
		}
		if !t.capital() || demonymOf(t.text) != "" || k+1 < len(ts) && strings.HasSuffix(bareless(ts[k:k+1]), "'s") {
			continue
		}
		e := k + 1
		for e < len(ts) && ts[e].word && ts[e].capital() && !weekdays[ts[e].lower] {
			e++
		}
		at := span(ts[k:e])
		st.Addressee = w.to(joined(ts[k:e]), w.span(at))
		return
	}
}

var prepositions = wordSet("in on at to during after of from about with by for")

// nameAt is the name that begins at x, without the words of a country and a
// kind before it.
func (w *writer) nameAt(x rng) string {
	ts := w.tokensIn(x)
	k := 0
	for k+1 < len(ts) && (demonymOf(ts[k].text) != "" || strings.HasSuffix(bareless(ts[k:k+1]), "'s")) {
		k++
	}
	if len(ts) == 0 {
		return w.Text[x.start:x.end]
	}
	return joined(ts[k:])
}

func (w *writer) to(name string, at sayso.Span) *sayso.Actor {
	a := &sayso.Actor{Name: name, Kind: sayso.Organisation, Spans: []sayso.Span{at}, Why: "named after the cue"}
	if st := who.StateNamed(name); st != nil {
		a.Actor, a.Name, a.Kind = sayso.ActorID("iso:"+st.Code), st.Name, sayso.State
		return a
	}
	low := strings.ToLower(name)
	if low == "reporters" || low == "journalists" || low == "lawmakers" {
		a.Kind = sayso.Anonymous
		return a
	}
	f := strings.Fields(low)
	for _, k := range w.bySur[f[len(f)-1]] {
		a.Actor, a.Name, a.Kind, a.Role = w.list[k].actor, w.list[k].name, w.list[k].kind, sayso.Maybe(w.list[k].roleText)
	}
	return a
}

// outside are the parts of a sentence that are not what was said.
func (w *writer) outside(whole rng, a *attribution) []rng {
	var out []rng
	at := whole.start
	for _, c := range a.content {
		if e := min(c.start, whole.end); e > at {
			out = append(out, rng{at, e})
		}
		at = max(at, c.end)
	}
	if at < whole.end {
		out = append(out, rng{at, whole.end})
	}
	return out
}

// day resolves a weekday against the page's own date: the last such day up to
// that date. Without one it stays open.
func (w *writer) day(word string, at rng) *sayso.Date {
	p := w.doc.Published
	if p == nil || p.Precision != sayso.ByDay && p.Precision != sayso.ByTime {
		return nil
	}
	t, err := time.Parse("2006-01-02", p.Date)
	if err != nil {
		return nil
	}
	switch word {
	case "today":
	case "yesterday":
		t = t.AddDate(0, 0, -1)
	default:
		for d := 0; d < 7 && !strings.EqualFold(t.Weekday().String(), word); d++ {
			t = t.AddDate(0, 0, -1)
		}
	}
	sp := w.span(at)
	return &sayso.Date{Date: t.Format("2006-01-02"), Precision: sayso.ByDay, From: "page date", Span: &sp}
}
