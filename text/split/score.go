package split

// Score is the F1 of words and of sentences, in per cent.
func (m *Model) Score(samples []Sample) (words, sentences float64) {
	var gw, fw, rw, gs, fs, rs int
	spans := func(words []Range, ends []int) map[Range]bool {
		out, from := map[Range]bool{}, 0
		for _, e := range ends {
			out[Range{words[from].Start, words[e-1].End}] = true
			from = e
		}
		return out
	}
	for _, d := range samples {
		found := m.Words(nil, d.Text, 0, len(d.Text))
		gold := map[Range]bool{}
		for _, w := range d.Words {
			gold[w] = true
		}
		for _, w := range found {
			if gold[w] {
				rw++
			}
		}
		gw, fw = gw+len(d.Words), fw+len(found)
		goldSents := spans(d.Words, d.Sentences)
		foundSents := spans(found, m.Sentences(nil, d.Text, found))
		for s := range foundSents {
			if goldSents[s] {
				rs++
			}
		}
		gs, fs = gs+len(goldSents), fs+len(foundSents)
	}
	return f1(rw, fw, gw), f1(rs, fs, gs)
}

func f1(right, found, gold int) float64 {
	if found+gold == 0 {
		return 0
	}
	return 200 * float64(right) / float64(found+gold)
}
