package reportweb

import (
	"rundertisch/internal/audit"
	"rundertisch/internal/report"
	"rundertisch/internal/web/page"
	reportviews "rundertisch/views/report"
	"rundertisch/views/shared"
)

// Edit shows the form of what is typed about the whole.
func (p *Pages) Edit(r *page.Request) error {
	found, err := p.draft(r)
	if err != nil {
		return err
	}
	return r.Render(reportviews.Edit(editPage(r, found.Report, stored(found.Report))))
}

func stored(x report.Report) shared.Form {
	values := map[string]string{
		"kind": string(x.Kind), "starts_on": string(x.StartsOn), "ends_on": string(x.EndsOn),
		"summary": x.Summary, "deviation": x.Deviation, "outlook": x.Outlook,
	}
	if x.ReplacesID != "" {
		values["replaces_reason"] = x.ReplacesReason
	}
	return shared.Stored(labels, x.Version, values)
}

func editPage(r *page.Request, x report.Report, form shared.Form) reportviews.EditPage {
	shown := reportviews.EditPage{Frame: of(r, "report.edit", x), Report: x, Form: form}
	shown.HasErrors = form.HasErrors()
	return shown
}

// Save changes what is typed about the whole.
func (p *Pages) Save(r *page.Request) error {
	found, err := p.draft(r)
	if err != nil {
		return err
	}
	back := r.Path("reports", found.ID)
	return r.Edit(page.Edit{
		Kind: "report", ID: found.ID, Labels: labels, Of: reportviews.Name(r.Page("report.edit"), found.Report), Back: back, Next: back,
		Flash: "report.flash.changed",
		About: func(e audit.Entry) bool { return e.Details["milestone"] == nil },
		Stored: func() (shared.Form, error) {
			found, err = p.draft(r)
			return stored(found.Report), err
		},
		Save: func(form shared.Form) error {
			x, err := read(form)
			if err != nil {
				return err
			}
			x.ID = found.ID
			return p.reports.Change(r.Context(), r.Actor, x)
		},
		Again: func(form shared.Form) error { return r.Invalid(reportviews.Edit(editPage(r, found.Report, form))) },
		Words: func(name, value string) (string, bool) { return r.L.T("report.kind." + value), name == "kind" },
	})
}

// EditText shows the form of what is typed about a milestone.
func (p *Pages) EditText(r *page.Request) error {
	if _, err := p.draft(r); err != nil {
		return err
	}
	found, m, text, err := p.reports.TextOf(r.Context(), r.Actor, r.Params("report"), r.Params("milestone"))
	if err != nil {
		return err
	}
	return r.Render(reportviews.EditText(textPage(r, found.Report, m, storedText(found.Report, text))))
}

func storedText(x report.Report, text report.Text) shared.Form {
	return shared.Stored("report.text.", x.Version, map[string]string{"deviation": text.Deviation, "outlook": text.Outlook})
}

func textPage(r *page.Request, x report.Report, m report.Milestone, form shared.Form) reportviews.TextPage {
	shown := reportviews.TextPage{Frame: of(r, "report.edit_text", x), Report: x, Milestone: m, Form: form}
	shown.HasErrors = form.HasErrors()
	return shown
}

// SaveText changes what is typed about a milestone.
func (p *Pages) SaveText(r *page.Request) error {
	if _, err := p.draft(r); err != nil {
		return err
	}
	found, m, _, err := p.reports.TextOf(r.Context(), r.Actor, r.Params("report"), r.Params("milestone"))
	if err != nil {
		return err
	}
	back := r.Path("reports", found.ID)
	return r.Edit(page.Edit{
		Kind: "report", ID: found.ID, Labels: "report.text.", Of: m.Number + " " + m.Title, Back: back, Next: back, Flash: "report.flash.changed",
		About: func(e audit.Entry) bool { return e.Details["milestone"] == m.ID },
		Stored: func() (shared.Form, error) {
			var text report.Text
			found, m, text, err = p.reports.TextOf(r.Context(), r.Actor, found.ID, m.ID)
			return storedText(found.Report, text), err
		},
		Save: func(form shared.Form) error {
			text := report.Text{ReportID: found.ID, MilestoneID: m.ID, Deviation: form.Value("deviation"), Outlook: form.Value("outlook")}
			return p.reports.Write(r.Context(), r.Actor, text, version(form))
		},
		Again: func(form shared.Form) error {
			return r.Invalid(reportviews.EditText(textPage(r, found.Report, m, form)))
		},
	})
}
