package serve

import (
	"fmt"
	"net/http"
	"strconv"

	"sayso"
)

type problemsView struct {
	base
	List  []sayso.Problem
	Total int
	First int
	Last  int
	Prev  string
	Next  string
}

const problemsPerPage = 200

// problems lists what could not be read.
func (s *server) problems(w http.ResponseWriter, r *http.Request) error {
	p, err := countIn(r, "page", 1_000_000)
	if err != nil {
		return err
	}
	v := &problemsView{}
	var n sayso.Counts
	if v.base, n, err = s.full(r, "What could not be read", "problems"); err != nil {
		return err
	}
	from := (p - 1) * problemsPerPage
	if v.List, err = s.store.ProblemsPage(r.Context(), problemsPerPage, from); err != nil {
		return fmt.Errorf("list problems: %w", err)
	}
	v.Total, v.First, v.Last = n.Problems, from+1, from+len(v.List)
	if p > 1 {
		v.Prev = "/problems?page=" + strconv.Itoa(p-1)
	}
	if v.Last < v.Total && len(v.List) > 0 {
		v.Next = "/problems?page=" + strconv.Itoa(p+1)
	}
	return s.show(w, r, http.StatusOK, "problems", v)
}
