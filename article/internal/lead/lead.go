// Package lead reads where a report says it comes from: the dateline that
// opens it, and the words by which a page credits the text to somebody else.
//
// It goes by shape alone: a place in capitals before a dash, an agency's mark
// in brackets or between slashes, "Source:", "via", "Submitted by". It knows no
// agency by name, so an unknown one is read as well as a famous one. A place
// in ordinary letters is taken only with a date or a mark beside it, since
// "Anna – who" opens a sentence just the same.
package lead

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Dateline is the opening of a report, in bytes of the paragraph it opens.
type Dateline struct {
	Place, Date, Agency string
	AgencyAt            int // where the agency's name begins
	Start, End          int
}

const (
	month = `(?:Jan(?:uary|uar|\.)?|Feb(?:ruary|ruar|\.)?|Mar(?:ch|\.)?|März|Apr(?:il|\.)?|May|Mai|June?|Juni|July?|Juli|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Okt(?:ober|\.)?|Nov(?:ember|\.)?|De[cz](?:ember|\.)?|` +
		`janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|` +
		`gen(?:naio)?|feb(?:braio)?|mar(?:zo)?|apr(?:ile)?|mag(?:gio)?|giu(?:gno)?|lug(?:lio)?|ago(?:sto)?|set(?:tembre)?|ott(?:obre)?|nov(?:embre)?|dic(?:embre)?)`
	day   = `(?:` + month + `\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?|\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?` + month + `\.?(?:,? (?:de )?\d{4})?|\d{1,2}\.\d{1,2}\.\d{0,4})`
	upper = `[\p{Lu}][\p{Lu}'’.\-]*(?:[ /][\p{Lu}'’.\-]+)*`
	caps  = upper + `(?:,  ?[\p{Lu}][\p{L}.'’\-]*(?: [\p{Lu}][\p{L}.'’\-]*){0,2})?`
	title = `[\p{Lu}][\p{L}.'’\-]*(?:[ /](?:[\p{Lu}][\p{L}.'’\-]*|de|la|of|the|am|an|der|al|del|do|da|upon|sur|el|es|ez)){0,3}(?:, [\p{Lu}][\p{L}.'’\-]*(?: [\p{Lu}][\p{L}.'’\-]*){0,2})?`
	name  = `[\p{L}][\p{L}\d.&'’/\-]*(?: [\p{L}\d.&'’/\-]+){0,3}`
	dash  = `(?:--?-?|–|—|―|:)`
)

var (
	// MOSCOW, January 25. /TASS/.   KYIV, 3 May /Ukrinform/ -
	slashed = regexp.MustCompile(`^(` + title + `|` + caps + `)(?:[,.]? +(` + day + `))?[.,]? */(` + name + `)/(?:[.:]| ?` + dash + `)?\s*`)
	// BEIJING, Jan. 25 (Xinhua) --   Berlin (dpa) -   Kabul, Afghanistan (CNN)
	bracketed = regexp.MustCompile(`^(` + title + `|` + caps + `)(?:[,.]? +(` + day + `))?[.,]? *\((` + name + `)\)\s*(?:[.:]|` + dash + `)?\s*`)
	// (Reuters) -   (TASS) Turkey …   (ANSA) - ROMA, 25 GEN -
	markFirst = regexp.MustCompile(`^[(\[](` + name + `)[)\]]\s*(?:` + dash + `\s*(?:(` + caps + `)(?:,? (` + day + `|\d{1,2} \p{Lu}{3}))? ?` + dash + `\s*)?)?`)
	// Aug 27 (Reuters) -
	dayMark = regexp.MustCompile(`^(` + day + `) *\((` + name + `)\)\s*` + dash + `\s*`)
	// MOSCOW – Russia …   GENEVA, 12 May –
	capsDash = regexp.MustCompile(`^(` + caps + `)(?:[,.]? +(` + day + `))?[.,]?(?:\s*(?:--?-?|–|—|―)\s+|\s+(?:--|–|—|―))`)
	// Geneva, 12 May –
	dayDash = regexp.MustCompile(`^(` + title + `),? (` + day + `)[.,]?\s*(?:--?-?|–|—|―|:)\s+`)
	// Dekalb, Ill. —   New York, NY –
	stateDash = regexp.MustCompile(`^(\p{Lu}[\p{L}.'’\-]*(?: \p{Lu}[\p{L}.'’\-]*){0,2}, (?:\p{Lu}[\p{L}]{0,5}\.|(?:\p{Lu}\.){2,3}|\p{Lu}{2}))\s*(?:--?-?|–|—|―)\s+`)
	// 【ソウル＝小池和樹】 a place and, behind the sign, the correspondent
	lenticular = regexp.MustCompile(`^【([^＝=】]{1,24})[＝=][^】]{1,40}】\s*`)
	// BAAR, SWITZERLAND
	capsAlone = regexp.MustCompile(`^(` + upper + `, ` + upper + `)$`)
	// BERLIN, 3 May
	whole = regexp.MustCompile(`^(` + caps + `|` + title + `), (` + day + `)\.?$`)
)

// maxOpening is how much of a paragraph is looked at.
const maxOpening = 200

// Read reads the dateline that opens a paragraph.
func Read(par string) (Dateline, bool) {
	s := par
	if len(s) > maxOpening {
		s = s[:maxOpening]
		for len(s) > 0 && !utf8.ValidString(s[max(0, len(s)-4):]) {
			s = s[:len(s)-1]
		}
	}
	lead := len(s) - len(strings.TrimLeft(s, " \t\u00a0"))
	// A no-break space is two bytes; so are the two spaces matched for it.
	s = strings.ReplaceAll(s[lead:], "\u00a0", "  ")
	group := func(m []int, i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return strings.TrimSpace(s[m[2*i]:m[2*i+1]])
	}
	made := func(m []int, place, date, agency int) (Dateline, bool) {
		d := Dateline{Start: lead, End: lead + len(strings.TrimRight(s[:m[1]], " \t\u00a0"))}
		if place > 0 {
			d.Place = trimPlace(group(m, place))
		}
		if date > 0 {
			d.Date = group(m, date)
		}
		if agency > 0 {
			d.Agency, d.AgencyAt = group(m, agency), lead+m[2*agency]
		}
		return d, true
	}
	if m := slashed.FindStringSubmatchIndex(s); m != nil && agencyLike(group(m, 3), true) {
		return made(m, 1, 2, 3)
	}
	if m := bracketed.FindStringSubmatchIndex(s); m != nil && agencyLike(group(m, 3), false) {
		// "Frank Meier (SPD) sagte" and "Hamas (IS) …" are no datelines: without
		// a dash, the place must be in capitals or stand with a day.
		closed := strings.TrimSpace(s[m[7]+1 : m[1]])
		// "Question (NDA): Will you sign?" names who asks.
		if closed != "" && closed != ":" || group(m, 2) != "" || isCaps(group(m, 1)) && len(group(m, 1)) > 4 {
			return made(m, 1, 2, 3)
		}
	}
	if m := markFirst.FindStringSubmatchIndex(s); m != nil && agencyLike(group(m, 1), true) && m[1] < len(s) {
		return made(m, 2, 3, 1)
	}
	if m := dayMark.FindStringSubmatchIndex(s); m != nil && agencyLike(group(m, 2), false) {
		return made(m, 0, 1, 2)
	}
	if m := capsDash.FindStringSubmatchIndex(s); m != nil && placeLike(group(m, 1)) {
		return made(m, 1, 2, 0)
	}
	if m := dayDash.FindStringSubmatchIndex(s); m != nil {
		return made(m, 1, 2, 0)
	}
	if m := stateDash.FindStringSubmatchIndex(s); m != nil {
		return made(m, 1, 0, 0)
	}
	if m := lenticular.FindStringSubmatchIndex(s); m != nil {
		return made(m, 1, 0, 0)
	}
	if m := capsAlone.FindStringSubmatchIndex(s); m != nil && len(par) < 60 && len(strings.Fields(s)) <= 5 {
		return made(m, 1, 0, 0)
	}
	if m := whole.FindStringSubmatchIndex(s); m != nil && len(par) < maxOpening {
		return made(m, 1, 2, 0)
	}
	return Dateline{}, false
}

// partyState is the party and state behind an American politician's name:
// "(R-S.C.)".
var partyState = regexp.MustCompile(`^[A-Z]-\p{Lu}`)

// trimPlace takes off what belongs to the dash, and the full stop but of an
// abbreviated state: "CHICO, Calif."
func trimPlace(s string) string {
	s = strings.TrimRight(s, " -,")
	_, state, ok := strings.Cut(s, ", ")
	if ok && strings.HasSuffix(s, ".") && len(state) <= 6 {
		return s
	}
	return strings.TrimRight(s, ".")
}

// agencyLike refuses what stands in brackets for another reason: photograph
// and video notes, ages, parties' single letters.
func agencyLike(s string, strict bool) bool {
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 40 || strings.ContainsAny(s, "0123456789") && n < 4 {
		return false
	}
	switch strings.ToLower(strings.Trim(s, ".")) {
	case "photo", "video", "file", "left", "right", "l", "r", "center", "centre", "update", "updated", "ots", "pictured", "opinion", "sic", "see", "advertisement", "watch", "live", "above", "below", "archive", "und", "and", "or", "oder":
		return false
	}
	if partyState.MatchString(s) {
		return false
	}
	letters, big := 0, 0
	for i, w := range strings.Fields(s) {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsUpper(r) {
			big++
		} else if i == 0 && n > 5 {
			return false // "(see below)"; lower-case marks such as "dpa" are short
		}
		letters++
	}
	return !strict || big*2 >= letters || n <= 5
}

func isCaps(s string) bool {
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// placeLike refuses capitals that open a paragraph without being a place:
// "UPDATE –", "BREAKING –", "Q –".
func placeLike(s string) bool {
	head, _, _ := strings.Cut(s, ",")
	if utf8.RuneCountInString(head) < 3 || len(strings.Fields(head)) > 4 {
		return false
	}
	switch strings.TrimRight(head, ".:") {
	case "UPDATE", "UPDATED", "BREAKING", "WATCH", "VIDEO", "PHOTO", "PHOTOS", "LIVE", "OPINION", "ANALYSIS", "EXCLUSIVE", "NOTE", "QUESTION", "ANSWER", "FILE", "READ", "MORE", "FACTBOX", "CORRECTION", "EDITORIAL", "WARNING", "INTERVIEW", "COMMENT":
		return false
	}
	return true
}
