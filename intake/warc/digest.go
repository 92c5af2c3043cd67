package warc

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"hash"
	"strings"
)

// Altered reports whether the record's block is not the one that its
// WARC-Block-Digest was made from. A record without one, one that its writer
// cut short, or a digest of an unknown kind tells nothing, which is false.
func (r *Record) Altered(block []byte) bool {
	kind, want, ok := strings.Cut(r.Header.Get("WARC-Block-Digest"), ":")
	if !ok || r.Header.Get("WARC-Truncated") != "" {
		return false
	}
	var h hash.Hash
	switch strings.ReplaceAll(strings.ToLower(strings.TrimSpace(kind)), "-", "") {
	case "sha1":
		h = sha1.New()
	case "sha256":
		h = sha256.New()
	case "sha512":
		h = sha512.New()
	case "md5":
		h = md5.New()
	default:
		return false
	}
	want = strings.TrimRight(strings.TrimSpace(want), "=")
	var sum []byte
	var err error
	if len(want) == 2*h.Size() {
		sum, err = hex.DecodeString(want)
	} else {
		sum, err = base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(want))
	}
	if err != nil || len(sum) != h.Size() {
		return false
	}
	h.Write(block)
	return subtle.ConstantTimeCompare(h.Sum(nil), sum) == 0
}
