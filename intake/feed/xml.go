package feed

import (
	"bytes"
	"strings"
)

// A tag is one start or end tag.
type tag struct {
	start, end int    // of the tag in the file, from < to behind >
	name       string // with its prefix
	attrs      []byte // of a start tag
	closing    bool   // </name>
	empty      bool   // <name/>
}

// scanner finds the tags of an XML file. Everything between them, comments,
// CDATA sections, instructions and declarations it passes over.
type scanner struct {
	b []byte
	i int
}

func (s *scanner) next() (tag, bool) {
	for {
		n := bytes.IndexByte(s.b[s.i:], '<')
		if n < 0 {
			s.i = len(s.b)
			return tag{}, false
		}
		s.i += n
		rest := s.b[s.i:]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			s.skip(rest[4:], "-->")
		case bytes.HasPrefix(rest, []byte(cdata)):
			s.skip(rest[len(cdata):], "]]>")
		case bytes.HasPrefix(rest, []byte("<?")):
			s.skip(rest[2:], "?>")
		case bytes.HasPrefix(rest, []byte("<!")):
			s.declaration()
		case len(rest) > 1 && (rest[1] == '/' || nameByte(rest[1])):
			if t, ok := s.tag(); ok {
				return t, true
			}
		default:
			s.i++
		}
	}
}

const cdata = "<![CDATA["

// skip moves behind the next end in rest, which is a tail of the file, or to
// the end of the file.
func (s *scanner) skip(rest []byte, end string) {
	n := bytes.Index(rest, []byte(end))
	if n < 0 {
		s.i = len(s.b)
		return
	}
	s.i = len(s.b) - len(rest) + n + len(end)
}

// declaration moves behind a <!DOCTYPE …>, which may hold others in brackets.
func (s *scanner) declaration() {
	end := bytes.IndexAny(s.b[s.i:], "[>")
	if end >= 0 && s.b[s.i+end] == '[' {
		s.skip(s.b[s.i+end:], "]")
		end = bytes.IndexByte(s.b[s.i:], '>')
	}
	if end < 0 {
		s.i = len(s.b)
		return
	}
	s.i += end + 1
}

// tag reads the tag at s.i and moves behind it. A < before its end, which XML
// does not allow even in a quoted value, shows that the tag is broken: reading
// goes on there, so that one missing quotation mark does not swallow the feed.
func (s *scanner) tag() (tag, bool) {
	t := tag{start: s.i}
	i := s.i + 1
	if s.b[i] == '/' {
		t.closing = true
		i++
	}
	from := i
	for i < len(s.b) && nameByte(s.b[i]) {
		i++
	}
	t.name = string(s.b[from:i])
	from = i
	quote := byte(0)
	for ; i < len(s.b); i++ {
		c := s.b[i]
		switch {
		case c == '<':
			s.i = i
			return t, false
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			t.end = i + 1
			s.i = t.end
			t.attrs = s.b[from:i]
			if n := len(t.attrs); n > 0 && t.attrs[n-1] == '/' {
				t.empty = !t.closing
				t.attrs = t.attrs[:n-1]
			}
			return t, t.name != ""
		}
	}
	s.i = len(s.b)
	return t, false
}

func nameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == ':' || c == '_' || c == '-' || c == '.' || c >= 0x80
}

// xmlEntries finds the entries by their own tags: <item> in RSS, wherever it
// stands; <entry> in Atom, under the prefix the root has.
func xmlEntries(b []byte, f Format, yield func(Entry, error) bool) {
	s := scanner{b: b}
	root, entry, prefix := "", "item", ""
	open := -1 // where the entry being read begins
	closed := false
	var url, guid string
	inSource := false // <source> in an Atom entry holds another feed's links
	for {
		t, ok := s.next()
		if !ok {
			break
		}
		if root == "" {
			if t.closing {
				continue
			}
			root = t.name
			if f == Atom {
				prefix = root[:strings.IndexByte(root, ':')+1]
				entry = prefix + "entry"
			}
			continue
		}
		if f == RSS && open < 0 && prefix == "" && t.name == "rss:item" {
			prefix, entry = "rss:", t.name
		}
		switch {
		case t.name == entry && t.closing:
			if open < 0 {
				continue
			}
			if url == "" {
				url = guid
			}
			if !yield(Entry{Offset: open, Length: t.end - open, URL: url}, nil) {
				return
			}
			open = -1
		case t.name == entry && !t.empty:
			// Entries do not stand inside one another.
			if open >= 0 && !yield(Entry{}, &Damage{open, "the entry has no end", false}) {
				return
			}
			open, url, guid, inSource = t.start, "", "", false
		case t.name == root && t.closing:
			closed = open < 0
		case open < 0:
		case t.name == prefix+"source":
			inSource = f == Atom && !t.closing && !t.empty
		case t.closing || inSource || url != "":
		case t.name == prefix+"link" && f == Atom:
			if rel := attr(t.attrs, "rel"); rel == "" || rel == "alternate" {
				url = Absolute(attr(t.attrs, "href"))
			}
		case t.name == prefix+"link" && !t.empty:
			url = Absolute(s.text())
		case t.name == "guid" && !t.empty && attr(t.attrs, "isPermaLink") != "false":
			guid = Absolute(s.text())
		}
	}
	switch {
	case open >= 0:
		yield(Entry{}, &Damage{open, "the entry is cut off by the end of the feed", true})
	case root != "" && !closed:
		yield(Entry{}, &Damage{len(b), "the feed is cut off", true})
	}
}

// text is the text right behind the tag just read, up to the next one, where
// it is short.
func (s *scanner) text() string {
	rest := s.b[s.i:min(len(s.b), s.i+maxURL)]
	if trimmed := bytes.TrimLeft(rest, " \t\r\n"); bytes.HasPrefix(trimmed, []byte(cdata)) {
		text, _, _ := bytes.Cut(trimmed[len(cdata):], []byte("]]>"))
		return string(text)
	}
	n := bytes.IndexByte(rest, '<')
	if n < 0 {
		return ""
	}
	return unescaped(string(rest[:n]))
}

// attr is the value of one attribute.
func attr(attrs []byte, name string) string {
	for s := string(attrs); ; {
		s = strings.TrimLeft(s, " \t\r\n")
		key, rest, ok := strings.Cut(s, "=")
		if !ok {
			return ""
		}
		rest = strings.TrimLeft(rest, " \t\r\n")
		if rest == "" || rest[0] != '"' && rest[0] != '\'' {
			return ""
		}
		value, after, ok := strings.Cut(rest[1:], rest[:1])
		if !ok {
			return ""
		}
		if strings.TrimSpace(key) == name {
			return unescaped(value)
		}
		s = after
	}
}
