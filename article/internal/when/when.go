// Package when reads the dates that pages print beside their titles: "Feb. 12,
// 2016", "25.01.2017, 14:44", "January 25, 14:44 UTC+3", "3 de mayo de 2024".
//
// It is made for short lines that are a date stamp, not for running text: the
// caller decides where to look.
package when

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"sayso/article/internal/meta"
)

// A Found is a date in a line. Year is 0 where none is printed.
type Found struct {
	Year, Month, Day int
	Time             string // "14:44:00+03:00", or without the zone
	Start, End       int
}

// Date is the day as 2006-01-02, or "" without a year.
func (f Found) Date() string {
	if f.Year == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", f.Year, f.Month, f.Day)
}

var months = map[string]int{}

func init() {
	for i, names := range []string{
		"january jan januar jänner janvier enero gennaio janeiro januari января stycznia ledna ocak gen ene januára",
		"february feb februar février fevrier fév febrero febbraio fevereiro februari февраля lutego února şubat fev",
		"march mar märz mrz mars marzo março maart marca března mart марта mär",
		"april apr avril abril aprile kwietnia dubna nisan апреля avr abr",
		"may mai mayo maggio maio mei maja května mayıs мая mag",
		"june jun juni juin junio giugno junho czerwca června haziran июня giu",
		"july jul juli juillet julio luglio julho lipca července temmuz июля juil lug",
		"august aug août aout agosto augusti augustus sierpnia srpna ağustos августа ago",
		"september sep sept septembre septiembre settembre setembro września září eylül сентября set",
		"october oct oktober octobre octubre ottobre outubro października října ekim октября okt ott out",
		"november nov novembre noviembre novembro listopada listopadu kasım ноября",
		"december dec dezember décembre decembre diciembre dicembre dezembro grudnia prosince aralık декабря dez déc dic desember",
	} {
		for _, n := range strings.Fields(names) {
			months[n] = i + 1
		}
	}
}

var (
	iso    = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	ymd    = regexp.MustCompile(`\b(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b`)
	cjk    = regexp.MustCompile(`(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日`)
	mdy    = regexp.MustCompile(`(?i)(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4})|,)?\b`)
	dmy    = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th|\.|º|er)?\s+(?:de\s+|of\s+)?(\p{L}{3,10})\.?,?(?:\s+(?:de\s+|del\s+)?(\d{4}))?`)
	dotted = regexp.MustCompile(`\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})\b`)
	clock  = regexp.MustCompile(`(?i)\b(\d{1,2})[:h](\d{2})(?::(\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?\s*((?:UTC|GMT)\s*[+\-−]?\s*\d{0,2}(?::?\d{2})?|Z\b|[+\-]\d{2}:?\d{2})?`)
)

// In reads the first date of a line.
func In(s string) (Found, bool) {
	if len(s) > 400 {
		return Found{}, false
	}
	best := Found{Start: -1}
	take := func(y, m, d int, i, j int) {
		if y != 0 && y < 100 {
			y += 2000
		}
		yy := y
		if yy == 0 {
			yy = 2000 // a leap year
		}
		if !meta.Possible(yy, m, d) || best.Start >= 0 && best.Year != 0 && (y == 0 || i >= best.Start) {
			return
		}
		best = Found{Year: y, Month: m, Day: d, Start: i, End: j}
	}
	n := func(m []int, g int) int {
		if m[2*g] < 0 {
			return 0
		}
		v, _ := strconv.Atoi(s[m[2*g]:m[2*g+1]])
		return v
	}
	for _, re := range []*regexp.Regexp{iso, ymd, cjk} {
		if m := re.FindStringSubmatchIndex(s); m != nil {
			take(n(m, 1), n(m, 2), n(m, 3), m[0], m[1])
		}
	}
	for _, m := range mdy.FindAllStringSubmatchIndex(s, 4) {
		if mo := months[strings.ToLower(s[m[2]:m[3]])]; mo > 0 {
			take(n(m, 3), mo, n(m, 2), m[0], m[1])
		}
	}
	for _, m := range dmy.FindAllStringSubmatchIndex(s, 4) {
		if mo := months[strings.ToLower(s[m[4]:m[5]])]; mo > 0 {
			take(n(m, 3), mo, n(m, 1), m[0], m[1])
		}
	}
	if m := dotted.FindStringSubmatchIndex(s); m != nil {
		a, b := n(m, 1), n(m, 2)
		dots := s[m[3]] == '.'
		switch {
		case dots || a > 12:
			take(n(m, 3), b, a, m[0], m[1])
		case b > 12:
			take(n(m, 3), a, b, m[0], m[1])
		case a == b:
			take(n(m, 3), a, b, m[0], m[1])
		}
		// 3/4/2020 alone cannot be told from 4/3/2020.
	}
	if best.Start < 0 {
		return Found{}, false
	}
	rest := s[best.End:]
	if m := clock.FindStringSubmatchIndex(rest); m != nil && m[0] < 25 {
		h, _ := strconv.Atoi(rest[m[2]:m[3]])
		mi, _ := strconv.Atoi(rest[m[4]:m[5]])
		half := ""
		if m[8] >= 0 {
			half = strings.ToLower(rest[m[8] : m[8]+1])
		}
		switch {
		case half == "p" && h < 12:
			h += 12
		case half == "a" && h == 12:
			h = 0
		}
		if h < 24 && mi < 60 {
			best.Time = fmt.Sprintf("%02d:%02d:00", h, mi)
			if m[10] >= 0 {
				best.Time += offset(rest[m[10]:m[11]])
			}
			best.End += m[1]
			for best.End > 0 && s[best.End-1] == ' ' {
				best.End--
			}
		}
	}
	return best, true
}

func offset(z string) string {
	z = strings.ToUpper(strings.ReplaceAll(strings.ReplaceAll(z, " ", ""), "−", "-"))
	z = strings.TrimPrefix(strings.TrimPrefix(z, "UTC"), "GMT")
	if z == "" || z == "Z" {
		return "+00:00"
	}
	sign := z[:1]
	if sign != "+" && sign != "-" {
		return ""
	}
	z = strings.ReplaceAll(z[1:], ":", "")
	switch len(z) {
	case 1:
		return sign + "0" + z + ":00"
	case 2:
		return sign + z + ":00"
	case 4:
		return sign + z[:2] + ":" + z[2:]
	}
	return ""
}
