package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"sayso/demo"
)

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// TestPapersHold runs the commands that README and docs/cli.md show, in their
// order, in a folder that holds the sample pages: each must end without
// failure, and those that serve must say where.
func TestPapersHold(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the examples are for a Unix shell")
	}
	for _, paper := range []string{"../../README.md", "../../docs/cli.md"} {
		t.Run(filepath.Base(paper), func(t *testing.T) {
			b, err := os.ReadFile(paper)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			for _, name := range []string{"pages", "home/pages"} {
				if err := os.CopyFS(filepath.Join(dir, name), demo.FS()); err != nil {
					t.Fatal(err)
				}
			}
			page, err := os.ReadFile(filepath.Join(dir, "pages/04-drinta-interview.html"))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "page.html"), page, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "speech.txt"), []byte("She said they would not sign."), 0o644); err != nil {
				t.Fatal(err)
			}
			ran := 0
			for _, m := range shellBlock.FindAllStringSubmatch(string(b), -1) {
				for line := range strings.Lines(m[1]) {
					line = strings.TrimSpace(line)
					if !strings.HasPrefix(line, "sayso ") {
						continue // go run, go test, go install: .ci/run and this very test
					}
					example(t, dir, line)
					ran++
				}
			}
			if ran < 5 {
				t.Errorf("only %d examples were found in the paper", ran)
			}
		})
	}
}

// example runs one command line in a shell. One that serves is given a free
// port, and stopped once it serves.
func example(t *testing.T, dir, line string) {
	t.Helper()
	serves := strings.HasPrefix(line, "sayso serve") || line == "sayso demo"
	if serves && !strings.Contains(line, "--listen") {
		line += " --listen 127.0.0.1:0"
	}
	line = regexp.MustCompile(`127\.0\.0\.1:\d+`).ReplaceAllString(line, "127.0.0.1:0")
	if strings.HasPrefix(line, "sayso demo --write pages") {
		os.RemoveAll(filepath.Join(dir, "pages"))
	}
	cmd := exec.Command("sh", "-c", "exec "+line)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+filepath.Join(dir, "home"))
	if !serves {
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%.2000s", line, err, out)
		}
		return
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := ""
	for s := bufio.NewScanner(stderr); s.Scan(); {
		if said += s.Text() + "\n"; strings.Contains(s.Text(), "is at http://127.0.0.1:") {
			_ = cmd.Process.Signal(os.Interrupt)
		}
	}
	if err := cmd.Wait(); err != nil || !strings.Contains(said, "is at http://127.0.0.1:") {
		t.Errorf("%s: %v\n%s", line, err, said)
	}
}
