package serve

import (
	"net/http"
	"regexp"
	"strconv"

	"sayso"
)

var (
	documentID  = regexp.MustCompile(`^d[0-9a-f]{20}$`)
	statementID = regexp.MustCompile(`^s[0-9a-f]{20}$`)
)

func documentIn(r *http.Request, name string) (sayso.DocumentID, error) {
	id := r.PathValue(name)
	if !documentID.MatchString(id) {
		return "", badRequest("A page's id is the letter d and twenty digits from 0 to f. The one in this address is not.")
	}
	return sayso.DocumentID(id), nil
}

func statementIn(r *http.Request, name string) (sayso.StatementID, error) {
	id := r.PathValue(name)
	if !statementID.MatchString(id) {
		return "", badRequest("A statement's id is the letter s and twenty digits from 0 to f. The one in this address is not.")
	}
	return sayso.StatementID(id), nil
}

// countIn is a number from 1 in the address, 1 where it is missing.
func countIn(r *http.Request, name string, most int) (int, error) {
	v := r.FormValue(name)
	if v == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > most {
		return 0, badRequest("“%s” in this address is to be a number from 1 to %d.", name, most)
	}
	return n, nil
}
