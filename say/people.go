package say

import (
	"strings"

	"sayso/who"
)

// roleWords are nouns that say what somebody is.
var roleWords = wordSet(`minister fm pm president premier chancellor secretary spokesman spokeswoman spokesperson diplomat envoy
	ambassador senator congressman congresswoman representative governor mayor chief head leader chairman chairwoman chair
	director commissioner general colonel admiral commander officer official officials king queen prince princess sheikh
	judge justice lawyer attorney professor expert analyst adviser advisor aide strategist candidate nominee lawmaker
	deputy speaker coach captain manager executive ceo founder author editor reporter journalist correspondent anchor host
	activist doctor researcher scientist economist historian pollster consultant coordinator treasurer negotiator
	minister-counselor politician teacher student resident witness sheriff detective prosecutor counsel bishop pope
	archbishop cardinal imam rabbi pastor reverend sen rep gov gen lt col maj dr mr mrs ms prof rev sir lord lady
	businessman billionaire veteran vice-president co-founder counterpart mp delegate organizer operative surrogate
	donor supporter critic actor actress singer writer columnist member partner`)

// honorifics stand before a name and are no part of it.
var honorifics = wordSet("mr mrs ms miss dr sir lord lady sen rep gov gen lt col maj capt sgt prof rev hon mr. mrs. ms. dr. sen. rep. gov. gen. lt. col. maj. capt. sgt. prof. rev. hon.")

// orgWords end or mark the names of bodies.
var orgWords = wordSet(`ministry department party committee council agency news newspaper times post daily journal university
	institute foundation association union court congress senate parliament house group inc corp company bank army police force
	forces fund center centre commission office bureau tv channel radio magazine network coalition campaign league federation
	organization organisation society board administration government assembly duma kremlin pentagon nato un eu state states republic nations front city street district county rights human affairs security defense defence`)

var anonymousWords = wordSet(`source sources official officials officer officers witness witnesses critics experts analysts people
	observers insiders diplomats residents aides advisers lawmakers activists supporters opponents voters others some many
	spokesman spokeswoman spokesperson person man woman resident reports report media it studies study poll polls`)

// partyWords stand before a name as a title does: "Republican Ada Brell".
var partyWords = wordSet("republican democrat")

// surnames begin with these small words.
var particles = wordSet("al el bin ibn abu van von der den de la le da di du dos del ter ben mac st")

func demonymOf(w string) string {
	if s := who.StateOf(strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")); s != nil {
		return s.Code
	}
	return ""
}

// placeOf is the code of the state a word names, as itself, by its capital or
// by a possessive: Turkey's, Ankara.
func placeOf(w string) string {
	w = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s"), "’")
	if s := who.StateNamed(w); s != nil {
		return s.Code
	}
	return ""
}

// A role is what somebody is, in a normal form that different wordings share.
type role struct {
	head  string // minister, president, …
	of    string // foreign, defence, prime, …
	state string // ISO code, or ""
}

func (r role) empty() bool { return r.head == "" }

// fits reports whether a description r can be of somebody known as o.
func (r role) fits(o role) bool {
	if r.head != o.head {
		return false
	}
	return (r.of == "" || r.of == o.of) && (r.state == "" || o.state == "" || r.state == o.state)
}

// roleOf reads a role out of words.
func roleOf(words []string) role {
	var r role
	for i, w := range words {
		l := strings.ToLower(strings.Trim(strings.ReplaceAll(w, "’", "'"), "."))
		if c := demonymOf(w); c != "" && r.state == "" {
			r.state = c
		} else if c := placeOf(w); c != "" && r.state == "" {
			r.state = c
		} else if i+1 < len(words) && r.state == "" {
			if c := demonymOf(w + " " + words[i+1]); c != "" {
				r.state = c
			} else if c := placeOf(w + " " + words[i+1]); c != "" {
				r.state = c
			}
		}
		l = strings.TrimSuffix(l, "'s")
		switch l {
		case "fm":
			r.head, r.of = "minister", "foreign"
		case "pm", "premier":
			r.head, r.of = "minister", "prime"
		case "diplomat":
			if i > 0 && strings.EqualFold(words[i-1], "top") {
				r.head, r.of = "minister", "foreign"
			} else {
				r.head = l
			}
		case "foreign", "external":
			r.of = "foreign"
		case "defense", "defence":
			r.of = "defence"
		case "prime", "interior", "finance", "justice", "energy", "economy", "health", "vice", "press", "education", "state", "deputy":
			if r.of == "" {
				r.of = l
			}
		case "sen":
			r.head = "senator"
		case "gov":
			r.head = "governor"
		default:
			if roleWords[l] && !honorifics[l] {
				r.head = l
			}
		}
	}
	return r
}
