package serve_test

import (
	"strings"
	"testing"

	"sayso"
	"sayso/serve"
)

// TestStoryReport wants one file with the tree, what each copy changed and
// where each page was saved, that needs nothing else.
func TestStoryReport(t *testing.T) {
	f := sample()
	h := serve.New(kept(t, f), serve.Options{})
	r := get(t, h, "/story/"+string(f.docs[0].ID)+"/report")
	if r.StatusCode != 200 || !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("status %d, %q", r.StatusCode, r.Header.Get("Content-Disposition"))
	}
	b := body(t, r)
	wants(t, b, "<style>", "Who took it from whom", "What each copy changed", "twelve days", "twenty days", "ch-number", "It printed", "the dateline names the agency",
		f.docs[0].Source.SHA256, f.docs[1].Source.SHA256, "Lumina Wire", "Portside Daily")
	for _, s := range []string{"href=\"/", "src=", "<script", "<link", "@import", "url("} {
		if strings.Contains(b, s) {
			t.Errorf("the report is not of itself: it has %s", s)
		}
	}
	if r := get(t, h, "/story/d00000000000000000000/report"); r.StatusCode != 404 {
		t.Errorf("a story that is none: status %d", r.StatusCode)
	}
}

// TestPageTellsOfItself wants the page's own address, section, keywords and last
// change, each with how it was found, and the forms of its blocks.
func TestPageTellsOfItself(t *testing.T) {
	f := recaptured()
	h := serve.New(f, serve.Options{})
	b := body(t, get(t, h, "/page/"+string(f.docs[0].ID)))
	wants(t, b, "Last changed, by its own account", "8 March 2024, 09:10 (UTC", "found in the page&#39;s meta tags", "Harbour affairs", "as the outlet files it",
		"bridges, Kestrin", "the page&#39;s own keywords", "https://lumina-wire.example/news/harbour", "the page names this address as its own",
		"block b-body as-pull-quote", "Pull quote, words of the text shown again", `swatch as-pull-quote`)
	b = body(t, get(t, h, "/page/"+string(f.docs[len(f.docs)-1].ID)))
	if n := strings.Count(b, `<p class="bk">Entry</p>`); n != 2 {
		t.Errorf("%d entries are named, not 2", n)
	}
	wants(t, b, "block b-body as-blockquote", "Set apart as a quotation", "swatch as-entry")
}

// TestOutletsWords counts what an outlet calls things in its own words, and what
// it put for another word when it copied.
func TestOutletsWords(t *testing.T) {
	a := begin("wire/a.html", "Government closes pass", "Marsh Wire", "2031-05-04").
		block(sayso.BlockTitle, "Government closes pass").
		block(sayso.BlockBody, "The government closed the pass on Sunday. Fighters held the bridge below it.").done()
	b := begin("herald/b.html", "Regime closes pass", "Fen Herald", "2031-05-05").
		block(sayso.BlockTitle, "Regime closes pass").
		block(sayso.BlockBody, "The regime closed the pass on Sunday. Terrorists held the bridge below it. “No regime but ours, the government,” said Tobin Harker.").
		block(sayso.BlockComment, "what a regime").done()
	b.say(sayso.Statement{Mode: sayso.Direct, Content: b.spans("No regime but ours, the government,"), Source: b.spans("Tobin Harker"), Cue: b.spans("said"), Speaker: actor("Tobin Harker", "", "named")})
	f := archive(a, b)
	at := func(x *build, w string) *sayso.Span { s := x.at(w); return &s }
	f.links = []sayso.Link{{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(b.d.ID), B: string(a.d.ID), Share: .9, Direction: &sayso.Direction{From: "b", Confidence: .9},
		Passages: []sayso.Passage{{A: b.at("The regime closed the pass on Sunday"), B: a.at("The government closed the pass on Sunday"),
			Changes: []sayso.Change{{Op: sayso.Replace, Kind: sayso.ChangeWording, A: at(b, "regime"), B: at(a, "government")}}}}}}
	h := serve.New(kept(t, f), serve.Options{})
	page := body(t, get(t, h, "/outlet?name=Fen+Herald"))
	wants(t, page, `regime <span class="count">2</span>`, `<span>government</span>`, `terrorists <span class="count">1</span>`, "its newest page. ",
		`<bdi>government</bdi> → <b><bdi>regime</bdi></b> <span class="count">1</span>`)
	page = body(t, get(t, h, "/outlet?name=Marsh+Wire"))
	wants(t, page, `government <span class="count">2</span>`, `fighters <span class="count">1</span>`)
	if strings.Contains(page, "Put for another") {
		t.Error("who was copied from is said to have put words for others")
	}
}
