package sayso

import (
	"context"
	"iter"
)

// An Entry is a page with the document read from it.
type Entry struct {
	Page     *Page
	Document *Document
}

// A Problem is a page, or a place in a container, that could not be read.
type Problem struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// A Store keeps an archive: pages with their bytes, the documents read from
// them, and the links between those. Implementations must pass the suite in
// store/storetest.
//
// What a method has returned from without error is safe against the death of
// the process. All methods may be called from many goroutines; only one
// process may write at a time, another gets an Error of kind Busy.
//
// The order of documents is by source path, then place in the file, then time
// of capture, then id: it does not depend on the order they came in.
type Store interface {
	// Known tells which of the documents are kept.
	Known(ctx context.Context, ids []DocumentID) (map[DocumentID]bool, error)

	// Add keeps the entries, all or none. What is kept already stays as it is.
	// It marks the archive as wanting new links, see Linked.
	Add(ctx context.Context, entries []Entry) error

	// Page returns a kept page with its bytes, checked against their SHA-256.
	// Errors: NotFound, Damaged.
	Page(ctx context.Context, id DocumentID) (*Page, error)

	// Document returns one document. Errors: NotFound.
	Document(ctx context.Context, id DocumentID) (*Document, error)

	// Documents yields every document in order.
	Documents(ctx context.Context) iter.Seq2[*Document, error]

	// Statement returns the document that holds a statement. Errors: NotFound.
	Statement(ctx context.Context, id StatementID) (*Document, error)

	// SetLinks puts the links in place of all that were kept, all or none, and
	// marks the archive as linked. What is kept for making links goes.
	SetLinks(ctx context.Context, links iter.Seq2[Link, error]) error

	// UpdateLinks changes links, and what is kept for making them, by what f does,
	// all or none, and marks the archive as linked.
	UpdateLinks(ctx context.Context, f func(LinkUpdate) error) error

	// Numbered yields every document in order with its number.
	Numbered(ctx context.Context) iter.Seq2[Numbered, error]

	// Kept yields the blocks kept under a name for making links, in order.
	Kept(ctx context.Context, name string) iter.Seq2[[]byte, error]

	// Linked reports whether the links were made after the last page was added.
	Linked(ctx context.Context) (bool, error)

	// Links yields every link, ordered by Between, then by the order of a's and
	// b's documents, then by id.
	Links(ctx context.Context) iter.Seq2[Link, error]

	// LinksOf returns the links of one document or statement, but for those
	// that a user rejected.
	LinksOf(ctx context.Context, id string) ([]Link, error)

	// LinksPage is LinksOf in parts: at most q.Limit links after the first
	// q.Offset, and how many there are in all.
	LinksPage(ctx context.Context, id string, q LinkQuery) ([]JudgedLink, int, error)

	// Conflicts returns the conflict links between statements, those first of
	// which the later page was published last, and whether there are more.
	// Cursor is "" or that of the last Conflict seen.
	Conflicts(ctx context.Context, cursor string, limit int) ([]Conflict, bool, error)

	// Story returns the pages that copy each other, directly or through
	// others, and id is among. Errors: NotFound.
	Story(ctx context.Context, id DocumentID) (*Story, error)

	// Stories returns the stories of most pages, the largest first, without
	// their pages.
	Stories(ctx context.Context, limit int) ([]Story, error)

	// Index brings the search index up to date with what was added. Search and
	// Facets find nothing of a page before that, and neither Outlets, Actors nor
	// Stories know of it.
	Index(ctx context.Context) error

	// Search returns the statements, or the pages, that match the query, in the
	// order it asks for, and whether there are more. Errors: TooLarge of too
	// many words, Unreadable of a date, Sort or Only that is none, NotFound of a
	// Cursor.
	Search(ctx context.Context, q Query) ([]Hit, bool, error)

	// Facets counts what matches the query by speaker, outlet, language and so
	// on. Of the query, Limit is how many of each are returned, 0 for 12; Sort,
	// Offset and Cursor change nothing.
	Facets(ctx context.Context, q Query) (Facets, error)

	// Heads returns what lists show of the documents, but for those not kept.
	Heads(ctx context.Context, ids []DocumentID) (map[DocumentID]Head, error)

	// Versions returns the pages that were captured at a URL, in the order of
	// capture, those without a time of capture first.
	Versions(ctx context.Context, url string) ([]Head, error)

	// Outlets returns all outlets, those of most pages first.
	Outlets(ctx context.Context) ([]Outlet, error)

	// Actors returns who speaks, those of most statements first. Name is ""
	// for anybody, or what words of one of their names begin with.
	Actors(ctx context.Context, name string, limit int) ([]Profile, error)

	// Actor returns one of them. Errors: NotFound.
	Actor(ctx context.Context, id ActorID) (*Profile, error)

	// Decide keeps what a user decided. It stays, and holds for what is added
	// later. Errors: NotFound where the decision to undo is not there, Unreadable
	// where fields are missing.
	Decide(ctx context.Context, d Decision) error

	// Decided returns a function that puts into a document of the archive, in
	// place of each actor as read, who it is by what users decided and, where
	// evidence is true, by the evidence of all pages. Actor.Why tells of the
	// change.
	Decided(ctx context.Context, evidence bool) (func(*Document) error, error)

	// Decisions returns all decisions in the order they were made.
	Decisions(ctx context.Context) ([]Decision, error)

	// SetProblems keeps, for each source path given, what could not be read of
	// it, in place of what was kept for that path.
	SetProblems(ctx context.Context, byPath map[string][]Problem) error

	// Problems returns what could not be read, ordered by path.
	Problems(ctx context.Context) ([]Problem, error)

	// ProblemsPage returns at most so many of them after the first offset.
	// Counts tells how many there are.
	ProblemsPage(ctx context.Context, limit, offset int) ([]Problem, error)

	// Counts returns the size of the archive.
	Counts(ctx context.Context) (Counts, error)

	Close() error
}

// A Numbered is a document with the number that the archive gave it, from 1 on:
// one that came in later has a greater one. Numbers stay.
type Numbered struct {
	Number int64
	ID     DocumentID
}

// A LinkUpdate is how links are changed, see Store.UpdateLinks. What is read of
// the Store meanwhile is as it was before.
type LinkUpdate interface {
	// Clear takes away all links and all that is kept for making them.
	Clear() error
	// Drop takes away the links between two documents or two statements.
	Drop(between Between, a, b string) error
	// Put keeps a link. Errors: NotFound.
	Put(l Link) error
	// Keep keeps a block of at most some 64 KiB as the nth under a name, and
	// Forget takes away those kept under it.
	Keep(name string, n int, block []byte) error
	Forget(name string) error
}

// A Query asks for statements or pages. Fields left empty do not narrow it.
type Query struct {
	What  What
	Words string // all must occur
	// Prefix: the last of Words is the beginning of a word, unless a blank
	// follows it. It stands for the most frequent words that begin so.
	Prefix    bool
	Speaker   string    // words of the speaker's name; statements only
	Addressee string    // words of the addressee's name; statements only
	Actor     ActorID   // who speaks, see Profile; statements only
	Outlet    string    // exact
	Language  string    // as recorded: "en", "zh"; exact
	Mode      Mode      // statements only
	Act       SpeechAct // statements only
	Only      Only
	// From and To bound the date of publication, both included: "2031",
	// "2031-05", "2031-05-04". A page dated "2031-05" is in no single day of
	// that month. Undated pages are outside of any bounds.
	From, To string

	Sort   Sort
	Limit  int    // at most so many; 0 for 50
	Offset int    // skip so many
	Cursor string // Hit.Cursor of the last hit seen: what comes after it
}

// What is what a Query asks for.
type What string

const (
	Statements What = "statements"
	Pages      What = "pages"
)

// Only narrows a query to what links or polarity tell. A page is conflicting,
// independent or copied if it, or a statement in it, has such a link.
type Only string

const (
	OnlyConflict    Only = "conflict"    // told otherwise elsewhere
	OnlyIndependent Only = "independent" // told elsewhere, and not copied from there
	OnlyCopied      Only = "copied"      // told elsewhere in the same words
	OnlyDenied      Only = "denied"      // negated or denied: told as not said
	OnlySpeech      Only = "speech"      // uttered, as against thoughts told of, see SpeechAct
)

// Sort is the order of hits.
type Sort string

const (
	ByPlace Sort = ""       // the order of documents
	Newest  Sort = "newest" // by date of publication, the last first, undated ones at the end; of one date by place
	Oldest  Sort = "oldest" // the reverse of Newest
)

// A Hit is a page that matches a query, or a statement in it.
type Hit struct {
	Document     DocumentID
	Path         string
	Title        string
	Outlet       string
	Published    string      // date, or ""
	CapturedAt   string      // RFC 3339, UTC, or ""
	Language     string      // of the page, or ""
	Statement    StatementID // "" for a page
	Speaker      string
	Actor        ActorID // see Profile; "" where nobody is named
	Addressee    string
	Mode         Mode
	Act          SpeechAct
	Polarity     Polarity
	Confidence   float64
	Content      string     // the statement's words, parts joined by " … "
	Copies       int        // links of the statement, or of the page
	Confirmed    int        // those of them that a user confirmed
	Conflicts    int        // those of them that tell it otherwise; of a page, those of its statements
	Independents int        // those of them that are independent
	Story        DocumentID // of the page, see Head
	Cursor       string     // for Query.Cursor
}

// Facets are the counts of what matches a query.
type Facets struct {
	Total  int  // so many matches were counted
	Capped bool // there are more: the figures are of the newest
	// The most frequent of each, ordered by count, then key. Statements only:
	// Speakers, Modes, Acts.
	Speakers, Outlets, Languages, Modes, Acts, Only []Facet
	Months                                          []Facet // of publication, all, in order of time: "2031-05"; "" for undated
}

// A Facet is one value and how many matches have it.
type Facet struct {
	Key   string // what a Query is narrowed by: an ActorID, outlet, language, Mode, Only or date; "" for unknown
	Name  string // to be shown
	Count int
}

// A Head is what lists show of a document.
type Head struct {
	ID         DocumentID
	Path       string
	URL        string
	CapturedAt string
	Title      string
	Outlet     string
	Published  string // date, or ""
	Language   string
	SHA256     string // of the page's bytes
	Statements int
	Copies     int // links of the page
	// Story is the least id among the pages that copy each other and this is
	// one of, or "" where it copies nothing and is not copied.
	Story DocumentID
}

// An Outlet is where pages were published.
type Outlet struct {
	Name              string // "" for those of unknown outlets
	Pages, Statements int
	First, Last       string // dates of publication, or ""
}

// A Profile is somebody who speaks: all statements whose speaker has one
// ActorID or, where speakers were not resolved, one name.
type Profile struct {
	// ID is the ActorID, or UnresolvedActor of the name.
	ID          ActorID
	Name        string // the most frequent, or what a user gave
	Kind        ActorKind
	Role        string // the most frequent, or ""
	Statements  int
	Pages       int    // with statements by them
	First, Last string // dates of publication, or ""
	// Names and Roles are those found, the most frequent first. Actors leaves
	// them out.
	Names, Roles []Attribute
	Merged       []ActorID // those a user merged into this one
	// Why tells by what evidence names or pages were joined or kept apart. Actors
	// leaves it out.
	Why []string
}

// An Attribute is a name or a role that statements give a speaker.
type Attribute struct {
	Text        string
	Statements  int
	First, Last string
}

// UnresolvedActor stands for speakers who have no ActorID but one name.
func UnresolvedActor(name string) ActorID {
	if name == "" {
		return ""
	}
	return ActorID("named:" + name)
}

// A LinkQuery asks for links of one document or statement.
type LinkQuery struct {
	Kind   LinkKind // "" for any
	Limit  int      // 0 for 50
	Offset int
}

// A JudgedLink is a link with what a user said of it.
type JudgedLink struct {
	Link
	Confirmed bool
}

// A Conflict is a conflict link with the statements it joins.
type Conflict struct {
	JudgedLink
	Of     [2]Hit // a's and b's, without counts
	Cursor string
}

// A Story is pages that copy each other.
type Story struct {
	ID          DocumentID // the least of its pages' ids
	Title       string     // of the first page published
	Pages       int
	First, Last string // dates of publication, or ""
	Heads       []Head // by date of publication, undated last, then in order
}

// A Decision is what a user decided about actors and links. Decisions are only
// ever added; a later one prevails over an earlier. What they change is how
// Search, Facets, Actors, Decided, Conflicts, Stories, LinksOf and LinksPage
// answer; documents, statements and Links stay as they were read.
//
// Who is who by evidence may come out otherwise when pages are added, and with
// it an ActorID. So a Store may keep, in A for Actor and in B for Into, the id
// of a statement that they made when it was decided; the decision is then about
// whoever made that statement. Of a Split, B is that of Actor.
type Decision struct {
	Number int64  // 1, 2, 3 …; given by the Store
	At     string // RFC 3339, UTC; when
	By     string // who decided, or ""
	Act    Act
	Actor  ActorID // see Rename, Merge, Split, Remark
	Into   ActorID
	Name   string
	A, B   string // ids, see Confirm, Reject, Remark, Split; of Rename and Merge see below
	Undone int64  // see Undo
	Note   string // why, in the user's words
}

// Act is what a Decision does.
type Act string

const (
	Rename  Act = "rename"  // Actor is shown as Name; "" for as found
	Merge   Act = "merge"   // what Actor says is said by Into
	Split   Act = "split"   // what Actor says under Name, or in A, a document or statement, is said by Into, or by somebody new
	Confirm Act = "confirm" // the links found between A and B, two statements or two documents, are right
	Reject  Act = "reject"  // they are wrong, and left out; those of pages and of their statements are apart
	Undo    Act = "undo"    // Undone is as if never made; an Undo can be undone
	Remark  Act = "note"    // Note is about Actor, or about the statement or document A
)

// Counts is the size of an archive.
type Counts struct {
	Pages, Statements, Links, Problems int
}
