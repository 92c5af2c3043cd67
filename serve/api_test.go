package serve_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"sayso"
	"sayso/export"
	"sayso/serve"
	"sayso/serve/api"
)

// TestAPIKeepsItsDescription asks each operation and holds the answer to the
// schema that the API publishes for it.
func TestAPIKeepsItsDescription(t *testing.T) {
	f := sample()
	h := serve.New(kept(t, f), serve.Options{})
	published := body(t, get(t, h, api.Prefix+"/openapi.json"))
	var doc description
	if err := json.Unmarshal([]byte(published), &doc); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("described in OpenAPI %s", doc.OpenAPI)
	}
	a := f.docs[0]
	asked := map[string]bool{}
	for path, operation := range map[string]string{
		"/archive":                                  "/archive",
		"/statements":                               "/statements",
		"/statements?q=bolt&limit=1":                "/statements",
		"/statements?speaker=oduya":                 "/statements",
		"/statements/" + string(a.Statements[1].ID): "/statements/{id}",
		"/statements/" + string(a.Statements[1].ID) + "/links": "/statements/{id}/links",
		"/pages":                            "/pages",
		"/pages?q=cookies":                  "/pages",
		"/pages/" + string(a.ID):            "/pages/{id}",
		"/pages/" + string(f.docs[1].ID):    "/pages/{id}",
		"/pages/" + string(a.ID) + "/links": "/pages/{id}/links",
		"/problems":                         "/problems",
		"/statements?sort=newest&only=conflict&from=2024&to=2024-03-08&mode=direct&prefix=true&q=bol": "/statements",
		"/facets/statements?q=bolt": "/facets/{what}",
		"/facets/pages":             "/facets/{what}",
		"/people?name=var":          "/people",
		"/people/known:ilse-varga":  "/people/{id}",
		"/outlets":                  "/outlets",
		"/stories":                  "/stories",
		"/stories/" + string(a.ID):  "/stories/{id}",
		"/conflicts?limit=1":        "/conflicts",
		"/decisions":                "/decisions",
		"/versions?url=" + url.QueryEscape(string(a.Source.URL)): "/versions",
	} {
		asked[operation] = true
		r := get(t, h, api.Prefix+path)
		b := body(t, r)
		if r.StatusCode != 200 {
			t.Errorf("%s: status %d: %s", path, r.StatusCode, b)
			continue
		}
		var v any
		if err := json.Unmarshal([]byte(b), &v); err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		doc.check(t, path, doc.Paths[api.Prefix+operation].Get.Responses["200"].Content["application/json"].Schema, v)
	}
	for p := range doc.Paths {
		if op := strings.TrimPrefix(p, api.Prefix); !asked[op] && op != "/export/{what}" {
			t.Errorf("%s is not asked here", op)
		}
	}
}

// description is as much of an OpenAPI document as is needed here.
type description struct {
	OpenAPI    string
	Components struct{ Schemas map[string]schema }
	Paths      map[string]struct {
		Get struct {
			Responses map[string]struct {
				Content map[string]struct{ Schema schema }
			}
		}
	}
}

type schema struct {
	Ref        string `json:"$ref"`
	Type       any
	AnyOf      []schema
	Properties map[string]schema
	Required   []string
	Items      *schema
	Additional any `json:"additionalProperties"`
}

// check holds v to a schema.
func (d *description) check(t *testing.T, at string, s schema, v any) {
	t.Helper()
	if s.Ref != "" {
		var ok bool
		if s, ok = d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]; !ok {
			t.Errorf("%s: no schema %s", at, s.Ref)
		}
	}
	if s.AnyOf != nil { // here: an object, or null
		if v != nil {
			d.check(t, at, s.AnyOf[0], v)
		} else if s.AnyOf[len(s.AnyOf)-1].Type != "null" {
			t.Errorf("%s: null is not allowed", at)
		}
		return
	}
	kinds, _ := s.Type.([]any)
	if k, ok := s.Type.(string); ok {
		kinds = []any{k}
	}
	kind := map[bool]string{true: "null"}[v == nil]
	switch x := v.(type) {
	case string:
		kind = "string"
	case bool:
		kind = "boolean"
	case float64:
		kind = "number"
		if x == float64(int64(x)) && !slices.Contains(kinds, any("number")) {
			kind = "integer"
		}
	case []any:
		kind = "array"
		for i, e := range x {
			if s.Items != nil {
				d.check(t, fmt.Sprintf("%s[%d]", at, i), *s.Items, e)
			}
		}
	case map[string]any:
		kind = "object"
		for k, e := range x {
			p, ok := s.Properties[k]
			if !ok {
				t.Errorf("%s: %s is not described", at, k)
				continue
			}
			d.check(t, at+"."+k, p, e)
		}
		for _, k := range s.Required {
			if _, ok := x[k]; !ok {
				t.Errorf("%s: lacks %s", at, k)
			}
		}
	}
	if !slices.Contains(kinds, any(kind)) {
		t.Errorf("%s is %s, described as %v", at, kind, s.Type)
	}
}

func TestAPIRecordIsTheRecord(t *testing.T) {
	f := sample()
	h := serve.New(kept(t, f), serve.Options{})
	for _, d := range f.docs {
		want, err := d.AppendRecord(nil)
		if err != nil {
			t.Fatal(err)
		}
		var a, b any
		if json.Unmarshal(want, &a) != nil || json.Unmarshal([]byte(body(t, get(t, h, api.Prefix+"/pages/"+string(d.ID)))), &b) != nil {
			t.Fatal("not JSON")
		}
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		if string(x) != string(y) {
			t.Errorf("page %s:\ngot  %s\nwant %s", d.ID, y, x)
		}
	}
}

func TestAPICursors(t *testing.T) {
	h := serve.New(kept(t, many(70)), serve.Options{})
	seen, cursor := map[string]bool{}, ""
	for n := 0; n == 0 || cursor != ""; n++ {
		if n > 10 {
			t.Fatal("the list does not end")
		}
		var a struct {
			Hits []struct{ Statement string }
			Next *string
		}
		if err := json.Unmarshal([]byte(body(t, get(t, h, api.Prefix+"/statements?limit=16&cursor="+cursor))), &a); err != nil {
			t.Fatal(err)
		}
		for _, h := range a.Hits {
			seen[h.Statement] = true
		}
		cursor = ""
		if a.Next != nil {
			cursor = *a.Next
		}
	}
	if len(seen) != 70 {
		t.Errorf("cursors led to %d statements, want 70", len(seen))
	}
}

func TestAPIRefusals(t *testing.T) {
	f := sample()
	h := serve.New(kept(t, f), serve.Options{})
	for path, want := range map[string]int{
		"/statements?cursor=xx":                     400,
		"/statements?cursor=b3g":                    400,
		"/statements?limit=0":                       422,
		"/statements?from=yesterday":                422,
		"/statements?only=lies":                     422,
		"/people/nobody":                            404,
		"/stories/d" + strings.Repeat("0", 20):      404,
		"/statements?q=" + strings.Repeat("x", 501): 422,
		"/pages/x":                                           422,
		"/pages/d" + strings.Repeat("0", 20):                 404,
		"/pages/d" + strings.Repeat("0", 20) + "/links":      404,
		"/statements/s" + strings.Repeat("0", 20):            404,
		"/statements/s" + strings.Repeat("0", 20) + "/links": 404,
		"/export/secrets":                                    422,
		"/export/links?format=secrets":                       422,
	} {
		if r := get(t, h, api.Prefix+path); r.StatusCode != want {
			t.Errorf("%.50s: status %d, want %d", path, r.StatusCode, want)
		}
	}
	f.err = errors.New("open /home/ada/secret.db: disk I/O error")
	r := get(t, serve.New(f, serve.Options{}), api.Prefix+"/statements")
	if b := body(t, r); r.StatusCode != 500 || strings.Contains(b, "secret") {
		t.Errorf("a failing store: status %d: %s", r.StatusCode, b)
	}
}

// breaking is a store whose documents end with an error after the first.
type breaking struct{ *fake }

func (b breaking) Documents(ctx context.Context) iter.Seq2[*sayso.Document, error] {
	return func(yield func(*sayso.Document, error) bool) {
		if yield(b.docs[0], nil) {
			yield(nil, errors.New("disk I/O error"))
		}
	}
}

// TestAPIExport wants exports whole, and one that fails to be seen as broken
// by the client.
func TestAPIExport(t *testing.T) {
	f := sample()
	h := serve.New(kept(t, f), serve.Options{})
	b := body(t, get(t, h, api.Prefix+"/export/documents"))
	if n := strings.Count(b, "\n"); n != len(f.docs) {
		t.Errorf("%d lines, want %d", n, len(f.docs))
	}
	if b := body(t, get(t, h, api.Prefix+"/export/statements?format=csv")); strings.Count(b, "\n") < 10 {
		t.Errorf("a table of %d lines", strings.Count(b, "\n"))
	}

	if !export.Parquet.Valid() {
		if r := get(t, h, api.Prefix+"/export/links?format=parquet"); r.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("a build without Parquet answers %d, want 422", r.StatusCode)
		}
	} else if b := body(t, get(t, h, api.Prefix+"/export/links?format=parquet")); !strings.HasPrefix(b, "PAR1") || !strings.HasSuffix(b, "PAR1") {
		t.Errorf("not a Parquet file: %.20q", b)
	}

	srv := httptest.NewUnstartedServer(serve.New(breaking{f}, serve.Options{}))
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	srv.Start()
	defer srv.Close()
	r, err := http.Get(srv.URL + api.Prefix + "/export/documents")
	if err != nil {
		return // broken off before the headers: seen
	}
	defer r.Body.Close()
	if _, err := io.ReadAll(r.Body); err == nil {
		t.Error("an export that failed looks whole")
	}
}
