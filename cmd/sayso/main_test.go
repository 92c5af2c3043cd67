package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the tests run this program as a process of its own, by the
// name sayso.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sayso": func() { os.Exit(run()) }})
}

// TestScripts runs the sessions in testdata, each what a user might type. The
// examples of README and docs/cli.md are among them.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			return os.CopyFS(filepath.Join(e.WorkDir, "pages"), os.DirFS("../../demo/pages"))
		},
	})
}

// runSayso runs the program in dir and returns its standard output. It may exit
// with code 1: some of the pages may be meant not to be read.
func runSayso(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("sayso", args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if e, ok := err.(*exec.ExitError); err != nil && !(ok && e.ExitCode() == exitFailed) {
		t.Fatalf("sayso %v: %v\n%s", args, err, stderr.String())
	}
	return out
}
