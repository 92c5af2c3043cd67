package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"sayso"
	"sayso/serve"
)

const defaultListen = "127.0.0.1:8471"

func newServe() *cobra.Command {
	var archive, listen string
	c := &cobra.Command{
		Use:   "serve",
		Short: "Show an archive as web pages on this machine",
		Long: `Serve shows an archive in a browser: search over what was said, each page with
its statements marked, each statement with its speaker and its copies.

It listens on this machine alone. There is no password yet, so an address that
other machines can reach is refused.`,
		Example: `  sayso serve
  sayso serve --archive syria.db --listen 127.0.0.1:9000`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			store, err := openArchive(c.Context(), archive)
			if err != nil {
				return err
			}
			defer store.Close()
			return serveStore(c, store, listen, archive)
		},
	}
	archiveFlag(c, &archive)
	listenFlag(c, &listen)
	return c
}

func listenFlag(c *cobra.Command, listen *string) {
	c.Flags().StringVar(listen, "listen", defaultListen, "`address` on this machine to listen on; port 0 takes a free one")
}

// serveStore shows store at an address of this machine until the command is
// interrupted.
func serveStore(c *cobra.Command, store sayso.Store, listen, title string) error {
	if err := loopback(listen); err != nil {
		return err
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	fmt.Fprintf(c.ErrOrStderr(), "%s is at http://%s/ (Ctrl-C to stop)\n", title, l.Addr())
	srv := &http.Server{
		Handler:           serve.New(store, serve.Options{Title: title, Log: slog.New(slog.NewTextHandler(c.ErrOrStderr(), nil))}),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
	stopped := context.AfterFunc(c.Context(), func() {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		_ = srv.Shutdown(ctx)
	})
	defer stopped()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// loopback refuses an address that other machines could reach.
func loopback(listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return usagef("--listen %s: %w", listen, err)
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return usagef("--listen %s: only addresses of this machine alone, such as %s, are taken: there is no password yet", listen, defaultListen)
}
