// Package sayso is the vocabulary of the program: what a saved page, a
// document, a statement, a speaker and a link between two of them are. It
// holds no logic beyond ids, offsets and errors, and imports only the standard
// library, so that every other package can speak in its words.
//
// The types marshal to the public record format, version 1 (docs/record.md).
// Unknown is null or an empty list, never a guess.
//
// A page's way through the program:
//
//	intake   files, folders, WARCs, feeds      → Page
//	article  Page                              → Document: text, blocks, title, date, credits
//	say      Document                          → Statements and Mentions in it
//	reuse    Documents                         → Links: copies, and what each copy changed
//	store    keeps pages, documents and links; export, serve and verify read them
package sayso

// RecordVersion is the version of the record format that the types here write.
const RecordVersion = 1

// A DocumentID names one read page: it is derived from the page's bytes and
// where they were found, see NewDocumentID.
type DocumentID string

// A StatementID names one statement: it is derived from its document's id and
// its spans, see NewStatementID.
type StatementID string

// An ActorID names a person, body, state or group over all documents.
type ActorID string

// An Offset counts Unicode code points from the start of a document's text.
// Offsets in bytes are plain ints; a Ruler turns one into the other.
type Offset int

// A Span is a stretch of a document's text, half open, with its words.
type Span struct {
	Start Offset `json:"start"`
	End   Offset `json:"end"`
	Text  string `json:"text"`
}

// A Page is one saved page as found: its own bytes, undecoded, and where they
// came from. A container (WARC, feed) holds many.
type Page struct {
	Source Source
	Bytes  []byte
}

// Source says where a page was found.
type Source struct {
	Path   string `json:"path"`   // as given, cleaned, with forward slashes
	SHA256 string `json:"sha256"` // of Page.Bytes, lower-case hex
	// MediaType is what the bytes are: "text/plain", "text/html", or one entry
	// of a feed: "application/rss+xml", "application/atom+xml",
	// "application/feed+json". A charset parameter stands for what the
	// container (HTTP header, feed) declared: "text/html; charset=windows-1251".
	MediaType  string   `json:"media_type"`
	URL        Maybe    `json:"url"`
	CapturedAt Maybe    `json:"captured_at"` // RFC 3339, UTC
	WARC       *WARCRef `json:"warc"`
	Part       *Part    `json:"part,omitempty"`
}

// WARCRef is a page's place in a WARC file.
type WARCRef struct {
	RecordID string `json:"record_id"`
	Offset   int64  `json:"offset"` // bytes from the start of the decompressed WARC
	Type     string `json:"type,omitempty"`
	Revisit  bool   `json:"revisit,omitempty"` // the record says the page was unchanged since an earlier capture
}

// Part is the byte range of a page inside a larger file that is no WARC, such
// as one entry of a feed.
type Part struct {
	Offset int64 `json:"offset"`
	Length int64 `json:"length"`
}

// Maybe is a string that may be unknown: "" is written as null.
type Maybe string

// A Document is a page that has been read. It is one line of the record.
type Document struct {
	ID         DocumentID  `json:"id"`
	Source     Source      `json:"source"`
	Text       string      `json:"text"`
	Language   Maybe       `json:"language"` // BCP 47
	Title      Maybe       `json:"title"`
	Byline     Maybe       `json:"byline"`
	Outlet     Maybe       `json:"outlet"`
	Published  *Date       `json:"published"`
	Updated    *Date       `json:"updated"`   // the page's own last change, where it says one
	Canonical  Maybe       `json:"canonical"` // the address the page itself names as its own
	Section    Maybe       `json:"section"`   // of the outlet, as printed: "World"
	Tags       []string    `json:"tags"`      // the page's own keywords
	Dateline   *Dateline   `json:"dateline"`
	Credits    []Credit    `json:"credits"`
	Blocks     []Block     `json:"blocks"`
	Statements []Statement `json:"statements"`
	Mentions   []Mention   `json:"mentions"`
	Events     []Event     `json:"events"`
}

// A Date is a day or less, and how it was found.
type Date struct {
	Date      string    `json:"date"` // "2017-01-25", "2017-01", "2017"
	Time      Maybe     `json:"time"` // "14:44:00+03:00"
	Precision Precision `json:"precision"`
	From      Maybe     `json:"from"` // "json-ld", "meta", "text", "dateline", "url", "feed", …
	Span      *Span     `json:"span"`
}

// Precision is the smallest unit of a Date that is known.
type Precision string

const (
	ByYear  Precision = "year"
	ByMonth Precision = "month"
	ByDay   Precision = "day"
	ByTime  Precision = "time"
)

// A Dateline is the place, day and agency that open a report:
// "MOSCOW, January 25. /TASS/".
type Dateline struct {
	Place  Maybe `json:"place"`
	Date   Maybe `json:"date"`
	Agency Maybe `json:"agency"`
	Span   *Span `json:"span"`
}

// A Credit names whom the page says it took its text from.
type Credit struct {
	Name string `json:"name"`
	How  string `json:"how"` // "agency mark", "according to", "via", "source", "submitted by", …
	Span *Span  `json:"span"`
}

// A Block is a stretch of the document's text of one kind. A document's blocks
// cover its whole text but for the blank space between them.
type Block struct {
	Kind  BlockKind `json:"kind"`
	Start Offset    `json:"start"`
	End   Offset    `json:"end"`
	As    BlockForm `json:"as,omitempty"`
}

// Told reports whether the block is the report's own telling, where statements
// are read and copies looked for. A pull quote repeats what is told elsewhere.
func (b Block) Told() bool { return b.As != PullQuote && b.Kind.Told() }

// BlockForm says in which form a block stands on the page, where that is no
// plain paragraph.
type BlockForm string

const (
	Blockquote BlockForm = "blockquote" // set apart as somebody's words
	PullQuote  BlockForm = "pull quote" // words of the text shown a second time, as an ornament
	LiveEntry  BlockForm = "entry"      // opens an entry of a live blog or another page of several reports
)

// BlockKind says what a block is.
type BlockKind string

const (
	BlockTitle      BlockKind = "title"
	BlockByline     BlockKind = "byline"
	BlockDate       BlockKind = "date"
	BlockDateline   BlockKind = "dateline"
	BlockStandfirst BlockKind = "standfirst"
	BlockHeading    BlockKind = "heading"
	BlockBody       BlockKind = "body"
	BlockCaption    BlockKind = "caption"
	BlockCommentary BlockKind = "commentary" // the re-poster's own words under a copied report
	BlockComment    BlockKind = "comment"    // a reader's
	BlockRelated    BlockKind = "related"
	BlockTags       BlockKind = "tags"
	BlockNotice     BlockKind = "notice"
	BlockNavigation BlockKind = "navigation"
	BlockOther      BlockKind = "other"
)

// Told reports whether a block of this kind can be the report's own telling;
// [Block.Told] is what stages ask.
func (k BlockKind) Told() bool {
	switch k {
	case BlockTitle, BlockStandfirst, BlockHeading, BlockBody, BlockDateline:
		return true
	}
	return false
}

// A Statement is one thing said: who said it, in which words it is told that
// they did, and what.
type Statement struct {
	ID         StatementID `json:"id"`
	Mode       Mode        `json:"mode"`
	Source     []Span      `json:"source"`  // the words that name the speaker
	Cue        []Span      `json:"cue"`     // the words that say it was said
	Content    []Span      `json:"content"` // what was said; of a direct quote the words inside the marks
	Speaker    *Actor      `json:"speaker"`
	Addressee  *Actor      `json:"addressee"`
	Venue      *Venue      `json:"venue"`
	SaidOn     *Date       `json:"said_on"`
	Via        []Via       `json:"via"`
	Within     StatementID `json:"within"` // the statement this one is told inside, or ""
	Act        SpeechAct   `json:"act"`
	Polarity   Polarity    `json:"polarity"`
	Edits      []Edit      `json:"edits"`
	Confidence float64     `json:"confidence"`
}

// Mode is how the words are given.
type Mode string

const (
	Direct   Mode = "direct"   // all inside quotation marks
	Indirect Mode = "indirect" // none
	Mixed    Mode = "mixed"    // some
	Implicit Mode = "implicit" // no cue: the speaker comes from what stands around it
)

// SpeechAct is what the cue says was done with the words.
type SpeechAct string

const (
	ActSaid     SpeechAct = "said" // said, told, noted, according to; also where there is no cue
	ActClaimed  SpeechAct = "claimed"
	ActDenied   SpeechAct = "denied"
	ActDemanded SpeechAct = "demanded" // demanded, urged, called for, ordered
	ActWarned   SpeechAct = "warned"   // warned, threatened
	ActAsked    SpeechAct = "asked"
	ActPromised SpeechAct = "promised" // promised, pledged, agreed to
	ActBelieves SpeechAct = "believes" // believes, thinks, hopes, fears: told of a mind, not of words
	ActWants    SpeechAct = "wants"    // wants, plans, intends: likewise
)

// Uttered reports whether words were uttered, as against thoughts told of.
func (a SpeechAct) Uttered() bool { return a != ActBelieves && a != ActWants }

// Polarity is whether the statement was made.
type Polarity string

const (
	Asserted Polarity = "asserted"
	Negated  Polarity = "negated" // did not say
	Denied   Polarity = "denied"
)

// An Actor is somebody who speaks or is spoken to, as resolved.
type Actor struct {
	Actor ActorID   `json:"actor"`
	Name  string    `json:"name"`
	Kind  ActorKind `json:"kind"`
	Role  Maybe     `json:"role"`
	Spans []Span    `json:"spans"` // the mentions it was resolved through
	Why   string    `json:"why"`
}

// ActorKind says what sort of thing an actor is.
type ActorKind string

const (
	Person       ActorKind = "person"
	Organisation ActorKind = "organisation"
	State        ActorKind = "state"
	Group        ActorKind = "group"
	Anonymous    ActorKind = "anonymous"
)

// A Venue is the occasion something was said on.
type Venue struct {
	What string `json:"what"` // "interview", "phone call", "parliament", …
	Name Maybe  `json:"name"`
	Span *Span  `json:"span"`
}

// Via is one hand between the speaker and the page.
type Via struct {
	Name string `json:"name"`
	Span *Span  `json:"span"`
}

// An Edit is a mark by an editor inside somebody's words: [such zones], [?].
type Edit struct {
	Kind string `json:"kind"` // "bracket", "ellipsis", "sic", "query"
	Span Span   `json:"span"`
}

// A Mention is the places in a document that name one thing.
type Mention struct {
	Kind  string  `json:"kind"` // "person", "organisation", "group", "place", "role"
	Spans []Span  `json:"spans"`
	Actor ActorID `json:"actor"`
	Name  string  `json:"name"`
}

// An Event is who did what to whom. Reserved; always empty in version 1.
type Event struct{}

// A Link joins two documents or two statements.
type Link struct {
	Kind        LinkKind   `json:"kind"`
	Between     Between    `json:"between"`
	A           string     `json:"a"` // a DocumentID or a StatementID, by Between
	B           string     `json:"b"`
	Confidence  float64    `json:"confidence"`
	Share       float64    `json:"share,omitempty"` // of the shorter document's words
	Passages    []Passage  `json:"passages,omitempty"`
	Direction   *Direction `json:"direction,omitempty"`
	Independent bool       `json:"independent"`
	Changes     []Change   `json:"changes"`
}

// LinkKind says what joins the two.
type LinkKind string

const (
	LinkCopy     LinkKind = "copy"     // the same words
	LinkSame     LinkKind = "same"     // the same statement in other words
	LinkConflict LinkKind = "conflict" // one statement told in ways that cannot both be true
)

// Between says what a link's ids name.
type Between string

const (
	BetweenDocuments  Between = "documents"
	BetweenStatements Between = "statements"
)

// A Passage is a stretch of words that two documents share, and how they
// differ inside it.
type Passage struct {
	A       Span     `json:"a"`
	B       Span     `json:"b"`
	Changes []Change `json:"changes"`
}

// Direction is which of two documents the words went out from.
type Direction struct {
	From       Maybe    `json:"from"` // "a", "b", or unknown
	Why        []string `json:"why"`
	Confidence float64  `json:"confidence"`
}

// A Change is one difference between two tellings, from a to b.
type Change struct {
	Op   Op         `json:"op"`
	Kind ChangeKind `json:"kind"`
	A    *Span      `json:"a"`
	B    *Span      `json:"b"`
}

// Op is what was done to the words of a to make those of b.
type Op string

const (
	Insert  Op = "insert"
	Delete  Op = "delete"
	Replace Op = "replace"
)

// ChangeKind says what a change touches.
type ChangeKind string

const (
	ChangeWording     ChangeKind = "wording"
	ChangeNumber      ChangeKind = "number"
	ChangeNegation    ChangeKind = "negation"
	ChangeName        ChangeKind = "name"
	ChangeHedge       ChangeKind = "hedge"
	ChangeSpeaker     ChangeKind = "speaker"
	ChangeCue         ChangeKind = "cue"
	ChangeQuoteMarks  ChangeKind = "quote marks"
	ChangeEditorsMark ChangeKind = "editor's mark"
	ChangeTrimmed     ChangeKind = "trimmed"
	ChangePunctuation ChangeKind = "punctuation"
)
