// Package cite puts a statement into the forms by which others refer to it: a
// line of text, BibTeX, a link that scrolls to the words, and the vocabularies
// Web Annotation, PROV-O and schema.org.
//
// Each is a mapping of the record and adds nothing to it: what the record does
// not know is left out. The stretches of text are named twice over, by their
// place (TextPositionSelector, code points, as in the record) and by their
// words with what stands around them (TextQuoteSelector), so that either can
// check the other. Positions are into the text of the document, which the
// address ending in /text gives.
package cite

import (
	"net/url"
	"strings"
	"time"

	"sayso"
)

// context is how many code points of the text around a quote go into its
// selector: enough to tell two places with the same words apart.
const context = 32

// A Reference is a statement, the document it is in, and the address of the
// archive that shows it, such as "http://127.0.0.1:8471".
type Reference struct {
	Base      string
	Document  *sayso.Document
	Statement *sayso.Statement
}

// Words are the statement's words, parts joined by " … ".
func (r *Reference) Words() string {
	parts := make([]string, len(r.Statement.Content))
	for i, s := range r.Statement.Content {
		parts[i] = oneLine(s.Text)
	}
	return strings.Join(parts, " … ")
}

// Quote is Words without the comma after which the page's own sentence went on.
func (r *Reference) Quote() string { return ended(r.Words()) }

// ended is s without the marks that lead on to something else: a quote is
// printed “… its touch,” where “he said” follows. An ellipsis stays.
func ended(s string) string { return strings.TrimRight(s, ",;:،；，：、 ") }

// Speaker is the speaker's name, or "".
func (r *Reference) Speaker() string {
	if r.Statement.Speaker == nil {
		return ""
	}
	return oneLine(r.Statement.Speaker.Name)
}

// StatementURL is where the archive shows the statement.
func (r *Reference) StatementURL() string {
	return r.Base + "/statement/" + string(r.Statement.ID)
}

// PageURL is where the archive shows the page.
func (r *Reference) PageURL() string { return r.Base + "/page/" + string(r.Document.ID) }

// TextURL is where the archive gives the document's text alone.
func (r *Reference) TextURL() string { return r.PageURL() + "/text" }

// WebURL is the page's own address, or "" where it has none on the web.
func (r *Reference) WebURL() string {
	u, err := url.Parse(string(r.Document.Source.URL))
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// Text is a citation in a line: who, what, where it is told, and by which bytes
// it can be checked.
func (r *Reference) Text() string {
	var b strings.Builder
	if s := r.Speaker(); s != "" {
		b.WriteString(s)
		if role := oneLine(string(r.Statement.Speaker.Role)); role != "" {
			b.WriteString(" (" + role + ")")
		}
		if r.Statement.SaidOn != nil {
			b.WriteString(", " + day(r.Statement.SaidOn))
		}
		b.WriteString(": ")
	}
	words := r.Quote()
	switch w := words; r.Statement.Mode {
	case sayso.Direct, sayso.Implicit:
		b.WriteString("“" + w + "”")
	default:
		b.WriteString(w + " [in the words of the report]")
	}
	d := r.Document
	if !strings.HasSuffix(words, ".") && !strings.HasSuffix(words, "!") && !strings.HasSuffix(words, "?") {
		b.WriteString(".")
	}
	b.WriteString(" In:")
	if t := oneLine(string(d.Title)); t != "" {
		b.WriteString(" “" + t + "”,")
	}
	if o := oneLine(string(d.Outlet)); o != "" {
		b.WriteString(" " + o + ",")
	}
	if d.Published != nil {
		b.WriteString(" " + day(d.Published) + ",")
	}
	if u := r.WebURL(); u != "" {
		b.WriteString(" " + u)
	} else {
		b.WriteString(" " + oneLine(d.Source.Path))
	}
	if c := captured(d); c != "" {
		b.WriteString(", saved " + c)
	}
	b.WriteString(" (SHA-256 " + d.Source.SHA256 + ").")
	return b.String()
}

// BibTeX is the statement as an entry of a bibliography.
func (r *Reference) BibTeX() string {
	d := r.Document
	var b strings.Builder
	b.WriteString("@misc{" + string(r.Statement.ID) + ",\n")
	field := func(name, value string) {
		if value != "" {
			b.WriteString("  " + name + " = {" + braced(value) + "},\n")
		}
	}
	if r.Statement.Speaker != nil && r.Statement.Speaker.Kind != sayso.Person && r.Speaker() != "" {
		b.WriteString("  author = {{" + braced(r.Speaker()) + "}},\n") // a body: not to be split into first and last name
	} else {
		field("author", r.Speaker())
	}
	field("title", r.Quote())
	field("booktitle", oneLine(string(d.Title)))
	field("howpublished", oneLine(string(d.Outlet)))
	if d.Published != nil && len(d.Published.Date) >= 4 {
		field("year", d.Published.Date[:4])
		if len(d.Published.Date) >= 7 {
			field("month", d.Published.Date[5:7])
		}
	}
	field("url", r.WebURL())
	if len(d.Source.CapturedAt) >= 10 {
		field("urldate", string(d.Source.CapturedAt[:10]))
	}
	field("note", "saved page, SHA-256 "+d.Source.SHA256)
	b.WriteString("}\n")
	return b.String()
}

// braced is s as it may stand between the braces of BibTeX.
func braced(s string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "%", `\%`, "$", `\$`, "&", `\&`, "#", `\#`, "_", `\_`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`).Replace(s)
}

// LinkToText is the page's own address with a text directive, at which browsers
// scroll to the words and light them; "" where the page has no address.
func (r *Reference) LinkToText() string {
	u := r.WebURL()
	if u == "" || len(r.Statement.Content) == 0 {
		return ""
	}
	u, _, _ = strings.Cut(u, "#")
	var parts []string
	for _, s := range r.Statement.Content {
		words := strings.Fields(ended(s.Text))
		switch {
		case len(words) == 0:
		case len(words) <= 12:
			parts = append(parts, "text="+directive(strings.Join(words, " ")))
		default: // the first and the last words, with whatever is between
			parts = append(parts, "text="+directive(strings.Join(words[:5], " "))+","+directive(strings.Join(words[len(words)-5:], " ")))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return u + "#:~:" + strings.Join(parts, "&")
}

// directive escapes what has a meaning in a text directive.
func directive(s string) string {
	return strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(s))
}

func day(d *sayso.Date) string {
	if t, err := time.Parse("2006-01-02", d.Date); err == nil {
		return t.Format("2 January 2006")
	}
	return oneLine(d.Date)
}

func captured(d *sayso.Document) string {
	if t, err := time.Parse(time.RFC3339, string(d.Source.CapturedAt)); err == nil {
		return t.UTC().Format("2 January 2006")
	}
	return ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
