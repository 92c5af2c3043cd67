package pack

import (
	"bytes"
	"testing"
)

func TestPackAndUnpack(t *testing.T) {
	for _, b := range [][]byte{nil, []byte("weights"), bytes.Repeat([]byte{1, 2, 3, 250}, 100_000)} {
		p, err := Pack(b)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Unpack(p)
		if err != nil || !bytes.Equal(got, b) {
			t.Errorf("%d bytes come back as %d, %v", len(b), len(got), err)
		}
		if len(p) > 1 {
			if _, err := Unpack(p[:len(p)/2]); err == nil && len(b) > 10 {
				t.Error("half a packed model is taken for a whole one")
			}
		}
	}
}
