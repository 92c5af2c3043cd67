package text

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso/text/names"
	"sayso/text/net"
)

// namer brings the words of a document to the model of names.
type namer struct {
	runner  *names.Runner
	words   []names.Word
	ends    []int
	spans   []names.Span
	base    int32     // token that the words begin with
	vectors []float32 // what the network made of each
	piece   []float32
}

// begin makes room for the tokens from…to.
func (z *namer) begin(from, to int32) {
	if z.runner == nil {
		z.runner = names.NewRunner(naming())
	}
	z.base = from
	n := int(to-from) * names.Breadth
	if cap(z.vectors) < n {
		z.vectors = make([]float32, n+n/8)
	}
	z.vectors = z.vectors[:n]
	clear(z.vectors)
}

// take keeps what the network made of pieces of sentences: first holds the
// first token of each, ends the word after its last.
func (z *namer) take(r *net.Runner, first []int32, ends []int) {
	last, before, embed := r.Vectors()
	n := ends[len(ends)-1] * names.Breadth
	if cap(z.piece) < n {
		z.piece = make([]float32, n+n/4)
	}
	z.piece = z.piece[:n]
	z.runner.Project(z.piece, last, before, embed, ends)
	from := 0
	for i, e := range ends {
		copy(z.vectors[int(first[i]-z.base)*names.Breadth:], z.piece[from*names.Breadth:e*names.Breadth])
		from = e
	}
}

var kinds = [...]NameKind{
	names.None: NoName, names.Person: Person, names.Organisation: Organisation, names.Place: Place,
	names.Nationality: Nationality, names.Date: DateTime, names.Other: Other,
}

// name finds the names of tagged sentences.
func (z *namer) name(a *Analysis, ss []Sentence) {
	m := syntax()
	z.words, z.ends = z.words[:0], z.ends[:0]
	for i := z.base; i < ss[len(ss)-1].Last; i++ {
		w := a.Word(int(i))
		z.words = append(z.words, names.Word{Text: w, Tag: uint8(a.Tokens[i].XPOS), Form: m.FormOf(w)})
	}
	for _, s := range ss {
		for e := s.First; s.Last-e > whole; {
			// A name is not cut where a comma is near.
			k := e + whole
			for k > e+whole/2 && a.Word(int(k-1)) != "," && a.Word(int(k-1)) != ";" {
				k--
			}
			if k == e+whole/2 {
				k = e + whole
			}
			e = k
			z.ends = append(z.ends, int(e-z.base))
		}
		z.ends = append(z.ends, int(s.Last-z.base))
	}
	z.spans = z.runner.Find(z.spans[:0], z.words, z.ends, z.vectors)
	for _, s := range z.spans {
		n := Name{First: z.base + int32(s.First), Last: z.base + int32(s.Last), Kind: kinds[s.Type]}
		if n.Kind == Organisation && (s.On&names.GroupName != 0 || groupWord[a.Word(int(n.Last)-1)]) {
			n.Kind = Group
		}
		a.Names = append(a.Names, n)
	}
	clear(z.words)
}

// addDates adds the expressions of time that no name covers, in order.
func (z *namer) addDates(a *Analysis) {
	n := len(a.Names)
	k := 0
	for _, s := range a.Sentences {
		for k < n && a.Names[k].Last <= s.First {
			k++
		}
		// Names are in order, and so is what is asked for.
		j := k
		a.dates(s, func(i int32) bool {
			for j < n && a.Names[j].Last <= i {
				j++
			}
			return j < n && a.Names[j].First <= i
		})
	}
	if len(a.Names) > n {
		slices.SortFunc(a.Names, func(x, y Name) int { return cmp.Compare(x.First, y.First) })
	}
}

// groupWord are the last words of names of bodies that are no organisation
// with an address: armed and political groups.
var groupWord = map[string]bool{
	"Brigade": true, "Brigades": true, "Battalion": true, "Battalions": true, "Militia": true, "Militias": true,
	"Front": true, "Movement": true, "Rebels": true, "Fighters": true, "Resistance": true, "Jihad": true,
}

// shapes finds names in text of another language by their capitals alone: runs
// of capitalised words inside a sentence. What they name is not known.
func shapes(a *Analysis) {
	for _, s := range a.Sentences {
		for i := s.First; i < s.Last; i++ {
			if i == s.First && !(i+1 < s.Last && capital(a.Word(int(i+1)))) || !capital(a.Word(int(i))) {
				continue
			}
			e := i + 1
			for e < s.Last && capital(a.Word(int(e))) {
				e++
			}
			a.Names = append(a.Names, Name{First: i, Last: e, Kind: Other})
			i = e
		}
	}
}

func capital(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) && len(w) > n && strings.ToUpper(w) != w
}
