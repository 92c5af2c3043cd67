package meta

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// longestTag is the most characters of a keyword or of a section's name;
	// longer ones are sentences or addresses.
	longestTag = 80
	// mostTags is the most keywords that are kept of a page.
	mostTags = 60
)

// keywords reads what JSON-LD has as keywords: a list with commas, a list of
// strings, or defined terms with names.
func keywords(v any) []string {
	var out []string
	for _, x := range list(v) {
		switch x := x.(type) {
		case string:
			out = append(out, SplitTags(x)...)
		case map[string]any:
			out = append(out, Clean(str(x["name"])))
		}
	}
	return out
}

// texts are the strings of a value of JSON-LD that may be one or several.
func texts(v any) []string {
	var out []string
	for _, x := range list(v) {
		if s := Clean(str(x)); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// SplitTags takes a list of keywords apart: at commas, or at semicolons or
// bars where it has no comma.
func SplitTags(s string) []string {
	for _, sep := range []string{",،，、", ";", "|"} {
		if strings.ContainsAny(s, sep) {
			parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(sep, r) })
			for i := range parts {
				parts[i] = Clean(parts[i])
			}
			return parts
		}
	}
	return []string{Clean(s)}
}

// Label reports whether s may be a keyword or the name of a section: short,
// no address, no number, no list.
func Label(s string) bool {
	if n := utf8.RuneCountInString(s); n < 2 || n > longestTag {
		return false
	}
	return !strings.Contains(s, "://") && strings.IndexFunc(s, letter) >= 0 && !strings.ContainsAny(s, "{}<>[]\n")
}

func letter(r rune) bool { return r > 0x7f || r|0x20 >= 'a' && r|0x20 <= 'z' }

// Distinct keeps the labels of a list, each the first time it stands there in
// whatever case.
func Distinct(in []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range in {
		s = strings.Trim(Clean(s), `"'#,; `)
		if k := strings.ToLower(s); Label(s) && !seen[k] && len(out) < mostTags {
			seen[k] = true
			out = append(out, s)
		}
	}
	return out
}

// breadcrumb reads a list of the way to the page: the names of what stands
// above it, outermost first, with their addresses.
func (p *Page) breadcrumb(m map[string]any) {
	if len(p.Crumbs) > 0 {
		return
	}
	type crumb struct {
		Crumb
		at float64
	}
	var way []crumb
	for i, x := range list(m["itemListElement"]) {
		e, _ := x.(map[string]any)
		if e == nil {
			continue
		}
		c := crumb{at: float64(i)}
		if at, ok := e["position"].(float64); ok {
			c.at = at
		}
		c.Name = Clean(str(e["name"]))
		switch item := e["item"].(type) {
		case string:
			c.URL = item
		case map[string]any:
			if c.URL = str(item["@id"]); c.URL == "" {
				c.URL = str(item["url"])
			}
			if n := Clean(str(item["name"])); c.Name == "" {
				c.Name = n
			}
		}
		way = append(way, c)
	}
	slices.SortStableFunc(way, func(a, b crumb) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	for _, c := range way {
		p.Crumbs = append(p.Crumbs, c.Crumb)
	}
}

// Own is the address that the page names as its own, absolute and without a
// fragment, or "": the canonical link or og:url, read against the address it
// was saved from where that is known. Not believed are links that contradict
// each other, that are no address of the web, and those to a site's front page
// where the page is an article or another address of it says more.
func (p *Page) Own(savedFrom string) string {
	base, err := url.Parse(savedFrom)
	if err != nil || !WebAddress(base) {
		base = nil
	}
	others := p.Meta["og:url"]
	if base == nil && len(others) > 0 {
		if u, err := url.Parse(others[0]); err == nil && WebAddress(u) {
			base = u
		}
	}
	read := func(links []string) []*url.URL {
		var out []*url.URL
		for _, l := range links {
			u, err := url.Parse(strings.TrimSpace(l))
			if err != nil || len(l) > longestAddress || strings.ContainsAny(l, " <>\"") {
				continue
			}
			if base != nil {
				u = base.ResolveReference(u)
			}
			if !WebAddress(u) {
				continue
			}
			u.Fragment, u.RawFragment = "", ""
			if !slices.ContainsFunc(out, func(o *url.URL) bool { return o.String() == u.String() }) {
				out = append(out, u)
			}
		}
		return out
	}
	links, graph := read(p.Canonicals), read(others[:min(len(others), 1)])
	deep := func(u *url.URL) bool { return strings.Trim(u.Path, "/") != "" || u.RawQuery != "" }
	article := slices.ContainsFunc(p.LD, func(t Thing) bool { return !t.Weak }) || p.First("og:type") == "article" || base != nil && deep(base)
	if len(links) > 1 {
		// Links that contradict each other count only where og:url takes sides.
		links = slices.DeleteFunc(links, func(u *url.URL) bool {
			return len(graph) == 0 || bare(u.String()) != bare(graph[0].String())
		})
	}
	for _, u := range append(links, graph...) {
		if deep(u) || !article {
			return u.String()
		}
	}
	return ""
}

// longestAddress is the most bytes of an address that is believed.
const longestAddress = 2000

// WebAddress reports whether an address is one of a page on the web.
func WebAddress(u *url.URL) bool {
	return u != nil && (u.Scheme == "http" || u.Scheme == "https") && u.User == nil && strings.Contains(strings.Trim(u.Hostname(), "."), ".")
}
