package prose

import "sayso/article/internal/match"

// A Cue is a set of subjects that a short text speaks of.
type Cue uint16

// The subjects.
const (
	Related Cue = 1 << iota
	Comment
	Subscribe
	Share
	Ad
	Rights
	Byline
	Tags
	Caption
	Update
)

var CueNames = []string{"related", "comment", "subscribe", "share", "advert", "rights", "byline", "tags", "caption", "update"}

// cueWords are words and phrases that pages everywhere use for these subjects,
// in the languages of the development pages.
var cueWords = []struct {
	c     Cue
	words []string
}{
	{Related, []string{"read more", "read also", "also read", "see also", "related", "more on", "more from", "more stories", "most read", "most popular", "recommended", "you may also", "you might", "don't miss", "trending", "top stories", "latest", "more:", "read next", "watch:", "mehr zum", "lesen sie", "mehr aus", "auch interessant", "das könnte", "meistgelesen", "lire aussi", "à lire", "sur le même", "lea también", "más noticias", "te puede", "lees ook", "leggi anche", "potrebbe", "läs mer", "läs också", "les også", "læs også", "lue myös", "czytaj", "čtěte", "ler também", "leia também", "関連", "читайте", "ayrıca"}},
	{Comment, []string{"comment", "leave a reply", "join the conversation", "discussion", "kommentar", "commentaire", "comentario", "reactie", "responses", "reply", "community guidelines", "コメント"}},
	{Subscribe, []string{"subscrib", "newsletter", "sign up", "sign in", "log in", "register", "inbox", "abonn", "anmeld", "registrier", "suscr", "inscri", "your email", "e-mail", "premium", "free trial", "already a", "notifications", "cookie", "consent", "prenumer", "iscriviti", "support our", "donate", "app store", "download the", "会員", "登録"}},
	{Share, []string{"share", "facebook", "twitter", "whatsapp", "copy link", "follow us", "teilen", "partager", "compart", "condividi", "telegram", "linkedin", "instagram", "youtube", "google news", "preferred source"}},
	{Ad, []string{"advertis", "sponsor", "anzeige", "werbung", "publicité", "publicidad", "promo", "affiliate", "commission", "story continues", "scroll to", "continue reading", "pubblicità", "annons", "reklam"}},
	{Rights, []string{"©", "copyright", "all rights", "rights reserved", "terms of", "privacy", "reproduc", "may not be", "alle rechte", "tous droits", "reservados", "disclaimer", "our standards", "editorial", "無断転載"}},
	{Byline, []string{"by ", "von ", "par ", "por ", "reporter", "correspondent", "editor", "author", "autor", "redakt", "contributed to", "reporting by", "writes", "is a ", "journalist", "staff writer", "quelle", "source:"}},
	{Tags, []string{"tags", "topics", "filed under", "categor", "keywords", "themen", "schlagw", "more about", "mehr zu"}},
	{Caption, []string{"photo", "image", "getty", "file pic", "picture", "foto", "bild:", "video", "credit", "reuters/", "ap/", "afp", "shutterstock", "courtesy", "pictured"}},
	{Update, []string{"updated", "published", "last modified", "aktualisiert", "veröffentlicht", "publié", "mis à jour", "actualizado", "min read", "minutes read", "ago", "editor's note", "correction", "lesezeit", "uhr"}},
}

// Cues are the subjects that s speaks of.
func Cues(s string) Cue { return Cue(cueMatcher.In(s)) }

var cueMatcher = func() *match.Matcher {
	var sets []match.Set
	for _, c := range cueWords {
		sets = append(sets, match.Set{Bits: uint32(c.c), Patterns: c.words})
	}
	return match.New(sets)
}()
