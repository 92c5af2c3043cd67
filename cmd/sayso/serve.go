package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sayso"
	"sayso/change"
	"sayso/serve"
	"sayso/who"
)

const defaultListen = "127.0.0.1:8471"

func newServe() *cobra.Command {
	var archive, addUser string
	var readOnly bool
	var open opening
	c := &cobra.Command{
		Use:   "serve",
		Short: "Show an archive as web pages, and add to it in the browser",
		Long: `Serve shows an archive in a browser: search over what was said, each page with
its statements marked, each statement with its speaker and its copies. Files
dropped onto it are added; names and links can be put right by hand, and what
was put right can be undone. Where there is no archive yet, an empty one is made.

It listens on this machine alone. An address that other machines can reach is
refused unless whoever comes has to show a token (--token-file, --token) or a
name and password (--users), and there the archive can only be read unless
--read-only=false is given. What is sent is not encrypted: over a network that
is not your own, put it behind a web server that speaks HTTPS.`,
		Example: `  sayso serve
  sayso serve --archive syria.db --listen 127.0.0.1:9000 --read-only
  sayso serve --listen 0.0.0.0:8471 --token-file token
  sayso serve --users users --add-user ada
  sayso serve --listen 0.0.0.0:8471 --users users --read-only=false`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if addUser != "" {
				if open.users == "" {
					return usagef("--add-user %s: --users says into which file", addUser)
				}
				return addToUsers(c, open.users, addUser)
			}
			if err := open.check(); err != nil {
				return err
			}
			if !c.Flags().Changed("read-only") {
				readOnly = !isLoopback(open.listen)
			}
			return serveArchive(c, archive, archive, readOnly, &open)
		},
	}
	archiveFlag(c, &archive)
	listenFlag(c, &open)
	c.Flags().BoolVar(&readOnly, "read-only", false, "let nothing be added or put right; so it is at an address that others can reach, if not told otherwise")
	c.Flags().StringVar(&open.token, "token", "", "the `token` that has to be shown; other users of this machine may see it here")
	c.Flags().StringVar(&open.tokenFile, "token-file", "", "the `file` that holds the token; made with a new one if it is not there")
	c.Flags().StringVar(&open.users, "users", "", "the `file` of those who may enter, each with the hash of a password")
	c.Flags().StringVar(&addUser, "add-user", "", "put somebody of this `name` into the file of --users, or give them another password, and stop")
	c.Flags().StringSliceVar(&open.hosts, "host", nil, "a `name` this archive is reached by, besides localhost and addresses")
	c.Flags().StringVar(&open.loaded, "loaded", "", "a `file` of more words that name one thing with different leanings: on each line, such words with a slash between them")
	c.MarkFlagsMutuallyExclusive("token", "token-file", "users")
	for _, f := range []string{"token-file", "users", "loaded"} {
		_ = c.MarkFlagFilename(f)
	}
	return c
}

// An opening is where an archive is shown, and to whom.
type opening struct {
	listen                  string
	hosts                   []string
	token, tokenFile, users string
	loaded                  string // file of loaded words, "" for none
}

func listenFlag(c *cobra.Command, o *opening) {
	c.Flags().StringVar(&o.listen, "listen", defaultListen, "`address` to listen on; port 0 takes a free one")
}

// check refuses to show an archive to anybody who can reach it.
func (o *opening) check() error {
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return usagef("--listen %s: %w", o.listen, err)
	}
	if o.token != "" && len(o.token) < tokenLeast {
		return usagef("--token: it can be guessed; take at least %d letters, or --token-file, which makes one", tokenLeast)
	}
	if !isLoopback(o.listen) && o.token == "" && o.tokenFile == "" && o.users == "" {
		return usagef("--listen %s: other machines can reach this address; say who may enter, with --token-file FILE or --users FILE", o.listen)
	}
	if host != "" && net.ParseIP(host) == nil {
		o.hosts = append(o.hosts, host)
	}
	return nil
}

// isLoopback reports whether only this machine can reach an address.
func isLoopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// serveArchive shows the archive at path until the command is interrupted.
func serveArchive(c *cobra.Command, path, title string, readOnly bool, open *opening) error {
	opt := serve.Options{Title: title, Hosts: open.hosts, Offices: offices, Log: slog.New(slog.NewTextHandler(c.ErrOrStderr(), nil))}
	if err := open.guard(c.ErrOrStderr(), &opt); err != nil {
		return err
	}
	if open.loaded != "" {
		var err error
		if opt.Loaded, err = loadedWords(open.loaded); err != nil {
			return err
		}
	}
	var store interface {
		sayso.Store
		io.Closer
	}
	if readOnly {
		s, err := openArchive(c.Context(), path)
		if err != nil {
			return err
		}
		store = s
	} else {
		l, made, err := openLive(c.Context(), path, max(1, runtime.GOMAXPROCS(0)-1))
		if err != nil {
			if _, e := os.Stat(path); e == nil {
				return fmt.Errorf("%w; --read-only shows it as it is", err)
			}
			return err
		}
		if made {
			fmt.Fprintf(c.ErrOrStderr(), "%s: there was none, so an empty archive was made; add pages in the browser\n", path)
		}
		opt.Write, opt.Add = true, l.add
		store = l
	}
	err := serveStore(c, store, open.listen, opt)
	return errors.Join(err, store.Close())
}

// loadedWords reads a user's list of loaded words, which is added to ours.
func loadedWords(path string) (*change.Loaded, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("loaded words: %w", err)
	}
	defer f.Close()
	l, err := change.MoreLoaded(f)
	if err != nil {
		return nil, fmt.Errorf("loaded words in %s: %w", path, err)
	}
	return l, nil
}

// serveStore shows store until the command is interrupted.
func serveStore(c *cobra.Command, store sayso.Store, listen string, opt serve.Options) error {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	fmt.Fprintf(c.ErrOrStderr(), "%s is at http://%s/ (Ctrl-C to stop)\n", opt.Title, l.Addr())
	srv := &http.Server{
		Handler:           serve.New(store, opt),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
	down := make(chan struct{})
	stopped := context.AfterFunc(c.Context(), func() {
		defer close(down)
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		_ = srv.Shutdown(ctx)
	})
	err = srv.Serve(l)
	if !stopped() {
		<-down // who is being answered is answered before the archive is closed
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// offices are what the table of offices tells of somebody who is found in it.
func offices(id sayso.ActorID, name string) []serve.Office {
	q, ok := strings.CutPrefix(string(id), "wikidata:")
	if !ok {
		return nil
	}
	var out []serve.Office
	for _, p := range who.Named(name) {
		if p.ID != q {
			continue
		}
		for _, t := range p.Terms {
			o := serve.Office{Role: t.Role, Start: t.Start, End: t.End}
			// Many a role says of itself where: "Foreign Minister of Russia".
			if s := who.StateCoded(t.State); s != nil && !strings.Contains(t.Role, s.Name) {
				o.State = s.Name
			}
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b serve.Office) int { return strings.Compare(b.Start, a.Start) })
	return out
}
