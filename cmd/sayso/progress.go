package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"sayso/pile"
)

// logEvery is the time between two log lines of a run that no one watches.
const logEvery = 10 * time.Second

// A reporter tells how far `sayso add` has come: a bar where standard error is
// a terminal, a log line now and then where it is not. What cannot be read is
// told at once.
type reporter struct {
	w     io.Writer
	bytes int64
	bar   *bar // nil where there is no terminal
	log   *slog.Logger
	stage pile.Stage
	start time.Time
	last  time.Time
	now   func() time.Time
}

func newReporter(w io.Writer, bytes int64) *reporter {
	r := &reporter{w: w, bytes: bytes, now: time.Now, log: slog.New(slog.NewTextHandler(w, nil))}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		r.bar = &bar{w: w, columns: func() int {
			n, _, err := term.GetSize(int(f.Fd()))
			if err != nil {
				return 80
			}
			return n
		}}
	}
	r.start, r.last = r.now(), r.now()
	return r
}

func (r *reporter) tell(p pile.Progress) {
	if p.Problem != nil {
		r.say("sayso: %v\n", p.Problem)
	}
	if p.Note != "" {
		r.say("sayso: note: %s\n", p.Note)
	}
	if p.Stage != r.stage {
		r.stage, r.start = p.Stage, r.now()
	}
	done, total, what := p.Consumed, r.bytes, ""
	secs := r.now().Sub(r.start).Seconds()
	switch p.Stage {
	case pile.Reading:
		seen := p.Summary.Added + p.Summary.Known
		what = fmt.Sprintf("reading: %s, %.0f/s", count(seen, "page"), float64(seen)/max(secs, .001))
	case pile.Indexing:
		what = "indexing"
	case pile.Linking:
		done, total = int64(p.Done), int64(p.Total)
		what = "linking: " + count(p.Done, "page")
		if p.Total > 0 {
			what = fmt.Sprintf("linking: %d of %s", p.Done, count(p.Total, "page"))
		}
	}
	if r.bar != nil {
		now := r.now()
		if now.Sub(r.bar.drawn) >= drawEvery {
			r.bar.drawn = now
			r.bar.draw(what, done, total, left(secs, done, total))
		}
		return
	}
	if now := r.now(); now.Sub(r.last) >= logEvery {
		r.last = now
		args := []any{"stage", string(p.Stage), "added", p.Summary.Added, "known", p.Summary.Known, "not_read", p.Summary.Problems}
		if done > 0 && total > done {
			args = append(args, "left", left(secs, done, total).String())
		}
		r.log.Info(what, args...)
	}
}

// say prints a line above the bar.
func (r *reporter) say(format string, args ...any) {
	if r.bar != nil {
		r.bar.clear()
	}
	fmt.Fprintf(r.w, format, args...)
}

func (r *reporter) finish() {
	if r.bar != nil {
		r.bar.clear()
	}
}

// left is how long the rest takes at the pace so far, 0 where that is not known.
func left(secs float64, done, total int64) time.Duration {
	if done <= 0 || total <= done {
		return 0
	}
	return time.Duration(secs / float64(done) * float64(total-done) * float64(time.Second)).Round(time.Second)
}

// drawEvery is the least time between two drawings of the bar.
const drawEvery = 100 * time.Millisecond

// A bar is one line of a terminal, drawn over and over.
type bar struct {
	w       io.Writer
	columns func() int
	drawn   time.Time
}

func (b *bar) clear() { b.line(""); fmt.Fprint(b.w, "\r") }

// line fills the line but for its last column, at which some terminals go on to
// the next.
func (b *bar) line(s string) {
	n := max(b.columns()-1, 0)
	fmt.Fprintf(b.w, "\r%-*.*s", n, n, s)
}

func (b *bar) draw(what string, done, total int64, left time.Duration) {
	after := ""
	if left > 0 {
		after = " " + left.String() + " left"
	}
	room := b.columns() - 1 - len(what) - len(after) - len(" []")
	if total <= 0 || room < 8 {
		b.line(what + after)
		return
	}
	full := int(min(done, total) * int64(room) / total)
	b.line(what + " [" + strings.Repeat("=", full) + strings.Repeat(" ", room-full) + "]" + after)
}
