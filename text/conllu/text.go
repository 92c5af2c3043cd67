package conllu

import "strings"

// A Document is the running text of sentences and where their words lie in it.
type Document struct {
	Text      string
	Words     [][2]int // bytes
	Sentences []int    // for each, the index after its last word
	Source    []*Sentence
}

// Documents joins sentences to the running texts they were taken from.
// Paragraphs are parted by an empty line. Where paragraphs is set, each is a
// document of its own.
func Documents(sentences []*Sentence, paragraphs bool) []Document {
	var out []Document
	var b strings.Builder
	var d Document
	finish := func() {
		if len(d.Words) > 0 {
			d.Text = b.String()
			out = append(out, d)
		}
		d = Document{}
		b.Reset()
	}
	for _, s := range sentences {
		if s.Document || s.Paragraph && paragraphs {
			finish()
		} else if s.Paragraph && b.Len() > 0 {
			b.WriteString("\n\n")
		}
		for _, w := range s.Words {
			at := b.Len()
			b.WriteString(w.Piece)
			d.Words = append(d.Words, [2]int{at, b.Len()})
			if w.SpaceAfter {
				b.WriteByte(' ')
			}
		}
		d.Sentences = append(d.Sentences, len(d.Words))
		d.Source = append(d.Source, s)
	}
	finish()
	return out
}
