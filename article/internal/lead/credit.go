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
	{regexp.MustCompile(`(?i)^\W{0,3}(?:(?:weitere|other|additional) )?(?:sources?|quellen?|fuentes?|fonte|sursa|bron|источник|джерело|kilde|källa|lähde|źródło|zdroj|kaynak|forrás|πηγή|izvor|来源|來源|出典|출처|المصدر)\s*[:•：]\s*(.{2,80}?)\W*$`), "source"},
	{regexp.MustCompile(`(?i)^\W{0,3}(?:via|h/?t/?|hat tip(?: to)?)\s*:?\s+(.{2,60}?)(?:\s+for\s.{0,60})?\W*$`), "via"},
	{regexp.MustCompile(`^\W{0,3}From (?:the )?(\p{Lu}{2,8}|\p{Lu}[\p{L}&.'’\-]*(?: [\p{Lu}\d][\p{L}\d&.'’\-]*){1,5})(?: ?\([^()]{1,60}\))?:\s*$`), "from"},
	{regexp.MustCompile(`^\W{0,3}(?:[Aa]dditional |[Ff]urther )?(?:reporting|material|information) (?:by|from) (?:the )?(\p{Lu}{2,8}|\p{Lu}[\p{L}&.\-]*(?: \p{Lu}[\p{L}&.\-]*){0,3} (?:[Nn]ews )?(?:[Aa]gency|[Aa]gencies))\W*$`), "with inputs from"},
	{regexp.MustCompile(`^Contributing: .{2,120}, (\p{Lu}[\p{L}&.\-]*(?: \p{Lu}[\p{L}&.\-]*){0,3} (?:[Nn]ews )?(?:[Aa]gency|[Ss]ervice|[Ww]ire))\W*$`), "with inputs from"},
	{regexp.MustCompile(`(?i)^\W{0,3}(?:submitted|contributed|sent in|supplied|provided) by:?\s+(.{2,60}?)\W*$`), "submitted by"},
	{regexp.MustCompile(`(?i)^\W{0,3}(?:(?:this (?:article|story|report|post|piece)|it)(?: was)? )?(?:originally |first )(?:published|posted|appeared)(?: (?:by|at|on|in))+:?\s+(?:the )?(.{2,60}?)(?:[,;(]|\.(?:\s|$)|\s+on\s+(?:\d|\p{Lu}\p{Ll}+ \d)|$)`), "first published"},
	{regexp.MustCompile(`(?i)^\W{0,3}(?:(?:re-?published|re-?printed|re-?posted|cross-?posted|taken)(?: with permission)? (?:from|by|at)|(?:re-?published|re-?printed|re-?posted) (?:by )?courtesy of):?\s+(?:the )?(.{2,60}?)(?:[.,;(]|$)`), "republished from"},
	{regexp.MustCompile(`(?i)^\W{0,3}translat(?:ed|ion)\s*(?:by|from|:)\s*:?\s*(.{2,60}?)(?:[.,;(]|$)`), "translated"},
	{regexp.MustCompile(`(?i)^[\[(]?\s*with (?:additional )?(?:agency )?(?:inputs?|reporting|information|reports?|files?|contributions?) (?:from|by):?\s+(.{2,80}?)\W*$`), "with inputs from"},
	{regexp.MustCompile(`^(?:With )?(\p{Lu}[\p{L}/&\-]*(?: [\p{Lu}/&][\p{L}/&\-]*){0,3} ?(?:[Aa]gencies|[Nn]ews [Aa]gency|[Ww]ires|[Ww]ire [Rr]eports|[Ww]ire [Ss]ervices))\W*$`), "source"},
	{regexp.MustCompile(`^(\p{Lu}[\p{L}&.'’\-]*(?: \p{Lu}[\p{L}&.'’\-]*){1,5}) at:\s*$`), "source"},
	{regexp.MustCompile(`^(?:.{0,200}[.!?:] )?(?:\p{Lu}\p{L}* ){1,3}wurden? .{0,60}von (?:der|dem) ((?:\p{Lu}[\p{L}\-]+ ?){1,4}(?:\(\p{L}{2,6}\))?) ?(?:automatisch )?(?:übernommen|übermittelt)\W*$`), "notice"},
	{regexp.MustCompile(`^\W{0,3}(?:[Ww]ith|[Mm]it|[Aa]vec|[Cc]on|[Cc]om|[Mm]et) (\p{Lu}{2,7})\W*$`), "with inputs from"},
	{regexp.MustCompile(`^[\W]{0,3}(?:\p{Ll}{2,4}/)(\p{Lu}\p{L}{1,12})\W{0,2}$`), "agency mark"},
	{regexp.MustCompile(`^[\W]{0,3}(\p{Lu}{2,6}|\p{Lu}\p{Ll}{3,12})/\p{Ll}{2,4}(?: \p{Lu}\p{L}+)?\W{0,2}$`), "agency mark"},
	{regexp.MustCompile(`(?i)^[©(]?\s*(?:©|copyright(?: ©)?|\(c\))\s*(?:\d{4}\s*)?(?:the )?([\p{L}][^.,;|]{1,40}?)(?:\.|,|;|\||$).{0,200}(?:wire|agency|agencies|syndicat|may not be (?:published|broadcast|rewritten))`), "notice"},
}

// A sentence that already says who spoke and ends "…, according to RT." names
// the hand it came through; "according to police" at an ordinary sentence's end
// names the speaker. So a verb of saying must stand before.
var (
	throughEnd = regexp.MustCompile(`(?:,|\))\s+(?:according to|as reported by|as quoted by|quoted by|cited by|reports|reported|per)\s+(?:the )?` + credited + `(?: news agency| agency| reports?| website| newspaper| channel| TV channel)?[.”"]*$`)
	saidVerb   = regexp.MustCompile(`\b(?:said|says|stated|states|told|noted|added|stressed|announced|declared|explained|claimed|warned|emphasi[sz]ed|argued|confirmed|pointed out|remarked|underlined|insisted|reiterated|commented|adding|saying)\b`)
	withInputs = regexp.MustCompile(`(?i)[(\[]\s*(?:with|additional) (?:inputs?|agency inputs?|files?|information|reporting) (?:from|by):?\s+([^)\];]{2,80})[^)\]]{0,120}[)\]]\s*$`)
	// "(mit NRD)", "(avec NRD)", "(con información de NRD)"
	withHouse = regexp.MustCompile(`[(\[](?i:mit|avec|con|com|met|med|with)(?i: (?:material|informationen|informations?|información|informações|reports?) (?:von|der|de|da|d'|from|of|by))?(?i: the| der| la| l['’])? ?(\p{Lu}{2,7}|\p{Ll}{3}|\p{Lu}\p{Ll}+)[)\]]\W*$`)
	withNames = regexp.MustCompile(`[(\[]With (\p{Lu}[\p{L}&.\-]+(?: \p{Lu}[\p{L}&.\-]+){0,2}(?:, \p{Lu}[\p{L}&.\-]+)*(?: and (?:the )?\p{Lu}[\p{L}&.\-]+)?)[)\]]\s*$`)
	houseLike = regexp.MustCompile(`\p{Lu}{2}|(?i)\b(?:agency|agencies|service|wire|wires|news|press|post|times)$`)
	tailMark  = regexp.MustCompile(`[(\[/](\p{Lu}[\p{L}&.\-]{1,15}(?: \p{Lu}[\p{L}&.\-]{1,15}){0,2})[)\]/]\.?$`)
)

// personal are the pronouns that stand where a house's short name might.
var personal = map[string]bool{"her": true, "him": true, "ihm": true, "ihr": true, "lui": true, "moi": true, "toi": true, "ele": true, "ela": true, "hem": true, "ham": true, "you": true, "all": true}

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

// split parts the names of a list: "Norda and AMP", "NRD/amp". In "mda/Norda",
// and in "post.example, mda/nrd", a writer's initials stand first.
func split(c Credit) []Credit {
	parts := nameParts
	switch {
	case c.How == "with inputs from":
	case c.How == "source" && slashedNames.MatchString(c.Name):
		parts = sourceParts
	default:
		return []Credit{c}
	}
	var out []Credit
	at, comma := 0, true // what stands behind a comma may begin with initials
	for _, m := range append(parts.FindAllStringIndex(c.Name, 8), []int{len(c.Name), len(c.Name)}) {
		name, rest := c.Name[at:m[0]], c.Name[m[1]:]
		slash := m[1] == m[0]+1
		if initials := c.How == "source" && slash && comma && isLower(name) && (at > 0 || !isLower(rest)); name != "" && !initials {
			out = append(out, Credit{name, c.How, c.Start + at, c.Start + m[0]})
		}
		at, comma = m[1], !slash
	}
	return out
}

var (
	nameParts    = regexp.MustCompile(`,? and |, |; `)
	sourceParts  = regexp.MustCompile(`/|, `)
	slashedNames = regexp.MustCompile(`^(?:[\p{L}.]{2,20}, )?\p{L}{2,10}(?:/\p{L}{2,10}){1,4}$`)
	writerOf     = regexp.MustCompile(` (?:writers?|reporters?|correspondents?|journalists?)(?: .*)?$`)
)

func isLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
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
			if c.how == "with inputs from" {
				name = writerOf.ReplaceAllString(name, "")
			}
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
	if m := withHouse.FindStringSubmatchIndex(tail); m != nil && !personal[tail[m[2]:m[3]]] {
		return Credit{tail[m[2]:m[3]], "with inputs from", at + m[2], at + m[3]}, true
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
	if !agencyLike(name, true) || strings.HasSuffix(name, ".") {
		return Credit{}, false // "[Post.]" notes where a fact is from, "(M.D.)" who wrote
	}
	// Only after a full stop: "… on Tuesday. (AP)"
	before := strings.TrimRight(t[:at+m[0]], " ")
	if before != "" && !strings.HasSuffix(before, ".") && !strings.HasSuffix(before, "”") && !strings.HasSuffix(before, "\"") {
		return Credit{}, false
	}
	return Credit{name, "agency mark", at + m[2], at + m[3]}, true
}
