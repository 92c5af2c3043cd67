// Command makelexicon builds reuse/lexicon/lexicon.br, the words of near
// meaning that matching of statements uses, from the database files of WordNet
// 3.0 or 3.1.
//
// It keeps single words in lower case, of each part of speech the senses in
// most use, and of senses the ties to more general ones, to words derived from
// them and to similar adjectives. Glosses and examples are left out.
//
//	go run ./internal/makelexicon DICT reuse/lexicon/lexicon.br
package main

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"sayso/internal/pack"
)

// senses is how many senses of a word are kept, for each part of speech.
const senses = 4

var parts = []struct{ letter, file string }{{"n", "noun"}, {"v", "verb"}, {"a", "adj"}, {"r", "adv"}}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: makelexicon DICT OUT")
		os.Exit(2)
	}
	if err := build(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type sense struct {
	id   uint32
	rank int
}

func build(dict, out string) error {
	words := map[string]map[string]int{} // word → synset → rank
	for _, p := range parts {
		err := lines(filepath.Join(dict, "index."+p.file), func(f []string) error {
			w := f[0]
			if strings.ContainsFunc(w, func(r rune) bool { return r < 'a' || r > 'z' }) || len(w) < 2 {
				return nil
			}
			n, err := strconv.Atoi(f[3])
			if err != nil {
				return err
			}
			if words[w] == nil {
				words[w] = map[string]int{}
			}
			for i, o := range f[n+6:] {
				if i < senses {
					words[w][p.letter+o] = i
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	number := map[string]uint32{}
	for _, w := range slices.Sorted(maps.Keys(words)) {
		for _, s := range slices.Sorted(maps.Keys(words[w])) {
			if _, ok := number[s]; !ok {
				number[s] = uint32(len(number))
			}
		}
	}
	tied := make([][]uint32, len(number))
	for _, p := range parts {
		err := lines(filepath.Join(dict, "data."+p.file), func(f []string) error {
			id, ok := number[p.letter+f[0]]
			if !ok {
				return nil
			}
			n, err := strconv.ParseInt(f[3], 16, 32)
			if err != nil {
				return err
			}
			ties := f[4+2*n:]
			k, err := strconv.Atoi(ties[0])
			if err != nil {
				return err
			}
			for i := range k {
				t := ties[1+4*i:]
				switch t[0] {
				case "@", "+", "&", `\`, "^", "=", "$":
				default:
					continue
				}
				if to, ok := number[strings.Replace(t[2], "s", "a", 1)+t[1]]; ok && to != id {
					tied[id] = append(tied[id], to)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	var b []byte
	b = binary.AppendUvarint(b, uint64(len(words)))
	last := ""
	for _, w := range slices.Sorted(maps.Keys(words)) {
		shared := 0
		for shared < len(last) && shared < len(w) && last[shared] == w[shared] {
			shared++
		}
		b = binary.AppendUvarint(b, uint64(shared))
		b = binary.AppendUvarint(b, uint64(len(w)-shared))
		b = append(b, w[shared:]...)
		last = w
		var ss []sense
		for s, rank := range words[w] {
			ss = append(ss, sense{number[s], rank})
		}
		slices.SortFunc(ss, func(x, y sense) int { return cmp.Compare(x.id, y.id) })
		b = binary.AppendUvarint(b, uint64(len(ss)))
		at := uint32(0)
		for _, s := range ss {
			b = binary.AppendUvarint(b, uint64(s.id-at)<<2|uint64(s.rank))
			at = s.id
		}
	}
	b = binary.AppendUvarint(b, uint64(len(tied)))
	for _, to := range tied {
		slices.Sort(to)
		to = slices.Compact(to)
		b = binary.AppendUvarint(b, uint64(len(to)))
		at := uint32(0)
		for _, t := range to {
			b = binary.AppendUvarint(b, uint64(t-at))
			at = t
		}
	}
	packed, err := pack.Pack(b)
	if err != nil {
		return err
	}
	fmt.Printf("%d words, %d senses, %d bytes packed to %d\n", len(words), len(tied), len(b), len(packed))
	return os.WriteFile(out, packed, 0o644)
}

// lines calls f with the fields of each line that is not part of the licence
// at the head.
func lines(path string, f func([]string) error) error {
	r, err := os.Open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if strings.HasPrefix(s.Text(), " ") {
			continue
		}
		if err := f(strings.Fields(s.Text())); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return s.Err()
}
