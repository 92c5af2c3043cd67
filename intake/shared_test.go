package intake

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared is the folder of development data; the tests of it are skipped where
// it is absent.
const shared = "../../shared"

func needShared(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the development data is not here:", err)
	}
}

// Every saved page is told for what it is: figures that must not fall.
func TestSharedPagesAreTold(t *testing.T) {
	needShared(t)
	for dir, want := range map[string]struct {
		media string
		n     int
	}{
		"data/pages/scrapinghub/html":  {"text/html", 181},
		"data/pages/fundus-tests/html": {"text/html", 258},
		"seeds":                        {"text/plain", 5},
	} {
		g := read(t, Options{}, filepath.Join(shared, dir))
		n := 0
		for _, p := range g.pages {
			if p.Source.MediaType == want.media {
				n++
			} else {
				t.Logf("%s is %s", p.Source.Path, p.Source.MediaType)
			}
		}
		if n != want.n || len(g.problems) > 0 {
			t.Errorf("%s: %d pages are %s, want %d; problems %q", dir, n, want.media, want.n, g.problems)
		}
	}
	sources, _ := filepath.Glob(shared + "/data/pages/mozilla-readability/*/source.html.gz")
	if g := read(t, Options{}, sources...); len(g.pages) != len(sources) || len(g.pages) != 130 {
		t.Errorf("mozilla-readability: %d pages of %d, want 130; problems %q", len(g.pages), len(sources), g.problems)
	} else {
		for _, p := range g.pages {
			if p.Source.MediaType != "text/html" {
				t.Errorf("%s is %s", p.Source.Path, p.Source.MediaType)
			}
		}
	}
}

// Flattened pages and other texts are told for text, though tags stand in some.
func TestSharedTextsAreTold(t *testing.T) {
	needShared(t)
	for _, name := range []string{"pages/flat/ft.fullpage", "pages/flat/ft.scraped", "pages/flat/sh.fullpage", "pages/flat/sh.scraped", "copies/kremlin_pages/docs", "copies/ecbplus/docs"} {
		f, err := os.Open(filepath.Join(shared, "data", name+".jsonl.gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReaderSize(z, 1<<20)
		other, all := 0, 0
		for d := json.NewDecoder(lines); ; {
			var doc struct {
				ID    any
				Text  string
				Lines [][]any
			}
			if d.Decode(&doc) != nil {
				break
			}
			text := doc.Text
			for _, l := range doc.Lines {
				text += l[0].(string) + "\n"
			}
			if strings.TrimSpace(text) == "" {
				continue
			}
			all++
			if n := sniff([]byte(text)); n.kind != kindText {
				other++
				t.Logf("%s %v is %+v: %.80q", name, doc.ID, n, text)
			}
		}
		t.Logf("%s: %d texts", name, all)
		if all == 0 || other > 0 {
			t.Errorf("%s: %d of %d texts are told for something else", name, other, all)
		}
	}
}
