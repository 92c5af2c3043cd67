package lemma

import "testing"

func TestLemma(t *testing.T) {
	const vbd, nns = 1, 2
	var samples []Sample
	for _, p := range [][2]string{{"walked", "walk"}, {"talked", "talk"}, {"asked", "ask"}, {"went", "go"}, {"said", "say"}} {
		samples = append(samples, Sample{Word: p[0], Lemma: p[1], Tag: vbd}, Sample{Word: p[0], Lemma: p[1], Tag: vbd})
	}
	for _, p := range [][2]string{{"cats", "cat"}, {"dogs", "dog"}, {"parties", "party"}, {"cities", "city"}} {
		samples = append(samples, Sample{Word: p[0], Lemma: p[1], Tag: nns}, Sample{Word: p[0], Lemma: p[1], Tag: nns})
	}
	m, err := Read(Train(samples).Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		word, want string
		tag        uint8
	}{{"Went", "go", vbd}, {"barked", "bark", vbd}, {"duties", "duty", nns}, {"hats", "hat", nns}, {"hats", "hats", 9}, {"", "", nns}} {
		if got := m.Lemma(c.word, c.tag, false); got != c.want {
			t.Errorf("%q is a form of %q, got %q", c.word, c.want, got)
		}
	}
	if _, err := Read([]byte{9, 0, 0, 0}); err == nil {
		t.Error("no model was read as one")
	}
}
