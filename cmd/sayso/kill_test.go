package main

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"sayso/demo"
)

var (
	killPages = flag.Int("kill-pages", 150, "pages that TestKilledAddGoesOn adds")
	kills     = flag.Int("kills", 4, "moments at which it is killed")
)

// TestKilledAddGoesOn kills `sayso add` at random moments and wants a last run
// to end in the archive that an undisturbed run makes, to the byte of its
// exports, with whatever number of workers and in whatever parts.
func TestKilledAddGoesOn(t *testing.T) {
	dir := t.TempDir()
	manyPages(t, filepath.Join(dir, "pages"), *killPages)

	start := time.Now()
	runSayso(t, dir, "add", "--archive", "whole.db", "-j", "1", "pages")
	undisturbed := time.Since(start)
	want := exports(t, dir, "whole.db")

	runSayso(t, dir, "add", "--archive", "two.db", "-j", "2", "pages")
	if got := exports(t, dir, "two.db"); !bytes.Equal(got, want) {
		t.Fatalf("two workers export other bytes than one (%d, %d)", len(got), len(want))
	}

	// In parts, the later ones in front, each linked with what is there.
	for from := *killPages - *killPages%40; from >= 0; from -= 40 {
		part := filepath.Join(dir, "part", "pages")
		if err := os.RemoveAll(part); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(part, 0o755); err != nil {
			t.Fatal(err)
		}
		names, err := filepath.Glob(filepath.Join(dir, "pages", "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names[from:min(from+40, len(names))] {
			if err := os.Link(name, filepath.Join(part, filepath.Base(name))); err != nil {
				t.Fatal(err)
			}
		}
		runSayso(t, filepath.Join(dir, "part"), "add", "--archive", "../parts.db", "pages")
	}
	if got := exports(t, dir, "parts.db"); !bytes.Equal(got, want) {
		t.Fatalf("added in parts, another archive (%d bytes, not %d)", len(got), len(want))
	}
	runSayso(t, dir, "add", "--archive", "parts.db", "--relink")
	if got := exports(t, dir, "parts.db"); !bytes.Equal(got, want) {
		t.Fatalf("linked anew, other links (%d bytes, not %d)", len(got), len(want))
	}

	moments := rand.New(rand.NewPCG(1, 2))
	once := 0 // an archive whose making is cut short again and again
	for i := range *kills {
		after := time.Duration(moments.Float64() * float64(undisturbed))
		db := fmt.Sprintf("killed%d.db", i)
		killed := killAdd(t, dir, db, after)
		runSayso(t, dir, "add", "--archive", db, "pages")
		if got := exports(t, dir, db); !bytes.Equal(got, want) {
			t.Errorf("killed after %v: a last run ends in another archive (%d bytes, not %d)", after, len(got), len(want))
		}
		if killed {
			once++
		}
		killAdd(t, dir, "often.db", after/5)
	}
	runSayso(t, dir, "add", "--archive", "often.db", "pages")
	if got := exports(t, dir, "often.db"); !bytes.Equal(got, want) {
		t.Errorf("killed %d times: a last run ends in another archive", *kills)
	}
	t.Logf("%d pages in %v; %d of %d runs were killed before their end", *killPages, undisturbed, once, *kills)
}

// killAdd starts `sayso add` and kills it after a while, and reports whether it
// was still running.
func killAdd(t *testing.T, dir, db string, after time.Duration) bool {
	t.Helper()
	cmd := exec.Command("sayso", "add", "--archive", db, "pages")
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	killed := cmd.Process.Kill() == nil
	return cmd.Wait() != nil && killed && !cmd.ProcessState.Exited()
}

// exports is all that `sayso export` gives of an archive.
func exports(t *testing.T, dir, db string) []byte {
	t.Helper()
	var all []byte
	for _, what := range []string{"documents", "statements", "links", "mentions"} {
		all = append(all, runSayso(t, dir, "export", "--archive", db, "--what", what)...)
	}
	return all
}

// manyPages writes n pages: the sample pages, and then short ones that copy a
// part of each other, so that there is much to link and little to read.
func manyPages(t *testing.T, dir string, n int) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	pages, err := demo.Items()
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		name := fmt.Sprintf("%05d.txt", i)
		text := fmt.Appendf(nil, "Edition %d of the Orsu valley\n\nMinister Ada Brell said on day %d: \"We will not sign page %d of the treaty.\"\n\n"+
			"The harbour of town %d was closed by order %d of the council, which gave no reason and named no day for its opening.\n", i, i/3, i/3, i/2, i/5)
		if i < len(pages) {
			name, text = pages[i].Name, pages[i].Bytes
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
