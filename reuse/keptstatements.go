package reuse

// loadStatements reads what the last update kept of statements. They are kept
// by numbers that count them in the order their documents came in.
func (r *run) loadStatements() error {
	st := &r.st
	st.before = r.head.Statements
	st.active, st.repick = make([]bool, st.total), make([]bool, st.total)
	st.lengths = make([]uint32, st.total)
	st.nearest = make([][candidates]nearestOf, st.total)
	st.fixed = make([]uint32, st.total)
	rankOf := r.rankOf
	if r.archive == nil {
		rankOf = make([]uint32, len(r.ids)+1)
		for d, n := range r.number {
			rankOf[n] = uint32(d)
		}
	}
	now := make([]uint32, 0, st.total) // by fixed number
	for n, d := range rankOf {
		if n == 0 || r.number[d] != uint32(n) {
			continue // no such document
		}
		for i := range r.saidBy(d) {
			st.fixed[r.said[d]+i] = uint32(len(now))
			now = append(now, r.said[d]+i)
			st.active[r.said[d]+i], st.repick[r.said[d]+i] = r.isNew[d], r.isNew[d]
		}
	}
	if r.head.Last == 0 {
		return nil
	}
	most := uint32(len(now)) - 1
	if err := r.eachRecord(keptNearest, func(b *unpacker) {
		n := now[b.number(most)]
		st.lengths[n] = b.uint32()
		for i := 0; i < candidates && len(b.b) > 0; i++ {
			st.nearest[n][i] = nearestOf{now[b.number(most)], b.uint32()}
		}
	}); err != nil {
		return err
	}
	return r.eachRecord(keptMatches, func(b *unpacker) {
		m := match{a: now[b.number(most)], b: now[b.number(most)]}
		for _, x := range m.shares() {
			*x = b.float()
		}
		flags := b.uint32()
		for i, f := range m.flags() {
			*f = flags>>i&1 == 1
		}
		m.told = b.uint64()
		st.matches = append(st.matches, m)
	})
}

// flags are what a match either is or is not.
func (m *match) flags() []*bool {
	return []*bool{&m.oneUnknown, &m.sameSpeaker, &m.otherSpeaker, &m.sameWords, &m.oneDocument, &m.anonymous, &m.dated, &m.body, &m.tells,
		&m.byWords, &m.quoted, &m.headA, &m.headB}
}

// shares are how much two statements have of each other.
func (m *match) shares() []*float64 {
	return []*float64{&m.low, &m.high, &m.thin, &m.names, &m.numbers, &m.named}
}

func (r *run) saveStatements() error {
	st := &r.st
	p := r.pack(keptNearest)
	for n := range st.nearest {
		b := le.AppendUint32(le.AppendUint32(p.begin(), st.fixed[n]), st.lengths[n])
		for _, o := range st.nearest[n] {
			if o.weight == 0 {
				break
			}
			b = le.AppendUint32(le.AppendUint32(b, st.fixed[o.n]), o.weight)
		}
		if err := p.end(b); err != nil {
			return err
		}
	}
	if err := p.close(); err != nil {
		return err
	}
	p = r.pack(keptMatches)
	for i := range st.matches {
		m := &st.matches[i]
		b := le.AppendUint32(le.AppendUint32(p.begin(), st.fixed[m.a]), st.fixed[m.b])
		for _, x := range m.shares() {
			b = le.AppendUint64(b, bitsOf(*x))
		}
		flags := uint32(0)
		for i, f := range m.flags() {
			if *f {
				flags |= 1 << i
			}
		}
		if err := p.end(le.AppendUint64(le.AppendUint32(b, flags), m.told)); err != nil {
			return err
		}
	}
	return p.close()
}
