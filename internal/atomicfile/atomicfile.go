// Package atomicfile writes a file whole or not at all.
//
// The bytes go to a new file in the same folder, which is synced to the disk
// and renamed over the old one; then the folder is synced. A reader sees the
// old file or the new one, never a part, and so does whoever looks after a
// crash. A symbolic link is followed: its target is replaced. What is no
// regular file, such as /dev/stdout or a pipe, cannot be replaced and is
// written to directly.
//
// After SIGKILL the unfinished file remains, under a name that begins with a
// dot and ends in ".tmp".
package atomicfile

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"sayso"
)

// bufferSize is that of the buffer between the writer and the file.
const bufferSize = 64 << 10

// Write calls write with a buffered writer, and puts what it wrote at path. If
// write fails, path stays as it was and Write returns that error.
func Write(path string, write func(io.Writer) error) error {
	target := path
	mode := fs.FileMode(0o666)
	switch fi, err := os.Stat(path); {
	case err == nil && fi.IsDir():
		return sayso.Errorf(sayso.Unreadable, path, "cannot be written: is a folder")
	case err == nil && !fi.Mode().IsRegular():
		return direct(path, write)
	case err == nil:
		mode = fi.Mode().Perm()
		if target, err = filepath.EvalSymlinks(path); err != nil {
			return failed(path, err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return failed(path, err)
	default:
		// The name may be a link to a file that is still to be made.
		if to, err := os.Readlink(path); err == nil {
			if !filepath.IsAbs(to) {
				to = filepath.Join(filepath.Dir(path), to)
			}
			target = to
		}
	}

	f, err := create(target, mode)
	if err != nil {
		return failed(path, err)
	}
	if err := fill(f, path, write); err != nil {
		f.Close()
		os.Remove(f.Name())
		return err
	}
	// The umask took bits from a new file's mode, which is right, and from that
	// of a file to be replaced, which is not.
	if fi, err := f.Stat(); err == nil && mode != 0o666 && fi.Mode().Perm() != mode {
		_ = f.Chmod(mode) // not every file system can
	}
	err = f.Sync()
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), target)
	}
	if err != nil {
		os.Remove(f.Name())
		return failed(path, err)
	}
	syncFolder(filepath.Dir(target))
	return nil
}

// create makes a new file beside target. It is os.CreateTemp but for the mode,
// which is to be what the umask leaves.
func create(target string, mode fs.FileMode) (*os.File, error) {
	dir, base := filepath.Split(target)
	if len(base) > 200 {
		base = base[:200] // leave room in a name of 255 bytes
	}
	for try := 0; ; try++ {
		name := dir + "." + base + "." + strconv.FormatUint(rand.Uint64(), 36) + ".tmp"
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode|0o200)
		if !errors.Is(err, fs.ErrExist) || try == 100 {
			return f, err
		}
	}
}

func direct(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return failed(path, err)
	}
	if err := fill(f, path, write); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return failed(path, err)
	}
	return nil
}

func fill(f *os.File, path string, write func(io.Writer) error) error {
	w := &fileWriter{f: f, path: path}
	b := bufio.NewWriterSize(w, bufferSize)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}

// A fileWriter gives the errors of the file their kind, so that they come back
// through the caller's function with it.
type fileWriter struct {
	f    *os.File
	path string
}

func (w *fileWriter) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	if err != nil {
		err = failed(w.path, err)
	}
	return n, err
}

// failed says that path could not be written. The causes of package os repeat
// a path, which is that of the file aside.
func failed(path string, err error) error {
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.As(err, &pe):
		err = pe.Err
	case errors.As(err, &le):
		err = le.Err
	}
	kind := sayso.Unreadable
	if errors.Is(err, syscall.ENOSPC) {
		kind = sayso.Full
	}
	return sayso.Errorf(kind, path, "cannot be written: %w", err)
}

// syncFolder makes the rename outlive a crash of the machine. Some systems
// cannot sync a folder; the file is in place all the same.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		d.Close()
	}
}
