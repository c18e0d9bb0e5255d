package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/id"
)

func newJob(kind, dedupeKey string, payload any, runAt, now time.Time) (Job, error) {
	raw, err := json.Marshal(payload)
	if err != nil {
		return Job{}, fmt.Errorf("payload of %s: %w", kind, err)
	}
	job := Job{ID: id.New(), Kind: kind, DedupeKey: dedupeKey, Payload: raw, RunAt: runAt.UTC(), CreatedAt: now}
	if job.DedupeKey == "" {
		job.DedupeKey = job.ID
	}
	return job, nil
}

func insertJob(ctx context.Context, tx bun.IDB, job Job) error {
	_, err := tx.NewInsert().Model(&job).On("CONFLICT (dedupe_key) DO NOTHING").Exec(ctx)
	return database.Fault(err)
}

func findJob(ctx context.Context, db bun.IDB, id string) (Job, error) {
	var job Job
	err := db.NewSelect().Model(&job).Where("j.id = ?", id).Scan(ctx)
	return job, database.Fault(err)
}

// List returns the newest jobs of a kind, all kinds when it is empty, at most limit.
func (r *Runner) List(ctx context.Context, kind string, limit int64) ([]Job, error) {
	var jobs []Job
	query := r.db.Read().NewSelect().Model(&jobs).Order("j.created_at DESC", "j.id DESC").Limit(limit)
	if kind != "" {
		query = query.Where("j.kind = ?", kind)
	}
	return jobs, database.Fault(query.Scan(ctx))
}

func openKinds(ctx context.Context, db bun.IDB) ([]string, error) {
	var kinds []string
	err := db.NewSelect().Model((*Job)(nil)).Column("kind").Distinct().Where("j.done_at IS NULL").Order("kind").Scan(ctx, &kinds)
	return kinds, database.Fault(err)
}

// deleteDone removes jobs that succeeded before the instant.
func deleteDone(ctx context.Context, tx bun.IDB, before time.Time) error {
	_, err := tx.NewDelete().Model((*Job)(nil)).Where("j.done_at < ? AND j.last_error = ''", before).Exec(ctx)
	return database.Fault(err)
}
