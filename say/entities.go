package say

import (
	"slices"
	"strings"
	"unicode"

	"sayso"
	"sayso/text"
	"sayso/who"
)

// An entity is one person, body or state of a document, with the places that
// name it.
type entity struct {
	kind     sayso.ActorKind
	name     string   // the fullest form
	words    []string // of the name, lower case
	role     role
	roleText string
	spans    []rng
	evidence bool // a title or a given name says that it is a person
	actor    sayso.ActorID
}

// A naming is one capitalised run of words: what stands before the name, and
// the name.
type naming struct {
	title []token
	name  []token
	ent   int // entity, or -1
}

// entities are what a document names.
type entities struct {
	analysis *text.Analysis // says what sort of thing a name names; nil where there is none
	list     []*entity
	names    []naming // in order
	bySur    map[string][]int
	byState  map[string]int
	byOrg    map[string]int
	byHead   map[string][]int // people by the head of their role: minister, …
}

// namings finds the capitalised runs among the tokens.
func (s *scan) namings() []naming {
	var out []naming
	for i := 0; i < len(s.tokens); {
		if !s.starts(i) {
			i++
			continue
		}
		j := i + 1
		for j < len(s.tokens) && s.joins(i, j) {
			j++
		}
		for j > i+1 && !s.tokens[j-1].capital() && !s.tokens[j-1].arabic() {
			j--
		}
		out = append(out, part(s.tokens[i:j]))
		i = j
	}
	return out
}

// arabic reports a name that begins with a small article: al-Sham.
func (t *token) arabic() bool {
	return len(t.text) > 3 && (t.lower[:3] == "al-" || t.lower[:3] == "el-" || t.lower[:3] == "as-") && unicode.IsUpper(firstRune(t.text[3:]))
}

func (s *scan) starts(i int) bool {
	t := &s.tokens[i]
	if !t.word || !t.capital() && !t.arabic() || len(t.text) < 2 || commonStart[t.lower] && t.text != strings.ToUpper(t.text) {
		return false
	}
	return true
}

// commonStart are words that are capitals only because a sentence begins.
var commonStart = wordSet(`the a an he she it they we i in on at by for from to of and but or nor so yet as if when while after before
	since although though because that this these those there here what who why how where which his her their our my its your
	you no not yes all some many most more much other others another such both each every any one two three four five it's
	he's she's that's there's i'm i've we're they're don't let's now then thus however meanwhile also still even just only
	earlier later today yesterday monday tuesday wednesday thursday friday saturday sunday january february march april may
	june july august september october november december mr according with without under over during despite like unlike
	asked during about into instead indeed perhaps is are was were do does did has have had can could will would should
	if regarding speaking efficient thanks especially again once rival neither maybe certainly see well next last first second`)

// joins reports whether token j goes on with the run that began at i.
func (s *scan) joins(i, j int) bool {
	t, p := &s.tokens[j], &s.tokens[j-1]
	if t.para != p.para || !t.word || t.quote != p.quote || strings.HasSuffix(p.lower, "'s") || strings.HasSuffix(p.text, "’") {
		return false
	}
	if t.capital() {
		return !weekdays[t.lower] || t.lower == "today"
	}
	if honorifics[t.lower] || roleWords[t.lower] && j+1 < len(s.tokens) && s.tokens[j+1].word && s.tokens[j+1].capital() {
		return j-i <= 12
	}
	if t.arabic() {
		return true
	}
	if (particles[t.lower] || t.lower == "of") && j+1 < len(s.tokens) && s.tokens[j+1].capital() {
		return true
	}
	return false
}

// part parts a run into what stands before a name and the name.
func part(run []token) naming {
	k := 0
	for i := range run {
		w := strings.TrimSuffix(strings.ToLower(run[i].text), ".")
		if roleWords[w] || honorifics[w] {
			k = i + 1
		}
	}
	if k == 0 && len(run) > 2 && partyWords[run[0].lower] && !slices.ContainsFunc(run, func(t token) bool { return orgWords[bare(t.lower)] }) {
		k = 1
	}
	if k == 0 && who.StateNamed(joined(run)) == nil {
		for k < len(run) && demonymOf(run[k].text) != "" && len(run) > 1 {
			k++
		}
	}
	// "Minister of Defence", "Secretary-General of the …": no name follows
	if k < len(run) && run[k].lower == "of" {
		// unless two more words stand behind what the office is of: "Minister
		// of Education Ada Berg"
		if n := len(run); n-k >= 4 && !orgWords[run[n-1].lower] && placeOf(run[n-1].text) == "" && run[n-2].lower != "of" && run[n-2].lower != "and" && run[n-3].lower != "of" {
			return naming{title: run[:n-2], name: run[n-2:], ent: -1}
		}
		return naming{title: run, ent: -1}
	}
	return naming{title: run[:k], name: run[k:], ent: -1}
}

func bare(w string) string {
	w = strings.ReplaceAll(w, "’", "'")
	return strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "'")
}

// newEntities gathers what the told text names.
func newEntities(s *scan, a *text.Analysis) *entities {
	e := &entities{analysis: a, names: s.namings(), bySur: map[string][]int{}, byState: map[string]int{}, byOrg: map[string]int{}, byHead: map[string][]int{}}
	for i := range e.names { // full names first, so that surnames find them
		n := &e.names[i]
		if len(n.name) >= 2 || len(n.name) == 1 && titled(n.title) {
			e.full(n)
		}
	}
	for i := range e.names {
		n := &e.names[i]
		if n.ent < 0 && len(n.name) > 0 {
			e.short(n)
		}
	}
	return e
}

func titled(title []token) bool {
	for _, t := range title {
		if w := strings.TrimSuffix(t.lower, "."); roleWords[w] || honorifics[w] {
			return true
		}
	}
	return false
}

func joined(ts []token) string {
	var b strings.Builder
	for i, t := range ts {
		if i > 0 {
			b.WriteByte(' ')
		}
		if i == len(ts)-1 {
			b.WriteString(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(t.text, "’s"), "'s"), "’"))
		} else {
			b.WriteString(t.text)
		}
	}
	return b.String()
}

func words(ts []token) []string {
	out := make([]string, 0, len(ts))
	for _, t := range ts {
		out = append(out, bare(t.text))
	}
	return out
}

// full enters a name of two words or more, or one with a title.
func (e *entities) full(n *naming) {
	if st := who.StateNamed(joined(n.name)); st != nil {
		n.ent = e.state(st)
		e.list[n.ent].spans = append(e.list[n.ent].spans, span(n.name))
		return
	}
	if k := e.group(joined(n.name), span(n.name)); k >= 0 {
		n.ent = k
		return
	}
	ws := words(n.name)
	low := make([]string, len(ws))
	person := titled(n.title)
	for i, w := range ws {
		low[i] = strings.ToLower(w)
	}
	what := e.sort(n.name)
	if !person {
		switch what {
		case text.Organisation, text.Place, text.Nationality, text.Group, text.DateTime:
			return
		}
		for _, w := range low {
			if orgWords[w] || w == "of" || demonymOf(w) != "" {
				return
			}
		}
		if len(ws) > 4 || placeOf(ws[0]) != "" {
			return
		}
	}
	sur := low[len(low)-1]
	best := -1
	for _, k := range tail(e.bySur[sur]) {
		if len(low) == 1 || len(e.list[k].words) == 1 || alike(low[0], e.list[k].words[0]) || ends(low, e.list[k].words) || ends(e.list[k].words, low) {
			best = k
		}
	}
	if best < 0 {
		best = len(e.list)
		e.list = append(e.list, &entity{kind: sayso.Person, name: joined(n.name), words: low})
		e.bySur[sur] = append(e.bySur[sur], best)
	}
	x := e.list[best]
	if len(low) > len(x.words) {
		x.name, x.words = joined(n.name), low
	}
	x.evidence = x.evidence || person || what == text.Person
	if r := roleOf(words(n.title)); !r.empty() && x.role.empty() {
		x.role, x.roleText = r, joined(n.title)
		e.byHead[r.head] = append(e.byHead[r.head], best)
	}
	x.spans = append(x.spans, span(n.name))
	n.ent = best
}

// ends reports whether a name of two words or more is the end of a longer one:
// "Caldera Montoro" of "Inés Caldera Montoro".
func ends(short, long []string) bool {
	return len(short) >= 2 && len(short) < len(long) && slices.Equal(short, long[len(long)-len(short):])
}

// sort is what sort of thing the words of a name name.
func (e *entities) sort(name []token) text.NameKind {
	if e.analysis == nil {
		return text.NoName
	}
	at := name[len(name)-1].start
	i, _ := slices.BinarySearchFunc(e.analysis.Names, at, func(n text.Name, at int) int {
		if int(e.analysis.Tokens[n.Last-1].End) <= at {
			return -1
		}
		return 1
	})
	if i < len(e.analysis.Names) && int(e.analysis.Tokens[e.analysis.Names[i].First].Start) <= at {
		return e.analysis.Names[i].Kind
	}
	return text.NoName
}

// maxSame bounds how many people of one surname or office are looked through.
const maxSame = 64

func tail(l []int) []int { return l[max(0, len(l)-maxSame):] }

// alike reports whether two given names can be one: Sergei, Sergey, S.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	a, b = strings.TrimSuffix(a, "."), strings.TrimSuffix(b, ".")
	if len(a) == 1 || len(b) == 1 {
		return a[0] == b[0]
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 3 && n >= min(len(a), len(b))-1
}

// short enters a single capitalised word: a surname known from elsewhere, or a
// state.
func (e *entities) short(n *naming) {
	last := n.name[len(n.name)-1]
	if len(n.name) == 1 && e.person(n, last) {
		return
	}
	if k := e.group(joined(n.name), span(n.name)); k >= 0 {
		n.ent = k
		return
	}
	if len(n.name) == 1 && e.sort(n.name) == text.Person && who.StateNamed(bare(last.text)) == nil && !orgWords[last.lower] {
		e.full(n)
		return
	}
	if st := who.StateNamed(strings.TrimSuffix(joined(n.name), ".")); st != nil || len(n.name) == 1 && who.StateNamed(bare(last.text)) != nil {
		if st == nil {
			st = who.StateNamed(bare(last.text))
		}
		n.ent = e.state(st)
		e.list[n.ent].spans = append(e.list[n.ent].spans, span(n.name))
		return
	}
}

// person gives a single word the person known by it as a surname: the one
// named last.
func (e *entities) person(n *naming, last token) bool {
	ks := e.bySur[strings.ToLower(bare(last.text))]
	if len(ks) == 0 {
		return false
	}
	n.ent = ks[len(ks)-1]
	for _, k := range tail(ks) {
		if len(e.list[k].spans) > 0 && e.list[k].spans[0].start < last.start {
			n.ent = k
		}
	}
	e.list[n.ent].spans = append(e.list[n.ent].spans, span(n.name))
	return true
}

func span(ts []token) rng { return rng{ts[0].start, ts[len(ts)-1].end} }

// state is the entity of a state.
func (e *entities) state(st *who.State) int {
	k, ok := e.byState[st.Code]
	if !ok {
		k = len(e.list)
		e.byState[st.Code] = k
		e.list = append(e.list, &entity{kind: sayso.State, name: st.Name, role: role{state: st.Code}})
	}
	return k
}

// body is the entity of an organisation or group, by its name.
func (e *entities) body(name string, at rng) int {
	name, actor := international(name)
	k, ok := e.byOrg[name]
	if !ok {
		k = len(e.list)
		e.byOrg[name] = k
		e.list = append(e.list, &entity{kind: sayso.Organisation, name: name, actor: actor})
	}
	e.list[k].spans = append(e.list[k].spans, at)
	return k
}
