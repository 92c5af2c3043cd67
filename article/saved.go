package article

import (
	"net/url"
	"regexp"

	"sayso/article/internal/meta"
)

// Browsers and their add-ons note at the top of a page they save where it was
// saved from.
var savedFrom = regexp.MustCompile(`(?i)<!--\s*saved from url=\(\d+\)(https?://[^\s>]+)\s*-->|<!--\s*Page saved with SingleFile\s+url:\s*(https?://\S+)`)

// savedReach is within how many bytes of its beginning a page notes that.
const savedReach = 4096

// savedAddress is the address that a saved page was saved from, or "".
func savedAddress(page string) string {
	m := savedFrom.FindStringSubmatch(clip(page, savedReach))
	if m == nil {
		return ""
	}
	u, err := url.Parse(m[1] + m[2])
	if err != nil || !meta.WebAddress(u) {
		return ""
	}
	return u.String()
}
