package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func sample(kind, block string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:a>\r\nWARC-Target-URI: <http://a.example/>\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, len(block), block)
}

func TestReaderReadsAndSkips(t *testing.T) {
	large := strings.Repeat("y", 3*BufferSize)
	all := sample("warcinfo", "x") + sample("Response", large) + sample("resource", "")
	for name, in := range map[string]io.Reader{
		"at once":      strings.NewReader(all),
		"byte by byte": iotest.OneByteReader(strings.NewReader(all)),
	} {
		r := NewReader(in)
		first, err := r.Next()
		if err != nil || first.Type() != "warcinfo" || first.ID() != "urn:a" || first.URI() != "http://a.example/" || first.Offset != 0 || first.Length != 1 {
			t.Fatalf("%s: first record is %+v, %v", name, first, err)
		}
		second, err := r.Next() // past a block that was not read
		if err != nil || second.Type() != "response" || second.Offset != int64(len(sample("warcinfo", "x"))) {
			t.Fatalf("%s: second record is %+v, %v", name, second, err)
		}
		if got := r.Peek(5); string(got) != "yyyyy" {
			t.Errorf("%s: Peek shows %q", name, got)
		}
		if _, err := r.Block(100); err != ErrTooLarge {
			t.Errorf("%s: a block beyond the limit: %v", name, err)
		}
		if b, err := r.Block(1 << 20); err != nil || string(b) != large {
			t.Errorf("%s: block of %d bytes, %v", name, len(b), err)
		}
		if third, err := r.Next(); err != nil || third.Length != 0 || len(r.Peek(9)) != 0 {
			t.Errorf("%s: third record is %+v, %v, shows %q", name, third, err, r.Peek(9))
		}
		if b, err := r.Block(0); err != nil || len(b) != 0 {
			t.Errorf("%s: empty block is %q, %v", name, b, err)
		}
		for range 2 {
			if _, err := r.Next(); err != io.EOF {
				t.Errorf("%s: at the end: %v", name, err)
			}
		}
	}
}

func TestReaderPassesOnErrorsOfTheStream(t *testing.T) {
	wire := errors.New("the wire was cut")
	a := sample("resource", "x")
	r := NewReader(io.MultiReader(strings.NewReader(a+a[:40]), iotest.ErrReader(wire)))
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	_, err := r.Next()
	var d *Damage
	if !errors.As(err, &d) || d.Err != wire || d.Offset != int64(len(a)) || !strings.Contains(err.Error(), "the wire was cut") {
		t.Errorf("the stream's error came as %v", err)
	}
	if _, err := r.Next(); err != io.EOF {
		t.Errorf("behind it: %v", err)
	}
}

func TestBlockDoesNotTrustItsLength(t *testing.T) {
	s := strings.Replace(sample("resource", "x"), "Content-Length: 1", "Content-Length: 1099511627776", 1)
	r := NewReader(strings.NewReader(s))
	r.Next()
	if n := testing.AllocsPerRun(1, func() { r.Block(1 << 50) }); n > 50 {
		t.Errorf("%v allocations for a block that is not there", n)
	}
}

func TestDechunk(t *testing.T) {
	for in, want := range map[string]string{
		"3\r\nabc\r\n0\r\n\r\n":              "abc",
		"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n":   "abcde",
		"3\nabc\n0\n\n":                      "abc",
		"0003  ;x=y\r\nabc\r\n0\r\n\r\n":     "abc",
		"3\r\nabc\r\n0\r\nTrailer: x\r\n":    "abc",
		"3\r\nabc\r\n":                       "abc", // no closing chunk
		"3\r\nabc\r\n8\r\nde":                "abcde",
		"3\r\nabc\r\nzz":                     "3\r\nabc\r\nzz",
		"<html>":                             "<html>",
		"1984\r\nwas a year of words":        "1984\r\nwas a year of words",
		"3\r\nabcd":                          "3\r\nabcd",
		"0\r\nis the number of votes":        "0\r\nis the number of votes",
		"ffffffffffffffffffffffff\r\nabc":    "ffffffffffffffffffffffff\r\nabc",
		"":                                   "",
		"\r\n":                               "\r\n",
		"a":                                  "a",
		strings.Repeat("1\r\nx\r\n", 10_000): strings.Repeat("x", 10_000),
	} {
		if got := string(dechunk([]byte(in))); got != want {
			t.Errorf("%.40q is dechunked to %.40q, want %.40q", in, got, want)
		}
	}
}

func TestDecodeBoundsItsLayers(t *testing.T) {
	if _, err := Decode([]byte("x"), Header{{"Content-Encoding", strings.Repeat("gzip,", 1000)}}, 1<<20); err == nil {
		t.Error("a thousand codings were taken")
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(sample("response", "HTTP/1.1 200 OK\r\n\r\nx") + sample("resource", "y")))
	f.Add([]byte("WARC/1.0\r\n\r\nWARC/1.0\nContent-Length: 3\n\nabcWARC/1.0"))
	f.Add([]byte("junk\nWARC/1.0\r\nContent-Length: 99\r\n\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		const limit = 1 << 10
		r := NewReader(bytes.NewReader(b))
		at := int64(-1)
		for calls := 0; ; calls++ {
			if calls > len(b)+2 {
				t.Fatal("it does not end")
			}
			rec, err := r.Next()
			if err == io.EOF {
				return
			}
			if err != nil {
				if strings.Contains(err.Error(), "\n") {
					t.Fatalf("an error of more than one line: %q", err)
				}
				continue
			}
			if rec.Offset <= at || rec.Length < 0 || !bytes.HasPrefix(b[rec.Offset:], []byte("WARC/")) {
				t.Fatalf("record %+v behind byte %d", rec, at)
			}
			at = rec.Offset
			block, err := r.Block(limit)
			if err == nil && (int64(len(block)) != rec.Length || !bytes.Contains(b, block)) {
				t.Fatalf("block %q", block)
			}
		}
	})
}

func FuzzMessage(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
	f.Add([]byte("HTTP/2 200\nContent-Encoding: br, gzip\n\n\x1f\x8b\x08"))
	f.Add([]byte("HTTP/2 200\nContent-Encoding: deflate\n\n\x78\x9c\x4b\x04\x00\x00\x62\x00\x62"))
	f.Add([]byte("HTTP/2 200\nContent-Encoding: zstd\n\n\x28\xb5\x2f\xfd\x04\x00\x09\x00\x00a"))
	f.Fuzz(func(t *testing.T, b []byte) {
		const limit = 1 << 12
		m, ok := ParseMessage(b)
		if !ok {
			return
		}
		if out, err := Decode(m.Body, m.Header, limit); err == nil && len(out) > max(limit, len(b)) {
			t.Fatalf("%d bytes beyond the limit", len(out))
		}
	})
}
