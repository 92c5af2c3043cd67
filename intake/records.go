package intake

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"sayso"
	"sayso/intake/warc"
)

// payload is what a record holds.
type payload struct {
	bytes   []byte
	kind    kind
	charset string // that the HTTP header declares, or the bytes show
	warning error  // the bytes are not all there
	altered bool   // they are not the ones that the record's digest was made from
}

// Why records are left out. The texts are counted and put together into a note.
const (
	leftAside    = "no captures" // requests, the crawler's own notes: not counted
	leftOther    = "not pages"
	leftStatus   = "answers other than 200"
	leftRevisit  = "revisits"
	leftEmpty    = "empty"
	leftSegments = "in segments, which are not joined"
)

// httpSample is how much of a record is looked at to tell whether it is worth
// reading: the HTTP header, of images and videos too, is nearly always shorter.
const httpSample = 16 << 10

// recordPayload reads the payload of the record that r stands at, or says why
// it is left out. The error is a *warc.Damage or what else kept it from being
// read.
func recordPayload(r *warc.Reader, rec *warc.Record, opt Options) (p payload, left string, err error) {
	isHTTP := false
	switch rec.Type() {
	case "response":
		isHTTP = strings.HasPrefix(string(r.Peek(5)), "HTTP/")
		if !isHTTP && !webScheme(rec.URI()) {
			return p, leftAside, nil // "dns:", for one
		}
	case "resource", "conversion":
		if !webScheme(rec.URI()) {
			return p, leftAside, nil // a crawler's own notes: "metadata:", "urn:"
		}
	case "revisit":
		return p, leftRevisit, nil
	default:
		return p, leftAside, nil
	}
	if rec.Header.Get("WARC-Segment-Number") != "" {
		return p, leftSegments, nil
	}
	declared := rec.Header.Get("Content-Type")
	if isHTTP {
		if m, ok := warc.ParseMessage(r.Peek(httpSample)); ok {
			if left := unwanted(m); left != "" {
				return p, left, nil
			}
			declared = m.Header.Get("Content-Type")
		}
	} else if !mayBePage(declared) {
		return p, leftOther, nil
	}
	block, err := r.Block(opt.maxPage())
	if err != nil {
		return p, "", err
	}
	p.bytes, p.altered = block, rec.Altered(block)
	if isHTTP {
		m, ok := warc.ParseMessage(block)
		if !ok {
			return p, leftOther, nil
		}
		if left := unwanted(m); left != "" {
			return p, left, nil
		}
		declared = m.Header.Get("Content-Type")
		p.bytes, p.warning = warc.Decode(m.Body, m.Header, opt.maxPage())
		if p.warning != nil && len(p.bytes) == 0 {
			return p, "", p.warning
		}
	}
	if strings.HasSuffix(rec.URI(), "/robots.txt") {
		return p, leftOther, nil
	}
	var ok bool
	if p.kind, p.charset, ok = told(declared, sniff(p.bytes)); !ok {
		if p.kind == kindEmpty {
			return p, leftEmpty, nil
		}
		return p, leftOther, nil
	}
	return p, "", nil
}

// unwanted says why an HTTP answer is left out, by its header, or "".
func unwanted(m warc.Message) string {
	switch {
	case m.Status != 200 && m.Status != 203:
		return leftStatus
	case !mayBePage(m.Header.Get("Content-Type")):
		return leftOther
	}
	return ""
}

// webScheme reports whether an address is one that pages are got from.
func webScheme(uri string) bool {
	scheme, _, ok := strings.Cut(uri, ":")
	switch strings.ToLower(scheme) {
	case "http", "https", "ftp", "file":
		return true
	}
	return !ok
}

// mediaOf is the media type of a Content-Type field, in lower case.
func mediaOf(contentType string) string {
	t, _, _ := strings.Cut(contentType, ";")
	t, _, _ = strings.Cut(t, ",") // the field given twice
	return strings.ToLower(strings.TrimSpace(t))
}

// mayBePage reports whether something served as this type may be a page or a
// feed.
func mayBePage(contentType string) bool {
	switch t := mediaOf(contentType); t {
	case "", "text/html", "text/plain", "text/xml", "text/rss", "text/rdf", "application/json", "application/octet-stream", "application/unknown", "unknown/unknown":
		return true
	default:
		return strings.HasPrefix(t, "application/") && (strings.HasSuffix(t, "xml") || strings.HasSuffix(t, "feed+json"))
	}
}

// told weighs what the container declares against what the bytes show. Bytes
// that look like HTML or a feed are that. Text is a page where it is declared
// as one: scripts, style sheets and data look like text too.
func told(contentType string, n nature) (kind, string, bool) {
	charset := declaredCharset(contentType)
	if charset == "" {
		charset = n.charset
	}
	switch n.kind {
	case kindHTML, kindRSS, kindAtom, kindJSONFeed:
		return n.kind, charset, true
	case kindText:
		switch mediaOf(contentType) {
		case "text/html", "application/xhtml+xml":
			return kindHTML, charset, true
		case "text/plain":
			return kindText, charset, true
		}
	}
	return n.kind, "", false
}

// declaredCharset is the charset parameter of a Content-Type field, or "". It
// is found by hand, because servers write the field in ways that
// mime.ParseMediaType refuses.
func declaredCharset(contentType string) string {
	_, s, ok := strings.Cut(strings.ToLower(contentType), "charset=")
	if !ok {
		return ""
	}
	s, _, _ = strings.Cut(s, ";")
	s, _, _ = strings.Cut(s, ",")
	return charsetName(strings.Trim(s, " \t\"'"))
}

// charsetName is s where it can be the name of a character set, or "".
func charsetName(s string) string {
	const longest = 40
	if len(s) > longest {
		return ""
	}
	for _, c := range []byte(s) {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-_.:+", c) >= 0) {
			return ""
		}
	}
	return s
}

// resume mends the stream under r after err, where that is damage to one gzip
// member and a sound one follows.
func resume(r *warc.Reader, l *layers, err error) {
	var damage *warc.Damage
	if errors.As(err, &damage) && damage.Err != nil && l.depth == 1 && l.gzip.resync("WARC/") {
		r.Resume()
	}
}

// tally is what is told of a WARC file in one line at its end.
type tally struct {
	left    map[string]int // records left out, by why
	altered int            // records that are not what their digests were made from
	first   int64          // where the first of them stands
}

// warc reads the records of a WARC file.
func (x *reading) warc(path string, l *layers, random io.ReaderAt) {
	r := warc.NewReader(l.in)
	c := newCaptures(random, l)
	t := tally{left: map[string]int{}}
	problems := 0
	for !x.stopped() {
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			var why string
			if why, err = x.record(path, r, rec, c, &t); why != "" {
				t.left[why]++
			}
		}
		if err == nil || x.ctx.Err() != nil {
			continue
		}
		if problems++; problems <= maxProblems {
			x.problem(path, "%w", err)
		}
		resume(r, l, err)
	}
	if problems > maxProblems {
		x.problem(path, "%d more broken places", problems-maxProblems)
	}
	var parts []string
	for _, why := range []string{leftStatus, leftRevisit, leftEmpty, leftSegments, leftOther} {
		if n := t.left[why]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, why))
		}
	}
	if t.altered > 0 {
		x.note(path, "records that do not match their own digests: %d, the first at byte %d; they were changed after they were saved, or saved wrong", t.altered, t.first)
	}
	if parts != nil {
		x.note(path, "records left out: %s", strings.Join(parts, ", "))
	}
}

// record reads one record and gives its page, or says why it is left out.
func (x *reading) record(path string, r *warc.Reader, rec *warc.Record, c *captures, t *tally) (left string, err error) {
	c.remember(rec)
	p, left, err := recordPayload(r, rec, x.opt)
	place := fmt.Sprintf("record at byte %d: ", rec.Offset)
	if err != nil {
		var damage *warc.Damage
		if !errors.As(err, &damage) {
			err = fmt.Errorf("%s%w", place, err)
		}
		return "", err
	}
	src := recordSource(path, rec)
	if left == leftRevisit {
		var ok bool
		if p, ok = c.earlier(x.ctx, rec, x.opt); ok {
			left = ""
			src.WARC.Revisit = true
		}
	}
	if left == leftRevisit && x.ctx.Err() == nil {
		since := rec.Header.Get("WARC-Refers-To-Date")
		if since == "" {
			since = "an earlier capture"
		}
		x.note(path, "%s%s is unchanged since %s; this file holds only the mark", place, oneLine(rec.URI()), oneLine(since))
	}
	if left != "" {
		return left, nil
	}
	if p.altered {
		if t.altered++; t.altered == 1 {
			t.first = rec.Offset
		}
	}
	if p.kind == kindText || p.kind == kindHTML {
		src.MediaType = mediaType(p.kind, p.charset)
		x.page(src, p.bytes)
	} else {
		x.feed(feedAt{src: src, kind: p.kind, declared: p.charset, place: place, cut: p.warning != nil}, p.bytes)
	}
	if p.warning != nil {
		return "", fmt.Errorf("%s%w", place, p.warning)
	}
	return "", nil
}

// oneLine makes foreign words fit for a line on a terminal.
func oneLine(s string) string {
	const longest = 300
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return s
}

func recordSource(path string, rec *warc.Record) sayso.Source {
	return sayso.Source{
		Path:       path,
		URL:        sayso.Maybe(rec.URI()),
		CapturedAt: sayso.Maybe(captured(rec.Header.Get("WARC-Date"))),
		WARC:       &sayso.WARCRef{RecordID: rec.ID(), Offset: rec.Offset, Type: rec.Type()},
	}
}

// captured is a WARC-Date in RFC 3339 and UTC, or "" where it says less than a
// minute.
func captured(date string) string {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "20060102150405"} {
		if t, err := time.Parse(layout, date); err == nil {
			return t.UTC().Format(time.RFC3339Nano)
		}
	}
	return ""
}
