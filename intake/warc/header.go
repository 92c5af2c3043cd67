package warc

import (
	"bytes"
	"strconv"
	"strings"
)

// A Header is the named fields of a record or an HTTP message, in their order.
type Header []Field

// A Field is one of them.
type Field struct{ Name, Value string }

// Get returns the first field of that name, upper and lower case alike, or "".
func (h Header) Get(name string) string {
	for i := range h {
		if strings.EqualFold(h[i].Name, name) {
			return h[i].Value
		}
	}
	return ""
}

// ParseHeader reads lines of "Name: value". A line that begins with a blank
// goes on the one before; a line without a colon is passed over, as browsers do.
func ParseHeader(s string) Header {
	var h Header
	for s != "" {
		var line string
		line, s, _ = strings.Cut(s, "\n")
		line = strings.TrimSuffix(line, "\r")
		if line == "" {
			continue
		}
		if (line[0] == ' ' || line[0] == '\t') && len(h) > 0 {
			last := &h[len(h)-1]
			// A fold of thousands of lines would cost the square of its length.
			if len(last.Value) < maxValue {
				last.Value += " " + strings.TrimSpace(line)
			}
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		h = append(h, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
	return h
}

// maxValue bounds a folded field.
const maxValue = 16 << 10

// A Message is a stored HTTP response.
type Message struct {
	Status int
	Header Header
	Body   []byte // as stored, see Decode
}

// maxMessages bounds the interim responses ("100 Continue") before the answer.
const maxMessages = 4

// ParseMessage reads an HTTP response as crawlers store it, by hand because
// net/http refuses much of what they store: the status line "HTTP/2 200",
// header lines without a colon, and a body that was decoded while its header
// still says chunked. It reports false where the block is no HTTP response or
// the header does not end in it. Interim responses before it are passed over.
func ParseMessage(block []byte) (Message, bool) {
	var m Message
	for range maxMessages {
		if !bytes.HasPrefix(block, []byte("HTTP/")) {
			break
		}
		end, body := HeadEnd(block)
		if end < 0 {
			break
		}
		status, fields, _ := strings.Cut(string(block[:end]), "\n")
		m = Message{Status: statusOf(status), Header: ParseHeader(fields), Body: block[body:]}
		interim := m.Status/100 == 1 || m.Header.Get("Content-Type") == "" && bytes.HasPrefix(m.Body, []byte("HTTP/1."))
		if !interim {
			break
		}
		block = m.Body
	}
	return m, m.Status != 0
}

// statusOf is the number in "HTTP/1.1 200 OK", or 0.
func statusOf(line string) int {
	f := strings.Fields(line)
	if len(f) < 2 || len(f[1]) != 3 {
		return 0
	}
	n, err := strconv.Atoi(f[1])
	if err != nil || n < 100 {
		return 0
	}
	return n
}

// HeadEnd finds the blank line after the header that b begins with: where the
// header ends and where the body begins, or -1.
func HeadEnd(b []byte) (end, body int) {
	for i := 0; ; {
		n := bytes.IndexByte(b[i:], '\n')
		if n < 0 {
			return -1, -1
		}
		i += n + 1
		switch {
		case i < len(b) && b[i] == '\n':
			return i, i + 1
		case i+1 < len(b) && b[i] == '\r' && b[i+1] == '\n':
			return i, i + 2
		}
	}
}
