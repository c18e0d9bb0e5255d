package survey

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Service holds the use cases of surveys.
type Service struct {
	db    *database.DB
	clock clock.Clock
	zone  *time.Location
}

// New returns the service; days are those of the zone.
func New(db *database.DB, clk clock.Clock, zone *time.Location) *Service {
	return &Service{db: db, clock: clk, zone: zone}
}

// Today is the day by which surveys close.
func (s *Service) Today() date.Date { return date.Of(s.clock.Now().In(s.zone)) }

// Sheet is a survey as staff see it. Without a survey its ID is empty. Findings are those of a closed one.
type Sheet struct {
	Event     event.Event
	Survey    Survey
	State     State
	Questions []Question
	Findings  Findings
}

// Find returns the survey of the actor's event.
func (s *Service) Find(ctx context.Context, a account.Actor, eventID string) (Sheet, error) {
	if err := mayRead(a); err != nil {
		return Sheet{}, err
	}
	var sheet Sheet
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if sheet.Event, err = event.FindOfIn(ctx, tx, a, eventID); err != nil {
			return err
		}
		if sheet.Survey, err = findOf(ctx, tx, sheet.Event); err != nil || sheet.Survey.ID == "" {
			return err
		}
		if sheet.Questions, err = sheet.Survey.Questions(); err != nil {
			return err
		}
		if sheet.State = sheet.Survey.StateOn(s.Today()); sheet.State != Closed {
			return nil
		}
		tally, err := findTally(ctx, tx, sheet.Survey.ID)
		if err != nil {
			return err
		}
		sheet.Findings, err = findings(sheet.Questions, tally)
		return err
	})
	return sheet, err
}

// Save writes the survey of an event that is not a draft any more; version is the one the form was made from, 0 for the first. Once it
// is open, other questions are a Conflict; once it is closed, everything is.
func (s *Service) Save(ctx context.Context, a account.Actor, eventID string, version int64, d Details) (Survey, error) {
	var saved Survey
	err := s.change(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, e event.Event, before Survey) (err error) {
		if saved, err = d.apply(before, s.Today()); err != nil {
			return err
		}
		switch state := before.StateOn(s.Today()); {
		case state == Closed:
			return fault.New(fault.Conflict, "survey.is_closed")
		case state == Open && saved.Asked != before.Asked:
			return fault.New(fault.Conflict, "survey.questions_stay")
		}
		saved.Version = version + 1
		if before.ID != "" {
			if err := updateSurvey(ctx, tx, saved); err != nil {
				return err
			}
			return s.record(ctx, tx, a, "survey.saved", saved)
		}
		saved.ID, saved.WorkspaceID, saved.ProjectID, saved.EventID = id.New(), e.WorkspaceID, e.ProjectID, e.ID
		saved.Code, saved.CreatedAt, saved.Version = id.Token()[:16], s.clock.Now(), 1
		if err := insertSurvey(ctx, tx, saved); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "survey.saved", saved)
	})
	return saved, err
}

// Open lets everybody with the address answer from now on. A closing day that has gone by is a Conflict.
func (s *Service) Open(ctx context.Context, a account.Actor, eventID string) error {
	return s.change(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, _ event.Event, sv Survey) error {
		switch {
		case sv.ID == "":
			return fault.Missing()
		case sv.OpenedAt != nil:
			return nil
		case sv.ClosesOn < s.Today():
			return fault.New(fault.Conflict, "survey.day_gone")
		}
		now := s.clock.Now()
		sv.OpenedAt = &now
		sv.Version++
		if err := updateSurvey(ctx, tx, sv); err != nil {
			return err
		}
		if err := insertTally(ctx, tx, Tally{SurveyID: sv.ID, WorkspaceID: sv.WorkspaceID, Content: "[]"}); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "survey.opened", sv)
	})
}

// Close takes no more answers, for good, and shows what was found.
func (s *Service) Close(ctx context.Context, a account.Actor, eventID string) error {
	return s.change(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, _ event.Event, sv Survey) error {
		switch sv.StateOn(s.Today()) {
		case Closed:
			return nil
		case Draft:
			return fault.Missing()
		}
		now := s.clock.Now()
		sv.ClosedAt = &now
		sv.Version++
		if err := updateSurvey(ctx, tx, sv); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "survey.closed", sv)
	})
}

func (s *Service) change(ctx context.Context, a account.Actor, eventID string, fn func(context.Context, bun.IDB, event.Event, Survey) error) error {
	if err := mayRun(a); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, a, eventID)
		if err != nil {
			return err
		}
		if e.State == event.Draft {
			return fault.New(fault.Conflict, "survey.event_draft")
		}
		sv, err := findOf(ctx, tx, e)
		if err != nil {
			return err
		}
		return fn(ctx, tx, e, sv)
	})
}

// Public returns what is asked at the address and by whom; a draft is Missing.
func (s *Service) Public(ctx context.Context, code string) (Sheet, account.Workspace, error) {
	db := s.db.Read()
	sv, err := findByCode(ctx, db, code)
	if err != nil {
		return Sheet{}, account.Workspace{}, err
	}
	sheet := Sheet{Survey: sv, State: sv.StateOn(s.Today())}
	if sheet.Questions, err = sv.Questions(); err != nil {
		return sheet, account.Workspace{}, err
	}
	if sheet.Event, err = event.FindIn(ctx, db, sv.EventID); err != nil {
		return sheet, account.Workspace{}, err
	}
	w, err := findWorkspace(ctx, db, sv.WorkspaceID)
	return sheet, w, err
}

// Answer counts what somebody says. Nothing else is written: see the package. It reports whether all was taken: texts for which there is no
// room any more are let go, and keep nobody's choices from counting. Fields: those of AnswerField; a closed survey is a Conflict.
func (s *Service) Answer(ctx context.Context, code string, said Answer) (whole bool, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		sv, err := findByCode(ctx, tx, code)
		if err != nil {
			return err
		}
		if sv.StateOn(s.Today()) != Open {
			return fault.New(fault.Conflict, "survey.is_closed")
		}
		questions, err := sv.Questions()
		if err != nil {
			return err
		}
		checked, err := said.check(questions)
		if err != nil {
			return err
		}
		tally, err := lockTally(ctx, tx, sv.ID)
		if err != nil {
			return err
		}
		fits, all, err := tally.fitting(questions, checked)
		if err != nil {
			return err
		}
		if tally, err = tally.add(questions, fits); err != nil {
			return err
		}
		whole = all
		return updateTally(ctx, tx, tally)
	})
	return whole, err
}

// scrubFor is for how long after its end a survey's older states are looked for: longer than anybody reads one of them.
const scrubFor = 24 * time.Hour

// Scrub takes out of the database's own files what tallies were before, and with it which answer came after which. It does nothing while
// no survey is open, or was lately.
func (s *Service) Scrub(ctx context.Context) error {
	answered, err := s.db.Read().NewSelect().Model((*Survey)(nil)).
		Where("sv.opened_at IS NOT NULL AND sv.closes_on >= ?", s.Today().AddDays(-2)).
		Where("(sv.closed_at IS NULL OR sv.closed_at > ?)", s.clock.Now().Add(-scrubFor)).Exists(ctx)
	if err != nil || !answered {
		return database.Fault(err)
	}
	return s.db.Scrub(ctx, "survey_tallies")
}

// OpenAtIn returns where the event's survey is answered at that time, "" while there is none to answer.
func (s *Service) OpenAtIn(ctx context.Context, db bun.IDB, e event.Event) (string, error) {
	sv, err := findOf(ctx, db, e)
	if err != nil || sv.ID == "" || sv.StateOn(s.Today()) != Open {
		return "", err
	}
	return sv.Path(), nil
}

func (s *Service) record(ctx context.Context, tx bun.IDB, a account.Actor, action string, sv Survey) error {
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, "survey", sv.ID, map[string]any{"event": sv.EventID}))
}
