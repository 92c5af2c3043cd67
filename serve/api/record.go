package api

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"sayso"
)

// The types here write the record as the rest of the program does, with empty
// lists as [], and describe themselves by the vocabulary's own types.

type documentRecord struct{ *sayso.Document }

func (d documentRecord) MarshalJSON() ([]byte, error) { return d.AppendRecord(nil) }

// Schema is that of a document of the record.
func (documentRecord) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[sayso.Document](), true, "Document")
}

type linkRecord struct{ *sayso.Link }

func (l linkRecord) MarshalJSON() ([]byte, error) { return l.AppendRecord(nil) }

// Schema is that of a link of the record.
func (linkRecord) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[sayso.Link](), true, "Link")
}

type statementRecord struct{ *sayso.Statement }

// MarshalJSON writes the statement as it stands in its document's record.
func (s statementRecord) MarshalJSON() ([]byte, error) {
	b, err := (&sayso.Document{Statements: []sayso.Statement{*s.Statement}}).AppendRecord(nil)
	if err != nil {
		return nil, err
	}
	var d struct {
		Statements []json.RawMessage `json:"statements"`
	}
	if err := json.Unmarshal(b, &d); err != nil {
		return nil, err
	}
	return bytes.Clone(d.Statements[0]), nil
}

// Schema is that of a statement of the record.
func (statementRecord) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[sayso.Statement](), true, "Statement")
}

// nullable says of each field that points to an object that it may be null,
// which the record writes for what is not known.
func nullable(r huma.Registry) {
	for name, schema := range r.Map() {
		t := r.TypeFromRef("#/components/schemas/" + name)
		if t == nil || t.Kind() != reflect.Struct {
			continue
		}
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Type.Kind() != reflect.Pointer || f.Type.Elem().Kind() != reflect.Struct {
				continue
			}
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if p := schema.Properties[key]; p != nil && p.Ref != "" {
				schema.Properties[key] = &huma.Schema{Description: p.Description, AnyOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}}
			}
		}
	}
}
