// Package workplanweb has the pages of the work plan: the plan, milestones, tasks, forms and the import. One file
// per thing; each exported method of Pages is a handler of the URL table.
package workplanweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/date"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/handout"
	"rundertisch/internal/reminder"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// Documents makes the part of a page that shows what is attached to a milestone or task.
type Documents interface {
	Section(r *page.Request, of document.Subject) (templ.Component, error)
}

// Reminders makes the part of a page that tells when people are reminded of a milestone or task.
type Reminders interface {
	Section(r *page.Request, of reminder.Subject, due date.Date, done bool) (templ.Component, error)
}

// Pages are the handlers of the work plan.
type Pages struct {
	plan      *workplan.Service
	events    *event.Service
	handouts  *handout.Service
	documents Documents
	reminders Reminders
}

// New returns the handlers over the services.
func New(plan *workplan.Service, events *event.Service, handouts *handout.Service, documents Documents, reminders Reminders) *Pages {
	return &Pages{plan: plan, events: events, handouts: handouts, documents: documents, reminders: reminders}
}

// The catalogue prefixes of the forms' labels.
const (
	goalLabels      = "workplan.goal.field."
	baselineLabels  = "workplan.baseline.field."
	milestoneLabels = "workplan.milestone.field."
	completeLabels  = "workplan.complete.field."
	moveLabels      = "workplan.move.field."
	tieLabels       = "workplan.tie.field."
	keepOpenLabels  = "workplan.keep_open.field."
	taskLabels      = "workplan.task.field."
	itemLabels      = "workplan.item.field."
	itemNameLabels  = "workplan.item_name.field."
	commentLabels   = "workplan.comment.field."
	importLabels    = "workplan.import.field."
)

// below returns the frame of a page that lies under the plan.
func below(r *page.Request, p views.Page) workplanviews.Frame {
	p.Breadcrumb = append(p.Breadcrumb, views.Crumb{Label: r.L.T("workplan.plan.title"), Href: r.Path("plan")})
	for i := range p.Nav {
		p.Nav[i].Current = p.Nav[i].Href == r.Path("plan")
	}
	return workplanviews.Frame{Page: p, At: r.Path}
}

// belowMilestone returns the frame of a page that lies under a milestone.
func belowMilestone(r *page.Request, p views.Page, m workplan.Milestone) workplanviews.Frame {
	frame := below(r, p)
	label := r.L.T("workplan.milestone.label", m.Number)
	frame.Of = label
	frame.Breadcrumb = append(frame.Breadcrumb, views.Crumb{Label: label, Href: r.Path("milestones", m.ID)})
	return frame
}

// stale reports whether somebody else changed the plan while a preview of it was open.
func stale(err error) bool {
	return fault.Is(err, fault.Conflict) && len(fault.Fields(err)) == 0
}

// typed returns the sent form with the fault it is refused with.
func typed(form shared.Form, labels string, err error) shared.Form {
	form.Labels, form.Err = labels, err
	return form
}
