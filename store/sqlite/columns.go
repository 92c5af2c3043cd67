package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"sayso"
	"sayso/store/words"
)

// What every statement is by, in which mode, of what date and so on is held in
// memory, some 50 bytes a statement, so that a query can be narrowed, sorted
// and counted at the speed of reading arrays. The search index only finds
// words. Columns are read when first asked for, and again when the archive
// tells that they changed; one that is in use is never written to.
//
// They are in two parts: the survey is of the documents in the index, the
// judgement of the links between them and what users decided.

// A docColumn is a document. Those not in the index have place 0.
type docColumn struct {
	id        string
	place     int64
	datePlace int64
	first     int32 // statement
	said      int32 // statements
	rank      int32 // in the order of documents, among those in the index
	dateRank  int32 // newest first
	published day
	month     int32 // of months
	outlet    int32
	language  int32
}

type voiceColumn struct {
	voice
	folded      string // the name's tokens, a blank before and after each
	said        int32
	first, last day
}

// A survey is what the search index knows of documents, but for their words.
type survey struct {
	docs      []docColumn // by seq
	docOf     []int32     // by statement
	speaker   []uint32    // voices, by statement
	addressee []uint32
	traits    []traits
	voices    []voiceColumn // by seq
	months    []string
	outlets   []string
	languages []string
	byRank    []int32 // documents in order
	byDate    []int32 // newest first
	runs      map[*sorting][]runColumn
}

// A runColumn is a run with its documents, in the order of their places.
type runColumn struct {
	run
	docs []placed
}

type run struct{ first, last int64 }

type placed struct {
	place int64
	doc   int32
}

// columns are what answers are made from.
type columns struct {
	indexed, judged int64
	wholes          wholes
	*survey
	*judgement
}

// columns returns those of the archive as tx sees it.
func (s *Store) columns(ctx context.Context, tx *sql.Tx) (*columns, error) {
	indexed, err := figure(ctx, tx, "indexed")
	if err != nil {
		return nil, err
	}
	judged, err := figure(ctx, tx, "judged")
	if err != nil {
		return nil, err
	}
	s.surveying.Lock()
	defer s.surveying.Unlock()
	old := s.surveyed
	if old != nil && old.indexed == indexed && old.judged == judged {
		return old, nil
	}
	c := &columns{indexed: indexed, judged: judged}
	var before *judgement // of the same survey
	if old != nil && old.indexed == indexed {
		c.survey, before = old.survey, old.judgement
	} else if c.survey, err = readSurvey(ctx, tx); err != nil {
		return nil, err
	}
	if c.judgement, err = judge(ctx, tx, c.survey, s.identify, before); err != nil {
		return nil, err
	}
	s.surveyed = c
	return c, nil
}

// withColumns is view with the columns of the archive as it is seen.
func (s *Store) withColumns(ctx context.Context, what string, f func(*sql.Tx, *columns) error) error {
	return s.view(ctx, what, func(tx *sql.Tx) error {
		c, err := s.columns(ctx, tx)
		if err != nil {
			return err
		}
		return f(tx, c)
	})
}

// An interner numbers strings.
type interner struct {
	all []string
	of  map[string]int32
}

func (in *interner) number(s []byte) int32 {
	if n, ok := in.of[string(s)]; ok {
		return n
	}
	if in.of == nil {
		in.of = map[string]int32{}
	}
	n := int32(len(in.all))
	in.all = append(in.all, string(s))
	in.of[string(s)] = n
	return n
}

func readSurvey(ctx context.Context, tx *sql.Tx) (*survey, error) {
	v := &survey{runs: map[*sorting][]runColumn{}}
	var docs, statements int64
	err := tx.QueryRowContext(ctx, `SELECT coalesce((SELECT max(seq) FROM document), 0), coalesce((SELECT max(seq) FROM statement), 0)`).
		Scan(&docs, &statements)
	if err != nil {
		return nil, err
	}
	v.docs = make([]docColumn, docs+1)
	v.docOf = make([]int32, statements+1)
	v.speaker, v.addressee = make([]uint32, statements+1), make([]uint32, statements+1)
	v.traits = make([]traits, statements+1)
	if err := v.readVoices(ctx, tx); err != nil {
		return nil, err
	}
	if err := v.readDocuments(ctx, tx); err != nil {
		return nil, err
	}
	for _, o := range []*sorting{byPlace, byDate} {
		if err := v.readRuns(ctx, tx, o); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (v *survey) readVoices(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, `SELECT seq, actor, name, kind, role FROM voice ORDER BY seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	v.voices = make([]voiceColumn, 1)
	var buf []byte
	for rows.Next() {
		var seq int
		var c voiceColumn
		if err := rows.Scan(&seq, &c.actor, &c.name, &c.kind, &c.role); err != nil {
			return err
		}
		for len(v.voices) < seq {
			v.voices = append(v.voices, voiceColumn{})
		}
		buf = words.Append(append(buf[:0], ' '), c.name)
		c.folded = string(buf)
		v.voices = append(v.voices, c)
	}
	return rows.Err()
}

func (v *survey) readDocuments(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, `SELECT seq, id, coalesce(place, 0), coalesce(date_place, 0), first_statement, statements, published,
		outlet, language, voices FROM document ORDER BY `+documentsOrder)
	if err != nil {
		return err
	}
	defer rows.Close()
	var outlets, languages, months interner
	published := make([]string, len(v.docs))
	var date, outlet, language, packed sql.RawBytes
	for rows.Next() {
		var seq int32
		var d docColumn
		if err := rows.Scan(&seq, &d.id, &d.place, &d.datePlace, &d.first, &d.said, &date, &outlet, &language, &packed); err != nil {
			return err
		}
		d.outlet, d.language, d.published = outlets.number(outlet), languages.number(language), dayOf(string(date))
		d.month = months.number([]byte((d.published / 100 * 100).String()))
		d.rank, d.dateRank = -1, -1
		if seq <= 0 || int(seq) >= len(v.docs) || d.first < 0 || d.said < 0 || int64(d.first)+int64(d.said) > int64(len(v.docOf)) {
			return sayso.Errorf(sayso.Damaged, "", "document %q claims %d statements from number %d of %d", d.id, d.said, d.first, len(v.docOf)-1)
		}
		for i := d.first; i < d.first+d.said; i++ {
			v.docOf[i] = seq
			var ok bool
			if v.speaker[i], v.addressee[i], v.traits[i], packed, ok = unpackVoice(packed); !ok {
				packed = nil
			}
			v.speaker[i] = min(v.speaker[i], uint32(len(v.voices)-1))
			v.addressee[i] = min(v.addressee[i], uint32(len(v.voices)-1))
		}
		if d.place != 0 {
			d.rank = int32(len(v.byRank))
			v.byRank = append(v.byRank, seq)
			published[seq] = string(date)
			for i := d.first; i < d.first+d.said; i++ {
				c := &v.voices[v.speaker[i]]
				c.said++
				d.published.widen(&c.first, &c.last)
			}
		}
		v.docs[seq] = d
	}
	v.outlets, v.languages, v.months = outlets.all, languages.all, months.all
	v.byDate = slices.Clone(v.byRank)
	slices.SortStableFunc(v.byDate, func(a, b int32) int { return cmp.Compare(published[b], published[a]) })
	for i, d := range v.byDate {
		v.docs[d].dateRank = int32(i)
	}
	return rows.Err()
}

func (v *survey) readRuns(ctx context.Context, tx *sql.Tx, o *sorting) error {
	rows, err := tx.QueryContext(ctx, `SELECT first, last FROM run WHERE sort = ? AND last >= first ORDER BY first`, o.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	var all []placed
	for i := range v.docs {
		if p := o.placeOf(&v.docs[i]); p != 0 && v.docs[i].place != 0 {
			all = append(all, placed{p, int32(i)})
		}
	}
	slices.SortFunc(all, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	for rows.Next() {
		var r runColumn
		if err := rows.Scan(&r.first, &r.last); err != nil {
			return err
		}
		n := 0
		for n < len(all) && all[n].place <= r.last {
			n++
		}
		r.docs, all = all[:n:n], all[n:]
		if n > 0 {
			v.runs[o] = append(v.runs[o], r)
		}
	}
	return rows.Err()
}

// placeOf is a document's place in one of the indexes.
func (o *sorting) placeOf(d *docColumn) int64 {
	if o == byDate {
		return d.datePlace
	}
	return d.place
}

// A day is a date as a number: 20310504, 20310500 for a month, 20310000 for a
// year, 0 for none. Days are in the order of the dates as text.
type day uint32

func dayOf(date string) day {
	y, rest, _ := strings.Cut(date, "-")
	m, d, _ := strings.Cut(rest, "-")
	if len(y) != 4 || rest != "" && len(m) != 2 || d != "" && len(d) != 2 {
		return 0
	}
	var n int
	for _, part := range []string{y, m, d} {
		v := 0
		if part != "" {
			u, err := strconv.ParseUint(part, 10, 16)
			if err != nil {
				return 0
			}
			v = int(u)
		}
		n = n*100 + v
	}
	return day(n)
}

// last is the last day that a date may stand for as the end of a stretch.
func (d day) end() day {
	switch {
	case d%10000 == 0:
		return d + 9999
	case d%100 == 0:
		return d + 99
	}
	return d
}

func (d day) String() string {
	if d == 0 {
		return ""
	}
	two := func(n day) string { return string([]byte{'0' + byte(n/10%10), '0' + byte(n%10)}) }
	s := two(d/1000000) + two(d/10000)
	if m := d / 100 % 100; m != 0 {
		s += "-" + two(m)
		if d%100 != 0 {
			s += "-" + two(d)
		}
	}
	return s
}

// widen makes first and last cover d.
func (d day) widen(first, last *day) {
	if d == 0 {
		return
	}
	if *first == 0 || d < *first {
		*first = d
	}
	*last = max(*last, d)
}
