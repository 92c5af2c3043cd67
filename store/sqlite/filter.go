package sqlite

import (
	"math"
	"slices"
	"strings"

	"sayso"
	"sayso/store/words"
)

// A filter is what a query asks for besides words.
type filter struct {
	open             bool // lets everything through
	outlet, language int32
	from, to         day
	mode             sayso.Mode
	act              sayso.SpeechAct
	mark             mark
	pages            bool
	speakers         []bool // by voice; nil for any
	addressees       []bool
	actor            int32 // who speaks; 0 for anybody
}

// filterFor returns any as false where nothing can match.
func (c *columns) filterFor(q sayso.Query) (f filter, any bool, err error) {
	f = filter{outlet: -1, language: -1, mode: q.Mode, act: q.Act, pages: q.What == sayso.Pages}
	if q.Outlet != "" {
		if f.outlet = int32(slices.Index(c.outlets, q.Outlet)); f.outlet < 0 {
			return f, false, nil
		}
	}
	if q.Language != "" {
		if f.language = int32(slices.Index(c.languages, q.Language)); f.language < 0 {
			return f, false, nil
		}
	}
	if q.From != "" || q.To != "" {
		f.from, f.to = 1, math.MaxUint32
		if q.From != "" {
			f.from = dayOf(q.From)
		}
		if q.To != "" {
			f.to = dayOf(q.To).end()
		}
		if f.from == 0 || q.To != "" && dayOf(q.To) == 0 {
			return f, false, sayso.Errorf(sayso.Unreadable, "", "searching from %q to %q: not dates like 2031-05-04, 2031-05 or 2031", q.From, q.To)
		}
	}
	if q.Only != "" {
		for _, o := range onlyMarks {
			if o.only == q.Only {
				f.mark = o.mark
			}
		}
		if f.mark == 0 {
			return f, false, sayso.Errorf(sayso.Unreadable, "", "searching for only %q", q.Only)
		}
	}
	f.open = f.outlet < 0 && f.language < 0 && f.to == 0 && f.mark == 0
	if f.pages {
		return f, true, nil
	}
	if q.Actor != "" || strings.TrimSpace(q.Speaker) != "" {
		if f.speakers, err = c.voicesOf(q.Speaker); err != nil {
			return f, false, err
		}
		if q.Actor != "" {
			f.actor = c.actorNamed[q.Actor]
			for i := range f.speakers {
				f.speakers[i] = f.speakers[i] && f.actor != 0 && c.speaksAs(int32(i), f.actor)
			}
		}
		any = slices.Contains(f.speakers, true)
		if !any {
			return f, false, nil
		}
	}
	if strings.TrimSpace(q.Addressee) != "" {
		if f.addressees, err = c.voicesOf(q.Addressee); err != nil {
			return f, false, err
		}
		if !slices.Contains(f.addressees, true) {
			return f, false, nil
		}
	}
	f.open = f.open && f.mode == "" && f.act == "" && f.speakers == nil && f.addressees == nil
	return f, true, nil
}

// voicesOf tells which voices have all the words in their names, or in the name
// a user gave; "" is in all.
func (c *columns) voicesOf(typed string) ([]bool, error) {
	out := make([]bool, len(c.voices))
	if strings.TrimSpace(typed) == "" {
		for i := range out {
			out[i] = i > 0
		}
		return out, nil
	}
	terms := words.Query(typed)
	if len(terms) == 0 {
		return out, nil
	}
	var parts []string
	for _, t := range terms {
		part := " " + strings.Join(t.Tokens, " ")
		if !t.Prefix {
			part += " "
		}
		if !slices.Contains(parts, part) {
			if parts = append(parts, part); len(parts) > mostTerms {
				return nil, sayso.Errorf(sayso.TooLarge, "", "a name of more than %d words", mostTerms)
			}
		}
	}
	for i := 1; i < len(out); i++ {
		out[i] = containsAll(c.voices[i].folded, parts)
	}
	for i := range c.actors {
		if a := &c.actors[i]; a.renamed && containsAll(" "+string(words.Append(nil, a.name)), parts) {
			for _, n := range a.parts {
				out[c.parts[n].voice] = true
			}
		}
	}
	return out, nil
}

func containsAll(s string, parts []string) bool {
	for _, p := range parts {
		if !strings.Contains(s, p) {
			return false
		}
	}
	return true
}

// document tells whether a document passes and, if it is pages that are asked
// for, whether it is one of those.
func (f *filter) document(c *columns, doc int32) bool {
	d := &c.docs[doc]
	return (f.outlet < 0 || d.outlet == f.outlet) && (f.language < 0 || d.language == f.language) &&
		(f.to == 0 || d.published >= f.from && d.published <= f.to) &&
		(f.mark == 0 || c.ofDocument[doc].mark&f.mark != 0)
}

// statement tells whether a statement of a document that passes does so too.
func (f *filter) statement(c *columns, seq int32) bool {
	return (f.mark == 0 || c.ofStatement[seq].mark&f.mark != 0) && (f.mode == "" || modeOf(c.traits[seq]) == f.mode) &&
		(f.act == "" || actOf(c.traits[seq]) == f.act) &&
		(f.speakers == nil || f.speakers[c.speaker[seq]] && (f.actor == 0 || c.speakerOf(seq) == f.actor)) && (f.addressees == nil || f.addressees[c.addressee[seq]])
}

// passes is both.
func (f *filter) passes(c *columns, p at) bool {
	return f.document(c, p.doc) && (p.n < 0 || f.statement(c, c.docs[p.doc].first+p.n))
}
