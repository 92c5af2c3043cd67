package main

import (
	"log/slog"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"sayso/mcp"
)

func newMCP() *cobra.Command {
	var archive string
	c := &cobra.Command{
		Use:   "mcp",
		Short: "Answer a language model's client about an archive",
		Long: `Mcp answers the client of a language model over standard input and output, by
the Model Context Protocol, until the client leaves: find statements and
speakers, open a statement, trace copies, compare reports, check whether a quote
is exact, altered or absent. It only reads, and every answer names the saved
page and the place in it.`,
		Example: `  sayso mcp --archive syria.db`,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			store, err := openArchive(c.Context(), archive)
			if err != nil {
				return err
			}
			defer store.Close()
			log := slog.New(slog.NewTextHandler(c.ErrOrStderr(), nil))
			return mcp.Serve(c.Context(), mcp.New(store, release, log), &sdk.StdioTransport{})
		},
	}
	archiveFlag(c, &archive)
	return c
}
