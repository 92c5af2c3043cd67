package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"sayso"
)

// errLocked is what tryLock returns where another holds the lock.
var errLocked = errors.New("locked")

// A fileLock is a lock that the system takes away from a process that dies.
// The file stays when the lock is released: removing it would let two
// processes hold locks on two files of one name.
type fileLock struct{ f *os.File }

// acquire takes the lock at path, waiting at most so long.
func acquire(ctx context.Context, path, archive string, wait time.Duration) (*fileLock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, sayso.Errorf(sayso.Unreadable, archive, "opening the archive for writing: %w", unwrapped(err))
	}
	deadline := time.Now().Add(wait)
	for pause := 10 * time.Millisecond; ; pause = min(2*pause, 500*time.Millisecond) {
		err := tryLock(f)
		if err == nil {
			return &fileLock{f}, nil
		}
		if !errors.Is(err, errLocked) {
			f.Close()
			return nil, sayso.Errorf(sayso.Unreadable, archive, "locking the archive for writing: %w", err)
		}
		left := time.Until(deadline)
		if left <= 0 {
			f.Close()
			return nil, sayso.Errorf(sayso.Busy, archive, "another sayso is writing to this archive")
		}
		select {
		case <-ctx.Done():
			f.Close()
			return nil, ctx.Err()
		case <-time.After(min(pause, left)):
		}
	}
}

func (l *fileLock) release() error { return l.f.Close() }

// unwrapped is the cause of an error of package os, whose own text repeats the
// path.
func unwrapped(err error) error {
	if e, ok := err.(*fs.PathError); ok {
		return e.Err
	}
	return err
}
