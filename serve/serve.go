// Package serve shows an archive as web pages: what it holds at a glance,
// statements to search and narrow, people, outlets and stories, a page's text
// with its statements marked and its captures compared, one statement with
// everything the archive knows of it, and what could not be read.
//
// Everything shown comes from saved pages, and saved pages are hostile. All of
// it passes through html/template as text; control characters that would
// reorder or hide what stands around them are taken out first (see shown).
// Responses carry a Content-Security-Policy under which nothing but this
// package's own style sheet and script is loaded, and nothing leaves the host.
// A saved page itself is shown only under the sandbox policy, without scripts
// and without the network.
//
// The same as JSON, for programs, is under /api/v1: package api.
//
// Every view is a GET with a URL that can be cited, and works without script.
// The handler writes to the archive only where its caller allows it: what
// readers put right by hand (Options.Write) and pages they add (Options.Add). It
// answers only to host names it
// was told of, to "localhost" and to bare IP addresses, so that no foreign name
// pointed at this machine (DNS rebinding) reads the archive; who may connect is
// the caller's to decide, who may read is whoever has Options.Token or is one of
// Options.Users, if they are given.
//
// Limits: a long text is shown in parts (partSize); of a page copied by many,
// the first linkLimit links are resolved per view, of a story the first
// storyPages pages are put into its tree, and what an outlet changes is told
// from its newest outletLooked copied pages. Each view says so where it shows
// less than there is. No view reads the whole archive.
package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"sayso"
	changes "sayso/change"
	"sayso/serve/api"
)

// Options say how an archive is shown.
type Options struct {
	Title string       // the archive's name, shown on every page; "" for "Sayso"
	Hosts []string     // host names answered to, besides localhost and IP addresses
	Log   *slog.Logger // told of failures whose details are not shown; nil for none

	// Token, where it is given, has to be shown before anything else is. An
	// archive that other machines can reach must have one, or Users, who enter
	// with their passwords; where there are Users, the token lets nobody in.
	Token string
	Users *Users

	// Write lets readers put names and links right by hand (Store.Decide). User
	// is who they are, where that is known.
	Write bool
	User  string

	// Offices tells the offices somebody held, from a source beside the archive;
	// nil for none.
	Offices func(id sayso.ActorID, name string) []Office

	// Loaded is the words that name one thing with different leanings; nil for
	// the list that is built in.
	Loaded *changes.Loaded

	// Add reads all files of a folder into the archive, links them and brings
	// the index up to date; nil where nothing can be added. It is called for one
	// folder at a time, and the folder is removed after it. AddLimit is how many
	// bytes one pile may have; 0 for DefaultAddLimit.
	Add      func(ctx context.Context, dir string, progress Progress) (Added, error)
	AddLimit int64
}

// requestTime bounds the work of one request.
const requestTime = 30 * time.Second

type server struct {
	store sayso.Store
	opt   Options
	pages *templates
	seal  *sealer
	jobs  jobs
}

// New returns the handler that shows the archive in store.
func New(store sayso.Store, opt Options) http.Handler {
	if opt.Title == "" {
		opt.Title = "Sayso"
	}
	if opt.Loaded == nil {
		opt.Loaded = changes.DefaultLoaded()
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.AddLimit == 0 {
		opt.AddLimit = DefaultAddLimit
	}
	s := &server{store: store, opt: opt, pages: parsed(), seal: newSealer()}

	mux := http.NewServeMux()
	mux.HandleFunc("GET /static/{name}", static)
	mux.HandleFunc("GET /healthz", s.health)
	for pattern, view := range map[string]view{
		"/{$}":                       s.front,
		"/overview":                  s.toFront,
		"/statements":                s.all,
		"/pages":                     s.pageList,
		"/people":                    s.people,
		"/person/{id}":               s.person,
		"/stories":                   s.stories,
		"/story/{id}":                s.story,
		"/story/{id}/report":         s.storyReport,
		"/outlets":                   s.outlets,
		"/outlet":                    s.outlet,
		"/conflicts":                 s.conflicts,
		"/decisions":                 s.decisions,
		"/feed":                      s.feed,
		"/feed/conflicts":            s.conflictFeed,
		"/page/{id}/versions":        s.versions,
		"/page/{id}":                 s.page,
		"/page/{id}/text":            s.text,
		"/page/{id}/saved":           s.saved,
		"/page/{id}/bytes":           s.bytes,
		"/page/{id}/record":          s.record,
		"/statement/{id}":            s.statement,
		"/statement/{id}/report":     s.report,
		"/statement/{id}/annotation": s.annotation,
		"/statement/{id}/provenance": s.provenance,
		"/statement/{id}/quotation":  s.quotation,
		"/statement/{id}/bibtex":     s.bibtex,
		"/compare/{a}/{b}":           s.compare,
		"/check":                     s.check,
		"/problems":                  s.problems,
		"/":                          s.nowhere,
	} {
		mux.HandleFunc(pattern, s.serve(view))
	}
	if opt.Write {
		mux.HandleFunc("POST /decide", s.change(s.decide))
	}
	if opt.Add != nil {
		mux.HandleFunc("/add", s.serve(s.adding))
		mux.HandleFunc("POST /add", s.change(s.addFiles))
		mux.HandleFunc("/add/{n}", s.serve(s.addJob))
	}
	api.Register(mux, store, opt.Log)
	var h http.Handler = mux
	if opt.Write || opt.Add != nil {
		h = s.withSeal(h)
	}
	if opt.Token != "" || opt.Users != nil {
		h = s.behind(newGate(opt.Token, opt.Users), h)
	}
	return s.guarded(gzhttp.GzipHandler(h))
}

func (s *server) toFront(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// A view answers a request, or returns why it cannot.
type view func(w http.ResponseWriter, r *http.Request) error

// A refusal is an error whose words are for the reader.
type refusal struct {
	status      int
	title, text string
}

func (e *refusal) Error() string { return e.text }

func badRequest(format string, args ...any) error {
	return &refusal{http.StatusBadRequest, "That address does not make sense", fmt.Sprintf(format, args...)}
}

func notFound(format string, args ...any) error {
	return &refusal{http.StatusNotFound, "Not in this archive", fmt.Sprintf(format, args...)}
}

// serve makes a handler of a view: GET and HEAD alone, in bounded time, with
// errors in plain words.
func (s *server) serve(v view) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			s.refuse(w, r, &refusal{http.StatusMethodNotAllowed, "Only reading here", "These pages can be read, not written to."})
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), requestTime)
		defer cancel()
		s.answered(w, r, s.caught(v, w, r.WithContext(ctx)))
	}
}

// caught is v with a panic made an error.
func (s *server) caught(v view, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.opt.Log.Error("serve: panic", "path", r.URL.Path, "panic", p)
			err = errPanic
		}
	}()
	return v(w, r)
}

var errPanic = errors.New("panic")

// answered shows why a request could not be answered, if it could not.
func (s *server) answered(w http.ResponseWriter, r *http.Request, err error) {
	if err == nil {
		return
	}
	ref := asRefusal(err)
	if ref.status >= 500 && r.Context().Err() == nil && err != errPanic {
		s.opt.Log.Error("serve: request failed", "path", r.URL.Path, "error", err)
	}
	s.refuse(w, r, ref)
}

// asRefusal puts err in words that give away nothing of the machine.
func asRefusal(err error) *refusal {
	var ref *refusal
	if errors.As(err, &ref) {
		return ref
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &refusal{http.StatusServiceUnavailable, "That took too long", "The archive did not answer in time. Try again, or ask for less."}
	}
	switch sayso.KindOf(err) {
	case sayso.NotFound:
		return &refusal{http.StatusNotFound, "Not in this archive", "There is nothing under this address in the archive. It may belong to another archive."}
	case sayso.Damaged:
		return &refusal{http.StatusInternalServerError, "The saved page is damaged", "The bytes kept for this page are not those it was read from. Run “sayso verify” on the archive."}
	case sayso.Busy:
		return &refusal{http.StatusServiceUnavailable, "The archive is busy", "Another program holds the archive. Try again in a moment."}
	}
	return &refusal{http.StatusInternalServerError, "Something went wrong", "The archive could not be read. The program's log says why."}
}

func (s *server) refuse(w http.ResponseWriter, r *http.Request, ref *refusal) {
	h := w.Header()
	h.Del("Content-Disposition")
	h.Del("ETag")
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	_ = s.show(w, r, ref.status, "error", &errorView{base: s.base(r, ref.title), Status: ref.status, Text: ref.text})
}

type errorView struct {
	base
	Status int
	Text   string
}

func (s *server) nowhere(w http.ResponseWriter, r *http.Request) error {
	return &refusal{http.StatusNotFound, "No such page", "There is nothing under this address. The list of statements is a good place to start."}
}

// policy lets a page load this package's style sheet and script and nothing
// else, ask only this server (for a search as it is typed), be framed by nobody,
// and send forms nowhere but here.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guarded refuses foreign host names and sets the headers every answer has.
func (s *server) guarded(next http.Handler) http.Handler {
	allowed := map[string]bool{"localhost": true}
	for _, h := range s.opt.Hosts {
		allowed[strings.ToLower(strings.TrimSuffix(h, "."))] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if !answersTo(allowed, r.Host) {
			h.Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusMisdirectedRequest)
			fmt.Fprintln(w, "This archive does not answer to that host name.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// answersTo reports whether a Host header names this server: an allowed name,
// or an address. A page elsewhere can point its own name at this machine, but
// not make itself an address of it.
func answersTo(allowed map[string]bool, host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if allowed[host] {
		return true
	}
	return net.ParseIP(strings.Trim(host, "[]")) != nil
}

// show renders a template whole before a byte of it is sent, so that a failure
// becomes an error page instead of half a page.
func (s *server) show(w http.ResponseWriter, r *http.Request, status int, name string, data any) error {
	var b bytes.Buffer
	if err := s.pages.execute(&b, name, data); err != nil {
		if name == "error" {
			http.Error(w, "Something went wrong.", http.StatusInternalServerError)
			return nil
		}
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache, private")
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(b.Bytes())
	}
	return nil
}

// base is what every page shows around its own content.
type base struct {
	Site     string // the archive's name
	Title    string // of this page
	Nav      string // which part of the site this is
	Problems int    // for the navigation
	Stale    bool   // pages were added after links were made
	Search   string // the words searched for, kept in the search field
	Feed     string // the address of the same as a feed, or ""
	Bare     bool   // no navigation: nothing of the archive may be shown yet
	Write    bool   // names and links can be put right
	Adds     bool   // files can be added
	Seal     string // what forms hold
	At       string // the address of this page, to come back to
}

func (s *server) base(r *http.Request, title string) base {
	return base{Site: s.opt.Title, Title: title, Write: s.opt.Write, Adds: s.opt.Add != nil, Seal: sealOf(r), At: localPath(r.URL.RequestURI())}
}

// full is base with what the archive says about itself.
func (s *server) full(r *http.Request, title, nav string) (base, sayso.Counts, error) {
	b := s.base(r, title)
	b.Nav = nav
	n, err := s.store.Counts(r.Context())
	if err != nil {
		return b, n, fmt.Errorf("count the archive: %w", err)
	}
	b.Problems = n.Problems
	linked, err := s.store.Linked(r.Context())
	if err != nil {
		return b, n, fmt.Errorf("ask whether links are current: %w", err)
	}
	b.Stale = !linked && n.Pages > 0
	return b, n, nil
}

func (s *server) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if _, err := s.store.Counts(r.Context()); err != nil {
		s.opt.Log.Error("serve: health", "error", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "the archive cannot be read")
		return
	}
	fmt.Fprintln(w, "ok")
}
