package main

import (
	"context"
	"runtime"

	"github.com/spf13/cobra"

	"sayso"
	"sayso/article"
	"sayso/intake"
	"sayso/pile"
	"sayso/reuse"
	"sayso/say"
	"sayso/spill"
	"sayso/store/sqlite"
	"sayso/who"
)

// readPage takes one page through the stages that look at it alone.
func readPage(p *sayso.Page) (*sayso.Document, error) {
	d, err := article.Read(p)
	if err != nil {
		return nil, err
	}
	say.Read(d)
	return d, nil
}

// blockMemory is how many bytes of what the stages of matching exchange are
// held in memory, in linkAll; beyond that it goes to a temporary file. Of
// 256 MiB a pile of some 100,000 pages has no need.
const blockMemory = 256 << 20

// linkAll brings the links between the documents of an archive up to date, or
// makes them all anew.
func linkAll(workers int, anew bool) pile.Linker {
	return func(ctx context.Context, store sayso.Store, progress func(done, total int)) error {
		return reuse.Update(ctx, store, reuse.Options{Workers: workers, Progress: progress, Shuffle: spill.New("", blockMemory).Shuffle, Anew: anew})
	}
}

const defaultArchive = "sayso.db"

// archiveFlag adds --archive.
func archiveFlag(c *cobra.Command, path *string) {
	c.Flags().StringVarP(path, "archive", "a", defaultArchive, "the archive, one `file`")
	_ = c.MarkFlagFilename("archive", "db")
}

// readingFlags adds the flags of commands that read pages.
func readingFlags(c *cobra.Command, opt *intake.Options, workers *int) {
	opt.MaxPage = intake.DefaultMaxPage
	c.Flags().Var((*byteSize)(&opt.MaxPage), "max-page", "refuse a page of more than this `size`, unpacked")
	*workers = runtime.GOMAXPROCS(0)
	c.Flags().VarP((*positive)(workers), "workers", "j", "pages worked on side by side; the result does not depend on it")
}

// openArchive opens an existing archive for reading.
func openArchive(ctx context.Context, path string) (*sqlite.Store, error) {
	return sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true, Identify: who.Identify})
}
