package text

import (
	"testing"

	"sayso/text/lemma"
	"sayso/text/model"
	"sayso/text/names"
	"sayso/text/net"
	"sayso/text/split"
)

// BenchmarkLoad is the time that all models take to load.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		must(split.Read(must(model.Load(model.Split))))
		must(lemma.Read(must(model.Load(model.Lemma))))
		must(net.Read(must(model.Load(model.Syntax))))
		must(names.Read(must(model.Load(model.Names))))
	}
}

// The models together stay small.
func TestModelSize(t *testing.T) {
	const most = 16 << 20
	if n := model.Size(); n > most {
		t.Errorf("the models are %d bytes, more than %d", n, most)
	}
}
