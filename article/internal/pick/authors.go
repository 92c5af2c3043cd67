package pick

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso/article/internal/judge"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
)

// An Authors is one list of writers found in some places.
type Authors struct {
	Names []string
	From  Source
	Org   bool // the page calls them a body
}

// The places of authors.
const (
	ByLD Source = 1 << iota
	ByLDPersons
	ByMeta
	ByArticleMeta // article:author and the like
	ByMicro
	ByRel    // rel=author and <address>
	ByMark   // a block whose class says byline
	ByWord   // a block that begins with "By"
	ByLDLow  // an article of JSON-LD that is not the first
	ByOther  // other meta elements
	ByJoined // neighbouring byline blocks together
	byKinds  = 11
	byMain   = ByLD | ByMeta | ByMark | ByWord | ByRel
)

var (
	byWord    = regexp.MustCompile(`(?i)^[\s•|·,–-]*(?:(?:written|reported|posted|published|edited|compiled|text|story|report|words|analysis|opinion|video|photos?|interview|by|eine? \S+|ein \S+|un \S+) (?:by|von|par|por|di|de|av|af)|by|von|par|por|di|door|av|af|od|autor(?:en|in|es)?|author|auteur|text|foto|texte|texto|reporter|redaktion|redaktør|journalist|skrevet av|skrevet af|przez|penulis|yazar|haber|작성자|문|글|文|記者|publicado por|scritto da|a cura di|created by)\s*[:：]?\s+`)
	brackets  = regexp.MustCompile(`\s*[(\[][^()\[\]]*[)\]]`)
	splitter  = regexp.MustCompile(`\s*(?:[;|•·/]|,|、|\s(?:and|und|et|y|og|och|en|&|with|mit|og)\s)\s*`)
	afterName = regexp.MustCompile(`(?i)\s+(?:[•|·]|\d{1,2}[./]\d|\d{1,2}\s+\p{L}+\s+\d{4}|on\s+\p{L}+\s+\d|published\b|updated\b|posted\b|last\b|follow\b|is an?\b|,?\s*correspondent\b|\p{L}{3,9}\.?\s+\d{1,2},?\s+\d{4}|at\s+\d).*$`)
	hangul    = regexp.MustCompile(`\s*(?:기자|記者|特派員|리포터)$`)
)

// SplitNames takes a byline apart into names.
func SplitNames(s string) []string {
	s = strings.Join(strings.Fields(s), " ")
	s = byWord.ReplaceAllString(s, "")
	s = brackets.ReplaceAllString(s, "")
	s = afterName.ReplaceAllString(s, "")
	var out []string
	for _, n := range splitter.Split(s, -1) {
		n = strings.Trim(byWord.ReplaceAllString(n, ""), " .,:;|-–—•·\"'“”")
		if strings.HasSuffix(s, ".") && len(n) > 2 && n[len(n)-2:len(n)-1] == "." {
			n += "."
		}
		n = hangul.ReplaceAllString(n, "")
		if utf8.RuneCountInString(n) < 2 || strings.Contains(n, "://") {
			continue
		}
		out = append(out, n)
	}
	return out
}

// NameLike reports how far a string reads like a person's name: 1, a half for
// scripts without capitals and for one word, or 0.
func NameLike(s string) float64 {
	f := strings.Fields(s)
	if len(f) == 0 || len(f) > 5 || strings.ContainsAny(s, "0123456789@:/!?\"%") {
		return 0
	}
	big, cased := 0, false
	for _, w := range f {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsUpper(r) {
			big++
		}
		if unicode.IsUpper(r) || unicode.IsLower(r) {
			cased = true
		}
	}
	switch {
	case !cased:
		return .5
	case len(f) == 1 && big == 1:
		return .5
	case big >= 2 && big*2 >= len(f):
		return 1
	}
	return 0
}

// Bylines are the candidates for a page's writers.
func Bylines(p *layout.Page, self *meta.Page, title int) []Authors {
	var out []Authors
	add := func(names []string, from Source, org bool) {
		var clean []string
		seen := map[string]bool{}
		for _, n := range names {
			f := judge.Fold(n)
			if f == "" || seen[f] || utf8.RuneCountInString(n) > 80 {
				continue
			}
			seen[f] = true
			clean = append(clean, n)
		}
		if len(clean) == 0 || len(clean) > 15 {
			return
		}
		for i := range out {
			if sameNames(out[i].Names, clean) {
				out[i].From |= from
				return
			}
		}
		if len(out) < 30 {
			out = append(out, Authors{clean, from, org})
		}
	}
	best := true
	for i := range self.LD {
		t := &self.LD[i]
		if len(t.Authors) == 0 || i > 4 {
			continue
		}
		var all, persons []string
		org := true
		for _, a := range t.Authors {
			names := SplitNames(a.Name)
			if a.Org {
				names = []string{a.Name}
			}
			all = append(all, names...)
			if !a.Org {
				org = false
				persons = append(persons, names...)
			}
		}
		from, per := ByLD, ByLDPersons
		if !best || t.Weak {
			from, per = ByLDLow, ByLDLow
		}
		best = false
		add(all, from, org)
		if len(persons) < len(all) {
			add(persons, per, false)
		}
	}
	for _, m := range []struct {
		from  Source
		names []string
	}{{ByMeta, []string{"author"}}, {ByArticleMeta, []string{"article:author", "article:author_name", "og:article:author", "article.author", "og:author", "book:author"}},
		{ByOther, []string{"dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl", "citation_author", "cxenseparse:author", "twitter:data1", "mrf:authors", "creator", "authors", "vr:author", "dcsext.author", "dc.contributor", "swiftype:author"}}} {
		for _, n := range m.names {
			var names []string
			for _, v := range self.Meta[n] {
				if strings.Contains(v, "://") || len(v) > 200 || strings.Contains(v, "@") {
					continue
				}
				names = append(names, SplitNames(v)...)
			}
			add(names, m.from, false)
		}
	}
	var micro []string
	for _, v := range self.Micro["author"] {
		micro = append(micro, SplitNames(v)...)
	}
	add(micro, ByMicro, false)
	var joined, rels []string
	from, to := 0, len(p.Blocks)
	if title >= 0 {
		from, to = max(0, title-12), min(to, title+60)
	}
	last := -9
	for i := from; i < to; i++ {
		b := &p.Blocks[i]
		if b.Words > 25 || b.Chars > 200 || i == title {
			continue
		}
		word := byWord.MatchString(b.Text)
		mark := b.Marks&layout.MarkByline != 0
		for el, k := b.El, 0; el >= 0 && k < 3 && !mark; el, k = p.Elems[el].Parent, k+1 {
			mark = p.Elems[el].Marks&layout.MarkByline != 0 && p.Elems[el].Words < 60
		}
		if !word && !mark && !b.Address {
			continue
		}
		names := SplitNames(b.Text)
		var likely []string
		for _, n := range names {
			if NameLike(n) > 0 {
				likely = append(likely, n)
			}
		}
		if len(likely) == 0 {
			continue
		}
		if word {
			add(likely, ByWord, false)
			add(likely[:1], ByWord, false)
		}
		if mark {
			add(likely, ByMark, false)
			add(likely[:1], ByMark, false)
		}
		if b.Address {
			add(likely, ByRel, false)
			rels = append(rels, likely...)
		}
		if i-last <= 4 || len(joined) == 0 {
			joined = append(joined, likely...)
			last = i
		}
	}
	add(joined, ByJoined, false)
	add(rels, ByRel, false)
	return out
}

func sameNames(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	m := map[string]bool{}
	for _, x := range a {
		m[judge.Fold(x)] = true
	}
	for _, x := range b {
		if !m[judge.Fold(x)] {
			return false
		}
	}
	return true
}

// AuthorFeatures measures each candidate against the page and the others.
func AuthorFeatures(cs []Authors, p *layout.Page, self *meta.Page, title int, sites []string) [][]float32 {
	// What the short blocks around the title say.
	var near, marked, all strings.Builder
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Words > 60 {
			continue
		}
		f := judge.Fold(b.Text) + "\n"
		all.WriteString(f)
		if title >= 0 && i > title-10 && i < title+25 {
			near.WriteString(f)
			if b.Marks&layout.MarkByline != 0 || p.Elems[b.El].Marks&layout.MarkByline != 0 || b.Address || byWord.MatchString(b.Text) {
				marked.WriteString(f)
			}
		}
	}
	nearText, markedText, allText := near.String(), marked.String(), all.String()
	rows := make([][]float32, len(cs))
	for i := range cs {
		c := &cs[i]
		var r []float32
		add := func(v float64) { r = append(r, float32(v)) }
		n := 0
		for k := range byKinds {
			if c.From&(1<<k) != 0 {
				n++
				add(1)
			} else {
				add(0)
			}
		}
		add(float64(n))
		add(flag(c.Org))
		add(float64(len(c.Names)))
		like, site, inNear, inMarked, inAll, words, wordMax, digits, short := 0.0, 0, 0, 0, 0, 0, 0, 0, 0
		for _, nm := range c.Names {
			like += NameLike(nm)
			f := judge.Fold(nm)
			for _, s := range sites {
				s = judge.Fold(s)
				if f == s || len(f) > 4 && strings.Contains(s, f) || len(s) > 4 && strings.Contains(f, s) {
					site++
					break
				}
			}
			inNear += bit(strings.Contains(nearText, f))
			inMarked += bit(strings.Contains(markedText, f))
			inAll += bit(strings.Contains(allText, f))
			w := len(strings.Fields(nm))
			words += w
			wordMax = max(wordMax, w)
			digits += bit(strings.ContainsAny(nm, "0123456789"))
			short += bit(w == 1)
		}
		k := float64(len(c.Names))
		add(like / k)
		add(float64(site) / k)
		add(float64(inNear) / k)
		add(float64(inMarked) / k)
		add(float64(inAll) / k)
		add(float64(words) / k)
		add(float64(wordMax))
		add(float64(digits))
		add(float64(short) / k)
		for s := range byKinds {
			if byMain&(1<<s) == 0 {
				continue
			}
			rel := -1.0
			for j := range cs {
				if cs[j].From&(1<<s) != 0 {
					rel = max(rel, overlap(c.Names, cs[j].Names))
				}
			}
			add(rel)
		}
		add(float64(min(len(cs), 12)))
		add(flag(len(self.LD) > 0 && !self.LD[0].Weak))
		rows[i] = r
	}
	return rows
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func overlap(a, b []string) float64 {
	m := map[string]bool{}
	for _, x := range a {
		m[judge.Fold(x)] = true
	}
	both, n := 0, len(m)
	for _, x := range b {
		if m[judge.Fold(x)] {
			both++
		} else {
			n++
		}
	}
	return float64(both) / float64(max(n, 1))
}
