// Package reportweb has the pages of reports to the funder: the list, a report, the forms of what is written in it, freezing,
// and the files.
package reportweb

import (
	"strconv"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/report"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	reportviews "rundertisch/views/report"
	"rundertisch/views/shared"
)

const labels = "report.field." // catalogue prefix of the forms' labels

// Pages are the handlers of reports.
type Pages struct{ reports *report.Service }

// New returns the handlers over the service.
func New(reports *report.Service) *Pages { return &Pages{reports: reports} }

func frame(r *page.Request, p views.Page) reportviews.Frame {
	return reportviews.Frame{Page: p, At: r.Path, MayWrite: report.MayWrite(r.Actor), MayFreeze: report.MayFreeze(r.Actor)}
}

// below returns the frame of a page that lies under the list.
func below(r *page.Request, p views.Page, more ...views.Crumb) reportviews.Frame {
	p.Breadcrumb = append([]views.Crumb{
		{Label: r.L.T("workplan.plan.title"), Href: r.Path("plan")}, {Label: r.L.T("report.list.title"), Href: r.Path("reports")},
	}, more...)
	return frame(r, p)
}

// of returns the frame of a page that lies under a report.
func of(r *page.Request, key string, rep report.Report) reportviews.Frame {
	p := r.Page(key)
	p.Of = reportviews.Name(p, rep)
	return below(r, p, views.Crumb{Label: p.Of, Href: r.Path("reports", rep.ID)})
}

// writer refuses people who may only read.
func writer(r *page.Request) error {
	if !report.MayWrite(r.Actor) {
		return fault.Denied()
	}
	return nil
}

// draft returns the addressed report if it can be written and the person may do so.
func (p *Pages) draft(r *page.Request) (report.Read, error) {
	found, err := p.reports.Find(r.Context(), r.Actor, r.Params("report"))
	if err != nil {
		return found, err
	}
	if err := writer(r); err != nil {
		return found, err
	}
	if found.Frozen() {
		return found, fault.New(fault.Conflict, "report.fault.frozen")
	}
	return found, nil
}

// List lists the reports, or answers with the list as a file.
func (p *Pages) List(r *page.Request) error {
	all, err := p.reports.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := reportviews.ListPage{Frame: frame(r, r.Page("report.list.title"))}
	shown.Breadcrumb = []views.Crumb{{Label: r.L.T("workplan.plan.title"), Href: r.Path("plan")}}
	list := r.List(shared.Listing{
		Path: r.Path("reports"), Narrow: []shared.Narrow{{Name: "q"}},
		Orders: []string{"period", "report", "state", "frozen"}, Falling: []string{"period", "frozen"},
	})
	name := func(x report.Report) string { return reportviews.Name(shown.Page, x) }
	all = page.Find(all, list.Value("q"), func(x report.Report) []string {
		return []string{name(x), report.Period(r.L, x), shown.Standing(x), x.FrozenName}
	})
	page.Sort(list, all, func(x report.Report) string { return x.ID }, page.Keys[report.Report]{
		"period": func(x report.Report) string { return string(x.EndsOn) },
		"report": func(x report.Report) string { return name(x) + page.Figure(int(x.Number)) },
		"state":  shown.Standing,
		"frozen": func(x report.Report) string {
			if !x.Frozen() {
				return ""
			}
			return page.Moment(*x.FrozenAt)
		},
	})
	if r.WantsFile() {
		return r.Table(r.L.T("report.list.title"), listFile(r, shown.Frame, all))
	}
	shown.Reports = shared.PageOf(&list, all)
	shown.List = list
	return r.Render(reportviews.List(shown))
}

func listFile(r *page.Request, f reportviews.Frame, all []report.Report) sheet.Source {
	cell := func(column string, value func(report.Report) string) page.Cell[report.Report] {
		return page.Cell[report.Report]{Label: r.L.T("report.column." + column), Value: value}
	}
	return page.TableOf(r.L.T("report.list.title"), all,
		cell("report", func(x report.Report) string { return reportviews.Name(f.Page, x) }),
		cell("period", func(x report.Report) string { return report.Period(r.L, x) }),
		cell("state", f.Standing),
		cell("frozen", f.Frozen),
		cell("sha256", func(x report.Report) string { return x.SHA256 }),
	)
}

// New asks for kind, language and period of a new report; it proposes the half-year that ended last.
func (p *Pages) New(r *page.Request) error {
	if err := writer(r); err != nil {
		return err
	}
	from, to := report.HalfYear(p.reports.Today())
	form := shared.Fill(map[string]string{
		"kind": string(report.Interim), "lang": string(r.L.Lang()), "starts_on": string(from), "ends_on": string(to),
	})
	return p.ask(r, form)
}

func (p *Pages) ask(r *page.Request, form shared.Form) error {
	form.Labels = labels
	shown := reportviews.NewPage{Frame: below(r, r.Page("report.new")), Form: form}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(reportviews.New(shown))
	}
	return r.Render(reportviews.New(shown))
}

// Add begins a report.
func (p *Pages) Add(r *page.Request) error {
	form := r.Form()
	draft, err := read(form)
	if err == nil {
		draft, err = p.reports.Draft(r.Context(), r.Actor, draft)
	}
	if fault.Refused(err) {
		form.Err = err
		return p.ask(r, form)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("reports", draft.ID), "report.flash.added")
}

// read reads what is typed about the whole; what cannot be read is noted at its field.
func read(form shared.Form) (report.Report, error) {
	x := report.Report{
		Kind: report.Kind(form.Value("kind")), Lang: i18n.Lang(form.Value("lang")), Summary: form.Value("summary"), Deviation: form.Value("deviation"),
		Outlook: form.Value("outlook"), ReplacesReason: form.Value("replaces_reason"), Version: version(form),
	}
	var c fault.Checks
	for name, into := range map[string]*date.Date{"starts_on": &x.StartsOn, "ends_on": &x.EndsOn} {
		day, err := date.Parse(form.Value(name))
		if err != nil {
			c.Add(name, "fault.day")
		}
		*into = day
	}
	return x, c.Err()
}

func version(form shared.Form) int64 {
	n, err := strconv.ParseInt(form.Value("version"), 10, 64)
	if err != nil {
		return 0 // fits no row, so the change is refused as outdated
	}
	return n
}

// Show shows a report.
func (p *Pages) Show(r *page.Request) error {
	found, err := p.reports.Find(r.Context(), r.Actor, r.Params("report"))
	if err != nil {
		return err
	}
	title := r.Page("report.list.title")
	title.Title = reportviews.Name(title, found.Report)
	return r.Render(reportviews.Show(reportviews.ReportPage{Frame: below(r, title), Report: found}))
}
