package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"sayso"
	"sayso/store/storetest"
)

func open(t *testing.T, path string, opt Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) sayso.Store {
		return open(t, filepath.Join(t.TempDir(), "archive.db"), Options{Create: true})
	})
}

// TestEfforts searches in all the ways that large archives are searched in.
func TestEfforts(t *testing.T) {
	for _, e := range []effort{{3, 1000, 2}, {2, 5, 1}, {1, 1, 3}} {
		storetest.RunNarrowed(t, func(t *testing.T) sayso.Store {
			s := open(t, filepath.Join(t.TempDir(), "archive.db"), Options{Create: true})
			s.effort = e
			return s
		})
	}
}
