package event

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Speakers lists who speaks or moderates at an event of the project, by their names.
func (s *Service) Speakers(ctx context.Context, actor account.Actor, eventID string) ([]Speaker, error) {
	e, err := s.Find(ctx, actor, eventID)
	if err != nil {
		return nil, err
	}
	return ListSpeakersIn(ctx, s.db.Read(), e.ID)
}

// PublicSpeakers lists who speaks or moderates at an event that has a public page.
func (s *Service) PublicSpeakers(ctx context.Context, e Event) ([]Speaker, error) {
	return ListSpeakersIn(ctx, s.db.Read(), e.ID)
}

// FindSpeaker returns a person of the programme of an event of the project.
func (s *Service) FindSpeaker(ctx context.Context, actor account.Actor, eventID, speakerID string) (Speaker, error) {
	e, err := s.Find(ctx, actor, eventID)
	if err != nil {
		return Speaker{}, err
	}
	return findSpeaker(ctx, s.db.Read(), e.ID, speakerID)
}

// Namesakes lists who in the directory may be meant: people of the same name, and who is meant already.
func (s *Service) Namesakes(ctx context.Context, actor account.Actor, of Speaker) ([]directory.Person, error) {
	if err := mayRun(actor); err != nil {
		return nil, err
	}
	return namesakes(ctx, s.db.Read(), actor.WorkspaceID, of.Name, of.PersonID)
}

func namesakes(ctx context.Context, db bun.IDB, workspaceID, name, personID string) ([]directory.Person, error) {
	var persons []directory.Person
	err := db.NewSelect().Model(&persons).ColumnExpr("p.*").ColumnExpr("COALESCE(o.name, '') AS organisation_name").
		Join("LEFT JOIN organisations AS o ON o.id = p.organisation_id").Where("p.workspace_id = ?", workspaceID).
		Where("p.name_key = ? AND p.archived_at IS NULL OR p.id = ?", nameKey(name), personID).Order("p.sort_key", "p.id").Scan(ctx)
	return persons, database.Fault(err)
}

// AddSpeaker puts a person on the event's list before the programme names them; a name that is there already is refused at
// field name.
func (s *Service) AddSpeaker(ctx context.Context, actor account.Actor, eventID string, d SpeakerDetails) (Speaker, error) {
	if err := mayRun(actor); err != nil {
		return Speaker{}, err
	}
	var speaker Speaker
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		speaker, err = d.apply(Speaker{ID: id.New(), WorkspaceID: e.WorkspaceID, EventID: e.ID, CreatedAt: s.clock.Now(), Version: 1})
		if err != nil {
			return err
		}
		if err := settle(ctx, tx, &speaker, d.PersonID); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&speaker).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.record(ctx, tx, actor, "event.speaker_added", "event_speaker", speaker.ID, map[string]any{"event": e.ID})
	})
	return speaker, err
}

// EditSpeaker changes what is said about a person; version is the one the form was made from. A new name moves into the
// programme.
func (s *Service) EditSpeaker(ctx context.Context, actor account.Actor, eventID, speakerID string, version int64, d SpeakerDetails) (Speaker, error) {
	if err := mayRun(actor); err != nil {
		return Speaker{}, err
	}
	var speaker Speaker
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		before, err := findSpeaker(ctx, tx, e.ID, speakerID)
		if err != nil {
			return err
		}
		if speaker, err = d.apply(before); err != nil {
			return err
		}
		if err := settle(ctx, tx, &speaker, d.PersonID); err != nil {
			return err
		}
		speaker.Version = version + 1
		ok, err := database.Changed(tx.NewUpdate().Model(&speaker).WherePK().Where("event_id = ? AND version = ?", e.ID, version).Exec(ctx))
		if err == nil && !ok {
			err = fault.New(fault.Conflict, "fault.conflict")
		}
		if err != nil {
			return err
		}
		if err := s.record(ctx, tx, actor, "event.speaker_edited", "event_speaker", speaker.ID, map[string]any{"event": e.ID}); err != nil || before.Name == speaker.Name {
			return err
		}
		return s.reword(ctx, tx, actor, e, func(i *ProgrammeItem) {
			i.Speakers, i.Moderator = rename(i.Speakers, before.Name, speaker.Name), rename(i.Moderator, before.Name, speaker.Name)
		})
	})
	return speaker, err
}

// RemoveSpeaker takes a person off the list; a Conflict while the programme names them.
func (s *Service) RemoveSpeaker(ctx context.Context, actor account.Actor, eventID, speakerID string) error {
	if err := mayRun(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		speaker, err := findSpeaker(ctx, tx, e.ID, speakerID)
		if err != nil {
			return err
		}
		items, err := ListItemsIn(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if len(speaker.Parts(items)) > 0 {
			return fault.New(fault.Conflict, "event.speaker.in_use", speaker.Name)
		}
		if _, err := tx.NewDelete().Model(&speaker).WherePK().Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.record(ctx, tx, actor, "event.speaker_removed", "event_speaker", speaker.ID, map[string]any{"event": e.ID})
	})
}

// settle refuses a name that somebody else on the list has, and ties the row to the person of the directory that was chosen.
func settle(ctx context.Context, tx bun.IDB, speaker *Speaker, personID string) error {
	others, err := ListSpeakersIn(ctx, tx, speaker.EventID)
	if err != nil {
		return err
	}
	var c fault.Checks
	others = slices.DeleteFunc(others, func(other Speaker) bool { return other.ID == speaker.ID })
	if _, taken := SpeakerNamed(others, speaker.Name); taken {
		c.Add("name", "event.speaker.taken")
	}
	if personID != "" {
		meant, err := namesakes(ctx, tx, speaker.WorkspaceID, speaker.Name, personID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(meant, func(p directory.Person) bool { return p.ID == personID }) {
			c.Add("person", "fault.choice")
		}
	}
	speaker.PersonID = personID
	return c.Err()
}

// giveSpeakers puts who an item names for the first time on the event's list.
func (s *Service) giveSpeakers(ctx context.Context, tx bun.IDB, e Event, i ProgrammeItem) error {
	people := i.People()
	if len(people) == 0 {
		return nil
	}
	known, err := ListSpeakersIn(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	for _, name := range people {
		if _, ok := SpeakerNamed(known, name); ok {
			continue
		}
		speaker := Speaker{ID: id.New(), WorkspaceID: e.WorkspaceID, EventID: e.ID, Name: name, CreatedAt: s.clock.Now(), Version: 1}
		if _, err := tx.NewInsert().Model(&speaker).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		known = append(known, speaker)
	}
	return nil
}

// ListSpeakersIn lists the people of the event's programme by their names.
func ListSpeakersIn(ctx context.Context, db bun.IDB, eventID string) ([]Speaker, error) {
	var speakers []Speaker
	err := db.NewSelect().Model(&speakers).Where("sp.event_id = ?", eventID).Order("sp.name", "sp.id").Scan(ctx)
	return speakers, database.Fault(err)
}

func findSpeaker(ctx context.Context, db bun.IDB, eventID, speakerID string) (Speaker, error) {
	var speaker Speaker
	err := db.NewSelect().Model(&speaker).Where("sp.id = ? AND sp.event_id = ?", speakerID, eventID).Scan(ctx)
	return speaker, database.Fault(err)
}
