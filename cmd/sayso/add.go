package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"sayso"
	"sayso/intake"
	"sayso/pile"
	"sayso/store/sqlite"
	"sayso/who"
)

func newAdd() *cobra.Command {
	var opt intake.Options
	var workers int
	var archive string
	var relink bool
	c := &cobra.Command{
		Use:   "add PATH…",
		Short: "Read pages into an archive and link them with what is there",
		Long: `Add reads files and folders into an archive, one file, made where there is
none. Pages that are there already are passed over, so the same command can be
run again after more pages were saved, or after it was cut short: it goes on
where it stopped. The archive keeps each page's bytes, so that what is recorded
can be proved years later.

When all pages are in, copied passages and repeated statements are looked for
between the new pages and all that are there. With --relink, that is done anew
for the whole archive; the result is the same.`,
		Example: `  sayso add ~/pages
  sayso add --archive syria.db crawl.warc.gz feeds/
  find . -newer sayso.db -name '*.html' -print0 | xargs -0 sayso add`,
		Args: func(c *cobra.Command, args []string) error {
			if relink && len(args) == 0 {
				return nil
			}
			return paths(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			ctx := c.Context()
			opt.Stdin = c.InOrStdin()
			if len(args) > 0 {
				if err := anyExists(args); err != nil {
					return err
				}
			}
			store, err := sqlite.Open(ctx, archive, sqlite.Options{Create: len(args) > 0, Identify: who.Identify})
			if err != nil {
				return err
			}
			defer store.Close()
			_, bytes := intake.Size(ctx, args)
			bar := newReporter(c.ErrOrStderr(), bytes)
			sum, err := addPages(ctx, store, archive, args, opt, workers, relink, bar.tell)
			bar.finish()
			if err != nil {
				return err
			}
			n, err := store.Counts(ctx)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.ErrOrStderr(), "%s: %s added, %s there already, %s not read; now %s, %s, %s\n", archive,
				count(sum.Added, "page"), count(sum.Known, "page"), count(sum.Problems, "page"),
				count(n.Pages, "page"), count(n.Statements, "statement"), count(n.Links, "link"))
			if err := store.Close(); err != nil {
				return err
			}
			if sum.Problems > 0 {
				return errReported
			}
			return nil
		},
	}
	archiveFlag(c, &archive)
	readingFlags(c, &opt, &workers)
	c.Flags().BoolVar(&relink, "relink", false, "look for copies and repeated statements in the whole archive anew")
	return c
}

// addPages reads files and folders into an archive and links them with what is
// there.
func addPages(ctx context.Context, store sayso.Store, archive string, paths []string, opt intake.Options, workers int, relink bool, tell func(pile.Progress)) (pile.Summary, error) {
	return pile.Add(ctx, store, without(intake.Pages(ctx, paths, opt), archive), readPage, linkAll(workers, relink), pile.Options{Workers: workers, Relink: relink, Progress: tell})
}

// count is n things in words: "1 page", "2 pages".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
