// Package charset turns a page's bytes into text.
//
// It decides in this order: a byte order mark; bytes that are valid UTF-8, a
// stray one in fifty apart, and hold a character outside ASCII are UTF-8,
// whatever is declared, because other encodings hardly ever happen to be that
// (the stateful ISO-2022 encodings, which use ASCII bytes, are taken as
// declared); what the container declared; what the page declares; and last a guess: UTF-8 with a
// few broken bytes, or else windows-1252. Text that calls itself UTF-8 and is
// mostly not is read as windows-1252.
//
// Every byte sequence that has no meaning in the chosen encoding becomes
// U+FFFD, and so does NUL, which databases and terminals refuse. Nothing else
// is changed: no normal form is imposed and line ends stay as they are.
package charset

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// sniffed is how much of a page is searched for a declaration. The standard
// says 1024 bytes; pages with long comments or scripts before it exist.
const sniffed = 8192

// brokenShare is the largest share of invalid bytes among those outside ASCII
// at which text is still taken for damaged UTF-8 rather than another encoding.
const brokenShare = 0.2

// damagedShare is the same where another encoding is declared: text cut in the
// middle of a character, or with a stray byte. Of text in the encodings of East
// Asia at least two thirds of these bytes are invalid UTF-8, of that in
// single-byte ones nearly all.
const damagedShare = 0.02

// A Text is decoded text and how it was decoded.
type Text struct {
	Text string
	Name string // of the encoding, as in the WHATWG Encoding Standard: "utf-8"
	BOM  int    // bytes of the byte order mark that were dropped

	enc  encoding.Encoding // nil for UTF-8
	same bool              // Text[i] is page[i+BOM]
	page []byte
}

// Decode decodes page. Declared is the media type its container gave, with or
// without a charset parameter; html says whether to look for a declaration
// inside the page.
func Decode(page []byte, declared string, html bool) Text {
	switch {
	case bytes.HasPrefix(page, []byte("\xef\xbb\xbf")):
		return decodeUTF8(page, 3)
	case bytes.HasPrefix(page, []byte("\xff\xfe")):
		return decodeAs(page, 2, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le")
	case bytes.HasPrefix(page, []byte("\xfe\xff")):
		return decodeAs(page, 2, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be")
	}
	high, bad := survey(page)
	enc, name := lookup(parameter(declared))
	if enc == nil && html {
		enc, name = lookup(inPage(page))
	}
	if high == 0 {
		if strings.HasPrefix(name, "iso-2022") || strings.HasPrefix(name, "utf-16") && looksUTF16(page) {
			return decodeAs(page, 0, enc, name)
		}
		return decodeUTF8(page, 0)
	}
	if float64(bad) <= damagedShare*float64(high) {
		return decodeUTF8(page, 0)
	}
	if strings.HasPrefix(name, "utf-16") && !looksUTF16(page) {
		name, enc = "", nil
	}
	if name == "utf-8" || enc == nil {
		if float64(bad) <= brokenShare*float64(high) {
			return decodeUTF8(page, 0)
		}
		enc, name = charset.Lookup("windows-1252")
	}
	return decodeAs(page, 0, enc, name)
}

// survey counts the bytes outside ASCII and, among them, those that are no
// part of valid UTF-8.
func survey(b []byte) (high, bad int) {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		high += n
		if r == utf8.RuneError && n == 1 {
			bad++
		}
		i += n
	}
	return high, bad
}

func looksUTF16(b []byte) bool {
	if len(b) > sniffed {
		b = b[:sniffed]
	}
	return bytes.Count(b, []byte{0}) > len(b)/4
}

func parameter(mediaType string) string {
	if !strings.Contains(mediaType, "=") {
		return ""
	}
	if _, p, err := mime.ParseMediaType(mediaType); err == nil {
		return p["charset"]
	}
	_, rest, _ := strings.Cut(strings.ToLower(mediaType), "charset=")
	return strings.Trim(rest, " \"';")
}

// inPage finds <meta charset=x>, <meta http-equiv … content="…; charset=x">
// and <?xml encoding="x"?> without parsing.
func inPage(b []byte) string {
	if len(b) > sniffed {
		b = b[:sniffed]
	}
	low := bytes.ToLower(b)
	for at := 0; ; {
		i := bytes.Index(low[at:], []byte("charset"))
		if i < 0 {
			break
		}
		at += i + len("charset")
		open := bytes.LastIndexByte(low[:at], '<')
		if open < 0 || !bytes.HasPrefix(low[open:], []byte("<meta")) {
			continue
		}
		if v := value(low[at:]); v != "" {
			return v
		}
	}
	if bytes.HasPrefix(bytes.TrimSpace(low), []byte("<?xml")) {
		if i := bytes.Index(low, []byte("encoding")); i >= 0 && i < 200 {
			return value(low[i+len("encoding"):])
		}
	}
	return ""
}

func value(b []byte) string {
	b = bytes.TrimLeft(b, " \t\r\n")
	if len(b) == 0 || b[0] != '=' {
		return ""
	}
	b = bytes.TrimLeft(b[1:], " \t\r\n\"'")
	n := bytes.IndexAny(b, "\"'>;/ \t\r\n")
	if n < 0 {
		n = len(b)
	}
	return string(b[:n])
}

func lookup(label string) (encoding.Encoding, string) {
	if label == "" {
		return nil, ""
	}
	enc, name := charset.Lookup(label)
	if name == "replacement" || name == "x-user-defined" {
		return nil, ""
	}
	return enc, name
}

func decodeUTF8(page []byte, bom int) Text {
	body := page[bom:]
	t := Text{Name: "utf-8", BOM: bom, page: page}
	if utf8.Valid(body) && bytes.IndexByte(body, 0) < 0 {
		t.Text, t.same = string(body), true
		return t
	}
	var b strings.Builder
	b.Grow(len(body) + len(body)/8)
	for i := 0; i < len(body); {
		r, n := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && n == 1 || r == 0 {
			b.WriteString("\uFFFD")
		} else {
			b.Write(body[i : i+n])
		}
		i += n
	}
	t.Text = b.String()
	return t
}

func decodeAs(page []byte, bom int, enc encoding.Encoding, name string) Text {
	if name == "utf-8" {
		return decodeUTF8(page, bom)
	}
	// A decoder of x/text replaces what it cannot read and returns no error
	// but for input that ends in the middle of a character.
	out, _, err := transform.Bytes(enc.NewDecoder(), page[bom:])
	s := string(out)
	if err != nil {
		s += "\uFFFD"
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	s = strings.ReplaceAll(s, "\x00", "\uFFFD")
	return Text{Text: s, Name: name, BOM: bom, enc: enc, page: page}
}

// A Mapper turns byte offsets of decoded text into byte offsets of the page.
// Offsets must be asked for in rising order.
type Mapper struct {
	t    Text
	at   int // in the text
	page int // in the page
}

// Mapper returns a mapper from the text's start.
func (t Text) Mapper() *Mapper { return &Mapper{t: t, page: t.BOM} }

// Page is the byte of the page at which byte i of the text begins. In the
// encodings of several bytes that keep a state it is exact at the start of
// each character that encodes to the bytes found there, which is every one
// that the page's author could have typed.
func (m *Mapper) Page(i int) int {
	if m.t.same {
		return i + m.t.BOM
	}
	if i > len(m.t.Text) {
		i = len(m.t.Text)
	}
	for m.at < i {
		_, n := utf8.DecodeRuneInString(m.t.Text[m.at:])
		m.page += m.width(m.t.Text[m.at : m.at+n])
		m.at += n
	}
	return min(m.page, len(m.t.page))
}

// width is how many bytes of the page, from m.page, the character took.
func (m *Mapper) width(char string) int {
	rest := m.t.page[min(m.page, len(m.t.page)):]
	if m.t.enc == nil {
		_, n := utf8.DecodeRune(rest)
		return max(n, 1)
	}
	var dst [16]byte
	for n := 1; n <= 4 && n <= len(rest); n++ {
		dec := m.t.enc.NewDecoder()
		w, used, err := dec.Transform(dst[:], rest[:n], true)
		if err == nil && used == n && (string(dst[:w]) == char || n == 1 && dst[0] == 0 && w == 1) {
			return n
		}
	}
	return 1
}
