package registrationweb

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	"rundertisch/internal/wish"
	"rundertisch/views"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// linkCookie holds the token of a personal link; it is sent to that person's page only.
const linkCookie = "teilnahme"

const choiceAnchor = "auswahl" // of the form of the personal page that the language switch sends along

func selfPath(attendanceID string) string { return "/teilnahme/" + attendanceID }

// Link exchanges the token of a personal link for a cookie, so that it leaves the address.
func (p *Pages) Link(r *page.Request) error {
	row, err := p.registrations.Open(r.Context(), r.Params("token"))
	if err != nil {
		return p.lost(r, err, r.Params("token"))
	}
	r.SetPathCookie(linkCookie, r.Params("token"), selfPath(row.ID))
	return r.SeeOther(selfPath(row.ID), "")
}

// lost helps people whose link has expired or is not at hand; it says the same for everything that does not exist. Who was erased is told so by
// the old link, whose secret nobody else has.
func (p *Pages) lost(r *page.Request, err error, token string) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	e, err := p.registrations.Erased(r.Context(), token)
	if fault.Is(err, fault.NotFound) {
		return r.RenderStatus(fiber.StatusNotFound, registrationviews.Lost(registrationviews.LostPage{Page: r.Page("registration.lost.title")}))
	}
	if err != nil {
		return err
	}
	if err := visit(r, e); err != nil {
		return err
	}
	erased := registrationviews.ErasedPage{Page: r.Page("registration.erased.title"), Event: e, Privacy: r.Workspace.PrivacyContact}
	erased.Of = e.Title
	return r.RenderStatus(fiber.StatusGone, registrationviews.Erased(erased))
}

// Self shows the holder of a personal link the own place.
func (p *Pages) Self(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	return p.showSelf(r, fiber.StatusOK, v, current(v))
}

func (p *Pages) visit(r *page.Request) (registration.Visit, error) {
	v, err := p.registrations.Visit(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie))
	if err != nil {
		return v, err
	}
	return v, visit(r, v.Event)
}

func (p *Pages) orLost(r *page.Request, err error) error {
	return p.lost(r, err, r.PathCookie(linkCookie))
}

func (p *Pages) showSelf(r *page.Request, status int, v registration.Visit, form shared.Form) error {
	form.Labels, form.Anchor = registrationviews.Labels, choiceAnchor
	s := registrationviews.SelfPage{
		Page: r.Titled(v.Event.Title), Visit: v, Base: selfPath(v.Attendance.ID), Workshops: form,
		Privacy: r.Workspace.PrivacyContact,
	}
	if err := p.code(r, &s); err != nil {
		return err
	}
	if err := p.certified(r, &s); err != nil {
		return err
	}
	if choice := s.Choice(); choice != "" {
		s.Typing = views.Typing{Form: choiceAnchor, Action: s.Base + choice}
	}
	s.HasErrors = form.HasErrors()
	return r.RenderStatus(status, registrationviews.Self(s))
}

// retellSelf shows the page in the language that was just chosen, with what was marked on it; where that is what is stored, it leads back to the page.
func (p *Pages) retellSelf(r *page.Request, v registration.Visit, form shared.Form) error {
	stored := current(v)
	keepUnsent(form, stored)
	for name, values := range stored.Values {
		if !slices.Equal(values, form.Values[name]) {
			return p.showSelf(r, fiber.StatusOK, v, form)
		}
	}
	return r.SeeOther(selfPath(v.Attendance.ID), "")
}

// Answer takes yes, maybe or no.
func (p *Pages) Answer(r *page.Request) error {
	answer := attendance.Answer(r.Form().Value("answer"))
	row, err := p.registrations.Answer(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), answer)
	if fault.Refused(err) {
		return p.refuseSelf(r, shared.Form{}, err)
	}
	if err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(row.ID), "registration.flash."+string(row.Answer))
}

// refuseSelf shows the page again with the reason.
func (p *Pages) refuseSelf(r *page.Request, form shared.Form, problem error) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	if form.Values == nil {
		form = current(v)
	}
	return p.showSelf(r, fiber.StatusUnprocessableEntity, v, form.Refused(form.Values, problem))
}

// Workshops takes the choice of workshops.
func (p *Pages) Workshops(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	retold, form := r.Retold(), r.Form()
	if retold {
		return p.retellSelf(r, v, form)
	}
	keepUnsent(form, current(v))
	_, err = p.registrations.Choose(r.Context(), v.Attendance.ID, r.PathCookie(linkCookie), chosen(form, v.Items))
	switch {
	case fault.Is(err, fault.Conflict):
		return p.refuseSelf(r, shared.Form{}, err) // with the workshops the person still has
	case fault.Is(err, fault.Invalid):
		return p.refuseSelf(r, form, err)
	}
	if err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(v.Attendance.ID), "registration.flash.workshops")
}

// keepUnsent leaves slots as they are that the browser sent nothing for, because no choice was marked.
func keepUnsent(form, current shared.Form) {
	for name, values := range current.Values {
		if _, sent := form.Values[name]; !sent {
			form.Values[name] = values
		}
	}
}

// current is the forms of the page as they stand.
func current(v registration.Visit) shared.Form {
	form := choices(v.Items, v.Workshops)
	for name, value := range wish.Filled(v.Items, v.Wishes) {
		form.Values[name] = []string{value}
	}
	return form
}

// Wish takes the wishes for workshops.
func (p *Pages) Wish(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	retold, form := r.Retold(), r.Form()
	if retold {
		return p.retellSelf(r, v, form)
	}
	_, err = p.registrations.Wish(r.Context(), v.Attendance.ID, r.PathCookie(linkCookie), form.Value)
	switch {
	case fault.Is(err, fault.Conflict):
		return p.refuseSelf(r, shared.Form{}, err) // with the wishes that are stored
	case fault.Is(err, fault.Invalid):
		return p.refuseSelf(r, form, err)
	}
	if err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(v.Attendance.ID), "registration.flash.wishes")
}

// AskWithdraw says what giving the place back does.
func (p *Pages) AskWithdraw(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	if !v.Attendance.Attends() || !v.Changeable {
		return r.SeeOther(selfPath(v.Attendance.ID), "")
	}
	w := registrationviews.WithdrawPage{Page: r.Page("registration.withdraw.title"), Title: v.Event.Title}
	w.Of = v.Event.Title
	w.Confirmation = shared.Confirmation{
		Title: r.L.T("registration.withdraw.question"), Effects: effects(r, v, "registration.withdraw.effect."), CSRF: w.CSRF,
		Action: selfPath(v.Attendance.ID) + "/abmelden", Button: r.L.T("registration.withdraw.button"), Cancel: selfPath(v.Attendance.ID),
	}
	return r.Render(registrationviews.Withdraw(w))
}

// effects says what giving the place back does.
func effects(r *page.Request, v registration.Visit, prefix string) []string {
	list := []string{r.L.T(prefix + string(v.Attendance.Place))}
	for _, place := range v.Workshops {
		if place.State == attendance.Confirmed || place.State == attendance.Waitlisted {
			list = append(list, r.L.T(prefix+"workshops"))
			break
		}
	}
	return append(list, r.L.T(prefix+"mail"))
}

// Withdraw gives the place back.
func (p *Pages) Withdraw(r *page.Request) error {
	row, err := p.registrations.Answer(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), attendance.Declined)
	if fault.Refused(err) {
		return p.refuseSelf(r, shared.Form{}, err)
	}
	if err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(row.ID), "registration.flash.withdrawn")
}

// Calendar sends the event and the chosen workshops as a calendar file.
func (p *Pages) Calendar(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	file, err := v.Calendar(r.Site().BaseURL)
	if err != nil {
		return err
	}
	r.Request().Header.Del(fiber.HeaderAcceptEncoding) // as for every calendar: Outlook's reader fails on gzip
	return r.Attachment(v.Event.Slug+".ics", "text/calendar; charset=utf-8", file)
}
