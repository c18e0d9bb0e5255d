package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/urfave/cli/v3"

	"rundertisch/internal/account"
	"rundertisch/internal/app"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/migrations"
)

func (p *program) admin() *cli.Command {
	return &cli.Command{Name: "admin", Usage: "people who sign in", Commands: []*cli.Command{
		{
			Name: "create", Usage: "create somebody who signs in and print a one-time link for choosing a password",
			Flags: []cli.Flag{
				&cli.StringFlag{Name: "email", Required: true, Usage: "address to sign in with"},
				&cli.StringFlag{Name: "name", Required: true, Usage: "first and last name"},
				&cli.StringFlag{Name: "role", Value: string(account.Administrator), Usage: "administrator, project_lead, coordination, minute_taker or auditor"},
				&cli.StringFlag{Name: "project", Usage: "name or identifier of the project the role counts in; all without it"},
				&cli.StringFlag{Name: "workspace", Usage: "name of the administration, made on an empty installation"},
			},
			Action: func(ctx context.Context, c *cli.Command) error {
				return p.operate(ctx, func(o operator) error { return p.createUser(ctx, o, c) })
			},
		},
		{
			Name: "reset", Usage: "print a one-time link with which somebody chooses a new password",
			Flags: []cli.Flag{&cli.StringFlag{Name: "email", Required: true, Usage: "address the person signs in with"}},
			Action: func(ctx context.Context, c *cli.Command) error {
				return p.operate(ctx, func(o operator) error {
					user, err := o.Accounts.FindUser(ctx, c.String("email"))
					if err != nil {
						return err
					}
					return p.passwordLink(ctx, o, user)
				})
			},
		},
	}}
}

func (p *program) createUser(ctx context.Context, o operator, c *cli.Command) error {
	workspace, err := o.workspace(ctx, c.String("workspace"))
	if err != nil {
		return err
	}
	projectID := ""
	if name := c.String("project"); name != "" {
		project, err := o.project(ctx, name)
		if err != nil {
			return err
		}
		projectID, workspace.ID = project.ID, project.WorkspaceID
	}
	user, err := o.Accounts.AddUser(ctx, workspace.ID, projectID, account.Role(c.String("role")), c.String("name"), c.String("email"))
	if err != nil {
		return err
	}
	return p.passwordLink(ctx, o, user)
}

// workspace returns the first workspace, or on an empty installation a new one with the name.
func (o operator) workspace(ctx context.Context, name string) (account.Workspace, error) {
	workspace, err := o.Accounts.FirstWorkspace(ctx)
	if !fault.Is(err, fault.NotFound) {
		return workspace, err
	}
	if name == "" {
		return workspace, errors.New("nothing is set up yet: name the administration with --workspace")
	}
	return o.Accounts.AddWorkspace(ctx, account.Workspace{Name: name})
}

func (p *program) passwordLink(ctx context.Context, o operator, user account.User) error {
	token, err := o.Accounts.PasswordLink(ctx, user.ID)
	if err == nil {
		_, err = fmt.Fprintf(p.out, "%s chooses a password here (one use, 24 hours):\n%s/start/password/%s\n", user.Email, o.cfg.BaseURL, token)
	}
	return err
}

func (p *program) migrate() *cli.Command {
	return &cli.Command{Name: "migrate", Usage: "the database schema", Commands: []*cli.Command{
		{Name: "up", Usage: "apply missing migrations", Action: func(ctx context.Context, _ *cli.Command) error {
			cfg, log, err := p.settings()
			if err != nil {
				return err
			}
			db, err := app.Open(ctx, cfg, log)
			if err != nil {
				return err
			}
			return db.Close()
		}},
		{Name: "status", Usage: "list migrations", Action: p.migrationStatus},
	}}
}

func (p *program) migrationStatus(ctx context.Context, _ *cli.Command) (err error) {
	cfg, _, err := p.settings()
	if err != nil {
		return err
	}
	db, err := database.OpenExisting(ctx, cfg.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	list, err := db.Migrations(ctx, migrations.FS)
	for _, m := range list {
		state := "missing"
		if m.Applied {
			state = "applied"
		}
		fmt.Fprintf(p.out, "%-8s %s\n", state, m.Name)
	}
	return err
}
