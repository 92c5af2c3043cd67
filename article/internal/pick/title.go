// Package pick weighs what a page says of itself in several places against
// each other: which of the candidates is its title, who wrote it.
package pick

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"sayso/article/internal/judge"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
)

// A Candidate is one string found in some places.
type Candidate struct {
	Text string
	From Source // all places that hold it
}

// A Source is a set of places where a candidate was found.
type Source uint16

// The places. A cut place holds the text with a site's name after a separator
// taken off, an after place what stands behind a kicker.
const (
	FromLD Source = 1 << iota
	FromOG
	FromTwitter
	FromTag
	FromTagCut
	FromHeading // the title block
	FromMicro   // itemprop=headline
	FromOther   // other meta elements
	FromAfter   // behind a kicker: "Sport: …"
	FromMetaCut // og or twitter, cut
	FromJoined  // the heading and the one before it
	FromLDName  // JSON-LD name or of a web page
	FromOtherH1 // another h1
	sourceKinds = 13
	mainSources = FromLD | FromOG | FromTwitter | FromTagCut | FromHeading
)

// Separators part a title from the name of its site.
var separators = []string{" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · ", " / ", " < ", " > ", " ‹ ", " « ", "｜", "|", "--"}

// CutSite takes off what stands behind the last separator where that is the
// site's name or short.
func CutSite(t string, sites []string) string {
	for round := 0; round < 3; round++ {
		cut := false
		for _, sep := range separators {
			i := strings.LastIndex(t, sep)
			if i < 8 {
				continue
			}
			head, tail := strings.TrimSpace(t[:i]), judge.Fold(t[i+len(sep):])
			ok := false
			for _, s := range sites {
				s = judge.Fold(s)
				if s != "" && (strings.Contains(tail, s) || len(tail) > 3 && strings.Contains(s, tail)) {
					ok = true
				}
			}
			if ok || strings.Contains(sep, "|") && len(strings.Fields(tail)) <= 5 {
				t, cut = head, true
				break
			}
		}
		if !cut {
			break
		}
	}
	return t
}

// Titles are the candidates for a page's title.
func Titles(p *layout.Page, self *meta.Page, title int, sites []string) []Candidate {
	var out []Candidate
	add := func(s string, from Source) {
		s = strings.TrimSpace(strings.Join(strings.Fields(s), " "))
		if n := utf8.RuneCountInString(s); n < 3 || n > 400 {
			return
		}
		f := judge.Fold(s)
		for i := range out {
			if judge.Fold(out[i].Text) == f {
				out[i].From |= from
				return
			}
		}
		if len(out) < 24 {
			out = append(out, Candidate{s, from})
		}
	}
	if title >= 0 {
		add(p.Blocks[title].Text, FromHeading)
		for j := title - 1; j >= max(0, title-1); j-- {
			b := &p.Blocks[j]
			if b.Words <= 8 && (p.Blocks[title].El == b.El || p.Elems[p.Blocks[title].El].Parent == b.El || p.Elems[b.El].Parent == p.Elems[p.Blocks[title].El].Parent || p.Elems[b.El].Parent == p.Blocks[title].El) {
				add(strings.TrimRight(b.Text, ": ")+": "+p.Blocks[title].Text, FromJoined)
			}
		}
	}
	for i := range self.LD {
		t := &self.LD[i]
		if i > 3 {
			break
		}
		if t.Weak {
			add(t.Headline, FromLDName)
			add(CutSite(t.Name, sites), FromLDName)
			continue
		}
		add(t.Headline, FromLD)
		add(CutSite(t.Headline, sites), FromLD)
		add(t.Name, FromLDName)
	}
	for _, m := range []struct {
		from  Source
		names []string
	}{{FromOG, []string{"og:title"}}, {FromTwitter, []string{"twitter:title"}}, {FromOther, []string{"title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "cxenseparse:title", "headline", "hdl", "article:title", "citation_title", "mrf:title"}}} {
		for _, n := range m.names {
			for _, v := range self.Meta[n] {
				add(v, m.from)
				if c := CutSite(v, sites); c != v {
					add(c, FromMetaCut|m.from)
				}
			}
		}
	}
	for _, v := range self.Micro["headline"] {
		add(v, FromMicro)
	}
	add(self.TitleTag, FromTag)
	add(CutSite(self.TitleTag, sites), FromTagCut)
	n := 0
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Heading == 1 && i != title && b.Words > 2 && n < 3 {
			add(b.Text, FromOtherH1)
			n++
		}
	}
	for _, c := range out[:len(out):len(out)] {
		if c.From&(FromHeading|FromLD|FromOG) == 0 {
			continue
		}
		for _, sep := range []string{": ", " - ", " – ", " : "} {
			if i := strings.Index(c.Text, sep); i > 0 && i < 50 && len(strings.Fields(c.Text[i+len(sep):])) >= 4 {
				add(c.Text[i+len(sep):], FromAfter)
			}
		}
	}
	return out
}

// TitleFeatures measures each candidate against the others.
func TitleFeatures(cs []Candidate, self *meta.Page, sites []string) [][]float32 {
	folded := make([]string, len(cs))
	for i := range cs {
		folded[i] = judge.Fold(cs[i].Text)
	}
	rows := make([][]float32, len(cs))
	words := slugOf(self)
	closest, longest := 0.0, 0
	for i := range cs {
		if cs[i].From&mainSources != 0 {
			closest = max(closest, words.share(folded[i]))
			longest = max(longest, utf8.RuneCountInString(cs[i].Text))
		}
	}
	for i := range cs {
		c := &cs[i]
		var r []float32
		add := func(v float64) { r = append(r, float32(v)) }
		n := 0
		for k := range sourceKinds {
			if c.From&(1<<k) != 0 {
				add(1)
				n++
			} else {
				add(0)
			}
		}
		add(float64(n))
		// How it stands to each main source: 3 equal, 2 longer, 1 shorter,
		// 0 other, -1 where there is none; and the words shared with it.
		for k := range sourceKinds {
			if mainSources&(1<<k) == 0 {
				continue
			}
			rel, shared := -1.0, -1.0
			for j := range cs {
				if cs[j].From&(1<<k) == 0 {
					continue
				}
				v := 0.0
				switch {
				case i == j:
					v = 3
				case strings.Contains(folded[i], folded[j]):
					v = 2
				case strings.Contains(folded[j], folded[i]):
					v = 1
				}
				rel, shared = max(rel, v), max(shared, jaccard(folded[i], folded[j]))
			}
			add(rel)
			add(shared)
		}
		add(float64(len(strings.Fields(c.Text))))
		add(float64(utf8.RuneCountInString(c.Text)))
		add(flag(strings.HasSuffix(c.Text, "...") || strings.HasSuffix(c.Text, "…")))
		add(flag(strings.Contains(c.Text, " | ") || strings.Contains(c.Text, " - ") || strings.Contains(c.Text, " – ")))
		add(flag(strings.Contains(c.Text, ": ")))
		site := false
		for _, s := range sites {
			if s = judge.Fold(s); s != "" && len(s) > 2 && strings.Contains(folded[i], s) {
				site = true
			}
		}
		add(flag(site))
		add(flag(len(self.LD) > 0 && !self.LD[0].Weak))
		// The address often keeps the words of the first headline.
		share := words.share(folded[i])
		add(share)
		add(share - closest)
		add(float64(utf8.RuneCountInString(c.Text)) / float64(longest+1))
		rows[i] = r
	}
	return rows
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func jaccard(a, b string) float64 {
	if a == b {
		return 1
	}
	x := map[string]bool{}
	for _, w := range strings.Fields(a) {
		x[w] = true
	}
	n, both := len(x), 0
	seen := map[string]bool{}
	for _, w := range strings.Fields(b) {
		if seen[w] {
			continue
		}
		seen[w] = true
		if x[w] {
			both++
		} else {
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(both) / float64(n)
}

// Publishers are the meta elements that name who publishes a page.
var Publishers = []string{"dc.publisher", "dcterms.publisher", "publisher"}

var (
	feedTail  = regexp.MustCompile(`(?i)\s*(?:[»|:–—-]\s*)?(?:(?:rss|atom|news)\s*)*(?:feed|rss|atom|rss 2\.0)s?$`)
	feedWords = regexp.MustCompile(`(?i)^(?:\W|rss|atom|feeds?|xml|news|latest|articles?|posts?|comments?|all|the|main|home|\d)*$`)
)

// FeedSite is the site's name in the title of its feed: "Harbour Watch » Feed".
func FeedSite(title string) string {
	if len(title) > 80 || !utf8.ValidString(title) {
		return ""
	}
	s := strings.TrimSpace(feedTail.ReplaceAllString(title, ""))
	if feedWords.MatchString(s) {
		return ""
	}
	return s
}

// Sites are the names by which a page calls its site.
func Sites(self *meta.Page) []string {
	var out []string
	seen := map[string]bool{}
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" && len(s) < 80 && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	add(self.First("og:site_name"))
	for i := range self.LD {
		add(self.LD[i].Publisher)
	}
	add(self.First("application-name"))
	add(self.First(Publishers...))
	add(FeedSite(self.Feed))
	add(strings.TrimPrefix(self.First("twitter:site"), "@"))
	for _, s := range self.Site {
		add(s)
	}
	u := self.Canonical
	if u == "" {
		u = self.First("og:url")
	}
	if i := strings.Index(u, "//"); i >= 0 {
		host, _, _ := strings.Cut(u[i+2:], "/")
		host = strings.TrimPrefix(host, "www.")
		add(host)
		if name, _, ok := strings.Cut(host, "."); ok && len(name) > 3 {
			add(name)
		}
	}
	return out
}
