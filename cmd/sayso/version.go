package main

import (
	"fmt"
	"runtime/debug"

	"sayso"
)

// release is set by the linker: -X main.release=v0.1.0.
var release = "dev"

func version() string {
	rev := ""
	if bi, ok := debug.ReadBuildInfo(); ok {
		for _, s := range bi.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				rev = " " + s.Value[:12]
			}
		}
	}
	return fmt.Sprintf("%s%s (record format %d)", release, rev, sayso.RecordVersion)
}
