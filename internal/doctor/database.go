package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rundertisch/internal/config"
	"rundertisch/internal/database"
)

// data looks at the database, and through it at the stored files and at what waits.
func (p Patient) data(ctx context.Context) []Finding {
	path, isFile := strings.CutPrefix(p.Config.DatabaseURL, "sqlite:")
	if isFile {
		findings := p.folder("database", filepath.Dir(path))
		if Sick(findings) {
			return findings
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return append(findings, Finding{"database", Warning, "doctor.database.new", []any{path}})
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	db, err := database.Open(ctx, p.Config.DatabaseURL)
	if err != nil {
		return []Finding{{"database", Problem, "doctor.database.silent", []any{config.Redact(p.Config.DatabaseURL), oneLine(err)}}}
	}
	defer db.Close() //nolint:errcheck // nothing was written
	findings := p.schema(ctx, db)
	current := findings[0].Level == OK
	findings = append(findings, p.databaseClock(ctx, db, path)...)
	if Sick(findings) {
		return findings
	}
	if !current {
		return findings // the tables that are asked next may not be there yet
	}
	findings = append(findings, p.stored(ctx, db)...)
	findings = append(findings, p.reports(ctx, db)...)
	findings = append(findings, p.trail(ctx, db)...)
	return append(findings, p.waiting(ctx, db)...)
}

// schema compares the database's migrations with the program's, and tries to write.
func (p Patient) schema(ctx context.Context, db *database.DB) []Finding {
	known, err := database.KnownMigrations(p.Migrations)
	applied, appliedErr := db.AppliedMigrations(ctx, db.Read())
	if err := errors.Join(err, appliedErr); err != nil {
		return []Finding{{"database", Problem, "doctor.database.unreadable", []any{oneLine(err)}}}
	}
	newer, missing := without(applied, known), without(known, applied)
	switch {
	case len(newer) > 0:
		return []Finding{{"database", Problem, "doctor.database.newer", []any{strings.Join(newer, ", ")}}}
	case len(applied) == 0:
		return []Finding{{"database", Warning, "doctor.database.empty", nil}}
	}
	if err := db.CanWrite(ctx); err != nil {
		return []Finding{{"database", Problem, "doctor.database.read_only", []any{oneLine(err)}}}
	}
	if len(missing) > 0 {
		return []Finding{{"database", Warning, "doctor.database.missing", []any{strings.Join(missing, ", ")}}}
	}
	return []Finding{{"database", OK, "doctor.database.ok", []any{len(applied)}}}
}

func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(one string) bool { return slices.Contains(some, one) })
}

// databaseClock compares our clock with the database server's; SQLite has none but the file's last change.
func (p Patient) databaseClock(ctx context.Context, db *database.DB, path string) []Finding {
	now := p.Clock.Now()
	if !db.Postgres() {
		info, err := os.Stat(path)
		if err == nil && info.ModTime().Sub(now) > drift {
			return []Finding{{"clock", Problem, "doctor.clock.behind_file", []any{between(now, info.ModTime())}}}
		}
		return nil
	}
	var theirs time.Time
	if err := db.Read().NewRaw("SELECT now()").Scan(ctx, &theirs); err != nil {
		return []Finding{{"database", Problem, "doctor.database.unreadable", []any{oneLine(err)}}}
	}
	return p.compare(theirs, "doctor.clock.database")
}

// compare finds a problem with the key when the clocks stand too far apart.
func (p Patient) compare(theirs time.Time, key string) []Finding {
	if now := p.Clock.Now(); theirs.Sub(now).Abs() > drift {
		return []Finding{{"clock", Problem, key, []any{between(now, theirs)}}}
	}
	return nil
}

func between(a, b time.Time) string { return b.Sub(a).Abs().Round(time.Second).String() }

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
