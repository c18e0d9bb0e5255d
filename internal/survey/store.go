package survey

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// findOf returns the event's survey, a zero one when it has none.
func findOf(ctx context.Context, db bun.IDB, e event.Event) (Survey, error) {
	var sv Survey
	err := database.Fault(db.NewSelect().Model(&sv).Where("sv.event_id = ? AND sv.workspace_id = ?", e.ID, e.WorkspaceID).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return Survey{}, nil
	}
	return sv, err
}

// findByCode returns the survey that was opened at the address.
func findByCode(ctx context.Context, db bun.IDB, code string) (Survey, error) {
	var sv Survey
	err := db.NewSelect().Model(&sv).Where("sv.code = ? AND sv.opened_at IS NOT NULL", code).Scan(ctx)
	return sv, database.Fault(err)
}

func findWorkspace(ctx context.Context, db bun.IDB, workspaceID string) (account.Workspace, error) {
	var w account.Workspace
	err := db.NewSelect().Model(&w).Where("w.id = ?", workspaceID).Scan(ctx)
	return w, database.Fault(err)
}

func insertSurvey(ctx context.Context, tx bun.IDB, sv Survey) error {
	_, err := tx.NewInsert().Model(&sv).Exec(ctx)
	if database.Duplicate(err) {
		return fault.New(fault.Conflict, "fault.conflict") // a colleague was faster
	}
	return database.Fault(err)
}

// updateSurvey writes sv over the version before it; a Conflict when that is not what is stored.
func updateSurvey(ctx context.Context, tx bun.IDB, sv Survey) error {
	ok, err := database.Changed(tx.NewUpdate().Model(&sv).ExcludeColumn("code", "created_at").WherePK().Where("version = ?", sv.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

func insertTally(ctx context.Context, tx bun.IDB, t Tally) error {
	_, err := tx.NewInsert().Model(&t).Exec(ctx)
	return database.Fault(err)
}

func findTally(ctx context.Context, db bun.IDB, surveyID string) (Tally, error) {
	var t Tally
	err := db.NewSelect().Model(&t).Where("st.survey_id = ?", surveyID).Scan(ctx)
	return t, database.Fault(err)
}

// lockTally keeps other answers waiting until the transaction ends.
func lockTally(ctx context.Context, tx bun.IDB, surveyID string) (Tally, error) {
	err := database.OneRow(tx.NewUpdate().Model((*Tally)(nil)).Set("answers = answers").Where("survey_id = ?", surveyID).Exec(ctx))
	if err != nil {
		return Tally{}, err
	}
	return findTally(ctx, tx, surveyID)
}

func updateTally(ctx context.Context, tx bun.IDB, t Tally) error {
	return database.OneRow(tx.NewUpdate().Model(&t).Column("answers", "content").WherePK().Exec(ctx))
}
