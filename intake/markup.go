package intake

import (
	"bytes"
	"fmt"
	"strings"
)

// pageTags are the tags that only a page begins with, htmlTags those that a
// piece of one does; but an <img> may be left at the head of a flattened text.
var (
	pageTags = set("html head body title meta link base frameset")
	htmlTags = set(`html head body title meta link base frameset script noscript style template
		div span p a b i u em strong small font center br hr h1 h2 h3 h4 h5 h6 ul ol li dl table tbody tr td th
		img figure picture video iframe form input button header footer main article section nav aside
		blockquote pre code`)
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// markup tells what a text is: a page in HTML, a feed, some other XML or JSON
// that is not read, or text. It looks at the first tag; failing that, for HTML
// behind something else.
func markup(text []byte) nature {
	rest := bytes.TrimLeft(text, blanks+"\x00")
	if len(rest) == 0 {
		return nature{kind: kindEmpty}
	}
	xml := false
	for len(rest) > 1 && rest[0] == '<' {
		end := ">"
		switch {
		case bytes.HasPrefix(rest, []byte("<?")):
			xml = xml || bytes.HasPrefix(rest, []byte("<?xml "))
			end = "?>"
		case bytes.HasPrefix(rest, []byte("<!--")):
			end = "-->"
		case hasFold(rest, "<!doctype"):
			name := strings.Fields(strings.ToLower(string(rest[9:min(len(rest), 40)])))
			if len(name) > 0 && strings.HasPrefix(name[0], "html") {
				return nature{kind: kindHTML}
			}
			if i := bytes.IndexAny(rest, "[>"); i >= 0 && rest[i] == '[' {
				end = "]>"
			}
		default:
			return element(rest, xml)
		}
		i := bytes.Index(rest, []byte(end))
		if i < 0 {
			break // the instruction or comment fills the head
		}
		rest = bytes.TrimLeft(rest[i+len(end):], blanks)
	}
	switch {
	case xml:
		return nature{kind: kindOther, name: "application/xml"}
	case bytes.HasPrefix(rest, []byte("<!--")), hasFold(rest, "<!doctype"):
		return nature{kind: kindHTML}
	case len(rest) == 0:
		return nature{kind: kindHTML} // comments alone, as far as seen
	}
	if json := jsonNature(rest); json.kind != kindText {
		return json
	}
	if isMHTML(rest) {
		return nature{kind: kindMHTML}
	}
	return loose(rest)
}

// element tells what a file is by its first tag.
func element(rest []byte, xml bool) nature {
	n := 1
	for n < len(rest) && !strings.ContainsRune(" \t\r\n/>", rune(rest[n])) {
		n++
	}
	name := string(rest[1:n])
	_, local, prefixed := strings.Cut(name, ":")
	if !prefixed {
		local = name
	}
	switch {
	case local == "rss" || local == "RDF" && (bytes.Contains(rest, []byte("purl.org/rss/")) || bytes.Contains(rest, []byte("netscape.com/rdf"))):
		return nature{kind: kindRSS}
	case local == "feed" && (xml || bytes.Contains(rest, []byte("w3.org/2005/Atom")) || bytes.Contains(rest, []byte("purl.org/atom"))):
		return nature{kind: kindAtom}
	case pageTags[strings.ToLower(local)]:
		return nature{kind: kindHTML}
	case htmlTags[strings.ToLower(local)]:
		return loose(rest)
	case xml && name != "":
		return nature{kind: kindOther, name: fmt.Sprintf("XML whose root is <%s>", oneLine(name[:min(len(name), 40)]))}
	case local == "svg":
		return nature{kind: kindOther, name: "image/svg+xml"}
	}
	return loose(rest)
}

// How many tags of HTML within the head make a text a piece of a page: closing
// ones where it begins with words, any where it begins with a tag. Flattened
// text keeps one or two.
const (
	minClosing = 5
	minTags    = 3
)

// loose tells HTML that begins with something else (a server's warning, a
// headline), and pieces of HTML, from text.
func loose(text []byte) nature {
	tags, closing := 0, 0
	for rest := text; ; {
		i := bytes.IndexByte(rest, '<')
		if i < 0 || i+2 >= len(rest) {
			break
		}
		rest = rest[i+1:]
		if hasFold(rest, "!doctype html") || hasFold(rest, "html ") || hasFold(rest, "html>") {
			return nature{kind: kindHTML}
		}
		if hasFold(rest, "rss ") {
			return nature{kind: kindRSS}
		}
		name, closes := bytes.CutPrefix(rest[:min(len(rest), 16)], []byte("/"))
		end := bytes.IndexAny(name, " \t\r\n/>")
		if end > 0 && htmlTags[strings.ToLower(string(name[:end]))] {
			tags++
			if closes {
				closing++
			}
		}
	}
	if closing >= minClosing || text[0] == '<' && (tags >= minTags || closing > 0) {
		return nature{kind: kindHTML}
	}
	return nature{kind: kindText}
}

// jsonNature tells a JSON feed and other JSON from text that begins with a
// bracket.
func jsonNature(rest []byte) nature {
	if bytes.Contains(rest, []byte("jsonfeed.org/version")) || bytes.Contains(rest, []byte(`jsonfeed.org\/version`)) {
		if rest[0] == '{' {
			return nature{kind: kindJSONFeed}
		}
	}
	next := bytes.TrimLeft(rest[1:], " \t\r\n")
	if rest[0] == '{' && (len(next) == 0 || next[0] == '"' || next[0] == '}') ||
		rest[0] == '[' && len(next) > 0 && (next[0] == '{' || next[0] == '"') {
		return nature{kind: kindOther, name: "application/json, and no feed"}
	}
	return nature{kind: kindText}
}

// isMHTML tells a page saved as one MIME message by its header.
func isMHTML(rest []byte) bool {
	head, _, _ := bytes.Cut(rest, []byte("\n\n"))
	head, _, _ = bytes.Cut(head, []byte("\r\n\r\n"))
	h := bytes.ToLower(head)
	return bytes.Contains(h, []byte("mime-version:")) && bytes.Contains(h, []byte("multipart/related")) && bytes.Contains(h, []byte("boundary="))
}

// hasFold reports whether b begins with the lower-case prefix, upper and lower
// case alike.
func hasFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && strings.EqualFold(string(b[:len(prefix)]), prefix)
}
