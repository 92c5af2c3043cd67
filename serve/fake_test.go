package serve_test

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"sayso"
)

// fake is a Store in memory for what the real one cannot be made to do: fail,
// and hold records that no reader would write.
type fake struct {
	sayso.Store
	docs     []*sayso.Document
	bytes    map[sayso.DocumentID][]byte
	links    []sayso.Link
	problems []sayso.Problem
	linked   bool
	err      error

	decisions []sayso.Decision
}

func (f *fake) Counts(context.Context) (sayso.Counts, error) {
	n := sayso.Counts{Pages: len(f.docs), Links: len(f.links), Problems: len(f.problems)}
	for _, d := range f.docs {
		n.Statements += len(d.Statements)
	}
	return n, f.err
}
func (f *fake) Linked(context.Context) (bool, error)              { return f.linked, f.err }
func (f *fake) Problems(context.Context) ([]sayso.Problem, error) { return f.problems, f.err }

func (f *fake) Decided(context.Context, bool) (func(*sayso.Document) error, error) {
	return func(*sayso.Document) error { return nil }, nil
}

func (f *fake) Document(_ context.Context, id sayso.DocumentID) (*sayso.Document, error) {
	for _, d := range f.docs {
		if d.ID == id {
			return d, f.err
		}
	}
	return nil, sayso.Errorf(sayso.NotFound, string(id), "no such page")
}

func (f *fake) Documents(context.Context) iter.Seq2[*sayso.Document, error] {
	return func(yield func(*sayso.Document, error) bool) {
		for _, d := range f.docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func (f *fake) Statement(_ context.Context, id sayso.StatementID) (*sayso.Document, error) {
	for _, d := range f.docs {
		for i := range d.Statements {
			if d.Statements[i].ID == id {
				return d, f.err
			}
		}
	}
	return nil, sayso.Errorf(sayso.NotFound, string(id), "no such statement")
}

func (f *fake) Page(_ context.Context, id sayso.DocumentID) (*sayso.Page, error) {
	for _, d := range f.docs {
		if d.ID == id {
			return &sayso.Page{Source: d.Source, Bytes: f.bytes[id]}, f.err
		}
	}
	return nil, sayso.Errorf(sayso.NotFound, string(id), "no such page")
}

func (f *fake) LinksOf(_ context.Context, id string) ([]sayso.Link, error) {
	var out []sayso.Link
	for _, l := range f.links {
		if l.A == id || l.B == id {
			out = append(out, l)
		}
	}
	return out, f.err
}

func (f *fake) LinksPage(ctx context.Context, id string, q sayso.LinkQuery) ([]sayso.JudgedLink, int, error) {
	all, err := f.LinksOf(ctx, id)
	var out []sayso.JudgedLink
	for _, l := range all {
		if q.Kind == "" || l.Kind == q.Kind {
			out = append(out, sayso.JudgedLink{Link: l, Confirmed: l.Confidence > .9})
		}
	}
	from := min(q.Offset, len(out))
	return out[from:min(from+cmp.Or(q.Limit, 50), len(out))], len(out), err
}

func (f *fake) head(d *sayso.Document) sayso.Head {
	l, _ := f.LinksOf(context.Background(), string(d.ID))
	h := sayso.Head{ID: d.ID, Path: d.Source.Path, URL: string(d.Source.URL), CapturedAt: string(d.Source.CapturedAt), Title: string(d.Title), Outlet: string(d.Outlet),
		Language: string(d.Language), SHA256: d.Source.SHA256, Statements: len(d.Statements), Copies: len(l)}
	if d.Published != nil {
		h.Published = d.Published.Date
	}
	if len(l) > 0 {
		h.Story = f.docs[0].ID
	}
	return h
}

func (f *fake) Heads(_ context.Context, ids []sayso.DocumentID) (map[sayso.DocumentID]sayso.Head, error) {
	out := map[sayso.DocumentID]sayso.Head{}
	for _, d := range f.docs {
		if slices.Contains(ids, d.ID) {
			out[d.ID] = f.head(d)
		}
	}
	return out, f.err
}

func (f *fake) Versions(_ context.Context, url string) ([]sayso.Head, error) {
	var out []sayso.Head
	for _, d := range f.docs {
		if string(d.Source.URL) == url {
			out = append(out, f.head(d))
		}
	}
	return out, f.err
}

func (f *fake) Story(_ context.Context, id sayso.DocumentID) (*sayso.Story, error) {
	x := &sayso.Story{ID: f.docs[0].ID, Title: string(f.docs[0].Title)}
	for _, d := range f.docs {
		if h := f.head(d); h.Copies > 0 {
			x.Heads = append(x.Heads, h)
			x.First, x.Last = h.Published, h.Published
		}
	}
	if x.Pages = len(x.Heads); !slices.ContainsFunc(x.Heads, func(h sayso.Head) bool { return h.ID == id }) {
		return nil, cmp.Or(f.err, error(sayso.Errorf(sayso.NotFound, string(id), "no story")))
	}
	return x, f.err
}

func (f *fake) Stories(ctx context.Context, limit int) ([]sayso.Story, error) {
	if len(f.docs) == 0 {
		return nil, f.err
	}
	x, err := f.Story(ctx, f.docs[0].ID)
	if err != nil {
		return nil, f.err
	}
	return []sayso.Story{*x}, nil
}

func (f *fake) Conflicts(_ context.Context, cursor string, limit int) ([]sayso.Conflict, bool, error) {
	var out []sayso.Conflict
	for i, l := range f.links {
		if l.Kind == sayso.LinkConflict && l.Between == sayso.BetweenStatements {
			c := sayso.Conflict{JudgedLink: sayso.JudgedLink{Link: l}, Cursor: strconv.Itoa(i)}
			for j, id := range []string{l.A, l.B} {
				for _, d := range f.docs {
					for k := range d.Statements {
						if string(d.Statements[k].ID) == id {
							c.Of[j] = f.hit(d, &d.Statements[k])
						}
					}
				}
			}
			out = append(out, c)
		}
	}
	return out[:min(len(out), limit)], len(out) > limit, f.err
}

func (f *fake) Outlets(context.Context) ([]sayso.Outlet, error) {
	var out []sayso.Outlet
	for _, d := range f.docs {
		i := slices.IndexFunc(out, func(o sayso.Outlet) bool { return o.Name == string(d.Outlet) })
		if i < 0 {
			i, out = len(out), append(out, sayso.Outlet{Name: string(d.Outlet)})
		}
		out[i].Pages++
		out[i].Statements += len(d.Statements)
		if d.Published != nil {
			out[i].First, out[i].Last = d.Published.Date, d.Published.Date
		}
	}
	return out, f.err
}

func speakerID(st *sayso.Statement) sayso.ActorID {
	if st.Speaker == nil {
		return ""
	}
	return cmp.Or(st.Speaker.Actor, sayso.UnresolvedActor(st.Speaker.Name))
}

func (f *fake) Actors(_ context.Context, name string, limit int) ([]sayso.Profile, error) {
	var out []sayso.Profile
	for _, d := range f.docs {
		for i := range d.Statements {
			st := &d.Statements[i]
			id := speakerID(st)
			if id == "" || !strings.Contains(strings.ToLower(st.Speaker.Name), strings.ToLower(name)) {
				continue
			}
			at := slices.IndexFunc(out, func(p sayso.Profile) bool { return p.ID == id })
			if at < 0 {
				at, out = len(out), append(out, sayso.Profile{ID: id, Name: st.Speaker.Name, Kind: st.Speaker.Kind})
			}
			p := &out[at]
			p.Statements++
			p.Names = append(p.Names, sayso.Attribute{Text: st.Speaker.Name, Statements: 1})
			p.Roles = append(p.Roles, sayso.Attribute{Text: string(st.Speaker.Role), Statements: 1})
			p.Merged = append(p.Merged, id)
		}
	}
	return out[:min(len(out), limit)], f.err
}

func (f *fake) Actor(ctx context.Context, id sayso.ActorID) (*sayso.Profile, error) {
	all, err := f.Actors(ctx, "", 1000)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == id {
			return &all[i], nil
		}
	}
	return nil, sayso.Errorf(sayso.NotFound, string(id), "nobody")
}

func (f *fake) Decide(_ context.Context, d sayso.Decision) error {
	d.Number = int64(len(f.decisions) + 1)
	f.decisions = append(f.decisions, d)
	return f.err
}

func (f *fake) Decisions(context.Context) ([]sayso.Decision, error) { return f.decisions, f.err }

func (f *fake) ProblemsPage(_ context.Context, limit, offset int) ([]sayso.Problem, error) {
	from := min(offset, len(f.problems))
	return f.problems[from:min(from+limit, len(f.problems))], f.err
}

func (f *fake) Facets(ctx context.Context, q sayso.Query) (sayso.Facets, error) {
	q.Limit, q.Offset, q.Cursor = 1000, 0, ""
	hits, _, err := f.Search(ctx, q)
	out := sayso.Facets{Total: len(hits)}
	count := func(list *[]sayso.Facet, key, name string) {
		i := slices.IndexFunc(*list, func(x sayso.Facet) bool { return x.Key == key })
		if i < 0 {
			i, *list = len(*list), append(*list, sayso.Facet{Key: key, Name: name})
		}
		(*list)[i].Count++
	}
	for _, h := range hits {
		count(&out.Outlets, h.Outlet, h.Outlet)
		count(&out.Languages, h.Language, h.Language)
		count(&out.Months, h.Published[:min(len(h.Published), 7)], "")
		if h.Statement != "" {
			count(&out.Speakers, string(h.Actor), h.Speaker)
			count(&out.Modes, string(h.Mode), string(h.Mode))
		}
		if h.Conflicts > 0 {
			count(&out.Only, string(sayso.OnlyConflict), "")
		}
	}
	return out, err
}

func (f *fake) hit(d *sayso.Document, st *sayso.Statement) sayso.Hit {
	head := f.head(d)
	h := sayso.Hit{Document: d.ID, Path: head.Path, Title: head.Title, Outlet: head.Outlet, Published: head.Published, CapturedAt: head.CapturedAt, Language: head.Language,
		Story: head.Story, Copies: head.Copies}
	if st == nil {
		return h
	}
	h.Statement, h.Mode, h.Polarity, h.Confidence, h.Actor = st.ID, st.Mode, st.Polarity, st.Confidence, speakerID(st)
	for i, s := range st.Content {
		if i > 0 {
			h.Content += " … "
		}
		h.Content += s.Text
	}
	if st.Speaker != nil {
		h.Speaker = st.Speaker.Name
	}
	l, _ := f.LinksOf(context.Background(), string(st.ID))
	h.Copies = len(l)
	for _, x := range l {
		if x.Kind == sayso.LinkConflict {
			h.Conflicts++
		}
	}
	return h
}

func (f *fake) Search(_ context.Context, q sayso.Query) ([]sayso.Hit, bool, error) {
	var all []sayso.Hit
	has := func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(q.Words)) }
	for _, d := range f.docs {
		if q.Outlet != "" && string(d.Outlet) != q.Outlet || q.Language != "" && string(d.Language) != q.Language {
			continue
		}
		if q.What == sayso.Pages {
			if has(d.Text) {
				all = append(all, f.hit(d, nil))
			}
			continue
		}
		for i := range d.Statements {
			h := f.hit(d, &d.Statements[i])
			if has(h.Content) && strings.Contains(strings.ToLower(h.Speaker), strings.ToLower(q.Speaker)) && (q.Actor == "" || q.Actor == h.Actor) &&
				(q.Mode == "" || q.Mode == h.Mode) && (q.Only != sayso.OnlyConflict || h.Conflicts > 0) {
				all = append(all, h)
			}
		}
	}
	from := min(q.Offset, len(all))
	to := min(from+q.Limit, len(all))
	return all[from:to], to < len(all), f.err
}
