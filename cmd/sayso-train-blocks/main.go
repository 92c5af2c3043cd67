// Command sayso-train-blocks trains the models that package article reads pages
// with, and prints their figures on pages whose outlets they were not trained
// on. docs/models/blocks.md says on what, and how well they do.
//
//	go run ./cmd/sayso-train-blocks                       # blocks of HTML pages
//	go run ./cmd/sayso-train-blocks -flat sh.fullpage,…   # lines of flattened text
//	go run ./cmd/sayso-train-blocks -fields               # the choice of title and byline
//	go run ./cmd/sayso-train-blocks -headlines -flat …    # the choice of a title in flattened text
//
// With -out article/models the models are written there.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"sayso/article/train"
)

func main() {
	var o train.Options
	data := flag.String("data", "../shared/data/pages", "folder of the development `pages`")
	out := flag.String("out", "", "`folder` to write the models to; without it they are only scored")
	fields := flag.Bool("fields", false, "train the choice of title and byline instead")
	headlines := flag.Bool("headlines", false, "train the choice of a title in flattened text instead; -flat names the dumps")
	flag.IntVar(&o.Workers, "workers", 2, "goroutines")
	flag.IntVar(&o.Trees, "trees", 250, "trees")
	flag.IntVar(&o.Depth, "depth", 6, "depth of the trees")
	flag.Float64Var(&o.Rate, "rate", .07, "learning rate")
	flag.IntVar(&o.Bags, "bags", 1, "models averaged")
	flag.Float64Var(&o.Columns, "cols", .4, "share of features a tree may ask")
	flag.IntVar(&o.Show, "show", 0, "pages to list, worst first")
	flag.BoolVar(&o.Score, "score", true, "cross-validate")
	flag.BoolVar(&o.More, "more", false, "train on mozilla-readability too")
	flag.StringVar(&o.Flat, "flat", "", "train on flattened text: the `names` of the dumps, with commas")
	flag.StringVar(&o.Drop, "drop", "", "`features` to leave out, by the start of their name, with commas")
	flag.Parse()
	if err := run(*data, *out, *fields, *headlines, o); err != nil {
		fmt.Fprintln(os.Stderr, "sayso-train-blocks:", err)
		os.Exit(1)
	}
}

func run(data, out string, fields, headlines bool, o train.Options) error {
	var made []train.Model
	var err error
	var one *train.Model
	switch from := os.DirFS(data); {
	case fields:
		made, err = train.Fields(from, o, os.Stdout)
	case headlines:
		one, err = train.Headlines(from, o, os.Stdout)
	default:
		one, err = train.Blocks(from, o, os.Stdout)
	}
	if one != nil {
		made = append(made, *one)
	}
	if err != nil || out == "" {
		return err
	}
	for _, m := range made {
		if err := os.WriteFile(filepath.Join(out, m.File), m.Bytes, 0o666); err != nil {
			return err
		}
	}
	return nil
}
