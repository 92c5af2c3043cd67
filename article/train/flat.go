package train

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"path"
	"strings"

	"sayso/article/internal/charset"
	"sayso/article/internal/dom"
	"sayso/article/internal/layout"
	"sayso/article/internal/lines"
)

// loadFlat loads dumps of flattened pages, each line with its share of main
// text.
func loadFlat(data fs.FS, names string) ([]*sample, error) {
	var out []*sample
	for _, name := range strings.Split(names, ",") {
		f, err := data.Open(path.Join("flat", name+".jsonl.gz"))
		if err != nil {
			return nil, err
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, err
		}
		sc := bufio.NewScanner(z)
		sc.Buffer(nil, 64<<20)
		for sc.Scan() {
			var e struct {
				ID    string
				URL   string
				Lines [][2]any
			}
			if err := json.Unmarshal(sc.Bytes(), &e); err != nil {
				return nil, err
			}
			s := &sample{page: &page{set: name, file: e.ID, outlet: outletOf(e.URL)}}
			s.choose = choosing(s)
			s.page.fold = int(hash(s.page.outlet) % folds)
			var gold []string
			for _, l := range e.Lines {
				t, _ := l[0].(string)
				share, known := l[1].(float64)
				yes := float32(0)
				if known && share >= .5 {
					yes = 1
					gold = append(gold, t)
				}
				if t = strings.TrimSpace(t); t == "" {
					continue
				}
				s.texts = append(s.texts, t)
				s.label = append(s.label, yes)
			}
			s.page.gold = strings.Join(gold, "\n")
			measureLines(s)
			out = append(out, s)
		}
		f.Close()
		if err := sc.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// choosing is how a sample of flattened text makes its main text of chances;
// its lines choose their own threshold.
func choosing(s *sample) func([]float32, float32) []bool {
	return func(chance []float32, _ float32) []bool { return lines.Choose(lineList(s.texts), chance) }
}

// flatten makes a sample of flattened text of a page of HTML.
func flatten(p *page) *sample {
	s := &sample{page: p}
	s.choose = choosing(s)
	for _, b := range layout.Of(dom.Parse(charset.Decode(p.html, "text/html", true).Text)).Blocks {
		s.texts = append(s.texts, strings.ReplaceAll(b.Text, "\n", " "))
	}
	s.label = label(s.texts, p.gold)
	measureLines(s)
	return s
}

func lineList(texts []string) []lines.Line {
	ls := make([]lines.Line, len(texts))
	for i, t := range texts {
		ls[i] = lines.Line{Text: t, Words: len(strings.Fields(t))}
	}
	return ls
}

func measureLines(s *sample) {
	ls := lineList(s.texts)
	n := lines.Comments(ls)
	s.texts, s.label = s.texts[:n], s.label[:n]
	s.rows = lines.Features(ls[:n])
	s.weight = weigh(s.texts, s.page.gold, s.label)
}
