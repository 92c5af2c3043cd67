package arcs

import "sayso/text"

// subject gives the words of the subject that a cue without a source shares
// with the clause above it: "Kolt left early, calling the bridge “a wreck”".
// It is found by syntax, up to three clauses up; false where there is none, or
// where it stands in what is said.
func (v *view) subject(head int, taken []cue) (cue, bool) {
	for h, up := head, 0; h >= 0 && up <= 3; h, up = int(v.words[h].head), up+1 {
		if up > 0 {
			switch text.Rel(v.words[head].rel) {
			case text.Advcl, text.Conj, text.Xcomp:
			default:
				return cue{}, false
			}
		}
		for i := max(0, h-40); i < min(len(v.words), h+10); i++ {
			if w := &v.words[i]; int(w.head) == h && text.Rel(w.rel) == text.Nsubj {
				return v.phrase(i, taken)
			}
		}
		head = h
	}
	return cue{}, false
}

// maxSource is the longest source, in words; one in a hundred of PolNeAR
// train's is longer.
const maxSource = 25

// phrase gives the words that hang from word i.
func (v *view) phrase(i int, taken []cue) (cue, bool) {
	c := cue{i, i + 1}
	for k := max(0, i-maxSource); k < min(len(v.words), i+maxSource); k++ {
		for h, d := k, 0; h >= 0 && d < 12; h, d = int(v.words[h].head), d+1 {
			if h == i {
				c.from, c.to = min(c.from, k), max(c.to, k+1)
				break
			}
		}
	}
	for _, t := range taken {
		if c.from < t.to && t.from < c.to {
			return cue{}, false
		}
	}
	return c, c.to-c.from <= maxSource
}
