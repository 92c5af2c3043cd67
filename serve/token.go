package serve

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// An archive that other machines can reach is shown only to who has its token
// (Options.Token), or to its users (Options.Users). The token is given once: in
// a form, or as ?token= in an address somebody was sent; a cookie stands for it
// from then on. A user gives a name and a password in the form. Programs send
// "Authorization: Bearer", or Basic for a user. All comparisons take the same
// time whatever is given, and guesses are slowed down for everybody.

const (
	sessionCookie = "sayso_session"
	sessionTime   = 30 * 24 * time.Hour
	tokenLimit    = 512 // letters of a token that is given
)

// NewToken is a token nobody can guess: 160 random bits.
func NewToken() string {
	return strings.ToLower(rand.Text())
}

// A gate lets in who has the token, or who is in the list of users.
type gate struct {
	token    [32]byte // its hash
	session  string   // what the cookie holds: it follows from the token, so that it outlives this process
	register *register
	guesses  guesses
}

func newGate(token string, users *Users) *gate {
	if users != nil {
		return &gate{register: newRegister(users)}
	}
	m := hmac.New(sha256.New, []byte(token))
	m.Write([]byte("sayso session 1"))
	return &gate{token: sha256.Sum256([]byte(token)), session: hex.EncodeToString(m.Sum(nil))}
}

// is reports whether a token is the right one, in constant time.
func (g *gate) is(token string) bool {
	if len(token) > tokenLimit || g.register != nil {
		return false
	}
	h := sha256.Sum256([]byte(strings.TrimSpace(token)))
	return subtle.ConstantTimeCompare(h[:], g.token[:]) == 1
}

// knows reports whether a request comes from who was let in before, or brings
// along what a program does: the token, or a name and password. The name is
// that of a user.
func (g *gate) knows(r *http.Request) (name string, ok bool) {
	c, err := r.Cookie(sessionCookie)
	if g.register == nil {
		if err == nil && subtle.ConstantTimeCompare([]byte(c.Value), []byte(g.session)) == 1 {
			return "", true
		}
		if t, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && g.guesses.left() {
			if g.is(t) {
				return "", true
			}
			g.guesses.spend()
		}
		return "", false
	}
	if err == nil {
		if name, ok := g.register.entered(c.Value); ok {
			return name, true
		}
	}
	if name, password, ok := r.BasicAuth(); ok {
		if g.register.known(name, password) {
			return name, true
		}
		if g.guesses.left() {
			if g.register.is(name, password) {
				return name, true
			}
			g.guesses.spend()
		}
	}
	return "", false
}

// guesses bounds how often a wrong token is looked at: so many at once, and one
// more each second.
type guesses struct {
	mu    sync.Mutex
	spent float64
	at    time.Time
}

const guessesAtOnce = 20

func (g *guesses) now() float64 {
	t := time.Now()
	g.spent = max(0, g.spent-t.Sub(g.at).Seconds())
	g.at = t
	return g.spent
}

func (g *guesses) left() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.now() < guessesAtOnce
}

func (g *guesses) spend() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now()
	g.spent++
}

type loginView struct {
	base
	Next  string
	Wrong bool
	Users bool // a name and a password are asked for
}

type userKey struct{}

// userOf is who made a request: a user of the list, or Options.User.
func (s *server) userOf(r *http.Request) string {
	if name, ok := r.Context().Value(userKey{}).(string); ok && name != "" {
		return name
	}
	return s.opt.User
}

// behind shows next only to who is let in. The style sheet and whether the
// program is alive are no secrets.
func (s *server) behind(g *gate, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/login" && r.Method == http.MethodPost:
			s.login(g, w, r)
			return
		case g.register == nil && r.Method == http.MethodGet && r.URL.Query().Has("token"):
			s.byAddress(g, w, r, next)
			return
		case strings.HasPrefix(r.URL.Path, "/static/"), r.URL.Path == "/healthz":
			next.ServeHTTP(w, r)
			return
		}
		name, ok := g.knows(r)
		if !ok {
			s.askToken(g, w, r, http.StatusUnauthorized, localPath(r.URL.RequestURI()), false)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), userKey{}, name)))
	})
}

// byAddress takes the token from the address, and leads to the address without
// it, so that it is neither kept in the history nor passed on. Feed readers keep
// no cookies: they are given the feed.
func (s *server) byAddress(g *gate, w http.ResponseWriter, r *http.Request, next http.Handler) {
	q := r.URL.Query()
	token := q.Get("token")
	q.Del("token")
	to := url.URL{Path: r.URL.Path, RawQuery: q.Encode()}
	if !s.enter(g, w, r, "", token) {
		s.askToken(g, w, r, http.StatusUnauthorized, localPath(to.RequestURI()), true)
		return
	}
	if r.URL.Path == "/feed" || strings.HasPrefix(r.URL.Path, "/feed/") {
		w.Header().Del("Set-Cookie")
		u := *r
		u.URL = &to
		next.ServeHTTP(w, &u)
		return
	}
	http.Redirect(w, r, localPath(to.RequestURI()), http.StatusSeeOther)
}

func (s *server) login(g *gate, w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	next := localPath(r.PostFormValue("next"))
	if !s.enter(g, w, r, r.PostFormValue("name"), r.PostFormValue("token")) {
		s.askToken(g, w, r, http.StatusUnauthorized, next, true)
		return
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

// enter gives the cookie for the right token, or the right name and password.
func (s *server) enter(g *gate, w http.ResponseWriter, r *http.Request, name, token string) bool {
	if !g.guesses.left() {
		w.Header().Set("Retry-After", "10")
		return false
	}
	right, session := g.is(token), g.session
	if g.register != nil {
		if right = g.register.is(name, token); right {
			session = g.register.session(name)
		}
	}
	if !right {
		g.guesses.spend()
		s.opt.Log.Warn("serve: a wrong token or password was given", "from", r.RemoteAddr)
		return false
	}
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: session, Path: "/", MaxAge: int(sessionTime.Seconds()),
		HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
	return true
}

func (s *server) askToken(g *gate, w http.ResponseWriter, r *http.Request, status int, next string, wrong bool) {
	users := g.register != nil
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("WWW-Authenticate", `Bearer realm="sayso"`)
	if api, feed := strings.HasPrefix(r.URL.Path, "/api/"), strings.HasPrefix(r.URL.Path, "/feed"); api || feed {
		detail := "send the archive's token as Authorization: Bearer"
		if users {
			// Elsewhere a browser would ask for itself, in place of the form.
			w.Header().Set("WWW-Authenticate", `Basic realm="sayso", charset="UTF-8"`)
			detail = "send a user's name and password as Authorization: Basic"
		}
		if api {
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(`{"title":"Unauthorized","status":401,"detail":"` + detail + `"}` + "\n"))
			return
		}
	}
	b := s.base(r, "This archive asks for its token")
	if users {
		b.Title = "This archive asks who you are"
	}
	b.Bare = true
	_ = s.show(w, r, status, "login", &loginView{base: b, Next: next, Wrong: wrong, Users: users})
}

// localPath is p where it is an address on this server, or "/".
func localPath(p string) string {
	u, err := url.Parse(p)
	if err != nil || u.IsAbs() || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || strings.ContainsAny(p, "\\\r\n\t") {
		return "/"
	}
	return p
}
