package lead

import (
	"regexp"
	"strings"
)

// house is the shape of an agency's name: capitals, or words that end, or in
// other tongues begin, with what such houses are.
const house = `\p{Lu}{2,7}|(?:\p{Lu}[\p{L}&.\-]*|The)(?: \p{Lu}[\p{L}&.\-]*){0,1} (?:[Nn]ews )?(?:[Aa]gency|[Aa]gencies|Press|[Nn]ews [Ss]ervice|[Ww]ires?|[Ww]ire [Ss]ervices|Presse-?[Aa]gentur|Ajansı)|(?:Agence|Agencia|Agenzia|Agencja|Agência) \p{Lu}\p{L}+(?:[ \-]\p{Lu}\p{L}+)?`

var (
	bylineVia   = regexp.MustCompile(`(?:^|\s)via (?:the )?` + credited + `$`)
	bylineHouse = regexp.MustCompile(`^(?:(?i:by|von|par|por|from)[: ]\s*)?(` + house + `)(?:(?: in| à| en| aus|,) \p{Lu}[\p{L}\-]+,?| \d{1,2}[.:].*)?$`)
	// A writer and a house: "Mira Dastan and AMP", "Von Mira Dastan mit NRD".
	bylineWith = regexp.MustCompile(`^(?:(?i:by|von|par|por|from)[: ]\s*)?\p{Lu}[^|/]{2,80}?(?:,| and| with| mit| und| et| avec| y| con|,? [|/\-–]) (?:the )?(` + house + `|[Nn]ews [Aa]gencies|[Aa]gencies)$`)
)

// Byline reads the house that a byline names in a writer's place or beside the
// writer: "AMP", "By Coastal News Agency", "Courier staff, via Norda", "Mira
// Dastan and AMP".
func Byline(s string) (Credit, bool) {
	s = strings.TrimRight(s, " .")
	if len(s) > 120 {
		return Credit{}, false
	}
	for _, re := range []*regexp.Regexp{bylineVia, bylineHouse, bylineWith} {
		if m := re.FindStringSubmatchIndex(s); m != nil && !noHouse[s[m[2]:m[3]]] {
			return Credit{s[m[2]:m[3]], "byline", m[2], m[3]}, true
		}
	}
	return Credit{}, false
}

// House reports whether one name of a list of writers is a house's.
func House(name string) bool {
	c, ok := Byline(name)
	return ok && c.Start == 0 && c.End == len(name)
}

// noHouse are capitals in bylines that name no agency: what staff are called,
// degrees and posts behind a name, places, buttons.
var noHouse = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("BY STAFF ADMIN EDITOR EDITORS NEWS DESK GUEST TEAM LIVE AUTHOR AUTHORS SHARE PRINT REPORTER WRITER SPORT SPORTS MD DO RN RDN MS MA BA MPH LLM DVM JD MBA PHD DR CEO CFO COO CTO MP MEP MLA USA US UK EU UN DC NY LA II III IV JR SR TV AM PM UTC GMT EST EDT PST PDT CET BST IST VIDEO PHOTO PHOTOS OPINION UPDATE UPDATED") {
		m[w] = true
	}
	return m
}()
