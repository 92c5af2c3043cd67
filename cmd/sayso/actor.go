package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sayso"
	"sayso/store/sqlite"
	"sayso/who"
)

func newActor() *cobra.Command {
	c := &cobra.Command{
		Use:   "actor",
		Short: "See who speaks in an archive, and put it right: merge, split, rename",
		Long: `Actor lists who speaks in an archive and takes your word for who is who.

What you decide is kept as a log beside the pages, never in them. It holds for
pages added later, can be undone, and shows in lists, in exports and in serve.
An actor is named by its id, or by its name where only one bears it.`,
		Example: `  sayso actor list brell
  sayso actor show "Ada Brell"
  sayso actor merge "Ada Brell" "A. Brell"
  sayso actor log`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newActorList(), newActorShow(), newActorMerge(), newActorSplit(), newActorRename(), newActorUndo(), newActorLog())
	return c
}

// A decider is what commands that decide share.
type decider struct {
	archive, by, note string
}

func (d *decider) flags(c *cobra.Command) {
	archiveFlag(c, &d.archive)
	c.Flags().StringVar(&d.by, "by", "", "who decides, as the log is to say")
	c.Flags().StringVar(&d.note, "note", "", "why, as the log is to say")
}

// with runs f with the archive open for writing.
func (d *decider) with(ctx context.Context, f func(*sqlite.Store) error) (err error) {
	s, err := sqlite.Open(ctx, d.archive, sqlite.Options{Identify: who.Identify})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return f(s)
}

// keep keeps a decision and tells of it.
func (d *decider) keep(c *cobra.Command, s *sqlite.Store, one sayso.Decision, told string) error {
	one.At, one.By, one.Note = time.Now().UTC().Format(time.RFC3339), d.by, d.note
	if err := s.Decide(c.Context(), one); err != nil {
		return err
	}
	log, err := s.Decisions(c.Context())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%d: %s\n", log[len(log)-1].Number, told)
	return err
}

// called is an actor as lines of text show it.
func called(p *sayso.Profile) string { return sayso.PrintPath(p.Name) + " (" + string(p.ID) + ")" }

// resolveActor finds the actor of an id or a name. Where a name may be several,
// they are listed.
func resolveActor(c *cobra.Command, s sayso.Store, named string) (*sayso.Profile, error) {
	ctx := c.Context()
	p, err := s.Actor(ctx, sayso.ActorID(named))
	if err == nil || sayso.KindOf(err) != sayso.NotFound {
		return p, err
	}
	list, err := s.Actors(ctx, named, 1<<20)
	if err != nil {
		return nil, err
	}
	var whole []sayso.Profile
	for _, p := range list {
		if who.Key(p.Name) == who.Key(named) {
			whole = append(whole, p)
		}
	}
	if len(whole) > 0 {
		list = whole
	}
	switch len(list) {
	case 0:
		return nil, fmt.Errorf("nobody called %s speaks in this archive", sayso.PrintPath(named))
	case 1:
		return s.Actor(ctx, list[0].ID)
	}
	fmt.Fprintf(c.ErrOrStderr(), "sayso: %s may be any of these; give the id:\n", sayso.PrintPath(named))
	const shown = 20
	for i := range list[:min(len(list), shown)] {
		p := &list[i]
		fmt.Fprintf(c.ErrOrStderr(), "  %s\n", strings.TrimSuffix(called(p)+", "+sayso.PrintPath(p.Role), ", ")+", "+count(p.Statements, "statement"))
	}
	if n := len(list) - shown; n > 0 {
		fmt.Fprintf(c.ErrOrStderr(), "  and %d more\n", n)
	}
	return nil, errReported
}

// completeActor offers the names of actors, and the ids where a name has
// several.
func completeActor(most int) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if most >= 0 && len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		s, err := openArchive(c.Context(), c.Flag("archive").Value.String())
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		defer s.Close()
		list, err := s.Actors(c.Context(), typed, 50)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		times := map[string]int{}
		for _, p := range list {
			times[p.Name]++
		}
		var out []string
		for i := range list {
			p := &list[i]
			if times[p.Name] > 1 {
				out = append(out, cobra.CompletionWithDesc(string(p.ID), p.Name))
			} else if strings.HasPrefix(strings.ToLower(p.Name), strings.ToLower(typed)) {
				out = append(out, cobra.CompletionWithDesc(p.Name, string(p.ID)))
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

// named checks that a command was given actors.
func named(least int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		for _, a := range args {
			if strings.TrimSpace(a) == "" {
				return errors.New("one of the names is empty")
			}
		}
		if len(args) < least {
			return errors.New(what)
		}
		return nil
	}
}

func newActorMerge() *cobra.Command {
	var d decider
	c := &cobra.Command{
		Use:   "merge ACTOR OTHER…",
		Short: "Say that others are one with an actor",
		Long: `Merge takes what the others say as said by the first. All are shown under the
first's name and id; asked for by the id of another, it is found too.`,
		Example: `  sayso actor merge "Ada Brell" "A. Brell"
  sayso actor merge wikidata:Q20164 "S. Lavrow" --note "misspelled by the agency"`,
		Args:              named(2, "which actors? Name the one to keep, then those that are the same"),
		ValidArgsFunction: completeActor(-1),
		RunE: func(c *cobra.Command, args []string) error {
			return d.with(c.Context(), func(s *sqlite.Store) error {
				var all []*sayso.Profile
				for _, a := range args {
					p, err := resolveActor(c, s, a)
					if err != nil {
						return err
					}
					if len(all) > 0 && p.ID == all[0].ID {
						return fmt.Errorf("%s and %s are one actor already", sayso.PrintPath(args[0]), sayso.PrintPath(a))
					}
					all = append(all, p)
				}
				for _, p := range all[1:] {
					err := d.keep(c, s, sayso.Decision{Act: sayso.Merge, Actor: p.ID, Into: all[0].ID}, "what "+called(p)+" says is said by "+called(all[0]))
					if err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	d.flags(c)
	return c
}

func newActorSplit() *cobra.Command {
	var d decider
	var pages, statements []string
	var name, into string
	c := &cobra.Command{
		Use:   "split ACTOR",
		Short: "Say that an actor's pages, statements or one of its names are somebody else's",
		Long: `Split takes pages, statements, or all that is said under one of the names away
from an actor. They are said by the actor given by --into, or by somebody new.`,
		Example: `  sayso actor split "John Smith" --name "J. Smith"
  sayso actor split "John Smith" --page d0123456789abcdef0123
  sayso actor split "John Smith" --statement s0123456789abcdef0123 --into "John Smith Jr."`,
		Args:              cobra.MatchAll(named(1, "which actor?"), cobra.MaximumNArgs(1)),
		ValidArgsFunction: completeActor(1),
		RunE: func(c *cobra.Command, args []string) error {
			if (name == "") == (len(pages)+len(statements) == 0) {
				return usagef("say what is somebody else's: --page ID, --statement ID, or --name NAME")
			}
			return d.with(c.Context(), func(s *sqlite.Store) error {
				p, err := resolveActor(c, s, args[0])
				if err != nil {
					return err
				}
				to := &sayso.Profile{}
				if into != "" {
					if to, err = resolveActor(c, s, into); err != nil {
						return err
					}
					if to.ID == p.ID {
						return fmt.Errorf("%s is the actor itself", sayso.PrintPath(into))
					}
				}
				for _, id := range append(pages, statements...) {
					if err := speaksIn(c.Context(), s, p, id); err != nil {
						return err
					}
					if to.ID == "" {
						to = &sayso.Profile{ID: sayso.ActorID("split:" + id), Name: p.Name}
					}
					if err := d.keep(c, s, sayso.Decision{Act: sayso.Split, Actor: p.ID, A: id, Into: to.ID}, "what "+called(p)+" says in "+id+" is said by "+called(to)); err != nil {
						return err
					}
				}
				if name == "" {
					return nil
				}
				known := false
				for _, n := range p.Names {
					known = known || n.Text == name
				}
				if !known || len(p.Names) < 2 {
					return fmt.Errorf("%s says nothing under the name %s, or nothing under another", called(p), sayso.PrintPath(name))
				}
				if to.ID == "" {
					to = &sayso.Profile{ID: sayso.UnresolvedActor(name), Name: name}
				}
				return d.keep(c, s, sayso.Decision{Act: sayso.Split, Actor: p.ID, Name: name, Into: to.ID}, "what "+called(p)+" says as "+sayso.PrintPath(name)+" is said by "+called(to))
			})
		},
	}
	d.flags(c)
	c.Flags().StringArrayVar(&pages, "page", nil, "`id` of a page; may be given again")
	c.Flags().StringArrayVar(&statements, "statement", nil, "`id` of a statement; may be given again")
	c.Flags().StringVar(&name, "name", "", "one of the actor's `names`, as printed")
	c.Flags().StringVar(&into, "into", "", "the `actor` who it is; somebody new if not given")
	_ = c.RegisterFlagCompletionFunc("into", completeActor(-1))
	return c
}

// speaksIn is an error where an actor says nothing in a page or statement.
func speaksIn(ctx context.Context, s *sqlite.Store, p *sayso.Profile, id string) error {
	d, err := s.Document(ctx, sayso.DocumentID(id))
	if sayso.KindOf(err) == sayso.NotFound {
		d, err = s.Statement(ctx, sayso.StatementID(id))
	}
	if sayso.KindOf(err) == sayso.NotFound {
		return fmt.Errorf("no page and no statement %s in this archive", sayso.PrintPath(id))
	}
	if err != nil {
		return err
	}
	decided, err := s.Decided(ctx, true)
	if err != nil {
		return err
	}
	if err := decided(d); err != nil {
		return err
	}
	for _, st := range d.Statements {
		if a := st.Speaker; a != nil && (id == string(d.ID) || id == string(st.ID)) &&
			(a.Actor == p.ID || a.Actor == "" && sayso.UnresolvedActor(a.Name) == p.ID) {
			return nil
		}
	}
	return fmt.Errorf("%s says nothing in %s", called(p), id)
}

func newActorRename() *cobra.Command {
	var d decider
	c := &cobra.Command{
		Use:   "rename ACTOR NAME",
		Short: "Say what an actor is to be called",
		Long: `Rename gives an actor the name that lists and exports show. An empty name gives
back the one that was found.`,
		Example: `  sayso actor rename "A. Brell" "Ada Brell"
  sayso actor rename "Ada Brell" ""`,
		Args:              cobra.MatchAll(cobra.ExactArgs(2), func(c *cobra.Command, args []string) error { return named(1, "")(c, args[:1]) }),
		ValidArgsFunction: completeActor(1),
		RunE: func(c *cobra.Command, args []string) error {
			return d.with(c.Context(), func(s *sqlite.Store) error {
				p, err := resolveActor(c, s, args[0])
				if err != nil {
					return err
				}
				name := strings.TrimSpace(args[1])
				told := called(p) + " is called " + sayso.PrintPath(name)
				if name == "" {
					told = called(p) + " is called as found"
				}
				return d.keep(c, s, sayso.Decision{Act: sayso.Rename, Actor: p.ID, Name: name}, told)
			})
		},
	}
	d.flags(c)
	return c
}

func newActorUndo() *cobra.Command {
	var d decider
	c := &cobra.Command{
		Use:   "undo [NUMBER]",
		Short: "Take a decision back",
		Long: `Undo takes back the decision of that number in the log, or the last one that
still holds. An undoing can itself be undone, by its number.`,
		Example: `  sayso actor undo
  sayso actor undo 3`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			n := int64(0)
			if len(args) == 1 {
				var err error
				if n, err = strconv.ParseInt(args[0], 10, 64); err != nil || n < 1 {
					return usagef("%s: want the number of a decision, as in sayso actor log", sayso.PrintPath(args[0]))
				}
			}
			return d.with(c.Context(), func(s *sqlite.Store) error {
				log, err := s.Decisions(c.Context())
				if err != nil {
					return err
				}
				undone := undoneIn(log)
				for i := len(log) - 1; i >= 0 && n == 0; i-- {
					if one := &log[i]; one.Act != sayso.Undo && !undone[one.Number] {
						n = one.Number
					}
				}
				switch {
				case n == 0:
					return errors.New("there is nothing to undo")
				case n <= int64(len(log)) && undone[n]:
					return fmt.Errorf("decision %d was undone already", n)
				}
				return d.keep(c, s, sayso.Decision{Act: sayso.Undo, Undone: n}, fmt.Sprintf("decision %d is undone", n))
			})
		},
	}
	d.flags(c)
	return c
}

// undoneIn are the decisions that were undone. An undoing that is itself undone
// undoes nothing.
func undoneIn(log []sayso.Decision) map[int64]bool {
	undone := map[int64]bool{}
	for i := len(log) - 1; i >= 0; i-- {
		if d := &log[i]; d.Act == sayso.Undo && !undone[d.Number] {
			undone[d.Undone] = true
		}
	}
	return undone
}
