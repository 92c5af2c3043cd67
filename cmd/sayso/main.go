// Command sayso turns a pile of saved news pages into a record of who said
// what, in which outlet, copied from whom, and what each hand changed.
//
// This package only wires: it turns flags into calls of the other packages and
// their errors into one line each and an exit code.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
)

// Exit codes. They are part of the interface; scripts rely on them.
const (
	exitOK     = 0
	exitFailed = 1 // something could not be done; what could be, was
	exitUsage  = 2 // the command line is wrong; nothing was done
)

// memoryLimit is where the collector begins to work harder to give memory back.
// It is no hard limit. GOMEMLIMIT overrides it.
const memoryLimit = 1536 << 20

func main() { os.Exit(run()) }

// run is main for tests, which call it in a process of their own.
func run() int {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	// The first interrupt ends the work in good order; the second, the process.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return runWith(ctx, os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr})
}

type stdio struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// errReported ends a command whose failures have been told already.
var errReported = errors.New("some of the work failed")

// runWith runs one command line and returns its exit code.
func runWith(ctx context.Context, args []string, std stdio) int {
	root, started := newRoot()
	root.SetArgs(args)
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitOK
	case !*started:
		fmt.Fprintf(std.err, "sayso: %v\nRun 'sayso --help' for what there is.\n", err)
		return exitUsage
	case errors.Is(err, errReported):
		return exitFailed
	case errors.As(err, new(usageError)):
		fmt.Fprintf(std.err, "sayso: %v\n", err)
		return exitUsage
	case ctx.Err() != nil:
		fmt.Fprintln(std.err, "sayso: interrupted; what was saved is kept, the same command goes on from there")
		return exitFailed
	}
	fmt.Fprintf(std.err, "sayso: %v\n", err)
	return exitFailed
}

// A usageError is a command line that is wrong in a way that shows only when
// the command runs.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// newRoot makes the command tree. started is set once a command's own work
// begins: an error before that is one of usage.
func newRoot() (root *cobra.Command, started *bool) {
	started = new(bool)
	root = &cobra.Command{
		Use:   "sayso",
		Short: "Who said what, in which outlet, copied from whom, and what each hand changed",
		Long: `Sayso reads saved news pages and records who said what, to whom, when and
where, in which outlet, copied from whom, and what each copy changed. Each
entry points at the words of the saved page that prove it.

Nothing is ever fetched from the network.`,
		Example: `  sayso demo                        look at a small built-in archive
  sayso read page.html              print the record of one page
  sayso add ~/pages                 put a folder of pages into ./sayso.db
  sayso serve                       read the archive in a browser
  sayso export --what links         copies, and what they changed
  sayso actor list                  who speaks; merge, split and rename them
  sayso verify                      prove the archive against its saved pages`,
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRun: func(*cobra.Command, []string) {
			*started = true
		},
	}
	root.AddCommand(newRead(), newAdd(), newServe(), newExport(), newVerify(), newDemo(), newAnalyse(), newActor(), newMCP())
	return root, started
}
