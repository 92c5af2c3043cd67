package meta

import (
	"encoding/json"
	"regexp"
	"sort"
	"strings"
)

// maxLD is the longest JSON-LD script read; longer ones are data, not
// descriptions.
const maxLD = 4 << 20

var trailingComma = regexp.MustCompile(`,\s*([}\]])`)

// jsonLD reads one script. Broken JSON is tried again with control characters
// in strings and trailing commas taken out, then left.
func (p *Page) jsonLD(s string) {
	s = strings.TrimSpace(s)
	for _, cut := range []string{"<!--", "//<![CDATA[", "<![CDATA["} {
		s = strings.TrimSpace(strings.TrimPrefix(s, cut))
	}
	for _, cut := range []string{"-->", "//]]>", "]]>", ";"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, cut))
	}
	if s == "" || len(s) > maxLD {
		return
	}
	var v any
	if json.Unmarshal([]byte(s), &v) != nil {
		s = strings.Map(func(r rune) rune {
			if r < 0x20 {
				return ' '
			}
			return r
		}, s)
		s = trailingComma.ReplaceAllString(s, "$1")
		if json.NewDecoder(strings.NewReader(s)).Decode(&v) != nil {
			return
		}
	}
	ids := map[string]map[string]any{}
	gather(v, ids, 0)
	p.things(v, ids, 0)
}

// gather notes the objects that have an @id, for references to them.
func gather(v any, ids map[string]map[string]any, depth int) {
	if depth > 30 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			gather(x, ids, depth+1)
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(v) > 1 {
			if old, ok := ids[id]; !ok || len(old) < len(v) {
				ids[id] = v
			}
		}
		for _, x := range v {
			gather(x, ids, depth+1)
		}
	}
}

func types(m map[string]any) []string {
	var out []string
	for _, v := range list(m["@type"]) {
		if s, ok := v.(string); ok {
			s = s[strings.LastIndexAny(s, "/#")+1:]
			out = append(out, s)
		}
	}
	return out
}

func articleType(t string) bool {
	return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "BlogPosting") || strings.HasSuffix(t, "Report") ||
		t == "LiveBlogPosting" || t == "SocialMediaPosting" || t == "ClaimReview" || t == "Review" || t == "AnalysisNewsArticle"
}

func weakType(t string) bool {
	return t == "WebPage" || t == "VideoObject" || t == "ItemPage" || t == "CreativeWork" || t == "AudioObject" || t == "Recipe" || t == "PodcastEpisode"
}

// things walks the top of a script: lists, graphs and what a page is about.
func (p *Page) things(v any, ids map[string]map[string]any, depth int) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			p.things(x, ids, depth+1)
		}
	case map[string]any:
		kind := ""
		weak := false
		for _, t := range types(v) {
			switch {
			case t == "BreadcrumbList":
				p.breadcrumb(v)
			case articleType(t):
				kind, weak = t, false
			case weakType(t) && kind == "":
				kind, weak = t, true
			case strings.HasSuffix(t, "Organization") || t == "WebSite":
				if n := str(v["name"]); n != "" {
					p.Site = append(p.Site, n)
				}
			}
		}
		if kind != "" {
			p.LD = append(p.LD, thing(v, kind, weak, ids, len(p.LD)))
		}
		for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart", "breadcrumb", "about"} {
			if k == "about" && kind != "" && !weak {
				continue
			}
			p.things(v[k], ids, depth+1)
		}
	}
}

func thing(m map[string]any, kind string, weak bool, ids map[string]map[string]any, order int) Thing {
	t := Thing{Type: kind, Weak: weak, order: order,
		Headline: Clean(str(m["headline"])), Name: Clean(str(m["name"])), Description: Clean(str(m["description"])),
		Published: strings.TrimSpace(str(m["datePublished"])), Modified: strings.TrimSpace(str(m["dateModified"])), Created: strings.TrimSpace(str(m["dateCreated"])),
		Body: str(m["articleBody"])}
	if t.Headline == "" {
		t.Headline = Clean(str(m["alternativeHeadline"]))
	}
	if t.Published == "" {
		t.Published = strings.TrimSpace(str(m["uploadDate"]))
	}
	for _, key := range []string{"author", "creator"} {
		if len(t.Authors) > 0 {
			break
		}
		for _, a := range list(m[key]) {
			t.Authors = append(t.Authors, people(a, ids, 0)...)
		}
	}
	if pub := people(m["publisher"], ids, 0); len(pub) > 0 {
		t.Publisher = pub[0].Name
	}
	t.Keywords, t.Sections = keywords(m["keywords"]), texts(m["articleSection"])
	t.URL = str(m["url"])
	switch e := m["mainEntityOfPage"].(type) {
	case string:
		if t.URL == "" {
			t.URL = e
		}
	case map[string]any:
		if t.URL == "" {
			t.URL = str(e["@id"])
		}
	}
	return t
}

func people(v any, ids map[string]map[string]any, depth int) []Person {
	if depth > 4 {
		return nil
	}
	switch v := v.(type) {
	case string:
		if s := Clean(v); s != "" {
			return []Person{{Name: s}}
		}
	case []any:
		var out []Person
		for _, x := range v {
			out = append(out, people(x, ids, depth+1)...)
		}
		return out
	case map[string]any:
		if v["name"] == nil {
			if id, ok := v["@id"].(string); ok && ids[id] != nil && ids[id]["name"] != nil {
				v = ids[id]
			}
		}
		org := false
		for _, t := range types(v) {
			org = org || strings.HasSuffix(t, "Organization")
		}
		var out []Person
		for _, n := range list(v["name"]) {
			if s := Clean(str(n)); s != "" {
				out = append(out, Person{s, org})
			}
		}
		if len(out) == 0 {
			given, family := Clean(str(v["givenName"])), Clean(str(v["familyName"]))
			if s := strings.TrimSpace(given + " " + family); s != "" {
				out = append(out, Person{s, org})
			}
		}
		return out
	}
	return nil
}

func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

func str(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return str(v[0])
		}
	case map[string]any:
		if s, ok := v["@value"].(string); ok {
			return s
		}
		if s, ok := v["name"].(string); ok {
			return s
		}
	}
	return ""
}

// rank puts first the thing that is most likely this page's article: an
// article before a web page, one whose address or headline is the page's
// before others, the first before later ones.
func (p *Page) rank() {
	own := bare(p.Canonical)
	if own == "" {
		own = bare(p.First("og:url"))
	}
	title := p.TitleTag + " " + p.First("og:title")
	score := func(t *Thing) int {
		s := 0
		if !t.Weak {
			s += 8
		}
		if own != "" && bare(t.URL) == own {
			s += 4
		}
		if t.Headline != "" && strings.Contains(title, t.Headline) {
			s += 4
		}
		if len(t.Authors) > 0 {
			s++
		}
		if t.Published != "" {
			s++
		}
		if t.Headline != "" {
			s++
		}
		return s
	}
	sort.SliceStable(p.LD, func(i, j int) bool { return score(&p.LD[i]) > score(&p.LD[j]) })
}

// bare is an address without scheme, host's www, query and final slash.
func bare(u string) string {
	if i := strings.Index(u, "//"); i >= 0 {
		u = u[i+2:]
	}
	u = strings.TrimPrefix(u, "www.")
	if i := strings.IndexAny(u, "?#"); i >= 0 {
		u = u[:i]
	}
	return strings.TrimSuffix(u, "/")
}
