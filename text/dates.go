package text

import "strings"

// Dates and times by rule, beside those that the model of names finds: the
// model knows how the news writes them, the rules also know clock times and
// how people say them.

// part is what a word can be in an expression of time.
type part uint8

const (
	noPart   part = iota
	month         // March
	weekday       // Tuesday
	relative      // yesterday, noon
	season        // summer, Christmas
	unit          // week, hours
	daytime       // morning
	year          // 1998, 1990s
	number        // 15, three
	ordinal       // 3rd, first
	clock         // 5:30
	half          // a.m., o'clock
	numeric       // 12/05/2016
	shift         // last, next: before a unit or weekday
	away          // ago, later: after a unit
	joint         // of, the, to: inside only
	edgePart      // early, mid: before
)

var timeWords = func() map[string]part {
	m := map[string]part{}
	add := func(p part, words string) {
		for _, w := range strings.Fields(words) {
			m[w] = p
		}
	}
	add(month, "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.")
	add(weekday, "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays mon tue tues wed thu thur thurs fri mon. tue. tues. wed. thu. thur. thurs. fri. sat. sun.")
	add(relative, "today tomorrow yesterday tonight midnight noon midday nowadays midmorning midafternoon tmr")
	add(season, "spring summer autumn winter christmas easter ramadan thanksgiving halloween eve")
	add(unit, "second seconds minute minutes min mins hour hours hr hrs day days week weeks weekend weekends fortnight month months quarter year years decade decades century centuries")
	add(daytime, "morning mornings afternoon afternoons evening evenings night nights")
	add(number, "a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty hundred few couple several half")
	add(ordinal, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth")
	add(half, "am pm a.m. p.m. a.m p.m o'clock oclock gmt utc est edt pst cet hrs")
	add(shift, "last next this past previous coming following same upcoming current that")
	add(away, "ago later earlier before hence")
	add(joint, "of the to and - – at in from on ,")
	add(edgePart, "early late mid later earlier end beginning start middle rest")
	return m
}()

// timePart is what the word can be in an expression of time.
func timePart(w string) part {
	if len(w) > 12 || w == "" {
		return noPart
	}
	if b := w[0]; b >= '0' && b <= '9' {
		digits, colons, slashes := 0, 0, 0
		i := 0
		for ; i < len(w); i++ {
			switch c := w[i]; {
			case c >= '0' && c <= '9':
				digits++
			case c == ':':
				colons++
			case c == '/' || c == '-' || c == '.':
				slashes++
			default:
				goto tail
			}
		}
	tail:
		rest := w[i:]
		switch {
		case rest == "" && colons > 0:
			return clock
		case rest == "" && slashes > 0 && digits >= 4 && digits <= 8:
			if slashes == 2 {
				return numeric
			}
			return noPart
		case rest == "" && digits == 4 && (b == '1' || b == '2'):
			return year
		case rest == "s" && digits >= 2 && digits <= 4:
			return year
		case rest == "" && digits <= 3:
			return number
		case rest == "st" || rest == "nd" || rest == "rd" || rest == "th":
			return ordinal
		case strings.EqualFold(rest, "am") || strings.EqualFold(rest, "pm"):
			return clock
		}
		return noPart
	}
	var low [12]byte
	for i := range len(w) {
		c := w[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		low[i] = c
	}
	return timeWords[string(low[:len(w)])]
}

// dates appends the expressions of time of sentence s that no name covers.
// taken says which of its tokens names cover.
func (a *Analysis) dates(s Sentence, taken func(int32) bool) {
	for i := s.First; i < s.Last; {
		p := timePart(a.Word(int(i)))
		if p == noPart || p == joint || p == away || p == half || taken(i) {
			i++
			continue
		}
		// The longest stretch of parts that ends in no joint.
		end, has := i, [edgePart + 1]int{}
		firm := i
		prev := p
		for end < s.Last && !taken(end) {
			q := timePart(a.Word(int(end)))
			if q == noPart || q == joint && prev == joint && a.Word(int(end)) != "the" {
				break
			}
			if w := a.Word(int(end)); w == "," && !(prev == number || prev == weekday || prev == month || prev == ordinal) {
				break
			}
			has[q]++
			prev = q
			end++
			if q != joint && q != edgePart && q != shift {
				firm = end
			}
		}
		end = firm
		if end > i && a.isDate(i, end) {
			from := i
			a.Names = append(a.Names, Name{First: from, Last: end, Kind: DateTime})
			i = end
			continue
		}
		i++
	}
}

// isDate says whether the parts from token i to before token e tell a time.
func (a *Analysis) isDate(i, e int32) bool {
	var has [edgePart + 1]int
	prev := noPart
	for k := i; k < e; k++ {
		w := a.Word(int(k))
		q := timePart(w)
		if w == "a" || w == "an" {
			has[number]++
			prev = joint
			continue
		}
		// March and May are months only with a capital, a day or a year.
		if q == month && w != strings.ToUpper(w[:1])+w[1:] && !(k+1 < e && numberLike(timePart(a.Word(int(k+1))))) && !numberLike(prev) && !strings.HasSuffix(strings.ToLower(w), "ber") && !strings.HasSuffix(strings.ToLower(w), "ary") {
			q = joint
		}
		if (w == "may" || w == "march" || w == "second") && e == i+1 {
			return false
		}
		has[q]++
		prev = q
	}
	n := e - i
	switch {
	case has[numeric] > 0, has[weekday] > 0, has[relative] > 0, has[clock] > 0:
		return true
	case has[month] > 0:
		// "May" and "March" alone may be anything else.
		w := a.Word(int(i))
		return n > 1 || w != "May" && w != "March" && w != "mar" && w != "dec"
	case has[half] > 0 && (has[number] > 0 || has[clock] > 0):
		return true
	case has[shift] > 0 && has[unit]+has[daytime]+has[season] > 0:
		return true
	case has[away] > 0 && has[unit] > 0 && has[number] > 0:
		return true
	case has[year] > 0:
		// A number of four digits is a year after a word that wants one.
		if n > 1 && has[edgePart]+has[season]+has[ordinal] > 0 {
			return true
		}
		if w := a.Word(int(i)); strings.HasSuffix(w, "s") && n == 1 {
			return len(w) == 5
		}
		if i > 0 && n == 1 {
			switch strings.ToLower(a.Word(int(i - 1))) {
			case "in", "since", "by", "until", "from", "of", "during", "before", "after", "early", "late":
				return true
			}
		}
		return false
	}
	return false
}

func numberLike(p part) bool { return p == number || p == ordinal || p == year }
