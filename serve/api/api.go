// Package api gives an archive as JSON over HTTP: what the web pages show, for
// programs. Its description, in OpenAPI 3.1, is at /api/v1/openapi.json.
//
// Documents, statements and links are those of the public record. Lists come in
// parts: an answer with "next" has more, which the cursor in it asks for.
// Exports are complete and streamed; one that fails is broken off, so that the
// client sees it, and never ends short as if it were whole. Nothing here
// changes the archive. Errors are RFC 9457 problems in plain words.
package api

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"sayso"
	"sayso/export"
)

// Prefix is where the API is served.
const Prefix = "/api/v1"

type server struct {
	store sayso.Store
	log   *slog.Logger
}

// Register puts the API of store on the mux.
func Register(mux *http.ServeMux, store sayso.Store, log *slog.Logger) {
	c := huma.DefaultConfig("Sayso", "1")
	c.Info.Description = "Who said what, to whom, when, where, in which outlet, copied from whom, and what each copy changed. Offsets count Unicode code points of a page's text, half open."
	c.OpenAPIPath = Prefix + "/openapi"
	c.DocsPath, c.SchemasPath = "", "" // the documentation page would load its script from the network
	c.CreateHooks = nil                // no "$schema" in the answers: they are the record and nothing else
	for _, t := range []reflect.Type{reflect.TypeFor[sayso.Maybe](), reflect.TypeFor[sayso.ActorID](), reflect.TypeFor[sayso.StatementID](), reflect.TypeFor[sayso.SpeechAct]()} {
		c.Components.Schemas.RegisterTypeAlias(t, reflect.TypeFor[*string]()) // "" is written as null
	}
	s := &server{store, log}
	a := humago.New(mux, c)
	get(a, "/archive", "archive", "The size of the archive", s.archive)
	get(a, "/statements", "search-statements", "Search what was said", s.statements)
	get(a, "/statements/{id}", "get-statement", "One statement", s.statement)
	get(a, "/statements/{id}/links", "statement-links", "The other tellings of a statement, and what each changed", s.statementLinks)
	get(a, "/pages", "search-pages", "Search the pages", s.pages)
	get(a, "/pages/{id}", "get-page", "The record of one page", s.page)
	get(a, "/pages/{id}/links", "page-links", "The pages that share text with a page", s.pageLinks)
	get(a, "/problems", "problems", "What could not be read", s.problems)
	huma.Register(a, operation("/export/{what}", "export", "All of the archive, streamed"), s.export)
	s.registerLists(a)
	nullable(c.Components.Schemas)
}

// An answer is what operations return to huma. It is one type for all: huma
// makes some 30 kB of program of each pair of an input and an output.
type answer struct{ Body any }

// get registers a read-only operation whose answer is the field Body of O.
func get[I, O any](a huma.API, path, id, summary string, h func(context.Context, *I) (*O, error)) {
	out := reflect.TypeFor[O]()
	body, ok := out.FieldByName("Body")
	if !ok {
		panic(out.Name() + " has no body")
	}
	op := operation(path, id, summary)
	op.Responses = map[string]*huma.Response{"200": {Content: map[string]*huma.MediaType{
		"application/json": {Schema: huma.SchemaFromField(a.OpenAPI().Components.Schemas, body, out.Name()+body.Name)}}}}
	huma.Register(a, op, func(ctx context.Context, in *I) (*answer, error) {
		o, err := h(ctx, in)
		if err != nil {
			return nil, err
		}
		return &answer{reflect.ValueOf(o).Elem().FieldByIndex(body.Index).Interface()}, nil
	})
}

func operation(path, id, summary string) huma.Operation {
	return huma.Operation{Method: http.MethodGet, Path: Prefix + path, OperationID: id, Summary: summary,
		Errors: []int{http.StatusBadRequest, http.StatusNotFound}}
}

// failed puts an error in words that give nothing of the machine away.
func (s *server) failed(what string, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case sayso.KindOf(err) == sayso.NotFound:
		return huma.Error404NotFound("there is nothing under this id in the archive")
	case sayso.KindOf(err) == sayso.Busy:
		return huma.Error503ServiceUnavailable("the archive is busy; try again in a moment")
	}
	s.log.Error("api: "+what, "error", err)
	return huma.Error500InternalServerError("the archive could not be read")
}

type archiveAnswer struct {
	Body struct {
		Pages      int  `json:"pages"`
		Statements int  `json:"statements"`
		Links      int  `json:"links"`
		Problems   int  `json:"problems"`
		Linked     bool `json:"linked" doc:"whether the links were made after the last page was added"`
	}
}

func (s *server) archive(ctx context.Context, _ *struct{}) (*archiveAnswer, error) {
	n, err := s.store.Counts(ctx)
	if err != nil {
		return nil, s.failed("count", err)
	}
	linked, err := s.store.Linked(ctx)
	if err != nil {
		return nil, s.failed("ask for links", err)
	}
	var a archiveAnswer
	a.Body.Pages, a.Body.Statements, a.Body.Links, a.Body.Problems, a.Body.Linked = n.Pages, n.Statements, n.Links, n.Problems, linked
	return &a, nil
}

// Paging is how a list is asked for in parts.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"at most so many"`
	Cursor string `query:"cursor" maxLength:"1000" doc:"from the answer before"`
}

// hit is one answer of a search.
type hit struct {
	Statement    sayso.StatementID `json:"statement"`
	Page         string            `json:"page"`
	Path         string            `json:"path"`
	Title        sayso.Maybe       `json:"title"`
	Outlet       sayso.Maybe       `json:"outlet"`
	Published    sayso.Maybe       `json:"published"`
	CapturedAt   sayso.Maybe       `json:"captured_at"`
	Language     sayso.Maybe       `json:"language"`
	Speaker      sayso.Maybe       `json:"speaker"`
	Actor        sayso.Maybe       `json:"actor"`
	Addressee    sayso.Maybe       `json:"addressee"`
	Mode         sayso.Maybe       `json:"mode"`
	Act          sayso.Maybe       `json:"act"`
	Polarity     sayso.Maybe       `json:"polarity" doc:"asserted; or negated or denied: told as not said"`
	Confidence   float64           `json:"confidence"`
	Content      sayso.Maybe       `json:"content"`
	Links        int               `json:"links" doc:"links of the statement, or of the page"`
	Conflicts    int               `json:"conflicts"`
	Independents int               `json:"independents"`
	Confirmed    int               `json:"confirmed"`
	Story        sayso.Maybe       `json:"story"`
}

func hitOf(h sayso.Hit) hit {
	return hit{Statement: h.Statement, Page: string(h.Document), Path: h.Path, Title: sayso.Maybe(h.Title), Outlet: sayso.Maybe(h.Outlet), Published: sayso.Maybe(h.Published),
		CapturedAt: sayso.Maybe(h.CapturedAt), Language: sayso.Maybe(h.Language), Speaker: sayso.Maybe(h.Speaker), Actor: sayso.Maybe(h.Actor), Addressee: sayso.Maybe(h.Addressee),
		Mode: sayso.Maybe(h.Mode), Act: sayso.Maybe(h.Act), Polarity: sayso.Maybe(h.Polarity), Confidence: h.Confidence, Content: sayso.Maybe(h.Content), Links: h.Copies, Conflicts: h.Conflicts,
		Independents: h.Independents, Confirmed: h.Confirmed, Story: sayso.Maybe(h.Story)}
}

type hits struct {
	Body struct {
		Hits []hit       `json:"hits"`
		Next sayso.Maybe `json:"next" doc:"the cursor of what follows, or null"`
	}
}

func (s *server) statements(ctx context.Context, q *statementQuery) (*hits, error) {
	return s.search(ctx, q.query(), q.Paging)
}

func (s *server) pages(ctx context.Context, q *pageQuery) (*hits, error) {
	return s.search(ctx, q.query(sayso.Pages), q.Paging)
}

func (s *server) search(ctx context.Context, q sayso.Query, p Paging) (*hits, error) {
	after, err := opened(p.Cursor)
	if err != nil {
		return nil, err
	}
	q.Limit, q.Cursor = p.Limit, after
	found, more, err := s.store.Search(ctx, q)
	if err != nil {
		return nil, s.failed("search", err)
	}
	a := &hits{}
	a.Body.Hits = make([]hit, 0, len(found))
	for _, h := range found {
		a.Body.Hits = append(a.Body.Hits, hitOf(h))
	}
	if more && len(found) > 0 {
		a.Body.Next = sealed(found[len(found)-1].Cursor)
	}
	return a, nil
}

// sealed is a store's cursor as clients are given it: opaque, and marked as
// ours.
func sealed(cursor string) sayso.Maybe {
	return sayso.Maybe(base64.RawURLEncoding.EncodeToString([]byte("c" + cursor)))
}

func opened(cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if rest, ok := strings.CutPrefix(string(b), "c"); err == nil && ok && rest != "" {
		return rest, nil
	}
	return "", huma.Error400BadRequest("the cursor is not one that this API gave")
}

type statementID struct {
	ID string `path:"id" pattern:"^s[0-9a-f]{20}$"`
}

type pageID struct {
	ID string `path:"id" pattern:"^d[0-9a-f]{20}$"`
}

type statementAnswer struct {
	Body struct {
		Page      string          `json:"page"`
		Path      string          `json:"path"`
		Title     sayso.Maybe     `json:"title"`
		Outlet    sayso.Maybe     `json:"outlet"`
		Published *sayso.Date     `json:"published"`
		SHA256    string          `json:"sha256"`
		Statement statementRecord `json:"statement"`
	}
}

func (s *server) statement(ctx context.Context, in *statementID) (*statementAnswer, error) {
	d, err := s.store.Statement(ctx, sayso.StatementID(in.ID))
	if err == nil {
		err = s.decided(ctx, d)
	}
	if err != nil {
		return nil, s.failed("open a statement", err)
	}
	for i := range d.Statements {
		if d.Statements[i].ID == sayso.StatementID(in.ID) {
			a := &statementAnswer{}
			b := &a.Body
			b.Page, b.Path, b.Title, b.Outlet, b.Published, b.SHA256 = string(d.ID), d.Source.Path, d.Title, d.Outlet, d.Published, d.Source.SHA256
			b.Statement = statementRecord{&d.Statements[i]}
			return a, nil
		}
	}
	return nil, s.failed("open a statement", fmt.Errorf("page %s lacks its statement %s", d.ID, in.ID))
}

// decided tells in a document who its actors are by all pages and by what users
// decided.
func (s *server) decided(ctx context.Context, d *sayso.Document) error {
	decide, err := s.store.Decided(ctx, true)
	if err != nil {
		return err
	}
	return decide(d)
}

type pageAnswer struct{ Body documentRecord }

func (s *server) page(ctx context.Context, in *pageID) (*pageAnswer, error) {
	d, err := s.store.Document(ctx, sayso.DocumentID(in.ID))
	if err == nil {
		err = s.decided(ctx, d)
	}
	if err != nil {
		return nil, s.failed("open a page", err)
	}
	return &pageAnswer{documentRecord{d}}, nil
}

type linksAnswer struct {
	Body struct {
		Links []linkRecord `json:"links"`
	}
}

func (s *server) statementLinks(ctx context.Context, in *statementID) (*linksAnswer, error) {
	if _, err := s.store.Statement(ctx, sayso.StatementID(in.ID)); err != nil {
		return nil, s.failed("open a statement", err)
	}
	return s.links(ctx, in.ID)
}

func (s *server) pageLinks(ctx context.Context, in *pageID) (*linksAnswer, error) {
	known, err := s.store.Known(ctx, []sayso.DocumentID{sayso.DocumentID(in.ID)})
	if err != nil {
		return nil, s.failed("look for a page", err)
	}
	if !known[sayso.DocumentID(in.ID)] {
		return nil, s.failed("look for a page", sayso.Errorf(sayso.NotFound, in.ID, "no such page"))
	}
	return s.links(ctx, in.ID)
}

func (s *server) links(ctx context.Context, id string) (*linksAnswer, error) {
	links, err := s.store.LinksOf(ctx, id)
	if err != nil {
		return nil, s.failed("read links", err)
	}
	a := &linksAnswer{}
	a.Body.Links = make([]linkRecord, 0, len(links))
	for i := range links {
		a.Body.Links = append(a.Body.Links, linkRecord{&links[i]})
	}
	return a, nil
}

type problemsAnswer struct {
	Body struct {
		Problems []sayso.Problem `json:"problems"`
	}
}

func (s *server) problems(ctx context.Context, _ *struct{}) (*problemsAnswer, error) {
	p, err := s.store.Problems(ctx)
	if err != nil {
		return nil, s.failed("list problems", err)
	}
	a := &problemsAnswer{}
	a.Body.Problems = append([]sayso.Problem{}, p...)
	return a, nil
}

type exportQuery struct {
	What   string `path:"what" enum:"documents,statements,links,mentions"`
	Format string `query:"format" enum:"jsonl,csv,tsv,parquet" default:"jsonl"`
}

func (s *server) export(_ context.Context, q *exportQuery) (*huma.StreamResponse, error) {
	types := map[export.Format]string{export.JSONL: "application/jsonl", export.CSV: "text/csv; charset=utf-8", export.TSV: "text/tab-separated-values; charset=utf-8",
		export.Parquet: "application/vnd.apache.parquet"}
	f := export.Format(q.Format)
	if !f.Valid() {
		return nil, huma.Error422UnprocessableEntity("this build of sayso does not write " + q.Format)
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		h.SetHeader("Content-Type", types[f])
		h.SetHeader("Content-Disposition", `attachment; filename="`+q.What+"."+q.Format+`"`)
		if err := export.Write(h.Context(), h.BodyWriter(), s.store, export.What(q.What), f, export.Options{}); err != nil {
			if h.Context().Err() == nil {
				s.log.Error("api: export", "what", q.What, "error", err)
			}
			// The headers are out: to end here would look like the whole.
			panic(http.ErrAbortHandler)
		}
	}}, nil
}
