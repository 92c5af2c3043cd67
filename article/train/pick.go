package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"sayso/article/internal/boost"
	"sayso/article/internal/charset"
	"sayso/article/internal/dom"
	"sayso/article/internal/judge"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
	"sayso/article/internal/pick"
)

// A choice is the candidates for one field of one page.
type choice struct {
	file  string
	fold  int
	rows  [][]float32
	right []bool
	texts []string
	want  string
	none  bool // the page has none
}

var peopleSplit = regexp.MustCompile(`\s*[;,|]\s*|\s+(?:and|und|et|y)\s+|\s*&\s*`)
var peopleBy = regexp.MustCompile(`(?i)^(by|von|par|por|di)\s+`)

// people is the set of names of a byline, as the page scorer takes it apart.
func people(names ...string) map[string]bool {
	out := map[string]bool{}
	for _, n := range names {
		for _, y := range peopleSplit.Split(n, -1) {
			if strings.TrimSpace(y) != "" {
				out[judge.Fold(peopleBy.ReplaceAllString(y, ""))] = true
			}
		}
	}
	return out
}

func equalSets(a, b map[string]bool) bool {
	if len(a) != len(b) {
		return false
	}
	for k := range a {
		if !b[k] {
			return false
		}
	}
	return true
}

func loadChoices(data fs.FS) (titles, authors []*choice, err error) {
	f, err := data.Open(path.Join("fundus-tests", "gold.jsonl"))
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		var g struct {
			File, URL, Title string
			Authors          []string
		}
		if err := json.Unmarshal(sc.Bytes(), &g); err != nil {
			return nil, nil, err
		}
		b, err := readGzip(data, path.Join("fundus-tests", g.File))
		if err != nil {
			return nil, nil, err
		}
		tree := dom.Parse(charset.Decode(b, "text/html", true).Text)
		self, laid := meta.Of(tree), layout.Of(tree)
		sites := pick.Sites(self)
		title := judge.TitleBlock(laid, self)
		fold := int(hash(outletOf(g.URL)) % folds)
		if g.Title != "" {
			cs := pick.Titles(laid, self, title, sites)
			c := &choice{file: g.File, fold: fold, rows: pick.TitleFeatures(cs, self, sites), want: g.Title}
			for i := range cs {
				c.texts = append(c.texts, cs[i].Text)
				c.right = append(c.right, judge.Fold(cs[i].Text) == judge.Fold(g.Title))
			}
			titles = append(titles, c)
		}
		as := pick.Bylines(laid, self, title)
		c := &choice{file: g.File, fold: fold, rows: pick.AuthorFeatures(as, laid, self, title, sites), want: strings.Join(g.Authors, ", "), none: len(g.Authors) == 0}
		want := people(g.Authors...)
		for i := range as {
			s := strings.Join(as[i].Names, ", ")
			c.texts = append(c.texts, s)
			c.right = append(c.right, equalSets(people(s), want))
		}
		authors = append(authors, c)
	}
	return titles, authors, sc.Err()
}

// Fields trains the choices of title and byline.
func Fields(data fs.FS, o Options, out io.Writer) ([]Model, error) {
	var made []Model
	titles, authors, err := loadChoices(data)
	if err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name string
		cs   []*choice
	}{{"title", titles}, {"authors", authors}} {
		fit := func(keep func(*choice) bool) *boost.Model {
			r, y, w := examples(f.cs, keep)
			return boost.Train(r, y, w, boost.Options{Trees: 100, Depth: 5, Rate: .08, Bins: 32, Rows: .7, Columns: .5, Leaf: 2, Seed: 3})
		}
		right, oracle, of, none, invented := 0, 0, 0, 0, 0
		for k := range folds {
			m := fit(func(c *choice) bool { return c.fold != k })
			for _, c := range f.cs {
				if c.fold != k {
					continue
				}
				i, chance := pick.Best(m, c.rows)
				if c.none {
					none++
					if i >= 0 && chance > .2 {
						invented++
					}
					continue
				}
				of++
				if i >= 0 && c.right[i] {
					right++
				}
				for _, ok := range c.right {
					if ok {
						oracle++
						break
					}
				}
				if (i < 0 || !c.right[i]) && o.Show > 0 {
					got := ""
					if i >= 0 {
						got = c.texts[i]
					}
					fmt.Fprintf(out, "%s %.2f %s\n   want %s\n   got  %s\n", f.name, chance, c.file, c.want, got)
				}
			}
		}
		fmt.Fprintf(out, "%s: right %d of %d (%.3f), among the candidates %d; given where the page has none %d of %d\n", f.name, right, of, float64(right)/float64(of), oracle, invented, none)
		made = append(made, Model{f.name + ".bin", fit(func(*choice) bool { return true }).Append(nil)})
	}
	return made, nil
}

// examples are the rows of the choices that keep keeps, whether each is right
// (1) or not (0), and how much each counts: the same.
func examples(cs []*choice, keep func(*choice) bool) (r [][]float32, y, w []float32) {
	for _, c := range cs {
		if !keep(c) {
			continue
		}
		r = append(r, c.rows...)
		for _, ok := range c.right {
			v := float32(0)
			if ok {
				v = 1
			}
			y, w = append(y, v), append(w, 1)
		}
	}
	return r, y, w
}
