// Package feed finds the entries of a saved RSS, Atom or JSON feed as byte
// ranges of the file, so that each entry can be kept and proved by its own
// bytes.
//
// The feed is not parsed into values here: the scanner knows only where tags,
// comments, CDATA sections and instructions begin and end. It therefore reads
// feeds that are not well-formed (unescaped HTML in a description, undeclared
// entities, a feed cut off in the middle) as far as their entries' own tags
// stand. An entry that is never closed ends at the next one's beginning and is
// reported, not returned.
//
// One pass over the bytes; no memory beyond the feed's own, but for UTF-16,
// which costs half as much again.
package feed

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Format is a kind of feed.
type Format string

const (
	RSS  Format = "application/rss+xml" // 0.9x, 2.0 and RSS 1.0 (RDF)
	Atom Format = "application/atom+xml"
	JSON Format = "application/feed+json"
)

// An Entry is one entry's place in the feed.
type Entry struct {
	Offset, Length int
	URL            string // of the page the entry stands for, where absolute, or ""
}

// A Damage is a place where the feed is broken.
type Damage struct {
	Offset int
	Reason string
	Cut    bool // the feed ends there before its time
}

func (d *Damage) Error() string { return fmt.Sprintf("at byte %d: %s", d.Offset, d.Reason) }

// Entries yields the entries of the feed b in their order, and a *Damage
// wherever one is broken.
func Entries(b []byte, f Format) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		if f == JSON {
			jsonEntries(b, yield)
			return
		}
		units, order := projected(b)
		if order == nil {
			xmlEntries(b, f, yield)
			return
		}
		xmlEntries(units, f, func(e Entry, err error) bool {
			e.Offset, e.Length = e.Offset*2, e.Length*2
			if d, ok := err.(*Damage); ok {
				d.Offset *= 2
			}
			return yield(e, err)
		})
	}
}

// projected gives text in UTF-16 as one byte a unit, 0xFF for all that is not
// ASCII: markup is ASCII, and places in it are half those in b. The order is
// nil where b is not marked as UTF-16.
func projected(b []byte) ([]byte, binary.ByteOrder) {
	order := byteOrder(b)
	if order == nil {
		return nil, nil
	}
	units := make([]byte, len(b)/2)
	for i := range units {
		if u := order.Uint16(b[2*i:]); u < 0x80 {
			units[i] = byte(u)
		} else {
			units[i] = 0xff
		}
	}
	return units, order
}

func byteOrder(b []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return binary.LittleEndian
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return binary.BigEndian
	}
	return nil
}

// Charset is the character set that the feed declares, by its byte order mark
// or its XML declaration, in lower case, or "".
func Charset(b []byte) string {
	switch byteOrder(b) {
	case binary.LittleEndian:
		return "utf-16le"
	case binary.BigEndian:
		return "utf-16be"
	}
	if bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
		return "utf-8"
	}
	const declaration = 256 // no XML declaration is longer
	b = bytes.TrimLeft(b[:min(len(b), declaration)], " \t\r\n")
	if !bytes.HasPrefix(b, []byte("<?xml")) {
		return ""
	}
	head, _, _ := strings.Cut(string(b), ">")
	_, s, ok := strings.Cut(head, "encoding")
	if !ok {
		return ""
	}
	s = strings.TrimLeft(s, " \t\r\n=")
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return ""
	}
	s, _, ok = strings.Cut(s[1:], s[:1])
	if !ok {
		return ""
	}
	return strings.ToLower(s)
}

func jsonEntries(b []byte, yield func(Entry, error) bool) {
	bom := 0
	if bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
		bom = 3
	}
	d := json.NewDecoder(bytes.NewReader(b[bom:]))
	broken := func(err error) {
		cut := err == io.EOF || err == io.ErrUnexpectedEOF
		reason := "not JSON here (" + err.Error() + ")"
		if cut {
			reason = "the feed is cut off"
		}
		yield(Entry{}, &Damage{bom + int(d.InputOffset()), reason, cut})
	}
	if _, err := d.Token(); err != nil {
		broken(err)
		return
	}
	var value json.RawMessage
	for d.More() {
		key, err := d.Token()
		if err != nil {
			broken(err)
			return
		}
		if key != "items" {
			if err := d.Decode(&value); err != nil {
				broken(err)
				return
			}
			continue
		}
		if t, err := d.Token(); err != nil || t != json.Delim('[') {
			yield(Entry{}, &Damage{bom + int(d.InputOffset()), "the items are not a list", false})
			return
		}
		for d.More() {
			if err := d.Decode(&value); err != nil {
				broken(err)
				return
			}
			if value[0] != '{' {
				continue
			}
			e := Entry{Offset: bom + int(d.InputOffset()) - len(value), Length: len(value)}
			var item struct {
				URL      any `json:"url"`
				External any `json:"external_url"`
			}
			if json.Unmarshal(value, &item) == nil {
				if e.URL = webAddress(item.URL); e.URL == "" {
					e.URL = webAddress(item.External)
				}
			}
			if !yield(e, nil) {
				return
			}
		}
		if _, err := d.Token(); err != nil {
			broken(err)
			return
		}
	}
	if _, err := d.Token(); err != nil {
		broken(err)
	}
}

func webAddress(v any) string {
	s, _ := v.(string)
	return Absolute(s)
}

// maxURL bounds an address; longer ones are no addresses.
const maxURL = 8 << 10

// Absolute is s where it is a web address that needs nothing before it.
func Absolute(s string) string {
	s = strings.TrimSpace(s)
	odd := func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError || strings.ContainsRune(`<>"`, r)
	}
	if len(s) > maxURL || strings.ContainsFunc(s, odd) {
		return ""
	}
	for _, scheme := range []string{"http://", "https://"} {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			return s
		}
	}
	return ""
}

// unescaped is the text of an XML attribute or element.
func unescaped(s string) string { return html.UnescapeString(s) }
