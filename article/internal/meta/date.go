package meta

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Stamp is a day, and where known the time on it with its zone as written.
type Stamp struct {
	Date string // 2006-01-02
	Time string // 15:04:05+03:00, or ""
}

var isoStamp = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?`)

var compactStamp = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{4})?)?$`)

var layouts = []string{
	time.RFC1123Z, time.RFC1123, time.RFC850, time.RFC822Z, time.RFC822, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST",
	"Mon, 2 Jan 2006 15:04:05", "Mon, 2 Jan 2006", "Mon Jan 2 15:04:05 MST 2006", "Mon Jan 2 2006 15:04:05 GMT-0700", "Mon Jan 02 15:04:05 2006",
	"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006",
	"January 2, 2006 15:04", "January 2, 2006 3:04 PM", "January 2, 2006 at 3:04 PM", "Jan 2, 2006 3:04 PM", "Jan. 2, 2006", "January 2, 2006 3:04:05 PM",
	"02-01-2006 15:04", "2006-01-02T15:04:05 -0700", "Monday, January 2, 2006", "Monday, January 2, 2006 - 15:04", "Mon, 01/02/2006 - 15:04",
}

// ParseStamp reads a date as machines write it. Days that cannot be are
// refused.
func ParseStamp(s string) (Stamp, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 80 {
		return Stamp{}, false
	}
	m := isoStamp.FindStringSubmatch(s)
	if m == nil {
		m = compactStamp.FindStringSubmatch(s)
	}
	if m != nil {
		y, _ := strconv.Atoi(m[1])
		mo, _ := strconv.Atoi(m[2])
		d, _ := strconv.Atoi(m[3])
		if !Possible(y, mo, d) {
			return Stamp{}, false
		}
		st := Stamp{Date: fmt.Sprintf("%04d-%02d-%02d", y, mo, d)}
		if m[4] != "" {
			h, _ := strconv.Atoi(m[4])
			mi, _ := strconv.Atoi(m[5])
			se := 0
			if m[6] != "" {
				se, _ = strconv.Atoi(m[6])
			}
			if h < 24 && mi < 60 && se < 61 {
				st.Time = fmt.Sprintf("%02d:%02d:%02d%s", h, mi, se, zone(m[7]))
			}
		}
		return st, true
	}
	if len(s) == 10 || len(s) == 13 { // seconds or milliseconds since 1970
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			if len(s) == 13 {
				n /= 1000
			}
			return stamp(time.Unix(n, 0).UTC(), true)
		}
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			return stamp(t, strings.Contains(l, "4"))
		}
	}
	return Stamp{}, false
}

func stamp(t time.Time, clock bool) (Stamp, bool) {
	if !Possible(t.Year(), int(t.Month()), t.Day()) {
		return Stamp{}, false
	}
	st := Stamp{Date: t.Format("2006-01-02")}
	if clock {
		st.Time = t.Format("15:04:05-07:00")
		if _, off := t.Zone(); off == 0 {
			st.Time = t.Format("15:04:05") + "+00:00"
		}
	}
	return st, true
}

func zone(z string) string {
	switch {
	case z == "":
		return ""
	case z == "Z" || z == "UTC" || z == "GMT":
		return "+00:00"
	case len(z) == 5:
		return z[:3] + ":" + z[3:]
	case len(z) == 3:
		return z + ":00"
	}
	return z
}

// Possible reports whether a page may have been published on that day:
// between the first newspapers on the web and a time no page is from.
func Possible(y, m, d int) bool {
	if y < 1990 || y > 2099 || m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Day() == d
}
