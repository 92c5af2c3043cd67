package lines

import "regexp"

var (
	commentHead  = regexp.MustCompile(`(?i)^(?:(?:\d+|one|two|three|four|five) (?:responses?|comments?|repl(?:y|ies)|thoughts?)\b(?: (?:to|on) .*)?|(?:reader |user |all |join the )?(?:comments?|discussion|conversation|kommentare|commentaires|comentarios|commenti|reacties|responses)(?: \(\d+\)|: ?\d+)?:?|\[ ?\d+ comments? ?\]|(?:top|best|recent|latest|newest|popular)(?: rated)? comments(?: \(view all\))?|\d+ comments? [-–|].{0,40}|leave a (?:reply|comment)|post a comment|\d+ (?:kommentare?|commentaires?|comentarios?|commenti|reacties))$`)
	commentEntry = regexp.MustCompile(`(?i)\b(?:says|said|wrote|writes|sagt|schreibt|dijo|a dit)\s*:$|^(?:reply|antworten|répondre|responder|rispondi|report|permalink|upvote)(?: \(?\d+\)?)?$|\b(?:at|um|à|a las) \d{1,2}[:h]\d{2}\b|\b(?:minutes?|hours?|days?|weeks?|months?|years?) ago$`)
)

const (
	// entryReach is how many lines under a heading of comments entries are
	// looked for, entriesLeast how many lines that mark one there must be.
	entryReach   = 25
	entriesLeast = 2
	// reportLeast is the number of words of paragraphs that stand above it.
	reportLeast = 40
)

// Comments is the line at which readers' comments begin, or the number of
// lines. The heading of comments also stands under titles, as a link to them;
// so it counts only below a paragraph and with entries under it.
func Comments(ls []Line) int {
	words := 0
	for i := range ls {
		l := &ls[i]
		if l.Like() {
			words += l.Words
			continue
		}
		if words < reportLeast || l.Words > 30 || !commentHead.MatchString(l.Text) {
			continue
		}
		entries := 0
		for j := i + 1; j < min(len(ls), i+entryReach); j++ {
			if ls[j].Words <= 16 && commentEntry.MatchString(ls[j].Text) {
				entries++
			}
		}
		if entries >= entriesLeast {
			return i
		}
	}
	return len(ls)
}
