// Package models holds the trained weights; docs/models/blocks.md says what
// they were trained on and how well they do.
package models

import _ "embed"

// Blocks is the model of article/internal/judge, Lines and Headline those of
// article/internal/lines.
var (
	//go:embed blocks.bin
	Blocks []byte
	//go:embed lines.bin
	Lines []byte
	//go:embed headline.bin
	Headline []byte
)

// Title and Authors are the models of article/internal/pick.
var (
	//go:embed title.bin
	Title []byte
	//go:embed authors.bin
	Authors []byte
)
