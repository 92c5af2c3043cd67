// Package lexicon says how near two English words are in meaning: forms of one
// word, synonyms, a word and a more general one, a word and one derived from
// it, or two spellings of one name.
//
// It knows the single words of WordNet 3.1 in the senses most used of each
// (built by internal/makelexicon), strips endings by rule, and compares the
// letters of words it does not know. It does not tell senses apart: "draft" is
// near "gust" as well as near "bill". Words of other languages are near only
// where they are spelt alike.
package lexicon

import (
	_ "embed"
	"encoding/binary"
	math "math/bits"
	"slices"
	"strings"
	"sync"

	"sayso/internal/pack"
)

//go:embed lexicon.br
var packed []byte

// A sense is one meaning of a word, and how usual it is for it: 0 the most.
type sense struct {
	id   uint32
	rank uint8
}

// table is the lexicon unpacked: words in order in one string, and for each
// where its letters and senses begin.
type table struct {
	letters string
	word    []uint32
	first   []uint32
	senses  []sense
	tie     []uint32 // of each sense, where its ties begin in ties
	ties    []uint32
}

var unpacked = sync.OnceValue(func() *table {
	b, err := pack.Unpack(packed)
	if err != nil {
		panic(err) // the data is built in
	}
	next := func() uint32 {
		x, n := binary.Uvarint(b)
		b = b[n:]
		return uint32(x)
	}
	var t table
	var letters strings.Builder
	last := ""
	for range next() {
		shared, n := next(), next()
		w := last[:shared] + string(b[:n])
		b = b[n:]
		t.word = append(t.word, uint32(letters.Len()))
		letters.WriteString(w)
		last = w
		t.first = append(t.first, uint32(len(t.senses)))
		at := uint32(0)
		for range next() {
			x := next()
			at += x >> 2
			t.senses = append(t.senses, sense{at, uint8(x & 3)})
		}
	}
	t.letters = letters.String()
	t.word = append(t.word, uint32(len(t.letters)))
	t.first = append(t.first, uint32(len(t.senses)))
	for range next() {
		t.tie = append(t.tie, uint32(len(t.ties)))
		at := uint32(0)
		for range next() {
			at += next()
			t.ties = append(t.ties, at)
		}
	}
	t.tie = append(t.tie, uint32(len(t.ties)))
	return &t
})

// look is the senses of a word, none if it is not known.
func (t *table) look(w string) []sense {
	lo, hi := 0, len(t.word)-1
	for lo < hi {
		m := (lo + hi) / 2
		if t.letters[t.word[m]:t.word[m+1]] < w {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(t.word)-1 && t.letters[t.word[lo]:t.word[lo+1]] == w {
		return t.senses[t.first[lo]:t.first[lo+1]]
	}
	return nil
}

// A Word is a word made ready for comparing. It is not changed after.
type Word struct {
	Form   string // lower case, no apostrophe
	Stem   string
	number bool
	value  string // of a number word, its digits
	senses []sense
	ties   []uint32 // of its usual senses, in order
	groups []uint8  // of news, in order
	pairs  []uint16 // of letters, in order
	sound  string   // of a word that is not known: its consonants, near ones as one

	// Sets of what is above, hashed to bits, to tell most words apart at once.
	senseBits, tieBits bits
	pairBits           uint64
}

// bits is a set of numbers, hashed.
type bits [4]uint64

func (b *bits) add(n uint32) {
	n *= 0x9e3779b1
	b[n>>30] |= 1 << (n >> 24 & 63)
}

func (b *bits) meets(c *bits) bool {
	return b[0]&c[0]|b[1]&c[1]|b[2]&c[2]|b[3]&c[3] != 0
}

// Value is the digits of a number, or "".
func (w *Word) Value() string { return w.value }

// usual is the rank below which a sense's ties count.
const usual = 3

// Make makes a word ready.
func Make(form string) *Word {
	w := &Word{Form: form, Stem: Stem(form)}
	w.number = form != "" && form[0] >= '0' && form[0] <= '9'
	w.value = numbers[form]
	if w.number {
		w.value = strings.NewReplacer(",", "", ".", "").Replace(form)
		return w
	}
	t := unpacked()
	best := map[uint32]uint8{}
	for _, l := range bases(form) {
		for _, s := range t.look(l) {
			if r, ok := best[s.id]; !ok || s.rank < r {
				best[s.id] = s.rank
			}
		}
	}
	for id, rank := range best {
		w.senses = append(w.senses, sense{id, rank})
		if rank < usual {
			w.ties = append(w.ties, t.ties[t.tie[id]:t.tie[id+1]]...)
		}
	}
	w.groups = news[w.Stem]
	slices.SortFunc(w.senses, func(x, y sense) int { return int(x.id) - int(y.id) })
	slices.Sort(w.ties)
	w.ties = slices.Compact(w.ties)
	if len(form) >= 4 {
		p := " " + form + " "
		for i := 1; i < len(p); i++ {
			w.pairs = append(w.pairs, uint16(p[i-1])<<8|uint16(p[i]))
		}
		slices.Sort(w.pairs)
		w.pairs = slices.Compact(w.pairs)
		for _, p := range w.pairs {
			w.pairBits |= 1 << (uint32(p) * 0x9e3779b1 >> 26)
		}
	}
	if len(w.senses) == 0 && len(form) >= minSound {
		w.sound = sound(form)
	}
	for _, s := range w.senses {
		w.senseBits.add(s.id)
	}
	for _, t := range w.ties {
		w.tieBits.add(t)
	}
	return w
}

// How near words are. Set by hand and checked on wmt21_ru-en, where the figures
// move little with each.
const (
	sameStem = 0.95
	synonym  = 0.8
	perRank  = 0.05 // less for each step down the senses of either
	tied     = 0.5
	inNews   = 0.65
	spelling = 0.9 // of the share of letter pairs in common
	minPairs = 0.5
	sounds   = 0.75
)

// minSound is how many letters a word has, and half of it how many consonants,
// whose sound is compared.
const minSound = 5

// Near is how near two words are, from 0 to 1.
func Near(a, b *Word) float64 {
	if a == b || a.Form == b.Form {
		return 1
	}
	if a.value != "" || b.value != "" {
		if a.value == b.value {
			return 1
		}
		if a.number || b.number {
			return 0
		}
	}
	if a.Stem == b.Stem {
		return sameStem
	}
	best := 0.0
	for i, j := 0, 0; a.senseBits.meets(&b.senseBits) && i < len(a.senses) && j < len(b.senses); {
		x, y := a.senses[i], b.senses[j]
		switch {
		case x.id < y.id:
			i++
		case x.id > y.id:
			j++
		default:
			best = max(best, synonym-perRank*float64(x.rank+y.rank))
			i++
			j++
		}
	}
	for _, g := range a.groups {
		if slices.Contains(b.groups, g) {
			best = max(best, inNews)
		}
	}
	if best == 0 && (a.tieBits.meets(&b.senseBits) && meets(a.ties, b.senses) || b.tieBits.meets(&a.senseBits) && meets(b.ties, a.senses)) {
		best = tied
	}
	if n := len(a.pairs) + len(b.pairs); len(a.pairs) > 0 && len(b.pairs) > 0 && 5*math.OnesCount64(a.pairBits&b.pairBits) >= n {
		n := 0
		for i, j := 0, 0; i < len(a.pairs) && j < len(b.pairs); {
			switch {
			case a.pairs[i] < b.pairs[j]:
				i++
			case a.pairs[i] > b.pairs[j]:
				j++
			default:
				n++
				i++
				j++
			}
		}
		if d := 2 * float64(n) / float64(len(a.pairs)+len(b.pairs)); d > minPairs {
			best = max(best, spelling*d)
		}
	}
	if a.sound != "" && a.sound == b.sound {
		best = max(best, sounds)
	}
	return best
}

// sound is what two spellings of one foreign name share: "Tsirkon" and
// "Zircon". Empty where too little is left to tell.
func sound(form string) string {
	var out []byte
	for i := 0; i < len(form); {
		c, n := form[i], 1
		for _, d := range digraphs {
			if strings.HasPrefix(form[i:], d.letters) {
				c, n = d.as, len(d.letters)
				break
			}
		}
		switch {
		case n > 1:
		case c == 'c' && i+1 < len(form) && strings.IndexByte("eiy", form[i+1]) >= 0, c == 'z':
			c = 's'
		case c == 'c' || c == 'q':
			c = 'k'
		case c == 'w':
			c = 'v'
		case strings.IndexByte("aeiouyjh", c) >= 0 || c < 'a' || c > 'z':
			c = 0
			if i == 0 {
				c = 'a'
			}
		}
		if c != 0 && (len(out) == 0 || out[len(out)-1] != c) {
			out = append(out, c)
		}
		i += n
	}
	if len(out) <= minSound/2 {
		return ""
	}
	return string(out)
}

// digraphs are letters that stand for one sound, the longest first.
var digraphs = []struct {
	letters string
	as      byte
}{
	{"shch", '2'}, {"tsch", '1'}, {"sch", '2'}, {"tch", '1'}, {"ch", '1'}, {"sh", '2'}, {"zh", '3'}, {"kh", 'k'}, {"gh", 'g'}, {"ph", 'f'},
	{"ck", 'k'}, {"ts", 's'}, {"tz", 's'}, {"cz", 's'},
}

// meets reports whether one of the ties is to a usual sense among ss.
func meets(ties []uint32, ss []sense) bool {
	for i, j := 0, 0; i < len(ties) && j < len(ss); {
		switch {
		case ties[i] < ss[j].id:
			i++
		case ties[i] > ss[j].id:
			j++
		default:
			if ss[j].rank < usual {
				return true
			}
			i++
			j++
		}
	}
	return false
}

// endings are those that bases takes off, and what is put in their place.
var endings = []struct{ off, on string }{
	{"ies", "y"}, {"es", ""}, {"es", "e"}, {"s", ""}, {"ied", "y"}, {"ed", ""}, {"ed", "e"}, {"ing", ""}, {"ing", "e"},
	{"er", ""}, {"est", ""}, {"ly", ""},
}

// bases are the words that form may be a form of.
func bases(form string) []string {
	out := []string{form}
	for _, e := range endings {
		if b, ok := strings.CutSuffix(form, e.off); ok && len(b) >= 2 {
			b += e.on
			out = append(out, b)
			if n := len(b); n > 2 && b[n-1] == b[n-2] {
				out = append(out, b[:n-1])
			}
		}
	}
	return out
}

var suffixes = strings.Fields(`ization isation ational fulness ousness iveness ations ation ingly ments ment ness ings edly
	ing ies ied ers est ed es er ly s`)

// Stem is a word without its endings, so that most forms of one word and the
// words derived from it have one stem. It is cruder than Porter's, which did no
// better here.
func Stem(w string) string {
	for _, s := range suffixes {
		if b, ok := strings.CutSuffix(w, s); ok && len(b) >= 3 {
			w = b
			break
		}
	}
	if n := len(w); n > 3 && (w[n-1] == 'e' || w[n-1] == 'y') {
		w = w[:n-1]
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] {
		w = w[:n-1]
	}
	return w
}

var numbers = func() map[string]string {
	m := map[string]string{}
	for i, w := range strings.Fields("zero one two three four five six seven eight nine ten eleven twelve") {
		m[w] = string("0123456789"[i%10])
		if i >= 10 {
			m[w] = "1" + m[w]
		}
	}
	return m
}()
