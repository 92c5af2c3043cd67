package main

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"sayso"
	"sayso/demo/gold"
	"sayso/store/sqlite"
)

var updateDemo = flag.Bool("update-demo", false, "raise the floors in testdata/demo-floors.json to what is found")

// TestDemoPages holds the program to what a careful reader finds in the sample
// pages: of each sort of fact at least as many as were found before.
func TestDemoPages(t *testing.T) {
	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "demo.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := addDemo(ctx, store, filepath.Join(t.TempDir(), "pages")); err != nil {
		t.Fatal(err)
	}
	var docs []*sayso.Document
	for d, err := range store.Documents(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
	}
	var links []sayso.Link
	for l, err := range store.Links(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		links = append(links, l)
	}
	facts, err := gold.Read()
	if err != nil {
		t.Fatal(err)
	}
	report := facts.Score(docs, links)

	const file = "testdata/demo-floors.json"
	floors := map[string]int{}
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, &floors)
	}
	if err != nil && !*updateDemo {
		t.Fatal(err)
	}
	for _, got := range report.Tallies {
		t.Logf("%-14s %d of %d", got.What, got.Right, got.Of)
		if got.What == "no copies" {
			continue
		}
		if got.Right < floors[got.What] {
			t.Errorf("%s: %d right, the floor is %d", got.What, got.Right, floors[got.What])
		}
		floors[got.What] = max(floors[got.What], got.Right)
	}
	falsely := report.Tally("no copies").Of // each a pair that is linked and should not be
	if most, ok := floors["false copies, at most"]; ok && falsely > most {
		t.Errorf("%d pairs are falsely linked as copies, there may be %d at most", falsely, most)
	}
	floors["false copies, at most"] = falsely
	if testing.Verbose() {
		for _, m := range report.Misses {
			t.Log(m)
		}
	}
	if *updateDemo && !t.Failed() {
		b, err := json.MarshalIndent(floors, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
