package registrationweb

import (
	"maps"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	ask "rundertisch/internal/form"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	formviews "rundertisch/views/form"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// needs reads what somebody typed about what is to be arranged.
func needs(form shared.Form) ask.NeedsTyped {
	return ask.NeedsTyped{
		Arranged: append(form.Values["needs_access"], form.Values["needs_food"]...), Note: form.Value("needs_note"),
		Consent: form.Value("needs_consent") != "",
	}
}

// Own lets the holder of a personal link change what was said to the event's own questions.
func (p *Pages) Own(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	return p.showOwn(r, fiber.StatusOK, v, stored(v.Own))
}

func (p *Pages) showOwn(r *page.Request, status int, v registration.Visit, form shared.Form) error {
	if v.Event.FormVersion == 0 {
		return fault.Missing()
	}
	form.Labels, form.Anchor = registrationviews.Labels, ownAnchor
	o := registrationviews.OwnPage{
		Page: r.Page("registration.own.title"), Visit: v, Base: selfPath(v.Attendance.ID), Form: formviews.Named(form, v.Own.Fields),
	}
	if o.Asks() {
		o.Typing = views.Typing{Form: ownAnchor, Action: o.Base + "/angaben"}
	}
	o.Of, o.HasErrors = v.Event.Title, form.HasErrors()
	return r.RenderStatus(status, registrationviews.Own(o))
}

// stored is the form as it was saved.
func stored(own registration.Own) shared.Form {
	form := storedAnswers(own)
	maps.Copy(form.Values, storedNeeds(own.Needs).Values)
	return form
}

func storedAnswers(own registration.Own) shared.Form {
	form := shared.Stored(registrationviews.Labels, 0, nil)
	form.Values = map[string][]string{}
	for _, f := range ask.Asked(own.Fields) {
		form.Values[f.Name()] = f.Sent(own.Answers[f.ID].Value)
	}
	form.Basis.Values = form.Values
	return form
}

func storedNeeds(n ask.Needs) shared.Form {
	values := map[string]string{"needs_note": n.Note, "needs_consent": ""}
	if n.Given() {
		values["needs_consent"] = "1"
	}
	form := shared.Stored(registrationviews.Labels, 0, values)
	form.Values["needs_access"], form.Values["needs_food"] = n.Codes(), n.Codes()
	form.Basis.Values = form.Values
	return form
}

// SaveOwn takes the holder's answers, or what is to be arranged. Nobody else changes them, so that what was sent last counts.
func (p *Pages) SaveOwn(r *page.Request) error {
	retold, form := r.Retold(), r.Form()
	switch {
	case retold:
		return p.reshowOwn(r, fiber.StatusOK, form)
	case form.Value(registrationviews.OwnPart) == registrationviews.OwnNeeds:
		return p.SaveNeeds(r)
	}
	err := withUploads(r, func(uploads ask.Uploads) error {
		return p.registrations.Resay(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), ask.SendingOf(form.Values, uploads))
	})
	return p.savedOwn(r, form, err, "registration.flash.own")
}

// SaveNeeds takes what is to be arranged for the holder.
func (p *Pages) SaveNeeds(r *page.Request) error {
	form := r.Form()
	err := p.registrations.SayNeeds(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), needs(form))
	return p.savedOwn(r, form, err, "registration.flash.needs")
}

// savedOwn leads back to the personal page; what is refused is shown with all that was typed.
func (p *Pages) savedOwn(r *page.Request, form shared.Form, err error, flash string) error {
	if fault.Refused(err) {
		return p.reshowOwn(r, fiber.StatusUnprocessableEntity, form.Refused(form.Values, err))
	}
	if err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(r.Params("attendance")), flash)
}

func (p *Pages) reshowOwn(r *page.Request, status int, form shared.Form) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	return p.showOwn(r, status, v, form)
}

// WithdrawNeeds takes the consent to storing needs back.
func (p *Pages) WithdrawNeeds(r *page.Request) error {
	if err := p.registrations.WithdrawNeeds(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie)); err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(r.Params("attendance")), "registration.flash.needs_withdrawn")
}

// Notice shows the privacy notice of a version: what somebody saw when registering.
func (p *Pages) Notice(r *page.Request) error {
	e, _, err := p.events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	if err := visit(r, e); err != nil {
		return err
	}
	n := registrationviews.NoticePage{Page: r.Page("registration.notice.title"), Title: e.Title, Version: r.Params("version")}
	n.Block = registrationviews.Block{L: r.L, Workspace: r.Workspace, Privacy: views.PathPrivacy}
	told, err := p.registrations.Notice(r.Context(), e, n.Version)
	if err != nil {
		return err
	}
	n.Block.Notice, n.Block.Groups, n.Block.Lists = told.Notice, told.Groups, told.Lists
	n.Of = e.Title
	return r.Render(registrationviews.Notice(n))
}
