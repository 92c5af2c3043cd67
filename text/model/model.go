// Package model keeps the trained weights that are built into the program.
// They are written by cmd/sayso-train; docs/models has a card for each.
package model

import (
	"embed"
	"fmt"

	"sayso/internal/pack"
)

//go:embed *.br
var files embed.FS

// Names of the models.
const (
	Split  = "split"
	Syntax = "syntax"
	Lemma  = "lemma"
	Names  = "names"
)

// Load is the uncompressed model of that name.
func Load(name string) ([]byte, error) {
	b, err := files.ReadFile(name + ".br")
	if err != nil {
		return nil, fmt.Errorf("model %s is not built in: %w", name, err)
	}
	return Expand(b)
}

// Expand undoes Compress.
func Expand(b []byte) ([]byte, error) { return pack.Unpack(b) }

// Compress is b as the files here hold it.
func Compress(b []byte) ([]byte, error) { return pack.Pack(b) }

// Size is how many bytes the models take in the program.
func Size() (n int) {
	for _, name := range []string{Split, Lemma, Syntax, Names} {
		b, _ := files.ReadFile(name + ".br")
		n += len(b)
	}
	return n
}
