package backup_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/backup"
	"rundertisch/internal/config"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/demo"
	"rundertisch/migrations"
)

var kinds = map[string]func(t *testing.T) string{
	"sqlite":   func(t *testing.T) string { t.Helper(); return dbtest.SQLite(t) },
	"postgres": func(t *testing.T) string { t.Helper(); return dbtest.Postgres(t) },
}

// TestABackupMovesEverythingToEitherDatabase takes the sample county from each database while somebody writes, puts it
// into both, and finds the same rows, files and pages.
func TestABackupMovesEverythingToEitherDatabase(t *testing.T) {
	t.Parallel()
	for from, address := range kinds {
		t.Run(from, func(t *testing.T) {
			t.Parallel()
			source := place(t, dbtest.Open(t, address(t)))
			seed(t, source)
			kept := whileWriting(t, source)
			for to := range kinds {
				target := place(t, empty(t, to))
				_, err := backup.Restore(t.Context(), target, kept)
				must(t, err)
				again, _ := written(t, target)
				if diff := cmp.Diff(content(t, kept), content(t, again)); diff != "" {
					t.Errorf("from %s to %s (-before +after):\n%s", from, to, diff)
				}
				sameOnBothSides(t, target.DB)
			}
			fresh, _ := written(t, source)
			target := place(t, empty(t, other(from)))
			_, err := backup.Restore(t.Context(), target, fresh)
			must(t, err)
			samePages(t, source.DB, target.DB)
		})
	}
}

func other(kind string) string {
	if kind == "sqlite" {
		return "postgres"
	}
	return "sqlite"
}

func place(t *testing.T, db *database.DB) backup.Place {
	t.Helper()
	return backup.Place{DB: db, FilesDir: filepath.Join(t.TempDir(), "files"), Migrations: migrations.FS}
}

// empty returns a database of the kind: on SQLite a new file, on PostgreSQL a migrated one without rows.
func empty(t *testing.T, kind string) *database.DB {
	t.Helper()
	if kind == "sqlite" {
		return dbtest.Open(t, "sqlite:"+filepath.Join(t.TempDir(), "new.db"))
	}
	return dbtest.Open(t, dbtest.Postgres(t))
}

func seed(t *testing.T, p backup.Place) {
	t.Helper()
	cfg, err := config.Read(map[string]string{"RUNDERTISCH_MAIL_FROM": "Planung <planung@example.org>", "RUNDERTISCH_FILES_DIR": p.FilesDir})
	must(t, err)
	_, err = demo.Seed(t.Context(), cfg, p.DB, slog.New(slog.DiscardHandler))
	must(t, err)
	must(t, os.MkdirAll(filepath.Join(p.FilesDir, "ab"), 0o700))
	must(t, os.WriteFile(filepath.Join(p.FilesDir, "ab", "Übersicht.pdf"), []byte(strings.Repeat("Größe ", 40_000)), 0o600))
	odd := "Zeile 1\nZeile 2\t\"\\ \u2028 'äöü' 漢字 ? ?0 :x $1"
	must(t, p.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO settings (name, value) VALUES ('odd', ?), ('empty', '')", odd)
		return err
	}))
}

func filesBelow(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	must(t, filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			n++
		}
		return err
	}))
	return n
}

// whileWriting makes a backup while another goroutine adds a setting and a lease in each of its transactions.
func whileWriting(t *testing.T, p backup.Place) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	began, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		for n := 0; ; n++ {
			if ctx.Err() != nil {
				ended <- nil
				return
			}
			if err := addPair(t.Context(), p.DB, n); err != nil {
				ended <- err
				return
			}
			if n == 5 {
				close(began)
			}
		}
	}()
	<-began
	kept, m := written(t, p)
	stop()
	must(t, <-ended)
	if stored := filesBelow(t, p.FilesDir); m.Rows() < 500 || stored < 2 || len(m.Files) != stored {
		t.Errorf("the backup has %d rows and %d of %d files", m.Rows(), len(m.Files), stored)
	}
	return kept
}

func addPair(ctx context.Context, db *database.DB, n int) error {
	return db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		name := fmt.Sprint("pair-", n)
		if _, err := tx.ExecContext(ctx, "INSERT INTO leases (name, holder, expires_at) VALUES (?, '', ?)", name, apptest.Noon); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO settings (name, value) VALUES (?, '')", name)
		return err
	})
}

func sameOnBothSides(t *testing.T, db *database.DB) {
	t.Helper()
	var leases, settings []string
	must(t, db.Read().NewRaw("SELECT name FROM leases WHERE name LIKE 'pair-%' ORDER BY name").Scan(t.Context(), &leases))
	must(t, db.Read().NewRaw("SELECT name FROM settings WHERE name LIKE 'pair-%' ORDER BY name").Scan(t.Context(), &settings))
	if len(leases) < 5 || !slices.Equal(leases, settings) {
		t.Errorf("the backup is not of one moment: %d leases, %d settings", len(leases), len(settings))
	}
}

func written(t *testing.T, p backup.Place) (string, backup.Manifest) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "backup.zip")
	m, err := backup.Write(t.Context(), p, path, "test", apptest.Noon)
	must(t, err)
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	must(t, err)
	if len(left) > 0 {
		t.Errorf("drafts are left: %v", left)
	}
	return path, m
}

// content is what an archive holds: a table's rows as sorted texts with named columns and documents in one spelling.
func content(t *testing.T, path string) map[string][]string {
	t.Helper()
	reader, err := zip.OpenReader(path)
	must(t, err)
	defer func() { must(t, reader.Close()) }()
	all := map[string][]string{}
	for _, table := range manifest(t, &reader.Reader).Tables {
		lines := strings.Split(strings.TrimSuffix(member(t, &reader.Reader, table.Path), "\n"), "\n")
		for i, line := range lines {
			lines[i] = named(t, table, line)
		}
		slices.Sort(lines)
		all[table.Path] = lines
	}
	for _, file := range manifest(t, &reader.Reader).Files {
		all[file.Path] = []string{member(t, &reader.Reader, file.Path)}
	}
	return all
}

func named(t *testing.T, table backup.Table, line string) string {
	t.Helper()
	if line == "" {
		return ""
	}
	var values []any
	must(t, json.Unmarshal([]byte(line), &values))
	row := map[string]any{}
	for i, column := range table.Columns {
		var document any
		if s, ok := values[i].(string); ok && strings.HasPrefix(s, "{") && json.Unmarshal([]byte(s), &document) == nil {
			values[i] = document
		}
		row[column.Name] = values[i]
	}
	raw, err := json.Marshal(row)
	must(t, err)
	return string(raw)
}

func manifest(t *testing.T, reader *zip.Reader) (m backup.Manifest) {
	t.Helper()
	must(t, json.Unmarshal([]byte(member(t, reader, "manifest.json")), &m))
	return m
}

func member(t *testing.T, reader *zip.Reader, name string) string {
	t.Helper()
	file, err := reader.Open(name)
	must(t, err)
	raw, err := io.ReadAll(file)
	must(t, err)
	return string(raw)
}

var perRendering = regexp.MustCompile(`name="(csrf|nonce|once)" value="[^"]*"|(nonce|csrf)="?[^" ]*"?`)

// samePages looks at the same pages of both databases with the same clock, as a visitor and as the project's lead.
func samePages(t *testing.T, before, after *database.DB) {
	t.Helper()
	first, second := apptest.New(t, before), apptest.New(t, after)
	a, b := signedIn(t, first), signedIn(t, second)
	queue, seen := []string{"/", "/projects"}, map[string]bool{}
	for ; len(queue) > 0 && len(seen) < 80; queue = queue[1:] {
		if seen[queue[0]] {
			continue
		}
		seen[queue[0]] = true
		was, is := a.Get(queue[0]), b.Get(queue[0])
		if diff := cmp.Diff(lines(was.Body), lines(is.Body)); diff != "" || was.Code != is.Code || was.Location != is.Location {
			t.Errorf("%s: %d and %d (-before +after):\n%s", queue[0], was.Code, is.Code, diff)
		}
		for _, link := range was.Find("a[href^='/']").EachIter() {
			queue = append(queue, link.AttrOr("href", "/"))
		}
		if was.Location != "" {
			queue = append(queue, was.Location)
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d pages were found", len(seen))
	}
}

func lines(body string) []string {
	return strings.Split(strings.ReplaceAll(perRendering.ReplaceAllString(body, ""), "><", ">\n<"), "\n")
}

func signedIn(t *testing.T, s *apptest.Site) *apptest.Browser {
	t.Helper()
	user, err := s.Accounts.FindUser(t.Context(), "jana.groessler@uh-kreis.example.org")
	must(t, err)
	link, err := s.Accounts.SignInLink(t.Context(), user.ID)
	must(t, err)
	browser := s.Browser()
	browser.Get("/start/sign-in/" + link).Status(200)
	browser.Submit("main form", nil).Status(303)
	return browser
}

func TestEveryTableOfTheSchemaIsInTheBackup(t *testing.T) {
	t.Parallel()
	var want []string
	all, err := migrations.FS.ReadDir(".")
	must(t, err)
	created := regexp.MustCompile(`(?i)CREATE TABLE (?:IF NOT EXISTS )?(\w+)`)
	dropped := regexp.MustCompile(`(?i)DROP TABLE (\w+)`)
	for _, file := range all {
		if !strings.HasSuffix(file.Name(), ".up.sql") {
			continue
		}
		raw, err := migrations.FS.ReadFile(file.Name())
		must(t, err)
		for _, match := range created.FindAllStringSubmatch(string(raw), -1) {
			want = append(want, match[1])
		}
		for _, match := range dropped.FindAllStringSubmatch(string(raw), -1) {
			want = slices.DeleteFunc(want, func(table string) bool { return table == match[1] })
		}
	}
	slices.Sort(want)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		_, m := written(t, place(t, db))
		var got []string
		for _, table := range m.Tables {
			got = append(got, table.Name)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestRestoreRefusesAPlaceThatIsNotEmpty(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		source := place(t, db)
		must(t, addPair(t.Context(), db, 1))
		_, err := apptest.New(t, db).Accounts.AddWorkspace(t.Context(), account.Workspace{Name: "Musterland"})
		must(t, err)
		kept, _ := written(t, source)
		refused(t, source, kept, "already holds data (workspaces: 1)")

		target := place(t, dbtest.Open(t, dbtest.SQLite(t)))
		must(t, os.MkdirAll(target.FilesDir, 0o700))
		must(t, os.WriteFile(filepath.Join(target.FilesDir, "mine.pdf"), nil, 0o600))
		refused(t, target, kept, "already holds files (mine.pdf)")
		must(t, os.Remove(filepath.Join(target.FilesDir, "mine.pdf")))
		must(t, addPair(t.Context(), target.DB, 2)) // as a program that was started once leaves it
		_, err = backup.Restore(t.Context(), target, kept)
		must(t, err)
		if rows := counts(t, target.DB)["leases"]; rows != 1 {
			t.Errorf("%d leases are there, want the backup's alone", rows)
		}
	})
}

func TestANewerBackupIsRefusedByNameOfWhatIsNew(t *testing.T) {
	t.Parallel()
	future := fstest.MapFS{"9999_future.tx.up.sql": {Data: []byte("CREATE TABLE future (id {{.PK}} PRIMARY KEY, at {{.TS}} NOT NULL);")}}
	all, err := migrations.FS.ReadDir(".")
	must(t, err)
	for _, file := range all {
		raw, err := migrations.FS.ReadFile(file.Name())
		must(t, err)
		if !strings.HasSuffix(file.Name(), ".go") {
			future[file.Name()] = &fstest.MapFile{Data: raw}
		}
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		old, _ := written(t, place(t, db))
		newer := place(t, db)
		newer.Migrations = future
		_, err := db.Migrate(t.Context(), future)
		must(t, err)
		kept, _ := written(t, newer)

		refused(t, place(t, empty(t, "sqlite")), kept, "migration 9999, which this program does not know")
		refused(t, newer, old, "already has migration 9999")
		_, err = backup.Write(t.Context(), place(t, db), filepath.Join(t.TempDir(), "x"), "test", apptest.Noon)
		if err == nil || !strings.Contains(err.Error(), "newer than this program") {
			t.Errorf("a newer database gave %v", err)
		}
		target := place(t, empty(t, "sqlite"))
		target.Migrations = future
		_, err = backup.Restore(t.Context(), target, old)
		must(t, err)
		applied, err := target.DB.AppliedMigrations(t.Context(), target.DB.Read())
		must(t, err)
		if !slices.Contains(applied, "9999") {
			t.Errorf("an old backup was not brought up to date: %v", applied)
		}
	})
}

func TestADamagedBackupIsRefusedAndNothingIsChanged(t *testing.T) {
	t.Parallel()
	source := place(t, dbtest.Open(t, dbtest.SQLite(t)))
	seed(t, source)
	kept, _ := written(t, source)
	whole, err := os.ReadFile(kept)
	must(t, err)
	flipped := slices.Clone(whole)
	flipped[middleOfAnEntry(t, whole)] ^= 0x40
	for name, raw := range map[string][]byte{"cut off": whole[:len(whole)/2], "one bit wrong": flipped, "something else": []byte("Sehr geehrte Damen und Herren")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "damaged.zip")
			must(t, os.WriteFile(path, raw, 0o600))
			refused(t, place(t, empty(t, "sqlite")), path, "backup")
		})
	}
}

// middleOfAnEntry is where the content of the largest entry is half through: elsewhere the archive has octets that nobody reads.
func middleOfAnEntry(t *testing.T, archive []byte) int64 {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	must(t, err)
	largest := slices.MaxFunc(r.File, func(a, b *zip.File) int { return int(a.CompressedSize64) - int(b.CompressedSize64) })
	begin, err := largest.DataOffset()
	must(t, err)
	return begin + int64(largest.CompressedSize64/2)
}

// TestAFailureInTheMiddleLeavesNothing lets the last file fail, when all rows are in.
func TestAFailureInTheMiddleLeavesNothing(t *testing.T) {
	t.Parallel()
	source := place(t, dbtest.Open(t, dbtest.SQLite(t)))
	seed(t, source)
	kept, _ := written(t, source)
	for kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			target := place(t, empty(t, kind))
			_, err := target.DB.Migrate(t.Context(), target.Migrations)
			must(t, err)
			good := target.FilesDir
			must(t, os.MkdirAll(filepath.Dir(good), 0o700))
			target.FilesDir = filepath.Join(good, strings.Repeat("n", 300)) // no file system takes such a name
			refused(t, target, kept, "name too long")
			target.FilesDir = good
			_, err = backup.Restore(t.Context(), target, kept)
			must(t, err)
		})
	}
}

// refused wants the restore to fail with the words and to leave the place as it was.
func refused(t *testing.T, p backup.Place, path, words string) {
	t.Helper()
	before := counts(t, p.DB)
	_, err := backup.Restore(t.Context(), p, path)
	if err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("the restore gave %v, want %q", err, words)
	}
	after := counts(t, p.DB)
	for table, rows := range after {
		if rows != before[table] {
			t.Errorf("%s has %d rows, before %d", table, rows, before[table])
		}
	}
}

func counts(t *testing.T, db *database.DB) map[string]int64 {
	t.Helper()
	all, err := db.Tables(t.Context(), db.Read())
	must(t, err)
	rows := map[string]int64{}
	for _, table := range all {
		rows[table.Name], err = db.Read().NewSelect().Table(table.Name).Count(t.Context())
		must(t, err)
	}
	return rows
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
