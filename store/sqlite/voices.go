package sqlite

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"

	"sayso"
)

// A voice is one way in which somebody who speaks, or is spoken to, is named.
type voice struct {
	actor sayso.ActorID
	name  string
	kind  sayso.ActorKind
	role  string
}

// voices numbers voices, for one transaction.
type voices struct {
	known        map[voice]uint64
	find, insert *sql.Stmt
}

func newVoices(in *inserts, tx *sql.Tx) *voices {
	return &voices{
		known:  map[voice]uint64{},
		find:   in.prepare(tx, `SELECT seq FROM voice WHERE name = ? AND actor = ? AND role = ? AND kind = ?`),
		insert: in.prepare(tx, `INSERT INTO voice (name, actor, role, kind) VALUES (?, ?, ?, ?)`),
	}
}

func (v *voices) number(a *sayso.Actor) (uint64, error) {
	if a == nil || a.Name == "" && a.Actor == "" {
		return 0, nil
	}
	k := voice{a.Actor, a.Name, a.Kind, string(a.Role)}
	if n, ok := v.known[k]; ok {
		return n, nil
	}
	var n int64
	err := v.find.QueryRow(k.name, string(k.actor), k.role, string(k.kind)).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		var r sql.Result
		if r, err = v.insert.Exec(k.name, string(k.actor), k.role, string(k.kind)); err == nil {
			n, err = r.LastInsertId()
		}
	}
	if err != nil {
		return 0, err
	}
	v.known[k] = uint64(n)
	return uint64(n), nil
}

// pack is who speaks to whom in the statements of a document, as kept.
func (v *voices) pack(d *sayso.Document) ([]byte, error) {
	b := make([]byte, 0, 5*len(d.Statements))
	for i := range d.Statements {
		st := &d.Statements[i]
		for _, a := range []*sayso.Actor{st.Speaker, st.Addressee} {
			n, err := v.number(a)
			if err != nil {
				return nil, err
			}
			b = binary.AppendUvarint(b, n)
		}
		b = binary.LittleEndian.AppendUint16(b, traitsOf(st.Mode, st.Polarity, st.Act))
	}
	return b, nil
}

// traits are a statement's mode, in the lowest four bits, its polarity in the
// next four, and what was done with the words.
type traits = uint16

// New ones come last.
var (
	modes      = []sayso.Mode{"", sayso.Direct, sayso.Indirect, sayso.Mixed, sayso.Implicit}
	polarities = []sayso.Polarity{"", sayso.Asserted, sayso.Negated, sayso.Denied}
	acts       = []sayso.SpeechAct{"", sayso.ActSaid, sayso.ActClaimed, sayso.ActDenied, sayso.ActDemanded, sayso.ActWarned,
		sayso.ActAsked, sayso.ActPromised, sayso.ActBelieves, sayso.ActWants}
)

func traitsOf(m sayso.Mode, p sayso.Polarity, a sayso.SpeechAct) traits {
	return traits(max(slices.Index(modes, m), 0) | max(slices.Index(polarities, p), 0)<<4 | max(slices.Index(acts, a), 0)<<8)
}

func modeOf(t traits) sayso.Mode         { return modes[min(int(t&15), len(modes)-1)] }
func polarityOf(t traits) sayso.Polarity { return polarities[min(int(t>>4&15), len(polarities)-1)] }
func actOf(t traits) sayso.SpeechAct     { return acts[min(int(t>>8), len(acts)-1)] }

// unpackVoice reads one statement's part of what pack made. ok is false where
// there is none.
func unpackVoice(b []byte) (speaker, addressee uint32, t traits, rest []byte, ok bool) {
	s, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, 0, 0, nil, false
	}
	a, m := binary.Uvarint(b[n:])
	if m <= 0 || n+m+2 > len(b) {
		return 0, 0, 0, nil, false
	}
	return uint32(s), uint32(a), binary.LittleEndian.Uint16(b[n+m:]), b[n+m+2:], true
}
