package serve

import (
	"fmt"
	"net/http"
	"slices"

	"sayso"
	changes "sayso/change"
	"sayso/serve/check"
)

const (
	versionsLimit = 200 // captures listed
	// paragraphLimit bounds the paragraphs of each capture that are compared:
	// the comparison is quadratic in what lies between the first and the last
	// paragraph that differ.
	paragraphLimit = 1500
)

type versionsView struct {
	base
	ID       sayso.DocumentID
	Heading  string
	Doc      head
	URL      string
	Captures []capture
	More     int
	Step     int // from 1: the captures Step and Step+1 are compared
	Steps    int
	Prev     string
	Next     string
	From, To string // times of capture
	Rows     []versionRow
	Changed  []kindCount
	Same     bool // not a word of the report differs
	TooLong  bool
}

type capture struct {
	Head    head
	Time    string
	On      bool
	URL     string // the step that leads to it
	Already bool   // the bytes are those of the capture before
}

// A versionRow is a paragraph before and after, or how many stayed as they were.
type versionRow struct {
	Kept        int
	Here, There []piece
	Changes     []changeLine
}

// versions steps through the captures of a page's address and shows what was
// changed from each to the next.
func (s *server) versions(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := documentIn(r, "id")
	if err != nil {
		return err
	}
	d, err := s.store.Document(ctx, id)
	if err != nil {
		return fmt.Errorf("open page %s: %w", id, err)
	}
	v := &versionsView{ID: id, Heading: heading(d), Doc: headOf(d), URL: line(d.Source.URL)}
	if v.base, _, err = s.full(r, "Captures of “"+short(v.Heading, 60)+"”", "pages"); err != nil {
		return err
	}
	var list []sayso.Head
	if d.Source.URL != "" {
		if list, err = s.store.Versions(ctx, string(d.Source.URL)); err != nil {
			return fmt.Errorf("list the captures of page %s: %w", id, err)
		}
	}
	v.More = max(0, len(list)-versionsLimit)
	list = list[:len(list)-v.More]
	if len(list) < 2 {
		return notFound("The archive has no other capture of this page's address.")
	}
	v.Steps = len(list) - 1
	here := slices.IndexFunc(list, func(h sayso.Head) bool { return h.ID == id })
	v.Step = min(max(here, 1), v.Steps) // to the capture asked for, or from it where it is the first
	if r.FormValue("step") != "" {
		if v.Step, err = countIn(r, "step", v.Steps); err != nil {
			return err
		}
	}
	step := func(n int) string { return fmt.Sprintf("/page/%s/versions?step=%d", id, n) }
	for i, h := range list {
		c := capture{Head: headOfHead(h), Time: timeWord(sayso.Maybe(h.CapturedAt)), On: i == v.Step || i == v.Step-1, URL: step(max(i, 1))}
		if c.Time == "" {
			c.Time = "time not known"
		}
		c.Already = i > 0 && h.SHA256 != "" && h.SHA256 == list[i-1].SHA256
		v.Captures = append(v.Captures, c)
	}
	if v.Step > 1 {
		v.Prev = step(v.Step - 1)
	}
	if v.Step < v.Steps {
		v.Next = step(v.Step + 1)
	}
	v.From, v.To = v.Captures[v.Step-1].Time, v.Captures[v.Step].Time
	before, err := s.store.Document(ctx, list[v.Step-1].ID)
	if err != nil {
		return fmt.Errorf("open page %s: %w", list[v.Step-1].ID, err)
	}
	after, err := s.store.Document(ctx, list[v.Step].ID)
	if err != nil {
		return fmt.Errorf("open page %s: %w", list[v.Step].ID, err)
	}
	v.compare(s.opt.Loaded, before, after)
	return s.show(w, r, http.StatusOK, "versions", v)
}

func (v *versionsView) compare(list *changes.Loaded, before, after *sayso.Document) {
	a, b := side{before, sayso.NewRuler(before.Text)}, side{after, sayso.NewRuler(after.Text)}
	pa, pb := paragraphs(a), paragraphs(b)
	// What is the same at both ends needs no comparing.
	first := 0
	for first < len(pa) && first < len(pb) && pa[first].Text == pb[first].Text {
		first++
	}
	last := 0
	for last < len(pa)-first && last < len(pb)-first && pa[len(pa)-1-last].Text == pb[len(pb)-1-last].Text {
		last++
	}
	counts := map[string]int{}
	kept := first
	flush := func() {
		if kept > 0 {
			v.Rows = append(v.Rows, versionRow{Kept: kept})
			kept = 0
		}
	}
	ma, mb := pa[first:len(pa)-last], pb[first:len(pb)-last]
	if v.Same = len(ma) == 0 && len(mb) == 0; v.Same {
		return
	}
	if len(ma) > paragraphLimit || len(mb) > paragraphLimit {
		v.TooLong = true
		return
	}
	i, j := 0, 0
	between := func(toA, toB int) {
		for i < toA || j < toB {
			flush()
			row := versionRow{}
			if i < toA && j < toB {
				if changes, alike := check.Differences([]sayso.Span{ma[i]}, []sayso.Span{mb[j]}); alike {
					here, there, lines := changeMarks(list, changes, true)
					row.Here, row.There, row.Changes = cut(a.r, ma[i].Start, ma[i].End, here), cut(b.r, mb[j].Start, mb[j].End, there), lines
					for _, l := range lines {
						counts[l.Class]++
					}
					v.Rows = append(v.Rows, row)
					i, j = i+1, j+1
					continue
				}
			}
			if i < toA && (j >= toB || toA-i >= toB-j) {
				row.Here = cut(a.r, ma[i].Start, ma[i].End, nil)
				i++
			} else {
				row.There = cut(b.r, mb[j].Start, mb[j].End, nil)
				j++
			}
			v.Rows = append(v.Rows, row)
		}
	}
	for _, m := range common(ma, mb) {
		between(m[0], m[1])
		i, j = i+1, j+1
		kept++
	}
	between(len(ma), len(mb))
	kept += last
	flush()
	v.Changed = countKinds(counts)
}

// paragraphs are the report's own paragraphs.
func paragraphs(s side) []sayso.Span {
	var out []sayso.Span
	for _, b := range stretches(s.d, s.r) {
		if !b.kind.Told() {
			continue
		}
		text := s.r.Slice(b.start, b.end)
		start, n := b.start, sayso.Offset(0)
		begin := 0
		for i, c := range text {
			if c == '\n' {
				if !blank(text[begin:i]) {
					out = append(out, sayso.Span{Start: start, End: b.start + n, Text: text[begin:i]})
				}
				begin, start = i+1, b.start+n+1
			}
			n++
		}
		if !blank(text[begin:]) {
			out = append(out, sayso.Span{Start: start, End: b.end, Text: text[begin:]})
		}
	}
	return out
}

// common are the pairs of a longest common subsequence of paragraphs.
func common(a, b []sayso.Span) [][2]int {
	w := len(b) + 1
	t := make([]uint16, (len(a)+1)*w)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].Text == b[j].Text {
				t[i*w+j] = t[(i+1)*w+j+1] + 1
			} else {
				t[i*w+j] = max(t[(i+1)*w+j], t[i*w+j+1])
			}
		}
	}
	var out [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].Text == b[j].Text:
			out = append(out, [2]int{i, j})
			i, j = i+1, j+1
		case t[(i+1)*w+j] >= t[i*w+j+1]:
			i++
		default:
			j++
		}
	}
	return out
}
