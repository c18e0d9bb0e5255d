package workplan

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// Move says that a deadline was moved, and why. The reason is the lead's own text, which the trail does not hold.
type Move struct {
	bun.BaseModel `bun:"table:plan_moves,alias:pm"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	SubjectKind string    `bun:"subject_kind"` // "milestone"
	SubjectID   string    `bun:"subject_id"`
	From        date.Date `bun:"from_on"` // the last day of the time
	To          date.Date `bun:"to_on"`
	Reason      string    `bun:"reason"`
	MovedBy     string    `bun:"moved_by"` // user ID, empty when the program did it
	MovedAt     time.Time `bun:"moved_at"`
}

// Days is by how many days the deadline moved; negative when it is earlier now.
func (m Move) Days() int { return m.From.DaysUntil(m.To) }

// checkMove asks for the reason of a moved deadline. Field: move_reason.
func checkMove(was, is Milestone, reason string) error {
	var c fault.Checks
	if was.DueOn != is.DueOn && reason == "" {
		c.Add("move_reason", "workplan.fault.move_reason", was.DueOn.Slash(), is.DueOn.Slash())
	}
	c.MaxLen("move_reason", reason, maxReason)
	return c.Err()
}
