package workplanweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// Baselines lists the approved plans.
func (p *Pages) Baselines(r *page.Request) error {
	all, err := p.plan.Baselines(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(workplanviews.Baselines(workplanviews.BaselinesPage{
		Frame: below(r, r.Page("workplan.baselines.title")), Baselines: all, MayShape: workplan.MayShape(r.Actor),
	}))
}

// NewBaseline asks what was approved, when and why.
func (p *Pages) NewBaseline(r *page.Request) error {
	form := shared.Fill(map[string]string{"approved_on": string(p.plan.Today())})
	form.Labels = baselineLabels
	return p.showBaselineForm(r, form)
}

// AddBaseline keeps the plan as it stands.
func (p *Pages) AddBaseline(r *page.Request) error {
	form := r.Form()
	in := readerOf(form)
	b := workplan.Baseline{
		Name: form.Value("name"), ApprovedOn: in.day("approved_on"), DocumentNumber: form.Value("document_number"), Reason: form.Value("reason"),
	}
	b.Clean()
	err := in.check(b.Validate(p.plan.Today()))
	if err == nil {
		b, err = p.plan.Approve(r.Context(), r.Actor, b)
	}
	if fault.Refused(err) {
		return p.showBaselineForm(r, typed(form, baselineLabels, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("plan", "baselines", b.ID), "workplan.flash.baseline_added")
}

func (p *Pages) showBaselineForm(r *page.Request, form shared.Form) error {
	if !workplan.MayShape(r.Actor) {
		return fault.Denied()
	}
	plan, err := p.plan.Plan(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := workplanviews.BaselineFormPage{Frame: belowBaselines(r, r.Page("workplan.baseline.new_title")), Form: form, Milestones: len(plan.Milestones())}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.BaselineForm(shown))
	}
	return r.Render(workplanviews.BaselineForm(shown))
}

// Baseline shows one approved plan.
func (p *Pages) Baseline(r *page.Request) error {
	b, rows, err := p.plan.Baseline(r.Context(), r.Actor, r.Params("baseline"))
	if err != nil {
		return err
	}
	return r.Render(workplanviews.Baseline(workplanviews.BaselinePage{Frame: belowBaselines(r, r.Titled(b.Name)), Baseline: b, Milestones: rows}))
}

// Compare shows what became of one plan in another.
func (p *Pages) Compare(r *page.Request) error {
	shown, err := p.compared(r)
	if err != nil {
		return err
	}
	return r.Render(workplanviews.Compare(shown))
}

// ExportComparison answers with the comparison as a file.
func (p *Pages) ExportComparison(r *page.Request) error {
	shown, err := p.compared(r)
	if err != nil {
		return err
	}
	return r.Table(r.L.T("workplan.compare.file"), shown.Comparison.Table(r.L.T, shown.Words))
}

// compared reads which two plans are meant: at first the plan that was approved last and the one of today.
func (p *Pages) compared(r *page.Request) (workplanviews.ComparePage, error) {
	all, err := p.plan.Baselines(r.Context(), r.Actor)
	if err != nil {
		return workplanviews.ComparePage{}, err
	}
	from, to := r.Query("from"), r.Query("to")
	if from == "" && len(all) > 0 {
		from = all[0].ID
	}
	shown := workplanviews.ComparePage{Frame: belowBaselines(r, r.Page("workplan.compare.title")), Baselines: all, From: from, To: to}
	shown.Comparison, err = p.plan.Compare(r.Context(), r.Actor, planOf(from), planOf(to))
	return shown, err
}

// planOf is the baseline meant by a choice; the plan of today is none.
func planOf(choice string) string {
	if choice == workplanviews.Today {
		return ""
	}
	return choice
}

// belowBaselines returns the frame of a page that lies under the list of baselines.
func belowBaselines(r *page.Request, p views.Page) workplanviews.Frame {
	frame := below(r, p)
	frame.Breadcrumb = append(frame.Breadcrumb, views.Crumb{Label: r.L.T("workplan.baselines.title"), Href: r.Path("plan", "baselines")})
	return frame
}
