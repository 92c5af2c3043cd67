package serve

import (
	"fmt"
	"net/http"

	"sayso"
	"sayso/serve/check"
)

// quoteLimit bounds a quote in the address, in bytes: browsers and servers on
// the way take as much.
const quoteLimit = 6000

type checkView struct {
	base
	Quote   string
	Asked   bool
	Refused string
	Verdict string
	Places  []placeView
	Exact   int
	Altered int
}

// A placeView is one passage that holds the quote.
type placeView struct {
	Exact   bool
	Doc     head
	ID      sayso.StatementID
	Speaker string
	Words   string
	Share   string
	Changes []changeLine
	OpenURL string
}

// check looks a quote up: word for word, altered, or absent.
func (s *server) check(w http.ResponseWriter, r *http.Request) error {
	quote := r.FormValue("quote")
	if len(quote) > quoteLimit {
		return badRequest("A quote to be checked is to be shorter than %d letters.", quoteLimit)
	}
	v := &checkView{Quote: quote, Asked: quote != ""}
	var err error
	if v.base, _, err = s.full(r, "Check a quote", "check"); err != nil {
		return err
	}
	if !v.Asked {
		return s.show(w, r, http.StatusOK, "check", v)
	}
	found, err := check.Quote(r.Context(), s.store, quote)
	switch kind := sayso.KindOf(err); {
	case err == nil:
	case kind == sayso.Unreadable || kind == sayso.TooLarge:
		v.Refused = fmt.Sprintf("A quote to be checked has from %d to %d words.", check.MinWords, check.MaxWords)
		return s.show(w, r, http.StatusOK, "check", v)
	default:
		return fmt.Errorf("check a quote: %w", err)
	}
	v.Verdict = string(found.Verdict)
	for _, p := range found.Passages {
		pv := placeView{Exact: p.Verdict == check.Exact, Doc: headOf(p.Document), Words: short(shown(p.Words), 1200), Share: percent(p.Share), OpenURL: "/page/" + string(p.Document.ID)}
		if st := p.Statement; st != nil {
			pv.ID, pv.Speaker = st.ID, speakerWord(st)
			pv.OpenURL += "?at=" + string(st.ID) + "#s-" + string(st.ID)
		}
		for _, c := range p.Changes {
			pv.Changes = append(pv.Changes, changeLine{Class: changeClass(c.Kind), Word: changeWord(c.Kind), Here: short(line(c.Quote), 200), There: short(line(c.Page), 200)})
		}
		if pv.Exact {
			v.Exact++
		} else {
			v.Altered++
		}
		v.Places = append(v.Places, pv)
	}
	return s.show(w, r, http.StatusOK, "check", v)
}
