package dom

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// shape is a tree in brackets: p(a"x").
func shape(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(`"` + c.Data + `"`)
		} else {
			b.WriteString(c.Data + "(" + shape(c) + ")")
		}
	}
	return b.String()
}

func TestParse(t *testing.T) {
	for page, want := range map[string]string{
		"<p>a<p>b":                               `p("a")p("b")`,
		"<p>a<div>b</div>c":                      `p("a")div("b")"c"`,
		"<ul><li>a<li>b<ul><li>c</ul></ul>d":     `ul(li("a")li("b"ul(li("c"))))"d"`,
		"<table><tr><td>a<td>b<tr><td>c</table>": `table(tr(td("a")td("b"))tr(td("c")))`,
		"<b><p>a</b>b</p>c":                      `b(p("a""b"))"c"`,
		"<a href=x><div>a</a>b</div>c":           `a(div("a""b"))"c"`,
		"<div>a</span></p>b</div>c":              `div("a""b")"c"`,
		"a<br>b<img>c":                           `"a"br()"b"img()"c"`,
		"<svg><p>x</p></svg>a<svg/>b":            `"a""b"`,
		"<dl><dt>a<dd>b<dt>c</dl>":               `dl(dt("a")dd("b")dt("c"))`,
		"<title>x</title><p>a":                   `p("a")`,
		"a &amp; b":                              `"a & b"`,
		"<a>a<a>b":                               `a("a")a("b")`,
		"":                                       "",
	} {
		if got := shape(Parse(page).Body); got != want {
			t.Errorf("%q: %s, want %s", page, got, want)
		}
	}
	tree := Parse("<html lang=en><head><title>T</title><meta name=x content=y><body class=z><p>a")
	if Attr(tree.Root.FirstChild, "lang") != "en" || Attr(tree.Body, "class") != "z" || Content(tree.Head) != "T" {
		t.Errorf("head %s, body %s", shape(tree.Head), shape(tree.Body))
	}
}

// FuzzParse holds that every text node stands in the source where its range
// says, in order.
func FuzzParse(f *testing.F) {
	f.Add("<p>a &lt; b<!-- c --><b>d</p>e</b><table><td>f")
	f.Add("<head><title>a</title>b<script>c</script>")
	f.Add(strings.Repeat("<div>", 300) + "x</div>y")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		tree := Parse(s)
		i, at := 0, 0
		var walk func(*html.Node)
		walk = func(n *html.Node) {
			if n.Type == html.TextNode {
				if i >= len(tree.Text) {
					t.Fatal("a text node has no range")
				}
				r := tree.Text[i]
				i++
				if r.Start < at || r.End < r.Start || r.End > len(s) {
					t.Fatalf("range %+v after %d", r, at)
				}
				at = r.End
				source := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s[r.Start:r.End])
				if source != n.Data && html.UnescapeString(source) != n.Data {
					t.Fatalf("text %q stands at %q", n.Data, s[r.Start:r.End])
				}
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c)
			}
		}
		walk(tree.Root)
		if i != len(tree.Text) {
			t.Fatalf("%d text nodes, %d ranges", i, len(tree.Text))
		}
	})
}
