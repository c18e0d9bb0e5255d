// Package apptest drives the built program in tests as a browser without JavaScript would: cookies, forms with their
// hidden fields, redirects; pages are asserted by selector.
package apptest

import (
	"context"
	"log/slog"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

// Noon is the instant the tests' clock stands at: 22 November 2026, 12:00 UTC, a Sunday.
var Noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// Password is the password of every person Site makes.
const Password = "ein-recht-langes-kennwort"

// Site is the program on a database of its own.
type Site struct {
	*app.App
	Clock *clock.Manual
	t     *testing.T
}

// Each runs fn on SQLite and on PostgreSQL, each time with a fresh program.
func Each(t *testing.T, fn func(t *testing.T, s *Site)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(t, New(t, db)) })
}

// New builds the program on db with a clock that stands still at Noon.
func New(t *testing.T, db *database.DB) *Site {
	t.Helper()
	return NewWith(t, db, nil)
}

// NewWith is New with settings of one's own, by the names of the environment's variables.
func NewWith(t *testing.T, db *database.DB, settings map[string]string) *Site {
	t.Helper()
	return newSite(t, db, settings, slog.New(slog.NewTextHandler(t.Output(), nil)))
}

// NewLogging is New with a log of one's own.
func NewLogging(t *testing.T, db *database.DB, log *slog.Logger) *Site {
	t.Helper()
	return newSite(t, db, nil, log)
}

func newSite(t *testing.T, db *database.DB, settings map[string]string, log *slog.Logger) *Site {
	t.Helper()
	now := clock.At(Noon)
	all := Settings(filepath.Join(t.TempDir(), "files"))
	maps.Copy(all, settings)
	cfg, err := config.Read(all)
	if err != nil {
		t.Fatal(err)
	}
	built, err := app.New(context.Background(), cfg, db, now, log)
	if err != nil {
		t.Fatal(err)
	}
	return &Site{App: built, Clock: now, t: t}
}

// Settings are those of a site that keeps files in the folder.
func Settings(files string) map[string]string {
	return map[string]string{
		"RUNDERTISCH_BASE_URL": "http://tisch.example.org", "RUNDERTISCH_MAIL_FROM": "Planung <planung@example.org>",
		"RUNDERTISCH_FILES_DIR": files,
	}
}

// Office is a founded workspace with a project and its administrator signed in.
type Office struct {
	*Browser // the administrator's
	Actor    account.Actor
	Project  account.Project
}

// Office adds a workspace with a project and an administrator and signs the administrator in.
func (s *Site) Office(name string) Office {
	s.t.Helper()
	ctx := context.Background()
	workspace, err := s.Accounts.AddWorkspace(ctx, account.Workspace{Name: name, FundingNotice: "Gefördert aus Mitteln des Landes."})
	s.must(err)
	project, err := s.Accounts.CreateProject(ctx, account.Program(workspace.ID, ""), account.Project{
		Name: "Planungskoordination " + name, StartsOn: "2026-01", EndsOn: "2029-12",
	})
	s.must(err)
	browser, actor := s.Person(project, "", account.Administrator)
	return Office{Browser: browser, Actor: actor, Project: project}
}

// Person adds somebody with the role in the project ("" as projectID: in all projects of its workspace) and signs
// them in.
func (s *Site) Person(project account.Project, projectID string, role account.Role) (*Browser, account.Actor) {
	s.t.Helper()
	ctx := context.Background()
	user, err := s.Accounts.AddUser(ctx, project.WorkspaceID, projectID, role, "Jana Größler", string(role)+"-"+project.ID+"@example.org")
	s.must(err)
	link, err := s.Accounts.SignInLink(ctx, user.ID)
	s.must(err)
	b := s.Browser()
	b.Get("/start/sign-in/" + link).Status(200)
	b.Submit("main form", nil).Status(303)
	actor, _, err := s.Accounts.Enter(ctx, user, project.ID)
	s.must(err)
	return b, actor
}

func (s *Site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}
