package article

import (
	"sync"

	"sayso/article/internal/boost"
	"sayso/article/models"
)

// The trained models are part of the program: one that does not read is a
// fault that every test finds, so it panics.
var (
	blockModel  = sync.OnceValue(func() *boost.Model { return mustModel(models.Blocks) })
	lineModel   = sync.OnceValue(func() *boost.Model { return mustModel(models.Lines) })
	headlines   = sync.OnceValue(func() *boost.Model { return mustModel(models.Headline) })
	titleModel  = sync.OnceValue(func() *boost.Model { return mustModel(models.Title) })
	authorModel = sync.OnceValue(func() *boost.Model { return mustModel(models.Authors) })
)

func must[T any](v T, err error) T {
	if err != nil {
		panic("article: embedded model: " + err.Error())
	}
	return v
}

func mustModel(b []byte) *boost.Model {
	m, _, err := boost.Read(b)
	return must(m, err)
}
