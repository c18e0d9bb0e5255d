package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/urfave/cli/v3"

	"rundertisch/internal/backup"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/migrations"
)

func (p *program) backup() *cli.Command {
	return &cli.Command{
		Name: "backup", Usage: "keep database and files in one FILE, while the program serves", ArgsUsage: "FILE",
		Action: func(ctx context.Context, c *cli.Command) error {
			return p.atPlace(ctx, c, func(place backup.Place, path string) error {
				m, err := backup.Write(ctx, place, path, release(), clock.System{}.Now())
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(p.out, "%s: %d rows of %d tables, %d files\n", path, m.Rows(), len(m.Tables), len(m.Files))
				return err
			})
		},
	}
}

func (p *program) restore() *cli.Command {
	return &cli.Command{
		Name: "restore", Usage: "put a backup FILE into an empty database and an empty folder, of either kind", ArgsUsage: "FILE",
		Action: func(ctx context.Context, c *cli.Command) error {
			return p.atPlace(ctx, c, func(place backup.Place, path string) error {
				m, err := backup.Restore(ctx, place, path)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(p.out, "restored what was kept on %s: %d rows of %d tables, %d files\n",
					m.CreatedAt.Local().Format("2006-01-02 15:04"), m.Rows(), len(m.Tables), len(m.Files))
				return err
			})
		},
	}
}

// atPlace opens the configured database as it is and hands on the file that the command names.
func (p *program) atPlace(ctx context.Context, c *cli.Command, fn func(place backup.Place, path string) error) (err error) {
	if c.Args().Len() != 1 {
		return errors.New("name one FILE")
	}
	cfg, _, err := p.settings()
	if err != nil {
		return err
	}
	db, err := database.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return fn(backup.Place{DB: db, FilesDir: cfg.FilesDir, Migrations: migrations.FS}, c.Args().First())
}

// release is the program's version as it was built.
func release() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "(unknown build)"
}
