package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"sayso/internal/pack"
)

// TestTablesAreWhatTheCommandGives holds that the tables in who come from the
// named data.
func TestTablesAreWhatTheCommandGives(t *testing.T) {
	data := "../../../shared/data"
	if _, err := os.Stat(data); err != nil {
		t.Skip("the data is not here:", err)
	}
	var b bytes.Buffer
	if _, err := states(&b, data, "../../who/states_by_hand.tsv"); err != nil {
		t.Fatal(err)
	}
	if want, err := os.ReadFile("../../who/states.tsv"); err != nil || !bytes.Equal(b.Bytes(), want) {
		t.Errorf("who/states.tsv is not what sayso-actors makes of the data: run it (%v)", err)
	}
	b.Reset()
	if err := actors(&b, filepath.Join(data, "affairs"), "../../who"); err != nil {
		t.Fatal(err)
	}
	packed, err := os.ReadFile("../../who/actors.br")
	if err != nil {
		t.Fatal(err)
	}
	if want, err := pack.Unpack(packed); err != nil || !bytes.Equal(b.Bytes(), want) {
		t.Errorf("who/actors.br is not what sayso-actors makes of the data: run it (%v)", err)
	}
}
