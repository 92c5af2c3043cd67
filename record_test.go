package sayso

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnknownIsNullAndListsAreNeverNull(t *testing.T) {
	d := Document{ID: "d1", Statements: []Statement{{ID: "s1", Speaker: &Actor{Name: "A"}}}, Mentions: []Mention{{Name: "B"}}}
	b, err := d.AppendRecord(nil)
	if err != nil {
		t.Fatal(err)
	}
	line := string(b)
	for _, want := range []string{
		`"title":null`, `"published":null`, `"dateline":null`, `"url":null`, `"warc":null`, `"within":null`, `"addressee":null`,
		`"actor":null`, `"credits":[]`, `"blocks":[]`, `"events":[]`, `"source":[]`, `"cue":[]`, `"content":[]`, `"via":[]`, `"edits":[]`,
	} {
		if !strings.Contains(line, want) {
			t.Errorf("record has no %s:\n%s", want, line)
		}
	}
	if d.Statements[0].Cue != nil || d.Statements[0].Speaker.Spans != nil {
		t.Error("writing a record changed the document")
	}

	l := Link{Kind: LinkCopy, Between: BetweenDocuments, A: "x", B: "y", Passages: []Passage{{}}, Direction: &Direction{}}
	if b, err = l.AppendRecord(nil); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"changes":[]`, `"from":null`, `"why":[]`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("link has no %s: %s", want, b)
		}
	}
}

func TestRecordReadsBack(t *testing.T) {
	sp := Span{0, 2, "Он"}
	d := Document{
		ID: "d1", Source: Source{Path: "a.txt", SHA256: Sum(nil), MediaType: "text/plain", URL: "https://a.example/?a=1&b=<2>"},
		Text: "Он сказал", Language: "ru", Title: "T", Published: &Date{Date: "2024-03", Precision: ByMonth, From: "text", Span: &sp},
		Credits: []Credit{{Name: "X", How: "via", Span: &sp}}, Blocks: []Block{{Kind: BlockBody, Start: 0, End: 9}}, Tags: []string{"война"},
		Statements: []Statement{{ID: "s1", Mode: Direct, Content: []Span{sp}, Source: []Span{}, Cue: []Span{}, Via: []Via{},
			Edits: []Edit{}, Within: "s0", Polarity: Denied, Confidence: .5,
			Speaker: &Actor{Actor: "a1", Name: "N", Kind: Person, Role: "r", Spans: []Span{sp}, Why: "w"}}},
		Mentions: []Mention{{Kind: "person", Spans: []Span{sp}, Name: "N"}}, Events: []Event{},
	}
	b, err := d.AppendRecord(nil)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), `\u003c`) || strings.Contains(string(b), "\n") {
		t.Errorf("record escapes what people read, or holds a newline: %s", b)
	}
	var back Document
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, back); diff != "" {
		t.Error(diff)
	}
}

func TestIDs(t *testing.T) {
	s := Source{Path: "a.warc", SHA256: Sum([]byte("x"))}
	ids := map[DocumentID]string{}
	for name, src := range map[string]Source{
		"plain":         s,
		"other path":    {Path: "b", SHA256: s.SHA256},
		"other bytes":   {Path: s.Path, SHA256: Sum([]byte("y"))},
		"other capture": {Path: s.Path, SHA256: s.SHA256, CapturedAt: "2024-03-05T00:00:00Z"},
		"in a warc":     {Path: s.Path, SHA256: s.SHA256, WARC: &WARCRef{RecordID: "r", Offset: 1}},
		"further on":    {Path: s.Path, SHA256: s.SHA256, WARC: &WARCRef{RecordID: "r", Offset: 2}},
		"in a feed":     {Path: s.Path, SHA256: s.SHA256, Part: &Part{Offset: 1}},
	} {
		id := NewDocumentID(&src)
		if other, ok := ids[id]; ok {
			t.Errorf("%s and %s have one id", name, other)
		}
		ids[id] = name
	}
	a := Statement{Content: []Span{{0, 5, ""}}, Cue: []Span{{6, 7, ""}}}
	b := Statement{Content: []Span{{0, 5, ""}, {6, 7, ""}}}
	if NewStatementID("d", &a) == NewStatementID("d", &b) {
		t.Error("a cue and a second span of content give one id")
	}
	if NewStatementID("d", &a) != NewStatementID("d", &a) {
		t.Error("an id is not stable")
	}
}
