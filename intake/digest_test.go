package intake

import (
	"crypto/sha1"
	"encoding/base32"
	"encoding/hex"
	"strings"
	"testing"
)

// A record that was changed after it was saved is read, and said to be.
func TestRecordsDigest(t *testing.T) {
	block := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n" + htmlPage(1)
	sum := sha1.Sum([]byte(block))
	b32, hexa := base32.StdEncoding.EncodeToString(sum[:]), hex.EncodeToString(sum[:])
	rec := func(digest string, more ...string) string {
		return record("1.1", "response", "https://news.example/1", "application/http; msgtype=response", block, append(more, "WARC-Block-Digest: "+digest)...)
	}
	for name, c := range map[string]struct {
		content string
		altered bool
	}{
		"holds":          {rec("sha1:" + b32), false},
		"holds, in hex":  {rec("SHA-1: " + hexa), false},
		"changed":        {strings.Replace(rec("sha1:"+b32), "spoke 1", "spoke 2", 1), true},
		"cut by writer":  {strings.Replace(rec("sha1:"+b32, "WARC-Truncated: length"), "spoke 1", "spoke 2", 1), false},
		"unknown kind":   {rec("blake9:" + b32), false},
		"digest damaged": {rec("sha1:" + b32[:9]), false},
	} {
		t.Run(name, func(t *testing.T) {
			g := read(t, Options{}, put(t, t.TempDir(), "a.warc", c.content))
			if len(g.pages) != 1 {
				t.Fatalf("%d pages", len(g.pages))
			}
			if told := strings.Contains(strings.Join(g.notes, ""), "do not match their own digests: 1"); told != c.altered {
				t.Errorf("notes: %q", g.notes)
			}
		})
	}
}
