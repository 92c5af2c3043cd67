package names

import (
	"slices"
	"testing"
)

// few is a collection from which little can be learnt.
func few() []Document {
	var docs []Document
	for _, s := range [][2][]string{
		{{"Ana", "Kovin", "lives", "in", "Novi", "Grad", "."}, {"B-PER", "I-PER", "O", "O", "B-LOC", "I-LOC", "O"}},
		{{"Kovin", "met", "Bo", "Tarn", "in", "Lusk", "."}, {"B-PER", "O", "B-PER", "I-PER", "O", "B-LOC", "O"}},
		{{"The", "Union", "of", "Smiths", "sent", "Tarn", "home", "."}, {"O", "B-ORG", "I-ORG", "I-ORG", "O", "B-PER", "O", "O"}},
	} {
		d := Document{Ends: []int{len(s[0])}, Times: 4}
		for _, w := range s[0] {
			d.Words = append(d.Words, Word{Text: w, Tag: 1})
		}
		d.Allowed = Allow(s[1], map[string][]Type{"PER": {Person}, "ORG": {Organisation}, "LOC": {Place}}, nil)
		// Two values for a word in its sentence, and one for each embedding.
		d.Halves = make([]uint16, 5*len(d.Words))
		docs = append(docs, d)
	}
	return docs
}

// What was learnt is found, and found again by the model written and read.
func TestLearnAndRead(t *testing.T) {
	docs := few()
	var b ListBuilder
	b.Add("Novi Grad", CityName)
	b.Add("Ana", FirstName)
	m := Train(append(docs, docs...), b.Lists(), nil, 1, 1, 6, Course{Epochs: 40, Prune: 3, Batch: 10, Seed: 1}, func(string, int, int, int) {})
	find := func(m *Model) []Span {
		r, n := NewRunner(m), len(docs[0].Words)
		v := make([]float32, n*Breadth)
		r.Project(v, make([]float32, n), make([]float32, n), make([]float32, n+2), docs[0].Ends)
		return r.Find(nil, docs[0].Words, docs[0].Ends, v)
	}
	got := find(m)
	want := []Span{{0, 2, Person, 0}, {4, 6, Place, CityName}}
	if !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	n, err := Read(m.Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	if again := find(n); !slices.Equal(again, want) {
		t.Errorf("read back it finds %v", again)
	}
	if _, err := Read([]byte("no model")); err == nil {
		t.Error("no model was read as one")
	}
}

// Names are whole: no label follows that may not.
func TestLabels(t *testing.T) {
	for a := range labels {
		if !follows(a, outside) != !ends(a) {
			t.Errorf("label %d and none", a)
		}
	}
	if follows(label(Person, first), label(Place, last)) {
		t.Error("a person ends as a place")
	}
	if !follows(label(Person, first), label(Person, last)) || !follows(label(Person, only), label(Place, only)) {
		t.Error("a right sequence is refused")
	}
}
