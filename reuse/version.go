package reuse

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"sayso"
	"sayso/trace"
)

// A version is what tracing knows of a document, and the short lines at its
// head, one of which may be the name of its outlet.
type version struct {
	trace.Version
	heads []string
	day   time.Time // zero where it is not known
}

// versionOf is what tracing knows of a document.
func versionOf(d *sayso.Document) *version {
	v := &version{Version: trace.Version{Outlet: string(d.Outlet)}}
	for _, c := range d.Credits {
		v.Credits = append(v.Credits, c.Name)
	}
	if d.Dateline != nil && d.Dateline.Agency != "" && !slices.Contains(v.Credits, string(d.Dateline.Agency)) {
		v.Credits = append(v.Credits, string(d.Dateline.Agency))
	}
	if len(v.Credits) == 0 {
		if name := closingMark(d.Text); name != "" {
			v.Credits = append(v.Credits, name)
		}
	}
	if own := v.Outlet; own != "" {
		v.Credits = slices.DeleteFunc(v.Credits, func(c string) bool { return strings.EqualFold(c, own) })
	} else {
		v.heads = heads(d)
	}
	if p := d.Published; p != nil && p.Date != "" {
		v.Date = p.Date
		if len(p.Date) >= 10 {
			v.day, _ = time.Parse(time.DateOnly, p.Date[:10])
		}
		if p.Time != "" {
			v.Date += "T" + string(p.Time)
			if t, err := time.Parse(time.RFC3339, v.Date); err == nil {
				v.Date = t.UTC().Format(time.RFC3339) // outlets write the time of their own place
			}
		}
	}
	v.Address, v.Captured = address(string(d.Source.URL)), string(d.Source.CapturedAt)
	v.Corrected = v.Address != "" && corrected(d)
	return v
}

// nameWordsMax is how many words the name of an outlet has at most, and headMax
// how many bytes of a text are its head.
const nameWordsMax, headMax = 4, 400

// closingMark is the name in brackets that alone closes a text: agencies sign
// "(AFP)", "/TASS/". Names of the kind have a capital in each word.
func closingMark(text string) string {
	text = strings.TrimSpace(text)
	line := strings.TrimSpace(text[strings.LastIndexByte(text, '\n')+1:])
	if len(line) < 4 || len(line) > 60 {
		return ""
	}
	switch line[:1] + line[len(line)-1:] {
	case "()", "//", "[]":
	default:
		return ""
	}
	name := strings.TrimSpace(line[1 : len(line)-1])
	ws := strings.Fields(name)
	if len(ws) > nameWordsMax {
		return ""
	}
	for _, w := range ws {
		if !unicode.IsUpper([]rune(w)[0]) {
			return ""
		}
	}
	return name
}

// heads are the short lines at the head of a text that are not told.
func heads(d *sayso.Document) (out []string) {
	r := sayso.NewRuler(d.Text)
	for _, b := range d.Blocks {
		from, to := r.Bytes(sayso.Span{Start: b.Start, End: b.End})
		if from > headMax {
			break
		}
		if b.Told() || from >= to {
			continue
		}
		for line := range strings.Lines(d.Text[from:min(to, headMax)]) {
			if line = strings.TrimSpace(line); line != "" && len(strings.Fields(line)) <= nameWordsMax {
				out = append(out, line)
			}
		}
	}
	return out
}

// agencies is how many documents must credit an outlet for it to count as one
// that others take from.
const agencies = 2

// nameAgencies marks the versions whose outlet others credit. A page seldom says
// whose it is in a way that can be read; a line at its head that other pages
// credit by name does.
func nameAgencies(vs map[uint32]*version) {
	credited := make(map[string]int)
	for _, v := range vs {
		for _, c := range v.Credits {
			credited[strings.ToLower(c)]++
		}
	}
	for _, v := range vs {
		for _, h := range v.heads {
			if credited[strings.ToLower(h)] >= agencies && len(v.Credits) == 0 {
				v.Outlet = h
				break
			}
		}
		v.Agency = v.Outlet != "" && credited[strings.ToLower(v.Outlet)] >= agencies
	}
}

// address is what of a URL names the page: neither how it was fetched nor a
// place on it.
func address(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	url, _, _ = strings.Cut(url, "#")
	return strings.TrimSuffix(strings.TrimPrefix(url, "www."), "/")
}

// corrected reports whether a page says that it was changed after it came out:
// beside its date, or in a remark on an earlier version.
func corrected(d *sayso.Document) bool {
	r := sayso.NewRuler(d.Text)
	for _, b := range d.Blocks {
		in := remarks
		switch {
		case b.Kind == sayso.BlockDate || b.Kind == sayso.BlockByline:
			in = updates
		case !b.Told() && b.Kind != sayso.BlockNotice && b.Kind != sayso.BlockOther:
			continue
		}
		if in.MatchString(r.Slice(b.Start, b.End)) {
			return true
		}
	}
	return false
}

var (
	updates = regexp.MustCompile(`(?i)\b(updated|modified|corrected|amended|revised|mis à jour|aktualisiert|actualizado|aggiornato|atualizado)\b|обновлено|изменено`)
	remarks = regexp.MustCompile(`(?i)^\s*(correction|corrections|clarification|erratum)\b[^.]{0,40}:|\b(earlier|previous) version of this (story|article|report|page)\b|` +
		`\bthis (story|article|report|page) (was|has been) (updated|corrected|amended|revised)\b`)
)
