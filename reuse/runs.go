package reuse

import (
	"encoding/binary"
	"fmt"
	"iter"
	"slices"

	"sayso"
)

// Postings are kept in runs: each a list of blocks, in the order of keys. What
// an update adds is a run of its own, into which those before it are merged that
// are not more than twice as large; so there are never more than some log2(n)
// of them, and a posting is written at most that often. An update reads all
// runs through, which costs some ten nanoseconds a key, and unpacks the postings
// of those keys alone that its documents have.

// A keptRun is one run of every table.
type keptRun struct {
	ID        int `json:"id"`
	Documents int `json:"documents"`
}

// The tables of postings.
const (
	gramTable  = "grams" // shingles → documents
	exactTable = "exact" // the words of a statement in order → statements
	termTable  = "terms" // terms → statements
)

func runName(table string, id int) string { return fmt.Sprintf("%s %d", table, id) }

// shiftOf is how many bits of a table's numbers are not the document's.
func shiftOf(table string) int {
	if table == gramTable {
		return 0
	}
	return 16
}

// absorb tells which of the kept runs the run of this update takes in, and how
// many documents it then holds.
func (h *head) absorb(fresh int) (keep, take []keptRun, size int) {
	n := len(h.Runs)
	for n > 0 && h.Runs[n-1].Documents <= 2*fresh {
		n--
		fresh += h.Runs[n].Documents
	}
	return h.Runs[:n], h.Runs[n:], fresh
}

// A runWriter packs the postings of keys, in order, into blocks.
type runWriter struct {
	keep func(n int, block []byte) error
	buf  []byte
	data []byte
	last uint64
	n    int
}

// add appends a key with its numbers, in rising order.
func (w *runWriter) add(key uint64, at []uint64) error {
	if len(w.buf) >= blockSize-64 {
		if err := w.flush(); err != nil {
			return err
		}
	}
	w.buf = binary.AppendUvarint(w.buf, key-w.last)
	w.last = key
	w.buf = binary.AppendUvarint(w.buf, uint64(len(at)))
	if len(at) == 1 {
		w.buf = binary.AppendUvarint(w.buf, at[0])
		return nil
	}
	w.data = w.data[:0]
	last := uint64(0)
	for _, x := range at {
		w.data = binary.AppendUvarint(w.data, x-last)
		last = x
	}
	w.buf = binary.AppendUvarint(w.buf, uint64(len(w.data)))
	w.buf = append(w.buf, w.data...)
	return nil
}

func (w *runWriter) flush() error {
	if len(w.buf) == 0 {
		return nil
	}
	err := w.keep(w.n, w.buf)
	w.buf, w.last, w.n = w.buf[:0], 0, w.n+1
	return err
}

// errDamaged says that what was kept of earlier matching cannot be read.
var errDamaged = sayso.Errorf(sayso.Damaged, "", "what is kept for making links is damaged; sayso add --relink makes it anew")

// A cursor goes through a run key by key.
type cursor struct {
	next func() ([]byte, error, bool)
	stop func()
	b    []byte
	key  uint64
	n    int    // how many numbers
	data []byte // those, packed
	done bool
}

func newCursor(blocks iter.Seq2[[]byte, error]) (*cursor, error) {
	c := new(cursor)
	c.next, c.stop = iter.Pull2(blocks)
	return c, c.advance()
}

func (c *cursor) uvarint() uint64 {
	x, n := binary.Uvarint(c.b)
	if n <= 0 {
		c.b = nil
		return 0
	}
	c.b = c.b[n:]
	return x
}

// advance goes to the next key.
func (c *cursor) advance() error {
	if len(c.b) == 0 {
		b, err, ok := c.next()
		if err != nil || !ok {
			c.done = true
			return err
		}
		c.b, c.key = b, 0
	}
	c.key += c.uvarint()
	c.n = int(c.uvarint())
	size := 0
	if c.n > 1 {
		size = int(c.uvarint())
	} else if _, size = binary.Uvarint(c.b); size <= 0 {
		return errDamaged
	}
	if size > len(c.b) {
		return errDamaged
	}
	c.data, c.b = c.b[:size], c.b[size:]
	return nil
}

// appendNumbers appends the numbers of the cursor's key.
func (c *cursor) appendNumbers(at []uint64) []uint64 {
	last := uint64(0)
	for b := c.data; len(b) > 0; {
		x, n := binary.Uvarint(b)
		if n <= 0 {
			break
		}
		b = b[n:]
		last += x
		at = append(at, last)
	}
	return at
}

// A group is one key with the places it stands in. Places are those of this
// update: documents count in the archive's order.
type group struct {
	key     uint64
	before  int      // how many places it had
	fresh   []uint64 // places in new documents, in order
	touched []uint64 // places that are looked at again, where asked for, in order

	r       *run
	shift   int
	cursors []*cursor
	old     []uint64
	all     []uint64
}

// places are all places, in order.
func (g *group) places() []uint64 {
	g.all = append(append(g.all[:0], g.earlier()...), g.fresh...)
	slices.Sort(g.all)
	return g.all
}

// earlier are the places it had, in order.
func (g *group) earlier() []uint64 {
	if len(g.old) > 0 || g.before == 0 {
		return g.old
	}
	for _, c := range g.cursors {
		if !c.done && c.key == g.key {
			g.old = c.appendNumbers(g.old)
		}
	}
	for i, x := range g.old {
		g.old[i] = uint64(g.r.rankOf[x>>g.shift])<<g.shift | x&(1<<g.shift-1)
	}
	slices.Sort(g.old)
	return g.old
}

// eachKey goes through all keys of a table in order and calls f with those
// that want it: all where every is set, else those of new documents and of
// touched, which may be nil. Where write is set it keeps the new postings.
func (r *run) eachKey(table string, fresh, touched Shuffle, every, write bool, f func(g *group) error) (err error) {
	shift := shiftOf(table)
	g := &group{r: r, shift: shift}
	kept, taken, _ := r.head.absorb(r.fresh)
	var absorbed []*cursor
	if r.archive != nil {
		for i, run := range slices.Concat(kept, taken) {
			c, err := newCursor(r.archive.Kept(r.ctx, runName(table, run.ID)))
			if err != nil {
				return err
			}
			defer c.stop()
			g.cursors = append(g.cursors, c)
			if i >= len(kept) {
				absorbed = append(absorbed, c)
			}
		}
	}
	write = write && r.archive != nil
	w := &runWriter{keep: func(n int, b []byte) error { return r.to.Keep(runName(table, r.head.Next), n, b) }}
	var buf, spare, marks, spareMarks []posting
	var out []uint64
	for part := range partitions {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		if buf, spare, err = readPostings(fresh, part, buf, spare); err != nil {
			return err
		}
		marks = marks[:0]
		if touched != nil {
			if marks, spareMarks, err = readPostings(touched, part, marks, spareMarks); err != nil {
				return err
			}
		}
		limit := uint64(part+1) << (keyBits - 8)
		news, olds := buf, marks
		for {
			key := limit
			if len(news) > 0 {
				key = min(key, news[0].key)
			}
			if !every { // what no document of this update has is passed over
				if len(olds) > 0 {
					key = min(key, olds[0].key)
				}
				if write {
					for _, c := range absorbed {
						if !c.done {
							key = min(key, c.key)
						}
					}
				}
				for _, c := range g.cursors {
					for !c.done && c.key < key {
						if err := c.advance(); err != nil {
							return err
						}
					}
				}
			}
			for _, c := range g.cursors {
				if !c.done {
					key = min(key, c.key)
				}
			}
			if key == limit {
				break
			}
			g.key, g.before, g.old, g.fresh, g.touched = key, 0, g.old[:0], g.fresh[:0], g.touched[:0]
			for _, c := range g.cursors {
				if !c.done && c.key == key {
					g.before += c.n
				}
			}
			for len(news) > 0 && news[0].key == key {
				g.fresh = append(g.fresh, news[0].at)
				news = news[1:]
			}
			for len(olds) > 0 && olds[0].key <= key {
				if olds[0].key == key {
					g.touched = append(g.touched, olds[0].at)
				}
				olds = olds[1:]
			}
			if every || len(g.touched)+len(g.fresh) > 0 {
				if err := f(g); err != nil {
					return err
				}
			}
			if write {
				out = out[:0]
				for _, c := range absorbed {
					if !c.done && c.key == key {
						out = c.appendNumbers(out)
					}
				}
				for _, x := range g.fresh {
					out = append(out, uint64(r.number[x>>shift])<<shift|x&(1<<shift-1))
				}
				if len(out) > 0 {
					slices.Sort(out)
					if err := w.add(key, out); err != nil {
						return err
					}
				}
			}
			for _, c := range g.cursors {
				if !c.done && c.key == key {
					if err := c.advance(); err != nil {
						return err
					}
				}
			}
		}
	}
	if !write {
		return nil
	}
	for _, run := range taken {
		if err := r.to.Forget(runName(table, run.ID)); err != nil {
			return err
		}
	}
	return w.flush()
}
