package sqlite

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"sayso"
)

// A maker makes up a large archive, the same for the same seed. Words, speakers
// and outlets are as uneven as those of news: a few are in half of all pages,
// most in a handful.
type maker struct {
	rand     *rand.Rand
	word     *rand.Zipf
	speaker  *rand.Zipf
	outlet   *rand.Zipf
	lexicon  []string
	speakers []sayso.Actor
}

const (
	madeStatements = 10
	madeFiller     = 120 // words of a page besides its statements
)

func newMaker(seed uint64) *maker {
	r := rand.New(rand.NewPCG(seed, 7))
	m := &maker{rand: r, word: rand.NewZipf(r, 1.15, 3, 59_999), speaker: rand.NewZipf(r, 1.2, 20, 39_999), outlet: rand.NewZipf(r, 1.3, 5, 399)}
	parts := []string{"ba", "dor", "kel", "mi", "ran", "so", "tu", "vel", "zin", "pra", "len", "cho", "ga", "wis", "fen", "ul"}
	for i := range 60_000 {
		var b strings.Builder
		for n := i + 16; n > 0; n /= 16 {
			b.WriteString(parts[n%16])
		}
		m.lexicon = append(m.lexicon, b.String())
	}
	for i := range 40_000 {
		a := sayso.Actor{Name: fmt.Sprintf("%s %s", m.lexicon[3000+i%700], m.lexicon[4000+i]), Kind: sayso.Person, Spans: []sayso.Span{}, Why: "named"}
		a.Name = strings.ToUpper(a.Name[:1]) + a.Name[1:]
		if i%2 == 0 {
			a.Actor = sayso.ActorID(fmt.Sprintf("made:%d", i))
		}
		if i%3 == 0 {
			a.Role = "minister"
		}
		m.speakers = append(m.speakers, a)
	}
	return m
}

func (m *maker) words(b *strings.Builder, n int) {
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(m.lexicon[m.word.Uint64()])
	}
}

// entry makes page i.
func (m *maker) entry(i int) sayso.Entry {
	var text strings.Builder
	r := m.rand
	m.words(&text, 7)
	title := text.String()
	text.WriteString("\n\n")
	d := &sayso.Document{Title: sayso.Maybe(title), Outlet: sayso.Maybe(fmt.Sprintf("Outlet %d", m.outlet.Uint64())),
		Language: sayso.Maybe([]string{"en", "en", "en", "ru", "tr", "ar", "zh", "fa"}[r.IntN(8)]),
		Credits:  []sayso.Credit{}, Tags: []string{}, Mentions: []sayso.Mention{}, Events: []sayso.Event{}, Blocks: []sayso.Block{}}
	if r.IntN(20) > 0 {
		day := r.IntN(365 * 12)
		d.Published = &sayso.Date{Date: fmt.Sprintf("%04d-%02d-%02d", 2019+day/365, 1+day%365/31, 1+day%28), Precision: sayso.ByDay, From: "meta"}
	}
	modes := []sayso.Mode{sayso.Direct, sayso.Indirect, sayso.Indirect, sayso.Mixed, sayso.Implicit}
	for range madeStatements {
		m.words(&text, madeFiller/madeStatements)
		text.WriteString(". ")
		from := text.Len()
		m.words(&text, 10+r.IntN(20))
		span := sayso.Span{Start: sayso.Offset(from), End: sayso.Offset(text.Len()), Text: text.String()[from:]}
		st := sayso.Statement{Mode: modes[r.IntN(5)], Content: []sayso.Span{span}, Polarity: sayso.Asserted, Confidence: .8,
			Source: []sayso.Span{}, Cue: []sayso.Span{}, Via: []sayso.Via{}, Edits: []sayso.Edit{}}
		if r.IntN(10) > 0 {
			st.Speaker = &m.speakers[m.speaker.Uint64()]
		}
		if r.IntN(8) == 0 {
			st.Addressee = &m.speakers[m.speaker.Uint64()]
		}
		if r.IntN(50) == 0 {
			st.Polarity = sayso.Denied
		}
		d.Statements = append(d.Statements, st)
		text.WriteString(". ")
	}
	d.Text = text.String()
	b := []byte(d.Text)
	d.Source = sayso.Source{Path: fmt.Sprintf("made/%03d/%06d.txt", i/1000, i), SHA256: sayso.Sum(b), MediaType: "text/plain",
		URL: sayso.Maybe(fmt.Sprintf("https://made.example/%d", i/3*2)), CapturedAt: sayso.Maybe(fmt.Sprintf("2032-01-%02dT00:00:00Z", 1+i%28))}
	d.ID = sayso.NewDocumentID(&d.Source)
	for i := range d.Statements {
		d.Statements[i].ID = sayso.NewStatementID(d.ID, &d.Statements[i])
	}
	return sayso.Entry{Page: &sayso.Page{Source: d.Source, Bytes: b}, Document: d}
}
