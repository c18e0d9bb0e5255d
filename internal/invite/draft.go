package invite

import (
	"context"
	"encoding/json"
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
)

// Mailing is the kind of mailings that invite people to an event; the event is their subject.
const Mailing = "invitation"

// SaveTheDate is the kind of mailings that announce the event's day to people who are to be invited later.
const SaveTheDate = "save_the_date"

const maxText = 2000 // characters of the personal text

// Order says whom to invite and what to write to them.
type Order struct {
	Title  string `json:"-"` // of the mailing, for staff
	Early  bool   `json:"-"` // only the day is announced; the invitation follows
	Choice directory.Choice
	Text   string // personal words of staff, the same for all; may be empty
}

func (o Order) kind() string {
	if o.Early {
		return SaveTheDate
	}
	return Mailing
}

// Validate checks the form's fields choice and text.
func (o Order) Validate() error {
	var c fault.Checks
	if o.Choice.Empty() {
		c.Add("choice", "invite.choice.empty")
	}
	c.MaxLen("text", o.Text, maxText)
	if err := (mailing.Mailing{Title: o.Title}).Validate(); err != nil {
		c.Merge("", err)
	}
	return c.Err()
}

// mailing writes the order into a mailing.
func (o Order) mailing(m mailing.Mailing) (mailing.Mailing, error) {
	o.Text = strings.TrimSpace(o.Text)
	content, err := json.Marshal(o)
	m.Title, m.Content = o.Title, string(content)
	return m, err
}

// OrderOf reads what a mailing of invitations was told.
func OrderOf(m mailing.Mailing) (Order, error) {
	o := Order{Title: m.Title, Early: m.Kind == SaveTheDate}
	return o, json.Unmarshal([]byte(m.Content), &o)
}

// Open returns the event while people can be invited to it; a Conflict says why not.
func (s *Service) Open(ctx context.Context, actor account.Actor, eventID string) (event.Event, error) {
	if err := mayInvite(actor); err != nil {
		return event.Event{}, err
	}
	return s.open(ctx, s.db.Read(), actor, eventID)
}

// Draft keeps a new order as the draft of a mailing of its kind. Faults: Invalid at title, choice and text, Conflict as for Open.
func (s *Service) Draft(ctx context.Context, actor account.Actor, eventID string, order Order) (mailing.Mailing, error) {
	e, err := s.Open(ctx, actor, eventID)
	if err != nil {
		return mailing.Mailing{}, err
	}
	if err := order.Validate(); err != nil {
		return mailing.Mailing{}, err
	}
	m, err := order.mailing(mailing.Mailing{Kind: order.kind(), SubjectID: e.ID})
	if err != nil {
		return m, err
	}
	return s.mailings.Add(ctx, actor, m)
}

// Redraft writes another order into the draft m; see mailing.Service.Change.
func (s *Service) Redraft(ctx context.Context, actor account.Actor, m mailing.Mailing, order Order) error {
	if err := order.Validate(); err != nil {
		return err
	}
	m, err := order.mailing(m)
	if err != nil {
		return err
	}
	return s.mailings.Change(ctx, actor, m)
}

// personKey is what makes two people the same at an event.
func personKey(email, name string) string {
	return account.FoldEmail(email) + "\n" + database.FoldWord(name)
}

func guestOf(p directory.Person) attendance.Guest {
	return attendance.Guest{
		PersonID: p.ID, Name: p.Name(), Email: p.Email, Organisation: p.Organisation, Lang: languageOf(p.Lang),
	}
}

func invitationFields(text string) mail.Fields {
	return mail.Fields{"personal_text": strings.TrimSpace(text)}
}
