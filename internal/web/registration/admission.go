package registrationweb

import (
	"strconv"
	"strings"

	"rundertisch/internal/audit"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// Admission shows the rules by which people come to places of an event.
func (p *Pages) Admission(r *page.Request) error {
	a, err := p.registrations.Admission(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	return p.showAdmission(r, r.Render, a, rules(a))
}

func rules(a registration.Admission) shared.Form {
	return shared.Stored(registrationviews.AdmissionLabels, a.Event.Version, a.Filled())
}

func (p *Pages) showAdmission(r *page.Request, render renderer, a registration.Admission, form shared.Form) error {
	v := registrationviews.AdmissionPage{
		Page: r.Page("registration.admission.title"), Admission: a, Form: form, Base: base(r, a.Event.ID), MayRun: registration.MayRun(r.Actor),
	}
	v.Breadcrumb, v.Of, v.HasErrors = crumbs(r, a.Event, listCrumb(r, a.Event)), a.Event.Title, form.HasErrors()
	return render(registrationviews.Admission(v))
}

// Admit changes the rules.
func (p *Pages) Admit(r *page.Request) error {
	a, err := p.registrations.Admission(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	at := base(r, a.Event.ID) + "/admission"
	return r.Edit(page.Edit{
		Kind: "event", ID: a.Event.ID, Labels: registrationviews.AdmissionLabels, Of: a.Event.Title, Back: at, Next: at,
		Flash: "registration.flash.admission",
		About: func(e audit.Entry) bool { return strings.HasSuffix(e.Action, ".admission_set") },
		Stored: func() (shared.Form, error) {
			a, err = p.registrations.Admission(r.Context(), r.Actor, a.Event.ID)
			return rules(a), err
		},
		Save: func(form shared.Form) error {
			version, err := strconv.ParseInt(form.Value("version"), 10, 64)
			if err != nil {
				version = 0 // nothing stored has it: a Conflict
			}
			return p.registrations.Admit(r.Context(), r.Actor, a.Event.ID, version, form.Value)
		},
		Again: func(form shared.Form) error { return p.showAdmission(r, r.Invalid, a, form) },
		Words: func(name, value string) (string, bool) {
			switch name {
			case "approval":
				return r.L.T("registration.admission.approval_" + map[bool]string{true: "on", false: "off"}[value == "1"]), true
			case "confirm":
				return shared.LabelOf(registrationviews.ConfirmHours(r.L), value), true
			case "group":
				return shared.LabelOf(registrationviews.GroupSizes(r.L), value), true
			}
			return "", false
		},
	})
}
