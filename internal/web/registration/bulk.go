package registrationweb

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// bulkOf reads for whom something is to be done, and what. All are those that the list's filter shows.
func bulkOf(form shared.Form, state shared.List) registration.Bulk {
	deed, item, _ := strings.Cut(form.Value("deed"), ":")
	bulk := registration.Bulk{Deed: registration.Deed(deed), ItemID: item, Text: form.Value("text"), Filter: filterOf(state)}
	if form.Value("all") == "" {
		chosen := append([]string{}, form.Values["chosen"]...)
		bulk.Filter = registration.Filter{Show: registration.Everybody, Chosen: chosen, Order: bulk.Filter.Order, Desc: bulk.Filter.Desc}
	}
	bulk.Filter.Page, bulk.Filter.Length = 0, 0
	return bulk
}

// Bulk shows what would be done for the chosen people, or answers with them as a file.
func (p *Pages) Bulk(r *page.Request) error {
	form, state := r.Form(), listOf(r)
	bulk := bulkOf(form, state)
	if format := sheet.Format(bulk.Deed); format.Valid() {
		return p.fileOf(r, state, bulk.Filter, format)
	}
	if form.Value("deed") == registrationviews.ToWrite {
		return p.write(r, state, bulk.Filter, form)
	}
	plan, err := p.registrations.Plan(r.Context(), r.Actor, r.Params("event"), bulk)
	if fault.Refused(err) {
		return p.showList(r, r.Invalid, state, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return p.showBulk(r, fiber.StatusOK, state, plan, form)
}

// write begins a mail to the chosen people and leads to where its words are written.
func (p *Pages) write(r *page.Request, state shared.List, filter registration.Filter, form shared.Form) error {
	e, err := p.events.Find(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	m, err := p.circulars.Begin(r.Context(), r.Actor, e.ID, r.L.T("circular.title_of", e.Title), filter)
	if fault.Refused(err) {
		return p.showList(r, r.Invalid, state, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("mailings", m.ID, "edit"), "")
}

func (p *Pages) showBulk(r *page.Request, status int, state shared.List, plan registration.Plan, form shared.Form) error {
	list := base(r, plan.Event.ID) + "/registrations"
	form.Labels = "registration.bulk." + string(plan.Bulk.Deed) + "_field."
	b := registrationviews.BulkPage{
		Page: r.Page("registration.bulk.title"), Plan: plan, Form: form, Chosen: form.Values["chosen"], All: form.Value("all"), Deed: form.Value("deed"), Back: state.Address(),
	}
	state.Path = list + "/bulk/do"
	b.Action = state.Address()
	b.Breadcrumb, b.Of, b.HasErrors = crumbs(r, plan.Event, listCrumb(r, plan.Event)), plan.Event.Title, form.HasErrors()
	return r.RenderStatus(status, registrationviews.Bulk(b))
}

// Carry does what was shown, unless it would be something else by now.
func (p *Pages) Carry(r *page.Request) error {
	form, state := r.Form(), listOf(r)
	bulk := bulkOf(form, state)
	reportID, err := p.registrations.Carry(r.Context(), r.Actor, r.Params("event"), bulk, form.Value("mark"))
	if !fault.Refused(err) {
		if err != nil {
			return err
		}
		return r.SeeOther(base(r, r.Params("event"))+"/registrations/bulk/"+reportID, "registration.flash.bulk")
	}
	plan, planErr := p.registrations.Plan(r.Context(), r.Actor, r.Params("event"), bulk)
	if fault.Refused(planErr) {
		return p.showList(r, r.Invalid, state, form.Refused(form.Values, planErr))
	}
	if planErr != nil {
		return planErr
	}
	status := fiber.StatusUnprocessableEntity
	if fault.Is(err, fault.Conflict) {
		status = fiber.StatusConflict
	}
	return p.showBulk(r, status, state, plan, form.Refused(form.Values, err))
}

// Report shows what was done for whom.
func (p *Pages) Report(r *page.Request) error {
	report, err := p.registrations.Report(r.Context(), r.Actor, r.Params("event"), r.Params("bulk"))
	if err != nil {
		return err
	}
	b := registrationviews.ReportPage{Page: r.Page("registration.bulk.report"), Report: report, Back: base(r, report.Event.ID) + "/registrations"}
	if report.Bulk.Deed.Decides() {
		b.Back = base(r, report.Event.ID) + "/requests"
	}
	b.Breadcrumb, b.Of = crumbs(r, report.Event, listCrumb(r, report.Event)), report.Event.Title
	return r.Render(registrationviews.ReportOf(b))
}
