package reuse

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"sayso"
)

// BenchmarkCandidates takes documents of some 1.6 kB, one in five a copy, to
// weighted pairs: shingles, stories and weights, without alignment.
func BenchmarkCandidates(b *testing.B) {
	var docs []*sayso.Document
	size := 0
	for i := range 5000 {
		text := invented(i-i%5/4, 230)
		size += len(text)
		docs = append(docs, page(strconv.Itoa(i), text))
	}
	h := newPile(docs)
	b.SetBytes(int64(size))
	for b.Loop() {
		r := &run{ctx: context.Background(), pile: h, opt: Options{Workers: 1}.filled()}
		if err := errors.Join(r.load(), r.read(), r.candidates()); err != nil {
			b.Fatal(err)
		}
		r.close()
	}
	b.ReportMetric(float64(len(docs))*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}
