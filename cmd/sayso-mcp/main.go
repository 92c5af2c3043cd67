// Command sayso-mcp answers a language model's client about an archive, over
// standard input and output, by the Model Context Protocol. It only reads.
//
// It is a program of its own because the protocol's library would take the
// main one past the size it is held to.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"sayso/mcp"
	"sayso/store/sqlite"
	"sayso/who"
)

func main() {
	archive := flag.String("archive", "sayso.db", "the archive, one `file`")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), `Answers the client of a language model over standard input and output, by the
Model Context Protocol: find statements and speakers, trace copies, compare
reports, check whether a quote is exact, altered or absent. It only reads.

Example:
  sayso-mcp -archive syria.db

Flags:
`)
		flag.PrintDefaults()
	}
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *archive); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "sayso-mcp:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, archive string) error {
	store, err := sqlite.Open(ctx, archive, sqlite.Options{ReadOnly: true, Identify: who.Identify})
	if err != nil {
		return err
	}
	defer store.Close()
	return mcp.Serve(ctx, mcp.New(store, "1", slog.New(slog.NewTextHandler(os.Stderr, nil))), &sdk.StdioTransport{})
}
