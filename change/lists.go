package change

import "strings"

func set(s string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// contracted are negations written into their verb, apostrophe left out.
var contracted = set(`dont doesnt didnt wont wouldnt cant couldnt shouldnt isnt arent wasnt
	werent hasnt havent hadnt mustnt neednt mightnt aint`)

var negators = union(contracted, set(`not no never none nor neither nobody nothing nowhere cannot without`))

// numbers have no "once", which is mostly "when"; beside "twice" that tells.
var numbers = set(`one two three four five six seven eight nine ten eleven twelve thirteen
	fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
	eighty ninety hundred hundreds thousand thousands million millions billion billions dozen
	dozens half quarter third percent twice thrice double triple
	monday tuesday wednesday thursday friday saturday sunday
	january february march april june july august september october november december`)

var hedges = set(`reportedly allegedly alleged apparently apparent supposedly supposed purportedly
	purported some about around approximately roughly nearly almost may might could possibly
	possible probably probable likely unlikely perhaps seems seem seemed appears appear appeared
	presumably potentially suspected unconfirmed claimed claims estimated`)

var pronouns = set(`he she they him her them his hers their it i we`)

// Cues are words that say that something was said.
var Cues = set(`say says said saying tell tells told telling state states stated stating claim
	claims claimed claiming note notes noted noting add adds added adding stress stresses stressed
	stressing emphasise emphasises emphasised emphasize emphasizes emphasized underline underlines
	underlined underscore underscored insist insists insisted insisting warn warns warned warning
	announce announces announced announcing declare declares declared declaring confirm confirms
	confirmed deny denies denied denying admit admits admitted admitting acknowledge acknowledged
	argue argues argued explain explains explained believe believes believed think thinks thought
	report reports reported reporting remark remarked reiterate reiterated affirm affirms affirmed
	assert asserts asserted allege alleges alleged suggest suggests suggested vow vows vowed
	accuse accuses accused blame blames blamed call calls called urge urges urged demand demands
	demanded according comment commented observe observed recall recalled maintain maintained
	mention mentioned promise promised pledge pledged tweet tweeted write writes wrote express
	expressed praise praised point pointed speak spoke`)

// functional are words whose capital says nothing.
var functional = union(pronouns, negators, set(`a an the and or but of to in on at by for from with as
	that this these those is are was were be been has have had will would can could its our your my
	who which what when once where while after before since if then there here also however meanwhile
	mr mrs ms dr sir president minister`))

func union(ms ...map[string]bool) map[string]bool {
	u := make(map[string]bool)
	for _, m := range ms {
		for k := range m {
			u[k] = true
		}
	}
	return u
}
