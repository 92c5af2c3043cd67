package mcp

import (
	"context"
	"fmt"

	"sayso"
	"sayso/serve/check"
)

type checkIn struct {
	Quote string `json:"quote" jsonschema:"the words, without who said them"`
}

// Place is one passage that holds a quote.
type Place struct {
	Verdict   string   `json:"verdict"`
	Share     float64  `json:"share" jsonschema:"of the quote's words that stand there in order"`
	Page      Page     `json:"page"`
	Statement string   `json:"statement,omitempty" jsonschema:"the id of the statement it is in"`
	Speaker   *Speaker `json:"speaker,omitempty"`
	Passage   Span     `json:"passage"`
	Changes   []Change `json:"changes" jsonschema:"from the quote (a) to the page (b)"`
}

type checkOut struct {
	Verdict string  `json:"verdict" jsonschema:"exact, altered, or absent from this archive"`
	Places  []Place `json:"places"`
}

func (s *server) check(ctx context.Context, in checkIn) (checkOut, error) {
	out := checkOut{Places: []Place{}}
	r, err := check.Quote(ctx, s.store, in.Quote)
	if k := sayso.KindOf(err); err != nil && (k == sayso.Unreadable || k == sayso.TooLarge) {
		return out, refusal(fmt.Sprintf("a quote to be checked has from %d to %d words", check.MinWords, check.MaxWords))
	}
	if err != nil {
		return out, fmt.Errorf("check a quote: %w", err)
	}
	out.Verdict = string(r.Verdict)
	for _, p := range r.Passages {
		v := Place{Verdict: string(p.Verdict), Share: p.Share, Page: pageOf(p.Document), Passage: Span{int(p.Span.Start), int(p.Span.End), valid(p.Words)}, Changes: []Change{}}
		if p.Statement != nil {
			v.Statement, v.Speaker = string(p.Statement.ID), speakerOf(p.Statement.Speaker)
		}
		for _, c := range p.Changes {
			v.Changes = append(v.Changes, Change{string(c.Kind), valid(c.Quote), valid(c.Page)})
		}
		out.Places = append(out.Places, v)
	}
	return out, nil
}

type speakerIn struct {
	Name string `json:"name" jsonschema:"words of the name"`
}

// Person is somebody who speaks.
type Person struct {
	ID         string   `json:"id" jsonschema:"for search_statements"`
	Name       string   `json:"name"`
	Kind       string   `json:"kind,omitempty"`
	Statements int      `json:"statements"`
	First      string   `json:"first,omitempty" jsonschema:"date of publication of the first statement"`
	Last       string   `json:"last,omitempty"`
	Names      []string `json:"names" jsonschema:"other names they go by, the most frequent first"`
	Roles      []string `json:"roles" jsonschema:"roles the pages give them, the most frequent first"`
}

type speakerOut struct {
	People []Person `json:"people"`
	More   bool     `json:"more" jsonschema:"there are more; give more of the name"`
}

// detailed is for how many people names and roles are looked up.
const detailed = 10

func (s *server) speaker(ctx context.Context, in speakerIn) (speakerOut, error) {
	out := speakerOut{People: []Person{}}
	if clean(in.Name) == "" || len(in.Name) > 500 {
		return out, refusal("give some words of the name")
	}
	list, err := s.store.Actors(ctx, in.Name, speakerLimit+1)
	if err != nil {
		return out, fmt.Errorf("list people: %w", err)
	}
	if out.More = len(list) > speakerLimit; out.More {
		list = list[:speakerLimit]
	}
	for i, p := range list {
		v := Person{ID: valid(string(p.ID)), Name: clean(p.Name), Kind: string(p.Kind), Statements: p.Statements, First: clean(p.First), Last: clean(p.Last), Names: []string{}, Roles: []string{}}
		if i < detailed {
			full, err := s.store.Actor(ctx, p.ID)
			if err != nil {
				return out, fmt.Errorf("open the person %s: %w", p.ID, err)
			}
			v.Names, v.Roles = texts(full.Names), texts(full.Roles)
		}
		out.People = append(out.People, v)
	}
	return out, nil
}

func texts(list []sayso.Attribute) []string {
	out := []string{}
	for _, a := range list[:min(len(list), 20)] {
		out = append(out, clean(a.Text))
	}
	return out
}
