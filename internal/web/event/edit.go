package eventweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	eventviews "rundertisch/views/event"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

const labels = "event.field."

// New asks for a new event.
func (p *Pages) New(r *page.Request) error {
	if !event.MayRun(r.Actor) {
		return fault.Denied()
	}
	return p.showNew(r, r.Render, shared.Fill(map[string]string{"kind": string(event.Symposium)}))
}

func (p *Pages) showNew(r *page.Request, answer func(templ.Component) error, form shared.Form) error {
	milestones, err := p.plan.Milestones(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	form.Labels = labels
	f := eventviews.FormPage{
		Page: r.Page("event.new"), Form: form, Action: r.Path("events"), Back: r.Path("events"), Draft: true,
		Zone: p.events.Zone().String(), Milestones: eventviews.MilestoneOptions(milestones),
	}
	f.Breadcrumb, f.HasErrors = crumbs(r), form.HasErrors()
	return answer(eventviews.Form(f))
}

// Create makes a draft.
func (p *Pages) Create(r *page.Request) error {
	form := r.Form()
	e, err := p.events.Add(r.Context(), r.Actor, details(form))
	if refused(err) {
		return p.showNew(r, r.Invalid, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r, e.ID), "event.flash.created")
}

// Edit shows the event's form.
func (p *Pages) Edit(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	return p.showEdit(r, r.Render, e, proposed(r, stored(e)))
}

// proposed fills in the time that somebody proposes: the address may carry it. It is saved with the form or not at all.
func proposed(r *page.Request, form shared.Form) shared.Form {
	if r.Query("day") == "" {
		return form
	}
	for _, name := range []string{"day", "begin", "end", "end_day"} {
		form.Values[name] = []string{r.Query(name)}
	}
	return form
}

func stored(e event.Event) shared.Form {
	return shared.Stored(labels, e.Version, filled(event.DetailsOf(e)))
}

// Save changes the event. When mails follow, it first shows them.
func (p *Pages) Save(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	sent := r.Form()
	if back(sent) {
		return p.showEdit(r, r.Render, e, unasked(sent))
	}
	milestones, err := p.plan.Milestones(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	err = r.Edit(page.Edit{
		Kind: "event", ID: e.ID, Labels: labels, Of: e.Title, Back: base(r, e.ID), Flash: "event.flash.saved",
		Stored: func() (shared.Form, error) {
			e, err = p.editable(r)
			return stored(e), err
		},
		Save: func(form shared.Form) error {
			sent = form
			_, err := p.events.Edit(p.confirmed(r, form), r.Actor, e.ID, version(form.Value("version")), details(form))
			return err
		},
		Done: func(flash string) error {
			next, err := p.settled(r, e.ID, base(r, e.ID))
			if err != nil {
				return err
			}
			return r.SeeOther(next, flash)
		},
		Again: func(form shared.Form) error { return p.showEdit(r, r.Invalid, e, form) },
		Words: func(name, value string) (string, bool) {
			if name == "milestone" {
				return milestoneWords(r, milestones, value), true
			}
			if name == "offer" {
				return shared.LabelOf(eventviews.Offers(r.L), value), true
			}
			return eventviews.Kind(r.L, event.Kind(value)), name == "kind"
		},
	})
	return p.ask(r, err, inviteviews.TellingPage{Action: base(r, e.ID), Form: sent})
}

// milestoneWords is how the chosen milestone reads.
func milestoneWords(r *page.Request, milestones []workplan.Milestone, chosen string) string {
	if label := shared.LabelOf(eventviews.MilestoneOptions(milestones), chosen); label != "" {
		return label
	}
	return r.L.T("event.form.no_milestone")
}

func (p *Pages) editable(r *page.Request) (event.Event, error) {
	e, err := p.events.Find(r.Context(), r.Actor, r.Params("event"))
	if err == nil {
		err = mayEdit(r, e)
	}
	return e, err
}

func mayEdit(r *page.Request, e event.Event) error {
	switch {
	case !event.MayRun(r.Actor):
		return fault.Denied()
	case !e.Editable():
		return fault.New(fault.Conflict, "event.not_editable")
	}
	return nil
}

func (p *Pages) showEdit(r *page.Request, answer func(templ.Component) error, e event.Event, form shared.Form) error {
	milestones, err := p.plan.Milestones(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	form.Labels = labels
	f := eventviews.FormPage{
		Page: r.Page("event.edit.title"), Form: form, Action: base(r, e.ID), Back: base(r, e.ID),
		Draft: e.State == event.Draft, Zone: e.Zone, Milestones: eventviews.MilestoneOptions(milestones),
	}
	if _, f.Items, err = p.events.Programme(r.Context(), r.Actor, e.ID); err != nil {
		return err
	}
	if f.Conflicts, err = p.conflicts(r, e); err != nil {
		return err
	}
	f.Breadcrumb, f.Of, f.HasErrors = crumbs(r, crumbOf(r, e)), e.Title, form.HasErrors()
	return answer(eventviews.Form(f))
}

// refused reports whether the form is to be shown again with messages at its fields.
func refused(err error) bool { return fault.Is(err, fault.Invalid) || len(fault.Fields(err)) > 0 }

func details(form shared.Form) event.Details {
	return event.Details{
		Kind: event.Kind(form.Value("kind")), Title: form.Value("title"), Slug: form.Value("slug"),
		Summary: form.Value("summary"), Description: form.Value("description"),
		Day: form.Value("day"), Begin: form.Value("begin"), EndDay: form.Value("end_day"), End: form.Value("end"),
		Venue: form.Value("venue"), Address: form.Value("address"), Access: form.Value("access"),
		Capacity: form.Value("capacity"), Offer: form.Value("offer"), From: form.Value("registration_from"), Until: form.Value("registration_until"),
		Contact: form.Value("contact"), Milestone: form.Value("milestone"),
	}
}

func filled(d event.Details) map[string]string {
	return map[string]string{
		"kind": string(d.Kind), "title": d.Title, "slug": d.Slug, "summary": d.Summary, "description": d.Description,
		"day": d.Day, "begin": d.Begin, "end_day": d.EndDay, "end": d.End, "venue": d.Venue, "address": d.Address,
		"access": d.Access, "capacity": d.Capacity, "offer": d.Offer, "registration_from": d.From, "registration_until": d.Until,
		"contact": d.Contact, "milestone": d.Milestone,
	}
}
