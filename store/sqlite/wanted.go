package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"slices"
	"strings"

	"sayso"
	"sayso/store/words"
)

// wanted are the words of a query: of each one or more phrases, one of which
// must occur.
type wanted [][]phrase

// A phrase is tokens in a row with a blank before each, and one after the last
// unless that may go on.
type phrase string

// wantedBy returns any as false where the query has marks but no words, which
// nothing matches.
func wantedBy(ctx context.Context, tx *sql.Tx, q sayso.Query) (w wanted, any bool, err error) {
	if strings.TrimSpace(q.Words) == "" {
		return nil, true, nil
	}
	terms := words.Query(q.Words)
	if len(terms) == 0 {
		return nil, false, nil
	}
	seen := map[phrase]bool{}
	tokens := 0
	for i, t := range terms {
		p := phrase(" " + strings.Join(t.Tokens, " "))
		if !t.Prefix {
			p += " "
		}
		one := []phrase{p}
		if q.Prefix && !t.Prefix && i == len(terms)-1 && !strings.HasSuffix(q.Words, " ") {
			n := len(t.Tokens) - 1
			whole, err := completions(ctx, tx, t.Tokens[n])
			if err != nil || len(whole) == 0 {
				return nil, false, err
			}
			one = nil
			for _, last := range whole {
				one = append(one, phrase(" "+strings.Join(append(slices.Clone(t.Tokens[:n]), last), " ")+" "))
			}
		} else if seen[p] {
			continue
		}
		seen[p] = true
		w = append(w, one)
		tokens += len(t.Tokens)
	}
	if len(w) > mostTerms || tokens > mostTokens {
		return nil, false, sayso.Errorf(sayso.TooLarge, "", "a query of more than %d words", mostTerms)
	}
	return w, true, nil
}

// match is the same in the language of FTS5: letters and digits in quotation
// marks, of the query's own nothing else.
func (w wanted) match() string {
	var all []string
	for _, one := range w {
		var any []string
		for _, p := range one {
			s := `"` + strings.TrimSpace(string(p)) + `"`
			if !strings.HasSuffix(string(p), " ") {
				s += " *"
			}
			any = append(any, s)
		}
		all = append(all, "("+strings.Join(any, " OR ")+")")
	}
	return strings.Join(all, " AND ")
}

// in tells whether all are among tokens, which have blanks before and after each.
func (w wanted) in(tokens []byte) bool {
	for _, one := range w {
		if !slices.ContainsFunc(one, func(p phrase) bool { return bytes.Contains(tokens, []byte(p)) }) {
			return false
		}
	}
	return true
}
