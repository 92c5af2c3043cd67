package sqlite

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"sayso"
)

// BenchmarkAddGrowth tells the processor time of adding a page to archives of
// growing size, without making the page up: it is to stay the same.
func BenchmarkAddGrowth(b *testing.B) {
	for range b.N {
		m := newMaker(1)
		s, err := Open(context.Background(), filepath.Join(b.TempDir(), "a.db"), Options{Create: true})
		if err != nil {
			b.Fatal(err)
		}
		var spent time.Duration
		for i := 0; i < 48_000; {
			var batch []sayso.Entry
			for range 128 {
				batch = append(batch, m.entry(i))
				i++
			}
			before := processorTime()
			if err := s.Add(context.Background(), batch); err != nil {
				b.Fatal(err)
			}
			spent += processorTime() - before
			if i%6000 < 128 {
				b.Logf("to %d pages: %.3f ms a page", i, spent.Seconds()*1000/6000)
				spent = 0
			}
		}
		s.Close()
	}
}
