package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sayso/text"
)

// runningText is the sentences of text without annotation: the speeches and
// news of the Kremlin's English pages, and the training texts of the
// collections of names.
func runningText() ([][]string, error) {
	var out [][]string
	f, err := os.Open(filepath.Join(*data, "../copies/kremlin_pages/docs.jsonl.gz"))
	if err != nil {
		return nil, fmt.Errorf("reading running text: %w", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("reading running text: %w", err)
	}
	d := json.NewDecoder(bufio.NewReader(z))
	var a text.Analysis
	var az text.Analyser
	for d.More() {
		var page struct{ Text string }
		if err := d.Decode(&page); err != nil {
			return nil, fmt.Errorf("reading running text: %w", err)
		}
		az.Analyse(&a, strings.ReplaceAll(page.Text, "\n", "\n\n"), nil, 0)
		for _, s := range a.Sentences {
			var ws []string
			for i := s.First; i < s.Last; i++ {
				ws = append(ws, strings.Clone(a.Word(int(i))))
			}
			out = append(out, ws)
		}
	}
	for _, n := range []string{"worldwide9.train", "wikigold.all", "wnut17.train"} {
		ss, err := bio(n)
		if err != nil {
			return nil, err
		}
		for _, s := range ss {
			out = append(out, s.Words)
		}
	}
	return out, nil
}

// tagged is a sentence with names in BIO.
type tagged struct {
	Words, Tags []string
}

// bio reads a collection of names.
func bio(name string) ([]tagged, error) {
	f, err := os.Open(filepath.Join(*data, "ner", name+".bio.gz"))
	if err != nil {
		return nil, fmt.Errorf("reading names: %w", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("reading names %s: %w", name, err)
	}
	var out []tagged
	var cur tagged
	flush := func() {
		if len(cur.Words) > 0 {
			out = append(out, cur)
		}
		cur = tagged{}
	}
	s := bufio.NewScanner(z)
	for s.Scan() {
		c := strings.Fields(s.Text())
		if len(c) < 2 {
			flush()
			continue
		}
		cur.Words = append(cur.Words, c[0])
		cur.Tags = append(cur.Tags, c[len(c)-1])
	}
	flush()
	return out, s.Err()
}
