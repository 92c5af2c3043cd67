package lexicon

import "sayso"

// Act is what a class of cue does with the words. Confirming is saying.
func Act(class string) sayso.SpeechAct {
	switch class {
	case "claimed":
		return sayso.ActClaimed
	case "denied":
		return sayso.ActDenied
	case "asked":
		return sayso.ActAsked
	case "demanded":
		return sayso.ActDemanded
	case "warned":
		return sayso.ActWarned
	case "promised":
		return sayso.ActPromised
	case "believes":
		return sayso.ActBelieves
	case "wants":
		return sayso.ActWants
	}
	return sayso.ActSaid
}
