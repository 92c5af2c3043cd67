package reuse

import (
	"testing"

	"sayso"
	"sayso/trace"
)

func TestClosingMark(t *testing.T) {
	for text, want := range map[string]string{
		"The quay is shut.\n(Vesland Wire)\n": "Vesland Wire",
		"The quay is shut. (Vesland Wire)":    "",
		"The quay is shut.\n/V/":              "", // too short to tell
		"The quay is shut.\n/VWN/":            "VWN",
		"The quay is shut.\n(more to follow)": "",
		"The quay is shut.\n( )":              "",
		"":                                    "",
	} {
		if got := closingMark(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestHeadThatOthersCredit takes the outlet of a page that does not say it from
// a line at its head that other pages credit.
func TestHeadThatOthersCredit(t *testing.T) {
	wire := &sayso.Document{Text: "Quay to shut\n\nVesland Wire\n2031-05-03\n\nThe quay is shut."}
	wire.Blocks = []sayso.Block{{Kind: sayso.BlockTitle, Start: 0, End: 12}, {Kind: sayso.BlockNavigation, Start: 14, End: 26},
		{Kind: sayso.BlockDate, Start: 27, End: 37}, {Kind: sayso.BlockBody, Start: 39, End: 56}}
	vs := map[uint32]*version{
		0: versionOf(wire),
		1: {Version: trace.Version{Credits: []string{"vesland wire"}}},
		2: {Version: trace.Version{Credits: []string{"Vesland Wire"}}},
		3: {Version: trace.Version{Outlet: "Echo"}},
	}
	nameAgencies(vs)
	if vs[0].Outlet != "Vesland Wire" || !vs[0].Agency || vs[3].Agency {
		t.Errorf("got %+v and %+v", vs[0], vs[3])
	}
}

func TestVersionKnowsItsPage(t *testing.T) {
	text := "3 May 2031. Updated 4 May 2031\n\nThe quay is shut.\n\nWe updated our terms of use."
	d := &sayso.Document{Text: text, Source: sayso.Source{URL: "https://www.echo.example/quay/#top", CapturedAt: "2031-05-05T10:00:00Z"},
		Published: &sayso.Date{Date: "2031-05-03", Time: "01:00:00+03:00"}}
	d.Blocks = []sayso.Block{{Kind: sayso.BlockDate, Start: 0, End: 30}, {Kind: sayso.BlockBody, Start: 32, End: 49}, {Kind: sayso.BlockNotice, Start: 51, End: 79}}
	v := versionOf(d)
	if v.Address != "echo.example/quay" || v.Captured != "2031-05-05T10:00:00Z" || v.Date != "2031-05-02T22:00:00Z" || !v.Corrected {
		t.Errorf("got %+v", v.Version)
	}
	d.Blocks[0].End = 11
	if versionOf(d).Corrected {
		t.Error("a notice on terms was taken for a correction")
	}
	d.Text = "Correction, 4 May: An earlier version of this story said the quay was open."
	d.Blocks = []sayso.Block{{Kind: sayso.BlockBody, Start: 0, End: 75}}
	if !versionOf(d).Corrected {
		t.Error("a correction was passed over")
	}
}
