package serve

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
)

//go:embed web
var web embed.FS

// templates are the views: each file of web/templates together with those of
// web/shared.
type templates struct{ byName map[string]*template.Template }

var parsed = sync.OnceValue(func() *templates {
	shared := template.Must(template.New("").Funcs(functions).ParseFS(web, "web/shared/*.html"))
	t := &templates{map[string]*template.Template{}}
	files, err := fs.Glob(web, "web/templates/*.html")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		one := template.Must(template.Must(shared.Clone()).ParseFS(web, f))
		t.byName[strings.TrimSuffix(path.Base(f), ".html")] = one
	}
	return t
})

func (t *templates) execute(w io.Writer, name string, data any) error {
	if name == "report" || name == "storyreport" { // a file of its own, not a page of the site
		return t.byName["statement"].ExecuteTemplate(w, name, data)
	}
	return t.byName[name].ExecuteTemplate(w, "layout", data)
}

var functions = template.FuncMap{
	"asset":   func(name string) string { return assets()[name].url },
	"shown":   shown,
	"line":    line,
	"number":  number,
	"plural":  plural,
	"escaped": url.QueryEscape,
	"chartOf": func(c *chart, title string) titled { return titled{title, c} },
}

// titled is a chart with what it counts.
type titled struct {
	Title string
	Chart *chart
}

// An asset is a file of web/static. Its URL carries its hash, so that browsers
// may keep it for good.
type asset struct {
	url, etag, mediaType string
	bytes                []byte
}

var assets = sync.OnceValue(func() map[string]asset {
	m := map[string]asset{}
	files, err := fs.ReadDir(web, "web/static")
	if err != nil {
		panic(err)
	}
	types := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
	for _, f := range files {
		b, err := web.ReadFile("web/static/" + f.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(b)
		v := hex.EncodeToString(sum[:6])
		m[f.Name()] = asset{"/static/" + f.Name() + "?v=" + v, `"` + v + `"`, types[path.Ext(f.Name())], b}
	}
	return m
})

func static(w http.ResponseWriter, r *http.Request) {
	a, ok := assets()[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", a.etag)
	if r.Header.Get("If-None-Match") == a.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.bytes)
	}
}
