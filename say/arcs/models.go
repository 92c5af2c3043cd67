package arcs

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"math"
	"sync"

	"sayso/internal/pack"
	"sayso/say/crf"
)

//go:embed model/statements.br
var trained []byte

// Trained are the models that are built in. Models that cannot be read are a
// fault of the build, so it panics.
var Trained = sync.OnceValue(func() *Models {
	m, err := ReadModels(trained)
	if err != nil {
		panic("statement models: " + err.Error())
	}
	return m
})

// Pack gives the models in a compact form. It is no method, so that programs
// which only read do not carry what packs.
func Pack(m *Models) ([]byte, error) {
	b := binary.LittleEndian.AppendUint32(nil, math.Float32bits(m.Bias))
	for _, x := range []*crf.Model{m.Cues, m.Arcs} {
		p := x.Bytes()
		b = binary.LittleEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return pack.Pack(b)
}

// ReadModels reads what Pack gave.
func ReadModels(b []byte) (*Models, error) {
	b, err := pack.Unpack(b)
	if err != nil {
		return nil, err
	}
	if len(b) < 4 {
		return nil, errors.New("cut short")
	}
	m := &Models{Bias: math.Float32frombits(binary.LittleEndian.Uint32(b))}
	b = b[4:]
	for _, x := range []**crf.Model{&m.Cues, &m.Arcs} {
		if len(b) < 4 || int(binary.LittleEndian.Uint32(b)) > len(b)-4 {
			return nil, errors.New("cut short")
		}
		n := int(binary.LittleEndian.Uint32(b))
		if *x, err = crf.Read(b[4:4+n], spanned); err != nil {
			return nil, err
		}
		b = b[4+n:]
	}
	return m, nil
}
