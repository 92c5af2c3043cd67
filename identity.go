package sayso

import "iter"

// A Voice is one way in which pages name somebody who speaks or is spoken to.
type Voice struct {
	Actor       ActorID // as read, or ""
	Name        string
	Kind        ActorKind
	Role        Maybe
	Statements  int    // said under it
	First, Last string // dates of publication, or ""
}

// A Sighting is a voice on a page, and what stands beside it.
type Sighting struct {
	Voice int   // number of the Voice
	Page  int   // numbers stand for pages while an Identifier works
	Story int   // of the pages that copy each other, see Story; 0 where it copies none
	With  []int // the other voices of the page
}

// An Identity says that a voice is somebody else than was read on one page
// alone.
type Identity struct {
	Voice int
	Page  int // on this page; -1 on all of which no other Identity of the voice tells
	Actor ActorID
	Name  string // their fullest name
	Why   string // in words for the reader
}

// An Identifier tells who is who over all pages of an archive: which voices are
// one person, and which of one name are several. It is a function of the voices
// and sightings as sets. Voices are numbered from 0; seen yields the sightings
// of those that are wanted.
type Identifier func(voices []Voice, seen func(wanted []bool) iter.Seq[Sighting]) []Identity
