package reuse

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"sayso"
)

// aligned checks that passages are runs of the same words, in order and apart.
func aligned(t interface{ Fatalf(string, ...any) }, a, b *kept, ps []passage) {
	taken := map[int]bool{}
	for _, p := range ps {
		at := block{}
		for i, k := range p {
			if i > 0 && (k.a < at.a || k.b < at.b) {
				t.Fatalf("blocks %v turn back", p)
			}
			for j := range k.n {
				if a.words[k.a+j].hash != b.words[k.b+j].hash {
					t.Fatalf("block %v joins %q and %q", k, a.doc.Text, b.doc.Text)
				}
				if taken[k.a+j] {
					t.Fatalf("word %d of %q is in two passages", k.a+j, a.doc.Text)
				}
				taken[k.a+j] = true
			}
			at = block{k.a + k.n, k.b + k.n, 0}
		}
		for _, out := range describe(p, a, b) {
			if !a.ruler.Holds(out.A) || !b.ruler.Holds(out.B) {
				t.Fatalf("passage %v does not hold", out)
			}
			if strings.Contains(out.A.Text, "#") || strings.Contains(out.B.Text, "#") {
				t.Fatalf("passage %q, %q holds what is not told", out.A.Text, out.B.Text)
			}
			for _, c := range out.Changes {
				if c.A != nil && (!a.ruler.Holds(*c.A) || c.A.Start < out.A.Start || c.A.End > out.A.End) ||
					c.B != nil && (!b.ruler.Holds(*c.B) || c.B.Start < out.B.Start || c.B.End > out.B.End) {
					t.Fatalf("change %v does not hold in its passage", c)
				}
			}
		}
	}
}

// keep is a document ready for aligning. Paragraphs that begin with # are not
// told.
func keep(text string) *kept {
	k := &kept{doc: page("x", text)}
	k.ruler = sayso.NewRuler(text)
	k.doc.Blocks = nil
	at := 0
	for part := range strings.SplitAfterSeq(text, "\n\n") {
		b := sayso.Block{Kind: sayso.BlockBody, Start: k.ruler.Offset(at), End: k.ruler.Offset(at + len(part))}
		if strings.HasPrefix(strings.TrimSpace(part), "#") {
			b.Kind = sayso.BlockRelated
		}
		k.doc.Blocks = append(k.doc.Blocks, b)
		at += len(part)
	}
	k.words = told(k.doc, k.ruler, nil)
	k.cuts = cutsOf(k.doc, k.ruler, k.words)
	return k
}

func TestPassagesAreShared(t *testing.T) {
	word := rapid.SampledFrom(append([]string{"\n\n# Read also: Quay\n\n"}, strings.Fields(`quay council Vesland the of was, said. not 400 dockers; “ships” don’t harbour … Größe [sic] a b c d e f g h`)...))
	rapid.Check(t, func(t *rapid.T) {
		ws := rapid.SliceOfN(word, 0, 80).Draw(t, "a")
		var other []string
		for i := 0; i < len(ws); i++ {
			switch rapid.IntRange(0, 30).Draw(t, "edit") {
			case 0:
				i += rapid.IntRange(0, 12).Draw(t, "cut")
			case 1:
				other = append(other, word.Draw(t, "other"))
			case 2:
				other = append(other, rapid.SliceOfN(word, 0, 20).Draw(t, "more")...)
			case 3:
				other = append(append([]string{}, ws[i:]...), other...)
			default:
				other = append(other, ws[i])
			}
		}
		a, b := keep(strings.Join(ws, " ")), keep(strings.Join(other, "\n"))
		var al aligner
		aligned(t, a, b, al.passages(a.side(), b.side()))
	})
}

func FuzzPassages(f *testing.F) {
	f.Add(wire, repost)
	f.Add("a a a a a a a a a a", "a a a a a a a a a a a a")
	f.Add("1.5,000 don't “x” \u00ad", "東京都 no spaces")
	f.Fuzz(func(t *testing.T, x, y string) {
		if !utf8.ValidString(x) || !utf8.ValidString(y) {
			return // documents are valid UTF-8
		}
		a, b := keep(x), keep(y)
		var al aligner
		aligned(t, a, b, al.passages(a.side(), b.side()))
	})
}

func TestHostileTextsAreAlignedInLinearTime(t *testing.T) {
	var al aligner
	for _, s := range []string{
		strings.Repeat("a ", 300_000), strings.Repeat("a", 3_000_000), strings.Repeat("a b c d e f ", 50_000), strings.Repeat("\n", 1_000_000),
	} {
		a, b := keep(s), keep(s+" end")
		aligned(t, a, b, al.passages(a.side(), b.side()))
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Don't stop, don’t!", "Don't|stop|don’t"},
		{"1,500 or 1.5 (or 1 500).", "1,500|or|1.5|or|1|500"},
		{"US-led U.S. 'quoted'", "US|led|U|S|quoted"},
		{"naïve Größe co\u00adoperate", "naïve|Größe|co\u00adoperate"},
		{"東京 is", "東|京|is"},
		{"...", ""},
	} {
		var got []string
		for _, w := range appendWords(nil, c.text, 0, len(c.text)) {
			got = append(got, c.text[w.start:w.end])
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%q: %q, want %q", c.text, s, c.want)
		}
	}
	same := func(a, b string) bool {
		return appendWords(nil, a, 0, len(a))[0].hash == appendWords(nil, b, 0, len(b))[0].hash
	}
	if !same("Don't", "don’t") || !same("1,500", "1500") || same("1.5", "15") {
		t.Error("normal forms are wrong")
	}
}

func BenchmarkWords(b *testing.B) {
	text := strings.Repeat(wire, 100)
	b.SetBytes(int64(len(text)))
	var ws []word
	for b.Loop() {
		ws = appendWords(ws[:0], text, 0, len(text))
	}
}

func BenchmarkPassages(b *testing.B) {
	x, y := keep(invented(1, 250)+wire+invented(2, 60)), keep(invented(3, 30)+repost+invented(1, 250))
	var al aligner
	b.SetBytes(int64(len(x.doc.Text) + len(y.doc.Text)))
	for b.Loop() {
		al.passages(x.side(), y.side())
	}
}

func BenchmarkDescribe(b *testing.B) {
	x, y := keep(wire), keep(repost)
	var al aligner
	ps := al.passages(x.side(), y.side())
	b.SetBytes(int64(len(x.doc.Text) + len(y.doc.Text)))
	for b.Loop() {
		for _, p := range ps {
			describe(p, x, y)
		}
	}
}
