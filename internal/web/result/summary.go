package resultweb

import (
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/audit"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/result"
	"rundertisch/internal/web/page"
	resultviews "rundertisch/views/result"
	"rundertisch/views/shared"
)

// EditSummary shows the form of what is written about an item as a whole.
func (p *Pages) EditSummary(r *page.Request) error {
	e, item, summary, err := p.results.Summary(r.Context(), r.Actor, r.Params("event"), r.Params("item"))
	if err != nil {
		return err
	}
	return askSummary(r, r.Render, e, item, written(summary))
}

// written is the form of a summary. Its version counts from 1, so that it is a version also before anything was written.
func written(summary result.Summary) shared.Form {
	return shared.Stored(labels, summary.Version+1, map[string]string{"summary": summary.Text})
}

func askSummary(r *page.Request, answer func(templ.Component) error, e event.Event, item event.ProgrammeItem, form shared.Form) error {
	switch {
	case !result.MayWrite(r.Actor):
		return fault.Denied()
	case !result.Writable(e):
		return fault.New(fault.Conflict, "result.not_writable")
	}
	form.Labels = labels
	view := resultviews.SummaryPage{Page: r.Page("result.summary"), Item: item, Form: form, Action: summaryPath(r, item.ID), Back: board(r, item.ID)}
	view.Breadcrumb, view.Of, view.HasErrors = append(crumbs(r, e), resultsCrumb(r)), item.Title, form.HasErrors()
	return answer(resultviews.Summary(view))
}

func summaryPath(r *page.Request, item string) string {
	return base(r) + "/results/items/" + item + "/summary"
}

// SaveSummary stores what is written.
func (p *Pages) SaveSummary(r *page.Request) error {
	e, item, summary, err := p.results.Summary(r.Context(), r.Actor, r.Params("event"), r.Params("item"))
	if err != nil {
		return err
	}
	back := board(r, item.ID)
	return r.Edit(page.Edit{
		Kind: "result", ID: item.ID, Labels: labels, Of: item.Title, Back: back, Next: back, Flash: "result.flash.summary_saved",
		About: func(entry audit.Entry) bool { return result.Wrote(entry.Action) },
		Stored: func() (shared.Form, error) {
			_, _, summary, err = p.results.Summary(r.Context(), r.Actor, e.ID, item.ID)
			return written(summary), err
		},
		Save: func(form shared.Form) error {
			version, _ := strconv.ParseInt(form.Value("version"), 10, 64)
			return p.results.Summarise(r.Context(), r.Actor, e.ID, item.ID, version-1, form.Value("summary"))
		},
		Again: func(form shared.Form) error { return askSummary(r, r.Invalid, e, item, form) },
	})
}

// Approve lets the public read a summary as the lead has just read it.
func (p *Pages) Approve(r *page.Request) error {
	version, _ := strconv.ParseInt(r.Form().Value("version"), 10, 64)
	return p.ruled(r, p.results.Approve(r.Context(), r.Actor, r.Params("event"), r.Params("item"), version), "result.flash.summary_approved")
}

// Revoke takes that back.
func (p *Pages) Revoke(r *page.Request) error {
	return p.ruled(r, p.results.Revoke(r.Context(), r.Actor, r.Params("event"), r.Params("item")), "result.flash.summary_revoked")
}

func (p *Pages) ruled(r *page.Request, err error, flash string) error {
	switch {
	case fault.Is(err, fault.Conflict):
		return p.show(r, err)
	case err != nil:
		return err
	}
	return r.SeeOther(board(r, r.Params("item")), flash)
}
