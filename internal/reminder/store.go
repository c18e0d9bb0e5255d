package reminder

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// ladder is a stored Ladder.
type ladder struct {
	bun.BaseModel `bun:"table:reminder_ladders,alias:l"`

	WorkspaceID string `bun:"workspace_id"`
	ProjectID   string `bun:"project_id,pk"`
	Kind        Kind   `bun:"subject_kind,pk"`
	SubjectID   string `bun:"subject_id,pk"`
	Rungs       string `bun:"rungs"`
}

// run is how far a workspace's reminders have come.
type run struct {
	bun.BaseModel `bun:"table:reminder_runs,alias:u"`

	WorkspaceID string    `bun:"workspace_id,pk"`
	LastDay     date.Date `bun:"last_day"`
}

func listWorkspaces(ctx context.Context, db bun.IDB) ([]account.Workspace, error) {
	var all []account.Workspace
	err := db.NewSelect().Model(&all).Order("w.id").Scan(ctx)
	return all, database.Fault(err)
}

// laddersOf reads all ladders of a project.
func laddersOf(ctx context.Context, db bun.IDB, project account.Project) (ladders, error) {
	var rows []ladder
	err := db.NewSelect().Model(&rows).Where("l.workspace_id = ? AND l.project_id = ?", project.WorkspaceID, project.ID).Scan(ctx)
	all := ladders{project: Usual(), own: map[Subject]Ladder{}}
	for _, row := range rows {
		if of := (Subject{row.Kind, row.SubjectID}); row.Kind == Project {
			all.project = storedLadder(row.Rungs)
		} else {
			all.own[of] = storedLadder(row.Rungs)
		}
	}
	return all, database.Fault(err)
}

// putLadder keeps the ladder of a thing, or forgets it when it is not its own.
func putLadder(ctx context.Context, tx bun.IDB, a account.Actor, of Subject, is Ladder, own bool) error {
	row := ladder{WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, Kind: of.Kind, SubjectID: of.ID, Rungs: is.stored()}
	if !own {
		_, err := tx.NewDelete().Model((*ladder)(nil)).
			Where("project_id = ? AND subject_kind = ? AND subject_id = ?", a.ProjectID, of.Kind, of.ID).Exec(ctx)
		return database.Fault(err)
	}
	_, err := tx.NewInsert().Model(&row).On("CONFLICT (project_id, subject_kind, subject_id) DO UPDATE").Set("rungs = EXCLUDED.rungs").Exec(ctx)
	return database.Fault(err)
}

// lockProject lets one change of the project's ladders at a time through.
func lockProject(ctx context.Context, tx bun.IDB, a account.Actor) error {
	_, err := tx.NewUpdate().Model((*account.Project)(nil)).Set("version = version").
		Where("id = ? AND workspace_id = ?", a.ProjectID, a.WorkspaceID).Exec(ctx)
	return database.Fault(err)
}

// lastDay is the last day that was told to the end, "" when none was.
func lastDay(ctx context.Context, db bun.IDB, workspaceID string) (date.Date, error) {
	var row run
	err := database.Fault(db.NewSelect().Model(&row).Where("u.workspace_id = ?", workspaceID).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return row.LastDay, err
}

// noteDay notes the day as told to the end, unless a later one is.
func noteDay(ctx context.Context, tx bun.IDB, workspaceID string, day date.Date) error {
	row := run{WorkspaceID: workspaceID, LastDay: day}
	_, err := tx.NewInsert().Model(&row).On("CONFLICT (workspace_id) DO UPDATE").Set("last_day = EXCLUDED.last_day").
		Where("u.last_day < EXCLUDED.last_day").Exec(ctx)
	return database.Fault(err)
}

// insertReminders notes the rungs and returns those that stood there not yet. The rows come in the same order from every
// instance, so that two of them wait for each other and never in a circle.
func insertReminders(ctx context.Context, tx bun.IDB, rows []Reminder) (map[place]bool, error) {
	fresh := map[place]bool{}
	for part := range slices.Chunk(rows, 100) {
		var noted []string
		err := tx.NewInsert().Model(&part).On("CONFLICT (subject_kind, subject_id, due_on, rung, receiver_id) DO NOTHING").
			Returning("id").Scan(ctx, &noted)
		if err != nil {
			return nil, database.Fault(err)
		}
		for _, row := range part {
			if slices.Contains(noted, row.ID) {
				fresh[place{Subject{row.Kind, row.SubjectID}, row.Rung}] = true
			}
		}
	}
	return fresh, nil
}
