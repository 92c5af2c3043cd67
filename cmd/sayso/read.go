package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sayso"
	"sayso/intake"
	"sayso/pile"
)

func newRead() *cobra.Command {
	var opt intake.Options
	var workers int
	var speech bool
	c := &cobra.Command{
		Use:   "read PATH…",
		Short: "Print the record of pages, one line of JSON each",
		Long: `Read reads files and folders and prints one record a page as JSON Lines, in
the order given; no archive is needed. A path of - reads one page from standard
input.

Plain text, HTML, WARC, and RSS, Atom and JSON feeds are told by their content,
also inside .gz. What cannot be read is told on standard error, one line each,
the rest is still read, and the exit code is 1.

With --speech only what was uttered is printed: statements that tell of thoughts
alone, believed or wanted, are left out.`,
		Example: `  sayso read page.html
  sayso read pages/ more.warc.gz > records.jsonl
  curl -s https://example.org/story | sayso read -
  sayso read page.html | jq '.statements[] | {who: .speaker.name, what: .content[].text}'`,
		Args: paths,
		RunE: func(c *cobra.Command, args []string) error {
			opt.Stdin = c.InOrStdin()
			out := bufio.NewWriterSize(c.OutOrStdout(), 1<<16)
			var line []byte
			failed, any := false, false
			for r := range pile.Read(c.Context(), intake.Pages(c.Context(), args, opt), readPage, workers) {
				any = true
				if r.Err != nil {
					fmt.Fprintf(c.ErrOrStderr(), "sayso: %v\n", r.Err)
					failed = true
					continue
				}
				if r.Item.Note != "" {
					fmt.Fprintf(c.ErrOrStderr(), "sayso: note: %s: %s\n", sayso.PrintPath(r.Item.Path), r.Item.Note)
				}
				if r.Document == nil {
					continue
				}
				if speech {
					onlySpeech(r.Document)
				}
				var err error
				if line, err = r.Document.AppendRecord(line[:0]); err != nil {
					return err
				}
				if _, err := out.Write(append(line, '\n')); err != nil {
					return writing(err)
				}
				// One page at a time is what a pipe's reader waits for.
				if err := out.Flush(); err != nil {
					return writing(err)
				}
			}
			if err := c.Context().Err(); err != nil {
				return err
			}
			if failed {
				return errReported
			}
			if !any {
				fmt.Fprintf(c.ErrOrStderr(), "sayso: note: no pages in %s\n", strings.Join(args, ", "))
			}
			return nil
		},
	}
	c.Flags().BoolVar(&speech, "speech", false, "print only statements that were uttered, no beliefs and wishes")
	readingFlags(c, &opt, &workers)
	return c
}

// onlySpeech leaves a document the statements that were uttered. One that was
// told inside a thought is then told inside what that thought is told in.
func onlySpeech(d *sayso.Document) {
	within := map[sayso.StatementID]sayso.StatementID{}
	kept := d.Statements[:0]
	for _, s := range d.Statements {
		if outer, thought := within[s.Within]; thought {
			s.Within = outer
		}
		if s.Act.Uttered() {
			kept = append(kept, s)
		} else {
			within[s.ID] = s.Within
		}
	}
	d.Statements = kept
}

func writing(err error) error { return sayso.Errorf(sayso.Full, "", "writing the records: %w", err) }
