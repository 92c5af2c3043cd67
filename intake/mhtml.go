package intake

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"

	"sayso"
	"sayso/intake/feed"
	"sayso/intake/warc"
)

// mhtmlPage is the page in a file saved as MHTML: the root of a MIME message
// whose other parts are its images and styles.
type mhtmlPage struct {
	offset, length int    // of the part's body in the file, still encoded
	bytes          []byte // decoded
	contentType    string
	url            string
	saved          string // RFC 3339, UTC, or ""
	warning        error  // the bytes are not all there
}

// maxParts bounds the parts looked at. The page is the first of them, save in
// files made by hand.
const maxParts = 10_000

// parseMHTML finds the page in the MHTML file b.
func parseMHTML(b []byte, max int64) (mhtmlPage, error) {
	var p mhtmlPage
	head, at := mimeHead(b, 0)
	_, params, _ := mime.ParseMediaType(head.Get("Content-Type"))
	if params["boundary"] == "" {
		return p, errors.New("MHTML without a boundary between its parts")
	}
	if t, err := mail.ParseDate(head.Get("Date")); err == nil {
		p.saved = t.UTC().Format(time.RFC3339)
	}
	boundary := []byte("--" + params["boundary"])
	start, end := 0, 0
	for range maxParts {
		if start, end = nextBoundary(b, at, boundary); start < 0 {
			break
		}
		if bytes.HasPrefix(b[end:], []byte("--")) {
			break // the last
		}
		var part warc.Header
		part, at = mimeHead(b, end)
		if !rootPart(part, params["start"]) {
			continue
		}
		p.offset = at
		stop, _ := nextBoundary(b, at, boundary)
		if stop < 0 {
			stop = len(b)
			p.warning = errors.New("the file is cut off inside the page")
		}
		p.length = stop - at
		p.contentType = part.Get("Content-Type")
		if p.url = feed.Absolute(part.Get("Content-Location")); p.url == "" {
			p.url = feed.Absolute(head.Get("Snapshot-Content-Location"))
		}
		if err := p.decode(b[at:stop], part.Get("Content-Transfer-Encoding"), max); err != nil {
			return p, err
		}
		return p, nil
	}
	return p, errors.New("MHTML without a page in it")
}

// rootPart reports whether a part is the page: the one named as the start, or
// the first in HTML.
func rootPart(h warc.Header, start string) bool {
	media := mediaOf(h.Get("Content-Type"))
	html := media == "text/html" || media == "application/xhtml+xml"
	return html && (start == "" || h.Get("Content-ID") == start)
}

// mimeHead reads the header at b[at:] and returns where its body begins.
func mimeHead(b []byte, at int) (warc.Header, int) {
	rest := bytes.TrimLeft(b[at:], "\r\n \t")
	at = len(b) - len(rest)
	end, body := warc.HeadEnd(rest)
	if end < 0 {
		return nil, len(b)
	}
	return warc.ParseHeader(string(rest[:end])), at + body
}

// nextBoundary finds the next line that begins with the boundary: where the
// part before it ends, and where the boundary does.
func nextBoundary(b []byte, at int, boundary []byte) (start, end int) {
	for {
		i := bytes.Index(b[at:], boundary)
		if i < 0 {
			return -1, -1
		}
		at += i
		if at == 0 || b[at-1] == '\n' {
			start = at
			if start > 0 {
				start--
			}
			if start > 0 && b[start-1] == '\r' {
				start--
			}
			return start, at + len(boundary)
		}
		at += len(boundary)
	}
}

// decode undoes the transfer encoding of the part's body.
func (p *mhtmlPage) decode(body []byte, encoding string, max int64) error {
	var r io.Reader
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		r = quotedprintable.NewReader(bytes.NewReader(body))
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, bytes.NewReader(body))
	default:
		p.bytes = bytes.Clone(body)
		return nil
	}
	var err error
	p.bytes, err = warc.ReadAll(r, max, int64(len(body)))
	if err == warc.ErrTooLarge || err != nil && len(p.bytes) == 0 {
		return fmt.Errorf("the page's %s cannot be decoded: %w", encoding, err)
	}
	if err != nil && p.warning == nil {
		p.warning = fmt.Errorf("the page's %s is damaged behind %d bytes", encoding, len(p.bytes))
	}
	return nil
}

// mhtml reads a file saved as MHTML: its page, without the parts it shows.
func (x *reading) mhtml(f found, l *layers) {
	b, err := whole(f, l, x.opt)
	if x.ctx.Err() != nil {
		return
	}
	if usable(b, err) {
		p, perr := parseMHTML(b, x.opt.maxPage())
		if perr != nil {
			x.problem(f.path, "%w", perr)
		} else if k, charset, ok := told(p.contentType, sniff(p.bytes)); !ok || k != kindHTML && k != kindText {
			x.problem(f.path, "MHTML whose page is none")
		} else {
			x.page(sayso.Source{
				Path: f.path, MediaType: mediaType(k, charset),
				URL: sayso.Maybe(p.url), CapturedAt: sayso.Maybe(p.saved),
				Part: &sayso.Part{Offset: int64(p.offset), Length: int64(p.length)},
			}, p.bytes)
		}
		if perr == nil && err == nil {
			err = p.warning
		}
	}
	if err != nil {
		x.problem(f.path, "%w", reason(err))
	}
}
