package followup

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
)

// Mailing is the kind of mailings that remind of an answer now, past the plan; the event is their subject.
const Mailing = "answer_reminder"

const maxText = 2000 // characters of the personal text

// answered is why somebody who was chosen gets no mail: their answer came before it.
const answered mailing.Reason = "answered"

// reminded is why somebody who was chosen gets no mail: they got one within the pause.
const reminded mailing.Reason = "reminded"

// Order says who is reminded and what is written to them.
type Order struct {
	Title  string   `json:"-"` // of the mailing, for staff
	People []string // attendances
	Text   string   // instead of the usual words; may be empty
}

// Validate checks the form's fields title, people and text.
func (o Order) Validate() error {
	var c fault.Checks
	c.Merge("", (mailing.Mailing{Title: o.Title}).Validate())
	if len(o.People) == 0 {
		c.Add("people", "followup.fault.nobody")
	}
	c.MaxLen("text", o.Text, maxText)
	return c.Err()
}

func (o Order) mailing(m mailing.Mailing) (mailing.Mailing, error) {
	o.Text = strings.TrimSpace(o.Text)
	content, err := json.Marshal(o)
	m.Title, m.Content = o.Title, string(content)
	return m, err
}

// OrderOf reads what a mailing was told.
func OrderOf(m mailing.Mailing) (Order, error) {
	o := Order{Title: m.Title}
	return o, json.Unmarshal([]byte(m.Content), &o)
}

// Draft keeps an order as the draft of a mailing. Faults: those of Order, Conflict when nobody can answer any more.
func (s *Service) Draft(ctx context.Context, a account.Actor, eventID string, o Order) (mailing.Mailing, error) {
	if err := mayPlan(a); err != nil {
		return mailing.Mailing{}, err
	}
	e, err := event.FindOfIn(ctx, s.db.Read(), a, eventID)
	if err == nil {
		err = invite.Closed(e, s.clock.Now(), s.clock.Now())
	}
	if err == nil {
		err = o.Validate()
	}
	if err != nil {
		return mailing.Mailing{}, err
	}
	m, err := o.mailing(mailing.Mailing{Kind: Mailing, SubjectID: e.ID})
	if err != nil {
		return m, err
	}
	return s.mailings.Add(ctx, a, m)
}

// Redraft writes another order into the draft; see mailing.Service.Change.
func (s *Service) Redraft(ctx context.Context, a account.Actor, m mailing.Mailing, o Order) error {
	if err := o.Validate(); err != nil {
		return err
	}
	m, err := o.mailing(m)
	if err != nil {
		return err
	}
	return s.mailings.Change(ctx, a, m)
}

// answerBy is the day that a mail of today names: once registration is over, the day of the event.
func (s *Service) answerBy(e event.Event) date.Date {
	if day := AnswerBy(e); day >= s.today() {
		return day
	}
	return date.Of(e.Starts())
}

// nudges writes the mailings that remind now.
type nudges struct{ *Service }

var _ mailing.Kind = nudges{}

// Ready admits events that people can still answer about then.
func (s nudges) Ready(ctx context.Context, db bun.IDB, m mailing.Mailing, at time.Time) error {
	e, err := event.FindIn(ctx, db, m.SubjectID)
	if err != nil {
		return err
	}
	return invite.Closed(e, s.clock.Now(), at)
}

// Receivers are those of the chosen whose answer is awaited.
func (s nudges) Receivers(ctx context.Context, db bun.IDB, m mailing.Mailing) ([]mailing.Receiver, error) {
	order, err := OrderOf(m)
	if err != nil {
		return nil, err
	}
	e, err := event.FindIn(ctx, db, m.SubjectID)
	if err != nil {
		return nil, err
	}
	awaited, err := s.invites.Awaited(ctx, e)
	if err != nil {
		return nil, err
	}
	recent, err := s.recent(ctx, db, m.WorkspaceID, order.People...)
	var receivers []mailing.Receiver
	for _, one := range awaited {
		if !slices.Contains(order.People, one.ID) {
			continue
		}
		r := mailing.Receiver{ReceiverID: one.ID, Name: one.Name, Email: one.Email, Organisation: one.Organisation}
		if recent[one.ID] {
			r.Reason = reminded
		}
		receivers = append(receivers, r)
	}
	return receivers, err
}

// recent returns which of the attendances were reminded within the pause.
func (s nudges) recent(ctx context.Context, db bun.IDB, workspaceID string, attendances ...string) (map[string]bool, error) {
	return s.outbox.WrittenSinceIn(ctx, db, workspaceID, Mailing, s.clock.Now().Add(-pause), false, attendances...)
}

// Preview writes the reminder as the receiver would get it.
func (s nudges) Preview(ctx context.Context, db bun.IDB, m mailing.Mailing, to mailing.Receiver, note string) (mail.Message, error) {
	order, err := OrderOf(m)
	if err != nil {
		return mail.Message{}, err
	}
	e, err := event.FindIn(ctx, db, m.SubjectID)
	if err != nil {
		return mail.Message{}, err
	}
	return s.announcer.PreviewNudge(ctx, db, to.ReceiverID, invite.Nudge{
		AnswerBy: s.answerBy(e), Text: strings.TrimSpace(note + "\n\n" + order.Text),
	})
}

// WriteIn reminds those of the part who have not answered by now.
func (s nudges) WriteIn(ctx context.Context, tx bun.IDB, m mailing.Mailing, part []mailing.Receiver) error {
	order, err := OrderOf(m)
	if err != nil {
		return err
	}
	e, err := event.FindIn(ctx, tx, m.SubjectID)
	if err != nil {
		return err
	}
	for i := range part {
		mailID := id.New()
		sent, err := s.announcer.NudgeIn(ctx, tx, part[i].ReceiverID, invite.Nudge{
			MailID: mailID, MailingID: m.ID, AnswerBy: s.answerBy(e), Text: order.Text, Pause: pause,
		})
		if err != nil {
			return err
		}
		if !sent {
			part[i].Reason = answered
			recent, err := s.recent(ctx, tx, m.WorkspaceID, part[i].ReceiverID)
			if err != nil {
				return err
			}
			if recent[part[i].ReceiverID] {
				part[i].Reason = reminded
			}
			continue
		}
		part[i].Turn, part[i].MessageID = mailing.Written, mailID
	}
	return nil
}

// UnwriteIn takes nothing back: a later DTSTAMP alone changes nothing in a calendar.
func (s nudges) UnwriteIn(context.Context, bun.IDB, mailing.Mailing, []mailing.Receiver) error {
	return nil
}
