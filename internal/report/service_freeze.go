package report

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Freeze keeps a draft as it was shown: its content and its document, which nothing changes any more. seen is the fingerprint
// of what was shown; Conflict when there is something else to say by now, when the period is not over, or when somebody else
// was faster.
func (s *Service) Freeze(ctx context.Context, a account.Actor, reportID, seen string) (r Report, err error) {
	if err := mayFreeze(a); err != nil {
		return r, err
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if r, err = lockDraft(ctx, tx, a, reportID); err != nil {
			return err
		}
		if !r.Over(s.Today()) {
			return fault.New(fault.Conflict, "report.fault.not_over")
		}
		m, err := s.gather(ctx, tx, a, r)
		if err != nil {
			return err
		}
		shown, err := m.say(s.catalogue.Locale(r.Lang, s.zone)).fingerprint()
		if err != nil {
			return err
		}
		if shown != seen {
			return Changed()
		}
		if r.Number, err = nextNumber(ctx, tx, a); err != nil {
			return err
		}
		now := s.clock.Now()
		r.FrozenBy, r.FrozenName, r.FrozenAt, r.Version = a.UserID, a.Name, &now, r.Version+1
		m.report = r
		if err := s.fix(ctx, &r, m); err != nil {
			return err
		}
		if err := updateReport(ctx, tx, r); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "report.frozen", r, map[string]any{"number": r.Number, "sha256": r.SHA256})
	})
	return r, err
}

// fix makes the two texts of a frozen report and their sums.
func (s *Service) fix(ctx context.Context, r *Report, m material) (err error) {
	content := m.say(s.catalogue.Locale(r.Lang, s.zone))
	if r.Content, err = content.canonical(); err != nil {
		return err
	}
	if r.Document, err = s.typeset(ctx, content); err != nil {
		return err
	}
	r.ContentSHA256, r.SHA256 = sum(r.Content), sum(r.Document)
	return nil
}

// changedSince is the cause of the fault that Changed returns.
type changedSince struct{}

func (changedSince) Error() string { return "the report says something else by now" }

// Changed is the fault for a draft that says something else than what was shown.
func Changed() error {
	return &fault.Error{Kind: fault.Conflict, Key: "report.fault.changed", Err: changedSince{}}
}

// Correct begins the report that takes a frozen one's place, for a reason; what was written is carried over.
func (s *Service) Correct(ctx context.Context, a account.Actor, reportID, reason string) (r Report, err error) {
	if err := mayWrite(a); err != nil {
		return r, err
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		old, err := findReport(ctx, tx, a, reportID)
		if err != nil {
			return err
		}
		if !old.Frozen() {
			return fault.New(fault.Conflict, "report.fault.not_frozen")
		}
		if old.SupersededBy != "" {
			return fault.New(fault.Conflict, "report.fault.corrected_already")
		}
		r = Report{
			ID: id.New(), WorkspaceID: old.WorkspaceID, ProjectID: old.ProjectID, Kind: old.Kind, Lang: old.Lang, StartsOn: old.StartsOn, EndsOn: old.EndsOn,
			Summary: old.Summary, Deviation: old.Deviation, Outlook: old.Outlook, CreatedAt: s.clock.Now(), Version: 1,
			ReplacesID: old.ID, ReplacesNumber: old.Number, ReplacesReason: reason,
		}
		if err := r.Validate(); err != nil {
			return err
		}
		if err := insertReport(ctx, tx, r); err != nil {
			return err
		}
		texts, err := listTexts(ctx, tx, old)
		if err != nil {
			return err
		}
		for _, t := range texts {
			t.ReportID = r.ID
			if err := writeText(ctx, tx, t); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, a, "report.correction_begun", r, map[string]any{"replaces": old.ID})
	})
	return r, err
}

// stored is the content of a frozen report.
func (r Report) stored() (c Content, err error) {
	if err := json.Unmarshal([]byte(r.Content), &c); err != nil {
		return c, fmt.Errorf("content of report %s: %w", r.ID, err)
	}
	return c, nil
}
