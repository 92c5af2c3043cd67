package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"sayso"
)

func testHeads(t *testing.T, s sayso.Store) {
	all := varied(60)
	links := variedLinks(all)
	must(t, s.Add(ctx, all))
	must(t, s.Index(ctx))
	must(t, s.SetLinks(ctx, seqOf(links)))
	ids := []sayso.DocumentID{"d00000000000000000000"}
	want := map[sayso.DocumentID]sayso.Head{}
	byURL := map[string][]sayso.Head{}
	for _, r := range rowsOf(all, links, sayso.Pages) {
		i := slices.IndexFunc(all, func(e sayso.Entry) bool { return e.Document.ID == r.Document })
		src := all[i].Page.Source
		h := sayso.Head{ID: r.Document, Path: r.Path, URL: string(src.URL), CapturedAt: r.CapturedAt, Title: r.Title, Outlet: r.Outlet,
			Published: r.Published, Language: r.Language, SHA256: src.SHA256, Statements: 3, Copies: r.Copies, Story: r.Story}
		ids = append(ids, h.ID)
		want[h.ID] = h
		byURL[h.URL] = append(byURL[h.URL], h)
	}
	heads, err := s.Heads(ctx, ids)
	must(t, err)
	same(t, heads, want)
	heads, err = s.Heads(ctx, nil)
	must(t, err)
	same(t, len(heads), 0)
	for url, list := range byURL {
		slices.SortStableFunc(list, func(a, b sayso.Head) int { return cmp.Compare(a.CapturedAt, b.CapturedAt) })
		got, err := s.Versions(ctx, url)
		must(t, err)
		same(t, got, list)
	}
	for _, url := range []string{"", "https://fen.example/", "%"} {
		got, err := s.Versions(ctx, url)
		must(t, err)
		same(t, len(got), 0)
	}
	outlets, err := s.Outlets(ctx)
	must(t, err)
	same(t, outlets[0], sayso.Outlet{Name: "Radio Fen", Pages: 30, Statements: 90, First: "2030-12-31", Last: "2031-05-30"})
	pages := 0
	for _, o := range outlets {
		pages += o.Pages
	}
	same(t, pages, 60)
}

func names(list []sayso.Profile) []string {
	out := []string{}
	for _, p := range list {
		out = append(out, p.Name)
	}
	return out
}

func actor(t *testing.T, s sayso.Store, id sayso.ActorID) *sayso.Profile {
	t.Helper()
	p, err := s.Actor(ctx, id)
	must(t, err)
	return p
}

func testActors(t *testing.T, s sayso.Store) {
	all := varied(120)
	must(t, s.Add(ctx, all))
	must(t, s.Index(ctx))
	want := map[sayso.ActorID]int{}
	for _, r := range rowsOf(all, nil, sayso.Statements) {
		want[r.Actor]++
	}
	delete(want, "")
	list, err := s.Actors(ctx, "", 0)
	must(t, err)
	same(t, len(list), len(want))
	for i, p := range list {
		same(t, p.Statements, want[p.ID])
		if i > 0 && list[i-1].Statements < p.Statements {
			t.Error("out of order")
		}
	}
	for typed, wanted := range map[string][]string{"isik": {"Şükran Işık"}, "vance": {"Petar Vance"}, "mor": {list[0].Name}, "i mor": {list[0].Name},
		"nobody": {}, "...": {}, "guild the": {"The Fen Guild"}} {
		got, err := s.Actors(ctx, typed, 10)
		must(t, err)
		same(t, names(got), wanted)
	}
	got, err := s.Actors(ctx, "", 2)
	must(t, err)
	same(t, len(got), 2)

	p := actor(t, s, "made:morrow")
	same(t, []any{p.Kind, p.Statements, len(p.Names), len(p.Roles)}, []any{sayso.Person, want["made:morrow"], 2, 1})
	same(t, p.Names[0].Statements+p.Names[1].Statements, p.Statements)
	same(t, p.Roles[0].Text, "minister")
	same(t, []string{p.First, p.Last}, []string{"2029", "2031-06-01"})
	for _, id := range []sayso.ActorID{"", "made:nobody", sayso.UnresolvedActor("Nobody")} {
		_, err := s.Actor(ctx, id)
		wantKind(t, err, sayso.NotFound)
	}
}

func testDecideActors(t *testing.T, s sayso.Store) {
	all := varied(120)
	must(t, s.Add(ctx, all[:100]))
	must(t, s.Index(ctx))
	morrow, isik, vance := actor(t, s, "made:morrow"), actor(t, s, "made:isik"), actor(t, s, sayso.UnresolvedActor("Petar Vance"))
	said := func(q sayso.Query) int {
		t.Helper()
		q.What = sayso.Statements
		f, err := s.Facets(ctx, q)
		must(t, err)
		return f.Total
	}
	must(t, s.Decide(ctx, sayso.Decision{At: "2031-06-01T00:00:00Z", By: "Nela", Act: sayso.Merge, Actor: vance.ID, Into: isik.ID, Note: "the same"}))
	p := actor(t, s, isik.ID)
	same(t, []any{p.Statements, p.Merged}, []any{isik.Statements + vance.Statements, []sayso.ActorID{vance.ID}})
	same(t, actor(t, s, vance.ID), p)
	same(t, said(sayso.Query{Actor: isik.ID}), p.Statements)
	same(t, said(sayso.Query{Actor: vance.ID, Words: "the"}), said(sayso.Query{Actor: isik.ID, Words: "the"}))

	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Rename, Actor: isik.ID, Name: "Minister Şanlı"}))
	hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Speaker: "sanli"})
	must(t, err)
	if len(hits) == 0 || hits[0].Speaker != "Minister Şanlı" || hits[0].Actor != isik.ID {
		t.Errorf("%+v", hits)
	}
	same(t, said(sayso.Query{Speaker: "petar"}), vance.Statements) // the words on the page still find them
	list, err := s.Actors(ctx, "sanl", 5)
	must(t, err)
	same(t, names(list), []string{"Minister Şanlı"})

	// Split by name, and what comes later follows.
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Split, Actor: "made:morrow", Name: "I. Morrow"}))
	other := sayso.UnresolvedActor("I. Morrow")
	same(t, actor(t, s, other).Statements+actor(t, s, "made:morrow").Statements, morrow.Statements)
	before := actor(t, s, other).Statements
	must(t, s.SetLinks(ctx, seqOf(nil)))
	must(t, s.Add(ctx, all))
	must(t, s.Index(ctx))
	if after := actor(t, s, other).Statements; after <= before {
		t.Errorf("%d statements, then %d", before, after)
	}

	log, err := s.Decisions(ctx)
	must(t, err)
	same(t, len(log), 3)
	same(t, log[0], sayso.Decision{Number: 1, At: "2031-06-01T00:00:00Z", By: "Nela", Act: sayso.Merge, Actor: vance.ID, Into: isik.ID, Note: "the same"})
	// Undone, and the undoing undone.
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Undo, Undone: 1}))
	same(t, actor(t, s, vance.ID).Name, "Petar Vance")
	same(t, actor(t, s, isik.ID).Name, "Minister Şanlı")
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Undo, Undone: 4}))
	same(t, actor(t, s, vance.ID).ID, isik.ID)
	// Merged back the other way, the later holds.
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Merge, Actor: isik.ID, Into: vance.ID}))
	same(t, actor(t, s, isik.ID).ID, vance.ID)

	wantKind(t, s.Decide(ctx, sayso.Decision{Act: sayso.Undo, Undone: 99}), sayso.NotFound)
	for _, d := range []sayso.Decision{{}, {Act: "delete"}, {Act: sayso.Rename}, {Act: sayso.Merge, Actor: "a", Into: "a"}, {Act: sayso.Split, Actor: "a"},
		{Act: sayso.Reject, A: "x"}, {Act: sayso.Undo}, {Act: sayso.Remark, Note: "of nothing"}} {
		if err := s.Decide(ctx, d); err == nil {
			t.Errorf("%+v was kept", d)
		}
	}
	log, err = s.Decisions(ctx)
	must(t, err)
	same(t, len(log), 6)
}

// testDecided splits an actor by page and by statement, and wants documents to
// tell of it.
func testDecided(t *testing.T, s sayso.Store) {
	all := varied(60)
	must(t, s.Add(ctx, all))
	must(t, s.Index(ctx))
	speakers := func(d *sayso.Document) (ids []sayso.ActorID, whys []string) {
		t.Helper()
		d, err := s.Document(ctx, d.ID)
		must(t, err)
		put, err := s.Decided(ctx, true)
		must(t, err)
		must(t, put(d))
		for _, st := range d.Statements {
			if st.Speaker == nil {
				st.Speaker = &sayso.Actor{}
			}
			ids, whys = append(ids, st.Speaker.Actor), append(whys, st.Speaker.Why)
		}
		return ids, whys
	}
	page := func(n int) *sayso.Document { // the nth with statements of Morrow
		for _, e := range all {
			of := 0
			for _, st := range e.Document.Statements {
				if st.Speaker != nil && st.Speaker.Actor == "made:morrow" {
					of++
				}
			}
			if of > 0 {
				if n--; n < 0 {
					return e.Document
				}
			}
		}
		t.Fatal("no such page")
		return nil
	}
	before := actor(t, s, "made:morrow")
	if before.Pages == 0 || before.Pages > before.Statements || before.Role != "minister" {
		t.Errorf("%+v", before)
	}
	one, two := page(0), page(1)
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Split, Actor: "made:morrow", A: string(one.ID)}))
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Split, Actor: "made:morrow", A: string(two.Statements[0].ID), Into: "made:vance"}))
	other := sayso.ActorID("split:" + string(one.ID))
	same(t, actor(t, s, other).Pages, 1)
	same(t, actor(t, s, "made:morrow").Statements+actor(t, s, other).Statements+gone(two, "made:morrow"), before.Statements)
	ids, whys := speakers(one)
	for i, st := range one.Statements {
		if st.Speaker != nil && st.Speaker.Actor == "made:morrow" && (ids[i] != other || whys[i] == "" || whys[i] == st.Speaker.Why) {
			t.Errorf("%s: %s, %q", st.ID, ids[i], whys[i])
		}
	}
	hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Actor: other, Limit: 100})
	must(t, err)
	same(t, len(hits), actor(t, s, other).Statements)
	for _, h := range hits {
		same(t, []any{h.Document, h.Actor}, []any{one.ID, other})
	}
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Merge, Actor: other, Into: "made:morrow"}))
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Undo, Undone: 2}))
	same(t, actor(t, s, "made:morrow").Statements, before.Statements)
	_, err = s.Actor(ctx, "made:vance")
	wantKind(t, err, sayso.NotFound)
}

// gone is 1 where the first statement of a page is an actor's.
func gone(d *sayso.Document, id sayso.ActorID) int {
	if s := d.Statements[0].Speaker; s != nil && s.Actor == id {
		return 1
	}
	return 0
}

func testDecideLinks(t *testing.T, s sayso.Store) {
	all := pages(6)
	links := someLinks(all)
	must(t, s.Add(ctx, all))
	must(t, s.Index(ctx))
	must(t, s.SetLinks(ctx, seqOf(links)))
	id := func(i int) string { return string(all[i].Document.Statements[0].ID) }
	doc := func(i int) string { return string(all[i].Document.ID) }
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Reject, A: id(2), B: id(1)}))
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Confirm, A: id(0), B: id(1)}))
	check := func() {
		t.Helper()
		of, err := s.LinksOf(ctx, id(1))
		must(t, err)
		same(t, len(of), 2) // of three
		list, total, err := s.LinksPage(ctx, id(1), sayso.LinkQuery{})
		must(t, err)
		same(t, []any{total, list[0].A, list[0].Confirmed, list[1].Confirmed}, []any{2, id(0), true, false})
		hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Words: "1 months"})
		must(t, err)
		same(t, []int{hits[0].Copies, hits[0].Confirmed}, []int{2, 1})
	}
	check()
	same(t, collect(t, s.Links(ctx)), links) // as they were found
	must(t, s.SetLinks(ctx, seqOf(links)))
	must(t, s.Add(ctx, all))
	check()
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Undo, Undone: 1}))
	of, err := s.LinksOf(ctx, id(1))
	must(t, err)
	same(t, len(of), 3)

	// Pages no longer linked fall into two stories.
	story, err := s.Story(ctx, all[0].Document.ID)
	must(t, err)
	same(t, story.Pages, 6)
	for _, p := range [][2]int{{2, 3}, {2, 4}, {1, 3}} {
		must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Reject, A: doc(p[0]), B: doc(p[1])}))
	}
	story, err = s.Story(ctx, all[0].Document.ID)
	must(t, err)
	same(t, story.Pages, 3)
	list, err := s.Stories(ctx, 10)
	must(t, err)
	same(t, len(list), 2)
}

func testLinksPage(t *testing.T, s sayso.Store) {
	all := pages(40)
	var links []sayso.Link
	a := all[0].Document
	for i := 1; i < 40; i++ {
		for _, kind := range []sayso.LinkKind{sayso.LinkCopy, sayso.LinkSame} {
			links = append(links, sayso.Link{Kind: kind, Between: sayso.BetweenDocuments, A: string(a.ID), B: string(all[i].Document.ID), Changes: []sayso.Change{}})
		}
	}
	must(t, s.Add(ctx, all))
	must(t, s.SetLinks(ctx, seqOf(links)))
	list, total, err := s.LinksPage(ctx, string(a.ID), sayso.LinkQuery{Kind: sayso.LinkSame, Limit: 5, Offset: 36})
	must(t, err)
	same(t, []int{len(list), total}, []int{3, 39})
	same(t, list[2].B, string(all[39].Document.ID))
	list, total, err = s.LinksPage(ctx, string(a.ID), sayso.LinkQuery{})
	must(t, err)
	same(t, []int{len(list), total}, []int{50, 78})
	list, total, err = s.LinksPage(ctx, "nothing", sayso.LinkQuery{})
	must(t, err)
	same(t, []int{len(list), total}, []int{0, 0})
}

func testStories(t *testing.T, s sayso.Store) {
	all := varied(90)
	links := variedLinks(all)
	must(t, s.Add(ctx, all))
	must(t, s.Index(ctx))
	must(t, s.SetLinks(ctx, seqOf(links)))
	rows := rowsOf(all, links, sayso.Pages)
	members := map[sayso.DocumentID]int{}
	for _, r := range rows {
		members[r.Story]++
	}
	for _, r := range rows {
		st, err := s.Story(ctx, r.Document)
		if r.Story == "" {
			wantKind(t, err, sayso.NotFound)
			continue
		}
		must(t, err)
		same(t, []any{st.ID, st.Pages, len(st.Heads)}, []any{r.Story, members[r.Story], members[r.Story]})
		for i, h := range st.Heads {
			same(t, h.Story, r.Story)
			if i > 0 && h.Published != "" && (st.Heads[i-1].Published == "" || st.Heads[i-1].Published > h.Published) {
				t.Errorf("story out of order: %q before %q", st.Heads[i-1].Published, h.Published)
			}
		}
		same(t, st.Title, st.Heads[0].Title)
	}
	delete(members, "")
	list, err := s.Stories(ctx, 1000)
	must(t, err)
	same(t, len(list), len(members))
	for i, st := range list {
		same(t, []any{st.Pages, len(st.Heads)}, []any{members[st.ID], 0})
		if i > 0 && list[i-1].Pages < st.Pages {
			t.Error("stories out of order")
		}
	}
}

func testConflicts(t *testing.T, s sayso.Store) {
	all := varied(150)
	links := variedLinks(all)
	must(t, s.Add(ctx, all))
	must(t, s.Index(ctx))
	must(t, s.SetLinks(ctx, seqOf(links)))
	want := map[string]bool{}
	for _, l := range links {
		if l.Kind == sayso.LinkConflict {
			want[l.A+l.B] = true
		}
	}
	first := ""
	walk := func() (n int) {
		t.Helper()
		last, cursor := "~", ""
		for more := true; more; {
			var part []sayso.Conflict
			var err error
			part, more, err = s.Conflicts(ctx, cursor, 4)
			must(t, err)
			for _, c := range part {
				date := max(c.Of[0].Published, c.Of[1].Published)
				if date > last || !want[c.A+c.B] || string(c.Of[0].Statement) != c.A || string(c.Of[1].Statement) != c.B || c.Kind != sayso.LinkConflict {
					t.Errorf("%s after %s: %+v", date, last, c)
				}
				last, cursor = date, c.Cursor
				if n++; n == 4 {
					first = cursor
				}
			}
		}
		return n
	}
	n := walk()
	same(t, n, len(want))
	// A cursor outlives its conflict.
	rest, _, err := s.Conflicts(ctx, first, 1000)
	must(t, err)
	c, _, err := s.Conflicts(ctx, "", 4)
	must(t, err)
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Reject, A: c[3].A, B: c[3].B}))
	must(t, s.Decide(ctx, sayso.Decision{Act: sayso.Confirm, A: c[1].A, B: c[1].B}))
	now, _, err := s.Conflicts(ctx, first, 1000)
	must(t, err)
	same(t, now, rest)
	same(t, walk(), n-1)
	c, _, err = s.Conflicts(ctx, "", 4)
	must(t, err)
	same(t, fmt.Sprint(c[0].Confirmed, c[1].Confirmed), "false true")
	_, _, err = s.Conflicts(ctx, "nothing", 4)
	wantKind(t, err, sayso.NotFound)
}

func testProblemsPage(t *testing.T, s sayso.Store) {
	by := map[string][]sayso.Problem{}
	for i := range 25 {
		path := fmt.Sprintf("broken/%02d.txt", i)
		by[path] = []sayso.Problem{{Path: path, Reason: "truncated"}}
	}
	must(t, s.SetProblems(ctx, by))
	all, err := s.Problems(ctx)
	must(t, err)
	for _, c := range [][3]int{{10, 0, 10}, {10, 20, 5}, {10, 30, 0}, {5, -1, 5}} {
		part, err := s.ProblemsPage(ctx, c[0], c[1])
		must(t, err)
		same(t, len(part), c[2])
		if len(part) > 0 {
			same(t, part[0], all[max(c[1], 0)])
		}
	}
}
