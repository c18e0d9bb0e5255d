package doctor_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/doctor"
	"rundertisch/internal/files"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/imaptest"
	"rundertisch/internal/mail/mailtest"
	"rundertisch/migrations"
)

const plenty = 10 << 30

// healthy is an installation in which all is well, on the database at the address; change spoils it.
func healthy(t *testing.T, address string, change func(p *doctor.Patient)) doctor.Patient {
	t.Helper()
	site := answering(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })
	p := doctor.Patient{
		Config: config.Config{
			Listen: strings.TrimPrefix(site, "http://"), BaseURL: site, DatabaseURL: address, FilesDir: t.TempDir(),
			SMTPURL: mailtest.Start(t).URL(), MailboxURL: imaptest.Start(t).URL(), MailFrom: "Planung <planung@example.org>", Timezone: "Europe/Berlin", Locale: "de",
		},
		Migrations: migrations.FS, Clock: clock.System{},
		Disk: doctor.Disk{Free: func(string) (uint64, error) { return plenty, nil }, Try: func(string) error { return nil }},
	}
	if change != nil {
		change(&p)
	}
	return p
}

func answering(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func locale(t *testing.T, lang i18n.Lang) *i18n.Locale {
	t.Helper()
	catalogue, _ := mailtest.Sentences(t)
	return catalogue.Locale(lang, time.UTC)
}

func examine(t *testing.T, p doctor.Patient) []doctor.Finding {
	t.Helper()
	findings := doctor.Examine(t.Context(), p, locale(t, i18n.German))
	for _, lang := range i18n.Languages() {
		l := locale(t, lang)
		for _, f := range findings {
			said := f.Message(l) + f.Advice(l)
			if strings.ContainsAny(said, "⟦⟧") || strings.Contains(said, "%!") {
				t.Errorf("%s: %s", f.Key, said)
			}
			if f.Level != doctor.OK && f.Advice(l) == "" {
				t.Errorf("%s: nothing says what to do", f.Key)
			}
		}
	}
	return findings
}

func TestAHealthyInstallationHasNothingToComplainOf(t *testing.T) {
	t.Parallel()
	for kind, address := range map[string]string{"sqlite": dbtest.SQLite(t), "postgres": dbtest.Postgres(t)} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			for _, f := range examine(t, healthy(t, address, nil)) {
				if f.Level != doctor.OK {
					t.Errorf("%s: %s %v", f.Level, f.Key, f.Args)
				}
			}
		})
	}
}

func TestEveryIllnessIsNamed(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		spoil func(t *testing.T, p *doctor.Patient)
		key   string
		level doctor.Level
	}{
		{"a wrong setting", func(_ *testing.T, p *doctor.Patient) { p.Wrong = errors.New("RUNDERTISCH_LOCALE: must be de or en") }, "doctor.config.wrong", doctor.Problem},
		{"a full disk", func(_ *testing.T, p *doctor.Patient) {
			p.Disk.Free = func(string) (uint64, error) { return 1 << 20, nil }
		}, "doctor.disk.full", doctor.Problem},
		{"a disk with little room", func(_ *testing.T, p *doctor.Patient) {
			p.Disk.Free = func(string) (uint64, error) { return 200 << 20, nil }
		}, "doctor.disk.little", doctor.Warning},
		{"a read-only folder", func(_ *testing.T, p *doctor.Patient) { p.Disk.Try = func(string) error { return os.ErrPermission } }, "doctor.disk.read_only", doctor.Problem},
		{"a file where the folder belongs", func(t *testing.T, p *doctor.Patient) {
			p.Config.FilesDir = filepath.Join(t.TempDir(), "file")
			must(t, os.WriteFile(p.Config.FilesDir, nil, 0o600))
		}, "doctor.disk.unreadable", doctor.Problem},
		{"a folder that is not there yet", func(t *testing.T, p *doctor.Patient) { p.Config.FilesDir = filepath.Join(t.TempDir(), "a", "b") }, "doctor.disk.creatable", doctor.OK},
		{"a database that is not there yet", func(t *testing.T, p *doctor.Patient) {
			p.Config.DatabaseURL = "sqlite:" + filepath.Join(t.TempDir(), "new.db")
		}, "doctor.database.new", doctor.Warning},
		{"a database server that is down", func(t *testing.T, p *doctor.Patient) {
			p.Config.DatabaseURL = "postgres://rt:hush@" + closedPort(t) + "/rt?sslmode=disable"
		}, "doctor.database.silent", doctor.Problem},
		{"a file that is no database", func(t *testing.T, p *doctor.Patient) {
			path := filepath.Join(t.TempDir(), "letter.db")
			must(t, os.WriteFile(path, []byte(strings.Repeat("Sehr geehrte Damen und Herren ", 100)), 0o600))
			p.Config.DatabaseURL = "sqlite:" + path
		}, "doctor.database.silent", doctor.Problem},
		{"a database newer than the program", func(t *testing.T, p *doctor.Patient) { p.Migrations = one(t) }, "doctor.database.newer", doctor.Problem},
		{"a database that lacks a migration", func(t *testing.T, p *doctor.Patient) { p.Migrations = more(t) }, "doctor.database.missing", doctor.Warning},
		{"no mail server", func(_ *testing.T, p *doctor.Patient) { p.Config.SMTPURL = "" }, "doctor.mail.none", doctor.Warning},
		{"a closed port", func(t *testing.T, p *doctor.Patient) { p.Config.SMTPURL = "smtp://" + closedPort(t) }, "doctor.mail.trouble.port_closed", doctor.Problem},
		{"a wrong password", func(t *testing.T, p *doctor.Patient) {
			server := mailtest.Script{Extensions: []string{"AUTH PLAIN"}, Answers: map[string]string{"AUTH": "535 5.7.8 no"}}
			p.Config.SMTPURL = "smtp://planung:hush@" + server.Run(t)
		}, "doctor.mail.trouble.sign_in", doctor.Problem},
		{"a certificate nobody knows", func(t *testing.T, p *doctor.Patient) {
			p.Config.SMTPURL = "smtps://" + mailtest.Script{TLS: true}.Run(t)
		}, "doctor.mail.trouble.certificate", doctor.Problem},
		{"a refused sender", func(t *testing.T, p *doctor.Patient) {
			p.Config.SMTPURL = "smtp://" + mailtest.Script{Answers: map[string]string{"MAIL": "553 5.7.1 no"}}.Run(t)
		}, "doctor.mail.trouble.sender_refused", doctor.Problem},
		{"nobody at the address", func(t *testing.T, p *doctor.Patient) {
			p.Config.Listen = closedPort(t)
			p.Config.BaseURL = "http://" + p.Config.Listen
		}, "doctor.address.nobody", doctor.Warning},
		{"another port in the address", func(_ *testing.T, p *doctor.Patient) { p.Config.Listen = "127.0.0.1:1" }, "doctor.address.port", doctor.Problem},
		{"a redirect", func(t *testing.T, p *doctor.Patient) {
			p.Config.BaseURL = answering(t, func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "https://tisch.example.org/healthz", http.StatusMovedPermanently)
			})
		}, "doctor.address.elsewhere", doctor.Problem},
		{"somebody else at the address", func(t *testing.T, p *doctor.Patient) { p.Config.BaseURL = answering(t, http.NotFound) }, "doctor.address.stranger", doctor.Problem},
		{"https where nobody speaks it", func(_ *testing.T, p *doctor.Patient) {
			p.Config.BaseURL = strings.Replace(p.Config.BaseURL, "http:", "https:", 1)
		}, "doctor.address.no_tls", doctor.Problem},
		{"a certificate of the address that nobody knows", func(t *testing.T, p *doctor.Patient) {
			server := httptest.NewTLSServer(http.NotFoundHandler())
			t.Cleanup(server.Close)
			p.Config.BaseURL = server.URL
		}, "doctor.address.certificate", doctor.Problem},
		{"an outside mail server and links to this machine", func(_ *testing.T, p *doctor.Patient) { p.Config.SMTPURL = "smtp://192.0.2.1:x" }, "doctor.address.loopback", doctor.Warning},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t, dbtest.SQLite(t), nil)
			c.spoil(t, &p)
			findings := examine(t, p)
			has(t, findings, c.key, c.level)
			if doctor.Sick(findings) != (c.level == doctor.Problem) && c.level == doctor.Problem {
				t.Error("a problem does not make the installation sick")
			}
			if strings.Contains(fmt.Sprint(findings), "hush") {
				t.Errorf("a password is shown: %v", findings)
			}
		})
	}
}

func TestADatabaseWithoutTablesIsNoFurtherTrouble(t *testing.T) {
	t.Parallel()
	p := healthy(t, "sqlite:"+filepath.Join(t.TempDir(), "empty.db"), nil)
	must(t, dbtest.Open(t, p.Config.DatabaseURL).Ping(t.Context()))
	found := false
	for _, f := range examine(t, p) {
		found = found || f.Key == "doctor.database.empty"
		if f.Level == doctor.Problem {
			t.Errorf("%s %v", f.Key, f.Args)
		}
	}
	if !found {
		t.Error("nothing is said of the empty database")
	}
}

func TestAClockThatIsOffIsNoticed(t *testing.T) {
	t.Parallel()
	yesterday := func(p *doctor.Patient) { p.Clock = clock.At(time.Now().AddDate(0, 0, -1)) }
	has(t, examine(t, healthy(t, dbtest.SQLite(t), yesterday)), "doctor.clock.behind_file", doctor.Problem)
	has(t, examine(t, healthy(t, dbtest.Postgres(t), yesterday)), "doctor.clock.database", doctor.Problem)
	tomorrow := func(p *doctor.Patient) { p.Clock = clock.At(time.Now().AddDate(0, 0, 1)) }
	has(t, examine(t, healthy(t, dbtest.SQLite(t), tomorrow)), "doctor.clock.address", doctor.Problem)
}

func TestWhatWaitsIsCounted(t *testing.T) {
	t.Parallel()
	for kind, address := range map[string]string{"sqlite": dbtest.SQLite(t), "postgres": dbtest.Postgres(t)} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			db := dbtest.Open(t, address)
			now := clock.System{}.Now()
			held, err := mail.New(db, clock.System{}, netmail.Address{Address: "planung@example.org"}, true)
			must(t, err)
			sending, err := mail.New(db, clock.At(now.Add(-time.Hour)), netmail.Address{Address: "planung@example.org"}, false)
			must(t, err)
			must(t, db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				message := mail.Message{WorkspaceID: "w", Kind: "k", ToEmail: "jana@example.org", Subject: "s", Text: "t"}
				if err := errors.Join(held.QueueIn(ctx, tx, message), sending.QueueIn(ctx, tx, message)); err != nil {
					return err
				}
				_, err := tx.ExecContext(ctx, `INSERT INTO jobs (id, kind, dedupe_key, payload, run_at, attempts, leased_until, done_at, last_error, created_at)
					VALUES ('j', 'k', 'd', '{}', ?0, 1, ?0, NULL, 'went wrong', ?0)`, now.Add(-time.Hour))
				return err
			}))
			findings := examine(t, healthy(t, address, nil))
			for _, key := range []string{"doctor.outbox.withheld", "doctor.outbox.late", "doctor.outbox.stale", "doctor.outbox.jobs"} {
				has(t, findings, key, doctor.Warning)
			}
		})
	}
}

func TestAMissingFileIsNamed(t *testing.T) {
	t.Parallel()
	for kind, address := range map[string]string{"sqlite": dbtest.SQLite(t), "postgres": dbtest.Postgres(t)} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			store := files.New(dir)
			kept, err := store.Put(strings.NewReader("bleibt"))
			must(t, err)
			lost, err := store.Put(strings.NewReader("geht"))
			must(t, err)
			keep(t, dbtest.Open(t, address), kept.Name, lost.Name)
			in := func(dir string) func(*doctor.Patient) { return func(p *doctor.Patient) { p.Config.FilesDir = dir } }

			has(t, examine(t, healthy(t, address, in(dir))), "doctor.files.ok", doctor.OK)
			must(t, store.Remove(lost.Name))
			findings := examine(t, healthy(t, address, in(dir)))
			has(t, findings, "doctor.files.missing", doctor.Problem)
			said := fmt.Sprint(findings)
			if !strings.Contains(said, "[1 2 "+lost.Name+" (Sachbericht: Fassung.pdf)]") || strings.Contains(said, kept.Name) {
				t.Errorf("the finding says %s", said)
			}
			has(t, examine(t, healthy(t, address, in(filepath.Join(dir, "elsewhere")))), "doctor.files.missing", doctor.Problem)
		})
	}
}

// keep writes the rows of a document whose versions name the files.
func keep(t *testing.T, db *database.DB, names ...string) {
	t.Helper()
	must(t, db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		now := time.Now()
		for _, statement := range []string{
			`INSERT INTO workspaces (id, name, imprint, privacy_contact, funding_notice, created_at, version)
				VALUES ('w', 'Landkreis', '', '', '', ?0, 1)`,
			`INSERT INTO projects (id, workspace_id, name, summary, starts_on, ends_on, created_at, version)
				VALUES ('p', 'w', 'Vorhaben', '', '', '', ?0, 1)`,
			`INSERT INTO documents (id, workspace_id, project_id, title, title_key, description, kind, language, latest, search, nonce, created_at, version)
				VALUES ('d', 'w', 'p', 'Sachbericht', 'sachbericht', '', 'report', 'de', 1, '', 'n', ?0, 1)`,
		} {
			if _, err := tx.ExecContext(ctx, statement, now); err != nil {
				return err
			}
		}
		for i, name := range names {
			_, err := tx.ExecContext(ctx, `INSERT INTO document_versions
				(id, workspace_id, document_id, number, file, name, media_type, size, sha256, uploaded_by, uploaded_at)
				VALUES (?1, 'w', 'd', ?2, ?1, 'Fassung.pdf', 'application/pdf', 1, '', '', ?0)`, now, name, i+1)
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestATrialMailIsSentOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	box := mailtest.Start(t)
	quiet := healthy(t, dbtest.SQLite(t), func(p *doctor.Patient) { p.Config.SMTPURL = box.URL() })
	examine(t, quiet)
	if len(box.Mails()) != 0 {
		t.Error("a mail was sent without being asked for")
	}
	quiet.TrialTo = &netmail.Address{Address: "jana@example.org"}
	has(t, examine(t, quiet), "doctor.mail.sent", doctor.OK)
	if mails := box.Mails(); len(mails) != 1 || mails[0].To[0] != "jana@example.org" {
		t.Errorf("%d mails came", len(mails))
	}
}

func TestTheRealDiskIsTriedAndLeftAsItWas(t *testing.T) {
	t.Parallel()
	disk, dir := doctor.RealDisk(), t.TempDir()
	if err := disk.Try(dir); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
	if err := disk.Try(filepath.Join(dir, "missing")); err == nil {
		t.Error("a folder that is not there was written")
	}
	if room, err := disk.Free(dir); err != nil || room == 0 {
		t.Errorf("%d bytes are free, %v", room, err)
	}
}

func has(t *testing.T, findings []doctor.Finding, key string, level doctor.Level) {
	t.Helper()
	for _, f := range findings {
		if f.Key == key && f.Level == level {
			return
		}
	}
	t.Errorf("no %s %s in %v", level, key, findings)
}

// one holds the first migration alone, more a further one besides all.
func one(t *testing.T) fstest.MapFS {
	t.Helper()
	return fstest.MapFS{"0001_ground.tx.up.sql": {}}
}

func more(t *testing.T) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{"9999_future.tx.up.sql": {}}
	known, err := database.KnownMigrations(migrations.FS)
	must(t, err)
	for _, number := range known {
		all[number+"_x.tx.up.sql"] = &fstest.MapFile{}
	}
	return all
}

func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close())
	return listener.Addr().String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestAForgedTrailIsNamedWithItsSeal seals two batches and changes the second.
func TestAForgedTrailIsNamedWithItsSeal(t *testing.T) {
	t.Parallel()
	for kind, address := range map[string]string{"sqlite": dbtest.SQLite(t), "postgres": dbtest.Postgres(t)} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			db, now := dbtest.Open(t, address), clock.System{}.Now()
			record := func(at time.Time, id string) {
				must(t, db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
					return audit.Record(ctx, tx, audit.Entry{WorkspaceID: "w", ActorName: "Jana Größler", Action: "task.added", ObjectID: id, At: at})
				}))
			}
			record(now.Add(-72*time.Hour), "first")
			has(t, examine(t, healthy(t, address, nil)), "doctor.trail.unsealed", doctor.Warning)
			sealed := func(at time.Time) {
				_, err := audit.SealAll(t.Context(), db, at)
				must(t, err)
			}
			sealed(now.Add(-70 * time.Hour))
			record(now.Add(-48*time.Hour), "second")
			sealed(now)
			has(t, examine(t, healthy(t, address, nil)), "doctor.trail.ok", doctor.OK)
			must(t, db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				return audit.Record(ctx, tx, audit.Entry{WorkspaceID: "w", ProjectID: "p", Action: "project.history_sealed", At: now, Details: map[string]any{
					"from_at": "", "from_id": "", "to_at": "2026-11-22T12:00:00.000000Z", "to_id": "c", "rows": "3", "hash": "of changes that are gone",
				}})
			}))
			has(t, examine(t, healthy(t, address, nil)), "doctor.trail.history", doctor.Problem)
			must(t, db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.ExecContext(ctx, "UPDATE audit_entries SET action = 'task.removed' WHERE object_id = 'second'")
				return err
			}))
			findings := examine(t, healthy(t, address, nil))
			has(t, findings, "doctor.trail.altered", doctor.Problem)
			for _, f := range findings {
				if f.Key == "doctor.trail.altered" && f.Args[0] != int64(2) {
					t.Errorf("the broken seal is %v", f.Args)
				}
			}
		})
	}
}
