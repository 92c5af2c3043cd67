package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"sayso"
	"sayso/demo"
	"sayso/intake"
	"sayso/pile"
	"sayso/store/sqlite"
	"sayso/who"
)

func newDemo() *cobra.Command {
	var archive, write string
	var open opening
	c := &cobra.Command{
		Use:   "demo",
		Short: "Make an archive of built-in sample pages and show it",
		Long: `Demo reads twenty sample files about an invented affair into an archive and
shows it, as serve does. The archive is thrown away at the end unless a file is
named for it.`,
		Example: `  sayso demo
  sayso demo --archive demo.db      keep the archive
  sayso demo --write pages          only write the sample files to a folder`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if write != "" {
				return os.CopyFS(write, demo.FS())
			}
			if !isLoopback(open.listen) {
				return usagef("--listen %s: the samples are shown on this machine alone, such as on %s", open.listen, defaultListen)
			}
			dir, err := os.MkdirTemp("", "sayso-demo-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			if archive == "" {
				archive = filepath.Join(dir, defaultArchive)
			}
			store, err := sqlite.Open(c.Context(), archive, sqlite.Options{Create: true, Identify: who.Identify})
			if err != nil {
				return err
			}
			err = addDemo(c.Context(), store, filepath.Join(dir, "pages"))
			if err := errors.Join(err, store.Close()); err != nil {
				return err
			}
			return serveArchive(c, archive, "Sample archive", false, &open)
		},
	}
	c.Flags().StringVarP(&archive, "archive", "a", "", "keep the archive in this `file`")
	c.Flags().StringVar(&write, "write", "", "write the sample files to this `folder` and stop")
	listenFlag(c, &open)
	return c
}

// addDemo adds the sample pages, by way of a folder, as a user's own are.
func addDemo(ctx context.Context, store sayso.Store, dir string) error {
	if err := os.CopyFS(dir, demo.FS()); err != nil {
		return err
	}
	sum, err := pile.Add(ctx, store, under("demo", dir, intake.Pages(ctx, []string{dir}, intake.Options{})), readPage, linkAll(1, false), pile.Options{})
	if err == nil && sum.Problems > 0 {
		err = fmt.Errorf("%d sample pages could not be read", sum.Problems)
	}
	return err
}

// under gives pages found in the folder dir the paths they would have in a
// folder called name, so that their record does not depend on where dir is.
func under(name, dir string, items iter.Seq[intake.Item]) iter.Seq[intake.Item] {
	prefix := filepath.ToSlash(filepath.Clean(dir)) + "/"
	moved := func(p string) string {
		if rest, ok := strings.CutPrefix(p, prefix); ok {
			return name + "/" + rest
		}
		return p
	}
	return func(yield func(intake.Item) bool) {
		for it := range items {
			it.Path = moved(it.Path)
			if it.Page != nil {
				it.Page.Source.Path = moved(it.Page.Source.Path)
			}
			if !yield(it) {
				return
			}
		}
	}
}
