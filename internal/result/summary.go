package result

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

const maxSummary = 6000

// Summary tells in a few paragraphs what a workshop came to, or what a talk was about. The team writes it; the public reads the
// wording that the lead approved, whatever is written afterwards.
type Summary struct {
	bun.BaseModel `bun:"table:result_summaries,alias:rs"`

	ItemID      string     `bun:"item_id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	ProjectID   string     `bun:"project_id"`
	EventID     string     `bun:"event_id"`
	Text        string     `bun:"text"`        // as the team has it: plain text, paragraphs by blank lines
	Approved    string     `bun:"approved"`    // as the lead approved it; empty before
	ApprovedAt  *time.Time `bun:"approved_at"` // nil while there is no approved wording
	CreatedAt   time.Time  `bun:"created_at"`
	Version     int64      `bun:"version"` // 0: nothing was written yet
}

// Public reports whether there is a wording for the public.
func (s Summary) Public() bool { return s.ApprovedAt != nil }

// Waits reports whether something is written that the lead has not approved.
func (s Summary) Waits() bool { return s.Text != "" && (!s.Public() || s.Text != s.Approved) }

// Wrote reports whether the action of the trail was the writing of a summary, by staff or by a link.
func Wrote(action string) bool { return strings.HasSuffix(action, "summary_written") }

// Approvable reports whether the lead may approve summaries of the event, or take that back.
func Approvable(e event.Event) bool { return Writable(e) || Publishable(e) }

// Summary returns the summary of a programme item of the actor's event, an empty one when nobody wrote it yet.
func (s *Service) Summary(ctx context.Context, actor account.Actor, eventID, itemID string) (event.Event, event.ProgrammeItem, Summary, error) {
	if err := mayRead(actor); err != nil {
		return event.Event{}, event.ProgrammeItem{}, Summary{}, err
	}
	db := s.db.Read()
	e, err := event.FindOfIn(ctx, db, actor, eventID)
	if err != nil {
		return e, event.ProgrammeItem{}, Summary{}, err
	}
	item, err := event.FindItemIn(ctx, db, e.ID, itemID)
	if err == nil && !Takes(item) {
		err = fault.Missing()
	}
	if err != nil {
		return e, item, Summary{}, err
	}
	summary, err := findSummary(ctx, db, e, item.ID)
	return e, item, summary, err
}

// Summarise writes the summary of an item over the version that the form was made from, 0 for the first. What the public reads
// stays as the lead approved it. Fields: summary.
func (s *Service) Summarise(ctx context.Context, actor account.Actor, eventID, itemID string, version int64, text string) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		return s.SummariseIn(ctx, tx, actor, eventID, itemID, version, text)
	})
}

// SummariseIn is Summarise within a transaction.
func (s *Service) SummariseIn(ctx context.Context, tx bun.IDB, actor account.Actor, eventID, itemID string, version int64, text string) error {
	e, err := writableIn(ctx, tx, actor, eventID)
	if err != nil {
		return err
	}
	if err := s.summarise(ctx, tx, e, itemID, version, text); err != nil {
		return err
	}
	return s.record(ctx, tx, actor, "result.summary_written", itemID, e.ID)
}

// SummariseByLinkIn is SummariseIn for whoever holds a link for the item, which the caller has made sure of: they have no role.
func (s *Service) SummariseByLinkIn(ctx context.Context, tx bun.IDB, holder account.Actor, eventID, itemID string, version int64, text string) error {
	e, err := event.FindOfIn(ctx, tx, holder, eventID)
	if err == nil {
		err = whenWritable(e)
	}
	if err != nil {
		return err
	}
	if err := s.summarise(ctx, tx, e, itemID, version, text); err != nil {
		return err
	}
	return s.record(ctx, tx, holder, "result.link_summary_written", itemID, e.ID)
}

func (s *Service) summarise(ctx context.Context, tx bun.IDB, e event.Event, itemID string, version int64, text string) error {
	var c fault.Checks
	text = plain(text)
	c.MaxLen("summary", text, maxSummary)
	if err := c.Err(); err != nil {
		return err
	}
	summary, err := SummaryIn(ctx, tx, e, itemID)
	if err != nil {
		return err
	}
	if version < 0 {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	if summary.Version == 0 {
		summary.CreatedAt = s.clock.Now()
	}
	summary.Text, summary.Version = text, version+1
	return writeSummary(ctx, tx, summary)
}

// SummaryIn returns the summary of an item of the event, an empty one when nobody wrote it yet.
func SummaryIn(ctx context.Context, db bun.IDB, e event.Event, itemID string) (Summary, error) {
	item, err := event.FindItemIn(ctx, db, e.ID, itemID)
	if err == nil && !Takes(item) {
		err = fault.Missing()
	}
	if err != nil {
		return Summary{}, err
	}
	return findSummary(ctx, db, e, item.ID)
}

// Approve lets the public read the summary as it is in that version, once the results are published; a Conflict when somebody has
// changed it since.
func (s *Service) Approve(ctx context.Context, actor account.Actor, eventID, itemID string, version int64) error {
	return s.rule(ctx, actor, eventID, itemID, func(ctx context.Context, tx bun.IDB, summary Summary) error {
		switch {
		case summary.Version != version:
			return fault.New(fault.Conflict, "result.summary.changed_since")
		case summary.Text == "":
			return fault.New(fault.Conflict, "result.summary.empty")
		}
		now := s.clock.Now()
		summary.Approved, summary.ApprovedAt = summary.Text, &now
		if err := updateApproval(ctx, tx, summary); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, "result.summary_approved", itemID, eventID)
	})
}

// Revoke takes the approval back: the public reads no summary of the item any more.
func (s *Service) Revoke(ctx context.Context, actor account.Actor, eventID, itemID string) error {
	return s.rule(ctx, actor, eventID, itemID, func(ctx context.Context, tx bun.IDB, summary Summary) error {
		summary.Approved, summary.ApprovedAt = "", nil
		if err := updateApproval(ctx, tx, summary); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, "result.summary_revoked", itemID, eventID)
	})
}

// rule lets the lead decide what the public reads of a summary.
func (s *Service) rule(ctx context.Context, actor account.Actor, eventID, itemID string, decide func(context.Context, bun.IDB, Summary) error) error {
	if err := mayApprove(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		summary, err := findSummary(ctx, tx, e, itemID)
		switch {
		case err != nil:
			return err
		case summary.Version == 0:
			return fault.Missing()
		case !Approvable(e):
			return fault.New(fault.Conflict, "result.not_writable")
		}
		return decide(ctx, tx, summary)
	})
}

func findSummary(ctx context.Context, db bun.IDB, e event.Event, itemID string) (Summary, error) {
	summary := Summary{ItemID: itemID, WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, EventID: e.ID}
	err := database.Fault(db.NewSelect().Model(&summary).Where("rs.item_id = ? AND rs.event_id = ?", itemID, e.ID).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return summary, nil
	}
	return summary, err
}

// listSummaries returns the summaries of an event by item.
func listSummaries(ctx context.Context, db bun.IDB, eventID string) (map[string]Summary, error) {
	var rows []Summary
	found := map[string]Summary{}
	err := db.NewSelect().Model(&rows).Where("rs.event_id = ?", eventID).Scan(ctx)
	for _, row := range rows {
		found[row.ItemID] = row
	}
	return found, database.Fault(err)
}

// writeSummary writes over the version before it, or as the first one; a Conflict when that is not what is stored.
func writeSummary(ctx context.Context, tx bun.IDB, summary Summary) error {
	ok, err := database.Changed(tx.NewInsert().Model(&summary).On("CONFLICT (item_id) DO UPDATE").
		Set("text = EXCLUDED.text, version = EXCLUDED.version").Where("rs.version = ?", summary.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// updateApproval leaves the version alone: approving is no change of the text.
func updateApproval(ctx context.Context, tx bun.IDB, summary Summary) error {
	ok, err := database.Changed(tx.NewUpdate().Model(&summary).Column("approved", "approved_at").WherePK().
		Where("version = ?", summary.Version).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}
