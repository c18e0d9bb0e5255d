package registrationweb

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// DataFile lets the holder of a personal link take along what is stored, for programs.
func (p *Pages) DataFile(r *page.Request) error {
	v, err := p.whole(r)
	if err != nil {
		return p.orLost(r, err)
	}
	record, err := p.registrations.Record(r.Context(), v)
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return err
	}
	return r.Attachment(v.Event.Slug+".json", "application/json; charset=utf-8", raw)
}

// whole is the visit with what the doors keep of the person.
func (p *Pages) whole(r *page.Request) (registration.Visit, error) {
	v, err := p.visit(r)
	if err != nil || p.codes == nil {
		return v, err
	}
	deeds, err := p.codes.Arrivals(r.Context(), v.Attendance.ID)
	for _, d := range deeds {
		v.Arrivals = append(v.Arrivals, registration.LetIn{At: d.At, TakenBack: d.UndoneAt, Registered: d.WalkedIn})
	}
	return v, err
}

// DataTable lets the holder take it along as a table, for people.
func (p *Pages) DataTable(r *page.Request) error {
	v, err := p.whole(r)
	if err != nil {
		return p.orLost(r, err)
	}
	return r.Table(v.Event.Slug, sheet.Source{
		Name: r.L.T("registration.data.title"), Header: []string{r.L.T("registration.data.what"), r.L.T("registration.data.value")},
		Rows: sheet.Of(registrationviews.Everything(r.L, v), func(t shared.Term) []string { return []string{t.Label, t.Value} }),
	})
}

const ownAnchor = "angaben" // of the form of a personal page that the language switch sends along

// AskDescribe asks the holder who they are.
func (p *Pages) AskDescribe(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	return p.showDescribe(r, fiber.StatusOK, v, described(v), shared.Fill(map[string]string{"email": ""}))
}

func described(v registration.Visit) shared.Form {
	d := registration.DescriptionOf(v.Attendance)
	return shared.Stored(registrationviews.Labels, 0, map[string]string{"name": d.Name, "organisation": d.Organisation, "remark": d.Remark, "lang": d.Lang})
}

func (p *Pages) showDescribe(r *page.Request, status int, v registration.Visit, form, address shared.Form) error {
	form.Labels, form.Anchor = registrationviews.Labels, ownAnchor
	address.Labels, address.ID = "registration.address.", "address"
	d := registrationviews.DescribePage{
		Page: r.Page("registration.describe.title"), Visit: v, Base: selfPath(v.Attendance.ID), Form: form, Address: address,
	}
	d.Typing = views.Typing{Form: ownAnchor, Action: d.Base + "/person"}
	d.Of, d.HasErrors = v.Event.Title, form.HasErrors() || address.HasErrors()
	return r.RenderStatus(status, registrationviews.Describe(d))
}

// Describe takes what the holder says about themselves. Nobody else changes it, so that what was sent last counts.
func (p *Pages) Describe(r *page.Request) error {
	retold, form := r.Retold(), r.Form()
	if retold {
		v, err := p.visit(r)
		if err != nil {
			return p.orLost(r, err)
		}
		return p.showDescribe(r, fiber.StatusOK, v, form, shared.Form{})
	}
	err := p.registrations.Describe(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), registration.Description{
		Name: form.Value("name"), Organisation: form.Value("organisation"), Remark: form.Value("remark"), Lang: form.Value("lang"),
	})
	if fault.Refused(err) {
		v, visitErr := p.visit(r)
		if visitErr != nil {
			return p.orLost(r, visitErr)
		}
		return p.showDescribe(r, fiber.StatusUnprocessableEntity, v, form.Refused(form.Values, err), shared.Form{})
	}
	if err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(r.Params("attendance")), "registration.flash.described")
}
