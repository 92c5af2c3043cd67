package conllu

import (
	"bytes"
	"strings"
	"testing"

	"sayso/text"
)

const sample = `# newdoc
# text = Don't go, Ana.
1-2	Don't	_	_	_	_	_	_	_	_
1	Do	do	AUX	VB	_	3	aux	_	_
2	n't	not	PART	RB	_	3	advmod	_	_
3	go	go	VERB	VB	_	0	root	_	SpaceAfter=No
4	,	,	PUNCT	,	_	5	punct	_	_
5	Ana	Ana	PROPN	NNP	_	3	vocative	_	SpaceAfter=No
6	.	.	PUNCT	.	_	3	punct	_	_

`

func TestRead(t *testing.T) {
	ss, err := ReadAll(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	d := Documents(ss, false)
	if len(d) != 1 || d[0].Text != "Don't go, Ana. " {
		t.Fatalf("text %q", d[0].Text)
	}
	for i, w := range []string{"Do", "n't", "go", ",", "Ana", "."} {
		if p := d[0].Words[i]; d[0].Text[p[0]:p[1]] != w {
			t.Errorf("word %d is %q, want %q", i, d[0].Text[p[0]:p[1]], w)
		}
	}
	for _, bad := range []string{"1\tx\n", "2\tx\t_\t_\t_\t_\t_\t_\t_\t_\n", "1\tx\t_\t_\t_\t_\ty\t_\t_\t_\n", "3-1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n"} {
		if _, err := ReadAll(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

// What Write writes can be read, and Fill gives the same analysis again.
func TestWriteAndFill(t *testing.T) {
	in := "Ana Kovin didn't call on Tuesday. “We waited,” said the mayor of Novi Grad."
	var a, b bytes.Buffer
	if err := Write(&a, text.Analyse(in, text.Everything)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(a.String(), "NER=B-PER") || !strings.Contains(a.String(), "SpaceAfter=No") {
		t.Errorf("no names or no spaces in\n%s", a.String())
	}
	if err := Fill(bytes.NewReader(a.Bytes()), &b); err != nil {
		t.Fatal(err)
	}
	if a.String() != b.String() {
		t.Errorf("filled in again it is\n%s\nwas\n%s", b.String(), a.String())
	}
}

func FuzzFill(f *testing.F) {
	f.Add(sample)
	f.Add("1\t\t_\t_\t_\t_\t_\t_\t_\t_\n\n1\t\xff\x00\t_\t_\t_\t_\t9\t_\t_\t_\n")
	f.Add("1-4\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\tabc\t_\t_\t_\t_\t_\t_\t_\t_\n")
	f.Fuzz(func(t *testing.T, s string) {
		var b bytes.Buffer
		Fill(strings.NewReader(s), &b)
	})
}
