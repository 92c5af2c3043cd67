package train

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"unicode"

	"sayso/article/internal/dom"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
)

// A page is one page of a development set with its main text as annotated.
type page struct {
	set, file, outlet string
	html              []byte
	gold              string
	fold              int
}

// folds is the number of parts of the cross-validation.
const folds = 5

func loadSet(data fs.FS, set string) ([]*page, error) {
	f, err := data.Open(path.Join(set, "gold.jsonl"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []*page
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		var g struct {
			File, URL string
			Body      *string
			Paras     []string
		}
		if err := json.Unmarshal(sc.Bytes(), &g); err != nil {
			return nil, err
		}
		b, err := readGzip(data, path.Join(set, g.File))
		if err != nil {
			return nil, err
		}
		p := &page{set: set, file: g.File, html: b, outlet: outletOf(g.URL)}
		if g.Body != nil {
			p.gold = *g.Body
		} else {
			for i := range g.Paras {
				g.Paras[i] = strings.Trim(g.Paras[i], "[]")
			}
			p.gold = strings.Join(g.Paras, "\n")
		}
		p.fold = int(hash(p.outlet) % folds)
		out = append(out, p)
	}
	return out, sc.Err()
}

// loadReadability loads the pages of Mozilla's Readability, whose annotation is
// the HTML expected of it. They are trained on and never counted in a figure.
func loadReadability(data fs.FS) ([]*page, error) {
	dirs, err := fs.Glob(data, path.Join("mozilla-readability", "*", "source.html.gz"))
	if err != nil {
		return nil, err
	}
	var out []*page
	for _, f := range dirs {
		b, err := readGzip(data, f)
		if err != nil {
			return nil, err
		}
		e, err := readGzip(data, path.Join(path.Dir(f), "expected.html.gz"))
		if err != nil {
			return nil, err
		}
		var gold strings.Builder
		for _, blk := range layout.Of(dom.Parse(string(e))).Blocks {
			gold.WriteString(blk.Text + "\n")
		}
		self := meta.Of(dom.Parse(string(b)))
		u := self.Canonical
		if !strings.HasPrefix(u, "http") {
			u = self.First("og:url")
		}
		outlet := outletOf(u)
		if !strings.HasPrefix(u, "http") {
			outlet = strings.TrimRight(path.Base(path.Dir(f)), "-0123456789")
		}
		out = append(out, &page{set: "mozilla-readability", file: f, html: b, gold: gold.String(), outlet: outlet, fold: int(hash(outlet) % folds)})
	}
	return out, nil
}

func readGzip(data fs.FS, name string) ([]byte, error) {
	b, err := fs.ReadFile(data, name)
	if err != nil || !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		return b, err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// outletOf is the registered name in a page's address: "bbc" of www.bbc.co.uk,
// so that the same house under two top domains is one outlet.
func outletOf(u string) string {
	p, err := url.Parse(u)
	if err != nil || p.Host == "" {
		return u
	}
	parts := strings.Split(p.Hostname(), ".")
	for i := len(parts) - 2; i >= 0; i-- {
		if len(parts[i]) > 3 || i == 0 {
			return parts[i]
		}
	}
	return parts[0]
}

func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h ^ h>>29
}

// words are the runs of word characters, as the page scorer counts them.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool {
		return !(unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || unicode.IsNumber(r))
	})
}

const shingle = 4

func shingles(w []string) map[string]int {
	m := map[string]int{}
	if len(w) == 0 {
		return m
	}
	for i := 0; i < max(1, len(w)-shingle+1); i++ {
		m[strings.Join(w[i:min(i+shingle, len(w))], "\x00")]++
	}
	return m
}

// f1 is the page scorer's measure of several pages.
type f1 struct{ p, r, np, nr float64 }

func (f *f1) add(gold, got string) {
	g, p := shingles(words(gold)), shingles(words(got))
	var tp, all, want float64
	for k, n := range p {
		all += float64(n)
		tp += float64(min(n, g[k]))
	}
	for _, n := range g {
		want += float64(n)
	}
	if all > 0 {
		f.p += tp / all
		f.np++
	}
	if want > 0 {
		f.r += tp / want
		f.nr++
	}
}

func (f *f1) value() (p, r, v float64) {
	p, r = f.p/max(1, f.np), f.r/max(1, f.nr)
	return p, r, 2 * p * r / max(p+r, 1e-9)
}

// label says for each text of a page whether it is in the gold: the texts of
// four words or more by their shingles, shorter ones by standing next to a
// neighbour that is, in the gold's own order.
func label(texts []string, gold string) []float32 {
	gw := words(gold)
	g := shingles(gw)
	out := make([]float32, len(texts))
	ws := make([][]string, len(texts))
	for i, t := range texts {
		ws[i] = words(t)
		if len(ws[i]) < shingle {
			continue
		}
		hit, all := 0, 0
		for k, n := range shingles(ws[i]) {
			all += n
			hit += min(n, g[k])
		}
		out[i] = float32(hit) / float32(all)
	}
	starts := map[string][]int{}
	for i, w := range gw {
		starts[w] = append(starts[w], i)
	}
	matchAt := func(w []string, at int) bool {
		if at < 0 || at+len(w) > len(gw) {
			return false
		}
		for k := range w {
			if gw[at+k] != w[k] {
				return false
			}
		}
		return true
	}
	for i, w := range ws {
		if len(w) == 0 || len(w) >= shingle {
			continue
		}
		var prev, next []string
		for k := i - 1; k >= 0 && k > i-6; k-- {
			if out[k] >= .5 {
				prev = ws[k][max(0, len(ws[k])-3):]
				break
			}
		}
		for k := i + 1; k < len(ws) && k < i+6; k++ {
			if out[k] >= .5 && len(ws[k]) >= shingle {
				next = ws[k][:3]
				break
			}
		}
		for _, at := range starts[w[0]] {
			if !matchAt(w, at) {
				continue
			}
			if prev != nil && matchAt(prev, at-len(prev)) || next != nil && matchAt(next, at+len(w)) {
				out[i] = 1
				break
			}
		}
	}
	return out
}
