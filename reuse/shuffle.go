package reuse

import (
	"encoding/binary"
	"sync"
)

// A Shuffle takes blocks of bytes, each for a numbered partition, and gives
// each partition's blocks back once all are in. It is the one seam between the
// stages of this package: kept in memory, spilled to files (package spill) or
// served by a cluster engine, they run the same. Blocks of a partition may come
// back in any order; the stages sort what they read.
type Shuffle interface {
	// Emit keeps a copy of block. It may be called from many goroutines.
	Emit(partition int, block []byte) error
	// ForEach calls f with each block of the partition. f must not keep block.
	ForEach(partition int, f func(block []byte) error) error
	// Close frees what the shuffle holds.
	Close() error
}

// blockSize is the size at which a block is emitted: packing records is what
// makes any engine bearable, one record an element costs some fifty times more.
const blockSize = 64 << 10

// NewMemory returns a Shuffle that keeps its blocks in memory.
func NewMemory(partitions int) Shuffle {
	return &memory{parts: make([]memoryPart, partitions)}
}

type memory struct{ parts []memoryPart }

type memoryPart struct {
	mu     sync.Mutex
	blocks [][]byte
}

func (m *memory) Emit(p int, block []byte) error {
	b := append([]byte(nil), block...)
	m.parts[p].mu.Lock()
	m.parts[p].blocks = append(m.parts[p].blocks, b)
	m.parts[p].mu.Unlock()
	return nil
}

func (m *memory) ForEach(p int, f func([]byte) error) error {
	for _, b := range m.parts[p].blocks {
		if err := f(b); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) Close() error { m.parts = nil; return nil }

// A packer gathers records into blocks, partition by partition. It belongs to
// one goroutine.
type packer struct {
	to  Shuffle
	buf [][]byte
}

func newPacker(to Shuffle, partitions int) *packer {
	return &packer{to: to, buf: make([][]byte, partitions)}
}

// room returns the partition's buffer with room for n bytes, emitting it first
// if need be. What is appended to it is given back by keep.
func (p *packer) room(part, n int) ([]byte, error) {
	b := p.buf[part]
	if len(b)+n > blockSize && len(b) > 0 {
		if err := p.to.Emit(part, b); err != nil {
			return nil, err
		}
		b = b[:0]
	}
	return b, nil
}

func (p *packer) keep(part int, b []byte) { p.buf[part] = b }

func (p *packer) flush() error {
	for part, b := range p.buf {
		if len(b) > 0 {
			if err := p.to.Emit(part, b); err != nil {
				return err
			}
			p.buf[part] = nil
		}
	}
	return nil
}

var le = binary.LittleEndian
