package reuse

import (
	"math"
	"slices"
)

// odds is a score as a probability.
func odds(score, even, scale float64) float64 { return logistic((score - even) / scale) }

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// chanceOf is the probability that two statements of which no speaker is known
// to be one are one: from their likeness, by how much it is above that of the
// nearest other statement to either, and what names and numbers they do not
// share. In news on one war most statements have no counterpart, but many that
// are somewhat like them; a translation has one that is far nearer than all
// others.
//
// Where one of them is told in the reporter's words alone, that counts for
// less: what happened is told in such words by many who say it themselves.
//
// Fitted by logistic regression to 4,700 pairs of wmt21_ru-en and 75 of
// fakes-dev, and where not both are quoted to 106 of fakes-dev alone; see
// docs/models/links.md for how often it is right.
func chanceOf(m match, overA, overB float64) float64 {
	const most = 0.3
	overA, overB = max(-most, min(most, overA)), max(-most, min(most, overB))
	s := m.score()
	less, more := min(overA, overB), max(overA, overB)
	if !m.quoted {
		return logistic(-2.13 + 3.81*s + 2.61*less + 0.4*m.names - 1.96*m.numbers - 4.63*max(0, m.named-0.5))
	}
	return logistic(-1.35 + 6.12*s - 4.22*max(0, s-0.35) + (11.6-4.56*max(0, min(1, (s-0.2)/0.4)))*less + 3.98*more -
		3.92*m.names - 9.81*m.numbers - 8.62*max(0, m.named-0.5))
}

// rivals tell of each statement how like it the nearest others are that are not
// tellings of the same.
type rivals struct {
	one  map[uint32]uint32 // a telling of several, and the first of them
	near map[uint32][2]rival
}

// A rival is a telling like some statement, and how like.
type rival struct {
	one   uint32
	score float64
}

func rivalsOf(ms []match) *rivals {
	r := &rivals{one: make(map[uint32]uint32), near: make(map[uint32][2]rival)}
	for _, m := range ms {
		if m.sameWords || m.score() >= oneScore {
			a, b := r.root(m.a), r.root(m.b)
			if a != b {
				r.one[max(a, b)] = min(a, b)
			}
		}
	}
	for _, m := range ms {
		a, b, s := r.root(m.a), r.root(m.b), m.score()
		if a != b && s > 0 {
			r.add(m.a, rival{b, s})
			r.add(m.b, rival{a, s})
		}
	}
	return r
}

func (r *rivals) root(n uint32) uint32 {
	for {
		up, ok := r.one[n]
		if !ok {
			return n
		}
		n = up
	}
}

// add keeps the nearest two tellings.
func (r *rivals) add(n uint32, x rival) {
	two := r.near[n]
	switch {
	case x.one == two[0].one && two[0].score > 0:
		two[0].score = max(two[0].score, x.score)
	case x.score > two[0].score:
		two[0], two[1] = x, two[0]
	case x.score > two[1].score:
		two[1] = x
	}
	r.near[n] = two
}

// of is how like a the nearest telling is that is none of b's.
func (r *rivals) of(a, b uint32) float64 {
	two := r.near[a]
	if two[0].one == r.root(b) {
		return two[1].score
	}
	return two[0].score
}

// occasions are, by two documents, the statements that both have: some of them,
// by their numbers.
type occasions map[[2]uint32][][2]uint32

// Two documents tell of one occasion where they share another statement that is
// so alike, of one speaker or of any.
const (
	occasionBySpeaker = 0.3
	occasionScore     = 0.4
	occasionPairs     = 8
)

func (r *run) occasionsOf(ms []match) occasions {
	o := make(occasions)
	for _, m := range ms {
		if m.oneDocument || !(m.sameSpeaker && m.bySpeaker() >= occasionBySpeaker) && m.score() < occasionScore {
			continue
		}
		if k := r.documentsOf(m); len(o[k]) < occasionPairs {
			o[k] = append(o[k], [2]uint32{m.a, m.b})
		}
	}
	return o
}

// of reports whether the documents of two statements share other ones too.
func (o occasions) of(r *run, m match) bool {
	return !m.oneDocument && slices.ContainsFunc(o[r.documentsOf(m)], func(p [2]uint32) bool { return p[0] != m.a && p[1] != m.b })
}

func (r *run) documentsOf(m match) [2]uint32 {
	a, _ := r.documentOf(m.a)
	b, _ := r.documentOf(m.b)
	return [2]uint32{a, b}
}
