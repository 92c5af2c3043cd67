package say_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"sayso"
	"sayso/article"
	"sayso/say"
)

// shared is the development data beside the project, or skips the test.
func shared(t testing.TB, parts ...string) string {
	p := filepath.Join(append([]string{"..", "..", "shared"}, parts...)...)
	if _, err := os.Stat(p); err != nil {
		t.Skipf("development data is not here: %v", err)
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("the scorers need python3")
	}
	p, _ = filepath.Abs(p)
	return p
}

// score runs a scorer and decodes the JSON object it prints.
func score(t *testing.T, out any, args ...string) {
	t.Helper()
	cmd := exec.Command("python3", args...)
	cmd.Stderr = os.Stderr
	b, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, out); err != nil {
		t.Fatal(err)
	}
}

func record(path, text string) *sayso.Document {
	d := document("", text)
	d.Source = sayso.Source{Path: path, SHA256: sayso.Sum([]byte(text)), MediaType: "text/plain"}
	d.ID = sayso.NewDocumentID(&d.Source)
	say.Read(d)
	return d
}

func write(t *testing.T, docs []*sayso.Document) string {
	var b bytes.Buffer
	for _, d := range docs {
		if err := sayso.WriteRecord(&b, d); err != nil {
			t.Fatal(err)
		}
	}
	p := filepath.Join(t.TempDir(), "records.jsonl")
	if err := os.WriteFile(p, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestSeeds pins what is read of the seed pages.
func TestSeeds(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared(t, "seeds"), "*.txt"))
	var docs []*sayso.Document
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d, err := article.Read(&sayso.Page{Source: sayso.Source{Path: f, SHA256: sayso.Sum(b), MediaType: "text/plain"}, Bytes: b})
		if err != nil {
			t.Fatal(err)
		}
		say.Read(d)
		docs = append(docs, d)
	}
	var got struct {
		Gold, Read, Found, Attributed, Named, Mode int
		InBoilerplate                              int `json:"in_boilerplate"`
		P                                          float64
	}
	score(t, &got, shared(t, "score", "seeds.py"), shared(t, "gold", "seeds.json"), write(t, docs))
	t.Logf("%+v", got)
	if got.Found < 54 || got.Attributed < 53 || got.Named < 54 || got.Mode < 51 || got.P < .89 || got.InBoilerplate > 0 {
		t.Errorf("figures fell: %+v", got)
	}
}

// TestPolNeAR pins what is read of PolNeAR's dev part.
func TestPolNeAR(t *testing.T) {
	gold := shared(t, "data", "attribution", "polnear", "dev.jsonl")
	f, err := os.Open(gold)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var docs []*sayso.Document
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<26)
	for sc.Scan() {
		var a struct{ ID, Text string }
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		docs = append(docs, record(a.ID+".txt", a.Text))
	}
	var got struct {
		Quoted   struct{ P, R, F1 float64 }   `json:"quoted_attributed"`
		Speech   struct{ Attributed float64 } `json:"speech_recall"`
		Unquoted float64                      `json:"unquoted_precision"`
		Source   float64                      `json:"exact_source_f1"`
		Cue      float64                      `json:"exact_cue_f1"`
		Content  float64                      `json:"exact_content_f1"`
	}
	score(t, &got, shared(t, "score", "attribution.py"), gold, write(t, docs))
	t.Logf("%+v", got)
	if got.Quoted.F1 < .86 || got.Speech.Attributed < .805 || got.Unquoted < .798 || got.Source < .718 || got.Cue < .67 || got.Content < .578 {
		t.Errorf("figures fell: %+v", got)
	}
}
