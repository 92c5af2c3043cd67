package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"sayso/intake"
	"sayso/verify"
)

func newVerify() *cobra.Command {
	var opt intake.Options
	var workers int
	var archive string
	c := &cobra.Command{
		Use:   "verify [RECORDS.jsonl]",
		Short: "Prove each recorded word against the saved page",
		Long: `Verify reopens every page from the bytes the archive keeps, hashes them, reads
them again, and checks that the words of every span are where the record says.
With a file of records, as read and export print them, it opens the pages at
their original paths instead; no archive is needed.

Each page that fails is named on standard output; the exit code is then 1.`,
		Example: `  sayso verify
  sayso verify --archive syria.db
  sayso export > records.jsonl && sayso verify records.jsonl`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx := c.Context()
			report := func(f verify.Finding) { fmt.Fprintln(c.OutOrStdout(), f) }
			var sum verify.Summary
			if len(args) == 1 {
				f, err := os.Open(args[0])
				if err != nil {
					return fmt.Errorf("%s: %w", args[0], errors.Unwrap(err))
				}
				defer f.Close()
				pages := intake.NewReopener(opt)
				defer pages.Close()
				if sum, err = verify.Records(ctx, f, pages.Reopen, readPage, verify.Options{Workers: workers}, report); err != nil {
					return err
				}
			} else {
				store, err := openArchive(ctx, archive)
				if err != nil {
					return err
				}
				defer store.Close()
				if sum, err = verify.Archive(ctx, store, readPage, verify.Options{Workers: workers}, report); err != nil {
					return err
				}
			}
			fmt.Fprintln(c.ErrOrStderr(), sum)
			if sum.Failed() {
				return errReported
			}
			return nil
		},
	}
	archiveFlag(c, &archive)
	readingFlags(c, &opt, &workers)
	return c
}
