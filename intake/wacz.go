package intake

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"path"
	"strings"

	"sayso"
)

// A WACZ file is a zip with WARC files under archive/. Its WARCs are read as if
// the zip were a folder: a page's path is that of the zip, a slash, and the
// name inside.

// openZip opens a zip whose size is known.
func openZip(file io.ReaderAt, size int64) (*zip.Reader, error) {
	z, err := zip.NewReader(file, size)
	if err != nil {
		return nil, errors.New("not a page: a zip file, which is damaged or cut off")
	}
	// Files that lie over one another are how a small zip unpacks to petabytes.
	var total uint64
	for _, e := range z.File {
		if total += e.CompressedSize64; total > uint64(size) || e.CompressedSize64 > uint64(size) {
			return nil, errors.New("not a page: a zip file whose parts lie over one another")
		}
	}
	return z, nil
}

// warcName tells the web archives of a WACZ from its indexes and lists.
func warcName(name string) bool {
	dir, file := path.Split(name)
	return dir == "archive/" && !strings.HasPrefix(file, ".") && oneLine(file) == file &&
		(strings.HasSuffix(file, ".warc") || strings.HasSuffix(file, ".warc.gz"))
}

// zip reads the web archives of a WACZ file.
func (x *reading) zip(f found, file *os.File) {
	z, err := openZip(file, f.size)
	if err != nil {
		x.problem(f.path, "%w", err)
		return
	}
	n := 0
	for _, e := range z.File {
		if x.stopped() {
			return
		}
		if !warcName(e.Name) {
			continue
		}
		n++
		name := path.Join(f.path, e.Name)
		in, err := e.Open()
		if err != nil {
			x.problem(name, "cannot be unpacked: %w", err)
			continue
		}
		x.stream(found{path: name, size: int64(min(e.UncompressedSize64, 1<<62)), inZip: true, random: stored(e, file)}, in)
		x.past += int64(e.CompressedSize64)
		x.in.meter.n = 0
		in.Close()
	}
	if n == 0 {
		x.problem(f.path, "not a page: application/zip, and no web archive (WACZ)")
	}
}

// stored is the file e of a zip for reading anywhere in it, or nil where it is
// compressed. WACZ wants its web archives uncompressed in the zip.
func stored(e *zip.File, file io.ReaderAt) io.ReaderAt {
	at, err := e.DataOffset()
	if err != nil || e.Method != zip.Store {
		return nil
	}
	return io.NewSectionReader(file, at, int64(min(e.CompressedSize64, 1<<62)))
}

// opened is a file, or a web archive in a zip.
type opened struct {
	io.Reader
	random  io.ReaderAt // the same, or nil
	size    int64
	closers []io.Closer
}

func (o *opened) Close() {
	for _, c := range o.closers {
		c.Close()
	}
}

// openAt opens the path of a page: a file, or a file in a zip.
func openAt(p string) (*opened, error) {
	f, err := open(p)
	if err == nil {
		info, err := f.Stat()
		if err != nil {
			f.Close()
			return nil, err
		}
		return &opened{f, f, info.Size(), []io.Closer{f}}, nil
	}
	at := strings.LastIndex(p, "/archive/")
	if at < 0 {
		return nil, err
	}
	f, zerr := open(p[:at])
	if zerr != nil {
		return nil, err
	}
	if info, serr := f.Stat(); serr == nil {
		if z, zerr := openZip(f, info.Size()); zerr == nil {
			for _, e := range z.File {
				if e.Name == p[at+1:] {
					in, err := e.Open()
					if err != nil {
						break
					}
					return &opened{in, stored(e, f), int64(min(e.UncompressedSize64, 1<<62)), []io.Closer{in, f}}, nil
				}
			}
		}
	}
	f.Close()
	return nil, sayso.Errorf(sayso.Damaged, p, "the zip no longer holds it")
}
