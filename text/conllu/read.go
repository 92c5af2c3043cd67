// Package conllu reads and writes CoNLL-U, the format of Universal
// Dependencies.
//
// It reads what training and scoring need: words with their tags, heads and
// relations, comments, and the parts of the printed text that the words of a
// contraction cover; empty nodes and enhanced dependencies are passed over.
// A line that is no word, comment or blank is an error with its number.
package conllu

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A Word is one syntactic word.
type Word struct {
	Form, Lemma, UPOS, XPOS, Feats string
	Head                           int // from 1; 0 is the root; -1 unknown
	Rel                            string
	Misc                           string
	// Piece is the part of the printed text that the word covers: the form,
	// but for words of a contraction whose forms are not its parts.
	Piece      string
	SpaceAfter bool
}

// A Sentence is one sentence of a treebank.
type Sentence struct {
	Comments  []string
	Paragraph bool // it opens a paragraph or a document
	Document  bool // it opens a document
	Words     []Word
}

// Reader reads sentences one after the other.
type Reader struct {
	s    *bufio.Scanner
	line int
}

// maxLine is the longest line that is read; the format has one word a line.
const maxLine = 1 << 20

// NewReader reads from r.
func NewReader(r io.Reader) *Reader {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 1<<16), maxLine)
	return &Reader{s: s}
}

// Next is the next sentence; its error is io.EOF after the last.
func (r *Reader) Next() (*Sentence, error) {
	st := &Sentence{}
	var mwtForm string
	mwtFrom, mwtTo, mwtSpace := 0, 0, true
	finish := func() {
		if mwtTo > 0 && mwtTo <= len(st.Words) {
			shareOut(st.Words[mwtFrom-1:mwtTo], mwtForm, mwtSpace)
		}
		mwtTo = 0
	}
	for r.s.Scan() {
		r.line++
		l := bytes.TrimRight(r.s.Bytes(), "\r")
		if len(l) == 0 {
			if len(st.Words) == 0 {
				continue
			}
			finish()
			return st, nil
		}
		if l[0] == '#' {
			c := string(l)
			st.Comments = append(st.Comments, c)
			if strings.HasPrefix(c, "# newdoc") {
				st.Document, st.Paragraph = true, true
			}
			if strings.HasPrefix(c, "# newpar") {
				st.Paragraph = true
			}
			continue
		}
		c := strings.Split(string(l), "\t")
		if len(c) < 10 {
			return nil, fmt.Errorf("line %d: %d columns, want 10", r.line, len(c))
		}
		if strings.Contains(c[0], ".") {
			continue
		}
		space := !strings.Contains(c[9], "SpaceAfter=No")
		if a, b, ok := strings.Cut(c[0], "-"); ok {
			finish()
			x, err1 := strconv.Atoi(a)
			y, err2 := strconv.Atoi(b)
			if err1 != nil || err2 != nil || x != len(st.Words)+1 || y < x {
				return nil, fmt.Errorf("line %d: bad range %q", r.line, c[0])
			}
			mwtFrom, mwtTo, mwtForm, mwtSpace = x, y, c[1], space
			continue
		}
		n, err := strconv.Atoi(c[0])
		if err != nil || n != len(st.Words)+1 {
			return nil, fmt.Errorf("line %d: word %q, want %d", r.line, c[0], len(st.Words)+1)
		}
		if mwtTo > 0 && n > mwtTo {
			finish()
		}
		head := -1
		if c[6] != "_" {
			if head, err = strconv.Atoi(c[6]); err != nil || head < 0 {
				return nil, fmt.Errorf("line %d: bad head %q", r.line, c[6])
			}
		}
		st.Words = append(st.Words, Word{Form: c[1], Lemma: c[2], UPOS: c[3], XPOS: c[4], Feats: c[5], Head: head, Rel: c[7], Misc: c[9], Piece: c[1], SpaceAfter: space})
	}
	if err := r.s.Err(); err != nil {
		return nil, err
	}
	if len(st.Words) > 0 {
		finish()
		return st, nil
	}
	return nil, io.EOF
}

// shareOut gives each word of a contraction its letters of the printed form.
func shareOut(ws []Word, form string, space bool) {
	var all strings.Builder
	for i := range ws {
		ws[i].SpaceAfter = false
		all.WriteString(ws[i].Form)
	}
	ws[len(ws)-1].SpaceAfter = space
	if all.String() == form {
		return
	}
	left := []rune(form)
	for i := range ws {
		k := max(1, min(len([]rune(ws[i].Form)), len(left)-(len(ws)-1-i)))
		if i == len(ws)-1 || k > len(left) {
			k = len(left)
		}
		ws[i].Piece = string(left[:k])
		left = left[k:]
	}
}

// ReadAll reads every sentence.
func ReadAll(r io.Reader) ([]*Sentence, error) {
	var out []*Sentence
	rd := NewReader(r)
	for {
		s, err := rd.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
}
