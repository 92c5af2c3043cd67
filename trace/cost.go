package trace

// A Model is what each thing that happens to a report on its way costs, as the
// negative natural logarithm of its odds.
type Model struct {
	Changed       float64 // a word put otherwise
	Moved         float64 // a sentence moved
	Cut           float64 // a stretch left out
	CutForeign    float64 // times the share of words foreign to the rest
	CutWord       float64
	Tail          float64 // the end left out
	TailWord      float64
	Added         float64 // a stretch put in
	AddedForeign  float64 // likewise, a gain
	AddedWord     float64
	AddedTail     float64 // something put at the end
	AddedTailWord float64
	Odd           float64 // a word that agrees with the rest of the text where the source's does not
	Mark          float64 // a mark of an original that the source has not
	Earlier       float64 // a copy dated before its source
	Later         float64 // or after it
	Undated       float64
	Named         float64 // it credits its source
	Names         float64 // its source credits it
	LostCredit    float64 // it credits nobody where its source does
	Agency        float64 // it copies an outlet that others credit
	Root          float64
	RootCredits   float64 // a source of all that credits another
	RootAgency    float64 // or that others credit
	Recaptured    float64 // a later capture of one page is the source of an earlier one
}

// Costs are fitted to synthetic_copies (250 trees, 1,012 copies), with and
// without dates and outlets, by raising the likelihood of the true sources.
var Costs = Model{
	Changed: 1.45, Moved: 2, Cut: 0.05, CutForeign: 2.5, CutWord: 0.055, Tail: 0.5, TailWord: 0.0125,
	Added: 0.8, AddedForeign: -0.75, AddedWord: 0.14, AddedTail: 1.7, AddedTailWord: 0.195,
	Odd: 2.1, Mark: 1.5, Earlier: 3, Later: 0.7, Undated: 1.2,
	Named: -0.9, Names: 3.8, LostCredit: 0.9, Agency: -1.6,
	Root: 2, RootCredits: 4, RootAgency: -4,
	Recaptured: 20, // not fitted: it cannot be
}

// copying is what it costs to make B of A.
func (m *Model) copying(vs []Version, e Pair) float64 {
	p, c := vs[e.A], vs[e.B]
	x := m.Changed*float64(e.Changed) + m.Moved*float64(e.Moved) + m.Cut*float64(e.OnlyA.Inner) + m.CutForeign*(e.OnlyA.Foreign+e.OnlyA.TailForeign) + m.AddedForeign*(e.OnlyB.Foreign+e.OnlyB.TailForeign) + m.CutWord*float64(e.OnlyA.InnerWords) +
		m.Added*float64(e.OnlyB.Inner) + m.AddedWord*float64(e.OnlyB.InnerWords) + m.Odd*float64(e.OddA)
	if e.OnlyA.Tail > 0 {
		x += m.Tail + m.TailWord*float64(e.OnlyA.Tail)
	}
	if e.OnlyB.Tail > 0 {
		x += m.AddedTail + m.AddedTailWord*float64(e.OnlyB.Tail)
	}
	if e.Marks < 0 {
		x += m.Mark
	}
	if sequence(p, c) > 0 {
		x += m.Recaptured
	}
	if p.Date == "" || c.Date == "" {
		x += m.Undated
	} else {
		switch before(p.Date, c.Date) {
		case 1:
			x += m.Earlier
		case -1:
			x += m.Later
		}
	}
	if named(c, p) {
		x += m.Named
	}
	if named(p, c) {
		x += m.Names
	}
	if len(p.Credits) > 0 && len(c.Credits) == 0 {
		x += m.LostCredit
	}
	if p.Agency {
		x += m.Agency
	}
	return x
}

// root is what it costs that v was copied from none of the versions.
func (m *Model) root(vs []Version, v int) float64 {
	x := m.Root
	if len(vs[v].Credits) > 0 {
		x += m.RootCredits
	}
	if vs[v].Agency {
		x += m.RootAgency
	}
	return x
}

// reasons are those that speak for B being a copy of A, in words.
func reasons(vs []Version, e Pair) (why []string) {
	p, c := vs[e.A], vs[e.B]
	if w := recaptured(p, c); w != "" {
		return []string{w}
	}
	switch {
	case named(c, p):
		why = append(why, "credits "+p.Outlet)
	case len(c.Credits) > 0 && len(p.Credits) == 0:
		why = append(why, "credits "+c.Credits[0])
	}
	if p.Date != "" && c.Date != "" && before(p.Date, c.Date) < 0 {
		why = append(why, "dated later")
	}
	if p.Agency {
		why = append(why, p.Outlet+" is credited by others")
	}
	if e.Marks > 0 {
		why = append(why, "lost a mark of the original")
	}
	if e.OddB > e.OddA {
		why = append(why, "keeps the other wording elsewhere")
	}
	cuts, adds := e.OnlyA.Inner > 0 || e.OnlyA.Tail > 0, e.OnlyB.Inner > 0 || e.OnlyB.Tail > 0
	switch {
	case cuts && !adds:
		why = append(why, "has nothing that the other lacks")
	case e.OnlyA.Tail > 0:
		why = append(why, "lacks the end")
	}
	if len(why) == 0 {
		why = append(why, "the least changes from it to all versions")
	}
	return why
}

// recaptured is why c is a later state of the page that p is, or "".
func recaptured(p, c Version) string {
	switch {
	case sequence(p, c) >= 0:
		return ""
	case p.Captured != c.Captured && p.Captured != "" && c.Captured != "":
		return "a later capture of the same page"
	case p.Date != "" && c.Date != "" && before(p.Date, c.Date) < 0:
		return "the same page, dated later"
	}
	return "the same page, and says it was changed since"
}

// Partial judges two documents that share a part only: by their credits and
// dates alone.
func Partial(a, b Version) Verdict {
	if w := recaptured(a, b); w != "" {
		return Verdict{From: 'a', Why: []string{w}, Confidence: 0.99}
	}
	if w := recaptured(b, a); w != "" {
		return Verdict{From: 'b', Why: []string{w}, Confidence: 0.99}
	}
	switch ab, ba := named(b, a), named(a, b); {
	case ab && !ba:
		return Verdict{From: 'a', Why: []string{"credits " + a.Outlet}, Confidence: 0.85}
	case ba && !ab:
		return Verdict{From: 'b', Why: []string{"credits " + b.Outlet}, Confidence: 0.85}
	}
	if a.Date == "" || b.Date == "" {
		return Verdict{Why: []string{"a date is missing"}}
	}
	switch before(a.Date, b.Date) {
	case -1:
		return Verdict{From: 'a', Why: []string{"dated later"}, Confidence: 0.6}
	case 1:
		return Verdict{From: 'b', Why: []string{"dated later"}, Confidence: 0.6}
	}
	return Verdict{Why: []string{"of one day"}}
}
