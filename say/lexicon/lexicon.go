// Package lexicon knows the words that report speech and thought, and what
// they mean.
package lexicon

import "strings"

// A Cue is what a reporting word means.
type Cue struct {
	Class  string // see the classes below
	Lemma  string
	Form   Form
	Strong bool // hardly ever anything but a report of speech
	// Clause and Noun say which complement carries the content: a clause ("said that
	// …"), an infinitive or a noun ("wants …", "demands …"), or both.
	Clause, Noun bool
	Addressee    bool // is followed by whom it was said to: told, informed, warned
}

// A Form is an inflected form of a verb.
type Form int

const (
	Base Form = iota
	Third
	Past
	Participle
)

// The cue words by class; a small documented set of meanings. "+" marks a word
// that is nearly always a report of speech, "!" one that takes an addressee
// first, "=" one whose content may be an infinitive or a noun.
const cueWords = `
said: +say +tell! +add +note +state +stress +remark +reply respond +explain mention emphasize emphasise +underline
	underscore comment quip joke +reiterate repeat +recall announce +declare inform! remind! conclude continue
	observe point_out tweet write testify specify clarify report affirm elaborate disclose reveal caution highlight
	describe discuss
claimed: claim allege assert maintain contend argue insist suggest purport
denied: deny reject dismiss refute dispute
confirmed: confirm acknowledge admit concede agree
asked: ask! inquire wonder question
demanded: demand= urge!= call= insist order!= request=
warned: warn! threaten= caution!
promised: vow= pledge= promise= assure! swear
believes: believe think feel suspect consider fear doubt understand expect= predict estimate assume hope=
wants: want= wish= seek=`

// irregular gives past and participle of the words that form them otherwise.
var irregular = map[string]string{"say": "said", "tell": "told", "write": "wrote", "think": "thought", "feel": "felt",
	"swear": "swore", "understand": "understood", "seek": "sought"}

// Forms are all forms of the cue words, in lower case.
var Forms = inflectAll()

func inflectAll() map[string]Cue {
	m := map[string]Cue{}
	class := ""
	for _, w := range strings.Fields(cueWords) {
		if strings.HasSuffix(w, ":") {
			class = w[:len(w)-1]
			continue
		}
		c := Cue{Class: class, Strong: w[0] == '+', Clause: true, Noun: strings.Contains(w, "="), Addressee: strings.Contains(w, "!")}
		w = strings.Trim(w, "+=!")
		w, _, _ = strings.Cut(w, "_")
		c.Lemma = w
		for f, s := range inflect(w) {
			c.Form = Form(f)
			if _, ok := m[s]; !ok {
				m[s] = c
			}
		}
	}
	written := m["wrote"]
	m["written"] = written
	return m
}

// inflect gives base, third person, past and -ing form.
func inflect(w string) [4]string {
	stem := w
	vowel := func(b byte) bool { return strings.IndexByte("aeiou", b) >= 0 }
	n := len(w)
	if w[n-1] == 'e' {
		stem = w[:n-1]
	} else if w == "quip" {
		stem = "quipp"
	}
	s := w + "s"
	switch {
	case w[n-1] == 'y' && !vowel(w[n-2]):
		s = w[:n-1] + "ies"
	case strings.HasSuffix(w, "s") || strings.HasSuffix(w, "sh") || strings.HasSuffix(w, "ch"):
		s = w + "es"
	}
	ed := stem + "ed"
	if w[n-1] == 'y' && !vowel(w[n-2]) {
		ed = w[:n-1] + "ied"
	}
	if p, ok := irregular[w]; ok {
		ed = p
	}
	if w == "admit" {
		ed, stem = "admitted", "admitt"
	}
	return [4]string{w, s, ed, stem + "ing"}
}

// Classes are the meanings of cues, in the order of their numbers less one.
var Classes = [...]string{"said", "claimed", "denied", "confirmed", "asked", "demanded", "warned", "promised", "believes", "wants"}

var numbers = func() map[string]uint8 {
	m := make(map[string]uint8, len(Forms))
	for w, c := range Forms {
		for i, n := range Classes {
			if n == c.Class {
				m[w] = uint8(i + 1)
			}
		}
	}
	m["according"] = 1
	return m
}()

// Number is the number of a cue word's class, or 0 for any other word.
func Number(word string) uint8 { return numbers[word] }
