package reuse

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"sayso"
)

// How alike statements must be to be linked. Calibrated on wmt21_ru-en, where
// nobody is named as the speaker, on pairs of fakes-dev, and on the statements a
// reader found in the seeds, where most are one man's; see TestSame, TestSeeds
// and docs/models/links.md.
const (
	// floorScore is the likeness below which nothing is kept.
	floorScore = 0.03
	// speakerFloor is the same for two statements by one speaker.
	speakerFloor = 0.08
	// oneScore is the likeness from which on two statements are tellings of one
	// that do not stand in each other's way (see rivals).
	oneScore = 0.8
	// speakerScore is the likeness at even odds of two statements by one speaker
	// in two documents, and speakerScale by how much it must rise for the odds to
	// rise by e: the mean of how much of each is in the other, since reports cut.
	// Where a date is missing it may have been on any day, and what a body says
	// each week is much alike ("the toll could rise"): fitted to 74 pairs of
	// fakes-dev, where no page has a date.
	speakerScore, speakerScale = 0.18, 0.05
	undatedScore               = 0.34
	undatedBodyScore           = 0.43
	undatedScale               = 0.12
	// withinScore is that of two statements by one speaker in one document: a
	// report seldom says one thing twice, but its headline does: for what is
	// nearest to that, headlineScore is enough.
	withinScore, headlineScore = 0.6, 0.4
	// groupScore is the mean over two groups of one speaker's statements from
	// which on they are one.
	groupScore = 0.13
	// conflictScore is the confidence from which on two statements of which one
	// denies what the other says are one in conflict; below it they are two.
	conflictScore = 0.76
	// apart is how many days after one statement another by the same speaker is
	// taken for a new one, unless its words are the same.
	apart = 10
	// thinPenalty is taken from the likeness of two statements that share too
	// little to tell, as far as it falls short of thinWeight: short ones need
	// more. Shared names of states alone would else join much.
	thinPenalty = 0.2
	thinWeight  = 28
	// unknownPenalty is taken where one of two statements has a speaker and the
	// other none: they may be two people's.
	unknownPenalty = 0.03
	// anonymousPenalty is taken where one of them is known to be nobody in
	// particular: sources and activists say such things every day.
	anonymousPenalty = 0.25
	// enoughWeight is the weight of terms, in natural logarithms, from which on
	// the same words alone make a copy: some four words that are not common.
	enoughWeight = 24
	// tooThin is how little they may tell to be linked at all: two words that
	// are not common.
	tooThin = 0.65
)

// A match is two statements that may be one.
type match struct {
	a, b         uint32
	low, high    float64 // how much of each is in the other
	names        float64 // how much of both is names that the other has not
	numbers      float64 // or numbers
	named        float64 // of what both have, how much is names
	oneUnknown   bool    // the speaker of one alone is known
	thin         float64 // 0 where what they share tells enough, 1 where nothing
	sameSpeaker  bool
	otherSpeaker bool
	sameWords    bool
	oneDocument  bool
	anonymous    bool // one speaker is said to be nobody in particular
	dated        bool // of both the day is known
	body         bool // one speaker is no person
	tells        bool // their words alone would make a copy
	quoted       bool // both have words in quotation marks
	headA, headB bool // it stands in a headline

	nearHead bool // one is the headline of its document, and the other what says the same there

	byWords bool   // compared because of the same words
	told    uint64 // what was decided from when a link was kept last, 1 added where there is one
}

// score is the likeness where nothing is known of the speakers. A statement
// that says more than the other is another statement, mostly.
func (m match) score() float64 {
	x := m.low - 0.1*m.high - thinPenalty*m.thin
	if m.oneUnknown {
		x -= unknownPenalty
	}
	if m.anonymous {
		x -= anonymousPenalty
	}
	return x
}

// bySpeaker is the likeness of two statements by one speaker.
func (m match) bySpeaker() float64 { return (m.low+m.high)/2 - thinPenalty*m.thin }

// speakerOdds is the likeness at which one speaker's statements are one at even
// odds, and by how much it must rise for the odds to rise by e. Reports of one
// occasion are of one day, though that day is not known.
func (m match) speakerOdds(occasion bool) (even, scale float64) {
	switch {
	case m.oneDocument && m.nearHead:
		return headlineScore, speakerScale
	case m.oneDocument:
		return withinScore, speakerScale
	case m.dated || occasion:
		return speakerScore, speakerScale
	case m.body:
		return undatedBodyScore, undatedScale
	}
	return undatedScore, undatedScale
}

// judge compares two statements; false where they cannot be one.
func judge(a, b *saying) (match, bool) {
	m := match{a: a.n, b: b.n, sameWords: a.hash == b.hash, oneDocument: a.docN == b.docN}
	if m.oneDocument && overlap(a, b) {
		return m, false
	}
	who := compareSpeakers(a.st.Speaker, b.st.Speaker)
	m.sameSpeaker, m.otherSpeaker = who > 0, who < 0
	m.oneUnknown = known(a.st.Speaker) != known(b.st.Speaker)
	m.anonymous = anonymous(a.st.Speaker) || anonymous(b.st.Speaker)
	m.dated = a.dated && b.dated
	m.quoted = a.st.Mode != sayso.Indirect && b.st.Mode != sayso.Indirect
	m.headA, m.headB = a.headline, b.headline
	m.body = m.sameSpeaker && (a.st.Speaker.Kind != sayso.Person || b.st.Speaker.Kind != sayso.Person)
	m.tells = a.sum >= enoughWeight
	if a.sum == 0 || b.sum == 0 {
		return m, false
	}
	x, y := covered(a, b), covered(b, a)
	m.low, m.high = min(x.share, y.share), max(x.share, y.share)
	m.thin = max(0, 1-min(x.weight, y.weight)/thinWeight)
	m.names = (x.names + y.names) / (a.sum + b.sum)
	m.numbers = (x.numbers + y.numbers) / (a.sum + b.sum)
	m.named = (x.named + y.named) / max(1, x.weight+y.weight)
	switch {
	case m.sameWords && (m.sameSpeaker || m.tells):
		return m, true
	case m.sameWords && m.thin > tooThin:
		return m, false
	case m.otherSpeaker, days(a, b) > apart:
		return m, false
	case m.oneDocument && !m.sameSpeaker:
		return m, false
	}
	return m, m.score() >= floorScore || m.sameSpeaker && m.bySpeaker() >= speakerFloor
}

// overlap reports whether one statement stands inside the other.
func overlap(a, b *saying) bool {
	if a.st.Within != "" && a.st.Within == b.st.ID || b.st.Within != "" && b.st.Within == a.st.ID {
		return true
	}
	for _, x := range a.st.Content {
		for _, y := range b.st.Content {
			if x.Start < y.End && y.Start < x.End {
				return true
			}
		}
	}
	return false
}

// compareSpeakers is 1 where two speakers are one, -1 where they are two, and 0
// where that cannot be told.
func compareSpeakers(a, b *sayso.Actor) int {
	if !known(a) || !known(b) {
		return 0
	}
	if a.Actor != "" && a.Actor == b.Actor {
		return 1
	}
	x, y := nameWords(a.Name), nameWords(b.Name)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	if x[len(x)-1] == y[len(y)-1] {
		return 1
	}
	if n := nameOf[x[len(x)-1]]; n != "" && n == nameOf[y[len(y)-1]] {
		return 1
	}
	return -1
}

func anonymous(a *sayso.Actor) bool { return a != nil && a.Kind == sayso.Anonymous }

func known(a *sayso.Actor) bool { return a != nil && a.Kind != sayso.Anonymous && a.Name != "" }

func nameWords(s string) []string {
	return oneName(forms(s, appendWords(nil, s, 0, len(s)), nil))
}

// days is how far apart two statements were made or published, in days; 0 where
// that is not known.
func days(a, b *saying) int {
	if !a.dated || !b.dated {
		return 0
	}
	return int(math.Abs(a.day.Sub(b.day).Hours()) / 24)
}

// day is when a statement was made, or else published.
func day(d *sayso.Document, st *sayso.Statement) (time.Time, bool) {
	for _, d := range []*sayso.Date{st.SaidOn, d.Published} {
		if d != nil && len(d.Date) >= 10 {
			if t, err := time.Parse(time.DateOnly, d.Date[:10]); err == nil {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// choose decides which matches are links, and keeps those that have changed.
func (r *run) choose(ms []match) error {
	for _, k := range slices.Sorted(maps.Keys(r.st.gone)) {
		if err := r.drop(uint32(k>>32), uint32(k)); err != nil {
			return err
		}
	}
	rivals, occasions := rivalsOf(ms), r.occasionsOf(ms)
	headlines(ms)
	confidence := func(m match) float64 {
		if m.sameWords && (m.sameSpeaker || m.tells) {
			return 1
		}
		c := 0.0
		if !m.oneDocument {
			c = chanceOf(m, m.score()-rivals.of(m.a, m.b), m.score()-rivals.of(m.b, m.a))
		}
		if m.sameSpeaker {
			even, scale := m.speakerOdds(!m.dated && occasions.of(r, m))
			c = max(c, odds(m.bySpeaker(), even, scale))
		}
		return c
	}
	groups := groupUp(ms, confidence)
	docs := newShelf(r, newVocabulary(r.st.levels), false)
	al := &aligner{}
	for i := range ms {
		m := ms[i]
		c := confidence(m)
		ga, gb := groups[m.a], groups[m.b]
		da, _ := r.documentOf(m.a)
		db, _ := r.documentOf(m.b)
		independent := r.independent(da, db)
		from := m.from(c, independent)
		if grouped := ga != 0 && ga == gb; c < 0.5 && !grouped {
			if err := r.link(&ms[i], 0, nil); err != nil {
				return err
			}
			continue
		}
		if m.told&^1 == from {
			continue
		}
		a, err := docs.saying(m.a)
		if err != nil {
			return err
		}
		b, err := docs.saying(m.b)
		if err != nil {
			return err
		}
		against := conflict(a, b, m)
		if c < conflictScore && onlyDenies(against) {
			if err := r.link(&ms[i], from, nil); err != nil {
				return err
			}
			continue
		}
		l := statementLink(al, a, b, m, against, max(c, 0.5))
		l.Independent = independent
		if err := r.link(&ms[i], from, &l); err != nil {
			return err
		}
	}
	return nil
}

// headlines marks, for each statement in a headline, the one of its document that
// is the nearest to it.
func headlines(ms []match) {
	best := make(map[uint32]int)
	for i := range ms {
		m := &ms[i]
		m.nearHead = false
		if !m.oneDocument || !m.sameSpeaker || m.headA == m.headB {
			continue
		}
		head := m.a
		if m.headB {
			head = m.b
		}
		if j, ok := best[head]; !ok || m.bySpeaker() > ms[j].bySpeaker() {
			best[head] = i
		}
	}
	for _, i := range best {
		ms[i].nearHead = true
	}
}

// onlyDenies reports whether a negation is all that sets two statements in
// conflict.
func onlyDenies(against []sayso.Change) bool {
	return len(against) > 0 && !slices.ContainsFunc(against, func(c sayso.Change) bool { return c.Kind != sayso.ChangeNegation })
}

// groupUp joins the statements of one speaker that say one thing: from the
// likeliest pair on, two groups become one where their members are alike enough
// on the mean. It returns the number of each statement's group, from 1.
func groupUp(ms []match, confidence func(match) float64) map[uint32]uint32 {
	like := make(map[uint64]float64)
	var edges []match
	for _, m := range ms {
		if m.sameSpeaker {
			like[uint64(m.a)<<32|uint64(m.b)] = m.bySpeaker()
			if confidence(m) >= 0.5 {
				edges = append(edges, m)
			}
		}
	}
	slices.SortStableFunc(edges, func(x, y match) int { return -cmp.Compare(x.bySpeaker(), y.bySpeaker()) })
	group := make(map[uint32]uint32)
	members := make(map[uint32][]uint32)
	of := func(n uint32) uint32 {
		if group[n] == 0 {
			g := uint32(len(group) + 1)
			group[n] = g
			members[g] = []uint32{n}
		}
		return group[n]
	}
	for _, m := range edges {
		x, y := of(m.a), of(m.b)
		if x == y {
			continue
		}
		if len(members[x])*len(members[y]) > maxGroup {
			continue
		}
		sum := 0.0
		for _, i := range members[x] {
			for _, j := range members[y] {
				sum += like[uint64(min(i, j))<<32|uint64(max(i, j))]
			}
		}
		if sum < groupScore*float64(len(members[x])*len(members[y])) {
			continue
		}
		for _, j := range members[y] {
			group[j] = x
		}
		members[x] = append(members[x], members[y]...)
		delete(members, y)
	}
	return group
}

// maxGroup bounds the pairs that are looked at to join two groups.
const maxGroup = 10_000
