package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
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
	bar   *progressbar.ProgressBar // nil where there is no terminal
	log   *slog.Logger
	stage pile.Stage
	start time.Time
	last  time.Time
	now   func() time.Time
}

func newReporter(w io.Writer, bytes int64) *reporter {
	r := &reporter{w: w, bytes: bytes, now: time.Now, log: slog.New(slog.NewTextHandler(w, nil))}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		r.bar = progressbar.NewOptions64(1, progressbar.OptionSetWriter(w), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSetPredictTime(true), progressbar.OptionFullWidth(), progressbar.OptionClearOnFinish())
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
		if r.bar != nil {
			r.bar.Reset()
		}
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
		r.bar.ChangeMax64(max(total, done, 1))
		r.bar.Describe(what)
		_ = r.bar.Set64(done)
		return
	}
	if now := r.now(); now.Sub(r.last) >= logEvery {
		r.last = now
		args := []any{"stage", string(p.Stage), "added", p.Summary.Added, "known", p.Summary.Known, "not_read", p.Summary.Problems}
		if done > 0 && total > done {
			left := time.Duration(secs / float64(done) * float64(total-done) * float64(time.Second))
			args = append(args, "left", left.Round(time.Second).String())
		}
		r.log.Info(what, args...)
	}
}

// say prints a line above the bar.
func (r *reporter) say(format string, args ...any) {
	if r.bar != nil {
		_ = r.bar.Clear()
	}
	fmt.Fprintf(r.w, format, args...)
}

func (r *reporter) finish() {
	if r.bar != nil {
		_ = r.bar.Finish()
		_ = r.bar.Clear()
	}
}
