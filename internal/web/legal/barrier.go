package legalweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/feedback"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	legalviews "rundertisch/views/legal"
	"rundertisch/views/shared"
)

// BarrierForm asks what the barrier is.
func (p *Pages) BarrierForm(r *page.Request) error {
	return p.barrier(r, shared.Form{}, r.Query("sent") != "")
}

func (p *Pages) barrier(r *page.Request, form shared.Form, sent bool) error {
	w, err := p.workspace(r)
	if err != nil {
		return err
	}
	form.Labels = "legal.barrier.field."
	data := legalviews.BarrierPage{Page: r.Page("legal.barrier.title"), Form: form, Workspace: w, Sent: sent}
	data.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(legalviews.Barrier(data))
	}
	return r.Render(legalviews.Barrier(data))
}

// ReportBarrier sends the report to the administration.
func (p *Pages) ReportBarrier(r *page.Request) error {
	w, err := p.workspace(r)
	if err != nil {
		return err
	}
	form := r.Form()
	office := r.Site().Catalogue.Locale(r.Site().Lang, r.Site().Zone) // an office has no language of its own
	err = p.reports.Send(r.Context(), w.ID, feedback.Report{
		Message: form.Value("message"), Page: form.Value("page"), Email: form.Value("email"),
	}, feedback.Letter{
		Subject: office.T("legal.barrier.mail_subject"),
		Body: func(message, page, email string) string {
			return office.T("legal.barrier.mail_body", message, page, email)
		},
	})
	if fault.Is(err, fault.Invalid) {
		return p.barrier(r, form.Refused(form.Values, err), false)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(views.PathBarrier+"?sent=1", "")
}
