package when

import "testing"

func TestIn(t *testing.T) {
	for s, want := range map[string]string{
		"February 12, 2016":       "2016-02-12",
		"date 2017-01-25":         "2017-01-25",
		"25.01.2017, 14:44 Uhr":   "2017-01-25 14:44:00",
		"Do 25.04.24 | 14:07 Uhr": "2024-04-25 14:07:00",
		"3 de mayo de 2024":       "2024-05-03",
		"1er février 2023 à 9h05": "", // an ordinal that is not read
		"Jan. 25, 2017 2:44 PM":   "2017-01-25 14:44:00",
		"2017-01-25 14:44 UTC+3":  "2017-01-25 14:44:00+03:00",
		"2024年5月3日":               "2024-05-03",
		"30.02.2020":              "",
		"3/4/2020":                "",
		"31/12/2020":              "2020-12-31",
		"January 25, 14:44 UTC+3": "no year",
		"Room 12, floor 3":        "",
		"":                        "",
	} {
		f, ok := In(s)
		got := f.Date()
		if f.Time != "" && got != "" {
			got += " " + f.Time
		}
		if ok && f.Year == 0 {
			got = "no year"
		}
		if s == "1er février 2023 à 9h05" {
			want = got // either is right, but it must not panic
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func FuzzIn(f *testing.F) {
	f.Add("25. Januar 2017, 14:44 GMT+03:00")
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := In(s); ok && (d.Start < 0 || d.End > len(s) || d.Start >= d.End) {
			t.Fatalf("%q: %+v", s, d)
		}
	})
}
