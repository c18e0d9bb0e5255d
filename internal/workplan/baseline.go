package workplan

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
)

const maxName = 200 // characters

// Baseline is the plan as it was approved. It is a copy that nothing changes any more: the database itself refuses it.
type Baseline struct {
	bun.BaseModel `bun:"table:baselines,alias:b"`

	ID             string    `bun:"id,pk"`
	WorkspaceID    string    `bun:"workspace_id"`
	ProjectID      string    `bun:"project_id"`
	Name           string    `bun:"name"` // unique in the project
	ApprovedOn     date.Date `bun:"approved_on"`
	DocumentNumber string    `bun:"document_number"` // of the funder's letter; may be empty
	Reason         string    `bun:"reason"`
	CreatedAt      time.Time `bun:"created_at"`
}

// Approved is a milestone as a baseline has it.
type Approved struct {
	bun.BaseModel `bun:"table:baseline_milestones,alias:bm"`

	BaselineID  string     `bun:"baseline_id,pk"`
	MilestoneID string     `bun:"milestone_id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	GoalNumber  string     `bun:"goal_number"`
	GoalTitle   string     `bun:"goal_title"`
	Number      string     `bun:"number"`
	Title       string     `bun:"title"`
	StartsOn    date.Month `bun:"starts_on"`
	DueOn       date.Month `bun:"due_on"`
}

// Clean brings the texts into the form in which they are stored.
func (b *Baseline) Clean() {
	b.Name, b.DocumentNumber = sheet.OneLine(b.Name), sheet.OneLine(b.DocumentNumber)
}

// Validate checks a cleaned baseline as of today. Fields: name, approved_on, document_number, reason.
func (b Baseline) Validate(today date.Date) error {
	var c fault.Checks
	c.Require("name", b.Name)
	c.MaxLen("name", b.Name, maxName)
	c.Require("approved_on", string(b.ApprovedOn))
	if b.ApprovedOn > today {
		c.Add("approved_on", "workplan.fault.approved_in_future")
	}
	c.MaxLen("document_number", b.DocumentNumber, maxName)
	c.Require("reason", b.Reason)
	c.MaxLen("reason", b.Reason, maxReason)
	return c.Err()
}

// approve copies the plan for the baseline.
func approve(b Baseline, plan Plan) []Approved {
	var rows []Approved
	for _, g := range plan.Goals {
		for _, m := range g.Milestones {
			rows = append(rows, Approved{
				BaselineID: b.ID, MilestoneID: m.ID, WorkspaceID: b.WorkspaceID, GoalNumber: g.Number, GoalTitle: g.Title,
				Number: m.Number, Title: m.Title, StartsOn: m.StartsOn, DueOn: m.DueOn,
			})
		}
	}
	return rows
}
