// Package train trains the models that package article reads pages with, on
// the development pages, and scores them by cross-validation.
//
// The pages are split into five parts by outlet. Figures are for pages whose
// outlet the scored model was not trained on; the models returned are trained
// on all. The same pages and options give the same bytes. Command
// sayso-train-blocks runs it.
package train

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"sayso/article/internal/boost"
	"sayso/article/internal/charset"
	"sayso/article/internal/dom"
	"sayso/article/internal/judge"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
)

// Options are what may be varied in training.
type Options struct {
	Trees, Depth, Bags int
	Rate, Columns      float64
	Flat               string // train on flattened text: the names of the dumps, with commas
	Drop               string // features to leave out, by the start of their name, with commas
	More               bool   // train on mozilla-readability too
	Score              bool   // cross-validate
	Show               int    // pages to list, worst first
	Workers            int    // goroutines
}

// A Model is a trained model and the name of its file.
type Model struct {
	File  string
	Bytes []byte
}

// A sample is a page measured and labelled.
type sample struct {
	page   *page
	laid   *layout.Page // nil for flattened text
	rows   [][]float32
	label  []float32
	weight []float32
	texts  []string
	choose func(chance []float32, threshold float32) []bool
}

func prepare(p *page) *sample {
	t := dom.Parse(charset.Decode(p.html, "text/html", true).Text)
	s := &sample{page: p, laid: layout.Of(t)}
	known := judge.Know(s.laid, meta.Of(t))
	s.rows = s.laid.Features(known)
	s.choose = func(c []float32, t float32) []bool { return judge.Choose(s.laid, known, c, t) }
	s.texts = make([]string, len(s.laid.Blocks))
	for i := range s.texts {
		s.texts[i] = s.laid.Blocks[i].Text
	}
	s.label = label(s.texts, p.gold)
	s.weight = weigh(s.texts, p.gold, s.label)
	return s
}

// weigh makes labels of shares and gives each block the weight it has in its
// page's score, and a little more so that short ones are learned too.
func weigh(texts []string, gold string, label []float32) []float32 {
	goldWords := float32(len(words(gold)))
	w := make([]float32, len(texts))
	for i := range texts {
		n := float32(len(words(texts[i])))
		w[i] = min(0.05+30*n/(goldWords+100), 6)
		if label[i] >= .5 {
			label[i] = 1
		} else {
			label[i] = 0
		}
	}
	return w
}

// rowsOf gathers the rows of the samples that keep says.
func rowsOf(ss []*sample, keep func(*sample) bool) (r [][]float32, y, w []float32) {
	for _, s := range ss {
		if keep(s) {
			r = append(r, s.rows...)
			y = append(y, s.label...)
			w = append(w, s.weight...)
		}
	}
	return r, y, w
}

func chances(m *boost.Model, rows [][]float32) []float32 {
	out := make([]float32, len(rows))
	for i, r := range rows {
		out[i] = m.Chance(r)
	}
	return out
}

// parallel runs f for 0 to n-1 on a few goroutines.
func parallel(n, workers int, f func(int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range workers {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// crossValidate returns for each sample the chances given by a model that saw
// nothing of its part.
func crossValidate(ss []*sample, o boost.Options, workers int) [][]float32 {
	out := make([][]float32, len(ss))
	parallel(folds, workers, func(k int) {
		r, y, w := rowsOf(ss, func(s *sample) bool { return s.page.fold != k })
		m := boost.Train(r, y, w, o)
		for i, s := range ss {
			if s.page.fold == k {
				out[i] = chances(m, s.rows)
			}
		}
	})
	return out
}

// Blocks trains the model of blocks, or of lines where opt.Flat names dumps,
// and writes its figures to out.
func Blocks(data fs.FS, opt Options, out io.Writer) (*Model, error) {
	var ss []*sample
	if opt.Flat != "" {
		var err error
		if ss, err = loadFlat(data, opt.Flat); err != nil {
			return nil, err
		}
	}
	for _, set := range []string{"scrapinghub", "fundus-tests"} {
		if opt.Flat != "" {
			break
		}
		pages, err := loadSet(data, set)
		if err != nil {
			return nil, err
		}
		for _, p := range pages {
			ss = append(ss, prepare(p))
		}
	}
	if opt.More {
		pages, err := loadReadability(data)
		if err != nil {
			return nil, err
		}
		for _, p := range pages {
			if opt.Flat != "" {
				ss = append(ss, flatten(p))
			} else {
				ss = append(ss, prepare(p))
			}
			// They are web pages of all kinds: enough to keep the model from
			// taking every page for news, at half weight.
			for i, w := range ss[len(ss)-1].weight {
				ss[len(ss)-1].weight[i] = w / 2
			}
		}
	}
	if opt.Drop != "" {
		for j, n := range layout.Names() {
			for _, d := range strings.Split(opt.Drop, ",") {
				if strings.HasPrefix(n, d) {
					for _, s := range ss {
						for _, r := range s.rows {
							r[j] = 0
						}
					}
				}
			}
		}
	}
	name := "blocks.bin"
	if opt.Flat != "" {
		name = "lines.bin"
	}
	n := 0
	var oracle f1
	for _, s := range ss {
		n += len(s.rows)
		oracle.add(s.page.gold, text(s, s.label, .5))
	}
	p, r, v := oracle.value()
	fmt.Fprintf(out, "%d pages, %d blocks, %d features; labels themselves p %.3f r %.3f f1 %.3f\n", len(ss), n, len(ss[0].rows[0]), p, r, v)
	o := boost.Options{Trees: opt.Trees, Depth: opt.Depth, Rate: opt.Rate, Bins: 48, Rows: .5, Columns: opt.Columns, Leaf: 3, Seed: 1, Bags: opt.Bags}
	if opt.Score {
		chance := crossValidate(ss, o, opt.Workers)
		report(out, ss, chance)
		if opt.Show > 0 {
			worst(out, ss, chance, opt.Show)
		}
	}
	rows, y, w := rowsOf(ss, func(*sample) bool { return true })
	return &Model{name, boost.Train(rows, y, w, o).Append(nil)}, nil
}

func text(s *sample, chance []float32, threshold float32) string {
	var b strings.Builder
	for i, yes := range s.choose(chance, threshold) {
		if yes {
			b.WriteString(s.texts[i])
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

func report(out io.Writer, ss []*sample, chance [][]float32) {
	for _, th := range []float32{.4, .5, .6} {
		by := map[string]*f1{}
		for i, s := range ss {
			if by[s.page.set] == nil {
				by[s.page.set] = &f1{}
			}
			by[s.page.set].add(s.page.gold, text(s, chance[i], th))
		}
		fmt.Fprintf(out, "at %.1f:", th)
		for _, set := range slices.Sorted(maps.Keys(by)) {
			p, r, v := by[set].value()
			fmt.Fprintf(out, "  %s p %.3f r %.3f f1 %.4f", set, p, r, v)
		}
		fmt.Fprintln(out)
	}
}

func worst(out io.Writer, ss []*sample, chance [][]float32, show int) {
	type scored struct {
		v, p, r float64
		s       *sample
	}
	var all []scored
	for i, s := range ss {
		var f f1
		f.add(s.page.gold, text(s, chance[i], .5))
		p, r, v := f.value()
		all = append(all, scored{v, p, r, s})
	}
	slices.SortFunc(all, func(a, b scored) int { return int(1e6 * (a.v - b.v)) })
	for _, x := range all[:min(show, len(all))] {
		var f f1
		f.add(x.s.page.gold, text(x.s, x.s.label, .5))
		_, _, v := f.value()
		fmt.Fprintf(out, "%.3f p %.2f r %.2f (labels %.3f) %s %s %s\n", x.v, x.p, x.r, v, x.s.page.set, x.s.page.outlet, x.s.page.file)
	}
}
