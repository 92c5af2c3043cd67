package reuse

import (
	"os"
	"strings"
	"testing"

	"sayso"
)

// tree reads synthetic_copies. Dates, outlets and credits are taken from its
// fields as they would be read from a page, or left out.
func copyTrees(t *testing.T, fields bool) *memoryPile {
	var docs []*sayso.Document
	for _, r := range articles(t, "data/copies/synthetic_copies/docs.jsonl.gz") {
		d := page(r.ID, r.Text)
		if fields {
			d.Outlet = sayso.Maybe(r.Outlet)
			if r.Date != "" {
				d.Published = &sayso.Date{Date: r.Date, Precision: sayso.ByDay}
			}
		}
		if r.Credit != "" && strings.Contains(r.Text, "("+r.Credit+")") {
			d.Credits = []sayso.Credit{{Name: r.Credit, How: "agency mark"}}
		}
		docs = append(docs, d)
	}
	return newPile(docs)
}

// TestTrees pins the figures that `copies.py trees` gives.
func TestTrees(t *testing.T) {
	for _, fields := range []bool{true, false} {
		h := copyTrees(t, fields)
		ls := linksOf(t, h, Options{})
		name := "trees"
		if !fields {
			name = "trees-bare"
		}
		save(t, name, h, ls)
		type edge struct{ Child, Parent string }
		type source struct {
			from  string
			conf  float64
			share float64
		}
		best := map[string]source{}
		for _, l := range ls {
			if l.Direction == nil || l.Direction.From == "" {
				continue
			}
			p, c := l.A, l.B
			if l.Direction.From == "b" {
				p, c = c, p
			}
			s := source{p, l.Direction.Confidence, l.Share}
			if o, ok := best[c]; !ok || s.conf > o.conf || s.conf == o.conf && s.share > o.share {
				best[c] = s
			}
		}
		bins := map[int][2]int{}
		var right, given, of int
		for e := range eachLine[edge](t, sharedFile(t, "data/copies/synthetic_copies/edges.jsonl")) {
			of++
			if s, ok := best["d-"+e.Child]; ok {
				given++
				b := bins[int(s.conf*10)]
				b[1]++
				if s.from == "d-"+e.Parent {
					right++
					b[0]++
				} else if os.Getenv("SAYSO_SHOW") != "" {
					t.Logf("%s: from %s, not %s (%.2f)", e.Child, s.from, e.Parent, s.conf)
				}
				bins[int(s.conf*10)] = b
			}
		}
		parentRight, rightGiven := float64(right)/float64(of), float64(right)/float64(given)
		if wantParent, wantGiven := 0.87, 0.93; fields && (parentRight < wantParent || rightGiven < wantGiven) {
			t.Errorf("parent right %.3f, right where given %.3f; were .88 and .94", parentRight, rightGiven)
		}
		if wantParent, wantGiven := 0.68, 0.90; !fields && (parentRight < wantParent || rightGiven < wantGiven) {
			t.Errorf("without dates and outlets: parent right %.3f, right where given %.3f; were .69 and .91", parentRight, rightGiven)
		}
		t.Logf("fields %v: parent right %.3f, given %.3f, right where given %.3f; by confidence %v", fields,
			float64(right)/float64(of), float64(given)/float64(of), float64(right)/float64(given), bins)
	}
}
