package reportweb

import (
	"rundertisch/internal/bin"
	"rundertisch/internal/fault"
	"rundertisch/internal/report"
	"rundertisch/internal/web/page"
	reportviews "rundertisch/views/report"
	"rundertisch/views/shared"
)

// FreezeForm shows what will be frozen and asks for it.
func (p *Pages) FreezeForm(r *page.Request) error { return p.askFreeze(r, nil) }

// Freeze keeps the draft as it was shown; when it says something else by now, it is shown again.
func (p *Pages) Freeze(r *page.Request) error {
	frozen, err := p.reports.Freeze(r.Context(), r.Actor, r.Params("report"), r.Form().Value("seen"))
	if fault.Is(err, fault.Conflict) {
		return p.askFreeze(r, err)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("reports", frozen.ID), "report.flash.frozen")
}

func (p *Pages) askFreeze(r *page.Request, problem error) error {
	found, err := p.draft(r)
	if err != nil {
		return err
	}
	if !report.MayFreeze(r.Actor) {
		return fault.Denied()
	}
	if !found.Over(p.reports.Today()) {
		return fault.New(fault.Conflict, "report.fault.not_over")
	}
	shown := reportviews.AskPage{Frame: of(r, "report.freeze", found.Report), Report: found, Seen: found.Fingerprint}
	shown.Ask = shared.Confirmation{
		Title: r.L.T("report.freeze_question", reportviews.Name(shown.Page, found.Report), report.Period(r.L, found.Report)),
		Text:  r.L.T("report.freeze_text"), Effects: freezeEffects(r, found), CSRF: shown.CSRF,
		Action: r.Path("reports", found.ID, "freeze"), Button: r.L.T("report.freeze"), Cancel: r.Path("reports", found.ID),
	}
	if problem == nil {
		return r.Render(reportviews.Freeze(shown))
	}
	shown.Problem, shown.HasErrors = shared.Message(r.L, problem), true
	return r.Invalid(reportviews.Freeze(shown))
}

// freezeEffects says what freezing means, and what is still missing.
func freezeEffects(r *page.Request, found report.Read) []string {
	effects := []string{r.L.T("report.freeze_effect"), r.L.T("report.freeze_named", r.Actor.Name)}
	if found.ReplacesID != "" {
		effects = append(effects, r.L.T("report.freeze_replaces", found.ReplacesNumber))
	}
	if found.Summary == "" {
		effects = append(effects, r.L.T("report.freeze_no_summary"))
	}
	return effects
}

// DeleteForm asks before a draft is deleted.
func (p *Pages) DeleteForm(r *page.Request) error {
	found, err := p.draft(r)
	if err != nil {
		return err
	}
	shown := reportviews.AskPage{Frame: of(r, "report.delete", found.Report), Report: found}
	shown.Ask = shared.Confirmation{
		Title: r.L.T("report.delete_question", reportviews.Name(shown.Page, found.Report), report.Period(r.L, found.Report)),
		Text:  r.L.T("bin.notice", bin.Days), Effects: []string{r.L.T("report.delete_effect")}, CSRF: shown.CSRF,
		Action: r.Path("reports", found.ID, "delete"), Button: r.L.T("report.delete"), Cancel: r.Path("reports", found.ID),
	}
	return r.Render(reportviews.Delete(shown))
}

// Delete puts a draft into the bin.
func (p *Pages) Delete(r *page.Request) error {
	gone, err := p.reports.Remove(r.Context(), r.Actor, r.Params("report"))
	if err != nil {
		return err
	}
	return r.Deleted(r.Path("reports"), "report.flash.deleted", gone.ID)
}

// CorrectForm asks why a frozen report is to be replaced.
func (p *Pages) CorrectForm(r *page.Request) error { return p.askCorrect(r, shared.Form{}) }

func (p *Pages) askCorrect(r *page.Request, form shared.Form) error {
	found, err := p.reports.Find(r.Context(), r.Actor, r.Params("report"))
	if err != nil {
		return err
	}
	if err := writer(r); err != nil {
		return err
	}
	if !found.Frozen() {
		return fault.New(fault.Conflict, "report.fault.not_frozen")
	}
	if found.SupersededBy != "" {
		return fault.New(fault.Conflict, "report.fault.corrected_already")
	}
	form.Labels = labels
	shown := reportviews.CorrectPage{Frame: of(r, "report.correct", found.Report), Report: found.Report, Form: form}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(reportviews.Correct(shown))
	}
	return r.Render(reportviews.Correct(shown))
}

// Correct begins the report that takes a frozen one's place.
func (p *Pages) Correct(r *page.Request) error {
	form := r.Form()
	draft, err := p.reports.Correct(r.Context(), r.Actor, r.Params("report"), form.Value("replaces_reason"))
	if fault.Is(err, fault.Invalid) {
		form.Err = err
		return p.askCorrect(r, form)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("reports", draft.ID), "report.flash.correction_begun")
}
