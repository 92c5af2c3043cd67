// Package match finds which of a list of words and phrases stand in a text, in
// one pass over it whatever their number (Aho and Corasick's automaton).
package match

// A Matcher knows a list of patterns, each with the bits it sets.
type Matcher struct {
	class [256]uint8 // of bytes, after folding ASCII to lower case; 0 is any other
	width int        // number of classes
	next  []uint16   // state*width + class
	bits  []uint32   // of a state, with those of its suffixes
}

// A Set is patterns that set the same bits. Patterns are in lower case.
type Set struct {
	Bits     uint32
	Patterns []string
}

// New makes a matcher.
func New(sets []Set) *Matcher {
	m := &Matcher{width: 1}
	for _, s := range sets {
		for _, p := range s.Patterns {
			for i := 0; i < len(p); i++ {
				if m.class[p[i]] == 0 {
					m.class[p[i]] = uint8(m.width)
					m.width++
				}
			}
		}
	}
	for c := 'A'; c <= 'Z'; c++ {
		m.class[c] = m.class[c+'a'-'A']
	}
	state := func() int {
		m.next = append(m.next, make([]uint16, m.width)...)
		m.bits = append(m.bits, 0)
		return len(m.bits) - 1
	}
	state()
	for _, s := range sets {
		for _, p := range s.Patterns {
			at := 0
			for i := 0; i < len(p); i++ {
				k := at*m.width + int(m.class[p[i]])
				if m.next[k] == 0 {
					n := state()
					m.next[k] = uint16(n)
				}
				at = int(m.next[k])
			}
			m.bits[at] |= s.Bits
		}
	}
	// Breadth first, so that a state's suffix is complete before it.
	fail := make([]int, len(m.bits))
	var queue []int
	for c := range m.width {
		if n := int(m.next[c]); n != 0 {
			queue = append(queue, n)
		}
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		m.bits[s] |= m.bits[fail[s]]
		for c := range m.width {
			k := s*m.width + c
			onFail := m.next[fail[s]*m.width+c]
			if n := int(m.next[k]); n != 0 {
				fail[n] = int(onFail)
				queue = append(queue, n)
			} else {
				m.next[k] = onFail
			}
		}
	}
	return m
}

// In returns the bits of all patterns that stand in s, whatever the case of its
// ASCII letters.
func (m *Matcher) In(s string) uint32 {
	at, bits := 0, uint32(0)
	for i := 0; i < len(s); i++ {
		at = int(m.next[at*m.width+int(m.class[s[i]])])
		bits |= m.bits[at]
	}
	return bits
}
