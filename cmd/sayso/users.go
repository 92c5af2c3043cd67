package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"sayso/internal/atomicfile"
	"sayso/serve"
)

// tokenLeast is how short a token may be that somebody made up.
const tokenLeast = 16

// guard fills in who may enter. What it tells goes to w.
func (o *opening) guard(w io.Writer, opt *serve.Options) (err error) {
	opt.Token = o.token
	if o.tokenFile != "" {
		if opt.Token, err = tokenIn(w, o.tokenFile); err != nil {
			return err
		}
	}
	if o.users != "" {
		if opt.Users, err = readUsers(o.users); err != nil {
			return err
		}
		if len(opt.Users.Names()) == 0 {
			return fmt.Errorf("%s names nobody; sayso serve --users %s --add-user NAME adds somebody", o.users, o.users)
		}
	}
	return nil
}

// tokenIn is the token in a file, which is made where there is none.
func tokenIn(w io.Writer, name string) (string, error) {
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		b = []byte(serve.NewToken() + "\n")
		if err := private(name, b); err != nil {
			return "", err
		}
		fmt.Fprintf(w, "%s: a new token was put there; whoever has it may enter\n", name)
	} else if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(b))
	if len(token) < tokenLeast {
		return "", fmt.Errorf("%s: the token can be guessed; take at least %d letters", name, tokenLeast)
	}
	return token, nil
}

// private writes a file that only its owner can read, or who could before.
func private(name string, b []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o600) // its mode stays
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return atomicfile.Write(name, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
}

func readUsers(name string) (*serve.Users, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	u, err := serve.ReadUsers(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return u, nil
}

// addToUsers asks for a password and puts a user into a file.
func addToUsers(c *cobra.Command, file, name string) error {
	users, err := readUsers(file)
	if errors.Is(err, fs.ErrNotExist) {
		users = new(serve.Users)
	} else if err != nil {
		return err
	}
	password, err := askPassword(c.InOrStdin(), c.ErrOrStderr(), name)
	if err != nil {
		return err
	}
	if err := users.Set(name, password); err != nil {
		return err
	}
	var b strings.Builder
	if err := users.Write(&b); err != nil {
		return err
	}
	if err := private(file, []byte(b.String())); err != nil {
		return err
	}
	fmt.Fprintf(c.ErrOrStderr(), "%s: %s may enter\n", file, name)
	return nil
}

// askPassword asks twice where somebody sits at a terminal, and reads one line
// where not.
func askPassword(in io.Reader, w io.Writer, name string) (string, error) {
	f, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		l, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", err
		}
		return strings.TrimRight(l, "\r\n"), nil
	}
	ask := func(what string) (string, error) {
		fmt.Fprint(w, what)
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(w)
		return string(b), err
	}
	first, err := ask(fmt.Sprintf("Password for %s, at least %d letters: ", name, serve.PasswordLeast))
	if err != nil {
		return "", err
	}
	again, err := ask("The same again: ")
	if err != nil {
		return "", err
	}
	if first != again {
		return "", errors.New("the two differ; nothing was changed")
	}
	return first, nil
}
