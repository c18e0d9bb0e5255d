package registrationweb

import (
	"rundertisch/internal/registration"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	registrationviews "rundertisch/views/registration"
)

// Statistics shows who comes and who is missing, or answers with the figures as a file.
func (p *Pages) Statistics(r *page.Request) error {
	found, err := p.registrations.Statistics(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	if r.WantsFile() {
		return r.Table(r.L.T("registration.statistics.title"), found.Table(r.L))
	}
	here := base(r, found.Event.ID) + "/registrations/statistics?format="
	s := registrationviews.StatisticsPage{
		Page: r.Page("registration.statistics.title"), Statistics: found, Base: base(r, found.Event.ID),
		CSV: here + string(sheet.CSV), XLSX: here + string(sheet.XLSX), MayRun: registration.MayRun(r.Actor),
	}
	s.Breadcrumb, s.Of = crumbs(r, found.Event, listCrumb(r, found.Event)), found.Event.Title
	return r.Render(registrationviews.Statistics(s))
}
