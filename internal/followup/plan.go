package followup

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/reminder"
)

// usual are the days of an event that has chosen none.
const usual = "14, 3"

// Plan is when those are reminded who have not answered an event's invitation.
type Plan struct {
	bun.BaseModel `bun:"table:followup_plans,alias:fp"`

	EventID     string    `bun:"event_id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	Days        string    `bun:"days"` // before the answer is due, as people type them: "14, 3"
	Off         bool      `bun:"off"`
	ToldOn      date.Date `bun:"told_on"` // last day that was looked at to the end
}

func usualPlan(e event.Event, today date.Date) Plan {
	return Plan{EventID: e.ID, WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, Days: usual, ToldOn: today.AddDays(-1)}
}

// ladder reads the plan's days; a stored one can be read.
func (p Plan) ladder() reminder.Ladder {
	ladder, err := reminder.ParseLadder(p.Days, "")
	if err != nil || p.Off {
		return nil
	}
	return ladder
}

// AnswerBy is the day on which the answer to an invitation is due.
func AnswerBy(e event.Event) date.Date {
	day := date.Of(e.Starts())
	if until := date.Date(e.RegistrationUntil); !until.IsZero() && until < day {
		return until
	}
	return day
}

// due are the plan's rungs that fall on a day that was not looked at yet, up to today; none once the answer is due no more.
func (p Plan) due(answerBy, today date.Date) []int {
	var rungs []int
	for _, rung := range p.ladder() {
		if day := reminder.DayOf(answerBy, rung); day > p.ToldOn && day <= today && today <= answerBy {
			rungs = append(rungs, rung)
		}
	}
	return rungs
}

// Next is the first day from today on, or after it when it was looked at, on which the plan reminds; empty when there is none.
func (p Plan) Next(e event.Event, today date.Date) date.Date {
	if p.Off || e.State != event.Published {
		return ""
	}
	after := today.AddDays(-1)
	if p.ToldOn >= today {
		after = today
	}
	return p.ladder().Next(AnswerBy(e), after)
}

// Sent is a reminder that went out.
type Sent struct {
	bun.BaseModel `bun:"table:followups,alias:fu"`

	ID           string    `bun:"id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	ProjectID    string    `bun:"project_id"`
	EventID      string    `bun:"event_id"`
	AttendanceID string    `bun:"attendance_id"`
	AnswerBy     date.Date `bun:"answer_by"` // when the answer was due then
	Rung         int       `bun:"rung"`      // days before it
	MailID       string    `bun:"mail_id"`
	CreatedAt    time.Time `bun:"created_at"`

	Name string `bun:"name,scanonly"`
}
