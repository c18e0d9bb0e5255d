package app

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/result"
	"rundertisch/internal/workplan"
)

// Evidence is what counts for milestones; instants count on the day they have in the zone.
func Evidence(zone *time.Location) workplan.EvidenceSources {
	day := func(at time.Time) date.Date { return date.Of(at.In(zone)) }
	return workplan.EvidenceSources{
		workplan.OfEvents:    workplan.EvidenceFunc(eventsHeld),
		workplan.OfResults:   resultsShown(day),
		workplan.OfDocuments: documentsAttached(day),
	}
}

func eventsHeld(ctx context.Context, db bun.IDB, a account.Actor, milestoneIDs []string) (map[string][]workplan.Proof, error) {
	events, err := event.ListTiedIn(ctx, db, a, milestoneIDs)
	found := map[string][]workplan.Proof{}
	for _, e := range events {
		found[e.MilestoneID] = append(found[e.MilestoneID], workplan.Proof{Title: e.Title, Path: []string{"events", e.ID}, On: e.HeldOn()})
	}
	return found, err
}

func resultsShown(day func(time.Time) date.Date) workplan.EvidenceFunc {
	return func(ctx context.Context, db bun.IDB, a account.Actor, milestoneIDs []string) (map[string][]workplan.Proof, error) {
		workshops, err := result.ListWorkshopsIn(ctx, db, a, milestoneIDs)
		found := map[string][]workplan.Proof{}
		for _, w := range workshops {
			proof := workplan.Proof{Title: w.Title, Path: []string{"events", w.EventID, "results"}}
			if proof.Title == "" {
				proof.Title = w.Event
			}
			if at := w.ShownAt(); at != nil {
				proof.On = day(*at)
			}
			found[w.MilestoneID] = append(found[w.MilestoneID], proof)
		}
		return found, err
	}
}

func documentsAttached(day func(time.Time) date.Date) workplan.EvidenceFunc {
	return func(ctx context.Context, db bun.IDB, a account.Actor, milestoneIDs []string) (map[string][]workplan.Proof, error) {
		attached, err := document.ListAttachedIn(ctx, db, a, document.Milestone, milestoneIDs)
		found := map[string][]workplan.Proof{}
		for _, d := range attached {
			proof := workplan.Proof{Title: d.Title, Path: []string{"documents", d.ID}, Kind: d.Kind, On: day(d.CreatedAt)}
			found[d.SubjectID] = append(found[d.SubjectID], proof)
		}
		return found, err
	}
}
