package verify

import (
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"sayso"
)

var (
	spanType  = reflect.TypeFor[sayso.Span]()
	blockType = reflect.TypeFor[sayso.Block]()
)

// checkSpans finds every span in v, which is a pointer to a part of the record,
// and checks it against its text. rulerOf returns the ruler of that text: a link
// has two, and what is under a field named A or B is in that one of them. It
// returns the number of spans.
func checkSpans(v any, rulerOf func(side byte) *sayso.Ruler, find func(where, format string, args ...any)) int {
	w := walker{rulerOf: rulerOf, find: find}
	w.walk(reflect.ValueOf(v).Elem(), 0)
	return w.spans
}

type walker struct {
	rulerOf func(side byte) *sayso.Ruler
	find    func(where, format string, args ...any)
	where   []string
	spans   int
}

func (w *walker) walk(v reflect.Value, side byte) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			w.walk(v.Elem(), side)
		}
	case reflect.Slice:
		if !walkable(v.Type().Elem()) {
			return
		}
		for i := range v.Len() {
			w.where = append(w.where, "["+strconv.Itoa(i)+"]")
			w.walk(v.Index(i), side)
			w.where = w.where[:len(w.where)-1]
		}
	case reflect.Struct:
		switch v.Type() {
		case spanType:
			w.span(v.Interface().(sayso.Span), side)
			return
		case blockType:
			return // has no words; see checkBlocks
		}
		t := v.Type()
		for i := range t.NumField() {
			f := t.Field(i)
			if !walkable(f.Type) {
				continue
			}
			inner := side
			if f.Name == "A" || f.Name == "B" {
				inner = f.Name[0]
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			w.where = append(w.where, "."+name)
			w.walk(v.Field(i), inner)
			w.where = w.where[:len(w.where)-1]
		}
	}
}

func walkable(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Struct:
		return true
	}
	return false
}

func (w *walker) span(s sayso.Span, side byte) {
	w.spans++
	r := w.rulerOf(side)
	if r == nil || r.Holds(s) {
		return
	}
	where := strings.TrimPrefix(strings.Join(w.where, ""), ".")
	if s.Start < 0 || s.Start > s.End || s.End > r.Len() {
		w.find(where, "%d-%d is outside the text of %d code points; the record has %q there", s.Start, s.End, r.Len(), excerpt(s.Text))
		return
	}
	w.find(where, "at %d-%d the text has %q, not %q", s.Start, s.End, excerpt(r.Slice(s.Start, s.End)), excerpt(s.Text))
}

// checkBlocks checks that the blocks follow each other and leave nothing out but
// blank space.
func checkBlocks(d *sayso.Document, r *sayso.Ruler, find func(where, format string, args ...any)) {
	at := sayso.Offset(0)
	gap := func(where string, to sayso.Offset) {
		if words := r.Slice(at, to); strings.ContainsFunc(words, func(c rune) bool { return !blank(c) }) {
			find(where, "no block holds %d-%d, %q", at, to, excerpt(strings.TrimFunc(words, blank)))
		}
	}
	for i, b := range d.Blocks {
		where := "blocks[" + strconv.Itoa(i) + "]"
		if b.Start < 0 || b.Start > b.End || b.End > r.Len() {
			find(where, "%d-%d is outside the text of %d code points", b.Start, b.End, r.Len())
			continue
		}
		if b.Start < at {
			find(where, "%d-%d begins before the end of the block before it, %d", b.Start, b.End, at)
		} else {
			gap(where, b.Start)
		}
		at = max(at, b.End)
	}
	gap("blocks", r.Len())
}

// blank reports whether a character shows nothing.
func blank(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zs) || r == '\u2800' || r == '\u3164'
}
