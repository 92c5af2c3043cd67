package reuse

import (
	"reflect"
	"testing"

	"sayso"
)

// TestStories pins the B-cubed figure of story groups on ECB+.
func TestStories(t *testing.T) {
	var docs []*sayso.Document
	gold := map[sayso.DocumentID]string{}
	for _, r := range articles(t, "data/copies/ecbplus/docs.jsonl.gz") {
		d := page(r.ID, r.Text)
		docs = append(docs, d)
		gold[d.ID] = r.Story
	}
	var p, rec float64
	size := map[string]int{}
	for _, s := range gold {
		size[s]++
	}
	groups := 0
	for ids, err := range Stories(t.Context(), newPile(docs), Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		groups++
		in := map[string]int{}
		for _, id := range ids {
			in[gold[id]]++
		}
		for s, n := range in {
			p += float64(n) * float64(n) / float64(len(ids))
			rec += float64(n) * float64(n) / float64(size[s])
		}
	}
	n := float64(len(docs))
	p, rec = p/n, rec/n
	f := 2 * p * rec / (p + rec)
	t.Logf("%d documents in %d groups: B-cubed P %.3f, R %.3f, F %.3f", len(docs), groups, p, rec, f)
	if f < 0.89 {
		t.Errorf("B-cubed F %.3f, was .899", f)
	}
}

func TestAverageLink(t *testing.T) {
	// 0, 1 and 2 are alike; 3 is like 2 alone; 4 and 5 are alike.
	got := averageLink(7, []edgeOf{{0, 1, .9}, {1, 2, .8}, {0, 2, .7}, {2, 3, .6}, {4, 5, .5}}, .4)
	want := [][]uint32{{0, 1, 2}, {3}, {4, 5}, {6}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
