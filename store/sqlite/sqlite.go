// Package sqlite keeps an archive in one SQLite file. It implements
// sayso.Store.
//
// The file is written in WAL mode with synchronous=NORMAL: a transaction that
// was committed outlives the death of the process at any moment. The crash of
// the whole machine may undo the last transactions but leaves the file sound;
// adding the pages again restores them.
//
// One connection writes, some others read beside it. A lock file next to the
// archive ("x.db-lock") keeps a second process from writing for as long as a
// Store is open for writing; SQLite's own locks would let two processes take
// turns between the steps of one job. Reading takes no lock.
//
// Where things are:
//
//	connect.go    the driver, its settings and the version check
//	schema.go     telling an archive from another file; migrations
//	answers.go    the second migration, which needs the records
//	add.go        pages in, and out again by their SHA-256
//	keys.go       finding statements by their ids
//	voices.go     who speaks to whom, packed
//	documents.go  records, one by one and all in order
//	links.go      links between documents and statements
//	index.go      the search index, brought up to date after a load
//	terms.go      the words there are, for searches as one types
//	columns.go    what is known of all statements, in memory
//	judge.go      the same of links: counts, stories, conflicts
//	decide.go     what users decided
//	cast.go       who is who, by evidence and by what users decided
//	search.go     queries; filter.go, stream.go and wanted.go are its parts
//	facets.go     counts of what a query finds
//	heads.go      documents, outlets and speakers for lists
//	stories.go    stories and conflicts for lists
//	problems.go   what could not be read; counts
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"sayso"
)

// Options say how to open an archive. The zero Options open one that exists,
// for writing.
type Options struct {
	ReadOnly bool          // do not write, and take no lock
	Create   bool          // make the archive where there is none
	Wait     time.Duration // how long to wait for another process that is writing
	// Identify tells who is who over all pages; nil takes actors as read.
	Identify sayso.Identifier
}

// A Store is an open archive.
type Store struct {
	path    string
	writing bool
	read    *sql.DB
	write   *sql.DB // one connection; nil in a Store that is read-only
	lock    *fileLock

	// adding serialises the methods that write, so that they wait for each
	// other in the program rather than in SQLite's busy handler.
	adding sync.Mutex

	closed sync.Once

	preparing sync.Mutex // guards document
	document  *sql.Stmt  // see findDocument

	identify  sayso.Identifier
	surveying sync.Mutex // guards surveyed
	surveyed  *columns
	effort    effort
}

var _ sayso.Store = (*Store)(nil)

// Open opens the archive at path.
func Open(ctx context.Context, path string, opt Options) (_ *Store, err error) {
	if path == "" {
		return nil, sayso.Errorf(sayso.Unreadable, "", "no archive was named")
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, sayso.Errorf(sayso.Unreadable, path, "opening the archive: %w", err)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real // one archive has one lock, by whatever name
	}
	fi, err := os.Stat(abs)
	switch {
	case err == nil && !fi.Mode().IsRegular():
		return nil, sayso.Errorf(sayso.Unreadable, path, "not an archive: not a regular file")
	case errors.Is(err, os.ErrNotExist) && (!opt.Create || opt.ReadOnly):
		return nil, sayso.Errorf(sayso.Unreadable, path, "there is no archive here")
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return nil, sayso.Errorf(sayso.Unreadable, path, "opening the archive: %w", unwrapped(err))
	}
	fresh := err != nil || fi.Size() == 0

	s := &Store{path: path, writing: !opt.ReadOnly, identify: opt.Identify, effort: usualEffort}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	// What is there is looked at before anything is written: the file may be
	// somebody else's. Only SQLite looks, since closing a file that it has open
	// elsewhere in this process would take its locks away.
	version := 0
	if !fresh {
		if s.read, err = connectReader(ctx, abs); err != nil {
			return nil, s.refused(err)
		}
		if version, err = s.version(ctx); err != nil {
			return nil, s.refused(err)
		}
	}
	if version == 0 && (!opt.Create || opt.ReadOnly) {
		return nil, sayso.Errorf(sayso.Unreadable, path, "there is no archive here, the file is empty")
	}
	if !s.writing {
		if version < schema {
			return nil, sayso.Errorf(sayso.Unreadable, path,
				"written by an older version of sayso; sayso add brings it up to date")
		}
		return s, nil
	}
	if s.lock, err = acquire(ctx, abs+"-lock", path, opt.Wait); err != nil {
		return nil, err
	}
	if s.write, err = connect(ctx, abs, readWrite); err != nil {
		return nil, s.refused(err)
	}
	if err := s.update(ctx, "opening the archive for writing", func(*sql.Tx) error { return nil }); err != nil {
		return nil, err // write-protected
	}
	if version < schema {
		if err := s.migrate(ctx); err != nil {
			return nil, err
		}
	}
	if s.read == nil {
		if s.read, err = connectReader(ctx, abs); err != nil {
			return nil, s.refused(err)
		}
	}
	return s, nil
}

// Close closes the archive. What was written is merged into the one file, if
// no other process has it open.
func (s *Store) Close() error {
	var err error
	s.closed.Do(func() {
		if s.read != nil {
			err = s.read.Close()
		}
		if s.write != nil {
			err = errors.Join(err, s.write.Close())
		}
		if s.lock != nil {
			err = errors.Join(err, s.lock.release())
		}
	})
	if err != nil {
		return s.failed("closing the archive", err)
	}
	return nil
}

// update runs f in a transaction that writes, and commits it.
func (s *Store) update(ctx context.Context, what string, f func(*sql.Tx) error) error {
	if !s.writing {
		return sayso.Errorf(sayso.Unreadable, s.path, "%s: the archive was opened for reading only", what)
	}
	s.adding.Lock()
	defer s.adding.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	// The transaction does not carry ctx: database/sql would roll it back from
	// another goroutine, in the middle of a statement. f looks at ctx itself.
	tx, err := s.write.Begin()
	if err != nil {
		return s.failed(what, err)
	}
	defer tx.Rollback() // does nothing after Commit
	if err := f(tx); err != nil {
		return s.failed(what, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.failed(what, tx.Commit())
}

// view runs f in a transaction that sees one state of the archive.
func (s *Store) view(ctx context.Context, what string, f func(*sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s.failed(what, err)
	}
	defer tx.Rollback()
	return s.failed(what, f(tx))
}
