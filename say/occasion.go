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
var venuePattern = regexp.MustCompile(`(?:\b(?i:in|during|at|via|through)\s+(?:an?|the|his|her|their|its)?\s*(?:[\pL-]+\s+){0,3}?(interview|statement|phone call|telephone call|phone conversation|telephone conversation|conversation|news conference|press conference|briefing|speech|tweet|meeting|letter|email|e-mail|hearing|testimony|debate|rally|post|article|op-ed|video|Twitter|Facebook)\b)|` +
	`\b(?:by|over the)\s+(?:telephone|phone)\b|\b(?i:on)\s+(?:[\pL-]+\s+){0,2}?(Twitter|Facebook|Telegram|video|debate)\b|` +
	`\b(?:addressing|address to|told)\s+(?:the\s+)?((?i:parliament|senate|congress|state duma|duma|bundestag|knesset|house of commons|lawmakers|un security council|security council|general assembly))\b`)

// withPattern finds whom an interview was with.
var withPattern = regexp.MustCompile(`^(?:\s+(?:with|to|for|by)\s+|\s+of\s+)(?:the\s+)?((?:[\pL’'-]+\s+){0,2}?)["“«„]?\s*(\p{Lu}[\pL’'&.-]*(?:\s+(?:of\s+)?\p{Lu}[\pL’'&.-]*)*)`)

var dayPattern = regexp.MustCompile(`(?i)\b(?:on\s+)?(monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today)\b`)

// paperWords are kinds of outlet: a conversation with one is an interview.
var paperWords = regexp.MustCompile(`(?i)\b(?:daily|weekly|newspaper|paper|magazine|journal|agency|channel|broadcaster|station|website|radio|television|TV)\s`)

// occasion sets venue, addressee and date from the words of the statement's
// sentence that are not what was said; where they tell no venue and nobody it
// was said to, from those of the sentence before that names the same speaker.
func (w *writer) occasion(i int, st *sayso.Statement) {
	a := &w.said[i]
	if len(a.cue) == 0 {
		return
	}
	n := min(a.place, len(w.sentences)-1)
	for _, x := range w.outside(w.sentence(n), a) {
		if st.Venue == nil {
			w.venue(x, st)
		}
		if m := dayPattern.FindStringSubmatchIndex(w.Text[x.start:x.end]); m != nil && st.SaidOn == nil {
			st.SaidOn = w.day(strings.ToLower(w.Text[x.start+m[2]:x.start+m[3]]), rng{x.start + m[0], x.start + m[1]})
		}
	}
	cue := a.cue[len(a.cue)-1]
	tail := strings.ToLower(w.Text[cue.start:cue.end])
	if strings.HasSuffix(tail, "told") || strings.HasSuffix(tail, "tells") || strings.HasSuffix(tail, "telling") || strings.HasSuffix(tail, "tell") {
		w.told(a, st)
	}
	if st.Venue == nil && st.Addressee == nil {
		w.goesOn(i, n, st)
	}
}

// sentence is the stretch of a sentence.
func (s *scan) sentence(n int) rng {
	x := s.sentences[n]
	return rng{s.tokens[x.from].start, s.tokens[x.to-1].end}
}

// goesOn takes the occasion of a quote, "…," she said, from the sentence before
// it in its paragraph, if that tells of the same speaker, and where or to whom
// he spoke.
func (w *writer) goesOn(i, n int, st *sayso.Statement) {
	a := &w.said[i]
	if n == 0 || w.speakers[i].ent < 0 || a.within >= 0 || !w.quotedAt(a.content[0]) || w.tokens[w.sentences[n].from].para != w.tokens[w.sentences[n-1].from].para {
		return
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if b := &w.said[k]; b.place == n-1 && b.within < 0 && w.speakers[k].ent == w.speakers[i].ent {
			o := &w.doc.Statements[k]
			if o.Venue != nil || o.Addressee != nil {
				st.Venue, st.Addressee = o.Venue, o.Addressee
				return
			}
		}
	}
	x := w.sentence(n - 1)
	if w.named(x, w.speakers[i].ent) {
		w.venue(x, st)
	}
}

// named reports whether a stretch names an entity.
func (w *writer) named(x rng, ent int) bool {
	for _, n := range w.namesIn(x) {
		if n.ent == ent {
			return true
		}
	}
	return false
}

// venue finds where something was said in a stretch beside it, and whom an
// interview was with.
func (w *writer) venue(x rng, st *sayso.Statement) {
	s := w.Text[x.start:x.end]
	m := venuePattern.FindStringSubmatchIndex(s)
	if m == nil {
		return
	}
	i, j, what := m[0], m[1], "phone call"
	switch {
	case m[6] >= 0:
		i, j, what = m[6], m[7], "parliament"
		if strings.Contains(strings.ToLower(s[i:j]), "council") || strings.Contains(strings.ToLower(s[i:j]), "assembly") {
			what = "united nations"
		}
	case m[2] >= 0, m[4] >= 0:
		i, j = max(m[2], m[4]), max(m[3], m[5])
		what = strings.Replace(strings.ToLower(s[i:j]), "telephone", "phone", 1)
		what = strings.Replace(what, "phone conversation", "phone call", 1)
	}
	with := withPattern.FindStringSubmatchIndex(s[j:])
	if what == "conversation" {
		if with == nil || !paperWords.MatchString(s[j:j+with[4]]) {
			return
		}
		what = "interview"
	}
	v := &sayso.Venue{What: what}
	if what == "parliament" && s[i] >= 'A' && s[i] <= 'Z' {
		v.Name = sayso.Maybe(s[i:j])
	}
	sp := w.span(rng{x.start + i, x.start + j})
	v.Span = &sp
	if with != nil {
		at := rng{x.start + j + with[4], x.start + j + with[5]}
		name := w.nameAt(at)
		if what == "interview" {
			v.Name = sayso.Maybe(name)
		}
		if what == "interview" || what == "phone call" || what == "meeting" {
			st.Addressee = w.to(name, w.span(at))
		}
	}
	st.Venue = v
}

// told sets the addressee from what follows "told": a name after at most a few
// words that say what it is, or people in general.
func (w *writer) told(a *attribution, st *sayso.Statement) {
	cue := a.cue[len(a.cue)-1]
	ts := w.tokensIn(rng{cue.end, min(len(w.Text), cue.end+120)})
	for k := 0; k < len(ts) && k < 6; k++ {
		t := &ts[k]
		if a.within >= 0 && (t.lower == "me" || t.lower == "us") { // whoever tells it
			if teller := w.speakers[a.within]; teller.ent >= 0 {
				teller.through, teller.why = []rng{t.rng}, "tells it"
				st.Addressee = w.actor(teller)
			}
			return
		}
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
// that date. A page that was changed within two days may mean a day between the
// two. Without a date it stays open.
func (w *writer) day(word string, at rng) *sayso.Date {
	date := today(w.doc)
	if date == "" && w.doc.Dateline != nil {
		date = string(w.doc.Dateline.Date)
	}
	t, err := time.Parse("2006-01-02", date)
	if err != nil {
		return nil
	}
	switch word {
	case "today":
	case "yesterday":
		t = t.AddDate(0, 0, -1)
	default:
		if u := w.doc.Updated; u != nil && (u.Precision == sayso.ByDay || u.Precision == sayso.ByTime) {
			if c, err := time.Parse("2006-01-02", u.Date); err == nil && c.After(t) && c.Sub(t) <= 48*time.Hour {
				t = c
			}
		}
		for d := 0; d < 7 && !strings.EqualFold(t.Weekday().String(), word); d++ {
			t = t.AddDate(0, 0, -1)
		}
	}
	sp := w.span(at)
	return &sayso.Date{Date: t.Format("2006-01-02"), Precision: sayso.ByDay, From: "page date", Span: &sp}
}
