package intake

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"sayso"
)

// found is one thing the walk came upon: a file, standard input, or a problem.
type found struct {
	path     string // cleaned, forward slashes
	size     int64  // -1 where unknown
	inFolder bool   // rather than named by the caller
	err      error  // a *sayso.Error

	inZip  bool        // a web archive in a WACZ file
	random io.ReaderAt // that one, where it is not compressed in the zip
}

// Size walks the paths as Pages does, without opening a file, and returns how
// many files there are and their bytes.
func Size(ctx context.Context, paths []string) (files int, bytes int64) {
	walk(ctx, paths, func(f found) bool {
		if f.err == nil {
			files++
			bytes += max(f.size, 0)
		}
		return true
	})
	return files, bytes
}

// walk yields what lies under the paths until yield returns false or ctx is
// done.
func walk(ctx context.Context, paths []string, yield func(found) bool) {
	for _, p := range paths {
		if ctx.Err() != nil {
			return
		}
		w := walker{ctx: ctx, yield: yield, seen: map[string]bool{}}
		if p == StdinPath {
			if !yield(found{path: StdinPath, size: -1}) {
				return
			}
			continue
		}
		if !w.named(filepath.ToSlash(filepath.Clean(p))) {
			return
		}
	}
}

// walker walks one path. A folder below it is read under its own name; a link
// to a folder elsewhere is followed, once. So no folder is read twice, and no
// loop of links is walked.
type walker struct {
	ctx   context.Context
	yield func(found) bool
	root  string          // the real path of what was named
	seen  map[string]bool // real paths of the folders outside root
}

func (w *walker) problem(p string, err error) bool {
	return w.yield(found{path: p, err: sayso.Errorf(sayso.Unreadable, p, "%w", reason(err))})
}

func (w *walker) named(p string) bool {
	info, err := os.Stat(filepath.FromSlash(p))
	if err != nil {
		return w.problem(p, err)
	}
	if !info.IsDir() {
		return w.file(p, info, false)
	}
	if w.root, err = filepath.EvalSymlinks(filepath.FromSlash(p)); err == nil {
		w.root, err = filepath.Abs(w.root)
	}
	if err != nil {
		return w.problem(p, err)
	}
	return w.folder(p, w.root)
}

func (w *walker) file(p string, info fs.FileInfo, inFolder bool) bool {
	if why := special(info.Mode()); why != "" {
		return w.problem(p, errors.New(why))
	}
	return w.yield(found{path: p, size: info.Size(), inFolder: inFolder})
}

// special says why a file that is none on a disk is not read, or "".
func special(m fs.FileMode) string {
	switch {
	case m.IsRegular():
		return ""
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe is not read; hand its content to standard input, as -"
	case m&fs.ModeSocket != 0:
		return "a socket is not read"
	case m&fs.ModeDevice != 0:
		return "a device is not read"
	}
	return "not a regular file"
}

// folder walks the folder p, whose real path is real.
func (w *walker) folder(p, real string) bool {
	entries, err := os.ReadDir(filepath.FromSlash(p))
	if err != nil && !w.problem(p, err) {
		return false
	}
	names := make(map[string]bool, len(entries))
	for _, e := range entries {
		names[e.Name()] = true
	}
	for _, e := range entries {
		if w.ctx.Err() != nil {
			return false
		}
		if unseen(e.Name(), names) || e.IsDir() && partsOfPage(e.Name(), names) {
			continue
		}
		if !w.entry(path.Join(p, e.Name()), filepath.Join(real, e.Name()), e) {
			return false
		}
	}
	return true
}

func (w *walker) entry(p, real string, e fs.DirEntry) bool {
	switch {
	case e.IsDir():
		if !w.inside(real) {
			if w.seen[real] {
				return true
			}
			w.seen[real] = true
		}
		return w.folder(p, real)
	case e.Type()&fs.ModeSymlink != 0:
		return w.link(p)
	}
	info, err := e.Info()
	if errors.Is(err, fs.ErrNotExist) {
		err = errors.New("gone since its folder was listed")
	}
	if err != nil {
		return w.problem(p, err)
	}
	return w.file(p, info, true)
}

func (w *walker) link(p string) bool {
	info, err := os.Stat(filepath.FromSlash(p))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return w.problem(p, errors.New("a link to nothing"))
	case err != nil:
		return w.problem(p, err)
	case !info.IsDir():
		return w.file(p, info, true)
	}
	real, err := filepath.EvalSymlinks(filepath.FromSlash(p))
	if err == nil {
		real, err = filepath.Abs(real)
	}
	switch {
	case err != nil:
		return w.problem(p, err)
	case within(w.root, real):
		return w.problem(p, errors.New("a loop of links: it leads back to a folder it lies in"))
	case w.inside(real):
		return w.problem(p, errors.New("a link to a folder that is read under its own name"))
	case w.seen[real]:
		return w.problem(p, errors.New("a link to a folder that was read under another name"))
	}
	w.seen[real] = true
	return w.folder(p, real)
}

func (w *walker) inside(real string) bool { return within(real, w.root) }

// within reports whether the real path p is the folder dir or lies in it.
func within(p, dir string) bool {
	return p == dir || strings.HasPrefix(p, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
}

// unseen tells what systems and programs leave in folders for themselves: among
// it the logs of a SQLite database beside it.
func unseen(name string, beside map[string]bool) bool {
	for _, log := range []string{"-wal", "-shm", "-journal"} {
		if stem, ok := strings.CutSuffix(name, log); ok && beside[stem] {
			return true
		}
	}
	return name[0] == '.' || name == "Thumbs.db" || name == "desktop.ini" || name == "__MACOSX"
}

// partsSuffixes end the names of such folders, as browsers in one language and
// another call them.
var partsSuffixes = []string{"_files", ".files", "-Dateien", "_fichiers", "_archivos", "_arquivos", "_ficheiros", "_bestanden", "-filer", "_filer", "_pliki",
	"_soubory", "_dosyalar", "-tiedostot", "_tiedostot", "_elemei", "_datoteke", "_file"}

// partsOfPage tells the folder that a browser saves beside a complete page, for
// the images, scripts and frames of it.
func partsOfPage(name string, beside map[string]bool) bool {
	for _, suffix := range partsSuffixes {
		if stem, ok := strings.CutSuffix(name, suffix); ok {
			for _, ext := range []string{".html", ".htm", ".xhtml"} {
				if beside[stem+ext] {
					return true
				}
			}
		}
	}
	return false
}

// codeName tells, among the texts of a folder, those that are no prose: content
// cannot. They lie beside saved pages and web archives.
func codeName(p string) bool {
	switch strings.ToLower(path.Ext(strings.TrimSuffix(p, ".gz"))) {
	case ".js", ".mjs", ".css", ".map", ".cdx", ".cdxj", ".csv", ".tsv":
		return true
	}
	return false
}

// open opens a file that is one on a disk: what was there when its folder was
// listed may have been replaced since.
func open(p string) (*os.File, error) {
	f, err := os.Open(filepath.FromSlash(p))
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && special(info.Mode()) != "" {
		err = errors.New(special(info.Mode()))
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
