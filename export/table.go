package export

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"

	"sayso"
)

func writeTable(ctx context.Context, w *bufio.Writer, store sayso.Store, what What, format Format, opt Options) error {
	var row func([]string) error
	finish := func() error { return nil }
	if format == CSV {
		if opt.BOM {
			if _, err := w.WriteString("\ufeff"); err != nil {
				return err
			}
		}
		c := csv.NewWriter(w)
		row = func(cells []string) error {
			if opt.BOM {
				for i := range cells {
					cells[i] = disarm(cells[i])
				}
			}
			return c.Write(cells)
		}
		finish = func() error { c.Flush(); return c.Error() }
	} else {
		row = func(cells []string) error { return writeTSV(w, cells) }
	}
	if err := rows(ctx, store, what, row); err != nil {
		return err
	}
	return finish()
}

// disarm keeps a spreadsheet from taking a cell for a formula
// (https://owasp.org/www-community/attacks/CSV_Injection).
func disarm(cell string) string {
	if cell != "" && strings.IndexByte("=+-@\t\r\n", cell[0]) >= 0 {
		return "'" + cell
	}
	for _, wide := range []string{"＝", "＋", "－", "＠"} {
		if strings.HasPrefix(cell, wide) {
			return "'" + cell
		}
	}
	return cell
}

var tsvEscapes = strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func writeTSV(w *bufio.Writer, cells []string) error {
	for i, c := range cells {
		if i > 0 {
			w.WriteByte('\t')
		}
		if _, err := tsvEscapes.WriteString(w, c); err != nil {
			return err
		}
	}
	return w.WriteByte('\n')
}

var columns = map[What][]string{
	Documents: {"id", "path", "sha256", "media_type", "url", "captured_at", "warc_record_id", "warc_offset", "part_offset",
		"part_length", "language", "title", "byline", "outlet", "published", "published_time", "published_from", "dateline_place",
		"dateline_date", "dateline_agency", "credits", "updated", "updated_from", "canonical", "section", "tags", "statements",
		"mentions", "text"},
	Statements: {"id", "document", "path", "title", "outlet", "published", "mode", "polarity", "confidence", "speaker",
		"speaker_kind", "speaker_role", "speaker_actor", "speaker_why", "source", "cue", "content", "source_spans", "cue_spans",
		"content_spans", "addressee", "addressee_kind", "addressee_actor", "venue", "venue_name", "said_on", "said_on_from", "via",
		"within", "edits", "act"},
	Links: {"kind", "between", "a", "b", "confidence", "share", "from", "from_confidence", "from_why", "independent", "passages",
		"changes", "passages_json", "changes_json"},
	Mentions: {"document", "path", "title", "outlet", "published", "kind", "name", "actor", "times", "spans", "words"},
}

// rows calls row with the column names and then with each row of a table. The
// cells are row's to change.
func rows(ctx context.Context, store sayso.Store, what What, row func([]string) error) error {
	if err := row(append([]string(nil), columns[what]...)); err != nil {
		return err
	}
	if what == Links {
		for l, err := range store.Links(ctx) {
			if err != nil {
				return err
			}
			cells, err := linkRow(&l)
			if err != nil {
				return err
			}
			if err := row(cells); err != nil {
				return err
			}
		}
		return nil
	}
	for d, err := range documents(ctx, store, what) {
		if err != nil {
			return err
		}
		switch what {
		case Documents:
			err = row(documentRow(d))
		case Statements:
			for i := range d.Statements {
				if err = row(statementRow(d, &d.Statements[i])); err != nil {
					break
				}
			}
		case Mentions:
			for i := range d.Mentions {
				if err = row(mentionRow(d, &d.Mentions[i])); err != nil {
					break
				}
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func documentRow(d *sayso.Document) []string {
	s := &d.Source
	var record, offset, partOffset, partLength, time, from, place, day, agency string
	if s.WARC != nil {
		record, offset = s.WARC.RecordID, strconv.FormatInt(s.WARC.Offset, 10)
	}
	if s.Part != nil {
		partOffset, partLength = strconv.FormatInt(s.Part.Offset, 10), strconv.FormatInt(s.Part.Length, 10)
	}
	if d.Published != nil {
		time, from = string(d.Published.Time), string(d.Published.From)
	}
	changed := ""
	if d.Updated != nil {
		changed = string(d.Updated.From)
	}
	if d.Dateline != nil {
		place, day, agency = string(d.Dateline.Place), string(d.Dateline.Date), string(d.Dateline.Agency)
	}
	credits := make([]string, len(d.Credits))
	for i, c := range d.Credits {
		credits[i] = c.Name
	}
	return []string{string(d.ID), s.Path, s.SHA256, s.MediaType, string(s.URL), string(s.CapturedAt), record, offset, partOffset,
		partLength, string(d.Language), string(d.Title), string(d.Byline), string(d.Outlet), date(d.Published), time, from, place,
		day, agency, strings.Join(credits, "; "), date(d.Updated), changed, string(d.Canonical), string(d.Section),
		strings.Join(d.Tags, "; "), strconv.Itoa(len(d.Statements)), strconv.Itoa(len(d.Mentions)), d.Text}
}

func statementRow(d *sayso.Document, st *sayso.Statement) []string {
	speaker, addressee := st.Speaker, st.Addressee
	if speaker == nil {
		speaker = &sayso.Actor{}
	}
	if addressee == nil {
		addressee = &sayso.Actor{}
	}
	venue := st.Venue
	if venue == nil {
		venue = &sayso.Venue{}
	}
	from := ""
	if st.SaidOn != nil {
		from = string(st.SaidOn.From)
	}
	via := make([]string, len(st.Via))
	for i, v := range st.Via {
		via[i] = v.Name
	}
	edits := make([]string, len(st.Edits))
	for i, e := range st.Edits {
		edits[i] = e.Kind + ": " + e.Span.Text
	}
	return []string{string(st.ID), string(d.ID), d.Source.Path, string(d.Title), string(d.Outlet), date(d.Published),
		string(st.Mode), string(st.Polarity), number(st.Confidence), speaker.Name, string(speaker.Kind), string(speaker.Role),
		string(speaker.Actor), speaker.Why, textOf(st.Source), textOf(st.Cue), textOf(st.Content), offsets(st.Source),
		offsets(st.Cue), offsets(st.Content), addressee.Name, string(addressee.Kind), string(addressee.Actor), venue.What,
		string(venue.Name), date(st.SaidOn), from, strings.Join(via, "; "), string(st.Within), strings.Join(edits, "; "), string(st.Act)}
}

func linkRow(l *sayso.Link) ([]string, error) {
	var from, confidence, why string
	if l.Direction != nil {
		from, confidence = string(l.Direction.From), number(l.Direction.Confidence)
		why = strings.Join(l.Direction.Why, "; ")
	}
	passages, changes, err := linkJSON(l)
	if err != nil {
		return nil, err
	}
	return []string{string(l.Kind), string(l.Between), l.A, l.B, number(l.Confidence), number(l.Share), from, confidence, why,
		strconv.FormatBool(l.Independent), strconv.Itoa(len(l.Passages)), strconv.Itoa(len(l.Changes)), passages, changes}, nil
}

// linkJSON is what has no simple form of a link.
func linkJSON(l *sayso.Link) (passages, changes string, err error) {
	c := *l
	c.Passages = append([]sayso.Passage{}, l.Passages...)
	for i := range c.Passages {
		fill(&c.Passages[i].Changes)
	}
	fill(&c.Changes)
	if passages, err = jsonOf(c.Passages); err != nil {
		return "", "", err
	}
	changes, err = jsonOf(c.Changes)
	return passages, changes, err
}

func mentionRow(d *sayso.Document, m *sayso.Mention) []string {
	// Each wording once, in the order of the text.
	var wordings []string
	seen := map[string]bool{}
	for _, sp := range m.Spans {
		if !seen[sp.Text] {
			seen[sp.Text] = true
			wordings = append(wordings, sp.Text)
		}
	}
	return []string{string(d.ID), d.Source.Path, string(d.Title), string(d.Outlet), date(d.Published), m.Kind, m.Name,
		string(m.Actor), strconv.Itoa(len(m.Spans)), offsets(m.Spans), strings.Join(wordings, " | ")}
}

func date(d *sayso.Date) string {
	if d == nil {
		return ""
	}
	return d.Date
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// textOf is the words of spans, parts joined.
func textOf(spans []sayso.Span) string {
	parts := make([]string, len(spans))
	for i, sp := range spans {
		parts[i] = sp.Text
	}
	return strings.Join(parts, " … ")
}

func offsets(spans []sayso.Span) string {
	var b []byte
	for i, sp := range spans {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(sp.Start), 10)
		b = append(b, '-')
		b = strconv.AppendInt(b, int64(sp.End), 10)
	}
	return string(b)
}

func jsonOf(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}
