package text_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"sayso/text"
	"sayso/text/conllu"
)

// The development data lies beside the project and is no part of it.
const language = "../../shared/data/language/"

func open(t testing.TB, name string) *gzip.Reader {
	t.Helper()
	f, err := os.Open(language + name)
	if err != nil {
		t.Skip("no ../shared beside the project: ", err)
	}
	t.Cleanup(func() { f.Close() })
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func treebank(t testing.TB, name string) []conllu.Document {
	ss, err := conllu.ReadAll(open(t, "ud/"+name))
	if err != nil {
		t.Fatal(err)
	}
	return conllu.Documents(ss, false)
}

// tally counts right, found and gold.
type tally struct{ right, found, gold int }

func (c tally) f1() float64 { return 200 * float64(c.right) / float64(max(1, c.found+c.gold)) }

// compare scores an analysis against the treebank as shared/score/conllu.py
// does: a word counts where its bounds are right.
func compare(d *conllu.Document, a *text.Analysis, sum map[string]*tally) {
	count := func(k string, right, found, gold int) {
		if sum[k] == nil {
			sum[k] = &tally{}
		}
		sum[k].right += right
		sum[k].found += found
		sum[k].gold += gold
	}
	at := map[[2]int]int{}
	for i, t := range a.Tokens {
		at[[2]int{int(t.Start), int(t.End)}] = i
	}
	gold := map[text.Range]bool{}
	first, g := 0, 0
	plain := func(s string) string { s, _, _ = strings.Cut(s, ":"); return s }
	for k, s := range d.Source {
		gold[text.Range{Start: d.Words[first][0], End: d.Words[d.Sentences[k]-1][1]}] = true
		for _, w := range s.Words {
			i, ok := at[d.Words[g]]
			g++
			if !ok {
				continue
			}
			t := a.Tokens[i]
			right := func(k string, ok bool) {
				if ok {
					count(k, 1, 0, 0)
				}
			}
			right("words", true)
			right("upos", t.UPOS.String() == w.UPOS)
			right("xpos", t.XPOS.String() == w.XPOS)
			right("lemma", strings.EqualFold(a.Lemma(i), w.Lemma))
			head := w.Head == 0 && t.Head < 0
			if w.Head > 0 && t.Head >= 0 {
				j, ok := at[d.Words[first+w.Head-1]]
				head = ok && int(t.Head) == j
			}
			right("uas", head)
			right("las", head && plain(t.Rel.String()) == plain(w.Rel))
		}
		first = d.Sentences[k]
	}
	for _, k := range []string{"words", "upos", "xpos", "lemma", "uas", "las"} {
		count(k, 0, len(a.Tokens), len(d.Words))
	}
	for i := range a.Sentences {
		if gold[a.SentenceSpan(i)] {
			count("sentences", 1, 0, 0)
		}
	}
	count("sentences", 0, len(a.Sentences), len(d.Sentences))
}

// given is an analysis with the words and sentences of the treebank.
func given(d *conllu.Document) *text.Analysis {
	a := &text.Analysis{Text: d.Text}
	for _, p := range d.Words {
		a.Tokens = append(a.Tokens, text.Token{Start: int32(p[0]), End: int32(p[1]), Head: -1})
	}
	first := 0
	for _, e := range d.Sentences {
		a.Sentences = append(a.Sentences, text.Sentence{First: int32(first), Last: int32(e), Untagged: true})
		first = e
	}
	return a
}

// The figures are those reached; one that falls by more than a tenth of a
// point fails.
func TestSyntaxFigures(t *testing.T) {
	for _, c := range []struct {
		file   string
		tokens bool // words and sentences of the treebank are given
		want   map[string]float64
	}{
		{"en_ewt-ud-dev.conllu.gz", false, map[string]float64{"sentences": 88.36, "words": 99.22, "upos": 94.81, "lemma": 97.82, "uas": 85.72, "las": 82.81}},
		{"en_gum-ud-dev.conllu.gz", false, map[string]float64{"sentences": 96.07, "words": 99.74, "upos": 96.75, "lemma": 98.46, "uas": 87.44, "las": 84.61}},
		{"en_ewt-ud-dev.conllu.gz", true, map[string]float64{"upos": 95.57, "uas": 87.82, "las": 84.82}},
		{"en_gum-ud-dev.conllu.gz", true, map[string]float64{"upos": 96.95, "uas": 88.17, "las": 85.31}},
	} {
		sum := map[string]*tally{}
		var z text.Analyser
		for _, d := range treebank(t, c.file) {
			a := &text.Analysis{}
			if c.tokens {
				a = given(&d)
				z.Fill(a, text.Syntax)
			} else {
				z.Analyse(a, d.Text, nil, text.Syntax)
			}
			compare(&d, a, sum)
		}
		for _, k := range []string{"sentences", "words", "upos", "xpos", "lemma", "uas", "las"} {
			got := sum[k].f1()
			t.Logf("%s, words given %v: %s %.2f", c.file, c.tokens, k, got)
			if got < c.want[k]-.1 {
				t.Errorf("%s, words given %v: %s is %.2f, was %.2f", c.file, c.tokens, k, got, c.want[k])
			}
		}
	}
}

// running reads a collection of names as running text, one sentence a
// paragraph, with the stretches of its names.
func running(t testing.TB, name string) (string, map[text.Range]string) {
	var b strings.Builder
	gold := map[text.Range]string{}
	var cur text.Range
	kind := ""
	flush := func() {
		if kind != "" {
			gold[cur] = kind
		}
		kind = ""
	}
	s := bufio.NewScanner(open(t, "ner/"+name))
	open := false
	for s.Scan() {
		c := strings.Fields(s.Text())
		if len(c) < 2 {
			flush()
			if open {
				b.WriteString("\n\n")
			}
			open = false
			continue
		}
		if open {
			b.WriteByte(' ')
		}
		open = true
		at := b.Len()
		b.WriteString(c[0])
		tag := c[len(c)-1]
		if tag == "O" || tag[:2] == "B-" || tag[2:] != kind {
			flush()
		}
		if tag != "O" {
			if kind == "" {
				kind, cur.Start = tag[2:], at
			}
			cur.End = b.Len()
		}
	}
	flush()
	return b.String(), gold
}

func TestNameFigures(t *testing.T) {
	short := map[text.NameKind]string{text.Person: "PER", text.Organisation: "ORG", text.Group: "ORG", text.Place: "LOC"}
	for _, c := range []struct {
		file string
		want float64
	}{
		{"worldwide3.dev.bio.gz", 82.27},
		{"uner_ewt.dev.bio.gz", 77.07},
		{"crossner_politics3.dev.bio.gz", 82.48},
	} {
		in, gold := running(t, c.file)
		a := text.Analyse(in, text.Everything)
		n := tally{gold: len(gold)}
		for _, x := range a.Names {
			if k := short[x.Kind]; k != "" {
				n.found++
				if gold[a.Span(int(x.First), int(x.Last))] == k {
					n.right++
				}
			}
		}
		t.Logf("%s: names F1 %.2f", c.file, n.f1())
		if n.f1() < c.want-.1 {
			t.Errorf("%s: names F1 is %.2f, was %.2f", c.file, n.f1(), c.want)
		}
	}
}

// Dates and times: extents on the news, and on what people say to a calendar.
func TestDateFigures(t *testing.T) {
	count := func(in string, gold map[text.Range]bool, n *tally) {
		a := text.Analyse(in, text.Everything)
		n.gold += len(gold)
		for _, x := range a.Names {
			if x.Kind == text.DateTime {
				n.found++
				if gold[a.Span(int(x.First), int(x.Last))] {
					n.right++
				}
			}
		}
	}
	in, tagged := running(t, "worldwide9.dev.bio.gz")
	gold := map[text.Range]bool{}
	for r, k := range tagged {
		if k == "Date" {
			gold[r] = true
		}
	}
	var news tally
	count(in, gold, &news)
	t.Logf("Worldwide's dates: F1 %.2f", news.f1())
	if want := 75.10; news.f1() < want-.1 {
		t.Errorf("Worldwide's dates: F1 is %.2f, was %.2f", news.f1(), want)
	}
	var specs tally
	lines := bufio.NewScanner(open(t, "../affairs/datetime_specs_en.jsonl.gz"))
	for lines.Scan() {
		var x struct {
			Input   string
			Results []struct{ Text string }
		}
		if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		gold := map[text.Range]bool{}
		for _, r := range x.Results {
			if i := strings.Index(strings.ToLower(x.Input), strings.ToLower(r.Text)); i >= 0 {
				gold[text.Range{Start: i, End: i + len(r.Text)}] = true
			}
		}
		count(x.Input, gold, &specs)
	}
	t.Logf("specifications of dates: F1 %.2f of %d", specs.f1(), specs.gold)
	if want := 32.82; specs.f1() < want-.1 {
		t.Errorf("specifications of dates: F1 is %.2f, was %.2f", specs.f1(), want)
	}
}
