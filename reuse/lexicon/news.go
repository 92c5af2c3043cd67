package lexicon

import "strings"

// news is, by stem, the groups of words that reports and translations of one
// event put for each other though they are no synonyms: what one calls
// contacts another calls talks. Written by hand, from how wire copies differ
// and from general knowledge.
var news = func() map[string][]uint8 {
	m := make(map[string][]uint8)
	n := uint8(0)
	for line := range strings.Lines(newsGroups) {
		seen := map[string]bool{}
		for _, w := range strings.Fields(line) {
			if s := Stem(w); !seen[s] {
				seen[s] = true
				m[s] = append(m[s], n)
			}
		}
		n++
	}
	return m
}()

const newsGroups = `talks negotiations dialogue consultations discussions conversation meeting
contacts communication liaison links ties talks negotiations dealings
leader leadership head chief command commander boss
government authorities officials leadership regime administration cabinet rulers
secret covert backdoor clandestine hidden undisclosed
plan scheme proposal initiative project idea
coalition alliance bloc partners
strike airstrike raid bombing bombardment shelling attack
militants fighters rebels insurgents gunmen extremists jihadists terrorists radicals
troops forces soldiers army military servicemen personnel units contingent
invasion incursion intrusion offensive operation
truce ceasefire armistice cessation
killed dead died deaths fatalities slain
injured wounded hurt
casualties victims
agreement deal accord treaty pact arrangement
crisis conflict war hostilities fighting
prevent avert stop block halt hinder
allow permit let enable
crazy mad insane desperate reckless
begin start launch open
end finish conclude complete close
arrested detained apprehended captured seized
region krai oblast area province territory district
explosion blast detonation bombing
build construct erect pitch prepare
continue maintain hold keep carry
believe think consider
border frontier boundary
information data intelligence indications evidence
ready prepared willing
fight combat struggle battle
crucial important key vital essential
demand require request call urge
help assist aid support
increase rise grow growth
decrease fall decline drop reduce
coronavirus covid virus pandemic
company firm enterprise business
parliament duma assembly legislature
envoy representative ambassador delegate
refugees migrants displaced
residents citizens people inhabitants population
sanctions restrictions measures
provocation provocative escalation
withdraw pull leave exit
destroy eliminate liquidate wipe
liberate free retake recapture
accident incident crash
weapons arms ammunition
vessel ship boat craft
aircraft plane jet airplane
house building home apartment
court judge tribunal
film movie picture
match game
athlete sportsman player
`
