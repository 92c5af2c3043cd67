package article

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"sayso"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
	"sayso/article/internal/pick"
)

// outletName is the name a page gives its site: in its metadata, or, where that
// has none, in the title of its feed, behind the title, in its logo or beside
// the sign of copyright. Those are believed only where the page prints the name
// in a second place, or its address holds it.
func outletName(page *layout.Page, self *meta.Page, title int, link string) string {
	var named []string
	named = append(named, self.Meta["og:site_name"]...)
	named = append(named, self.Meta["application-name"]...)
	for i := range self.LD {
		named = append(named, self.LD[i].Publisher)
	}
	named = append(named, self.Site...)
	named = append(named, self.First(pick.Publishers...))
	for _, s := range named {
		if s != "" && len(s) < longestOutlet && !address.MatchString(s) {
			return s
		}
	}
	host := siteOf(self.Canonical, self.First("og:url"), link)
	for _, s := range []string{pick.FeedSite(self.Feed), behindTitle(page, self, title), printedOwner(page)} {
		if s != "" && len(s) < longestOutlet && (host != "" && sameName(s, host) || printed(page, self, title, s)) {
			return s
		}
	}
	// The logo: a short line above the title that is the address in words.
	for i := range page.Blocks[:max(title, 0)] {
		if b := &page.Blocks[i]; b.Words <= 6 && host != "" && sameName(b.Text, host) {
			return b.Text
		}
	}
	for _, s := range named {
		if u, err := url.Parse(s); err == nil && u.Host != "" {
			return strings.TrimPrefix(u.Hostname(), "www.")
		}
	}
	return ""
}

// longestOutlet is the most bytes of an outlet's name; longer ones are mottoes.
const longestOutlet = 80

var address = regexp.MustCompile(`^(?:https?:)?//`)

// siteOf is the label of an address that names the site: "harbourpost" of
// https://www.harbourpost.example/a.
func siteOf(links ...string) string {
	for _, l := range links {
		u, err := url.Parse(l)
		if err != nil || u.Host == "" {
			continue
		}
		parts := strings.Split(strings.TrimPrefix(u.Hostname(), "www."), ".")
		for i := len(parts) - 2; i >= 0; i-- {
			if len(parts[i]) > 3 || i == 0 {
				return letters(parts[i])
			}
		}
	}
	return ""
}

// letters are a name's letters and digits in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// sameName reports whether a name is the label of a site's address, with or
// without its article.
func sameName(name, label string) bool {
	n := letters(name)
	return n != "" && (n == label || strings.TrimPrefix(n, "the") == label || n == strings.TrimPrefix(label, "the"))
}

// behindTitle is what stands last in the title element behind the headline.
func behindTitle(page *layout.Page, self *meta.Page, title int) string {
	if title < 0 {
		return ""
	}
	full := self.TitleTag
	head := page.Blocks[title].Text
	if len(full) <= len(head) || !strings.EqualFold(full[:len(head)], head) {
		return ""
	}
	rest := strings.TrimSpace(full[len(head):])
	i, n := lastSeparator(rest)
	if i < 0 {
		return ""
	}
	return strings.TrimSpace(rest[i+n:])
}

func lastSeparator(s string) (at, size int) {
	at = -1
	for _, sep := range []string{"| ", "- ", "– ", "— ", ":: ", "» ", "• ", "· ", "｜"} {
		if i := strings.LastIndex(s, sep); i > at {
			at, size = i, len(sep)
		}
	}
	return at, size
}

var owner = regexp.MustCompile(`(?i)(?:©|\(c\)|\bcopyright\b)(?:\s*(?:©|\(c\)|copyright|by|\d{4}(?:\s*[-–]\s*\d{2,4})?))*,?\s+(\p{L}[^.,;|•·–—©\n]{1,60})`)

// printedOwner is whom the last line of copyright names.
func printedOwner(page *layout.Page) string {
	for i := len(page.Blocks) - 1; i >= 0; i-- {
		if b := &page.Blocks[i]; b.Words <= 60 {
			if m := owner.FindStringSubmatch(b.Text); m != nil {
				return strings.TrimSpace(m[1])
			}
		}
	}
	return ""
}

// printed reports whether a name stands on the page apart from the line it was
// found in: as a short line of its own or at the head of one, or in the title
// element. A line may hold the first half of a longer name.
func printed(page *layout.Page, self *meta.Page, title int, name string) bool {
	n := letters(name)
	if len(n) < 3 {
		return false
	}
	if t := letters(self.TitleTag); strings.HasSuffix(t, n) && t != n && title >= 0 && !strings.HasSuffix(letters(page.Blocks[title].Text), n) && pick.FeedSite(self.Feed) == name {
		return true
	}
	for i := range page.Blocks {
		b := &page.Blocks[i]
		if i == title || b.Words > 30 {
			continue
		}
		t := letters(b.Text)
		switch {
		case t == n,
			b.Words >= 2 && strings.HasPrefix(n, t) && len(t)*2 > len(n),
			i > title && i > len(page.Blocks)/2 && strings.HasPrefix(t, n) && owner.FindString(b.Text) == "":
			return true
		}
	}
	return false
}

var (
	shortName = regexp.MustCompile(`^(\p{Lu}[^|:.!?<>]{1,50}?)(?: \((\p{Lu}[\p{Lu}\d.&-]{1,8})\))?$`)
	skipLink  = regexp.MustCompile(`(?i)^skip to (?:the )?(?:main )?content$`)
)

const (
	// mastReach is how many lines at the top of flattened text may be the
	// masthead.
	mastReach = 3
	// footReach is how many lines are looked at from the end.
	footReach = 30
	// strapLeast is the least number of words of a strapline.
	strapLeast = 4
)

// masthead is the outlet named above the title of flattened text: a short line
// that the page repeats behind a sign of copyright or before an address at its
// foot, or its first line, with a strapline and the link past the menu
// under it. Most lines up
// there are the menu's own: of the flattened development pages few print their
// outlet's name at all.
func masthead(lines []line, title int) string {
	for i := 0; i < min(title, mastReach); i++ {
		s := lines[i].text
		m := shortName.FindStringSubmatch(s)
		if m == nil || lines[i].words > 7 || hasDigit(s) || navLine.MatchString(s) || noticeLine.MatchString(s) || byLine.MatchString(s) || tagsHead.MatchString(s) || relatedHead.MatchString(s) {
			continue
		}
		name := strings.TrimSpace(m[1])
		for j := len(lines) - 1; j > max(title, len(lines)-1-footReach); j-- {
			foot := lines[j].text
			if len(foot) > 300 {
				continue
			}
			if o := owner.FindStringSubmatch(foot); o != nil && (letters(o[1]) == letters(name) || m[2] != "" && letters(o[1]) == letters(m[2])) {
				return name
			}
			if rest, ok := strings.CutPrefix(foot, name+","); ok && hasDigit(rest) {
				return name
			}
		}
		// The name, its strapline, and the link past the menu: weblogs begin so.
		if i == 0 && title > 2 && lines[1].words >= strapLeast && skipLink.MatchString(lines[2].text) {
			return name
		}
	}
	return ""
}

// feedOutlet is the agency whose mark opens an entry that stands on that
// agency's own site.
func feedOutlet(d *sayso.Document) string {
	if d.Dateline == nil || d.Dateline.Agency == "" {
		return ""
	}
	if a := string(d.Dateline.Agency); sameName(a, siteOf(string(d.Source.URL))) {
		return a
	}
	return ""
}
