package article

import (
	"regexp"
	"strings"

	"sayso"
	"sayso/article/internal/judge"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
	"sayso/article/internal/pick"
	"sayso/article/internal/when"
)

type fields struct {
	title, byline, outlet, language, canonical, section string
	tags                                                []string
	published, updated                                  stamp
}

// A stamp is a day that the page gives, and the block that prints it, or -1.
type stamp struct {
	*sayso.Date
	block int
	at    when.Found
}

func chooseFields(page *layout.Page, self *meta.Page, title int, kinds []sayso.BlockKind, url string) fields {
	var f fields
	f.outlet = outletName(page, self, title, url)
	sites := pick.Sites(self)
	f.title = chooseTitle(page, self, title, sites)
	f.byline = chooseByline(page, self, title, sites)
	p, u := &f.published, &f.updated
	p.Date, p.block, p.at = choosePublished(page, self, title, kinds, url)
	u.Date, u.block, u.at = chooseUpdated(page, self, title, kinds, p.Date)
	f.language = language(self)
	f.canonical = self.Own(url)
	var more []string
	f.section, more = chooseSection(self, f.outlet, f.title)
	f.tags = chooseTags(self, more)
	return f
}

func language(self *meta.Page) string {
	l := self.Lang
	if l == "" {
		l = strings.ReplaceAll(self.First("og:locale", "content-language", "language"), "_", "-")
	}
	l = strings.ReplaceAll(strings.TrimSpace(l), "_", "-")
	if len(l) > 20 || strings.ContainsAny(l, " ,;/") {
		return ""
	}
	return l
}

func fold(s string) string { return judge.Fold(s) }

// leastByline is the chance below which a byline is not given: on the
// development pages one in six of those below it is right.
const leastByline = 0.25

func chooseTitle(page *layout.Page, self *meta.Page, title int, sites []string) string {
	cs := pick.Titles(page, self, title, sites)
	if i, _ := pick.Best(titleModel(), pick.TitleFeatures(cs, self, sites)); i >= 0 {
		return cs[i].Text
	}
	return ""
}

func chooseByline(page *layout.Page, self *meta.Page, title int, sites []string) string {
	cs := pick.Bylines(page, self, title)
	i, chance := pick.Best(authorModel(), pick.AuthorFeatures(cs, page, self, title, sites))
	if i < 0 || chance < leastByline {
		return ""
	}
	return strings.Join(cs[i].Names, ", ")
}

// publishedMeta are the names under which pages give the day of publication,
// the surest first.
var publishedMeta = []string{"article:published_time", "og:published_time", "datepublished", "article:published", "publishdate", "publish-date", "publication_date",
	"parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.issued", "dc.date", "dcterms.date", "date", "pubdate", "article.published",
	"published_time", "published_at", "citation_publication_date", "citation_date", "release_date", "originalpublicationdate", "created", "cxenseparse:recs:publishtime", "article_date_original", "ptime", "displaydate", "shareaholic:article_published_time", "vr:published_time", "rnews:datepublished"}

// choosePublished is the day the page says it was published on: by JSON-LD, by
// a meta element, by microdata, beside the title, or in its address. Days in
// running text, captions and lists of other reports are never taken.
func choosePublished(page *layout.Page, self *meta.Page, title int, kinds []sayso.BlockKind, url string) (d *sayso.Date, block int, at when.Found) {
	try := func(s, from string) bool {
		st, ok := meta.ParseStamp(s)
		if ok {
			d = made(st.Date, st.Time, from)
		}
		return ok
	}
	for i := range self.LD {
		if t := &self.LD[i]; !t.Weak && try(t.Published, "json-ld") {
			return d, -1, at
		}
	}
	for _, k := range publishedMeta {
		for _, v := range self.Meta[k] {
			if try(v, "meta") {
				return d, -1, at
			}
		}
	}
	for _, v := range self.Micro["datePublished"] {
		if try(v, "microdata") {
			return d, -1, at
		}
	}
	for i := range self.LD {
		if t := &self.LD[i]; t.Weak && try(t.Published, "json-ld") {
			return d, -1, at
		}
	}
	if i, f := dateBlock(page, title, kinds, func(s string) (when.Found, bool) { p, _ := stamps(s); return p, p.Year != 0 }); i >= 0 {
		return made(f.Date(), f.Time, "text"), i, f
	}
	if s := onlyTime(self); try(s, "time element") {
		return d, -1, at
	}
	for _, u := range []string{self.Canonical, self.First("og:url"), url} {
		if m := urlDay.FindStringSubmatch(u); m != nil && try(m[1]+"-"+m[2]+"-"+m[3], "url") {
			return d, -1, at
		}
	}
	return nil, -1, at
}

var urlDay = regexp.MustCompile(`[/_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)`)

// dateReach is how many blocks above the title, or below the main text, a date
// stamp is looked for.
const dateReach = 15

// stampWithin is how many bytes into its block a date stamp begins at the
// latest: further in it dates a picture or closes a sentence.
const stampWithin = 40

// dateBlock finds the block with the stamp that read reads: the first between
// the title and the main text, or else just above the title or below the text.
func dateBlock(page *layout.Page, title int, kinds []sayso.BlockKind, read func(string) (when.Found, bool)) (int, when.Found) {
	first, last := len(kinds), -1
	for i, k := range kinds {
		// A line above the title that is taken for main text begins nothing.
		if k == sayso.BlockBody && (i > title || page.Blocks[i].Long()) {
			first, last = min(first, i), i
		}
	}
	look := func(from, to int) (int, when.Found) {
		best, found := -1, when.Found{}
		for i := max(from, 0); i < min(to, len(kinds)); i++ {
			b := &page.Blocks[i]
			switch kinds[i] {
			case sayso.BlockDate, sayso.BlockDateline, sayso.BlockByline, sayso.BlockOther, sayso.BlockNavigation:
			default:
				continue
			}
			if b.Words > 25 || !hasDigit(b.Text) || kinds[i] == sayso.BlockNavigation && b.Words > 10 {
				continue
			}
			f, ok := read(b.Text)
			if !ok || f.Start > stampWithin && updatedWord.FindString(b.Text) == "" {
				continue
			}
			if kinds[i] == sayso.BlockDate || kinds[i] == sayso.BlockDateline {
				return i, f
			}
			if best < 0 {
				best, found = i, f
			}
		}
		return best, found
	}
	if title < 0 || title > first {
		title = max(0, first-dateReach)
	}
	for _, r := range [][2]int{{title + 1, first}, {title - dateReach, title + 1}, {last + 1, last + 1 + dateReach}} {
		if i, f := look(r[0], r[1]); i >= 0 {
			return i, f
		}
	}
	return -1, when.Found{}
}

// onlyTime is what the page's <time> elements say where all name one day.
func onlyTime(self *meta.Page) string {
	day, all := "", ""
	for _, t := range self.Times {
		st, ok := meta.ParseStamp(t.Datetime)
		if !ok || updatedTime(&t) {
			continue
		}
		if day != "" && day != st.Date {
			return ""
		}
		if day == "" {
			day, all = st.Date, t.Datetime
		}
	}
	return all
}

func made(date, clock, from string) *sayso.Date {
	d := &sayso.Date{Date: date, Time: sayso.Maybe(clock), Precision: sayso.ByDay, From: sayso.Maybe(from)}
	if clock != "" {
		d.Precision = sayso.ByTime
	}
	return d
}

// people joins names, each once, without the word "by".
func people(names []string) string {
	var out []string
	seen := map[string]bool{}
	for _, n := range names {
		for _, p := range pick.SplitNames(n) {
			if !seen[fold(p)] {
				seen[fold(p)] = true
				out = append(out, p)
			}
		}
	}
	return strings.Join(out, ", ")
}
