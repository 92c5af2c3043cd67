package judge

import (
	"strings"
	"testing"

	"sayso/article/internal/dom"
	"sayso/article/internal/layout"
	"sayso/article/internal/meta"
)

func TestComments(t *testing.T) {
	para := "<p>The minister said on Thursday that the northern fleet would keep sailing, whatever the council decided.</p>"
	for open, want := range map[string]bool{
		`<div id="comments">`:                                  true,
		`<ol class="commentlist">`:                             true,
		`<div class="article-comments clearfix">`:              true,
		`<div id="disqus_thread">`:                             true,
		`<div class="comment-body">`:                           true,
		`<div itemprop="comment">`:                             true,
		`<li itemscope itemtype="https://schema.org/Comment">`: true,
		`<section id="respond" class="comment-respond">`:       true,
		`<div class="commentary">`:                             false,
		`<div class="comments-enabled">`:                       false,
		`<div class="has-comments">`:                           false,
		`<div class="correspondent">`:                          false,
		`<div class="article-type-commentary">`:                false,
		`<div class="story">`:                                  false,
	} {
		page := "<body><h1>Fleet will sail</h1>" + strings.Repeat(para, 3) + open + para
		p := layout.Of(dom.Parse(page))
		k := Know(p, meta.Of(p.Tree))
		if got := k.Comment[len(k.Comment)-1]; got != want {
			t.Errorf("%s holds comments: %v, want %v", open, got, want)
		}
		if k.Comment[1] {
			t.Errorf("%s: the report is a comment", open)
		}
	}
}

func TestChoose(t *testing.T) {
	a := "The minister said on Thursday that the northern fleet would keep sailing, whatever the council decided."
	b := "The council, which sets the quotas for the four coastal states, declined to comment on the letter."
	p := layout.Of(dom.Parse("<p>" + a + "<p>" + b + "<p>No.<p>No.<p>" + a + " " + b + "<p>" + b))
	body := Choose(p, layout.Known{Title: -1, Comment: make([]bool, 6)}, []float32{.9, .9, .9, .9, .9, .9}, .5)
	for i, want := range []bool{true, true, true, true, false, false} {
		if body[i] != want {
			t.Errorf("block %d is %v, want %v", i, body[i], want)
		}
	}
}

func TestTitleBlock(t *testing.T) {
	for page, want := range map[string]string{
		"<title>Fleet will sail - Post</title><h1>Harbour Post</h1><h2>Fleet will sail</h2>":          "Fleet will sail",
		"<meta property=og:title content='Fleet will sail'><h1>The Post</h1><h1>Fleet will sail</h1>": "Fleet will sail",
		"<h1>Fleet will sail</h1>": "Fleet will sail",
		"<p>Fleet will sail":       "",
	} {
		p := layout.Of(dom.Parse(page))
		got := ""
		if i := TitleBlock(p, meta.Of(p.Tree)); i >= 0 {
			got = p.Blocks[i].Text
		}
		if got != want {
			t.Errorf("%s: title %q, want %q", page, got, want)
		}
	}
}
