package report

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/workplan"
)

// Typeset makes the document of a report: HTML that needs no other file.
type Typeset func(ctx context.Context, c Content) (string, error)

// Service holds the use cases of reports. Every one of them works in the actor's project.
type Service struct {
	db        *database.DB
	clock     clock.Clock
	zone      *time.Location
	plan      *workplan.Service
	catalogue *i18n.Catalogue
	typeset   Typeset
}

// New returns the service; without a typesetter nothing could be frozen, which is an error.
func New(db *database.DB, clk clock.Clock, zone *time.Location, plan *workplan.Service, catalogue *i18n.Catalogue, typeset Typeset) (*Service, error) {
	if typeset == nil {
		return nil, errors.New("report: no typesetter")
	}
	return &Service{db: db, clock: clk, zone: zone, plan: plan, catalogue: catalogue, typeset: typeset}, nil
}

// Today is the current day in the service's zone.
func (s *Service) Today() date.Date { return date.Of(s.clock.Now().In(s.zone)) }

// List lists the reports without their contents, the latest period first.
func (s *Service) List(ctx context.Context, a account.Actor) ([]Report, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return listReports(ctx, s.db.Read(), a)
}

// Read is a report with what it says, and how that is told apart from what it said before.
type Read struct {
	Report
	Content     Content
	Fingerprint string // of a draft
}

// Find returns a report: a frozen one as it was frozen, a draft with what there is to say now.
func (s *Service) Find(ctx context.Context, a account.Actor, reportID string) (found Read, err error) {
	if err := mayRead(a); err != nil {
		return found, err
	}
	err = s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if found.Report, err = findReport(ctx, tx, a, reportID); err != nil {
			return err
		}
		if found.Frozen() {
			found.Content, err = found.stored()
			return err
		}
		if found.Content, err = s.content(ctx, tx, a, found.Report); err != nil {
			return err
		}
		found.Fingerprint, err = found.Content.fingerprint()
		return err
	})
	return found, err
}

// Document returns the report's file: a frozen one's as it was frozen, a draft's as it would be now, marked as a draft.
func (s *Service) Document(ctx context.Context, a account.Actor, reportID string) (Read, string, error) {
	found, err := s.Find(ctx, a, reportID)
	if err != nil || found.Frozen() {
		return found, found.Report.Document, err
	}
	document, err := s.typeset(ctx, found.Content)
	return found, document, err
}

func (s *Service) content(ctx context.Context, db bun.IDB, a account.Actor, r Report) (Content, error) {
	m, err := s.gather(ctx, db, a, r)
	if err != nil {
		return Content{}, err
	}
	return m.say(s.catalogue.Locale(r.Lang, s.zone)), nil
}

// Draft begins a report on a period in a language.
func (s *Service) Draft(ctx context.Context, a account.Actor, r Report) (Report, error) {
	if err := mayWrite(a); err != nil {
		return r, err
	}
	if err := r.Validate(); err != nil {
		return r, err
	}
	r.ID, r.WorkspaceID, r.ProjectID, r.CreatedAt, r.Version = id.New(), a.WorkspaceID, a.ProjectID, s.clock.Now(), 1
	return r, s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := insertReport(ctx, tx, r); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "report.added", r, nil)
	})
}

// Change changes what is typed about the whole; x.Version is the one the change was made on. The language stays.
func (s *Service) Change(ctx context.Context, a account.Actor, x Report) error {
	return s.onDraft(ctx, a, x.ID, x.Version, func(ctx context.Context, tx bun.IDB, r *Report) error {
		r.Kind, r.StartsOn, r.EndsOn = x.Kind, x.StartsOn, x.EndsOn
		r.Summary, r.Deviation, r.Outlook = x.Summary, x.Deviation, x.Outlook
		if r.ReplacesID != "" {
			r.ReplacesReason = x.ReplacesReason
		}
		if err := r.Validate(); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "report.changed", *r, nil)
	})
}

// TextOf returns a draft with what is written about a milestone of the plan; Conflict when it is frozen.
func (s *Service) TextOf(ctx context.Context, a account.Actor, reportID, milestoneID string) (Read, Milestone, Text, error) {
	found, err := s.Find(ctx, a, reportID)
	if err != nil {
		return found, Milestone{}, Text{}, err
	}
	if found.Frozen() {
		return found, Milestone{}, Text{}, frozen()
	}
	for _, m := range found.Content.Milestones {
		if m.ID != milestoneID {
			continue
		}
		texts, err := listTexts(ctx, s.db.Read(), found.Report)
		for _, t := range texts {
			if t.MilestoneID == milestoneID {
				return found, m, t, err
			}
		}
		return found, m, Text{ReportID: reportID, MilestoneID: milestoneID}, err
	}
	return found, Milestone{}, Text{}, fault.Missing()
}

// Write changes what is written about a milestone; version is the report's that the change was made on.
func (s *Service) Write(ctx context.Context, a account.Actor, x Text, version int64) error {
	if err := mayWrite(a); err != nil {
		return err
	}
	if err := x.Validate(); err != nil {
		return err
	}
	return s.onDraft(ctx, a, x.ReportID, version, func(ctx context.Context, tx bun.IDB, r *Report) error {
		milestones, err := workplan.ListMilestonesIn(ctx, tx, a)
		if err != nil {
			return err
		}
		for _, m := range milestones {
			if m.ID == x.MilestoneID {
				x.WorkspaceID = a.WorkspaceID
				if err := writeText(ctx, tx, x); err != nil {
					return err
				}
				return s.record(ctx, tx, a, "report.text_changed", *r, map[string]any{"milestone": m.ID})
			}
		}
		return fault.Missing()
	})
}

// onDraft stores what fn makes of the draft.
func (s *Service) onDraft(ctx context.Context, a account.Actor, reportID string, version int64, fn func(context.Context, bun.IDB, *Report) error) error {
	if err := mayWrite(a); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		r, err := lockDraft(ctx, tx, a, reportID)
		if err != nil {
			return err
		}
		if r.Version != version {
			return fault.New(fault.Conflict, "report.fault.stale")
		}
		r.Version++
		if err := fn(ctx, tx, &r); err != nil {
			return err
		}
		return updateReport(ctx, tx, r)
	})
}

func (s *Service) record(ctx context.Context, tx bun.IDB, a account.Actor, action string, r Report, details map[string]any) error {
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, "report", r.ID, details))
}
