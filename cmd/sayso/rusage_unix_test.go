//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakMemory is the most memory a process held, in bytes.
func peakMemory(s *os.ProcessState) int64 {
	ru, ok := s.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin":
		return ru.Maxrss
	}
	return ru.Maxrss << 10
}
