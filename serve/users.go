package serve

import (
	"bufio"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// A list of users is a text file of one line each: the name, and the password
// as pbkdf2-sha256, the rounds, the salt and the key, parted by colons. Empty
// lines and those that begin with # are passed over.

const (
	hashKind    = "pbkdf2-sha256"
	hashRounds  = 600_000 // what OWASP advises for this hash
	roundsLimit = 100_000_000
	saltBytes   = 16
	nameLimit   = 64
	usersLimit  = 10_000
	// PasswordLeast and passwordMost bound the letters of a password.
	PasswordLeast = 10
	passwordMost  = 512
)

// Users are who may open an archive, with their passwords' hashes.
type Users struct{ byName map[string]secret }

type secret struct {
	rounds    int
	salt, key []byte
}

// ReadUsers reads a list of users. An error names the line.
func ReadUsers(r io.Reader) (*Users, error) {
	u := &Users{map[string]secret{}}
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		l := strings.TrimSpace(s.Text())
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		name, sec, err := parseUser(l)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if _, twice := u.byName[name]; twice {
			return nil, fmt.Errorf("line %d: %s is there twice", n, name)
		}
		if u.byName[name] = sec; len(u.byName) > usersLimit {
			return nil, fmt.Errorf("line %d: more than %d users", n, usersLimit)
		}
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	return u, nil
}

func parseUser(l string) (string, secret, error) {
	f := strings.Split(l, ":")
	if len(f) != 5 || f[1] != hashKind {
		return "", secret{}, fmt.Errorf("want NAME:%s:ROUNDS:SALT:KEY, as --add-user writes it", hashKind)
	}
	if err := goodName(f[0]); err != nil {
		return "", secret{}, err
	}
	rounds, err := strconv.Atoi(f[2])
	salt, err2 := base64.RawStdEncoding.DecodeString(f[3])
	key, err3 := base64.RawStdEncoding.DecodeString(f[4])
	if err != nil || err2 != nil || err3 != nil || rounds < 1000 || rounds > roundsLimit || len(salt) < 8 || len(key) != sha256.Size {
		return "", secret{}, fmt.Errorf("the password of %s cannot be read", f[0])
	}
	return f[0], secret{rounds, salt, key}, nil
}

func goodName(name string) error {
	bad := func(c rune) bool { return c == ':' || !unicode.IsPrint(c) }
	if name == "" || len(name) > nameLimit || strings.ContainsFunc(name, bad) || strings.TrimSpace(name) != name || strings.HasPrefix(name, "#") {
		return fmt.Errorf("a user's name is 1 to %d letters, without colons", nameLimit)
	}
	return nil
}

// Names lists the users, sorted.
func (u *Users) Names() []string { return slices.Sorted(maps.Keys(u.byName)) }

// Set gives a user a password, and makes the user where there is none of that
// name.
func (u *Users) Set(name, password string) error {
	if err := goodName(name); err != nil {
		return err
	}
	if n := len([]rune(password)); n < PasswordLeast || len(password) > passwordMost {
		return fmt.Errorf("a password has at least %d letters", PasswordLeast)
	}
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // it never fails
	key, err := pbkdf2.Key(sha256.New, password, salt, hashRounds, sha256.Size)
	if err != nil {
		return err
	}
	if u.byName == nil {
		u.byName = map[string]secret{}
	}
	u.byName[name] = secret{hashRounds, salt, key}
	return nil
}

// Write writes the list in the form that ReadUsers takes.
func (u *Users) Write(w io.Writer) error {
	for _, name := range u.Names() {
		s := u.byName[name]
		if _, err := fmt.Fprintf(w, "%s:%s:%d:%s:%s\n", name, hashKind, s.rounds, base64.RawStdEncoding.EncodeToString(s.salt), base64.RawStdEncoding.EncodeToString(s.key)); err != nil {
			return err
		}
	}
	return nil
}

// is reports whether a password is that of a user. It takes as long for names
// that are not there.
func (u *Users) is(name, password string) bool {
	s, there := u.byName[name]
	if !there {
		s = secret{hashRounds, make([]byte, saltBytes), make([]byte, sha256.Size)}
	}
	if len(password) > passwordMost {
		return false
	}
	key, err := pbkdf2.Key(sha256.New, password, s.salt, s.rounds, sha256.Size)
	return err == nil && subtle.ConstantTimeCompare(key, s.key) == 1 && there
}

// A register knows users again: by the cookie they were given, and programs by
// the password they send each time, which is hashed the long way only once. Its
// key is of this process: when it ends, all have to enter anew.
type register struct {
	users *Users
	key   [32]byte

	mu   sync.Mutex // one password is looked at at a time, so that guessing costs others little
	seen map[[32]byte]bool
}

const seenLimit = 1000

func newRegister(u *Users) *register {
	r := &register{users: u, seen: map[[32]byte]bool{}}
	_, _ = rand.Read(r.key[:])
	return r
}

func (r *register) mac(what, name, rest string) (out [32]byte) {
	m := hmac.New(sha256.New, r.key[:])
	fmt.Fprintf(m, "%s\x00%s\x00%s", what, name, rest)
	m.Sum(out[:0])
	return out
}

// session is what the cookie of a user holds.
func (r *register) session(name string) string {
	sum := r.mac("session", name, string(r.users.byName[name].key))
	return base64.RawURLEncoding.EncodeToString([]byte(name)) + "." + base64.RawURLEncoding.EncodeToString(sum[:])
}

// entered is the user whom a cookie was given to.
func (r *register) entered(session string) (string, bool) {
	first, _, _ := strings.Cut(session, ".")
	name, err := base64.RawURLEncoding.DecodeString(first)
	if err != nil {
		return "", false
	}
	if _, there := r.users.byName[string(name)]; !there {
		return "", false
	}
	return string(name), subtle.ConstantTimeCompare([]byte(session), []byte(r.session(string(name)))) == 1
}

// known reports whether a name and password were right before.
func (r *register) known(name, password string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen[r.mac("seen", name, password)]
}

// is reports whether a name and password are right.
func (r *register) is(name, password string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.users.is(name, password) {
		return false
	}
	if len(r.seen) >= seenLimit {
		clear(r.seen)
	}
	r.seen[r.mac("seen", name, password)] = true
	return true
}
