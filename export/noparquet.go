//go:build !parquet

package export

import (
	"context"
	"io"

	"sayso"
)

// hasParquet says that this build writes Parquet. The library for it is as
// large as all that Sayso itself is made of, so it is built in on demand:
// go build -tags parquet.
const hasParquet = false

func writeParquet(context.Context, io.Writer, sayso.Store, What) error {
	return sayso.Errorf(sayso.Internal, "", "this build writes no Parquet; build it with -tags parquet")
}
