package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"sayso"
	"sayso/intake"
	"sayso/pile"
	"sayso/serve"
	"sayso/store/sqlite"
	"sayso/who"
)

// A live archive is one that is shown while it changes. It is read all the time
// and opened for writing only as long as something is written, so that a
// `sayso add` in another window has its turn.
type live struct {
	*sqlite.Store
	path    string
	workers int

	mu      sync.Mutex
	writer  *sqlite.Store
	writing int

	end  context.Context // over when the program ends
	jobs sync.WaitGroup
}

// writeWait is how long a reader's decision waits for another program that
// writes.
const writeWait = 3 * time.Second

// openLive opens an archive to be shown and changed, and makes it where there
// is none; made says so. Another program may be writing to it.
func openLive(ctx context.Context, path string, workers int) (l *live, made bool, err error) {
	_, err = os.Stat(path)
	made = errors.Is(err, fs.ErrNotExist)
	w, err := sqlite.Open(ctx, path, sqlite.Options{Create: true, Wait: writeWait, Identify: who.Identify})
	switch {
	case err == nil:
		err = w.Close()
	case sayso.KindOf(err) == sayso.Busy && !made:
		err = nil // it may be free by the time something is to be written
	}
	if err != nil {
		return nil, false, err
	}
	r, err := openArchive(ctx, path)
	if err != nil {
		return nil, false, err
	}
	return &live{Store: r, path: path, workers: workers, end: ctx}, made, nil
}

// Close waits for pages that are being added, which end when the program is
// told to, and closes the archive.
func (l *live) Close() error {
	l.jobs.Wait()
	return l.Store.Close()
}

// write runs f with the archive open for writing.
func (l *live) write(ctx context.Context, f func(*sqlite.Store) error) (err error) {
	l.mu.Lock()
	if l.writing == 0 {
		if l.writer, err = sqlite.Open(ctx, l.path, sqlite.Options{Wait: writeWait, Identify: who.Identify}); err != nil {
			l.mu.Unlock()
			return err
		}
	}
	l.writing++
	w := l.writer
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.writing--; l.writing == 0 {
			err = errors.Join(err, w.Close())
		}
	}()
	return f(w)
}

// Decide keeps what a reader decided.
func (l *live) Decide(ctx context.Context, d sayso.Decision) error {
	return l.write(ctx, func(w *sqlite.Store) error { return w.Decide(ctx, d) })
}

// add reads the files of dir into the archive. They are kept in a folder beside
// it, so that the paths in the record lead to them.
func (l *live) add(ctx context.Context, dir string, progress serve.Progress) (added serve.Added, err error) {
	l.jobs.Add(1)
	defer l.jobs.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(l.end, cancel)()

	paths, err := keepFiles(ctx, dir, keptFolder(l.path))
	if err != nil {
		return added, fmt.Errorf("keep the files: %w", err)
	}
	_, size := intake.Size(ctx, paths)
	tell := func(p pile.Progress) {
		if p.Problem != nil {
			added.Problems = append(added.Problems, unread(p.Problem))
		}
		done, total, what := int(p.Consumed), int(size), "Reading: "+count(p.Summary.Added+p.Summary.Known, "page")
		switch p.Stage {
		case pile.Indexing:
			done, total, what = 0, 0, "Making the index"
		case pile.Linking:
			done, total, what = p.Done, p.Total, fmt.Sprintf("Looking for copies among %s", count(p.Total, "page"))
		}
		progress(what, done, total)
	}
	err = l.write(ctx, func(w *sqlite.Store) error {
		sum, err := addPages(ctx, w, l.path, paths, intake.Options{}, l.workers, false, tell)
		added.Pages, added.Known = sum.Added, sum.Known
		return err
	})
	return added, err
}

// unread is a problem as lists show it: the path, and the reason without it.
func unread(err error) sayso.Problem {
	var e *sayso.Error
	if errors.As(err, &e) && e.Path != "" {
		return sayso.Problem{Path: e.Path, Reason: e.Err.Error()}
	}
	return sayso.Problem{Reason: err.Error()}
}

// keptFolder is where files that were added in the browser are kept:
// "syria-added" beside "syria.db".
func keptFolder(archive string) string {
	return strings.TrimSuffix(archive, filepath.Ext(archive)) + "-added"
}

// keepFiles moves the files of dir into a folder, under their own names, and
// returns where they are. A file that is there with the same bytes stays as it
// is, so that what is given twice is known to be; another of the same name is
// kept beside it.
func keepFiles(ctx context.Context, dir, folder string) (paths []string, err error) {
	err = filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !e.Type().IsRegular() {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		at, err := keepFile(p, filepath.Join(folder, rel))
		if err == nil {
			paths = append(paths, at)
		}
		return err
	})
	return paths, err
}

func keepFile(from, as string) (string, error) {
	if err := os.MkdirAll(filepath.Dir(as), 0o777); err != nil {
		return "", err
	}
	ext := filepath.Ext(as)
	for n, at := 2, as; ; n++ {
		out, err := os.OpenFile(at, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
		if err == nil {
			if err := fill(out, from); err != nil {
				os.Remove(at)
				return "", err
			}
			return at, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		if same, err := sameBytes(from, at); same || err != nil {
			return at, err
		}
		at = strings.TrimSuffix(as, ext) + " (" + strconv.Itoa(n) + ")" + ext
	}
}

func fill(out *os.File, from string) error {
	in, err := os.Open(from)
	if err == nil {
		defer in.Close()
		_, err = io.Copy(out, in)
	}
	return errors.Join(err, out.Close())
}

// sameBytes compares two files, a part at a time.
func sameBytes(a, b string) (bool, error) {
	x, err := os.Open(a)
	if err != nil {
		return false, err
	}
	defer x.Close()
	y, err := os.Open(b)
	if err != nil {
		return false, err
	}
	defer y.Close()
	s, err := x.Stat()
	if err != nil {
		return false, err
	}
	t, err := y.Stat()
	if err != nil || s.Size() != t.Size() || !t.Mode().IsRegular() {
		return false, err
	}
	var p, q [32 << 10]byte
	for {
		n, err := io.ReadFull(x, p[:])
		m, err2 := io.ReadFull(y, q[:])
		if !bytes.Equal(p[:n], q[:m]) {
			return false, nil
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return true, nil
		}
		if err := errors.Join(err, err2); err != nil {
			return false, err
		}
	}
}
