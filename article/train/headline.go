package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"sayso/article/internal/boost"
	"sayso/article/internal/judge"
	"sayso/article/internal/lines"
)

// Headlines trains the choice of a title among the lines of flattened text.
// What is main text it takes from models that saw nothing of the page's outlet.
func Headlines(data fs.FS, o Options, out io.Writer) (*Model, error) {
	titles, err := goldTitles(data)
	if err != nil {
		return nil, err
	}
	ss, err := loadFlat(data, o.Flat)
	if err != nil {
		return nil, err
	}
	chance := crossValidate(ss, boost.Options{Trees: o.Trees, Depth: o.Depth, Rate: o.Rate, Bins: 48, Rows: .5, Columns: o.Columns, Leaf: 3, Seed: 1, Bags: o.Bags}, o.Workers)
	var cs, crops []*choice
	for i, s := range ss {
		want := titles[s.page.file]
		if want == "" {
			continue
		}
		ls := lineList(s.texts)
		body := s.choose(chance[i], 0)
		at, rows := lines.TitleRows(ls, body, lines.First(ls, body))
		c := &choice{file: s.page.set + " " + s.page.file, fold: s.page.fold, rows: rows, want: want, none: true}
		for _, k := range at {
			right := judge.Fold(s.texts[k]) == judge.Fold(want)
			c.texts, c.right = append(c.texts, s.texts[k]), append(c.right, right)
			c.none = c.none && !right
		}
		cs = append(cs, c)
		for _, keep := range croppedTo {
			if more := cropped(c, ls, body, at, keep); more != nil {
				crops = append(crops, more)
			}
		}
	}
	fit := func(keep func(*choice) bool) *boost.Model {
		r, y, w := examples(slices.Concat(cs, crops), keep)
		return boost.Train(r, y, w, boost.Options{Trees: 120, Depth: 4, Rate: .1, Bins: 32, Rows: .7, Columns: .4, Leaf: 2, Seed: 5})
	}
	type tally struct{ right, wrong, of, none, invented int }
	floors := []float32{0, .1, .2, .3, .4, .5}
	by := map[string][]tally{}
	for k := range folds {
		m := fit(func(c *choice) bool { return c.fold != k })
		for _, c := range cs {
			if c.fold != k {
				continue
			}
			best, chance := -1, float32(0)
			for i, r := range c.rows {
				if v := m.Chance(r); best < 0 || v > chance {
					best, chance = i, v
				}
			}
			set, _, _ := strings.Cut(c.file, " ")
			if by[set] == nil {
				by[set] = make([]tally, len(floors))
			}
			for f, least := range floors {
				t := &by[set][f]
				given := best >= 0 && chance >= least
				switch {
				case c.none:
					t.none++
					if given {
						t.invented++
					}
				default:
					t.of++
					if given && c.right[best] {
						t.right++
					} else if given {
						t.wrong++
					}
				}
			}
			if o.Show > 0 && !c.none && (best < 0 || !c.right[best]) {
				got := ""
				if best >= 0 {
					got = c.texts[best]
				}
				fmt.Fprintf(out, "%.2f %s\n   want %s\n   got  %s\n", chance, c.file, c.want, got)
			}
		}
	}
	for _, set := range strings.Split(o.Flat, ",") {
		for f, least := range floors {
			if by[set] != nil {
				t := by[set][f]
				fmt.Fprintf(out, "%s from %.1f: right %d, wrong %d of %d that hold their title as a line; given %d of %d others\n", set, least, t.right, t.wrong, t.of, t.invented, t.none)
			}
		}
	}
	return &Model{"headline.bin", fit(func(*choice) bool { return true }).Append(nil)}, nil
}

// croppedTo is how many lines above its title a page is cut to, since scrapers
// leave less above the title than a whole page has. Such pages are trained on
// and never counted.
var croppedTo = []int{0, 2, 6}

func cropped(c *choice, ls []lines.Line, body []bool, at []int, keep int) *choice {
	right := slices.Index(c.right, true)
	if right < 0 || at[right] <= keep {
		return nil
	}
	cut := at[right] - keep
	ls, body = ls[cut:], body[cut:]
	out := &choice{file: c.file, fold: c.fold, want: c.want}
	var now []int
	now, out.rows = lines.TitleRows(ls, body, lines.First(ls, body))
	for _, k := range now {
		out.right = append(out.right, judge.Fold(ls[k].Text) == judge.Fold(c.want))
	}
	return out
}

// goldTitles are the annotated titles by page.
func goldTitles(data fs.FS) (map[string]string, error) {
	f, err := data.Open(path.Join("fundus-tests", "gold.jsonl"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[string]string{}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		var g struct{ ID, Title string }
		if err := json.Unmarshal(sc.Bytes(), &g); err != nil {
			return nil, err
		}
		out[g.ID] = g.Title
	}
	return out, sc.Err()
}
