package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"sayso"
)

// Adding takes files from the browser into a folder that lives as long as they
// are read, and hands the folder to Options.Add. One pile is read at a time:
// only one may write to an archive. What is read goes on when the reader leaves
// the page, and ends with the program.

// Added is what became of a pile of files.
type Added struct {
	Pages    int // read and kept
	Known    int // there already
	Problems []sayso.Problem
}

// Progress is told how far adding has come: what is being done, in words, and
// how much of it in whatever unit, 0 of 0 where that is not known.
type Progress func(what string, done, total int)

const (
	// DefaultAddLimit is how many bytes one pile may have.
	DefaultAddLimit = 1 << 30
	addFiles        = 20_000
	jobsKept        = 20
	problemsShown   = 500
)

// A job is one pile being read.
type job struct {
	mu          sync.Mutex
	N           int
	Files       int
	what        string
	done, total int
	over        bool
	added       Added
	err         error
}

type jobs struct {
	mu      sync.Mutex
	list    []*job
	last    int
	running bool
}

var errAdding = &refusal{http.StatusConflict, "Pages are being added", "Wait until those that were given before are read, then give these again."}

// begin takes the place of the one job that may run.
func (j *jobs) begin() (*job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.running {
		return nil, errAdding
	}
	j.running = true
	j.last++
	n := &job{N: j.last, what: "receiving files"}
	j.list = append(j.list, n)
	if len(j.list) > jobsKept {
		j.list = j.list[1:]
	}
	return n, nil
}

func (j *jobs) end(n *job, added Added, err error) {
	n.mu.Lock()
	n.over, n.added, n.err = true, added, err
	n.mu.Unlock()
	j.mu.Lock()
	j.running = false
	j.mu.Unlock()
}

func (j *jobs) find(n int) *job {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, x := range j.list {
		if x.N == n {
			return x
		}
	}
	return nil
}

type addView struct {
	base
	Limit string
	Jobs  []jobLine
}

type jobView struct {
	base
	jobLine
	List []sayso.Problem
	More int
}

type jobLine struct {
	N           int
	Over        bool
	What        string
	Done, Total int
	Files       int
	Pages       int
	Known       int
	Unread      int
	Failed      string
}

// Percent is how much is done, of a hundred.
func (l *jobLine) Percent() int { return min(100, int(int64(l.Done)*100/int64(max(l.Total, 1)))) }

func (n *job) line() jobLine {
	n.mu.Lock()
	defer n.mu.Unlock()
	l := jobLine{N: n.N, Over: n.over, What: line(n.what), Done: n.done, Total: n.total, Files: n.Files, Pages: n.added.Pages, Known: n.added.Known, Unread: len(n.added.Problems)}
	if n.err != nil {
		l.Failed = asRefusal(n.err).text
	}
	return l
}

// adding is the form, and what was added since the program was started.
func (s *server) adding(w http.ResponseWriter, r *http.Request) error {
	v := &addView{Limit: strconv.FormatInt(s.opt.AddLimit>>20, 10) + " MB"}
	var err error
	if v.base, _, err = s.full(r, "Add pages", "add"); err != nil {
		return err
	}
	s.jobs.mu.Lock()
	for i := len(s.jobs.list) - 1; i >= 0; i-- {
		v.Jobs = append(v.Jobs, s.jobs.list[i].line())
	}
	s.jobs.mu.Unlock()
	return s.show(w, r, http.StatusOK, "add", v)
}

// addJob shows how far a pile has come. It is asked for again until it is done.
func (s *server) addJob(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.Atoi(r.PathValue("n"))
	j := s.jobs.find(n)
	if err != nil || j == nil {
		return notFound("Nothing was added under this number since the program was started.")
	}
	v := &jobView{jobLine: j.line()}
	title := "Adding pages"
	if v.Over {
		title = "Pages added"
	}
	if v.base, _, err = s.full(r, title, "add"); err != nil {
		return err
	}
	j.mu.Lock()
	v.List = j.added.Problems[:min(len(j.added.Problems), problemsShown)]
	v.More = len(j.added.Problems) - len(v.List)
	j.mu.Unlock()
	w.Header().Set("Cache-Control", "no-store")
	if !v.Over {
		w.Header().Set("Refresh", "1")
	}
	return s.show(w, r, http.StatusOK, "job", v)
}

// addFiles takes the files, and leads to where their reading can be watched.
func (s *server) addFiles(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, s.opt.AddLimit)
	parts, err := r.MultipartReader()
	if err != nil {
		return badRequest("This address takes files from the form above it.")
	}
	// The form's word comes first, so that nothing is kept of a forged form.
	first, err := parts.NextPart()
	if err != nil || first.FormName() != "seal" {
		return errForged
	}
	word, err := io.ReadAll(io.LimitReader(first, 200))
	if err != nil || !s.sealed(r, string(word)) {
		return errForged
	}
	j, err := s.jobs.begin()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "sayso-add-")
	if err == nil {
		err = s.receive(j, parts, dir)
	}
	if err != nil {
		s.jobs.end(j, Added{}, err)
		os.RemoveAll(dir)
		return err
	}
	go s.add(j, dir)
	http.Redirect(w, r, "/add/"+strconv.Itoa(j.N), http.StatusSeeOther)
	return nil
}

func (s *server) add(j *job, dir string) {
	var added Added
	var err error
	defer func() {
		if p := recover(); p != nil {
			s.opt.Log.Error("serve: panic", "path", "/add", "panic", p)
			err = errPanic
		}
		os.RemoveAll(dir)
		s.jobs.end(j, added, err)
	}()
	added, err = s.opt.Add(context.Background(), dir, func(what string, done, total int) {
		j.mu.Lock()
		j.what, j.done, j.total = what, done, total
		j.mu.Unlock()
	})
	if err != nil {
		s.opt.Log.Error("serve: adding failed", "error", err)
	}
}

// receive writes the files of a form into dir, under their own names.
func (s *server) receive(j *job, parts *multipart.Reader, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the folder for files that are added: %w", err)
	}
	defer root.Close()
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return received(err)
		}
		name := fileName(p)
		if name == "" {
			continue // no file, or one that a folder hides, as “sayso add” passes over
		}
		if j.Files++; j.Files > addFiles {
			return &refusal{http.StatusRequestEntityTooLarge, "Too many files", fmt.Sprintf("At most %d files are taken at once. Give the rest after these, or use “sayso add”.", addFiles)}
		}
		if err := writeFile(root, name, p); err != nil {
			return received(err)
		}
	}
	if j.Files == 0 {
		return badRequest("No file was chosen.")
	}
	return nil
}

func received(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return &refusal{http.StatusRequestEntityTooLarge, "Too much at once", fmt.Sprintf("At most %d MB are taken at once. Give the files in parts, or use “sayso add”.", tooLarge.Limit>>20)}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return badRequest("The files did not arrive whole.")
	}
	return fmt.Errorf("take in files: %w", err)
}

// fileName is the name of a file in a form, with its folders where a folder was
// given, made safe: "" where the part is no file.
func fileName(p *multipart.Part) string {
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	if err != nil || params["filename"] == "" {
		return ""
	}
	var out []string
	given := strings.FieldsFunc(params["filename"], func(c rune) bool { return c == '/' || c == '\\' })
	for i, part := range given {
		if i > 0 && i == len(given)-1 && strings.HasPrefix(part, ".") {
			return ""
		}
		part = strings.Map(func(c rune) rune {
			if c < ' ' || strings.ContainsRune(`<>:"|?*`, c) || c == 0x7f {
				return '_'
			}
			return c
		}, line(part))
		part = strings.TrimLeft(part, ".") // no hidden files, no way up
		if len(part) > 120 {
			ext := path.Ext(part)
			if len(ext) > 10 {
				ext = ""
			}
			part = strings.ToValidUTF8(part[:100], "") + ext
		}
		if part = strings.TrimRight(part, ". "); part != "" {
			out = append(out, part)
		}
	}
	if len(out) > 12 {
		out = out[len(out)-12:]
	}
	name := strings.Join(out, "/")
	if name == "" {
		return "unnamed"
	}
	return name
}

// writeFile keeps a file under its name, or beside another of that name.
func writeFile(root *os.Root, name string, from io.Reader) error {
	if dir := path.Dir(name); dir != "." {
		if err := root.MkdirAll(filepath.FromSlash(dir), 0o700); err != nil {
			return err
		}
	}
	for n := 1; ; n++ {
		as := name
		if n > 1 {
			ext := path.Ext(name)
			as = strings.TrimSuffix(name, ext) + " (" + strconv.Itoa(n) + ")" + ext
		}
		f, err := root.OpenFile(filepath.FromSlash(as), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, os.ErrExist) && n < 1000 {
			continue
		}
		if err != nil {
			return err
		}
		if _, err := io.Copy(f, from); err != nil {
			f.Close()
			return err
		}
		return f.Close()
	}
}
