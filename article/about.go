package article

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"sayso"
	"sayso/article/internal/dom"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
	"sayso/article/internal/when"
)

// updatedMeta are the names under which pages give the day of their last
// change, the surest first.
var updatedMeta = []string{"article:modified_time", "og:updated_time", "article:modified", "datemodified", "article:updated_time", "og:modified_time", "date_modified",
	"dcterms.modified", "dc.date.modified", "dc.modified", "last-modified", "lastmod", "last_modified", "last_updated_date", "modified_time", "updated_time", "updated_at",
	"moddate", "revised", "rnews:datemodified", "vr:modified_time"}

// changeSlack is by how much a last change may lie before the publication, for
// clocks of two zones; one further back is no last change.
const changeSlack = 24 * time.Hour

// chooseUpdated is the last change that the page says it had: by JSON-LD, a
// meta element, microdata, a <time> element that is marked so, or a stamp
// beside the title. Where the page gives the moment of publication for it, so
// does the record.
func chooseUpdated(page *layout.Page, self *meta.Page, title int, kinds []sayso.BlockKind, published *sayso.Date) (d *sayso.Date, block int, at when.Found) {
	try := func(s, from string) bool {
		st, ok := meta.ParseStamp(s)
		if !ok || tooEarly(st.Date, published) {
			return false
		}
		d = made(st.Date, st.Time, from)
		return true
	}
	for _, weak := range []bool{false, true} {
		for i := range self.LD {
			if t := &self.LD[i]; t.Weak == weak && try(t.Modified, "json-ld") {
				return d, -1, at
			}
		}
		if weak {
			break
		}
		for _, k := range updatedMeta {
			for _, v := range self.Meta[k] {
				if try(v, "meta") {
					return d, -1, at
				}
			}
		}
		for _, v := range self.Micro["dateModified"] {
			if try(v, "microdata") {
				return d, -1, at
			}
		}
		for i := range self.Times {
			if t := &self.Times[i]; updatedTime(t) && try(t.Datetime, "time element") {
				return d, -1, at
			}
		}
	}
	i, f := dateBlock(page, title, kinds, func(s string) (when.Found, bool) { _, u := stamps(s); return u, u.Year != 0 })
	if i < 0 || tooEarly(f.Date(), published) {
		return nil, -1, at
	}
	return made(f.Date(), f.Time, "text"), i, f
}

// tooEarly reports whether a day lies before the publication by more than clocks
// of two zones can differ.
func tooEarly(day string, published *sayso.Date) bool {
	if published == nil {
		return false
	}
	a, err := time.Parse(time.DateOnly, day)
	b, err2 := time.Parse(time.DateOnly, published.Date)
	return err == nil && err2 == nil && b.Sub(a) > changeSlack
}

// updatedTime reports whether a <time> element says that it is the last change
// and not the publication.
func updatedTime(t *meta.Time) bool {
	if dom.Attr(t.Node, "itemprop") == "dateModified" {
		return true
	}
	names := " " + strings.ToLower(dom.Attr(t.Node, "class")) + " "
	return strings.Contains(names, " updated ") && !strings.Contains(names, "publish")
}

var (
	updatedWord   = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:updated?|modified|revised|amended|aktualisiert|aktualisierung|geändert|mise? à jour|modifié|actualizad[oa]|actualización|modificado|aggiornat[oa]|aggiornamento|atualizad[oa]|bijgewerkt|gewijzigd|uppdaterad|oppdatert|opdateret|päivitetty|aktualizacja|aktualizováno|güncellenme|güncelleme|обновлен[оа]?|изменен[оа]?|更新|수정)`)
	publishedWord = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:(?:first )?(?:published?|posted|created)|veröffentlicht|erstellt|publié|créé|publicad[oa]|pubblicat[oa]|geplaatst|gepubliceerd|publicerad|publisert|opublikowano|publikováno|yayınlanma|опубликован[оа]?|公開|入力)`)
)

// updateReach is how many bytes behind the word for a change its day begins at
// the latest.
const updateReach = 40

// stamps reads the day of publication and that of the last change in a line;
// their years are 0 where it has none. A day behind a word for a change is
// never the publication's.
func stamps(s string) (published, updated when.Found) {
	if len(s) > 400 {
		return published, updated
	}
	part := func(i, j int) when.Found {
		f, ok := when.In(s[i:j])
		if !ok {
			return when.Found{}
		}
		f.Start, f.End = f.Start+i, f.End+i
		return f
	}
	m := updatedWord.FindStringIndex(s)
	if m == nil {
		return part(0, len(s)), updated
	}
	end := len(s)
	if p := publishedWord.FindStringIndex(s[m[1]:]); p != nil {
		end = m[1] + p[0]
		published = part(end, len(s))
	}
	if f := part(m[1], end); f.Start-m[1] <= updateReach {
		updated = f
	}
	if f := part(0, m[0]); f.Month != 0 {
		published = f
	}
	return published, updated
}

// sectionMeta are the names under which pages give their section.
var sectionMeta = []string{"article:section", "articlesection", "parsely-section", "section", "og:article:section", "sailthru.section", "dc.subject.section", "cxenseparse:section", "primary_section"}

// chooseSection is the part of the outlet that the page says it belongs to, and
// the further ones it names: by JSON-LD, by a meta element, by microdata, or
// the first step of the way to the page that is not its front page.
func chooseSection(self *meta.Page, outlet, title string) (section string, more []string) {
	var named []string
	for i := range self.LD {
		named = append(named, self.LD[i].Sections...)
	}
	for _, k := range sectionMeta {
		named = append(named, self.Meta[k]...)
	}
	named = append(named, self.Micro["articleSection"]...)
	named = meta.Distinct(named)
	if len(named) > 0 {
		return named[0], named[1:]
	}
	for i, c := range self.Crumbs {
		u, err := url.Parse(c.URL)
		front := i == 0 && len(self.Crumbs) > 1 && (c.URL == "" || err == nil && strings.Trim(u.Path, "/") == "")
		if last := i == len(self.Crumbs)-1; last && (i > 0 || fold(c.Name) == fold(title)) {
			break // the page itself
		}
		if !front && meta.Label(c.Name) && letters(c.Name) != letters(outlet) {
			return c.Name, nil
		}
	}
	return "", nil
}

// chooseTags are the page's own keywords, in its order: those of JSON-LD and
// of the meta elements made for reports, or else of the older ones and of the
// links that the page marks as its tags.
func chooseTags(self *meta.Page, sections []string) []string {
	var tags []string
	for i := range self.LD {
		if !self.LD[i].Weak {
			tags = append(tags, self.LD[i].Keywords...)
		}
	}
	lists := func(names ...string) {
		for _, k := range names {
			for _, v := range self.Meta[k] {
				tags = append(tags, meta.SplitTags(v)...)
			}
		}
	}
	tags = append(tags, self.Meta["article:tag"]...)
	lists("news_keywords")
	if tags = meta.Distinct(tags); len(tags) == 0 {
		lists("parsely-tags", "keywords", "sailthru.tags")
		for i := range self.LD {
			tags = append(tags, self.LD[i].Keywords...)
		}
		for _, v := range self.Micro["keywords"] {
			tags = append(tags, meta.SplitTags(v)...)
		}
		tags = append(tags, self.TagLinks...)
	}
	return meta.Distinct(append(tags, sections...))
}

// printedTags are the keywords that a line of flattened text lists.
func printedTags(s string) []string {
	if strings.HasPrefix(s, "#") {
		return strings.FieldsFunc(s, func(r rune) bool { return r == '#' || r == ' ' })
	}
	if _, list, ok := strings.Cut(s, ":"); ok {
		return meta.SplitTags(list)
	}
	return nil
}
