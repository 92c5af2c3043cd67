package serve

import (
	"fmt"
	"strconv"

	"sayso"
)

// A chart is counts over time as bars, each a link to what it counts.
type chart struct {
	Bars        []bar
	Width       int // of the drawing, in its own units
	Height      int
	Most        int
	First, Last string // what the ends are called
	Unit        string // "month" or "year"
	Undated     int
	Brush       string // the address of the list, to which from and to are added
}

type bar struct {
	X, Y, H int
	Label   string
	Key     string // "2031-05" or "2031"
	Count   int
	URL     string
	On      bool // the list is narrowed to it
}

const (
	wholeYears  = 24  // months; fewer are drawn within their years
	monthsLimit = 84  // more months than this are shown by year
	barsLimit   = 120 // more than this and only the last are shown
	barWidth    = 10
	chartHeight = 100
)

// timeline draws months over which hits lie. Months between without any are
// drawn too, as gaps. nil where nothing has a date.
func timeline(f filter, months []sayso.Facet, thing [2]string) *chart {
	c := &chart{Height: chartHeight, Unit: "month", Brush: f.set("from", "").set("to", "").url()}
	counts := map[int]int{} // by months since year 0
	first, last := 0, 0
	for _, m := range months {
		year, month, ok := monthOf(m.Key)
		if !ok {
			c.Undated += m.Count
			continue
		}
		k := year*12 + month - 1
		if len(counts) == 0 || k < first {
			first = k
		}
		if len(counts) == 0 || k > last {
			last = k
		}
		counts[k] += m.Count
	}
	if len(counts) == 0 {
		return nil
	}
	if last-first < wholeYears { // the axis runs over whole years
		first, last = first/12*12, last/12*12+11
	}
	step := 1
	if last-first >= monthsLimit {
		step, c.Unit = 12, "year"
		first, last = first/12*12, last/12*12
	}
	if n := (last - first) / step; n >= barsLimit {
		first = last - (barsLimit-1)*step
	}
	for k := first; k <= last; k += step {
		b := bar{X: len(c.Bars) * barWidth}
		for i := range step {
			b.Count += counts[k+i]
		}
		if step == 1 {
			b.Key = fmt.Sprintf("%04d-%02d", k/12, k%12+1)
		} else {
			b.Key = fmt.Sprintf("%04d", k/12)
		}
		b.Label = dateWord(b.Key, "") + ": " + plural(b.Count, thing[0], thing[1])
		b.On = f.From == b.Key && f.To == b.Key
		if b.URL = f.set("from", b.Key).set("to", b.Key).url(); b.On {
			b.URL = c.Brush
		}
		c.Most = max(c.Most, b.Count)
		c.Bars = append(c.Bars, b)
	}
	for i := range c.Bars {
		b := &c.Bars[i]
		if b.Count > 0 {
			b.H = max(2, b.Count*(chartHeight-4)/max(c.Most, 1))
		}
		b.Y = chartHeight - b.H
	}
	c.Width = len(c.Bars) * barWidth
	c.First, c.Last = dateWord(c.Bars[0].Key, ""), dateWord(c.Bars[len(c.Bars)-1].Key, "")
	return c
}

func monthOf(key string) (year, month int, ok bool) {
	if len(key) != 7 && len(key) != 4 {
		return 0, 0, false
	}
	year, err := strconv.Atoi(key[:4])
	if err != nil || year < 1000 {
		return 0, 0, false
	}
	month = 1
	if len(key) == 7 {
		if month, err = strconv.Atoi(key[5:]); err != nil || month < 1 || month > 12 {
			return 0, 0, false
		}
	}
	return year, month, true
}
