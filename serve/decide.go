package serve

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"sayso"
)

const (
	noteLimit    = 2000
	formLimit    = 64 << 10 // bytes of a form without files
	choicesLimit = 20
)

type decisionsView struct {
	base
	List []decisionLine
}

type decisionLine struct {
	N      int64
	At, By string
	Text   string
	Note   string
	Undone bool
	Undo   bool // it is itself an undoing
}

// decisions lists what was put right by hand, the last first.
func (s *server) decisions(w http.ResponseWriter, r *http.Request) error {
	v := &decisionsView{}
	var err error
	if v.base, _, err = s.full(r, "Put right by hand", "decisions"); err != nil {
		return err
	}
	list, err := s.store.Decisions(r.Context())
	if err != nil {
		return fmt.Errorf("list decisions: %w", err)
	}
	undone := map[int64]bool{}
	for i := len(list) - 1; i >= 0; i-- { // an undoing that is itself undone undoes nothing
		if d := list[i]; d.Act == sayso.Undo && !undone[d.Number] {
			undone[d.Undone] = true
		}
	}
	names := map[sayso.ActorID]string{}
	name := func(id sayso.ActorID) string {
		if _, ok := names[id]; !ok {
			names[id], _ = s.actorName(r.Context(), id) // a name for the eye: the id does without
			if names[id] == "" {
				names[id] = string(id)
			}
		}
		return "“" + short(line(names[id]), 80) + "”"
	}
	for i := len(list) - 1; i >= 0; i-- {
		d := list[i]
		v.List = append(v.List, decisionLine{N: d.Number, At: timeWord(sayso.Maybe(d.At)), By: line(d.By), Text: decisionWords(d, name),
			Note: short(line(d.Note), 400), Undone: undone[d.Number], Undo: d.Act == sayso.Undo})
	}
	return s.show(w, r, http.StatusOK, "decisions", v)
}

func decisionWords(d sayso.Decision, name func(sayso.ActorID) string) string {
	switch d.Act {
	case sayso.Rename:
		if d.Name == "" {
			return "The name of " + line(d.Actor) + " is as found again."
		}
		return line(d.Actor) + " is called “" + short(line(d.Name), 80) + "”."
	case sayso.Merge:
		return "What " + name(d.Actor) + " says is said by " + name(d.Into) + "."
	case sayso.Split:
		into := "somebody else"
		if d.Into != "" {
			into = name(d.Into)
		}
		return "“" + short(line(d.Name), 80) + "” is not " + name(d.Actor) + " but " + into + "."
	case sayso.Confirm:
		return "Confirmed: " + line(d.A) + " and " + line(d.B) + " tell the same."
	case sayso.Reject:
		return "Rejected: " + line(d.A) + " and " + line(d.B) + " do not tell the same."
	case sayso.Undo:
		return "Number " + strconv.FormatInt(d.Undone, 10) + " was undone."
	case sayso.Remark:
		about := line(d.A)
		if d.Actor != "" {
			about = name(d.Actor)
		}
		return "A note on " + about + "."
	}
	return line(d.Act)
}

type chooseView struct {
	base
	Actor   string
	Name    string
	Asked   string
	Note    string
	Choices []mergeChoice
}

type mergeChoice struct {
	ID string
	personLine
}

// decide keeps what a reader decided, and leads back to where they were.
func (s *server) decide(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, formLimit)
	if err := r.ParseForm(); err != nil {
		return badRequest("That form is too long, or is none.")
	}
	form := func(name string) string { return r.PostForm.Get(name) }
	if !s.sealed(r, form("seal")) {
		return errForged
	}
	// Ids and names as found may hold anything: forms hold them escaped.
	found := func(name string) string {
		v, err := url.QueryUnescape(form(name))
		if err != nil {
			return form(name)
		}
		return v
	}
	d := sayso.Decision{Act: sayso.Act(form("act")), Actor: sayso.ActorID(found("actor")), Into: sayso.ActorID(found("into")), Name: line(form("name")),
		A: form("a"), B: form("b"), Note: form("note"), By: s.userOf(r), At: time.Now().UTC().Format(time.RFC3339)}
	if len(d.Note) > noteLimit || len(d.Name) > fieldLimit || len(d.Actor) > fieldLimit || len(d.Into) > fieldLimit {
		return badRequest("A name is to be shorter than %d letters, a note than %d.", fieldLimit, noteLimit)
	}
	switch d.Act {
	case sayso.Rename:
	case sayso.Merge:
		if d.Into == "" {
			return s.choose(w, r, d)
		}
		if d.Into == d.Actor {
			return badRequest("Nobody can be merged with themselves.")
		}
	case sayso.Split:
		if d.Name = found("part"); d.Name == "" {
			return badRequest("Say which name is somebody else's.")
		}
	case sayso.Confirm, sayso.Reject:
		ok := statementID.MatchString(d.A) && statementID.MatchString(d.B) || documentID.MatchString(d.A) && documentID.MatchString(d.B)
		if !ok || d.A == d.B {
			return badRequest("A link is between two statements, or between two pages.")
		}
	case sayso.Undo:
		n, err := strconv.ParseInt(form("undone"), 10, 64)
		if err != nil || n < 1 {
			return badRequest("Say which decision is to be undone.")
		}
		d.Undone = n
	case sayso.Remark:
		if d.Note == "" {
			return badRequest("The note is empty.")
		}
	default:
		return badRequest("There is no such decision.")
	}
	if err := s.store.Decide(r.Context(), d); err != nil {
		return fmt.Errorf("keep a decision (%s): %w", d.Act, err)
	}
	http.Redirect(w, r, localPath(form("next")), http.StatusSeeOther)
	return nil
}

// choose asks with whom somebody is to be merged, of those who have the name
// that was given.
func (s *server) choose(w http.ResponseWriter, r *http.Request, d sayso.Decision) error {
	if d.Name == "" {
		return badRequest("Say with whom: a part of the other name is enough.")
	}
	v := &chooseView{Actor: string(d.Actor), Asked: d.Name, Note: d.Note}
	var err error
	if v.Name, err = s.actorName(r.Context(), d.Actor); err != nil {
		return err
	}
	v.Name = line(v.Name)
	if v.base, _, err = s.full(r, "Merge "+v.Name, "people"); err != nil {
		return err
	}
	list, err := s.store.Actors(r.Context(), d.Name, choicesLimit+1)
	if err != nil {
		return fmt.Errorf("look for %q: %w", d.Name, err)
	}
	for _, p := range list {
		if p.ID != d.Actor {
			v.Choices = append(v.Choices, mergeChoice{string(p.ID), personLines([]sayso.Profile{p})[0]})
		}
	}
	return s.show(w, r, http.StatusOK, "choose", v)
}
