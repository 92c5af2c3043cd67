package storetest

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"sayso"
)

func seqOf(links []sayso.Link) iter.Seq2[sayso.Link, error] {
	return func(yield func(sayso.Link, error) bool) {
		for _, l := range links {
			if !yield(l, nil) {
				return
			}
		}
	}
}

// someLinks joins each page to the next two, and their first statements, in
// the order in which a store yields them.
func someLinks(all []sayso.Entry) []sayso.Link {
	var docs, statements []sayso.Link
	for i := range all {
		for j := i + 1; j < len(all) && j <= i+2; j++ {
			a, b := all[i].Document, all[j].Document
			docs = append(docs, sayso.Link{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(a.ID), B: string(b.ID),
				Confidence: 0.9, Share: 0.5, Changes: []sayso.Change{}, Independent: i%2 == 0,
				Passages:  []sayso.Passage{{A: a.Statements[0].Content[0], B: b.Statements[0].Content[0], Changes: []sayso.Change{}}},
				Direction: &sayso.Direction{From: "a", Why: []string{"printed earlier"}, Confidence: 0.6}})
			statements = append(statements, sayso.Link{Kind: sayso.LinkSame, Between: sayso.BetweenStatements,
				A: string(a.Statements[0].ID), B: string(b.Statements[0].ID), Confidence: 0.8,
				Changes: []sayso.Change{{Op: sayso.Replace, Kind: sayso.ChangeNumber,
					A: &a.Statements[0].Content[0], B: &b.Statements[0].Content[0]}}})
		}
	}
	return append(docs, statements...)
}

func testLinks(t *testing.T, s sayso.Store) {
	all := pages(300) // more links than a store reads at a time
	must(t, s.Add(ctx, reversed(all)))
	want := someLinks(all)
	must(t, s.SetLinks(ctx, seqOf(reversed(want))))
	same(t, collect(t, s.Links(ctx)), want)
	same(t, counts(t, s).Links, len(want))

	of, err := s.LinksOf(ctx, string(all[5].Document.ID))
	must(t, err)
	mine := slices.DeleteFunc(slices.Clone(want), func(l sayso.Link) bool {
		return l.A != string(all[5].Document.ID) && l.B != string(all[5].Document.ID)
	})
	same(t, of, mine)
	of, err = s.LinksOf(ctx, string(all[0].Document.Statements[0].ID))
	must(t, err)
	same(t, len(of), 2)
	of, err = s.LinksOf(ctx, string(all[0].Document.Statements[1].ID))
	must(t, err)
	same(t, len(of), 0)
}

func testLinksReplaced(t *testing.T, s sayso.Store) {
	all := pages(6)
	must(t, s.Add(ctx, all))
	links := someLinks(all)
	must(t, s.SetLinks(ctx, seqOf(links)))
	must(t, s.SetLinks(ctx, seqOf(links[:3])))
	same(t, collect(t, s.Links(ctx)), links[:3])
	must(t, s.SetLinks(ctx, seqOf(nil)))
	same(t, counts(t, s).Links, 0)

	// The links may be made from the store while they are being set.
	must(t, s.SetLinks(ctx, func(yield func(sayso.Link, error) bool) {
		i := 0
		for d, err := range s.Documents(ctx) {
			if err != nil {
				yield(sayso.Link{}, err)
				return
			}
			if d.ID == sayso.DocumentID(links[i].A) && !yield(links[i], nil) {
				return
			}
		}
	}))
	same(t, counts(t, s).Links, 1)
}

// Somebody who reads the links while they are replaced gets all of the old ones
// or an error, never some of both.
func testLinksReplacedWhileRead(t *testing.T, s sayso.Store) {
	all := pages(400)
	must(t, s.Add(ctx, all))
	links := someLinks(all)
	must(t, s.SetLinks(ctx, seqOf(links)))
	var got []sayso.Link
	for l, err := range s.Links(ctx) {
		if err != nil {
			wantKind(t, err, sayso.Busy)
			return
		}
		if got = append(got, l); len(got) == 10 {
			must(t, s.SetLinks(ctx, seqOf(links[700:])))
		}
	}
	same(t, got, links)
}

func testLinksAllOrNone(t *testing.T, s sayso.Store) {
	all := pages(6)
	must(t, s.Add(ctx, all))
	links := someLinks(all)
	must(t, s.SetLinks(ctx, seqOf(links)))
	must(t, s.Add(ctx, []sayso.Entry{entry("later.txt", "Later", "")}))

	broken := errors.New("no more")
	err := s.SetLinks(ctx, func(yield func(sayso.Link, error) bool) {
		if yield(links[0], nil) {
			yield(sayso.Link{}, broken)
		}
	})
	if !errors.Is(err, broken) {
		t.Errorf("got error %v", err)
	}
	nowhere := links[1]
	nowhere.B = "d00000000000000000000"
	wantKind(t, s.SetLinks(ctx, seqOf([]sayso.Link{links[0], nowhere})), sayso.NotFound)
	if err := s.SetLinks(ctx, seqOf([]sayso.Link{{Between: "pages", A: links[0].A, B: links[0].B}})); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("a link between pages: error %v", err)
	}
	same(t, collect(t, s.Links(ctx)), links)
	linked, err := s.Linked(ctx)
	must(t, err)
	same(t, linked, false)
}

// Links are put and dropped one by one, and the others stay.
func testLinksUpdated(t *testing.T, s sayso.Store) {
	all := pages(8)
	must(t, s.Add(ctx, all[:6]))
	links := someLinks(all[:6])
	must(t, s.SetLinks(ctx, seqOf(links)))
	must(t, s.Add(ctx, all))
	now := someLinks(all)
	more := now[len(now)-1]
	must(t, s.UpdateLinks(ctx, func(u sayso.LinkUpdate) error {
		return errors.Join(u.Drop(links[0].Between, links[0].A, links[0].B), u.Put(more))
	}))
	want := slices.Concat(links[1:], []sayso.Link{more})
	same(t, collect(t, s.Links(ctx)), want)
	same(t, counts(t, s).Links, len(want))
	linked, err := s.Linked(ctx)
	must(t, err)
	same(t, linked, true)

	broken := errors.New("no more")
	err = s.UpdateLinks(ctx, func(u sayso.LinkUpdate) error {
		must(t, u.Put(links[0]))
		must(t, u.Keep("some", 0, []byte("block")))
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("got error %v", err)
	}
	same(t, collect(t, s.Links(ctx)), want)
	nowhere := links[1]
	nowhere.B = "d00000000000000000000"
	wantKind(t, s.UpdateLinks(ctx, func(u sayso.LinkUpdate) error { return u.Put(nowhere) }), sayso.NotFound)
	must(t, s.UpdateLinks(ctx, func(u sayso.LinkUpdate) error { return u.Clear() }))
	same(t, len(collect(t, s.Links(ctx))), 0)
	same(t, counts(t, s).Links, 0)
}

// Pages that come in between those there are, again and again, find their links
// in order.
func testLinksInAnyOrder(t *testing.T, s sayso.Store) {
	all := pages(200)
	var have []sayso.Entry
	var want []sayso.Link
	for i := range all {
		// The first, the last, and then ever in the middle of what is there.
		k := i
		if i > 1 {
			k = len(all) - i
		} else if i == 1 {
			k = len(all) - 1
		}
		have = append(have, all[k])
		must(t, s.Add(ctx, []sayso.Entry{all[k]}))
		if i == 0 {
			continue
		}
		a, b := have[0].Document, all[k].Document
		l := sayso.Link{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(a.ID), B: string(b.ID), Confidence: 0.5}
		must(t, s.UpdateLinks(ctx, func(u sayso.LinkUpdate) error { return u.Put(l) }))
		want = append(want, l)
	}
	slices.Reverse(want[1:])
	want = append(want[1:], want[0])
	got := collect(t, s.Links(ctx))
	for i := range want {
		same(t, got[i].B, want[i].B)
	}
}

// What is kept for making links comes back, and goes with the links.
func testKept(t *testing.T, s sayso.Store) {
	kept := func(name string) (out []string) {
		t.Helper()
		for b, err := range s.Kept(ctx, name) {
			must(t, err)
			out = append(out, string(b))
		}
		return out
	}
	all := pages(3)
	must(t, s.Add(ctx, all))
	same(t, len(kept("some")), 0)
	var want []string
	must(t, s.UpdateLinks(ctx, func(u sayso.LinkUpdate) error {
		for n := range 100 {
			b := strings.Repeat(string(rune('a'+n%26)), n*700)
			must(t, u.Keep("some", n, []byte(b)))
			want = append(want, b)
		}
		return u.Keep("other", 0, []byte{0, 1, 0xff})
	}))
	same(t, kept("some"), want)
	must(t, s.UpdateLinks(ctx, func(u sayso.LinkUpdate) error {
		must(t, u.Forget("some"))
		must(t, u.Keep("some", 0, []byte("new")))
		same(t, kept("some"), want) // as it was before
		return nil
	}))
	same(t, kept("some"), []string{"new"})
	same(t, kept("other"), []string{"\x00\x01\xff"})
	must(t, s.SetLinks(ctx, seqOf(nil)))
	same(t, len(kept("other")), 0)

	var numbers []int64
	var ids []sayso.DocumentID
	for d, err := range s.Numbered(ctx) {
		must(t, err)
		numbers, ids = append(numbers, d.Number), append(ids, d.ID)
	}
	slices.Sort(numbers)
	same(t, numbers, []int64{1, 2, 3})
	same(t, ids, []sayso.DocumentID{all[0].Document.ID, all[1].Document.ID, all[2].Document.ID})
}

func testLinked(t *testing.T, s sayso.Store) {
	linked := func(want bool) {
		t.Helper()
		got, err := s.Linked(ctx)
		must(t, err)
		same(t, got, want)
	}
	all := pages(4)
	must(t, s.Add(ctx, all[:3]))
	linked(false)
	must(t, s.SetLinks(ctx, seqOf(nil)))
	linked(true)
	must(t, s.Add(ctx, all[:2])) // nothing new
	linked(true)
	must(t, s.Index(ctx))
	linked(true)
	must(t, s.Add(ctx, all))
	linked(false)
	must(t, s.SetLinks(ctx, seqOf(someLinks(all))))
	linked(true)
}

func testProblems(t *testing.T, s sayso.Store) {
	get := func() []sayso.Problem {
		t.Helper()
		p, err := s.Problems(ctx)
		must(t, err)
		return p
	}
	if len(get()) != 0 {
		t.Error("problems in a new store")
	}
	must(t, s.SetProblems(ctx, map[string][]sayso.Problem{
		"z.txt":  {{Path: "z.txt", Reason: "no permission"}},
		"a.warc": {{Path: "a.warc at 9", Reason: "truncated"}, {Path: "a.warc at 12", Reason: "it's \"odd\"\x00"}},
		"fine":   nil,
	}))
	same(t, get(), []sayso.Problem{{Path: "a.warc at 12", Reason: "it's \"odd\"\x00"}, {Path: "a.warc at 9", Reason: "truncated"},
		{Path: "z.txt", Reason: "no permission"}})
	same(t, counts(t, s).Problems, 3)
	must(t, s.SetProblems(ctx, map[string][]sayso.Problem{"a.warc": {{Path: "a.warc", Reason: "vanished"}}, "z.txt": {}}))
	same(t, get(), []sayso.Problem{{Path: "a.warc", Reason: "vanished"}})
	must(t, s.SetProblems(ctx, nil))
	same(t, counts(t, s).Problems, 1)
}
