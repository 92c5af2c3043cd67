package sayso

import (
	"unicode/utf8"
)

// rulerStep is the number of bytes between two marks of a Ruler. A conversion
// decodes at most that many bytes; a mark costs four bytes in 64.
const rulerStep = 64

// A Ruler converts between byte offsets and code-point Offsets of one text.
// Making one costs a pass over the text; a text of ASCII alone needs no marks.
// Offsets outside the text are moved to its nearest end.
type Ruler struct {
	text  string
	marks []uint32 // code points before byte i*rulerStep; nil where the text is ASCII
	size  Offset
}

// NewRuler returns the ruler of text, which must be valid UTF-8 of less than
// 4 GiB.
func NewRuler(text string) *Ruler {
	r := &Ruler{text: text}
	ascii := true
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		r.size = Offset(len(text))
		return r
	}
	r.marks = make([]uint32, 0, len(text)/rulerStep+1)
	var n uint32
	for i := 0; i < len(text); i++ {
		if i%rulerStep == 0 {
			r.marks = append(r.marks, n)
		}
		if utf8.RuneStart(text[i]) {
			n++
		}
	}
	r.size = Offset(n)
	return r
}

// Len is the length of the text in code points.
func (r *Ruler) Len() Offset { return r.size }

// Offset is the number of code points before byte i.
func (r *Ruler) Offset(i int) Offset {
	if i <= 0 {
		return 0
	}
	if i >= len(r.text) {
		return r.size
	}
	if r.marks == nil {
		return Offset(i)
	}
	m := i / rulerStep
	n := r.marks[m]
	for j := m * rulerStep; j < i; j++ {
		if utf8.RuneStart(r.text[j]) {
			n++
		}
	}
	return Offset(n)
}

// Byte is the index of the first byte of the code point at o.
func (r *Ruler) Byte(o Offset) int {
	if o <= 0 {
		return 0
	}
	if o >= r.size {
		return len(r.text)
	}
	if r.marks == nil {
		return int(o)
	}
	lo, hi := 0, len(r.marks)-1 // the last mark whose count is not above o
	for lo < hi {
		m := (lo + hi + 1) / 2
		if r.marks[m] <= uint32(o) {
			lo = m
		} else {
			hi = m - 1
		}
	}
	n := Offset(r.marks[lo])
	for i := lo * rulerStep; i < len(r.text); i++ {
		if utf8.RuneStart(r.text[i]) {
			if n == o {
				return i
			}
			n++
		}
	}
	return len(r.text)
}

// Span is the span of the bytes from start to end.
func (r *Ruler) Span(start, end int) Span {
	return Span{Start: r.Offset(start), End: r.Offset(end), Text: r.text[start:end]}
}

// Bytes are the byte offsets of a span.
func (r *Ruler) Bytes(s Span) (start, end int) { return r.Byte(s.Start), r.Byte(s.End) }

// Slice is the text between two offsets.
func (r *Ruler) Slice(start, end Offset) string {
	i, j := r.Byte(start), r.Byte(end)
	if i > j {
		return ""
	}
	return r.text[i:j]
}

// Holds reports whether the words of s stand at s.
func (r *Ruler) Holds(s Span) bool {
	return s.Start >= 0 && s.Start <= s.End && s.End <= r.size && r.Slice(s.Start, s.End) == s.Text
}
