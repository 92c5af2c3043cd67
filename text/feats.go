package text

import "strings"

// Tense, person, number and gender of one word, as far as its tag and form
// tell. They follow the features of Universal Dependencies.

// Tense is the tense of a verb form.
type Tense uint8

const (
	NoTense Tense = iota
	Present
	Past
)

// Number is singular or plural.
type Number uint8

const (
	NoNumber Number = iota
	Singular
	Plural
)

// Gender is that of a pronoun.
type Gender uint8

const (
	NoGender Gender = iota
	Masculine
	Feminine
	Neuter
)

// Features are the forms of a word that a reader of statements asks for.
type Features struct {
	Tense  Tense
	Number Number
	Gender Gender
	Person uint8 // 1, 2, 3, or 0: none
	// Finite says that a verb has tense and mood, Participle and Infinitive
	// that it is one of those.
	Finite, Participle, Infinitive bool
	Possessive, Reflexive          bool
}

// pronouns are the personal pronouns by their form in lower case.
var pronouns = map[string]Features{
	"i": {Person: 1, Number: Singular}, "me": {Person: 1, Number: Singular},
	"we": {Person: 1, Number: Plural}, "us": {Person: 1, Number: Plural},
	"you": {Person: 2},
	"he":  {Person: 3, Number: Singular, Gender: Masculine}, "him": {Person: 3, Number: Singular, Gender: Masculine},
	"she":  {Person: 3, Number: Singular, Gender: Feminine},
	"it":   {Person: 3, Number: Singular, Gender: Neuter},
	"they": {Person: 3, Number: Plural}, "them": {Person: 3, Number: Plural}, "'em": {Person: 3, Number: Plural},
	"my": {Person: 1, Number: Singular, Possessive: true}, "mine": {Person: 1, Number: Singular, Possessive: true},
	"our": {Person: 1, Number: Plural, Possessive: true}, "ours": {Person: 1, Number: Plural, Possessive: true},
	"your": {Person: 2, Possessive: true}, "yours": {Person: 2, Possessive: true},
	"his": {Person: 3, Number: Singular, Gender: Masculine, Possessive: true},
	"her": {Person: 3, Number: Singular, Gender: Feminine}, "hers": {Person: 3, Number: Singular, Gender: Feminine, Possessive: true},
	"its":   {Person: 3, Number: Singular, Gender: Neuter, Possessive: true},
	"their": {Person: 3, Number: Plural, Possessive: true}, "theirs": {Person: 3, Number: Plural, Possessive: true},
	"myself": {Person: 1, Number: Singular, Reflexive: true}, "ourselves": {Person: 1, Number: Plural, Reflexive: true},
	"yourself": {Person: 2, Number: Singular, Reflexive: true}, "yourselves": {Person: 2, Number: Plural, Reflexive: true},
	"himself": {Person: 3, Number: Singular, Gender: Masculine, Reflexive: true},
	"herself": {Person: 3, Number: Singular, Gender: Feminine, Reflexive: true},
	"itself":  {Person: 3, Number: Singular, Gender: Neuter, Reflexive: true}, "themselves": {Person: 3, Number: Plural, Reflexive: true},
}

// Features are those of token i.
func (a *Analysis) Features(i int) Features {
	t := &a.Tokens[i]
	switch t.XPOS {
	case PRP, PRPS:
		w := a.Word(i)
		if len(w) <= 10 {
			f := pronouns[strings.ToLower(w)]
			if t.XPOS == PRPS {
				f.Possessive = true
			}
			return f
		}
	case NN, NNP:
		return Features{Number: Singular}
	case NNS, NNPS:
		return Features{Number: Plural}
	case VB:
		return Features{Infinitive: true}
	case VBD:
		return Features{Tense: Past, Finite: true}
	case VBP:
		return Features{Tense: Present, Finite: true}
	case VBZ:
		return Features{Tense: Present, Person: 3, Number: Singular, Finite: true}
	case VBG:
		return Features{Tense: Present, Participle: true}
	case VBN:
		return Features{Tense: Past, Participle: true}
	case MD:
		return Features{Finite: true}
	}
	return Features{}
}

// AppendFeats appends the features of token i as CoNLL-U writes them.
func (a *Analysis) AppendFeats(b []byte, i int) []byte {
	f := a.Features(i)
	n := len(b)
	add := func(s string) {
		if len(b) > n {
			b = append(b, '|')
		}
		b = append(b, s...)
	}
	if f.Gender != NoGender {
		add([...]string{"", "Gender=Masc", "Gender=Fem", "Gender=Neut"}[f.Gender])
	}
	if f.Finite {
		add("Mood=Ind")
	}
	if f.Number != NoNumber {
		add([...]string{"", "Number=Sing", "Number=Plur"}[f.Number])
	}
	if f.Person > 0 {
		add("Person=" + string(rune('0'+f.Person)))
	}
	if f.Possessive {
		add("Poss=Yes")
	}
	if f.Reflexive {
		add("Reflex=Yes")
	}
	if f.Tense != NoTense {
		add([...]string{"", "Tense=Pres", "Tense=Past"}[f.Tense])
	}
	switch {
	case f.Finite:
		add("VerbForm=Fin")
	case f.Participle:
		add("VerbForm=Part")
	case f.Infinitive:
		add("VerbForm=Inf")
	}
	if len(b) == n {
		b = append(b, '_')
	}
	return b
}

// Lemma is the dictionary form of token i; its own where the text is not
// tagged.
func (a *Analysis) Lemma(i int) string {
	t := &a.Tokens[i]
	if t.XPOS == NoXPOS {
		return a.Word(i)
	}
	return lemmas().Lemma(a.Word(i), uint8(t.XPOS), t.UPOS == PROPN)
}
