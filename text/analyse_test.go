package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func words(a *Analysis) []string {
	var out []string
	for i := range a.Tokens {
		out = append(out, a.Word(i))
	}
	return out
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"She doesn't know Mr. Arden's address.", "She does n't know Mr. Arden 's address ."},
		{"“We cannot go on,” the U.S. envoy said.", "“ We can not go on , ” the U.S. envoy said ."},
		{"It cost $1,200.50 (about 10%).", "It cost $ 1,200.50 ( about 10 % ) ."},
		{"He’s a well-known 45-year-old lawyer…", "He ’s a well - known 45 - year - old lawyer …"},
	} {
		if got := strings.Join(words(Analyse(c.in, 0)), " "); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	in := "BELGRADE, May 3 — Dr. Ana J. Kovin met the U.N. team on Friday. \"It is over,\" she said. \"We are going home!\"\n\nNo further details\n\n\"He left [on Monday]... and never came back,\" Ms. Kovin added."
	var got []string
	for _, r := range Sentences(in) {
		got = append(got, in[r.Start:r.End])
	}
	want := []string{
		"BELGRADE, May 3 — Dr. Ana J. Kovin met the U.N. team on Friday.",
		"\"It is over,\" she said.",
		"\"We are going home!\"",
		"No further details",
		"\"He left [on Monday]... and never came back,\" Ms. Kovin added.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// A name is not cut by an initial, a title, or a missing stop.
func TestSentencesKeepNames(t *testing.T) {
	for in, want := range map[string]int{
		"The dam was opened by Osric T. Vellamo in 1911. Few came.":              2,
		"A U . S . envoy met the minister . They spoke for an hour .":            2,
		"The film stars Oriane Dubrel , Halvard Quist and Tamsin Orrow .":        1,
		"He spoke to Maja Tornqvist Halden about the Korvath Valley Water Board": 1,
	} {
		if got := Sentences(in); len(got) != want {
			t.Errorf("%q: %d sentences, want %d", in, len(got), want)
		}
	}
}

func check(t *testing.T, a *Analysis) {
	t.Helper()
	at, valid := 0, utf8.ValidString(a.Text)
	for i, tok := range a.Tokens {
		if int(tok.Start) < at || tok.End <= tok.Start || int(tok.End) > len(a.Text) {
			t.Fatalf("token %d is %d-%d after %d", i, tok.Start, tok.End, at)
		}
		if valid && !utf8.ValidString(a.Word(i)) {
			t.Fatalf("token %d %q cuts a letter", i, a.Word(i))
		}
		at = int(tok.End)
	}
	last := int32(0)
	for i, s := range a.Sentences {
		if s.First != last || s.Last <= s.First {
			t.Fatalf("sentence %d is %d-%d after %d", i, s.First, s.Last, last)
		}
		last = s.Last
		for k := s.First; k < s.Last; k++ {
			if h := a.Tokens[k].Head; h != -1 && (h < s.First || h >= s.Last || h == k) {
				t.Fatalf("head of %d is %d", k, h)
			}
		}
	}
	if int(last) != len(a.Tokens) {
		t.Fatalf("sentences end at %d of %d tokens", last, len(a.Tokens))
	}
}

func FuzzAnalyse(f *testing.F) {
	for _, s := range []string{"", "\"\"\"", "a\x00b\xff\xfe", "He said: “No.” \n\n He left.", "مرحبا بالعالم. كيف", "你好。世界", "😀👍🏽 wow!!!", "don't can't 1,000.5-mile U.S.A.'s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { check(t, Analyse(s, Everything)) })
}

func TestHostile(t *testing.T) {
	for name, s := range map[string]string{
		"quotes": strings.Repeat("\"", 1<<20),
		"words":  strings.Repeat("the man said that ", 50_000),
		"word":   strings.Repeat("a", 10<<20),
		"signs":  strings.Repeat("\" . ", 200_000),
		"run":    strings.Repeat("a-b.c'd", 150_000),
		"emoji":  strings.Repeat("😀👍🏽", 20_000),
		"arabic": strings.Repeat("قال الرئيس إن ", 20_000),
		"han":    strings.Repeat("总统说这是真的。", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			a := Analyse(s, Everything)
			check(t, a)
			for _, s := range a.Sentences {
				if s.Last-s.First > 500 {
					t.Fatalf("a sentence of %d words", s.Last-s.First)
				}
			}
		})
	}
}

// A text longer than is analysed at once has its names where a short one has.
func TestLong(t *testing.T) {
	const s = "The minister, Ana Kovin, told reporters in London that she would not leave.\n\n"
	a := Analyse(strings.Repeat(s, 3000), Everything)
	check(t, a)
	found := map[Range]bool{}
	for i, n := range a.Names {
		if i > 0 && n.First < a.Names[i-1].Last {
			t.Fatalf("name %d begins inside the one before", i)
		}
		if n.Kind == Person {
			r := a.Span(int(n.First), int(n.Last))
			found[Range{r.Start % len(s), r.End % len(s)}] = true
			if a.NameText(i) != "Ana Kovin" {
				t.Fatalf("a person is %q", a.NameText(i))
			}
		}
	}
	if len(found) != 1 {
		t.Errorf("people at %v", found)
	}
}

func TestSyntax(t *testing.T) {
	a := Analyse("The minister, Ana Kovin, told reporters on Tuesday that she would not leave Novi Grad.", Everything)
	at := func(w string) int {
		for i := range a.Tokens {
			if a.Word(i) == w {
				return i
			}
		}
		t.Fatalf("no %q", w)
		return 0
	}
	told := at("told")
	for _, c := range []struct {
		word string
		head int
		rel  Rel
	}{{"told", -1, Root}, {"minister", told, Nsubj}, {"reporters", told, Obj}, {"leave", told, Ccomp}, {"she", at("leave"), Nsubj}} {
		tok := a.Tokens[at(c.word)]
		if int(tok.Head) != c.head || tok.Rel != c.rel && !(c.word == "reporters" && tok.Rel == Iobj) {
			t.Errorf("%s is %v of %d, want %v of %d", c.word, tok.Rel, tok.Head, c.rel, c.head)
		}
	}
	if f := a.Features(at("she")); f.Gender != Feminine || f.Person != 3 || f.Number != Singular {
		t.Errorf("she is %+v", f)
	}
	if f := a.Features(told); f.Tense != Past || !f.Finite {
		t.Errorf("told is %+v", f)
	}
	if l := a.Lemma(told); l != "tell" {
		t.Errorf("told is a form of %q", l)
	}
	want := map[string]NameKind{"Ana Kovin": Person, "Novi Grad": Place, "Tuesday": DateTime}
	for i, n := range a.Names {
		if w := a.NameText(i); want[w] != n.Kind {
			t.Errorf("%q is a %v", w, n.Kind)
		} else {
			delete(want, w)
		}
	}
	for w := range want {
		t.Errorf("%q was not found", w)
	}
}

// Text of other languages gets words, sentences and names by their shape.
func TestOtherLanguages(t *testing.T) {
	for in, want := range map[string]string{
		"Der Minister hat am Dienstag in Berlin gesagt, dass er nicht zurücktreten wird. Die Opposition fordert seit Wochen, dass er geht, und auch in der eigenen Partei wächst der Unmut.": "de",
		"Le ministre a déclaré mardi à Paris qu'il ne démissionnerait pas. L'opposition demande depuis des semaines qu'il parte, et la colère grandit aussi dans son propre parti.":          "fr",
		"Министр заявил во вторник в Москве, что не уйдёт в отставку. Оппозиция уже несколько недель требует, чтобы он ушёл.":                                                                "ru",
		"The minister said on Tuesday in Berlin that he would not resign. The opposition has asked for weeks that he go, and there is anger in his own party too.":                           "en",
	} {
		a := Analyse(in, Everything)
		if a.Language != want {
			t.Errorf("%.30q is %q, want %q", in, a.Language, want)
		}
		if len(a.Sentences) != 2 {
			t.Errorf("%.30q has %d sentences", in, len(a.Sentences))
		}
		if got := !a.Sentences[0].Untagged; got != (want == "en") {
			t.Errorf("%.30q: tagged %v", in, got)
		}
		check(t, a)
	}
}

// Blocks end sentences, and what is outside them is not read.
func TestBlocks(t *testing.T) {
	in := "A heading without stop\nThe text goes on. <nav>"
	var z Analyser
	var a Analysis
	for range 2 {
		z.Analyse(&a, in, []Range{{0, 22}, {23, 40}}, Everything)
		if len(a.Sentences) != 2 || in[a.SentenceSpan(1).Start:a.SentenceSpan(1).End] != "The text goes on." {
			t.Errorf("sentences %v of %v", a.Sentences, words(&a))
		}
		check(t, &a)
	}
}

func BenchmarkAnalyse(b *testing.B) {
	in := strings.Repeat("The minister, Ana Kovin, told reporters in Novi Grad on Tuesday that she would not resign. “We have work to do,” she said, adding that the talks with the Union would go on next week.\n\n", 200)
	var z Analyser
	var a Analysis
	z.Analyse(&a, in, nil, Everything)
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		z.Analyse(&a, in, nil, Everything)
	}
	b.ReportMetric(float64(len(a.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
