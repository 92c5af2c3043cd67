// Command sayso-bench runs the built program over the development data and
// prints a table: pages and words a second and core, peak memory, and how the
// time of add grows with the pile, and how long every view of the last archive
// takes. `make bench` builds the program and runs it. With -archive it measures
// the views of a given archive and nothing else.
//
// Times are processor seconds of the program's process, so that another load on
// the machine shifts them little; "wall" is the time on the clock.
package main

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func main() {
	program := flag.String("sayso", "bin/sayso", "the built program")
	shared := flag.String("shared", "../shared", "the folder with the development data")
	sizes := flag.String("sizes", "1000,10000", "pages to add, one archive each")
	archive := flag.String("archive", "", "measure only the views of this archive, a `file`")
	times := flag.Int("times", 40, "how often each view is opened")
	flag.Parse()
	var err error
	if *archive != "" {
		err = views(*archive, *times)
	} else {
		err = bench(*program, *shared, *sizes, *times)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "sayso-bench:", err)
		os.Exit(1)
	}
}

func bench(program, shared, sizes string, times int) error {
	program, err := filepath.Abs(program)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "sayso-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := bencher{program, dir}

	polnear := filepath.Join(dir, "polnear")
	words := 0
	if err := texts(filepath.Join(shared, "data/attribution/polnear/dev.jsonl"), polnear, 0, 1<<30, &words); err != nil {
		return err
	}
	fmt.Printf("%-34s %8s %10s %10s %10s %9s %9s\n", "read, one worker", "pages", "pages/s", "words/s", "MB/s", "cpu s", "peak MB")
	for _, c := range []struct{ name, path string }{
		{"scrapinghub HTML", filepath.Join(shared, "data/pages/scrapinghub/html")},
		{"fundus-tests HTML", filepath.Join(shared, "data/pages/fundus-tests/html")},
		{"PolNeAR dev text", polnear},
	} {
		path, err := filepath.Abs(c.path)
		if err != nil {
			return err
		}
		r, err := b.run("records.jsonl", "read", "-j", "1", path)
		if err != nil {
			return err
		}
		n, w, err := countRecords(filepath.Join(dir, "records.jsonl"))
		if err != nil {
			return err
		}
		size, err := treeSize(path)
		if err != nil {
			return err
		}
		fmt.Printf("%-34s %8d %10.1f %10.0f %10.1f %9.2f %9.0f\n", c.name, n, float64(n)/r.cpu, float64(w)/r.cpu, float64(size)/1e6/r.cpu, r.cpu, r.peak)
	}

	fmt.Printf("\n%-34s %8s %10s %10s %10s %9s %9s\n", "add, kremlin pages, all workers", "pages", "pages/s", "ms/page", "wall s", "cpu s", "peak MB")
	first, last := 0.0, ""
	for i, s := range strings.Split(sizes, ",") {
		var n int
		if _, err := fmt.Sscan(s, &n); err != nil {
			return fmt.Errorf("-sizes %s: %w", sizes, err)
		}
		pile := filepath.Join(dir, "pile"+s)
		words = 0
		if err := texts(filepath.Join(shared, "data/copies/kremlin_pages/docs.jsonl.gz"), pile, 0, n, &words); err != nil {
			return err
		}
		last = filepath.Join(dir, s+".db")
		r, err := b.run("log", "add", "--archive", last, pile)
		if err != nil {
			return err
		}
		each := r.cpu / float64(n)
		if i == 0 {
			first = each
		}
		fmt.Printf("%-34s %8d %10.1f %10.2f %10.1f %9.1f %9.0f   %.2f times the first's seconds a page\n", "", n, float64(n)/r.wall, 1000*each, r.wall, r.cpu, r.peak, each/first)

		const more = 1000
		pile = filepath.Join(dir, "more"+s)
		if err := texts(filepath.Join(shared, "data/copies/kremlin_pages/docs.jsonl.gz"), pile, n, n+more, &words); err != nil {
			return err
		}
		if r, err = b.run("log", "add", "--archive", last, pile); err != nil {
			return err
		}
		each = r.cpu / more
		fmt.Printf("%-34s %8d %10.1f %10.2f %10.1f %9.1f %9.0f   %.2f times the first's seconds a page\n", "  1,000 more to "+s, n+more, more/r.wall, 1000*each, r.wall, r.cpu, r.peak, each/first)
	}
	return views(last, times)
}

type bencher struct{ program, dir string }

type result struct{ cpu, wall, peak float64 } // seconds, seconds, MB

func (b bencher) run(out string, args ...string) (result, error) {
	f, err := os.Create(filepath.Join(b.dir, out))
	if err != nil {
		return result{}, err
	}
	defer f.Close()
	cmd := exec.Command(b.program, args...)
	cmd.Stdout = f
	var stderr strings.Builder
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil && cmd.ProcessState.ExitCode() != 1 {
		return result{}, fmt.Errorf("%s: %w\n%s", args[0], err, stderr.String())
	}
	r := result{wall: time.Since(start).Seconds(), cpu: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()}
	if ru, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.peak = float64(ru.Maxrss) / 1024
	}
	return r, nil
}

// texts writes the texts of a file of the development data as pages, those from
// one number up to another. Past the file's end it begins anew with every word of eight letters or more
// changed, so that the pile grows without becoming copies of itself.
func texts(name, dir string, from, n int, words *int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for round, written := 0, 0; written < n; round++ {
		before := written
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		var r io.Reader = f
		if strings.HasSuffix(name, ".gz") {
			if r, err = gzip.NewReader(f); err != nil {
				return err
			}
		}
		for dec := json.NewDecoder(r); dec.More() && written < n; written++ {
			var d struct{ ID, Title, Text string }
			if err := dec.Decode(&d); err != nil {
				return err
			}
			if written < from {
				continue
			}
			text := d.Text
			if d.Title != "" {
				text = d.Title + "\n\n" + text
			}
			if round > 0 {
				text = vary(text, round)
			}
			*words += len(strings.Fields(text))
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d-%s.txt", round, d.ID)), []byte(text), 0o644); err != nil {
				return err
			}
		}
		f.Close()
		if round == 0 && n > 1<<20 || written == before {
			break
		}
	}
	return nil
}

func vary(text string, round int) string {
	f := strings.SplitAfter(text, " ")
	for i, w := range f {
		if len(w) > 8 {
			f[i] = w[:len(w)-1] + string(rune('a'+round%26)) + w[len(w)-1:]
		}
	}
	return strings.Join(f, "")
}

func countRecords(name string) (pages, words int, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	for dec := json.NewDecoder(f); dec.More(); pages++ {
		var d struct{ Text string }
		if err := dec.Decode(&d); err != nil {
			return 0, 0, err
		}
		words += len(strings.Fields(d.Text))
	}
	return pages, words, nil
}

func treeSize(dir string) (int64, error) {
	var n int64
	err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		i, err := e.Info()
		if err == nil {
			n += i.Size()
		}
		return err
	})
	return n, err
}
