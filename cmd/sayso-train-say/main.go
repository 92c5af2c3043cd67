// Command sayso-train-say learns the models that package say reads statements
// with, from articles annotated with who said what.
//
//	go run ./cmd/sayso-train-say -train ../shared/data/attribution/polnear/train.jsonl
//
// It writes say/arcs/model/statements.br. The weights hold no words of the
// articles: features are hashed. The same data, seed and analysis give the same
// bytes.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"sayso"
	"sayso/say"
	"sayso/say/arcs"
	"sayso/say/crf"
	"sayso/say/told"
	"sayso/text"
)

func main() {
	train := flag.String("train", "../shared/data/attribution/polnear/train.jsonl", "annotated `articles`")
	out := flag.String("out", "say/arcs/model/statements.br", "where to write the models")
	seed := flag.Int64("seed", 2, "of the random numbers")
	epochs := flag.Int("epochs", 10, "passes over the articles")
	cueHidden := flag.Int("cue-hidden", 32, "hidden units of the model of cues")
	arcHidden := flag.Int("arc-hidden", 16, "hidden units of the model of sources and contents")
	rate := flag.Float64("rate", .1, "learning rate")
	bits := flag.Int("bits", 20, "log2 of the rows of a table")
	some := flag.Int("some", 1, "take one article in so many")
	dev := flag.String("dev", "", "annotated `articles` to measure on")
	drop := flag.Float64("drop", .75, "share of features left out at each step")
	decay := flag.Float64("decay", 1e-4, "of weights")
	seen := flag.Int("seen", 6, "sequences a feature must be in")
	keep := flag.Int("keep", 120000, "rows a model keeps")
	bias := flag.Float64("bias", 1, "how readily a cue is read")
	flag.Parse()
	start := time.Now()
	log := func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "%6.1fs "+format+"\n", append([]any{time.Since(start).Seconds()}, args...)...)
	}
	articles, err := read(*train, *some)
	if err != nil {
		fmt.Fprintln(os.Stderr, "sayso-train-say: reading articles:", err)
		os.Exit(1)
	}
	log("%d articles", len(articles))
	m := arcs.Train(articles, arcs.Options{
		CueShape: crf.Shape{Bits: *bits, Hidden: *cueHidden},
		ArcShape: crf.Shape{Bits: *bits, Hidden: *arcHidden},
		Cue:      crf.Options{Epochs: *epochs, Rate: *rate, Drop: *drop, DropHid: .2, Decay: *decay, MinSeen: *seen, Keep: *keep, Seed: *seed, Log: log},
		Arc:      crf.Options{Epochs: *epochs, Rate: *rate, Drop: *drop, DropHid: .2, Decay: *decay, MinSeen: *seen, Keep: *keep, Seed: *seed, Log: log},
		Bias:     float32(*bias),
	})
	b, err := arcs.Pack(m)
	if err == nil {
		err = os.WriteFile(*out, b, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "sayso-train-say: writing models:", err)
		os.Exit(1)
	}
	log("wrote %s, %d bytes", *out, len(b))
	if *dev != "" {
		articles, err := read(*dev, 1)
		if err == nil {
			m, err = arcs.ReadModels(b)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "sayso-train-say: measuring:", err)
			os.Exit(1)
		}
		s := arcs.Measure(m, articles)
		log("exact F1: cue %.3f, given the cue: source %.3f, content %.3f; %+v", s.CueF1(), s.SourceF1(), s.ContentF1(), s)
	}
}

type annotated struct {
	Text         string
	Attributions []struct{ Source, Cue, Content [][2]sayso.Offset }
	Discard      [][2]sayso.Offset
}

// read reads articles and analyses them, a few at a time.
func read(path string, some int) ([]*arcs.Article, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var lines []annotated
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<26)
	for n := 0; sc.Scan(); n++ {
		if n%some != 0 {
			continue
		}
		var a annotated
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			return nil, err
		}
		lines = append(lines, a)
	}
	if sc.Err() != nil {
		return nil, sc.Err()
	}
	out := make([]*arcs.Article, len(lines))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var z text.Analyser
			for i := range next {
				out[i] = article(&z, lines[i])
			}
		}()
	}
	for i := range lines {
		next <- i
	}
	close(next)
	wg.Wait()
	return out, nil
}

func article(z *text.Analyser, a annotated) *arcs.Article {
	ruler := sayso.NewRuler(a.Text)
	d := &sayso.Document{Text: a.Text, Blocks: []sayso.Block{{Kind: sayso.BlockBody, End: ruler.Len()}}}
	x := &arcs.Article{Told: told.New(d, ruler), Analysis: &text.Analysis{}}
	z.Analyse(x.Analysis, a.Text, arcs.Blocks(x.Told), text.Everything)
	x.Hints = say.Hints(x.Told)
	bytes := func(l [][2]sayso.Offset) []text.Range {
		var out []text.Range
		for _, s := range l {
			out = append(out, text.Range{Start: ruler.Byte(s[0]), End: ruler.Byte(s[1])})
		}
		return out
	}
	for _, g := range a.Attributions {
		x.Gold = append(x.Gold, arcs.Gold{Source: bytes(g.Source), Cue: bytes(g.Cue), Content: bytes(g.Content)})
	}
	x.Discard = bytes(a.Discard)
	return x
}
