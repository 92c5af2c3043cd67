package change

import "slices"

// Lines are the words of the list, those for one thing together, in lower case.
func (l *Loaded) Lines() [][]string { return l.lines }

// Count adds to counts how often each word of the list stands in a text. Where
// one begins with another, the longer counts. Words of two letters are left
// out: without capitals "IS" is a verb.
func (l *Loaded) Count(text string, counts map[string]int) {
	ws := words(text)
	for i := 0; i < len(ws); {
		step := 1
		for n := min(l.most, len(ws)-i); n > 0; n-- {
			if w := joined(ws[i : i+n]); len(w) > 2 && l.first[w] != nil {
				counts[w]++
				step = n
				break
			}
		}
		i += step
	}
}

// add keeps a line of the list.
func (l *Loaded) add(line []string) {
	if len(line) > 1 {
		l.lines = append(l.lines, slices.Clone(line))
	}
}
