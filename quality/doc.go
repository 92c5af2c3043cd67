// Package quality holds the ratchet: its tests run the built program over the
// development data in ../shared, score what it writes with the scorers there,
// and fail when a figure falls below its floor in floors.json.
//
// Floors rise with each gain, by `go test ./quality -update`, which moves none
// down. A floor is lowered by hand alone, with the reason in the commit. Where
// ../shared is absent the tests are skipped, saying so.
package quality
