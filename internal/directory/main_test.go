package directory_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/jobs"
)

// place is a directory with two workspaces: staff of ours and staff of a neighbour.
type place struct {
	*directory.Service
	db        *database.DB
	jobs      *jobs.Runner
	clock     *clock.Manual
	ours      account.Actor
	neighbour account.Actor
}

// each runs fn on an empty directory on both databases; it is 10 March 2027, noon.
func each(t *testing.T, fn func(t *testing.T, p place)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		c := clock.At(time.Date(2027, 3, 10, 11, 0, 0, 0, time.UTC))
		zone, err := time.LoadLocation("Europe/Berlin")
		must(t, err)
		runner := jobs.New(db, c, slog.New(slog.NewTextHandler(t.Output(), nil)))
		fn(t, place{
			Service: directory.New(db, c, zone, runner), db: db, jobs: runner, clock: c,
			ours: staffOf(t, db, "Landkreis Musterland"), neighbour: staffOf(t, db, "Nachbarkreis"),
		})
	})
}

func staffOf(t testing.TB, db *database.DB, name string) account.Actor {
	t.Helper()
	w := account.Workspace{ID: id.New(), Name: name, CreatedAt: time.Now(), Version: 1}
	err := db.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewInsert().Model(&w).Exec(ctx)
		return err
	})
	must(t, err)
	return account.Actor{UserID: id.New(), Name: "Kim Beispiel", WorkspaceID: w.ID, Roles: []account.Role{account.Coordination}}
}

func (p place) organisation(t *testing.T, name string, kind directory.Kind) directory.Organisation {
	t.Helper()
	o, err := p.AddOrganisation(context.Background(), p.ours, directory.Organisation{Name: name, Kind: kind})
	must(t, err)
	return o
}

func (p place) person(t *testing.T, given, family, email string, o directory.Organisation) directory.Person {
	t.Helper()
	added, err := p.AddPerson(context.Background(), p.ours, directory.Person{
		Given: given, Family: family, Email: email, OrganisationID: directory.Ref(o.ID), Lang: "de", Source: "Visitenkarte",
	})
	must(t, err)
	return added
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Fatalf("got %v, want a fault of kind %d", err, kind)
	}
}

// wantField fails unless err has the message key at the field.
func wantField(t *testing.T, err error, field, key string) {
	t.Helper()
	for _, f := range fault.Fields(err) {
		if f.Name == field && f.Key == key {
			return
		}
	}
	t.Fatalf("got %v, want %s at %s", err, key, field)
}
