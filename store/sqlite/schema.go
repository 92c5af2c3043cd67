package sqlite

import (
	"context"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"

	"sayso"
)

//go:embed migrations/*.sql
var migrations embed.FS

// schema is the number of the newest migration, as it sets PRAGMA user_version.
const schema = 3

// application is PRAGMA application_id of an archive, as the first migration
// sets it.
const application = 0x53617973

// version is the schema of what is in the file, 0 where nothing is. It refuses
// what is not an archive, or a newer one.
func (s *Store) version(ctx context.Context) (version int, err error) {
	var app, tables int
	if err := s.read.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app); err != nil {
		return 0, err
	}
	if err := s.read.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, err
	}
	// The table of the migrations may be there alone, if the process that made
	// the archive died at the start.
	err = s.read.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema
		WHERE type = 'table' AND name NOT IN ('goose_db_version', 'sqlite_sequence')`).Scan(&tables)
	if err != nil {
		return 0, err
	}
	switch {
	case app == 0 && tables == 0:
		return 0, nil
	case app != application:
		return 0, sayso.Errorf(sayso.Unreadable, s.path, "not a Sayso archive but another SQLite database")
	case version > schema:
		return 0, sayso.Errorf(sayso.Unreadable, s.path,
			"written by a newer version of sayso (archive version %d, this program knows up to %d)", version, schema)
	}
	return version, nil
}

// migrate makes the tables of a new archive, or brings those of an old one up
// to date.
func (s *Store) migrate(ctx context.Context) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return s.failed("reading the migrations", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.write, sub, goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(goose.NewGoMigration(2, &goose.GoFunc{RunTx: migrateAnswers}, nil)))
	if err != nil {
		return s.failed("reading the migrations", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return s.failed("bringing the archive up to date", err)
	}
	return s.Index(ctx) // a migration may have emptied the index
}
