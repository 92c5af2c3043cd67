package serve

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"sayso"
)

// A filter is what a list is narrowed to. Every state of it is an address.
type filter struct {
	In        sayso.What
	Words     string
	Prefix    bool // the last word may go on: it is being typed
	Speaker   string
	Addressee string
	Actor     string
	Outlet    string
	Lang      string
	Mode      string
	Only      string
	Act       string
	From, To  string
	Sort      string
}

// fieldLimit bounds each field, in bytes.
const fieldLimit = 500

var datePattern = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)

// filterIn reads a filter from an address. What makes no sense there is refused
// in words, but for empty fields, which forms send along.
func filterIn(r *http.Request) (filter, error) {
	f := filter{In: sayso.Statements, Words: r.FormValue("q"), Prefix: r.FormValue("prefix") == "1", Speaker: r.FormValue("speaker"), Addressee: r.FormValue("addressee"),
		Actor: r.FormValue("actor"), Outlet: r.FormValue("outlet"), Lang: r.FormValue("lang"), Mode: r.FormValue("mode"), Only: r.FormValue("only"), Act: r.FormValue("act"),
		From: strings.TrimSpace(r.FormValue("from")), To: strings.TrimSpace(r.FormValue("to")), Sort: r.FormValue("sort")}
	for _, v := range []string{f.Words, f.Speaker, f.Addressee, f.Actor, f.Outlet, f.Lang} {
		if len(v) > fieldLimit {
			return f, badRequest("Searches are to be shorter than %d letters.", fieldLimit)
		}
	}
	switch in := r.FormValue("in"); sayso.What(in) {
	case "", sayso.Statements:
	case sayso.Pages:
		f.In = sayso.Pages
		f.Speaker, f.Addressee, f.Actor, f.Mode, f.Act = "", "", "", "", ""
	default:
		return f, badRequest("“in” in this address is to be “statements” or “pages”.")
	}
	switch sayso.Mode(f.Mode) {
	case "", sayso.Direct, sayso.Indirect, sayso.Mixed, sayso.Implicit:
	default:
		return f, badRequest("“mode” in this address is to be direct, indirect, mixed or implicit.")
	}
	if f.Act != "" && actWord(sayso.SpeechAct(f.Act)) == "" {
		return f, badRequest("“act” in this address is to be said, claimed, denied, demanded, warned, asked, promised, believes or wants.")
	}
	switch sayso.Only(f.Only) {
	case "", sayso.OnlyConflict, sayso.OnlyIndependent, sayso.OnlyCopied, sayso.OnlyDenied, sayso.OnlySpeech:
	default:
		return f, badRequest("“only” in this address is to be conflict, independent, copied, denied or speech.")
	}
	switch sayso.Sort(f.Sort) {
	case sayso.ByPlace, sayso.Newest, sayso.Oldest:
	default:
		return f, badRequest("“sort” in this address is to be newest or oldest.")
	}
	for _, d := range []string{f.From, f.To} {
		if d != "" && !datePattern.MatchString(d) {
			return f, badRequest("A date in this address is to be like 2031, 2031-05 or 2031-05-04.")
		}
	}
	return f, nil
}

func (f filter) query() sayso.Query {
	return sayso.Query{What: f.In, Words: f.Words, Prefix: f.Prefix, Speaker: f.Speaker, Addressee: f.Addressee, Actor: sayso.ActorID(f.Actor), Outlet: f.Outlet,
		Language: f.Lang, Mode: sayso.Mode(f.Mode), Only: sayso.Only(f.Only), Act: sayso.SpeechAct(f.Act), From: f.From, To: f.To, Sort: sayso.Sort(f.Sort)}
}

// asked reports whether the filter narrows anything.
func (f filter) asked() bool {
	f.In, f.Sort, f.Prefix = "", "", false
	return f != filter{}
}

func (f filter) values() url.Values {
	u := url.Values{}
	for _, p := range []struct{ name, value string }{{"q", f.Words}, {"speaker", f.Speaker}, {"addressee", f.Addressee}, {"actor", f.Actor}, {"outlet", f.Outlet},
		{"lang", f.Lang}, {"mode", f.Mode}, {"only", f.Only}, {"act", f.Act}, {"from", f.From}, {"to", f.To}, {"sort", f.Sort}} {
		if p.value != "" {
			u.Set(p.name, p.value)
		}
	}
	if f.In == sayso.Pages {
		u.Set("in", "pages")
	}
	if f.Prefix && f.Words != "" {
		u.Set("prefix", "1")
	}
	return u
}

// url is the address of the list. One that nothing narrows is that of all
// statements, or of all pages.
func (f filter) url() string {
	if !f.asked() {
		at, u := "/statements", f.values()
		if f.In == sayso.Pages {
			at = "/pages"
			u.Del("in")
		}
		return withQuery(at, u)
	}
	return withQuery("/", f.values())
}

// feedURL is the address of the same as an Atom feed.
func (f filter) feedURL() string {
	f.Sort = ""
	return withQuery("/feed", f.values())
}

func withQuery(at string, u url.Values) string {
	if len(u) == 0 {
		return at
	}
	return at + "?" + u.Encode()
}

// set is f with one field changed.
func (f filter) set(name, value string) filter {
	for _, p := range []struct {
		name  string
		field *string
	}{{"q", &f.Words}, {"speaker", &f.Speaker}, {"addressee", &f.Addressee}, {"actor", &f.Actor}, {"outlet", &f.Outlet}, {"lang", &f.Lang},
		{"mode", &f.Mode}, {"only", &f.Only}, {"act", &f.Act}, {"from", &f.From}, {"to", &f.To}, {"sort", &f.Sort}} {
		if p.name == name {
			*p.field = value
		}
	}
	return f
}

// A chip is one thing the list is narrowed to, and the address without it.
type chip struct{ What, Value, URL string }

// chips are what the list is narrowed to beside its words. name is what to call
// the actor.
func (f filter) chips(name string) []chip {
	var out []chip
	add := func(what, value string, without filter) {
		out = append(out, chip{what, short(line(value), 60), without.url()})
	}
	if f.Actor != "" {
		if name == "" {
			name = f.Actor
		}
		add("Speaker", name, f.set("actor", ""))
	}
	if f.Speaker != "" {
		add("Speaker named", f.Speaker, f.set("speaker", ""))
	}
	if f.Addressee != "" {
		add("Said to", f.Addressee, f.set("addressee", ""))
	}
	if f.Outlet != "" {
		add("Outlet", f.Outlet, f.set("outlet", ""))
	}
	switch {
	case f.From != "" && f.From == f.To:
		add("In", dateWord(f.From, ""), f.set("from", "").set("to", ""))
	case f.From != "" && f.To != "":
		add("Between", dateWord(f.From, "")+" and "+dateWord(f.To, ""), f.set("from", "").set("to", ""))
	case f.From != "":
		add("Since", dateWord(f.From, ""), f.set("from", ""))
	case f.To != "":
		add("Until", dateWord(f.To, ""), f.set("to", ""))
	}
	if f.Mode != "" {
		add("Told as", modeWord(sayso.Mode(f.Mode)), f.set("mode", ""))
	}
	if f.Act != "" {
		add("As", actWord(sayso.SpeechAct(f.Act)), f.set("act", ""))
	}
	if f.Only != "" {
		add("Only", onlyWord(f.Only), f.set("only", ""))
	}
	if f.Lang != "" {
		add("Language", languageWord(f.Lang), f.set("lang", ""))
	}
	return out
}

func onlyWord(o string) string {
	switch sayso.Only(o) {
	case sayso.OnlyConflict:
		return "told otherwise elsewhere"
	case sayso.OnlyIndependent:
		return "told independently elsewhere"
	case sayso.OnlyCopied:
		return "copied elsewhere"
	case sayso.OnlyDenied:
		return "denied or not said"
	case sayso.OnlySpeech:
		return "words uttered, not thoughts"
	}
	return line(o)
}
