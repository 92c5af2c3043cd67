package serve

import (
	"fmt"
	"strings"

	"sayso"
)

// statementFacts are what is known of a statement, each with how it is known.
func statementFacts(d *sayso.Document, st *sayso.Statement) []fact {
	var out []fact
	add := func(f fact) {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	if sp := st.Speaker; sp != nil {
		value := speakerWord(st)
		if k := actorWord(sp.Kind); k != "" && sp.Kind != sayso.Person {
			value += " (" + k + ")"
		}
		add(fact{Name: "Speaker", Value: value, Why: line(sp.Why)})
		add(fact{Name: "Office", Value: line(sp.Role)})
	} else {
		add(fact{Name: "Speaker", Value: "not known", Why: "the text names nobody it could be laid to"})
	}
	if a := st.Addressee; a != nil {
		f := fact{Name: "To", Value: line(a.Name), Why: line(a.Why)}
		if role := line(a.Role); role != "" {
			f.Value += ", " + role
		}
		add(f)
	}
	if p := st.Venue; p != nil {
		add(fact{Name: "On", Value: venueWord(p)})
	}
	if on := st.SaidOn; on != nil {
		add(fact{Name: "Said", Value: dateWord(on.Date, on.Precision), Why: saidWhy(on)})
	} else {
		add(fact{Name: "Said", Value: "day not known"})
	}
	add(fact{Name: "Told as", Value: modeWord(st.Mode), Why: modeWhy(st.Mode)})
	if !st.Act.Uttered() {
		add(fact{Name: "Uttered?", Value: "No", Why: "the page tells what somebody thinks or wants, not words they uttered"})
	} else if st.Act != sayso.ActSaid {
		add(fact{Name: "As", Value: actWord(st.Act), Why: "by the verb of saying"})
	}
	switch st.Polarity {
	case sayso.Negated:
		add(fact{Name: "Made?", Value: "No", Why: "the page tells that this was not said"})
	case sayso.Denied:
		add(fact{Name: "Made?", Value: "Denied", Why: "the page tells that the speaker denies it"})
	}
	add(fact{Name: "Named as", Value: quoted(st.Source)})
	add(fact{Name: "Told with", Value: quoted(st.Cue)})
	sure := fact{Name: "How sure", Value: sureness(st.Confidence)}
	if st.Confidence > 0 {
		sure.Why = fmt.Sprintf("%s: of a hundred statements given this figure, about that many are right", percent(st.Confidence))
	}
	add(sure)
	return out
}

// actWord puts in words what was done with the words, "" for what is none of
// the acts.
func actWord(a sayso.SpeechAct) string {
	switch a {
	case sayso.ActSaid:
		return "plainly said"
	case sayso.ActClaimed:
		return "a claim"
	case sayso.ActDenied:
		return "a denial"
	case sayso.ActDemanded:
		return "a demand"
	case sayso.ActWarned:
		return "a warning or threat"
	case sayso.ActAsked:
		return "a question or request"
	case sayso.ActPromised:
		return "a promise"
	case sayso.ActBelieves:
		return "a thought or belief"
	case sayso.ActWants:
		return "a wish or plan"
	}
	return ""
}

func saidWhy(on *sayso.Date) string {
	if on.Span != nil && on.Span.Text != "" {
		return "the text says “" + short(line(on.Span.Text), 80) + "”"
	}
	return foundWord(on.From)
}

func venueWord(p *sayso.Venue) string {
	w, n := line(p.What), line(p.Name)
	switch {
	case w == "":
		return n
	case n == "":
		return w
	}
	return w + ": " + n
}

// quoted are the words of spans, as they stand.
func quoted(spans []sayso.Span) string {
	out := ""
	for _, s := range spans {
		t := short(line(s.Text), 160)
		if t == "" {
			continue
		}
		if out != "" {
			out += " … "
		}
		out += "“" + t + "”"
	}
	return out
}

// chain is the way of the words from the speaker to the page.
func chain(d *sayso.Document, st *sayso.Statement) []step {
	first := step{What: "speaker", Name: speakerWord(st)}
	if st.Speaker != nil {
		first.More = line(st.Speaker.Role)
	}
	out := []step{first}
	if p := st.Venue; p != nil {
		sp := step{What: line(p.What), Name: line(p.Name)}
		if sp.Name == "" {
			sp.What, sp.Name = "occasion", line(p.What)
		}
		if a := st.Addressee; a != nil && line(a.Name) != sp.Name {
			sp.More = "to " + line(a.Name)
		}
		out = append(out, sp)
	} else if a := st.Addressee; a != nil {
		out = append(out, step{What: "to", Name: line(a.Name), More: line(a.Role)})
	}
	h := headOf(d)
	for _, via := range st.Via {
		if n := line(via.Name); !strings.EqualFold(n, h.Outlet) {
			out = append(out, step{What: "via", Name: n})
		}
	}
	return append(out, step{What: "this page", Name: h.Where(), More: h.When()})
}
