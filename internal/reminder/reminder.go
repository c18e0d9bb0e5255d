package reminder

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/id"
)

// Kind says what has a deadline or a ladder.
type Kind string

// The kinds of things.
const (
	Project   Kind = "project" // has a ladder only
	Milestone Kind = "milestone"
	Task      Kind = "task"
	Digest    Kind = "digest" // the weekly one; its subject is the project
)

// Kinds lists what people are reminded of, for filters.
func Kinds() []Kind { return []Kind{Milestone, Task, Digest} }

// Subject is a thing with a deadline, or the project.
type Subject struct {
	Kind Kind
	ID   string
}

// Role says why somebody is told.
type Role string

// The roles.
const (
	Assignee Role = "assignee"
	Deputy   Role = "deputy"
	Lead     Role = "lead"   // the deadline has passed
	Nobody   Role = "nobody" // a lead, because nobody else would be told
)

// Reminder is one rung that one person was told of. It is never changed; what became of the mail is said by the outbox.
type Reminder struct {
	bun.BaseModel `bun:"table:reminders,alias:r"`

	ID           string    `bun:"id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	ProjectID    string    `bun:"project_id"`
	Kind         Kind      `bun:"subject_kind"`
	SubjectID    string    `bun:"subject_id"`
	DueOn        date.Date `bun:"due_on"`        // the deadline as it was then
	Rung         int       `bun:"rung"`          // days before the deadline, negative after it
	ReceiverKind Who       `bun:"receiver_kind"` //
	ReceiverID   string    `bun:"receiver_id"`
	Role         Role      `bun:"role"`
	Title        string    `bun:"title"`     // of the thing, as the mail says it
	TitleKey     string    `bun:"title_key"` // folded, sorts
	Search       string    `bun:"search"`    // folded title and receiver
	MailID       string    `bun:"mail_id"`
	CreatedAt    time.Time `bun:"created_at"`
}

// row is the reminder of the matter's rung to the receiver by the mail.
func (m matter) row(rung int, to receiver, role Role, mailID string, now time.Time) Reminder {
	return Reminder{
		ID: id.New(), WorkspaceID: m.workspaceID, ProjectID: m.project.ID, Kind: m.subject.Kind, SubjectID: m.subject.ID, DueOn: m.due, Rung: rung,
		ReceiverKind: to.who, ReceiverID: to.id, Role: role, Title: m.title, TitleKey: database.FoldWord(m.title),
		Search: database.Fold(m.title, to.name, to.email), MailID: mailID, CreatedAt: now,
	}
}
