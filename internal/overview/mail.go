package overview

import (
	"context"
	"slices"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
)

// Mail is how the project's outgoing mail fares.
type Mail struct {
	Held   bool // no mail server is set up: messages are withheld
	Counts map[mail.State]int

	Undelivered int // people whom mail about an event ahead does not reach; known on the dashboard only
}

// Count is the number of messages in any of the states.
func (m Mail) Count(states ...mail.State) int {
	n := 0
	for _, s := range states {
		n += m.Counts[s]
	}
	return n
}

// Fate is what became of a message, as far as it matters to the people who wait for it.
type Fate string

// The fates.
const (
	Sent     Fate = "sent"
	Waiting  Fate = "waiting"
	Withheld Fate = "withheld"
	GivenUp  Fate = "given_up"
	Returned Fate = "returned" // the receiver's server did not take it in the end
	Replaced Fate = "replaced" // a newer version went in its place
)

// Fates lists all fates, for filters.
func Fates() []Fate { return []Fate{Sent, Waiting, Withheld, GivenUp, Returned, Replaced} }

// States are the states of the outbox that mean the fate; all of them when it is empty.
func (f Fate) States() []mail.State {
	switch f {
	case Sent:
		return []mail.State{mail.Sent}
	case Waiting:
		return []mail.State{mail.Queued, mail.Sending, mail.Deferred}
	case Withheld:
		return []mail.State{mail.Withheld}
	case GivenUp:
		return []mail.State{mail.Failed}
	case Returned:
		return []mail.State{mail.Bounced}
	case Replaced:
		return []mail.State{mail.Aborted}
	}
	return mail.States()
}

// Outgoing is a message of the outbox without its texts, and whom it is about.
type Outgoing struct {
	ID           string            `bun:"id"`
	State        mail.State        `bun:"state"`
	ToName       string            `bun:"to_name"`
	ToEmail      string            `bun:"to_email"`
	Subject      string            `bun:"subject"`
	Reason       mail.Reason       `bun:"reason"`
	LastError    string            `bun:"last_error"`
	CreatedAt    time.Time         `bun:"created_at"`
	SentAt       *time.Time        `bun:"sent_at"`
	AttendanceID string            `bun:"attendance_id"` // empty when it is about no event
	EventID      string            `bun:"event_id"`
	Origin       attendance.Origin `bun:"origin"` // of the attendance
}

// Fate is what became of it.
func (o Outgoing) Fate() Fate {
	all := Fates()
	return all[slices.IndexFunc(all, func(f Fate) bool { return slices.Contains(f.States(), o.State) })]
}

// At is when it was sent, else when it was written.
func (o Outgoing) At() time.Time {
	if o.SentAt != nil {
		return *o.SentAt
	}
	return o.CreatedAt
}

// Mail returns the state of the project's outgoing mail.
func (s *Service) Mail(ctx context.Context, a account.Actor) (Mail, error) {
	if !a.Staff() {
		return Mail{}, fault.Missing()
	}
	counts, err := s.outbox.Counts(ctx, a.WorkspaceID, a.ProjectID)
	return Mail{Held: s.outbox.Held(), Counts: counts}, err
}

// Outbox lists the mail of the actor's project, and what belongs to no project, the newest first. Fate and event narrow
// it when they are not empty.
func (s *Service) Outbox(ctx context.Context, a account.Actor, fate Fate, eventID string) ([]Outgoing, error) {
	if !a.Staff() {
		return nil, fault.Missing()
	}
	var list []Outgoing
	query := s.db.Read().NewSelect().TableExpr("mail_messages AS m").
		ColumnExpr("m.id, m.state, m.to_name, m.to_email, m.subject, m.reason, m.last_error, m.created_at, m.sent_at").
		ColumnExpr("COALESCE(t.id, '') AS attendance_id, COALESCE(t.event_id, '') AS event_id, COALESCE(t.origin, '') AS origin").
		Join("LEFT JOIN workshop_places AS wp ON wp.id = m.thread_key").
		Join("LEFT JOIN attendances AS t ON t.id = COALESCE(wp.attendance_id, m.thread_key)").
		Where("m.workspace_id = ? AND m.project_id IN (?, '')", a.WorkspaceID, a.ProjectID)
	if eventID != "" {
		query = query.Where("t.event_id = ?", eventID)
	}
	err := query.OrderExpr("m.created_at DESC, m.id DESC").Scan(ctx, &list)
	states := fate.States()
	return slices.DeleteFunc(list, func(o Outgoing) bool { return !slices.Contains(states, o.State) }), database.Fault(err)
}

// Events lists the project's events that mails may be about.
func (s *Service) Events(ctx context.Context, a account.Actor) ([]event.Event, error) {
	if !a.Staff() {
		return nil, fault.Missing()
	}
	return s.events.List(ctx, a)
}
