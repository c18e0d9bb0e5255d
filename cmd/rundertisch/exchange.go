package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v3"

	"rundertisch/internal/account"
	"rundertisch/internal/app"
	"rundertisch/internal/clock"
	"rundertisch/internal/workplan"
)

func (p *program) imports() *cli.Command {
	flags := []cli.Flag{&cli.StringFlag{Name: "project", Usage: "name or identifier of the project; not needed when there is one"}}
	kind := func(name, usage string, read func(context.Context, operator, account.Actor, io.Reader) (string, error)) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: "FILE", Flags: flags,
			Action: func(ctx context.Context, c *cli.Command) error {
				return p.operate(ctx, func(o operator) error { return p.importFile(ctx, o, c, read) })
			},
		}
	}
	return &cli.Command{Name: "import", Usage: "bring in a CSV or Excel file: all of it or, when a row is wrong, nothing", Commands: []*cli.Command{
		kind("plan", "work plan: number, parent, title, due", importPlan),
		kind("tasks", "tasks: number of the milestone, title, assignee, due, state", importTasks),
		kind("persons", "persons with their organisations", importPersons),
		kind("organisations", "organisations", importOrganisations),
	}}
}

func (p *program) importFile(ctx context.Context, o operator, c *cli.Command, read func(context.Context, operator, account.Actor, io.Reader) (string, error)) (err error) {
	file, err := openFile(c.Args().First())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	project, err := o.project(ctx, c.String("project"))
	if err != nil {
		return err
	}
	said, err := read(ctx, o, account.Program(project.WorkspaceID, project.ID), file)
	if err == nil {
		_, err = fmt.Fprintf(p.out, "%s: %s\n", project.Name, said)
	}
	return err
}

func importPlan(ctx context.Context, o operator, actor account.Actor, file io.Reader) (string, error) {
	done, err := o.Plan.Import(ctx, actor, file, o.locale.T("workplan.import.by_operator"))
	if len(done.Problems) > 0 {
		return "", o.refused(done.Problems)
	}
	return counted(done), err
}

func importTasks(ctx context.Context, o operator, actor account.Actor, file io.Reader) (string, error) {
	done, err := o.Plan.ImportTasks(ctx, actor, file, "")
	if len(done.Problems) > 0 {
		return "", o.refused(done.Problems)
	}
	return counted(done), err
}

// refused says line by line what to mend in a file of the plan.
func (o operator) refused(problems []workplan.Problem) error {
	lines := []string{o.locale.T("workplan.import.refused", len(problems))}
	for _, problem := range problems {
		lines = append(lines, "  "+problem.Text(o.locale))
	}
	return errors.New(strings.Join(lines, "\n"))
}

func counted(done interface{ Count(workplan.Change) int }) string {
	return fmt.Sprintf("%d new, %d changed, %d unchanged", done.Count(workplan.RowNew), done.Count(workplan.RowChanged), done.Count(workplan.RowUnchanged))
}

func importPersons(ctx context.Context, o operator, actor account.Actor, file io.Reader) (string, error) {
	done, err := o.Directory.ImportPersons(ctx, actor, file)
	return fmt.Sprintf("%d new, %d changed, %d known already, %d organisations made", done.New, done.Changed, done.Duplicate, done.Organisations), err
}

func importOrganisations(ctx context.Context, o operator, actor account.Actor, file io.Reader) (string, error) {
	done, err := o.Directory.ImportOrganisations(ctx, actor, file)
	return fmt.Sprintf("%d new, %d changed, %d known already", done.New, done.Changed, done.Duplicate), err
}

func (p *program) exports() *cli.Command {
	return &cli.Command{Name: "export", Usage: "print data as CSV", Commands: []*cli.Command{
		{Name: "plan", Usage: "all projects' work plans: project, number, title, due, state", Action: p.exportPlan},
	}}
}

func (p *program) exportPlan(ctx context.Context, _ *cli.Command) (err error) {
	cfg, _, err := p.settings()
	if err != nil {
		return err
	}
	db, err := p.upToDate(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return workplan.ExportCSV(ctx, db, clock.System{}.Now().In(cfg.Zone()), app.Evidence(), p.out)
}
