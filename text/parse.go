package text

import "sayso/text/net"

const (
	// together is how many words go through the network at once: enough for
	// its products to run at full speed, few enough to stay in the cache.
	together = 256
	// whole is the longest sentence that is parsed as one. Longer ones, which
	// are lists, tables or no sentences, are cut, so that time stays linear.
	whole = 128
	// few is how many tokens, or sentences in a row, without words are tagged
	// nevertheless: a lone mark may stand for something.
	few = 4
	// stretch is about how many tokens are parsed before their names are
	// sought: more than an article has, few enough that the room for what the
	// network makes of them stays small (8 MB) however long the text is.
	stretch = 16000
)

// parser brings sentences to the network.
type parser struct {
	runner *net.Runner
	words  []string
	ends   []int
	first  []int32 // for each piece, its first token
	more   []bool  // for each piece, whether it goes on with the sentence before
	out    []net.Word
	root   int32  // of the sentence that pieces go on with
	names  *namer // gets what the network makes of the words, where names are wanted
}

// parse tags and parses the sentences of a from…to.
func (p *parser) parse(a *Analysis, first, last int) {
	if p.runner == nil {
		p.runner = net.NewRunner(syntax())
	}
	row := 0 // of sentences without words
	for i := first; i < last; i++ {
		s := &a.Sentences[i]
		r := a.SentenceSpan(i)
		if foreign(a.Text[r.Start:r.End]) {
			continue
		}
		if !wordless(a, s) {
			row = 0
		} else if row++; s.Last-s.First > few || row > few {
			continue
		}
		s.Untagged = false
		for from := s.First; from < s.Last; {
			to := s.Last
			if to-from > whole {
				to = p.cut(a, from)
			}
			if len(p.words)+int(to-from) > together {
				p.flush(a)
			}
			for k := from; k < to; k++ {
				p.words = append(p.words, a.Word(int(k)))
			}
			p.ends = append(p.ends, len(p.words))
			p.first = append(p.first, from)
			p.more = append(p.more, from > s.First)
			from = to
		}
	}
	p.flush(a)
}

// wordless says that hardly a token of a sentence is a word: it is a rule drawn
// with signs, or a table of numbers, and has no syntax.
func wordless(a *Analysis, s *Sentence) bool {
	n := int32(0)
	for k := s.First; k < s.Last; k++ {
		if b := a.Text[a.Tokens[k].Start]; b|0x20 >= 'a' && b|0x20 <= 'z' || b >= 0x80 {
			n++
		}
	}
	return 8*n < s.Last-s.First
}

// cut is where the piece that starts at token from ends: after the last
// semicolon, or else comma, in its second half, or else where it is full.
func (p *parser) cut(a *Analysis, from int32) int32 {
	comma := from + whole
	found := false
	for k := from + whole - 1; k >= from+whole/2; k-- {
		switch a.Word(int(k)) {
		case ";":
			return k + 1
		case ",":
			if !found {
				comma, found = k+1, true
			}
		}
	}
	return comma
}

// flush runs the network over the pieces that wait.
func (p *parser) flush(a *Analysis) {
	n := len(p.words)
	if n == 0 {
		return
	}
	if cap(p.out) < n {
		p.out = make([]net.Word, n+n/2)
	}
	out := p.out[:n]
	p.runner.Run(p.words, p.ends, out)
	if p.names != nil {
		p.names.take(p.runner, p.first, p.ends)
	}
	from := 0
	for i, e := range p.ends {
		base := p.first[i]
		root := base
		for k, w := range out[from:e] {
			t := &a.Tokens[base+int32(k)]
			t.UPOS, t.XPOS, t.Rel, t.Head = UPOS(w.UPOS), XPOS(w.XPOS), Rel(w.Rel), -1
			if w.Head >= 0 {
				t.Head = base + w.Head
			} else {
				root = base + int32(k)
			}
		}
		if p.more[i] {
			a.Tokens[root].Head, a.Tokens[root].Rel = p.root, Parataxis
		} else {
			p.root = root
		}
		from = e
	}
	clear(p.words)
	p.words, p.ends, p.first, p.more = p.words[:0], p.ends[:0], p.first[:0], p.more[:0]
}
