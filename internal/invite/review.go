package invite

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
	"rundertisch/internal/mail"
)

// Deed is what staff can do about a received mail, besides dismissing it.
type Deed string

// The deeds.
const (
	Admit      Deed = "admit"      // whoever answered a passed on invitation gets an own one
	Substitute Deed = "substitute" // whoever answered, or was named, comes instead of the invited person
	Alias      Deed = "alias"      // the address belongs to the invited person, now and in future; the answer counts
	Accept     Deed = "accept"     // the answer counts as the invited person's, this once
	AskAgain   Deed = "ask_again"  // the invitation goes out once more
	Follow     Deed = "follow"     // a proposed time was taken over
	NotFollow  Deed = "not_follow" // a proposed time was not
)

// Case is a received mail with what is known about it.
type Case struct {
	Mail      Incoming
	Raw       []byte
	Invited   attendance.Attendance // whose invitation the mail answers; zero when it answers none
	Event     event.Event
	Name      string // of the one who is to come, for Admit and Substitute
	Address   string // likewise, and the one for Alias
	Deeds     []Deed
	Proposal  *Proposal
	With      attendance.Attendance // whom the deed was about, once it is done
	Writers   []Writer              // invitations of whoever wrote, when the mail itself belongs to none
	Dismissed bool                  // can be opened again
	NoMail    bool                  // no mail can be sent to Address, or it is our own mailbox
}

// Writer is an invitation of somebody who wrote a mail without a calendar part.
type Writer struct {
	attendance.Attendance
	EventTitle string `bun:"event_title"`
}

// Case returns a received mail with what staff can do about it.
func (s *Service) Case(ctx context.Context, actor account.Actor, mailID string) (Case, error) {
	if err := mayRead(actor); err != nil {
		return Case{}, err
	}
	return s.CaseIn(ctx, s.db.Read(), actor, mailID)
}

// CaseIn is Case within the caller's transaction.
func (s *Service) CaseIn(ctx context.Context, db bun.IDB, actor account.Actor, mailID string) (Case, error) {
	n, err := findIncoming(ctx, db, actor, mailID)
	if err != nil {
		return Case{}, err
	}
	c := Case{Mail: n, Dismissed: n.State == Review && n.SettledAt != nil && n.SettledHow == ""}
	if c.Raw, err = base64.StdEncoding.DecodeString(n.Raw); err != nil {
		return c, err
	}
	if n.SettledWith != "" {
		if c.With, err = attendance.FindIn(ctx, db, n.SettledWith); err != nil {
			return c, err
		}
	}
	if n.AttendanceID == "" {
		c.Writers, err = s.writers(ctx, db, actor, n)
		return c, err
	}
	if c.Invited, err = attendance.FindIn(ctx, db, n.AttendanceID); err != nil {
		return c, err
	}
	if c.Event, err = event.FindIn(ctx, db, n.EventID); err != nil {
		return c, err
	}
	if c.Proposal, err = proposalOfMail(ctx, db, n.ID); err != nil {
		return c, err
	}
	thread, err := findThread(ctx, db, n.UID)
	if err == nil && thread.live() && thread.PlaceID == "" && attendance.Open(c.Event, s.clock.Now()) {
		c.offer(s.mail.Own)
	}
	return c, err
}

// offer fills in what can be done about a mail that answers a live invitation; own tells the installation's own mailbox.
func (c *Case) offer(own func(address string) bool) {
	n := c.Mail
	if !n.Open() {
		return
	}
	answers := n.Method == string(ical.MethodReply) && answerOf(n.Answer) != ""
	known := c.Invited.PersonID != ""
	unwritable := func(address string) bool { return mail.Key(address) == "" || own(address) }
	add := func(when bool, deed Deed) {
		if when {
			c.Deeds = append(c.Deeds, deed)
		}
	}
	switch n.Reason {
	case UnknownAddress:
		c.Name, c.Address = n.nameOf(c.Raw, n.Attendee), n.Attendee
		comes := answers && answerOf(n.Answer) != attendance.Declined && n.Attendee != ""
		c.NoMail = comes && unwritable(n.Attendee)
		add(comes && !c.NoMail, Admit)
		add(comes && !c.NoMail, Substitute)
		add(answers && known && n.Attendee != "" && !own(n.Attendee), Alias)
		add(answers && !known, Accept)
	case OtherAuthor:
		c.Address = n.FromEmail
		add(answers, Accept)
		add(answers && known && n.FromEmail != "" && !same(n.FromEmail, c.Invited.Email), Alias)
	case Delegating:
		c.Name, c.Address = n.DelegateName, n.DelegateEmail
		c.NoMail = n.DelegateEmail != "" && unwritable(n.DelegateEmail)
		add(n.DelegateEmail != "" && !c.NoMail, Substitute)
	case OneOccurrence:
		add(answers, Accept)
	case NoAnswer, NoAttendee:
		add(true, AskAgain)
	}
}

// readDelegate notes whom an answer names as substitute; the name stands at the substitute's own ATTENDEE (RFC 5546, 4.2.5).
func (n *Incoming) readDelegate(who ical.Attendee) {
	if len(who.DelegatedTo) == 0 {
		return
	}
	n.DelegateEmail = who.DelegatedTo[0]
	n.DelegateName = nameAmong(n.said.Attendees, n.DelegateEmail)
}

func nameAmong(attendees []ical.Attendee, email string) string {
	at := slices.IndexFunc(attendees, func(a ical.Attendee) bool { return a.Email == email && a.Name != "" })
	if at >= 0 {
		return attendees[at].Name
	}
	name, _, _ := strings.Cut(email, "@")
	return name
}

// nameOf is the name of the address's owner as the mail says it.
func (n Incoming) nameOf(raw []byte, email string) string {
	if n.FromEmail == email && n.FromName != "" {
		return n.FromName
	}
	said, _ := claim(raw)
	return nameAmong(said.said.Attendees, email)
}

// writers finds invitations to events to come by the address a mail came from.
func (s *Service) writers(ctx context.Context, db bun.IDB, actor account.Actor, n Incoming) ([]Writer, error) {
	if n.FromEmail == "" || n.State != Review {
		return nil, nil
	}
	var found []Writer
	err := db.NewSelect().Model((*attendance.Attendance)(nil)).ColumnExpr("t.*, e.title AS event_title").
		Join("JOIN events AS e ON e.id = t.event_id").
		Where("t.workspace_id = ? AND t.project_id = ? AND t.email_key = ?", actor.WorkspaceID, actor.ProjectID, n.FromEmail).
		Where("t.origin = ? AND e.state = ? AND e.starts_at > ?", attendance.Invited, event.Published, s.clock.Now()).
		Order("e.starts_at", "t.id").Limit(5).Scan(ctx, &found)
	return found, database.Fault(err)
}

// Do carries out what staff decided about a mail and notes it there. A Conflict says that somebody was faster, or that the
// deed is not possible any more.
func (s *Service) Do(ctx context.Context, actor account.Actor, mailID string, deed Deed) error {
	return s.Decide(ctx, actor, mailID, deed, func(ctx context.Context, tx bun.IDB, c Case) (string, error) {
		switch deed {
		case Admit:
			return s.admit(ctx, tx, actor, c)
		case Alias:
			if err := s.directory.AddAddressIn(ctx, tx, actor, c.Invited.PersonID, c.Address); err != nil {
				return "", err
			}
			return c.Invited.ID, s.takeOver(ctx, tx, actor, c)
		case Accept:
			return c.Invited.ID, s.takeOver(ctx, tx, actor, c)
		case AskAgain:
			return c.Invited.ID, s.sendAgain(ctx, tx, c.Invited)
		}
		return "", fault.New(fault.Invalid, "fault.choice")
	})
}

// Decide runs fn about an open mail for which the deed is offered, and notes deed and the attendance that fn names.
func (s *Service) Decide(ctx context.Context, actor account.Actor, mailID string, deed Deed,
	fn func(ctx context.Context, tx bun.IDB, c Case) (with string, err error),
) error {
	if err := mayInvite(actor); err != nil {
		return err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		c, err := s.CaseIn(ctx, tx, actor, mailID)
		if err != nil {
			return err
		}
		if !slices.Contains(c.Deeds, deed) {
			return fault.New(fault.Conflict, "invite.review.not_possible")
		}
		with, err := fn(ctx, tx, c)
		if err != nil {
			return err
		}
		return s.SettleIn(ctx, tx, actor, c.Mail, deed, with)
	})
	if err == nil {
		s.mail.Wake()
	}
	return err
}

// SettleIn notes what was done about a mail. A Conflict says that somebody else has dealt with it.
func (s *Service) SettleIn(ctx context.Context, tx bun.IDB, actor account.Actor, n Incoming, deed Deed, with string) error {
	now := s.clock.Now()
	done, err := database.Changed(tx.NewUpdate().Model((*Incoming)(nil)).
		Set("settled_at = ?", now).Set("settled_by = ?", actor.UserID).Set("settled_how = ?", deed).Set("settled_with = ?", with).
		Where("id = ? AND settled_at IS NULL", n.ID).Exec(ctx))
	if err == nil && !done {
		err = fault.New(fault.Conflict, "invite.review.settled")
	}
	if err != nil {
		return err
	}
	details := map[string]any{"reason": string(n.Reason), "deed": string(deed)}
	return audit.Record(ctx, tx, actor.Entry(now, "reply.settled", "incoming_mail", n.ID, details))
}

// Reopen puts a mail that was dismissed back among those that wait for staff.
func (s *Service) Reopen(ctx context.Context, actor account.Actor, mailID string) error {
	if err := mayInvite(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		n, err := findIncoming(ctx, tx, actor, mailID)
		if err != nil {
			return err
		}
		open, err := database.Changed(tx.NewUpdate().Model((*Incoming)(nil)).Set("settled_at = NULL").Set("settled_by = ''").
			Where("id = ? AND settled_at IS NOT NULL AND settled_how = ''", n.ID).Exec(ctx))
		if err == nil && !open {
			err = fault.New(fault.Conflict, "invite.review.not_possible")
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "reply.reopened", "incoming_mail", n.ID, nil))
	})
}

// takeOver lets the mail's answer count as the invited person's. An answer to an older version is asked again all the same.
func (s *Service) takeOver(ctx context.Context, tx bun.IDB, actor account.Actor, c Case) error {
	n := c.Mail
	n.takenOverBy = actor.Name
	if err := s.answer(ctx, tx, &n, c.Invited); err != nil {
		return err
	}
	_, err := tx.NewUpdate().Model(&n).Column("state", "reason").WherePK().Exec(ctx)
	return database.Fault(err)
}

// admit gives whoever answered a passed on invitation an own one, with the answer taken over, and says so in one mail.
func (s *Service) admit(ctx context.Context, tx bun.IDB, actor account.Actor, c Case) (string, error) {
	row, fresh, err := s.attendances.InviteIn(ctx, tx, c.Event.ID, attendance.Guest{
		Name: c.Name, Email: c.Address, Organisation: c.Invited.Organisation, Lang: c.Invited.Lang,
	})
	if err != nil {
		return "", err
	}
	if !fresh {
		return "", fault.New(fault.Conflict, "invite.review.known", row.Name)
	}
	answered, err := s.attendances.AnswerIn(ctx, tx, row.ID, attendance.Reply{
		Answer: answerOf(c.Mail.Answer), Source: attendance.ByMail, Sequence: row.Sequence, Comment: c.Mail.Comment,
		By: actor.Name, MailID: c.Mail.ID, Quiet: true,
	})
	if err != nil {
		return "", err
	}
	held, err := s.attendances.HoldIn(ctx, tx, c.Event.ID)
	if err != nil {
		return "", err
	}
	d, err := s.announcer.desk(ctx, tx, held)
	if err != nil {
		return "", err
	}
	return row.ID, d.request(ctx, letter{kind: admitted, to: answered.Attendance, fields: mail.Fields{
		"personal_text": d.locale(row.Lang).T("invite.admitted." + said(answered.Attendance)),
	}})
}

// said names the sentence for where an answer has brought somebody.
func said(row attendance.Attendance) string {
	if row.Answer == attendance.Accepted && row.Place == attendance.Waitlisted {
		return "waitlisted"
	}
	return string(row.Answer)
}
