package export

import (
	"context"
	"io"

	"sayso"
	"sayso/internal/parquet"
)

// The rows of the Parquet files. A column that may be unknown is optional, and
// null where it is; lists are lists, so that nothing has to be parsed again. A
// date stays a string, for it may be a month or a year. What has no simple form
// (passages, changes) is a column of JSON, as in the tables.

type parquetDocument struct {
	ID             string           `parquet:"id"`
	Path           string           `parquet:"path"`
	SHA256         string           `parquet:"sha256"`
	MediaType      string           `parquet:"media_type,dict"`
	URL            *string          `parquet:"url,optional"`
	CapturedAt     *string          `parquet:"captured_at,optional"`
	WARCRecordID   *string          `parquet:"warc_record_id,optional"`
	WARCOffset     *int64           `parquet:"warc_offset,optional"`
	PartOffset     *int64           `parquet:"part_offset,optional"`
	PartLength     *int64           `parquet:"part_length,optional"`
	Language       *string          `parquet:"language,optional,dict"`
	Title          *string          `parquet:"title,optional"`
	Byline         *string          `parquet:"byline,optional"`
	Outlet         *string          `parquet:"outlet,optional,dict"`
	Published      *string          `parquet:"published,optional,dict"`
	PublishedTime  *string          `parquet:"published_time,optional"`
	PublishedFrom  *string          `parquet:"published_from,optional,dict"`
	DatelinePlace  *string          `parquet:"dateline_place,optional"`
	DatelineDate   *string          `parquet:"dateline_date,optional"`
	DatelineAgency *string          `parquet:"dateline_agency,optional"`
	Credits        []string         `parquet:"credits,list"`
	Updated        *string          `parquet:"updated,optional"`
	UpdatedFrom    *string          `parquet:"updated_from,optional,dict"`
	Canonical      *string          `parquet:"canonical,optional"`
	Section        *string          `parquet:"section,optional,dict"`
	Tags           []string         `parquet:"tags,list"`
	Statements     int32            `parquet:"statements"`
	Mentions       int32            `parquet:"mentions"`
	Blocks         []parquetSection `parquet:"blocks,list"`
	Text           string           `parquet:"text"`
}

type parquetSection struct {
	Kind  string `parquet:"kind,dict"`
	Start int32  `parquet:"start"`
	End   int32  `parquet:"end"`
	As    string `parquet:"as,dict"` // "" for none
}

// A parquetSpan is half open and counts Unicode code points of the text.
type parquetSpan struct {
	Start int32  `parquet:"start"`
	End   int32  `parquet:"end"`
	Text  string `parquet:"text"`
}

type parquetStatement struct {
	ID             string        `parquet:"id"`
	Document       string        `parquet:"document,dict"`
	Path           string        `parquet:"path,dict"`
	Title          *string       `parquet:"title,optional,dict"`
	Outlet         *string       `parquet:"outlet,optional,dict"`
	Published      *string       `parquet:"published,optional,dict"`
	Mode           string        `parquet:"mode,dict"`
	Act            *string       `parquet:"act,optional,dict"`
	Polarity       string        `parquet:"polarity,dict"`
	Confidence     float64       `parquet:"confidence"`
	Speaker        *string       `parquet:"speaker,optional,dict"`
	SpeakerKind    *string       `parquet:"speaker_kind,optional,dict"`
	SpeakerRole    *string       `parquet:"speaker_role,optional,dict"`
	SpeakerActor   *string       `parquet:"speaker_actor,optional,dict"`
	SpeakerWhy     *string       `parquet:"speaker_why,optional,dict"`
	Words          string        `parquet:"words"`
	Source         []parquetSpan `parquet:"source,list"`
	Cue            []parquetSpan `parquet:"cue,list"`
	Content        []parquetSpan `parquet:"content,list"`
	Addressee      *string       `parquet:"addressee,optional,dict"`
	AddresseeKind  *string       `parquet:"addressee_kind,optional,dict"`
	AddresseeActor *string       `parquet:"addressee_actor,optional,dict"`
	Venue          *string       `parquet:"venue,optional,dict"`
	VenueName      *string       `parquet:"venue_name,optional,dict"`
	SaidOn         *string       `parquet:"said_on,optional,dict"`
	SaidOnFrom     *string       `parquet:"said_on_from,optional,dict"`
	Via            []string      `parquet:"via,list"`
	Within         *string       `parquet:"within,optional"`
	Edits          []parquetEdit `parquet:"edits,list"`
}

type parquetEdit struct {
	Kind  string `parquet:"kind,dict"`
	Start int32  `parquet:"start"`
	End   int32  `parquet:"end"`
	Text  string `parquet:"text"`
}

type parquetLink struct {
	Kind           string   `parquet:"kind,dict"`
	Between        string   `parquet:"between,dict"`
	A              string   `parquet:"a"`
	B              string   `parquet:"b"`
	Confidence     float64  `parquet:"confidence"`
	Share          float64  `parquet:"share"`
	From           *string  `parquet:"from,optional,dict"`
	FromConfidence *float64 `parquet:"from_confidence,optional"`
	FromWhy        []string `parquet:"from_why,list"`
	Independent    bool     `parquet:"independent"`
	Passages       int32    `parquet:"passages"`
	Changes        int32    `parquet:"changes"`
	PassagesJSON   string   `parquet:"passages_json,json"`
	ChangesJSON    string   `parquet:"changes_json,json"`
}

type parquetMention struct {
	Document  string        `parquet:"document,dict"`
	Path      string        `parquet:"path,dict"`
	Title     *string       `parquet:"title,optional,dict"`
	Outlet    *string       `parquet:"outlet,optional,dict"`
	Published *string       `parquet:"published,optional,dict"`
	Kind      string        `parquet:"kind,dict"`
	Name      string        `parquet:"name,dict"`
	Actor     *string       `parquet:"actor,optional,dict"`
	Spans     []parquetSpan `parquet:"spans,list"`
}

// writeParquet writes one file of the rows of each document, or of each link.
func writeParquet(ctx context.Context, w io.Writer, store sayso.Store, what What) error {
	switch what {
	case Documents:
		return parquetFile(w, parquetDocument{}, func(put func(row any) error) error {
			return eachDocument(ctx, store, what, func(d *sayso.Document) error { return put(documentOf(d)) })
		})
	case Statements:
		return parquetFile(w, parquetStatement{}, func(put func(row any) error) error {
			return eachDocument(ctx, store, what, func(d *sayso.Document) error {
				for i := range d.Statements {
					if err := put(statementOf(d, &d.Statements[i])); err != nil {
						return err
					}
				}
				return nil
			})
		})
	case Mentions:
		return parquetFile(w, parquetMention{}, func(put func(row any) error) error {
			return eachDocument(ctx, store, what, func(d *sayso.Document) error {
				for i := range d.Mentions {
					m := &d.Mentions[i]
					row := parquetMention{Document: string(d.ID), Path: d.Source.Path, Title: known(d.Title), Outlet: known(d.Outlet), Published: known(date(d.Published)),
						Kind: m.Kind, Name: m.Name, Actor: known(m.Actor), Spans: spansOf(m.Spans)}
					if err := put(row); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
	return parquetFile(w, parquetLink{}, func(put func(row any) error) error {
		for l, err := range store.Links(ctx) {
			if err != nil {
				return err
			}
			row, err := linkOf(&l)
			if err != nil {
				return err
			}
			if err := put(row); err != nil {
				return err
			}
		}
		return nil
	})
}

func eachDocument(ctx context.Context, store sayso.Store, what What, fn func(*sayso.Document) error) error {
	for d, err := range documents(ctx, store, what) {
		if err != nil {
			return err
		}
		if err := fn(d); err != nil {
			return err
		}
	}
	return nil
}

// parquetFile writes the rows that rows puts, all of the type of kind.
func parquetFile(w io.Writer, kind any, rows func(put func(row any) error) error) error {
	pw, err := parquet.New(w, kind, "sayso version 1 (build 0)")
	if err != nil {
		return err
	}
	if err := rows(pw.Write); err != nil {
		return err // without a footer: what was written is no Parquet file
	}
	return pw.Close()
}

func documentOf(d *sayso.Document) parquetDocument {
	s := &d.Source
	row := parquetDocument{ID: string(d.ID), Path: s.Path, SHA256: s.SHA256, MediaType: s.MediaType, URL: known(s.URL), CapturedAt: known(s.CapturedAt),
		Language: known(d.Language), Title: known(d.Title), Byline: known(d.Byline), Outlet: known(d.Outlet), Published: known(date(d.Published)),
		Updated: known(date(d.Updated)), Canonical: known(d.Canonical), Section: known(d.Section), Tags: d.Tags,
		Statements: int32(len(d.Statements)), Mentions: int32(len(d.Mentions)), Text: d.Text}
	if s.WARC != nil {
		row.WARCRecordID, row.WARCOffset = known(s.WARC.RecordID), &s.WARC.Offset
	}
	if s.Part != nil {
		row.PartOffset, row.PartLength = &s.Part.Offset, &s.Part.Length
	}
	if d.Published != nil {
		row.PublishedTime, row.PublishedFrom = known(d.Published.Time), known(d.Published.From)
	}
	if d.Updated != nil {
		row.UpdatedFrom = known(d.Updated.From)
	}
	if l := d.Dateline; l != nil {
		row.DatelinePlace, row.DatelineDate, row.DatelineAgency = known(l.Place), known(l.Date), known(l.Agency)
	}
	for _, c := range d.Credits {
		row.Credits = append(row.Credits, c.Name)
	}
	for _, b := range d.Blocks {
		row.Blocks = append(row.Blocks, parquetSection{string(b.Kind), int32(b.Start), int32(b.End), string(b.As)})
	}
	return row
}

func statementOf(d *sayso.Document, st *sayso.Statement) parquetStatement {
	row := parquetStatement{ID: string(st.ID), Document: string(d.ID), Path: d.Source.Path, Title: known(d.Title), Outlet: known(d.Outlet), Published: known(date(d.Published)),
		Mode: string(st.Mode), Act: known(st.Act), Polarity: string(st.Polarity), Confidence: st.Confidence, Words: textOf(st.Content),
		Source: spansOf(st.Source), Cue: spansOf(st.Cue), Content: spansOf(st.Content), Within: known(st.Within)}
	if a := st.Speaker; a != nil {
		row.Speaker, row.SpeakerKind, row.SpeakerRole = known(a.Name), known(a.Kind), known(a.Role)
		row.SpeakerActor, row.SpeakerWhy = known(a.Actor), known(a.Why)
	}
	if a := st.Addressee; a != nil {
		row.Addressee, row.AddresseeKind, row.AddresseeActor = known(a.Name), known(a.Kind), known(a.Actor)
	}
	if v := st.Venue; v != nil {
		row.Venue, row.VenueName = known(v.What), known(v.Name)
	}
	if st.SaidOn != nil {
		row.SaidOn, row.SaidOnFrom = known(st.SaidOn.Date), known(st.SaidOn.From)
	}
	for _, v := range st.Via {
		row.Via = append(row.Via, v.Name)
	}
	for _, e := range st.Edits {
		row.Edits = append(row.Edits, parquetEdit{e.Kind, int32(e.Span.Start), int32(e.Span.End), e.Span.Text})
	}
	return row
}

func linkOf(l *sayso.Link) (parquetLink, error) {
	row := parquetLink{Kind: string(l.Kind), Between: string(l.Between), A: l.A, B: l.B, Confidence: l.Confidence, Share: l.Share,
		Independent: l.Independent, Passages: int32(len(l.Passages)), Changes: int32(len(l.Changes))}
	if d := l.Direction; d != nil {
		row.From, row.FromConfidence, row.FromWhy = known(d.From), &d.Confidence, d.Why
	}
	var err error
	row.PassagesJSON, row.ChangesJSON, err = linkJSON(l)
	return row, err
}

// known is a pointer to s, or nil where it is empty: unknown is null.
func known[S ~string](s S) *string {
	if s == "" {
		return nil
	}
	t := string(s)
	return &t
}

func spansOf(spans []sayso.Span) []parquetSpan {
	out := make([]parquetSpan, len(spans))
	for i, s := range spans {
		out[i] = parquetSpan{int32(s.Start), int32(s.End), s.Text}
	}
	return out
}
