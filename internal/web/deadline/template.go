package deadlineweb

import (
	"strconv"
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/deadline"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	deadlineviews "rundertisch/views/deadline"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

const (
	labels   = "deadline.field."
	newLines = 3 // empty lines for new rules
)

// templates is the address of the workspace's templates.
func templates(r *page.Request) string { return "/workspaces/" + r.Workspace.ID + "/deadlines" }

// Templates lists which deadlines the workspace's events have.
func (p *Pages) Templates(r *page.Request) error {
	shown := deadlineviews.TemplatesPage{Page: r.Page("deadline.templates.title"), Base: templates(r)}
	shown.Breadcrumb = crumbs(r)
	for _, kind := range event.Kinds() {
		t, err := p.deadlines.Template(r.Context(), r.Actor, kind)
		if err != nil {
			return err
		}
		shown.Rows = append(shown.Rows, deadlineviews.TemplateRow{Kind: kind, Rules: t.Rules, Own: t.Version > 0})
	}
	return r.Render(deadlineviews.Templates(shown))
}

func crumbs(r *page.Request, more ...views.Crumb) []views.Crumb {
	return append([]views.Crumb{
		{Label: r.L.T("account.projects.title"), Href: "/projects"},
		{Label: r.L.T("account.settings.title"), Href: "/workspaces/" + r.Workspace.ID + "/settings"},
	}, more...)
}

// Template shows the form of the deadlines that events of a kind have.
func (p *Pages) Template(r *page.Request) error {
	t, err := p.deadlines.Template(r.Context(), r.Actor, event.Kind(r.Params("eventkind")))
	if err != nil {
		return err
	}
	return r.Render(deadlineviews.Template(templatePage(r, t, storedTemplate(r, t))))
}

func templatePage(r *page.Request, t deadline.Template, form shared.Form) deadlineviews.TemplatePage {
	form.Labels = labels
	kind := eventviews.Kind(r.L, t.Kind)
	shown := deadlineviews.TemplatePage{
		Page: r.Page("deadline.template.title", kind), Form: form, Action: templates(r) + "/" + string(t.Kind), Back: templates(r), Kind: t.Kind,
	}
	for _, rule := range t.Rules {
		shown.Keys = append(shown.Keys, rule.Key)
	}
	for n := range newLines {
		shown.Keys = append(shown.Keys, deadline.NewKey+strconv.Itoa(n+1))
	}
	shown.Breadcrumb = crumbs(r, views.Crumb{Label: r.L.T("deadline.templates.title"), Href: templates(r)})
	shown.HasErrors = form.HasErrors()
	return shown
}

// storedTemplate fills the form. Fields are named by the rules' keys, so that two people who change different rules do not
// meet.
func storedTemplate(r *page.Request, t deadline.Template) shared.Form {
	values := map[string]string{}
	for _, rule := range t.Rules {
		unit, side, n := deadlineviews.Days, deadlineviews.After, rule.Days
		if n <= 0 {
			side, n = deadlineviews.Before, -n
		}
		if n > 0 && n%7 == 0 {
			unit, n = deadlineviews.Weeks, n/7
		}
		values["label_"+rule.Key], values["number_"+rule.Key] = deadlineviews.Label(r.L, rule), strconv.Itoa(n)
		values["unit_"+rule.Key], values["side_"+rule.Key], values["role_"+rule.Key] = unit, side, string(rule.Role)
	}
	return shared.Stored(labels, t.Version, values)
}

// readTemplate reads the lines that have a label. Field: number_<key>.
func readTemplate(form shared.Form, kind event.Kind) (deadline.Template, error) {
	t := deadline.Template{Kind: kind}
	t.Version, _ = strconv.ParseInt(form.Value("version"), 10, 64)
	var c fault.Checks
	for _, name := range form.Order {
		key, isLabel := strings.CutPrefix(name, "label_")
		if !isLabel || form.Value(name) == "" {
			continue
		}
		n, err := strconv.Atoi(form.Value("number_" + key))
		if err != nil || n < 0 || n > maxNumber {
			c.Add("number_"+key, "deadline.fault.number")
		}
		if form.Value("unit_"+key) == deadlineviews.Weeks {
			n *= 7
		}
		if form.Value("side_"+key) != deadlineviews.After {
			n = -n
		}
		t.Rules = append(t.Rules, deadline.Rule{Key: key, Label: form.Value(name), Days: n, Role: account.Role(form.Value("role_" + key))})
	}
	return t, c.Err()
}

const maxNumber = 1000 // keeps the sum from running over; how far is too far the rules say

// SaveTemplate changes the deadlines that events of a kind have.
func (p *Pages) SaveTemplate(r *page.Request) error {
	kind := event.Kind(r.Params("eventkind"))
	t, err := p.deadlines.Template(r.Context(), r.Actor, kind)
	if err != nil {
		return err
	}
	own := templates(r) + "/" + string(kind)
	return r.Edit(page.Edit{
		Kind: "deadline_template", ID: deadline.ObjectID(r.Actor, kind), Labels: labels, Of: eventviews.Kind(r.L, kind),
		Back: own, Next: templates(r), Flash: "deadline.flash.template",
		Stored: func() (shared.Form, error) {
			t, err = p.deadlines.Template(r.Context(), r.Actor, kind)
			return storedTemplate(r, t), err
		},
		Save: func(form shared.Form) error {
			read, err := readTemplate(form, kind)
			if err != nil {
				return err
			}
			return p.deadlines.SaveTemplate(r.Context(), r.Actor, read)
		},
		Again: func(form shared.Form) error { return r.Invalid(deadlineviews.Template(templatePage(r, t, form))) },
		Words: func(name, value string) (string, bool) { return words(r, name, value) },
		Label: func(name string) string { return fieldName(r, t, name) },
	})
}

// words is how a choice of the form reads.
func words(r *page.Request, name, value string) (string, bool) {
	field, _, _ := strings.Cut(name, "_")
	switch field {
	case "unit":
		return shared.LabelOf(deadlineviews.Units(r.L), value), true
	case "side":
		return shared.LabelOf(deadlineviews.Sides(r.L), value), true
	case "role":
		return shared.LabelOf(deadlineviews.Roles(r.L), value), true
	}
	return "", false
}

// fieldName names a field with the rule it belongs to.
func fieldName(r *page.Request, t deadline.Template, name string) string {
	field, key, _ := strings.Cut(name, "_")
	label := r.L.T("deadline.template.new")
	for _, rule := range t.Rules {
		if rule.Key == key {
			label = deadlineviews.Label(r.L, rule)
		}
	}
	return r.L.T("deadline.template.field_of", r.L.T(labels+field), label)
}
