package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"slices"
	"strings"

	"sayso"
	"sayso/store/words"
)

const headColumns = `seq, id, path, url, captured_at, title, outlet, published, language, sha256, statements`

// readHeads adds to out what rows of headColumns hold.
func (c *columns) readHeads(rows *sql.Rows, out []sayso.Head) ([]sayso.Head, error) {
	defer rows.Close()
	for rows.Next() {
		var seq int
		var sha []byte
		var h sayso.Head
		err := rows.Scan(&seq, &h.ID, &h.Path, &h.URL, &h.CapturedAt, &h.Title, &h.Outlet, &h.Published, &h.Language, &sha, &h.Statements)
		if err != nil {
			return nil, err
		}
		h.SHA256 = hex.EncodeToString(sha)
		if seq < len(c.docs) { // else it came in since
			h.Copies, h.Story = int(c.ofDocument[seq].all), c.storyID(int32(seq))
		}
		out = append(out, h)
	}
	return out, rows.Err()
}

// Heads returns what lists show of the documents.
func (s *Store) Heads(ctx context.Context, ids []sayso.DocumentID) (map[sayso.DocumentID]sayso.Head, error) {
	out := make(map[sayso.DocumentID]sayso.Head, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	err := s.withColumns(ctx, "looking up documents", func(tx *sql.Tx, c *columns) error {
		for part := range slices.Chunk(ids, 500) {
			args := make([]any, len(part))
			for i, id := range part {
				args[i] = string(id)
			}
			rows, err := tx.QueryContext(ctx, `SELECT `+headColumns+` FROM document WHERE id IN (?`+strings.Repeat(", ?", len(part)-1)+`)`, args...)
			if err != nil {
				return err
			}
			list, err := c.readHeads(rows, nil)
			if err != nil {
				return err
			}
			for _, h := range list {
				out[h.ID] = h
			}
		}
		return nil
	})
	return out, err
}

// Versions returns the pages that were captured at a URL.
func (s *Store) Versions(ctx context.Context, url string) (list []sayso.Head, err error) {
	if url == "" {
		return nil, nil
	}
	err = s.withColumns(ctx, "looking up versions", func(tx *sql.Tx, c *columns) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+headColumns+` FROM document WHERE url = ? AND url <> ''
			ORDER BY captured_at, path, offset_in_file, id`, url)
		if err != nil {
			return err
		}
		list, err = c.readHeads(rows, nil)
		return err
	})
	return list, err
}

// Outlets returns all outlets.
func (s *Store) Outlets(ctx context.Context) ([]sayso.Outlet, error) {
	var out []sayso.Outlet
	err := s.withColumns(ctx, "listing outlets", func(tx *sql.Tx, c *columns) error {
		all := make([]sayso.Outlet, len(c.outlets))
		days := make([]struct{ first, last day }, len(c.outlets))
		for _, n := range c.byRank {
			d := &c.docs[n]
			all[d.outlet].Pages++
			all[d.outlet].Statements += int(d.said)
			d.published.widen(&days[d.outlet].first, &days[d.outlet].last)
		}
		for i, o := range all {
			if o.Pages > 0 {
				o.Name, o.First, o.Last = c.outlets[i], days[i].first.String(), days[i].last.String()
				out = append(out, o)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b sayso.Outlet) int { return cmp.Or(cmp.Compare(b.Pages, a.Pages), cmp.Compare(a.Name, b.Name)) })
	return out, err
}

func (a *actorColumn) profile() sayso.Profile {
	return sayso.Profile{ID: a.id, Name: a.name, Kind: a.kind, Role: a.role, Statements: int(a.said), Pages: int(a.pages),
		First: a.first.String(), Last: a.last.String(), Merged: slices.Clone(a.merged)}
}

// Actors returns who speaks.
func (s *Store) Actors(ctx context.Context, name string, limit int) ([]sayso.Profile, error) {
	limit = limitOf(limit, defaultLimit)
	var parts []string
	if strings.TrimSpace(name) != "" {
		for _, t := range words.Query(name) {
			if parts = append(parts, " "+strings.Join(t.Tokens, " ")); len(parts) > mostTerms {
				return nil, sayso.Errorf(sayso.TooLarge, "", "a name of more than %d words", mostTerms)
			}
		}
		if len(parts) == 0 {
			return nil, nil
		}
	}
	var out []sayso.Profile
	err := s.withColumns(ctx, "listing who speaks", func(tx *sql.Tx, c *columns) error {
		for _, n := range c.bySize {
			a := &c.actors[n]
			called := parts == nil || a.renamed && containsAll(" "+string(words.Append(nil, a.name)), parts)
			for _, p := range a.parts {
				called = called || c.parts[p].said > 0 && containsAll(c.voices[c.parts[p].voice].folded, parts)
			}
			if called {
				if out = append(out, a.profile()); len(out) == limit {
					break
				}
			}
		}
		return nil
	})
	return out, err
}

// Actor returns one of those who speak.
func (s *Store) Actor(ctx context.Context, id sayso.ActorID) (p *sayso.Profile, err error) {
	err = s.withColumns(ctx, "looking up who speaks", func(tx *sql.Tx, c *columns) error {
		n := c.actorNamed[id]
		if n == 0 || c.actors[n].said == 0 {
			return sayso.Errorf(sayso.NotFound, s.path, "nobody %q speaks in this archive", id)
		}
		a := &c.actors[n]
		one := a.profile()
		one.Names = c.attributes(a, func(v *voiceColumn) string { return v.name })
		one.Roles = c.attributes(a, func(v *voiceColumn) string { return v.role })
		one.Why = c.reasons(a)
		p = &one
		return nil
	})
	return p, err
}
