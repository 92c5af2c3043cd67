package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"sayso"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func want(t *testing.T, path, content string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil || string(b) != content {
		t.Errorf("%s: got %q, %v; want %q", path, b, err, content)
	}
}

// alone checks that nothing but these files is in the folder.
func alone(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("in the folder: %v, want %v", got, names)
	}
}

func TestWriteAndReplace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	for _, content := range []string{"one", "", strings.Repeat("long ", 100_000)} {
		if err := Write(path, text(content)); err != nil {
			t.Fatal(err)
		}
		want(t, path, content)
		alone(t, dir, "out.csv")
	}
	// A name as long as a file system takes.
	long := filepath.Join(dir, strings.Repeat("n", 255))
	if err := Write(long, text("x")); err != nil {
		t.Error(err)
	}
}

func TestOldFileStaysWhereWritingFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	if err := Write(path, text("old")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err := Write(path, func(w io.Writer) error {
		io.WriteString(w, strings.Repeat("new", 100_000))
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	want(t, path, "old")
	alone(t, dir, "out")
}

func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes on Windows")
	}
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, nil, 0o666); err != nil { // what the umask leaves
		t.Fatal(err)
	}
	path := filepath.Join(dir, "out")
	for _, mode := range []os.FileMode{0, 0o600, 0o640, 0o777, 0o400} {
		if mode != 0 {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
		} else {
			fi, _ := os.Stat(plain)
			mode = fi.Mode().Perm()
		}
		if err := Write(path, text("x")); err != nil {
			t.Fatal(err)
		}
		if fi, _ := os.Stat(path); fi.Mode().Perm() != mode {
			t.Errorf("mode %v, want %v", fi.Mode().Perm(), mode)
		}
	}
}

func TestLinksAreFollowed(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o777); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join("sub", "file"), link); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	for _, content := range []string{"made", "replaced"} {
		if err := Write(link, text(content)); err != nil {
			t.Fatal(err)
		}
		want(t, filepath.Join(dir, "sub", "file"), content)
		if fi, err := os.Lstat(link); err != nil || fi.Mode()&os.ModeSymlink == 0 {
			t.Error("the link was replaced")
		}
		alone(t, filepath.Join(dir, "sub"), "file")
	}
}

func TestDevicesAreWrittenTo(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no /dev on Windows")
	}
	before, err := os.Stat(os.DevNull)
	if err != nil {
		t.Skip(err)
	}
	if err := Write(os.DevNull, text("gone")); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(os.DevNull)
	if err != nil || before.Mode() != after.Mode() {
		t.Errorf("%s became %v, %v", os.DevNull, after.Mode(), err)
	}
}

func TestErrorsNameThePath(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "no", "such", "folder"), filepath.Join(dir, "nul\x00")} {
		err := Write(path, text("x"))
		if err == nil || !strings.Contains(err.Error(), strings.TrimSuffix(path, "\x00")) || sayso.KindOf(err) != sayso.Unreadable {
			t.Errorf("%q: got %v", path, err)
		}
	}
	alone(t, dir)
	if _, err := os.Stat("/dev/full"); err == nil {
		err := Write("/dev/full", text("x"))
		if sayso.KindOf(err) != sayso.Full || strings.Count(err.Error(), "/dev/full") != 1 {
			t.Errorf("a full disk: got %v", err)
		}
	}
}
