package serve

import (
	"fmt"
	"net/http"
	"net/url"

	"sayso"
)

const conflictsPerPage = 25

// A conflictView is two statements that cannot both be true.
type conflictView struct {
	Sides     [2]conflictSide
	Changes   []kindCount
	Sure      string
	Confirmed bool
	URL       string // of the first statement, where both stand side by side
}

type conflictSide struct {
	Hit hitView
	Doc head
}

func conflictViews(list []sayso.Conflict) []conflictView {
	var out []conflictView
	for _, c := range list {
		v := conflictView{Confirmed: c.Confirmed, URL: "/statement/" + string(c.Of[0].Statement) + "#elsewhere"}
		if c.Confidence > 0 {
			v.Sure = percent(c.Confidence)
		}
		counts := map[string]int{}
		for _, ch := range c.Changes {
			counts[changeClass(ch.Kind)]++
		}
		v.Changes = countKinds(counts)
		for i, h := range c.Of {
			v.Sides[i] = conflictSide{hitOf(h, filter{}), headOfHit(h)}
		}
		out = append(out, v)
	}
	return out
}

type conflictsView struct {
	base
	List []conflictView
	Prev string
	Next string
}

// conflicts lists what is told in ways that cannot both be true, the freshest
// first.
func (s *server) conflicts(w http.ResponseWriter, r *http.Request) error {
	after := r.FormValue("after")
	if len(after) > cursorLimit {
		return badRequest("“after” in this address is none that this list gave.")
	}
	v := &conflictsView{}
	var err error
	if v.base, _, err = s.full(r, "Conflicts", "conflicts"); err != nil {
		return err
	}
	v.Feed = "/feed/conflicts"
	list, more, err := s.store.Conflicts(r.Context(), after, conflictsPerPage)
	if err != nil {
		return fmt.Errorf("list conflicts: %w", err)
	}
	v.List = conflictViews(list)
	if after != "" {
		v.Prev = "/conflicts"
	}
	if more && len(list) > 0 {
		v.Next = "/conflicts?" + url.Values{"after": {list[len(list)-1].Cursor}}.Encode()
	}
	return s.show(w, r, http.StatusOK, "conflicts", v)
}
