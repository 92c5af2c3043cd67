// Command sayso-train trains the models of English that are built into sayso
// and prints how well they do on the development parts.
//
//	go run ./cmd/sayso-train [-data DIR] [-out DIR] split|lemma|syntax|names
//
// The order counts for the last two: names are learnt with the tags of the
// network that is in the folder for the models. Training needs ../shared/data
// and nothing else, and gives the same bytes each time. On two idle cores of
// 2026, syntax takes some ten minutes, names five and 4 GB of memory, the others seconds.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"sayso/text/model"
)

var (
	data   = flag.String("data", "../shared/data/language", "folder of the training data")
	out    = flag.String("out", "text/model", "folder for the models")
	seed   = flag.Int64("seed", 1, "of all that is random")
	epochs = flag.Int("epochs", 13, "rounds over the treebanks, for syntax")
)

func main() {
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: sayso-train [-data DIR] [-out DIR] split|lemma|syntax|names")
		flag.PrintDefaults()
	}
	flag.Parse()
	train := map[string]func() error{
		model.Split: trainSplit, model.Lemma: trainLemma, model.Syntax: trainSyntax, model.Names: trainNames,
	}[flag.Arg(0)]
	if train == nil {
		flag.Usage()
		os.Exit(2)
	}
	if err := train(); err != nil {
		fmt.Fprintln(os.Stderr, "sayso-train:", err)
		os.Exit(1)
	}
}

func save(name string, b []byte) error {
	z, err := model.Compress(b)
	if err != nil {
		return err
	}
	p := filepath.Join(*out, name+".br")
	if err := os.WriteFile(p, z, 0o644); err != nil {
		return fmt.Errorf("writing model: %w", err)
	}
	fmt.Printf("%s: %d bytes, %d compressed\n", p, len(b), len(z))
	return nil
}
