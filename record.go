package sayso

import (
	"bytes"
	"encoding/json"
	"io"
)

var null = []byte("null")

func marshalMaybe(s string) ([]byte, error) {
	if s == "" {
		return null, nil
	}
	return marshal(s)
}

func unmarshalMaybe[S ~string](b []byte, s *S) error {
	var t *string
	if err := json.Unmarshal(b, &t); err != nil {
		return err
	}
	*s = ""
	if t != nil {
		*s = S(*t)
	}
	return nil
}

// MarshalJSON writes "" as null.
func (m Maybe) MarshalJSON() ([]byte, error) { return marshalMaybe(string(m)) }

// UnmarshalJSON reads null as "".
func (m *Maybe) UnmarshalJSON(b []byte) error { return unmarshalMaybe(b, m) }

// MarshalJSON writes "" as null.
func (id ActorID) MarshalJSON() ([]byte, error) { return marshalMaybe(string(id)) }

// UnmarshalJSON reads null as "".
func (id *ActorID) UnmarshalJSON(b []byte) error { return unmarshalMaybe(b, id) }

// MarshalJSON writes "" as null.
func (id StatementID) MarshalJSON() ([]byte, error) { return marshalMaybe(string(id)) }

// UnmarshalJSON reads null as "".
func (id *StatementID) UnmarshalJSON(b []byte) error { return unmarshalMaybe(b, id) }

// MarshalJSON writes "" as null.
func (a SpeechAct) MarshalJSON() ([]byte, error) { return marshalMaybe(string(a)) }

// UnmarshalJSON reads null as "".
func (a *SpeechAct) UnmarshalJSON(b []byte) error { return unmarshalMaybe(b, a) }

// marshal is json.Marshal without the escaping of <, > and &: a record is
// read by people too.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// fill gives a missing list the empty list, which the record wants in place of
// null.
func fill[T any](lists ...*[]T) {
	for _, l := range lists {
		if *l == nil {
			*l = []T{}
		}
	}
}

// AppendRecord appends the document as one line of JSON, without the newline.
func (d *Document) AppendRecord(b []byte) ([]byte, error) {
	c := *d
	fill(&c.Tags)
	fill(&c.Credits)
	fill(&c.Blocks)
	fill(&c.Statements)
	fill(&c.Mentions)
	fill(&c.Events)
	if len(d.Statements) > 0 {
		c.Statements = append([]Statement(nil), d.Statements...)
	}
	for i := range c.Statements {
		s := &c.Statements[i]
		fill(&s.Source, &s.Cue, &s.Content)
		fill(&s.Via)
		fill(&s.Edits)
		s.Speaker, s.Addressee = filledActor(s.Speaker), filledActor(s.Addressee)
	}
	return appendJSON(b, &c)
}

func filledActor(a *Actor) *Actor {
	if a == nil || a.Spans != nil {
		return a
	}
	c := *a
	c.Spans = []Span{}
	return &c
}

// AppendRecord appends the link as one line of JSON, without the newline.
func (l *Link) AppendRecord(b []byte) ([]byte, error) {
	c := *l
	fill(&c.Changes)
	if len(l.Passages) > 0 {
		c.Passages = append([]Passage(nil), l.Passages...)
	}
	for i := range c.Passages {
		fill(&c.Passages[i].Changes)
	}
	if l.Direction != nil && l.Direction.Why == nil {
		d := *l.Direction
		d.Why = []string{}
		c.Direction = &d
	}
	return appendJSON(b, &c)
}

func appendJSON(b []byte, v any) ([]byte, error) {
	w := appender{b}
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return b, err
	}
	return w.b[:len(w.b)-1], nil
}

type appender struct{ b []byte }

func (a *appender) Write(p []byte) (int, error) { a.b = append(a.b, p...); return len(p), nil }

// A Recorder is what a record can be made of: a Document or a Link.
type Recorder interface {
	AppendRecord(b []byte) ([]byte, error)
}

// WriteRecord writes r and a newline to w in one Write.
func WriteRecord(w io.Writer, r Recorder) error {
	b, err := r.AppendRecord(nil)
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
