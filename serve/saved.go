package serve

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"

	"sayso"
)

// sandbox is the policy under which a saved page is shown: as from an origin
// of its own that may not run scripts, send forms, open windows or load
// anything, neither from here nor from the network.
const sandbox = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; " +
	"form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// saved shows the page itself, as it was saved, where it is HTML or text. With
// ?at= the words of that statement are lit in it.
func (s *server) saved(w http.ResponseWriter, r *http.Request) error {
	at := r.FormValue("at")
	if at != "" && !statementID.MatchString(at) {
		return badRequest("“at” in this address is to be a statement's id.")
	}
	p, err := s.sandboxed(w, r)
	if err != nil {
		return err
	}
	h := w.Header()
	if at != "" {
		d, st, _, err := s.find(r.Context(), sayso.StatementID(at))
		if err != nil {
			return err
		}
		if string(d.ID) == r.PathValue("id") {
			if b, ok := lit(p, d, st); ok {
				h.Set("Content-Type", "text/html; charset=utf-8")
				_, _ = w.Write(b)
				return nil
			}
		}
	}
	h.Set("Content-Type", savedType(p.Source.MediaType))
	_, _ = w.Write(p.Bytes)
	return nil
}

// savedType is the media type a saved page is shown under: HTML as HTML, with
// the character set its container declared, and anything else as plain text.
func savedType(declared string) string {
	t, params, err := mime.ParseMediaType(declared)
	if err != nil {
		return "text/plain; charset=utf-8"
	}
	if t != "text/html" && t != "application/xhtml+xml" {
		t = "text/plain"
		if params["charset"] == "" {
			params = map[string]string{"charset": "utf-8"}
		}
	} else {
		t = "text/html"
	}
	keep := map[string]string{}
	if c := params["charset"]; c != "" {
		keep["charset"] = c
	}
	if f := mime.FormatMediaType(t, keep); f != "" {
		return f
	}
	return t
}

// sandboxed is the page asked for, with the headers set under which alone its
// bytes may leave.
func (s *server) sandboxed(w http.ResponseWriter, r *http.Request) (*sayso.Page, error) {
	p, err := s.kept(r)
	if err == nil {
		w.Header().Set("Content-Security-Policy", sandbox)
		w.Header().Set("Cache-Control", "no-store")
	}
	return p, err
}

// bytes hands out the page's bytes, to be hashed by whoever doubts them.
func (s *server) bytes(w http.ResponseWriter, r *http.Request) error {
	p, err := s.sandboxed(w, r)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", "attachment; filename=\""+r.PathValue("id")+".bin\"")
	h.Set("Content-Length", strconv.Itoa(len(p.Bytes)))
	_, _ = w.Write(p.Bytes)
	return nil
}

func (s *server) kept(r *http.Request) (*sayso.Page, error) {
	id, err := documentIn(r, "id")
	if err != nil {
		return nil, err
	}
	p, err := s.store.Page(r.Context(), id)
	if err != nil {
		return nil, fmt.Errorf("open the bytes of page %s: %w", id, err)
	}
	return p, nil
}

// record is the page's line of the record.
func (s *server) record(w http.ResponseWriter, r *http.Request) error {
	id, err := documentIn(r, "id")
	if err != nil {
		return err
	}
	d, err := s.store.Document(r.Context(), id)
	if err != nil {
		return fmt.Errorf("open page %s: %w", id, err)
	}
	b, err := d.AppendRecord(nil)
	if err != nil {
		return fmt.Errorf("write the record of page %s: %w", id, err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(append(b, '\n'))
	return nil
}

// text is the page's text alone: what the offsets of the record count in.
func (s *server) text(w http.ResponseWriter, r *http.Request) error {
	id, err := documentIn(r, "id")
	if err != nil {
		return err
	}
	d, err := s.store.Document(r.Context(), id)
	if err != nil {
		return fmt.Errorf("open page %s: %w", id, err)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, d.Text)
	return nil
}
