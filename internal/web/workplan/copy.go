package workplanweb

import (
	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

const copyLabels = "workplan.copy.field."

// CopyForm asks for name and beginning of a project that takes this plan over, and shows what becomes of its deadlines.
func (p *Pages) CopyForm(r *page.Request) error {
	plan, err := p.plan.Plan(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	begins := max(plan.Ends(), p.plan.Today().Month()).Add(1)
	return p.showCopy(r, shared.Fill(map[string]string{"starts_on": string(begins), "summary": r.Project.Summary, "tasks": "true"}), plan)
}

// Copy begins the project, or only shows the deadlines anew.
func (p *Pages) Copy(r *page.Request) error {
	form := r.Form()
	if form.Value("preview") != "" {
		return p.showCopyOf(r, form)
	}
	in := readerOf(form)
	project := account.Project{Name: form.Value("name"), Summary: form.Value("summary"), StartsOn: in.month("starts_on"), EndsOn: in.month("ends_on")}
	err := in.check(project.Validate())
	if err == nil {
		project, err = p.plan.Copy(r.Context(), r.Actor, project, form.Value("tasks") != "")
	}
	if fault.Refused(err) {
		return p.showCopyOf(r, typed(form, copyLabels, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther("/projects/"+project.ID+"/plan", "workplan.flash.copied")
}

func (p *Pages) showCopyOf(r *page.Request, form shared.Form) error {
	plan, err := p.plan.Plan(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return p.showCopy(r, form, plan)
}

func (p *Pages) showCopy(r *page.Request, form shared.Form, plan workplan.Plan) error {
	if !workplan.MayCopy(r.Actor) {
		return fault.Denied()
	}
	form.Labels = copyLabels
	shown := workplanviews.CopyPage{Frame: below(r, r.Page("workplan.copy.title")), Form: form, Plan: plan}
	if begins, err := date.ParseMonth(form.Value("starts_on")); err == nil && !begins.IsZero() && !plan.Begins().IsZero() {
		shown.Months = plan.Begins().Until(begins)
	}
	if shown.HasErrors = form.HasErrors(); shown.HasErrors {
		return r.Invalid(workplanviews.Copy(shown))
	}
	return r.Render(workplanviews.Copy(shown))
}
