package serve

import (
	"bytes"
	"io"
	"mime"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"sayso"
)

// The words of a statement are lit in the saved page itself: marks are put
// around them, and not a byte else is changed, except that a page in another
// character set comes as UTF-8. The page stays in its sandbox.

// litAnchor is the id of the first mark.
const litAnchor = "sayso-said"

const litMark = ` style="background:#ffd23f;color:#000;scroll-margin-top:30vh">`

// lit is a saved page with the words of a statement marked, as HTML in UTF-8;
// false where they were not found in it.
func lit(p *sayso.Page, d *sayso.Document, st *sayso.Statement) ([]byte, bool) {
	if len(st.Content) == 0 {
		return nil, false
	}
	if t, _, _ := mime.ParseMediaType(savedType(p.Source.MediaType)); t == "text/plain" {
		return litText(d, st), true // the text is the file
	}
	r, err := charset.NewReader(bytes.NewReader(p.Bytes), p.Source.MediaType)
	if err != nil {
		return nil, false
	}
	page, err := io.ReadAll(r)
	if err != nil {
		return nil, false
	}
	letters, at := lettersOf(page)
	ruler := sayso.NewRuler(d.Text)
	var ranges [][2]int // in letters
	from := 0
	for _, s := range st.Content {
		words := bare(s.Text)
		if words == "" {
			continue
		}
		i := nth(letters[from:], words, strings.Count(bare(ruler.Slice(0, s.Start)), words))
		if from > 0 { // what comes after the first part comes soon after it
			i = strings.Index(letters[from:], words)
		}
		if i < 0 {
			continue
		}
		ranges = append(ranges, [2]int{from + i, from + i + len(words)})
		from += i + len(words)
	}
	if len(ranges) == 0 {
		return nil, false
	}
	return marked(page, at, ranges), true
}

// nth is where s stands in text for the time after n times, or the last time.
func nth(text, s string, n int) int {
	found := -1
	for at := 0; n >= 0; n-- {
		i := strings.Index(text[at:], s)
		if i < 0 {
			break
		}
		found = at + i
		at = found + len(s)
	}
	return found
}

// bare is s without blanks and what is as good as none: they differ between a
// page and its text.
func bare(s string) string {
	return strings.Map(func(c rune) rune {
		if notBare(c) {
			return -1
		}
		return c
	}, s)
}

func notBare(c rune) bool {
	return unicode.IsSpace(c) || c == 0xad || c >= 0x200b && c <= 0x200f || c == 0x2060 || c == 0xfeff
}

// unseen are the elements whose text is not shown, or is no markup.
var unseen = map[string]bool{"script": true, "style": true, "title": true, "textarea": true, "noscript": true, "iframe": true, "xmp": true, "noembed": true, "noframes": true, "plaintext": true, "template": true, "select": true}

// A letter is where in a page one byte of its bare text comes from.
type letter struct{ start, end int }

// lettersOf is the text of a page without blanks, and where each byte of it
// stands.
func lettersOf(page []byte) (string, []letter) {
	var text strings.Builder
	var at []letter
	put := func(s string, start, end int) {
		for _, c := range s {
			if notBare(c) {
				continue
			}
			n, _ := text.WriteRune(c)
			for range n {
				at = append(at, letter{start, end})
			}
		}
	}
	z := html.NewTokenizer(bytes.NewReader(page))
	offset, hidden := 0, ""
	for {
		kind := z.Next()
		raw := z.Raw()
		switch kind {
		case html.ErrorToken:
			return text.String(), at
		case html.StartTagToken, html.EndTagToken:
			b, _ := z.TagName()
			name := string(b)
			if kind == html.StartTagToken && hidden == "" && unseen[name] {
				hidden = name
			} else if kind == html.EndTagToken && name == hidden {
				hidden = ""
			}
		case html.TextToken:
			if hidden != "" {
				break
			}
			for i := 0; i < len(raw); {
				if raw[i] == '&' {
					if n := bytes.IndexByte(raw[i:min(len(raw), i+40)], ';'); n > 0 {
						entity := string(raw[i : i+n+1])
						if s := html.UnescapeString(entity); s != entity {
							put(s, offset+i, offset+i+n+1)
							i += n + 1
							continue
						}
					}
				}
				c, n := utf8.DecodeRune(raw[i:])
				put(string(c), offset+i, offset+i+n)
				i += n
			}
		}
		offset += len(raw)
	}
}

// marked is a page with marks around ranges of its letters, none of which goes
// over a tag.
func marked(page []byte, at []letter, ranges [][2]int) []byte {
	var out bytes.Buffer
	done, first := 0, true
	put := func(start, end int) {
		out.Write(page[done:start])
		if first {
			out.WriteString(`<mark id="` + litAnchor + `"` + litMark)
		} else {
			out.WriteString("<mark" + litMark)
		}
		first = false
		out.Write(page[start:end])
		out.WriteString("</mark>")
		done = end
	}
	for _, r := range ranges {
		start, end := at[r[0]].start, at[r[0]].end
		for _, l := range at[r[0]:r[1]] {
			if l.start > end && bytes.ContainsAny(page[end:l.start], "<>") {
				put(start, end)
				start = l.start
			}
			end = l.end
		}
		put(start, end)
	}
	out.Write(page[done:])
	return out.Bytes()
}

// litText is a page of plain text with the words of a statement marked.
func litText(d *sayso.Document, st *sayso.Statement) []byte {
	r := sayso.NewRuler(d.Text)
	var out bytes.Buffer
	out.WriteString(`<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>saved page</title><pre style="white-space:pre-wrap">`)
	at := sayso.Offset(0)
	for i, s := range st.Content {
		if s.Start < at || s.End < s.Start || s.End > r.Len() {
			continue
		}
		out.WriteString(html.EscapeString(r.Slice(at, s.Start)))
		id := ""
		if i == 0 {
			id = ` id="` + litAnchor + `"`
		}
		out.WriteString("<mark" + id + litMark + html.EscapeString(r.Slice(s.Start, s.End)) + "</mark>")
		at = s.End
	}
	out.WriteString(html.EscapeString(r.Slice(at, r.Len())) + "</pre>")
	return out.Bytes()
}
