package main

import (
	"fmt"
	"time"

	"sayso/text"
	"sayso/text/conllu"
	"sayso/text/model"
	"sayso/text/net"
)

// shape is that of the network of syntax.
var shape = net.Config{
	Embed: 128, Hidden: 160, Layers: 3, Arc: 128, Label: 128, TagAt: 2,
	UPOS: len(text.UPOSNames), XPOS: len(text.XPOSNames), Rels: len(text.RelNames),
}

// examples makes sentences of a treebank ready to learn from.
func examples(ss []*conllu.Sentence) []*net.Example {
	var out []*net.Example
	for _, s := range ss {
		e := &net.Example{}
		for _, w := range s.Words {
			e.Words = append(e.Words, w.Piece)
			e.Heads = append(e.Heads, w.Head)
			e.UPOS = append(e.UPOS, uint8(text.UPOSNamed(w.UPOS)))
			e.XPOS = append(e.XPOS, uint8(text.XPOSNamed(w.XPOS)))
			e.Rels = append(e.Rels, uint8(text.RelNamed(w.Rel)))
		}
		out = append(out, e)
	}
	return out
}

func forms(exs []*net.Example) [][]string {
	var out [][]string
	for _, e := range exs {
		out = append(out, e.Words)
	}
	return out
}

// attachment is the share of words with the right tags and heads.
type attachment struct{ n, upos, xpos, uas, las int }

func (a attachment) String() string {
	p := func(k int) float64 { return 100 * float64(k) / float64(max(1, a.n)) }
	return fmt.Sprintf("UPOS %.2f XPOS %.2f UAS %.2f LAS %.2f", p(a.upos), p(a.xpos), p(a.uas), p(a.las))
}

// attach scores a model on sentences with their own words.
func attach(m *net.Model, exs []*net.Example) (a attachment) {
	r := net.NewRunner(m)
	base := func(k uint8) string {
		n := text.RelNames[k]
		for i := range n {
			if n[i] == ':' {
				return n[:i]
			}
		}
		return n
	}
	out := make([]net.Word, 4096)
	for _, e := range exs {
		n := len(e.Words)
		r.Run(e.Words, []int{n}, out[:n])
		for i, w := range out[:n] {
			a.n++
			if w.UPOS == e.UPOS[i] {
				a.upos++
			}
			if w.XPOS == e.XPOS[i] {
				a.xpos++
			}
			if int(w.Head)+1 == e.Heads[i] {
				a.uas++
				if base(w.Rel) == base(e.Rels[i]) {
					a.las++
				}
			}
		}
	}
	return a
}

func trainSyntax() error {
	var train []*net.Example
	for _, n := range open {
		ss, err := treebank(n)
		if err != nil {
			return err
		}
		train = append(train, examples(ss)...)
	}
	var dev [2][]*net.Example
	for i, n := range []string{"en_ewt-ud-dev", "en_gum-ud-dev"} {
		ss, err := treebank(n)
		if err != nil {
			return err
		}
		dev[i] = examples(ss)
	}
	plain, err := runningText()
	if err != nil {
		return err
	}
	start := time.Now()
	since := func() float64 { return time.Since(start).Seconds() }
	m := net.New(shape, forms(train), plain, *seed)
	fmt.Printf("%d forms, %d sentences, %d of plain text\n", m.Forms(), len(train), len(plain))
	m.Precede(append(plain, forms(train)...), 3, .025, *seed, func(round int, loss float64) {
		fmt.Printf("embeddings %d: loss %.3f, %.0f s\n", round, loss, since())
	})
	// As it would be read from a file, so that training can go on from one.
	if m, err = net.Read(m.Append(nil)); err != nil {
		return err
	}
	m.Train(train, net.Training{Epochs: *epochs, Batch: 500, Rate: .002, Drop: .25, Seed: *seed, Report: func(epoch int, m *net.Model, loss float64) {
		fmt.Printf("%d: loss %.3f, %.0f s; EWT %v; GUM %v\n", epoch, loss, since(), attach(m, dev[0]), attach(m, dev[1]))
	}})
	return save(model.Syntax, m.Append(nil))
}
