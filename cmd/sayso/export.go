package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sayso/export"
	"sayso/internal/atomicfile"
)

func newExport() *cobra.Command {
	var archive, what, format, output string
	var bom bool
	c := &cobra.Command{
		Use:   "export",
		Short: "Write out the whole archive: documents, statements, links or mentions",
		Long: `Export writes all of one thing, never a part of it, in an order that depends
only on what is in the archive. A file is written aside and put in place when
it is complete.`,
		Example: `  sayso export > records.jsonl
  sayso export --what statements --format csv -o statements.csv
  sayso export --what links | jq 'select(.kind == "copy")'`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w, f := export.What(what), export.Format(format)
			if !w.Valid() {
				return usagef("--what %s: must be one of %s", what, strings.Join(names(export.Whats()), ", "))
			}
			if !f.Valid() {
				return usagef("--format %s: must be one of %s", format, strings.Join(names(export.Formats()), ", "))
			}
			store, err := openArchive(c.Context(), archive)
			if err != nil {
				return err
			}
			defer store.Close()
			write := func(out io.Writer) error {
				return export.Write(c.Context(), out, store, w, f, export.Options{BOM: bom})
			}
			if output == "" || output == "-" {
				return write(c.OutOrStdout())
			}
			return atomicfile.Write(output, write)
		},
	}
	archiveFlag(c, &archive)
	c.Flags().StringVar(&what, "what", string(export.Documents), "`thing` to write: "+strings.Join(names(export.Whats()), ", "))
	c.Flags().StringVar(&format, "format", string(export.JSONL), "`format`: "+strings.Join(names(export.Formats()), ", "))
	c.Flags().StringVarP(&output, "output", "o", "", "`file` to write; standard output if not given")
	c.Flags().BoolVar(&bom, "bom", false, "make CSV for spreadsheets: a byte order mark first, an apostrophe before what would be taken for a formula")
	_ = c.RegisterFlagCompletionFunc("what", cobra.FixedCompletions(names(export.Whats()), cobra.ShellCompDirectiveNoFileComp))
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(names(export.Formats()), cobra.ShellCompDirectiveNoFileComp))
	return c
}

func names[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}
