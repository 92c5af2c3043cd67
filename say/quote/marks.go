package quote

import (
	"sort"
	"unicode"
	"unicode/utf8"
)

// find lists the marks of a paragraph with the sides they can be.
func find(text string, p Range) []mark {
	var ms []mark
	prev := rune(' ')
	for i := p.Start; i < p.End; {
		r, n := utf8.DecodeRuneInString(text[i:p.End])
		next, _ := utf8.DecodeRuneInString(text[i+n : p.End])
		if i+n >= p.End {
			next = ' '
		}
		switch r {
		case '“', '‟', '❝', '＂':
			s := opening
			if r == '“' && lowOpen(ms) {
				s = closing // „German“
			}
			ms = append(ms, mark{i, i + n, '"', s, false})
		case '”', '❞':
			s := closing
			if isGap(prev) && !isGap(next) && !doubleOpen(ms) {
				s = opening // typed the wrong way round
			}
			ms = append(ms, mark{i, i + n, '"', s, false})
		case '„':
			ms = append(ms, mark{i, i + n, '"', opening, true})
		case '«', '»', '‹', '›':
			s := straight(prev, next)
			if s == either || s == neither {
				s = opening
				if r == '»' || r == '›' {
					s = closing
				}
			}
			if r == '»' && isGap(prev) && isGap(next) && !doubleOpen(ms) {
				break // a bullet
			}
			ms = append(ms, mark{i, i + n, '"', s, false})
		case '"':
			if s := straight(prev, next); s != neither {
				if inches(prev, next) && !doubleOpen(ms) {
					break
				}
				if s == either {
					if doubleOpen(ms) {
						s = closing
					} else {
						s = opening
					}
				}
				ms = append(ms, mark{i, i + n, '"', s, false})
			} else if doubleOpen(ms) {
				ms = append(ms, mark{i, i + n, '"', closing, false})
			}
		case '`':
			if next == '`' {
				ms = append(ms, mark{i, i + 2, '"', opening, false})
				n = 2
			}
		case '‘', '‛', '’', '\'':
			if r == '\'' && next == '\'' {
				s := straight(prev, after(text, i+2, p.End))
				if s == either || s == neither {
					s = closing
				}
				ms = append(ms, mark{i, i + 2, '"', s, false})
				n = 2
				break
			}
			switch {
			case isWordRune(prev) && isWordRune(next):
				// an apostrophe
			case r == '‘' && !isWordRune(prev) && !isGap(next):
				ms = append(ms, mark{i, i + n, '\'', opening, false})
			case r == '\'' && opens(prev) && isWordRune(next) && !clipped(text[i+n:p.End]):
				ms = append(ms, mark{i, i + n, '\'', opening, false})
			case r != '‘' && !isGap(prev) && !isWordRune(next):
				ms = append(ms, mark{i, i + n, '\'', closing, false})
			}
		}
		prev = r
		i += n
	}
	return possessives(text, ms)
}

// possessives takes out closing single marks that follow an s where another
// closing mark comes before the next opening one: "the troops’ way".
func possessives(text string, ms []mark) []mark {
	out := ms[:0]
	for k, m := range ms {
		if m.class == '\'' && m.side == closing && m.at > 0 && (text[m.at-1] == 's' || text[m.at-1] == 'z') &&
			m.end < len(text) && text[m.end] == ' ' && closes(ms[k+1:]) {
			continue
		}
		out = append(out, m)
	}
	return out
}

// clipped reports whether s begins like a word written with a leading
// apostrophe: '90s, 'em, 'til, 'cause.
func clipped(s string) bool {
	if s == "" {
		return true
	}
	if s[0] >= '0' && s[0] <= '9' {
		return len(s) > 2 && s[1] >= '0' && s[1] <= '9' && (s[2] == 's' || s[2] == ' ')
	}
	for _, w := range [...]string{"em ", "til ", "cause ", "tis ", "twas ", "n' "} {
		if len(s) >= len(w) && s[:len(w)] == w {
			return true
		}
	}
	return false
}

// straight is the side of a mark that looks the same on both.
func straight(prev, next rune) side {
	before, behind := opens(prev), isGap(next) || closesAfter(next)
	switch {
	case before && !behind:
		return opening
	case !before && behind:
		return closing
	case before && behind:
		if isGap(next) && isGap(prev) {
			return neither
		}
		return either
	}
	return either
}

// inches reports a straight mark that measures: 6'2" or 12".
func inches(prev, next rune) bool { return unicode.IsDigit(prev) && (isGap(next) || next == ',') }

func isGap(r rune) bool { return unicode.IsSpace(r) }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// opens reports whether an opening mark can follow r.
func opens(r rune) bool {
	switch r {
	case '(', '[', '{', '—', '–', '-', '/', '‘', '“', '"', '\'', '«', '>', '…':
		return true
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
}

func closesAfter(r rune) bool {
	switch r {
	case ')', ']', '}', ',', '.', ';', ':', '!', '?', '—', '–', '-', '’', '”', '"', '\'', '…', '/', '»', '<':
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

func after(text string, i, end int) rune {
	if i >= end {
		return ' '
	}
	r, _ := utf8.DecodeRuneInString(text[i:end])
	return r
}

// doubleOpen reports whether the marks so far leave a double one open.
func doubleOpen(ms []mark) bool {
	for i := len(ms) - 1; i >= 0; i-- {
		if ms[i].class != '\'' {
			return ms[i].side == opening
		}
	}
	return false
}

// lowOpen reports whether the last double mark is a German opening one.
func lowOpen(ms []mark) bool {
	for i := len(ms) - 1; i >= 0; i-- {
		if ms[i].class != '\'' {
			return ms[i].side == opening && ms[i].low
		}
	}
	return false
}

func sortQuotes(qs []Quote) {
	sort.SliceStable(qs, func(i, j int) bool { return qs[i].Open < qs[j].Open })
}
