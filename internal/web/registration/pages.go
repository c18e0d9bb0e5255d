// Package registrationweb has the handlers of registration: the public form, personal links with the page behind them,
// and the staff's list.
package registrationweb

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/badge"
	"rundertisch/internal/circular"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	ask "rundertisch/internal/form"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Pages are the handlers.
type Pages struct {
	db            *database.DB // for what attendance counts
	events        *event.Service
	registrations *registration.Service
	circulars     *circular.Service
	codes         Codes          // of the door; nil: there is none
	papers        *badge.Service // certifies who came
}

// New returns the handlers.
func New(db *database.DB, events *event.Service, registrations *registration.Service, circulars *circular.Service) *Pages {
	return &Pages{db: db, events: events, registrations: registrations, circulars: circulars}
}

// visit puts the page of a visitor without an account under the name of the event's administration.
func visit(r *page.Request, e event.Event) error {
	workspace, err := r.Site().Accounts.Workspace(r.Context(), e.WorkspaceID)
	r.Workspace = workspace
	return err
}

// typed reads what somebody typed into the registration form.
func typed(form shared.Form, items []event.ProgrammeItem) registration.Form {
	return registration.Form{
		Name: form.Value("name"), Email: form.Value("email"), Organisation: form.Value("organisation"),
		Kind: form.Value("kind"), Answers: ask.TypedIn(form.Values), Needs: needs(form), Listed: form.Value("listed") != "", Photos: form.Value("photos") != "",
		Remark: form.Value("remark"), Lang: form.Value("lang"), Nonce: form.Value("nonce"), Chosen: chosen(form, items), Wished: form.Value,
		Members: members(form),
	}
}

// members reads who is registered along.
func members(form shared.Form) []registration.Member {
	all := make([]registration.Member, event.MaxGroup-1)
	for i := range all {
		all[i] = registration.Member{Name: form.Value(attendance.MemberField(i+1, "name")), Email: form.Value(attendance.MemberField(i+1, "email"))}
	}
	return all
}

func chosen(form shared.Form, items []event.ProgrammeItem) []string {
	values := make([]string, len(event.Slots(items)))
	for n := range values {
		values[n] = form.Value(registration.SlotField(n))
	}
	return values
}

// choices is the reverse of chosen for somebody with places: the value of each slot's field.
func choices(items []event.ProgrammeItem, own map[string]attendance.WorkshopPlace) shared.Form {
	values := map[string]string{}
	for n, slot := range event.Slots(items) {
		values[registration.SlotField(n)] = ""
		for _, item := range items {
			place := own[item.ID]
			if item.Slot == slot && (place.State == attendance.Confirmed || place.State == attendance.Waitlisted) {
				values[registration.SlotField(n)] = item.ID
			}
		}
	}
	return shared.Fill(values)
}

// base is the address of an event for staff.
func base(r *page.Request, eventID string) string { return r.Path("events", eventID) }

// crumbs leads from the events to the page.
func crumbs(r *page.Request, e event.Event, more ...views.Crumb) []views.Crumb {
	return append([]views.Crumb{
		{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: e.Title, Href: base(r, e.ID)},
	}, more...)
}

func listCrumb(r *page.Request, e event.Event) views.Crumb {
	return views.Crumb{Label: r.L.T("registration.list.title"), Href: base(r, e.ID) + "/registrations"}
}
