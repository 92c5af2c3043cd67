package cite

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"sayso"
)

// reference is a split quote in a text with letters outside ASCII before it.
func reference() *Reference {
	text := "Île-Rousse — “We have counted every bolt,” said Ilse Varga, “and 40 % more {sic}.” We have counted every bolt, too."
	at := func(w string) sayso.Span {
		i := strings.Index(text, w)
		return sayso.NewRuler(text).Span(i, i+len(w))
	}
	d := &sayso.Document{Text: text, Title: "Bridge & harbour", Outlet: "Lumina Wire", Language: "en",
		Published: &sayso.Date{Date: "2024-03-07", Precision: sayso.ByDay},
		Source:    sayso.Source{Path: "a.html", SHA256: sayso.Sum([]byte("page")), URL: "https://lumina.example/a?x=1#top", CapturedAt: "2024-03-09T06:12:44Z"}}
	d.ID = sayso.NewDocumentID(&d.Source)
	st := sayso.Statement{Mode: sayso.Direct, Content: []sayso.Span{at("We have counted every bolt,"), at("and 40 % more {sic}.")},
		Speaker: &sayso.Actor{Name: "Ilse Varga", Kind: sayso.Person, Role: "Transport Minister"}, Via: []sayso.Via{{Name: "Evening Ledger"}}}
	st.ID = sayso.NewStatementID(d.ID, &st)
	d.Statements = []sayso.Statement{st}
	return &Reference{Base: "http://127.0.0.1:8471", Document: d, Statement: &d.Statements[0]}
}

func TestText(t *testing.T) {
	got := reference().Text()
	want := "Ilse Varga (Transport Minister): “We have counted every bolt, … and 40 % more {sic}.” In: “Bridge & harbour”, Lumina Wire, 7 March 2024, https://lumina.example/a?x=1#top, saved 9 March 2024 (SHA-256 " + sayso.Sum([]byte("page")) + ")."
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestBibTeX(t *testing.T) {
	got := reference().BibTeX()
	for _, w := range []string{"author = {Ilse Varga}", `40 \% more \{sic\}`, `booktitle = {Bridge \& harbour}`, "year = {2024}", "month = {03}", "urldate = {2024-03-09}"} {
		if !strings.Contains(got, w) {
			t.Errorf("lacks %s in\n%s", w, got)
		}
	}
	if title, _, _ := strings.Cut(strings.SplitAfter(got, "title = {")[1], "},"); strings.HasSuffix(title, ",") {
		t.Errorf("the title ends in the comma that “she said” followed: %q", title)
	}
	r := reference()
	r.Statement.Speaker.Kind = sayso.Organisation
	if !strings.Contains(r.BibTeX(), "author = {{Ilse Varga}}") {
		t.Error("a body's name can be split into first and last")
	}
}

// TestLinkToText wants the words back out of the link, without the comma that
// leads on to “she said”.
func TestLinkToText(t *testing.T) {
	got := reference().LinkToText()
	before, after, ok := strings.Cut(got, "#:~:")
	if !ok || before != "https://lumina.example/a?x=1" {
		t.Fatalf("link %q", got)
	}
	for i, part := range strings.Split(after, "&") {
		words, err := url.PathUnescape(strings.TrimPrefix(part, "text="))
		if err != nil || words != strings.TrimSuffix(reference().Statement.Content[i].Text, ",") {
			t.Errorf("part %d is %q (%v)", i, words, err)
		}
	}
	r := reference()
	r.Document.Source.URL = "javascript:alert(1)"
	if got := r.LinkToText(); got != "" {
		t.Errorf("a link was made of javascript: %q", got)
	}
}

// TestAnnotationRoundTrip finds the words again by either selector alone.
func TestAnnotationRoundTrip(t *testing.T) {
	r := reference()
	b, err := JSON(r.Annotation())
	if err != nil {
		t.Fatal(err)
	}
	var a Annotation
	if err := json.Unmarshal(b, &a); err != nil {
		t.Fatal(err)
	}
	if a.Context != "http://www.w3.org/ns/anno.jsonld" || a.Type != "Annotation" || len(a.Target) != 2 {
		t.Fatalf("not an annotation of two targets: %s", b)
	}
	ruler := sayso.NewRuler(r.Document.Text)
	for i, target := range a.Target {
		want := r.Statement.Content[i]
		for _, s := range target.Selector {
			switch s.Type {
			case "TextPositionSelector":
				if got := ruler.Slice(*s.Start, *s.End); got != want.Text {
					t.Errorf("the place gives %q, want %q", got, want.Text)
				}
			case "TextQuoteSelector":
				around := s.Prefix + *s.Exact + s.Suffix
				if strings.Count(r.Document.Text, around) != 1 {
					t.Errorf("%q does not stand once in the text", around)
				}
				if at := strings.Index(r.Document.Text, around) + len(s.Prefix); ruler.Offset(at) != want.Start {
					t.Errorf("the words are found at %d, want %d", ruler.Offset(at), want.Start)
				}
			}
		}
	}
}

func TestProvenance(t *testing.T) {
	r, other := reference(), reference()
	other.Document.Source.Path = "b.html"
	other.Document.ID = sayso.NewDocumentID(&other.Document.Source)
	other.Statement.ID = sayso.NewStatementID(other.Document.ID, other.Statement)
	p := r.Provenance([]Telling{{Reference: *other, Link: sayso.Link{Kind: sayso.LinkCopy}, Direction: "from"}})
	byID := map[string]Node{}
	for _, n := range p.Graph {
		byID[n.ID] = n
	}
	st := byID[r.StatementURL()]
	if len(st.QuotedFrom) != 1 || len(st.DerivedFrom) != 1 || st.DerivedFrom[0].ID != other.StatementURL() || st.AttributedTo[0].Type[0] != "prov:Person" {
		t.Errorf("statement node %+v", st)
	}
	text, ok := byID[st.QuotedFrom[0].ID]
	if !ok || len(text.PrimarySource) != 1 {
		t.Fatalf("text node %+v", text)
	}
	if saved := byID[text.DerivedFrom[0].ID]; !strings.HasPrefix(saved.ID, "ni:///sha-256;") || saved.SpecializationOf.ID != r.WebURL() {
		t.Errorf("page node %+v", saved)
	}
}

func TestQuotation(t *testing.T) {
	q := reference().Quotation(nil)
	if q.Type != "Quotation" || q.Creator.Name != "Ilse Varga" || q.IsPartOf.Publisher.Name != "Lumina Wire" || q.IsPartOf.Encoding.SHA256 == "" || q.BasedOn != nil {
		t.Errorf("%+v", q)
	}
}
