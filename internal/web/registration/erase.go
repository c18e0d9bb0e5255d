package registrationweb

import (
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// AskForget says what deleting the own data does: all of them, or for those without a place what is not needed any more.
func (p *Pages) AskForget(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	f := registrationviews.ForgetPage{
		Page: r.Page("registration.forget.title"), Visit: v, Base: selfPath(v.Attendance.ID), Privacy: r.Workspace.PrivacyContact,
	}
	f.Of = v.Event.Title
	f.All = shared.Confirmation{
		Title: r.L.T("registration.erase.question"), Effects: erasing(r, v), CSRF: f.CSRF, Action: f.Base + "/loeschen/alles",
		Button: r.L.T("registration.erase.button"), Cancel: f.Base,
	}
	f.Part = shared.Confirmation{
		Title: r.L.T("registration.forget.question"), CSRF: f.CSRF, Action: f.Base + "/loeschen", Button: r.L.T("registration.forget.button"), Cancel: f.Base,
		Effects: []string{r.L.T("registration.forget.effect.own"), r.L.T("registration.forget.effect.stays")},
	}
	return r.Render(registrationviews.Forget(f))
}

// erasing says what being erased does.
func erasing(r *page.Request, v registration.Visit) []string {
	list := []string{r.L.T("registration.erase.effect.gone")}
	if v.Changeable && v.Attendance.Attends() {
		list = append(list, r.L.T("registration.erase.effect.place."+string(v.Attendance.Place)))
	}
	if v.Attendance.Place == attendance.Confirmed && !v.Changeable {
		list = append(list, r.L.T("registration.erase.effect.counted"))
	} else {
		list = append(list, r.L.T("registration.erase.effect.number"))
	}
	if v.Unconfirmed() {
		list = append(list, r.L.T("registration.erase.effect.no_mail"))
	} else {
		list = append(list, r.L.T("registration.erase.effect.mail"))
	}
	return append(list, r.L.T("registration.erase.effect.for_good"))
}

// Forget deletes what the holder said beyond name and address.
func (p *Pages) Forget(r *page.Request) error {
	err := p.registrations.Forget(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie))
	return p.answered(r, err, r.Params("attendance"), "registration.flash.forgotten")
}

// Erase takes the holder out of the event; the page it leads to says that it is done, as every old link does.
func (p *Pages) Erase(r *page.Request) error {
	err := p.registrations.Erase(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie))
	if fault.Refused(err) {
		return p.refuseSelf(r, shared.Form{}, err)
	}
	if err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(r.Params("attendance")), "")
}

// WantAddress asks a new address of the holder for a confirmation.
func (p *Pages) WantAddress(r *page.Request) error {
	form := r.Form()
	err := p.registrations.WantAddress(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), form.Value("email"))
	if fault.Refused(err) {
		v, visitErr := p.visit(r)
		if visitErr != nil {
			return p.orLost(r, visitErr)
		}
		return p.showDescribe(r, fiber.StatusUnprocessableEntity, v, described(v), form.Refused(form.Values, err))
	}
	if err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(r.Params("attendance"))+"/person", "registration.flash.address_wanted")
}

// AskNewAddress asks who reads the mail at a new address whether it is theirs. Looking changes nothing.
func (p *Pages) AskNewAddress(r *page.Request) error { return p.showNewAddress(r, r.Render, nil) }

func (p *Pages) showNewAddress(r *page.Request, render renderer, refusal error) error {
	n, err := p.registrations.NewAddress(r.Context(), r.Params("token"))
	if err != nil {
		return p.lost(r, err, "")
	}
	if err := visit(r, n.Event); err != nil {
		return err
	}
	a := registrationviews.NewAddressPage{Page: r.Page("registration.address.title"), New: n, Action: "/adresse/" + r.Params("token"), Refusal: refusal}
	a.Of, a.HasErrors = n.Event.Title, refusal != nil
	return render(registrationviews.NewAddress(a))
}

// Readdress makes it the person's.
func (p *Pages) Readdress(r *page.Request) error {
	row, token, err := p.registrations.Readdress(r.Context(), r.Params("token"))
	if fault.Refused(err) {
		return p.showNewAddress(r, r.Invalid, err)
	}
	if err != nil {
		return p.lost(r, err, "")
	}
	r.SetPathCookie(linkCookie, token, selfPath(row.ID))
	return r.SeeOther(selfPath(row.ID), "registration.flash.address_changed")
}
