package sayso

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// idLength is the number of hex digits of an id: 80 bits, so that among 10^9
// of a kind a collision has a chance of less than one in a million.
const idLength = 20

// hashed is the first idLength hex digits of the SHA-256 of the parts, each
// closed by a NUL byte so that ("ab", "c") and ("a", "bc") differ.
func hashed(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))[:idLength]
}

// Sum is the SHA-256 of b in lower-case hex, as Source.SHA256 wants it.
func Sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// NewDocumentID derives a document's id from its page's bytes and where they
// were found: the path as given, the place in a container, and the time of
// capture. The same bytes at two places are two documents: two captures of one
// page stay two, even where nothing changed. The URL is no part of it: where
// no container tells it, it is read from the page, and an id must be known
// before that.
func NewDocumentID(s *Source) DocumentID {
	where := ""
	if s.WARC != nil {
		where = "warc " + s.WARC.RecordID + " " + strconv.FormatInt(s.WARC.Offset, 10)
	} else if s.Part != nil {
		where = "part " + strconv.FormatInt(s.Part.Offset, 10)
	}
	return DocumentID("d" + hashed(s.SHA256, s.Path, string(s.CapturedAt), where))
}

// NewStatementID derives a statement's id from its document's id and its spans,
// so that it stays the same when the page is read again.
func NewStatementID(doc DocumentID, s *Statement) StatementID {
	parts := []string{string(doc)}
	for _, list := range [][]Span{s.Content, s.Cue, s.Source} {
		for _, sp := range list {
			parts = append(parts, strconv.Itoa(int(sp.Start))+"-"+strconv.Itoa(int(sp.End)))
		}
		parts = append(parts, "/")
	}
	return StatementID("s" + hashed(parts...))
}
