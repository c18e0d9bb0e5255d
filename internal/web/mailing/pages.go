// Package mailingweb has the handlers of mailings, from the draft to what became of the last mail.
package mailingweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
	"rundertisch/internal/web/page"
	mailingviews "rundertisch/views/mailing"
)

// Desk is what the handlers of a kind of mailings do for it: they know what it is about and what its form asks.
type Desk interface {
	// Subject names what the mailing is about.
	Subject(r *page.Request, m mailing.Mailing) (mailingviews.Subject, error)
	// EditDraft shows the form of a draft, SaveDraft stores it.
	EditDraft(r *page.Request, m mailing.Mailing) error
	SaveDraft(r *page.Request, m mailing.Mailing) error
}

// Leading is a Desk whose receivers have pages of their own.
type Leading interface {
	// Leads returns where each receiver's page is, as far as there is one.
	Leads(r *page.Request, m mailing.Mailing) (func(mailing.Row) string, error)
}

// Pages are the handlers.
type Pages struct {
	mailings *mailing.Service
	mail     *mail.Service
	desks    map[string]Desk
}

// New returns the handlers; desks are those of each kind of mailings.
func New(mailings *mailing.Service, mails *mail.Service, desks map[string]Desk) *Pages {
	return &Pages{mailings: mailings, mail: mails, desks: desks}
}

// subject names what the mailing is about; nothing for a kind without a desk, or when it is gone.
func (p *Pages) subject(r *page.Request, m mailing.Mailing) (mailingviews.Subject, error) {
	desk := p.desks[m.Kind]
	if desk == nil {
		return mailingviews.Subject{}, nil
	}
	about, err := desk.Subject(r, m)
	if fault.Is(err, fault.NotFound) {
		return mailingviews.Subject{}, nil
	}
	return about, err
}

// leads returns where each receiver's page is; nowhere for kinds whose receivers have none.
func (p *Pages) leads(r *page.Request, m mailing.Mailing) (func(mailing.Row) string, error) {
	if desk, leading := p.desks[m.Kind].(Leading); leading {
		return desk.Leads(r, m)
	}
	return func(mailing.Row) string { return "" }, nil
}

func at(r *page.Request) string { return r.Path("mailings", r.Params("mailing")) }
