package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sayso"
)

// varied makes up n pages that differ in all that a query can ask for.
func varied(n int) []sayso.Entry {
	speakers := []sayso.Actor{
		{Actor: "made:morrow", Name: "Ilda Morrow", Kind: sayso.Person, Role: "minister"},
		{Actor: "made:morrow", Name: "I. Morrow", Kind: sayso.Person},
		{Name: "Petar Vance", Kind: sayso.Person, Role: "fisherman"},
		{Name: "The Fen Guild", Kind: sayso.Organisation},
		{Actor: "made:isik", Name: "Şükran Işık", Kind: sayso.Person},
	}
	dates := []string{"2031-05-04", "2031-05-04", "2031-06-01", "2030-12-31", "", "2031-05", "2029", "2031-05-30"}
	var out []sayso.Entry
	for i := range n {
		e := entry(fmt.Sprintf("mixed/%02d/%04d.txt", i*7%10, i), fmt.Sprintf("Report %d", i), []string{"The Marsh Courier", "Radio Fen", "", "Fen Post"}[i*i%4],
			said{"One", fmt.Sprintf("The dam will be finished in %d months.", i)},
			said{"Two", "Nobody has asked the damaged fishermen."},
			said{"Three", fmt.Sprintf("Dams and dykes, number %d.", i%13)})
		d := *e.Document
		d.Source.URL = sayso.Maybe(fmt.Sprintf("https://fen.example/%d", i%20))
		if i%3 > 0 {
			d.Source.CapturedAt = sayso.Maybe(fmt.Sprintf("2032-01-%02dT00:00:00Z", 28-i%28))
		}
		d.ID = sayso.NewDocumentID(&d.Source)
		d.Language = sayso.Maybe([]string{"en", "tr", "", "ru", "en"}[i%5])
		d.Published = nil
		if date := dates[i*5%len(dates)]; date != "" {
			d.Published = &sayso.Date{Date: date, Precision: sayso.ByDay}
		}
		for k := range d.Statements {
			st := &d.Statements[k]
			st.ID = sayso.NewStatementID(d.ID, st)
			st.Speaker, st.Addressee = nil, nil
			if j := (i*3 + k*2) % 7; j < len(speakers) {
				a := speakers[j]
				a.Spans = []sayso.Span{}
				st.Speaker = &a
			}
			if j := (i + k) % 6; j < len(speakers) {
				a := speakers[j]
				a.Spans = []sayso.Span{}
				st.Addressee = &a
			}
			st.Mode = []sayso.Mode{sayso.Direct, sayso.Indirect, sayso.Mixed, sayso.Implicit}[(i+3*k)%4]
			if (i+k)%9 == 0 {
				st.Polarity = []sayso.Polarity{sayso.Denied, sayso.Negated}[i%2]
			}
			st.Act = []sayso.SpeechAct{"", sayso.ActSaid, sayso.ActBelieves, sayso.ActWants, sayso.ActDenied}[(i+2*k)%5]
			st.Confidence = float64(i%10) / 10
		}
		out = append(out, sayso.Entry{Page: &sayso.Page{Source: d.Source, Bytes: e.Page.Bytes}, Document: &d})
	}
	return out
}

// variedLinks joins some pages, and statements, by links of all kinds.
func variedLinks(all []sayso.Entry) []sayso.Link {
	var docs, statements []sayso.Link
	for i := 0; i+4 < len(all); i += 3 {
		a, b := all[i].Document, all[i+1+i%3].Document
		if i%2 == 0 {
			docs = append(docs, sayso.Link{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(a.ID), B: string(b.ID), Changes: []sayso.Change{}})
		}
		kind := []sayso.LinkKind{sayso.LinkCopy, sayso.LinkSame, sayso.LinkConflict}[i%3*2%3]
		if i%4 == 0 {
			kind = sayso.LinkConflict
		}
		statements = append(statements, sayso.Link{Kind: kind, Between: sayso.BetweenStatements, A: string(a.Statements[0].ID), B: string(b.Statements[2].ID),
			Changes: []sayso.Change{}, Independent: i%5 == 0})
	}
	return append(docs, statements...)
}

// A row is a hit as it is to be, with what queries ask of it.
type row struct {
	sayso.Hit
	text                                string // of a page
	copied, independent, denied, speech bool   // it or, of a page, a statement in it
}

// rowsOf is every hit there may be, in order, made in the plainest way.
func rowsOf(all []sayso.Entry, links []sayso.Link, what sayso.What) []row {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b sayso.Entry) int { return strings.Compare(a.Page.Source.Path, b.Page.Source.Path) })
	stories := map[sayso.DocumentID]sayso.DocumentID{}
	for changed := true; changed; {
		changed = false
		for _, l := range links {
			if l.Between != sayso.BetweenDocuments || l.Kind != sayso.LinkCopy {
				continue
			}
			a, b := sayso.DocumentID(l.A), sayso.DocumentID(l.B)
			least := min(cmp.Or(stories[a], a), cmp.Or(stories[b], b))
			if stories[a] != least || stories[b] != least {
				stories[a], stories[b], changed = least, least, true
			}
		}
	}
	var out []row
	for _, e := range all {
		d := e.Document
		page := row{text: d.Text, Hit: sayso.Hit{Document: d.ID, Path: d.Source.Path, Title: string(d.Title), Outlet: string(d.Outlet),
			CapturedAt: string(d.Source.CapturedAt), Language: string(d.Language), Story: stories[d.ID]}}
		if d.Published != nil {
			page.Published = d.Published.Date
		}
		count := func(r *row, id string, own bool) {
			for _, l := range links {
				if l.A != id && l.B != id {
					continue
				}
				if own {
					r.Copies++
					if l.Independent {
						r.Independents++
					}
				}
				if l.Kind == sayso.LinkConflict {
					r.Conflicts++
				}
				r.copied = r.copied || l.Kind == sayso.LinkCopy
				r.independent = r.independent || l.Independent
			}
		}
		if what == sayso.Pages {
			count(&page, string(d.ID), true)
			for k := range d.Statements {
				count(&page, string(d.Statements[k].ID), false)
				page.denied = page.denied || told(d.Statements[k].Polarity)
				page.speech = page.speech || d.Statements[k].Act.Uttered()
			}
			out = append(out, page)
			continue
		}
		for k := range d.Statements {
			st := &d.Statements[k]
			r := page
			r.Statement, r.Mode, r.Act, r.Polarity, r.Confidence, r.Content = st.ID, st.Mode, st.Act, st.Polarity, st.Confidence, st.Content[0].Text
			if st.Speaker != nil {
				r.Speaker, r.Actor = st.Speaker.Name, st.Speaker.Actor
				if r.Actor == "" {
					r.Actor = sayso.UnresolvedActor(r.Speaker)
				}
			}
			if st.Addressee != nil {
				r.Addressee = st.Addressee.Name
			}
			r.denied, r.speech = told(st.Polarity), st.Act.Uttered()
			count(&r, string(st.ID), true)
			out = append(out, r)
		}
	}
	return out
}

// told tells whether it is told that something was not said.
func told(p sayso.Polarity) bool { return p == sayso.Denied || p == sayso.Negated }

// wordsIn tells whether text has the words, which are of plain letters.
func wordsIn(text, typed string, prefix bool) bool {
	have := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') })
	want := strings.Fields(strings.ToLower(typed))
	prefix = prefix && !strings.HasSuffix(typed, " ")
	for i, w := range want {
		if !slices.ContainsFunc(have, func(h string) bool {
			return h == w || prefix && i == len(want)-1 && strings.HasPrefix(h, w)
		}) {
			return false
		}
	}
	return true
}

// expected is what a query is to find among the rows.
func expected(rows []row, q sayso.Query) []sayso.Hit {
	within := func(date string) bool {
		return q.From == "" && q.To == "" || date != "" && date >= q.From && (q.To == "" || date <= q.To+"~")
	}
	var found []row
	for _, r := range rows {
		statement := r.Statement != ""
		text := r.text
		if statement {
			text = r.Content
		}
		ok := wordsIn(text, q.Words, q.Prefix) && (q.Outlet == "" || r.Outlet == q.Outlet) && (q.Language == "" || r.Language == q.Language) && within(r.Published)
		if statement {
			ok = ok && wordsIn(r.Speaker, q.Speaker, false) && wordsIn(r.Addressee, q.Addressee, false) &&
				(q.Actor == "" || r.Actor == q.Actor) && (q.Mode == "" || r.Mode == q.Mode) && (q.Act == "" || r.Act == q.Act)
		}
		switch q.Only {
		case sayso.OnlyConflict:
			ok = ok && r.Conflicts > 0
		case sayso.OnlyIndependent:
			ok = ok && r.independent
		case sayso.OnlyCopied:
			ok = ok && r.copied
		case sayso.OnlyDenied:
			ok = ok && r.denied
		case sayso.OnlySpeech:
			ok = ok && r.speech
		}
		if ok {
			found = append(found, r)
		}
	}
	if q.Sort != sayso.ByPlace {
		slices.SortStableFunc(found, func(a, b row) int { return strings.Compare(b.Published, a.Published) })
	}
	if q.Sort == sayso.Oldest {
		slices.Reverse(found)
	}
	var out []sayso.Hit
	for _, r := range found {
		out = append(out, r.Hit)
	}
	return out
}

// narrowing are queries by all that can be asked for, alone and together.
func narrowing() []sayso.Query {
	var out []sayso.Query
	for _, q := range []sayso.Query{
		{}, {Words: "dam"}, {Words: "number 7"}, {Words: "da", Prefix: true}, {Words: "the da", Prefix: true}, {Words: "dam ", Prefix: true}, {Words: "zzz", Prefix: true},
		{Actor: "made:morrow"}, {Actor: sayso.UnresolvedActor("Petar Vance")}, {Actor: "made:nobody"}, {Words: "fishermen", Actor: "made:morrow"},
		{Speaker: "morrow"}, {Speaker: "the guild"}, {Addressee: "vance"}, {Addressee: "nobody"}, {Words: "dam", Addressee: "i morrow", Mode: sayso.Mixed},
		{Language: "tr"}, {Language: "xx"}, {Outlet: "Radio Fen", Language: "en"}, {Mode: sayso.Direct}, {Act: sayso.ActDenied}, {Only: sayso.OnlySpeech, Words: "number"}, {Words: "number", Mode: sayso.Implicit},
		{From: "2031"}, {To: "2030"}, {From: "2031-05", To: "2031-05"}, {From: "2031-05-04", To: "2031-05-04"}, {From: "2031-05-05", To: "2031-06", Words: "dam"},
		{Only: sayso.OnlyConflict}, {Only: sayso.OnlyCopied}, {Only: sayso.OnlyDenied}, {Only: sayso.OnlyIndependent}, {Only: sayso.OnlyIndependent, Words: "dam"}, {Only: sayso.OnlyConflict, Words: "dam", Language: "en"},
		{Only: sayso.OnlyCopied, Actor: "made:isik", From: "2030"}, {Speaker: "morrow", Actor: "made:isik"},
	} {
		for _, what := range []sayso.What{sayso.Statements, sayso.Pages} {
			for _, order := range []sayso.Sort{sayso.ByPlace, sayso.Newest, sayso.Oldest} {
				q.What, q.Sort = what, order
				out = append(out, q)
			}
		}
	}
	return out
}

// testNarrowed compares what is found, page by page, and counted, with what the
// plainest reading of the query finds. The pages come in shuffled, so that the
// index has several runs.
func testNarrowed(t *testing.T, s sayso.Store) {
	all := varied(230)
	links := variedLinks(all)
	for _, bounds := range [][2]int{{100, 230}, {40, 100}, {0, 40}} {
		must(t, s.Add(ctx, all[bounds[0]:bounds[1]]))
		must(t, s.Index(ctx))
	}
	must(t, s.SetLinks(ctx, seqOf(links)))
	rows := map[sayso.What][]row{}
	for _, what := range []sayso.What{sayso.Statements, sayso.Pages} {
		rows[what] = rowsOf(all, links, what)
	}
	for _, q := range narrowing() {
		want := expected(rows[q.What], q)
		q.Limit = 10_000
		got, more, err := s.Search(ctx, q)
		must(t, err)
		same(t, more, false)
		cursors := make([]string, len(got))
		for i := range got {
			cursors[i], got[i].Cursor = got[i].Cursor, ""
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v: %d found, not %d", q, len(got), len(want))
			same(t, got, want)
			return
		}
		// On from any hit.
		for i := 0; i < len(want); i += 1 + len(want)/7 {
			q.Cursor, q.Limit = cursors[i], 9
			rest, more, err := s.Search(ctx, q)
			must(t, err)
			for k := range rest {
				rest[k].Cursor = ""
			}
			if end := min(i+10, len(want)); !slices.Equal(rest, want[i+1:end]) || more != (end < len(want)) {
				t.Errorf("%+v after hit %d: %d found, more: %v", q, i, len(rest), more)
			}
		}
		q.Cursor, q.Limit = "", 10_000
		testCounted(t, s, q, want)
	}
	for _, q := range []sayso.Query{{Sort: "best"}, {Only: "good"}, {From: "May"}, {To: "2031-5-4"}, {Cursor: "d0.1"}, {Cursor: "."}} {
		q.What = sayso.Statements
		_, _, err := s.Search(ctx, q)
		if q.Cursor != "" {
			wantKind(t, err, sayso.NotFound)
		} else {
			wantKind(t, err, sayso.Unreadable)
		}
	}
}

// testCounted compares facets with the hits they are of.
func testCounted(t *testing.T, s sayso.Store, q sayso.Query, hits []sayso.Hit) {
	t.Helper()
	f, err := s.Facets(ctx, q)
	must(t, err)
	same(t, []any{f.Total, f.Capped}, []any{len(hits), false})
	for name, c := range map[string]struct {
		got []sayso.Facet
		key func(sayso.Hit) string
	}{
		"speakers":  {f.Speakers, func(h sayso.Hit) string { return string(h.Actor) }},
		"outlets":   {f.Outlets, func(h sayso.Hit) string { return h.Outlet }},
		"languages": {f.Languages, func(h sayso.Hit) string { return h.Language }},
		"acts":      {f.Acts, func(h sayso.Hit) string { return string(h.Act) }},
		"modes":     {f.Modes, func(h sayso.Hit) string { return string(h.Mode) }},
		"months":    {f.Months, func(h sayso.Hit) string { return h.Published[:min(7, len(h.Published))] }},
	} {
		want := map[string]int{}
		for _, h := range hits {
			if h.Statement != "" || name != "speakers" && name != "modes" && name != "acts" {
				want[c.key(h)]++
			}
		}
		for i, g := range c.got {
			if want[g.Key] != g.Count {
				t.Errorf("%+v: %s: %q %d, not %d", q, name, g.Key, g.Count, want[g.Key])
			}
			delete(want, g.Key)
			if i > 0 && name != "months" && c.got[i-1].Count < g.Count || i > 0 && name == "months" && c.got[i-1].Key >= g.Key {
				t.Errorf("%+v: %s out of order", q, name)
			}
		}
		if len(want) > 0 {
			t.Errorf("%+v: %s: %v left out", q, name, want)
		}
	}
	conflicting := 0
	for _, h := range hits {
		if h.Conflicts > 0 {
			conflicting++
		}
	}
	for _, o := range f.Only {
		if o.Key == string(sayso.OnlyConflict) {
			conflicting -= o.Count
		}
	}
	if conflicting != 0 {
		t.Errorf("%+v: conflicts counted wrong by %d", q, conflicting)
	}
}
