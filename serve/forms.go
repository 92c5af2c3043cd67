package serve

import (
	"context"
	"fmt"
	"html/template"
	"net/http"

	"sayso"
	"sayso/serve/cite"
)

// reference is a statement as package cite wants it, with the address this
// archive was asked under.
func reference(r *http.Request, d *sayso.Document, st *sayso.Statement) cite.Reference {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return cite.Reference{Base: scheme + r.Host, Document: d, Statement: st}
}

// otherTellings are the tellings a statement is linked to, for cite.
func (s *server) otherTellings(ctx context.Context, ref cite.Reference) ([]cite.Telling, error) {
	links, err := s.store.LinksOf(ctx, string(ref.Statement.ID))
	if err != nil {
		return nil, fmt.Errorf("read the links of statement %s: %w", ref.Statement.ID, err)
	}
	pages, err := s.store.LinksOf(ctx, string(ref.Document.ID))
	if err != nil {
		return nil, fmt.Errorf("read the links of page %s: %w", ref.Document.ID, err)
	}
	var out []cite.Telling
	for _, l := range links[:min(len(links), linkLimit)] {
		other := l.B
		if other == string(ref.Statement.ID) {
			other = l.A
		}
		d, st, _, err := s.find(ctx, sayso.StatementID(other))
		if err != nil {
			if asRefusal(err).status == http.StatusNotFound {
				continue
			}
			return nil, err
		}
		out = append(out, cite.Telling{Reference: cite.Reference{Base: ref.Base, Document: d, Statement: st}, Link: l,
			Direction: directionTo(pages, ref.Document.ID, d.ID)})
	}
	return out, nil
}

// directionTo is "to" where the links say that other took words from here,
// "from" where here took them from other, and "" where that is not known.
func directionTo(links []sayso.Link, here, other sayso.DocumentID) string {
	for _, l := range links {
		if l.Direction == nil || l.Direction.From == "" {
			continue
		}
		switch from := l.Direction.From; {
		case l.A == string(here) && l.B == string(other):
			return map[bool]string{true: "to", false: "from"}[from == "a"]
		case l.B == string(here) && l.A == string(other):
			return map[bool]string{true: "to", false: "from"}[from == "b"]
		}
	}
	return ""
}

// form answers with a statement in one of the forms of cite.
func (s *server) form(w http.ResponseWriter, r *http.Request, mediaType string, render func(*cite.Reference, []cite.Telling) ([]byte, error)) error {
	id, err := statementIn(r, "id")
	if err != nil {
		return err
	}
	d, st, _, err := s.find(r.Context(), id)
	if err != nil {
		return err
	}
	ref := reference(r, d, st)
	others, err := s.otherTellings(r.Context(), ref)
	if err != nil {
		return err
	}
	b, err := render(&ref, others)
	if err != nil {
		return fmt.Errorf("put statement %s into %s: %w", id, mediaType, err)
	}
	w.Header().Set("Content-Type", mediaType)
	_, _ = w.Write(b)
	return nil
}

func (s *server) annotation(w http.ResponseWriter, r *http.Request) error {
	return s.form(w, r, `application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`, func(ref *cite.Reference, _ []cite.Telling) ([]byte, error) {
		return cite.JSON(ref.Annotation())
	})
}

func (s *server) provenance(w http.ResponseWriter, r *http.Request) error {
	return s.form(w, r, "application/ld+json", func(ref *cite.Reference, others []cite.Telling) ([]byte, error) {
		return cite.JSON(ref.Provenance(others))
	})
}

func (s *server) quotation(w http.ResponseWriter, r *http.Request) error {
	return s.form(w, r, "application/ld+json", func(ref *cite.Reference, others []cite.Telling) ([]byte, error) {
		return cite.JSON(ref.Quotation(others))
	})
}

func (s *server) bibtex(w http.ResponseWriter, r *http.Request) error {
	return s.form(w, r, "application/x-bibtex; charset=utf-8", func(ref *cite.Reference, _ []cite.Telling) ([]byte, error) {
		return []byte(ref.BibTeX()), nil
	})
}

// citations are the forms shown on a statement's own page, to be copied.
type citations struct{ Text, BibTeX, Link, Address string }

func citationsOf(ref cite.Reference) citations {
	return citations{Text: shown(ref.Text()), BibTeX: shown(ref.BibTeX()), Link: ref.LinkToText(), Address: ref.StatementURL()}
}

// report hands out one statement with its evidence as a single file that needs
// nothing else, to be attached to an article or a case file.
func (s *server) report(w http.ResponseWriter, r *http.Request) error {
	v, err := s.statementView(r)
	if err != nil {
		return err
	}
	for _, t := range v.Tellings {
		v.Evidence = append(v.Evidence, t.evidence)
	}
	v.Style = template.CSS(assets()["style.css"].bytes)
	w.Header().Set("Content-Disposition", `attachment; filename="`+string(v.ID)+`.html"`)
	// The file carries its style within it, and a policy of its own for when it
	// is opened from a disk.
	w.Header().Set("Content-Security-Policy", sandbox)
	return s.show(w, r, http.StatusOK, "report", v)
}

// evidence is what one needs to check a telling against the saved page.
type evidence struct {
	Page  head
	Facts []fact
	Spans []fact
}

// evidenceOf is where a page was saved and where the words of a statement stand
// in it; st may be nil.
func evidenceOf(d *sayso.Document, st *sayso.Statement) evidence {
	e := evidence{Page: headOf(d)}
	src := &d.Source
	statement := ""
	if st != nil {
		statement = string(st.ID)
	}
	for _, f := range []fact{
		{Name: "Address", Value: line(src.URL)}, {Name: "Captured", Value: timeWord(src.CapturedAt)},
		{Name: "Saved in", Value: line(src.Path), Why: whereIn(src)}, {Name: "SHA-256", Value: line(src.SHA256), Mono: true},
		{Name: "Page", Value: string(d.ID), Mono: true}, {Name: "Statement", Value: statement, Mono: true},
	} {
		if f.Value != "" {
			e.Facts = append(e.Facts, f)
		}
	}
	if st == nil {
		return e
	}
	for _, l := range []struct {
		name  string
		spans []sayso.Span
	}{{"Words", st.Content}, {"Speaker named", st.Source}, {"Said with", st.Cue}} {
		for _, s := range l.spans {
			e.Spans = append(e.Spans, fact{Name: l.name, Value: short(line(s.Text), 300), Why: fmt.Sprintf("code points %d to %d", s.Start, s.End)})
		}
	}
	return e
}
