package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sayso"
)

// found searches and returns the documents' paths, once for each hit.
func found(t *testing.T, s sayso.Store, q sayso.Query) []string {
	t.Helper()
	hits, _, err := s.Search(ctx, q)
	must(t, err)
	out := []string{}
	for _, h := range hits {
		out = append(out, h.Path)
	}
	return out
}

func testSearchStatements(t *testing.T, s sayso.Store) {
	a := entry("a.txt", "Dam debate", "The Marsh Courier",
		said{"Ilda Morrow", "The dam will be finished before winter."},
		said{"Petar Vance", "Nobody asked the fishermen about the U.S. loan."})
	b := entry("b.txt", "Ministry answers", "Radio Fen",
		said{"Omar al-Masri", "The fishermen were asked twice."},
		said{"Şükran Işık", "The winter was mild."})
	last := &b.Document.Statements[1]
	last.Content = append(last.Content, b.Document.Statements[0].Cue[0])
	must(t, s.Add(ctx, []sayso.Entry{b}))
	must(t, s.Add(ctx, []sayso.Entry{a}))
	if got := found(t, s, sayso.Query{What: sayso.Statements, Words: "dam"}); len(got) != 0 {
		t.Errorf("found before Index: %v", got)
	}
	must(t, s.Index(ctx))
	for _, c := range []struct {
		words, speaker, outlet string
		want                   []string
	}{
		{"dam", "", "", []string{"a.txt"}},
		{"DAM Winter", "", "", []string{"a.txt"}},
		{"winter dam", "", "", []string{"a.txt"}},
		{"winter", "", "", []string{"a.txt", "b.txt"}},
		{"fishermen", "", "", []string{"a.txt", "b.txt"}},
		{"dam fishermen", "", "", []string{}}, // in two statements of one page
		{"u.s.", "", "", []string{"a.txt"}},
		{"fisher", "", "", []string{}}, // whole words
		{"fishermen", "vance", "", []string{"a.txt"}},
		{"", "vance", "", []string{"a.txt"}},
		{"", "Petar Vance", "", []string{"a.txt"}},
		{"", "morrow vance", "", []string{}},
		{"", "al-masri", "", []string{"b.txt"}},
		{"", "isik", "", []string{"b.txt"}},
		{"", "SUKRAN", "", []string{"b.txt"}},
		{"vance", "", "", []string{}}, // the speaker's name is not among the words said
		{"", "", "Radio Fen", []string{"b.txt", "b.txt"}},
		{"", "", "Radio", []string{}}, // exact
		{"", "", "radio fen", []string{}},
		{"winter", "", "Radio Fen", []string{"b.txt"}},
		{"", "", "", []string{"a.txt", "a.txt", "b.txt", "b.txt"}},
		{"  ", "\t", "", []string{"a.txt", "a.txt", "b.txt", "b.txt"}},
		{"...", "", "", []string{}},
	} {
		q := sayso.Query{What: sayso.Statements, Words: c.words, Speaker: c.speaker, Outlet: c.outlet}
		if got := found(t, s, q); !slices.Equal(got, c.want) {
			t.Errorf("words %q, speaker %q, outlet %q: got %v, want %v", c.words, c.speaker, c.outlet, got, c.want)
		}
	}
	hits, more, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Words: "mild"})
	must(t, err)
	same(t, more, false)
	hits[0].Cursor = "" // opaque
	same(t, hits, []sayso.Hit{{Document: b.Document.ID, Path: "b.txt", Title: "Ministry answers", Outlet: "Radio Fen",
		Published: "2031-05-04", Language: "en", Statement: last.ID, Speaker: "Şükran Işık", Actor: sayso.UnresolvedActor("Şükran Işık"),
		Mode: sayso.Direct, Polarity: sayso.Asserted, Confidence: 0.75, Content: "The winter was mild. … said"}})
	if _, _, err := s.Search(ctx, sayso.Query{What: "links"}); err == nil {
		t.Error("a search for links went well")
	}
}

func testSearchPages(t *testing.T, s sayso.Store) {
	a := entry("a.txt", "Dam debate", "The Marsh Courier", said{"Ilda Morrow", "Before winter."}, said{"Petar Vance", "The fishermen know."})
	b := entry("b.txt", "Ministry answers", "Radio Fen", said{"Ilda Morrow", "In winter."})
	b.Document.Title = "A title that is not in the text"
	must(t, s.Add(ctx, []sayso.Entry{a, b}))
	must(t, s.Index(ctx))
	for _, c := range []struct {
		words string
		want  []string
	}{
		{"winter", []string{"a.txt", "b.txt"}},
		{"winter fishermen", []string{"a.txt"}},
		{"debate", []string{"a.txt"}},
		{"morrow", []string{"a.txt", "b.txt"}},
		{"title", []string{"b.txt"}},
		{"", []string{"a.txt", "b.txt"}},
	} {
		if got := found(t, s, sayso.Query{What: sayso.Pages, Words: c.words}); !slices.Equal(got, c.want) {
			t.Errorf("words %q: got %v, want %v", c.words, got, c.want)
		}
	}
	hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Pages, Words: "fishermen"})
	must(t, err)
	hits[0].Cursor = "" // opaque
	same(t, hits, []sayso.Hit{{Document: a.Document.ID, Path: "a.txt", Title: "Dam debate", Outlet: "The Marsh Courier",
		Published: "2031-05-04", Language: "en"}})
}

func testSearchScripts(t *testing.T, s sayso.Store) {
	must(t, s.Add(ctx, []sayso.Entry{
		entry("ar.txt", "خبر", "", said{"ليلى", "قال والرئيس في كلمته"}),
		entry("he.txt", "ידיעה", "", said{"דנה", "הממשלה ובראשה השר"}),
		entry("ja.txt", "東京", "", said{"佐藤", "来週ダムを視察します。"}),
		entry("ru.txt", "Новости", "", said{"Пётр Ёлкин", "Плотина будет готова."}),
		entry("th.txt", "ข่าว", "", said{"สมชาย", "เขื่อนจะเสร็จปีหน้า"}),
		entry("tr.txt", "Haber", "", said{"Deniz Çağlar", "Barajı Iğdır'da açacağız."}),
		entry("zh.txt", "新闻", "", said{"王芳", "大坝将在冬天之前完工。"}),
	}))
	must(t, s.Index(ctx))
	for query, want := range map[string]string{
		"رئيس": "ar.txt", "كلمته": "ar.txt", "ממשלה": "he.txt", "ダム": "ja.txt", "視察": "ja.txt", "плотина": "ru.txt",
		"เสร็จ": "th.txt", "baraji igdir": "tr.txt", "ACACAGIZ": "tr.txt", "大坝": "zh.txt", "冬天之前": "zh.txt", "坝": "zh.txt", "工": "zh.txt",
	} {
		got := found(t, s, sayso.Query{What: sayso.Statements, Words: query})
		if !slices.Equal(got, []string{want}) {
			t.Errorf("%s: got %v, want %s", query, got, want)
		}
	}
	for query, want := range map[string][]string{"елкин": {"ru.txt"}, "Caglar": {"tr.txt"}, "芳": {"zh.txt"}, "坝": {}} {
		if got := found(t, s, sayso.Query{What: sayso.Statements, Speaker: query}); !slices.Equal(got, want) {
			t.Errorf("speaker %s: got %v, want %s", query, got, want)
		}
	}
}

func testSearchHostile(t *testing.T, s sayso.Store) {
	must(t, s.Add(ctx, pages(3)))
	must(t, s.Index(ctx))
	for _, typed := range []string{
		`"`, `""`, `"dam`, `dam"`, `' OR '1'='1`, `dam OR fishermen`, `dam NOT fishermen`, `NEAR(dam fishermen)`, `dam*`, `^dam`,
		`{words speaker} : dam`, `words : dam`, `-dam`, `+dam`, "dam\x00fishermen", "\xff\xfe", "\xffdam", `(dam`, `dam)`, `dam AND`, `*`, `:`, `%`,
		strings.Repeat("(", 10_000), strings.Repeat(`"`, 10_001), strings.Repeat("x", 1<<20), strings.Repeat("é", 1<<19), "\\", ";--",
	} {
		for _, what := range []sayso.What{sayso.Pages, sayso.Statements} {
			if _, _, err := s.Search(ctx, sayso.Query{What: what, Words: typed, Speaker: typed}); err != nil {
				t.Errorf("%.40q: %v", typed, err)
			}
			if _, _, err := s.Search(ctx, sayso.Query{What: what, Outlet: typed}); err != nil {
				t.Errorf("outlet %.40q: %v", typed, err)
			}
		}
	}
	// Operators are words.
	if got := found(t, s, sayso.Query{What: sayso.Statements, Words: "dam OR fishermen"}); len(got) != 0 {
		t.Errorf("OR was taken for an operator: %v", got)
	}
	if got := found(t, s, sayso.Query{What: sayso.Statements, Words: `"dam" finished`}); len(got) != 3 {
		t.Errorf("marks got in the way: %v", got)
	}
	// More words than anybody types are refused or searched for, in good time.
	for _, typed := range []string{strings.Repeat("dam ", 100_000), manyWords(100_000), strings.Repeat("坝", 100_000)} {
		_, _, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Words: typed})
		if err != nil {
			wantKind(t, err, sayso.TooLarge)
		}
	}
}

func manyWords(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "w%d ", i)
	}
	return b.String()
}

func testSearchPaging(t *testing.T, s sayso.Store) {
	must(t, s.Add(ctx, pages(120)))
	must(t, s.Index(ctx))
	all, more, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Limit: 1000})
	must(t, err)
	same(t, len(all), 240)
	same(t, more, false)
	hits, more, err := s.Search(ctx, sayso.Query{What: sayso.Statements})
	must(t, err)
	same(t, len(hits), 50)
	same(t, more, true)
	for _, q := range []sayso.Query{{Words: "nobody"}, {Speaker: "morrow"}, {Outlet: "The Marsh Courier"}, {}} {
		q.What = sayso.Statements
		q.Limit = 1000
		want, _, err := s.Search(ctx, q)
		must(t, err)
		q.Limit = 7
		var got []sayso.Hit
		for more := true; more; q.Offset += q.Limit {
			var hits []sayso.Hit
			hits, more, err = s.Search(ctx, q)
			must(t, err)
			got = append(got, hits...)
		}
		same(t, got, want)
	}
	hits, more, err = s.Search(ctx, sayso.Query{What: sayso.Pages, Limit: 120})
	must(t, err)
	same(t, []any{len(hits), more}, []any{120, false})
	hits, more, err = s.Search(ctx, sayso.Query{What: sayso.Pages, Offset: 500})
	must(t, err)
	same(t, []any{len(hits), more}, []any{0, false})
	_, _, err = s.Search(ctx, sayso.Query{What: sayso.Pages, Offset: -5, Limit: -5})
	must(t, err)
}

// Hits come in the order of documents, whenever these came in.
func testSearchOrder(t *testing.T, s sayso.Store) {
	all := pages(60)
	var in []sayso.Entry
	add := func(i int) {
		must(t, s.Add(ctx, all[i:i+1]))
		must(t, s.Index(ctx))
		in = append(in, all[i])
		slices.SortFunc(in, func(a, b sayso.Entry) int { return strings.Compare(a.Page.Source.Path, b.Page.Source.Path) })
		want := []string{}
		for _, e := range in {
			want = append(want, e.Page.Source.Path)
		}
		for _, q := range []sayso.Query{
			{What: sayso.Pages, Limit: 100}, {What: sayso.Pages, Words: "dam", Limit: 100},
			{What: sayso.Statements, Words: "fishermen", Limit: 100},
		} {
			if got := found(t, s, q); !slices.Equal(got, want) {
				t.Fatalf("after %d: %+v: got %v, want %v", i, q, got, want)
			}
		}
		hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Limit: 100})
		must(t, err)
		for j, h := range hits {
			same(t, h.Statement, in[j/2].Document.Statements[j%2].ID)
		}
	}
	for i := range all {
		add(i * 37 % 60)
	}
}

// An index built in steps finds what one built at once finds.
func testIndexInSteps(t *testing.T, open func(*testing.T) sayso.Store) {
	all := pages(2500)
	once, steps := open(t), open(t)
	must(t, once.Add(ctx, all))
	must(t, once.Index(ctx))
	for _, bounds := range [][2]int{{1000, 1900}, {2100, 2500}, {0, 30}, {500, 520}, {30, 500}, {520, 1000}, {1900, 2100}} {
		must(t, steps.Add(ctx, all[bounds[0]:bounds[1]]))
		must(t, steps.Index(ctx))
	}
	for _, q := range []sayso.Query{
		{What: sayso.Pages}, {What: sayso.Pages, Offset: 2400, Limit: 200}, {What: sayso.Statements, Words: "dam", Offset: 1200},
		{What: sayso.Statements, Speaker: "vance", Offset: 500, Limit: 3}, {What: sayso.Pages, Words: "number 777"},
	} {
		want, more, err := once.Search(ctx, q)
		must(t, err)
		got, moreToo, err := steps.Search(ctx, q)
		must(t, err)
		same(t, got, want)
		same(t, moreToo, more)
	}
}

func testSearchCopies(t *testing.T, s sayso.Store) {
	all := pages(3)
	must(t, s.Add(ctx, all))
	must(t, s.Index(ctx))
	must(t, s.SetLinks(ctx, seqOf(someLinks(all))))
	hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Pages})
	must(t, err)
	for _, h := range hits {
		same(t, h.Copies, 2) // each with each other
	}
	hits, _, err = s.Search(ctx, sayso.Query{What: sayso.Statements})
	must(t, err)
	for i, h := range hits {
		same(t, h.Copies, 2*(1-i%2)) // the second statements have no links
	}
}
