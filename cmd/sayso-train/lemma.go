package main

import (
	"fmt"
	"strings"

	"sayso/text"
	"sayso/text/conllu"
	"sayso/text/lemma"
	"sayso/text/model"
)

func lemmaSamples(ss []*conllu.Sentence) []lemma.Sample {
	var out []lemma.Sample
	for _, s := range ss {
		for _, w := range s.Words {
			if w.Lemma == "_" && w.Form != "_" || w.XPOS == "GW" {
				continue
			}
			out = append(out, lemma.Sample{Word: w.Piece, Lemma: w.Lemma, Tag: uint8(text.XPOSNamed(w.XPOS)), Name: w.UPOS == "PROPN"})
		}
	}
	return out
}

func trainLemma() error {
	var samples []lemma.Sample
	for _, n := range open {
		ss, err := treebank(n)
		if err != nil {
			return err
		}
		samples = append(samples, lemmaSamples(ss)...)
	}
	m := lemma.Train(samples)
	for _, n := range []string{"en_ewt-ud-dev", "en_gum-ud-dev"} {
		ss, err := treebank(n)
		if err != nil {
			return err
		}
		ok, all := 0, 0
		for _, s := range lemmaSamples(ss) {
			all++
			if strings.EqualFold(m.Lemma(s.Word, s.Tag, s.Name), s.Lemma) {
				ok++
			}
		}
		fmt.Printf("%s: %.2f %% of lemmas with gold tags\n", n, 100*float64(ok)/float64(all))
	}
	return save(model.Lemma, m.Append(nil))
}
