package layout

import (
	"strings"

	"golang.org/x/net/html"

	"sayso/article/internal/match"
)

// Marks are what an element's class, id, role and item properties say it is,
// by the words that page authors use for it everywhere.
type Marks uint32

const (
	MarkBody Marks = 1 << iota
	MarkArticle
	MarkComment
	MarkRelated
	MarkNav
	MarkAside
	MarkAd
	MarkSubscribe
	MarkShare
	MarkCaption
	MarkByline
	MarkDate
	MarkMeta
	MarkTags
	MarkTitle
	MarkLead
	MarkHidden
	MarkQuote
	MarkFooter
	MarkMedia
	MarkList
	MarkLive
	MarkBox
	MarkMain
	// MarkKinds is the number of marks.
	MarkKinds = 24
)

// markWords lists, for each mark, substrings of class names. The list was made
// by counting class names over the development pages and keeping those that
// several outlets share.
var markWords = []struct {
	m     Marks
	words []string
}{
	{MarkBody, []string{"articlebody", "article-body", "article_body", "article__body", "story-body", "storybody", "story_body", "story__body", "entry-content", "post-content", "article-content", "article__content", "articlecontent", "article_content", "article-text", "articletext", "article__text", "body-text", "bodytext", "post-body", "content-body", "content__body", "richtext", "rich-text", "paragraph", "body-copy", "bodycopy", "story-content", "post__content", "entry__content", "text-block", "textblock", "prose", "content-text", "news-text", "article-main"}},
	{MarkArticle, []string{"article", "story", "post", "entry", "content", "beitrag", "artikel", "detail"}},
	{MarkComment, []string{"comment", "disqus", "respond", "livefyre", "discussion", "kommentar", "coment", "commento", "openweb", "spot-im", "viafoura", "talkback", "replies", "forum"}},
	{MarkRelated, []string{"related", "recommend", "readmore", "read-more", "more-", "-more", "also", "trending", "popular", "latest", "outbrain", "taboola", "teaser", "card", "similar", "mostread", "most-", "next", "prev", "suggest", "recirc", "topstories", "linklist", "empfehl", "verwandt", "onward", "further", "promo", "newsfeed", "othernews"}},
	{MarkNav, []string{"nav", "menu", "breadcrumb", "masthead", "toolbar", "topbar", "navigation", "skip", "pagination", "pager", "tabs"}},
	{MarkAside, []string{"sidebar", "aside", "rail", "widget", "column-right", "right-col", "module", "complementary"}},
	{MarkAd, []string{"advert", "ads-", "-ads", "ad-", "-ad", "adslot", "sponsor", "banner", "commercial", "anzeige", "dfp", "native", "affiliate", "werbung", "pub-"}},
	{MarkSubscribe, []string{"newsletter", "subscri", "signup", "sign-up", "paywall", "login", "register", "consent", "cookie", "gdpr", "modal", "popup", "overlay", "donat", "abo-", "membership", "premium", "offer", "cta", "regwall", "notification"}},
	{MarkShare, []string{"share", "social", "facebook", "twitter", "follow", "whatsapp", "sharing", "bookmark"}},
	{MarkCaption, []string{"caption", "credit", "copyright", "legend", "bildunterschrift", "wp-caption", "imagedesc", "photo-desc"}},
	{MarkByline, []string{"byline", "author", "contributor", "autor", "auteur", "writer", "reporter", "redakt", "firma"}},
	{MarkDate, []string{"date", "time", "publish", "updated", "datum", "fecha"}},
	{MarkMeta, []string{"meta", "info", "kicker", "eyebrow", "overline", "dateline", "label", "category", "section-name", "subline"}},
	{MarkTags, []string{"tags", "tag-", "-tag", "topic", "keyword", "taxonomy", "catlinks"}},
	{MarkTitle, []string{"title", "headline", "heading", "titel"}},
	{MarkLead, []string{"lead", "lede", "intro", "summary", "standfirst", "excerpt", "deck", "dek", "subtitle", "sub-title", "subhead", "sub-head", "chapo", "abstract", "description", "vorspann", "entradilla", "sommario", "ingress", "manchet", "preamble", "sottotitolo", "bajada", "sub_title"}},
	{MarkHidden, []string{"hidden", "sr-only", "visually", "screen-reader", "screenreader", "offscreen", "visuallyhidden", "noprint", "print-only", "d-none"}},
	{MarkQuote, []string{"quote", "zitat", "citation"}},
	{MarkFooter, []string{"footer", "legal", "colophon", "disclaimer", "foot-", "bottom", "imprint", "about"}},
	{MarkMedia, []string{"image", "photo", "figure", "media", "gallery", "video", "slide", "carousel", "player", "audio", "podcast", "picture", "bild", "foto", "embed", "tweet", "instagram"}},
	{MarkList, []string{"list", "item", "grid", "feed", "row", "ticker"}},
	{MarkLive, []string{"liveblog", "live-blog", "live-post", "timeline", "live-entry"}},
	{MarkBox, []string{"box", "infobox", "fact", "sidebox", "inset", "explainer", "table", "toc", "glossary", "bio", "wiki", "summary-box", "newsbox"}},
	{MarkMain, []string{"main", "primary", "maincontent"}},
}

func (w *walker) marks(n *html.Node) Marks {
	var m Marks
	for i := range n.Attr {
		a := &n.Attr[i]
		switch a.Key {
		case "class", "id", "role", "itemprop", "data-component", "data-testid", "data-module", "data-qa", "data-type", "aria-label":
			if a.Val == "" || len(a.Val) > 2000 {
				continue
			}
			k, ok := w.cache[a.Val]
			if !ok {
				k = marksOf(a.Val)
				w.cache[a.Val] = k
			}
			m |= k
		case "itemtype":
			if strings.HasSuffix(a.Val, "/Comment") || strings.HasSuffix(a.Val, "/UserComments") {
				m |= MarkComment
			}
		}
	}
	return m
}

func marksOf(s string) Marks { return Marks(markMatcher.In(s)) }

var markMatcher = func() *match.Matcher {
	var sets []match.Set
	for _, w := range markWords {
		sets = append(sets, match.Set{Bits: uint32(w.m), Patterns: w.words})
	}
	return match.New(sets)
}()

// Root reports whether el is the page's body or the like, whose class names
// speak of the whole page.
func (p *Page) Root(el int32) bool {
	return p.Elems[el].Parent < 0 || p.Elems[el].Depth < 2 && p.Elems[el].Words*10 > p.Elems[0].Words*9
}
