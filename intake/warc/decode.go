package warc

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// maxCodings bounds the codings laid over one another. One is usual, two are
// seen (a proxy compressing once more); more is an attack.
const maxCodings = 3

// Decode undoes the transfer and content codings that the header names, as far
// as they are still on the body: many crawlers store bodies decoded and leave
// the header as it was. It returns ErrTooLarge where the result passes max.
// Any other error comes with what could be decoded.
// It may overwrite body.
func Decode(body []byte, h Header, max int64) ([]byte, error) {
	if strings.Contains(strings.ToLower(h.Get("Transfer-Encoding")), "chunked") {
		body = dechunk(body)
	}
	codings := strings.Split(strings.ToLower(h.Get("Content-Encoding")), ",")
	if len(codings) > maxCodings {
		return nil, fmt.Errorf("%d content codings over one another", len(codings))
	}
	for i := len(codings) - 1; i >= 0; i-- { // the last was put on last
		out, err := undo(strings.TrimSpace(codings[i]), body, max)
		if err != nil {
			return out, err
		}
		body = out
	}
	return body, nil
}

var (
	gzipMagic = []byte{0x1f, 0x8b, 8}
	zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}
)

// undo takes one content coding off, or returns the body as it is where the
// coding is not on it.
func undo(coding string, body []byte, max int64) ([]byte, error) {
	if len(body) == 0 {
		return body, nil
	}
	// Compressed data goes by its magic number, whatever the header says.
	switch {
	case bytes.HasPrefix(body, gzipMagic):
		z, err := gzip.NewReader(bytes.NewReader(body))
		return unpack(body, z, err, max)
	case bytes.HasPrefix(body, zstdMagic):
		z, err := zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(8<<20))
		if z != nil {
			defer z.Close()
		}
		return unpack(body, z, err, max)
	}
	switch coding {
	case "deflate":
		// The standard means zlib; some servers send bare deflate.
		if len(body) > 2 && body[0]&0x0f == 8 && (int(body[0])<<8|int(body[1]))%31 == 0 {
			z, err := zlib.NewReader(bytes.NewReader(body))
			return unpack(body, z, err, max)
		}
		if plain(body) {
			return body, nil
		}
		return unpack(body, flate.NewReader(bytes.NewReader(body)), nil, max)
	case "br":
		// Brotli has no magic number.
		if plain(body) {
			return body, nil
		}
		return unpack(body, brotli.NewReader(bytes.NewReader(body)), nil, max)
	}
	return body, nil
}

// unpack reads z to its end. Where nothing comes out the coding was not on the
// body.
func unpack(body []byte, z io.Reader, err error, max int64) ([]byte, error) {
	if err != nil {
		return body, nil
	}
	out, err := ReadAll(z, max, int64(len(body))*4)
	switch {
	case err == nil || err == gzip.ErrHeader && len(out) > 0: // bytes behind the end are passed over
		return out, nil
	case errors.Is(err, ErrTooLarge):
		return nil, ErrTooLarge
	case len(out) == 0:
		return body, nil
	case err == io.ErrUnexpectedEOF:
		return out, errors.New("the compressed body is cut off")
	}
	return out, fmt.Errorf("the compressed body is damaged (%v)", err)
}

// ReadAll reads r to its end, or returns ErrTooLarge when there is more than
// max. hint is a guess of the size. What was read before another error is
// returned with it.
func ReadAll(r io.Reader, max, hint int64) ([]byte, error) {
	b := make([]byte, 0, min(max, hint)+1)
	for {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if int64(len(b)) > max {
			return nil, ErrTooLarge
		}
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}

// plainSample is how much of a body is looked at to tell text from compressed
// data, where one byte in nine is a control character.
const plainSample = 512

// plain reports whether a body is text rather than compressed data.
func plain(b []byte) bool {
	b = b[:min(len(b), plainSample)]
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
			return false
		}
	}
	return true
}

// dechunk takes the chunked transfer coding off a body, in place, or returns
// the body as it is where it is not in chunks all the way. A body cut off
// inside a chunk that is not its first keeps what is there.
func dechunk(body []byte) []byte {
	chunks := 0
	for rest := body; ; chunks++ {
		size, data, ok := chunkHead(rest)
		if !ok {
			if chunks > 0 && len(rest) == 0 {
				break // the closing chunk is missing
			}
			return body
		}
		if size == 0 {
			if chunks == 0 && len(data) > 2 {
				return body // a text that begins with "0"
			}
			break
		}
		if size >= int64(len(data)) {
			if chunks == 0 {
				return body
			}
			break
		}
		data = data[size:]
		switch {
		case data[0] == '\n':
			rest = data[1:]
		case len(data) > 1 && data[0] == '\r' && data[1] == '\n':
			rest = data[2:]
		case len(data) == 1 && data[0] == '\r':
			rest = data[1:]
		default:
			return body
		}
	}
	out := body[:0]
	for rest := body; ; {
		size, data, ok := chunkHead(rest)
		if !ok || size == 0 {
			return out
		}
		if size >= int64(len(data)) {
			return append(out, data...)
		}
		out = append(out, data[:size]...)
		rest = bytes.TrimPrefix(bytes.TrimPrefix(data[size:], []byte("\r")), []byte("\n"))
	}
}

// chunkHead reads the line with a chunk's size: hexadecimal digits, perhaps
// blanks or an extension.
func chunkHead(b []byte) (size int64, data []byte, ok bool) {
	const maxLine = 256
	end := bytes.IndexByte(b[:min(len(b), maxLine)], '\n')
	if end < 0 {
		return 0, nil, false
	}
	line := bytes.TrimRight(b[:end], "\r \t")
	if i := bytes.IndexByte(line, ';'); i >= 0 {
		line = bytes.TrimRight(line[:i], " \t")
	}
	if len(line) == 0 || len(line) > 15 {
		return 0, nil, false
	}
	for _, c := range line {
		d := int64(0)
		switch {
		case '0' <= c && c <= '9':
			d = int64(c - '0')
		case 'a' <= c && c <= 'f':
			d = int64(c-'a') + 10
		case 'A' <= c && c <= 'F':
			d = int64(c-'A') + 10
		default:
			return 0, nil, false
		}
		size = size<<4 | d
	}
	return size, b[end+1:], true
}
