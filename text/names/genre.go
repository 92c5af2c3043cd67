package names

import "math"

// A genre is the kind of text that names stand in. What counts as one differs:
// small letters are nothing unusual in a message.
type genre uint8

const (
	news genre = iota
	web
	reference
	genres = 3

	// genreWords is how many words are told apart, by their hash.
	genreWords = 1 << 13
	// enough is how many words of a block tell its genre; fewer count as news.
	enough = 60
)

// genreModel says how likely a word in small letters is in each genre, beside
// its likelihood in all.
type genreModel [genreWords][genres]int8

func slot(low uint64) int { return int(low >> 20 % genreWords) }

// learnGenres counts the words of documents whose genre is known.
func learnGenres(docs []Document) *genreModel {
	var n [genreWords][genres]float64
	var all [genres]float64
	for _, d := range docs {
		for _, w := range d.Words {
			if small(w.Text) {
				n[slot(lowHash(w.Text))][d.genre()]++
				all[d.genre()]++
			}
		}
	}
	m := &genreModel{}
	for i := range n {
		var p [genres]float64
		mean := 0.0
		for g := range p {
			p[g] = math.Log((n[i][g] + 1) / (all[g] + genreWords))
			mean += p[g] / genres
		}
		for g := range p {
			m[i][g] = int8(max(-127, min(127, math.Round(16*(p[g]-mean)))))
		}
	}
	return m
}

func small(w string) bool { return len(w) > 2 && 'a' <= w[0] && w[0] <= 'z' }

// genre is that of the blocks up to reach away from the one of a sentence. The
// short documents that are learnt from have but one genre each; in longer ones
// the blocks beside make it surer.
func (d *memory) genre(sentence, reach int) genre {
	var b genreSum
	for k := max(0, sentence/near-reach); k <= min(sentence/near+reach, len(d.genres)-1); k++ {
		for g, v := range d.genres[k].sum {
			b.sum[g] += v
		}
		b.words += d.genres[k].words
	}
	if b.words < enough {
		return news
	}
	best := news
	for g := range b.sum {
		if b.sum[g] > b.sum[best] {
			best = genre(g)
		}
	}
	return best
}
