package serve_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"sayso"
	"sayso/store/sqlite"
)

// build puts a document together from blocks of text.
type build struct {
	d     *sayso.Document
	text  strings.Builder
	bytes []byte
}

func begin(path string, title, outlet sayso.Maybe, date string) *build {
	b := &build{d: &sayso.Document{Title: title, Outlet: outlet}}
	b.d.Source = sayso.Source{Path: path, MediaType: "text/html",
		URL: sayso.Maybe("https://" + strings.ReplaceAll(path, "/", ".example/")), CapturedAt: "2024-03-09T06:12:44Z"}
	if date != "" {
		b.d.Published = &sayso.Date{Date: date, Time: "14:44:00+01:00", Precision: sayso.ByTime, From: "json-ld"}
	}
	return b
}

func (b *build) block(kind sayso.BlockKind, text string) *build {
	if b.text.Len() > 0 {
		b.text.WriteString("\n\n")
	}
	start := len([]rune(b.text.String()))
	b.text.WriteString(text)
	b.d.Blocks = append(b.d.Blocks, sayso.Block{Kind: kind, Start: sayso.Offset(start), End: sayso.Offset(start + len([]rune(text)))})
	return b
}

func (b *build) done() *build {
	b.d.Text = b.text.String()
	b.bytes = []byte("<!doctype html><title>saved</title><script>alert(1)</script><p>" + b.d.Text)
	b.d.Source.SHA256 = sayso.Sum(b.bytes)
	b.d.ID = sayso.NewDocumentID(&b.d.Source)
	return b
}

// at is the span of the first such words.
func (b *build) at(words string) sayso.Span {
	i := strings.Index(b.d.Text, words)
	if i < 0 {
		panic("not in the text: " + words)
	}
	return sayso.NewRuler(b.d.Text).Span(i, i+len(words))
}

func (b *build) spans(words ...string) []sayso.Span {
	var out []sayso.Span
	for _, w := range words {
		out = append(out, b.at(w))
	}
	return out
}

func (b *build) say(st sayso.Statement) *sayso.Statement {
	if st.Polarity == "" {
		st.Polarity = sayso.Asserted
	}
	if st.Confidence == 0 {
		st.Confidence = .91
	}
	st.ID = sayso.NewStatementID(b.d.ID, &st)
	b.d.Statements = append(b.d.Statements, st)
	return &b.d.Statements[len(b.d.Statements)-1]
}

func actor(name, role, why string, spans ...sayso.Span) *sayso.Actor {
	id := sayso.ActorID("known:" + strings.ReplaceAll(strings.ToLower(name), " ", "-"))
	return &sayso.Actor{Actor: id, Name: name, Kind: sayso.Person, Role: sayso.Maybe(role), Why: why, Spans: spans}
}

// sample is a small archive: an agency report, a re-post that changes a number
// and trims, an interview told the other way round, and a flattened page.
func sample() *fake {
	a := begin("lumina-wire/harbour.html", "Minister: harbour bridge will reopen within twelve days", "Lumina Wire", "2024-03-07").
		block(sayso.BlockTitle, "Minister: harbour bridge will reopen within twelve days").
		block(sayso.BlockByline, "By Tovah Grell").
		block(sayso.BlockDateline, "KESTRIN, March 7. /Lumina Wire/").
		block(sayso.BlockBody, "Transport Minister Ilse Varga told the Evening Ledger in an interview on Thursday that the harbour bridge would reopen within twelve days. “We have counted every bolt,” she said, “and we will not [as some hoped] close it again this year.”").
		block(sayso.BlockBody, "Varga added that the city engineer, Pavel Oduya, had assured her that “the piers are sound”. She did not say who would pay for the work.").
		block(sayso.BlockCaption, "The harbour bridge, seen from the Old Quay. Photo: Lumina Wire").
		block(sayso.BlockBody, "The bridge carries 40,000 vehicles a day and has been closed since the flood of 11 February.").
		block(sayso.BlockRelated, "Read also: Ferry fares to fall in April").
		block(sayso.BlockTags, "Tags: bridge, harbour, Kestrin").done()
	a.d.Byline, a.d.Language = "Tovah Grell", "en"
	a.d.Updated = &sayso.Date{Date: "2024-03-08", Time: "09:10:00+01:00", Precision: sayso.ByTime, From: "meta"}
	a.d.Canonical, a.d.Section, a.d.Tags = "https://lumina-wire.example/news/harbour", "Harbour affairs", []string{"bridges", "Kestrin"}
	a.d.Blocks[6].As = sayso.PullQuote
	dl := a.at("KESTRIN, March 7. /Lumina Wire/")
	a.d.Dateline = &sayso.Dateline{Place: "KESTRIN", Date: "2024-03-07", Agency: "Lumina Wire", Span: &dl}
	a.d.Credits = []sayso.Credit{{Name: "Lumina Wire", How: "agency mark", Span: &dl}}
	varga := actor("Ilse Varga", "Transport Minister", "named with her office at the head of the sentence", a.at("Transport Minister Ilse Varga"))
	iv := a.at("in an interview")
	day := a.at("on Thursday")
	ledger := a.at("the Evening Ledger")
	on := &sayso.Date{Date: "2024-03-07", Precision: sayso.ByDay, From: "text", Span: &day}
	a.say(sayso.Statement{Mode: sayso.Indirect, Source: a.spans("Transport Minister Ilse Varga"), Cue: a.spans("told"),
		Content: a.spans("that the harbour bridge would reopen within twelve days"), Speaker: varga,
		Addressee: &sayso.Actor{Name: "Evening Ledger", Kind: sayso.Organisation, Why: "object of “told”", Spans: []sayso.Span{ledger}},
		Venue:     &sayso.Venue{What: "interview", Name: "Evening Ledger", Span: &iv}, SaidOn: on})
	bolt := a.say(sayso.Statement{Mode: sayso.Direct, Source: a.spans("she"), Cue: a.spans("said"),
		Content: a.spans("We have counted every bolt,", "and we will not [as some hoped] close it again this year."), Speaker: varga,
		Venue: &sayso.Venue{What: "interview", Name: "Evening Ledger", Span: &iv}, SaidOn: on,
		Edits: []sayso.Edit{{Kind: "bracket", Span: a.at("[as some hoped]")}}})
	boltID := bolt.ID
	outer := a.say(sayso.Statement{Mode: sayso.Mixed, Source: a.spans("Varga added"), Cue: a.spans("added"),
		Content: a.spans("that the city engineer, Pavel Oduya, had assured her that “the piers are sound”"), Speaker: varga, Confidence: .84})
	outerID := outer.ID
	a.say(sayso.Statement{Mode: sayso.Direct, Source: a.spans("the city engineer, Pavel Oduya"), Cue: a.spans("assured"), Content: a.spans("the piers are sound"),
		Speaker: actor("Pavel Oduya", "city engineer", "subject of “assured”"), Addressee: actor("Ilse Varga", "Transport Minister", "“her”"), Within: outerID, Confidence: .55})
	a.say(sayso.Statement{Mode: sayso.Indirect, Source: a.spans("She did"), Cue: a.spans("say who"), Content: a.spans("who would pay for the work"), Speaker: varga, Polarity: sayso.Negated})

	b := begin("portside/bridge-reopen.html", "Bridge to reopen in twenty days, minister claims", "Portside Daily", "2024-03-08").
		block(sayso.BlockTitle, "Bridge to reopen in twenty days, minister claims").
		block(sayso.BlockBody, "Transport Minister Ilse Varga claimed in an interview with the Evening Ledger, quoted by Lumina Wire, that the harbour bridge would reopen within twenty days. “We have counted every bolt and we will close it again this year,” she said.").
		block(sayso.BlockCommentary, "Readers may remember what she promised last spring.").done()
	b.d.Language = "en"
	lw := b.at("Lumina Wire")
	b.say(sayso.Statement{Mode: sayso.Indirect, Source: b.spans("Transport Minister Ilse Varga"), Cue: b.spans("claimed"), Content: b.spans("that the harbour bridge would reopen within twenty days"), Speaker: varga,
		Via: []sayso.Via{{Name: "Evening Ledger"}, {Name: "Lumina Wire", Span: &lw}}})
	bq := b.say(sayso.Statement{Mode: sayso.Direct, Source: b.spans("she said"), Cue: b.spans("said"), Content: b.spans("We have counted every bolt and we will close it again this year,"), Speaker: varga,
		Via: []sayso.Via{{Name: "Evening Ledger"}, {Name: "Lumina Wire", Span: &lw}}})
	bqID := bq.ID

	c := begin("mirror/posts/211.txt", "", "", "").
		block(sayso.BlockNavigation, "Home | News | Sport | Contact").
		block(sayso.BlockTitle, "Minister: harbour bridge will reopen within twelve days").
		block(sayso.BlockBody, "Transport Minister Ilse Varga told the Evening Ledger in an interview on Thursday that the harbour bridge would reopen within twelve days. “We have counted every bolt,” she said, “and we will not close it again this year.”").
		block(sayso.BlockComment, "gull77 wrote: she said that last year too").
		block(sayso.BlockNotice, "We use cookies. Accept all?").done()
	c.d.Source.MediaType, c.d.Source.URL, c.d.Source.CapturedAt = "text/plain", "", ""
	cq := c.say(sayso.Statement{Mode: sayso.Direct, Source: c.spans("she"), Cue: c.spans("said"), Content: c.spans("We have counted every bolt,", "and we will not close it again this year."), Speaker: varga})
	cqID := cq.ID

	d := begin("sada/varga.html", "فارغا: الجسر يُفتح خلال اثني عشر يومًا", "صدى المرفأ", "2024-03-08").
		block(sayso.BlockBody, "قالت وزيرة النقل إيلسه فارغا لصحيفة “المساء” إن “جسر المرفأ سيُفتح خلال اثني عشر يومًا”.").done()
	d.d.Language = "ar"
	d.say(sayso.Statement{Mode: sayso.Mixed, Source: d.spans("وزيرة النقل إيلسه فارغا"), Cue: d.spans("قالت"), Content: d.spans("جسر المرفأ سيُفتح خلال اثني عشر يومًا"), Speaker: varga, Confidence: .7})

	f := archive(a, c, b, d)
	span := func(x *build, w string) *sayso.Span { s := x.at(w); return &s }
	f.links = []sayso.Link{
		{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(a.d.ID), B: string(c.d.ID), Confidence: .98, Share: .93,
			Passages:  []sayso.Passage{{A: a.d.Statements[0].Content[0], B: c.at("that the harbour bridge would reopen within twelve days")}, {A: a.at("“We have counted every bolt,” she said, “and we will not [as some hoped] close it again this year.”"), B: c.at("“We have counted every bolt,” she said, “and we will not close it again this year.”"), Changes: []sayso.Change{{Op: sayso.Delete, Kind: sayso.ChangeEditorsMark, A: span(a, "[as some hoped] ")}}}},
			Direction: &sayso.Direction{From: "a", Why: []string{"the dateline names the agency", "earlier by a day"}, Confidence: .9}},
		{Kind: sayso.LinkCopy, Between: sayso.BetweenDocuments, A: string(b.d.ID), B: string(a.d.ID), Confidence: .8, Share: .51,
			Passages: []sayso.Passage{{A: b.at("that the harbour bridge would reopen within twenty days"), B: a.at("that the harbour bridge would reopen within twelve days"),
				Changes: []sayso.Change{{Op: sayso.Replace, Kind: sayso.ChangeNumber, A: span(b, "twenty days. "), B: span(a, "twelve days. ")}}}},
			Direction: &sayso.Direction{From: "b", Why: []string{"it says “quoted by Lumina Wire”"}, Confidence: .87}},
		{Kind: sayso.LinkConflict, Between: sayso.BetweenStatements, A: string(boltID), B: string(bqID), Confidence: .88, Changes: []sayso.Change{
			{Op: sayso.Replace, Kind: sayso.ChangeTrimmed, A: span(a, "bolt,” she said, “and"), B: span(b, "bolt and")},
			{Op: sayso.Delete, Kind: sayso.ChangeNegation, A: span(a, "not ")},
			{Op: sayso.Delete, Kind: sayso.ChangeEditorsMark, A: span(a, "[as some hoped]")},
			{Op: sayso.Replace, Kind: sayso.ChangePunctuation, A: span(a, "year."), B: span(b, "year,")}}},
		{Kind: sayso.LinkCopy, Between: sayso.BetweenStatements, A: string(cqID), B: string(boltID), Confidence: .97, Changes: []sayso.Change{
			{Op: sayso.Insert, Kind: sayso.ChangeEditorsMark, B: span(a, "[as some hoped] ")}}},
		{Kind: sayso.LinkConflict, Between: sayso.BetweenStatements, A: string(a.d.Statements[0].ID), B: string(b.d.Statements[0].ID), Confidence: .93, Changes: []sayso.Change{
			{Op: sayso.Replace, Kind: sayso.ChangeNumber, A: span(a, "twelve days. "), B: span(b, "twenty days. ")},
			{Op: sayso.Replace, Kind: sayso.ChangeCue, A: span(a, "told"), B: span(b, "claimed")}}},
		{Kind: sayso.LinkSame, Between: sayso.BetweenStatements, A: string(d.d.Statements[0].ID), B: string(a.d.Statements[0].ID), Confidence: .66, Independent: true},
	}
	f.problems = []sayso.Problem{{Path: "pages/broken.warc.gz", Reason: "the gzip stream ends in the middle of record 14"}, {Path: "pages/empty.html", Reason: "the file is empty"}}
	return f
}

// recaptured is the sample with a later capture of the agency's page, in which
// a number was corrected, a paragraph taken out and another put in.
func recaptured() *fake {
	f := sample()
	b := begin("lumina-wire/harbour.html", "Minister: harbour bridge will reopen within fourteen days", "Lumina Wire", "2024-03-07").
		block(sayso.BlockTitle, "Minister: harbour bridge will reopen within fourteen days").
		block(sayso.BlockDateline, "KESTRIN, March 7. /Lumina Wire/").
		block(sayso.BlockBody, "Transport Minister Ilse Varga told the Evening Ledger in an interview on Thursday that the harbour bridge would reopen within fourteen days. “We have counted every bolt,” she said, “and we will not [as some hoped] close it again this year.”").
		block(sayso.BlockBody, "The bridge carries 40,000 vehicles a day and has been closed since the flood of 11 February.").
		block(sayso.BlockBody, "Correction: an earlier version of this report named another day.").done()
	b.d.Language, b.d.Source.CapturedAt = "en", "2024-03-10T18:00:00Z"
	b.d.Blocks[2].As, b.d.Blocks[3].As, b.d.Blocks[4].As = sayso.LiveEntry, sayso.Blockquote, sayso.LiveEntry
	b.d.ID = sayso.NewDocumentID(&b.d.Source)
	f.docs = append(f.docs, b.d)
	f.bytes[b.d.ID] = b.bytes
	f.docs[3].Published.Date = "2024-05-02" // so that there is something to draw over time
	return f
}

// archive is a store of the pages built, in order of path.
func archive(pages ...*build) *fake {
	f := &fake{linked: true, bytes: map[sayso.DocumentID][]byte{}}
	for _, b := range pages {
		f.docs = append(f.docs, b.d)
		f.bytes[b.d.ID] = b.bytes
	}
	return f
}

// kept puts what f holds into a real archive.
func kept(t testing.TB, f *fake) sayso.Store {
	t.Helper()
	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "sample.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	var entries []sayso.Entry
	for _, d := range f.docs {
		entries = append(entries, sayso.Entry{Page: &sayso.Page{Source: d.Source, Bytes: f.bytes[d.ID]}, Document: d})
	}
	if err := store.Add(ctx, entries); err != nil {
		t.Fatal(err)
	}
	if err := store.SetLinks(ctx, func(yield func(sayso.Link, error) bool) {
		for _, l := range f.links {
			if !yield(l, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	problems := map[string][]sayso.Problem{}
	for _, p := range f.problems {
		problems[p.Path] = append(problems[p.Path], p)
	}
	if err := store.SetProblems(ctx, problems); err != nil {
		t.Fatal(err)
	}
	if err := store.Index(ctx); err != nil {
		t.Fatal(err)
	}
	return store
}

// many is a store with so many statements that lists have pages.
func many(n int) *fake {
	var pages []*build
	for i := range n {
		b := begin(fmt.Sprintf("many/%04d.txt", i), "A title", "Outlet", "2024-01-02").block(sayso.BlockBody, fmt.Sprintf("Ada Quell said the %dth lamp was out.", i)).done()
		b.say(sayso.Statement{Mode: sayso.Indirect, Source: b.spans("Ada Quell"), Cue: b.spans("said"), Content: b.spans("the " + fmt.Sprint(i) + "th lamp was out"), Speaker: actor("Ada Quell", "", "")})
		pages = append(pages, b)
	}
	return archive(pages...)
}
