package dump

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
)

// Rows are what is written of a table. Names of fields are those of the columns; docs/export.md explains them.

// identified is a row with an identifier, which sorts.
type identified struct {
	ID string `bun:"id,pk" json:"id"`
}

func (r identified) key() string { return r.ID }

type project struct {
	bun.BaseModel `bun:"table:projects,alias:x" json:"-"`
	identified

	Name      string     `bun:"name" json:"name"`
	Summary   string     `bun:"summary" json:"summary"`
	StartsOn  date.Month `bun:"starts_on" json:"starts_on"`
	EndsOn    date.Month `bun:"ends_on" json:"ends_on"`
	CreatedAt time.Time  `bun:"created_at" json:"created_at"`

	Workspace     string `bun:"-" json:"workspace"`
	FundingNotice string `bun:"-" json:"funding_notice"`
}

type goal struct {
	bun.BaseModel `bun:"table:goals,alias:x" json:"-"`
	identified

	Number    string    `bun:"number" json:"number"`
	Title     string    `bun:"title" json:"title"`
	CreatedAt time.Time `bun:"created_at" json:"created_at"`
}

type milestone struct {
	bun.BaseModel `bun:"table:milestones,alias:x" json:"-"`
	identified

	GoalID    string     `bun:"goal_id" json:"goal_id"`
	Number    string     `bun:"number" json:"number"`
	Title     string     `bun:"title" json:"title"`
	StartsOn  date.Month `bun:"starts_on" json:"starts_on"`
	DueOn     date.Month `bun:"due_on" json:"due_on"`
	LeadID    string     `bun:"lead_id" json:"lead_id"`
	DeputyID  string     `bun:"deputy_id" json:"deputy_id"`
	CreatedAt time.Time  `bun:"created_at" json:"created_at"`

	Planned  date.Date   `bun:"-" json:"planned"`
	Forecast date.Date   `bun:"-" json:"forecast"`
	Actual   date.Date   `bun:"-" json:"actual"`
	State    string      `bun:"-" json:"state"`
	Rule     []condition `bun:"-" json:"rule"`
	Override *override   `bun:"-" json:"override"`

	StoredRule      string    `bun:"rule" json:"-"`
	CompletedOn     date.Date `bun:"completed_on" json:"-"`
	CompletedReason string    `bun:"completed_reason" json:"-"`
	KeptOpenReason  string    `bun:"kept_open_reason" json:"-"`
	DeclaredBy      string    `bun:"declared_by" json:"-"`
	DeclaredOn      date.Date `bun:"declared_on" json:"-"`
}

// condition is what a rule asks for, and how that stands.
type condition struct {
	Source       string    `json:"source"`
	AtLeast      int       `json:"at_least"`
	DocumentKind string    `json:"document_kind"`
	Done         int       `json:"done"`
	Total        int       `json:"total"`
	FulfilledOn  date.Date `json:"fulfilled_on"`
	Missing      []string  `json:"missing"`
}

// override is the lead's statement, which goes before the rule.
type override struct {
	State      string    `json:"state"` // "reached" or "open"
	ReachedOn  date.Date `json:"reached_on"`
	Reason     string    `json:"reason"`
	DeclaredBy string    `json:"declared_by"`
	DeclaredOn date.Date `json:"declared_on"`
}

type task struct {
	bun.BaseModel `bun:"table:tasks,alias:x" json:"-"`
	identified

	MilestoneID string    `bun:"milestone_id" json:"milestone_id"`
	Title       string    `bun:"title" json:"title"`
	Description string    `bun:"description" json:"description"`
	AssigneeID  string    `bun:"assignee_id" json:"assignee_id"`
	PersonID    string    `bun:"person_id" json:"person_id"`
	DeputyID    string    `bun:"deputy_id" json:"deputy_id"`
	StartsOn    date.Date `bun:"starts_on" json:"starts_on"`
	DueOn       date.Date `bun:"due_on" json:"due_on"`
	State       string    `bun:"state" json:"state"`
	DoneOn      date.Date `bun:"done_on" json:"done_on"`
	CreatedAt   time.Time `bun:"created_at" json:"created_at"`

	Checklist []item    `bun:"-" json:"checklist"`
	Comments  []comment `bun:"-" json:"comments"`
}

type item struct {
	bun.BaseModel `bun:"table:task_items,alias:x" json:"-"`
	identified

	TaskID    string    `bun:"task_id" json:"-"`
	Title     string    `bun:"title" json:"title"`
	Position  int64     `bun:"position" json:"position"`
	DoneOn    date.Date `bun:"done_on" json:"done_on"`
	DoneBy    string    `bun:"done_by" json:"done_by"`
	CreatedAt time.Time `bun:"created_at" json:"created_at"`
}

type comment struct {
	bun.BaseModel `bun:"table:task_comments,alias:x" json:"-"`
	identified

	TaskID    string     `bun:"task_id" json:"-"`
	AuthorID  string     `bun:"author_id" json:"author_id"`
	Text      string     `bun:"text" json:"text"`
	CreatedAt time.Time  `bun:"created_at" json:"created_at"`
	EditedAt  *time.Time `bun:"edited_at" json:"edited_at"`
	RemovedAt *time.Time `bun:"removed_at" json:"removed_at"`

	MentionedIDs []string `bun:"-" json:"mentioned"`
	Mentioned    string   `bun:"mentioned" json:"-"`
}

type dependency struct {
	bun.BaseModel `bun:"table:plan_dependencies,alias:x" json:"-"`
	identified

	FromID    string    `bun:"from_id" json:"from_id"`
	ToID      string    `bun:"to_id" json:"to_id"`
	LagDays   int       `bun:"lag_days" json:"lag_days"`
	CreatedAt time.Time `bun:"created_at" json:"created_at"`
}

type move struct {
	bun.BaseModel `bun:"table:plan_moves,alias:x" json:"-"`
	identified

	SubjectKind string    `bun:"subject_kind" json:"subject_kind"`
	SubjectID   string    `bun:"subject_id" json:"subject_id"`
	From        date.Date `bun:"from_on" json:"from_on"`
	To          date.Date `bun:"to_on" json:"to_on"`
	Reason      string    `bun:"reason" json:"reason"`
	MovedBy     string    `bun:"moved_by" json:"moved_by"`
	MovedAt     time.Time `bun:"moved_at" json:"moved_at"`
}

type baseline struct {
	bun.BaseModel `bun:"table:baselines,alias:x" json:"-"`
	identified

	Name           string    `bun:"name" json:"name"`
	ApprovedOn     date.Date `bun:"approved_on" json:"approved_on"`
	DocumentNumber string    `bun:"document_number" json:"document_number"`
	Reason         string    `bun:"reason" json:"reason"`
	CreatedAt      time.Time `bun:"created_at" json:"created_at"`

	Milestones []approved `bun:"-" json:"milestones"`
}

type approved struct {
	bun.BaseModel `bun:"table:baseline_milestones,alias:x" json:"-"`

	BaselineID  string     `bun:"baseline_id,pk" json:"-"`
	MilestoneID string     `bun:"milestone_id,pk" json:"milestone_id"`
	GoalNumber  string     `bun:"goal_number" json:"goal_number"`
	GoalTitle   string     `bun:"goal_title" json:"goal_title"`
	Number      string     `bun:"number" json:"number"`
	Title       string     `bun:"title" json:"title"`
	StartsOn    date.Month `bun:"starts_on" json:"starts_on"`
	DueOn       date.Month `bun:"due_on" json:"due_on"`
}

type ladder struct {
	bun.BaseModel `bun:"table:reminder_ladders,alias:x" json:"-"`

	SubjectKind string `bun:"subject_kind,pk" json:"subject_kind"`
	SubjectID   string `bun:"subject_id,pk" json:"subject_id"`
	Stored      string `bun:"rungs" json:"-"`

	DaysBefore []int `bun:"-" json:"days_before"`
}
