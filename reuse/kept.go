package reuse

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"time"
)

// rules is the number of the rules by which links are made. It goes up by one
// with every change to them, however small: an archive whose links were made by
// others makes them anew with the next pages.
const rules = 4

// A head is what is known of the last update.
type head struct {
	Rules      int       `json:"rules"`
	Last       uint32    `json:"last"` // the number of the last document, 0 where there was no update
	Statements int       `json:"statements"`
	Next       int       `json:"next"` // run
	Runs       []keptRun `json:"runs"`
}

// The names of what is kept, beside the runs.
const (
	keptHead      = "head"
	keptDocuments = "documents"
	keptPairs     = "pairs"
	keptVersions  = "versions"
	keptNearest   = "nearest"
	keptMatches   = "matches"
)

// load reads what the last update kept, and numbers the documents.
func (r *run) load() error {
	r.nearAt, r.versions = make(map[uint64]int32), make(map[uint32]*version)
	if r.archive == nil {
		return nil
	}
	if !r.opt.Anew {
		for b, err := range r.archive.Kept(r.ctx, keptHead) {
			if err != nil {
				return err
			}
			if json.Unmarshal(b, &r.head) != nil || r.head.Rules != rules {
				r.head = head{}
			}
		}
	}
	most := uint32(0)
	for d, err := range r.archive.Numbered(r.ctx) {
		if err != nil {
			return err
		}
		r.ids = append(r.ids, d.ID)
		r.number = append(r.number, uint32(d.Number))
		r.isNew = append(r.isNew, uint32(d.Number) > r.head.Last)
		most = max(most, uint32(d.Number))
	}
	n := len(r.ids)
	r.rankOf = make([]uint32, most+1)
	for i, number := range r.number {
		r.rankOf[number] = uint32(i)
	}
	r.size, r.said, r.label = make([]uint32, n), make([]uint32, n), make([]uint32, n)
	if r.head.Last == 0 {
		return nil
	}
	if err := r.eachRecord(keptDocuments, func(b *unpacker) {
		d := r.rankOf[b.number(most)]
		r.size[d], r.said[d], r.label[d] = b.uint32(), b.uint32(), b.uint32()
	}); err != nil {
		return err
	}
	if err := r.eachRecord(keptPairs, func(b *unpacker) {
		p := nearPair{a: r.rankOf[b.number(most)], b: r.rankOf[b.number(most)], count: b.uint32(), weight: b.uint32(),
			state: nearState(b.uint32()), told: b.uint64()}
		if p.state == areCopies {
			p.f = b.found(p.a, p.b)
		}
		r.near = append(r.near, p)
	}); err != nil {
		return err
	}
	return r.eachRecord(keptVersions, func(b *unpacker) {
		d := r.rankOf[b.number(most)]
		v := new(version)
		b.json(&v.Version)
		b.json(&v.heads)
		if day := b.uint32(); day > 0 {
			v.day = time.Unix(0, 0).UTC().AddDate(0, 0, int(day)-1<<20)
		}
		r.versions[d] = v
	})
}

// save keeps what the next update wants to know.
func (r *run) save() error {
	if r.archive == nil {
		return nil
	}
	p := r.pack(keptDocuments)
	for d, n := range r.number {
		said := r.saidBy(uint32(d))
		if err := p.end(le.AppendUint32(le.AppendUint32(le.AppendUint32(le.AppendUint32(p.begin(), n), r.size[d]), said), r.label[d])); err != nil {
			return err
		}
	}
	if err := p.close(); err != nil {
		return err
	}
	p = r.pack(keptPairs)
	for i := range r.near {
		t := &r.near[i]
		if !sharesMuch(t.count, r.size[t.a], r.size[t.b]) {
			continue
		}
		b := le.AppendUint32(le.AppendUint32(p.begin(), r.number[t.a]), r.number[t.b])
		b = le.AppendUint32(le.AppendUint32(le.AppendUint32(b, t.count), t.weight), uint32(t.state))
		b = le.AppendUint64(b, t.told)
		if t.state == areCopies {
			var err error
			if b, err = appendFound(b, t.f); err != nil {
				return err
			}
		}
		if err := p.end(b); err != nil {
			return err
		}
	}
	if err := p.close(); err != nil {
		return err
	}
	p = r.pack(keptVersions)
	for d := range r.ids {
		v := r.versions[uint32(d)]
		if v == nil {
			continue
		}
		b, err := appendJSON(le.AppendUint32(p.begin(), r.number[d]), v.Version)
		if err == nil {
			b, err = appendJSON(b, v.heads)
		}
		if err != nil {
			return err
		}
		day := uint32(0)
		if !v.day.IsZero() {
			day = uint32(int(math.Floor(v.day.Sub(time.Unix(0, 0)).Hours()/24)) + 1<<20)
		}
		if err := p.end(le.AppendUint32(b, day)); err != nil {
			return err
		}
	}
	if err := p.close(); err != nil {
		return err
	}
	if err := r.saveStatements(); err != nil {
		return err
	}
	kept, _, size := r.head.absorb(r.fresh)
	h := head{Rules: rules, Statements: r.st.total, Next: r.head.Next + 1, Last: r.head.Last}
	h.Runs = append(append(h.Runs, kept...), keptRun{r.head.Next, size})
	for _, n := range r.number {
		h.Last = max(h.Last, n)
	}
	b, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if err := r.to.Forget(keptHead); err != nil {
		return err
	}
	return r.to.Keep(keptHead, 0, b)
}

// A recordPacker packs records, each behind its length, into the blocks that
// are kept under a name.
type recordPacker struct {
	r    *run
	name string
	n    int
	buf  []byte
	from int
	err  error
}

// pack begins to put records in place of those kept under a name.
func (r *run) pack(name string) *recordPacker {
	return &recordPacker{r: r, name: name, err: r.to.Forget(name)}
}

// begin returns what a record is appended to.
func (p *recordPacker) begin() []byte {
	p.from = len(p.buf)
	return append(p.buf, 0, 0, 0, 0)
}

func (p *recordPacker) end(b []byte) error {
	le.PutUint32(b[p.from:], uint32(len(b)-p.from-4))
	p.buf = b
	if p.err == nil && len(p.buf) >= blockSize-4096 {
		p.err = p.r.to.Keep(p.name, p.n, p.buf)
		p.n++
		p.buf = p.buf[:0]
	}
	return p.err
}

func (p *recordPacker) close() error {
	if p.err == nil && len(p.buf) > 0 {
		p.err = p.r.to.Keep(p.name, p.n, p.buf)
	}
	return p.err
}

// eachRecord calls f with each record kept under a name.
func (r *run) eachRecord(name string, f func(b *unpacker)) error {
	for block, err := range r.archive.Kept(r.ctx, name) {
		if err != nil {
			return err
		}
		for len(block) > 0 {
			if len(block) < 4 || len(block)-4 < int(le.Uint32(block)) {
				return errDamaged
			}
			n := 4 + le.Uint32(block)
			u := &unpacker{b: block[4:n]}
			f(u)
			if u.bad {
				return errDamaged
			}
			block = block[n:]
		}
	}
	return nil
}

// An unpacker reads the fields of a record.
type unpacker struct {
	b   []byte
	bad bool
}

func (u *unpacker) take(n int) []byte {
	if n < 0 || n > len(u.b) {
		u.bad = true
		return make([]byte, max(n, 0)%64)
	}
	b := u.b[:n]
	u.b = u.b[n:]
	return b
}

func (u *unpacker) uint32() uint32 {
	if b := u.take(4); !u.bad {
		return le.Uint32(b)
	}
	return 0
}

func (u *unpacker) uint64() uint64 {
	if b := u.take(8); !u.bad {
		return le.Uint64(b)
	}
	return 0
}

func (u *unpacker) float() float64 { return math.Float64frombits(u.uint64()) }

func (u *unpacker) number(most uint32) uint32 {
	n := u.uint32()
	if n > most {
		u.bad = true
		return 0
	}
	return n
}

func (u *unpacker) json(to any) {
	if b := u.take(int(u.uint32())); u.bad || json.Unmarshal(b, to) != nil {
		u.bad = true
	}
}

func appendJSON(b []byte, v any) ([]byte, error) {
	j, err := json.Marshal(v)
	return append(le.AppendUint32(b, uint32(len(j))), j...), err
}

func appendFound(b []byte, f *found) ([]byte, error) {
	b = le.AppendUint64(b, math.Float64bits(f.share))
	b = le.AppendUint64(b, math.Float64bits(f.like))
	b, err := appendJSON(b, f.pair)
	if f.stretches == nil {
		return binary.AppendUvarint(b, 0), err
	}
	b = binary.AppendUvarint(b, uint64(len(f.stretches))+1)
	for _, s := range f.stretches {
		for _, x := range []int32{s.a0, s.a1, s.b0, s.b1, s.words} {
			b = le.AppendUint32(b, uint32(x))
		}
	}
	return b, err
}

func (u *unpacker) found(a, b uint32) *found {
	f := &found{a: a, b: b, share: u.float(), like: u.float()}
	u.json(&f.pair)
	n, size := binary.Uvarint(u.b)
	u.take(size)
	if u.bad || n == 0 {
		return f
	}
	f.stretches = []stretch{}
	for range n - 1 {
		var x [5]int32
		for i := range x {
			x[i] = int32(u.uint32())
		}
		if u.bad {
			break
		}
		f.stretches = append(f.stretches, stretch{x[0], x[1], x[2], x[3], x[4]})
	}
	return f
}
