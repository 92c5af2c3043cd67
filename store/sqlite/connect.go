package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"sayso"
)

// oldestSQLite is the first version whose write-ahead log cannot be corrupted
// by a checkpoint of one connection while another writes
// (https://sqlite.org/wal.html, "the WAL-reset bug").
const oldestSQLite = "3.51.3"

type mode int

const (
	readWrite mode = iota
	readOnly
	immutable // read-only, in a folder that cannot be written to
)

// readers is the number of connections that read beside the one that writes.
const readers = 4

// connect opens a pool of connections and checks that the first one works.
func connect(ctx context.Context, abs string, m mode) (*sql.DB, error) {
	q := url.Values{}
	pragma := func(s string) { q.Add("_pragma", s) }
	pragma("busy_timeout(10000)")
	pragma("foreign_keys(1)")
	pragma("temp_store(memory)")
	switch m {
	case readWrite:
		q.Set("mode", "rwc")
		q.Set("_txlock", "immediate")
		pragma("journal_mode(wal)")
		pragma("synchronous(normal)")
		pragma("cache_size(-65536)")           // 64 MiB
		pragma("wal_autocheckpoint(4000)")     // pages: 16 MiB
		pragma("journal_size_limit(67108864)") // a log that grew past 64 MiB is cut back
	case readOnly, immutable:
		// Not "ro": the last connection of such could not remove the log when it
		// closes. SQLite opens what is write-protected for reading all the same.
		q.Set("mode", "rw")
		pragma("query_only(1)")
		pragma("cache_size(-16384)")
		if m == immutable {
			q.Set("immutable", "1")
		}
	}
	path := filepath.ToSlash(abs)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter: file:///C:/…
	}
	u := url.URL{Scheme: "file", Path: path}
	db, err := sql.Open("sqlite", "file://"+u.EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	n := readers
	if m == readWrite {
		n = 1
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	var version string
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		db.Close()
		return nil, err
	}
	if !atLeast(version, oldestSQLite) {
		db.Close()
		return nil, fmt.Errorf("SQLite %s is built in, but %s or newer is needed", version, oldestSQLite)
	}
	// The first look into the file itself, which opens its log.
	var number int
	if err := db.QueryRowContext(ctx, "PRAGMA schema_version").Scan(&number); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// connectReader opens the connections that read. On a read-only disk SQLite
// cannot make its log, and wants to be told that nobody else can either.
func connectReader(ctx context.Context, abs string) (*sql.DB, error) {
	db, err := connect(ctx, abs, readOnly)
	if err == nil {
		return db, nil
	}
	if _, e := os.Stat(abs + "-wal"); errors.Is(e, os.ErrNotExist) {
		if db, e := connect(ctx, abs, immutable); e == nil {
			return db, nil
		}
	}
	return nil, err
}

// atLeast compares two versions by their numbers.
func atLeast(version, oldest string) bool {
	v, o := strings.Split(version, "."), strings.Split(oldest, ".")
	for i := range o {
		if i >= len(v) {
			return false
		}
		a, err1 := strconv.Atoi(v[i])
		b, err2 := strconv.Atoi(o[i])
		if err1 != nil || err2 != nil {
			return false
		}
		if a != b {
			return a > b
		}
	}
	return true
}

// refused is failed for an archive that is being opened.
func (s *Store) refused(err error) error {
	var e *driver.Error
	if errors.As(err, &e) && e.Code() == lib.SQLITE_NOTADB {
		return sayso.Errorf(sayso.Unreadable, s.path, "not a Sayso archive")
	}
	return s.failed("opening the archive", err)
}

// failed gives err the kind that its SQLite code calls for, and says what was
// being done. Errors that have a kind, and cancellation, stay as they are.
func (s *Store) failed(what string, err error) error {
	if err == nil {
		return nil
	}
	var known *sayso.Error
	if errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var e *driver.Error
	if !errors.As(err, &e) {
		return sayso.Errorf(sayso.Internal, s.path, "%s: %w", what, err)
	}
	switch e.Code() {
	case lib.SQLITE_IOERR_SHMSIZE, lib.SQLITE_IOERR_WRITE:
		return sayso.Errorf(sayso.Full, s.path, "%s: could not be written, the disk may be full: %w", what, e)
	case lib.SQLITE_IOERR_SHMOPEN, lib.SQLITE_IOERR_SHMMAP:
		return sayso.Errorf(sayso.Unreadable, s.path, "%s: %w", what, e)
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_FULL:
		return sayso.Errorf(sayso.Full, s.path, "%s: the disk is full; the archive is as it was before", what)
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB, lib.SQLITE_IOERR:
		return sayso.Errorf(sayso.Damaged, s.path, "%s: %w", what, e)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return sayso.Errorf(sayso.Busy, s.path, "%s: another program is using this archive", what)
	case lib.SQLITE_TOOBIG:
		return sayso.Errorf(sayso.TooLarge, s.path, "%s: larger than the 1 GB that SQLite can keep in one piece", what)
	case lib.SQLITE_CANTOPEN, lib.SQLITE_PERM, lib.SQLITE_READONLY, lib.SQLITE_AUTH:
		return sayso.Errorf(sayso.Unreadable, s.path, "%s: %w", what, e)
	case lib.SQLITE_INTERRUPT:
		return context.Canceled
	}
	return sayso.Errorf(sayso.Internal, s.path, "%s: %w", what, e)
}
