// Package gold says what a careful reader finds in the sample pages of package
// demo, for tests to hold the program to. It lists the statements that matter
// on each page, not all of them, and no offsets: a fact is found by a distinct
// stretch of its words.
package gold

import (
	_ "embed"
	"encoding/json"
)

//go:embed gold.json
var file []byte

// Facts is all that is known of the sample pages.
type Facts struct {
	Pages []Page `json:"pages"`
	// Copies are the pairs that share a report. No other pair does.
	Copies []Pair `json:"copies"`
	// Background are the pages that carry one agency paragraph of background.
	// Sharing it makes no copy.
	Background []Ref    `json:"shared_background"`
	Same       []Joined `json:"same"`      // one statement in other words
	Conflicts  []Joined `json:"conflicts"` // one statement told in ways that cannot both be true
	Changes    []Joined `json:"changes"`   // what copies did to the words
}

// A Ref names a page by its file and, in a WARC or feed, its place in it.
type Ref struct {
	Page  string `json:"page"`
	Entry *int   `json:"entry,omitempty"` // from 0; nil for a file that is one page
}

// A Page is what a reader finds on one page. "" is what the page does not say.
type Page struct {
	Ref
	Title      string      `json:"title"`
	Published  string      `json:"published"`
	Outlet     string      `json:"outlet"`
	Dateline   *Dateline   `json:"dateline,omitempty"`
	Credits    []string    `json:"credits,omitempty"`
	Statements []Statement `json:"statements"`
	NotTold    []string    `json:"not_told,omitempty"` // words on the page that are not part of the report
}

// A Dateline opens a report.
type Dateline struct {
	Place  string `json:"place"`
	Agency string `json:"agency"`
}

// A Statement is one that a careful reader finds. Fields after Content are
// facts about some statements only; "" says nothing about them.
type Statement struct {
	Speaker   string   `json:"speaker,omitempty"` // canonical name; "" where it has none, see Anonymous
	Mode      string   `json:"mode,omitempty"`    // "" where readers may differ
	Content   string   `json:"content"`           // distinct words of it
	Anonymous bool     `json:"anonymous,omitempty"`
	Polarity  string   `json:"polarity,omitempty"` // "" for asserted
	Addressee string   `json:"addressee,omitempty"`
	Venue     string   `json:"venue,omitempty"`
	SaidOn    string   `json:"said_on,omitempty"`
	Within    string   `json:"within,omitempty"` // words beside the inner statement, in the outer one's
	Edits     []string `json:"edits,omitempty"`
}

// A Pair is two pages that share a report.
type Pair struct {
	A    Ref    `json:"a"`
	B    Ref    `json:"b"`
	From string `json:"from,omitempty"` // which of the two the other took the words from: "a", "b", or "" where neither did
}

// Joined are two places that tell one thing. An empty Content in B says that
// the words are gone.
type Joined struct {
	A    Place  `json:"a"`
	B    Place  `json:"b"`
	Kind string `json:"kind,omitempty"` // of change
}

// A Place is words on a page.
type Place struct {
	Ref
	Content string `json:"content"`
}

// Read returns the facts.
func Read() (*Facts, error) {
	var f Facts
	if err := json.Unmarshal(file, &f); err != nil {
		return nil, err
	}
	return &f, nil
}
