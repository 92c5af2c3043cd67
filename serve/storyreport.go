package serve

import (
	"fmt"
	"html/template"
	"net/http"

	"sayso"
)

// reportPassages is how many changed passages of one step a report shows.
const reportPassages = 20

type storyReport struct {
	*storyView
	Style    template.CSS
	Steps    []taking
	Evidence []evidence
}

// A taking is one page that took words from another, with what it changed.
type taking struct {
	From, To head
	Share    string
	Sure     string
	Why      []string
	Passages []passageView // those in which something was changed
	Whole    int           // passages taken word for word
	More     int
}

// storyReport hands out a story with its evidence as a single file that needs
// nothing else: the tree of copies, what each copy changed, and where each page
// was saved.
func (s *server) storyReport(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, joined, err := s.storyView(r)
	if err != nil {
		return err
	}
	out := &storyReport{storyView: v, Style: template.CSS(assets()["style.css"].bytes)}
	docs := map[sayso.DocumentID]side{}
	open := func(id sayso.DocumentID) (side, error) {
		if x, ok := docs[id]; ok {
			return x, nil
		}
		d, err := s.store.Document(ctx, id)
		if err != nil {
			return side{}, fmt.Errorf("open page %s: %w", id, err)
		}
		docs[id] = side{d, sayso.NewRuler(d.Text)}
		return docs[id], nil
	}
	for _, h := range v.pages {
		x, err := open(h)
		if err != nil {
			return err
		}
		out.Evidence = append(out.Evidence, evidenceOf(x.d, nil))
	}
	for _, j := range joined {
		from, err := open(j.from)
		if err != nil {
			return err
		}
		to, err := open(j.to)
		if err != nil {
			return err
		}
		t := taking{From: headOf(from.d), To: headOf(to.d), Share: percent(j.link.Share)}
		if d := j.link.Direction; d != nil {
			side := "a"
			if j.link.B == string(j.from) {
				side = "b"
			}
			_, t.Why, t.Sure = directionWords(d, side)
		}
		fromIsA := j.link.A == string(j.from)
		for _, p := range j.link.Passages {
			if len(p.Changes) == 0 {
				t.Whole++
				continue
			}
			if len(t.Passages) == reportPassages {
				t.More++
				continue
			}
			here, there := p.A, p.B
			if !fromIsA {
				here, there = there, here
			}
			mh, mt, lines := changeMarks(s.opt.Loaded, p.Changes, fromIsA)
			t.Passages = append(t.Passages, passageView{Here: cut(from.r, here.Start, here.End, mh), There: cut(to.r, there.Start, there.End, mt), Changes: lines})
		}
		out.Steps = append(out.Steps, t)
	}
	w.Header().Set("Content-Disposition", `attachment; filename="story-`+r.PathValue("id")+`.html"`)
	w.Header().Set("Content-Security-Policy", sandbox)
	return s.show(w, r, http.StatusOK, "storyreport", out)
}
