// Package docs_test holds the documentation to the code it describes.
package docs_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"sayso"
)

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestRecordNamesEveryField wants each field and each fixed value of the record
// in record.md.
func TestRecordNamesEveryField(t *testing.T) {
	doc := read(t, "record.md")
	named := func(word, what string) {
		if !strings.Contains(doc, "`"+word+"`") {
			t.Errorf("record.md does not name `%s`, %s", word, what)
		}
	}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(ty reflect.Type) {
		switch ty.Kind() {
		case reflect.Pointer, reflect.Slice:
			walk(ty.Elem())
		case reflect.Struct:
			if seen[ty] {
				return
			}
			seen[ty] = true
			for i := range ty.NumField() {
				f := ty.Field(i)
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				named(name, "field of "+ty.Name())
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[sayso.Document]())
	walk(reflect.TypeFor[sayso.Link]())

	for _, v := range []any{
		sayso.ByYear, sayso.ByMonth, sayso.ByDay, sayso.ByTime,
		sayso.BlockTitle, sayso.BlockByline, sayso.BlockDate, sayso.BlockDateline, sayso.BlockStandfirst, sayso.BlockHeading,
		sayso.BlockBody, sayso.BlockCaption, sayso.BlockCommentary, sayso.BlockComment, sayso.BlockRelated, sayso.BlockTags,
		sayso.BlockNotice, sayso.BlockNavigation, sayso.BlockOther,
		sayso.Direct, sayso.Indirect, sayso.Mixed, sayso.Implicit,
		sayso.Asserted, sayso.Negated, sayso.Denied,
		sayso.Person, sayso.Organisation, sayso.State, sayso.Group, sayso.Anonymous,
		sayso.LinkCopy, sayso.LinkSame, sayso.LinkConflict, sayso.BetweenDocuments, sayso.BetweenStatements,
		sayso.Insert, sayso.Delete, sayso.Replace,
		sayso.ChangeWording, sayso.ChangeNumber, sayso.ChangeNegation, sayso.ChangeName, sayso.ChangeHedge, sayso.ChangeSpeaker,
		sayso.ChangeCue, sayso.ChangeQuoteMarks, sayso.ChangeEditorsMark, sayso.ChangeTrimmed, sayso.ChangePunctuation,
	} {
		named(reflect.ValueOf(v).String(), "a value of "+reflect.TypeOf(v).Name())
	}
	if !strings.Contains(doc, "# The record, version 1\n") || sayso.RecordVersion != 1 {
		t.Errorf("record.md does not describe version %d", sayso.RecordVersion)
	}
}

var example = regexp.MustCompile("(?s)```json\n(.*?)```")

// TestRecordExamplesHold reads the examples of record.md into the types they
// are of, and checks their ids and spans against the sample page they are from.
func TestRecordExamplesHold(t *testing.T) {
	const path = "pages/03-slanted-repost.txt"
	page := read(t, "../demo/"+path)
	ruler := sayso.NewRuler(page)
	doc := sayso.NewDocumentID(&sayso.Source{Path: path, SHA256: sayso.Sum([]byte(page)), MediaType: "text/plain"})
	holds := func(s *sayso.Span) {
		t.Helper()
		if s != nil && !ruler.Holds(*s) {
			t.Errorf("%s has %q at %d–%d, record.md says %q", path, ruler.Slice(s.Start, s.End), s.Start, s.End, s.Text)
		}
	}
	all := func(list []sayso.Span) {
		t.Helper()
		for i := range list {
			holds(&list[i])
		}
	}
	kinds := map[string]int{}
	for _, m := range example.FindAllStringSubmatch(read(t, "record.md"), -1) {
		var span sayso.Span
		var date sayso.Date
		var change sayso.Change
		var st sayso.Statement
		switch src := m[1]; {
		case strict(src, &span):
			kinds["span"]++
			holds(&span)
		case strict(src, &date):
			kinds["date"]++
			holds(date.Span)
		case strict(src, &change):
			kinds["change"]++
			holds(change.B) // a is on another page
		case strict(src, &st):
			kinds["statement"]++
			all(st.Source)
			all(st.Cue)
			all(st.Content)
			all(st.Speaker.Spans)
			for _, e := range st.Edits {
				holds(&e.Span)
			}
			for _, v := range st.Via {
				holds(v.Span)
			}
			if want := sayso.NewStatementID(doc, &st); st.ID != want {
				t.Errorf("the example's id is %s, want %s", st.ID, want)
			}
		default:
			t.Errorf("an example is none of the record's types:\n%s", src)
		}
	}
	for _, k := range []string{"span", "date", "change", "statement"} {
		if kinds[k] != 1 {
			t.Errorf("%d examples of a %s, want 1", kinds[k], k)
		}
	}
}

// strict reads src into v and reports whether it has v's fields and no others.
func strict(src string, v any) bool {
	d := json.NewDecoder(bytes.NewReader([]byte(src)))
	d.DisallowUnknownFields()
	return d.Decode(v) == nil
}

var hidden = regexp.MustCompile(`(?s)<!--.*?-->`)

var link = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)

// TestLinksBetweenPapers wants each relative link to lead to a file that is
// there.
func TestLinksBetweenPapers(t *testing.T) {
	for _, paper := range []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "demo/README.md", "docs/record.md", "docs/cli.md", "docs/dependencies.md"} {
		dir := paper[:strings.LastIndexByte(paper, '/')+1]
		for _, m := range link.FindAllStringSubmatch(hidden.ReplaceAllString(read(t, "../"+paper), ""), -1) {
			if strings.Contains(m[1], ":") {
				continue
			}
			if _, err := os.Stat("../" + dir + m[1]); err != nil {
				t.Errorf("%s links to %s, which is not there", paper, m[1])
			}
		}
	}
}
