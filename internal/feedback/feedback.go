// Package feedback takes what people report by the form "Barriere melden": it becomes a mail to the administration's
// own mailbox, through the outbox, so that it is answered like any other letter and never lost.
//
// Tables: none of its own.
package feedback

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
)

const (
	maxMessage = 4000 // characters
	maxPage    = 500  // characters
)

// Report is what somebody reports.
type Report struct {
	Message string
	Page    string // where it happened; may be empty
	Email   string // for an answer; may be empty
}

// Validate checks the fields message, page and email.
func (r Report) Validate() error {
	var c fault.Checks
	c.Require("message", r.Message)
	c.MaxLen("message", r.Message, maxMessage)
	c.MaxLen("page", r.Page, maxPage)
	if r.Email != "" {
		account.CheckEmail(&c, "email", r.Email)
	}
	return c.Err()
}

// Letter is the wording of the mail in the administration's language; Body gets message, page and address.
type Letter struct {
	Subject string
	Body    func(message, page, email string) string
}

// Service is the use case.
type Service struct {
	db    *database.DB
	clock clock.Clock
	mail  *mail.Service
}

// New returns the service.
func New(db *database.DB, clock clock.Clock, mail *mail.Service) *Service {
	return &Service{db, clock, mail}
}

// Send queues the report to the administration's mailbox.
func (s *Service) Send(ctx context.Context, workspaceID string, report Report, letter Letter) error {
	if err := report.Validate(); err != nil {
		return err
	}
	from := s.mail.From()
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		return s.mail.QueueIn(ctx, tx, mail.Message{
			WorkspaceID: workspaceID, Kind: "barrier", ToName: from.Name, ToEmail: from.Address, ReplyTo: report.Email,
			Subject: letter.Subject, Text: letter.Body(strings.TrimSpace(report.Message), dash(report.Page), dash(report.Email)),
		})
	})
	if err == nil {
		s.mail.Wake()
	}
	return err
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
