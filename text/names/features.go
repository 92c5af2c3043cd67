package names

import "unicode"

// attr is what the features of a word and its neighbours are made of.
type attr struct {
	low, cased         uint64
	shape              uint64
	suf2, suf3, suf4   uint64
	pre2, pre3, pre4   uint64
	tag, class         uint64
	lists, phrase      Mask
	phraseAt           uint8 // 1 first, 2 inner, 3 last, 4 only of a phrase on a list
	cap                bool  // starts with a capital
	digit              bool
	start              bool // opens its sentence
	runFirst, runLast  int32
	elsewhere, anyCase uint64 // what the document says of it
}

// Runner finds names with a model. It keeps its room between documents and
// must not be used by two goroutines at a time.
type Runner struct {
	m     *Model
	attrs []attr
	path  []uint8
	feats []uint32
	score [][row]int32
	from  [][labels]uint8
	doc   memory

	signs  []uint16
	layer  []float32
	out    []float32
	window []float32
	base   [][row]int32 // of each word, what features score that stay
	said   []uint64     // of each word, what it was last taken for elsewhere
}

// NewRunner makes a runner of m.
func NewRunner(m *Model) *Runner { return &Runner{m: m} }

// look fills in the attributes of one word.
func (m *Model) look(a *attr, w *Word) {
	*a = attr{tag: uint64(w.Tag)}
	var buf [40]rune
	n := 0
	a.low, a.cased = 7, 7
	k, runs := uint64(0), 0
	for _, r := range w.Text {
		if n == len(buf) {
			break
		}
		c := uint64(0)
		switch {
		case 'a' <= r && r <= 'z':
			c = 1
		case 'A' <= r && r <= 'Z':
			c = 2
		case '0' <= r && r <= '9':
			c, r = 3, '0'
			a.digit = true
		case r == '’' || r == '‘':
			r, c = '\'', '\''
		case r < 0x80:
			c = uint64(r)
		case unicode.IsUpper(r):
			c = 2
		case unicode.IsLetter(r):
			c = 1
		default:
			c = 4
		}
		if n == 0 {
			a.cap = c == 2
		}
		a.cased = mix(a.cased, uint64(r))
		if c == 2 {
			if r < 0x80 {
				r |= 0x20
			} else {
				r = unicode.ToLower(r)
			}
		}
		a.low = mix(a.low, uint64(r))
		buf[n] = r
		n++
		if c != k && runs < 5 {
			a.shape = a.shape*131 + c
			k = c
			runs++
		}
	}
	if n < 4 {
		a.shape = a.shape*5 + uint64(n)
	}
	h := func(rs []rune) uint64 {
		v := uint64(len(rs))
		for _, r := range rs {
			v = mix(v, uint64(r))
		}
		return v
	}
	b := buf[:n]
	a.suf2, a.suf3, a.suf4 = h(b[max(0, n-2):]), h(b[max(0, n-3):]), h(b[max(0, n-4):])
	a.pre2, a.pre3, a.pre4 = h(b[:min(2, n)]), h(b[:min(3, n)]), h(b[:min(4, n)])
	if int(w.Form) < len(m.Classes) {
		a.class = uint64(m.Classes[w.Form]) + 1
	}
	if a.cap {
		a.lists = m.Lists.look(mix(0, a.low))
	} else if n > 3 && !a.digit {
		// Writers in a hurry leave capitals out.
		a.lists = m.Lists.look(mix(0, a.low)) & (CityName | CountryName | BodyName | PeopleName | RegionName)
	}
}

// survey fills in the attributes of one sentence's words.
func (r *Runner) survey(ws []Word) []attr {
	if cap(r.attrs) < len(ws) {
		r.attrs = make([]attr, len(ws)+len(ws)/2)
	}
	as := r.attrs[:len(ws)]
	for i := range ws {
		r.m.look(&as[i], &ws[i])
		as[i].runFirst = -1
	}
	if len(as) > 0 {
		as[0].start = true
	}
	// Phrases on the lists, the longest first.
	for i := 0; i < len(as); i++ {
		if !as[i].cap {
			continue
		}
		h := mix(0, as[i].low)
		n, on := 1, as[i].lists&^(FirstName|LastName|PublicFirst|PublicLast|PlaceWord)
		for k := 1; k < longestPhrase && i+k < len(as); k++ {
			h = mix(h, as[i+k].low)
			if as[i+k].cap {
				if m := r.m.Lists.look(h); m != 0 {
					n, on = k+1, m
				}
			}
		}
		if on == 0 || as[i].phraseAt != 0 {
			continue
		}
		for k := range n {
			at := uint8(2)
			switch {
			case n == 1:
				at = 4
			case k == 0:
				at = 1
			case k == n-1:
				at = 3
			}
			as[i+k].phrase, as[i+k].phraseAt = on, at
		}
	}
	// Runs of capitalised words, with the small words that join them.
	for i := 0; i < len(as); i++ {
		if !as[i].cap {
			continue
		}
		e := i + 1
		for e < len(as) {
			if as[e].cap {
				e++
			} else if e+1 < len(as) && as[e+1].cap && joins(ws[e].Text) {
				e += 2
			} else if e+2 < len(as) && as[e+2].cap && joins(ws[e].Text) && ws[e+1].Text == "the" {
				e += 3
			} else {
				break
			}
		}
		for k := i; k < e; k++ {
			as[k].runFirst, as[k].runLast = int32(i), int32(e-1)
		}
		i = e
	}
	return as
}

func joins(s string) bool {
	switch s {
	case "of", "for", "de", "la", "al", "bin", "van", "von", "der", "del", "du", "-", "&":
		return true
	}
	return false
}

// hashed is the number of a feature of a kind.
func hashed(kind uint64, vs ...uint64) uint32 {
	h := kind * 0x9e3779b97f4a7c15
	for _, v := range vs {
		h = mix(h, v)
	}
	return uint32(h >> 40)
}

// features appends the features of word i.
func features(f []uint32, as []attr, i int) []uint32 {
	var none attr
	at := func(k int) *attr {
		if k < 0 || k >= len(as) {
			return &none
		}
		return &as[k]
	}
	a, p, n, p2, n2 := &as[i], at(i-1), at(i+1), at(i-2), at(i+2)
	add := func(kind uint64, vs ...uint64) { f = append(f, hashed(kind, vs...)) }
	bit := func(b bool) uint64 {
		if b {
			return 1
		}
		return 0
	}
	ph := uint64(a.phrase)<<3 | uint64(a.phraseAt)
	start := bit(a.start)
	add(1, a.low)
	add(2, p.low)
	add(3, n.low)
	add(4, p2.low)
	add(5, n2.low)
	add(6, a.cased)
	add(7, p.low, a.low)
	add(8, a.low, n.low)
	add(9, p.low, n.low, a.shape)
	add(10, a.suf2, a.shape)
	add(11, a.suf3)
	add(12, a.suf4)
	add(13, a.pre2, a.shape)
	add(14, a.pre3)
	add(15, a.pre4)
	add(16, a.shape, start)
	add(17, p.shape, a.shape)
	add(18, a.shape, n.shape)
	add(19, p.shape, a.shape, n.shape)
	add(20, a.tag)
	add(21, p.tag, a.tag)
	add(22, a.tag, n.tag)
	add(23, p.tag, a.tag, n.tag)
	add(24, p2.tag, p.tag, a.tag, bit(a.cap))
	add(25, a.class, bit(a.cap))
	add(26, p.class)
	add(27, n.class)
	add(28, p.class, a.class)
	add(29, a.class, n.class)
	add(30, p.class, n.class, a.shape)
	add(31, p2.class)
	add(32, n2.class)
	add(33, uint64(a.lists), a.shape)
	add(34, uint64(p.lists), uint64(a.lists))
	add(35, uint64(a.lists), uint64(n.lists))
	add(36, uint64(p.lists), uint64(a.lists), uint64(n.lists))
	add(37, ph)
	add(38, ph, p.low)
	add(39, ph, n.low)
	add(40, uint64(a.lists), p.low)
	add(41, uint64(a.lists), n.low)
	add(42, uint64(a.lists), p.class, n.class)
	add(43, p2.low, p.low, bit(a.cap))
	add(44, n.low, n2.low, bit(a.cap))
	if a.runFirst >= 0 {
		first, last := int(a.runFirst), int(a.runLast)
		pos := uint64(min(i-first, 3))<<2 | uint64(min(last-i, 3))
		before, after := at(first-1), at(last+1)
		l := &as[last]
		add(45, pos, l.low)
		add(46, pos, as[first].low)
		add(47, pos, l.class)
		add(48, pos, before.low)
		add(49, pos, after.low)
		add(50, pos, before.class, after.class)
		add(51, pos, uint64(as[first].lists), uint64(l.lists))
		add(52, pos, before.tag, after.tag)
		add(53, pos, l.suf3)
		add(54, pos, uint64(as[first].lists), after.class)
	}
	if a.cap || a.anyCase != 0 {
		add(55, a.anyCase, a.shape, start)
		add(56, a.anyCase, uint64(a.lists))
	}
	return f
}

// nobody stands where a sentence has no word.
var nobody attr

// beside is word i and the ones before and after it.
func beside(as []attr, i int) (a, p, n *attr) {
	p, n = &nobody, &nobody
	if i > 0 {
		p = &as[i-1]
	}
	if i+1 < len(as) {
		n = &as[i+1]
	}
	return &as[i], p, n
}

// recalled appends the features of what word i and the words beside it were
// taken for elsewhere in the document.
func recalled(f []uint32, as []attr, i int) []uint32 {
	a, p, n := beside(as, i)
	add := func(kind uint64, vs ...uint64) { f = append(f, hashed(kind, vs...)) }
	add(57, a.elsewhere)
	add(58, a.elsewhere, a.shape)
	add(59, a.elsewhere, uint64(a.lists))
	add(60, p.elsewhere, a.elsewhere)
	add(61, a.elsewhere, n.elsewhere)
	add(62, a.elsewhere, p.low)
	add(63, a.elsewhere, n.low)
	add(64, a.elsewhere, a.tag, a.anyCase)
	return f
}

// byGenre appends the strongest features of word i apart for each genre.
func byGenre(f []uint32, as []attr, i int, g genre) []uint32 {
	a, p, n := beside(as, i)
	k := uint64(g)
	add := func(kind uint64, vs ...uint64) { f = append(f, hashed(kind, vs...)) }
	add(70, k, a.low)
	add(71, k, a.tag)
	add(72, k, a.shape)
	add(73, k, uint64(a.lists))
	add(74, k, uint64(a.phrase), uint64(a.phraseAt))
	add(75, k, p.low, a.low)
	add(76, k, a.low, n.low)
	add(77, k, uint64(a.lists), p.low)
	add(78, k, uint64(a.lists), n.low)
	if a.runFirst >= 0 {
		add(79, k, as[a.runLast].low)
	}
	return f
}
