package sayso

import (
	"errors"
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// Kind sorts errors by what a caller can do about them. There are few.
type Kind int

const (
	Internal   Kind = iota // a fault of the program
	Unreadable             // the input cannot be read: missing, no permission, truncated, not a page
	TooLarge               // a stated limit was reached; it can be raised
	NotFound               // no such page, document or statement
	Damaged                // what was saved is not what is there now
	Busy                   // another process holds the archive
	Full                   // no space to write to
)

// An Error is one that names what it is about: a path, or a path and a place
// in it. Its text is one line.
type Error struct {
	Kind Kind
	Path string // what it is about, or ""
	Err  error
}

func (e *Error) Error() string {
	if e.Path == "" {
		return e.Err.Error()
	}
	return PrintPath(e.Path) + ": " + e.Err.Error()
}

// PrintPath is a path as it can be printed in one line: as it is, or quoted
// where it holds what is not print. A file name may hold a newline, or what a
// terminal would obey.
func PrintPath(p string) string {
	for _, r := range p {
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			return strconv.Quote(p)
		}
	}
	return p
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error of a kind about a path.
func Errorf(kind Kind, path, format string, args ...any) *Error {
	return &Error{Kind: kind, Path: path, Err: fmt.Errorf(format, args...)}
}

// KindOf is the kind of err, or Internal where it has none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
