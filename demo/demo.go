// Package demo holds the sample pages behind "sayso demo", the tests of the
// whole way and the examples in the documentation: twenty files, saved pages
// of March 2024 about an affair on the river Orsu. The states, people, outlets
// and armed groups in them are invented, and so is every word.
//
// The pages are as hard as real ones: re-posts, two translations that
// contradict each other, silent edits, readers' comments, odd character sets.
// README.md beside this file says what each is for, and package gold what a
// careful reader finds in it.
package demo

import (
	"embed"
	"io/fs"
)

//go:generate go test -run TestCaptures -update .

//go:embed pages
var files embed.FS

// FS holds the sample files, all at its root.
func FS() fs.FS {
	sub, err := fs.Sub(files, "pages")
	if err != nil {
		panic(err) // only an invalid path does this, and "pages" is valid
	}
	return sub
}

// An Item is one sample file: a page, or a container of pages.
type Item struct {
	Name  string
	Bytes []byte
}

// Items returns the sample files in order of name.
func Items() ([]Item, error) {
	entries, err := files.ReadDir("pages")
	if err != nil {
		return nil, err
	}
	items := make([]Item, 0, len(entries))
	for _, e := range entries {
		b, err := files.ReadFile("pages/" + e.Name())
		if err != nil {
			return nil, err
		}
		items = append(items, Item{Name: e.Name(), Bytes: b})
	}
	return items, nil
}
