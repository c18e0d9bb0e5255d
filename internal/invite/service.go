package invite

import (
	"context"
	"errors"
	netmail "net/mail"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/proof"
	"rundertisch/internal/mailing"
)

// Service is what staff do with invitations, and what becomes of received mail.
type Service struct {
	db          *database.DB
	clock       clock.Clock
	announcer   *Announcer
	attendances *attendance.Service
	directory   *directory.Service
	mail        *mail.Service
	mailings    *mailing.Service
	believed    proof.Servers
	substitutes Substitutes
}

// Substitutes knows who comes instead of whom; whoever keeps that fills it in by Releasing.
type Substitutes interface {
	// ReleaseIn lets the person not come instead of anybody any more, tells both, and reports whether they did.
	ReleaseIn(ctx context.Context, tx bun.IDB, actor account.Actor, substitute attendance.Attendance) (bool, error)
}

// Releasing names who ends the representation when a substitute's invitation is taken back. Call it before the first is.
func (s *Service) Releasing(substitutes Substitutes) { s.substitutes = substitutes }

// Believe names the mail servers whose Authentication-Results are ours. Call it before the first mail is received.
func (s *Service) Believe(servers proof.Servers) { s.believed = servers }

// New returns the service, which writes the mailings of invitations and those that announce the day; a missing part is an error.
func New(db *database.DB, clock clock.Clock, announcer *Announcer, attendances *attendance.Service, people *directory.Service,
	mailings *mailing.Service,
) (*Service, error) {
	if db == nil || clock == nil || announcer == nil || attendances == nil || people == nil || mailings == nil {
		return nil, errors.New("invite: a required part is missing")
	}
	s := &Service{db: db, clock: clock, announcer: announcer, attendances: attendances, directory: people, mail: announcer.mail, mailings: mailings}
	return s, mailings.Offer(map[string]mailing.Kind{Mailing: invitations{s}, SaveTheDate: invitations{s}})
}

// Held reports whether mails are withheld because no mail server is set up.
func (s *Service) Held() bool { return s.mail.Held() }

// From is the mailbox that mails about events come from.
func (s *Service) From() netmail.Address { return s.mail.From() }

// open returns the event of the actor's project while people can be invited to it: published and not begun. A Conflict
// says why not.
func (s *Service) open(ctx context.Context, db bun.IDB, actor account.Actor, eventID string) (event.Event, error) {
	e, err := event.FindOfIn(ctx, db, actor, eventID)
	if err != nil {
		return e, err
	}
	return e, Closed(e, s.clock.Now(), s.clock.Now())
}

// Closed is the Conflict that says why nobody can be invited to the event, or answer about it, at a moment that may lie ahead;
// nil while people can.
func Closed(e event.Event, now, at time.Time) error {
	switch {
	case e.State != event.Published:
		return fault.New(fault.Conflict, "invite.not_published")
	case !attendance.Open(e, now):
		return fault.New(fault.Conflict, "invite.begun")
	case !attendance.Open(e, at):
		return fault.New(fault.Conflict, "invite.begun_then")
	}
	return nil
}

// one changes one person's invitation: fn runs in a transaction that also records the action.
func (s *Service) one(ctx context.Context, actor account.Actor, eventID, attendanceID, action string,
	fn func(ctx context.Context, d *desk, row attendance.Attendance) error,
) error {
	if err := mayInvite(actor); err != nil {
		return err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := s.open(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		if e, err = s.attendances.HoldIn(ctx, tx, e.ID); err != nil {
			return err
		}
		row, err := attendance.FindIn(ctx, tx, attendanceID)
		if err != nil {
			return err
		}
		if row.EventID != e.ID {
			return fault.Missing()
		}
		if row.ErasedAt != nil {
			return fault.New(fault.Conflict, "attendance.erased")
		}
		d, err := s.announcer.desk(ctx, tx, e)
		if err != nil {
			return err
		}
		if err := fn(ctx, d, row); err != nil {
			return err
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, "attendance", row.ID, map[string]any{"event": e.ID}))
	})
	if err == nil {
		s.mail.Wake()
	}
	return err
}

// Resend sends the current calendar entry once more, with a new personal link. Somebody whose invitation was taken back
// is invited anew.
func (s *Service) Resend(ctx context.Context, actor account.Actor, eventID, attendanceID string) error {
	return s.one(ctx, actor, eventID, attendanceID, "invitation.resent", func(ctx context.Context, d *desk, row attendance.Attendance) error {
		if row.Answer == attendance.Represented {
			return fault.New(fault.Conflict, "invite.is_represented")
		}
		return d.resend(ctx, row)
	})
}

// resend sends the person's current calendar entry with a later DTSTAMP; who waits for a place has none and gets the link.
func (d *desk) resend(ctx context.Context, row attendance.Attendance) error {
	if row.Place == attendance.Waitlisted {
		return d.send(ctx, letter{kind: linkAgain, to: row, thread: row.ID})
	}
	thread, err := findThread(ctx, d.tx, row.UID)
	if err != nil {
		return err
	}
	kind := invitation
	switch {
	case row.Place == attendance.Confirmed:
		kind = confirmation
	case thread.live() && thread.Provisional:
		kind = saveTheDate
	}
	return d.request(ctx, letter{kind: kind, to: row})
}

// TakeBack withdraws one person's invitation: a CANCEL for this person alone, nothing for whom no mail has reached yet; places are
// freed and passed on, and the personal links of all earlier mails stop working. What held for somebody whom the person was to
// come instead of holds again.
func (s *Service) TakeBack(ctx context.Context, actor account.Actor, eventID, attendanceID string) error {
	return s.one(ctx, actor, eventID, attendanceID, "invitation.taken_back", func(ctx context.Context, d *desk, row attendance.Attendance) error {
		thread, err := findThread(ctx, d.tx, row.UID)
		if err != nil {
			return err
		}
		if !thread.live() {
			return fault.New(fault.Conflict, "invite.taken_back_already")
		}
		if s.substitutes != nil {
			if released, err := s.substitutes.ReleaseIn(ctx, d.tx, actor, row); err != nil || released {
				return err
			}
		}
		if err := d.uninvite(ctx, row, thread); err != nil {
			return err
		}
		if row.Attends() {
			no := attendance.Reply{Answer: attendance.Declined, Source: attendance.ByStaff, By: actor.Name}
			if _, err := s.attendances.AnswerIn(ctx, d.tx, row.ID, no); err != nil {
				return err
			}
		}
		return attendance.EndLinksIn(ctx, d.tx, row.ID)
	})
}

// Untold reports whether taking the person's invitation back sends nothing, because no mail has reached them yet.
func (s *Service) Untold(ctx context.Context, e event.Event, row attendance.Attendance) (bool, error) {
	thread, err := findThread(ctx, s.db.Read(), row.UID)
	if err != nil {
		return false, err
	}
	d, err := s.announcer.desk(ctx, s.db.Read(), e)
	if err != nil {
		return false, err
	}
	pasts, err := d.pastsOf(ctx, []attendance.Attendance{row}, map[string]Thread{row.UID: thread})
	if err != nil {
		return false, err
	}
	return d.untold(ctx, row, pasts[row.ID])
}

// uninvite takes the entry out of the person's calendar. Who has never heard of the event hears nothing.
func (d *desk) uninvite(ctx context.Context, row attendance.Attendance, thread Thread) error {
	pasts, err := d.pastsOf(ctx, []attendance.Attendance{row}, map[string]Thread{row.UID: thread})
	if err != nil {
		return err
	}
	if forgotten, err := d.forget(ctx, row, pasts[row.ID]); err != nil || forgotten {
		return err
	}
	places, err := attendance.WorkshopsIn(ctx, d.tx, row.ID)
	if err != nil {
		return err
	}
	also, err := d.also(ctx, row, places)
	if err != nil {
		return err
	}
	return d.cancel(ctx, letter{kind: uninvitation, to: row, fields: mail.Fields{"personal_text": also}})
}

// languageOf is the language of a person's mails.
func languageOf(lang string) string {
	for _, known := range i18n.Languages() {
		if string(known) == lang {
			return lang
		}
	}
	return string(i18n.German)
}
