package who

import (
	"strings"
	"unicode"
)

// An office is what a role tells of who holds it, as far as two roles can be
// compared by it.
type office struct {
	head  string   // minister, mayor, coach
	field string   // of a minister: defence, foreign
	walk  string   // of life, see walks
	state string   // code
	of    []string // other words in capitals, folded: "lowell" of "mayor of Lowell"
}

// walks are the walks of life that roles belong to. One person is seldom told
// of in two of them, but for those in mixed.
var walks = func() map[string]string {
	m := map[string]string{}
	for walk, words := range map[string]string{
		"politics": `minister premier chancellor governor mayor king queen prince princess emir sultan senator congressman congresswoman
			representative lawmaker legislator mp delegate candidate nominee politician ambassador envoy diplomat negotiator consul councillor
			councilman councilwoman`,
		"military": "general colonel admiral lieutenant major sergeant commander brigadier",
		"police":   "sheriff detective constable inspector policeman policewoman",
		"law":      "judge justice lawyer attorney prosecutor counsel barrister solicitor",
		"sport":    "coach goalkeeper striker boxer footballer player midfielder quarterback referee swimmer runner golfer",
		"church":   "bishop pope archbishop cardinal imam rabbi pastor priest vicar",
		"learning": "professor scientist historian researcher economist lecturer physicist",
		"medicine": "nurse surgeon physician dentist paramedic",
		"media":    "editor reporter journalist correspondent anchor columnist",
		"arts":     "actor actress singer artist musician novelist poet painter",
		"business": "ceo executive businessman businesswoman billionaire entrepreneur investor banker",
		"private":  "resident witness student teacher driver farmer shopkeeper pensioner neighbour neighbor passenger pupil plumber builder",
	} {
		for _, w := range strings.Fields(words) {
			m[w] = walk
		}
	}
	return m
}()

// otherHeads are heads of roles that many walks of life have.
var otherHeads = fieldSet(`president chairman chairwoman chair leader head chief director spokesman spokeswoman spokesperson secretary speaker
	adviser advisor aide official officer captain manager founder author writer host activist expert analyst commissioner deputy doctor member`)

// sole are heads of which one place has one holder.
var sole = fieldSet("mayor governor bishop archbishop sheriff president ceo king queen")

// fields are what a minister is minister of, one of them at a time.
var fields = map[string]string{"foreign": "foreign", "external": "foreign", "defence": "defence", "defense": "defence", "interior": "interior",
	"home": "interior", "finance": "finance", "justice": "justice", "health": "health", "education": "education", "transport": "transport",
	"energy": "energy", "agriculture": "agriculture", "oil": "oil", "trade": "trade", "culture": "culture", "environment": "environment",
	"labour": "labour", "labor": "labour", "prime": "prime"}

// mixed are pairs of walks of life that one person is often told of in.
var mixed = map[[2]string]bool{{"business", "politics"}: true, {"law", "politics"}: true, {"military", "politics"}: true,
	{"learning", "politics"}: true, {"media", "politics"}: true, {"business", "learning"}: true, {"arts", "media"}: true,
	{"learning", "medicine"}: true, {"law", "learning"}: true, {"learning", "media"}: true, {"business", "media"}: true}

// besides are words of roles that tell nothing of which it is.
var besides = fieldSet(`the a an of for and to in on at from mr mrs ms dr sir new former ex then acting interim deputy vice senior junior first
	top chief state prime national federal general secretary affairs minister's`)

func fieldSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// officeIn reads a role: "British Defence Minister", "the mayor of Lowell".
func officeIn(role string) office {
	var o office
	words := strings.FieldsFunc(role, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '(' || r == ')' })
	aside := false // behind "to", "for", "in": not whose officer it is
	for i, w := range words {
		w = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(strings.ReplaceAll(w, "’", "'"), "."), "'s"), "'")
		l := strings.TrimPrefix(strings.ToLower(w), "ex-")
		switch l {
		case "to", "for", "in", "on":
			aside = true
		case "of":
			aside = false
		case "pm", "premier":
			o.head, o.field = "minister", "prime"
		case "fm":
			o.head, o.field = "minister", "foreign"
		case "sen":
			o.head = "senator"
		case "gov":
			o.head = "governor"
		case "rep":
			o.head = "representative"
		case "prof":
			o.head = "professor"
		case "gen":
			o.head = "general"
		default:
			if f := fields[l]; f != "" && o.field == "" {
				o.field = f
			} else if walks[l] != "" || otherHeads[l] {
				if o.head == "" || walks[o.head] == "" {
					o.head = l
				}
			} else if s := stateIn(words, i, w); s != "" {
				if o.state == "" && !aside {
					o.state = s
				}
			} else if r := []rune(w); len(r) > 1 && unicode.IsUpper(r[0]) && !besides[l] && fields[l] == "" && !aside {
				o.of = append(o.of, Key(w))
			}
		}
	}
	o.walk = walks[o.head]
	if o.head == "president" && (o.state != "" || len(o.of) == 0) {
		o.walk = "politics"
	}
	return o
}

// stateIn is the code of the state that a word, or it and the next or the one
// before, names.
func stateIn(words []string, i int, w string) string {
	try := []string{w}
	if i+1 < len(words) {
		try = append(try, w+" "+strings.Trim(words[i+1], ".'s"), w+" "+words[i+1])
	}
	if i > 0 {
		try = append(try, words[i-1]+" "+w)
	}
	for _, t := range try {
		if s := StateOf(t); s != nil {
			return s.Code
		}
		if s := StateNamed(t); s != nil {
			return s.Code
		}
	}
	return ""
}

func (o office) none() bool { return o.head == "" && o.state == "" && len(o.of) == 0 }

// agrees tells whether the two name a place or body in common, as itself or by
// its people: Drovenia and Drovenian.
func (o office) agrees(p office) bool {
	for _, a := range o.of {
		for _, b := range p.of {
			n := 0
			for n < len(a) && n < len(b) && a[n] == b[n] {
				n++
			}
			if a == b || n >= 5 && n >= max(len(a), len(b))-3 {
				return true
			}
		}
	}
	return o.state != "" && o.state == p.state
}

// bars says why one person cannot be in both roles, or "". Weak is a reason that
// other evidence outweighs.
func (o office) bars(p office) (why string, weak bool) {
	switch {
	case o.state != "" && p.state != "" && o.state != p.state:
		return "of different countries", false
	case o.head == p.head && sole[o.head] && len(o.of) > 0 && len(p.of) > 0 && !o.agrees(p):
		return "of different places", false
	case o.walk != "" && p.walk != "" && o.walk != p.walk && !mixed[[2]string{min(o.walk, p.walk), max(o.walk, p.walk)}]:
		return "of different walks of life", true
	}
	return "", false
}

// shares tells whether the roles have something in common that speaks for one
// person, beyond that nothing speaks against it.
func (o office) shares(p office) bool {
	return o.agrees(p) || o.head != "" && o.head == p.head && (len(o.of) == 0 || len(p.of) == 0) || o.walk != "" && o.walk == p.walk && o.walk != "private"
}

// same tells whether the two are one office as far as they say, and say enough:
// there are few presidents, but many mayors.
func (o office) same(p office) bool {
	if o.head == "" || o.head != p.head || o.field != p.field {
		return false
	}
	few := o.field != "" || heads[o.head]
	return o.agrees(p) || few && (o.state == "" || p.state == "") && (len(o.of) == 0 || len(p.of) == 0)
}

// heads are heads of a state or a church.
var heads = fieldSet("president chancellor king queen emir sultan pope")
