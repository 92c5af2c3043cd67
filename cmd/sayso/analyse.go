package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"sayso/text"
	"sayso/text/conllu"
)

func newAnalyse() *cobra.Command {
	var pretokenised bool
	c := &cobra.Command{
		Use:   "analyse PATH",
		Short: "Print the language analysis of plain text as CoNLL-U",
		Long: `Analyse finds sentences and words, tags them, parses them and marks names, and
prints CoNLL-U, the format of Universal Dependencies. Names stand in the last
column as NER=B-PER, I-PER, with the types PER, ORG and LOC.

A path of - reads standard input. With --pretokenised the input is CoNLL-U, its
words and sentences are kept, and the rest is filled in.`,
		Example: `  sayso analyse speech.txt
  echo 'She said they would not sign.' | sayso analyse -
  sayso analyse --pretokenised gold.conllu > system.conllu`,
		Args: func(c *cobra.Command, args []string) error {
			if err := paths(c, args); err != nil {
				return err
			}
			return cobra.ExactArgs(1)(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			in := c.InOrStdin()
			if args[0] != "-" {
				f, err := os.Open(args[0])
				if err != nil {
					return fmt.Errorf("%s: %w", args[0], errors.Unwrap(err))
				}
				defer f.Close()
				in = f
			}
			out := bufio.NewWriterSize(c.OutOrStdout(), 1<<16)
			if pretokenised {
				if err := conllu.Fill(in, out); err != nil {
					return err
				}
				return out.Flush()
			}
			b, err := io.ReadAll(in)
			if err != nil {
				return err
			}
			b = bytes.TrimPrefix(b, []byte("\ufeff"))
			if err := conllu.Write(out, text.Analyse(strings.ToValidUTF8(string(b), "\ufffd"), text.Everything)); err != nil {
				return err
			}
			return out.Flush()
		},
	}
	c.Flags().BoolVar(&pretokenised, "pretokenised", false, "the input is CoNLL-U: keep its words and sentences")
	return c
}
