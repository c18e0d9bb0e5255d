package mailinglistweb

import (
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	"rundertisch/internal/mailinglist"
	"rundertisch/internal/web/page"
	mailinglistviews "rundertisch/views/mailinglist"
	"rundertisch/views/shared"
)

// Public lists the lists that everybody may subscribe to.
func (p *Pages) Public(r *page.Request) error {
	home, err := p.accounts.FirstWorkspace(r.Context())
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	r.Workspace = home
	lists, err := p.lists.Public(r.Context())
	if err != nil {
		return err
	}
	view := mailinglistviews.PublicPage{Page: r.Page("mailinglist.public.title"), Lists: lists}
	view.Description, view.Alternates = r.L.T("mailinglist.public.lead"), r.Alternates()
	return r.Render(mailinglistviews.Public(view))
}

// Offer shows the public page of a list.
func (p *Pages) Offer(r *page.Request) error { return p.offer(r, fiber.StatusOK, shared.Form{}) }

func (p *Pages) offer(r *page.Request, status int, form shared.Form) error {
	offer, err := p.lists.Offer(r.Context(), r.Params("slug"), r.L.Lang())
	if err != nil {
		return err
	}
	r.Workspace, form.Labels = offer.Workspace, publicLabels
	view := mailinglistviews.OfferPage{Page: r.Titled(offer.List.Named(r.L.Lang())), Offer: offer, Form: form}
	view.Description, view.Alternates, view.HasErrors = offer.List.Purpose(r.L.Lang()), r.Alternates(), form.HasErrors()
	return r.RenderStatus(status, mailinglistviews.Offer(view))
}

// Subscribe takes the form; what it answers does not depend on whether the address is known.
func (p *Pages) Subscribe(r *page.Request) error {
	form := r.Form()
	err := p.lists.Subscribe(r.Context(), r.Params("slug"), mailinglist.Wish{
		Name: form.Value("name"), Email: form.Value("email"), Lang: string(r.L.Lang()), Agreed: form.Value("agreed") == "1", Consent: form.Value("consent"),
	})
	switch {
	case fault.Is(err, fault.Conflict):
		delete(form.Values, "agreed")
		return p.offer(r, fiber.StatusConflict, form.Refused(form.Values, err))
	case fault.Is(err, fault.Invalid):
		return p.offer(r, fiber.StatusUnprocessableEntity, form.Refused(form.Values, err))
	case err != nil:
		return err
	}
	return r.SeeOther(mailinglistviews.PathPublic+"/"+r.Params("slug")+"/angefragt", "")
}

// Sent says to look into the mailbox.
func (p *Pages) Sent(r *page.Request) error {
	offer, err := p.lists.Offer(r.Context(), r.Params("slug"), r.L.Lang())
	if err != nil {
		return err
	}
	r.Workspace = offer.Workspace
	return r.Render(mailinglistviews.Sent(mailinglistviews.SentPage{Page: r.Page("mailinglist.sent.title"), Offer: offer}))
}
