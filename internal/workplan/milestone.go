package workplan

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
)

// Milestone is one step of the plan with the month until which it is to be reached.
type Milestone struct {
	bun.BaseModel `bun:"table:milestones,alias:m"`

	ID              string     `bun:"id,pk"`
	WorkspaceID     string     `bun:"workspace_id"`
	ProjectID       string     `bun:"project_id"`
	GoalID          string     `bun:"goal_id"`
	Number          string     `bun:"number"`
	Title           string     `bun:"title"`            // one line
	StartsOn        date.Month `bun:"starts_on"`        // when work begins; may be empty
	DueOn           date.Month `bun:"due_on"`           // "Umsetzung bis": the month's last day
	LeadID          string     `bun:"lead_id"`          // user ID of the colleague who answers for it; empty: the project's leads do
	DeputyID        string     `bun:"deputy_id"`        // user ID of the colleague who stands in; may be empty
	Rule            Rule       `bun:"rule"`             // when it is reached; empty: when the lead says so
	CompletedOn     date.Date  `bun:"completed_on"`     // empty while it is not declared complete
	CompletedReason string     `bun:"completed_reason"` // why the lead declares it complete
	KeptOpenReason  string     `bun:"kept_open_reason"` // why the lead declares it not reached although its rule is fulfilled
	DeclaredBy      string     `bun:"declared_by"`      // user ID of who declared one of them
	DeclaredOn      date.Date  `bun:"declared_on"`
	CreatedAt       time.Time  `bun:"created_at"`
	Version         int64      `bun:"version"`

	// Names of people, filled when one is read.
	Declarer string `bun:"declarer,scanonly"` // who declared it
	Lead     string `bun:"lead,scanonly"`
	Deputy   string `bun:"deputy,scanonly"`
}

// Deadline is the last day on which the milestone is in time.
func (m Milestone) Deadline() date.Date { return m.DueOn.Last() }

// Complete reports whether the milestone was declared complete.
func (m Milestone) Complete() bool { return !m.CompletedOn.IsZero() }

// KeptOpen reports whether the milestone was declared not reached against its rule.
func (m Milestone) KeptOpen() bool { return m.KeptOpenReason != "" }

// Declared reports whether a statement of the lead goes before the rule.
func (m Milestone) Declared() bool { return m.Complete() || m.KeptOpen() }

// Clean brings number and title into the form in which they are stored.
func (m *Milestone) Clean() {
	m.Number, m.Title = cleanNumber(m.Number), sheet.OneLine(m.Title)
}

// Validate checks a cleaned milestone. Fields: number, title, starts_on, due_on, deputy, rule.
func (m Milestone) Validate() error {
	var c fault.Checks
	checkNumber(&c, m.Number, milestoneNumber.MatchString, "workplan.fault.milestone_number")
	checkTitle(&c, m.Title)
	c.Require("due_on", string(m.DueOn))
	if m.StartsOn != "" && m.DueOn != "" && m.StartsOn > m.DueOn {
		c.Add("starts_on", "workplan.fault.starts_after_due")
	}
	if m.DeputyID != "" && m.DeputyID == m.LeadID {
		c.Add("deputy", "workplan.fault.deputy_is_lead")
	}
	if !m.Rule.valid() {
		c.Add("rule", "fault.choice")
	}
	return c.Err()
}

// Completion is the statement that a milestone is reached.
type Completion struct {
	On     date.Date
	Reason string
}

// Validate checks the statement as of today. Fields: completed_on, reason.
func (s Completion) Validate(today date.Date) error {
	var c fault.Checks
	c.Require("completed_on", string(s.On))
	if s.On > today {
		c.Add("completed_on", "workplan.fault.completed_in_future")
	}
	c.Require("reason", s.Reason)
	c.MaxLen("reason", s.Reason, maxReason)
	return c.Err()
}
