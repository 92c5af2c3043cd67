package words

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"The Minister, Mr. O'Brien", "the minister mr o brien"},
		{"Erdoğan IŞIK Işık", "erdogan isik isik"},
		{"Zürich e\u0301lan Ełk Øresund Straße", "zurich elan elk oresund strasse"},
		{"co\u00ADoperate", "cooperate"},
		{"Ёлкин и Йод", "елкин и иод"},
		{"ΟΔΟΣ οδός", "οδοσ οδοσ"},
		{"人民网", "人民 民网 网"},
		{"a人b", "a 人 b"},
		{"2024年底", "2024 年底 底"},
		{"東京、大阪", "東京 京 大阪 阪"},
		{"한국어", "한국 국어 어"},
		{"والرئيس", "وال الر لرئ رئي ئيس"},
		{"كِتاب في", "كتا تاب في"},
		{"x\x00y \xff\xfez", "x y z"},
		{"हिन्दी", "हिन्दी"},
		{"... --- ’’", ""},
		{"ﬁne ＡＢＣ", "fine abc"},
	} {
		if got := strings.TrimSuffix(string(Append(nil, c.text)), " "); got != hamzaless(c.want) {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

// hamzaless folds what the expectation is written with: the letter ئ falls apart into ي and a hamza, which is dropped.
func hamzaless(s string) string { return strings.ReplaceAll(s, "ئ", "ي") }

// contains reports whether an index of text finds the query.
func contains(text, query string) bool {
	have := " " + string(Append(nil, text))
	terms := Query(query)
	for _, t := range terms {
		want := " " + strings.Join(t.Tokens, " ")
		if !t.Prefix {
			want += " "
		}
		if !strings.Contains(have, want) {
			return false
		}
	}
	return len(terms) > 0
}

func TestQueryFindsText(t *testing.T) {
	for _, c := range []struct {
		text, query string
		want        bool
	}{
		{"Recep Tayyip Erdoğan", "ERDOGAN", true},
		{"the U.S. Senate", "u.s.", true},
		{"Omar al-Masri", "al-masri", true},
		{"Omar Masri", "al-masri", false},
		{"中华人民共和国", "人民", true},
		{"中华人民共和国", "共和国", true},
		{"中华人民共和国", "国", true},
		{"中华人民共和国", "华", true},
		{"中华人民共和国", "民人", false},
		{"2024年底", "2024年", true},
		{"قال والرئيس", "رئيس", true},
		{"ประชาธิปไตย", "ธิป", true},
		{"word", "", false},
		{"word", "\" OR * NEAR(", false},
	} {
		if got := contains(c.text, c.query); got != c.want {
			t.Errorf("%q in %q: got %v", c.query, c.text, got)
		}
	}
}

func TestLongWordsAreCut(t *testing.T) {
	long := strings.Repeat("a", 1<<20)
	if got := string(Append(nil, long)); len(got) != longest+1 {
		t.Errorf("kept %d bytes", len(got))
	}
	if !contains(long, long) {
		t.Error("a long word does not find itself")
	}
	chinese := strings.Repeat("语", 100_000)
	if got := strings.Count(string(Append(nil, chinese)), " "); got != 100_000 {
		t.Errorf("%d tokens", got)
	}
}

func FuzzAppend(f *testing.F) {
	for _, s := range []string{"abc", "Işık 人民网", "\xff\u0301", "والرئيس", "e\u0301", "½™"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := string(Append(nil, s))
		if !utf8.ValidString(got) {
			t.Fatal("tokens are not valid UTF-8")
		}
		for i := 0; i < len(got); i++ {
			c := got[i]
			if c < utf8.RuneSelf && c != ' ' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
				t.Fatalf("%q holds %q", got, c)
			}
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	for name, text := range map[string]string{
		"ascii":    strings.Repeat("The minister said on Thursday that talks would go on. ", 100),
		"mixed":    strings.Repeat("“Le président”, Erdoğan’ın sözcüsü dedi. ", 100),
		"cyrillic": strings.Repeat("Министр заявил, что переговоры продолжатся. ", 100),
		"chinese":  strings.Repeat("外交部发言人周四表示，谈判将继续。", 100),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			var buf []byte
			for b.Loop() {
				buf = Append(buf[:0], text)
			}
		})
	}
}
