package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sayso/store/sqlite"
)

// actorPages are pages of people with names alike, in folders that are added
// one by one.
var actorPages = map[string]string{
	"a/1.txt": "The budget\n\n4 March 2031\n\nBritish Defence Minister John Carver said that the fleet would stay in port until the summer.\n",
	"a/2.txt": "The coach\n\n5 March 2031\n\nBoxing coach John Carver said that his fighter would win in the third round.\n",
	"b/3.txt": "The fleet\n\n6 March 2031\n\nDefence Minister J. Carver of Britain said that no ship would be sold before the vote.\n",
	"b/4.txt": "The fleet again\n\n7 March 2031\n\nCarver said that the harbour was safe. The town had not heard of it before the evening.\n",
	"c/5.txt": "The ring\n\n8 March 2031\n\nJohn Carver said that the gloves were new. The hall was full an hour before the fight began.\n",
}

func writeActorPages(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range actorPages {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

type exportedStatement struct {
	ID, Document, Path string
	Speaker            *struct{ Actor, Name, Why string }
}

func exportedStatements(t *testing.T, dir, db string) []exportedStatement {
	t.Helper()
	var all []exportedStatement
	for d := json.NewDecoder(bytes.NewReader(runSayso(t, dir, "export", "--archive", db, "--what", "statements"))); d.More(); {
		var s exportedStatement
		if err := d.Decode(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// TestWhoIsWhoDoesNotDependOnTheOrder adds pages in different orders and wants
// one and the same outcome: two people of one name, one of them under two
// spellings, and a surname and a name without a role left alone.
func TestWhoIsWhoDoesNotDependOnTheOrder(t *testing.T) {
	dir := writeActorPages(t)
	var want []byte
	for i, order := range [][]string{{"a", "b", "c"}, {"c", "b", "a"}} {
		db := strings.Join(order, "") + ".db"
		for _, folder := range order {
			runSayso(t, dir, "add", "--archive", db, folder)
		}
		got := append(exports(t, dir, db), runSayso(t, dir, "actor", "list", "--archive", db)...)
		if i == 0 {
			want = got
		} else if !bytes.Equal(got, want) {
			t.Errorf("added as %v, the archive tells otherwise:\n%s\n%s", order, got, want)
		}
	}
	by := map[string]string{}
	for _, s := range exportedStatements(t, dir, "abc.db") {
		if s.Speaker != nil {
			by[s.Path] = s.Speaker.Actor
			if s.Speaker.Actor != "" && s.Speaker.Why == "" {
				t.Errorf("%s: no reason for %s", s.Path, s.Speaker.Actor)
			}
		}
	}
	if by["a/1.txt"] == "" || by["a/1.txt"] == by["a/2.txt"] || by["a/1.txt"] != by["b/3.txt"] || by["b/4.txt"] != "" ||
		by["c/5.txt"] == by["a/1.txt"] || by["c/5.txt"] == by["a/2.txt"] {
		t.Errorf("%v", by)
	}
}

// TestDecisionsFollowTheirActor adds a namesake, which gives the actor of a
// decision another id: the decision is about them all the same, and the
// namesake is not touched by it.
func TestDecisionsFollowTheirActor(t *testing.T) {
	dir := writeActorPages(t)
	runSayso(t, dir, "add", "--archive", "a.db", "a/2.txt")
	runSayso(t, dir, "actor", "rename", "--archive", "a.db", "name:john-carver", "Coach Carver")
	runSayso(t, dir, "add", "--archive", "a.db", "a/2.txt", "a/1.txt")
	by := map[string]string{}
	for _, s := range exportedStatements(t, dir, "a.db") {
		by[s.Path] = s.Speaker.Actor + " " + s.Speaker.Name
	}
	if by["a/2.txt"] != "name:john-carver~coach-boxing Coach Carver" || by["a/1.txt"] != "name:john-carver~gbr John Carver" {
		t.Errorf("%v", by)
	}
	if out := string(runSayso(t, dir, "actor", "show", "--archive", "a.db", "Coach Carver")); !strings.Contains(out, "told apart by their roles") {
		t.Errorf("%s", out)
	}
}

// TestActorSplit takes a page, and a statement, from an actor, and gives both
// back.
func TestActorSplit(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"1.txt": "One\n\n4 March 2031\n\nAda Brell said that the mill would open. \"We have waited for nine years,\" Brell said.\n",
		"2.txt": "Two\n\n5 March 2031\n\nAda Brell said that the price of wool had doubled since the winter fair.\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	runSayso(t, dir, "add", "--archive", "a.db", "1.txt", "2.txt")
	before := exportedStatements(t, dir, "a.db")
	if len(before) != 3 {
		t.Fatalf("%d statements: %+v", len(before), before)
	}
	whose := func() (ids []string) {
		for _, s := range exportedStatements(t, dir, "a.db") {
			ids = append(ids, s.Speaker.Actor)
		}
		return ids
	}
	runSayso(t, dir, "actor", "split", "--archive", "a.db", "Ada Brell", "--page", before[2].Document)
	if ids := whose(); ids[0] != "name:ada-brel" || ids[1] != ids[0] || ids[2] == ids[0] {
		t.Errorf("a page split off: %v", ids)
	}
	runSayso(t, dir, "actor", "split", "--archive", "a.db", "name:ada-brel", "--statement", before[1].ID, "--into", "split:"+before[2].Document)
	if ids := whose(); ids[0] != "name:ada-brel" || ids[1] == ids[0] || ids[2] != ids[1] {
		t.Errorf("a statement split off: %v", ids)
	}
	if out := string(runSayso(t, dir, "actor", "list", "--archive", "a.db", "--format", "csv")); !strings.Contains(out, "person,,2,2") || !strings.Contains(out, "person,,1,1") {
		t.Errorf("%s", out)
	}
	runSayso(t, dir, "actor", "merge", "--archive", "a.db", "name:ada-brel", "split:"+before[2].Document)
	if ids := whose(); ids[0] != "name:ada-brel" || ids[1] != ids[0] || ids[2] != ids[0] {
		t.Errorf("merged again: %v", ids)
	}
}

// TestActorWaitsForNobody holds that a decision is refused, in words, while
// another program writes, and that lists can still be had.
func TestActorWaitsForNobody(t *testing.T) {
	dir := writeActorPages(t)
	runSayso(t, dir, "add", "--archive", "a.db", "a")
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "a.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cmd := exec.Command("sayso", "actor", "rename", "--archive", "a.db", "coach", "X")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if e, ok := err.(*exec.ExitError); !ok || e.ExitCode() != exitFailed || string(out) != "sayso: a.db: another sayso is writing to this archive\n" {
		t.Errorf("%v: %s", err, out)
	}
	if out := runSayso(t, dir, "actor", "list", "--archive", "a.db"); !bytes.Contains(out, []byte("John Carver")) {
		t.Errorf("%s", out)
	}
}
