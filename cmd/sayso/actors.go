package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sayso"
)

// listFormats are those of lists of actors and decisions.
var listFormats = []string{"text", "jsonl", "csv", "tsv"}

func formatFlag(c *cobra.Command, format *string) {
	c.Flags().StringVar(format, "format", "text", "`format`: "+strings.Join(listFormats, ", "))
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(listFormats, cobra.ShellCompDirectiveNoFileComp))
}

// writeList writes rows in a format: one object a line, or a table. Objects are
// what jsonl has of the rows.
func writeList(w io.Writer, format string, head []string, rows [][]string, objects []any) error {
	switch format {
	case "jsonl":
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		for _, o := range objects {
			if err := e.Encode(o); err != nil {
				return err
			}
		}
		return nil
	case "csv":
		return csv.NewWriter(w).WriteAll(append([][]string{head}, rows...))
	case "tsv":
		for _, r := range append([][]string{head}, rows...) {
			if _, err := io.WriteString(w, tsvEscapes.Replace(strings.Join(r, "\x00"))+"\n"); err != nil {
				return err
			}
		}
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range append([][]string{head}, rows...) {
		cells := make([]string, len(r))
		for i, c := range r {
			if cells[i] = clipped(sayso.PrintPath(c)); c == "" {
				cells[i] = "-"
			}
		}
		fmt.Fprintln(t, strings.TrimRight(strings.Join(cells, "\t"), "\t "))
	}
	return t.Flush()
}

// tsvEscapes writes cells as export does. No cell has a NUL.
var tsvEscapes = strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\x00", "\t")

// clipped keeps a column of text narrow. Other formats give all.
func clipped(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

func checkFormat(format string) error {
	if !slices.Contains(listFormats, format) {
		return usagef("--format %s: must be one of %s", format, strings.Join(listFormats, ", "))
	}
	return nil
}

// An actorLine is an actor in lists.
type actorLine struct {
	ID         sayso.ActorID   `json:"id"`
	Name       string          `json:"name"`
	Kind       sayso.ActorKind `json:"kind"`
	Role       sayso.Maybe     `json:"role"`
	Statements int             `json:"statements"`
	Pages      int             `json:"pages"`
	First      sayso.Maybe     `json:"first"`
	Last       sayso.Maybe     `json:"last"`
}

func actorLineOf(p *sayso.Profile) actorLine {
	return actorLine{p.ID, p.Name, p.Kind, sayso.Maybe(p.Role), p.Statements, p.Pages, sayso.Maybe(p.First), sayso.Maybe(p.Last)}
}

func newActorList() *cobra.Command {
	var archive, format string
	var unnamed bool
	c := &cobra.Command{
		Use:   "list [WORDS]",
		Short: "List who speaks, those of most statements first",
		Long: `List shows all who speak in the archive, or those with the words in one of their
names. An id that begins with "named:" stands for all of whom no more is known
than that name; they may be several. Sources that a page leaves without a name
are shown with --unnamed.`,
		Example: `  sayso actor list
  sayso actor list brell
  sayso actor list --format csv > actors.csv`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			s, err := openArchive(c.Context(), archive)
			if err != nil {
				return err
			}
			defer s.Close()
			list, err := s.Actors(c.Context(), strings.Join(args, " "), 1<<30)
			if err != nil {
				return err
			}
			var rows [][]string
			var objects []any
			for i := range list {
				p := &list[i]
				if p.Kind == sayso.Anonymous && !unnamed {
					continue
				}
				rows = append(rows, []string{string(p.ID), p.Name, string(p.Kind), p.Role, strconv.Itoa(p.Statements), strconv.Itoa(p.Pages)})
				objects = append(objects, actorLineOf(p))
			}
			if len(rows) == 0 && len(args) > 0 {
				return fmt.Errorf("nobody called %s speaks in this archive", sayso.PrintPath(strings.Join(args, " ")))
			}
			return writeList(c.OutOrStdout(), format, []string{"id", "name", "kind", "role", "statements", "pages"}, rows, objects)
		},
	}
	archiveFlag(c, &archive)
	formatFlag(c, &format)
	c.Flags().BoolVar(&unnamed, "unnamed", false, "also show sources without a name: \"an official\"")
	return c
}

func newActorShow() *cobra.Command {
	var archive, format string
	c := &cobra.Command{
		Use:   "show ACTOR",
		Short: "Show under which names and in which roles somebody speaks, and why they are one",
		Example: `  sayso actor show "Ada Brell"
  sayso actor show wikidata:Q20164 --format jsonl`,
		Args:              cobra.MatchAll(named(1, "which actor?"), cobra.MaximumNArgs(1)),
		ValidArgsFunction: completeActor(1),
		RunE: func(c *cobra.Command, args []string) error {
			if format != "text" && format != "jsonl" {
				return usagef("--format %s: must be one of text, jsonl", format)
			}
			s, err := openArchive(c.Context(), archive)
			if err != nil {
				return err
			}
			defer s.Close()
			p, err := resolveActor(c, s, args[0])
			if err != nil {
				return err
			}
			if format == "jsonl" {
				return writeList(c.OutOrStdout(), format, nil, nil, []any{actorObject(p)})
			}
			return showActor(c.OutOrStdout(), p)
		},
	}
	archiveFlag(c, &archive)
	c.Flags().StringVar(&format, "format", "text", "`format`: text, jsonl")
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "jsonl"}, cobra.ShellCompDirectiveNoFileComp))
	return c
}

// actorObject is all of an actor, for jsonl.
func actorObject(p *sayso.Profile) any {
	type attribute struct {
		Text       string      `json:"text"`
		Statements int         `json:"statements"`
		First      sayso.Maybe `json:"first"`
		Last       sayso.Maybe `json:"last"`
	}
	attributes := func(list []sayso.Attribute) []attribute {
		out := make([]attribute, len(list))
		for i, a := range list {
			out[i] = attribute{a.Text, a.Statements, sayso.Maybe(a.First), sayso.Maybe(a.Last)}
		}
		return out
	}
	return struct {
		actorLine
		Names  []attribute     `json:"names"`
		Roles  []attribute     `json:"roles"`
		Merged []sayso.ActorID `json:"merged"`
		Why    []string        `json:"why"`
	}{actorLineOf(p), attributes(p.Names), attributes(p.Roles), append([]sayso.ActorID{}, p.Merged...), append([]string{}, p.Why...)}
}

func showActor(w io.Writer, p *sayso.Profile) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s, %s\n%s on %s", sayso.PrintPath(p.Name), p.ID, p.Kind, count(p.Statements, "statement"), count(p.Pages, "page"))
	if p.First != "" {
		fmt.Fprintf(&b, ", %s to %s", p.First, p.Last)
	}
	b.WriteByte('\n')
	list := func(title string, of []sayso.Attribute) {
		if len(of) > 0 {
			fmt.Fprintf(&b, "\n%s\n", title)
		}
		for _, a := range of {
			fmt.Fprintf(&b, "  %s (%s)\n", sayso.PrintPath(a.Text), count(a.Statements, "statement"))
		}
	}
	list("Named", p.Names)
	list("As", p.Roles)
	lines := func(title string, of []string) {
		if len(of) > 0 {
			fmt.Fprintf(&b, "\n%s\n", title)
		}
		for _, l := range of {
			fmt.Fprintf(&b, "  %s\n", sayso.PrintPath(l))
		}
	}
	lines("Why it is one actor", p.Why)
	var merged []string
	for _, id := range p.Merged {
		merged = append(merged, string(id))
	}
	lines("Merged into it by decision", merged)
	_, err := io.WriteString(w, b.String())
	return err
}

func newActorLog() *cobra.Command {
	var archive, format string
	c := &cobra.Command{
		Use:   "log",
		Short: "List what was decided, in the order it was",
		Example: `  sayso actor log
  sayso actor log --format jsonl`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			s, err := openArchive(c.Context(), archive)
			if err != nil {
				return err
			}
			defer s.Close()
			log, err := s.Decisions(c.Context())
			if err != nil {
				return err
			}
			undone := undoneIn(log)
			var rows [][]string
			var objects []any
			for _, d := range log {
				state := ""
				if undone[d.Number] {
					state = "undone"
				}
				rows = append(rows, []string{strconv.FormatInt(d.Number, 10), d.At, d.By, decisionText(&d), state, d.Note})
				objects = append(objects, struct {
					Number int64         `json:"number"`
					At     sayso.Maybe   `json:"at"`
					By     sayso.Maybe   `json:"by"`
					Act    sayso.Act     `json:"act"`
					Actor  sayso.ActorID `json:"actor"`
					Into   sayso.ActorID `json:"into"`
					Name   sayso.Maybe   `json:"name"`
					A      sayso.Maybe   `json:"a"`
					B      sayso.Maybe   `json:"b"`
					Undoes int64         `json:"undoes,omitempty"`
					Undone bool          `json:"undone"`
					Note   sayso.Maybe   `json:"note"`
				}{d.Number, sayso.Maybe(d.At), sayso.Maybe(d.By), d.Act, d.Actor, d.Into, sayso.Maybe(d.Name), sayso.Maybe(d.A), sayso.Maybe(d.B), d.Undone, undone[d.Number], sayso.Maybe(d.Note)})
			}
			return writeList(c.OutOrStdout(), format, []string{"number", "at", "by", "decision", "state", "note"}, rows, objects)
		},
	}
	archiveFlag(c, &archive)
	formatFlag(c, &format)
	return c
}

// decisionText is a decision in words.
func decisionText(d *sayso.Decision) string {
	switch d.Act {
	case sayso.Rename:
		if d.Name == "" {
			return string(d.Actor) + " is called as found"
		}
		return string(d.Actor) + " is called " + d.Name
	case sayso.Merge:
		return string(d.Actor) + " is " + string(d.Into)
	case sayso.Split:
		of := "as " + d.Name
		if d.A != "" {
			of = "in " + d.A
		}
		to := string(d.Into)
		if to == "" {
			to = "somebody else"
		}
		return string(d.Actor) + " " + of + " is " + to
	case sayso.Confirm:
		return "the link of " + d.A + " and " + d.B + " is right"
	case sayso.Reject:
		return "the link of " + d.A + " and " + d.B + " is wrong"
	case sayso.Undo:
		return "decision " + strconv.FormatInt(d.Undone, 10) + " is undone"
	}
	about := string(d.Actor)
	if about == "" {
		about = d.A
	}
	return "a note on " + about
}
