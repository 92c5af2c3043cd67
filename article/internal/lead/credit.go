package lead

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Credit names whom the text was taken from, in bytes of the text it was
// found in.
type Credit struct {
	Name       string
	How        string
	Start, End int
}

const credited = `([\p{Lu}\d][\p{L}\d.&'’@_\-]*(?:[ /](?:[\p{Lu}\d][\p{L}\d.&'’\-]*|of|the|de|la|for|and|&)){0,5})`

var creditLine = []struct {
	re  *regexp.Regexp
	how string
}{
	{regexp.MustCompile(`(?i)^\W{0,3}(?:sources?|quellen?|fuentes?|fonte|sursa|bron|источник)\s*:\s*(.{2,80}?)\W*$`), "source"},
	{regexp.MustCompile(`(?i)^\W{0,3}(?:via|h/?t/?|hat tip(?: to)?)\s*:?\s+(.{2,60}?)(?:\s+for\s.{0,60})?\W*$`), "via"},
	{regexp.MustCompile(`^\W{0,3}From (?:the )?(\p{Lu}{2,8}|\p{Lu}[\p{L}&.'’\-]*(?: [\p{Lu}\d][\p{L}\d&.'’\-]*){1,5})(?: ?\([^()]{1,60}\))?:\s*$`), "from"},
	{regexp.MustCompile(`^\W{0,3}(?:[Aa]dditional |[Ff]urther )?(?:reporting|material|information) (?:by|from) (?:the )?(\p{Lu}{2,8}|\p{Lu}[\p{L}&.\-]*(?: \p{Lu}[\p{L}&.\-]*){0,3} (?:[Nn]ews )?(?:[Aa]gency|[Aa]gencies))\W*$`), "with inputs from"},
	{regexp.MustCompile(`^Contributing: .{2,120}, (\p{Lu}[\p{L}&.\-]*(?: \p{Lu}[\p{L}&.\-]*){0,3} (?:[Nn]ews )?(?:[Aa]gency|[Ss]ervice|[Ww]ire))\W*$`), "with inputs from"},
	{regexp.MustCompile(`(?i)^\W{0,3}(?:submitted|contributed|sent in|supplied|provided) by:?\s+(.{2,60}?)\W*$`), "submitted by"},
	{regexp.MustCompile(`(?i)^\W{0,3}(?:(?:this (?:article|story|report|post|piece)|it)(?: was)? )?(?:originally |first )(?:published|posted|appeared)(?: (?:by|at|on|in))+:?\s+(?:the )?(.{2,60}?)(?:[.,;(]|\s+on\s+\d|$)`), "first published"},
	{regexp.MustCompile(`(?i)^\W{0,3}(?:(?:re-?published|re-?printed|re-?posted|cross-?posted|taken)(?: with permission)? (?:from|by|at)|(?:re-?published|re-?printed|re-?posted) (?:by )?courtesy of):?\s+(?:the )?(.{2,60}?)(?:[.,;(]|$)`), "republished from"},
	{regexp.MustCompile(`(?i)^\W{0,3}translat(?:ed|ion)\s*(?:by|from|:)\s*:?\s*(.{2,60}?)(?:[.,;(]|$)`), "translated"},
	{regexp.MustCompile(`(?i)^[\[(]?\s*with (?:additional )?(?:agency )?(?:inputs?|reporting|information|reports?|files?|contributions?) (?:from|by):?\s+(.{2,80}?)\W*$`), "with inputs from"},
	{regexp.MustCompile(`^(\p{Lu}[\p{L}/&\-]*(?: [\p{Lu}/&][\p{L}/&\-]*){0,3} ?(?:[Aa]gencies|[Nn]ews [Aa]gency|[Ww]ires|[Ww]ire [Rr]eports|[Ww]ire [Ss]ervices))\W*$`), "source"},
	{regexp.MustCompile(`^(\p{Lu}[\p{L}&.'’\-]*(?: \p{Lu}[\p{L}&.'’\-]*){1,5}) at:\s*$`), "source"},
	{regexp.MustCompile(`(?i)^[©(]?\s*(?:©|copyright(?: ©)?|\(c\))\s*(?:\d{4}\s*)?(?:the )?([\p{L}][^.,;|]{1,40}?)(?:\.|,|;|\||$).{0,200}(?:wire|agency|agencies|syndicat|may not be (?:published|broadcast|rewritten))`), "notice"},
}

// A sentence that already says who spoke and ends "…, according to RT." names
// the hand it came through; "according to police" at an ordinary sentence's end
// names the speaker. So a verb of saying must stand before.
var (
	throughEnd = regexp.MustCompile(`(?:,|\))\s+(?:according to|as reported by|as quoted by|quoted by|cited by|reports|reported|per)\s+(?:the )?` + credited + `(?: news agency| agency| reports?| website| newspaper| channel| TV channel)?[.”"]*$`)
	saidVerb   = regexp.MustCompile(`\b(?:said|says|stated|states|told|noted|added|stressed|announced|declared|explained|claimed|warned|emphasi[sz]ed|argued|confirmed|pointed out|remarked|underlined|insisted|reiterated|commented|adding|saying)\b`)
	withInputs = regexp.MustCompile(`(?i)[(\[]\s*(?:with|additional) (?:inputs?|agency inputs?|files?|information|reporting) (?:from|by):?\s+([^)\];]{2,80})[^)\]]{0,120}[)\]]\s*$`)
	withNames  = regexp.MustCompile(`[(\[]With (\p{Lu}[\p{L}&.\-]+(?: \p{Lu}[\p{L}&.\-]+){0,2}(?:, \p{Lu}[\p{L}&.\-]+)*(?: and (?:the )?\p{Lu}[\p{L}&.\-]+)?)[)\]]\s*$`)
	houseLike  = regexp.MustCompile(`\p{Lu}{2}|(?i)\b(?:agency|agencies|service|wire|wires|news|press|post|times)$`)
	tailMark   = regexp.MustCompile(`[(\[/](\p{Lu}[\p{L}&.\-]{1,15}(?: \p{Lu}[\p{L}&.\-]{1,15}){0,2})[)\]/]\.?$`)
)

// Credits reads the credits of a paragraph: a line that is nothing else, and
// what a lead or a last paragraph ends with.
func Credits(par string, opens, closes bool) []Credit {
	if c, ok := Line(par); ok {
		return split(c)
	}
	if opens || closes {
		if c, ok := Through(par); ok {
			return split(c)
		}
	}
	if closes {
		if c, ok := Mark(par); ok {
			return []Credit{c}
		}
	}
	return nil
}

var (
	bylineVia   = regexp.MustCompile(`(?:^|\s)via (?:the )?` + credited + `$`)
	bylineHouse = regexp.MustCompile(`^(?:(?i:by|von|par|por|from)[: ]\s*)?(\p{Lu}{2,7}|\p{Lu}[\p{L}&.\-]*(?: \p{Lu}[\p{L}&.\-]*){0,3} (?:[Nn]ews )?(?:[Aa]gency|[Aa]gencies))$`)
)

// Byline reads the house that a byline names in a writer's place: "AMP", "By
// Coastal News Agency", "Courier staff, via Norda".
func Byline(s string) (Credit, bool) {
	s = strings.TrimRight(s, " .")
	if len(s) > 120 {
		return Credit{}, false
	}
	m := bylineVia.FindStringSubmatchIndex(s)
	if m == nil {
		m = bylineHouse.FindStringSubmatchIndex(s)
	}
	if m == nil {
		return Credit{}, false
	}
	switch name := s[m[2]:m[3]]; name {
	case "BY", "STAFF", "ADMIN", "EDITOR", "NEWS", "DESK", "GUEST", "TEAM", "LIVE", "AUTHOR", "SHARE", "PRINT":
		return Credit{}, false
	default:
		return Credit{name, "byline", m[2], m[3]}, true
	}
}

var nameParts = regexp.MustCompile(`,? and |, |; `)

// split parts the names of a list: "Norda and AMP".
func split(c Credit) []Credit {
	if c.How != "with inputs from" {
		return []Credit{c}
	}
	var out []Credit
	at := 0
	for _, m := range append(nameParts.FindAllStringIndex(c.Name, 8), []int{len(c.Name), len(c.Name)}) {
		if name := c.Name[at:m[0]]; name != "" {
			out = append(out, Credit{name, c.How, c.Start + at, c.Start + m[0]})
		}
		at = m[1]
	}
	return out
}

// Line reads a line that is nothing but a credit.
func Line(s string) (Credit, bool) {
	if len(s) > 400 {
		return Credit{}, false
	}
	for _, c := range creditLine {
		if m := c.re.FindStringSubmatchIndex(s); m != nil {
			i, j := m[2], m[3]
			name := strings.TrimRight(s[i:j], " .,:;")
			j = i + len(name)
			r, _ := utf8.DecodeRuneInString(name)
			if name == "" || c.how == "via" && (!unicode.IsUpper(r) || utf8.RuneCountInString(name) < 2) || len(strings.Fields(name)) > 8 {
				continue
			}
			return Credit{name, c.how, i, j}, true
		}
	}
	return Credit{}, false
}

// Through reads the carrier named at the end of a lead paragraph.
func Through(par string) (Credit, bool) {
	t := strings.TrimRight(par, " \n\t\u00a0")
	tail := t
	at := 0
	if len(t) > 400 {
		at = len(t) - 400
		for !utf8.RuneStart(t[at]) {
			at++
		}
		tail = t[at:]
	}
	if m := withInputs.FindStringSubmatchIndex(tail); m != nil {
		// What was reported by somebody was mostly reported by a colleague.
		if name := tail[m[2]:m[3]]; !strings.Contains(strings.ToLower(tail[m[0]:m[2]]), "reporting by") || houseLike.MatchString(name) {
			return Credit{name, "with inputs from", at + m[2], at + m[3]}, true
		}
	}
	if m := withNames.FindStringSubmatchIndex(tail); m != nil {
		return Credit{tail[m[2]:m[3]], "with inputs from", at + m[2], at + m[3]}, true
	}
	m := throughEnd.FindStringSubmatchIndex(tail)
	if m == nil {
		return Credit{}, false
	}
	sentence := tail[:m[0]]
	if i := strings.LastIndexAny(sentence, ".!?"); i >= 0 {
		sentence = sentence[i:]
	}
	if !saidVerb.MatchString(sentence) {
		return Credit{}, false
	}
	name := strings.TrimRight(tail[m[2]:m[3]], ".")
	return Credit{name, "according to", at + m[2], at + m[2] + len(name)}, true
}

// Mark reads an agency's mark that closes a report: "(AP)", "/TASS/".
func Mark(par string) (Credit, bool) {
	t := strings.TrimRight(par, " \n\t\u00a0")
	at := max(0, len(t)-60)
	for at < len(t) && !utf8.RuneStart(t[at]) {
		at++
	}
	m := tailMark.FindStringSubmatchIndex(t[at:])
	if m == nil {
		return Credit{}, false
	}
	name := t[at+m[2] : at+m[3]]
	if !agencyLike(name, true) || strings.HasSuffix(name, ".") && strings.Count(name, ".") == 1 {
		return Credit{}, false // "[Post.]" notes where a fact is from
	}
	// Only after a full stop: "… on Tuesday. (AP)"
	before := strings.TrimRight(t[:at+m[0]], " ")
	if before != "" && !strings.HasSuffix(before, ".") && !strings.HasSuffix(before, "”") && !strings.HasSuffix(before, "\"") {
		return Credit{}, false
	}
	return Credit{name, "agency mark", at + m[2], at + m[3]}, true
}
