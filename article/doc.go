// Package article reads a saved page: it turns bytes into a document with its
// text, what each block of the text is and in which form it stands, title,
// byline, outlet, dates, section, tags, canonical address, language, dateline
// and credits. It reads HTML, single entries of feeds, and plain text
// as scrapers leave it.
//
// How it decides, for HTML. The bytes are decoded (internal/charset) and parsed
// into a tree that remembers where each text stands (internal/dom). The tree is
// laid out as a sequence of blocks, measured one by one: words, marks, links,
// element, class names, place, neighbours (internal/layout). A boosted model
// gives each block the chance that it is main text, one of its features being
// what the readability library takes for the content, others how the elements
// score by its algorithm (internal/judge, internal/layout). The
// other blocks are named by rules over class names and words (kinds.go). Title
// and byline are chosen among what JSON-LD, meta elements and the visible page
// say, by models that weigh how the candidates agree (internal/pick); the outlet
// is believed from its metadata, or where the page prints it twice; the date
// comes from the first of JSON-LD, meta, microdata, a stamp beside the title, a
// <time> element, and the address that has one; so does that of the last change,
// which is never made of the publication's, nor that of it. A pull quote is known
// by an element that sets it apart and by its words standing in a paragraph, an
// entry of a live page by its stamp and its like beside it (forms.go).
//
// For plain text the same is done with lines (internal/lines, plain.go), the title
// chosen among them by a model too, and the document's text is the decoded file,
// unchanged.
//
// Datelines and credits are read by their shape (internal/lead). No rule knows
// an outlet, an agency or a person by name, and no model was given one.
//
// Limits. Pages that need a program to show their text have none here. A
// comment that stands in an element named like the report's is taken for the
// report. A re-poster's own words are told from the report by their voice in
// English only. A date without a year, or like 3/4/2020, is left alone. Places in
// ordinary letters before a full stop or a colon ("Berlin. Der Minister …") are
// not read as datelines. NUL and bytes without meaning become U+FFFD. Nesting
// beyond 200 elements is kept flat; pages of more than 60,000 nodes are judged
// without the library's opinion. Time is linear in a page's length, and memory
// some twenty times its size.
package article
