package serve_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"sayso"
	"sayso/article"
	"sayso/demo"
	"sayso/intake"
	"sayso/pile"
	"sayso/reuse"
	"sayso/say"
	"sayso/serve"
	"sayso/store/sqlite"
)

// read brings a folder through all stages into an archive.
func read(t *testing.T, dir string) sayso.Store {
	t.Helper()
	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "read.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if _, err := add(ctx, store, dir, nil); err != nil {
		t.Fatal(err)
	}
	return store
}

// add reads a folder into an archive by way of all stages, as the program does.
func add(ctx context.Context, store sayso.Store, dir string, progress serve.Progress) (serve.Added, error) {
	reader := func(p *sayso.Page) (*sayso.Document, error) {
		d, err := article.Read(p)
		if err == nil {
			say.Read(d)
		}
		return d, err
	}
	linker := func(ctx context.Context, store sayso.Store, done func(done, total int)) error {
		return reuse.Update(ctx, store, reuse.Options{Workers: 1, Progress: done})
	}
	opt := pile.Options{}
	if progress != nil {
		opt.Progress = func(p pile.Progress) { progress(string(p.Stage), int(p.Done), int(p.Total)) }
	}
	sum, err := pile.Add(ctx, store, intake.Pages(ctx, []string{dir}, intake.Options{}), reader, linker, opt)
	return serve.Added{Pages: sum.Added, Known: sum.Known}, err
}

// everywhere is every page of an archive, with its middle statement and the
// first page it shares text with.
func everywhere(t *testing.T, store sayso.Store) [][2]string {
	t.Helper()
	out := [][2]string{{"list", "/"}, {"pages", "/pages"}}
	n := 0
	for d, err := range store.Documents(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		name := strconv.Itoa(n)
		n++
		out = append(out, [2]string{"page-" + name, "/page/" + string(d.ID)})
		if k := len(d.Statements); k > 0 {
			out = append(out, [2]string{"statement-" + name, "/statement/" + string(d.Statements[k/2].ID)})
		}
		links, err := store.LinksOf(context.Background(), string(d.ID))
		if err != nil {
			t.Fatal(err)
		}
		if len(links) > 0 && links[0].A == string(d.ID) {
			out = append(out, [2]string{"compare-" + name, "/compare/" + links[0].A + "/" + links[0].B})
		}
	}
	if n == 0 {
		t.Fatal("nothing was read")
	}
	return out
}

// TestBrowserOnDemo opens the sample pages as the whole program reads them.
func TestBrowserOnDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pages")
	if err := os.CopyFS(dir, demo.FS()); err != nil {
		t.Fatal(err)
	}
	store := read(t, dir)
	browse(t, store, everywhere(t, store), narrow)
}

// TestBrowserOnSeeds opens real scraped pages.
func TestBrowserOnSeeds(t *testing.T) {
	dir := filepath.Join("..", "..", "shared", "seeds")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no ../shared/seeds here: the pages are not opened on real news")
	}
	store := read(t, dir)
	browse(t, store, everywhere(t, store), wide)
}
