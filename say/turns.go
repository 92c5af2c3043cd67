package say

import (
	"strings"

	"sayso/say/lexicon"
)

// A transcript has at least so many paragraphs that begin with who speaks, and
// they are at least a third of all.
const minTurns = 3

// turns reads a transcript: paragraphs that begin "NAME: ", each the words that
// name speaks. Questions whose asker has no name are counted and not read.
func (r *reader) turns() []attribution {
	var out []attribution
	paras, turns := 0, 0
	seen, again := map[string]bool{}, false
	for i := 0; i < len(r.tokens); {
		end := i + 1
		for end < len(r.tokens) && r.tokens[end].para == r.tokens[i].para {
			end++
		}
		paras++
		if k := r.label(i, end); k > 0 {
			turns++
			name := r.Text[r.tokens[i].start:r.tokens[k-1].end]
			again = again || seen[name]
			seen[name] = true
			if first := r.tokens[i].lower; first != "question" && first != "q" && first != "a" && r.names(i, k) {
				out = append(out, attribution{class: "said", spoken: true, from: -1, within: -1, confidence: .8, place: r.sentenceOf(r.tokens[i].start),
					source: []rng{{r.tokens[i].start, r.tokens[k-1].end}}, cue: []rng{r.tokens[k].rng},
					content: []rng{{r.tokens[k+1].start, r.tokens[end-1].end}}})
			}
		}
		i = end
	}
	if turns < minTurns || turns*3 < paras || !again {
		return nil
	}
	return out
}

// label is the token of the colon that ends the name a paragraph begins with,
// or 0.
func (r *reader) label(i, end int) int {
	for k := i; k < end-1 && k < i+9; k++ {
		t := &r.tokens[k]
		switch {
		case t.text == ":":
			if k > i && t.end < len(r.Text) && (r.Text[t.end] == ' ' || r.Text[t.end] == '\n') {
				return k
			}
			return 0
		case t.text != "(" && t.text != ")" && (!t.word || !t.capital() && !roleWords[t.lower] && !particles[t.lower] && t.lower != "of"):
			return 0
		}
	}
	return 0
}

// retold reads what somebody says inside quotation marks that another said:
// “He told me: ‘It will open.’ I wrote it down.” Only a name or a pronoun right
// before a word like "said" counts, and "that" or a nested quote behind it.
func (r *reader) retold(l []attribution) []attribution {
	n := len(l)
	for i := 1; i+2 < len(r.tokens); i++ {
		t := &r.tokens[i]
		if t.top < 0 || !t.word || !lexicon.Forms[t.lower].Strong || lexicon.Forms[t.lower].Form == lexicon.Base || r.tokens[i-1].top != t.top {
			continue
		}
		first, last := near(l[:n], t.rng)
		known, told := false, false
		for k := first; k < last; k++ {
			known = known || touches(l[k].cue, t.rng)
			told = told || covers(l[k].content, t.rng)
		}
		s := i
		if w := r.tokens[i-1].lower; w == "he" || w == "she" || w == "they" {
			s--
		} else {
			for s > 0 && r.tokens[s-1].top == t.top && r.tokens[s-1].word && (r.tokens[s-1].capital() || r.tokens[s-1].arabic()) && r.tokens[s-1].lower != "i" {
				s--
			}
		}
		if known || !told || s == i {
			continue
		}
		k := i + 1
		if objects[r.tokens[k].lower] {
			k++
		}
		for k < len(r.tokens)-1 && (r.tokens[k].text == "," || r.tokens[k].text == ":" || weekdays[r.tokens[k].lower]) {
			k++
		}
		c := rng{}
		switch x := &r.tokens[k]; {
		case x.top != t.top:
		case x.mark && x.quote != t.top && x.end <= r.Quotes[x.quote].Start:
			c = rng{r.Quotes[x.quote].Start, r.Quotes[x.quote].End}
		case x.lower == "that" && r.tokens[k-1].text != ",":
			e := k
			for e < len(r.tokens) && r.tokens[e].top == t.top && !r.tokens[e].mark && !strings.Contains(".?!;", r.tokens[e].text) && e-k < 60 {
				if r.tokens[e].text == "," && e+2 < len(r.tokens) && (r.tokens[e+1].lower == "and" || r.tokens[e+1].lower == "but") && (r.tokens[e+2].lower == "i" || r.tokens[e+2].lower == "we") {
					break
				}
				e++
			}
			c = rng{x.start, r.tokens[e-1].end}
		}
		if content := []rng{r.trimSpace(c)}; !c.empty() && r.says(content) {
			l = append(l, attribution{class: "said", from: -1, within: -1, confidence: .4, place: r.sentenceOf(t.start),
				source: []rng{{r.tokens[s].start, r.tokens[i-1].end}}, cue: []rng{t.rng}, content: content})
		}
	}
	return l
}
