package charset

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		name, page, declared string
		html                 bool
		text, enc            string
	}{
		{"ascii", "plain", "", false, "plain", "utf-8"},
		{"utf-8", "Müller", "", false, "Müller", "utf-8"},
		{"utf-8 declared otherwise", "Müller", "text/html; charset=iso-8859-1", true, "Müller", "utf-8"},
		{"utf-8 called shift_jis", "<meta charset=shift_jis>“naïve”", "text/html; charset=shift_jis", true, "<meta charset=shift_jis>“naïve”", "utf-8"},
		{"damaged utf-8 called shift_jis", strings.Repeat("“naïve” ", 20) + "\xe2\x80", "text/plain; charset=shift_jis", false, strings.Repeat("“naïve” ", 20) + "\uFFFD\uFFFD", "utf-8"},
		{"mark", "\xef\xbb\xbfMüller", "", false, "Müller", "utf-8"},
		{"latin-1 undeclared", "M\xfcller sagte \x84nein\x93", "", false, "Müller sagte „nein“", "windows-1252"},
		{"latin-1 called utf-8", "<meta charset=utf-8>M\xfcller, B\xe4r, \xd6hi", "", true, "<meta charset=utf-8>Müller, Bär, Öhi", "windows-1252"},
		{"by the container", "\xcc\xee\xf1\xea\xe2\xe0", "text/html; charset=windows-1251", true, "Москва", "windows-1251"},
		{"by the page", "<meta charset=\"windows-1251\">\xcc\xee\xf1\xea\xe2\xe0", "text/html", true, "<meta charset=\"windows-1251\">Москва", "windows-1251"},
		{"by http-equiv", "<meta http-equiv=content-type content='text/html; charset=koi8-r'>\xed", "", true, "<meta http-equiv=content-type content='text/html; charset=koi8-r'>М", "koi8-r"},
		{"by XML", "<?xml version='1.0' encoding='windows-1251'?><p>\xcc", "", true, "<?xml version='1.0' encoding='windows-1251'?><p>М", "windows-1251"},
		{"shift_jis", "\x93\xfa\x96\x7b", "text/plain; charset=shift_jis", false, "日本", "shift_jis"},
		{"utf-16", "\xff\xfeM\x00\xfc\x00", "", false, "Mü", "utf-16le"},
		{"a few broken bytes", "Müller äußerte sich \xff dazu: schön", "", false, "Müller äußerte sich \uFFFD dazu: schön", "utf-8"},
		{"NUL", "a\x00b", "", false, "a\uFFFDb", "utf-8"},
		{"unknown name", "M\xfcller", "text/html; charset=klingon", true, "Müller", "windows-1252"},
		{"empty", "", "", true, "", "utf-8"},
	} {
		got := Decode([]byte(c.page), c.declared, c.html)
		if got.Text != c.text || got.Name != c.enc {
			t.Errorf("%s: %q in %s, want %q in %s", c.name, got.Text, got.Name, c.text, c.enc)
		}
	}
}

func TestMapper(t *testing.T) {
	for _, c := range []struct{ page, declared, text, at string }{
		{"caf\xe9 M\xfcller", "", "Müller", "M\xfcller"},
		{"\xef\xbb\xbfcafé Müller", "", "Müller", "Müller"},
		{"a\x00b Müller \xff x", "", "x", "x"},
		{"\x93\xfa\x96\x7b abc", "text/plain; charset=shift_jis", "abc", "abc"},
		{"\xff\xfea\x00 \x00b\x00", "", "b", "b\x00"},
	} {
		d := Decode([]byte(c.page), c.declared, false)
		at := d.Mapper().Page(strings.Index(d.Text, c.text))
		if !strings.HasPrefix(c.page[at:], c.at) {
			t.Errorf("%q: %q is at %q", c.page, c.text, c.page[at:])
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("<meta charset=gbk>\xb0\xa1\xff"), "text/html; charset=euc-jp", true)
	f.Add([]byte("\xfe\xff\x00a\xd8"), "", false)
	f.Add([]byte("\x1b$B%\x1b(Jx"), "text/html; charset=iso-2022-jp", true)
	f.Fuzz(func(t *testing.T, b []byte, declared string, html bool) {
		d := Decode(b, declared, html)
		if !utf8.ValidString(d.Text) || strings.Contains(d.Text, "\x00") {
			t.Fatalf("%q is no clean text", d.Text)
		}
		m, last := d.Mapper(), 0
		for i := range d.Text {
			p := m.Page(i)
			if p < last || p > len(b) {
				t.Fatalf("byte %d is at %d after %d of %d", i, p, last, len(b))
			}
			last = p
		}
	})
}
