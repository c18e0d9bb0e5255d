// Package representationweb has the handlers by which an invited person lets somebody else come, and that other takes over.
package representationweb

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
	"rundertisch/internal/representation"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	representationviews "rundertisch/views/representation"
	"rundertisch/views/shared"
)

// linkCookie holds the token of a personal link for the pages below that person's own; the link's handler sets it.
const linkCookie = "teilnahme"

const anchor = "vertretung" // of the form that the language switch sends along

// Pages are the handlers.
type Pages struct {
	representations *representation.Service
}

// New returns the handlers.
func New(representations *representation.Service) *Pages {
	return &Pages{representations: representations}
}

func selfPath(r *page.Request) string { return "/teilnahme/" + r.Params("attendance") }

func below(r *page.Request) string { return selfPath(r) + "/vertretung" }

// under puts the page of a visitor without an account under the name of the administration.
func under(r *page.Request, workspaceID string) (account.Workspace, error) {
	workspace, err := r.Site().Accounts.Workspace(r.Context(), workspaceID)
	r.Workspace = workspace
	return workspace, err
}

// Standing shows how the invitation can be passed on.
func (p *Pages) Standing(r *page.Request) error {
	return p.show(r, shared.Fill(nil), "", fiber.StatusOK)
}

func (p *Pages) show(r *page.Request, form shared.Form, link string, status int) error {
	st, err := p.representations.Standing(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie))
	if err != nil {
		return orGone(r, err)
	}
	if _, err := under(r, st.Event.WorkspaceID); err != nil {
		return err
	}
	form.Labels, form.Anchor = representationviews.Labels, anchor
	shown := representationviews.StandingPage{Page: r.Page("representation.title"), Standing: st, Base: selfPath(r), Form: form, Link: link}
	shown.Of, shown.HasErrors = st.Event.Title, form.HasErrors()
	if shown.Names() {
		shown.Typing = views.Typing{Form: anchor, Action: below(r)}
	}
	return r.RenderStatus(status, representationviews.Standing(shown))
}

func orGone(r *page.Request, err error) error {
	if fault.Is(err, fault.NotFound) {
		return r.RenderStatus(fiber.StatusNotFound, representationviews.Gone(r.Page("representation.gone.title")))
	}
	return err
}

// Name lets the person of the form come instead.
func (p *Pages) Name(r *page.Request) error {
	retold, form := r.Retold(), r.Form()
	switch {
	case retold && form.Value("name")+form.Value("email") == "":
		return r.SeeOther(below(r), "")
	case retold:
		return p.show(r, form, "", fiber.StatusOK)
	}
	err := p.representations.Name(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), typed(form))
	if fault.Refused(err) {
		return p.show(r, form.Refused(form.Values, err), "", fiber.StatusUnprocessableEntity)
	}
	if err != nil {
		return orGone(r, err)
	}
	return r.SeeOther(below(r), "representation.flash.named")
}

func typed(form shared.Form) representation.Form {
	return representation.Form{Name: form.Value("name"), Email: form.Value("email"), Lang: form.Value("lang")}
}

// OpenPass makes a link and shows it this once.
func (p *Pages) OpenPass(r *page.Request) error {
	token, err := p.representations.OpenPass(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie))
	if fault.Refused(err) {
		return p.show(r, shared.Form{}.Refused(nil, err), "", fiber.StatusUnprocessableEntity)
	}
	if err != nil {
		return orGone(r, err)
	}
	return p.show(r, shared.Fill(nil), r.Site().BaseURL+"/vertretung/"+token, fiber.StatusOK)
}

// ClosePass makes the link stop working.
func (p *Pages) ClosePass(r *page.Request) error {
	if err := p.representations.ClosePass(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie)); err != nil {
		return orGone(r, err)
	}
	return r.SeeOther(below(r), "representation.flash.closed")
}

// End lets the invited person come after all.
func (p *Pages) End(r *page.Request) error {
	undone, err := p.representations.End(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie))
	if fault.Refused(err) {
		return p.show(r, shared.Form{}.Refused(nil, err), "", fiber.StatusUnprocessableEntity)
	}
	if err != nil {
		return orGone(r, err)
	}
	flash := "representation.flash.ended"
	if undone.Lost {
		flash = "representation.flash.ended_waiting"
	}
	return r.SeeOther(selfPath(r), flash)
}

// Take asks who takes over by the link.
func (p *Pages) Take(r *page.Request) error {
	return p.showTake(r, shared.Fill(map[string]string{"lang": string(r.L.Lang())}), fiber.StatusOK)
}

func (p *Pages) showTake(r *page.Request, form shared.Form, status int) error {
	offer, err := p.representations.Offer(r.Context(), r.Params("pass"))
	if err != nil {
		return orGone(r, err)
	}
	if offer.Workspace, err = under(r, offer.Event.WorkspaceID); err != nil {
		return err
	}
	form.Labels, form.Anchor = representationviews.Labels, anchor
	shown := representationviews.TakePage{
		Page: r.Page("representation.take.title"), Offer: offer, Form: form, Action: "/vertretung/" + r.Params("pass"),
	}
	shown.Of, shown.HasErrors = offer.Event.Title, form.HasErrors()
	shown.Typing = views.Typing{Form: anchor, Action: shown.Action}
	return r.RenderStatus(status, representationviews.Take(shown))
}

// Claim sends the mail that confirms the address.
func (p *Pages) Claim(r *page.Request) error {
	retold, form := r.Retold(), r.Form()
	switch {
	case retold && form.Value("name")+form.Value("email") == "":
		return r.SeeOther("/vertretung/"+r.Params("pass"), "")
	case retold:
		form.Values["lang"] = []string{string(r.L.Lang())}
		return p.showTake(r, form, fiber.StatusOK)
	}
	err := p.representations.Claim(r.Context(), r.Params("pass"), typed(form), registration.NoticeVersion)
	if fault.Refused(err) {
		return p.showTake(r, form.Refused(form.Values, err), fiber.StatusUnprocessableEntity)
	}
	if err != nil {
		return orGone(r, err)
	}
	return r.SeeOther("/vertretung/"+r.Params("pass")+"/unterwegs", "")
}

// Sent says that the address must be confirmed.
func (p *Pages) Sent(r *page.Request) error {
	offer, err := p.representations.Offer(r.Context(), r.Params("pass"))
	if err != nil {
		return orGone(r, err)
	}
	if _, err := under(r, offer.Event.WorkspaceID); err != nil {
		return err
	}
	return r.Render(representationviews.Sent(r.Page("representation.sent.title")))
}

// AskConfirm asks whether the invitation is taken over; programs that look links up change nothing.
func (p *Pages) AskConfirm(r *page.Request) error {
	offer, err := p.representations.Claimed(r.Context(), r.Params("claim"))
	if err != nil {
		return orGone(r, err)
	}
	if offer.Workspace, err = under(r, offer.Event.WorkspaceID); err != nil {
		return err
	}
	shown := representationviews.ConfirmPage{
		Page: r.Page("representation.confirm.title"), Offer: offer, Action: "/vertretung/bestaetigen/" + r.Params("claim"),
	}
	shown.Of = offer.Event.Title
	return r.Render(representationviews.Confirm(shown))
}

// Confirm takes the invitation over.
func (p *Pages) Confirm(r *page.Request) error {
	row, token, err := p.representations.Confirm(r.Context(), r.Params("claim"))
	if fault.Refused(err) {
		return refused(r, err)
	}
	if err != nil {
		return orGone(r, err)
	}
	path := "/teilnahme/" + row.ID
	r.SetPathCookie(linkCookie, token, path)
	return r.SeeOther(path, "representation.flash.taken")
}

// refused says on a page of its own why nothing was taken over: there is no form to say it at.
func refused(r *page.Request, err error) error {
	text, status := r.L.T("representation.not_passable"), fiber.StatusConflict
	if f := (*fault.Error)(nil); errors.As(err, &f) {
		text = r.L.T(f.Key, f.Args...)
	}
	for _, f := range fault.Fields(err) {
		text, status = r.L.T(f.Key, f.Args...), fiber.StatusUnprocessableEntity
		if f.Key == "attendance.represent.known" {
			text = r.L.T("representation.refused.known", f.Args...)
		}
	}
	return r.RenderStatus(status, representationviews.Refused(r.Page("representation.refused.title"), text))
}
