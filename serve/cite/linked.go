package cite

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"

	"sayso"
)

// A Selector names a stretch of a text, as Web Annotation does.
type Selector struct {
	Type   string        `json:"type"`
	Exact  *string       `json:"exact,omitempty"`
	Prefix string        `json:"prefix,omitempty"`
	Suffix string        `json:"suffix,omitempty"`
	Start  *sayso.Offset `json:"start,omitempty"`
	End    *sayso.Offset `json:"end,omitempty"`
}

// Selectors name a span of a text by its words and by its place.
func Selectors(r *sayso.Ruler, s sayso.Span) []Selector {
	start, end, exact := s.Start, s.End, s.Text
	return []Selector{
		{Type: "TextQuoteSelector", Exact: &exact, Prefix: r.Slice(max(0, start-context), start), Suffix: r.Slice(end, end+context)},
		{Type: "TextPositionSelector", Start: &start, End: &end},
	}
}

// An Annotation is a statement as Web Annotation has it: the speaker as the
// body, each part of the words as a target.
// See https://www.w3.org/TR/annotation-model/.
type Annotation struct {
	Context    string   `json:"@context"`
	ID         string   `json:"id"`
	Type       string   `json:"type"`
	Motivation string   `json:"motivation"`
	Body       []Body   `json:"body"`
	Target     []Target `json:"target"`
}

// Body is what an annotation says of its target.
type Body struct {
	Type    string `json:"type"`
	Value   string `json:"value"`
	Format  string `json:"format"`
	Purpose string `json:"purpose"`
}

// Target is a stretch of a text.
type Target struct {
	Type     string     `json:"type"`
	Source   Source     `json:"source"`
	Selector []Selector `json:"selector"`
	State    []State    `json:"state,omitempty"`
}

// Source is the text a target is in.
type Source struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Format   string `json:"format"`
	Language string `json:"language,omitempty"`
}

// State says which capture of a page was read.
type State struct {
	Type       string `json:"type"`
	SourceDate string `json:"sourceDate,omitempty"`
	Cached     string `json:"cached,omitempty"`
}

// Annotation is the statement as a Web Annotation.
func (r *Reference) Annotation() *Annotation {
	a := &Annotation{Context: "http://www.w3.org/ns/anno.jsonld", ID: r.StatementURL(), Type: "Annotation", Motivation: "identifying", Body: []Body{}, Target: []Target{}}
	if s := r.Speaker(); s != "" {
		a.Body = append(a.Body, Body{Type: "TextualBody", Value: s, Format: "text/plain", Purpose: "identifying"})
	}
	ruler := sayso.NewRuler(r.Document.Text)
	for _, s := range r.Statement.Content {
		t := Target{Type: "SpecificResource", Selector: Selectors(ruler, s),
			Source: Source{ID: r.TextURL(), Type: "Text", Format: "text/plain", Language: string(r.Document.Language)}}
		if c := string(r.Document.Source.CapturedAt); c != "" {
			t.State = []State{{Type: "TimeState", SourceDate: c, Cached: r.PageURL() + "/bytes"}}
		}
		a.Target = append(a.Target, t)
	}
	return a
}

// A Node is one thing of a linked-data graph.
type Node struct {
	ID   string   `json:"@id,omitempty"`
	Type []string `json:"@type,omitempty"`

	Label            string `json:"rdfs:label,omitempty"`
	Value            string `json:"prov:value,omitempty"`
	GeneratedAt      *Typed `json:"prov:generatedAtTime,omitempty"`
	AtLocation       *Node  `json:"prov:atLocation,omitempty"`
	AttributedTo     []Node `json:"prov:wasAttributedTo,omitempty"`
	QuotedFrom       []Node `json:"prov:wasQuotedFrom,omitempty"`
	DerivedFrom      []Node `json:"prov:wasDerivedFrom,omitempty"`
	PrimarySource    []Node `json:"prov:hadPrimarySource,omitempty"`
	AlternateOf      []Node `json:"prov:alternateOf,omitempty"`
	SpecializationOf *Node  `json:"prov:specializationOf,omitempty"`
}

// Typed is a value with its type.
type Typed struct {
	Type  string `json:"@type"`
	Value string `json:"@value"`
}

// Provenance is a graph in the vocabulary of PROV-O.
// See https://www.w3.org/TR/prov-o/.
type Provenance struct {
	Context map[string]string `json:"@context"`
	Graph   []Node            `json:"@graph"`
}

// A Telling is another telling of the statement, with the link to it.
type Telling struct {
	Reference
	Link sayso.Link
	// Direction is what is known of who copied whom between the two pages: "to"
	// where the other took it from here, "from" the other way, or "".
	Direction string
}

// Provenance is the way of the statement: the bytes, the text read from them,
// the words quoted from that, who said them, and the tellings it is tied to.
func (r *Reference) Provenance(tellings []Telling) *Provenance {
	p := &Provenance{Context: map[string]string{
		"prov": "http://www.w3.org/ns/prov#",
		"rdfs": "http://www.w3.org/2000/01/rdf-schema#",
		"xsd":  "http://www.w3.org/2001/XMLSchema#",
	}}
	p.Graph = append(p.Graph, r.entities()...)
	st := &p.Graph[len(p.Graph)-1]
	text := -1
	for i := range p.Graph {
		if p.Graph[i].ID == r.TextURL() {
			text = i
		}
	}
	var others []Node
	for _, t := range tellings {
		others = append(others, t.entities()...)
		other := &others[len(others)-1]
		switch {
		case t.Direction == "from" && t.Link.Kind == sayso.LinkCopy:
			st.DerivedFrom = append(st.DerivedFrom, Node{ID: other.ID})
		case t.Direction == "to" && t.Link.Kind == sayso.LinkCopy:
			other.DerivedFrom = append(other.DerivedFrom, Node{ID: st.ID})
		case t.Link.Kind != sayso.LinkConflict:
			st.AlternateOf = append(st.AlternateOf, Node{ID: other.ID})
		}
	}
	for _, v := range r.Statement.Via {
		if n := oneLine(v.Name); n != "" && text >= 0 {
			p.Graph[text].PrimarySource = append(p.Graph[text].PrimarySource, Node{Type: []string{"prov:Entity"}, Label: n})
		}
	}
	p.Graph = append(p.Graph, others...)
	return p
}

// entities are the nodes of one telling; the statement is the last.
func (r *Reference) entities() []Node {
	d := r.Document
	saved := Node{ID: digest(d.Source.SHA256, r.PageURL()+"/bytes"), Type: []string{"prov:Entity"}, Label: oneLine(d.Source.Path), AtLocation: &Node{ID: r.PageURL() + "/bytes", Type: []string{"prov:Location"}}}
	if c := string(d.Source.CapturedAt); c != "" {
		saved.GeneratedAt = &Typed{"xsd:dateTime", c}
	}
	if u := r.WebURL(); u != "" {
		saved.SpecializationOf = &Node{ID: u}
	}
	text := Node{ID: r.TextURL(), Type: []string{"prov:Entity"}, Label: oneLine(string(d.Title)), DerivedFrom: []Node{{ID: saved.ID}}}
	st := Node{ID: r.StatementURL(), Type: []string{"prov:Entity"}, Value: r.Words(), QuotedFrom: []Node{{ID: text.ID}}}
	if s := r.Statement.Speaker; s != nil && r.Speaker() != "" {
		kind := "prov:Agent"
		switch s.Kind {
		case sayso.Person:
			kind = "prov:Person"
		case sayso.Organisation, sayso.State:
			kind = "prov:Organization"
		}
		st.AttributedTo = []Node{{Type: []string{kind}, Label: r.Speaker()}}
	}
	return []Node{saved, text, st}
}

// digest names bytes by their SHA-256, as RFC 6920 does.
func digest(sum, otherwise string) string {
	b, err := hex.DecodeString(sum)
	if err != nil || len(b) != 32 {
		return otherwise
	}
	return "ni:///sha-256;" + base64.RawURLEncoding.EncodeToString(b)
}

// A Thing is a thing of schema.org.
type Thing struct {
	Context   string   `json:"@context,omitempty"`
	Type      string   `json:"@type"`
	ID        string   `json:"@id,omitempty"`
	Name      string   `json:"name,omitempty"`
	Text      string   `json:"text,omitempty"`
	Headline  string   `json:"headline,omitempty"`
	JobTitle  string   `json:"jobTitle,omitempty"`
	URL       string   `json:"url,omitempty"`
	Language  string   `json:"inLanguage,omitempty"`
	Created   string   `json:"dateCreated,omitempty"`
	Published string   `json:"datePublished,omitempty"`
	SHA256    string   `json:"sha256,omitempty"`
	Creator   *Thing   `json:"creator,omitempty"`
	Author    *Thing   `json:"author,omitempty"`
	Publisher *Thing   `json:"publisher,omitempty"`
	IsPartOf  *Thing   `json:"isPartOf,omitempty"`
	BasedOn   []string `json:"isBasedOn,omitempty"`
	Encoding  *Thing   `json:"associatedMedia,omitempty"`
}

// Quotation is the statement in the words of schema.org.
func (r *Reference) Quotation(tellings []Telling) *Thing {
	d := r.Document
	q := &Thing{Context: "https://schema.org", Type: "Quotation", ID: r.StatementURL(), Text: r.Quote(), Language: string(d.Language)}
	if s := r.Statement.Speaker; s != nil && r.Speaker() != "" {
		q.Creator = &Thing{Type: "Person", Name: r.Speaker(), JobTitle: oneLine(string(s.Role))}
		if s.Kind != sayso.Person {
			q.Creator.Type, q.Creator.JobTitle = "Organization", ""
		}
	}
	if on := r.Statement.SaidOn; on != nil {
		q.Created = on.Date
	}
	a := &Thing{Type: "NewsArticle", ID: r.PageURL(), Headline: oneLine(string(d.Title)), URL: r.WebURL(),
		Encoding: &Thing{Type: "MediaObject", URL: r.PageURL() + "/bytes", SHA256: d.Source.SHA256}}
	if d.Published != nil {
		a.Published = d.Published.Date
	}
	if b := oneLine(string(d.Byline)); b != "" {
		a.Author = &Thing{Type: "Person", Name: b}
	}
	if o := oneLine(string(d.Outlet)); o != "" {
		a.Publisher = &Thing{Type: "NewsMediaOrganization", Name: o}
	}
	q.IsPartOf = a
	for _, t := range tellings {
		if t.Direction == "from" {
			q.BasedOn = append(q.BasedOn, t.StatementURL())
		}
	}
	return q
}

// JSON is v as indented JSON with < and > as they are.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
