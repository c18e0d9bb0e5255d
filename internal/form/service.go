package form

import (
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Service holds the use cases of those who make a form, and the nightly work.
type Service struct {
	db    *database.DB
	clock clock.Clock
}

// New returns the service; a missing part is an error.
func New(db *database.DB, clk clock.Clock) (*Service, error) {
	if db == nil || clk == nil {
		return nil, errors.New("form: a required part is missing")
	}
	return &Service{db: db, clock: clk}, nil
}

// Sheet is an event's form as staff see it.
type Sheet struct {
	Event   event.Event
	Fields  []Field        // that are asked, in their order
	Removed []Field        // that still keep answers
	Answers map[string]int // how many answers a field keeps
	Needs   []Count
}

// Sheet returns the form of an event of the project.
func (s *Service) Sheet(ctx context.Context, actor account.Actor, eventID string) (Sheet, error) {
	if err := mayRead(actor); err != nil {
		return Sheet{}, err
	}
	var sheet Sheet
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if sheet.Event, err = event.FindOfIn(ctx, tx, actor, eventID); err != nil {
			return err
		}
		all, err := FieldsIn(ctx, tx, eventID)
		if err != nil {
			return err
		}
		if sheet.Answers, err = countAnswers(ctx, tx, eventID); err != nil {
			return err
		}
		sheet.Fields = Asked(all)
		sheet.Removed = slices.DeleteFunc(all, func(f Field) bool { return f.Asked() || sheet.Answers[f.ID] == 0 })
		sheet.Needs, err = CountsIn(ctx, tx, eventID)
		return err
	})
	return sheet, err
}

// Find returns a field that the event asks for, with all fields of the event.
func (s *Service) Find(ctx context.Context, actor account.Actor, eventID, fieldID string) (Field, Sheet, error) {
	sheet, err := s.Sheet(ctx, actor, eventID)
	if err != nil {
		return Field{}, sheet, err
	}
	f := Find(sheet.Fields, fieldID)
	if f.ID == "" {
		err = fault.Missing()
	}
	return f, sheet, err
}

// Add asks for one thing more, after all others.
func (s *Service) Add(ctx context.Context, actor account.Actor, eventID string, d Details) (Field, error) {
	var f Field
	err := s.change(ctx, actor, eventID, "registration_form.field_added", func(ctx context.Context, tx bun.IDB, e event.Event, all []Field) (fieldID string, err error) {
		if len(Asked(all)) >= MaxFields {
			return "", fault.New(fault.Conflict, "form.fault.too_many", MaxFields)
		}
		if d.Kind == File && filesAsked(all) >= MaxFiles {
			return "", fault.New(fault.Conflict, "form.fault.too_many_files", MaxFiles)
		}
		f, err = d.apply(Field{
			ID: id.New(), WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, EventID: e.ID, Kind: d.Kind, CreatedAt: s.clock.Now(), Version: 1,
		}, all)
		if err != nil {
			return "", err
		}
		f.Position = 1
		if n := len(all); n > 0 {
			f.Position = all[n-1].Position + 1
		}
		return f.ID, insertField(ctx, tx, f)
	})
	return f, err
}

func filesAsked(all []Field) (n int) {
	for _, f := range Asked(all) {
		if f.Kind == File {
			n++
		}
	}
	return n
}

// Edit changes a field; version is the one the form was made from. Its kind stays, answers of another would not fit.
func (s *Service) Edit(ctx context.Context, actor account.Actor, eventID, fieldID string, version int64, d Details) error {
	return s.change(ctx, actor, eventID, "registration_form.field_edited", func(ctx context.Context, tx bun.IDB, _ event.Event, all []Field) (string, error) {
		f, err := asked(all, fieldID)
		if err != nil {
			return "", err
		}
		if f, err = d.apply(f, all); err != nil {
			return "", err
		}
		f.Version = version + 1
		return f.ID, updateField(ctx, tx, f)
	})
}

// Move lets a field change places with the one before or after it. At the end of the list nothing happens; a field that
// another depends on stays before it.
func (s *Service) Move(ctx context.Context, actor account.Actor, eventID, fieldID string, up bool) error {
	return s.change(ctx, actor, eventID, "registration_form.field_moved", func(ctx context.Context, tx bun.IDB, _ event.Event, all []Field) (string, error) {
		f, err := asked(all, fieldID)
		if err != nil {
			return "", err
		}
		list := Asked(all)
		n := slices.IndexFunc(list, func(other Field) bool { return other.ID == f.ID })
		step := 1
		if up {
			step = -1
		}
		if n+step < 0 || n+step >= len(list) {
			return f.ID, nil
		}
		other := list[n+step]
		if f.WhenField == other.ID || other.WhenField == f.ID {
			first, second := f, other
			if f.WhenField == other.ID {
				first, second = other, f
			}
			return "", fault.New(fault.Conflict, "form.fault.order", second.Label, first.Label)
		}
		if err := place(ctx, tx, f.ID, other.Position); err != nil {
			return "", err
		}
		return f.ID, place(ctx, tx, other.ID, f.Position)
	})
}

// Remove asks for the field no longer. Answers that were given are kept until they expire.
func (s *Service) Remove(ctx context.Context, actor account.Actor, eventID, fieldID string) error {
	return s.change(ctx, actor, eventID, "registration_form.field_removed", func(ctx context.Context, tx bun.IDB, _ event.Event, all []Field) (string, error) {
		f, err := asked(all, fieldID)
		if err != nil {
			return "", err
		}
		if other := Dependent(all, f); other.ID != "" {
			return "", fault.New(fault.Conflict, "form.fault.needed", other.Label)
		}
		now := s.clock.Now()
		f.RemovedAt, f.Version = &now, f.Version+1
		return f.ID, updateField(ctx, tx, f)
	})
}

// Dependent returns a field that is only asked when f is answered in some way; its ID is empty when there is none.
func Dependent(all []Field, f Field) Field {
	for _, other := range Asked(all) {
		if other.WhenField == f.ID {
			return other
		}
	}
	return Field{}
}

// AskNeeds says whether the event asks what is to be arranged for people.
func (s *Service) AskNeeds(ctx context.Context, actor account.Actor, eventID string, needs bool) error {
	action := "registration_form.needs_not_asked"
	if needs {
		action = "registration_form.needs_asked"
	}
	return s.changeTo(ctx, actor, eventID, action, func(e *event.Event) { e.AsksNeeds = needs }, nothingElse)
}

// TakePhotos says whether photographers are at the event: then the form asks who agrees, the notice tells of it, and badges show who did not.
func (s *Service) TakePhotos(ctx context.Context, actor account.Actor, eventID string, photos bool) error {
	action := "registration_form.photos_not_asked"
	if photos {
		action = "registration_form.photos_asked"
	}
	return s.changeTo(ctx, actor, eventID, action, func(e *event.Event) { e.TakesPhotos = photos }, nothingElse)
}

func nothingElse(context.Context, bun.IDB, event.Event, []Field) (string, error) { return "", nil }

func asked(all []Field, fieldID string) (Field, error) {
	f := Find(Asked(all), fieldID)
	if f.ID == "" {
		return f, fault.Missing()
	}
	return f, nil
}

type deed func(ctx context.Context, tx bun.IDB, e event.Event, all []Field) (fieldID string, err error)

// change lets do change the form of an event that is not held yet, and makes a new version of its notice.
func (s *Service) change(ctx context.Context, actor account.Actor, eventID, action string, do deed) error {
	return s.changeTo(ctx, actor, eventID, action, func(*event.Event) {}, do)
}

func (s *Service) changeTo(ctx context.Context, actor account.Actor, eventID, action string, set func(*event.Event), do deed) error {
	if err := mayRun(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		editable := e.Editable()
		set(&e)
		if e, err = event.AskIn(ctx, tx, e); err != nil { // the event's row first: changes of one form are serial
			return err
		}
		all, err := FieldsIn(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		fieldID, err := do(ctx, tx, e, all)
		if err != nil {
			return err
		}
		if !editable { // what is not there is not there, whatever the event's state: said only now, and all is undone
			return fault.New(fault.Conflict, "event.not_editable")
		}
		if err := s.noteIn(ctx, tx, e); err != nil {
			return err
		}
		details := map[string]any{"event": e.ID, "version": e.FormVersion}
		if fieldID != "" {
			details["field"] = fieldID
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, "event", e.ID, details))
	})
}

func countAnswers(ctx context.Context, db bun.IDB, eventID string) (map[string]int, error) {
	var rows []struct {
		FieldID string `bun:"field_id"`
		N       int    `bun:"n"`
	}
	err := db.NewSelect().Model((*Answer)(nil)).Column("field_id").ColumnExpr("count(*) AS n").
		Where("fa.event_id = ?", eventID).Group("field_id").Scan(ctx, &rows)
	counts := map[string]int{}
	for _, row := range rows {
		counts[row.FieldID] = row.N
	}
	return counts, database.Fault(err)
}
