// Package lemma gives the dictionary form of English words.
//
// A word's ending and its part of speech choose an edit: how many letters to
// take off the end and what to put there. The longest ending known decides; a
// word that goes its own way ("went") is known whole.
package lemma

import (
	"encoding/binary"
	"errors"
	"sort"
	"strings"
	"unicode/utf8"
)

// longest is the longest ending in bytes that is looked up, beside the whole
// word up to longestWord.
const (
	longest     = 6
	longestWord = 24
)

type edit struct {
	strip uint8
	add   string
}

// A Model knows the edits.
type Model struct {
	edits []edit
	table map[string]uint16 // tag, ending → edit; a whole word starts with ^
}

// Lemma is the dictionary form of a word with the Penn tag of that number.
// Names keep their case.
func (m *Model) Lemma(word string, tag uint8, name bool) string {
	low := word
	if !name {
		low = lower(word)
	}
	var buf [longestWord + 2]byte
	buf[0] = tag
	look := func(s string, whole bool) (edit, bool) {
		k := buf[:1]
		if whole {
			k = append(k, '^')
		}
		k = append(k, s...)
		i, ok := m.table[string(k)]
		if !ok {
			return edit{}, false
		}
		return m.edits[i], true
	}
	key := low
	if name {
		key = lower(word)
	}
	if len(key) <= longestWord {
		if e, ok := look(key, true); ok {
			return e.apply(low)
		}
	}
	for n := min(longest, len(key)); n >= 0; n-- {
		if e, ok := look(key[len(key)-n:], false); ok {
			return e.apply(low)
		}
	}
	return low
}

func (e edit) apply(s string) string {
	n := len(s) - int(e.strip)
	if n < 0 || n+len(e.add) == 0 || n < len(s) && !utf8.RuneStart(s[n]) {
		return s
	}
	if e.add == "" {
		return s[:n]
	}
	return s[:n] + e.add
}

// lower is strings.ToLower with curly apostrophes made straight.
func lower(s string) string {
	for i := range len(s) {
		if b := s[i]; b >= utf8.RuneSelf || 'A' <= b && b <= 'Z' {
			return strings.ReplaceAll(strings.ToLower(s), "’", "'")
		}
	}
	return s
}

// A Sample is one word with its lemma.
type Sample struct {
	Word, Lemma string
	Tag         uint8
	Name        bool
}

// Train learns the edits from samples.
func Train(samples []Sample) *Model {
	type tally map[edit]int
	count := map[string]tally{}
	add := func(k string, e edit) {
		if count[k] == nil {
			count[k] = tally{}
		}
		count[k][e]++
	}
	for _, s := range samples {
		key := lower(s.Word)
		from, to := key, s.Lemma
		if s.Name {
			from = s.Word
			if len(from) != len(key) {
				continue
			}
		} else {
			to = lower(to)
		}
		n := 0
		for n < len(from) && n < len(to) && from[n] == to[n] {
			n++
		}
		if len(from)-n > 20 || len(key) > longestWord {
			continue
		}
		e := edit{uint8(len(from) - n), to[n:]}
		t := string([]byte{s.Tag})
		add(t+"^"+key, e)
		for k := 0; k <= min(longest, len(key)); k++ {
			add(t+key[len(key)-k:], e)
		}
	}
	keys := make([]string, 0, len(count))
	for k := range count {
		keys = append(keys, k)
	}
	// Short endings first: a longer one is kept only where it says otherwise.
	sort.Slice(keys, func(i, j int) bool {
		a, b := rank(keys[i]), rank(keys[j])
		if a != b {
			return a < b
		}
		return keys[i] < keys[j]
	})
	m := &Model{table: map[string]uint16{}}
	ids := map[edit]uint16{}
	for _, k := range keys {
		var best edit
		n, all := 0, 0
		for e, c := range count[k] {
			all += c
			if c > n || c == n && (e.strip < best.strip || e.strip == best.strip && e.add < best.add) {
				best, n = e, c
			}
		}
		whole := len(k) > 1 && k[1] == '^'
		if !whole && len(k) > 1 && all < 2 {
			continue
		}
		if e, ok := m.without(k); ok && e == best {
			continue
		}
		id, ok := ids[best]
		if !ok {
			id = uint16(len(m.edits))
			ids[best] = id
			m.edits = append(m.edits, best)
		}
		m.table[k] = id
	}
	return m
}

func rank(k string) int {
	if len(k) > 1 && k[1] == '^' {
		return 100
	}
	return len(k)
}

// without is the edit that key k would get from the shorter ones.
func (m *Model) without(k string) (edit, bool) {
	tag, s := k[:1], k[1:]
	if strings.HasPrefix(s, "^") {
		s = s[1:]
		if len(s) > longest {
			s = s[len(s)-longest:]
		}
	} else if len(s) > 0 {
		s = s[1:]
	} else {
		return edit{}, false
	}
	for {
		if i, ok := m.table[tag+s]; ok {
			return m.edits[i], true
		}
		if s == "" {
			return edit{}, false
		}
		s = s[1:]
	}
}

// Append writes the model after b.
func (m *Model) Append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.edits)))
	for _, e := range m.edits {
		b = append(b, e.strip, byte(len(e.add)))
		b = append(b, e.add...)
	}
	keys := make([]string, 0, len(m.table))
	for k := range m.table {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(keys)))
	for _, k := range keys {
		b = append(b, byte(len(k)))
		b = append(b, k...)
		b = binary.LittleEndian.AppendUint16(b, m.table[k])
	}
	return b
}

var errModel = errors.New("lemma: not a model of lemmas")

// Read reads what Append wrote.
func Read(b []byte) (*Model, error) {
	take := func(n int) []byte {
		if n < 0 || n > len(b) {
			return nil
		}
		x := b[:n]
		b = b[n:]
		return x
	}
	m := &Model{table: map[string]uint16{}}
	h := take(4)
	if h == nil {
		return nil, errModel
	}
	for n := binary.LittleEndian.Uint32(h); n > 0; n-- {
		p := take(2)
		if p == nil {
			return nil, errModel
		}
		add := take(int(p[1]))
		if add == nil && p[1] > 0 {
			return nil, errModel
		}
		m.edits = append(m.edits, edit{p[0], string(add)})
	}
	if h = take(4); h == nil {
		return nil, errModel
	}
	for n := binary.LittleEndian.Uint32(h); n > 0; n-- {
		p := take(1)
		if p == nil {
			return nil, errModel
		}
		k := take(int(p[0]))
		v := take(2)
		if k == nil || v == nil {
			return nil, errModel
		}
		id := binary.LittleEndian.Uint16(v)
		if int(id) >= len(m.edits) {
			return nil, errModel
		}
		m.table[string(k)] = id
	}
	return m, nil
}
