package pile

import (
	"bytes"
	"strings"
)

// panicSite is the first line of a stack that names a place in this program:
// the frame below the call of panic.
func panicSite(stack []byte) string {
	if i := bytes.Index(stack, []byte("panic(")); i >= 0 {
		stack = stack[i:]
	}
	for i, line := range strings.Split(string(stack), "\n") {
		line = strings.TrimSpace(line)
		if i < 2 || !strings.Contains(line, ".go:") || strings.Contains(line, "/runtime/") {
			continue
		}
		line, _, _ = strings.Cut(line, " +0x")
		if j := strings.LastIndex(line, "/"); j >= 0 {
			if k := strings.LastIndex(line[:j], "/"); k >= 0 {
				line = line[k+1:]
			}
		}
		return line
	}
	return "an unknown place"
}
