package main

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"sayso/intake"
)

// byteSize is a flag of a number of bytes: 5000000, 5MB, 64MiB.
type byteSize int64

func (b *byteSize) Set(s string) error {
	n, err := humanize.ParseBytes(s)
	if err != nil || n == 0 || n > 1<<40 {
		return errors.New("want a size such as 200MiB")
	}
	*b = byteSize(n)
	return nil
}

func (b *byteSize) String() string {
	return strings.ReplaceAll(humanize.IBytes(uint64(*b)), " ", "")
}

func (b *byteSize) Type() string { return "size" }

// positive is a flag of a number of 1 or more.
type positive int

func (p *positive) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return errors.New("want a number of 1 or more")
	}
	*p = positive(n)
	return nil
}

func (p *positive) String() string { return strconv.Itoa(int(*p)) }
func (p *positive) Type() string   { return "number" }

// paths checks the arguments of a command that reads pages.
func paths(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return errors.New("which pages? Name files or folders, or - for standard input")
	}
	for _, a := range args {
		switch {
		case a == "":
			return errors.New("one of the paths is empty; name the folder . for what is here")
		case strings.HasPrefix(a, "http://") || strings.HasPrefix(a, "https://"):
			return fmt.Errorf("%s: sayso fetches nothing from the network; save the page and name the file", a)
		}
	}
	return nil
}

// anyExists is an error where none of the paths is there, so that a slip of
// the finger makes no archive.
func anyExists(args []string) error {
	var first error
	for _, a := range args {
		if a == intake.StdinPath {
			return nil
		}
		_, err := os.Lstat(a)
		if err == nil {
			return nil
		}
		if first == nil {
			first = fmt.Errorf("%s: %w", a, errors.Unwrap(err))
		}
	}
	return first
}

// without leaves out the files of the archive that is being written, which may
// lie in a folder that is added.
func without(items iter.Seq[intake.Item], archive string) iter.Seq[intake.Item] {
	own := map[string]bool{}
	abs, err := filepath.Abs(archive)
	for _, suffix := range []string{"", "-wal", "-shm", "-lock", "-journal"} {
		own[abs+suffix] = err == nil
	}
	return func(yield func(intake.Item) bool) {
		for it := range items {
			if strings.HasPrefix(filepath.Base(it.Path), filepath.Base(archive)) {
				if p, err := filepath.Abs(it.Path); err == nil && own[p] {
					continue
				}
			}
			if !yield(it) {
				return
			}
		}
	}
}
