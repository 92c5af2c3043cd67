package serve

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"

	"sayso"
)

// shown is text of a page as it may stand in one of ours: valid UTF-8, control
// characters as the pictures Unicode has for them, and no override of the
// reading direction, which no report needs and with which a name can be made to
// read as another. Other marks of direction stay: Arabic and Hebrew need them,
// and every place they are shown in is isolated from what stands around it.
func shown(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return -1
		case r < 0x20:
			return 0x2400 + r
		case r == 0x7f:
			return 0x2421
		case r >= 0x80 && r < 0xa0, r == 0x202D, r == 0x202E:
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// line is shown for what stands in one line among our own words: a name, a
// title, a path. White space is one space, and all marks of direction go.
func line(v any) string {
	s := shown(fmt.Sprint(v))
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// short cuts s after at most n code points, at a space where one is near.
func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := n
	for i := n; i > n-40 && i > 0; i-- {
		if unicode.IsSpace(r[i]) {
			cut = i
			break
		}
	}
	return strings.TrimRightFunc(string(r[:cut]), unicode.IsSpace) + " …"
}

// number writes n with a space between thousands, as people read it.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202F" + s[i:]
	}
	return s
}

func plural(n int, one, many string) string {
	if n == 1 {
		return number(n) + " " + one
	}
	return number(n) + " " + many
}

// percent is a share in words that never round to certainty.
func percent(f float64) string {
	switch p := math.Round(f * 100); {
	case math.IsNaN(f) || f <= 0:
		return "0 %"
	case p < 1:
		return "under 1 %"
	case p >= 100 && f < 1:
		return "over 99 %"
	default:
		return strconv.Itoa(int(min(p, 100))) + " %"
	}
}

// sureness puts a calibrated confidence in words.
func sureness(c float64) string {
	switch {
	case c >= .95:
		return "almost certain"
	case c >= .8:
		return "likely right"
	case c >= .6:
		return "probably right"
	case c > 0:
		return "doubtful"
	}
	return "not stated"
}

func modeWord(m sayso.Mode) string {
	switch m {
	case sayso.Direct:
		return "Direct quote"
	case sayso.Indirect:
		return "Indirect speech"
	case sayso.Mixed:
		return "Partly quoted"
	case sayso.Implicit:
		return "Quote without a verb"
	}
	return "Statement"
}

func modeWhy(m sayso.Mode) string {
	switch m {
	case sayso.Direct:
		return "all the words stand inside quotation marks"
	case sayso.Indirect:
		return "told in the page's own words, without quotation marks"
	case sayso.Mixed:
		return "some of the words stand inside quotation marks"
	case sayso.Implicit:
		return "quotation marks, but no “said”; the speaker comes from the text around it"
	}
	return ""
}

func actorWord(k sayso.ActorKind) string {
	switch k {
	case sayso.Anonymous:
		return "not named"
	case sayso.Organisation, sayso.State, sayso.Group, sayso.Person:
		return string(k)
	}
	return ""
}

// foundWord says where a date was read.
func foundWord(from sayso.Maybe) string {
	switch from {
	case "":
		return ""
	case "json-ld":
		return "found in the page's structured data (JSON-LD)"
	case "meta":
		return "found in the page's meta tags"
	case "text":
		return "found in the text"
	case "dateline":
		return "found in the dateline"
	case "url":
		return "found in the page's address"
	case "feed":
		return "given by the feed"
	}
	return "found by: " + line(from)
}

// dateWord writes a date as people do, as far as it is known.
func dateWord(date string, p sayso.Precision) string {
	for _, f := range []struct{ in, out string }{{"2006-01-02", "2 January 2006"}, {"2006-01", "January 2006"}, {"2006", "2006"}} {
		if t, err := time.Parse(f.in, date); err == nil {
			switch {
			case p == sayso.ByYear:
				return t.Format("2006")
			case p == sayso.ByMonth && f.in != "2006":
				return t.Format("January 2006")
			}
			return t.Format(f.out)
		}
	}
	return line(date)
}

// timeWord writes a time of capture as people do.
func timeWord(s sayso.Maybe) string {
	t, err := time.Parse(time.RFC3339, string(s))
	if err != nil {
		return line(s)
	}
	return t.UTC().Format("2 January 2006, 15:04:05 UTC")
}

func dayOf(d *sayso.Date) string {
	if d == nil {
		return ""
	}
	return dateWord(d.Date, d.Precision)
}

func blockWord(k sayso.BlockKind) string {
	switch k {
	case sayso.BlockTitle:
		return "Headline"
	case sayso.BlockByline:
		return "Byline"
	case sayso.BlockDate:
		return "Date"
	case sayso.BlockDateline:
		return "Dateline"
	case sayso.BlockStandfirst:
		return "Standfirst"
	case sayso.BlockHeading:
		return "Heading"
	case sayso.BlockBody:
		return "Report"
	case sayso.BlockCaption:
		return "Caption"
	case sayso.BlockCommentary:
		return "Re-poster's own words"
	case sayso.BlockComment:
		return "Reader's comment"
	case sayso.BlockRelated:
		return "Related stories"
	case sayso.BlockTags:
		return "Tags"
	case sayso.BlockNotice:
		return "Notice"
	case sayso.BlockNavigation:
		return "Navigation"
	}
	return "Other"
}

// changeClass is the name under which the style sheet knows a kind of change.
func changeClass(k sayso.ChangeKind) string {
	switch k {
	case sayso.ChangeNumber, sayso.ChangeNegation, sayso.ChangeName, sayso.ChangeHedge, sayso.ChangeSpeaker,
		sayso.ChangeCue, sayso.ChangeTrimmed, sayso.ChangePunctuation:
		return string(k)
	case sayso.ChangeQuoteMarks:
		return "marks"
	case sayso.ChangeEditorsMark:
		return "editor"
	}
	return "wording"
}

func changeWord(k sayso.ChangeKind) string {
	switch k {
	case sayso.ChangeNumber:
		return "number"
	case sayso.ChangeNegation:
		return "yes or no"
	case sayso.ChangeName:
		return "name"
	case sayso.ChangeHedge:
		return "how sure"
	case sayso.ChangeSpeaker:
		return "speaker"
	case sayso.ChangeCue:
		return "verb of saying"
	case sayso.ChangeQuoteMarks:
		return "quotation marks"
	case sayso.ChangeEditorsMark:
		return "editor's mark"
	case sayso.ChangeTrimmed:
		return "left out"
	case sayso.ChangePunctuation:
		return "punctuation"
	}
	return "wording"
}

func editWord(kind string) string {
	switch kind {
	case "bracket":
		return "words put in by an editor"
	case "ellipsis":
		return "something was left out here"
	case "sic":
		return "marked as printed (sic)"
	case "query":
		return "questioned by an editor"
	}
	return "editor's mark"
}

// langOf is a language as the lang attribute wants it, or "".
func langOf(l sayso.Maybe) string {
	t, err := language.Parse(string(l))
	if err != nil || t == language.Und {
		return ""
	}
	return t.String()
}

// webURL is u where it is the address of a web page, to be followed by a
// reader's own choice; "" for anything else, such as javascript:.
func webURL(u sayso.Maybe) string {
	p, err := url.Parse(string(u))
	if err != nil || p.Host == "" || p.User != nil || (p.Scheme != "http" && p.Scheme != "https") {
		return ""
	}
	return p.String()
}
