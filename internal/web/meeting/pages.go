// Package meetingweb has the handlers of an event as a meeting.
package meetingweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/attendance"
	"rundertisch/internal/body"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/meeting"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	meetingviews "rundertisch/views/meeting"
	"rundertisch/views/shared"
)

const labels = "meeting.field."

// Pages are the handlers.
type Pages struct {
	db       *database.DB // for who was invited
	bodies   *body.Service
	invites  *invite.Service
	meetings *meeting.Service
}

// New returns the handlers over the services.
func New(db *database.DB, bodies *body.Service, invites *invite.Service, meetings *meeting.Service) *Pages {
	return &Pages{db: db, bodies: bodies, invites: invites, meetings: meetings}
}

// frame finds the event, whose meeting it is, and how the meeting stands.
func (p *Pages) frame(r *page.Request, title string) (meetingviews.Frame, error) {
	d, err := p.meetings.Find(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return meetingviews.Frame{}, err
	}
	e := d.Event
	f := meetingviews.Frame{
		Page: r.Page(title), At: r.Path, Event: e, Detail: d, Body: d.Body, MayKeep: body.MayKeep(r.Actor),
		MayWrite: meeting.MayWrite(r.Actor), MayDecide: meeting.MayDecide(r.Actor),
	}
	f.Of = e.Title
	f.Breadcrumb = []views.Crumb{{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: e.Title, Href: r.Path("events", e.ID)}}
	return f, nil
}

// below is the frame of a page that lies under the meeting's.
func (p *Pages) below(r *page.Request, title string) (meetingviews.Frame, error) {
	f, err := p.frame(r, title)
	f.Breadcrumb = append(f.Breadcrumb, views.Crumb{Label: r.L.T("event.tab.meeting"), Href: base(r)})
	return f, err
}

func base(r *page.Request) string { return r.Path("events", r.Params("event"), "meeting") }

// Show shows the agenda, whose meeting the event is and who belongs to it, and how the minutes stand.
func (p *Pages) Show(r *page.Request) error { return p.show(r, r.Render, shared.Form{}, nil) }

func (p *Pages) show(r *page.Request, answer func(templ.Component) error, form shared.Form, problem error) error {
	return p.showing(r, answer, said{form: form, problem: problem})
}

// said is what was typed on the meeting's page and refused, or why something could not be done.
type said struct {
	form, guest shared.Form
	problem     error
}

func (p *Pages) showing(r *page.Request, answer func(templ.Component) error, say said) error {
	form, problem := say.form, say.problem
	f, err := p.frame(r, "event.tab.meeting")
	if err != nil {
		return err
	}
	show := meetingviews.ShowPage{Frame: f, Form: form, Guest: say.guest}
	show.Guest.ID, show.Guest.Labels = "gast", "meeting.guest.field."
	if !form.HasErrors() {
		show.Form = shared.Fill(map[string]string{"body": f.Body.ID})
	}
	show.Over = !r.Now().Before(f.Event.EndsAt)
	show.Form.Labels, show.HasErrors = labels, form.HasErrors() || say.guest.HasErrors()
	show.Ask = shared.Fill(map[string]string{"until_on": string(date.Of(r.Today()).AddDays(14))})
	if form.HasErrors() {
		show.Ask = form
	}
	show.Ask.Labels = labels
	if problem != nil {
		show.Problem = shared.Message(r.L, problem)
	}
	if f.Event.Kind.Public() {
		show.PublicURL = "/v/" + f.Event.Slug
	}
	if show.Bodies, err = p.bodies.List(r.Context(), r.Actor); err != nil {
		return err
	}
	rows, err := attendance.ListIn(r.Context(), p.db.Read(), f.Event.ID)
	if err != nil {
		return err
	}
	show.Asked = map[string]attendance.Attendance{}
	for _, row := range rows {
		if row.PersonID != "" {
			show.Asked[row.PersonID] = row
		}
	}
	if f.MayKeep && f.Body.ID != "" {
		_, err := p.invites.Open(r.Context(), r.Actor, f.Event.ID)
		if err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
		show.MayInvite = err == nil
	}
	return answer(meetingviews.Show(show))
}

// Choose says whose meeting the event is, unless its members are asked about the minutes, or have approved them.
func (p *Pages) Choose(r *page.Request) error {
	f, err := p.frame(r, "event.tab.meeting")
	if err != nil {
		return err
	}
	form := r.Form()
	if f.Detail.Locked() {
		return p.show(r, r.Invalid, shared.Form{}, fault.New(fault.Conflict, "meeting.fault.body_locked"))
	}
	err = p.bodies.Hold(r.Context(), r.Actor, r.Params("event"), form.Value("body"))
	if fault.Is(err, fault.Invalid) {
		return p.show(r, r.Invalid, form.Refused(form.Values, err), nil)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r), "meeting.flash.body")
}

// Invite drafts the invitation of the body's members of the day, and leads to its review. Who has been invited is left out.
func (p *Pages) Invite(r *page.Request) error {
	f, err := p.frame(r, "event.tab.meeting")
	if err != nil {
		return err
	}
	deputies := r.Form().Value("deputies") != ""
	var persons []string
	for _, m := range f.Body.Members {
		if m.PersonID != "" {
			persons = append(persons, m.PersonID)
		}
		if deputies && m.DeputyPersonID != "" {
			persons = append(persons, m.DeputyPersonID)
		}
	}
	m, err := p.invites.Draft(r.Context(), r.Actor, f.Event.ID, invite.Order{
		Title: r.L.T("invite.choose.title_of", f.Event.Title), Choice: directory.Choice{PersonIDs: persons},
	})
	if fault.Is(err, fault.Invalid) {
		return fault.New(fault.Conflict, "meeting.members.none")
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("mailings", m.ID), "invite.flash.drafted")
}
