package workplanviews

import (
	"strings"

	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// ruleText says when a milestone with the rule is reached: "alle Aufgaben erledigt sind und …".
func ruleText(l *i18n.Locale, rule workplan.Rule) string {
	var parts []string
	for _, c := range rule.Conditions() {
		key := "workplan.rule." + string(c.Source)
		switch {
		case c.Source != workplan.OfDocuments:
			parts = append(parts, l.T(key))
		case c.Kind == "":
			parts = append(parts, l.N(key, c.AtLeast))
		default:
			parts = append(parts, l.N(key+"_of", c.AtLeast, l.T("document.kind."+string(c.Kind))))
		}
	}
	if len(parts) == 0 {
		return l.T("workplan.rule.statement")
	}
	return l.T("workplan.rule.when", strings.Join(parts, l.T("workplan.rule.and")))
}

// checkText says how far a condition is: "Workshops mit veröffentlichten Ergebnissen: 4 von 6".
func checkText(l *i18n.Locale, c workplan.Check) string {
	key := "workplan.check." + string(c.Source)
	switch {
	case c.Total == 0:
		return l.T(key + ".none")
	case c.Kind != "":
		return l.T(key+".of", l.T("document.kind."+string(c.Kind)), c.Done, c.Total)
	}
	return l.T(key, c.Done, c.Total)
}

// missingNamed is how many missing things are named where there is little room.
const missingNamed = 2

// Waits says in short what a milestone's rule still waits for; empty for one that is reached or has no rule.
func Waits(l *i18n.Locale, m workplan.Progress) string {
	if m.Complete() {
		return ""
	}
	var parts []string
	for _, c := range m.Standing {
		if c.Fulfilled() {
			continue
		}
		part := checkText(l, c)
		var names []string
		for _, proof := range c.Missing[:min(len(c.Missing), missingNamed)] {
			names = append(names, proof.Title)
		}
		if len(c.Missing) > missingNamed {
			names = append(names, "…")
		}
		if len(names) > 0 {
			part += " (" + l.T("workplan.check.missing") + " " + strings.Join(names, ", ") + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}

// RuleWord is how a value of the rule's fields reads; false for what is no choice of them.
func RuleWord(l *i18n.Locale, name, value string) (string, bool) {
	switch name {
	case "rule_tasks", "rule_events", "rule_minutes", "rule_results":
		if value == "" {
			return l.T("workplan.rule.no"), true
		}
		return l.T("workplan.rule.yes"), true
	case "rule_kind":
		if value == "" {
			return l.T("workplan.rule.any_kind"), true
		}
		return l.T("document.kind." + value), true
	}
	return "", false
}

func (p MilestoneFormPage) kinds() []shared.Option {
	var options []shared.Option
	for _, kind := range document.Kinds() {
		options = append(options, shared.Option{Value: string(kind), Label: p.T("document.kind." + string(kind))})
	}
	return options
}

// declared says what the lead declared and what the rule says: "Nach der Regel noch offen. Von Jana Größler am … für
// erledigt erklärt."; empty without a declaration that stands beside a rule.
func (p MilestonePage) declared() string {
	m := p.Detail.Milestone
	if !m.Declared() || m.Rule == "" && m.Complete() {
		return ""
	}
	said := p.T("workplan.declared.rule_open")
	if on := p.Detail.Standing.On(); on != "" {
		said = p.T("workplan.declared.rule_met", p.day(on))
	} else if m.Rule == "" {
		said = p.T("workplan.declared.rule_none")
	}
	switch {
	case m.KeptOpen():
		return said + " " + p.T("workplan.declared.open", m.Declarer, p.day(m.DeclaredOn))
	case m.DeclaredOn == "": // from before it was noted
		return said + " " + p.T("workplan.declared.complete_unnamed")
	}
	return said + " " + p.T("workplan.declared.complete", m.Declarer, p.day(m.DeclaredOn))
}

func (p MilestonePage) reason() string {
	m := p.Detail.Milestone
	return m.CompletedReason + m.KeptOpenReason
}

func (p MilestonePage) loose() []shared.Option {
	var options []shared.Option
	for _, e := range p.Loose {
		options = append(options, shared.Option{Value: e.ID, Label: eventName(p.L, e)})
	}
	return options
}

func eventName(l *i18n.Locale, e event.Event) string {
	return shortened(e.Title) + " (" + l.Day(e.Starts()) + ")"
}
