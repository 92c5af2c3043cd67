package say

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso"
)

// headline reads "… — Kolt", if dash, or else "Kolt: …" in titles and headings.
func (r *reader) headline(n int, dash bool) bool {
	sent := r.sentences[n]
	p := r.Paras[sent.para]
	line := strings.TrimRightFunc(r.Text[p.Start:p.End], unicode.IsSpace)
	if line == "" || len(line) > 250 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(line)
	if last == '.' || last == '”' || last == '"' || r.tokens[sent.from].start != skipBlank(r.Text, p.Start) {
		return false
	}
	if sent.kind == sayso.BlockBody && (last == '?' || last == ':' || last == ',' || last == '!') {
		return false
	}
	end := sent.to
	for end < len(r.tokens) && r.tokens[end].para == sent.para {
		end++
	}
	a := attribution{class: "said", from: -1, within: -1, place: n, confidence: .7}
	for i := sent.from + 1; i < end-1; i++ {
		t := &r.tokens[i]
		if t.quote >= 0 && !t.mark {
			continue
		}
		switch {
		case !dash && t.text == ":" && i-sent.from <= 5 && end-i > 3 && r.names(sent.from, i) && t.end < len(r.Text) && r.Text[t.end] == ' ':
			a.source = []rng{{r.tokens[sent.from].start, r.tokens[i-1].end}}
			a.content = []rng{{r.tokens[i+1].start, r.tokens[end-1].end}}
		case dash && isDash(t.text) && t.text != "-" && end-i <= 6 && i-sent.from >= 3 && r.names(i+1, end):
			a.source = []rng{{r.tokens[i+1].start, r.tokens[end-1].end}}
			a.content = []rng{{r.tokens[sent.from].start, r.tokens[i-1].end}}
		default:
			continue
		}
		a.cue = []rng{t.rng}
		if a.content = r.tidy(a.content); len(a.content) > 0 {
			r.found = append(r.found, a)
		}
		return len(a.content) > 0
	}
	return false
}

// signed reads a quote that is signed: “…” — Vera Kolt, mayor.
func (r *reader) signed(n int) {
	sent := r.sentences[n]
	first := &r.tokens[sent.from]
	if first.top < 0 || !first.mark {
		return
	}
	q := r.Quotes[first.top]
	i, _ := slices.BinarySearchFunc(r.tokens, q.Close, func(t token, at int) int { return cmp.Compare(t.start, at) })
	if i+1 >= len(r.tokens) || !isDash(r.tokens[i].text) || r.tokens[i+1].para-r.tokens[i].para > 0 || r.tokens[i].para-first.para > 1 {
		return
	}
	j := i + 1
	for j < len(r.tokens) && r.tokens[j].para == r.tokens[i].para && r.tokens[j].word && (r.tokens[j].capital() || particles[r.tokens[j].lower]) {
		j++
	}
	if j == i+1 || j-i > 7 || j < len(r.tokens) && r.tokens[j].para == r.tokens[i].para && r.tokens[j].text != "," && r.tokens[j].text != "." {
		return
	}
	r.found = append(r.found, attribution{class: "said", from: -1, within: -1, place: n, confidence: .8, cue: []rng{r.tokens[i].rng},
		source: []rng{{r.tokens[i+1].start, r.tokens[j-1].end}}, content: []rng{{q.Start, q.End}}})
}

func isDash(s string) bool {
	switch s {
	case "—", "–", "―", "-", "--", "‒", "−":
		return true
	}
	return false
}

func skipBlank(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) {
			break
		}
		i += n
	}
	return i
}

// names reports whether the tokens can name a speaker: words that are
// capitals, roles or small joining words.
func (r *reader) names(i, j int) bool {
	capital := false
	for ; i < j; i++ {
		t := &r.tokens[i]
		if !t.word {
			return false
		}
		capital = capital || t.capital()
		if commonStart[t.lower] && !determiners[t.lower] || boundaries[t.lower] {
			return false
		}
		if !t.capital() && !roleWords[t.lower] && !determiners[t.lower] && t.lower != "of" && t.lower != "and" && demonymOf(t.text) == "" && t.lower != "army" && t.lower != "top" {
			return false
		}
	}
	return capital
}

// loose reads the quotes of a sentence that no cue of it claims: they take up
// the words of the attribution before, or stand alone.
func (r *reader) loose(n int) {
	sent := r.sentences[n]
	begin, end := r.tokens[sent.from].start, r.tokens[sent.to-1].end
	for q := r.quotesFrom(begin); q < len(r.Quotes) && r.Quotes[q].Open < end; q++ {
		quote := &r.Quotes[q]
		if quote.Depth > 0 || quote.Single || r.taken[q] {
			continue
		}
		words := strings.Fields(r.Text[quote.Start:quote.End])
		p := r.Paras[r.tokens[sent.from].para]
		for i := r.tokens[sent.from].para; i < len(r.Paras) && r.Paras[i].Start <= quote.Open; i++ {
			p = r.Paras[i]
		}
		alone := strings.TrimSpace(r.Text[p.Start:quote.Open]) == "" && len(strings.TrimSpace(r.Text[min(quote.Close, p.End):p.End])) <= 1
		whole := alone || quote.Open <= begin && quote.Close+1 >= end
		if len(words) < 4 || !whole || len(r.found) == 0 {
			continue
		}
		last := len(r.found) - 1
		prev := &r.found[last]
		gap := sent.para - r.sentences[prev.place].para
		quoted := r.inQuote(prev.content)
		if gap > 1 || !quoted {
			continue
		}
		c := rng{quote.Start, quote.End}
		if whole && quoted && !prev.implicit && (gap == 0 && prev.place == n-1 || quote.Continues) {
			prev.content = append(prev.content, c)
			prev.place = n
			r.taken[q] = true
			continue
		}
		a := attribution{implicit: true, from: last, within: -1, class: prev.class, place: n, source: prev.source, content: []rng{c}, confidence: .5}
		r.found = append(r.found, a)
		r.taken[q] = true
	}
}

// inQuote reports whether all the content stands in quotation marks.
func (r *reader) inQuote(content []rng) bool {
	for _, c := range content {
		for _, t := range r.tokensIn(c) {
			if t.word && t.quote < 0 {
				return false
			}
		}
	}
	return len(content) > 0
}

var (
	determiners = wordSet("the a an his her their its our my one another some many several two three four five most both no each every")
	pronouns    = wordSet("he she they it we i you who")
	objects     = wordSet("him her them us me reporters journalists lawmakers parliament deputies")
	weekdays    = wordSet("monday tuesday wednesday thursday friday saturday sunday yesterday today earlier")
	sourceEnds  = wordSet("in on at to during after when while as before about by who that which speaking addressing adding from with during following because but if since under despite citing referring")
	boundaries  = wordSet("that because while when although though if whether but or as which what where until unless since than so yet once")
	prepWords   = wordSet("in on at after during since for by with from before amid following under despite according regarding concerning as while when if although though meanwhile however earlier later also but and yet still instead then moreover furthermore nevertheless thus so asked because speaking")
)
