package registrationweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	"rundertisch/internal/wish"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

type renderer func(templ.Component) error

// Person shows one registration.
func (p *Pages) Person(r *page.Request) error {
	v, err := p.registrations.VisitFor(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"))
	if err != nil {
		return err
	}
	return p.showPerson(r, r.Render, v, shared.Form{}, wished(v))
}

func (p *Pages) showPerson(r *page.Request, render renderer, v registration.Visit, form, wishes shared.Form) error {
	history, err := p.registrations.History(r.Context(), r.Actor, v)
	if err != nil {
		return err
	}
	notes, err := p.registrations.Notes(r.Context(), r.Actor, v.Attendance.ID)
	if err != nil {
		return err
	}
	form.Labels, wishes.Labels = registrationviews.Labels, registrationviews.Labels
	one := registrationviews.PersonPage{
		History: history,
		Page:    r.Titled(v.Attendance.Name), Visit: v, Base: personPath(r, v.Attendance.ID), MayRun: registration.MayRun(r.Actor), Notes: notes, Note: form, Wishes: wishes,
	}
	one.Breadcrumb, one.Of, one.HasErrors = crumbs(r, v.Event, listCrumb(r, v.Event)), v.Event.Title, form.HasErrors() || wishes.HasErrors()
	return render(registrationviews.Person(one))
}

// Note writes down something about the registration, for the staff alone.
func (p *Pages) Note(r *page.Request) error {
	form := r.Form()
	err := p.registrations.Note(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"), form.Value("note"))
	if fault.Refused(err) {
		v, missing := p.registrations.VisitFor(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"))
		if missing != nil {
			return missing
		}
		return p.showPerson(r, r.Invalid, v, form.Refused(form.Values, err), wished(v))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(personPath(r, r.Params("attendance"))+"#notes", "registration.flash.note_kept")
}

// wished is the form of the person's wishes as they stand.
func wished(v registration.Visit) shared.Form {
	form := shared.Fill(wish.Filled(v.Items, v.Wishes))
	form.ID = "wishes"
	return form
}

// WishFor takes wishes for workshops that the person told to staff.
func (p *Pages) WishFor(r *page.Request) error {
	form := r.Form()
	err := p.registrations.WishFor(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"), form.Value)
	if fault.Refused(err) {
		v, missing := p.registrations.VisitFor(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"))
		if missing != nil {
			return missing
		}
		values := form.Values
		if fault.Is(err, fault.Conflict) {
			values = wished(v).Values // those that are stored
		}
		refused := form.Refused(values, err)
		refused.ID = "wishes"
		return p.showPerson(r, r.Invalid, v, shared.Form{}, refused)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(personPath(r, r.Params("attendance")), "registration.flash.wishes_for")
}

// AnswerFor notes what the person said by telephone or in person.
func (p *Pages) AnswerFor(r *page.Request) error {
	answer := attendance.Answer(r.Form().Value("answer"))
	row, err := p.registrations.AnswerFor(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"), answer)
	if err != nil {
		return err
	}
	return r.SeeOther(personPath(r, row.ID), "registration.flash.noted")
}

// AskWithdrawFor says what giving back the person's place does.
func (p *Pages) AskWithdrawFor(r *page.Request) error {
	v, err := p.registrations.VisitFor(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"))
	if err != nil {
		return err
	}
	if !registration.MayRun(r.Actor) {
		return fault.Denied()
	}
	if !v.Attendance.Attends() || !v.Changeable {
		return r.SeeOther(personPath(r, v.Attendance.ID), "")
	}
	w := registrationviews.WithdrawPage{Page: r.Page("registration.withdraw.staff_title"), Title: v.Attendance.Name}
	w.Confirmation = shared.Confirmation{
		Title: r.L.T("registration.withdraw.staff_question", v.Attendance.Name), CSRF: w.CSRF,
		Effects: effects(r, v, "registration.withdraw.staff_effect."), Action: personPath(r, v.Attendance.ID) + "/withdraw",
		Button: r.L.T("registration.withdraw.staff_button"), Cancel: personPath(r, v.Attendance.ID),
	}
	w.Breadcrumb, w.Of = crumbs(r, v.Event, listCrumb(r, v.Event)), v.Event.Title
	return r.Render(registrationviews.Withdraw(w))
}

// WithdrawFor gives back the person's place.
func (p *Pages) WithdrawFor(r *page.Request) error {
	row, err := p.registrations.AnswerFor(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"), attendance.Declined)
	if err != nil {
		return err
	}
	return r.SeeOther(personPath(r, row.ID), "registration.flash.withdrawn_for")
}
