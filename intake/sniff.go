package intake

import (
	"bytes"
	"net/http"
	"strings"
)

// sniffLength is how much of a file is looked at to tell what it is.
const sniffLength = 4 << 10

// kind is what a file, or the payload of a record, is.
type kind uint8

const (
	kindEmpty kind = iota // no bytes, or blank space alone
	kindText
	kindHTML
	kindRSS
	kindAtom
	kindJSONFeed
	kindWARC
	kindGzip
	kindZip
	kindMHTML
	kindOther // nothing that is read, see nature.name
)

// A nature is what the first bytes of a file say about it.
type nature struct {
	kind    kind
	name    string // of kindOther: "image/png", "a SQLite database"
	charset string // where the bytes show it: a byte order mark, or NULs at every second place
}

// magics are the beginnings that leave no doubt. What http.DetectContentType
// knows is not here.
var magics = []struct {
	prefix string
	nature nature
}{
	{"\x1f\x8b\x08", nature{kind: kindGzip}},
	{"WARC/1.", nature{kind: kindWARC}},
	{"WARC/0.1", nature{kind: kindWARC}},
	{"PK\x03\x04", nature{kind: kindZip}},
	{"PK\x05\x06", nature{kind: kindZip}}, // empty
	{"SQLite format 3\x00", nature{kind: kindOther, name: "a SQLite database"}},
	{"filedesc://", nature{kind: kindOther, name: "an ARC file; convert it to WARC first"}},
	{"%PDF-", nature{kind: kindOther, name: "application/pdf"}},
	{"{\\rtf", nature{kind: kindOther, name: "application/rtf"}},
	{" CDX ", nature{kind: kindOther, name: "an index of WARC files"}},
	{"\x28\xb5\x2f\xfd", nature{kind: kindOther, name: "application/zstd; decompress it first"}},
	{"BZh91AY&SY", nature{kind: kindOther, name: "application/x-bzip2; decompress it first"}},
	{"\xfd7zXZ\x00", nature{kind: kindOther, name: "application/x-xz; decompress it first"}},
	{"7z\xbc\xaf\x27\x1c", nature{kind: kindOther, name: "application/x-7z-compressed; unpack it first"}},
	{"\x00\x00\xfe\xff", nature{kind: kindOther, name: "text in UTF-32"}},
	{"\xff\xfe\x00\x00", nature{kind: kindOther, name: "text in UTF-32"}},
}

// maxControls is how many control characters a text may hold: one byte in so
// many. Text has next to none, a stray NUL or page break here and there; random
// bytes, and so compressed ones, have one in nine.
const maxControls = 32

// sniff tells what begins with head. It looks at the first sniffLength bytes,
// or where those are blank at as many behind the blank space: some servers send
// a screenful of empty lines first.
func sniff(head []byte) nature {
	if len(head) > sniffLength && blank(head[:sniffLength]) {
		head = bytes.TrimLeft(head, blanks)
	}
	head = head[:min(len(head), sniffLength)]
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return m.nature
		}
	}
	named := http.DetectContentType(head)
	if media, _, _ := strings.Cut(named, ";"); strings.HasPrefix(media, "text/") || media == "application/octet-stream" {
		named = ""
	}
	// A magic number with bytes that no text begins with is one; of those in
	// plain letters ("BM", "ID3") texts may begin too.
	if named != "" && !lettersAlone(head[:min(len(head), 8)]) {
		return nature{kind: kindOther, name: named}
	}
	text, charset := narrowed(head)
	if controls(text)*maxControls > len(text) {
		if named == "" {
			named = "binary data"
		}
		return nature{kind: kindOther, name: named}
	}
	n := markup(text)
	n.charset = charset
	return n
}

const blanks = " \t\r\n\f\v"

func blank(b []byte) bool { return len(bytes.TrimLeft(b, blanks)) == 0 }

func lettersAlone(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return true
}

func controls(b []byte) (n int) {
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != '\b' && c != 0x1b && c != 0x1a || c == 0x7f {
			n++
		}
	}
	return n
}

// narrowed gives a head in UTF-16 as one byte a character, '?' for all beyond
// Latin-1, and names its character set. A head in UTF-8 or any of the eight-bit
// sets it gives as it is, less the byte order mark.
func narrowed(head []byte) ([]byte, string) {
	low, high := 0, 1 // of a unit
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return head[3:], ""
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		head = head[2:]
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		head = head[2:]
		low, high = 1, 0
	default:
		// Without a mark: text whose characters are mostly below U+0100 has a NUL
		// at every second place. Two in three must be, and none at the others.
		even, odd := 0, 0
		for i, c := range head {
			if c == 0 && i%2 == 0 {
				even++
			} else if c == 0 {
				odd++
			}
		}
		switch enough := len(head) / 3; {
		case len(head) >= 8 && odd >= enough && even == 0:
		case len(head) >= 8 && even >= enough && odd == 0:
			low, high = 1, 0
		default:
			return head, ""
		}
	}
	text := make([]byte, len(head)/2)
	for i := range text {
		text[i] = head[2*i+low]
		if head[2*i+high] != 0 {
			text[i] = '?'
		}
	}
	if low == 0 {
		return text, "utf-16le"
	}
	return text, "utf-16be"
}
