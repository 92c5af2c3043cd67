//go:build unix

package intake

import (
	"net"
	"path/filepath"
	"syscall"
	"testing"
)

// makeSpecial puts a named pipe and a socket into dir.
func makeSpecial(t *testing.T, dir string) {
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644); err != nil {
		t.Skip("no pipes here:", err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "socket"))
	if err != nil {
		t.Skip("no sockets here:", err)
	}
	t.Cleanup(func() { l.Close() })
}
