package export

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"sayso"
)

// columnsOf lists the columns of a Parquet file as a reader of it sees them.
func columnsOf(t *testing.T, file string) []string {
	t.Helper()
	f, err := parquet.OpenFile(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, field := range f.Schema().Fields() {
		kind := "group"
		if field.Leaf() {
			kind = field.Type().String()
		}
		if field.Optional() {
			kind += " or null"
		}
		out = append(out, field.Name()+": "+kind)
	}
	return out
}

// TestParquetSchema pins the columns: others' programs name them.
func TestParquetSchema(t *testing.T) {
	s := archive(t)
	for what, want := range map[What]string{
		Documents: "id: STRING|path: STRING|sha256: STRING|media_type: STRING|url: STRING or null|captured_at: STRING or null|warc_record_id: STRING or null|" +
			"warc_offset: INT(64,true) or null|part_offset: INT(64,true) or null|part_length: INT(64,true) or null|language: STRING or null|title: STRING or null|" +
			"byline: STRING or null|outlet: STRING or null|published: STRING or null|published_time: STRING or null|published_from: STRING or null|" +
			"dateline_place: STRING or null|dateline_date: STRING or null|dateline_agency: STRING or null|credits: group|" +
			"updated: STRING or null|updated_from: STRING or null|canonical: STRING or null|section: STRING or null|tags: group|statements: INT(32,true)|" +
			"mentions: INT(32,true)|blocks: group|text: STRING",
		Statements: "id: STRING|document: STRING|path: STRING|title: STRING or null|outlet: STRING or null|published: STRING or null|mode: STRING|act: STRING or null|polarity: STRING|" +
			"confidence: DOUBLE|speaker: STRING or null|speaker_kind: STRING or null|speaker_role: STRING or null|speaker_actor: STRING or null|speaker_why: STRING or null|" +
			"words: STRING|source: group|cue: group|content: group|addressee: STRING or null|addressee_kind: STRING or null|addressee_actor: STRING or null|" +
			"venue: STRING or null|venue_name: STRING or null|said_on: STRING or null|said_on_from: STRING or null|via: group|within: STRING or null|edits: group",
		Links: "kind: STRING|between: STRING|a: STRING|b: STRING|confidence: DOUBLE|share: DOUBLE|from: STRING or null|from_confidence: DOUBLE or null|" +
			"from_why: group|independent: BOOLEAN|passages: INT(32,true)|changes: INT(32,true)|passages_json: JSON|changes_json: JSON",
		Mentions: "document: STRING|path: STRING|title: STRING or null|outlet: STRING or null|published: STRING or null|kind: STRING|name: STRING|actor: STRING or null|spans: group",
	} {
		if d := cmp.Diff(want, strings.Join(columnsOf(t, export(t, s, what, Parquet, Options{})), "|")); d != "" {
			t.Errorf("%s: %s", what, d)
		}
	}
}

func parquetRows[T any](t *testing.T, s sayso.Store, what What) []T {
	t.Helper()
	file := export(t, s, what, Parquet, Options{})
	rows, err := parquet.Read[T](strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestParquetSchemaIsTheLibrarys wants of our own writer what the library makes
// of the same structs, names of lists and all.
func TestParquetSchemaIsTheLibrarys(t *testing.T) {
	s := archive(t)
	for what, row := range map[What]any{Documents: parquetDocument{}, Statements: parquetStatement{}, Links: parquetLink{}, Mentions: parquetMention{}} {
		file := export(t, s, what, Parquet, Options{})
		f, err := parquet.OpenFile(strings.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		_, want, _ := strings.Cut(parquet.SchemaOf(row).String(), "{")
		_, got, _ := strings.Cut(f.Schema().String(), "{")
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", what, d)
		}
	}
}

// TestParquetReadsBack wants what the record holds back out of the files, with
// types of its own: a reader knows the columns' names and no more.
func TestParquetReadsBack(t *testing.T) {
	s := archive(t)
	type span struct {
		Start int32  `parquet:"start"`
		End   int32  `parquet:"end"`
		Text  string `parquet:"text"`
	}
	type statement struct {
		ID        string   `parquet:"id"`
		Document  string   `parquet:"document"`
		Speaker   *string  `parquet:"speaker,optional"`
		Published *string  `parquet:"published,optional"`
		SaidOn    *string  `parquet:"said_on,optional"`
		Words     string   `parquet:"words"`
		Content   []span   `parquet:"content,list"`
		Via       []string `parquet:"via,list"`
	}
	docs := parquetRows[parquetDocument](t, s, Documents)
	said := parquetRows[statement](t, s, Statements)
	i := 0
	for d, err := range s.Documents(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if docs[i].ID != string(d.ID) || docs[i].Text != d.Text || docs[i].Path != d.Source.Path || (docs[i].Outlet == nil) != (d.Outlet == "") {
			t.Errorf("document %d came back as %+v", i, docs[i])
		}
		if d.Section != "" {
			if got := docs[i]; *got.Updated != "2031-05-06" || *got.UpdatedFrom != "meta" || *got.Canonical != "https://marsh.example/dam" || *got.Section != "Works" ||
				len(got.Tags) != 2 || got.Tags[1] != "river" || got.Blocks[0].As != "blockquote" {
				t.Errorf("what the page tells of itself came back as %+v", got)
			}
		}
		st, got := &d.Statements[0], said[i]
		want := statement{ID: string(st.ID), Document: string(d.ID), Words: textOf(st.Content)}
		for _, sp := range st.Content {
			want.Content = append(want.Content, span{int32(sp.Start), int32(sp.End), sp.Text})
		}
		if d.Source.Path == "b.txt" {
			want.Speaker, want.Published, want.SaidOn = ptr("Ilda Morrow"), ptr("2031-05-04"), ptr("2031-05")
			want.Via = []string{"Radio Fen", "The Marsh Courier"}
		}
		if len(got.Via) == 0 {
			got.Via = nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		i++
	}
	links := parquetRows[parquetLink](t, s, Links)
	if len(links) != 1 || *links[0].From != "a" || len(links[0].FromWhy) != 2 || !strings.Contains(links[0].PassagesJSON, "Ilda Morrow") {
		t.Errorf("links came back as %+v", links)
	}
	mentions := parquetRows[parquetMention](t, s, Mentions)
	if len(mentions) != 3 || len(mentions[0].Spans) != 2 || mentions[0].Spans[1].Text != "Ilda Morrow" || mentions[0].Actor != nil {
		t.Errorf("mentions came back as %+v", mentions)
	}
	if export(t, s, Documents, Parquet, Options{}) != export(t, s, Documents, Parquet, Options{}) {
		t.Error("the same archive gave two files")
	}
}

func ptr[T any](v T) *T { return &v }
