package overviewviews

import (
	"rundertisch/internal/event"
	"rundertisch/internal/inbox"
	"rundertisch/internal/overview"
	"rundertisch/views/shared"
)

// MailPage tells whether mail leaves the house and what became of it.
type MailPage struct {
	Frame
	Held      bool
	From      string
	Stats     []shared.Stat
	Failed    int // messages that were given up
	Unsettled int // received mails that wait for staff
	Mailbox   Mailbox

	List   shared.List
	Rows   []MailRow // of the page shown
	Events []event.Event
}

// Mailbox is whether and how far the mailbox is read.
type Mailbox struct {
	Configured bool
	Direct     bool // mail comes in without being fetched
	State      inbox.State
	Silent     bool // nobody has read for too long
}

// MailRow is an outgoing message.
type MailRow struct {
	overview.Outgoing
	Href string // of the person's invitation or registration; empty without one
	Why  string // why it has not been sent, in words; empty when it has
}

func (p MailPage) form() shared.Form { return p.List.Form("overview.mail.filter.") }

// trouble says what is wrong with the mailbox, with what its server answered.
func (p MailPage) trouble() string {
	return p.T("doctor.inbox.trouble."+string(p.Mailbox.State.Trouble), p.Mailbox.State.Name, p.Mailbox.State.Answer)
}

// troubleAdvice says what to do about it.
func (p MailPage) troubleAdvice() string {
	return p.T("doctor.do.inbox.trouble." + string(p.Mailbox.State.Trouble))
}

func (p MailPage) fates() []shared.Option {
	var all []shared.Option
	for _, fate := range overview.Fates() {
		all = append(all, shared.Option{Value: string(fate), Label: p.T("overview.mail." + string(fate))})
	}
	return all
}

func (p MailPage) events() []shared.Option {
	var all []shared.Option
	for _, e := range p.Events {
		all = append(all, shared.Option{Value: e.ID, Label: e.Title})
	}
	return all
}

// tone is the tone of a fate.
func tone(fate overview.Fate) shared.Tone {
	switch fate {
	case overview.Sent:
		return shared.Success
	case overview.Waiting:
		return shared.Info
	case overview.Withheld:
		return shared.Warning
	case overview.GivenUp, overview.Returned:
		return shared.Danger
	}
	return shared.Neutral
}
