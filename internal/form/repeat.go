package form

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/id"
)

// repeatIn asks of those who register for an event what the event it was made after asks now. What was answered stays behind.
func (s *Service) repeatIn(ctx context.Context, tx bun.IDB, model, e event.Event) error {
	all, err := FieldsIn(ctx, tx, model.ID)
	if err != nil {
		return err
	}
	fields := Asked(all)
	if len(fields) == 0 && !model.AsksNeeds {
		return nil
	}
	ids := map[string]string{}
	for i, f := range fields {
		ids[f.ID] = id.New()
		if ids[f.WhenField] == "" {
			f.WhenField, f.WhenOption = "", ""
		}
		f.ID, f.WhenField, f.EventID, f.Position, f.CreatedAt, f.Version = ids[f.ID], ids[f.WhenField], e.ID, int64(i+1), s.clock.Now(), 1
		if err := insertField(ctx, tx, f); err != nil {
			return database.Fault(err)
		}
	}
	e.AsksNeeds = model.AsksNeeds
	if e, err = event.AskIn(ctx, tx, e); err != nil {
		return err
	}
	return s.noteIn(ctx, tx, e)
}
