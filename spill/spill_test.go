package spill

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
)

func TestBlocksComeBack(t *testing.T) {
	for _, memory := range []int64{1 << 30, 5000, 0} {
		dir := t.TempDir()
		s, err := New(dir, memory).Shuffle("test", 7)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Go(func() {
				for i := range 100 {
					b := bytes.Repeat([]byte(fmt.Sprintf("%d-%d ", w, i)), 1+i%5)
					if err := s.Emit(i%7, b); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var got []string
		for p := range 7 {
			err := s.ForEach(p, func(b []byte) error { got = append(got, fmt.Sprint(p, " ", string(b))); return nil })
			if err != nil {
				t.Fatal(err)
			}
		}
		var want []string
		for w := range 4 {
			for i := range 100 {
				want = append(want, fmt.Sprint(i%7, " ", string(bytes.Repeat([]byte(fmt.Sprintf("%d-%d ", w, i)), 1+i%5))))
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("with %d bytes of memory, blocks differ", memory)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%d files left behind", len(left))
		}
	}
}

func TestNoRoom(t *testing.T) {
	s, err := New("/nonexistent/folder", 0).Shuffle("test", 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Emit(0, []byte("x")); err == nil {
		t.Error("no error where nothing can be written")
	}
	s.Close()
}
