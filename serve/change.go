package serve

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"

	"sayso/serve/api"
)

// Views that change something are POST alone, and only where the caller of New
// allowed it. They are kept from other sites three times over: browsers do not
// send the cookie along from elsewhere (SameSite), they say where a request
// comes from (http.CrossOriginProtection), and the form holds a word that
// follows from the cookie and a key of this process, which no other site knows.

const formCookie = "sayso_form"

// A sealer makes and checks the words that forms hold.
type sealer struct {
	key    [32]byte
	origin *http.CrossOriginProtection
}

func newSealer() *sealer {
	s := &sealer{origin: http.NewCrossOriginProtection()}
	_, _ = rand.Read(s.key[:]) // never fails
	return s
}

func (s *sealer) seal(cookie string) string {
	m := hmac.New(sha256.New, s.key[:])
	m.Write([]byte(cookie))
	return hex.EncodeToString(m.Sum(nil)[:16])
}

type sealKey struct{}

// withSeal gives a browser its cookie, and the request the word for forms.
func (s *server) withSeal(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		value := ""
		if c, err := r.Cookie(formCookie); err == nil && len(c.Value) == 26 {
			value = c.Value
		} else if r.Method == http.MethodGet && !strings.HasPrefix(r.URL.Path, "/static/") && !strings.HasPrefix(r.URL.Path, api.Prefix) {
			value = rand.Text()
			http.SetCookie(w, &http.Cookie{Name: formCookie, Value: value, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode})
		}
		if value != "" {
			r = r.WithContext(context.WithValue(r.Context(), sealKey{}, s.seal.seal(value)))
		}
		next.ServeHTTP(w, r)
	})
}

// sealOf is the word that forms of this request are to hold.
func sealOf(r *http.Request) string {
	w, _ := r.Context().Value(sealKey{}).(string)
	return w
}

// sealed reports whether a form came from one of our own pages.
func (s *server) sealed(r *http.Request, word string) bool {
	want := sealOf(r)
	return want != "" && subtle.ConstantTimeCompare([]byte(word), []byte(want)) == 1
}

var errForged = &refusal{http.StatusForbidden, "That form did not come from here", "Open the page again and send the form from there. Cookies have to be allowed for this address."}

// change makes a handler of a view that changes something.
func (s *server) change(v view) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		err := s.seal.origin.Check(r)
		if err != nil {
			err = errForged
		} else {
			err = s.caught(v, w, r)
		}
		s.answered(w, r, err)
	}
}
