package demo_test

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"html"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	nethtml "golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"

	"sayso/demo"
	"sayso/demo/gold"
)

func items(t *testing.T) []demo.Item {
	t.Helper()
	list, err := demo.Items()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestItemsAreTheFilesInOrder(t *testing.T) {
	list := items(t)
	if len(list) != 20 {
		t.Errorf("%d sample files, want 20", len(list))
	}
	names, err := fs.Glob(demo.FS(), "*")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != len(list) {
		t.Fatalf("FS holds %d files, Items gives %d", len(names), len(list))
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, it := range list {
		if it.Name != names[i] {
			t.Errorf("item %d is %s, want %s", i, it.Name, names[i])
		}
		if len(it.Bytes) == 0 {
			t.Errorf("%s is empty", it.Name)
		}
		if !bytes.Contains(readme, []byte("`"+it.Name+"`")) {
			t.Errorf("README.md does not say what %s is for", it.Name)
		}
	}
}

// TestCharacterSets keeps the samples hard where they are meant to be: two
// files are Latin-1, one of which does not say so.
func TestCharacterSets(t *testing.T) {
	for _, it := range items(t) {
		switch latin1 := strings.Contains(it.Name, "latin1"); {
		case strings.HasSuffix(it.Name, ".gz"):
		case latin1 && utf8.Valid(it.Bytes):
			t.Errorf("%s is UTF-8, want Latin-1", it.Name)
		case !latin1 && !utf8.Valid(it.Bytes):
			t.Errorf("%s is not UTF-8", it.Name)
		}
		declared := bytes.Contains(it.Bytes, []byte("charset=iso-8859-1"))
		if want := it.Name == "12-courrier-aubrac-latin1.html"; declared != want {
			t.Errorf("%s declares Latin-1: %v, want %v", it.Name, declared, want)
		}
	}
}

// pageTexts returns the words of each page as a reader sees them, by file and,
// in a container, entry.
func pageTexts(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, it := range items(t) {
		var parts []string
		switch path.Ext(it.Name) {
		case ".gz":
			z, err := gzip.NewReader(bytes.NewReader(it.Bytes))
			if err != nil {
				t.Fatalf("%s: %v", it.Name, err)
			}
			b, err := io.ReadAll(z)
			if err != nil {
				t.Fatalf("%s: %v", it.Name, err)
			}
			for _, r := range strings.Split(string(b), "WARC/1.1\r\n")[2:] {
				parts = append(parts, htmlText(t, r[strings.Index(r, "<!DOCTYPE"):]))
			}
		case ".rss":
			var feed struct {
				Items []struct {
					Title   string `xml:"title"`
					Content string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
				} `xml:"channel>item"`
			}
			if err := xml.Unmarshal(it.Bytes, &feed); err != nil {
				t.Fatalf("%s: %v", it.Name, err)
			}
			for _, e := range feed.Items {
				parts = append(parts, e.Title+"\n"+htmlText(t, e.Content))
			}
		case ".html":
			parts = append(parts, htmlText(t, decoded(t, it)))
		default:
			parts = append(parts, decoded(t, it))
		}
		out[it.Name] = parts
	}
	return out
}

func decoded(t *testing.T, it demo.Item) string {
	t.Helper()
	if !strings.Contains(it.Name, "latin1") {
		return string(it.Bytes)
	}
	b, err := charmap.ISO8859_1.NewDecoder().Bytes(it.Bytes)
	if err != nil {
		t.Fatalf("%s: %v", it.Name, err)
	}
	return string(b)
}

func htmlText(t *testing.T, page string) string {
	t.Helper()
	var b strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			if err := z.Err(); err != io.EOF {
				t.Fatal(err)
			}
			return b.String()
		case nethtml.TextToken:
			b.WriteString(html.UnescapeString(string(z.Raw())))
		}
	}
}

func TestGoldStandsOnThePages(t *testing.T) {
	texts := pageTexts(t)
	facts, err := gold.Read()
	if err != nil {
		t.Fatal(err)
	}
	text := func(r gold.Ref) string {
		i := 0
		if r.Entry != nil {
			i = *r.Entry
		}
		if parts := texts[r.Page]; i < len(parts) {
			return parts[i]
		}
		t.Errorf("gold names %s, entry %d: no such page", r.Page, i)
		return ""
	}
	stands := func(r gold.Ref, words string, once bool) {
		t.Helper()
		switch n := strings.Count(text(r), words); {
		case n == 0:
			t.Errorf("%s: gold has %q, which is not on the page", r.Page, words)
		case n > 1 && once:
			t.Errorf("%s: gold has %q, which is on the page %d times", r.Page, words, n)
		}
	}
	seen := map[string]int{}
	for _, p := range facts.Pages {
		seen[p.Page]++
		stands(p.Ref, p.Title, false)
		for _, s := range p.Statements {
			stands(p.Ref, s.Content, true)
			stands(p.Ref, s.Within, false)
		}
		for _, w := range p.NotTold {
			stands(p.Ref, w, false)
		}
	}
	for name, parts := range texts {
		if seen[name] != len(parts) {
			t.Errorf("gold has %d pages of %s, which holds %d", seen[name], name, len(parts))
		}
	}
	for _, list := range [][]gold.Joined{facts.Same, facts.Conflicts, facts.Changes} {
		for _, j := range list {
			stands(j.A.Ref, j.A.Content, true)
			if j.B.Content != "" {
				stands(j.B.Ref, j.B.Content, true)
			}
		}
	}
	for _, r := range facts.Background {
		stands(r, "A truce brokered by Montaloure in June 2023 has been broken repeatedly", true)
	}
}

// realStates are the names that an affair on a border river might borrow.
var realStates = regexp.MustCompile(`(?i)\b(Afghan|Albania|Algeria|America|Arab|Armenia|Austria|Azerbaijan|Belarus|Belgi|Bosnia|Brit(ain|ish)|Bulgaria|Canad|Chin(a|ese)|Croatia|Cyprus|Czech|Dutch|Egypt|England|Estonia|Ethiopia|European|Finland|Finnish|French|German|Georgia|Greece|Greek|Hungar|India|Indonesia|Iran|Iraq|Israel|Ital(y|ian)|Japan|Jordan|Kazakh|Korea|Kurd|Kuwait|Kyrgyz|Latvia|Leban|Libya|Lithuania|Malaysia|Moldova|Morocco|Nigeria|Norw(ay|egian)|Pakistan|Palestin|Polish|Poland|Portug|Qatar|Romania|Russia|Saudi|Serbia|Spain|Spanish|Sudan|Swed(en|ish)|Swiss|Switzerland|Syria|Tajik|Tunisia|Turk|Ukrain|United (Kingdom|Nations|States)|Uzbek|Venezuela|Vietnam|Yemen)`)

// realOutlets are names that wire copy is full of.
var realOutlets = regexp.MustCompile(`\b(AFP|ANSA|AP|BBC|CNN|DPA|IRNA|Interfax|Reuters|RIA|RT|SANA|Sputnik|TASS|UN|UPI|Xinhua|Anadolu)\b`)

func TestNothingRealIsNamed(t *testing.T) {
	for name, parts := range pageTexts(t) {
		for _, text := range parts {
			for _, re := range []*regexp.Regexp{realStates, realOutlets} {
				if m := re.FindString(text); m != "" {
					t.Errorf("%s names %q: the affair is invented", name, m)
				}
			}
		}
	}
}

// TestLinksLeadNowhere keeps every absolute address in the samples under the
// reserved name .example, but for the vocabularies that markup names.
func TestLinksLeadNowhere(t *testing.T) {
	address := regexp.MustCompile(`https?://([a-z0-9.-]+)`)
	for _, it := range items(t) {
		for _, m := range address.FindAllSubmatch(it.Bytes, -1) {
			switch host := string(m[1]); {
			case strings.HasSuffix(host, ".example"):
			case host == "schema.org", host == "ogp.me", host == "purl.org", host == "www.w3.org":
			default:
				t.Errorf("%s has an address at %s", it.Name, host)
			}
		}
	}
}
