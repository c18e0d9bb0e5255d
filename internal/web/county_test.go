package web_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/config"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/demo"
)

const countyAdministrator = "jana.groessler@uh-kreis.example.org"

// counties are databases with the sample county, and below countyFiles, by the kind of database, what the county has
// stored. It takes seconds to make and is looked at by many tests, each of which has a copy.
var (
	counties    = dbtest.Fill(fillCounty)
	countyFiles string
)

func TestMain(m *testing.M) {
	var err error
	if countyFiles, err = os.MkdirTemp("", "rundertisch-county-"); err != nil {
		panic(err)
	}
	code := m.Run()
	if err := errors.Join(counties.Drop(), os.RemoveAll(countyFiles)); err != nil {
		panic(err)
	}
	os.Exit(code)
}

func filesOf(db *database.DB) string {
	if db.Postgres() {
		return filepath.Join(countyFiles, "postgres")
	}
	return filepath.Join(countyFiles, "sqlite")
}

func fillCounty(ctx context.Context, db *database.DB) error {
	cfg, err := config.Read(apptest.Settings(filesOf(db)))
	if err != nil {
		return err
	}
	_, err = demo.Seed(ctx, cfg, db, slog.New(slog.DiscardHandler))
	return err
}

// eachCounty is apptest.Each with the sample county in the database.
func eachCounty(t *testing.T, fn func(t *testing.T, s *apptest.Site)) {
	t.Helper()
	counties.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		if err := os.CopyFS(s.Config.FilesDir, os.DirFS(filesOf(db))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		fn(t, s)
	})
}
