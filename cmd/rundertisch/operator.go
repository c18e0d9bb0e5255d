package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/app"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/migrations"
)

// operator is one command of the person who runs the program: configuration, database and the built services.
type operator struct {
	*app.App
	cfg    config.Config
	locale *i18n.Locale
}

// operate builds the program quietly, hands it to fn and closes it; faults come out as sentences.
func (p *program) operate(ctx context.Context, fn func(o operator) error) (err error) {
	cfg, log, err := p.settings()
	if err != nil {
		return err
	}
	catalogue, err := i18n.Load()
	if err != nil {
		return err
	}
	db, err := app.Open(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	quiet := slog.New(slog.NewTextHandler(p.logs, &slog.HandlerOptions{Level: slog.LevelError}))
	a, err := app.New(ctx, cfg, db, clock.System{}, quiet)
	if err != nil {
		return err
	}
	locale := catalogue.Locale(i18n.Lang(cfg.Locale), cfg.Zone())
	return sentence(locale, fn(operator{App: a, cfg: cfg, locale: locale}))
}

// upToDate opens the database as it is and refuses one with missing migrations: for commands that only read, beside
// a running program.
func (p *program) upToDate(ctx context.Context, cfg config.Config) (*database.DB, error) {
	db, err := database.OpenExisting(ctx, cfg.DatabaseURL)
	if err != nil {
		return nil, err
	}
	list, err := db.Migrations(ctx, migrations.FS)
	for _, m := range list {
		if !m.Applied {
			err = errors.New("the database lacks migrations: run `rundertisch migrate up` first")
		}
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// sentence says a fault in words: its message, then one line for each field.
func sentence(l *i18n.Locale, err error) error {
	var problem *fault.Error
	if !errors.As(err, &problem) {
		return err
	}
	var lines []string
	if problem.Key != "" {
		lines = append(lines, l.T(problem.Key, problem.Args...))
	}
	for _, f := range problem.Fields {
		lines = append(lines, "  "+f.Name+": "+l.T(f.Key, f.Args...))
	}
	return errors.New(strings.Join(lines, "\n"))
}

// project finds the project by identifier or name; without either the only one. On an installation without projects
// it is created under the name.
func (o operator) project(ctx context.Context, wanted string) (account.Project, error) {
	projects, err := o.Accounts.Projects(ctx)
	if err != nil {
		return account.Project{}, err
	}
	var names []string
	for _, p := range projects {
		if p.ID == wanted || strings.EqualFold(p.Name, wanted) || (wanted == "" && len(projects) == 1) {
			return p, nil
		}
		names = append(names, fmt.Sprintf("  %s  %s", p.ID, p.Name))
	}
	if len(projects) == 0 {
		return o.firstProject(ctx, wanted)
	}
	if wanted == "" {
		return account.Project{}, fmt.Errorf("there are several projects; name one with --project:\n%s", strings.Join(names, "\n"))
	}
	return account.Project{}, fmt.Errorf("there is no project %q; these exist:\n%s", wanted, strings.Join(names, "\n"))
}

func (o operator) firstProject(ctx context.Context, name string) (account.Project, error) {
	workspace, err := o.Accounts.FirstWorkspace(ctx)
	if fault.Is(err, fault.NotFound) {
		return account.Project{}, errors.New("nothing is set up yet: create the first administrator with `rundertisch admin create`, or start `rundertisch serve` and follow its link")
	}
	if err != nil {
		return account.Project{}, err
	}
	if name == "" {
		name = "Vorhaben"
	}
	return o.Accounts.CreateProject(ctx, account.Program(workspace.ID, ""), account.Project{Name: name})
}

func openFile(path string) (*os.File, error) {
	if path == "" {
		return nil, errors.New("name the file to import")
	}
	return os.Open(path) //nolint:gosec // the operator names the file
}
