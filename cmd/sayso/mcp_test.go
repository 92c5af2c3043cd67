package main

import (
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"sayso/store/sqlite"
)

// TestMCP asks the running program with each of its tools, as a language
// model's client does, and wants the archive to stay as it was.
func TestMCP(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	dir := t.TempDir()
	archive := filepath.Join(dir, "demo.db")
	store, err := sqlite.Open(ctx, archive, sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := addDemo(ctx, store, filepath.Join(dir, "pages")); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	before := runSayso(t, dir, "export", "--archive", archive)

	cmd := exec.Command("sayso", "mcp", "--archive", archive)
	c, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(ctx, &sdk.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.ListTools(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, tool := range list.Tools {
		found[tool.Name] = tool.Annotations != nil && tool.Annotations.ReadOnlyHint
	}
	for _, name := range []string{"resolve_speaker", "search_statements", "get_statement", "trace_copies", "compare_reports", "check_quote"} {
		if !found[name] {
			t.Errorf("there is no tool %s that only reads", name)
		}
	}
	ask := func(tool string, args map[string]any) map[string]any {
		t.Helper()
		r, err := c.CallTool(ctx, &sdk.CallToolParams{Name: tool, Arguments: args})
		if err != nil {
			t.Fatalf("%s: %v", tool, err)
		}
		b, _ := json.Marshal(r.StructuredContent)
		var out map[string]any
		if err := json.Unmarshal(b, &out); err != nil || r.IsError {
			t.Fatalf("%s: %v in %s %v", tool, err, b, r.Content)
		}
		return out
	}
	first := func(a map[string]any, list string) map[string]any {
		t.Helper()
		l, _ := a[list].([]any)
		if len(l) == 0 {
			t.Fatalf("no %s in %v", list, a)
		}
		return l[0].(map[string]any)
	}
	const quote = "fresh digging on both sides"
	said := first(ask("search_statements", map[string]any{"words": quote}), "statements")
	id := said["id"].(string)
	if name, _ := said["speaker"].(string); name == "" {
		t.Errorf("nobody said %v", said)
	} else if who := first(ask("resolve_speaker", map[string]any{"name": name}), "people"); who["id"] == "" {
		t.Errorf("%s is found as %v", name, who)
	}
	one := ask("get_statement", map[string]any{"id": id})
	if b, _ := json.Marshal(one); !json.Valid(b) || len(b) < 200 {
		t.Errorf("the statement: %s", b)
	}
	ask("trace_copies", map[string]any{"id": id})
	var telling string
	for d, err := range openedForTest(t, archive).Links(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if d.A == id {
			telling = d.B
		} else if d.B == id {
			telling = d.A
		}
	}
	if telling == "" {
		t.Fatal("the statement has no other telling")
	}
	ask("compare_reports", map[string]any{"a": id, "b": telling})
	for words, want := range map[string]string{quote: "exact", "nobody in this archive ever uttered any such sentence about zeppelins": "absent"} {
		if v := ask("check_quote", map[string]any{"quote": words}); v["verdict"] != want {
			t.Errorf("%q is %v, want %s", words, v["verdict"], want)
		}
	}
	if err := c.Close(); err != nil {
		t.Errorf("leaving: %v", err)
	}
	if string(before) != string(runSayso(t, dir, "export", "--archive", archive)) {
		t.Error("the archive has changed")
	}
}

func openedForTest(t *testing.T, archive string) *sqlite.Store {
	t.Helper()
	s, err := openArchive(t.Context(), archive)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
