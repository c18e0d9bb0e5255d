package event

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// FindSpeakerIn returns a person of the programme of an event.
func FindSpeakerIn(ctx context.Context, db bun.IDB, eventID, speakerID string) (Speaker, error) {
	return findSpeaker(ctx, db, eventID, speakerID)
}

// SetPortraitIn gives a person of the actor's event another picture, or none. It can be changed in every state of the event, because
// a consent can be withdrawn in every one.
func (s *Service) SetPortraitIn(ctx context.Context, tx bun.IDB, actor account.Actor, eventID, speakerID string, p Portrait) error {
	if err := mayRun(actor); err != nil {
		return err
	}
	e, err := FindOfIn(ctx, tx, actor, eventID)
	if err != nil {
		return err
	}
	speaker, err := findSpeaker(ctx, tx, e.ID, speakerID)
	if err != nil {
		return err
	}
	before := speaker.Version
	speaker.Portrait, speaker.Version = p, before+1
	ok, err := database.Changed(tx.NewUpdate().Model(&speaker).WherePK().Where("version = ?", before).Exec(ctx))
	if err == nil && !ok {
		err = fault.New(fault.Conflict, "fault.conflict")
	}
	if err != nil {
		return err
	}
	details := map[string]any{"event": e.ID}
	if !p.Pictured() {
		return s.record(ctx, tx, actor, "event.portrait_removed", "event_speaker", speaker.ID, details)
	}
	return s.record(ctx, tx, actor, "event.portrait_set", "event_speaker", speaker.ID, details)
}
