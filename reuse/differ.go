package reuse

import (
	"cmp"
	"slices"
	"strings"

	"sayso"
	"sayso/trace"
)

// shortRun is the number of words up to which words in one document alone are a
// change of wording rather than a cut or an addition.
const shortRun = 3

// longChange is the number of words beyond which those of both documents are no
// change of wording but a cut and an addition at one place.
const longChange = 6

// longRun is the number of words beyond which a run tells no more by its
// length: outlets add whole paragraphs of their own.
const longRun = 30

// maxOdd is how many changed words are looked for elsewhere in both texts; it
// bounds the cost of two long ones.
const maxOdd = 100

// differ sums up how two documents differ, for tracing.
func differ(ps []passage, a, b []word) (d trace.Pair) {
	topicA, topicB := topic(ps, a, true), topic(ps, b, false)
	inner := func(r *trace.Runs, ws []word, topic map[uint64]bool) {
		r.Inner++
		r.InnerWords += min(len(ws), longRun)
		r.Foreign += foreign(ws, topic)
	}
	gap := func(a0, a1, b0, b1 int) {
		ga, gb := a1-a0, b1-b0
		switch {
		case ga == 0 && gb == 0:
		case min(ga, gb) > longChange:
			inner(&d.OnlyA, a[a0:a1], topicA)
			inner(&d.OnlyB, b[b0:b1], topicB)
		case max(ga, gb) <= shortRun, ga > 0 && gb > 0 && 3*min(ga, gb) >= max(ga, gb):
			d.Changed++
			if ga == 1 && gb == 1 && d.Changed <= maxOdd {
				old, new := a[a0].hash, b[b0].hash
				d.OddA += odd(a, b, new, old)
				d.OddB += odd(b, a, old, new)
			}
		case ga > gb:
			inner(&d.OnlyA, a[a0:a1], topicA)
		default:
			inner(&d.OnlyB, b[b0:b1], topicB)
		}
	}
	type span struct{ from, to int }
	var as, bs []span
	last := -1
	for _, p := range ps {
		for i := 1; i < len(p); i++ {
			e := end(p[:i])
			gap(e.a, p[i].a, e.b, p[i].b)
		}
		e := end(p)
		as = append(as, span{p[0].a, e.a})
		bs = append(bs, span{p[0].b, e.b})
		if p[0].b < last {
			d.Moved++
		}
		last = p[0].b
	}
	slices.SortFunc(bs, func(x, y span) int { return cmp.Compare(x.from, y.from) })
	outside := func(r *trace.Runs, ss []span, ws []word, topic map[uint64]bool) {
		at := 0
		for _, s := range ss {
			if s.from-at > shortRun {
				inner(r, ws[at:s.from], topic)
			}
			at = max(at, s.to)
		}
		if len(ws)-at > shortRun {
			r.Tail = min(len(ws)-at, 2*longRun)
			r.TailForeign = foreign(ws[at:], topic)
		}
	}
	outside(&d.OnlyA, as, a, topicA)
	outside(&d.OnlyB, bs, b, topicB)
	return d
}

// tellingLetters is the number of bytes from which on a word tells of its
// topic, mostly.
const tellingLetters = 6

// topic is the words that tell of what the passages are about.
func topic(ps []passage, ws []word, inA bool) map[uint64]bool {
	m := make(map[uint64]bool)
	for _, p := range ps {
		for _, k := range p {
			at := k.b
			if inA {
				at = k.a
			}
			for _, w := range ws[at : at+k.n] {
				if w.end-w.start >= tellingLetters {
					m[w.hash] = true
				}
			}
		}
	}
	return m
}

// foreign is the share of a run's telling words that are not of the topic: what
// was added from elsewhere has more of them than what was cut.
func foreign(ws []word, topic map[uint64]bool) float64 {
	n, out := 0, 0
	for _, w := range ws {
		if w.end-w.start >= tellingLetters {
			n++
			if !topic[w.hash] {
				out++
			}
		}
	}
	if n == 0 {
		return 0.5
	}
	return float64(out) / float64(n)
}

// odd is 1 where x uses elsewhere the word that y has in place of its own, and
// y nowhere uses x's: then x, not y, was changed there.
func odd(x, y []word, others, own uint64) int {
	has := func(ws []word, h uint64) bool {
		return slices.ContainsFunc(ws, func(w word) bool { return w.hash == h })
	}
	if has(x, others) && !has(y, own) {
		return 1
	}
	return 0
}

// marks counts the places where one side names whom it was told to, "told AFP",
// and the other has only that it was said: copies drop the agency's name. It is
// above 0 where a has more such marks.
func marks(ps []sayso.Passage) (n int) {
	for _, p := range ps {
		for _, c := range p.Changes {
			if c.Kind != sayso.ChangeCue && c.Kind != sayso.ChangeSpeaker {
				continue
			}
			n += toldTo(c.A) - toldTo(c.B)
		}
	}
	return n
}

// toldTo is 1 where a span has "told" before a name.
func toldTo(s *sayso.Span) int {
	if s == nil {
		return 0
	}
	ws := strings.Fields(s.Text)
	for i := 1; i < len(ws); i++ {
		if strings.EqualFold(ws[i-1], "told") && ws[i][0] >= 'A' && ws[i][0] <= 'Z' {
			return 1
		}
	}
	return 0
}
