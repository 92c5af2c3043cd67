package main

import (
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"

	"sayso/text/conllu"
	"sayso/text/model"
	"sayso/text/split"
)

// treebank reads a treebank of the data folder.
func treebank(name string) ([]*conllu.Sentence, error) {
	f, err := os.Open(filepath.Join(*data, "ud", name+".conllu.gz"))
	if err != nil {
		return nil, fmt.Errorf("reading treebank: %w", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("reading treebank %s: %w", name, err)
	}
	ss, err := conllu.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("reading treebank %s: %w", name, err)
	}
	return ss, nil
}

// open are the treebanks whose texts may be used for weights that are shipped.
var open = []string{"en_ewt-ud-train", "en_gumfree-ud-train"}

// trainSplit learns words and sentences from whole documents and from single
// paragraphs: the first alone teach that a sentence seldom ends without a stop,
// the second alone give too few ends inside.
func trainSplit() error {
	var samples []split.Sample
	for _, paragraphs := range []bool{false, true} {
		for _, n := range open {
			ss, err := treebank(n)
			if err != nil {
				return err
			}
			samples = append(samples, splitSamples(conllu.Documents(ss, paragraphs))...)
		}
	}
	m := split.Train(samples, 8, 1)
	for _, n := range []string{"en_ewt-ud-dev", "en_gum-ud-dev"} {
		ss, err := treebank(n)
		if err != nil {
			return err
		}
		w, s := m.Score(splitSamples(conllu.Documents(ss, false)))
		fmt.Printf("%s: words F1 %.2f, sentences F1 %.2f\n", n, w, s)
	}
	return save(model.Split, m.Append(nil))
}

// splitSamples makes samples of treebank documents.
func splitSamples(docs []conllu.Document) []split.Sample {
	var out []split.Sample
	for _, d := range docs {
		s := split.Sample{Text: d.Text, Sentences: d.Sentences}
		for _, w := range d.Words {
			s.Words = append(s.Words, split.Range{Start: w[0], End: w[1]})
		}
		out = append(out, s)
	}
	return out
}
