package app

import (
	"context"
	"path/filepath"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/files"
	"rundertisch/internal/form"
	"rundertisch/internal/jobs"
	"rundertisch/internal/pdftext"
	"rundertisch/internal/showcase"
	"rundertisch/internal/workplan"
)

// documents makes what keeps documents and what public pages show of events, and the nightly work that removes files nobody names.
func (a *App) documents() (err error) {
	store := files.New(a.Config.FilesDir)
	a.Documents, err = document.New(a.DB, a.Clock, store, document.Sources{
		document.Milestone: milestones, document.Task: tasks, document.Event: happenings,
	})
	a.Showcase = showcase.New(a.DB, a.Clock, store)
	a.Documents.AlsoKept(a.Showcase.KeptFiles, form.KeptFiles)
	a.Jobs.Every("documents.sweep", 24*time.Hour, func(ctx context.Context, _ jobs.Job) error {
		removed, err := a.Documents.Sweep(ctx)
		if removed > 0 {
			a.Log.Info("stored files that nothing names were removed", "files", removed)
		}
		return err
	})
	return err
}

const readEvery = 20 * time.Second // between looks for PDFs that nobody has read

// ReadPDFs has the text of PDFs searched. The command starts this program once more, as a process that reads one file (pdftext.Serve); the
// folder in which it may keep what it compiled is added as the last argument. It is called before Run.
func (a *App) ReadPDFs(command ...string) {
	reader := pdftext.Reader{Command: append(command, filepath.Join(filepath.Dir(a.Config.FilesDir), "reader"))}
	a.workers = append(a.workers, func(ctx context.Context) error {
		for {
			if _, err := a.Documents.ReadNew(ctx, reader.Read); err != nil && ctx.Err() == nil {
				a.Log.Error("the text of PDFs cannot be read", "error", err)
			}
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(readEvery):
			}
		}
	})
}

// milestones, tasks and happenings are what documents may belong to.
func milestones(ctx context.Context, db bun.IDB, actor account.Actor) ([]document.Named, error) {
	list, err := workplan.ListMilestonesIn(ctx, db, actor)
	return names(document.Milestone, list, func(m workplan.Milestone) (id, title string) { return m.ID, m.Number + " " + m.Title }), err
}

func tasks(ctx context.Context, db bun.IDB, actor account.Actor) ([]document.Named, error) {
	list, err := workplan.ListTasksIn(ctx, db, actor)
	return names(document.Task, list, func(t workplan.Task) (id, title string) { return t.ID, t.Title }), err
}

func happenings(ctx context.Context, db bun.IDB, actor account.Actor) ([]document.Named, error) {
	list, err := event.ListIn(ctx, db, actor)
	return names(document.Event, list, func(e event.Event) (id, title string) { return e.ID, e.Title }), err
}

func names[T any](kind document.SubjectKind, list []T, name func(T) (id, title string)) []document.Named {
	named := make([]document.Named, len(list))
	for i, thing := range list {
		id, title := name(thing)
		named[i] = document.Named{Subject: document.Subject{Kind: kind, ID: id}, Title: title}
	}
	return named
}
