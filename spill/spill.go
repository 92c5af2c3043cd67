// Package spill keeps the blocks that the stages of matching exchange: in
// memory as long as they fit, in a file beyond that.
//
// All shuffles of one Spiller share its memory. When that is used up, the
// shuffle that wants more writes what it holds to its own temporary file, one
// partition after the other, so that the file is written in sequence and each
// partition is read back in few long stretches. Files are removed when their
// shuffle is closed; those of a killed process lie in the temporary folder until
// the system clears it.
package spill

import (
	"io"
	"os"
	"sync"
	"sync/atomic"

	"sayso"
	"sayso/reuse"
)

// A Spiller makes shuffles that share a limit of memory.
type Spiller struct {
	dir    string
	memory int64
	held   atomic.Int64
}

// New returns a Spiller that writes to files in dir ("" for the system's
// temporary folder) once its shuffles hold more than memory bytes.
func New(dir string, memory int64) *Spiller { return &Spiller{dir: dir, memory: memory} }

// Shuffle makes the shuffle of a stage; it is what reuse.Options wants.
func (s *Spiller) Shuffle(stage string, partitions int) (reuse.Shuffle, error) {
	return &shuffle{spiller: s, stage: stage, parts: make([]part, partitions)}, nil
}

type shuffle struct {
	spiller *Spiller
	stage   string

	mu    sync.Mutex
	parts []part
	held  int64
	file  *os.File
	size  int64
}

// part is one partition: blocks in memory, and stretches of the file that hold
// whole blocks.
type part struct {
	blocks [][]byte
	extent []extent
}

// extent is a stretch of the file and the lengths of the blocks in it.
type extent struct {
	at    int64
	sizes []uint32
}

func (s *shuffle) Emit(p int, block []byte) error {
	b := append([]byte(nil), block...)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.parts[p].blocks = append(s.parts[p].blocks, b)
	s.held += int64(len(b))
	if s.spiller.held.Add(int64(len(b))) <= s.spiller.memory {
		return nil
	}
	return s.spill()
}

// spill writes all blocks in memory to the file. The caller holds mu.
func (s *shuffle) spill() error {
	if s.file == nil {
		f, err := os.CreateTemp(s.spiller.dir, "sayso-*.spill")
		if err != nil {
			return sayso.Errorf(sayso.Full, s.spiller.dir, "making room on disk for %s: %w", s.stage, err)
		}
		s.file = f
	}
	for i := range s.parts {
		p := &s.parts[i]
		if len(p.blocks) == 0 {
			continue
		}
		e := extent{at: s.size}
		for _, b := range p.blocks {
			if _, err := s.file.Write(b); err != nil {
				return sayso.Errorf(sayso.Full, s.file.Name(), "writing %s to disk: %w", s.stage, err)
			}
			s.size += int64(len(b))
			e.sizes = append(e.sizes, uint32(len(b)))
		}
		p.extent = append(p.extent, e)
		clear(p.blocks)
		p.blocks = p.blocks[:0]
	}
	s.spiller.held.Add(-s.held)
	s.held = 0
	return nil
}

func (s *shuffle) ForEach(p int, f func([]byte) error) error {
	part := &s.parts[p]
	var buf []byte
	for _, e := range part.extent {
		n := 0
		for _, size := range e.sizes {
			n += int(size)
		}
		if cap(buf) < n {
			buf = make([]byte, n)
		}
		b := buf[:n]
		if _, err := s.file.ReadAt(b, e.at); err != nil && err != io.EOF {
			return sayso.Errorf(sayso.Damaged, s.file.Name(), "reading %s back: %w", s.stage, err)
		}
		for _, size := range e.sizes {
			if err := f(b[:size]); err != nil {
				return err
			}
			b = b[size:]
		}
	}
	for _, b := range part.blocks {
		if err := f(b); err != nil {
			return err
		}
	}
	return nil
}

func (s *shuffle) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spiller.held.Add(-s.held)
	s.held, s.parts = 0, nil
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	if e := os.Remove(s.file.Name()); err == nil {
		err = e
	}
	s.file = nil
	return err
}
