package conllu

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"sayso/text"
)

// labels are what the kinds of names are called in the last column. NER= has
// the three that the common collections agree on; the others stand apart, as
// Mention=.
var labels = [...]struct{ key, kind string }{
	text.Person: {"NER", "PER"}, text.Organisation: {"NER", "ORG"}, text.Group: {"NER", "ORG"}, text.Place: {"NER", "LOC"},
	text.Nationality: {"Mention", "NORP"}, text.DateTime: {"Mention", "DATE"}, text.Other: {"Mention", "MISC"},
}

// Write writes an analysis as CoNLL-U.
func Write(w io.Writer, a *text.Analysis) error {
	b := bufio.NewWriter(w)
	ner := make([]string, len(a.Tokens))
	for _, n := range a.Names {
		l := labels[n.Kind]
		for k := n.First; k < n.Last; k++ {
			ner[k] = l.key + "=I-" + l.kind
		}
		ner[n.First] = l.key + "=B-" + l.kind
	}
	var buf []byte
	for i, s := range a.Sentences {
		r := a.SentenceSpan(i)
		fmt.Fprintf(b, "# sent_id = %d\n# text = %s\n", i+1, strings.Join(strings.Fields(a.Text[r.Start:r.End]), " "))
		for k := s.First; k < s.Last; k++ {
			t := &a.Tokens[k]
			buf = strconv.AppendInt(buf[:0], int64(k-s.First+1), 10)
			buf = append(buf, '\t')
			buf = append(buf, a.Word(int(k))...)
			buf = append(buf, '\t')
			if s.Untagged {
				buf = append(buf, "_\t_\t_\t_\t_\t_\t_\t"...)
			} else {
				buf = append(buf, a.Lemma(int(k))...)
				buf = append(buf, '\t')
				buf = append(buf, t.UPOS.String()...)
				buf = append(buf, '\t')
				buf = append(buf, t.XPOS.String()...)
				buf = append(buf, '\t')
				buf = a.AppendFeats(buf, int(k))
				buf = append(buf, '\t')
				head := int64(0)
				if t.Head >= 0 {
					head = int64(t.Head - s.First + 1)
				}
				buf = strconv.AppendInt(buf, head, 10)
				buf = append(buf, '\t')
				buf = append(buf, t.Rel.String()...)
				buf = append(buf, '\t')
			}
			buf = append(buf, "_\t"...)
			n := len(buf)
			if ner[k] != "" {
				buf = append(buf, ner[k]...)
			}
			if int(k)+1 < len(a.Tokens) && a.Tokens[k+1].Start == t.End {
				if len(buf) > n {
					buf = append(buf, '|')
				}
				buf = append(buf, "SpaceAfter=No"...)
			}
			if len(buf) == n {
				buf = append(buf, '_')
			}
			buf = append(buf, '\n')
			b.Write(buf)
		}
		b.WriteByte('\n')
	}
	return b.Flush()
}

// Fill reads CoNLL-U, keeps its words and sentences, and writes it with its
// tags, syntax and names filled in.
func Fill(r io.Reader, w io.Writer) error {
	ss, err := ReadAll(r)
	if err != nil {
		return err
	}
	var z text.Analyser
	for _, d := range Documents(ss, false) {
		a := &text.Analysis{Text: d.Text}
		for _, p := range d.Words {
			a.Tokens = append(a.Tokens, text.Token{Start: int32(p[0]), End: int32(p[1]), Head: -1})
		}
		first := 0
		for _, e := range d.Sentences {
			a.Sentences = append(a.Sentences, text.Sentence{First: int32(first), Last: int32(e), Untagged: true})
			first = e
		}
		z.Fill(a, text.Everything)
		if err := Write(w, a); err != nil {
			return err
		}
	}
	return nil
}
