package inviteviews

import (
	"github.com/a-h/templ"

	"rundertisch/internal/invite"
	"rundertisch/internal/mail/proof"
	"rundertisch/views"
	letterviews "rundertisch/views/letter"
	"rundertisch/views/shared"
)

// MailPage shows one received mail and what can be done about it.
type MailPage struct {
	views.Page
	Base      string
	Case      invite.Case
	Letter    letterviews.Letter
	Person    string // address of the invited person's page; empty when the mail belongs to nobody
	With      string // address of whom the deed was about
	Writers   []WriterRow
	Proposed  ProposalRow
	MayInvite bool
	Cut       bool // longer than what is kept
}

// author says what our mail server found out about who sent the mail.
func (p MailPage) author() string {
	v := proof.Stored(p.Case.Mail.Verdict)
	return p.T("invite.author."+string(v.DMARC), p.T("invite.proof."+string(v.SPF)), p.T("invite.proof."+string(v.DKIM)))
}

// WriterRow is an invitation of whoever wrote the mail.
type WriterRow struct {
	invite.Writer
	Path string
}

// ProposalRow is a proposed time in words.
type ProposalRow struct {
	Name        string // of who proposes
	Now, Then   string
	Place       string
	Comment     string
	EditPath    string // the event's form with the proposal filled in
	DeclinePath string
}

func (p MailPage) at(parts string) string { return p.Base + "/" + p.Case.Mail.ID + parts }

// advice says what staff can do about the mail where no deed is offered; empty when nothing is to be done.
func (p MailPage) advice() string {
	if key := "invite.advice." + string(p.Case.Mail.Reason); len(p.Case.Deeds) == 0 && p.L.Has(key) {
		return p.T(key)
	}
	return ""
}

// comment is the answer's; of a letter the text below says it all.
func (p MailPage) comment() string {
	if p.Case.Mail.Method == "" {
		return ""
	}
	return p.Case.Mail.Comment
}

// attendee is nil when nobody is answered for.
func (p MailPage) attendee() templ.Component {
	if p.Case.Mail.Attendee == "" {
		return nil
	}
	return shared.Address(p.Case.Mail.Attendee)
}

func (p MailPage) answer() string {
	if key := "invite.partstat." + p.Case.Mail.Answer; p.Case.Mail.Answer != "" && p.L.Has(key) {
		return p.T(key)
	}
	return ""
}

func (p MailPage) invited() string {
	if p.Person == "" {
		return ""
	}
	return p.T("invite.inbox.invited", p.Case.Invited.Name, p.Case.Event.Title)
}

// deedText says what the deed would do.
func (p MailPage) deedText(deed invite.Deed) string {
	key, c := "invite.deed."+string(deed)+".text", p.Case
	switch deed {
	case invite.Admit, invite.Substitute:
		return p.T(key, c.Name, c.Address, c.Invited.Name)
	case invite.Alias:
		return p.T(key, c.Address, c.Invited.Name, p.answer())
	case invite.Accept:
		return p.T(key, p.answer(), c.Invited.Name)
	}
	return p.T(key, c.Invited.Name)
}

// settledHow names the sentence for how a mail was settled.
func settledHow(n invite.Incoming) string {
	if n.SettledHow == "" {
		return "dismissed"
	}
	return string(n.SettledHow)
}
