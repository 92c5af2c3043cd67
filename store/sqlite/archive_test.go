package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sayso"
)

func wantError(t *testing.T, err error, k sayso.Kind, words ...string) {
	t.Helper()
	if err == nil || sayso.KindOf(err) != k {
		t.Fatalf("got error %v, want one of kind %d", err, k)
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("longer than a line: %q", err)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
}

// entries makes up n small pages.
func entries(from, n int) []sayso.Entry {
	var out []sayso.Entry
	for i := range n {
		out = append(out, story(from+i))
	}
	return out
}

func raw(t *testing.T, path string, queries ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range queries {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

func TestSQLiteIsNewEnough(t *testing.T) {
	for v, want := range map[string]bool{"3.51.3": true, "3.51.2": false, "3.7.17": false, "3.52": true, "3.51": false, "3.60.0": true, "4.0.0": true,
		"3.51.10": true, "": false, "x.y.z": false} {
		if atLeast(v, oldestSQLite) != want {
			t.Errorf("%s: not %v", v, want)
		}
	}
	open(t, filepath.Join(t.TempDir(), "a.db"), Options{Create: true}) // fails with an older one
}

func TestOpenRefuses(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	foreign := filepath.Join(dir, "foreign.db")
	raw(t, foreign, "CREATE TABLE bookmarks (url TEXT)", "INSERT INTO bookmarks VALUES ('x')")
	before, err := os.ReadFile(foreign)
	if err != nil {
		t.Fatal(err)
	}
	otherApp := filepath.Join(dir, "other.db")
	raw(t, otherApp, "PRAGMA application_id = 7", "CREATE TABLE figure (name TEXT)")
	newer := filepath.Join(dir, "newer.db")
	open(t, newer, Options{Create: true}).Close()
	raw(t, newer, fmt.Sprintf("PRAGMA user_version = %d", schema+1))

	for _, opt := range []Options{{}, {ReadOnly: true}, {Create: true}} {
		for _, c := range []struct {
			path, says string
		}{
			{file("text.db", "Once upon a time there was a file that was no database at all."), "not a Sayso archive"},
			{file("short.db", "SQLite"), "not a Sayso archive"},
			{foreign, "another SQLite database"},
			{otherApp, "another SQLite database"},
			{newer, "newer version of sayso"},
			{dir, "not a regular file"},
			{os.DevNull, "not a regular file"},
		} {
			s, err := Open(ctx, c.path, opt)
			if err == nil {
				s.Close()
			}
			wantError(t, err, sayso.Unreadable, c.path, c.says)
		}
	}
	missing := filepath.Join(dir, "missing.db")
	for _, opt := range []Options{{}, {ReadOnly: true}, {ReadOnly: true, Create: true}} {
		_, err := Open(ctx, missing, opt)
		wantError(t, err, sayso.Unreadable, "no archive")
		_, err = Open(ctx, file("empty.db", ""), opt)
		wantError(t, err, sayso.Unreadable, "no archive")
	}
	_, err = Open(ctx, filepath.Join(dir, "no", "folder.db"), Options{Create: true})
	wantError(t, err, sayso.Unreadable, "no such file")
	_, err = Open(ctx, "", Options{Create: true})
	wantError(t, err, sayso.Unreadable)
	_, err = Open(ctx, file("cut.db", "SQLite format 3\x00"+strings.Repeat("?", 5000)), Options{})
	wantError(t, err, sayso.Unreadable, "not a Sayso archive")
	if locks, _ := filepath.Glob(filepath.Join(dir, "*-lock")); len(locks) != 1 { // newer.db was made here
		t.Errorf("lock files: %v", locks)
	}
	if now, err := os.ReadFile(foreign); err != nil || !bytes.Equal(now, before) {
		t.Errorf("the foreign database was changed, %v", err)
	}
}

func TestOddPaths(t *testing.T) {
	for _, name := range []string{"with space.db", "a?b=c#d%41&.db", "naïve—坝.db", "'quote\".db", "file:x.db", ":memory:", "no extension"} {
		path := filepath.Join(t.TempDir(), name)
		s := open(t, path, Options{Create: true})
		if err := s.Add(context.Background(), entries(0, 1)); err != nil {
			t.Fatal(err)
		}
		s.Close()
		r := open(t, path, Options{ReadOnly: true})
		if c, err := r.Counts(context.Background()); err != nil || c.Pages != 1 {
			t.Errorf("%s: %v, %v", name, c, err)
		}
		r.Close()
		left, err := os.ReadDir(filepath.Dir(path))
		if err != nil || len(left) != 2 || left[0].Name() != name || left[1].Name() != name+"-lock" {
			t.Errorf("%s: left %v, %v", name, left, err)
		}
	}
}

// A process that dies while it makes an archive leaves what the next can finish.
func TestHalfMadeArchive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	raw(t, path, "CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')))",
		"INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1)")
	s := open(t, path, Options{Create: true})
	if err := s.Add(context.Background(), entries(0, 2)); err != nil {
		t.Fatal(err)
	}
}

func TestReadOnly(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	w := open(t, path, Options{Create: true})
	if err := w.Add(ctx, entries(0, 3)); err != nil {
		t.Fatal(err)
	}
	r := open(t, path, Options{ReadOnly: true}) // beside the writer
	if c, err := r.Counts(ctx); err != nil || c.Pages != 3 {
		t.Errorf("%v, %v", c, err)
	}
	if err := w.Add(ctx, entries(3, 3)); err != nil {
		t.Fatal(err)
	}
	if c, err := r.Counts(ctx); err != nil || c.Pages != 6 {
		t.Errorf("the reader does not see what was added: %v, %v", c, err)
	}
	for what, err := range map[string]error{"Add": r.Add(ctx, entries(9, 1)), "Index": r.Index(ctx),
		"SetLinks": r.SetLinks(ctx, func(func(sayso.Link, error) bool) {}), "SetProblems": r.SetProblems(ctx, map[string][]sayso.Problem{"x": nil})} {
		if err == nil {
			t.Errorf("%s went well", what)
			continue
		}
		wantError(t, err, sayso.Unreadable, "for reading only")
	}
}

func TestOneWriter(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	first := open(t, path, Options{Create: true})
	for _, wait := range []time.Duration{0, 30 * time.Millisecond} {
		_, err := Open(ctx, path, Options{Create: true, Wait: wait})
		wantError(t, err, sayso.Busy, path, "another sayso is writing to this archive")
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if _, err := Open(short, path, Options{Wait: time.Hour}); err != context.DeadlineExceeded {
		t.Errorf("got %v", err)
	}
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err == nil {
		_, err := Open(ctx, link, Options{})
		wantError(t, err, sayso.Busy, link)
	}
	opened := make(chan error)
	go func() {
		s, err := Open(ctx, path, Options{Wait: time.Minute})
		if err == nil {
			err = s.Close()
		}
		opened <- err
	}()
	time.Sleep(30 * time.Millisecond)
	first.Close()
	if err := <-opened; err != nil {
		t.Errorf("the second did not get its turn: %v", err)
	}
}

// The archive is whole when the disk is full, and takes pages again once it is
// not.
func TestDiskFull(t *testing.T) {
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), "a.db"), Options{Create: true})
	if err := s.Add(ctx, entries(0, 20)); err != nil {
		t.Fatal(err)
	}
	if err := s.Index(ctx); err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := s.write.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+3)); err != nil {
		t.Fatal(err)
	}
	wantError(t, s.Add(ctx, entries(20, 50)), sayso.Full, s.path, "the disk is full")
	if c, err := s.Counts(ctx); err != nil || c.Pages != 20 {
		t.Errorf("%v, %v", c, err)
	}
	if _, err := s.write.Exec("PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if err := s.Add(ctx, entries(20, 50)); err != nil {
		t.Fatal(err)
	}
	var sound string
	if err := s.write.QueryRow("PRAGMA integrity_check").Scan(&sound); err != nil || sound != "ok" {
		t.Errorf("%s, %v", sound, err)
	}
}

func TestDamage(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path, Options{Create: true})
	all := entries(0, 5)
	if err := s.Add(ctx, all); err != nil {
		t.Fatal(err)
	}
	if err := s.SetLinks(ctx, func(yield func(sayso.Link, error) bool) {
		yield(sayso.Link{Between: sayso.BetweenDocuments, A: string(all[0].Document.ID), B: string(all[1].Document.ID)}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	at := func(i int) string {
		return fmt.Sprintf("(SELECT seq FROM document WHERE path = '%s')", all[i].Page.Source.Path)
	}
	page := func(i int) string { return fmt.Sprintf("sha256 = x'%s'", all[i].Page.Source.SHA256) }
	raw(t, path,
		"UPDATE page SET data = zeroblob(length(data)) WHERE "+page(0),
		"DELETE FROM page WHERE "+page(1),
		"UPDATE page SET size = 1000000000000, crc = 0 WHERE "+page(2),
		"UPDATE record SET data = x'28b52ffd' WHERE document = "+at(3),
		"DELETE FROM record WHERE document = "+at(4),
		"UPDATE link SET data = x''",
	)
	s = open(t, path, Options{})
	for i := range 3 {
		_, err := s.Page(ctx, all[i].Document.ID)
		wantError(t, err, sayso.Damaged, all[i].Page.Source.Path)
	}
	for i := 3; i < 5; i++ {
		_, err := s.Document(ctx, all[i].Document.ID)
		wantError(t, err, sayso.Damaged, all[i].Page.Source.Path)
		_, err = s.Statement(ctx, all[i].Document.Statements[0].ID)
		wantError(t, err, sayso.Damaged, all[i].Page.Source.Path)
	}
	var good, bad int
	for d, err := range s.Documents(ctx) {
		if err != nil {
			wantError(t, err, sayso.Damaged)
			bad++
		} else if d != nil {
			good++
		}
	}
	if good != 3 || bad != 2 {
		t.Errorf("%d good, %d damaged", good, bad)
	}
	for _, err := range s.Links(ctx) {
		wantError(t, err, sayso.Damaged)
	}
	// The rest can still be searched.
	if err := s.Index(ctx); err != nil {
		t.Error(err)
	}
}

// The process dies in the middle of adding; what Add had returned from is there.
func TestKilled(t *testing.T) {
	if path := os.Getenv("SAYSO_TEST_KILLED"); path != "" {
		s, err := Open(context.Background(), path, Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; ; i += 10 {
			if err := s.Add(context.Background(), entries(i, 10)); err != nil {
				t.Fatal(err)
			}
			fmt.Println("added", i+10)
			if i%50 == 0 {
				if err := s.Index(context.Background()); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if testing.Short() {
		t.Skip("kills processes")
	}
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	for round := range 4 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "SAYSO_TEST_KILLED="+path)
		var out bytes.Buffer
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(250+170*round) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		acknowledged := 0
		for _, line := range strings.Split(out.String(), "\n") {
			fmt.Sscanf(line, "added %d", &acknowledged)
		}
		s := open(t, path, Options{Create: true})
		c, err := s.Counts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if c.Pages < acknowledged || c.Pages%10 != 0 || c.Statements != 10*c.Pages {
			t.Errorf("round %d: %d pages were acknowledged, %+v are there", round, acknowledged, c)
		}
		if err := s.Index(ctx); err != nil {
			t.Fatal(err)
		}
		hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Pages, Limit: 1e6})
		if err != nil || len(hits) != c.Pages {
			t.Errorf("round %d: %d pages are found of %d, %v", round, len(hits), c.Pages, err)
		}
		var sound string
		if err := s.write.QueryRow("PRAGMA integrity_check").Scan(&sound); err != nil || sound != "ok" {
			t.Errorf("%s, %v", sound, err)
		}
		s.Close()
	}
}

// There are never many runs, however small the steps in which an index grew.
func TestRunsStayFew(t *testing.T) {
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), "a.db"), Options{Create: true})
	most := 0
	for i := range 200 {
		if err := s.Add(ctx, entries(i*37%200, 1)); err != nil {
			t.Fatal(err)
		}
		if err := s.Index(ctx); err != nil {
			t.Fatal(err)
		}
		for _, sort := range []string{"place", "date"} {
			var runs, documents int
			if err := s.read.QueryRow("SELECT count(*), sum(documents) FROM run WHERE sort = ?", sort).Scan(&runs, &documents); err != nil {
				t.Fatal(err)
			}
			if documents != i+1 {
				t.Fatalf("%d documents in runs by %s, not %d", documents, sort, i+1)
			}
			most = max(most, runs)
		}
	}
	if most > 9 {
		t.Errorf("up to %d runs", most)
	}
	// In order there is one.
	s = open(t, filepath.Join(t.TempDir(), "b.db"), Options{Create: true})
	for i := range 20 {
		e := story(i)
		e.Page.Source.Path = fmt.Sprintf("%03d", i)
		e.Document.Source.Path = e.Page.Source.Path
		if err := s.Add(ctx, []sayso.Entry{e}); err != nil {
			t.Fatal(err)
		}
		if err := s.Index(ctx); err != nil {
			t.Fatal(err)
		}
	}
	var runs int
	if err := s.read.QueryRow("SELECT count(*) FROM run WHERE sort = 'place'").Scan(&runs); err != nil || runs != 1 {
		t.Errorf("%d runs, %v", runs, err)
	}
}

// An index made by another version of package words is built anew, and is whole
// at any moment.
func TestOutdatedIndex(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path, Options{Create: true})
	if err := s.Add(ctx, entries(0, 30)); err != nil {
		t.Fatal(err)
	}
	if err := s.Index(ctx); err != nil {
		t.Fatal(err)
	}
	s.Close()
	raw(t, path, "UPDATE figure SET value = -1 WHERE name = 'words'", "INSERT INTO page_words (page_words) VALUES ('delete-all')")
	s = open(t, path, Options{})
	query := sayso.Query{What: sayso.Pages, Words: "minister"}
	if hits, _, err := s.Search(ctx, query); err != nil || len(hits) != 0 {
		t.Fatalf("%d hits, %v", len(hits), err)
	}
	if err := s.Index(ctx); err != nil {
		t.Fatal(err)
	}
	if hits, _, err := s.Search(ctx, query); err != nil || len(hits) != 30 {
		t.Errorf("%d hits, %v", len(hits), err)
	}
	if hits, _, err := s.Search(ctx, sayso.Query{What: sayso.Statements, Limit: 1000}); err != nil || len(hits) != 300 {
		t.Errorf("%d hits, %v", len(hits), err)
	}
}

// Nothing that is done for each batch or each search sorts or scans a table.
func TestPlans(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"), Options{Create: true})
	for _, query := range []string{
		`SELECT path, offset_in_file, captured_at, id, seq FROM document WHERE (path, offset_in_file, captured_at, id) > ('a', 1, 'b', 'c')
			ORDER BY path, offset_in_file, captured_at, id LIMIT 4`,
		`SELECT seq FROM document WHERE place IS NULL ORDER BY path, offset_in_file, captured_at, id LIMIT 1`,
		`SELECT id FROM document WHERE place <= 7 ORDER BY place DESC LIMIT 1`,
		`SELECT seq FROM document WHERE date_place IS NULL ORDER BY published, path DESC, offset_in_file DESC, captured_at DESC, id DESC LIMIT 1`,
		`SELECT id FROM document WHERE date_place <= 7 ORDER BY date_place DESC LIMIT 1`,
		`SELECT id FROM document WHERE url = 'x' AND url <> '' ORDER BY captured_at`,
		`SELECT joins FROM link WHERE (joins, a_order, b_order, a, b, kind, seq) > ('a', 1, 2, 'b', 'c', 'd', 3)
			ORDER BY joins, a_order, b_order, a, b, kind, seq LIMIT 9`,
		`SELECT count(*) FROM link WHERE joins = 'x' AND b_seq = 7`,
		findKeyed,
		findWaiting,
		`SELECT word FROM term WHERE word >= 'a' AND word < 'b'`,
	} {
		var args []any
		for range strings.Count(query, "?") {
			args = append(args, "x")
		}
		rows, err := s.read.Query("EXPLAIN QUERY PLAN "+query, args...)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var a, b, c int
			var step string
			if err := rows.Scan(&a, &b, &c, &step); err != nil {
				t.Fatal(err)
			}
			// A scan of an index that holds only what is asked for, in order, is none.
			if strings.Contains(step, "TEMP B-TREE") || strings.Contains(step, "SCAN") && !strings.Contains(step, "document_to_") {
				t.Errorf("%s: %s", query, step)
			}
		}
		rows.Close()
	}
}

// The log does not grow while somebody reads all documents slowly.
func TestSlowReaderDoesNotHoldTheLog(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path, Options{Create: true})
	if err := s.Add(ctx, entries(0, 300)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec("PRAGMA wal_autocheckpoint = 200"); err != nil { // pages of 4 KiB
		t.Fatal(err)
	}
	i := 300
	for range s.Documents(ctx) {
		if i >= 2300 {
			break
		}
		if err := s.Add(ctx, entries(i, 40)); err != nil {
			t.Fatal(err)
		}
		i += 40
	}
	fi, err := os.Stat(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	if fi.Size() > 5<<20 {
		t.Errorf("the log has grown to %d MiB", fi.Size()>>20)
	}
}
