package workplanweb

import (
	"strconv"

	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// withRule puts a rule into the values of a milestone's form.
func withRule(values map[string]string, rule workplan.Rule) map[string]string {
	for _, c := range rule.Conditions() {
		if c.Source == workplan.OfDocuments {
			values["rule_documents"], values["rule_kind"] = strconv.Itoa(c.AtLeast), string(c.Kind)
		} else {
			values["rule_"+string(c.Source)] = "1"
		}
	}
	return values
}

// rule reads what was ticked; a kind of document without a number asks for one document.
func (r *reader) rule() workplan.Rule {
	var conditions []workplan.Condition
	for _, source := range workplan.Sources() {
		switch {
		case source != workplan.OfDocuments && r.form.Value("rule_"+string(source)) != "":
			conditions = append(conditions, workplan.Condition{Source: source})
		case source == workplan.OfDocuments:
			typed, kind := r.form.Value("rule_documents"), r.form.Value("rule_kind")
			if typed == "" && kind != "" {
				typed = "1"
			}
			n, err := strconv.Atoi(typed)
			if typed != "" && (err != nil || n < 0 || n > workplan.MaxDocuments) {
				r.unread["rule_documents"] = "workplan.fault.rule_documents"
			}
			if n > 0 && r.unread["rule_documents"] == "" {
				conditions = append(conditions, workplan.Condition{Source: source, AtLeast: n, Kind: document.Kind(kind)})
			}
		}
	}
	return workplan.RuleOf(conditions...)
}

// KeepOpenForm asks why a milestone whose rule is fulfilled is not reached.
func (p *Pages) KeepOpenForm(r *page.Request) error {
	return p.showKeepOpen(r, shared.Form{Labels: keepOpenLabels})
}

// KeepOpen declares the milestone not reached.
func (p *Pages) KeepOpen(r *page.Request) error {
	form := r.Form()
	err := p.plan.KeepOpen(r.Context(), r.Actor, r.Params("milestone"), form.Value("reason"))
	if fault.Refused(err) {
		return p.showKeepOpen(r, typed(form, keepOpenLabels, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("milestones", r.Params("milestone")), "workplan.flash.kept_open")
}

func (p *Pages) showKeepOpen(r *page.Request, form shared.Form) error {
	m, err := p.shapeable(r)
	if err != nil {
		return err
	}
	shown := workplanviews.KeepOpenPage{Frame: belowMilestone(r, r.Page("workplan.keep_open.title"), m), Milestone: m, Form: form}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.KeepOpen(shown))
	}
	return r.Render(workplanviews.KeepOpen(shown))
}

// TieEvent makes an event evidence for a milestone, or (field release) ends that it is, and goes back to the page it was sent from.
func (p *Pages) TieEvent(r *page.Request) error {
	form := r.Form()
	eventID, milestoneID := form.Value("event"), form.Value("milestone")
	back := r.Path("milestones", milestoneID)
	if form.Value("from") == "event" {
		back = r.Path("events", eventID)
	}
	if eventID == "" && milestoneID == "" {
		back = r.Path("plan")
	}
	if eventID == "" || milestoneID == "" {
		return r.SeeOther(back, "workplan.flash.event_tied_nothing")
	}
	change, flash := p.events.Tie, "workplan.flash.event_tied"
	if form.Value("release") != "" {
		change, flash = p.events.Untie, "workplan.flash.event_untied"
	}
	if err := change(r.Context(), r.Actor, eventID, milestoneID); err != nil {
		return err
	}
	return r.SeeOther(back, flash)
}
