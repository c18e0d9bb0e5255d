package mailing

import (
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
)

// State is where a mailing stands.
type State string

// The states of a mailing. Done is never stored, see Progress.
const (
	Draft     State = "draft"
	Scheduled State = "scheduled" // goes out at RunAt
	Sending   State = "sending"
	Paused    State = "paused"
	Aborted   State = "aborted" // what had not left was called off
	Done      State = "done"    // nothing waits any more
)

// States lists all states in the order of a mailing's life, for filters.
func States() []State { return []State{Draft, Scheduled, Sending, Paused, Done, Aborted} }

const maxTitle = 200 // characters

// Mailing is one mail to many people.
type Mailing struct {
	bun.BaseModel `bun:"table:mailings,alias:ml"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	ProjectID   string     `bun:"project_id"`
	Kind        string     `bun:"kind"`       // who writes it: see Kind
	SubjectID   string     `bun:"subject_id"` // what it is about, in the kind's words: an event
	Title       string     `bun:"title"`      // for staff
	Content     string     `bun:"content"`    // what was chosen and written, in the kind's own form
	State       State      `bun:"state"`
	Trouble     string     `bun:"trouble"`   // catalogue key: why the program paused it; empty when staff did
	RunAt       *time.Time `bun:"run_at"`    // chosen time of sending; nil for at once
	Receivers   int        `bun:"receivers"` // rows of the list; 0 for a draft
	Settled     int        `bun:"settled"`   // receivers who had their turn
	LeftOut     int        `bun:"left_out"`  // of them
	CreatedBy   string     `bun:"created_by"`
	CreatedAt   time.Time  `bun:"created_at"`
	StartedBy   string     `bun:"started_by"` // who said send
	StartedAt   *time.Time `bun:"started_at"` // when the first part was let go
	EndedAt     *time.Time `bun:"ended_at"`   // of an aborted one
	Version     int64      `bun:"version"`
}

// Validate checks the title; what the content must be is the kind's to say.
func (m Mailing) Validate() error {
	var c fault.Checks
	c.Require("title", m.Title)
	c.MaxLen("title", m.Title, maxTitle)
	return c.Err()
}

func (m *Mailing) clean() { m.Title = strings.Join(strings.Fields(m.Title), " ") }

// Turn is what became of a receiver when their turn came.
type Turn string

// The turns.
const (
	Waiting Turn = "waiting"
	Written Turn = "written"  // a mail is in the outbox; its state is the mail's
	LeftOut Turn = "left_out" // Reason says why
)

// Reason is a word for why somebody is left out; its sentence is the catalogue key mailing.reason.<reason>.
type Reason string

// The reasons. Kinds may have more.
const (
	Known     Reason = "known"            // has it already
	NoAddress Reason = "no_address"       //
	Disabled  Reason = "address_disabled" // mail to the address came back
	OptedOut  Reason = "opted_out"        // does not want such mail
	Twice     Reason = "twice"            // the same person stands further up
	Gone      Reason = "gone"             // left between review and sending
	Stopped   Reason = "stopped"          // the mailing was called off before their mail had left
)

// Receiver is one person of a mailing's list.
type Receiver struct {
	bun.BaseModel `bun:"table:mailing_receivers,alias:rc"`

	MailingID    string `bun:"mailing_id,pk"`
	Position     int    `bun:"position,pk"` // from 1
	WorkspaceID  string `bun:"workspace_id"`
	ReceiverID   string `bun:"receiver_id"` // in the kind's words: a person of the directory
	Name         string `bun:"name"`
	Email        string `bun:"email"`
	Organisation string `bun:"organisation"`
	Turn         Turn   `bun:"state"`
	Reason       Reason `bun:"reason"`
	MessageID    string `bun:"message_id"` // identifier of the mail in the outbox
}

// Progress is a mailing with how far it has come.
type Progress struct {
	Mailing

	Mails map[mail.State]int // the messages written so far
}

// Count sums the messages in the states.
func (p Progress) Count(states ...mail.State) int {
	n := 0
	for _, state := range states {
		n += p.Mails[state]
	}
	return n
}

// Meant is how many people get a mail, as far as it is known.
func (p Progress) Meant() int { return p.Receivers - p.LeftOut }

// Sent is how many mails the mail server has taken.
func (p Progress) Sent() int { return p.Count(mail.Sent, mail.Bounced) }

// Open is how many mails are still to leave: those in the outbox and those whose turn has not come.
func (p Progress) Open() int {
	open := p.Count(mail.Queued, mail.Sending, mail.Deferred, mail.Paused, mail.Withheld)
	if p.Mailing.State == Aborted {
		return open
	}
	return open + p.Receivers - p.Settled
}

// State is where the mailing stands: one that is under way is done when nothing is open.
func (p Progress) State() State {
	if p.Mailing.State == Sending && p.Open() == 0 {
		return Done
	}
	return p.Mailing.State
}
