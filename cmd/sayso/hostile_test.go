package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sayso"
)

// TestHostilePile reads a folder of what no page should be, with a good page
// among it: each bad one is named in one line or read for what it holds, the
// good one is read, and memory stays bounded.
func TestHostilePile(t *testing.T) {
	dir := t.TempDir()
	pile := filepath.Join(dir, "pile")
	if err := os.Mkdir(pile, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name string, b []byte) {
		if err := os.WriteFile(filepath.Join(pile, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	said := `Minister Ada Brell said: "We will not sign." `
	whole := zipped(t, []byte(strings.Repeat(said, 500)))

	write("good.txt", []byte(said))
	write("deep.html", []byte("<html><body>"+strings.Repeat("<div>", 100_000)+"<p>"+said+"</p>"))
	write("deep-tables.html", []byte(strings.Repeat("<table><tr><td>", 30_000)+said))
	write("marks.txt", []byte(strings.Repeat(`"“«`, 300_000)))
	write("long-line.txt", []byte(strings.Repeat(said, 1<<20/len(said))))
	write("longest-line.txt", []byte(said+"\n\n"+strings.Repeat("bm90IGEgd29yZA", 10<<20/14)+"\n\n"+said))
	write("large.html", []byte("<html><body><p>"+said+"</p>"+strings.Repeat("<p>Nothing else was said that day in the capital, and nobody asked.</p>\n", 40<<20/73)+"</body></html>"))
	write("invalid.txt", []byte("Minister Ada Brell said: \"\xff\xfe We will\x80 not sign.\"\n"))
	write("nul.txt", []byte(strings.Repeat(said, 20)+"\x00"+said))
	write("binary.dat", bytes.Repeat([]byte{0, 1, 2, 255, 254, 17}, 1000))
	write("empty.txt", nil)
	write("cut.txt.gz", whole[:len(whole)/2])
	write("bomb.txt.gz", zipped(t, bytes.Repeat([]byte("said "), 40<<20)))
	write("cut.warc", []byte("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9999\r\n\r\nHTTP/1.1 200 OK\r\n"))
	if err := os.Symlink(".", filepath.Join(pile, "loop")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(pile, "dangling.txt")); err != nil {
		t.Fatal(err)
	}

	cmd := exec.Command("sayso", "read", "-j", "2", "pile")
	cmd.Dir = dir
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState.ExitCode() != exitFailed {
		t.Fatalf("exit code %d, %v; want %d\n%s", cmd.ProcessState.ExitCode(), err, exitFailed, stderr.String())
	}
	read := map[string]*sayso.Document{}
	for line := range bytes.Lines(stdout.Bytes()) {
		var d sayso.Document
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		read[filepath.Base(d.Source.Path)] = &d
	}
	for _, name := range []string{"good.txt", "deep.html", "long-line.txt", "longest-line.txt", "large.html", "invalid.txt", "nul.txt", "marks.txt", "deep-tables.html"} {
		if read[name] == nil {
			t.Errorf("%s: not read", name)
		}
	}
	for _, name := range []string{"good.txt", "nul.txt", "long-line.txt", "longest-line.txt"} {
		if d := read[name]; d != nil && len(d.Statements) == 0 {
			t.Errorf("%s: the statement in it was not found", name)
		}
	}
	refused := map[string]string{}
	for line := range strings.Lines(stderr.String()) {
		rest, ok := strings.CutPrefix(line, "sayso: ")
		name, reason, ok2 := strings.Cut(strings.TrimPrefix(rest, "note: "), ": ")
		if !ok || !ok2 {
			t.Errorf("not one line of path and reason: %q", line)
			continue
		}
		refused[filepath.Base(name)] = reason
	}
	for _, name := range []string{"binary.dat", "empty.txt", "cut.txt.gz", "bomb.txt.gz", "cut.warc", "loop", "dangling.txt"} {
		if refused[name] == "" {
			t.Errorf("%s: nothing was said of it", name)
		}
	}
	if !strings.Contains(refused["bomb.txt.gz"], "--max-page") {
		t.Errorf("a gzip bomb is refused with %q, which does not say how to raise the limit", refused["bomb.txt.gz"])
	}
	for name, reason := range refused {
		t.Logf("%s: %s", name, strings.TrimSpace(reason))
	}
	if peak := peakMemory(cmd.ProcessState); peak > 2<<30 {
		t.Errorf("peak memory %d MB", peak>>20)
	}
}

func zipped(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
